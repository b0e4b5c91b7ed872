//! A step reads a code, and no item list says what is in it.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Statement, Word, contains, contains_any, is_word, word};
use crate::diagnostic::Severity;
use crate::model::ids::FlowId;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;
use std::ops::Range;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "code-read-not-listed",
        severity: Severity::Info,
        basis: &[CONSISTENCY],
        page: include_str!("code_read_not_listed.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let statements = context.statements();
    for statement in statements.list.iter().filter(|own| !own.is_history) {
        let Owner::Step(flow, _) = statement.prose.owner else { continue };
        let listed = listed(context, flow);
        if listed.is_empty() {
            continue;
        }
        let codes = statement.find_all(&statements.words.codes);
        let Some((_, range)) = codes.into_iter().find(|(_, range)| {
            is_read(statement, range.end, &statements.words.reads, &statements.words.denials)
        }) else {
            continue;
        };
        if is_listed(statement, &range, &listed) {
            continue;
        }
        let code = statement.written(context, &range);
        findings.add(
            RULE.at(
                statement.span(&range),
                text!(
                    "「{code}」を読み取りますが、何が読み取られるかが、この流れの項目一覧にありません（記載なし）",
                    "`{code}` is read, and the item list of this flow does not say what that holds"
                ),
            )
            .cause(format!("code-read-not-listed:{code}"))
            .help(text!(
                "コードの中の項目を確かめ、項目一覧に群として加えるか（例: {code}情報）、文のコードの後に、一覧にある項目の名を括弧で書いてください",
                "find out what it holds, and add that to the item list as a group, or write the name of a listed item in brackets behind it"
            )),
        );
    }
}

/// Returns the names in the item lists of the contract of a flow, folded; of a flow of no contract, in all lists.
fn listed(context: &Context<'_>, flow: FlowId) -> Vec<Word> {
    let matter = context.matter;
    let contract = matter.flows[flow].contract.as_ref().map(|own| own.value);
    let lists = matter.item_lists.iter().filter(|list| match (contract, &list.applies_to) {
        (Some(contract), Some(own)) => own.iter().any(|own| own.value == contract),
        _ => true,
    });
    lists.flat_map(|list| list.walk()).map(|entry| word(&entry.name)).collect()
}

/// Returns whether the words behind a code, up to the end of the sentence, say that it is read, and do not deny it.
fn is_read(statement: &Statement<'_>, end: usize, reads: &[Word], denials: &[Word]) -> bool {
    let read = reads.iter().filter_map(|read| {
        let rest = statement.after(end);
        let at = rest.windows(read.len()).position(|own| own == read.as_slice())?;
        Some(end + at + read.len())
    });
    read.min().is_some_and(|after| {
        !contains_any(statement.clause(end), denials) && !contains_any(statement.clause(after), denials)
    })
}

/// Returns whether a list names what a code holds: the code itself, an item that begins with the thing that bears it
/// (利用カード of 利用カードのバーコード), or an item in brackets behind it.
fn is_listed(statement: &Statement<'_>, range: &Range<usize>, listed: &[Word]) -> bool {
    let code = statement.chars.get(range.clone()).unwrap_or(&[]);
    let bearer = match statement.before(range.start) {
        [before @ .., 'の'] => {
            let letters = before.iter().rev().take_while(|c| is_word(**c)).count();
            before.get(before.len() - letters..).unwrap_or(&[])
        }
        _ => &[],
    };
    let within = match statement.after(range.end) {
        ['(', rest @ ..] => rest.split(|c| *c == ')').next().unwrap_or(&[]),
        _ => &[],
    };
    listed.iter().any(|name| {
        contains(name, code)
            || (bearer.len() > 1 && name.starts_with(bearer))
            || (name.len() > 1 && contains(within, name))
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let words = &context.common.sentences;
    let (code, read) = (words.codes.first(), words.reads.first());
    let steps = context.matter.flows.enumerate().filter(|(id, _)| !listed(context, *id).is_empty());
    let plants = steps
        .flat_map(|(_, flow)| &flow.steps)
        .map(|step| Plant::insert(context, step.text.span, &format!("。見本紙の{}を{}る", code?, read?)));
    Mutation::new(plants, text!("手順と項目一覧のある流れがありません", "no flow has steps and an item list"))
}
