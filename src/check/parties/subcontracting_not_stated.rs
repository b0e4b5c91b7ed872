//! 再委託: whether there is any, who does what, and who approved it.

use super::who::{self, SITES};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Asker, Severity};
use crate::model::contract::{Subcontracting, Subcontractor};
use crate::model::ids::ContractId;
use crate::model::vocabulary::{Fact, RoleKind, Topic};
use crate::rule::Rule;
use crate::rule::law::{APPI_66, NUMBER_9, NUMBER_10, NUMBER_11, NUMBER_28};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "subcontracting-not-stated",
        severity: Severity::Warning,
        basis: &[APPI_66, NUMBER_9, NUMBER_10, NUMBER_11, NUMBER_28],
        page: include_str!("subcontracting_not_stated.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, contract) in context.matter.contracts.enumerate() {
        match &contract.subcontracting {
            None => not_stated(context, id, findings),
            Some(subcontracting) => {
                contradicts_itself(subcontracting, findings);
                for subcontractor in &subcontracting.subcontractors {
                    incomplete(context, subcontracting, subcontractor, findings);
                }
            }
        }
    }
    in_no_contract(context, findings);
}

/// Says that a contract is silent.
fn not_stated(context: &Context<'_>, id: ContractId, findings: &mut Findings) {
    let contract = &context.matter.contracts[id];
    let title = context.contract(id);
    let mut finding = RULE
        .at(
            contract.id.span,
            text!(
                "「{title}」に再委託の有無が書かれていません（記載なし）",
                "`{title}` does not say whether there is any subcontracting"
            ),
        )
        .help(text!(
            "subcontracting に、再委託がなければ allowed: false を、あれば相手方・業務・区の承諾を書いてください",
            "write `subcontracting: {{ allowed: false }}`, or who does what and how the ward approved it"
        ));
    for answered in context.answers_on(id, Topic::Subcontracting).filter(|answered| answered.is_adopted()) {
        let (heading, row, mark) = (&answered.form.heading, &answered.row.id, answered.mark());
        finding = finding.related(
            answered.answer.status.span,
            text!("「{heading}」の{row}は「{mark}」", "`{row}` of this checklist is {mark}"),
        );
    }
    let kind = context.kind_of_contract(id);
    let in_form = kind.is_some_and(|kind| kind.asks(Fact::Subcontracting));
    findings.add(if in_form { finding.asked_by(Asker::Form) } else { finding });
}

/// Looks whether "allowed" and the list of subcontractors agree.
fn contradicts_itself(subcontracting: &Subcontracting, findings: &mut Findings) {
    let allowed = &subcontracting.allowed;
    match (allowed.value, subcontracting.subcontractors.first()) {
        (true, None) => findings.add(
            RULE.at(
                allowed.span,
                text!(
                    "再委託があるとしながら、再委託先が書かれていません（記載なし）",
                    "there is subcontracting, and no subcontractor is named"
                ),
            )
            .severity(Severity::Error)
            .help(text!(
                "再委託先・業務・区の承諾の日を subcontractors に書くか、allowed: false としてください",
                "name the subcontractors, or write `allowed: false`"
            )),
        ),
        (false, Some(first)) => findings.add(
            RULE.at(
                allowed.span,
                text!(
                    "再委託がないとしながら、再委託先が書かれています（不一致）",
                    "there is no subcontracting, and a subcontractor is named"
                ),
            )
            .severity(Severity::Error)
            .related(first.role.span, text!("再委託先", "the subcontractor"))
            .help(text!(
                "allowed: true とするか、再委託先を消してください",
                "write `allowed: true`, or take the subcontractor out"
            )),
        ),
        _ => {}
    }
}

/// Looks whether a subcontractor has tasks and the ward's approval.
fn incomplete(
    context: &Context<'_>,
    subcontracting: &Subcontracting,
    subcontractor: &Subcontractor,
    findings: &mut Findings,
) {
    let name = context.role(subcontractor.role.value);
    let mut missing = Vec::new();
    if subcontractor.tasks.is_none() {
        missing.push(text!("再委託する業務", "tasks"));
    }
    if subcontractor.approved.is_none() {
        missing.push(text!("区が承諾した日", "day of the ward's approval"));
    }
    if missing.is_empty() {
        return;
    }
    // Before the contract is concluded there can be no approval yet, if it is said how there will be one.
    let is_to_come = subcontractor.tasks.is_some() && subcontracting.approval.is_some();
    let severity = if is_to_come { Severity::Warning } else { Severity::Error };
    let ja = missing.iter().map(|text| text.ja.as_str()).collect::<Vec<_>>().join("と");
    let en = missing.iter().map(|text| text.en.as_str()).collect::<Vec<_>>().join(" and ");
    let finding = RULE
        .at(
            subcontractor.role.span,
            text!(
                "再委託先「{name}」の{ja}が書かれていません（記載なし）",
                "no {en} of the subcontractor `{name}`"
            ),
        )
        .severity(severity)
        .help(text!(
            "tasks に業務を、approved に区が承諾した日を書いてください",
            "write its `tasks`, and the day of the approval as `approved`"
        ));
    findings.add(match &subcontracting.approval {
        Some(approval) => finding.related(approval.span, text!("承諾のしかた", "how it is approved")),
        None => finding,
    });
}

/// Finds the roles that call themselves subcontractors and that no contract names.
fn in_no_contract(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let bonds = who::bonds(matter);
    let roles = matter.roles.enumerate().filter(|(role, _)| !bonds.contains_key(role));
    for (_, role) in roles.filter(|(_, role)| role.is(RoleKind::Subcontractor)) {
        let name = &role.name;
        let mut finding = RULE
            .at(
                name.span,
                text!(
                    "再委託先「{name}」が、どの契約の再委託にも書かれていません（記載なし）",
                    "no contract names the subcontractor `{name}`"
                ),
            )
            .severity(Severity::Error)
            .help(text!(
                "再委託する契約の subcontracting に、業務と承諾の日とともに加えてください",
                "add it to the `subcontracting` of the contract"
            ));
        if let Some(kind) = &role.kind {
            finding = finding.related(kind.span, text!("種類は再委託先", "its kind"));
        }
        if let Some(by) = &role.subcontracted_by {
            finding = finding.related(by.span, text!("再委託する役割", "who entrusts it"));
        }
        findings.add(finding);
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter().filter(|contract| contract.subcontracting.is_some());
    let silenced = contracts.take(SITES).map(|contract| {
        Some(Plant::unset(context, contract.span, "subcontracting")?.within(contract.id.span))
    });
    let added = who::new_role(context, ", kind: subcontractor");
    Mutation::new(silenced.chain(std::iter::once(added)), text!("役割がありません", "there is no role"))
}
