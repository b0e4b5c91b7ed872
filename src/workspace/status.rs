//! What is due and overdue.

use super::Unread;
use super::select::{self, Selection};
use crate::case::Case;
use crate::check::settings::{self, Refused};
use crate::diagnostic::same;
use crate::duty::filed::Filed;
use crate::duty::status::{self, Inputs, Kind, Obligation, Standing, collect};
use crate::model::load::Workspace;
use crate::model::matter::Matter;
use crate::model::print::Print;
use crate::model::ward::RuleSetting;
use crate::{spelling, text};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// What is due of some matters, the most urgent first.
#[derive(Debug)]
pub struct Status {
    /// The day that was looked at.
    pub today: NaiveDate,
    /// How many matters were looked at.
    pub matters: usize,
    /// How the form of the newest year prints.
    pub print: Print,
    /// What is to be done.
    pub obligations: Vec<Obligation>,
    /// What the years that are over left undone, counted; empty where each is asked for.
    pub folded: Vec<Folded>,
    /// The matters that are still empty: they have no title yet, and nothing is due of them.
    pub drafts: Vec<String>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// What a matter whose year is over left undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// `r07/koki-iryo-cashless`.
    pub matter: String,
    /// How many of each kind.
    pub counts: BTreeMap<Kind, usize>,
}

impl Status {
    /// Returns whether anything is overdue.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        !self.folded.is_empty()
            || self.obligations.iter().any(|own| matches!(own.standing(self.today), Standing::Overdue(_)))
    }
}

impl Workspace {
    /// Returns what is due of some matters within so many days of `today`, against what was [`filed`](Self::filed);
    /// what is overdue, and what has no known date, always. Where `fold` is true, what years that are over left undone
    /// and cannot be done any more is counted only.
    ///
    /// # Errors
    ///
    /// [`select::Error`] where the folders cannot be listed.
    pub fn status(
        &self,
        selections: &[Selection],
        filed: &Filed,
        today: NaiveDate,
        days: u64,
        fold: bool,
    ) -> Result<Status, select::Error> {
        let all = self.select_all()?;
        let named = |own: &Selection| -> Vec<String> {
            let stems = own.files.iter().filter_map(|file| file.file_stem()?.to_str());
            stems.map(|stem| format!("{}/{stem}", own.year)).collect()
        };
        let matters: BTreeSet<String> = all.iter().flat_map(named).collect();
        let (mut obligations, mut folded, mut drafts, mut count) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let unread = self.each_matter(selections, |year, matter, sources| {
            count += 1;
            if self.is_empty_draft(&matter) {
                drafts.push(matter.name.clone());
                return;
            }
            let mut own = collect(&Inputs {
                case: Case::new(self, year, &matter, &sources),
                filed,
                matters: &matters,
                today,
            });
            if fold && is_over(&matter, today) {
                let (left, over): (Vec<_>, Vec<_>) =
                    own.into_iter().partition(|own| !own.kind.ends_with_year());
                let mut counts = BTreeMap::new();
                for one in over {
                    *counts.entry(one.kind).or_default() += 1;
                }
                if !counts.is_empty() {
                    folded.push(Folded { matter: matter.name.clone(), counts });
                }
                own = left;
            }
            obligations.extend(own);
        });
        let horizon = today.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
        obligations.retain(|own| own.due.is_none_or(|due| due <= horizon));
        // As long as the ward sets a rule, whoever asks for the status sees it.
        obligations.extend(self.ward.rules.iter().map(|own| setting(own, today)));
        status::sort(&mut obligations, today);
        for own in &mut obligations {
            own.words.ja = spelling::in_own_word(&own.words.ja, self.ward.word());
        }
        let print = self.print_of(None);
        Ok(Status { today, matters: count, print, obligations, folded, drafts, unread })
    }
}

impl Workspace {
    /// Returns whether a matter was begun and says nothing yet: it has no title, or that of the template.
    pub(super) fn is_empty_draft(&self, matter: &Matter) -> bool {
        let marks = &self.common.fill_in_marks;
        matter.title.as_ref().is_none_or(|title| {
            spelling::is_blank(title) || marks.iter().any(|mark| title.contains(mark.as_str()))
        })
    }
}

/// Returns what is to be done of a rule that the ward does not use, or makes lighter; of one that it cannot, that.
fn setting(own: &RuleSetting, today: NaiveDate) -> Obligation {
    let (rule, set, set_en, reason) = (&own.rule, own.set.value.ja(), own.set.value.word(), &own.reason);
    let by = &own.approved_by;
    Obligation {
        kind: Kind::Waiver,
        due: Some(own.until.value),
        department: same(&by.value),
        contractor: None,
        subject: "fugi.yaml".to_owned(),
        words: match settings::refused(own, today) {
            Some(Refused::Law | Refused::Guard | Refused::Unknown) => text!(
                "規則「{rule}」の扱い（{set}）は効いていない。fugi.yaml から消す（なぜかは fugi check が示す）",
                "the setting of the rule `{rule}` ({set_en}) has no effect: take it out of fugi.yaml (`fugi check` says why)"
            ),
            Some(Refused::Expired) | None => text!(
                "規則「{rule}」の扱い（{set}）の理由を見直し、続けるなら期限を延ばす（理由：{reason}）",
                "look again at why the rule `{rule}` is set to {set_en}, and extend it if that goes on ({reason})"
            ),
        },
    }
}

/// Returns whether the fiscal year of a matter and every term of it are over.
fn is_over(matter: &Matter, today: NaiveDate) -> bool {
    let year = NaiveDate::from_ymd_opt(matter.fiscal_year + 1, 3, 31);
    let contracts = matter.contracts.iter().filter_map(|own| own.overrides.term.as_ref());
    let connections = matter.connections.iter().filter_map(|own| own.overrides.term.as_ref());
    let terms = matter.term.iter().chain(contracts).chain(connections).map(|term| term.to.value);
    year.into_iter().chain(terms).all(|last| last < today)
}
