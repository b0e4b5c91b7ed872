//! The reason of a ー against the rest of the paper.

use super::medium::{Carried, carried, is_physical};
use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::ids::{ContractId, RoleId};
use crate::model::matter::Covered;
use crate::model::vocabulary::{About, Claim, Mark, RoleKind};
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::source::Span;
use crate::yaml::edit;
use crate::{spelling, text};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "reason-contradicted",
        severity: Severity::Error,
        basis: &[FORM, CONSISTENCY],
        page: include_str!("reason_contradicted.md"),
    },
    check,
    mutate,
};

/// A place that speaks against a claim, and what it says.
type Against = (Span, Text);

fn check(context: &Context<'_>, findings: &mut Findings) {
    for answered in context.answers().filter(|answered| answered.is_not_needed()) {
        let Some(reason) = &answered.answer.reason else { continue };
        let mut against: Vec<Against> = Vec::new();
        for claim in claims(context, reason) {
            against.extend(match claim {
                Claim::ElectronicOnly => against_electronic_only(context, &answered),
                Claim::NoSubcontracting => against_no_subcontracting(context, &answered),
                Claim::NoCloud => against_no_cloud(context, &answered),
            });
        }
        if against.is_empty() {
            continue;
        }
        let (form, row) = (&answered.form.heading, &answered.row.id);
        let adopted = answered.form.word(Mark::Adopted);
        let mut finding = RULE
            .at(
                reason.span,
                text!(
                    "「{form}」の{row}の理由「{reason}」が、他の記載と合いません（不一致）",
                    "the reason of row {row}, `{reason}`, disagrees with other places"
                ),
            )
            .help(text!(
                "理由が正しければ他の記載を直し、正しくなければ答えを{adopted}に改めるか、理由を書き直してください",
                "where the reason is true, fix the other places; where it is not, answer {adopted} or give another reason"
            ));
        for (span, message) in against {
            finding = finding.related(span, message);
        }
        findings.add(finding);
    }
}

fn claims(context: &Context<'_>, reason: &str) -> Vec<Claim> {
    let reason = spelling::fold(reason);
    let claims = context.common.reason_claims.iter();
    claims
        .filter(|(words, _)| words.iter().any(|word| reason.contains(&spelling::fold(word))))
        .map(|(_, claim)| *claim)
        .collect()
}

/// Returns the contracts that an answer is about.
fn contracts(context: &Context<'_>, answered: &Answered<'_>) -> Vec<ContractId> {
    match context.about(answered.form) {
        About::Contract => context.matter.covered_contracts(answered.checklist),
        About::Connection | About::Role | About::Matter => Vec::new(),
    }
}

/// Returns the roles outside the ward that an answer is about.
fn roles(context: &Context<'_>, answered: &Answered<'_>) -> Vec<RoleId> {
    let matter = context.matter;
    let contracts = contracts(context, answered);
    let is_connected = |role: RoleId| {
        context.about(answered.form) == About::Connection
            && matter.connections.enumerate().any(|(id, connection)| {
                let covers = answered.checklist.covers.as_ref();
                connection.counterparty.as_ref().is_some_and(|own| own.role.value == role)
                    && covers.is_none_or(|covers| covers.iter().any(|c| c.value == Covered::Connection(id)))
            })
    };
    let is_meant = |role: &RoleId| {
        contracts.iter().any(|contract| matter.contracts[*contract].reaches(*role)) || is_connected(*role)
    };
    matter.roles.ids().filter(|role| !matter.roles[*role].is_unlimited()).filter(is_meant).collect()
}

fn against_electronic_only(context: &Context<'_>, answered: &Answered<'_>) -> Vec<Against> {
    let matter = context.matter;
    let mut against: Vec<Against> = Vec::new();
    let same = context.answers().filter(|other| other.checklist.span == answered.checklist.span);
    for other in same.filter(|other| other.is_adopted() && is_physical(other)) {
        let (row, mark) = (&other.row.id, other.mark());
        against.push((
            other.answer.status.span,
            text!("{row}（媒体の手渡し）は{mark}", "row {row}, on media carried by hand, is {mark}"),
        ));
    }
    for contract in contracts(context, answered) {
        if let Carried::Yes(span) = carried(context, contract) {
            against.push((span, text!("紙や持ち運べる媒体を取り扱う", "paper or disks are handled here")));
        }
        for (id, flow) in matter.flows.enumerate() {
            if flow.contract.as_ref().is_none_or(|own| own.value != contract) {
                continue;
            }
            let material = context.flow(id);
            let shown = flow.boxes.iter().find_map(|shown| {
                let measures = &matter.measures[shown.measures.value].measures;
                let stands_for = |row: &str| row == answered.row.id.value;
                let measure =
                    measures.iter().find(|measure| measure.rows.iter().any(|row| stands_for(row)))?;
                Some((shown.measures.span, &measure.label.value))
            });
            against.extend(shown.map(|(span, label)| {
                (span, text!("{material}の箱に「{label}」がある", "a box of {material} shows `{label}`"))
            }));
        }
    }
    against
}

fn against_no_subcontracting(context: &Context<'_>, answered: &Answered<'_>) -> Vec<Against> {
    let matter = context.matter;
    let mut against: Vec<Against> = Vec::new();
    for contract in contracts(context, answered) {
        let subcontracting = matter.contracts[contract].subcontracting.as_ref();
        if let Some(subcontracting) = subcontracting.filter(|own| own.allowed.value) {
            against.push((
                subcontracting.allowed.span,
                text!("再委託を認めている", "sub-contracting is allowed here"),
            ));
        }
    }
    for role in roles(context, answered).into_iter().map(|role| &matter.roles[role]) {
        let name = &role.name;
        if let Some(kind) = role.kind.as_ref().filter(|kind| kind.value == RoleKind::Subcontractor) {
            against.push((kind.span, text!("「{name}」は再委託先", "{name} is a sub-contractor")));
        }
    }
    against
}

fn against_no_cloud(context: &Context<'_>, answered: &Answered<'_>) -> Vec<Against> {
    let matter = context.matter;
    let roles = roles(context, answered);
    let systems = matter.systems.iter().filter(|system| system.is_cloud() && roles.contains(&system.role));
    systems
        .map(|system| {
            let label = &system.label;
            (label.span, text!("「{label}」はクラウドサービス", "{label} is a cloud service"))
        })
        .collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let word = |claim: Claim| {
        let words = context.common.reason_claims.iter().find(|(_, own)| *own == claim);
        words.and_then(|(words, _)| words.first()).map(|word| edit::scalar(word))
    };
    let answers = || context.answers().filter(|answered| answered.is_adopted());
    let dash = move |answered: &Answered<'_>, claim: Claim| {
        let reason = Plant::set(context, answered.answer.span, "reason", &word(claim)?);
        Some(
            Plant::scalar(answered.answer.status.span, "not_needed")?
                .and(reason)?
                .within(answered.answer.span),
        )
    };
    let electronic = answers().map(move |answered| dash(&answered, Claim::ElectronicOnly));
    let subcontracted = answers().flat_map(move |answered| {
        let contract = contracts(context, &answered).first().copied();
        contract.map(|contract| {
            let contract = context.matter.contracts[contract].span;
            dash(&answered, Claim::NoSubcontracting)?.and(Plant::set(
                context,
                contract,
                "subcontracting",
                "{ allowed: true }",
            ))
        })
    });
    Mutation::new(
        electronic.chain(subcontracted),
        text!("行うとした答えがありません", "no checklist adopts a measure"),
    )
}
