//! A contract that entrusts individual numbers (個人番号) and does not settle re-entrustment.

use super::entrusted::{entrusted, first_entries, mark, of_kinds, with_entry};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::contract::Contract;
use crate::model::vocabulary::ItemKind;
use crate::rule::Rule;
use crate::rule::law::{NUMBER_9, NUMBER_10, NUMBER_11, NUMBER_28, NUMBER_GUIDELINE_4_2};
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "individual-number-without-safeguards",
        severity: Severity::Error,
        basis: &[NUMBER_9, NUMBER_10, NUMBER_11, NUMBER_28, NUMBER_GUIDELINE_4_2],
        page: include_str!("individual_number_without_safeguards.md"),
    },
    check,
    mutate,
};

/// The clause on re-entrustment, by its id among the common clauses.
const CLAUSE: &str = "subcontracting";

fn check(context: &Context<'_>, findings: &mut Findings) {
    let numbers = of_kinds(context, &[ItemKind::IndividualNumber]);
    for (id, contract) in context.matter.contracts.enumerate() {
        let items = entrusted(context, id).and(&numbers);
        if items.is_empty() {
            continue;
        }
        let (title, names) = (context.contract(id), context.item_names(&items));
        let (names, names_en) = (names.ja, names.en);
        if contract.clauses.is_none() {
            findings.undecided(
                RULE.name,
                contract.id.span,
                text!(
                    "{names}を取り扱わせる契約「{title}」に再委託の条項があるか、特記事項の内容が書かれていないため分かりません",
                    "whether {title}, which entrusts {names_en}, has a clause on re-entrustment cannot be told: its clauses are not stated"
                ),
            );
        }
        let missing = missing(context, contract);
        let Some((place, _)) = missing.first() else { continue };
        let ja = quoted(missing.iter().map(|(_, what)| &what.ja)).ja;
        let en = missing.iter().map(|(_, what)| what.en.as_str()).collect::<Vec<_>>().join(", ");
        let finding = RULE
            .at(
                *place,
                text!(
                    "{names}を取り扱わせる契約「{title}」に、{ja}の記載がありません（記載なし）",
                    "{title} entrusts {names_en} but does not state {en}"
                ),
            )
            .label(text!("個人番号を取り扱わせる契約", "this contract entrusts individual numbers"))
            .help(text!(
                "再委託の有無、区の許諾のしかた、再委託の条項を契約に書いてください（再委託には、はじめに委託した区の許諾が要ります）",
                "state whether there is re-entrustment, how the ward permits it, and the clause on it (the first entruster's permission is needed)"
            ));
        findings.add(with_entry(context, finding, Some(id), &items));
    }
}

/// Returns what a contract does not settle, each with the place to fix.
fn missing(context: &Context<'_>, contract: &Contract) -> Vec<(Span, Text)> {
    let mut missing = Vec::new();
    match &contract.subcontracting {
        None => missing.push((contract.id.span, text!("再委託の有無", "whether there is re-entrustment"))),
        Some(own) if own.allowed.value && own.approval.is_none() => {
            missing.push((
                own.allowed.span,
                text!("再委託に対する区の許諾のしかた", "how the ward permits re-entrustment"),
            ));
        }
        Some(_) => {}
    }
    if let Some(clauses) = &contract.clauses {
        let has = clauses.iter().any(|clause| context.common.clauses[clause.kind.value].id == CLAUSE);
        if !has {
            missing.push((clauses.span, text!("再委託の条件の条項", "the clause on re-entrustment")));
        }
    }
    missing
}

fn mutate(context: &Context<'_>) -> Mutation {
    let mut plants: Vec<Option<Plant>> = Vec::new();
    for (id, entry) in first_entries(context) {
        let contract = &context.matter.contracts[id];
        let plant =
            mark(context, entry, ItemKind::IndividualNumber).map(|plant| plant.within(contract.id.span));
        plants.push(match &contract.subcontracting {
            Some(_) => {
                plant.and_then(|plant| plant.and(Plant::unset(context, contract.span, "subcontracting")))
            }
            None => plant,
        });
    }
    Mutation::new(plants, text!("項目を取り扱わせる契約がありません", "no contract entrusts any item"))
}
