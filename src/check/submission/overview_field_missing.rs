//! The fields of the overview, and what every annex takes from the matter.

use super::fields::{Field, Sheet, start};
use crate::check::context::{Annex, Context};
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::{Fact, Omitted};
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "overview-field-missing",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("overview_field_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for sheet in sheets(context) {
        sheet.report(&RULE, findings);
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
    let field = |label, key, filled| Field::new(label, key, matter.span, filled);
    let whole = Sheet {
        heading: "付議資料",
        at: context.top(),
        fields: vec![
            field(&labels.overview.heading.value, "overview", matter.overview.is_some()),
            field(called(context, Fact::Business), "business", business),
            field(called(context, Fact::Term), "term", term),
            field("役割（本人、区、委託先など）", "roles", !matter.roles.is_empty()),
            field("個人情報の流れ", "flows", !matter.flows.is_empty() || context.omits(Omitted::Flows)),
        ],
    };
    let own = matter.overview.as_ref().map(|overview| {
        let labels = &labels.overview;
        let field = |label, key, filled| Field::new(label, key, overview.span, filled);
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
