//! Who is let in: the address that is listened on, the cookie of whoever had the one-time address, and for what
//! writes, a page of our own.

use super::data::Sent;
use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use std::sync::Mutex;

/// What lets a browser in.
#[derive(Debug)]
pub(super) struct Keys {
    /// The names and port that requests may be made to: `127.0.0.1:8080`.
    hosts: Vec<String>,
    /// The one-time token, until it is used.
    token: Mutex<Option<String>>,
    /// The cookie's name; ports share cookies, so it holds the port.
    cookie: String,
    session: String,
    form: String,
}

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// It was made to a name that is not listened on.
    Host,
    /// It comes without the cookie, or with another.
    Cookie,
    /// The one-time address was used already, or is another.
    Token,
    /// A page of another origin sent it.
    Origin,
    /// It lacks the word that our forms carry.
    Form,
    /// It is neither read nor write.
    Method,
}

impl Closed {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Cookie | Self::Form | Self::Origin | Self::Token => StatusCode::FORBIDDEN,
        }
    }
}

impl Keys {
    /// Returns keys for a port, with three secrets.
    pub(super) fn new(port: u16, [token, session, form]: [String; 3]) -> Self {
        Self {
            hosts: vec![format!("127.0.0.1:{port}"), format!("localhost:{port}")],
            token: Mutex::new(Some(token)),
            cookie: format!("fugi-{port}"),
            session,
            form,
        }
    }

    /// Returns whether a request was made to a name that is listened on.
    pub(super) fn host(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), Closed> {
        let mut named = headers.get_all(HOST).iter();
        let own = named.next().and_then(|own| own.to_str().ok()).ok_or(Closed::Host)?;
        let is_known = |name: &str| self.hosts.iter().any(|host| host.eq_ignore_ascii_case(name));
        let is_same = uri.authority().is_none_or(|own| is_known(own.as_str()));
        if named.next().is_none() && is_known(own) && is_same { Ok(()) } else { Err(Closed::Host) }
    }

    /// Exchanges the one-time token for the value of a cookie. Whoever comes later with the same has come too late.
    pub(super) fn exchange(&self, token: &str) -> Result<String, Closed> {
        let Ok(mut own) = self.token.lock() else { return Err(Closed::Token) };
        if own.as_ref().is_some_and(|own| same(own, token)) {
            *own = None;
            return Ok(format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie, self.session));
        }
        Err(Closed::Token)
    }

    /// Returns whether a request brings the cookie. Another service of this machine may have set one of the same name:
    /// any that is right will do.
    pub(super) fn session(&self, headers: &HeaderMap) -> Result<(), Closed> {
        let all = headers.get_all(COOKIE).iter().filter_map(|own| own.to_str().ok());
        let mut pairs = all.flat_map(|own| own.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let is_ours = |(name, value): (&str, &str)| name == self.cookie && same(value, &self.session);
        if pairs.any(is_ours) { Ok(()) } else { Err(Closed::Cookie) }
    }

    /// Returns whether a request that writes comes from a page of ours: `Sec-Fetch-Site` where the browser says it,
    /// else `Origin`; where both are there, both.
    pub(super) fn origin(&self, headers: &HeaderMap) -> Result<(), Closed> {
        let one = |name: &str| {
            let mut all = headers.get_all(name).iter();
            match (all.next(), all.next()) {
                (None, _) => Ok(None),
                (Some(own), None) => own.to_str().map(Some).map_err(|_| Closed::Origin),
                (Some(_), Some(_)) => Err(Closed::Origin),
            }
        };
        let (site, origin) = (one("sec-fetch-site")?, one(ORIGIN.as_str())?);
        let host = headers.get(HOST).and_then(|own| own.to_str().ok()).ok_or(Closed::Origin)?;
        let is_ours =
            |origin: &str| origin.strip_prefix("http://").is_some_and(|own| own.eq_ignore_ascii_case(host));
        match (site, origin) {
            (None, None) => Err(Closed::Origin),
            (Some(site), _) if site != "same-origin" => Err(Closed::Origin),
            (_, Some(origin)) if !is_ours(origin) => Err(Closed::Origin),
            _ => Ok(()),
        }
    }

    /// Returns whether a form carries its word.
    pub(super) fn word(&self, sent: &Sent) -> Result<(), Closed> {
        if sent.one("form_word").is_some_and(|own| same(own, &self.form)) {
            Ok(())
        } else {
            Err(Closed::Form)
        }
    }
}

/// Returns whether a method only reads, or writes.
pub(super) fn writes(method: &Method) -> Result<bool, Closed> {
    match *method {
        Method::GET | Method::HEAD => Ok(false),
        Method::POST => Ok(true),
        _ => Err(Closed::Method),
    }
}

/// Compares without telling by the time it takes where two texts differ.
fn same(one: &str, two: &str) -> bool {
    one.len() == two.len() && one.bytes().zip(two.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}
