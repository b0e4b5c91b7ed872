//! 令和７年２月３０日, 平成３２年: days in running text that do not exist.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::era::{self, Mention};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::{Located, Span};
use crate::text;
use chrono::Datelike;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "date-impossible",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("date_impossible.md"),
    },
    check,
    mutate,
};

const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for text in texts(context) {
        let mentions = era::mentions(text);
        for (index, mention) in mentions.iter().enumerate() {
            let before = mentions.iter().take(index).filter(|other| other.words == mention.words).count();
            let places = context.sources.find_all(text.span, &mention.words);
            let place = places.get(before).copied().unwrap_or(text.span);
            findings.list.extend(judge(mention, place));
        }
    }
}

/// Returns every text that somebody reads, notes on meetings and waivers too.
fn texts<'a>(context: &Context<'a>) -> Vec<&'a Located<String>> {
    let matter = context.matter;
    let council = matter.council.iter().flat_map(|own| {
        let conditions = own.conditions.iter().flat_map(|one| one.how.iter().chain([&one.text]));
        own.meeting.iter().chain(conditions)
    });
    let assessment = matter.impact_assessment.iter().filter_map(|own| own.note.as_ref());
    let waivers = matter.waivers.iter().map(|waiver| &waiver.reason);
    let prose = context.prose().iter().map(|prose| prose.text);
    prose.chain(council).chain(assessment).chain(waivers).collect()
}

fn judge(mention: &Mention, place: Span) -> Option<Diagnostic> {
    let words = &mention.words;
    let message = match &mention.day {
        Err(reason) => reason.clone(),
        Ok(day) => {
            let right = day.weekday().num_days_from_monday();
            let written = mention.weekday.filter(|written| *written != right)?;
            let name = |day: u32| WEEKDAYS.get(usize::try_from(day).ok()?).copied();
            let (right, written) = (name(right)?, name(written)?);
            text!(
                "「{words}」は{right}曜日で、{written}曜日ではありません（不一致）",
                "`{words}` is a {right}, not a {written}"
            )
        }
    };
    Some(RULE.at(place, message).help(text!(
        "日付を確かめて直してください。１月から３月までは、年度の数と年の数が違います",
        "fix the day; from January to March the fiscal year is not the calendar year"
    )))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants =
        texts(context).into_iter().map(|text| Plant::insert(context, text.span, "令和７年２月３０日"));
    Mutation::new(plants, text!("案件に文がありません", "the matter has no text"))
}
