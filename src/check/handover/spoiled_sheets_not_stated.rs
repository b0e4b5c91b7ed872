//! Paper is printed, and nothing says what becomes of spoiled sheets.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::Contract;
use crate::model::ids::ContractId;
use crate::model::vocabulary::{Fact, MediumKind};
use crate::model::ward::Act;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, FORM};
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "spoiled-sheets-not-stated",
        severity: Severity::Warning,
        basis: &[FORM, APPI_66],
        page: include_str!("spoiled_sheets_not_stated.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (contract, place) in printing(context).filter(|(contract, _)| contract.spoiled.is_none()) {
        let name = contract.name();
        findings.add(
            RULE.at(
                place,
                text!(
                    "「{name}」では紙に印刷しますが、損紙・試し刷りをどう処分するか書かれていません（記載なし）",
                    "paper is printed under the contract {name}, and nothing says what becomes of spoiled sheets and test prints"
                ),
            )
            .help(text!(
                "契約の spoiled に、処分する役割（by）、処分のしかた（how: dissolved など）、報告するか（report）を書いてください",
                "write under `spoiled` of the contract who disposes of them (`by`), how (`how`), and whether the ward is told (`report`)"
            )),
        );
    }
}

/// Returns the contracts under which paper is printed and whose form has a row for it, each with where it says so.
fn printing<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a Contract, Span)> {
    context.matter.contracts.enumerate().filter_map(move |(id, contract)| {
        let is_on_paper = contract
            .media
            .as_ref()
            .is_none_or(|media| media.kinds.iter().any(|kind| kind.value == MediumKind::Paper));
        let place = entrusted(context, id, Fact::Spoiled, |act| act.spoils)?;
        is_on_paper.then_some((contract, place))
    })
}

/// Returns where a contract entrusts such an act, if its form has a row for the fact and does not ask for it in any
/// case.
pub(super) fn entrusted(
    context: &Context<'_>,
    id: ContractId,
    fact: Fact,
    is_meant: impl Fn(&Act) -> bool,
) -> Option<Span> {
    let kind = context.kind_of_contract(id)?;
    if kind.field(fact).is_none() || kind.asks(fact) {
        return None;
    }
    let tasks = context.matter.contracts[id].tasks.iter().flat_map(|group| &group.tasks);
    let mut acts = tasks.flat_map(|task| &task.acts);
    acts.find(|act| is_meant(&context.common.acts[act.value])).map(|act| act.span)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = printing(context).filter_map(|(contract, place)| {
        contract.spoiled.as_ref()?;
        Some(Some(Plant::unset(context, contract.span, "spoiled")?.within(place)))
    });
    Mutation::new(
        plants,
        text!(
            "紙に印刷する契約で、損紙の扱いを書いたものがありません",
            "no contract under which paper is printed says what becomes of spoiled sheets"
        ),
    )
}
