//! Two lists of one matter that are nearly the same and yet differ.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::item::ItemList;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::spelling::fold;
use crate::text;
use crate::yaml::edit::{self, Edit};
use std::collections::BTreeSet;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-lists-differ",
        severity: Severity::Info,
        basis: &[CONSISTENCY],
        page: include_str!("item_lists_differ.md"),
    },
    check,
    mutate,
};

/// How much of the smaller list must stand in the other to call them the same kind of data: this many of four parts.
/// Lists of different work share who a person is (番号, 氏名, 住所), which is less.
const ALIKE_QUARTERS: usize = 3;

fn check(context: &Context<'_>, findings: &mut Findings) {
    let lists: Vec<_> = context.matter.item_lists.enumerate().collect();
    for (index, (other_id, other)) in lists.iter().enumerate() {
        for (one_id, one) in lists.iter().take(index) {
            if !are_alike(one, other) {
                continue;
            }
            let (only_one, only_other) = (only_in(one, other), only_in(other, one));
            if only_one.is_empty() && only_other.is_empty() {
                continue;
            }
            let (a, b) = (context.item_list(*one_id), context.item_list(*other_id));
            let parts: Vec<Text> = [(&a, only_one), (&b, only_other)]
                .into_iter()
                .filter(|(_, names)| !names.is_empty())
                .map(|(list, names)| {
                    let Text { ja: names, en: names_en } = quoted(names);
                    let Text { ja: list, en: list_en } = list;
                    text!("{list}だけに{names}", "only {list_en} has {names_en}")
                })
                .collect();
            let (Text { ja: a, en: a_en }, Text { ja: b, en: b_en }) = (&a, &b);
            let ja = parts.iter().map(|part| part.ja.as_str()).collect::<Vec<_>>().join("、");
            let en = parts.iter().map(|part| part.en.as_str()).collect::<Vec<_>>().join("; ");
            findings.add(
                RULE.at(
                    other.id.span,
                    text!(
                        "{a}と{b}は重なりの多い一覧ですが、{ja}があります（要確認）",
                        "{a_en} and {b_en} are nearly the same list, but {en}"
                    ),
                )
                .label(text!("この一覧と", "this list"))
                .related(one.id.span, text!("この一覧", "and this one"))
                .help(text!(
                    "違いに理由があるかを確かめ、なければそろえてください",
                    "see whether the difference has a reason; if not, make them agree"
                )),
            );
        }
    }
}

fn tops(list: &ItemList) -> BTreeSet<String> {
    list.entries.iter().map(|entry| fold(&entry.name)).collect()
}

fn are_alike(one: &ItemList, other: &ItemList) -> bool {
    let (one, other) = (tops(one), tops(other));
    let common = one.intersection(&other).count();
    // A short list of who somebody is stands in any long one; nearly the same are lists that share most of both.
    common * 4 >= one.len().min(other.len()) * ALIKE_QUARTERS && common * 2 >= one.len().max(other.len())
}

/// Returns the names that stand in `list` and nowhere in `other`; a group stands for its members.
fn only_in<'l>(list: &'l ItemList, other: &ItemList) -> Vec<&'l str> {
    let there: BTreeSet<String> = other.walk().map(|entry| fold(&entry.name)).collect();
    list.entries
        .iter()
        .flat_map(|entry| {
            if there.contains(&fold(&entry.name)) { &entry.members[..] } else { std::slice::from_ref(entry) }
        })
        .filter(|entry| !there.contains(&fold(&entry.name)))
        .map(|entry| entry.name.as_str())
        .collect()
}

/// Puts a copy of a list with one more item before it.
fn mutate(context: &Context<'_>) -> Mutation {
    let plant = |list: &ItemList| {
        let source = context.sources.get(list.span.source())?;
        let (line, _) = source.line_column(list.span.start());
        let start = source.line_start(line);
        let lead = context.sources.slice(Span::new(list.span.source(), start, list.span.start())).to_owned();
        let names: Vec<String> =
            list.entries.iter().map(|entry| format!("{{ name: {} }}", edit::scalar(&entry.name))).collect();
        let copy = format!(
            "{{ id: planted-list, items: [{}, {{ name: planted-item }}] }}\n{lead}",
            names.join(", ")
        );
        let at = Span::new(list.span.source(), list.span.start(), list.span.start());
        Some(Plant { edits: vec![Edit::new(at, copy)], within: list.id.span })
    };
    Mutation::new(
        context.matter.item_lists.iter().map(plant),
        text!("情報項目の一覧がありません", "there is no list of items"),
    )
}
