//! The door: a short code for a link, with a budget of attempts; the link as a picture; and a sheet to take home.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::hub::Input;
use super::server::{App, Visitor};
use crate::clock::Moment;
use crate::room::{Code, Key, Link, Sheet, page};

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
    let Some(link) = link else {
        app.guard.was_wrong(visitor.from, now);
        return StatusCode::NOT_FOUND.into_response();
    };
    ([(header::CONTENT_TYPE, "application/json")], format!(r#"{{"link":"{link}"}}"#)).into_response()
}

#[derive(Deserialize)]
struct Mine {
    link: Link,
    key: Key,
}

/// `POST /sheet`: a learner's own sheet, as far as they may see it.
pub async fn sheet(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let Ok(mine) = serde_json::from_slice::<Mine>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let sheet = async {
        let hall = app.doors.hall(&mine.link)?;
        let (asks, answer) = oneshot::channel();
        app.hub.send(Input::Sheet(hall, mine.key.digest(), asks)).await.ok()?;
        let (room, player) = answer.await.ok()?;
        Sheet::of(&room, player, Moment::now().at)
    };
    match sheet.await {
        Some(sheet) => {
            let page = page::sheet(&sheet, Moment::here(sheet.opened));
            // A page of its own, which nothing may run in.
            let policy = "default-src 'none'; style-src 'unsafe-inline'";
            let headers =
                [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, policy)];
            (headers, page).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
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
