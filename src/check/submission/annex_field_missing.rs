//! The fields of an annex that is about a role or about the matter as a whole.

use super::fields::{Sheet, Subject, printed};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::kind::MatterKind;
use crate::model::vocabulary::About;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, APPI_66, FORM};
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "annex-field-missing",
        severity: Severity::Error,
        basis: &[FORM, APPI_61, APPI_66],
        page: include_str!("annex_field_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for sheet in sheets(context) {
        sheet.report(&RULE, context, findings);
    }
}

/// Returns the annexes of the submitted kinds that are about roles or the matter, with what their forms ask for.
fn sheets<'a>(context: &Context<'a>) -> Vec<Sheet<'a>> {
    let matter = context.matter;
    let kinds = context.kinds().into_iter().map(|id| (id, context.kind(id)));
    let sheet = |kind: &'a MatterKind, at: Span, subject: Subject<'a>| Sheet {
        heading: &kind.heading,
        at,
        fields: printed(context, kind, subject, &[]),
    };
    let mut sheets = Vec::new();
    for (id, kind) in kinds {
        match kind.about.value {
            About::Role => {
                let own = matter
                    .roles
                    .enumerate()
                    .filter(|(_, role)| kind.roles.iter().any(|own| role.is(own.value)));
                sheets
                    .extend(own.map(|(id, role)| sheet(kind, role.name.span, Subject::Role(id, role.span))));
            }
            About::Matter => {
                let named = matter.basis.iter().flat_map(|basis| &basis.kinds);
                let named =
                    named.chain(matter.overview.iter().flat_map(|own| &own.submitted).map(|own| &own.kind));
                let at = named.into_iter().find(|own| own.value == id).map_or(matter.span, |own| own.span);
                sheets.push(sheet(kind, at, Subject::Matter));
            }
            About::Connection | About::Contract => {}
        }
    }
    sheets
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        sheets(context).iter().flat_map(|sheet| sheet.plants(context)),
        text!(
            "役割ごと、又は案件に一枚の別紙がありません",
            "there is no annex about a role or about the matter"
        ),
    )
}
