//! A waiver that has run out.

use super::waiver::Sample;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "waiver-expired",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("waiver_expired.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    // A waiver that ends before the work begins covers nothing of it.
    let first = context.matter.term.as_ref().map(|term| term.from.value);
    let begins = first.map_or(context.date, |first| first.max(context.date));
    let day = begins.max(context.waived_on);
    for waiver in context.matter.waivers.iter().filter(|waiver| waiver.until.value < day) {
        let (rule, until) = (&waiver.rule, context.print().day(waiver.until.value));
        let until_en = waiver.until.value;
        let what = if until_en < begins {
            let (day, day_en) = (context.print().day(begins), begins);
            text!(
                "「{rule}」を受け入れる期限（{until}）が、この案件の始まる日（{day}）より前です（要確認）",
                "the waiver of `{rule}` ran out on {until_en}, before the matter begins ({day_en})"
            )
        } else {
            let (day, day_en) = (context.print().day(day), day);
            text!(
                "「{rule}」を受け入れる期限（{until}）が、期間の途中で過ぎています（{day}現在。要確認）",
                "the waiver of `{rule}` ran out on {until_en}, within the term (as of {day_en})"
            )
        };
        findings.add(
            RULE.at(waiver.until.span, what)
                .related(waiver.place, text!("受け入れていた場所", "what it was for"))
                .help(text!(
                    "指摘を直すか、改めて理由と期限を決め、受け入れを認めてもらってください",
                    "fix the finding, or have the waiver allowed again with a new last day"
                )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let sample = Sample { rule: "date-impossible", until: "1989-01-08" };
    Mutation::new([sample.plant(context)], text!("案件に何も書かれていません", "the matter is empty"))
}
