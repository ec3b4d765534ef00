//! Requests that wait for their answer, and what is sent again after a reconnect.

use catlink_shared::ids::RequestId;
use catlink_shared::wire::FromPage;
use catlink_shared::wire::people::PeopleRequest;
use catlink_shared::wire::request::Request;

/// Requests without an answer, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Backlog(Vec<FromPage>);

impl Backlog {
    /// Remembers a request that is sent now.
    pub fn sent(&mut self, message: FromPage) {
        self.0.push(message);
    }

    /// Its answer came: the request, once.
    pub fn answered(&mut self, id: RequestId) -> Option<Request> {
        let place = self.0.iter().position(|message| message.id == id)?;
        Some(self.0.remove(place).request)
    }

    /// What to send after a reconnect: the same requests with the same ids, so that each is done once. A payment is
    /// never started again: in its place stands the question what became of it.
    pub fn again(&mut self, mut new_id: impl FnMut() -> RequestId) -> Vec<FromPage> {
        for message in &mut self.0 {
            if let Request::StartPayment { payment_id, .. } = message.request {
                let request = Request::PaymentStatus { payment_id };
                *message = FromPage::new(new_id(), request);
            }
        }
        self.0.retain(|message| {
            let passing = matches!(
                message.request,
                Request::Hello { .. }
                    | Request::Pair { .. }
                    // A code opens, and a key ends, only while somebody stands there who wants it.
                    | Request::Hosted { .. }
                    | Request::People { ask: PeopleRequest::StillHere }
            );
            !passing
        });
        self.0.clone()
    }

    /// Forgets requests whose answers mean nothing any more.
    pub fn forget(&mut self, which: impl Fn(&Request) -> bool) {
        self.0.retain(|message| !which(&message.request));
    }

    /// Whether anything waits for its answer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
