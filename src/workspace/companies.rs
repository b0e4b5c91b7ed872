//! The legal entities of a year against the National Tax Agency's list of corporate numbers.

use super::{Error, Problems};
use crate::model::load::{Loaded, Workspace};
use crate::model::party::Party;
use crate::registry::{Closed, Row, Wanted};
use crate::source::{Sources, Span};
use crate::spelling;
use std::collections::BTreeMap;

/// So many companies of the same name are kept for one whose number is not written.
const MOST_NAMESAKES: usize = 20;

/// The legal entities of a year, and what is looked for of them.
#[derive(Debug)]
pub struct Companies {
    /// Folder of the year, `r08`.
    pub year: String,
    /// The texts that the places are in.
    pub sources: Sources,
    parties: Vec<Party>,
    /// What the list says: by number, the rows that hold now and those that held.
    numbers: BTreeMap<String, Vec<Row>>,
    namesakes: BTreeMap<String, Vec<Row>>,
}

/// What the list says of a legal entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its id in `parties.yaml`.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// Where it stands there: what is wrong, or else its name.
    pub span: Span,
    /// What is found.
    pub found: Found,
}

/// What is found of a legal entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is as it is registered; the registered address.
    Same(String),
    /// It is invented, for a sample, and stands in no list.
    Fictional,
    /// Its name is another; the registered one, and since when if the written one was its former name.
    Name(String, Option<String>),
    /// Its address is another; the registered one.
    Address(String),
    /// Its register is closed; the successor's name where the list has it.
    Closed(Closed, Option<String>),
    /// Its number was taken back.
    Deleted,
    /// Its number stands in no list that was read.
    Absent,
    /// Its number is not written; the companies of its name: number, address.
    NoNumber(Vec<(String, String)>),
}

impl Workspace {
    /// Returns the legal entities of a year, to be held against a list.
    ///
    /// # Errors
    ///
    /// [`Error`] where the year cannot be read.
    pub fn companies(&self, year: &str) -> Result<Companies, Error> {
        let Loaded { sources, result } = self.year(year)?;
        match result {
            Err(list) => Err(Problems { sources, list }.into()),
            Ok(loaded) => Ok(Companies {
                year: year.to_owned(),
                sources,
                parties: loaded.year.parties.iter().cloned().collect(),
                numbers: BTreeMap::new(),
                namesakes: BTreeMap::new(),
            }),
        }
    }
}

impl Companies {
    /// Returns what is to be looked for in the list.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        let mut wanted = Wanted::default();
        for party in self.parties.iter().filter(|party| !party.fictional) {
            match &party.corporate_number {
                Some(number) => wanted.number(number),
                None => wanted.name(&party.name),
            }
        }
        wanted
    }

    /// Keeps a row of the list.
    pub fn take(&mut self, row: Row) {
        let namesakes = self.namesakes.entry(spelling::fold(&row.name)).or_default();
        if row.latest && row.closed.is_none() && !row.deleted && namesakes.len() < MOST_NAMESAKES {
            namesakes.push(row.clone());
        }
        self.numbers.entry(row.number.clone()).or_default().push(row);
    }

    /// Returns the successors that closed companies have: they are looked for in a second reading.
    #[must_use]
    pub fn successors(&self) -> Option<Wanted> {
        let mut wanted = Wanted::default();
        let closed = self.numbers.values().flatten().filter_map(|row| row.closed.as_ref());
        let mut missing = closed
            .filter_map(|closed| closed.successor.as_deref())
            .filter(|number| !self.numbers.contains_key(*number))
            .peekable();
        missing.peek()?;
        missing.for_each(|number| wanted.number(number));
        Some(wanted)
    }

    /// Returns what the list says of each legal entity, in the order of `parties.yaml`; several things of one.
    #[must_use]
    pub fn answers(&self) -> Vec<Answer> {
        self.parties.iter().flat_map(|party| self.answer(party)).collect()
    }

    /// Returns the row that holds: the one that was updated last.
    fn holds(&self, number: &str) -> Option<&Row> {
        let rows = self.numbers.get(number)?;
        rows.iter().filter(|row| row.latest).max_by(|a, b| a.updated.cmp(&b.updated))
    }

    fn answer(&self, party: &Party) -> Vec<Answer> {
        let answer =
            |span, found| Answer { id: party.id.value.clone(), name: party.name.value.clone(), span, found };
        if party.fictional {
            return vec![answer(party.name.span, Found::Fictional)];
        }
        let Some(number) = &party.corporate_number else {
            let namesakes = self.namesakes.get(&*spelling::fold(&party.name)).into_iter().flatten();
            let mut found: Vec<(String, String)> =
                namesakes.map(|row| (row.number.clone(), row.address.clone())).collect();
            found.sort();
            found.dedup();
            return vec![answer(party.name.span, Found::NoNumber(found))];
        };
        let Some(row) = self.holds(number) else {
            return vec![answer(number.span, Found::Absent)];
        };
        if row.deleted {
            return vec![answer(number.span, Found::Deleted)];
        }
        let mut answers = Vec::new();
        if let Some(closed) = &row.closed {
            let successor = closed.successor.as_deref().and_then(|number| self.holds(number));
            let name = successor.map(|row| row.name.clone());
            answers.push(answer(number.span, Found::Closed(closed.clone(), name)));
        }
        if spelling::fold(&row.name) != spelling::fold(&party.name) {
            let former = self.numbers.get(number.value.as_str()).into_iter().flatten();
            let was = former
                .filter(|old| !old.latest && spelling::fold(&old.name) == spelling::fold(&party.name))
                .map(|_| row.changed.clone())
                .next();
            answers.push(answer(party.name.span, Found::Name(row.name.clone(), was)));
        }
        if let Some(address) = &party.address
            && spelling::fold(address) != spelling::fold(&row.address)
        {
            answers.push(answer(address.span, Found::Address(row.address.clone())));
        }
        if answers.is_empty() {
            answers.push(answer(party.name.span, Found::Same(row.address.clone())));
        }
        answers
    }
}

impl Found {
    /// Returns whether something is to be done; `partial` where the list is not of the whole country, so that a
    /// company that does not stand in it may be all right.
    #[must_use]
    pub fn is_open(&self, partial: bool) -> bool {
        match self {
            Self::Same(_) | Self::Fictional => false,
            Self::Absent => !partial,
            Self::Name(..) | Self::Address(_) | Self::Closed(..) | Self::Deleted | Self::NoNumber(_) => true,
        }
    }
}
