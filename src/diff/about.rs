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
    /// In English, where these are words of the program and no name of the paper.
    english: Option<Shown<'v>>,
    /// With the whole title, where the words cut it.
    whole: Option<Shown<'v>>,
}

impl<'v> About<'v> {
    pub(crate) fn of(words: impl Into<Shown<'v>>) -> Self {
        Self(Arc::new(Place { above: None, words: words.into(), english: None, whole: None }))
    }

    /// Returns words that are not a name, in Japanese and English.
    pub(crate) fn both(words: impl Into<Shown<'v>>, english: impl Into<Shown<'v>>) -> Self {
        let (words, english) = (words.into(), Some(english.into()));
        Self(Arc::new(Place { above: None, words, english, whole: None }))
    }

    /// Returns what a thing is called where its name stands behind a noun: 業務委託「…」. The name may be cut, the title
    /// is whole.
    pub(crate) fn noun(called: String, title: &str, noun: &str, english: &str) -> Self {
        let name = called.strip_prefix(noun).unwrap_or(&called);
        let english = format!("{english} {name}").into();
        let whole = Some(format!("{noun}「{title}」").into());
        Self(Arc::new(Place { above: None, words: called.into(), english: Some(english), whole }))
    }

    /// Returns the words of something that belongs to this.
    pub(crate) fn below(&self, words: impl Into<Shown<'v>>) -> Self {
        self.below_words(words.into(), None)
    }

    /// Returns words, in Japanese and English, of something that belongs to this.
    pub(crate) fn below_both(&self, words: impl Into<Shown<'v>>, english: impl Into<Shown<'v>>) -> Self {
        self.below_words(words.into(), Some(english.into()))
    }

    fn below_words(&self, words: Shown<'v>, english: Option<Shown<'v>>) -> Self {
        Self(Arc::new(Place { above: Some(self.clone()), words, english, whole: None }))
    }

    /// Returns the words; names stay as they are in every language.
    pub(crate) fn said(&self, said: Said) -> String {
        let above = self.0.above.as_ref().map(|above| format!("{}{BETWEEN}", above.said(said)));
        let other = match said {
            Said::Short(Language::English) => self.0.english.as_ref(),
            Said::Short(Language::Japanese) => None,
            Said::Whole => self.0.whole.as_ref(),
        };
        let own = other.unwrap_or(&self.0.words);
        above.unwrap_or_default() + own
    }
}
