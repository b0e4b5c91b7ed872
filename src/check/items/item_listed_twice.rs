//! One item that stands twice in one list, members of groups included.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::item::{ItemEntry, ItemList};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::spelling;
use crate::text;
use std::collections::BTreeMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-listed-twice",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("item_listed_twice.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, list) in context.matter.item_lists.enumerate() {
        let mut seen: BTreeMap<String, (&ItemEntry, Text)> = BTreeMap::new();
        for (entry, whereabouts) in places(list) {
            let Some((first, before)) = seen.get(&spelling::fold(&entry.name)) else {
                seen.insert(spelling::fold(&entry.name), (entry, whereabouts));
                continue;
            };
            let (name, Text { ja: list, en: list_en }) = (&entry.name, context.item_list(id));
            let (one, two) = (&before.ja, &whereabouts.ja);
            let (one_en, two_en) = (&before.en, &whereabouts.en);
            findings.add(
                RULE.at(
                    entry.name.span,
                    text!(
                        "{list}に「{name}」が二度並んでいます（{one}と{two}、要確認）",
                        "`{name}` stands twice in {list_en} ({one_en} and {two_en})"
                    ),
                )
                .label(text!("二度目", "again here"))
                .related(first.name.span, text!("先に書かれた場所", "first here"))
                .help(text!(
                    "同じ項目なら一方を消し、違う項目なら名を分けてください",
                    "take one out if they are the same, else give them different names"
                )),
            );
        }
    }
}

/// Returns every entry with where it stands: at the top, or in which group.
fn places(list: &ItemList) -> impl Iterator<Item = (&ItemEntry, Text)> {
    list.entries.iter().flat_map(|entry| {
        let group = &entry.name;
        let inside = text!("「{group}」の中", "in `{group}`");
        let members = entry.members.iter().map(move |member| (member, inside.clone()));
        std::iter::once((entry, text!("一覧の並び", "the list itself"))).chain(members)
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let lists = context.matter.item_lists.iter();
    Mutation::new(
        lists.filter_map(|list| Some((list, list.entries.first()?))).map(|(list, entry)| {
            let name = crate::yaml::edit::scalar(&entry.name);
            Plant::push(context, list.entries_span, &format!("{{ name: {name} }}")).map(Plant::inside_edit)
        }),
        text!("情報項目の一覧がありません", "there is no list of items"),
    )
}
