//! Findings as a page shows them: by cause, each with links to its fields.

use super::super::data::encoded;
use super::super::serve::App;
use super::super::view::Answer;
use super::{Stopped, open};
use crate::check::causes::{self, Sort};
use crate::diagnostic::{Diagnostic, Severity, Text};
use crate::document::assumed::Assumption;
use crate::source::Sources;
use crate::spelling;
use crate::text;
use crate::workspace::edit::{Opened, Subject};
use crate::workspace::fields::Field;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;

/// Causes of one sort.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    label: String,
    causes: Vec<Cause>,
}

/// A cause with its places.
#[derive(Debug, Serialize)]
struct Cause {
    severity: &'static str,
    label: String,
    message: String,
    help: Option<String>,
    rule: &'static str,
    places: Vec<Place>,
}

/// A finding at its field.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Place {
    pub(super) message: String,
    pub(super) href: String,
    /// The field's place.
    #[serde(skip)]
    pub(super) field: String,
    pub(super) severity: &'static str,
    pub(super) label: String,
    pub(super) help: Option<String>,
}

/// What is found in a matter, with the field of each finding.
#[derive(Debug)]
pub(super) struct Found<'a> {
    app: &'a App,
    base: String,
    subject: Subject,
    form: Option<&'a Field>,
}

impl<'a> Found<'a> {
    pub(super) fn new(app: &'a App, base: &str, subject: &Subject, opened: &'a Opened) -> Self {
        Self { app, base: base.to_owned(), subject: subject.clone(), form: opened.form.as_ref() }
    }

    /// Returns the field that a path of ids leads to, or the innermost around it.
    fn field(&self, path: &str) -> Option<&'a Field> {
        let form = self.form?;
        let mut path = path;
        loop {
            if let Some(field) = form.find(path) {
                return Some(field);
            }
            (path, _) = path.rsplit_once('/')?;
        }
    }

    fn href(&self, place: &str) -> String {
        let part = super::matter::page_of(&self.subject, place);
        format!("{}/{part}#f:{}", self.base, encoded(place))
    }

    fn place(&self, own: &Diagnostic, field: Option<&Field>) -> Place {
        let field = field.map(|own| own.place.clone()).unwrap_or_default();
        Place {
            message: format!("{}{}", self.app.view.say(&own.message), self.app.view.say(&own.askers())),
            href: self.href(&field),
            field,
            severity: own.severity.word(),
            label: self.app.view.say(&own.severity.label()),
            help: own.help.as_ref().map(|help| self.app.view.say(help)),
        }
    }

    /// Returns the place of each finding that no waiver covers.
    pub(super) fn places(&self, sources: &Sources, findings: &[Diagnostic]) -> Vec<Place> {
        let open = findings.iter().filter(|own| own.waived.is_none());
        open.map(|own| self.located(sources, own)).collect()
    }

    fn located(&self, sources: &Sources, own: &Diagnostic) -> Place {
        let path = sources.path_to(own.primary.span).unwrap_or_default();
        self.place(own, self.field(&path))
    }

    /// Returns where something is assumed, and why.
    pub(super) fn assumed(&self, sources: &Sources, own: &Assumption) -> Place {
        let field = self.field(&sources.path_to(own.span).unwrap_or_default());
        let field = field.map(|own| own.place.clone()).unwrap_or_default();
        let label = self.app.view.say(&text!("推定", "assumed"));
        let (message, help) = (self.app.view.say(&own.place), own.reason.clone());
        Place { message, href: self.href(&field), field, severity: Severity::Warning.word(), label, help }
    }

    /// Returns why a file is not whole.
    pub(super) fn problems(&self, opened: &Opened) -> Vec<Place> {
        let field = |own: &Diagnostic| {
            let is_here = opened.source == Some(own.primary.span.source());
            self.form.filter(|_| is_here).and_then(|form| form.at(own.primary.span))
        };
        opened.problems.iter().map(|own| self.place(own, field(own))).collect()
    }

    /// Returns the causes of findings: what contradicts itself, what is to be looked at, what is not written. Only those
    /// with a place in a part, where one is named.
    pub(super) fn groups(
        &self,
        sources: &Sources,
        findings: &[Diagnostic],
        part: Option<&str>,
    ) -> Vec<Group> {
        let mut groups = Vec::new();
        for sort in [Sort::Differs, Sort::Ask, Sort::Missing] {
            let mut list = Vec::new();
            for cause in causes::of(findings).into_iter().filter(|own| own.sort == sort) {
                let places: Vec<Place> = cause
                    .findings
                    .iter()
                    .map(|own| self.located(sources, own))
                    .filter(|own| part.is_none_or(|part| super::matter::part_of(&own.field) == part))
                    .collect();
                let (Some(first), Some(shown)) = (places.first(), cause.first()) else { continue };
                list.push((
                    cause.severity,
                    Cause {
                        severity: cause.severity.word(),
                        label: self.app.view.say(&cause.severity.label()),
                        message: first.message.clone(),
                        help: first.help.clone(),
                        rule: shown.rule,
                        places,
                    },
                ));
            }
            list.sort_by_key(|(severity, _): &(Severity, Cause)| std::cmp::Reverse(*severity));
            if !list.is_empty() {
                let label = self.app.view.say(&sort.label());
                groups.push(Group { label, causes: list.into_iter().map(|(_, own)| own).collect() });
            }
        }
        groups
    }
}

/// Shows the page of a rule.
pub(super) fn rule(app: &App, name: &str) -> Result<Answer, Stopped> {
    let rule = crate::check::rule(name).ok_or(Stopped::Missing)?;
    let workspace = open(app)?;
    let word = workspace.ward.word();
    let page = spelling::in_own_word_throughout(rule.page.trim(), word);
    let title =
        app.view.say(&Text { ja: spelling::in_own_word(rule.title(), word), en: rule.summary().to_owned() });
    Ok(app.view.page(StatusCode::OK, "rule.html", json!({ "title": title, "page": page, "name": name })))
}
