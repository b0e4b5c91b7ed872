//! The server: connections with limits, the guard before every route, and the headers after it.

use super::data::Sent;
use super::guard::{Closed, Keys, writes};
use super::pages;
use super::view::{Answer, View};
use crate::diagnostic::Language;
use crate::text;
use crate::workspace::edit::Editor;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;
use chrono::NaiveDateTime;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How many connections are open at once; further ones wait.
const CONNECTIONS: usize = 256;

/// How many requests are worked on at once; a preview takes a core for a while.
const WORKERS: usize = 4;

/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(10);

/// How long the body of a request may take.
const BODY: Duration = Duration::from_secs(20);

/// How long a connection may last.
const CONNECTION: Duration = Duration::from_secs(600);

/// The largest form, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// What is served, and how.
#[derive(Clone)]
pub struct Settings {
    /// The folder of the workspace; it need not be one yet.
    pub root: PathBuf,
    /// The language of the pages.
    pub language: Language,
    /// The clock on the wall of the office.
    pub now: Arc<dyn Fn() -> NaiveDateTime + Send + Sync>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("root", &self.root).finish_non_exhaustive()
    }
}

/// A server that is bound to its port.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: String,
    app: Arc<App>,
}

/// What every request is answered with.
#[derive(Debug)]
pub(super) struct App {
    pub(super) settings: Settings,
    pub(super) editor: Editor,
    pub(super) view: View,
    keys: Keys,
    workers: Semaphore,
}

impl Server {
    /// Takes a port of this machine, a free one where none is named, and makes the one-time address.
    ///
    /// # Errors
    ///
    /// What the operating system says: the port is in use, or there is no randomness.
    pub fn bind(settings: Settings, port: Option<u16>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or(0)))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let token = secret()?;
        let address = format!("http://127.0.0.1:{port}/open?token={token}");
        let form = secret()?;
        let view = View::new(settings.language, form.clone()).map_err(io::Error::other)?;
        let keys = Keys::new(port, [token, secret()?, form]);
        let editor = Editor::new(&settings.root, settings.language);
        let app = App { settings, editor, view, keys, workers: Semaphore::new(WORKERS) };
        Ok(Self { listener, address, app: Arc::new(app) })
    }

    /// Returns the one-time address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Answers requests until the process ends.
    ///
    /// # Errors
    ///
    /// What the operating system says where connections cannot be taken at all.
    pub fn run(self) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(WORKERS * 2)
            .enable_io()
            .enable_time()
            .build()?;
        runtime.block_on(serve(self.listener, self.app))
    }
}

fn secret() -> io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn serve(listener: TcpListener, app: Arc<App>) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let router = Router::new().fallback(answer).with_state(app);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return Ok(()) };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // Too many open files, or a client that is gone: others are answered a moment later.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .max_buf_size(64 * 1024)
                .serve_connection(TokioIo::new(stream), service);
            // A client that breaks off, or takes too long, has nothing left to be told.
            let _ = timeout(CONNECTION, connection).await;
            drop(place);
        });
    }
}

/// A request that was let in.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) method: Method,
    /// The parts of the path, decoded: a `/` in one is no part of the path.
    pub(super) path: Vec<String>,
    pub(super) query: Sent,
    pub(super) sent: Sent,
}

async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let answer = match admitted(&app, &head.method, &head.uri, &head.headers, body).await {
        Ok(Admitted::Now(answer)) => answer,
        Ok(Admitted::Asked(asked)) => work(Arc::clone(&app), asked).await,
        Err(answer) => answer,
    };
    finished(answer, head.method == Method::HEAD)
}

enum Admitted {
    Now(Answer),
    Asked(Asked),
}

async fn admitted(
    app: &App,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: Body,
) -> Result<Admitted, Answer> {
    let closed = |closed: Closed| app.view.closed(closed);
    app.keys.host(headers, uri).map_err(closed)?;
    let writes = writes(method).map_err(closed)?;
    let too_large = || {
        app.view.plain(
            StatusCode::PAYLOAD_TOO_LARGE,
            &text!(
                "送られたものが大きすぎます。何も保存していません",
                "what was sent is too large; nothing was saved"
            ),
        )
    };
    let query = Sent::read(uri.query().unwrap_or_default().as_bytes()).ok_or_else(too_large)?;
    let path: Vec<String> = uri
        .path()
        .split('/')
        .filter(|part| !part.is_empty())
        .map(|part| super::data::decoded(part.as_bytes(), false))
        .collect();
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    if !writes && let ["open"] = parts.as_slice() {
        let cookie = app.keys.exchange(query.one("token").unwrap_or_default()).map_err(closed)?;
        return Ok(Admitted::Now(app.view.welcome(cookie)));
    }
    // Looks are no secret, and the page that refuses has them too.
    if !writes && let Some(own) = pages::fixed(&parts) {
        return Ok(Admitted::Now(own));
    }
    app.keys.session(headers).map_err(closed)?;
    let mut sent = Sent::default();
    if writes {
        app.keys.origin(headers).map_err(closed)?;
        let is_form =
            headers.get(header::CONTENT_TYPE).and_then(|own| own.to_str().ok()).is_some_and(|own| {
                own.split(';').next().is_some_and(|own| own.trim() == "application/x-www-form-urlencoded")
            });
        let length =
            headers.get(header::CONTENT_LENGTH).and_then(|own| own.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| length > LARGEST as u64) {
            return Err(too_large());
        }
        let slow = || {
            app.view.plain(
                StatusCode::REQUEST_TIMEOUT,
                &text!(
                    "送信が途中で止まりました。何も保存していません",
                    "sending stopped; nothing was saved"
                ),
            )
        };
        let bytes =
            timeout(BODY, to_bytes(body, LARGEST)).await.map_err(|_| slow())?.map_err(|_| too_large())?;
        sent = if is_form { Sent::read(&bytes) } else { None }.ok_or_else(|| closed(Closed::Form))?;
        app.keys.word(&sent).map_err(closed)?;
    }
    Ok(Admitted::Asked(Asked { method: method.clone(), path, query, sent }))
}

/// Answers where blocking is no harm.
async fn work(app: Arc<App>, asked: Asked) -> Answer {
    let Ok(_place) = app.workers.acquire().await else { return app.view.broken() };
    let own = Arc::clone(&app);
    let done = tokio::task::spawn_blocking(move || pages::answer(&own, &asked)).await;
    // A panic is a mistake of ours; the page says so and the others are answered.
    done.unwrap_or_else(|_| app.view.broken())
}

/// What every answer says of itself.
const ALWAYS: &[(&str, &str)] = &[
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    // With `no-referrer` a form of our own page would come with `Origin: null`.
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
];

/// What a page may do: ask its own server only, and stand in no frame of another.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What a printed paper may do in its frame: nothing but be looked at.
const SANDBOXED: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

fn finished(answer: Answer, head_only: bool) -> Response {
    let Answer { status, kind, body, location, cookie, file, framed } = answer;
    let length = body.len();
    let mut response = Response::new(if head_only { Body::empty() } else { Body::from(body) });
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(if framed { SANDBOXED } else { POLICY }),
    );
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let mut set = |name: HeaderName, value: Option<String>| {
        if let Some(value) = value.and_then(|own| HeaderValue::from_str(&own).ok()) {
            headers.insert(name, value);
        }
    };
    set(header::LOCATION, location);
    set(header::SET_COOKIE, cookie);
    // RFC 6266: the name in UTF-8, percent-encoded.
    let named = file.map(|name| format!("attachment; filename*=UTF-8''{}", super::data::encoded(&name)));
    set(header::CONTENT_DISPOSITION, named);
    response
}
