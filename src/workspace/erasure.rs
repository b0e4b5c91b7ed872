//! Which copies are left when terms end, and how each came to be.

use super::Unread;
use super::select::Selection;
use crate::case::Case;
use crate::case::numbers::circled;
use crate::diagnostic::{Text, same};
use crate::duty::erasure::places::Place;
use crate::duty::erasure::status::{Doubt, Standing, State, end_of, standings};
use crate::duty::filed::Filed;
use crate::model::contract::Contract;
use crate::model::load::Workspace;
use crate::proof::{Origin, Proof};
use crate::text;
use chrono::NaiveDate;

/// Which copies are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// One contract only: `r08/mihon-itaku/ticket`, or `ticket`.
    pub contract: Option<&'a str>,
    /// Also those within their term, and those that are erased.
    pub all: bool,
    /// The day to look at.
    pub today: NaiveDate,
}

/// What became of the copies of some matters.
#[derive(Debug, Default)]
pub struct Erasure {
    /// The places that are asked for.
    pub rows: Vec<Row>,
    /// What is doubtful about the reports.
    pub doubts: Vec<Doubtful>,
    /// How many places are within their term.
    pub in_use: usize,
    /// How many places are erased, or never held a copy, as those who held it report.
    pub erased: usize,
    /// How many places are erased, never held a copy, or hold one lawfully, as the ward alone says.
    pub by_ward: usize,
    /// How many contracts were looked at.
    pub contracts: usize,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// A place where a copy lies, or lay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `r08/mihon-itaku/ticket`.
    pub contract: String,
    /// Who holds it.
    pub contractor: String,
    /// System and medium.
    pub place: Text,
    /// The items that lie there, or those of them that are left.
    pub items: Vec<String>,
    /// How the copy came to be: the roles in turn.
    pub path: Text,
    /// The last day of the term.
    pub ends: Option<NaiveDate>,
    /// What became of it.
    pub state: State,
}

/// A doubt about a report, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// What it is about.
    pub about: About,
    /// The doubt.
    pub doubt: Doubt,
}

/// What a doubt is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// An entry of the log whose report speaks of no place.
    Entry(u64),
    /// A place: the contract's id, who holds the copy, system and medium.
    Place {
        /// Id of the contract in its matter.
        contract: String,
        /// Who holds it.
        contractor: String,
        /// System and medium.
        place: Text,
    },
}

impl Erasure {
    /// Returns whether a copy is left after its last day.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.state, State::Left { overdue: true, .. }))
    }
}

impl Workspace {
    /// Returns what became of the copies of some matters, against what was [`filed`](Self::filed).
    #[must_use]
    pub fn erasure(&self, selections: &[Selection], filed: &Filed, asked: Asked<'_>) -> Erasure {
        let mut erasure = Erasure::default();
        let unread = self.each_matter(selections, |year, matter, sources| {
            let case = Case::new(self, year, &matter, &sources);
            Reader { case, filed, today: asked.today }.add(asked, &mut erasure);
        });
        erasure.unread = unread;
        erasure
    }
}

struct Reader<'a> {
    case: Case<'a>,
    filed: &'a Filed,
    today: NaiveDate,
}

impl Reader<'_> {
    fn add(&self, asked: Asked<'_>, tally: &mut Erasure) {
        let matter = self.case.matter;
        let proof = Proof::new(matter);
        let is_asked = |contract: &Contract| {
            let reference = self.case.reference(contract);
            asked.contract.is_none_or(|asked| asked == reference || asked == contract.id.value)
        };
        tally.contracts += matter.contracts.iter().filter(|contract| is_asked(contract)).count();
        let found = standings(&self.case, &proof, self.filed, self.today);
        for standing in found.places {
            let contract = &matter.contracts[standing.place.contract];
            if !is_asked(contract) {
                continue;
            }
            let contract = &contract.id.value;
            for doubt in &standing.doubts {
                let (role, provider) = (standing.place.role, standing.place.provider);
                let about = About::Place {
                    contract: contract.clone(),
                    contractor: self.case.addressee(role, provider).to_owned(),
                    place: standing.place.label(matter),
                };
                tally.doubts.push(Doubtful { about, doubt: doubt.clone() });
            }
            let by_ward = standing.state.by_ward().is_some();
            match &standing.state {
                _ if by_ward => tally.by_ward += 1,
                State::InUse => tally.in_use += 1,
                State::Absent { .. } | State::Erased { .. } => tally.erased += 1,
                State::Held { .. } | State::Left { .. } => {}
            }
            if asked.all || by_ward || matches!(standing.state, State::Left { .. } | State::Held { .. }) {
                tally.rows.push(self.row(standing, &proof));
            }
        }
        for own in found.elsewhere {
            let contract = &matter.contracts[own.contract];
            if is_asked(contract) {
                let (Text { ja, en }, what) = (same(&own.place), own.what);
                tally.rows.push(Row {
                    contract: self.case.reference(contract),
                    contractor: own.holder,
                    place: text!("{ja}（どの写しか要確認）", "{en} (of which copy is not stated)"),
                    path: text!("報告に記載なし", "not in the report"),
                    items: vec![what],
                    ends: end_of(matter, contract),
                    state: own.state,
                });
            }
        }
        let stray = found.stray.into_iter().filter(|(id, ..)| is_asked(&matter.contracts[*id]));
        tally.doubts.extend(stray.map(|(_, entry, doubt)| Doubtful { about: About::Entry(entry), doubt }));
    }

    fn row(&self, standing: Standing, proof: &Proof<'_>) -> Row {
        let matter = self.case.matter;
        let place = &standing.place;
        let items = if standing.left.is_empty() { place.items.iter().collect() } else { standing.left };
        Row {
            contract: self.case.reference(&matter.contracts[place.contract]),
            contractor: self.case.addressee(place.role, place.provider).to_owned(),
            place: place.label(matter),
            path: self.path(place, proof),
            items: items.into_iter().map(|item| matter.items[item].name.clone()).collect(),
            ends: standing.ends,
            state: standing.state,
        }
    }

    /// Returns how the copy came to be: the roles in turn, from where its first item begins.
    fn path(&self, place: &Place, proof: &Proof<'_>) -> Text {
        let matter = self.case.matter;
        let flows = matter.flows.enumerate().filter(|(_, flow)| {
            flow.contract.as_ref().is_some_and(|contract| contract.value == place.contract)
        });
        let role = |role| self.case.role(role);
        let answer = flows
            .flat_map(|(flow, _)| place.items.iter().map(move |item| (flow, item)))
            .filter_map(|(flow, item)| proof.path(flow, place.role, item))
            .max_by_key(|answer| answer.hops.len());
        let Some(answer) = answer else { return same(role(place.role)) };
        let mut words = vec![role(answer.first).to_owned()];
        for hop in &answer.hops {
            let flow = &matter.flows[hop.flow];
            let step = flow.steps.iter().find(|step| step.links.iter().any(|link| link.value == hop.link));
            let number = step.map_or(String::new(), |step| circled(step.no.value));
            words.push(format!("→{number}{}", role(flow.links[hop.link].to.value)));
        }
        if answer.hops.is_empty() && matches!(answer.origin, Origin::Made { .. }) {
            let words = words.concat();
            return text!("{words}（作成）", "{words} (made there)");
        }
        same(words.concat())
    }
}
