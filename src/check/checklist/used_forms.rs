//! The forms that a matter answers.

use crate::check::context::Context;
use crate::model::vocabulary::Bearer;
use crate::model::ward::ChecklistForm;

/// Returns each form that the matter answers, once, in the order of the file.
pub(super) fn used_forms<'a>(context: &Context<'a>) -> Vec<&'a ChecklistForm> {
    let mut forms: Vec<&ChecklistForm> = Vec::new();
    for checklist in &context.matter.checklists {
        let form = context.form(checklist.form.value);
        if !forms.iter().any(|known| known.span == form.span) {
            forms.push(form);
        }
    }
    forms
}

/// Returns whether the measures of a form are carried out by others than the ward.
pub(super) fn is_carried_out_by_others(form: &ChecklistForm) -> bool {
    form.bearer.value != Bearer::Ward
}
