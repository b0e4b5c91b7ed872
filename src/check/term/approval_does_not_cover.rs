//! これまでの承認: does the approval that a diagram names reach the contract, and all who carry it out?

use super::approvals::{self, PLANTED};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::flow::Flow;
use crate::model::ids::{ContractId, ProviderId};
use crate::model::matter::{Coverage, PriorApproval};
use crate::rule::Rule;
use crate::rule::law::COUNCIL;
use crate::source::Located;
use crate::text;
use std::collections::BTreeSet;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "approval-does-not-cover",
        severity: Severity::Warning,
        basis: &[COUNCIL],
        page: include_str!("approval_does_not_cover.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut told: BTreeSet<(usize, ContractId)> = BTreeSet::new();
    for (flow, contract) in flows(context) {
        for named in &flow.approvals {
            let Some(approval) = context.matter.prior_approvals.get(named.value) else { continue };
            if coverages(approval, contract).next().is_none() {
                without_contract(context, named, approval, contract, findings);
            } else if told.insert((named.value, contract)) {
                without_providers(context, flow, approval, contract, findings);
            }
        }
    }
}

/// Returns the flows that have a contract.
fn flows<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a Flow, ContractId)> {
    let flows = context.matter.flows.iter();
    flows.filter_map(|flow| flow.contract.as_ref().map(|contract| (flow, contract.value)))
}

fn coverages(approval: &PriorApproval, contract: ContractId) -> impl Iterator<Item = &Coverage> {
    approval.covers.iter().filter(move |coverage| coverage.contract.value == contract)
}

fn without_contract(
    context: &Context<'_>,
    named: &Located<usize>,
    approval: &PriorApproval,
    contract: ContractId,
    findings: &mut Findings,
) {
    let (subject, title) = (&approval.subject, context.contract(contract));
    findings.add(
        RULE.at(
            named.span,
            text!(
                "「{subject}」の承認は、この図の契約「{title}」に及んでいません（要確認）",
                "the approval of `{subject}` does not reach the contract of this diagram"
            ),
        )
        .related(approval.span, text!("この承認の及ぶ範囲", "how far the approval reaches"))
        .help(text!(
            "及ぶのなら covers に契約を書き足し、及ばないのなら新たに付議してください",
            "add the contract to `covers` where it is covered; else submit it anew"
        )),
    );
}

/// Some who play a role are approved, and others of the same role are not.
fn without_providers(
    context: &Context<'_>,
    flow: &Flow,
    approval: &PriorApproval,
    contract: ContractId,
    findings: &mut Findings,
) {
    let matter = context.matter;
    let all = flow.approvals.iter().filter_map(|named| matter.prior_approvals.get(named.value));
    let mut approved: BTreeSet<ProviderId> = BTreeSet::new();
    for coverage in all.flat_map(|approval| coverages(approval, contract)) {
        match &coverage.providers {
            Some(listed) => approved.extend(listed.iter().map(|provider| provider.value)),
            // Everybody is approved.
            None => return,
        }
    }
    for coverage in coverages(approval, contract) {
        let listed =
            coverage.providers.iter().flatten().map(|provider| matter.providers[provider.value].role);
        let roles: Vec<_> = context.contractors(contract).collect();
        let roles: BTreeSet<_> = listed.filter(|role| roles.contains(role)).collect();
        let left_out: Vec<ProviderId> = roles
            .iter()
            .flat_map(|role| &matter.roles[*role].providers)
            .filter(|provider| !approved.contains(provider))
            .copied()
            .collect();
        if left_out.is_empty() {
            continue;
        }
        let Text { ja: names, en: names_en } =
            quoted(left_out.iter().map(|provider| name(context, *provider)));
        let subject = &approval.subject;
        let mut finding = RULE.at(
            coverage.span,
            text!(
                "「{subject}」の承認は、{names}に及んでいません（要確認）",
                "the approval of `{subject}` does not reach {names_en}"
            ),
        );
        for provider in left_out {
            let span = matter.providers[provider].id.span;
            finding = finding.related(span, text!("承認が及んでいない者", "not reached by the approval"));
        }
        findings.add(finding.help(text!(
            "図の注に、承認が及ぶ者と新たに付議する者を書き分けてください",
            "say in the diagram's note who is approved and who is submitted anew"
        )));
    }
}

/// Returns how a provider is called: its service, else its legal entity.
fn name<'a>(context: &Context<'a>, provider: ProviderId) -> &'a str {
    let provider = &context.matter.providers[provider];
    match (&provider.brand, &provider.party) {
        (Some(brand), _) => brand,
        (None, Some(party)) => &context.year.parties[party.value].name,
        (None, None) => &provider.id,
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    // One of several who play a role is approved.
    let part = flows(context).flat_map(|(flow, contract)| {
        let named = flow.approvals.iter().filter_map(|named| matter.prior_approvals.get(named.value));
        let coverages = named.flat_map(move |approval| coverages(approval, contract));
        coverages.filter(|coverage| coverage.providers.is_none()).flat_map(move |coverage| {
            let roles = context.contractors(contract).map(|role| &matter.roles[role].providers);
            roles.filter(|providers| providers.len() > 1).filter_map(|providers| providers.first()).map(
                move |first| {
                    let id = &matter.providers[*first].id;
                    Plant::set(context, coverage.span, "providers", &format!("[{id}]"))
                },
            )
        })
    });
    // The approval of another contract is named.
    let other = flows(context).flat_map(|(flow, contract)| {
        let others = matter.contracts.enumerate().filter(move |(id, _)| *id != contract);
        let body = context.common.bodies.iter().next();
        others.zip(body).map(|((_, other), body)| {
            let approval = approvals::plant(context, body, matter.fiscal_year, other);
            let named = Plant::set(context, flow.span, "approvals", &format!("[{PLANTED}]"));
            named?.and(approval)
        })
    });
    let plants: Vec<_> = part.chain(other).collect();
    Mutation::new(
        plants,
        text!(
            "契約の流れと、二つ以上の契約か、これまでの承認がありません",
            "no flow of a contract with another contract, or no earlier approval"
        ),
    )
}
