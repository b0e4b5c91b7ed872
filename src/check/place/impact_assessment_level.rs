//! The level of the assessment, and when it is made again.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::era;
use crate::model::vocabulary::AssessmentLevel;
use crate::rule::Rule;
use crate::rule::law::{ASSESSMENT_RULES, NUMBER_28};
use crate::text;
use chrono::{Months, NaiveDate};
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "impact-assessment-level",
        severity: Severity::Warning,
        basis: &[ASSESSMENT_RULES, NUMBER_28],
        page: include_str!("impact_assessment_level.md"),
    },
    check,
    mutate,
};

/// From so many persons on, the least level that will do; below, the number of those who handle it decides.
const LEAST: [(u64, AssessmentLevel); 2] =
    [(300_000, AssessmentLevel::Full), (100_000, AssessmentLevel::Priority)];

/// The assessment is made again before so many years have passed.
const YEARS: u32 = 5;

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let Some(assessment) = &matter.impact_assessment else { return };
    let count = matter.overview.as_ref().and_then(|overview| overview.subject_count.as_ref());
    match &assessment.level {
        None => findings.add(
            RULE.at(
                assessment.completed.span,
                text!(
                    "特定個人情報保護評価の種類（基礎項目・重点項目・全項目）が書かれていません（記載なし）",
                    "the level of the assessment is not stated"
                ),
            )
            .help(text!(
                "level に basic、priority、full のどれかを書いてください",
                "write `level`: basic, priority or full"
            )),
        ),
        Some(level) => {
            let least = count.and_then(|count| LEAST.iter().find(|(from, _)| count.value.value >= *from));
            if let Some((from, least)) = least.filter(|(_, least)| level.value < *least) {
                let (own, least, persons) = (level.value.ja(), least.ja(), era::thousands(*from));
                let mut finding = RULE.at(
                    level.span,
                    text!(
                        "対象人数が{persons}人以上ですが、評価は{own}です。少なくとも{least}が要ります（要確認）",
                        "with {from} persons or more, {own} is not enough: {least} at least"
                    ),
                );
                if let Some(count) = count {
                    finding = finding.related(count.value.span, text!("対象者数", "the number of persons"));
                }
                findings.add(finding.help(text!(
                    "しきい値判断（対象人数、取扱者数、重大事故）を確かめてください",
                    "look into the thresholds: persons, those who handle it, grave incidents"
                )));
            }
        }
    }
    let again = assessment.completed.value.last.checked_add_months(Months::new(12 * YEARS));
    let due = assessment.next_due.as_ref().map(|due| due.value).or(again);
    if let Some((due, term)) = due.zip(matter.term.as_ref()).filter(|(due, term)| *due < term.to.value) {
        let place = assessment.next_due.as_ref().map_or(assessment.completed.span, |due| due.span);
        let (day, day_en) = (context.print().day(due), due);
        findings.add(
            RULE.at(
                place,
                text!(
                    "特定個人情報保護評価は{day}までに改めて行うものですが、期間はその後まで続きます（要確認）",
                    "the assessment is due again by {day_en}, within the term"
                ),
            )
            .related(term.to.span, text!("期限", "the last day"))
            .help(text!(
                "期間のうちに評価をやり直す予定を立て、next_due を確かめてください",
                "plan to make it again within the term, and check `next_due`"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let otherwise = text!("期間が書かれていません", "no term is stated");
    let day: Option<NaiveDate> = matter.term.as_ref().and_then(|term| term.from.value.pred_opt());
    let plant = match (&matter.impact_assessment, day) {
        (Some(assessment), _) if assessment.level.is_some() => {
            Plant::unset(context, assessment.span, "level")
                .map(|plant| plant.within(assessment.completed.span))
        }
        (Some(assessment), Some(day)) => Plant::set(context, assessment.span, "next_due", &day.to_string()),
        (None, Some(day)) => {
            Plant::set(context, matter.span, "impact_assessment", &format!("{{ completed: {day} }}"))
        }
        _ => return Mutation::new([], otherwise),
    };
    Mutation::new([plant], otherwise)
}
