//! From the files as written to the model as meant: every reference looked up, every problem collected.

pub(super) mod annex;
mod checklists;
mod cover;
pub(super) mod flow;
mod items;
pub(super) mod kinds;
pub(super) mod matter;
mod roles;
pub(super) mod ward;
pub(super) mod year;

use super::ids::Id;
use crate::diagnostic::{Diagnostic, Text, listed};
use crate::source::{Located, Span};
use crate::spelling::{self, Folded, short};
use crate::text;
use crate::yaml::decode::{List, Str};
use crate::yaml::tell;
use std::borrow::Cow;
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::OnceLock;

/// What was found wrong while resolving.
pub(super) type Problems = Vec<Diagnostic>;

/// A kind of thing that is declared somewhere and referred to elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    ja: &'static str,
    en: &'static str,
    /// The key under which it is declared.
    home: &'static str,
}

/// Names of one kind of thing, and the ids they stand for.
#[derive(Debug)]
pub(super) struct Names<I> {
    kind: Kind,
    by_name: HashMap<String, (usize, Span)>,
    order: Vec<String>,
    /// What a thing is called on paper, and its name; for those who write the one for the other.
    titles: Vec<(String, String)>,
    /// The names folded, once a near one was asked for.
    folded: OnceLock<Vec<Folded>>,
    /// Whether some declaration could not be read, so that an unknown name may well be declared.
    lost: bool,
    ids: PhantomData<I>,
}

impl<I: Id> Names<I> {
    pub(super) fn new(ja: &'static str, en: &'static str, home: &'static str) -> Self {
        Self {
            kind: Kind { ja, en, home },
            by_name: HashMap::new(),
            order: Vec::new(),
            titles: Vec::new(),
            folded: OnceLock::new(),
            lost: false,
            ids: PhantomData,
        }
    }

    /// Notes that a declaration may be lost: an unknown name is then no problem of its own.
    pub(super) fn lose(&mut self) {
        self.lost = true;
    }

    /// Returns whether a declaration may be lost.
    pub(super) fn is_lost(&self) -> bool {
        self.lost
    }

    /// Returns the items of a list of declarations; where the list could not be read, its names are lost.
    pub(super) fn listed<T>(&mut self, list: Option<List<T>>) -> List<T> {
        self.lost |= list.as_ref().is_some_and(|list| !list.span.is_somewhere());
        list.unwrap_or_default()
    }

    /// Notes that `name` stands for the next id; a name that is taken is reported.
    pub(super) fn declare(&mut self, name: &Str, id: I, problems: &mut Problems) {
        if !name.span.is_somewhere() {
            self.lost = true;
            return;
        }
        if let Some((_, first)) = self.by_name.get(&name.value) {
            let first = *first;
            // One of the two may have been meant for a name that is now missed.
            self.lost = true;
            tell(problems, || {
                let (Kind { ja, en, .. }, name_) = (self.kind, short(&name.value));
                Diagnostic::error(
                    "repeated-name",
                    name.span,
                    text!("{ja}「{name_}」が二度書かれています", "the {en} `{name_}` is declared twice"),
                )
                .related(first, text!("先に書かれた場所", "first declared here"))
                .help(text!("どちらか一方を消すか、名を変えてください", "take out or rename one of them"))
            });
            return;
        }
        self.by_name.insert(name.value.clone(), (id.index(), name.span));
        self.order.push(name.value.clone());
    }

    /// Notes what the thing that `name` stands for is called on paper.
    pub(super) fn title(&mut self, name: &Str, title: &Str) {
        if title.span.is_somewhere() {
            self.titles.push((title.value.clone(), name.value.clone()));
        }
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
        if !self.lost {
            tell(problems, || self.unknown(name));
        }
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
        let (Kind { ja, en, .. }, shown) = (self.kind, short(&name.value));
        let message = text!("「{shown}」という{ja}はありません", "there is no {en} `{shown}`");
        Diagnostic::error("unknown-name", name.span, message).help(self.fix(&name.value))
    }

    /// Returns an id with what it is called on paper, where that is another word.
    fn called<'n>(&'n self, id: &'n str) -> Cow<'n, str> {
        match self.titles.iter().find(|(title, own)| own == id && title != id) {
            Some((title, _)) => Cow::Owned(format!("{}（{}）", short(id), short(title))),
            None => Cow::Borrowed(id),
        }
    }

    /// Returns the fix for an unknown name: several names in one, a title, a near name, or the list.
    fn fix(&self, name: &str) -> Text {
        let Kind { ja, en, home } = self.kind;
        let parts = spelling::parts(name);
        if parts.len() > 1 && parts.iter().any(|part| self.get(part).is_some()) {
            let list = parts.join(", ");
            let list = short(&list);
            return text!(
                "[{list}] のように、半角の「,」で区切ってください",
                "write [{list}], with ASCII commas"
            );
        }
        if let Some((title, id)) = self.titles.iter().find(|(title, _)| spelling::same(title, name)) {
            let (title, id) = (short(title), short(id));
            return text!("「{title}」の識別子は「{id}」です", "`{id}` is the id of `{title}`");
        }
        let folded = self.folded.get_or_init(|| self.all().map(Folded::new).collect());
        if let Some(near) = spelling::nearest_folded(name, folded.iter().zip(self.all())) {
            return spelling::meant(name, near);
        }
        if self.order.is_empty() {
            return text!(
                "{ja}はまだ一つも書かれていません。{home} に書いてください",
                "no {en} is declared yet; declare it under {home}"
            );
        }
        // An id alone says little to a reader of Japanese; what it is called on paper stands beside it.
        let called: Vec<Cow<'_, str>> = self.all().map(|id| self.called(id)).collect();
        let (list, list_en) = (list_of(called.iter().map(Cow::as_ref)).ja, list_of(self.all()).en);
        text!(
            "使える{ja}: {list}。新しいものなら {home} に書き足してください",
            "known: {list_en}; a new one is declared under {home}"
        )
    }
}

/// One of two kinds of thing that share a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Either<A, B> {
    One(A),
    Other(B),
}

/// Returns what a reference means that may be one or the other; `kind` is what both are called together.
pub(super) fn either<A: Id, B: Id>(
    kind: Kind,
    one: &Names<A>,
    other: &Names<B>,
    name: &Str,
    problems: &mut Problems,
) -> Option<Located<Either<A, B>>> {
    if let Some(id) = one.get(&name.value) {
        return Some(name.with(Either::One(id)));
    }
    if let Some(id) = other.get(&name.value) {
        return Some(name.with(Either::Other(id)));
    }
    if name.span.is_somewhere() && !one.lost && !other.lost {
        tell(problems, || {
            let mut both = Names::<A>::new(kind.ja, kind.en, kind.home);
            both.by_name = one.by_name.iter().chain(&other.by_name).map(|(n, at)| (n.clone(), *at)).collect();
            both.order = one.order.iter().chain(&other.order).cloned().collect();
            both.titles = one.titles.iter().chain(&other.titles).cloned().collect();
            both.unknown(name)
        });
    }
    None
}

/// Returns the first twelve names for a help text.
fn list_of<'n>(names: impl Iterator<Item = &'n str>) -> Text {
    let mut names: Vec<_> = names.take(13).map(short).collect();
    let more = names.len() > 12;
    names.truncate(12);
    let Text { ja, en } = listed(names);
    if more { text!("{ja} …", "{en} …") } else { text!("{ja}", "{en}") }
}

/// Looks up an optional reference.
pub(super) fn optional<I: Id>(
    names: &Names<I>,
    name: Option<&Str>,
    problems: &mut Problems,
) -> Option<Located<I>> {
    name.and_then(|name| names.find(name, problems))
}

/// Reports a problem with its fix.
pub(super) fn report(problems: &mut Problems, rule: &'static str, span: Span, message: Text, help: Text) {
    if span.is_somewhere() {
        tell(problems, || Diagnostic::error(rule, span, message).help(help));
    }
}

/// Returns the values of located texts.
pub(super) fn texts<'s>(list: impl IntoIterator<Item = &'s Str>) -> Vec<String> {
    list.into_iter().map(|text| text.value.clone()).collect()
}

/// Returns the first of each cycle of references, where `next` says what each thing refers to.
pub(super) fn cycles(next: &[Option<usize>]) -> Vec<usize> {
    let follow = |at: usize| next.get(at).copied().flatten();
    let mut reached: Vec<Option<usize>> = vec![None; next.len()];
    let mut found = Vec::new();
    for start in 0..next.len() {
        let mut at = Some(start);
        while let Some(here) = at
            && let Some(walk @ None) = reached.get_mut(here)
        {
            *walk = Some(start);
            at = follow(here);
        }
        // A walk that ends where it has been itself has found a cycle; one that ends on another's track has not.
        let Some(first) = at.filter(|here| reached.get(*here) == Some(&Some(start))) else { continue };
        let cycle = std::iter::successors(follow(first), |here| (*here != first).then(|| follow(*here))?);
        found.extend(cycle.min());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cycle_is_found_once() {
        assert_eq!(cycles(&[]), [0; 0]);
        assert_eq!(cycles(&[Some(0)]), [0]);
        assert_eq!(cycles(&[Some(1), Some(2), None]), [0; 0]);
        assert_eq!(cycles(&[Some(2), Some(2), Some(3), Some(1)]), [1]);
        assert_eq!(cycles(&[Some(1), Some(0), Some(3), Some(2), Some(2)]), [0, 2]);
        let chain: Vec<Option<usize>> = (1..=100_000).map(Some).chain([Some(50_000)]).collect();
        assert_eq!(cycles(&chain), [50_000]);
    }
}
