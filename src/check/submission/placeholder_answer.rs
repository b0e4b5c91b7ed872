//! A text that is no answer: an example of the template, a letter, a word that says nothing.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::TextKind;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::source::Located;
use crate::{spelling, text};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "placeholder-answer",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("placeholder_answer.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (text, is_label) in texts(context) {
        let folded = spelling::fold(text.value.trim().trim_end_matches('。'));
        let is_nothing =
            !is_label && context.common.no_answers.iter().any(|word| spelling::fold(word) == folded);
        let mark = context.common.fill_in_marks.iter().find(|mark| text.contains(mark.as_str()));
        if !is_nothing && mark.is_none() {
            continue;
        }
        let shown = spelling::short(text);
        findings.add(
            RULE.at(
                text.span,
                text!("「{shown}」は答えになっていません（記載なし）", "`{shown}` is no answer"),
            )
            .help(text!(
                "この欄に書くべきことを書くか、書くことがなければキーごと消してください",
                "write what belongs here, or take the key out where there is nothing to write"
            )),
        );
    }
}

/// Returns every text of the matter, and whether it is a name that stands by itself.
fn texts<'a>(context: &Context<'a>) -> Vec<(&'a Located<String>, bool)> {
    let matter = context.matter;
    let waived = matter.waivers.iter().map(|waiver| (&waiver.reason, false));
    let parties = matter.providers.iter().filter_map(|provider| provider.party.as_ref());
    let uncertified = parties.filter_map(|party| context.year.parties[party.value].no_certification.as_ref());
    let prose = context.prose().iter().map(|own| (own.text, own.place == TextKind::Label));
    let numbers = matter.contracts.iter().filter_map(|contract| contract.number.as_ref());
    let letter = matter.letter.iter().flat_map(|own| [&own.number, &own.to, &own.from]).flatten();
    let council = matter.council.iter().flat_map(|own| [&own.meeting, &own.place]).flatten();
    let named = numbers.chain(letter).chain(council).map(|text| (text, true));
    prose.chain(waived).chain(uncertified.map(|text| (text, false))).chain(named).collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let word = context.common.no_answers.first();
    let texts = context.prose().iter().filter(|own| own.place == TextKind::Body);
    let plants = texts.map(|own| Plant::scalar(own.text.span, word?));
    Mutation::new(plants, text!("文がありません", "there are no texts"))
}
