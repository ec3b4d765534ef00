use catlink_shared::ids::UnixMs;
use catlink_shared::money::Yen;
use catlink_shared::terminal::TerminalId;

use super::{Book, Entry};
use crate::virtual_terminal::centre::{Answer, Authorise, ChargeKind, Question, Wish};

const NOW: UnixMs = UnixMs(1_800_000_000_000);

fn ask(reference: &str, wish: Wish) -> Question {
    Question::Authorise(Authorise {
        reference: reference.to_owned(),
        terminal_id: TerminalId::new("1234567890123").expect("digits"),
        payment_id: None,
        amount: Yen::new(1_200),
        kind: ChargeKind::Sale,
        wish,
    })
}

fn total(book: &Book) -> i64 {
    book.charged().map(|charge| charge.amount.get()).sum()
}

#[test]
fn the_same_reference_is_charged_once() {
    let mut book = Book::in_memory();
    let first = book.answer(&ask("a", Wish::Approve), NOW).expect("answers");
    let again = book.answer(&ask("a", Wish::Approve), NOW).expect("answers");
    assert_eq!(first, again);
    assert_eq!((book.entries().len(), total(&book)), (1, 1_200));
}

#[test]
fn a_reversed_charge_no_longer_counts_and_is_not_made_again() {
    let mut book = Book::in_memory();
    book.answer(&ask("a", Wish::Approve), NOW).expect("answers");
    let reverse = Question::Reverse { reference: "a".to_owned() };
    for _twice in 0..2 {
        assert_eq!(book.answer(&reverse, NOW).expect("answers"), Answer::Reversed);
    }
    assert!(matches!(book.answer(&ask("a", Wish::Approve), NOW).expect("answers"), Answer::Declined { .. }));
    assert_eq!((book.entries().len(), total(&book)), (2, 0));
}

#[test]
fn what_was_asked_about_before_it_came_is_never_charged() {
    let mut book = Book::in_memory();
    let enquire = Question::Enquire { reference: "late".to_owned() };
    assert_eq!(book.answer(&enquire, NOW).expect("answers"), Answer::Unknown);
    assert!(matches!(
        book.answer(&ask("late", Wish::Approve), NOW).expect("answers"),
        Answer::Declined { .. }
    ));
    assert_eq!(total(&book), 0);
}

#[test]
fn a_decline_is_written_and_asked_for_declines_are_counted() {
    let mut book = Book::in_memory();
    book.decline_next(1);
    assert!(matches!(book.answer(&ask("a", Wish::Approve), NOW).expect("answers"), Answer::Declined { .. }));
    assert!(matches!(
        book.answer(&ask("b", Wish::Approve), NOW).expect("answers"),
        Answer::Authorised { .. }
    ));
    assert!(matches!(book.answer(&ask("c", Wish::Decline), NOW).expect("answers"), Answer::Declined { .. }));
    assert_eq!((book.entries().len(), total(&book)), (3, 1_200));
}

#[test]
fn the_file_says_after_a_crash_what_was_answered_before_it() {
    let path = crate::scratch::path("book");
    let answered = {
        let mut book = Book::open(&path).expect("opens");
        book.answer(&ask("b", Wish::Decline), NOW).expect("answers");
        book.answer(&ask("a", Wish::Approve), NOW).expect("answers")
    };
    let mut bytes = std::fs::read(&path).expect("reads");
    bytes.extend_from_slice(b"{\"entry\":\"autho");
    std::fs::write(&path, bytes).expect("writes");
    let mut book = Book::open(&path).expect("opens again");
    assert_eq!(book.entries().len(), 2);
    assert!(matches!(book.entries()[1], Entry::Authorised(_)));
    assert_eq!(book.answer(&ask("a", Wish::Approve), NOW).expect("answers"), answered);
    book.answer(&ask("c", Wish::Approve), NOW).expect("answers");
    assert_eq!(Book::open(&path).expect("opens").entries().len(), 3);
    std::fs::remove_file(path).expect("removes");
}
