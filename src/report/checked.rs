//! The results of `fugi check` as text: the findings of a matter, the sum of a run, and what was proved.

use super::shown_place;
use super::text::Writer;
use crate::check::causes::{self, Cause, Sort};
use crate::check::findings::Undecided;
use crate::check::prove::Verdict;
use crate::check::{Examined, Outcome};
use crate::diagnostic::{Diagnostic, Language, Severity, Text, quoted};
use crate::source::Sources;
use crate::text;
use crate::workspace::check::{Checked, Proved, Total};

/// Returns the findings of a matter, one text each.
#[must_use]
pub fn findings(checked: &Checked, writer: Writer) -> Vec<String> {
    let Checked { sources, outcome, .. } = checked;
    let shown = outcome.findings.iter().map(|finding| {
        let path = sources.place(finding.primary.span);
        writer.finding(sources, finding, path.as_deref())
    });
    shown.collect()
}

/// How many places of a cause are named.
const PLACES: usize = 3;

/// How many different names of a cause are listed.
const NAMES: usize = 12;

/// Returns what a matter's findings come to: how many causes, of what weight and sort, and what to do next.
#[must_use]
pub fn summary(name: &str, sources: &Sources, outcome: &Outcome, language: Language) -> Vec<String> {
    let causes = causes::of(&outcome.findings);
    let weighing = |severity| causes.iter().filter(|cause| cause.severity == severity).count();
    let [errors, warnings, infos] = [Severity::Error, Severity::Warning, Severity::Info].map(weighing);
    let sorted = |sort| causes.iter().filter(|cause| cause.sort == sort).count();
    let [differing, asking, missing] = [Sort::Differs, Sort::Ask, Sort::Missing].map(sorted);
    let (all, places) = (causes.len(), causes.iter().map(|cause| cause.findings.len()).sum::<usize>());
    let waived = outcome.findings.len() - places;
    let said = |text: Text| text.get(language).to_owned();
    let mut lines = vec![said(text!(
        "{name}: 要修正 {errors}件、注意 {warnings}件、情報 {infos}件、受入済 {waived}か所",
        "{name}: {errors} error(s), {warnings} warning(s), {infos} info, {waived} waived"
    ))];
    if all > 0 {
        lines.push(said(text!(
            "  原因 {all}件（食い違い {differing}件、要確認 {asking}件、未記入 {missing}件）、場所 {places}か所",
            "  {all} cause(s) ({differing} contradictions, {asking} to be looked at, {missing} not written) in {places} place(s)"
        )));
    }
    let gravest = causes.iter().map(|cause| cause.severity).max();
    let next = causes.iter().find(|cause| Some(cause.severity) == gravest).and_then(Cause::first);
    if let Some(next) = next {
        let (message, askers) = (next.message.get(language), next.askers());
        let (askers, at) = (askers.get(language), shown_place(sources, next.primary.span));
        lines.push(said(text!("  次はこれ: {message}{askers}（{at}）", "  next: {message}{askers} ({at})")));
        if let Some(help) = &next.help {
            let help = help.get(language);
            lines.push(said(text!("    対応: {help}", "    fix: {help}")));
        }
    }
    lines
}

/// Returns the findings of a matter by cause: what contradicts itself or asks to be looked at with its fix, then what
/// is not written; under headings by what they are about.
#[must_use]
pub fn causes(checked: &Checked, language: Language) -> Vec<String> {
    let Checked { sources, outcome, .. } = checked;
    let mut lines = Vec::new();
    let mut heading = None;
    for cause in causes::of(&outcome.findings) {
        let is_missing = cause.sort == Sort::Missing;
        if heading != Some((is_missing, cause.topic)) {
            heading = Some((is_missing, cause.topic));
            let topic = cause.topic.label();
            let topic = topic.get(language);
            let said = if is_missing {
                text!("■ 未記入 — {topic}", "== not written: {topic}")
            } else {
                text!("■ 食い違い・要確認 — {topic}", "== contradictions, to be looked at: {topic}")
            };
            lines.push(said.get(language).to_owned());
        }
        lines.extend(of_cause(sources, &cause, language));
    }
    lines
}

/// Returns a cause as lines: what it says, where, and unless something only has to be written, what to do.
fn of_cause(sources: &Sources, cause: &Cause<'_>, language: Language) -> Vec<String> {
    let Some(first) = cause.first() else { return Vec::new() };
    let said = |text: Text| text.get(language).to_owned();
    let (label, rule, mut message) =
        (said(cause.severity.label()), first.rule, first.message.get(language).to_owned());
    message.push_str(first.askers().get(language));
    if cause.findings.iter().all(|finding| finding.assumed) {
        message.push_str(text!("【推定】", " [assumed]").get(language));
    }
    let more = cause.findings.len() - 1;
    if more > 0 {
        message.push_str(&said(text!("　ほか{more}か所", " and {more} more")));
    }
    let at = |finding: &&Diagnostic| shown_place(sources, finding.primary.span);
    if cause.sort == Sort::Missing {
        let place = at(&first);
        let mut lines = vec![said(text!(
            "{label} {message}（{place} [{rule}]）",
            "{label} {message} ({place} [{rule}])"
        ))];
        lines.extend(
            names(cause, language).map(|names| said(text!("    ほか: {names}", "    also: {names}"))),
        );
        return lines;
    }
    let others = cause.findings.iter().filter(|finding| !std::ptr::eq(**finding, first));
    let mut places: Vec<String> =
        std::iter::once(&first).chain(others.clone()).map(at).take(PLACES).collect();
    if more >= PLACES {
        places.push("…".to_owned());
    }
    let places = places.join(if language == Language::Japanese { "、" } else { ", " });
    let mut lines = vec![format!("{label} {message}"), format!("    {places} [{rule}]")];
    lines.extend(first.help.as_ref().map(|help| {
        let help = help.get(language);
        said(text!("    対応: {help}", "    fix: {help}"))
    }));
    lines
}

/// Returns the quoted names in which the messages of a cause differ beyond the first, where they differ in nothing else.
fn names(cause: &Cause<'_>, language: Language) -> Option<String> {
    let parts = |finding: &Diagnostic| -> Vec<String> {
        let (open, close) = if language == Language::Japanese { ('「', '」') } else { ('`', '`') };
        finding.message.get(language).split([open, close]).map(str::to_owned).collect()
    };
    let first = parts(cause.first()?);
    let mut names: Vec<String> = Vec::new();
    for finding in &cause.findings {
        let other = parts(finding);
        if other.len() != first.len() {
            return None;
        }
        let differ = first.iter().zip(&other).enumerate().filter(|(_, (one, two))| one != two);
        let differ: Vec<(usize, &String)> = differ.map(|(at, (_, two))| (at, two)).collect();
        match differ.as_slice() {
            [] => {}
            // What stands between the marks has an odd number.
            [.., (at, name)] if at % 2 == 1 && differ.iter().all(|(at, _)| at % 2 == 1) => {
                if !names.contains(name) {
                    names.push((*name).clone());
                }
            }
            _ => return None,
        }
    }
    let rest = names.len().saturating_sub(NAMES);
    let mut shown = quoted(names.iter().take(NAMES)).get(language).to_owned();
    if rest > 0 {
        shown.push_str(text!("ほか{rest}", " and {rest} more").get(language));
    }
    (!names.is_empty()).then_some(shown)
}

/// Returns how many questions of each rule could not be decided, one line for all.
#[must_use]
pub fn undecided_by_name(outcome: &Outcome, language: Language) -> Option<String> {
    let mut counts: Vec<(&Undecided, usize)> = Vec::new();
    for open in &outcome.undecided {
        match counts.iter_mut().find(|(own, _)| own.rule == open.rule) {
            Some((_, count)) => *count += 1,
            None => counts.push((open, 1)),
        }
    }
    let all = outcome.undecided.len();
    let shown: Vec<String> = counts
        .iter()
        .map(|(own, count)| {
            if language == Language::Japanese {
                format!("「{}」{count}件", own.title)
            } else {
                format!("{} {count}", own.rule)
            }
        })
        .collect();
    let shown = shown.join(if language == Language::Japanese { "、" } else { ", " });
    let said = text!(
        "判定できない {all}件: {shown}（一件ずつは --undecided）",
        "{all} undecided: {shown} (--undecided lists them)"
    );
    (all > 0).then(|| said.get(language).to_owned())
}

/// Returns what could not be decided of a matter, one text each.
#[must_use]
pub fn undecided(checked: &Checked, writer: Writer) -> Vec<String> {
    let shown = checked.outcome.undecided.iter().map(|open| {
        let at = shown_place(&checked.sources, open.span);
        let (rule, said) = (open.rule, open.message.get(writer.language));
        let line = text!("判定できない[{rule}] {at}: {said}", "undecided[{rule}] {at}: {said}");
        line.get(writer.language).to_owned()
    });
    shown.collect()
}

/// Returns the two lines at the end of a run: what was found, and what was looked at.
#[must_use]
pub fn total(total: &Total) -> [Text; 2] {
    let Total { examined, errors, warnings, infos, waived, undecided, .. } = total;
    let Examined { matters, flows, links, sides, items, answers } = examined;
    [
        text!(
            "場所: 要修正 {errors}か所、注意 {warnings}か所、情報 {infos}か所、受入済 {waived}か所、判定できない {undecided}件",
            "places: {errors} error(s), {warnings} warning(s), {infos} info, {waived} waived, {undecided} undecided"
        ),
        text!(
            "検査したもの: 案件 {matters}件、流れ {flows}件（線 {links}本）、契約の当事者 {sides}者、情報項目 {items}件、チェックリストの答え {answers}件",
            "examined: {matters} matter(s), {flows} flow(s) ({links} links), {sides} sides of contracts, {items} items, {answers} answers"
        ),
    ]
}

/// How many rules were proved over the matters of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    /// Matters.
    pub matters: usize,
    /// Rules that found what was planted.
    pub proven: usize,
    /// Rules for which nothing can be planted in that matter.
    pub not_applicable: usize,
    /// Rules that missed what was planted.
    pub failed: usize,
}

impl Proofs {
    /// Counts a matter in, and returns a line for each rule; only what failed where `quiet`.
    pub fn add(&mut self, proved: &Proved, quiet: bool) -> Vec<Text> {
        self.matters += 1;
        let mut lines = Vec::new();
        for (rule, verdict) in &proved.verdicts {
            let name = rule.name;
            let line = match verdict {
                Verdict::Proven(span) => {
                    self.proven += 1;
                    let at = shown_place(&proved.sources, *span);
                    text!("  証明できた     {name}（{at}）", "  proven          {name} ({at})")
                }
                Verdict::NotApplicable(Text { ja, en }) => {
                    self.not_applicable += 1;
                    text!("  当てはまらない {name}（{ja}）", "  not applicable  {name} ({en})")
                }
                Verdict::Failed(Text { ja, en }) => {
                    self.failed += 1;
                    text!("  失敗           {name}（{ja}）", "  FAILED          {name} ({en})")
                }
            };
            if !quiet || matches!(verdict, Verdict::Failed(_)) {
                lines.push(line);
            }
        }
        lines
    }

    /// Returns the last line.
    #[must_use]
    pub fn total(&self) -> Text {
        let Self { matters, proven, not_applicable, failed } = self;
        text!(
            "案件 {matters}件: 証明できた {proven}件、当てはまらない {not_applicable}件、失敗 {failed}件",
            "{matters} matter(s): {proven} proven, {not_applicable} not applicable, {failed} FAILED"
        )
    }
}
