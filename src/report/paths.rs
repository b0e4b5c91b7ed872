//! The path of ids of a place, as a waiver names it: what stands beside each finding.

use crate::model::paths;
use crate::source::{SourceId, Sources, Span};
use crate::yaml::{self, Node};
use std::collections::BTreeMap;

/// The trees of the texts that findings point into, each read once.
#[derive(Debug)]
pub struct Paths<'s> {
    trees: BTreeMap<SourceId, Node<'s>>,
}

impl<'s> Paths<'s> {
    /// Reads the texts that `places` are in.
    #[must_use]
    pub fn new(sources: &'s Sources, places: impl IntoIterator<Item = Span>) -> Self {
        let mut trees = BTreeMap::new();
        for place in places {
            let id = place.source();
            if !trees.contains_key(&id)
                && let Some(source) = sources.get(id)
                && let Ok(tree) = yaml::parse(id, source.text())
            {
                trees.insert(id, tree);
            }
        }
        Self { trees }
    }

    /// Returns the path of ids of a place, such as `contracts/bank/form`; `None` for the whole file.
    #[must_use]
    pub fn of(&self, place: Span) -> Option<String> {
        paths::path_to(self.trees.get(&place.source())?, place)
    }
}
