//! An approval by a body that is no more.

use super::approvals;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::era;
use crate::model::ward::Body;
use crate::rule::Rule;
use crate::rule::law::{APPI_DIRECT, COUNCIL};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "approving-body-abolished",
        severity: Severity::Info,
        basis: &[COUNCIL, APPI_DIRECT],
        page: include_str!("approving_body_abolished.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for approval in &context.matter.prior_approvals {
        let body = &context.common.bodies[approval.body.value];
        let Some(until) = body.until.filter(|_| is_abolished(context, body)) else { continue };
        let (name, day, subject) = (&body.name, context.print().day(until), &approval.subject);
        let mut finding = RULE
            .at(
                approval.body.span,
                text!(
                    "「{subject}」を承認した「{name}」は、{day}までの機関です（要確認）",
                    "`{name}`, which approved `{subject}`, existed until {until}"
                ),
            )
            .help(text!(
                "廃止された定めに基づく承認です。今の会議に改めて付議しなくてよいかを確かめてください",
                "the approval rests on rules that are no more; find out whether the matter must be submitted anew"
            ));
        if let Some(basis) = &body.basis {
            finding = finding.label(text!("{basis}", "{basis}"));
        }
        findings.add(finding);
    }
}

fn is_abolished(context: &Context<'_>, body: &Body) -> bool {
    body.until.is_some_and(|until| until < context.date)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let abolished = context.common.bodies.iter().filter(|body| is_abolished(context, body));
    let plants = abolished.flat_map(|body| {
        let year = body.until.map(era::fiscal_year);
        let covered = context.matter.contracts.iter().next();
        year.zip(covered).map(|(year, covered)| approvals::plant(context, body, year, covered))
    });
    Mutation::new(
        plants,
        text!(
            "契約か、廃止された機関（policies/common の bodies）がありません",
            "no contract, or no abolished body"
        ),
    )
}
