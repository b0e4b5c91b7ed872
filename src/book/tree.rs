//! A matter's file as a tree of its own, so that a value is named by the path to it.

use crate::source::SourceId;
use crate::yaml::{Data, Node, parse};
use std::fmt;

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list, from 0.
    At(usize),
}

/// The way to a value, from the top of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path(pub(super) Vec<Step>);

impl Path {
    /// Returns the path to what lies under `keys`.
    pub(super) fn under(&self, keys: &[&str]) -> Self {
        let keys = keys.iter().map(|key| Step::Key((*key).to_owned()));
        Self(self.0.iter().cloned().chain(keys).collect())
    }

    /// Returns the path to an item.
    pub(super) fn item(&self, index: usize) -> Self {
        Self(self.0.iter().cloned().chain([Step::At(index)]).collect())
    }

    /// Returns how many steps from the top both share.
    pub(super) fn shared(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).take_while(|(one, two)| one == two).count()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if index == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::At(at) => write!(f, "[{}]", at + 1)?,
            }
        }
        Ok(())
    }
}

/// A value of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    Nothing,
    Scalar(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// Reads a text; `None` where it is no YAML.
    pub(super) fn read(source: SourceId, text: &str) -> Option<Self> {
        parse(source, text).ok().as_ref().map(Self::of)
    }

    fn of(node: &Node<'_>) -> Self {
        match &node.data {
            Data::Null => Self::Nothing,
            Data::Scalar { text, .. } => Self::Scalar(text.as_ref().to_owned()),
            Data::List { items, .. } => Self::List(items.iter().map(Self::of).collect()),
            Data::Map { entries, .. } => Self::Map(
                entries.iter().map(|own| (own.key.as_ref().to_owned(), Self::of(&own.value))).collect(),
            ),
        }
    }

    /// Returns the value of a key. A sentence that stands alone in the place of a record is its `text`.
    pub(super) fn key(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(own, _)| own == key).map(|(_, value)| value),
            Self::Scalar(_) if key == "text" => Some(self),
            _ => None,
        }
    }

    /// Returns the value under some keys.
    pub(super) fn keys(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |own, key| own.key(key))
    }

    /// Returns the value at a path.
    pub(super) fn at(&self, path: &Path) -> Option<&Self> {
        path.0.iter().try_fold(self, |own, step| match step {
            Step::Key(key) => own.key(key),
            Step::At(index) => own.items().get(*index),
        })
    }

    /// Returns the items of a list; none of anything else.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Returns the text of a scalar.
    pub(super) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the text under a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.key(key)?.scalar()
    }

    /// Returns the texts of a list.
    pub(super) fn texts(&self) -> Vec<&str> {
        self.items().iter().filter_map(Self::scalar).collect()
    }
}
