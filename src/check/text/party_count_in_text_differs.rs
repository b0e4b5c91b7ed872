//! A number of parties (三者契約) in a text of a contract that is not the number of its parties.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{contracts, word};
use crate::diagnostic::Severity;
use crate::model::era;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "party-count-in-text-differs",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("party_count_in_text_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let after = word("者契約");
    let words = &context.statements().words;
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        let [contract] = contracts(context, statement.prose.owner)[..] else { continue };
        let own = &context.matter.contracts[contract];
        // The form itself is another rule's.
        let is_form = own.form.as_ref().is_some_and(|form| form.span == statement.prose.text.span);
        if is_form || matches!(statement.prose.owner, Owner::Checklist(_)) {
            continue;
        }
        for range in statement.find(&after) {
            let number = range.start.checked_sub(1).and_then(|at| statement.chars.get(at));
            let Some(said) = number.copied().and_then(number_of) else { continue };
            let listed = own.parties.len();
            if said == listed || statement.is_denied(range.end, words) {
                continue;
            }
            let range = range.start - 1..range.end;
            let written = statement.written(context, &range);
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!(
                        "「{written}」とありますが、当事者は{listed}者です（不一致）",
                        "`{written}` is named, and the contract has {listed} parties"
                    ),
                )
                .related(own.parties_span, text!("当事者", "the parties"))
                .help(text!(
                    "当事者の数を確かめ、文と当事者の欄をそろえてください",
                    "count the parties, and make the text and the list agree"
                )),
            );
        }
    }
}

/// Returns the number that a numeral stands for.
fn number_of(c: char) -> Option<usize> {
    const KANJI: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let kanji = KANJI.iter().position(|own| *own == c).map(|at| at + 1);
    kanji.or_else(|| c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter();
    let plants = contracts.filter_map(|contract| {
        let text = contract.arrangement.as_ref()?.intro.as_ref()?;
        let other = era::full_width(contract.parties.len() % 8 + 1);
        Some(Plant::insert(context, text.span, &format!("。{other}者契約とする")))
    });
    Mutation::new(plants, text!("契約の形を述べた文がありません", "no contract has an arrangement in words"))
}
