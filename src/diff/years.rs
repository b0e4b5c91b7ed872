//! What depends only on the two years and is the same for each of their matters: found once a run.

use super::facts::{Edit, Key, Sorted, Token};
use super::identity::Identity;
use super::judge::Judged;
use super::matching::Which;
use super::policy::Policy;
use super::prose::Spelling;
use super::view::checklists::RowWords;
use super::view::{Words, form_facts};
use super::{Comparison, compare_within};
use crate::case::Case;
use crate::model::ids::{FormId, Id, RowId};
use crate::model::ward::Year;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

/// Returns what two years are called in a sentence: by the year, or as before and after where it is one year.
#[must_use]
pub fn year_names(old: &Case<'_>, new: &Case<'_>) -> (String, String) {
    let (before, after) = (old.matter.fiscal_year, new.matter.fiscal_year);
    if before == after {
        return ("改正前".to_owned(), "改正後".to_owned());
    }
    let print = &new.year.labels.print;
    (print.fiscal_year(before), print.fiscal_year(after))
}

/// A difference of a form: what it is about, and in which of the two years that is.
type Difference = (Key, bool, bool);

/// What two years have for every matter.
#[derive(Debug)]
pub(crate) struct Years<'a> {
    /// Legal entities, forms and rows; nothing of a matter.
    pub(crate) identity: Identity,
    pub(crate) spelling: Spelling,
    /// By index of the form in its year.
    old: Vec<(Token, Sorted<'a>)>,
    new: Vec<(Token, Sorted<'a>)>,
    /// By index of the form, then of the row.
    old_rows: Vec<Vec<RowWords<'a>>>,
    new_rows: Vec<Vec<RowWords<'a>>>,
    judged: RwLock<BTreeMap<Difference, Judged>>,
}

impl<'a> Years<'a> {
    pub(crate) fn new(old: &Case<'a>, new: &Case<'a>) -> Self {
        let identity = Identity::of_years(old, new);
        let mut words: BTreeMap<Token, Words> = BTreeMap::new();
        let mut facts = |which: Which, side: &Case<'a>| -> Vec<(Token, Sorted<'a>)> {
            let of = |form: FormId| {
                let token = identity.forms.token(which, form.index());
                let words = words.entry(token).or_default();
                (token, form_facts(side, which, &identity, words, form))
            };
            side.year.forms.ids().map(of).collect()
        };
        let (before, after) = (facts(Which::Old, old), facts(Which::New, new));
        let rows = |side: &Case<'a>| {
            side.year.forms.iter().map(|form| RowWords::of(side.ward, &side.year.kinds, form)).collect()
        };
        Self {
            identity,
            spelling: Spelling::new([old.common, new.common]),
            old: before,
            new: after,
            old_rows: rows(old),
            new_rows: rows(new),
            judged: RwLock::default(),
        }
    }

    /// Returns what a form says, with the token of the form.
    pub(crate) fn form(&self, which: Which, form: FormId) -> Option<(Token, &Sorted<'a>)> {
        let forms = match which {
            Which::New => &self.new,
            Which::Old => &self.old,
        };
        forms.get(form.index()).map(|(token, facts)| (*token, facts))
    }

    /// Returns what an answer to a row is called and shows.
    pub(crate) fn row(&self, which: Which, form: FormId, row: RowId) -> Option<&RowWords<'a>> {
        let rows = match which {
            Which::New => &self.new_rows,
            Which::Old => &self.old_rows,
        };
        rows.get(form.index())?.get(row.index())
    }

    /// Returns the judgement of a difference of a form, which `judge` makes where it is not known.
    pub(crate) fn judged(&self, edit: &Edit<'_>, judge: impl FnOnce() -> Judged) -> Judged {
        let difference = (edit.key, edit.before.is_some(), edit.after.is_some());
        let known = self.judged.read().unwrap_or_else(PoisonError::into_inner).get(&difference).cloned();
        known.unwrap_or_else(|| {
            let judged = judge();
            let mut all = self.judged.write().unwrap_or_else(PoisonError::into_inner);
            all.entry(difference).or_insert(judged).clone()
        })
    }
}

/// The years of a run in which many matters are compared.
#[derive(Debug)]
pub struct PreparedYears<'a>(Vec<(&'a Year, &'a Year, Years<'a>)>);

impl<'a> PreparedYears<'a> {
    /// Prepares the comparison of these matters.
    #[must_use]
    pub fn new(pairs: impl IntoIterator<Item = (Case<'a>, Case<'a>)>) -> Self {
        let mut run = Self(Vec::new());
        for (old, new) in pairs {
            if run.years(&old, &new).is_none() {
                run.0.push((old.year, new.year, Years::new(&old, &new)));
            }
        }
        run
    }

    /// Compares two matters, as [`compare`](super::compare) does.
    #[must_use]
    pub fn compare(&self, old: &Case<'_>, new: &Case<'_>, policy: Policy<'_>) -> Comparison {
        match self.years(old, new) {
            Some(years) => compare_within(years, old, new, policy),
            None => super::compare(old, new, policy),
        }
    }

    fn years(&self, old: &Case<'_>, new: &Case<'_>) -> Option<&Years<'a>> {
        let mut all = self.0.iter();
        let same = |(one, other, _): &&(&Year, &Year, Years<'_>)| {
            std::ptr::eq(*one, old.year) && std::ptr::eq(*other, new.year)
        };
        all.find(same).map(|(.., years)| years)
    }
}
