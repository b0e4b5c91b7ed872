//! An item of a contract's list that the contract does not need.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::ids::{ContractId, ItemListId};
use crate::rule::Rule;
use crate::rule::law::APPI_61;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-without-use",
        severity: Severity::Warning,
        basis: &[APPI_61],
        page: include_str!("item_without_use.md"),
    },
    check,
    mutate,
};

/// Returns the contracts whose list it is.
fn users(context: &Context<'_>, list: ItemListId) -> Vec<ContractId> {
    let contracts = context.matter.contracts.enumerate();
    contracts
        .filter(|(_, contract)| contract.item_list.as_ref().is_some_and(|own| own.value == list))
        .map(|(id, _)| id)
        .collect()
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, list) in context.matter.item_lists.enumerate() {
        let users = users(context, id);
        for entry in list.walk() {
            let Some(needed_by) = &entry.needed_by else { continue };
            let idle: Vec<ContractId> =
                users.iter().copied().filter(|user| !needed_by.contains(user)).collect();
            let (name, Text { ja: list, en: list_en }) = (&entry.name, context.item_list(id));
            let message = if needed_by.is_empty() {
                text!(
                    "{list}の「{name}」は、使う手順が見当たりません（要確認）",
                    "no step is seen that needs `{name}` of {list_en}"
                )
            } else if idle.is_empty() {
                continue;
            } else {
                let Text { ja: titles, en: titles_en } =
                    quoted(idle.iter().map(|contract| context.contract(*contract)));
                text!(
                    "{list}の「{name}」は、契約{titles}では使われません（要確認）",
                    "`{name}` of {list_en} is not needed under {titles_en}"
                )
            };
            let mut finding = RULE
                .at(entry.name.span, message)
                .label(text!("使わない契約でも、処理させる項目になっています", "entrusted where it is not needed"))
                .help(text!(
                    "一覧から外すか、一覧を契約ごとに分けるか、何に使うかを示して needed_by を直してください",
                    "take it off the list, split the list by contract, or say what needs it and fix `needed_by`"
                ));
            for list in idle.iter().filter_map(|id| context.matter.contracts[*id].item_list.as_ref()) {
                finding = finding.related(
                    list.span,
                    text!("この契約が、一覧の全てを処理させます", "this contract entrusts the whole list"),
                );
            }
            findings.add(finding);
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let entries = context.matter.item_lists.iter().flat_map(|list| list.walk());
    Mutation::new(
        entries.filter(|entry| entry.needed_by.is_none()).map(|entry| {
            Plant::set(context, entry.span, "needed_by", "[]").map(|plant| plant.within(entry.name.span))
        }),
        text!("情報項目の一覧がありません", "there is no list of items"),
    )
}
