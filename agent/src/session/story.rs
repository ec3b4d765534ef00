//! What a page asks of 決済の経過. The trace is read first and apart: the books do not wait for it.

use catlink_shared::wire::reply::Reply;
use catlink_shared::wire::story::StoryRequest;

use crate::books::{BooksError, story};
use crate::register::Register;

/// Answers what is asked.
pub(super) async fn answer(register: &Register, ask: StoryRequest) -> Result<Reply, BooksError> {
    match ask {
        StoryRequest::Read { payment_id } => {
            let trace = register.trace.of(payment_id).await;
            let story =
                register.store.read(move |connection| story::of(connection, payment_id, trace)).await?;
            Ok(Reply::Story { story: Box::new(story) })
        }
    }
}
