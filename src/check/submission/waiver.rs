//! Planting a waiver: shared by the rules on waivers.

use crate::check::context::Context;
use crate::check::mutation::Plant;

/// A waiver to plant.
pub(super) struct Sample {
    /// The rule that it names.
    pub(super) rule: &'static str,
    /// Its last day.
    pub(super) until: &'static str,
}

impl Sample {
    /// Returns the mistake of writing this waiver besides those there are.
    pub(super) fn plant(&self, context: &Context<'_>) -> Option<Plant> {
        let (Self { rule, until }, at) = (self, first_key(context)?);
        let yaml = format!("{{ rule: {rule}, at: {at}, reason: 見本, approved_by: 課長, until: {until} }}");
        Plant::push_to(context, context.matter.span, "waivers", &yaml)
    }
}

/// Returns a path that this matter has.
fn first_key(context: &Context<'_>) -> Option<&'static str> {
    let matter = context.matter;
    [
        ("title", matter.title.is_some()),
        ("overview", matter.overview.is_some()),
        ("term", matter.term.is_some()),
        ("roles", !matter.roles.is_empty()),
        ("contracts", !matter.contracts.is_empty()),
        ("connections", !matter.connections.is_empty()),
    ]
    .into_iter()
    .find_map(|(key, there)| there.then_some(key))
}
