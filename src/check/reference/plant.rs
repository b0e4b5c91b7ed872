//! Plants of this family: another annex in the matter.

use crate::check::context::Context;
use crate::check::mutation::Plant;
use crate::yaml::parse;

/// Adds an item, YAML on one line, to a list of the matter that is named by its key (`contracts`); makes the list where
/// there is none.
pub(super) fn add(context: &Context<'_>, key: &str, yaml: &str) -> Option<Plant> {
    let source = context.matter.source;
    let root = parse(source, context.sources.get(source)?.text()).ok()?;
    match root.get(key) {
        Some(list) => Plant::push(context, list.span, yaml),
        None => Plant::push_to(context, root.span, key, yaml),
    }
}
