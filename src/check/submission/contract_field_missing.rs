//! The fields of an annex for a contract.

use super::fields::{Field, Sheet};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "contract-field-missing",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("contract_field_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for sheet in sheets(context) {
        sheet.report(&RULE, findings);
    }
}

fn sheets<'a>(context: &Context<'a>) -> impl Iterator<Item = Sheet<'a>> {
    let labels = &context.year.labels.outsourcing;
    context.matter.contracts.enumerate().map(move |(id, contract)| {
        let field = |label, key, filled| Field::new(label, key, contract.span, filled);
        let media = contract.media.as_ref().is_some_and(|media| !media.kinds.is_empty());
        Sheet {
            heading: &labels.heading,
            at: contract.id.span,
            fields: vec![
                field(&labels.title.value, "title", contract.title.is_some()),
                field(&labels.contractors.value, "parties", context.contractors(id).next().is_some()),
                field(&labels.item_list.value, "item_set", contract.item_list.is_some()),
                field(&labels.medium.value, "media", media),
                field(&labels.reason.value, "reasons", !contract.reasons.is_empty()),
                field(&labels.tasks.value, "tasks", !contract.tasks.is_empty()),
                field("契約の形（三者契約など）", "form", contract.form.is_some()),
            ],
        }
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        sheets(context).flat_map(|sheet| sheet.plants(context)),
        text!("業務委託の別紙がありません", "there is no annex for a contract"),
    )
}
