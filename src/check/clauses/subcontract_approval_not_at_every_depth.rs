//! 番号法10条: the ward's approval of re-entrustment at every depth.

use super::known::{clauses, has_individual_number, unknown};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::contract::{Clause, Contract};
use crate::model::ids::RoleId;
use crate::rule::Rule;
use crate::rule::law::{NUMBER_9, NUMBER_10, NUMBER_11, NUMBER_28};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "subcontract-approval-not-at-every-depth",
        severity: Severity::Error,
        basis: &[NUMBER_9, NUMBER_10, NUMBER_11, NUMBER_28],
        page: include_str!("subcontract_approval_not_at_every_depth.md"),
    },
    check,
    mutate,
};

/// The id, in `policies/common/`, of the clause on re-entrustment.
const SUBCONTRACTING: &str = "subcontracting";

fn check(context: &Context<'_>, findings: &mut Findings) {
    for contract in &context.matter.contracts {
        let again = entrusted_again(context, contract);
        let has_number = has_individual_number(context, contract);
        if !has_number && again.is_none() {
            continue;
        }
        let Some(own) = &contract.clauses else {
            unknown(&RULE, contract, &clauses(), findings);
            continue;
        };
        // Where there is no clause on re-entrustment at all, the missing clause is told instead.
        for clause in own.iter().filter(|clause| is_on_subcontracting(context, clause)) {
            if clause.every_depth.as_ref().is_some_and(|every| every.value) {
                continue;
            }
            if let Some(again) = again.filter(|_| !has_number) {
                findings.add(deeper(context, clause, again));
                continue;
            }
            let list = contract.item_list.as_ref().map_or(contract.id.span, |list| list.span);
            findings.add(
                RULE.at(
                    clause.every_depth.as_ref().map_or(clause.kind.span, |every| every.span),
                    text!(
                        "個人番号を取り扱わせますが、再々委託以降にも区の承諾が要る定めがありません（要確認）",
                        "individual numbers are entrusted, and the ward's approval is not needed at every depth"
                    ),
                )
                .related(list, text!("個人番号のある一覧", "the list has an individual number"))
                .help(text!(
                    "何段階の再委託でも、最初の委託者である区の承諾を要すると定め、every_depth: true と書いてください",
                    "let every re-entrustment need the ward's approval, and write `every_depth: true`"
                )),
            );
        }
    }
}

/// Returns a role to which a sub-contractor of the contract entrusts work in turn.
fn entrusted_again(context: &Context<'_>, contract: &Contract) -> Option<RoleId> {
    let own = contract.subcontracting.iter().flat_map(|own| &own.subcontractors).map(|own| own.role.value);
    let mut roles = own.filter(|role| {
        let by = context.matter.roles[*role].subcontracted_by.as_ref();
        by.is_some_and(|by| !contract.binds(by.value))
    });
    roles.next()
}

/// Work is entrusted again by a sub-contractor, and the clause reaches one step only.
fn deeper(context: &Context<'_>, clause: &Clause, again: RoleId) -> Diagnostic {
    let name = context.role(again);
    RULE.at(
        clause.every_depth.as_ref().map_or(clause.kind.span, |every| every.span),
        text!(
            "再委託先がさらに「{name}」に再委託しますが、再々委託以降にも区の承諾が要る定めがありません（要確認）",
            "a sub-contractor entrusts work to `{name}` in turn, and the ward's approval is not needed at every depth"
        ),
    )
    .severity(Severity::Warning)
    .related(context.matter.roles[again].id.span, text!("再々委託先", "entrusted in turn"))
    .help(text!(
        "何段階の再委託でも区の承諾を要すると定め、every_depth: true と書いてください",
        "let every re-entrustment need the ward's approval, and write `every_depth: true`"
    ))
}

fn is_on_subcontracting(context: &Context<'_>, clause: &Clause) -> bool {
    context.common.clauses[clause.kind.value].id == SUBCONTRACTING
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter();
    let plants = contracts.flat_map(|contract| {
        let entries = contract.item_list.iter().flat_map(|list| context.matter.item_lists[list.value].walk());
        entries.take(1).map(move |entry| {
            let clause = contract.clauses.iter().flat_map(|own| &own.value);
            let clause = clause.into_iter().find(|clause| is_on_subcontracting(context, clause));
            let plant = match clause {
                Some(clause) => Plant::set(context, clause.span, "every_depth", "false"),
                None => {
                    let yaml = format!("[{{ id: {SUBCONTRACTING} }}]");
                    Plant::set(context, contract.span, "clauses", &yaml)
                }
            };
            if has_individual_number(context, contract) {
                return plant;
            }
            plant?.and(Plant::set(context, entry.span, "kinds", "[individual_number]"))
        })
    });
    Mutation::new(plants, text!("情報項目のある契約がありません", "no contract has items"))
}
