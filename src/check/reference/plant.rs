//! Plants of this family: another annex in the matter.

use crate::check::context::Context;
use crate::check::mutation::Plant;
use crate::yaml::parse;

/// Adds an item, YAML on one line, to a list of the matter that is named by its key (`contracts`).
pub(super) fn add(context: &Context<'_>, key: &str, yaml: &str) -> Option<Plant> {
    let source = context.matter.source;
    let root = parse(source, context.sources.get(source)?.text()).ok()?;
    Plant::push(context, root.get(key)?.span, yaml)
}
