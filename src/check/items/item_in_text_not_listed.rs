//! A text says that an item of information is handled, and no item list has it.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::{Owner, Prose, TextKind};
use crate::check::rule::Check;
use crate::check::statements::{Word, contains, contains_any, word};
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-in-text-not-listed",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("item_in_text_not_listed.md"),
    },
    check,
    mutate,
};

/// How many further places are shown.
const SHOWN: usize = 3;

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(list) = context.matter.item_lists.iter().next() else { return };
    let words = not_listed(context);
    let letters: Vec<Word> = words.iter().map(|own| word(own)).collect();
    let mut places: Vec<Vec<Span>> = vec![Vec::new(); words.len()];
    let statements = context.statements();
    for statement in statements.list.iter().filter(|own| !own.is_history && is_told(&own.prose)) {
        for (at, range) in statement.find_all(&letters) {
            // A list of what is not handled may be denied behind a comma: 口座番号は、聞き取らない.
            if !contains_any(statement.after(range.end), &statements.words.denials)
                && let Some(places) = places.get_mut(at)
            {
                places.push(statement.span(&range));
            }
        }
    }
    for (word, places) in words.into_iter().zip(places) {
        let Some((first, others)) = places.split_first() else { continue };
        let mut finding = RULE
            .at(
                *first,
                text!(
                    "文に「{word}」とありますが、どの項目一覧にもありません（記載なし）",
                    "the text names `{word}`, and no item list has it"
                ),
            )
            .related(list.entries_span, text!("項目一覧", "the item lists"))
            .help(text!(
                "この業務で扱うなら、項目一覧に加え、誰が取り扱うかを書いてください。区も委託先も扱わないなら、誰が扱うかが分かる文に直してください",
                "if it is handled here, add it to the item list and say who handles it; if neither the ward nor a contractor does, say in the text who does"
            ))
            .cause(format!("item-in-text-not-listed:{word}"));
        for other in others.iter().take(SHOWN) {
            finding = finding.related(*other, text!("ここにも", "here too"));
        }
        findings.add(finding);
    }
}

/// Returns whether a text tells what is done with data: a name, a title and an answer of a checklist do not.
fn is_told(prose: &Prose<'_>) -> bool {
    let owner = matches!(
        prose.owner,
        Owner::Overview
            | Owner::Connection(_)
            | Owner::Contract(_)
            | Owner::Conveyance(..)
            | Owner::Task(..)
            | Owner::Step(..)
    );
    owner && prose.place == TextKind::Body
}

/// Returns the words for items that no list has, by that name, as a part of another, or by another name of the same.
fn not_listed<'a>(context: &Context<'a>) -> Vec<&'a String> {
    let entries = context.matter.item_lists.iter().flat_map(|list| list.walk());
    let listed: Vec<Word> = entries.map(|entry| word(&entry.name)).collect();
    let is_listed = |own: &str| {
        let own = word(own);
        // 口座番号 in 振込先口座番号; クレジットカード番号 for カード番号.
        listed.iter().any(|name| contains(name, &own) || (name.len() > 3 && contains(&own, name)))
    };
    let groups = &context.common.sentences.same_items;
    let all = context.common.item_words.iter().flat_map(|row| &row.said);
    all.filter(|own| {
        let alike = groups.iter().filter(|group| group.contains(own)).flatten();
        !is_listed(own) && !alike.into_iter().any(|other| is_listed(other))
    })
    .collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let words = not_listed(context);
    let prose = context.prose().iter().filter(|own| is_told(own));
    let plants = prose.flat_map(|own| {
        words.iter().map(move |word| Plant::insert(context, own.text.span, &format!("。{word}を取り扱う")))
    });
    let has_lists = context.matter.item_lists.iter().next().is_some();
    Mutation::new(
        plants.take(if has_lists { usize::MAX } else { 0 }),
        text!(
            "項目一覧がないか、文の項目の語（common の item_words の said）が全て一覧にあります",
            "there is no item list, or it has every item of `said` in the common `item_words`"
        ),
    )
}
