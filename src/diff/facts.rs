//! What a matter says, as facts that two years can be compared by: a key that both years share, and a value.
//!
//! The keys come from the matching of the two years ([`identity`](super::identity)), so a fact of a thing that was
//! renamed, moved or renumbered has the same key in both. Two values are equal where they mean the same: width,
//! spaces and look-alike marks do not count, nor does the order of a list.

use super::kinds::{Kind, Shape};
use crate::source::Span;
use crate::spelling;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
}

/// What is said.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// One thing.
    One {
        /// What decides whether two are the same; none where that is what a reader sees, folded.
        norm: Option<String>,
        /// The place in an order, where there is one.
        rank: i64,
        /// As a reader sees it.
        shown: Arc<str>,
    },
    /// Several things, each with what a reader sees.
    Set(BTreeMap<Token, Arc<str>>),
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One { norm, rank, shown }, Self::One { norm: norm2, rank: rank2, shown: shown2 }) => {
                rank == rank2
                    && match (norm, norm2) {
                        (None, None) => spelling::same(shown, shown2),
                        (Some(one), Some(other)) => one == other,
                        (Some(norm), None) => *norm == spelling::fold(shown2),
                        (None, Some(norm)) => spelling::fold(shown) == *norm,
                    }
            }
            (Self::Set(one), Self::Set(other)) => one.keys().eq(other.keys()),
            _ => false,
        }
    }
}

impl Value {
    /// Returns what a reader sees.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::One { shown, .. } => shown.to_string(),
            Self::Set(members) => members.values().map(|own| &**own).collect::<Vec<_>>().join("、"),
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
pub(crate) struct Fact {
    pub(crate) value: Value,
    /// Where it is written.
    pub(crate) span: Span,
    /// What it is about, in words of that year.
    pub(crate) about: Arc<str>,
}

/// Facts in the order of their keys, each key once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sorted(Vec<(Key, Fact)>);

impl Sorted {
    /// Sorts facts; of one key the first stays, since a thing that is written twice is there once.
    pub(crate) fn new(mut facts: Vec<(Key, Fact)>) -> Self {
        facts.sort_by_key(|(key, _)| *key);
        facts.dedup_by_key(|(key, _)| *key);
        Self(facts)
    }

    fn has(&self, key: Key) -> bool {
        self.0.binary_search_by_key(&key, |(own, _)| *own).is_ok()
    }

    /// Adds the differences to another year's facts.
    fn edits(&self, new: &Self, edits: &mut Vec<Edit>) {
        let (mut old, mut new) = (self.0.iter().peekable(), new.0.iter().peekable());
        loop {
            let (before, after) = match (old.peek(), new.peek()) {
                (None, None) => break,
                (Some((a, _)), Some((b, _))) if a == b => (old.next(), new.next()),
                (Some((a, _)), Some((b, _))) if a > b => (None, new.next()),
                (None, Some(_)) => (None, new.next()),
                (Some(_), _) => (old.next(), None),
            };
            let Some((key, _)) = before.or(after) else { break };
            compare(*key, before.map(|own| &own.1), after.map(|own| &own.1), edits);
        }
    }
}

/// All facts of a matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'y> {
    /// What the matter itself says.
    pub(crate) own: Sorted,
    /// What the forms say that it uses, by the token of the form: the same for every matter of the year.
    pub(crate) forms: BTreeMap<Token, &'y Sorted>,
}

/// A difference of one fact: what is taken away and what is put in its place. Of a set these are the members.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    pub(crate) key: Key,
    pub(crate) before: Option<Fact>,
    pub(crate) after: Option<Fact>,
    /// False where these are only members of a set.
    pub(crate) whole: bool,
}

impl Facts<'_> {
    /// Returns whether there is a fact of a key.
    pub(crate) fn has(&self, key: Key) -> bool {
        self.own.has(key)
            || key.kind.is_of_form() && self.forms.get(&key.at[0]).is_some_and(|form| form.has(key))
    }

    /// Returns the differences to another year's facts, by key; a set that won and lost members gives two.
    pub(crate) fn edits(&self, new: &Self) -> Vec<Edit> {
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
    pub(crate) fn all(&self) -> Sorted {
        let forms = self.forms.values().flat_map(|form| form.0.iter().cloned());
        Sorted::new(self.own.0.iter().cloned().chain(forms).collect())
    }
}

#[cfg(test)]
impl PartialEq for Sorted {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|((one, a), (two, b))| one == two && a.value == b.value)
    }
}

#[cfg(test)]
impl Sorted {
    /// Returns the keys of the differences to other facts.
    pub(crate) fn unlike(&self, other: &Self) -> Vec<Key> {
        let mut edits = Vec::new();
        self.edits(other, &mut edits);
        edits.iter().map(|edit| edit.key).collect()
    }

    /// Returns these facts with the differences made.
    pub(crate) fn apply<'e>(self, edits: impl IntoIterator<Item = &'e Edit>) -> Self {
        let mut all: BTreeMap<Key, Fact> = self.0.into_iter().collect();
        for edit in edits {
            if edit.whole {
                all.remove(&edit.key);
                all.extend(edit.after.clone().map(|after| (edit.key, after)));
                continue;
            }
            let members = |fact: &Option<Fact>| match fact.as_ref().map(|fact| &fact.value) {
                Some(Value::Set(members)) => members.clone(),
                _ => BTreeMap::new(),
            };
            let known = all.remove(&edit.key);
            let mut now = members(&known);
            for token in members(&edit.before).keys() {
                now.remove(token);
            }
            now.extend(members(&edit.after));
            let is_stated = matches!(edit.key.kind.about().shape, Shape::MembersStated(_));
            if let Some(like) = edit.after.clone().or(known)
                && (is_stated || !now.is_empty())
            {
                all.insert(edit.key, Fact { value: Value::Set(now), ..like });
            }
        }
        Self(all.into_iter().collect())
    }
}

/// Returns the members of a set.
fn members(fact: Option<&Fact>) -> Option<&BTreeMap<Token, Arc<str>>> {
    match &fact?.value {
        Value::Set(members) => Some(members),
        Value::One { .. } => None,
    }
}

/// Adds the differences of one fact.
fn compare(key: Key, before: Option<&Fact>, after: Option<&Fact>, edits: &mut Vec<Edit>) {
    let whole = |before: Option<&Fact>, after: Option<&Fact>| Edit {
        key,
        before: before.cloned(),
        after: after.cloned(),
        whole: true,
    };
    let is_set = |fact: Option<&Fact>| fact.is_some_and(|fact| matches!(fact.value, Value::Set(_)));
    if !is_set(before) && !is_set(after) {
        if before.map(|own| &own.value) != after.map(|own| &own.value) {
            edits.push(whole(before, after));
        }
        return;
    }
    if matches!(key.kind.about().shape, Shape::MembersStated(_)) && before.is_some() != after.is_some() {
        edits.push(whole(before, after));
        return;
    }
    let none = BTreeMap::new();
    let (old, new) = (members(before).unwrap_or(&none), members(after).unwrap_or(&none));
    if old.keys().eq(new.keys()) {
        return;
    }
    let part = |of: &BTreeMap<Token, Arc<str>>, without: &BTreeMap<Token, Arc<str>>| {
        let part: BTreeMap<Token, Arc<str>> = of
            .iter()
            .filter(|(token, _)| !without.contains_key(token))
            .map(|(token, shown)| (*token, Arc::clone(shown)))
            .collect();
        (!part.is_empty()).then_some(Value::Set(part))
    };
    // What it is about is said in words of the new year, where that has it.
    let about = after.or(before).map_or_else(|| "".into(), |like| Arc::clone(&like.about));
    let fact = |like: Option<&Fact>, value| {
        like.map(|like| Fact { value, about: Arc::clone(&about), ..like.clone() })
    };
    if let Some(value) = part(old, new) {
        edits.push(Edit { key, before: fact(before.or(after), value), after: None, whole: false });
    }
    if let Some(value) = part(new, old) {
        edits.push(Edit { key, before: None, after: fact(after.or(before), value), whole: false });
    }
}
