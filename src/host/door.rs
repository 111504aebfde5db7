//! The door: a short code for a link, with a budget of attempts; and the link as a picture.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::time::Instant;

use super::server::{App, Visitor};
use crate::room::Code;

#[derive(Deserialize)]
struct Asked {
    code: String,
}

/// `POST /door`: the link behind a code.
pub async fn open(State(app): State<Arc<App>>, Extension(visitor): Extension<Visitor>, body: Bytes) -> Response {
    let now = Instant::now();
    if !app.guard.may_try(visitor.from, now) {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")]).into_response();
    }
    let Ok(asked) = serde_json::from_slice::<Asked>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let link = Code::read(&asked.code).ok().and_then(|code| app.doors.link(&code));
    match link {
        Some(link) => ([(header::CONTENT_TYPE, "application/json")], format!(r#"{{"link":"{link}"}}"#)).into_response(),
        None => {
            app.guard.was_wrong(visitor.from, now);
            StatusCode::NOT_FOUND.into_response()
        }
    }
}

/// A QR code as a picture, dark on light, with the quiet zone around it.
pub fn svg(code: &qrcode::QrCode) -> String {
    const QUIET: usize = 4;
    let width = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            let _ = write!(path, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET); // into memory
        }
    }
    let side = width + 2 * QUIET;
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>"##
    )
}
