//! How much anybody may ask of the door, and why that much. All of it together is what a flood can take from a register:
//! some 300 sockets and a few megabytes.

use std::time::Duration;

/// Longest head of a request, bytes: a browser's has one or two thousand.
pub const HEAD_BYTES: usize = 16 * 1024;
/// As many lines in it: a browser sends some twenty.
pub const HEAD_LINES: usize = 64;
/// From the connection (or the answer before) to the end of a request's head: on one computer that is milliseconds, over
/// a bad network a second. A browser that only keeps a connection ready opens another one.
pub const HEAD_TIME: Duration = Duration::from_secs(5);
/// A connection that has not become a page's socket is over after this time, whatever it asked and however slowly it
/// reads: the whole page, some megabytes, is through in a few seconds over any network.
pub const VISIT_TIME: Duration = Duration::from_secs(60);
/// From the socket to a valid Hello: a page says it at once.
pub const GREETING_TIME: Duration = Duration::from_secs(10);
/// A page that has not read what it is sent for so long is gone.
pub const SEND_TIME: Duration = Duration::from_secs(20);
/// As long as a page that has to go may take to read why.
pub const FAREWELL_TIME: Duration = Duration::from_secs(1);

/// Connections that have not greeted: six of each browser, and as many as a crowd of reloading pages makes.
pub const MOST_ARRIVED: usize = 128;
/// Pages at which nobody is signed in.
pub const MOST_GREETED: usize = 32;
/// Pages at which somebody is.
pub const MOST_SIGNED_IN: usize = 64;
/// Pages from elsewhere that have not greeted, or at which nobody is signed in: apart from the served page's, so that one
/// of them never pushes out the only page where its key can be taken away. A shop has one or two, in a few tabs.
pub const MOST_HOSTED_GREETED: usize = 16;
/// Pages from elsewhere at which somebody is: a tab for each till there could be.
pub const MOST_HOSTED_SIGNED_IN: usize = 32;
/// Sockets of one page: it has one, and another one while the agent has not noticed that the first was cut.
pub const MOST_OF_A_PAGE: usize = 4;

/// Messages of a socket with nobody signed in, a second: greeting, a PIN, a question what became of a payment.
pub const MESSAGES_UNSIGNED: u32 = 20;
/// Messages of a socket where somebody is signed in, a second: a scanner makes some ten, and the parts of a file follow
/// each other's answers.
pub const MESSAGES_SIGNED_IN: u32 = 200;
/// So many seconds' worth may come at once: a page that comes back sends again what was not answered.
pub const BURST_SECONDS: u32 = 2;
/// A Hello and the masters weigh as much as so many messages: each is answered with every product.
pub const WEIGHT_OF_MASTERS: u32 = 5;
/// So does asking after a payment with nobody signed in: where the journal never heard of it, the question itself is kept. A
/// page that comes back asks once or twice.
pub const WEIGHT_OF_UNSIGNED_STATUS: u32 = 10;
/// Answers that take long (connection tests) at a time on one socket.
pub const MOST_LATER: usize = 4;
