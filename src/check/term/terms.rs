//! The terms that the sheets of a matter state.

use crate::check::context::{Annex, Context};
use crate::model::contract::Term;
use chrono::NaiveDate;

/// Returns every term that is written: the matter's own, then those of annexes that differ.
pub(super) fn written<'a>(context: &Context<'a>) -> Vec<&'a Term> {
    let annexes = context.annexes().into_iter().filter_map(|annex| annex.overrides.term.as_ref());
    context.matter.term.iter().chain(annexes).collect()
}

/// Returns the term of an annex: its own, else the matter's.
pub(super) fn of<'a>(context: &Context<'a>, annex: &Annex<'a>) -> Option<&'a Term> {
    annex.overrides.term.as_ref().or(context.matter.term.as_ref())
}

/// Returns the days of a term as YAML, to be followed by `}` or more keys.
pub(super) fn yaml(from: NaiveDate, to: NaiveDate) -> String {
    format!("{{ from: {from}, to: {to}, renews: true")
}
