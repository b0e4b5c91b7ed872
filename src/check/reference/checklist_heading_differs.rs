//! The annex's field and the checklist that it points to are called the same.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::FormId;
use crate::model::vocabulary::{Bearer, MatterKind};
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
            .related(label.span, text!("別紙（業務委託）の欄の名", "the field of the annex"))
            .help(text!(
                "様式のどちらかを直し、同じ語にそろえてください",
                "fix one of the two forms so that both use the same words"
            )),
        );
    }
}

/// Returns the outsourcing forms that the matter answers, each with the annex's field that points to it.
fn pairs<'a>(context: &Context<'a>) -> Vec<(&'a ChecklistForm, &'a Located<String>)> {
    let mut seen: Vec<FormId> = Vec::new();
    let labels = &context.year.labels.outsourcing;
    for checklist in &context.matter.checklists {
        if !seen.contains(&checklist.form.value) {
            seen.push(checklist.form.value);
        }
    }
    seen.into_iter()
        .map(|form| context.form(form))
        .filter(|form| form.kind.value == MatterKind::Outsourcing)
        .filter_map(|form| match form.bearer.value {
            Bearer::Ward => Some((form, &labels.ward_measures)),
            Bearer::Contractor => Some((form, &labels.contractor_measures)),
            Bearer::Counterparty => None,
        })
        .collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        pairs(context).into_iter().map(|(form, field)| {
            let other = format!("{}について", field.value);
            Plant::scalar(form.heading.span, &other)
        }),
        text!("業務委託のチェックリストがありません", "there is no outsourcing checklist"),
    )
}
