//! A way of handing over, or how often, that a sentence names and its lines do not have.

use super::named::lines;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Statement, Word, contains, contains_any, word};
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::flow::{Link, When};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;
use std::ops::Range;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "way-in-text-differs",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("way_in_text_differs.md"),
    },
    check,
    mutate,
};

/// How often: of these a line has one.
const OFTEN: [When; 4] = [
    When::Every { days: 1, business: false },
    When::Every { days: 7, business: false },
    When::Months(1),
    When::Yearly,
];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let often: Vec<Word> = OFTEN.iter().map(|when| word(&often(*when))).collect();
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        if statement.prose.owner == Owner::Overview {
            media(context, statement, findings);
        }
        let lines = lines(context, statement.prose.owner);
        if lines.is_empty() {
            continue;
        }
        ways(context, statement, &lines, findings);
        timing(context, statement, &lines, &often, findings);
    }
}

/// Returns the word of how often, as sentences have it.
fn often(when: When) -> String {
    match when {
        When::Every { days: 1, business: false } => "毎日".to_owned(),
        when => when.print(),
    }
}

/// Holds the media that the overview names against those that any line hands over.
fn media(context: &Context<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    let words = &context.statements().words;
    let links = context.matter.flows.iter().flat_map(|flow| flow.links.iter());
    let handing: Vec<&Link> = links.filter(|link| link.means.is_some()).collect();
    let means: Vec<Word> =
        handing.iter().filter_map(|link| link.means.as_ref()).map(|own| word(own)).collect();
    let family = words.ways.iter().find(|family| {
        family.iter().flatten().any(|way| words.removable.iter().any(|own| contains(own, way)))
    });
    let Some(family) = family else { return };
    let is_stated = |way: &Vec<Word>| means.iter().any(|own| contains_any(own, way));
    if !family.iter().any(is_stated) {
        return;
    }
    for way in family.iter().filter(|way| !is_stated(way)) {
        let found = statement.find_all(way);
        if let Some((_, range)) = found.iter().find(|(_, range)| !statement.is_denied(range.end, words)) {
            let stated: Vec<&Link> = handing
                .iter()
                .copied()
                .filter(|link| {
                    let means = link.means.as_ref().map(|own| word(own)).unwrap_or_default();
                    family.iter().any(|way| contains_any(&means, way))
                })
                .collect();
            let place = stated.first().and_then(|link| link.means.as_ref()).map(|own| own.span);
            add(context, statement, range, &stated, place, findings);
        }
    }
}

fn ways(context: &Context<'_>, statement: &Statement<'_>, lines: &[&Link], findings: &mut Findings) {
    let words = &context.statements().words;
    let means: Vec<Word> = lines.iter().filter_map(|link| link.means.as_ref()).map(|own| word(own)).collect();
    let place = lines.iter().find_map(|link| {
        link.means.as_ref().map(|own| own.span).or(link.network.as_ref().map(|own| own.span))
    });
    for family in &words.ways {
        let stated: Vec<usize> = (0..family.len())
            .filter(|at| {
                family.get(*at).is_some_and(|group| means.iter().any(|own| contains_any(own, group)))
            })
            .collect();
        let said: Vec<(usize, Range<usize>)> = family
            .iter()
            .enumerate()
            .flat_map(|(at, group)| statement.find_all(group).into_iter().map(move |(_, range)| (at, range)))
            .filter(|(_, range)| !statement.is_denied(range.end, words))
            .collect();
        if stated.is_empty() || said.is_empty() || said.iter().any(|(at, _)| stated.contains(at)) {
            continue;
        }
        if let Some((_, range)) = said.first() {
            add(context, statement, range, lines, place, findings);
        }
    }
    // A thing that is handed over does not pass over a network, and is more than shown or told.
    let is_only_shown = lines
        .iter()
        .all(|link| link.network.is_none() && link.class.is_some_and(|class| !class.leaves_a_copy()));
    let is_named = words.ways.iter().flatten().any(|way| means.iter().any(|own| contains_any(own, way)));
    if (means.is_empty() && lines.iter().all(|link| link.network.is_some())) || (is_only_shown && !is_named) {
        let said = statement.find_all(&words.by_hand);
        if let Some((_, range)) = said.iter().find(|(_, range)| !statement.is_denied(range.end, words)) {
            add(context, statement, range, lines, place, findings);
        }
    }
}

fn add(
    context: &Context<'_>,
    statement: &Statement<'_>,
    range: &Range<usize>,
    lines: &[&Link],
    place: Option<crate::source::Span>,
    findings: &mut Findings,
) {
    let written = statement.written(context, range);
    let stated = lines.iter().filter_map(|link| {
        let network = link.network.as_ref().map(|own| context.common.networks[own.value].name.as_str());
        link.means.as_ref().map(|own| own.as_str()).or(network)
    });
    let Text { ja: stated, en: stated_en } = quoted(stated);
    findings.add(
        RULE.at(
            statement.span(range),
            text!(
                "文では「{written}」ですが、その線の渡し方は{stated}です（不一致）",
                "the sentence says `{written}`, and its line passes by {stated_en}"
            ),
        )
        .related(place.unwrap_or(crate::source::Span::NOWHERE), text!("線の渡し方", "how the line passes"))
        .help(text!(
            "渡し方を確かめ、文と線をそろえてください",
            "find out how it passes, and make them agree"
        )),
    );
}

fn timing(
    context: &Context<'_>,
    statement: &Statement<'_>,
    lines: &[&Link],
    often: &[Word],
    findings: &mut Findings,
) {
    let stated: Vec<String> =
        lines.iter().flat_map(|link| &link.timing).map(|timing| timing.when.value.print()).collect();
    if stated.is_empty() || lines.iter().any(|link| link.timing.is_empty()) {
        return;
    }
    let soon: Vec<Word> =
        ["即時", "当日", "翌日", "翌営業日", "翌週", "翌月"].iter().map(|own| word(own)).collect();
    if stated.iter().all(|own| contains_any(&word(own), &soon)) {
        hold(context, statement, lines, &soon, &stated, findings);
    }
    hold(context, statement, lines, often, &stated, findings);
    times(context, statement, lines, findings);
}

/// Holds 「月に２回」 against lines that pass each week or more often, and 「週に２回」 against those that pass each month or
/// less: so many times in a span of time.
fn times(context: &Context<'_>, statement: &Statement<'_>, lines: &[&Link], findings: &mut Findings) {
    let words = &context.statements().words;
    let days = |when: When| match when {
        When::Every { days, .. } => Some(u64::from(days)),
        When::Months(months) => Some(30 * u64::from(months)),
        When::Yearly => Some(365),
        _ => None,
    };
    let stated: Option<Vec<u64>> =
        lines.iter().flat_map(|link| &link.timing).map(|timing| days(timing.when.value)).collect();
    let Some(stated) = stated else { return };
    for number in statement.numbers() {
        let span = match statement.before(number.range.start) {
            [.., '週', 'に'] | [.., '週'] => 7,
            [.., '月', 'に'] | [.., '月'] => 30,
            [.., '年', 'に'] | [.., '年'] => 365,
            _ => continue,
        };
        // 「４月２回目」 is a day.
        if statement.chars.get(number.range.end) != Some(&'回')
            || statement.chars.get(number.range.end + 1) == Some(&'目')
            || number.value == 0
            || statement.is_denied(number.range.end, words)
        {
            continue;
        }
        // A line of the same span may pass several times in it; else as often as that comes to.
        let of = |days: u64| {
            if days <= 7 {
                7
            } else if days <= 31 {
                30
            } else {
                365
            }
        };
        let own = span / number.value;
        if stated.iter().any(|days| of(*days) == span || own.abs_diff(*days) * 2 <= *days) {
            continue;
        }
        let range = number.range.start - 1..number.range.end + 1;
        let written = statement.written(context, &range);
        let place = lines.iter().flat_map(|link| &link.timing).next().map(|own| own.span);
        let Text { ja: known, en: known_en } =
            quoted(lines.iter().flat_map(|link| &link.timing).map(|own| own.when.value.print()));
        findings.add(
            RULE.at(
                statement.span(&range),
                text!(
                    "文では「{written}」ですが、その線の時期は{known}です（不一致）",
                    "the sentence says `{written}`, and its line passes {known_en}"
                ),
            )
            .related(place.unwrap_or(statement.prose.text.span), text!("線の時期", "when the line passes"))
            .help(text!(
                "時期を確かめ、文と timing をそろえてください",
                "find out when it passes, and make them agree"
            )),
        );
    }
}

/// Holds the words of a sentence on when something passes against when its lines pass.
fn hold(
    context: &Context<'_>,
    statement: &Statement<'_>,
    lines: &[&Link],
    words: &[Word],
    stated: &[String],
    findings: &mut Findings,
) {
    for (_, range) in statement.find_all(words) {
        let said = statement.chars.get(range.clone()).unwrap_or(&[]);
        // 「毎日のバックアップ」 speaks of something else than the line.
        if stated.iter().any(|own| contains(&word(own), said))
            || statement.is_denied(range.end, &context.statements().words)
            || statement.chars.get(range.end) == Some(&'の')
        {
            continue;
        }
        let written = statement.written(context, &range);
        let Text { ja: known, en: known_en } = quoted(stated);
        let place = lines
            .iter()
            .flat_map(|link| &link.timing)
            .next()
            .map_or(statement.prose.text.span, |own| own.span);
        findings.add(
            RULE.at(
                statement.span(&range),
                text!(
                    "文では「{written}」ですが、その線の時期は{known}です（不一致）",
                    "the sentence says `{written}`, and its line passes {known_en}"
                ),
            )
            .related(place, text!("線の時期", "when the line passes"))
            .help(text!(
                "時期を確かめ、文と timing をそろえてください",
                "find out when it passes, and make them agree"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let words = &context.statements().words;
    let steps = context.matter.flows.enumerate().flat_map(|(id, flow)| {
        let own = flow.steps.iter().enumerate();
        own.map(move |(number, step)| (crate::check::prose::Owner::Step(id, number), step.text.span))
    });
    let plants = steps.filter_map(|(owner, span)| {
        let lines = lines(context, owner);
        let means: Vec<Word> =
            lines.iter().filter_map(|link| link.means.as_ref()).map(|own| word(own)).collect();
        let is_by_network =
            means.is_empty() && !lines.is_empty() && lines.iter().all(|link| link.network.is_some());
        let other = if is_by_network {
            words.by_hand.first()
        } else {
            words
                .ways
                .iter()
                .find_map(|family| {
                    let is_stated = |group: &Vec<Word>| means.iter().any(|own| contains_any(own, group));
                    family.iter().any(is_stated).then(|| family.iter().find(|group| !is_stated(group)))?
                })?
                .first()
        };
        let other: String = other?.iter().collect();
        // A sentence of its own in place of the step's: what the step says rightly would be heard too.
        Some(Plant::scalar(span, &format!("{other}による。")))
    });
    Mutation::new(
        plants,
        text!("渡し方の書かれた線を使う手順がありません", "no step uses a line that states how it passes"),
    )
}
