//! 番号法28条: the assessment before individual numbers are held.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::item::ItemEntry;
use crate::model::vocabulary::ItemKind;
use crate::rule::Rule;
use crate::rule::law::{NUMBER_9, NUMBER_10, NUMBER_11, NUMBER_28};
use crate::source::Located;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "impact-assessment-missing",
        severity: Severity::Error,
        basis: &[NUMBER_9, NUMBER_10, NUMBER_11, NUMBER_28],
        page: include_str!("impact_assessment_missing.md"),
    },
    check,
    mutate,
};

/// Below this number of persons the assessment need not be made; the count is of the whole business, though.
const PERSONS: u64 = 1_000;

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let Some((entry, kind)) = entries(context).find_map(|entry| Some((entry, individual_number(entry)?)))
    else {
        return;
    };
    let item = &entry.name;
    let Some(assessment) = &matter.impact_assessment else {
        let overview = matter.overview.as_ref();
        let count = overview.and_then(|overview| overview.subject_count.as_ref());
        let few =
            count.and_then(|count| context.common.persons(count)).is_some_and(|persons| persons < PERSONS);
        findings.add(
            RULE.at(
                kind.span,
                text!(
                    "個人番号（「{item}」）を取り扱いますが、特定個人情報保護評価が書かれていません（記載なし）",
                    "an individual number (`{item}`) is handled, and no impact assessment is stated"
                ),
            )
            .severity(if few { Severity::Warning } else { RULE.severity })
            .help(text!(
                "評価書を公表した日を impact_assessment に書いてください。事務全体の対象人数が1,000人未満で評価が要らないのなら、その旨を受け入れの理由に書いてください",
                "write the day it was published to `impact_assessment`; where the whole business has under 1,000 persons, say so in a waiver"
            )),
        );
        return;
    };
    let Some(term) = matter.term.as_ref().filter(|term| term.from.value < assessment.completed.value.last)
    else {
        return;
    };
    let (day, start) =
        (context.print().day_or_month(assessment.completed.value), context.print().day(term.from.value));
    findings.add(
        RULE.at(
            assessment.completed.span,
            text!(
                "特定個人情報保護評価の公表（{day}）が、開始日（{start}）より後です（要確認）",
                "the impact assessment was published on {day}, after the work began on {start}"
            ),
        )
        .related(term.from.span, text!("開始日は{start}", "it starts on {start}"))
        .related(kind.span, text!("個人番号", "the individual number"))
        .help(text!(
            "評価書を公表してから取扱いを始めるよう、日を直してください",
            "publish the assessment before individual numbers are handled"
        )),
    );
}

fn entries<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a ItemEntry> {
    context.matter.item_lists.iter().flat_map(|list| list.walk())
}

fn individual_number(entry: &ItemEntry) -> Option<&Located<ItemKind>> {
    entry.kinds.iter().find(|kind| kind.value == ItemKind::IndividualNumber)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let without = || Plant::unset(context, matter.span, "impact_assessment");
    let hold = |entry: &ItemEntry| Plant::set(context, entry.span, "kinds", "[individual_number]");
    let held = entries(context).find_map(individual_number);
    let plants: Vec<Option<Plant>> = match (held, &matter.impact_assessment) {
        (None, None) => entries(context).map(hold).collect(),
        (None, Some(_)) => entries(context).map(|entry| hold(entry)?.and(without())).collect(),
        (Some(kind), Some(_)) => vec![without().map(|plant| plant.within(kind.span))],
        (Some(_), None) => {
            let late = matter.term.as_ref().and_then(|term| term.from.value.succ_opt());
            let yaml = late.map(|day| format!("{{ completed: {day} }}"));
            let plant = yaml.and_then(|yaml| Plant::set(context, matter.span, "impact_assessment", &yaml));
            // Only what is new: the item is told already.
            let new = plant.as_ref().and_then(|plant| plant.edits.first()).map(|edit| edit.span);
            vec![plant.zip(new).map(|(plant, new)| plant.within(new))]
        }
    };
    Mutation::new(plants, text!("情報項目が書かれていません", "no items are listed"))
}
