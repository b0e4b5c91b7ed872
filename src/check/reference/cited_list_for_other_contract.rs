//! 「情報項目は、資料…のとおり」: a list is cited whose title speaks for other contracts.

use super::plant;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity, Text, quoted};
use crate::model::flow::Link;
use crate::model::ids::{ContractId, FlowId, ItemListId};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Located;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "cited-list-for-other-contract",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("cited_list_for_other_contract.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for (id, contract) in matter.contracts.enumerate() {
        let Some(cite) = &contract.item_list else { continue };
        if speaks_for(context, cite.value, id) == Some(false) {
            let (Text { ja: list, en: list_en }, title) =
                (context.item_list(cite.value), context.contract(id));
            let finding = RULE
                .at(
                    cite.span,
                    text!(
                        "別紙「{title}」が情報項目として示す{list}は、この契約を対象としていません（不一致）",
                        "the annex `{title}` gives {list_en} as its items, which is for other contracts"
                    ),
                )
                .help(text!(
                    "この契約を対象とする一覧を示すか、一覧の題と applies_to にこの契約を加えてください",
                    "cite a list that is for this contract, or let the list's title and `applies_to` speak for it"
                ));
            findings.add(beside_list(context, finding, cite.value));
        }
    }
    for (flow_id, flow) in matter.flows.enumerate() {
        let Some(contract) = &flow.contract else { continue };
        for link in &flow.links {
            for cite in &link.cites {
                match speaks_for(context, cite.value, contract.value) {
                    Some(true) => {}
                    Some(false) => {
                        findings.add(of_link(context, flow_id, link, cite, contract.value));
                    }
                    None => {
                        let Text { ja: list, en: list_en } = context.item_list(cite.value);
                        let title = context.contract(contract.value);
                        findings.undecided(
                            RULE.name,
                            cite.span,
                            text!(
                                "{list}がどの契約の一覧か（applies_to）が書かれていないため、契約「{title}」の線が示してよいか分かりません",
                                "{list_en} does not say for which contracts it is (`applies_to`), so whether a link of `{title}` may cite it is open"
                            ),
                        );
                    }
                }
            }
        }
    }
}

/// Returns whether a list is for a contract: its own list is; `None` where the list does not say.
fn speaks_for(context: &Context<'_>, list: ItemListId, contract: ContractId) -> Option<bool> {
    let matter = context.matter;
    match &matter.item_lists[list].applies_to {
        Some(contracts) => Some(contracts.iter().any(|own| own.value == contract)),
        None => {
            let own = matter.contracts[contract].item_list.as_ref();
            own.is_some_and(|own| own.value == list).then_some(true)
        }
    }
}

fn of_link(
    context: &Context<'_>,
    flow: FlowId,
    link: &Link,
    cite: &Located<ItemListId>,
    contract: ContractId,
) -> Diagnostic {
    let Text { ja: list, en: list_en } = context.item_list(cite.value);
    let (flow, title) = (context.flow(flow), context.contract(contract));
    let (from, to) = (context.role(link.from.value), context.role(link.to.value));
    let own = context.matter.contracts[contract].item_list.as_ref().filter(|own| own.value != cite.value);
    let mut finding = RULE.at(
        cite.span,
        text!(
            "{flow}の{from}から{to}への線が示す{list}は、契約「{title}」を対象としていません（不一致）",
            "the line from `{from}` to `{to}` in {flow} cites {list_en}, which is not for the contract `{title}`"
        ),
    );
    finding = beside_list(context, finding, cite.value);
    match own {
        Some(own) => {
            let Text { ja: name, en: name_en } = context.item_list(own.value);
            finding
                .related(own.span, text!("この契約の情報項目は、{name}", "the items of this contract: {name_en}"))
                .help(text!(
                    "線の脇の「情報項目は、{list}のとおり」を{name}に直すか、{list}の題と中身をこの契約にも及ぶものに改めてください",
                    "let the link cite {name_en}, or widen title and items of {list_en} to this contract"
                ))
        }
        None => finding.help(text!(
            "線の脇の「情報項目は、{list}のとおり」を、この契約の情報項目の一覧に直してください",
            "let the link cite the list of this contract in the place of {list_en}"
        )),
    }
}

/// Points at what the list says of itself.
fn beside_list(context: &Context<'_>, finding: Diagnostic, list: ItemListId) -> Diagnostic {
    let row = &context.matter.item_lists[list];
    let of: Vec<&str> =
        row.applies_to.iter().flatten().map(|contract| context.contract(contract.value)).collect();
    let count = of.len();
    let Text { ja: names, en: names_en } = quoted(of);
    let place = row.title.as_ref().map_or(row.id.span, |title| title.span);
    if count == 0 {
        return finding
            .related(place, text!("この一覧は、どの契約も対象としない", "this list is for no contract"));
    }
    finding.related(
        place,
        text!(
            "この一覧が対象とするのは、{names}の{count}件",
            "this list is for {count} contract(s): {names_en}"
        ),
    )
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let mut plants = Vec::new();
    for flow in &matter.flows {
        let Some(contract) = &flow.contract else { continue };
        for link in &flow.links {
            for (id, list) in matter.item_lists.enumerate() {
                if speaks_for(context, id, contract.value) == Some(false) {
                    plants.push(Plant::set(context, link.span, "cites", &format!("[{}]", list.id)));
                }
            }
            for cite in &link.cites {
                let list = &matter.item_lists[cite.value];
                let moved = Plant::set(context, list.span, "applies_to", "[another-annex]");
                let added = plant::add(context, "contracts", "{ id: another-annex }");
                plants.push(moved.and_then(|moved| moved.and(added)).map(|plant| plant.within(cite.span)));
            }
        }
    }
    Mutation::new(
        plants,
        text!(
            "契約のある図に、情報項目の一覧を示せる線がありません",
            "no diagram of a contract has a link that could cite a list"
        ),
    )
}
