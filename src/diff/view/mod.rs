//! A matter as facts: one file a subject.

mod approvals;
pub(crate) mod checklists;
mod connections;
mod contracts;
mod flows;
mod items;
mod measures;
mod overview;
mod roles;
mod steps;

use super::about::About;
use super::facts::{Fact, Facts, Key, Shown, Sorted, Token, Value};
use super::identity::Identity;
use super::kinds::Kind;
use super::matching::Which;
use super::years::Years;
use crate::case::Case;
use crate::model::ids::{FormId, RoleId};
use crate::model::item::Items;
use crate::model::print::Print;
use crate::source::{Located, Span};
use crate::spelling;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Numbers for words, the same in both years.
#[derive(Debug, Default)]
pub(crate) struct Words(BTreeMap<String, Token>);

impl Words {
    /// Returns the number of a word; width and spaces make no other word.
    fn token(&mut self, word: &str) -> Token {
        // Most words fold to themselves, and most are known.
        if let Some(token) = self.0.get(word) {
            return *token;
        }
        let folded = spelling::fold(word);
        let next = Token::try_from(self.0.len()).unwrap_or(Token::MAX);
        *self.0.entry(folded).or_insert(next)
    }
}

/// Returns everything that a matter says; days are printed as `print` says, the same for both years.
pub(crate) fn facts<'v>(
    side: &Case<'v>,
    print: &Print,
    which: Which,
    identity: &Identity,
    words: &mut Words,
    years: &'v Years<'v>,
) -> Facts<'v> {
    let mut view = View { side: *side, print, which, identity, words, facts: Sorted::default() };
    view.overview();
    view.roles();
    view.companies();
    view.items();
    view.contracts();
    view.connections();
    view.flows();
    view.measures();
    view.checklists(years);
    view.approvals();
    view.waivers();
    let used = side.matter.checklists.iter().map(|own| own.form.value);
    Facts { own: view.facts.sorted(), forms: used.filter_map(|form| years.form(which, form)).collect() }
}

/// Returns everything that a form says.
pub(crate) fn form_facts<'v>(
    side: &Case<'v>,
    which: Which,
    identity: &Identity,
    words: &mut Words,
    form: FormId,
) -> Sorted<'v> {
    let print = &side.year.labels.print;
    let mut view = View { side: *side, print, which, identity, words, facts: Sorted::default() };
    view.form_of_year(form);
    view.facts.sorted()
}

/// A matter while its facts are collected.
struct View<'v, 'w> {
    side: Case<'v>,
    print: &'w Print,
    which: Which,
    identity: &'w Identity,
    words: &'w mut Words,
    facts: Sorted<'v>,
}

/// What is said of what the paper only assumes.
const ASSUMED: [&str; 2] = ["推定", "assumed"];

/// Members of a set with what a reader sees.
type Members<'v> = Vec<(Token, &'v str)>;

impl<'v> View<'v, '_> {
    fn put(&mut self, kind: Kind, at: &[Token], about: &About<'v>, span: Span, value: Value<'v>) {
        self.facts.push(Key::new(kind, at), Fact { value, span, about: about.clone() });
    }

    /// Notes that a thing is there, with its summary.
    fn thing(
        &mut self,
        kind: Kind,
        at: &[Token],
        about: &About<'v>,
        span: Span,
        shown: impl Into<Shown<'v>>,
    ) {
        self.value(kind, at, about, span, Some(String::new()), 0, shown);
    }

    #[expect(clippy::too_many_arguments, reason = "what a fact consists of")]
    fn value(
        &mut self,
        kind: Kind,
        at: &[Token],
        about: &About<'v>,
        span: Span,
        norm: Option<String>,
        rank: i64,
        shown: impl Into<Shown<'v>>,
    ) {
        self.put(kind, at, about, span, Value::One { norm, rank, shown: shown.into() });
    }

    /// Notes a text; what folds to the same is the same.
    fn text(&mut self, kind: Kind, at: &[Token], about: &About<'v>, text: Option<&'v Located<String>>) {
        if let Some(text) = text.filter(|text| !spelling::is_blank(text)) {
            self.value(kind, at, about, text.span, None, 0, text.value.as_str());
        }
    }

    /// Notes a text that was put together; none where it is empty.
    fn shown(
        &mut self,
        kind: Kind,
        at: &[Token],
        about: &About<'v>,
        span: Span,
        shown: impl Into<Shown<'v>>,
    ) {
        let shown = shown.into();
        if !spelling::is_blank(shown.ja()) {
            self.value(kind, at, about, span, None, 0, shown);
        }
    }

    /// Notes a value that is known by another name than it shows.
    fn named(
        &mut self,
        kind: Kind,
        at: &[Token],
        about: &About<'v>,
        span: Span,
        norm: impl ToString,
        shown: impl Into<Shown<'v>>,
    ) {
        self.value(kind, at, about, span, Some(norm.to_string()), 0, shown);
    }

    /// Notes a value with its place in an order.
    fn ranked(
        &mut self,
        kind: Kind,
        at: &[Token],
        about: &About<'v>,
        span: Span,
        rank: i64,
        shown: impl Into<Shown<'v>>,
    ) {
        self.value(kind, at, about, span, Some(String::new()), rank, shown);
    }

    /// Notes a yes; a no is not noted.
    fn flag(
        &mut self,
        kind: Kind,
        at: &[Token],
        about: &About<'v>,
        span: Span,
        is_so: bool,
        [ja, en]: [&'static str; 2],
    ) {
        if is_so {
            self.ranked(kind, at, about, span, 1, Shown::both(ja, en));
        }
    }

    /// Notes a set; an empty one only where that is a statement.
    fn set(
        &mut self,
        kind: Kind,
        at: &[Token],
        about: &About<'v>,
        span: Span,
        members: Vec<(Token, impl Into<Shown<'v>>)>,
    ) {
        let is_stated = kind.about().shape.is_stated_set();
        if is_stated || !members.is_empty() {
            self.put(kind, at, about, span, Value::Set(members.into_iter().collect()));
        }
    }

    /// Returns words as members of a set.
    fn members<S: AsRef<str> + ?Sized + 'v>(
        &mut self,
        words: impl IntoIterator<Item = &'v S>,
    ) -> Members<'v> {
        words.into_iter().map(|word| (self.words.token(word.as_ref()), word.as_ref())).collect()
    }

    /// Returns a word of the files as a reader says it, with what the authority calls itself: 区の庁舎内, 町の庁舎内.
    fn own<'w>(&self, ja: &'w str, word: &'w str) -> Shown<'w> {
        Shown::word(spelling::in_own_word(ja, self.side.ward.word()), word)
    }

    /// Returns words of the files, each with what a reader says in Japanese, as members of a set.
    fn vocabulary<'w>(
        &mut self,
        words: impl IntoIterator<Item = (&'w str, &'w str)>,
    ) -> Vec<(Token, Shown<'w>)> {
        words.into_iter().map(|(ja, word)| (self.words.token(ja), self.own(ja, word))).collect()
    }

    /// Returns what was put together as members of a set.
    fn composed<'s>(
        &mut self,
        all: impl IntoIterator<Item = impl Into<Shown<'s>>>,
    ) -> Vec<(Token, Shown<'s>)> {
        let all = all.into_iter().map(Into::into);
        all.map(|shown| (self.words.token(shown.ja()), shown)).collect()
    }

    /// Returns the single items of a set of items.
    fn items_of(&self, items: &Items) -> Members<'v> {
        let matter = self.side.matter;
        let names = self.side.single_items(items).map(|item| (item, matter.items[item].name.as_str()));
        names.map(|(item, name)| (self.identity.item(self.which, item), name)).collect()
    }

    fn role(&self, role: RoleId) -> Token {
        self.identity.role(self.which, role)
    }

    /// Returns a role as a member of a set.
    fn role_member(&self, role: RoleId) -> (Token, &'v str) {
        (self.role(role), self.side.role(role))
    }
}

/// Returns a number that leaves 0 for "of none".
fn or_none(token: Option<Token>) -> Token {
    token.map_or(0, |token| token.saturating_add(1))
}

/// Returns what is called by a title behind a noun, in Japanese and English: 業務委託「…」.
fn called(noun: &str, english: &str, title: &str) -> Shown<'static> {
    Shown::both(format!("{noun}「{title}」"), format!("{english} 「{title}」"))
}

/// Joins texts of one place in an order that does not depend on the file's.
fn joined(mut texts: Vec<&str>) -> String {
    if texts.len() > 1 {
        texts.sort_unstable();
    }
    texts.join("\n")
}

/// How many letters of a title a place shows.
const SHOWN_LETTERS: usize = 20;

/// Returns a title as a place shows it: cut, unless that is the beginning of another title too.
fn short<'t>(mut titles: impl Iterator<Item = &'t str> + Clone, index: usize) -> Cow<'t, str> {
    let all = titles.clone();
    let Some(title) = titles.nth(index) else { return Cow::default() };
    let Some((end, _)) = title.char_indices().nth(SHOWN_LETTERS) else { return title.into() };
    let cut = title.get(..end).unwrap_or(title);
    let is_one = all.filter(|own| own.starts_with(cut)).count() == 1;
    if is_one { format!("{cut}…").into() } else { title.into() }
}
