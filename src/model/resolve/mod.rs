//! From the files as written to the model as meant: every reference looked up, every problem collected.

pub(super) mod annex;
pub(super) mod flow;
pub(super) mod matter;
pub(super) mod ward;
pub(super) mod year;

use super::ids::Id;
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{Located, Span};
use crate::spelling;
use crate::text;
use crate::yaml::decode::Str;
use std::collections::HashMap;
use std::marker::PhantomData;

/// What was found wrong while resolving.
pub(super) type Problems = Vec<Diagnostic>;

/// Names of one kind of thing, and the ids they stand for.
#[derive(Debug)]
pub(super) struct Names<I> {
    kind_ja: &'static str,
    kind_en: &'static str,
    by_name: HashMap<String, (usize, Span)>,
    order: Vec<String>,
    ids: PhantomData<I>,
}

impl<I: Id> Names<I> {
    pub(super) fn new(kind_ja: &'static str, kind_en: &'static str) -> Self {
        Self { kind_ja, kind_en, by_name: HashMap::new(), order: Vec::new(), ids: PhantomData }
    }

    /// Notes that `name` stands for the next id; a name that is taken is reported.
    pub(super) fn declare(&mut self, name: &Str, id: I, problems: &mut Problems) {
        if !name.span.is_somewhere() {
            return;
        }
        if let Some((_, first)) = self.by_name.get(&name.value) {
            let (ja, en, name_) = (self.kind_ja, self.kind_en, &name.value);
            problems.push(
                Diagnostic::error(
                    "repeated-name",
                    name.span,
                    text!("{ja}「{name_}」が二度書かれています", "the {en} `{name_}` is declared twice"),
                )
                .related(*first, text!("先に書かれた場所", "first declared here"))
                .help(text!("一方の名を変えるか、消してください", "rename or take out one of them")),
            );
            return;
        }
        self.by_name.insert(name.value.clone(), (id.index(), name.span));
        self.order.push(name.value.clone());
    }

    /// Returns the id of a name, without a report when there is none.
    pub(super) fn get(&self, name: &str) -> Option<I> {
        self.by_name.get(name).map(|(index, _)| I::from_index(*index))
    }

    /// Returns all names, in the order they were declared.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(String::as_str)
    }

    /// Returns the id that a reference means; an unknown name is reported with the nearest one.
    pub(super) fn find(&self, name: &Str, problems: &mut Problems) -> Option<Located<I>> {
        if !name.span.is_somewhere() {
            return None;
        }
        if let Some(id) = self.get(&name.value) {
            return Some(name.with(id));
        }
        problems.push(self.unknown(name));
        None
    }

    /// Returns the ids that references mean.
    pub(super) fn find_all<'n>(
        &self,
        names: impl IntoIterator<Item = &'n Str>,
        problems: &mut Problems,
    ) -> Vec<Located<I>> {
        names.into_iter().filter_map(|name| self.find(name, problems)).collect()
    }

    fn unknown(&self, name: &Str) -> Diagnostic {
        let (ja, en, name_) = (self.kind_ja, self.kind_en, &name.value);
        let list = list_of(self.all());
        let otherwise = if self.order.is_empty() {
            text!("{ja}がまだ一つも書かれていません", "no {en} is declared yet")
        } else {
            text!("使える{ja}: {list}", "known: {list}")
        };
        Diagnostic::error(
            "unknown-name",
            name.span,
            text!("{ja}「{name_}」は書かれていません", "the {en} `{name_}` is not declared"),
        )
        .help(spelling::did_you_mean(name_, self.all(), &otherwise))
    }
}

/// Returns the first twelve names for a help text.
fn list_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut names: Vec<&str> = names.collect();
    let more = names.len() > 12;
    names.truncate(12);
    let list = names.join("、");
    if more { format!("{list} …") } else { list }
}

/// Looks up an optional reference.
pub(super) fn optional<I: Id>(
    names: &Names<I>,
    name: Option<&Str>,
    problems: &mut Problems,
) -> Option<Located<I>> {
    name.and_then(|name| names.find(name, problems))
}

/// Reports a problem with its mend.
pub(super) fn report(problems: &mut Problems, rule: &'static str, span: Span, message: Text, help: Text) {
    if span.is_somewhere() {
        problems.push(Diagnostic::error(rule, span, message).help(help));
    }
}

/// Returns the values of located texts.
pub(super) fn texts<'s>(list: impl IntoIterator<Item = &'s Str>) -> Vec<String> {
    list.into_iter().map(|text| text.value.clone()).collect()
}
