//! What the reader of a submission reads: the matter's own texts, and those of the checklist forms it answers.

use crate::check::context::Context;
use crate::check::prose::{Owner, Prose, TextKind};
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
        let mut add = |text, place| texts.push(Prose { text, place, owner: Owner::Matter });
        add(&form.title, TextKind::Title);
        if let Some(note) = &form.note {
            add(note, TextKind::Label);
        }
        add(&form.heading, TextKind::Label);
        add(&form.column, TextKind::Label);
        for line in &form.legend {
            add(line, TextKind::Label);
        }
        for group in &form.groups {
            add(&group.label, TextKind::Label);
            for row in &group.rows {
                add(&form.rows[*row].text, TextKind::Body);
            }
        }
    }
    texts
}
