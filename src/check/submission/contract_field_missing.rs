//! The fields of an annex for a contract.

use super::fields::{Field, Sheet, own_texts};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::Fact;
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
    context.matter.contracts.enumerate().filter_map(move |(id, contract)| {
        let kind = context.kind_of_contract(id)?;
        let field = |label, key, filled| Field::new(label, key, contract.span, filled);
        let media = contract.media.as_ref().is_some_and(|media| !media.kinds.is_empty());
        // What the annex prints. Whose data a contract is about and who is bound by it is asked for in any case:
        // without them nobody can say what may be handled (法66条).
        let stated = [
            (Fact::Title, "title", contract.title.is_some(), false),
            (Fact::Parties, "parties", context.contractors(id).next().is_some(), true),
            (Fact::Items, "item_set", contract.item_list.is_some(), true),
            (Fact::Media, "media", media, false),
            (Fact::Reasons, "reasons", !contract.reasons.is_empty(), false),
            (Fact::Tasks, "tasks", !contract.tasks.is_empty(), false),
            (Fact::Designation, "designation", contract.designation.is_some(), false),
        ];
        let printed = stated.into_iter().filter(|(fact, .., always)| *always || kind.field(*fact).is_some());
        let own = own_texts(context, kind, contract.span, &contract.overrides.own);
        let form = field("契約の形（三者契約など）", "form", contract.form.is_some());
        Some(Sheet {
            heading: &kind.heading,
            at: contract.id.span,
            fields: printed
                .map(|(fact, key, filled, _)| field(context.label_or(id, fact), key, filled))
                .chain([form])
                .chain(own)
                .collect(),
        })
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        sheets(context).flat_map(|sheet| sheet.plants(context)),
        text!("業務委託の別紙がありません", "there is no annex for a contract"),
    )
}
