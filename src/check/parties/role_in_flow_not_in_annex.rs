//! The roles of a diagram against the parties of its contract, in both directions.

use super::who::{self, NEW, SITES, Standing};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::flow::Flow;
use crate::model::ids::{ContractId, FlowId, RoleId};
use crate::rule::Rule;
use crate::rule::law::{APPI_66, CONSISTENCY};
use crate::source::Span;
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "role-in-flow-not-in-annex",
        severity: Severity::Error,
        basis: &[CONSISTENCY, APPI_66],
        page: include_str!("role_in_flow_not_in_annex.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for (id, flow) in matter.flows.enumerate() {
        let contract = flow.contract.as_ref().map(|contract| contract.value);
        for (role, place) in who::taking_part(flow) {
            match who::standing(matter, contract, role) {
                Standing::Outside => findings.add(outside(context, id, contract, role, place)),
                Standing::SubcontractorOfNobody => findings.add(of_nobody(context, role, place)),
                _ => {}
            }
        }
    }
    for contract in matter.contracts.ids() {
        missing(context, contract, findings);
    }
}

/// A role that the diagram shows and no annex names.
fn outside(
    context: &Context<'_>,
    flow: FlowId,
    contract: Option<ContractId>,
    role: RoleId,
    place: Span,
) -> Diagnostic {
    let matter = context.matter;
    let (name, diagram, own) = (context.role(role), context.flow(flow), &matter.roles[role]);
    let mut finding = RULE.at(
        place,
        text!(
            "「{name}」は{diagram}の流れに加わりますが、その契約の当事者・再委託先・提供先のどれとしても書かれていません（不一致）",
            "`{name}` takes part in the flow {diagram} and is neither party, subcontractor nor recipient"
        ),
    );
    finding = match &own.kind {
        None => finding.related(own.name.span, text!("役割の種類（kind）の記載なし", "no kind is stated")),
        Some(kind) => {
            let (ja, en) = (spelling::in_own_word(kind.value.ja(), context.ward.word()), kind.value.word());
            finding.related(kind.span, text!("種類は「{ja}」", "its kind is {en}"))
        }
    };
    if let Some(contract) = contract {
        let title = context.contract(contract);
        let contract = &matter.contracts[contract];
        finding = finding
            .related(contract.parties_span, text!("「{title}」の当事者にない", "not a party of `{title}`"));
    }
    finding.cause(format!("role-unbound:{}", own.id.value)).help(text!(
        "委託先なら契約の parties に、再委託先なら subcontracting に加え、提供先なら kind: recipient と legal_basis（提供の根拠）を書いてください",
        "add it to the parties or to `subcontracting`, or declare it as a recipient with its `legal_basis`"
    ))
}

/// A subcontractor of somebody whom the contract does not bind.
fn of_nobody(context: &Context<'_>, role: RoleId, place: Span) -> Diagnostic {
    let (name, own) = (context.role(role), &context.matter.roles[role]);
    let by = own.subcontracted_by.as_ref().map_or(own.id.span, |by| by.span);
    RULE.at(
        place,
        text!(
            "再委託先「{name}」に再委託する者が、この契約の当事者ではありません（不一致）",
            "whoever entrusts work to the subcontractor `{name}` is no party of the contract"
        ),
    )
    .related(by, text!("再委託する役割（subcontracted_by）", "who entrusts it"))
    .help(text!(
        "subcontracted_by に、再委託する当事者の役割を書いてください",
        "name the party that entrusts the work as `subcontracted_by`"
    ))
}

/// Finds the contractors of a contract that none of its diagrams shows.
fn missing(context: &Context<'_>, id: ContractId, findings: &mut Findings) {
    let matter = context.matter;
    let flows: Vec<&Flow> = matter.flows_of(id).collect();
    let title = context.contract(id);
    let Some(first) = flows.first() else {
        findings.add(
            RULE.at(
                matter.contracts[id].id.span,
                text!("「{title}」の流れの図がありません（記載なし）", "no diagram shows `{title}`"),
            )
            .help(text!("flows に、この契約の流れを書いてください", "write the flow of this contract")),
        );
        return;
    };
    for party in who::contractors(matter, id) {
        let role = party.role.value;
        if flows.iter().any(|flow| shows(flow, role)) {
            continue;
        }
        let name = context.role(role);
        findings.add(
            RULE.at(
                party.role.span,
                text!(
                    "「{name}」は「{title}」の当事者ですが、その流れの図に出てきません（不一致）",
                    "`{name}` is a party of `{title}` and none of its diagrams shows it"
                ),
            )
            .related(first.id.span, text!("この図に出てこない", "not in this diagram"))
            .help(text!(
                "図に加えるか、個人情報を取り扱わないなら当事者から外してください",
                "show it in the diagram, or take it out of the parties"
            )),
        );
    }
}

fn shows(flow: &Flow, role: RoleId) -> bool {
    flow.links.iter().any(|link| link.from.value == role || link.to.value == role)
        || flow.participants.iter().any(|participant| participant.role.value == role)
        || flow.steps.iter().any(|step| step.at.value == role)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let dropped = matter.flows.iter().flat_map(|flow| {
        let contract = flow.contract.as_ref().map(|contract| &matter.contracts[contract.value]);
        let contract = contract.filter(|contract| contract.parties.len() > 1);
        who::taking_part(flow).into_iter().filter_map(move |(role, place)| {
            let contract = contract?;
            let party = contract.parties.iter().find(|party| party.role.value == role)?;
            (!matter.roles[role].is_unlimited()).then_some((contract.parties_span, party.span, place))
        })
    });
    let dropped = dropped
        .take(SITES)
        .map(|(list, party, place)| Some(Plant::drop(context, list, party)?.within(place)));
    let added = matter.flows.iter().take(SITES).map(|flow| {
        let shown = Plant::push_to(context, flow.span, "participants", &format!("{{ role: {NEW} }}"))?;
        shown.and(who::new_role(context, ""))
    });
    let undrawn = matter.contracts.iter().take(1).map(|_| {
        who::new_contract(context, NEW, &format!("{{ role: {NEW} }}"))?.and(who::new_role(context, ""))
    });
    Mutation::new(
        dropped.chain(added).chain(undrawn),
        text!("流れの図も契約もありません", "there is no diagram and no contract"),
    )
}
