//! What a fact is about, in words of its year: 業務委託「…」　電子マネー事業者. The words are put together only for a fact
//! that differs, since most do not.

use super::facts::Shown;
use crate::diagnostic::Language;
use std::sync::Arc;

/// Parts the words of a thing from the words of what it belongs to.
pub(crate) const BETWEEN: char = '　';

/// How a place is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// In one language, long titles cut.
    Short(Language),
    /// In Japanese, titles whole.
    Whole,
}

/// Words of what a fact is about.
#[derive(Clone, Debug)]
pub(crate) struct About<'v>(Arc<Place<'v>>);

#[derive(Debug)]
struct Place<'v> {
    above: Option<About<'v>>,
    words: Shown<'v>,
    /// With the whole title, where the words cut it.
    whole: Option<String>,
}

impl<'v> About<'v> {
    pub(crate) fn of(words: impl Into<Shown<'v>>) -> Self {
        Self(Arc::new(Place { above: None, words: words.into(), whole: None }))
    }

    /// Returns what a thing is called where its name stands behind a noun: 業務委託「…」. The name may be cut, the title
    /// is whole.
    pub(crate) fn noun(called: Shown<'v>, title: &str, noun: &str) -> Self {
        let whole = Some(format!("{noun}「{title}」"));
        Self(Arc::new(Place { above: None, words: called, whole }))
    }

    /// Returns the words of something that belongs to this.
    pub(crate) fn below(&self, words: impl Into<Shown<'v>>) -> Self {
        Self(Arc::new(Place { above: Some(self.clone()), words: words.into(), whole: None }))
    }

    /// Returns the words; names stay as they are in every language.
    pub(crate) fn said(&self, said: Said) -> String {
        let above = self.0.above.as_ref().map(|above| format!("{}{BETWEEN}", above.said(said)));
        let own = match (said, &self.0.whole) {
            (Said::Short(language), _) => self.0.words.said(language),
            (Said::Whole, Some(whole)) => whole,
            (Said::Whole, None) => self.0.words.ja(),
        };
        above.unwrap_or_default() + own
    }
}
