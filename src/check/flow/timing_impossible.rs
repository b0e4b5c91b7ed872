//! A line that passes data on the same day, although it comes in only days later.

use super::planted;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::flow::{Flow, Link, Timing};
use crate::model::ids::{Id, RoleId};
use crate::model::vocabulary::DataStage;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;
use std::collections::BTreeMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "timing-impossible",
        severity: Severity::Info,
        basis: &[CONSISTENCY],
        page: include_str!("timing_impossible.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        let material = context.flow(id);
        for (earlier, later) in consecutive(flow) {
            let conflicts = conflicts(earlier, later);
            let Some((_, first)) = conflicts.first() else { continue };
            let (from, through) = (context.role(earlier.from.value), context.role(earlier.to.value));
            let to = context.role(later.to.value);
            let (slow, fast) = (
                said(conflicts.iter().map(|(before, _)| *before)),
                said(conflicts.iter().map(|(_, after)| *after)),
            );
            let (before, after) = (slow.ja, fast.ja);
            let (before_en, after_en) = (slow.en, fast.en);
            let mut finding = RULE
                .at(
                    first.when.span,
                    text!(
                        "{material}で、「{from}」から「{through}」へは{before}なのに、その先の「{to}」へは{after}とあり、どの日を指すか分かりません（要確認）",
                        "{material}: {from} sends to {through} {before_en}, yet {through} sends on to {to} {after_en}; from which day is it counted?"
                    ),
                )
                .assumed(conflicts.iter().any(|(before, after)| before.assumed || after.assumed))
                .help(text!(
                    "「当日」「即時」が、本人の手続の日か、前の者から受けた日かを確かめ、両方の線で数え方を揃えてください",
                    "find out whether it counts from the day the person acted or from the day of receipt, and count alike on both lines"
                ));
            for (before, _) in &conflicts {
                let (ja, en) = (before.when.value.print(), before.when.value.english());
                finding = finding.related(before.when.span, text!("前の線は{ja}", "{en} on the line before"));
            }
            findings.add(finding);
        }
    }
}

/// Returns what some timings say, such as 速報翌日・確報５営業日毎.
fn said<'f>(timings: impl Iterator<Item = &'f Timing>) -> Text {
    let words: Vec<(String, String)> = timings
        .map(|timing| {
            let (ja, en) = (timing.when.value.print(), timing.when.value.english());
            match &timing.data {
                Some(stage) => (format!("{}{ja}", stage.value.ja()), format!("{} {en}", stage.value.word())),
                None => (ja, en),
            }
        })
        .collect();
    let ja = words.iter().map(|(ja, _)| ja.as_str()).collect::<Vec<_>>().join("・");
    let en = words.iter().map(|(_, en)| en.as_str()).collect::<Vec<_>>().join(", ");
    Text { ja, en }
}

/// Returns each line with each that takes its data further.
fn consecutive(flow: &Flow) -> Vec<(&Link, &Link)> {
    let mut steps: Vec<Option<(u64, u64)>> = vec![None; flow.links.len()];
    for step in &flow.steps {
        let no = step.no.value;
        for link in &step.links {
            if let Some(range) = steps.get_mut(link.value.index()) {
                *range = Some(range.map_or((no, no), |(first, last)| (first.min(no), last.max(no))));
            }
        }
    }
    let hops = || {
        let links = flow.links.iter().zip(&steps).map(|(link, steps)| (link, *steps));
        links.filter(|(link, _)| link.is_transfer() && link.reply_to.is_none() && !link.timing.is_empty())
    };
    let mut leaving: BTreeMap<RoleId, Vec<_>> = BTreeMap::new();
    for hop in hops() {
        leaving.entry(hop.0.from.value).or_default().push(hop);
    }
    let mut pairs = Vec::new();
    for (earlier, first) in hops() {
        for (later, last) in leaving.get(&earlier.to.value).into_iter().flatten() {
            // The steps must leave room for the later line after the earlier one.
            let in_order = first.zip(*last).is_none_or(|(earlier, later)| earlier.0 <= later.1);
            if in_order && later.to.value != earlier.from.value && may_carry_same(earlier, later) {
                pairs.push((earlier, *later));
            }
        }
    }
    pairs
}

fn may_carry_same(earlier: &Link, later: &Link) -> bool {
    match (&earlier.items, &later.items) {
        (Some(earlier), Some(later)) => !earlier.and(later).is_empty(),
        _ => true,
    }
}

/// Returns, for each kind of data, the timing that takes days and the later one that takes none.
fn conflicts<'f>(earlier: &'f Link, later: &'f Link) -> Vec<(&'f Timing, &'f Timing)> {
    let days = |timing: &Timing| timing.when.value.latest_days();
    let mut found: Vec<(&Timing, &Timing)> = Vec::new();
    for stage in [DataStage::Preliminary, DataStage::Confirmed] {
        let counts = |timing: &&Timing| timing.data.as_ref().is_none_or(|own| own.value == stage);
        let slow =
            earlier.timing.iter().filter(counts).find(|timing| days(timing).is_some_and(|days| days > 0));
        let fast = later.timing.iter().filter(counts).find(|timing| days(timing) == Some(0));
        if let (Some(slow), Some(fast)) = (slow, fast)
            && !found.iter().any(|(before, after)| before.span == slow.span && after.span == fast.span)
        {
            found.push((slow, fast));
        }
    }
    found
}

fn mutate(context: &Context<'_>) -> Mutation {
    let flows = context.matter.flows.iter();
    let pairs: Vec<_> =
        flows.flat_map(|flow| consecutive(flow).into_iter().map(move |pair| (flow, pair))).collect();
    let set = |timings: &[Timing], word: &str| {
        let plants = timings.iter().flat_map(|timing| Plant::scalar(timing.when.span, word));
        plants.flat_map(|plant| plant.edits).collect::<Vec<_>>()
    };
    let slowed = pairs.iter().map(|(_, (earlier, later))| {
        let mut edits = set(&earlier.timing, "every-10-business-days");
        edits.extend(set(&later.timing, "same-day"));
        Some(Plant { edits, within: later.span })
    });
    let new = pairs
        .iter()
        .map(|(flow, (_, later))| planted::line(context, flow, later, ", timing: [{ when: same-day }]"));
    Mutation::new(
        slowed.chain(new),
        text!("送る時期が書かれた、続く二本の線がありません", "no two consecutive lines state their timing"),
    )
}
