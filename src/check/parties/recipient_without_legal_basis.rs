//! Data handed to somebody whom no contract binds: under which article?

use super::who::{self, SITES, Standing};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Asker, Severity};
use crate::model::flow::Link;
use crate::model::ids::{FlowId, RoleId};
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::{APPI_69, APPI_70};
use crate::text;
use std::collections::BTreeMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "recipient-without-legal-basis",
        severity: Severity::Warning,
        basis: &[APPI_69, APPI_70],
        page: include_str!("recipient_without_legal_basis.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let received = received_unbound(context);
    for (id, role) in
        matter.roles.enumerate().filter(|(_, role)| role.legal_basis.is_none() && role.grounds.is_empty())
    {
        let links = received.get(&id);
        if links.is_none() && !role.is(RoleKind::Recipient) {
            continue;
        }
        let name = &role.name;
        let message = if links.is_some() {
            text!(
                "「{name}」に個人情報が渡りますが、委託先でも再委託先でもなく、提供の根拠がありません（記載なし、要確認）",
                "data passes to `{name}`, which no contract binds, and no article for providing it is stated"
            )
        } else {
            text!(
                "提供先「{name}」に、提供の根拠がありません（記載なし）",
                "no article for providing data to the recipient `{name}` is stated"
            )
        };
        let finding = RULE.at(name.span, message).help(text!(
            "提供なら kind: recipient とし、grounds（又は legal_basis）に条項（法69条2項各号など）と理由を、conditions に法70条の措置を書き、委託なら契約の当事者に加えてください",
            "state the article in `grounds` (or `legal_basis`), or bind it by a contract"
        ));
        let finding =
            if links.is_some() { finding.cause(format!("role-unbound:{}", role.id.value)) } else { finding };
        let links = links.into_iter().flatten();
        let assumed = links.clone().any(|(_, link)| link.assumed);
        let finding = links.fold(finding, |finding, (flow, link)| {
            let (diagram, from) = (context.flow(*flow), context.role(link.from.value));
            finding.related(
                link.to.span,
                text!("{diagram}で「{from}」から受ける", "receives from `{from}` in {diagram}"),
            )
        });
        let finding = if context.asks_for_grounds(role) { finding.asked_by(Asker::Form) } else { finding };
        findings.add(finding.assumed(assumed));
    }
}

/// Returns the first line of each flow on which data comes to a role that the flow's contract does not bind.
fn received_unbound<'a>(context: &Context<'a>) -> BTreeMap<RoleId, Vec<(FlowId, &'a Link)>> {
    let matter = context.matter;
    let mut received: BTreeMap<RoleId, Vec<(FlowId, &Link)>> = BTreeMap::new();
    for (id, flow) in matter.flows.enumerate() {
        let contract = flow.contract.as_ref().map(|contract| contract.value);
        for link in flow.transfers() {
            let role = link.to.value;
            let known = received.get(&role).and_then(|links| links.last());
            if known.is_some_and(|(flow, _)| *flow == id) || claims_to_be_bound(context, role) {
                continue;
            }
            let standing = who::standing(matter, contract, role);
            if matches!(
                standing,
                Standing::Counterparty | Standing::Outside | Standing::Recipient | Standing::Source
            ) {
                received.entry(role).or_default().push((id, link));
            }
        }
    }
    received
}

/// Returns whether a role is declared as a contractor: what it lacks is a contract, not an article.
fn claims_to_be_bound(context: &Context<'_>, role: RoleId) -> bool {
    let role = &context.matter.roles[role];
    role.is(RoleKind::Contractor) || role.is(RoleKind::Subcontractor)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let roles = context.matter.roles.iter().filter(|role| role.legal_basis.is_some());
    let taken = roles
        .take(SITES)
        .map(|role| Some(Plant::unset(context, role.span, "legal_basis")?.within(role.name.span)));
    let added = who::new_role(context, ", kind: recipient");
    Mutation::new(taken.chain(std::iter::once(added)), text!("役割がありません", "there is no role"))
}
