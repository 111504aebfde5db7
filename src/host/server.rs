//! The HTTP server: pages, the door, sheets, and the way to a web socket.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Extension, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Sender, UnboundedSender};
use tokio::time::{Instant, sleep, timeout};

use super::address::Reach;
use super::assets::{ASSETS, Asset, PAGE, SCREEN};
use super::guard::{Guard, Ticket};
use super::hub::{Doors, Input, Order};
use super::outbox::Line;
use super::socket::Socket;
use super::{door, frame, origin};
use crate::room::Link;

/// The most bytes of a request's head, and of a buffer.
const BUFFER: usize = 8_192;
/// The most headers of a request.
const HEADERS: usize = 48;
/// After a connection could not be accepted, as when there are no more file handles.
const BREATH: Duration = Duration::from_millis(100);

/// What the requests are answered from.
pub struct App {
    /// Which hall a code or link opens.
    pub doors: Arc<Doors>,
    /// Who may have how much.
    pub guard: Arc<Guard>,
    /// To the hub.
    pub hub: Sender<Input>,
    /// To the hub, what must arrive.
    pub orders: UnboundedSender<Order>,
    /// What the host is reached by.
    pub reach: Arc<Reach>,
    /// The number of the next web socket.
    pub next: AtomicU64,
    /// Whether anybody from another machine has come.
    pub reached: AtomicBool,
}

/// Who asks.
#[derive(Clone)]
pub struct Visitor {
    ticket: Arc<Ticket>,
    /// Their address.
    pub from: IpAddr,
    /// The address at which they reached us.
    pub at: IpAddr,
}

/// Serves whoever comes.
pub async fn serve(listener: TcpListener, app: Arc<App>) {
    let router = TowerToHyperService::new(router(Arc::clone(&app)));
    loop {
        let Ok((stream, from)) = listener.accept().await else {
            sleep(BREATH).await;
            continue;
        };
        let Ok(at) = stream.local_addr() else { continue };
        let (from, at) = (from.ip().to_canonical(), at.ip().to_canonical());
        let Some(ticket) = app.guard.opens(from, Instant::now()) else { continue };
        if from != at && !from.is_loopback() && !app.reached.swap(true, Ordering::Relaxed) {
            let _ = app.orders.send(Order::Reached); // without a hub nobody needs to know
        }
        let _ = stream.set_nodelay(true); // slower without
        let visitor = Visitor { ticket: Arc::new(ticket), from, at };
        tokio::spawn(pages(stream, visitor, router.clone()));
    }
}

/// Answers the requests of one connection, until it becomes a web socket or has had its time.
async fn pages(stream: TcpStream, visitor: Visitor, router: TowerToHyperService<Router>) {
    let waits = visitor.ticket.limits().waits;
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(visitor.clone());
        router.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(waits.head)
        .max_buf_size(BUFFER)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let _ = timeout(waits.pages, connection).await; // what was wrong with it only the other side could mend
}

fn router(app: Arc<App>) -> Router {
    let asset =
        |router: Router<Arc<App>>, asset: &'static Asset| router.route(asset.0, get(move || async { file(asset) }));
    ASSETS
        .iter()
        .fold(Router::new(), asset)
        .route("/", get(|| async { file(&PAGE) }))
        .route("/r/{link}", get(player))
        .route("/s/{link}", get(screen))
        .route("/qr/{link}", get(qr))
        .route("/ws", get(socket))
        .route("/door", post(door::open))
        .route("/sheet", post(door::sheet))
        .layer(DefaultBodyLimit::max(frame::MOST))
        .layer(from_fn_with_state(Arc::clone(&app), checks))
        .layer(middleware::map_response(seal))
        .with_state(app)
}

fn file(asset: &Asset) -> Response {
    ([(header::CONTENT_TYPE, asset.1)], Bytes::from_static(asset.2)).into_response()
}

/// Only who asks for this very host is answered, and only its own pages may change anything.
async fn checks(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    request: Request,
    next: Next,
) -> Response {
    if !origin::is_ours(request.headers(), visitor.at, app.reach.name.as_deref()) {
        return (StatusCode::MISDIRECTED_REQUEST, "This host is not known by that name.\n").into_response();
    }
    let plain = request.method() == axum::http::Method::GET && request.uri().path() != "/ws";
    if !plain && !origin::is_same(request.headers()) {
        return (StatusCode::FORBIDDEN, "Another site may not do this.\n").into_response();
    }
    next.run(request).await
}

/// What every answer carries.
const SEAL: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

async fn seal(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in SEAL {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// A page of a room; the same page, and what it finds there is told otherwise where there is no such room.
fn page_of(app: &App, link: &str, asset: &Asset) -> Response {
    let known = Link::read(link).is_ok_and(|link| app.doors.hall(&link).is_some());
    let status = if known { StatusCode::OK } else { StatusCode::NOT_FOUND };
    (status, file(asset)).into_response()
}

async fn player(State(app): State<Arc<App>>, Path(link): Path<String>) -> Response {
    page_of(&app, &link, &PAGE)
}

async fn screen(State(app): State<Arc<App>>, Path(link): Path<String>) -> Response {
    page_of(&app, &link, &SCREEN)
}

/// The QR code of a room's address as it was asked for, or where that leads no phone here, as phones may ask for it.
async fn qr(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    Path(link): Path<String>,
    headers: HeaderMap,
) -> Response {
    let link = link.strip_suffix(".svg").and_then(|link| Link::read(link).ok());
    let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|_| !visitor.at.is_loopback());
    let host = asked.map_or_else(|| app.reach.best(), str::to_owned);
    let code = link.and_then(|link| qrcode::QrCode::new(format!("http://{host}/r/{link}")).ok());
    match code {
        Some(code) => ([(header::CONTENT_TYPE, "image/svg+xml")], door::svg(&code)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The way to a web socket.
async fn socket(State(app): State<Arc<App>>, Extension(visitor): Extension<Visitor>, mut request: Request) -> Response {
    let Some(accept) = handshake(request.headers()) else {
        return (StatusCode::UPGRADE_REQUIRED, [(header::UPGRADE, "websocket")]).into_response();
    };
    let link = request.uri().query().and_then(|query| query.strip_prefix("link="));
    let Some(hall) = link.and_then(|link| Link::read(link).ok()).and_then(|link| app.doors.hall(&link)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if !visitor.ticket.upgrades(Instant::now()) {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")]).into_response();
    }
    let upgrade = hyper::upgrade::on(&mut request);
    let line = Arc::new(Line::new(app.next.fetch_add(1, Ordering::Relaxed)));
    let hub = app.hub.clone();
    tokio::spawn(async move {
        let Ok(upgraded) = upgrade.await else { return };
        let Ok(parts) = upgraded.downcast::<TokioIo<TcpStream>>() else { return };
        let mut socket = Socket::new(parts.io.into_inner(), hall, line, visitor.ticket, hub);
        socket.early(&parts.read_buf);
        drop(parts.read_buf); // it is a large one, and would stay as long as the connection
        socket.run().await;
    });
    let headers = [
        (header::CONNECTION, HeaderValue::from_static("upgrade")),
        (header::UPGRADE, HeaderValue::from_static("websocket")),
        (header::SEC_WEBSOCKET_ACCEPT, accept),
    ];
    (StatusCode::SWITCHING_PROTOCOLS, headers, Body::empty()).into_response()
}

/// What proves that a web socket was meant; none where it was not (RFC 6455 §4.2.1).
fn handshake(headers: &HeaderMap) -> Option<HeaderValue> {
    let has = |name: HeaderName, wanted: &str| {
        let words = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        words.flat_map(|value| value.split(',')).any(|word| word.trim().eq_ignore_ascii_case(wanted))
    };
    let meant = has(header::CONNECTION, "upgrade")
        && has(header::UPGRADE, "websocket")
        && has(header::SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|key| meant && key.len() == 24)?;
    HeaderValue::from_str(&tungstenite::handshake::derive_accept_key(key.as_bytes())).ok()
}
