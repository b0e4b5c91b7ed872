//! What a matter says, as facts that two years can be compared by: a key that both years share, and a value.
//!
//! The keys come from the matching of the two years ([`identity`](super::identity)), so a fact of a thing that was
//! renamed, moved or renumbered has the same key in both. Two values are equal where they mean the same: width,
//! spaces and look-alike marks do not count, nor does the order of a list.

use super::kinds::{Kind, Shape};
use crate::source::Span;
use std::collections::BTreeMap;
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
        /// What decides whether two are the same.
        norm: String,
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
            (Self::One { norm, rank, .. }, Self::One { norm: norm2, rank: rank2, .. }) => {
                norm == norm2 && rank == rank2
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

/// All facts of a matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts(pub(crate) BTreeMap<Key, Fact>);

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|((one, a), (two, b))| one == two && a.value == b.value)
    }
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

impl Facts {
    /// Returns the differences to another year's facts, by key; a set that won and lost members gives two.
    pub(crate) fn edits(&self, new: &Self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut old = self.0.iter().peekable();
        let mut new = new.0.iter().peekable();
        loop {
            let (before, after) = match (old.peek(), new.peek()) {
                (None, None) => break,
                (Some((a, _)), Some((b, _))) if a == b => (old.next(), new.next()),
                (Some((a, _)), Some((b, _))) if a > b => (None, new.next()),
                (None, Some(_)) => (None, new.next()),
                (Some(_), _) => (old.next(), None),
            };
            let Some((key, _)) = before.or(after) else { break };
            compare(*key, before.map(|own| own.1), after.map(|own| own.1), &mut edits);
        }
        edits
    }

    /// Returns these facts with the differences made.
    #[cfg(test)]
    pub(crate) fn apply<'e>(mut self, edits: impl IntoIterator<Item = &'e Edit>) -> Self {
        for edit in edits {
            if edit.whole {
                self.0.remove(&edit.key);
                self.0.extend(edit.after.clone().map(|after| (edit.key, after)));
                continue;
            }
            let members = |fact: &Option<Fact>| match fact.as_ref().map(|fact| &fact.value) {
                Some(Value::Set(members)) => members.clone(),
                _ => BTreeMap::new(),
            };
            let known = self.0.remove(&edit.key);
            let mut now = members(&known);
            for token in members(&edit.before).keys() {
                now.remove(token);
            }
            now.extend(members(&edit.after));
            let is_stated = matches!(edit.key.kind.about().shape, Shape::MembersStated(_));
            if let Some(like) = edit.after.clone().or(known)
                && (is_stated || !now.is_empty())
            {
                self.0.insert(edit.key, Fact { value: Value::Set(now), ..like });
            }
        }
        self
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
    let set = |fact: Option<&Fact>| match fact.map(|fact| &fact.value) {
        Some(Value::Set(members)) => members.clone(),
        _ => BTreeMap::new(),
    };
    let (old, new) = (set(before), set(after));
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
    if let Some(value) = part(&old, &new) {
        edits.push(Edit { key, before: fact(before.or(after), value), after: None, whole: false });
    }
    if let Some(value) = part(&new, &old) {
        edits.push(Edit { key, before: None, after: fact(after.or(before), value), whole: false });
    }
}
