//! An approval by a body that is no more.

use crate::check::basis::{APPI_DIRECT, GUIDELINE};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Rule;
use crate::diagnostic::Severity;
use crate::model::era;
use crate::model::ward::Body;
use crate::text;
use crate::yaml::edit;

pub(crate) static RULE: Rule = Rule {
    name: "approving-body-abolished",
    severity: Severity::Info,
    basis: &[GUIDELINE, APPI_DIRECT],
    page: include_str!("approving_body_abolished.md"),
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for approval in &context.matter.prior_approvals {
        let body = &context.common.bodies[approval.body.value];
        let Some(until) = body.until.filter(|_| is_abolished(context, body)) else { continue };
        let (name, day, subject) = (&body.name, era::print(until), &approval.subject);
        let mut finding = RULE
            .at(
                approval.body.span,
                text!(
                    "「{subject}」を承認した「{name}」は、{day}までの機関です（要確認）",
                    "`{name}`, which approved `{subject}`, existed until {day}"
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
    let abolished = context.common.bodies.iter().find(|body| is_abolished(context, body));
    let plants = abolished.into_iter().flat_map(|body| {
        let (first, contract) = (context.matter.prior_approvals.first(), context.matter.contracts.iter().next());
        first.zip(contract).map(|(first, contract)| {
            let (id, subject) = (&contract.id, edit::scalar(&first.subject));
            let (body, year, number) = (&body.id, &first.fiscal_year, &first.number);
            let yaml = format!(
                "{{ id: planted, subject: {subject}, body: {body}, fiscal_year: {year}, number: {number}, covers: [{{ contract: {id} }}] }}"
            );
            Plant::before(context, first.span, &yaml)
        })
    });
    Mutation::new(
        plants,
        text!(
            "これまでの承認か、廃止された機関が書かれていません",
            "no earlier approval, or no abolished body"
        ),
    )
}
