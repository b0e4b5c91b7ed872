//! Planting the mistake that a rule must find, in a copy of the matter's own text.

use super::context::Context;
use crate::diagnostic::Text;
use crate::source::Span;
use crate::yaml::edit::{self, Edit};

/// The mistakes that would each make a rule fire; the first that does proves the rule.
#[derive(Debug)]
pub struct Mutation {
    /// Tried in order; an edit that could not be made stands as `None`.
    pub plants: Vec<Option<Plant>>,
    /// Why there is nothing to plant, where there are none.
    pub otherwise: Text,
}

impl Mutation {
    /// Returns plants, and the reason where there are none (what the matter lacks for the rule to apply).
    #[must_use]
    pub fn new(plants: impl IntoIterator<Item = Option<Plant>>, otherwise: Text) -> Self {
        Self { plants: plants.into_iter().collect(), otherwise }
    }
}

/// An edit of the text, and the place in which the finding must appear.
#[derive(Clone, Debug)]
pub struct Plant {
    /// The edits; they may be in several files and do not overlap.
    pub edits: Vec<Edit>,
    /// In the text before the edits; the finding's primary place must lie in it afterwards.
    pub within: Span,
}

impl Plant {
    /// Replaces the text of the value at `span`, quoting it where YAML needs that.
    #[must_use]
    pub fn scalar(span: Span, text: &str) -> Option<Self> {
        span.is_somewhere().then(|| Self { edits: vec![edit::replace_scalar(span, text)], within: span })
    }

    /// Replaces the value at `span` by YAML on one line.
    #[must_use]
    pub fn yaml(span: Span, yaml: &str) -> Option<Self> {
        span.is_somewhere().then(|| Self { edits: vec![Edit::new(span, yaml)], within: span })
    }

    /// Replaces the first `word` inside `span` by `other`, leaving quotes and indentation alone.
    #[must_use]
    pub fn word(context: &Context<'_>, span: Span, word: &str, other: &str) -> Option<Self> {
        let found = context.sources.find_all(span, word).first().copied()?;
        Some(Self { edits: vec![Edit::new(found, other)], within: span })
    }

    /// Puts `word` before the last character of the text inside `span` (a plain, quoted or block scalar).
    #[must_use]
    pub fn insert(context: &Context<'_>, span: Span, word: &str) -> Option<Self> {
        let written = context.sources.slice(span);
        let last = written.char_indices().next_back()?.0;
        let at = Span::new(span.source(), span.start() + last, span.start() + last);
        Some(Self { edits: vec![Edit::new(at, word)], within: span })
    }

    /// Sets a key of the map at `map` to YAML on one line.
    #[must_use]
    pub fn set(context: &Context<'_>, map: Span, key: &str, yaml: &str) -> Option<Self> {
        let edit = edit::set_key(context.sources, map, key, yaml)?;
        // A new key comes after a comment that follows the map.
        let within = map.to(edit.span);
        Some(Self { edits: vec![edit], within })
    }

    /// Takes a key out of the map at `map`.
    #[must_use]
    pub fn unset(context: &Context<'_>, map: Span, key: &str) -> Option<Self> {
        let edit = edit::remove_key(context.sources, map, key)?;
        Some(Self { edits: vec![edit], within: map })
    }

    /// Adds an item, YAML on one line, to the list at `list`.
    #[must_use]
    pub fn push(context: &Context<'_>, list: Span, yaml: &str) -> Option<Self> {
        let edit = edit::push_item(context.sources, list, yaml)?;
        let within = list.to(edit.span);
        Some(Self { edits: vec![edit], within })
    }

    /// Adds an item, YAML on one line, to the list under a key of the map at `map`; makes the list where there is none.
    #[must_use]
    pub fn push_to(context: &Context<'_>, map: Span, key: &str, yaml: &str) -> Option<Self> {
        let edit = edit::push_to_key(context.sources, map, key, yaml)?;
        // A new key comes after a comment that follows the map.
        let within = edit::list_under(context.sources, map, key).unwrap_or(map).to(edit.span);
        Some(Self { edits: vec![edit], within })
    }

    /// Takes the item at `item` out of the list at `list`.
    #[must_use]
    pub fn drop(context: &Context<'_>, list: Span, item: Span) -> Option<Self> {
        let edit = edit::remove_item(context.sources, list, item)?;
        Some(Self { edits: vec![edit], within: list })
    }

    /// Exchanges the texts of two values.
    #[must_use]
    pub fn swap(context: &Context<'_>, one: Span, other: Span) -> Option<Self> {
        let edits = edit::swap(context.sources, one, other).to_vec();
        Some(Self { edits, within: one.to(other) })
    }

    /// Makes the edits of `other` too.
    #[must_use]
    pub fn and(mut self, other: Option<Self>) -> Option<Self> {
        self.edits.extend(other?.edits);
        Some(self)
    }

    /// Says that the finding must appear in what the first edit puts in.
    #[must_use]
    pub fn inside_edit(mut self) -> Self {
        if let Some(edit) = self.edits.first() {
            self.within = edit.span;
        }
        self
    }

    /// Says where the finding must appear, in the text before the edits.
    #[must_use]
    pub fn within(mut self, span: Span) -> Self {
        self.within = span;
        self
    }
}
