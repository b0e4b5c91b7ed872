//! An item that tells of a marked group beside it, and is not marked.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::check::statements::{Word, contains, contains_any, word};
use crate::diagnostic::Severity;
use crate::model::item::ItemEntry;
use crate::model::vocabulary::ItemKind;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-unmarked-beside-marked",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("item_unmarked_beside_marked.md"),
    },
    check,
    mutate,
};

fn has(entry: &ItemEntry) -> bool {
    entry.kinds.iter().any(|own| own.value == ItemKind::SpecialCare)
}

/// Returns the entries of a list that tell what came of a marked neighbour, each with that neighbour.
fn derived<'a>(entries: &'a [ItemEntry], words: &[Word]) -> Vec<(&'a ItemEntry, &'a ItemEntry)> {
    let shares = |one: &[char], other: &[char]| {
        one.windows(2).any(|pair| contains(other, pair) && !contains_any(pair, words))
    };
    let unmarked = entries.iter().filter(|entry| !has(entry) && entry.members.is_empty());
    unmarked
        .filter_map(|entry| {
            let name = word(&entry.name);
            if !contains_any(&name, words) {
                return None;
            }
            let mut marked = entries.iter().filter(|other| has(other));
            let alike = marked.find(|other| shares(&name, &word(&other.name)));
            // What stands right behind a marked group tells what came of it.
            let behind = entries.windows(2).find_map(|pair| match pair {
                [group, own] if own.name.span == entry.name.span => {
                    (has(group) && !group.members.is_empty()).then_some(group)
                }
                _ => None,
            });
            alike.or(behind).map(|other| (entry, other))
        })
        .collect()
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let words = &context.statements().words.derived;
    for list in &context.matter.item_lists {
        let groups = list.entries.iter().filter(|entry| !entry.members.is_empty());
        let of_groups = groups.flat_map(|group| {
            let marked = group.members.iter().filter(|member| has(member)).count();
            let unmarked = group.members.iter().filter(|member| !has(member));
            // One or two among many were forgotten; where most are unmarked, they are of another kind.
            let are_few = marked >= 2 && (group.members.len() - marked) * 3 <= group.members.len();
            let first = group.members.iter().find(|member| has(member));
            unmarked.filter(move |_| are_few).filter_map(move |member| Some((member, first?)))
        });
        for (entry, neighbour) in of_groups.chain(derived(&list.entries, words)) {
            let (name, other) = (&entry.name, &neighbour.name);
            findings.add(
                RULE.at(
                    name.span,
                    text!(
                        "「{name}」に要配慮の印がありませんが、隣の「{other}」にはあります（要確認）",
                        "`{name}` is not marked as special_care, and `{other}` beside it is"
                    ),
                )
                .related(other.span, text!("「{other}」は要配慮個人情報", "`{other}` is special_care"))
                .help(text!(
                    "「{other}」の内容が分かる項目なら、kinds: [special_care] を書いてください",
                    "if it tells of `{other}`, write `kinds: [special_care]`"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let words = &context.statements().words.derived;
    let plants = context.matter.item_lists.iter().flat_map(|list| {
        list.entries.iter().filter(|entry| has(entry)).filter_map(move |entry| {
            let derived: String = words.first()?.iter().collect();
            let begin: String = entry.name.chars().take(2).collect();
            let item = format!("{{ name: {} }}", crate::yaml::edit::scalar(&format!("{begin}{derived}")));
            Some(Plant::push(context, list.entries_span, &item).map(Plant::inside_edit))
        })
    });
    Mutation::new(plants, text!("要配慮個人情報の項目がありません", "no item is special_care"))
}
