//! One thing that two lists call by two names.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::check::statements::{Word, word};
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Located;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-named-two-ways",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("item_named_two_ways.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for group in &context.common.sentences.same_items {
        let forms: Vec<Word> = group.iter().map(|form| word(form)).collect();
        let entries = context.matter.item_lists.iter().flat_map(|list| list.walk()).map(|entry| &entry.name);
        let named: Vec<(usize, &Located<String>)> = entries
            .filter_map(|name| {
                let folded = word(name);
                Some((forms.iter().position(|form| *form == folded)?, name))
            })
            .collect();
        let Some((first, one)) = named.first() else { continue };
        let Some((_, other)) = named.iter().find(|(form, _)| form != first) else { continue };
        findings.add(
            RULE.at(
                other.span,
                text!(
                    "ある一覧では「{one}」、別の一覧では「{other}」です（不一致）",
                    "one list says `{one}`, another says `{other}`"
                ),
            )
            .related(one.span, text!("ここでは「{one}」", "`{one}` here"))
            .help(text!(
                "同じ項目なら同じ名で書き、別の項目なら何の項目かが分かる名にしてください",
                "use one name for one item, or say what the other item is"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = context.matter.item_lists.iter().flat_map(|list| {
        context.common.sentences.same_items.iter().map(move |group| {
            let name = |at: usize| group.get(at).map(|form| crate::yaml::edit::scalar(form));
            let (one, other) = (name(0)?, name(1)?);
            let item = format!("{{ name: 連絡先等, members: [{{ name: {one} }}, {{ name: {other} }}] }}");
            Plant::push(context, list.entries_span, &item)
        })
    });
    Mutation::new(plants, text!("情報項目の一覧がありません", "there is no list of items"))
}
