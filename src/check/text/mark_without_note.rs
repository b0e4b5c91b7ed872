//! A mark that refers to a note, and no note.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::check::statements::{Statement, Word};
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;
use std::ops::Range;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "mark-without-note",
        severity: Severity::Warning,
        basis: &[FORM],
        page: include_str!("mark_without_note.md"),
    },
    check,
    mutate,
};

/// Letters that make a mark.
const MARKS: [char; 4] = ['※', '*', '†', '注'];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let statements = &context.statements().list;
    let notes: Vec<Word> = statements.iter().filter_map(note).collect();
    for statement in statements {
        for range in references(statement) {
            let mark = statement.chars.get(range.start + 1..range.end - 1).unwrap_or(&[]);
            if notes.iter().any(|note| note == mark) {
                continue;
            }
            let written = statement.written(context, &range);
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!(
                        "「{written}」の注が、どこにもありません（記載なし）",
                        "there is no note for `{written}`"
                    ),
                )
                .help(text!(
                    "同じ印で始まる注を書き足すか、印を除いてください",
                    "add a note that begins with the same mark, or take the mark out"
                )),
            );
        }
    }
}

/// Returns the marks in brackets that a sentence has: (※), (※2), (*1), (注3).
fn references(statement: &Statement<'_>) -> Vec<Range<usize>> {
    let chars = &statement.chars;
    let opens = chars.iter().enumerate().filter(|(_, c)| **c == '(').map(|(at, _)| at);
    opens
        .filter_map(|at| {
            let mark = length(statement.after(at + 1));
            (mark > 0 && chars.get(at + 1 + mark) == Some(&')')).then(|| at..at + mark + 2)
        })
        .collect()
}

/// Returns how many letters of a mark a text begins with: the sign and its number.
fn length(chars: &[char]) -> usize {
    match chars.split_first() {
        Some((sign, rest)) if MARKS.contains(sign) => {
            let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
            // 「注」 by itself is a word.
            if *sign == '注' && digits == 0 { 0 } else { 1 + digits }
        }
        _ => 0,
    }
}

/// Returns the mark that a note begins with, in brackets or not.
fn note(statement: &Statement<'_>) -> Option<Word> {
    let begin = statement.chars.iter().position(|c| !c.is_whitespace() && *c != '(' && *c != '・')?;
    let chars = statement.after(begin);
    let mark = chars.get(..length(chars)).filter(|mark| !mark.is_empty())?;
    Some(mark.to_vec())
}

fn mutate(context: &Context<'_>) -> Mutation {
    let texts = context.matter.overview.iter().filter_map(|overview| overview.description.as_ref());
    let plants = texts.map(|text| Plant::insert(context, text.span, "（※９９）"));
    Mutation::new(plants, text!("概要の文がありません", "no overview"))
}
