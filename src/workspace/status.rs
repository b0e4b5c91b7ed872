//! What is due and overdue.

use super::Unread;
use super::select::{self, Selection};
use crate::case::Case;
use crate::duty::filed::Filed;
use crate::duty::status::{self, Inputs, Obligation, Standing, collect};
use crate::model::load::Workspace;
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// What is due of some matters, the most urgent first.
#[derive(Debug)]
pub struct Status {
    /// The day that was looked at.
    pub today: NaiveDate,
    /// How many matters were looked at.
    pub matters: usize,
    /// What is to be done.
    pub obligations: Vec<Obligation>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

impl Status {
    /// Returns whether anything is overdue.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.obligations.iter().any(|own| matches!(own.standing(self.today), Standing::Overdue(_)))
    }
}

impl Workspace {
    /// Returns what is due of some matters within so many days of `today`, against what was [`filed`](Self::filed);
    /// what is overdue, and what has no known date, always.
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
    ) -> Result<Status, select::Error> {
        let all = self.select_all()?;
        let named = |own: &Selection| -> Vec<String> {
            let stems = own.files.iter().filter_map(|file| file.file_stem()?.to_str());
            stems.map(|stem| format!("{}/{stem}", own.year)).collect()
        };
        let matters: BTreeSet<String> = all.iter().flat_map(named).collect();
        let (mut obligations, mut count) = (Vec::new(), 0);
        let unread = self.each_matter(selections, |year, matter, sources| {
            count += 1;
            obligations.extend(collect(&Inputs {
                case: Case::new(self, year, &matter, &sources),
                filed,
                matters: &matters,
                today,
            }));
        });
        let horizon = today.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
        obligations.retain(|own| own.due.is_none_or(|due| due <= horizon));
        status::sort(&mut obligations, today);
        Ok(Status { today, matters: count, obligations, unread })
    }
}
