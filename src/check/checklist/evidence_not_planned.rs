//! Measures that are adopted without a word on what evidence of them will remain.

use super::planted;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::matter::{Answer, Checklist};
use crate::model::vocabulary::{About, Mark};
use crate::rule::Rule;
use crate::rule::law::{APPI_66, QA_3_1_4};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "evidence-not-planned",
        severity: Severity::Warning,
        basis: &[APPI_66, QA_3_1_4],
        page: include_str!("evidence_not_planned.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for checklist in &context.matter.checklists {
        let unproved: Vec<&Answer> = adopted(checklist).filter(|answer| !has_evidence(answer)).collect();
        let Some(first) = unproved.first() else { continue };
        let form = context.form(checklist.form.value);
        let (heading, row) = (&form.heading, &form.rows[first.row.value].id);
        let mark = form.word(Mark::Adopted);
        let (missing, all) = (unproved.len(), adopted(checklist).count());
        let ja = if missing == all { "の全て".to_owned() } else { format!("のうち{missing}項目") };
        findings.add(
            RULE.at(
                checklist.form.span,
                text!(
                    "「{heading}」で{mark}とした{all}項目{ja}に、証跡として何がいつ残るかが書かれていません（記載なし）",
                    "{missing} of the {all} measures adopted here do not say what evidence will remain, and when"
                ),
            )
            .related(first.row.span, text!("はじめは{row}", "the first is row {row}"))
            .help(text!(
                "{mark}の項目ごとに、evidence に何がいつ残るか（報告書、管理簿、ログ、調査の記録など）を書いてください。様式に欄がないときは、欄を設けることを検討してください",
                "write in `evidence` of each {mark} what will remain and when (report, ledger, log, inspection record); the form may need a column for it"
            )),
        );
    }
}

fn adopted(checklist: &Checklist) -> impl Iterator<Item = &Answer> {
    checklist.answers.iter().filter(|answer| answer.status.value == Mark::Adopted)
}

/// Returns whether an answer says what evidence there will be: 「なし」 and a dash say that there is none.
fn has_evidence(answer: &Answer) -> bool {
    answer.evidence.as_ref().is_some_and(|evidence| !is_nothing(evidence))
}

/// Returns whether a text says nothing, or that there is nothing.
fn is_nothing(text: &str) -> bool {
    let folded = crate::spelling::fold(text);
    let bare = folded.trim_end_matches('。').trim_start_matches("特に");
    bare.chars().count() < 3
        || bare.chars().all(|c| matches!(c, '-' | 'ー' | '_' | '.' | '・'))
        || matches!(
            bare,
            "なし" | "無し" | "無" | "ない" | "ありません" | "該当なし" | "該当無し" | "未定" | "検討中"
        )
}

fn mutate(context: &Context<'_>) -> Mutation {
    let checklists = &context.matter.checklists;
    let emptied = checklists
        .iter()
        .filter(|checklist| adopted(checklist).all(has_evidence))
        .flat_map(|checklist| adopted(checklist).map(move |answer| (checklist, answer)))
        .map(|(checklist, answer)| {
            let plant = Plant::unset(context, answer.span, "evidence")?;
            Some(plant.within(checklist.form.span))
        });
    // Where every checklist lacks evidence already: one more, for one contract or connection.
    let matter = context.matter;
    let more = context.answers().map(|answered| {
        let covered = match context.about(answered.form) {
            About::Contract => matter.contracts.iter().map(|contract| &contract.id).next(),
            About::Connection => matter.connections.iter().map(|connection| &connection.id).next(),
            About::Role | About::Matter => None,
        };
        planted::checklist(context, &answered, covered?, "adopted")
    });
    Mutation::new(emptied.chain(more), text!("チェックリストの答えがありません", "no checklist is answered"))
}
