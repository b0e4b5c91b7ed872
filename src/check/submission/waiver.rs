//! Planting a waiver: shared by the rules on waivers.

use crate::check::context::Context;
use crate::check::mutation::Plant;
use crate::yaml::edit;

/// A waiver to plant.
pub(super) struct Sample {
    /// The rule that it names.
    pub(super) rule: &'static str,
    /// Its last day.
    pub(super) until: &'static str,
}

impl Sample {
    /// Returns the mistake of writing this waiver besides those there are.
    pub(super) fn plants(&self, context: &Context<'_>) -> Option<Option<Plant>> {
        let matter = context.matter;
        Some(match matter.waivers.first() {
            Some(first) => Plant::before(context, first.span, &self.yaml(&edit::scalar(&first.at))),
            None => {
                let yaml = self.yaml(first_key(context)?);
                Plant::set(context, matter.span, "waivers", &format!("[{yaml}]"))
            }
        })
    }

    fn yaml(&self, at: &str) -> String {
        let Self { rule, until } = self;
        format!("{{ rule: {rule}, at: {at}, reason: 見本, approved_by: 課長, until: {until} }}")
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
