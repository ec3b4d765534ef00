//! The centre's HTTP: questions, the book, and a knob for declines. Loopback only.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use super::{Answer, Authorise, Book, Charge, Entry, Question};
use crate::virtual_terminal::{clock, loopback};

type Shared = Arc<Mutex<Book>>;

/// The book as GET /book shows it.
#[derive(Serialize)]
struct BookView<'a> {
    entries: &'a [Entry],
    charged: Vec<&'a Charge>,
}

#[derive(Deserialize)]
struct Reference {
    reference: String,
}

#[derive(Deserialize)]
struct Control {
    decline_next: u32,
}

/// Serves a book until the listener fails.
///
/// # Errors
/// What the listener said.
pub async fn serve(listener: TcpListener, book: Shared) -> std::io::Result<()> {
    let door = loopback::door(listener.local_addr()?);
    let routes = Router::new()
        .route("/authorise", post(authorise))
        .route("/enquire", post(enquire))
        .route("/reverse", post(reverse))
        .route("/book", get(show))
        .route("/control", post(control))
        .layer(middleware::from_fn_with_state(door, loopback::guard))
        .with_state(book);
    axum::serve(listener, routes).await
}

async fn authorise(State(book): State<Shared>, Json(asked): Json<Authorise>) -> Response {
    answer(&book, &Question::Authorise(asked)).await
}

async fn enquire(State(book): State<Shared>, Json(asked): Json<Reference>) -> Response {
    answer(&book, &Question::Enquire { reference: asked.reference }).await
}

async fn reverse(State(book): State<Shared>, Json(asked): Json<Reference>) -> Response {
    answer(&book, &Question::Reverse { reference: asked.reference }).await
}

async fn answer(book: &Shared, question: &Question) -> Response {
    match book.lock().await.answer(question, clock::wall()) {
        Ok(answer) => Json::<Answer>(answer).into_response(),
        Err(trouble) => {
            tracing::error!(%trouble, "the centre cannot write its book");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn show(State(book): State<Shared>) -> Response {
    let book = book.lock().await;
    Json(BookView { entries: book.entries(), charged: book.charged().collect() }).into_response()
}

async fn control(State(book): State<Shared>, Json(control): Json<Control>) -> StatusCode {
    book.lock().await.decline_next(control.decline_next);
    StatusCode::NO_CONTENT
}
