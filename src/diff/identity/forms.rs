//! Checklist forms and their rows, checklists, approvals and waivers.

use super::{Identity, Pairs, Which, alike, at_least, if_so, shared};
use crate::case::Case;
use crate::diff::facts::Token;
use crate::diff::matching::Letters;
use crate::model::ids::{FormId, Id};
use crate::model::matter::{Checklist, Covered, Waiver};
use crate::model::ward::{ChecklistForm, Row};
use std::collections::BTreeSet;

/// Pairs the forms of the two years.
pub(super) fn forms(old: &Case<'_>, new: &Case<'_>) -> Pairs {
    let (mine, theirs) = (&old.year.forms, &new.year.forms);
    Pairs::new(mine.len(), theirs.len(), |one, other| {
        let (a, b) = (&mine[FormId::from_index(one)], &theirs[FormId::from_index(other)]);
        if a.kind != b.kind || a.bearer != b.bearer {
            return None;
        }
        Some(40 + if_so(a.id.value == b.id.value, 40) + alike(&a.title, &b.title) * 10 / 100)
    })
}

pub(super) fn approvals(old: &Case<'_>, new: &Case<'_>) -> Pairs {
    let (mine, theirs) = (&old.matter.prior_approvals, &new.matter.prior_approvals);
    Pairs::new(mine.len(), theirs.len(), |one, other| {
        let (a, b) = (mine.get(one)?, theirs.get(other)?);
        let body = |side: &Case<'_>, id| side.common.bodies[id].name.clone();
        let is_same = body(old, a.body.value) == body(new, b.body.value)
            && a.fiscal_year == b.fiscal_year
            && a.number == b.number;
        let weight = if_so(is_same, 50)
            + if_so(a.id.value == b.id.value, 20)
            + alike(&a.subject, &b.subject) * 40 / 100;
        at_least(60, weight).filter(|_| is_same)
    })
}

pub(super) fn waivers(old: &Case<'_>, new: &Case<'_>) -> Pairs {
    let (mine, theirs) = (&old.matter.waivers, &new.matter.waivers);
    fn keys(list: &[Waiver]) -> Vec<(&str, &str)> {
        list.iter().map(|own| (own.rule.as_str(), own.at.as_str())).collect()
    }
    Pairs::by_key(keys(mine), keys(theirs), |one, other| {
        let (a, b) = (mine.get(one)?, theirs.get(other)?);
        let weight = alike(&a.at, &b.at) * 60 / 100 + alike(&a.reason, &b.reason) * 40 / 100;
        at_least(50, weight).filter(|_| a.rule == b.rule)
    })
}

fn key(row: &Row) -> (String, String) {
    (row.id.value.clone(), row.text.value.clone())
}

fn letters<'y>(rows: &[&'y Row]) -> Vec<Letters<'y>> {
    rows.iter().map(|row| Letters::new(&row.text)).collect()
}

/// Pairs the rows of each form: a row whose wording changed keeps its answer, and so does one that moved.
pub(super) fn rows(forms: &Pairs, old: &Case<'_>, new: &Case<'_>) -> Vec<Pairs> {
    fn of<'y>(side: &Case<'y>, index: Option<usize>) -> Vec<&'y Row> {
        let year = side.year;
        let form: Option<&ChecklistForm> = index.map(|index| &year.forms[FormId::from_index(index)]);
        form.map_or(Vec::new(), |form| form.rows.iter().collect())
    }
    let topics = |row: &Row| row.topics.iter().copied().collect::<BTreeSet<_>>();
    forms
        .both
        .iter()
        .map(|(one, other)| {
            let (mine, theirs) = (of(old, *one), of(new, *other));
            let keys = |rows: &[&Row]| rows.iter().map(|row| key(row)).collect();
            let (texts, others) = (letters(&mine), letters(&theirs));
            Pairs::by_key(keys(&mine), keys(&theirs), |one, other| {
                let (a, b) = (mine.get(one)?, theirs.get(other)?);
                let weight = if_so(a.id.value == b.id.value, 30)
                    + texts.get(one)?.alike(others.get(other)?) * 60 / 100
                    + shared(&topics(a), &topics(b)) * 20 / 100;
                at_least(50, weight)
            })
        })
        .collect()
}

impl Identity {
    /// Returns the token of a contract or a connection among all annexes.
    pub(crate) fn annex(&self, which: Which, covered: Covered) -> (Token, Token) {
        match covered {
            Covered::Connection(id) => (self.connections.token(which, id.index()), 2),
            Covered::Contract(id) => (self.contracts.token(which, id.index()), 1),
        }
    }

    pub(super) fn checklists(&self, old: &Case<'_>, new: &Case<'_>) -> Pairs {
        let (mine, theirs) = (&old.matter.checklists, &new.matter.checklists);
        let covers = |which: Which, list: &Checklist| -> BTreeSet<(Token, Token)> {
            list.covers.iter().flat_map(|own| &own.value).map(|own| self.annex(which, own.value)).collect()
        };
        Pairs::new(mine.len(), theirs.len(), |one, other| {
            let (a, b) = (mine.get(one)?, theirs.get(other)?);
            let form = |which: Which, list: &Checklist| self.forms.token(which, list.form.value.index());
            (form(Which::Old, a) == form(Which::New, b))
                .then(|| 50 + shared(&covers(Which::Old, a), &covers(Which::New, b)) / 2)
        })
    }
}
