//! The answer of the first hour: everything the approved model says of a loss at somebody's place.

use super::clock::{Dates, Start};
use super::exposure::{Exposure, Who, exposures, find, kinds};
use super::heads::{Cause, Head, Judgement, Persons, judge};
use crate::case::Case;
use crate::diagnostic::{Text, listed};
use crate::duty::calendar::Calendar;
use crate::duty::erasure::places::Place;
use crate::duty::erasure::status::{State, standings};
use crate::duty::filed::Filed;
use crate::model::contract::Contract;
use crate::model::ids::{ContractId, ItemId, RoleId};
use crate::model::item::Items;
use crate::model::matter::Matter;
use crate::model::vocabulary::{ItemKind, RoleKind};
use crate::proof::Proof;
use crate::rule::law::RULES_43;
use crate::spelling;
use crate::text;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeSet;

/// Id of the clause on reports of incidents (`policies/common/clauses.yaml`).
const INCIDENT_CLAUSE: &str = "incident-report";

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Whose place it happened at: an id or a name.
    pub party: String,
    /// The items, where they are known; empty for all.
    pub items: Vec<String>,
    /// How it came about.
    pub cause: Cause,
    /// The clocks.
    pub start: Start,
}

/// Whom to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Id of the legal entity; `None` where none is named.
    pub id: Option<String>,
    /// Name of the legal entity, brand or role.
    pub name: String,
    /// Section to call; `None` where the register has none.
    pub section: Option<String>,
}

/// What a contract says of incidents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// `r08/mihon-itaku/ticket`.
    pub reference: String,
    /// 件名.
    pub title: String,
    /// Number of the contract.
    pub number: Option<String>,
    /// The article on reports of incidents.
    pub clause: Option<String>,
    /// Hours in which the contractor tells the ward; `None` where it is not known.
    pub hours: Option<u64>,
    /// When the contractor's notice was or is due.
    pub notice_due: Option<NaiveDateTime>,
    /// By how many minutes the notice came late; `None` where it was in time, or that cannot be told.
    pub notice_late: Option<i64>,
}

/// Why what somebody held under a contract is left out of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gone {
    /// Reports say that every copy is erased; the entries, and the last day.
    Erased(Vec<u64>, NaiveDate),
    /// The term begins later.
    NotBegun(NaiveDate),
}

/// What was left out, named so that nobody thinks it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// `r08/mihon-itaku/ticket`.
    pub reference: String,
    /// Why.
    pub why: Gone,
}

impl LeftOut {
    /// Returns it for a reader.
    #[must_use]
    pub fn said(&self) -> Text {
        let reference = &self.reference;
        match &self.why {
            Gone::Erased(entries, date) => {
                let entries: Vec<String> = entries.iter().map(|entry| format!("#{entry}")).collect();
                let Text { ja: entries, en: entries_en } = listed(&entries);
                text!(
                    "{reference}: 写しは {date} までに全て消去されたとの報告がある（{entries}）。それより前に漏れたおそれがあれば、案件を指定して見る",
                    "{reference}: reported as erased by {date} ({entries_en}); name the matter if it may have leaked before"
                )
            }
            Gone::NotBegun(from) => {
                text!(
                    "{reference}: 期間は {from} から。前もって渡していれば、案件を指定して見る",
                    "{reference}: its term begins on {from}; name the matter if anything was handed over before"
                )
            }
        }
    }
}

/// What may have been lost in one matter under one contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// `r08/mihon-itaku`.
    pub matter: String,
    /// 件名 of the matter.
    pub title: String,
    /// The ward's section in charge.
    pub department: Option<String>,
    /// The role in which it was held.
    pub role: String,
    /// Whom to call there.
    pub contact: Contact,
    /// Who entrusted it on, where this is a sub-contractor: the nearest first, up to the party of the contract with
    /// the ward.
    pub entrusted_by: Vec<Contact>,
    /// The contract; `None` for a flow of no contract.
    pub terms: Option<Terms>,
    /// 個人の範囲.
    pub subjects: Option<String>,
    /// How many persons, at most.
    pub persons: Persons,
    /// The number and its unit, where something else than persons is counted (3200世帯).
    pub counted: Option<String>,
    /// The items, each with its kinds, in the order of their list.
    pub items: Vec<(String, Vec<ItemKind>)>,
    /// True where the contract allows more items than the flows bring.
    pub beyond_flows: bool,
    /// Who holds some of them by way of this place.
    pub passed_on: Vec<(String, Vec<String>)>,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// By matter and contract.
    pub losses: Vec<Loss>,
    /// How many persons of all matters together, at most.
    pub persons: Persons,
    /// What is to be said of each head of 規則43条; empty where the rules did not bind the ward yet.
    pub judgements: Vec<Judgement>,
    /// When which report is due; `None` where the ward's own ordinance said so.
    pub dates: Option<Dates>,
    /// The folders of the years that were looked at.
    pub years: Vec<String>,
    /// What was left out, and why.
    pub left_out: Vec<LeftOut>,
}

/// What one matter says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What may have been lost.
    pub losses: Vec<Loss>,
    /// What was left out, and why.
    pub left_out: Vec<LeftOut>,
}

/// Returns what one matter says; a name or item that it does not know adds nothing. What reports prove to be erased by
/// the day of knowing, and what begins later, is left out by name where `filed` is given.
pub fn ask(question: &Question, case: &Case<'_>, filed: Option<&Filed>) -> Told {
    let matter = case.matter;
    let mut told = Told::default();
    let people = find(case, &question.party);
    if people.is_empty() {
        return told;
    }
    let proof = Proof::new(matter);
    let only = (!question.items.is_empty()).then(|| named(matter, &proof, &question.items));
    for exposure in people.into_iter().flat_map(|who| exposures(matter, &proof, who, only.as_ref())) {
        let gone = filed.zip(exposure.contract).and_then(|(filed, contract)| {
            let why = gone(case, &proof, filed, contract, exposure.who, question.start.ward.date())?;
            Some(LeftOut { reference: case.reference(&matter.contracts[contract]), why })
        });
        match gone {
            Some(gone) if told.left_out.contains(&gone) => {}
            Some(gone) => told.left_out.push(gone),
            None => told.losses.push(loss(question, case, &exposure)),
        }
    }
    told
}

/// Returns why nothing that somebody held under a contract can leak on a day: it begins later, or it is over and reports
/// prove every copy to be erased. `None` where something may be there.
fn gone(
    case: &Case<'_>,
    proof: &Proof<'_>,
    filed: &Filed,
    contract: ContractId,
    who: Who,
    day: NaiveDate,
) -> Option<Gone> {
    let matter = case.matter;
    let term = matter.contracts[contract].overrides.term.as_ref().or(matter.term.as_ref());
    if let Some(from) = term.map(|term| term.from.value).filter(|from| *from > day) {
        return Some(Gone::NotBegun(from));
    }
    let is_own = |place: &Place| {
        place.contract == contract
            && place.role == who.role
            && who.provider.is_none_or(|provider| place.provider == Some(provider))
    };
    // While the term goes on, more may have been handed over since the report.
    if term.is_none_or(|term| term.to.value >= day) {
        return None;
    }
    let (mut entries, mut last) = (BTreeSet::new(), None);
    for standing in standings(case, proof, filed, day).places.iter().filter(|own| is_own(&own.place)) {
        match &standing.state {
            // What the ward alone says of another's copies takes nothing out of what may be lost.
            state if state.by_ward().is_some() => return None,
            State::Erased { entry, date, .. } if *date <= day => {
                entries.insert(*entry);
                last = last.max(Some(*date));
            }
            // A place that never was is no loss; whether all were is told by the others.
            State::Absent { entry, .. } => {
                entries.insert(*entry);
            }
            _ => return None,
        }
    }
    last.map(|date| Gone::Erased(entries.into_iter().collect(), date))
}

/// Returns the answer over the losses of all matters.
#[must_use]
pub fn conclude(question: &Question, told: Told, years: Vec<String>, calendar: Calendar<'_>) -> Answer {
    let Told { losses, left_out } = told;
    let mut persons = Persons::AtMost(0);
    let mut counted = BTreeSet::new();
    for loss in &losses {
        if counted.insert(&loss.matter) {
            persons = persons.and(loss.persons);
        }
    }
    let kinds: BTreeSet<ItemKind> =
        losses.iter().flat_map(|loss| &loss.items).flat_map(|(_, kinds)| kinds.iter().copied()).collect();
    let items: BTreeSet<&str> =
        losses.iter().flat_map(|loss| &loss.items).map(|(name, _)| name.as_str()).collect();
    if !RULES_43.is_in_force(question.start.ward.date()) {
        return Answer { persons, judgements: Vec::new(), dates: None, losses, years, left_out };
    }
    let judgements = judge(&kinds, items.len(), persons, question.cause);
    // The count moves the first day only where it alone makes the incident reportable (通則編ガイドライン 3-5-3-4).
    let by_count_alone = judgements.iter().all(|own| !own.may_apply || own.head == Head::Many);
    let passed_hundred = question.start.passed_hundred.filter(|_| by_count_alone);
    let start = Start { passed_hundred, ..question.start };
    Answer { persons, judgements, dates: Some(start.dates(calendar)), losses, years, left_out }
}

/// Returns the items of some names, groups with their members.
fn named(matter: &Matter, proof: &Proof<'_>, names: &[String]) -> Items {
    let is_named = |own: &str| names.iter().any(|name| spelling::same(name, own));
    let mut items = Items::default();
    for (id, item) in matter.items.enumerate().filter(|(_, item)| is_named(&item.name)) {
        items.insert(id);
        items.add_all(&item.members);
    }
    proof.single(&items)
}

/// Returns the names that no item of a matter bears.
#[must_use]
pub fn unknown_items<'q>(question: &'q Question, matter: &Matter) -> BTreeSet<&'q str> {
    let is_known = |name: &&String| matter.items.iter().any(|item| spelling::same(name, &item.name));
    question.items.iter().filter(|name| !is_known(name)).map(String::as_str).collect()
}

fn loss(question: &Question, case: &Case<'_>, exposure: &Exposure) -> Loss {
    let matter = case.matter;
    let overview = matter.overview.as_ref();
    let names = |items: &Items| items.iter().map(|item| matter.items[item].name.clone()).collect();
    let kinds = |item: ItemId| kinds(matter, &[item].into_iter().collect()).into_iter().collect();
    Loss {
        matter: matter.name.clone(),
        title: case.title().unwrap_or_default().to_owned(),
        department: case.department_in_full(),
        role: case.role(exposure.who.role).to_owned(),
        contact: contact(case, exposure.who),
        entrusted_by: entrusted_by(case, exposure.who.role),
        terms: exposure.contract.map(|id| terms(question, case, &matter.contracts[id])),
        subjects: overview
            .and_then(|overview| overview.subjects.as_ref())
            .map(|subjects| subjects.value.clone()),
        persons: Persons::of(case),
        counted: overview
            .and_then(|overview| overview.subject_count.as_ref())
            .filter(|count| case.common.persons(count).is_none())
            .and_then(|count| Some(format!("{}{}", count.value, count.unit.as_ref()?))),
        items: exposure.items.iter().map(|item| (matter.items[item].name.clone(), kinds(item))).collect(),
        beyond_flows: exposure.beyond_flows,
        passed_on: exposure
            .passed_on
            .iter()
            .map(|(role, items)| (case.role(*role).to_owned(), names(items)))
            .collect(),
    }
}

fn contact(case: &Case<'_>, who: Who) -> Contact {
    let party = who.provider.and_then(|id| case.party(id));
    Contact {
        id: party.map(|party| party.id.value.clone()),
        name: case.addressee(who.role, who.provider).to_owned(),
        section: party.and_then(|party| party.contact.as_ref()).map(|contact| contact.value.clone()),
    }
}

/// Returns everybody above a sub-contractor, up to the party of the contract with the ward.
fn entrusted_by(case: &Case<'_>, role: RoleId) -> Vec<Contact> {
    let matter = case.matter;
    // Whom data was provided to works for nobody here.
    if matter.roles[role].is(RoleKind::Recipient) {
        return Vec::new();
    }
    let (mut above, mut seen, mut at) = (Vec::new(), BTreeSet::from([role]), role);
    while let Some(next) = matter.roles[at].subcontracted_by.as_ref().map(|own| own.value) {
        // A role that is entrusted by itself is another rule's finding.
        if !seen.insert(next) {
            break;
        }
        let providers = &matter.roles[next].providers;
        above.extend(providers.iter().map(|id| contact(case, Who { role: next, provider: Some(*id) })));
        if providers.is_empty() {
            above.push(contact(case, Who { role: next, provider: None }));
        }
        at = next;
    }
    above
}

fn terms(question: &Question, case: &Case<'_>, contract: &Contract) -> Terms {
    let hours = contract.incident_notice_hours.as_ref().map(|hours| hours.value);
    let kinds = &case.common.clauses;
    let clause = contract.clauses.as_ref().and_then(|clauses| {
        clauses.value.iter().find(|clause| kinds[clause.kind.value].id == INCIDENT_CLAUSE)
    });
    let clause = clause.map(|clause| match &clause.article {
        Some(article) => format!("{article}（{}）", kinds[clause.kind.value].name),
        None => kinds[clause.kind.value].name.clone(),
    });
    Terms {
        reference: case.reference(contract),
        title: contract.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        number: contract.number.as_ref().map(|number| number.value.clone()),
        clause,
        hours,
        notice_due: question.start.contractor_notice(hours),
        notice_late: question.start.contractor_late(hours),
    }
}
