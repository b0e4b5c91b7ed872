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
    /// Returns the mistakes of writing this waiver: instead of each waiver there is, or as the first one.
    pub(super) fn plants(&self, context: &Context<'_>) -> Vec<Option<Plant>> {
        let matter = context.matter;
        let (rule, until) = (self.rule, self.until);
        let instead = matter.waivers.iter().map(|waiver| {
            let at = edit::scalar(&waiver.at);
            Plant::yaml(waiver.span, &yaml(rule, &at, until))
        });
        let place = first_key(context);
        let first = place
            .map(|at| Plant::set(context, matter.span, "waivers", &format!("[{}]", yaml(rule, at, until))));
        let first = first.filter(|_| matter.waivers.is_empty());
        instead.chain(first).collect()
    }
}

fn yaml(rule: &str, at: &str, until: &str) -> String {
    format!("{{ rule: {rule}, at: {at}, reason: 見本, approved_by: 課長, until: {until} }}")
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
