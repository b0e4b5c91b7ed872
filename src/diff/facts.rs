//! What a matter says, as facts that two years can be compared by: a key that both years share, and a value.
//!
//! The keys come from the matching of the two years ([`identity`](super::identity)), so a fact of a thing that was
//! renamed, moved or renumbered has the same key in both. Two values are equal where they mean the same: width,
//! spaces and look-alike marks do not count, nor does the order of a list.

use super::about::About;
use super::kinds::Kind;
use crate::diagnostic::{Language, Text};
use crate::source::Span;
use crate::spelling;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A number that stands for a thing in both years, or for a word.
pub(crate) type Token = u32;

/// What a fact is about: its kind, and the things it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    pub(crate) kind: Kind,
    pub(crate) at: [Token; 3],
}

impl Key {
    pub(crate) fn new(kind: Kind, at: &[Token]) -> Self {
        let part = |index: usize| at.get(index).copied().unwrap_or(0);
        Self { kind, at: [part(0), part(1), part(2)] }
    }

    /// Returns the key as one number, of the same order.
    fn packed(self) -> u128 {
        let [first, second, third] = self.at.map(u128::from);
        (self.kind as u128) << 96 | first << 64 | second << 32 | third
    }
}

/// What a reader sees: names as the paper has them, and words of the program in either language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown<'v> {
    ja: Cow<'v, str>,
    /// None where there is no word of the program in it.
    en: Option<Cow<'v, str>>,
}

impl<'v> Shown<'v> {
    /// Returns words of the program, in Japanese and English.
    pub(crate) fn both(ja: impl Into<Cow<'v, str>>, en: impl Into<Cow<'v, str>>) -> Self {
        Self { ja: ja.into(), en: Some(en.into()) }
    }

    /// Returns a word of the files as a reader says it.
    pub(crate) fn word(ja: impl Into<Cow<'v, str>>, word: &'v str) -> Self {
        let en = if word.contains('_') { Cow::Owned(word.replace('_', " ")) } else { word.into() };
        Self { ja: ja.into(), en: Some(en) }
    }

    /// Returns the words in Japanese, by which two years are compared.
    pub(crate) fn ja(&self) -> &str {
        &self.ja
    }

    /// Returns the words in a language.
    pub(crate) fn said(&self, language: Language) -> &str {
        match (language, &self.en) {
            (Language::English, Some(en)) => en,
            _ => &self.ja,
        }
    }

    /// Returns several words as one list.
    pub(crate) fn listed<'l>(all: impl IntoIterator<Item = &'l Shown<'v>> + Clone) -> Shown<'static>
    where
        'v: 'l,
    {
        let [ja, en] = [Language::Japanese, Language::English].map(|language| {
            let words: Vec<&str> = all.clone().into_iter().map(|own| own.said(language)).collect();
            words.join(between(language))
        });
        Shown::both(ja, en)
    }
}

impl From<Text> for Shown<'_> {
    fn from(own: Text) -> Self {
        Self::both(own.ja, own.en)
    }
}

impl<'v> From<&'v str> for Shown<'v> {
    fn from(own: &'v str) -> Self {
        Self { ja: own.into(), en: None }
    }
}

impl<'v> From<&'v String> for Shown<'v> {
    fn from(own: &'v String) -> Self {
        own.as_str().into()
    }
}

impl From<String> for Shown<'_> {
    fn from(own: String) -> Self {
        Self { ja: own.into(), en: None }
    }
}

/// Returns what stands between the members of a list.
fn between(language: Language) -> &'static str {
    match language {
        Language::Japanese => "、",
        Language::English => ", ",
    }
}

/// The members of a set with what a reader sees, in the order of their numbers, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members<'v>(Vec<Member<'v>>);

/// A member of a set.
#[derive(Clone, Debug)]
pub(crate) struct Member<'v> {
    pub(crate) token: Token,
    /// Where it stands in the list as it is written; a reader sees the members in that order.
    place: u32,
    pub(crate) shown: Shown<'v>,
}

impl<'v> Members<'v> {
    pub(crate) fn tokens(&self) -> impl Iterator<Item = Token> {
        self.0.iter().map(|own| own.token)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Member<'v>> {
        self.0.iter()
    }

    fn has(&self, token: Token) -> bool {
        self.0.binary_search_by_key(&token, |own| own.token).is_ok()
    }

    /// Returns those that are not among others; none where there are no such.
    fn without(&self, others: &Self) -> Option<Self> {
        let rest: Vec<_> = self.0.iter().filter(|own| !others.has(own.token)).cloned().collect();
        (!rest.is_empty()).then_some(Self(rest))
    }
}

impl<'v, S: Into<Shown<'v>>> FromIterator<(Token, S)> for Members<'v> {
    fn from_iter<T: IntoIterator<Item = (Token, S)>>(members: T) -> Self {
        let members = members.into_iter().zip(0..);
        members.map(|((token, shown), place)| Member { token, place, shown: shown.into() }).collect()
    }
}

impl<'v> FromIterator<Member<'v>> for Members<'v> {
    fn from_iter<T: IntoIterator<Item = Member<'v>>>(members: T) -> Self {
        let mut members: Vec<Member<'v>> = members.into_iter().collect();
        members.sort_by_key(|own| own.token);
        members.dedup_by_key(|own| own.token);
        Self(members)
    }
}

/// What is said.
#[derive(Clone, Debug)]
pub(crate) enum Value<'v> {
    /// One thing.
    One {
        /// What decides whether two are the same; none where that is what a reader sees, folded.
        norm: Option<String>,
        /// The place in an order, where there is one.
        rank: i64,
        /// As a reader sees it.
        shown: Shown<'v>,
    },
    /// Several things, each with what a reader sees.
    Set(Members<'v>),
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One { norm, rank, shown }, Self::One { norm: norm2, rank: rank2, shown: shown2 }) => {
                rank == rank2
                    && match (norm, norm2) {
                        (None, None) => spelling::same(shown.ja(), shown2.ja()),
                        (Some(one), Some(other)) => one == other,
                        (Some(norm), None) => *norm == spelling::folded(shown2.ja()),
                        (None, Some(norm)) => spelling::folded(shown.ja()) == *norm,
                    }
            }
            (Self::Set(one), Self::Set(other)) => one.tokens().eq(other.tokens()),
            _ => false,
        }
    }
}

impl Value<'_> {
    /// Returns what a reader sees, in Japanese.
    pub(crate) fn shown(&self) -> String {
        self.said(Language::Japanese)
    }

    /// Returns what a reader sees.
    pub(crate) fn said(&self, language: Language) -> String {
        match self {
            Self::One { shown, .. } => shown.said(language).to_owned(),
            Self::Set(members) => {
                let mut members: Vec<&Member<'_>> = members.iter().collect();
                members.sort_by_key(|own| own.place);
                let words: Vec<&str> = members.iter().map(|own| own.shown.said(language)).collect();
                words.join(between(language))
            }
        }
    }

    /// Returns the place in an order.
    pub(crate) fn rank(&self) -> i64 {
        match self {
            Self::One { rank, .. } => *rank,
            Self::Set(_) => 0,
        }
    }
}

/// A fact of one year.
#[derive(Clone, Debug)]
pub(crate) struct Fact<'v> {
    pub(crate) value: Value<'v>,
    /// Where it is written.
    pub(crate) span: Span,
    /// What it is about, in words of that year.
    pub(crate) about: About<'v>,
}

/// Facts in the order of their keys, each key once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sorted<'v> {
    facts: Vec<(Key, Fact<'v>)>,
    /// The keys in order as one number each, with the index of the fact. (A fact is large: sorting facts would move
    /// them about.)
    order: Vec<(u128, u32)>,
}

impl<'v> Sorted<'v> {
    /// Notes a fact; the facts are in order once [`sorted`](Self::sorted) was called.
    pub(crate) fn push(&mut self, key: Key, fact: Fact<'v>) {
        self.order.push((key.packed(), u32::try_from(self.facts.len()).unwrap_or(u32::MAX)));
        self.facts.push((key, fact));
    }

    /// Sorts the facts; of one key the first stays, since a thing that is written twice is there once.
    pub(crate) fn sorted(mut self) -> Self {
        self.order.sort_unstable();
        self.order.dedup_by_key(|(key, _)| *key);
        self
    }

    fn iter(&self) -> impl Iterator<Item = (Key, &Fact<'v>)> {
        let facts = self.order.iter().filter_map(|(_, index)| self.facts.get(*index as usize));
        facts.map(|(key, fact)| (*key, fact))
    }

    fn has(&self, key: Key) -> bool {
        self.order.binary_search_by_key(&key.packed(), |(own, _)| *own).is_ok()
    }

    fn get(&self, key: Key) -> Option<&Fact<'v>> {
        let at = self.order.binary_search_by_key(&key.packed(), |(own, _)| *own).ok()?;
        let (_, index) = self.order.get(at)?;
        self.facts.get(*index as usize).map(|(_, fact)| fact)
    }

    /// Adds the differences to another year's facts.
    fn edits(&self, new: &Self, edits: &mut Vec<Edit<'v>>) {
        let (mut old, mut new) = (self.iter().peekable(), new.iter().peekable());
        loop {
            let (before, after) = match (old.peek(), new.peek()) {
                (None, None) => break,
                (Some((a, _)), Some((b, _))) if a == b => (old.next(), new.next()),
                (Some((a, _)), Some((b, _))) if a > b => (None, new.next()),
                (None, Some(_)) => (None, new.next()),
                (Some(_), _) => (old.next(), None),
            };
            let Some((key, _)) = before.or(after) else { break };
            compare(key, before.map(|own| own.1), after.map(|own| own.1), edits);
        }
    }
}

/// All facts of a matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'v> {
    /// What the matter itself says.
    pub(crate) own: Sorted<'v>,
    /// What the forms say that it uses, by the token of the form: the same for every matter of the year.
    pub(crate) forms: BTreeMap<Token, &'v Sorted<'v>>,
}

/// A difference of one fact: what is taken away and what is put in its place. Of a set these are the members.
#[derive(Clone, Debug)]
pub(crate) struct Edit<'v> {
    pub(crate) key: Key,
    pub(crate) before: Option<Fact<'v>>,
    pub(crate) after: Option<Fact<'v>>,
    /// False where these are only members of a set.
    pub(crate) whole: bool,
}

impl<'v> Facts<'v> {
    /// Returns whether there is a fact of a key.
    pub(crate) fn has(&self, key: Key) -> bool {
        self.own.has(key)
            || key.kind.is_of_form() && self.forms.get(&key.at[0]).is_some_and(|form| form.has(key))
    }

    /// Returns the fact of a key.
    pub(crate) fn get(&self, key: Key) -> Option<&Fact<'v>> {
        let of_form = || self.forms.get(&key.at[0]).filter(|_| key.kind.is_of_form())?.get(key);
        self.own.get(key).or_else(of_form)
    }

    /// Returns the differences to another year's facts, by key; a set that won and lost members gives two.
    pub(crate) fn edits(&self, new: &Self) -> Vec<Edit<'v>> {
        let mut edits = Vec::new();
        self.own.edits(&new.own, &mut edits);
        let tokens: BTreeSet<Token> = self.forms.keys().chain(new.forms.keys()).copied().collect();
        let none = Sorted::default();
        for token in tokens {
            let (old, new) = (self.forms.get(&token), new.forms.get(&token));
            old.unwrap_or(&&none).edits(new.unwrap_or(&&none), &mut edits);
        }
        edits.sort_by_key(|edit| edit.key);
        edits
    }

    /// Returns all facts in one list, those of the forms too.
    #[cfg(test)]
    pub(crate) fn all(&self) -> Sorted<'v> {
        let forms = self.forms.values().flat_map(|form| form.iter());
        Sorted::of(self.own.iter().chain(forms).map(|(key, fact)| (key, fact.clone())))
    }
}

#[cfg(test)]
impl PartialEq for Sorted<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.order.len() == other.order.len()
            && self.iter().zip(other.iter()).all(|((one, a), (two, b))| one == two && a.value == b.value)
    }
}

#[cfg(test)]
impl<'v> Sorted<'v> {
    /// Returns the keys of the differences to other facts.
    pub(crate) fn unlike(&self, other: &Self) -> Vec<Key> {
        let mut edits = Vec::new();
        self.edits(other, &mut edits);
        edits.iter().map(|edit| edit.key).collect()
    }

    /// Returns these facts with the differences made.
    pub(crate) fn apply(self, edits: impl IntoIterator<Item = Edit<'v>>) -> Self {
        let mut all: BTreeMap<Key, Fact<'v>> = self.iter().map(|(key, fact)| (key, fact.clone())).collect();
        for edit in edits {
            if edit.whole {
                all.remove(&edit.key);
                all.extend(edit.after.clone().map(|after| (edit.key, after)));
                continue;
            }
            let members = |fact: &Option<Fact<'v>>| members(fact.as_ref()).cloned().unwrap_or_default();
            let known = all.remove(&edit.key);
            let gone = members(&edit.before);
            let stay = members(&known).without(&gone).unwrap_or_default();
            let now: Members<'v> = stay.0.into_iter().chain(members(&edit.after).0).collect();
            let is_stated = edit.key.kind.about().shape.is_stated_set();
            if let Some(like) = edit.after.clone().or(known)
                && (is_stated || !now.0.is_empty())
            {
                all.insert(edit.key, Fact { value: Value::Set(now), ..like });
            }
        }
        Self::of(all)
    }

    fn of(facts: impl IntoIterator<Item = (Key, Fact<'v>)>) -> Self {
        let mut sorted = Self::default();
        for (key, fact) in facts {
            sorted.push(key, fact);
        }
        sorted.sorted()
    }
}

/// Returns the members of a set.
fn members<'f, 'v>(fact: Option<&'f Fact<'v>>) -> Option<&'f Members<'v>> {
    match &fact?.value {
        Value::Set(members) => Some(members),
        Value::One { .. } => None,
    }
}

/// Adds the differences of one fact.
fn compare<'v>(key: Key, before: Option<&Fact<'v>>, after: Option<&Fact<'v>>, edits: &mut Vec<Edit<'v>>) {
    let whole = |before: Option<&Fact<'v>>, after: Option<&Fact<'v>>| Edit {
        key,
        before: before.cloned(),
        after: after.cloned(),
        whole: true,
    };
    let is_set = |fact: Option<&Fact<'v>>| fact.is_some_and(|fact| matches!(fact.value, Value::Set(_)));
    if !is_set(before) && !is_set(after) {
        if before.map(|own| &own.value) != after.map(|own| &own.value) {
            edits.push(whole(before, after));
        }
        return;
    }
    if key.kind.about().shape.is_stated_set() && before.is_some() != after.is_some() {
        edits.push(whole(before, after));
        return;
    }
    let none = Members::default();
    let (old, new) = (members(before).unwrap_or(&none), members(after).unwrap_or(&none));
    if old.tokens().eq(new.tokens()) {
        return;
    }
    // What it is about is said in words of the new year, where that has it.
    let Some(about) = after.or(before).map(|like| &like.about) else { return };
    let fact = |like: Option<&Fact<'v>>, members| {
        like.map(|like| Fact { value: Value::Set(members), about: about.clone(), span: like.span })
    };
    if let Some(members) = old.without(new) {
        edits.push(Edit { key, before: fact(before.or(after), members), after: None, whole: false });
    }
    if let Some(members) = new.without(old) {
        edits.push(Edit { key, before: None, after: fact(after.or(before), members), whole: false });
    }
}
