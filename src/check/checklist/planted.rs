//! New checklists, for proving a rule where every old one shows its mistake already.

use crate::check::context::{Answered, Context};
use crate::check::mutation::Plant;
use crate::yaml::edit;

/// Adds a checklist like that of an answer, which covers one contract or connection and answers that row alone.
pub(super) fn checklist(
    context: &Context<'_>,
    like: &Answered<'_>,
    covers: &str,
    status: &str,
) -> Option<Plant> {
    let (form, covers, row) = (edit::scalar(&like.form.id), edit::scalar(covers), edit::scalar(&like.row.id));
    let yaml =
        format!("{{ form: {form}, covers: [{covers}], answers: [{{ row: {row}, status: {status} }}] }}");
    Plant::push_to(context, context.matter.span, "checklists", &yaml)
}
