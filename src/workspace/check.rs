//! Every rule over every matter, and the proof that each rule finds a mistake planted in the matter at hand.

use super::{Error, Unread, select, whole};
use crate::case::Case;
use crate::check::context::Context;
use crate::check::prove::{self, Verdict};
use crate::check::rule::Check;
use crate::check::{self, Examined, Outcome};
use crate::diagnostic::Severity;
use crate::model::load::Workspace;
use crate::rule::Rule;
use crate::source::Sources;
use rayon::prelude::*;
use select::Selection;
use std::path::PathBuf;

/// How many matters are in memory at once.
const BATCH: usize = 64;

/// One matter, checked.
#[derive(Debug)]
pub struct Checked {
    /// Its file, relative to the workspace.
    pub file: PathBuf,
    /// `r07/koki-iryo-cashless`.
    pub name: String,
    /// The texts that places of the findings are in.
    pub sources: Sources,
    /// Findings, open questions, and what was looked at.
    pub outcome: Outcome,
}

/// What all matters of a run come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// What was looked at.
    pub examined: Examined,
    /// Findings of severity error (要修正) that no waiver covers.
    pub errors: usize,
    /// Warnings (注意) that no waiver covers.
    pub warnings: usize,
    /// Infos (情報) that no waiver covers.
    pub infos: usize,
    /// Findings that a waiver covers.
    pub waived: usize,
    /// What could not be decided from the paper.
    pub undecided: usize,
    /// Matters and years that could not be read.
    pub unread: usize,
}

impl Total {
    /// Adds what one matter comes to.
    pub fn add(&mut self, outcome: &Outcome) {
        self.examined.add(outcome.examined);
        self.undecided += outcome.undecided.len();
        for finding in &outcome.findings {
            let count = match (finding.waived.is_some(), finding.severity) {
                (true, _) => &mut self.waived,
                (false, Severity::Error) => &mut self.errors,
                (false, Severity::Info) => &mut self.infos,
                (false, Severity::Warning) => &mut self.warnings,
            };
            *count += 1;
        }
    }

    /// Adds another sum.
    pub fn add_total(&mut self, other: Self) {
        self.examined.add(other.examined);
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.waived += other.waived;
        self.undecided += other.undecided;
        self.unread += other.unread;
    }

    /// Returns whether there is a finding of this severity or above that no waiver covers.
    #[must_use]
    pub fn reaches(&self, bar: Severity) -> bool {
        let counts = [
            (Severity::Error, self.errors),
            (Severity::Warning, self.warnings),
            (Severity::Info, self.infos),
        ];
        counts.iter().any(|(severity, count)| *severity >= bar && *count > 0)
    }
}

/// All matters of a run, checked.
#[derive(Debug, Default)]
pub struct Report {
    /// The matters that were read, in order of years and names.
    pub matters: Vec<Checked>,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// The sum.
    pub total: Total,
}

/// The proof of one matter: whether each rule finds a mistake that is planted in it.
#[derive(Debug)]
pub struct Proved {
    /// `r07/koki-iryo-cashless`.
    pub name: String,
    /// The texts that places are in.
    pub sources: Sources,
    /// Each rule with what came of it.
    pub verdicts: Vec<(&'static Rule, Verdict)>,
}

impl Workspace {
    /// Checks every matter of every year.
    ///
    /// # Errors
    ///
    /// [`select::Error`] where the folders cannot be listed. A file that cannot be read is no error here:
    /// [`Report::unread`] holds it.
    pub fn check_all(&self) -> Result<Report, select::Error> {
        Ok(self.check(&self.select_all()?))
    }

    /// Checks some matters; see [`select`](Self::select). The texts of all of them stay in memory: for thousands,
    /// use [`check_each`](Self::check_each).
    #[must_use]
    pub fn check(&self, selections: &[Selection]) -> Report {
        let mut report = Report::default();
        self.check_each(
            selections,
            |checked| checked,
            |checked| match checked {
                Ok(checked) => {
                    report.total.add(&checked.outcome);
                    report.matters.push(checked);
                }
                Err(unread) => {
                    report.total.unread += 1;
                    report.unread.push(unread);
                }
            },
        );
        if let Some(strays) = self.unread_beside(selections) {
            report.total.unread += strays.files.len().max(1);
            report.unread.push(strays);
        }
        report
    }

    /// Checks matters on all cores, makes something of each there (`work`), and hands these over in order (`take`).
    /// No more than 64 matters are in memory at once.
    pub fn check_each<R: Send>(
        &self,
        selections: &[Selection],
        work: impl Fn(Checked) -> R + Sync,
        mut take: impl FnMut(Result<R, Unread>),
    ) {
        for selection in selections {
            let year = match self.whole_year(&selection.year) {
                Ok(year) => year,
                Err(error) => {
                    take(Err(Unread { files: selection.files.clone(), error }));
                    continue;
                }
            };
            let check = |file: &PathBuf| -> Result<R, Unread> {
                let unread = |error| Unread { files: vec![file.clone()], error };
                let read = whole(self.matter(&year, file));
                let (matter, sources) = read.map_err(|problems| unread(problems.into()))?;
                let context = Context::new(Case::new(self, &year, &matter, &sources));
                let outcome = check::check(&context);
                Ok(work(Checked { file: file.clone(), name: matter.name.clone(), sources, outcome }))
            };
            for batch in selection.files.chunks(BATCH) {
                let checked: Vec<Result<R, Unread>> = batch.par_iter().map(check).collect();
                checked.into_iter().for_each(&mut take);
            }
        }
    }

    /// Plants in a copy of each matter, rule by rule, the smallest mistake that the rule must find, and hands over
    /// what came of it, matter by matter.
    ///
    /// # Errors
    ///
    /// [`Error`] at the first matter or year that cannot be read: what is not whole proves nothing.
    pub fn prove_each(&self, selections: &[Selection], mut take: impl FnMut(Proved)) -> Result<(), Error> {
        for selection in selections {
            let year = self.whole_year(&selection.year)?;
            for file in &selection.files {
                let (matter, sources) = whole(self.matter(&year, file))?;
                let context = Context::new(Case::new(self, &year, &matter, &sources));
                let checks: Vec<&'static Check> = check::checks().collect();
                let verdicts =
                    checks.par_iter().map(|own| (&own.rule, prove::prove(own, self, &context, file)));
                let verdicts = verdicts.collect();
                let name = matter.name.clone();
                take(Proved { name, sources, verdicts });
            }
        }
        Ok(())
    }
}
