//! The face: a page a person can use as a payment terminal, and the same by HTTP for tests. Loopback only.
//!
//! | | |
//! |---|---|
//! | GET / | the page |
//! | GET /state | what can be seen of the device |
//! | POST /act | what a person does |
//! | GET /faults, POST /fault, DELETE /faults | what can go wrong, make it so, no more of it |
//! | GET /script, POST /script, DELETE /script | a seeded script of faults: where it stands, play it, no more of it |
//! | POST /plug | the line pulled or plugged in |

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::net::TcpListener;

use super::act::Act;
use super::device::{ArmedView, Device, Order, Over};
use super::fault::{ArmRequest, Fault, Script};
use super::line::Plug;
use super::loopback;
use crate::door::Door;

/// The page needs nothing from elsewhere and nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Serves the face until the listener fails.
///
/// # Errors
/// What the listener said.
pub async fn serve(listener: TcpListener, device: Device) -> std::io::Result<()> {
    let door = loopback::door(listener.local_addr()?);
    axum::serve(listener, routes(device, door)).await
}

fn routes(device: Device, door: Door) -> Router {
    Router::new()
        .route("/", get(async || asset("text/html; charset=utf-8", include_str!("face/face.html"))))
        .route("/face.css", get(async || asset("text/css; charset=utf-8", include_str!("face/face.css"))))
        .route(
            "/face.js",
            get(async || asset("text/javascript; charset=utf-8", include_str!("face/face.js"))),
        )
        .route("/state", get(state))
        .route("/act", post(act))
        .route("/faults", get(faults).delete(clear_faults))
        .route("/fault", post(fault))
        .route("/script", get(script).post(play).delete(stop_playing))
        .route("/plug", post(plug))
        .layer(middleware::from_fn_with_state(door, loopback::guard))
        .with_state(device)
}

/// What POST answers.
#[derive(Serialize)]
struct Done {
    done: bool,
    why: Option<String>,
}

/// A fault as GET /faults lists it.
#[derive(Serialize)]
struct Listed {
    text: &'static str,
    example: Fault,
}

#[derive(Serialize)]
struct FaultList {
    faults: Vec<Listed>,
    armed: Vec<ArmedView>,
}

#[derive(Deserialize)]
struct PlugRequest {
    r#in: bool,
}

fn asset(kind: &'static str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, text).into_response()
}

fn done() -> Response {
    Json(Done { done: true, why: None }).into_response()
}

fn not_done(status: StatusCode, why: impl ToString) -> Response {
    (status, Json(Done { done: false, why: Some(why.to_string()) })).into_response()
}

async fn state(State(device): State<Device>) -> Response {
    match device.look().await {
        Ok(view) => Json(view).into_response(),
        Err(over) => not_done(StatusCode::SERVICE_UNAVAILABLE, over),
    }
}

async fn act(State(device): State<Device>, Json(act): Json<Act>) -> Response {
    match device.act(act).await {
        Ok(()) => done(),
        Err(why) => not_done(StatusCode::CONFLICT, why),
    }
}

async fn faults(State(device): State<Device>) -> Response {
    let armed = device.look().await.map(|view| view.faults).unwrap_or_default();
    let faults = Fault::catalogue().into_iter().map(|(example, text)| Listed { text, example }).collect();
    Json(FaultList { faults, armed }).into_response()
}

async fn fault(State(device): State<Device>, Json(asked): Json<Value>) -> Response {
    match ArmRequest::read(asked) {
        Ok(ArmRequest(armed)) => match device.fault(armed).await {
            Ok(()) => done(),
            Err(over) => not_done(StatusCode::SERVICE_UNAVAILABLE, over),
        },
        Err(why) => not_done(StatusCode::BAD_REQUEST, why),
    }
}

async fn clear_faults(State(device): State<Device>) -> Response {
    order(&device, Order::ClearFaults)
}

async fn script(State(device): State<Device>) -> Response {
    match device.look().await {
        Ok(view) => Json(view.script).into_response(),
        Err(over) => not_done(StatusCode::SERVICE_UNAVAILABLE, over),
    }
}

async fn play(State(device): State<Device>, Json(asked): Json<Value>) -> Response {
    match Script::read(asked) {
        Ok(script) => played(device.play(Some(script)).await),
        Err(why) => not_done(StatusCode::BAD_REQUEST, why),
    }
}

async fn stop_playing(State(device): State<Device>) -> Response {
    played(device.play(None).await)
}

fn played(outcome: Result<(), Over>) -> Response {
    match outcome {
        Ok(()) => done(),
        Err(over) => not_done(StatusCode::SERVICE_UNAVAILABLE, over),
    }
}

async fn plug(State(device): State<Device>, Json(asked): Json<PlugRequest>) -> Response {
    order(&device, Order::Plug(if asked.r#in { Plug::In } else { Plug::Out }))
}

fn order(device: &Device, order: Order) -> Response {
    match device.order(order) {
        Ok(()) => done(),
        Err(over) => not_done(StatusCode::SERVICE_UNAVAILABLE, over),
    }
}
