//! The annex's field and the checklist that it points to are called the same.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::FormId;
use crate::model::kind::Bound;
use crate::model::vocabulary::Fact;
use crate::model::ward::ChecklistForm;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::source::Located;
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "checklist-heading-differs",
        severity: Severity::Warning,
        basis: &[FORM],
        page: include_str!("checklist_heading_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (form, field) in pairs(context) {
        let (heading, label) = (&form.heading, field);
        if spelling::same(heading, label) {
            continue;
        }
        findings.add(
            RULE.at(
                heading.span,
                text!(
                    "チェックリストの見出し「{heading}」が、別紙の欄の名「{label}」と違います（不一致）",
                    "the heading `{heading}` of the checklist differs from the annex's field `{label}`"
                ),
            )
            .related(label.span, text!("別紙の欄の名", "the field of the annex"))
            .help(text!(
                "様式のどちらかを直し、同じ語にそろえてください",
                "fix one of the two forms so that both use the same words"
            )),
        );
    }
}

/// Returns the forms that the matter answers, each with the annex's field that points to it alone. A field that
/// points to several is called after all of them.
fn pairs<'a>(context: &Context<'a>) -> Vec<(&'a ChecklistForm, &'a Located<String>)> {
    let mut seen: Vec<FormId> = Vec::new();
    for checklist in &context.matter.checklists {
        if !seen.contains(&checklist.form.value) {
            seen.push(checklist.form.value);
        }
    }
    seen.into_iter()
        .map(|form| context.form(form))
        .filter_map(|form| {
            let field = context.kind(form.kind.value).measures_of(form.bearer.value)?;
            // What a field that prints more than the measures calls them is their own point.
            let point = field.facts.iter().position(|own| own.value == Bound::Fact(Fact::Measures));
            let point = point.and_then(|at| field.points.get(at));
            (field.bearers.len() == 1).then_some((form, point.unwrap_or(&field.label)))
        })
        .collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        pairs(context).into_iter().map(|(form, field)| {
            let other = format!("{}について", field.value);
            Plant::scalar(form.heading.span, &other)
        }),
        text!("欄の名と対になるチェックリストがありません", "no checklist has a field of its own"),
    )
}
