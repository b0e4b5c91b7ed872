//! A step whose sentence names an item that who does it may not handle, or that its contract does not have.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Word, contains_any, is_word, word};
use crate::diagnostic::Severity;
use crate::model::contract::Contract;
use crate::model::flow::{Flow, Step};
use crate::model::ids::{ContractId, ItemId};
use crate::model::item::Items;
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, CONSISTENCY};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-in-step-outside-scope",
        severity: Severity::Warning,
        basis: &[APPI_61, CONSISTENCY],
        page: include_str!("item_in_step_outside_scope.md"),
    },
    check,
    mutate,
};

/// Names of fewer letters are parts of other words (組, 額).
const LEAST: usize = 2;

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let named: Vec<(ItemId, Word)> = matter
        .items
        .enumerate()
        .map(|(id, item)| (id, word(&item.name)))
        .filter(|(_, name)| name.len() >= LEAST)
        .collect();
    let letters: Vec<Word> = named.iter().map(|(_, name)| name.clone()).collect();
    let statements = context.statements();
    for statement in statements.list.iter().filter(|own| !own.is_history) {
        let Owner::Step(flow, number) = statement.prose.owner else { continue };
        let flow = &matter.flows[flow];
        let (Some(step), Some(id)) = (flow.steps.get(number), flow.contract.as_ref()) else { continue };
        let contract = &matter.contracts[id.value];
        for (at, range) in statement.find_all(&letters) {
            let Some((item, _)) = named.get(at) else { continue };
            let goes_on = statement.chars.get(range.end).is_some_and(|c| is_word(*c))
                || range
                    .start
                    .checked_sub(1)
                    .and_then(|at| statement.chars.get(at))
                    .is_some_and(|c| is_word(*c));
            // A list of what is not handled may be denied behind a comma.
            if goes_on || contains_any(statement.after(range.end), &statements.words.denials) {
                continue;
            }
            let alike: Vec<ItemId> = alike(context, *item);
            let Some(why) = why(context, flow, step, contract, id.value, &alike) else { continue };
            let (name, role) = (&matter.items[*item].name, context.role(step.at.value));
            let (place, message) = match why {
                Why::Prohibited(place) => (
                    place,
                    text!(
                        "手順の文に「{name}」とありますが、「{role}」には取り扱わせないこととしています（不一致）",
                        "the step names `{name}`, which {role} is not to handle"
                    ),
                ),
                Why::NotOfContract(place) => (
                    place,
                    text!(
                        "手順の文に「{name}」とありますが、この契約の情報項目にありません（不一致）",
                        "the step names `{name}`, which is no item of this contract"
                    ),
                ),
            };
            findings.add(
                RULE.at(statement.span(&range), message)
                    .related(place, text!("取り扱う項目の定め", "what may be handled"))
                    .help(text!(
                        "その項目を渡すのなら、契約の項目と線に加えてよいかを確かめてください。渡さないのなら、文を直してください",
                        "where it is handed over, find out whether the contract and the line may have it; where not, fix the sentence"
                    )),
            );
        }
    }
}

/// What speaks against an item.
enum Why {
    Prohibited(crate::source::Span),
    NotOfContract(crate::source::Span),
}

/// Returns the items of the same name in any list.
fn alike(context: &Context<'_>, item: ItemId) -> Vec<ItemId> {
    let items = &context.matter.items;
    let name = &items[item].name;
    items.enumerate().filter(|(_, own)| own.name == *name).map(|(id, _)| id).collect()
}

fn why(
    context: &Context<'_>,
    flow: &Flow,
    step: &Step,
    contract: &Contract,
    id: ContractId,
    items: &[ItemId],
) -> Option<Why> {
    let matter = context.matter;
    let role = step.at.value;
    let has = |own: &Items| items.iter().any(|item| own.contains(*item));
    let prohibited = contract.prohibits.iter().find(|own| own.role.value == role && has(&own.items));
    if let Some(own) = prohibited {
        return Some(Why::Prohibited(own.span));
    }
    // What the step's lines pass is looked at line by line.
    let mut passed = step.links.iter().filter_map(|link| flow.links[link.value].items.as_ref());
    let of_list = |list: &crate::model::item::ItemList| {
        list.applies_to.as_ref().is_none_or(|own| own.iter().any(|own| own.value == id))
    };
    let listed = matter.item_lists.iter().filter(|list| of_list(list)).any(|list| has(&list.all));
    let hands = matter.roles[role].is(RoleKind::Ward)
        && step.links.iter().any(|link| {
            let to = flow.links[link.value].to.value;
            contract.reaches(to) && !matter.roles[to].is(RoleKind::Ward)
        });
    let list = matter.item_lists.iter().find(|list| of_list(list))?;
    (hands && !listed && !passed.any(|own| has(own))).then_some(Why::NotOfContract(list.entries_span))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let plants = matter.flows.iter().flat_map(|flow| {
        let contract = flow.contract.as_ref().map(|own| &matter.contracts[own.value]);
        flow.steps.iter().filter_map(move |step| {
            let contract = contract?;
            let role = &matter.roles[step.at.value];
            let item = matter.items.iter().find(|item| item.name.chars().count() >= LEAST)?;
            if role.is(RoleKind::Ward) || role.is(RoleKind::Principal) || !contract.reaches(step.at.value) {
                return None;
            }
            let (role, item) = (crate::yaml::edit::scalar(&role.id), item.name.as_str());
            let said = Plant::insert(context, step.text.span, &format!("。{item}を取り扱う"));
            let rule = format!("[{{ role: {role}, items: [{}] }}]", crate::yaml::edit::scalar(item));
            Some(said.and_then(|said| said.and(Plant::set(context, contract.span, "prohibits", &rule))))
        })
    });
    Mutation::new(
        plants,
        text!("契約の流れに、委託先の手順がありません", "no flow of a contract has a step of a contractor"),
    )
}
