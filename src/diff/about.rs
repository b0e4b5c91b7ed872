//! What a fact is about, in words of its year: 業務委託「…」　電子マネー事業者. The words are put together only for a fact
//! that differs, since most do not.

use super::facts::Shown;
use std::fmt;
use std::sync::Arc;

/// Parts the words of a thing from the words of what it belongs to.
pub(crate) const BETWEEN: char = '　';

/// Words of what a fact is about.
#[derive(Clone, Debug)]
pub(crate) struct About<'v>(Arc<Place<'v>>);

#[derive(Debug)]
struct Place<'v> {
    above: Option<About<'v>>,
    words: Shown<'v>,
}

impl<'v> About<'v> {
    pub(crate) fn of(words: impl Into<Shown<'v>>) -> Self {
        Self(Arc::new(Place { above: None, words: words.into() }))
    }

    /// Returns the words of something that belongs to this.
    pub(crate) fn below(&self, words: impl Into<Shown<'v>>) -> Self {
        Self(Arc::new(Place { above: Some(self.clone()), words: words.into() }))
    }
}

impl fmt::Display for About<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = &self.0.above {
            write!(f, "{above}{BETWEEN}")?;
        }
        f.write_str(&self.0.words)
    }
}
