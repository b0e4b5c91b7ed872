//! What the reader of a submission reads: the matter's own texts, and those of the checklist forms it answers.

use crate::check::context::Context;
use crate::check::prose::{Place, Prose};
use crate::model::ids::FormId;

/// Returns every text of the matter in the order of its file, then those of its forms.
pub(super) fn of<'a>(context: &Context<'a>) -> Vec<Prose<'a>> {
    let mut texts = context.prose().to_vec();
    let mut seen: Vec<FormId> = Vec::new();
    for checklist in &context.matter.checklists {
        let form = checklist.form.value;
        if seen.contains(&form) {
            continue;
        }
        seen.push(form);
        let form = context.form(form);
        let mut add = |text, place| texts.push(Prose { text, place });
        add(&form.title, Place::Title);
        if let Some(note) = &form.note {
            add(note, Place::Label);
        }
        add(&form.heading, Place::Label);
        add(&form.column, Place::Label);
        for line in &form.legend {
            add(line, Place::Label);
        }
        for group in &form.groups {
            add(&group.label, Place::Label);
            for row in &group.rows {
                add(&form.rows[*row].text, Place::Body);
            }
        }
    }
    texts
}
