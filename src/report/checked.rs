//! The results of `fugi check` as text: the findings of a matter, the sum of a run, and what was proved.

use super::shown_place;
use super::text::Writer;
use crate::check::Examined;
use crate::check::prove::Verdict;
use crate::diagnostic::Text;
use crate::text;
use crate::workspace::check::{Checked, Proved, Total};

/// Returns the findings of a matter, one text each.
#[must_use]
pub fn findings(checked: &Checked, writer: Writer) -> Vec<String> {
    let Checked { sources, outcome, .. } = checked;
    let shown = outcome.findings.iter().map(|finding| {
        let path = sources.path_to(finding.primary.span);
        writer.finding(sources, finding, path.as_deref())
    });
    shown.collect()
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
            "要修正 {errors}件、注意 {warnings}件、情報 {infos}件、受入済 {waived}件、判定できない {undecided}件",
            "{errors} error(s), {warnings} warning(s), {infos} info, {waived} waived, {undecided} undecided"
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
