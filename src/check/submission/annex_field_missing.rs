//! The fields of an annex that is about a role or about the matter as a whole.

use super::fields::{Field, Sheet, own_texts};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::RoleId;
use crate::model::kind::{AnnexField, Bound, MatterKind};
use crate::model::party::Role;
use crate::model::vocabulary::{About, Fact};
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::source::{Located, Span};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "annex-field-missing",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("annex_field_missing.md"),
    },
    check,
    mutate,
};

/// What an annex is about: a role, or the matter.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Role(RoleId, &'a Role),
    Matter,
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for sheet in sheets(context) {
        sheet.report(&RULE, findings);
    }
}

/// Returns the annexes of the submitted kinds that are about roles or the matter, with what their forms ask for.
fn sheets<'a>(context: &Context<'a>) -> Vec<Sheet<'a>> {
    let matter = context.matter;
    let kinds = context.kinds().into_iter().map(|id| (id, context.kind(id)));
    let sheet = |kind: &'a MatterKind, at: Span, subject: Subject<'a>| {
        let place = if let Subject::Role(_, role) = subject { role.span } else { matter.span };
        let printed = kind.fields.iter().filter(|field| field.required).flat_map(|field| {
            let facts = field.facts.iter().enumerate();
            facts.filter_map(move |(index, fact)| asked(context, field, index, fact, subject))
        });
        Sheet {
            heading: &kind.heading,
            at,
            fields: printed.chain(own_texts(context, kind, place, &[])).collect(),
        }
    };
    let mut sheets = Vec::new();
    for (id, kind) in kinds {
        match kind.about.value {
            About::Role => {
                let own = matter
                    .roles
                    .enumerate()
                    .filter(|(_, role)| kind.roles.iter().any(|own| role.is(own.value)));
                sheets.extend(own.map(|(id, role)| sheet(kind, role.name.span, Subject::Role(id, role))));
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

/// Returns what a field asks of a matter by one of its facts; `None` where another rule asks for it, or nothing has to
/// be written for it.
fn asked<'a>(
    context: &Context<'a>,
    field: &'a AnnexField,
    index: usize,
    fact: &'a Located<Bound>,
    subject: Subject<'a>,
) -> Option<Field<'a>> {
    let Bound::Fact(fact) = &fact.value else { return None };
    let matter = context.matter;
    let label = field.points.get(index).unwrap_or(&field.label);
    let of_matter = |key, filled| Some(Field::new(&label.value, key, matter.span, filled));
    match (*fact, subject) {
        (Fact::Items, _) => of_matter("item_sets", !matter.item_lists.is_empty()),
        (Fact::Conditions, Subject::Role(_, role)) => {
            Some(Field::new(&label.value, "conditions", role.span, !role.conditions.is_empty()))
        }
        (Fact::Ways, Subject::Role(id, _)) => {
            let mut lines = matter.flows.iter().flat_map(|flow| flow.transfers());
            of_matter("flows", lines.any(|link| link.from.value == id || link.to.value == id))
        }
        (Fact::Ways, Subject::Matter) => {
            of_matter("flows", matter.flows.iter().any(|flow| flow.transfers().next().is_some()))
        }
        (Fact::Sources, _) => {
            let lacks = matter.item_lists.iter().find(|list| {
                list.sources.is_empty() && list.entries.iter().any(|entry| entry.sources.is_empty())
            });
            let list = lacks.or_else(|| matter.item_lists.iter().next())?;
            Some(Field::new(&label.value, "sources", list.span, lacks.is_none()))
        }
        (Fact::Retention, _) => of_matter("retention", !matter.retention.is_empty()),
        (Fact::Notice, _) => of_matter("notice", matter.notice.is_some()),
        (Fact::Assessment, _) => of_matter("impact_assessment", matter.impact_assessment.is_some()),
        (Fact::PriorApprovals, _) => of_matter("prior_approvals", !matter.prior_approvals.is_empty()),
        (Fact::Changes, _) => {
            of_matter("report", matter.report.as_ref().is_some_and(|own| !own.changes.is_empty()))
        }
        (Fact::Ended, _) => {
            of_matter("report", matter.report.as_ref().is_some_and(|own| own.ended.is_some()))
        }
        (Fact::Review, _) => {
            let assessment = matter.impact_assessment.as_ref();
            let place = assessment.map_or(matter.span, |own| own.span);
            let filled = assessment.is_some_and(|own| own.review.is_some());
            Some(Field::new(&label.value, "review", place, filled))
        }
        (Fact::SubjectCount, _) => {
            let overview = matter.overview.as_ref()?;
            Some(Field::new(&label.value, "subject_count", overview.span, overview.subject_count.is_some()))
        }
        _ => None,
    }
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
