//! What stands on one page of a diagram: the parts of its units, sorted by where they go.

use super::content::{Content, Label, Measures, Move, Part};
use std::ops::Range;

/// One page, before anything has a place.
pub(super) struct Sheet<'c> {
    pub(super) content: &'c Content,
    /// Which page of how many, from 1.
    pub(super) page: (usize, usize),
    /// The steps of each column.
    pub(super) steps: Vec<&'c [Part]>,
    /// What moves inside each party.
    pub(super) moves: Vec<&'c [Move]>,
    /// Between each two columns, the lines that join them.
    pub(super) gutters: Vec<Vec<&'c Label>>,
    /// Lines that pass over columns, each with its lane: 0 is nearest to the columns.
    pub(super) lanes: Vec<(&'c Label, usize)>,
    /// The boxes of measures of each column.
    pub(super) measures: Vec<&'c [Measures]>,
    pub(super) loose: &'c [Measures],
}

impl<'c> Sheet<'c> {
    /// Sorts the parts of some units.
    pub(super) fn new(content: &'c Content, units: &Range<usize>, page: (usize, usize)) -> Self {
        let labels = of_units(&content.labels, units, |label| label.unit);
        let mut gutters = vec![Vec::new(); content.columns.len().saturating_sub(1)];
        for label in labels.iter().filter(|label| label.span() == 1) {
            if let Some(gutter) = gutters.get_mut(label.from.min(label.to)) {
                gutter.push(label);
            }
        }
        Self {
            content,
            page,
            steps: content.columns.iter().map(|own| of_units(&own.steps, units, |part| part.unit)).collect(),
            moves: content.columns.iter().map(|own| of_units(&own.moves, units, |own| own.unit)).collect(),
            gutters,
            lanes: lanes(labels, content.columns.len()),
            measures: content
                .columns
                .iter()
                .map(|own| of_units(&own.measures, units, |part| part.unit))
                .collect(),
            loose: of_units(&content.loose, units, |part| part.unit),
        }
    }

    /// Returns whether this is the last page.
    pub(super) fn is_last(&self) -> bool {
        self.page.0 == self.page.1
    }
}

/// Returns the part of a list, sorted by unit, that belongs to some units.
fn of_units<'p, P>(parts: &'p [P], units: &Range<usize>, unit: impl Fn(&P) -> usize) -> &'p [P] {
    let from = parts.partition_point(|part| unit(part) < units.start);
    let to = parts.partition_point(|part| unit(part) < units.end);
    parts.get(from..to).unwrap_or_default()
}

/// Gives each line that passes over columns a lane: the shorter the nearer to the columns, and of two that join
/// the same columns, the earlier above.
fn lanes(labels: &[Label], columns: usize) -> Vec<(&Label, usize)> {
    let mut passing: Vec<&Label> = labels.iter().filter(|label| label.span() > 1).collect();
    passing.sort_by_key(|label| (label.span(), std::cmp::Reverse(label.unit)));
    let mut next = vec![0_usize; columns];
    passing
        .into_iter()
        .map(|label| {
            let spaces = next.get_mut(label.from.min(label.to)..label.from.max(label.to)).unwrap_or_default();
            let lane = spaces.iter().copied().max().unwrap_or_default();
            spaces.fill(lane + 1);
            (label, lane)
        })
        .collect()
}
