//! The fields of an annex for a contract.

use super::fields::{Field, Sheet, Subject, WHAT, WHO, printed};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::Fact;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, APPI_66, FORM, Law};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "contract-field-missing",
        severity: Severity::Error,
        basis: &[FORM, APPI_61, APPI_66],
        page: include_str!("contract_field_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for sheet in sheets(context) {
        sheet.report(&RULE, context, findings);
    }
}

fn sheets<'a>(context: &Context<'a>) -> impl Iterator<Item = Sheet<'a>> {
    context.matter.contracts.enumerate().filter_map(move |(id, contract)| {
        let kind = context.kind_of_contract(id)?;
        let field = |label, key, filled| Field::new(label, key, contract.span, filled);
        let media = contract.media.as_ref().is_some_and(|media| !media.kinds.is_empty());
        // What the annex prints. Which items a contract is about and who is bound by it is asked for in any case:
        // without them nobody can say what may be handled (法61条・66条).
        let stated: [(Fact, &'static str, bool, &'static [Law]); 8] = [
            (Fact::Title, "title", contract.title.is_some(), &[]),
            (Fact::Parties, "parties", context.contractors(id).next().is_some(), WHO),
            (Fact::Items, "item_set", contract.item_list.is_some(), WHAT),
            (Fact::Media, "media", media, &[]),
            (Fact::Reasons, "reasons", !contract.reasons.is_empty(), &[]),
            (Fact::Tasks, "tasks", !contract.tasks.is_empty(), &[]),
            (Fact::Designation, "designation", contract.designation.is_some(), &[]),
            (Fact::Contract, "form", contract.form.is_some(), &[]),
        ];
        let stated = stated.map(|(fact, key, filled, law)| {
            field(context.label_or(id, fact), key, filled).in_form(kind.asks(fact)).law(law)
        });
        let own = printed(context, kind, Subject::Contract(contract), &contract.overrides.own);
        Some(Sheet {
            heading: &kind.heading,
            at: contract.id.span,
            fields: stated.into_iter().chain(own).collect(),
        })
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        sheets(context).flat_map(|sheet| sheet.plants(context)),
        text!("業務委託の別紙がありません", "there is no annex for a contract"),
    )
}
