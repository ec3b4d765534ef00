//! What a page asks of クレジット利用履歴. Nothing is written.

use std::sync::Arc;

use catlink_shared::wire::history::HistoryRequest;
use catlink_shared::wire::reply::Reply;

use crate::books::{BooksError, card_history};
use crate::clock;
use crate::register::Register;

/// Answers what is asked.
pub(super) async fn read(register: &Arc<Register>, ask: HistoryRequest) -> Result<Reply, BooksError> {
    let reply =
        register.store.look(move |connection| card_history::answer(connection, &ask, clock::now())).await?;
    Ok(Reply::History { reply })
}
