//! An item whose name calls for a kind (個人識別符号, 要配慮, …) that its entry does not have.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::item::ItemEntry;
use crate::model::vocabulary::ItemKind;
use crate::model::ward::ItemWords;
use crate::rule::Rule;
use crate::rule::law::{APPI_2, APPI_2_3, APPI_60_5, NUMBER_9, NUMBER_10, NUMBER_11, NUMBER_28, RULES_43};
use crate::spelling::fold;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-kind-not-marked",
        severity: Severity::Error,
        basis: &[APPI_2, NUMBER_9, NUMBER_10, NUMBER_11, NUMBER_28, APPI_2_3, APPI_60_5, RULES_43],
        page: include_str!("item_kind_not_marked.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, list) in context.matter.item_lists.enumerate() {
        for entry in &list.entries {
            judge(context, entry, None, &context.item_list(id), findings);
            for member in &entry.members {
                judge(context, member, Some(entry), &context.item_list(id), findings);
            }
        }
    }
}

fn judge(
    context: &Context<'_>,
    entry: &ItemEntry,
    group: Option<&ItemEntry>,
    list: &Text,
    findings: &mut Findings,
) {
    let missing: Vec<(ItemKind, &str)> = context
        .common
        .item_words
        .iter()
        .filter_map(|words| Some((words.kind, word_in(&entry.name, words)?)))
        .filter(|(kind, _)| !is_marked(entry, *kind) && !group.is_some_and(|group| has(group, *kind)))
        .collect();
    let Some((_, word)) = missing.first() else { return };
    let (name, Text { ja: list, en: list_en }) = (&entry.name, list);
    let kinds = quoted(missing.iter().map(|(kind, _)| kind.ja())).ja;
    let wanted = missing.iter().map(|(kind, _)| kind.word()).collect::<Vec<_>>().join(", ");
    let mut finding = RULE
        .at(
            entry.name.span,
            text!(
                "{list}の「{name}」に、種別{kinds}の記載がありません（記載なし）",
                "`{name}` of {list_en} is not marked as {wanted}"
            ),
        )
        .label(text!("「{word}」を含む名です", "the name holds `{word}`"))
        .help(text!(
            "kinds: [{wanted}] を書いてください。当たらない項目であれば、common の item_words の except にその名を加えます",
            "write `kinds: [{wanted}]`; if the item is none of that, add its name to `except` in the common `item_words`"
        ));
    let elsewhere = context
        .matter
        .item_lists
        .iter()
        .flat_map(|list| list.walk())
        .find(|other| other.item == entry.item && missing.iter().any(|(kind, _)| has(other, *kind)));
    if let Some(other) = elsewhere {
        finding = finding.related(other.name.span, text!("ここでは書かれています", "it is marked here"));
    }
    findings.add(finding);
}

fn has(entry: &ItemEntry, kind: ItemKind) -> bool {
    entry.kinds.iter().any(|own| own.value == kind)
}

/// Returns whether the entry has the kind, or is a group of which every member has it.
fn is_marked(entry: &ItemEntry, kind: ItemKind) -> bool {
    has(entry, kind) || !entry.members.is_empty() && entry.members.iter().all(|member| has(member, kind))
}

/// Returns the word of a kind that a name holds; what is excepted does not count.
fn word_in<'w>(name: &str, words: &'w ItemWords) -> Option<&'w str> {
    let mut rest = fold(name);
    for except in &words.except {
        rest = rest.replace(&fold(except), " ");
    }
    words.words.iter().find(|word| rest.contains(&fold(word))).map(String::as_str)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let lists = &context.matter.item_lists;
    let marked = lists.iter().flat_map(|list| list.walk()).filter(|entry| {
        let mut words = context.common.item_words.iter();
        words.any(|words| has(entry, words.kind) && word_in(&entry.name, words).is_some())
    });
    let taken = marked
        .map(|entry| Plant::unset(context, entry.span, "kinds").map(|plant| plant.within(entry.name.span)));
    let added = lists.iter().flat_map(|list| {
        context.common.item_words.iter().filter_map(|words| words.words.first()).map(move |word| {
            let name = crate::yaml::edit::scalar(word);
            Plant::push(context, list.entries_span, &format!("{{ name: {name} }}")).map(Plant::inside_edit)
        })
    });
    Mutation::new(
        taken.chain(added),
        text!(
            "情報項目の一覧か、種別を思い出す語がありません",
            "there is no list of items, or no words for kinds"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_counts_unless_it_is_part_of_an_exception() {
        let words = ItemWords {
            kind: ItemKind::Financial,
            words: vec!["カード番号".to_owned(), "口座番号".to_owned()],
            except: vec!["在留カード番号".to_owned()],
            said: Vec::new(),
        };
        assert_eq!(word_in("クレジットカード番号", &words), Some("カード番号"));
        assert_eq!(word_in("ｸﾚｼﾞｯﾄｶｰﾄﾞ番号", &words), Some("カード番号"));
        assert_eq!(word_in("振込先 口座番号", &words), Some("口座番号"));
        assert_eq!(word_in("在留カード番号", &words), None);
        assert_eq!(word_in("在留カード番号及び口座番号", &words), Some("口座番号"));
        assert_eq!(word_in("収納日付", &words), None);
    }
}
