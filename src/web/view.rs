//! Answers, and the templates that make pages of what the library says.

use super::data::encoded;
use super::guard::Closed;
use crate::diagnostic::{Language, Text};
use crate::text;
use axum::http::StatusCode;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, Output, State};
use serde_json::{Value as Json, json};

/// What a request is answered with.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// The media type.
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    /// Where to go instead.
    pub(super) location: Option<String>,
    pub(super) cookie: Option<String>,
    /// The name under which it is saved, where it is a file to keep.
    pub(super) file: Option<String>,
    /// Whether it stands in a frame of a page of ours.
    pub(super) framed: bool,
}

impl Answer {
    pub(super) fn new(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Self {
        Self { status, kind, body, location: None, cookie: None, file: None, framed: false }
    }

    /// Returns an answer that leads elsewhere, where the address of a page that was saved cannot be sent again.
    pub(super) fn to(location: String) -> Self {
        let empty = Self::new(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Vec::new());
        Self { location: Some(location), ..empty }
    }
}

/// The pages' templates.
const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", include_str!("../../templates/web/base.html")),
    ("fields.html", include_str!("../../templates/web/fields.html")),
    ("findings.html", include_str!("../../templates/web/findings.html")),
    ("home.html", include_str!("../../templates/web/home.html")),
    ("message.html", include_str!("../../templates/web/message.html")),
    ("problems.html", include_str!("../../templates/web/problems.html")),
    ("checklists.html", include_str!("../../templates/web/checklists.html")),
    ("compare.html", include_str!("../../templates/web/compare.html")),
    ("due.html", include_str!("../../templates/web/due.html")),
    ("evidence.html", include_str!("../../templates/web/evidence.html")),
    ("frame.html", include_str!("../../templates/web/frame.html")),
    ("matrix.html", include_str!("../../templates/web/matrix.html")),
    ("print.html", include_str!("../../templates/web/print.html")),
    ("add.html", include_str!("../../templates/web/add.html")),
    ("new.html", include_str!("../../templates/web/new.html")),
    ("rule.html", include_str!("../../templates/web/rule.html")),
    ("saves.html", include_str!("../../templates/web/saves.html")),
    ("matter.html", include_str!("../../templates/web/matter.html")),
];

const HTML: &str = "text/html; charset=utf-8";

/// What pages are made with.
#[derive(Debug)]
pub(super) struct View {
    pub(super) language: Language,
    templates: Environment<'static>,
}

impl View {
    pub(super) fn new(language: Language, form_word: String) -> Result<Self, Error> {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        templates.set_formatter(escaped);
        templates.add_function("t", move |ja: String, en: String| match language {
            Language::Japanese => ja,
            Language::English => en,
        });
        templates.add_filter("part", |text: String| encoded(&text));
        templates.add_global("form_word", form_word);
        templates.add_global("lang", if language == Language::Japanese { "ja" } else { "en" });
        for (name, text) in TEMPLATES {
            templates.add_template(name, text)?;
        }
        Ok(Self { language, templates })
    }

    /// Returns a text in the language of the pages.
    pub(super) fn say(&self, text: &Text) -> String {
        text.get(self.language).to_owned()
    }

    /// Returns a page made with a template.
    pub(super) fn page(&self, status: StatusCode, name: &str, values: Json) -> Answer {
        let made = self.templates.get_template(name).and_then(|own| own.render(Value::from(Serde(&values))));
        match made {
            Ok(html) => Answer::new(status, HTML, html.into_bytes()),
            Err(_) => self.broken(),
        }
    }

    /// Returns a page that says one thing.
    pub(super) fn plain(&self, status: StatusCode, said: &Text) -> Answer {
        self.page(status, "message.html", json!({ "title": self.say(said), "more": "", "next": "/" }))
    }

    pub(super) fn missing(&self) -> Answer {
        self.plain(
            StatusCode::NOT_FOUND,
            &text!(
                "このページはありません。案件の名が変わったか、削除されています",
                "there is no such page; the matter may have been renamed or removed"
            ),
        )
    }

    /// Returns what is said where a mistake of ours came between.
    pub(super) fn broken(&self) -> Answer {
        let said = text!(
            "このプログラムの誤りで、ページを作れませんでした。ファイルはそのままです",
            "a mistake of this program kept the page from being made; the files are as they were"
        );
        Answer::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain; charset=utf-8",
            self.say(&said).into_bytes(),
        )
    }

    /// Returns why a request was not answered, and what to do.
    pub(super) fn closed(&self, closed: Closed) -> Answer {
        let said = match closed {
            Closed::Cookie | Closed::Host => text!(
                "この画面を開けません。fugi open が表示したアドレスから開いてください",
                "this page cannot be opened; use the address that `fugi open` printed"
            ),
            Closed::Token => text!(
                "このアドレスは使用済みです。一度だけ使えます。fugi open をもう一度実行し、新しいアドレスを開いてください",
                "this address was used already; it works once; run `fugi open` again and use the new one"
            ),
            Closed::Form | Closed::Origin => text!(
                "他のページから送られたため、受け付けませんでした。何も保存していません。この画面を開き直してから、もう一度保存してください",
                "this was sent from another page and was not accepted; nothing was saved; open this page again and save"
            ),
            Closed::Method => text!("この操作はできません", "this cannot be done"),
        };
        self.plain(closed.status(), &said)
    }

    /// Returns what the one-time address answers: the cookie, and a page of our own that leads on, so that the next
    /// request comes from this origin.
    pub(super) fn welcome(&self, cookie: String) -> Answer {
        let said = text!("開いています…", "opening …");
        let page = self.page(
            StatusCode::OK,
            "message.html",
            json!({ "title": self.say(&said), "more": "", "next": "/", "at_once": true }),
        );
        Answer { cookie: Some(cookie), ..page }
    }
}

/// Writes a value so that HTML reads it as text, in an element and in a quoted attribute; a slash may stay one.
fn escaped(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = match value.as_str() {
        Some(text) if !value.is_safe() && *state.auto_escape() == AutoEscape::Html => text,
        _ => return minijinja::escape_formatter(out, state, value),
    };
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, from) = rest.split_at(at);
        let mark = match from.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        };
        out.write_str(plain)?;
        out.write_str(mark)?;
        rest = from.get(1..).unwrap_or_default();
    }
    out.write_str(rest)?;
    Ok(())
}
