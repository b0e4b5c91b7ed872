//! The fields of the overview, and what every annex takes from the matter.

use super::fields::{Field, Sheet, WHO, start};
use crate::check::context::{Annex, Context};
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::{CoverValue, Fact, Omitted};
use crate::rule::Rule;
use crate::rule::law::{APPI_66, FORM};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "overview-field-missing",
        severity: Severity::Error,
        basis: &[FORM, APPI_66],
        page: include_str!("overview_field_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for sheet in sheets(context) {
        sheet.report(&RULE, context, findings);
    }
}

fn sheets<'a>(context: &Context<'a>) -> Vec<Sheet<'a>> {
    let (labels, matter) = (&context.year.labels, context.matter);
    let annexes = context.annexes();
    // What each annex states for itself need not stand in the matter.
    let each = |states: fn(&Annex<'_>) -> bool| !annexes.is_empty() && annexes.iter().all(states);
    let business = matter.business.is_some() || each(|annex| annex.overrides.business.is_some());
    let term =
        matter.term.is_some() || each(|annex| annex.overrides.term.is_some()) || context.omits(Omitted::Term);
    let field = |label: &'a str, key, filled| Field::new(label, key, matter.span, filled);
    // What is asked of a matter that submits nothing yet is what any kind of the year asks for.
    let kinds = context.kinds();
    let asks = |fact: Fact| {
        let any = || context.year.kinds.iter().any(|kind| kind.asks(fact));
        let own = || kinds.iter().any(|kind| context.kind(*kind).asks(fact));
        let annexes =
            || annexes.iter().filter_map(|annex| annex.kind).any(|kind| context.kind(kind).asks(fact));
        own() || annexes() || (kinds.is_empty() && any())
    };
    let whole = Sheet {
        heading: &labels.print.name,
        at: context.top(),
        fields: vec![
            field(&labels.overview.heading.value, "overview", matter.overview.is_some()),
            field(called(context, Fact::Business), "business", business).in_form(asks(Fact::Business)),
            field(called(context, Fact::Term), "term", term)
                .in_form(asks(Fact::Term) || labels.cover.prints(CoverValue::Term)),
            // The diagrams show who handles the data; the law asks for it, too.
            Field::new(
                format!("役割（本人、{}、委託先など）", context.ward.word()),
                "roles",
                matter.span,
                !matter.roles.is_empty(),
            )
            .law(WHO),
            field("個人情報の流れ", "flows", !matter.flows.is_empty() || context.omits(Omitted::Flows)),
        ],
    };
    let own = matter.overview.as_ref().map(|overview| {
        let labels = &labels.overview;
        let field = |label: &'a str, key, filled| Field::new(label, key, overview.span, filled);
        Sheet {
            heading: &labels.heading,
            at: start(overview.span),
            fields: vec![
                field(&labels.purpose.value, "purpose", overview.purpose.is_some()),
                field(&labels.subjects.value, "subjects", overview.subjects.is_some()),
                field(&labels.description.value, "description", overview.description.is_some()),
                field(&labels.submitted.value, "submitted", !overview.submitted.is_empty()),
            ],
        }
    });
    own.into_iter().chain([whole]).collect()
}

/// Returns what the annexes call a fact of the matter: the last kind of the matter that prints it, else the model.
fn called<'a>(context: &Context<'a>, fact: Fact) -> &'a str {
    let kinds = context.kinds();
    let own = kinds.iter().rev().find_map(|kind| context.kind(*kind).label(fact));
    let any = || context.year.kinds.iter().rev().find_map(|kind| kind.label(fact));
    own.or_else(any).map_or(fact.ja(), |label| &label.value)
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        sheets(context).iter().flat_map(|sheet| sheet.plants(context)),
        text!("概要に書かれた欄が一つもありません", "no field of the overview is filled"),
    )
}
