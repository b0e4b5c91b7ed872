//! The answer of the first hour: everything the approved model says of a loss at somebody's place.

use super::clock::{Dates, Start};
use super::exposure::{Exposure, Who, exposures, find, kinds};
use super::heads::{Cause, Head, Judgement, Persons, judge};
use crate::case::Case;
use crate::duty::calendar::Calendar;
use crate::model::contract::Contract;
use crate::model::ids::{ItemId, RoleId};
use crate::model::item::Items;
use crate::model::matter::Matter;
use crate::model::vocabulary::ItemKind;
use crate::proof::Proof;
use crate::spelling;
use chrono::NaiveDateTime;
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
    /// Who entrusted it on, where this is a sub-contractor.
    pub entrusted_by: Vec<Contact>,
    /// The contract; `None` for a flow of no contract.
    pub terms: Option<Terms>,
    /// 個人の範囲.
    pub subjects: Option<String>,
    /// How many persons, at most.
    pub persons: Persons,
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
    /// What is to be said of each head of 規則43条.
    pub judgements: Vec<Judgement>,
    /// When which report is due.
    pub dates: Dates,
}

/// Adds what one matter says; a name or item that it does not know adds nothing.
pub fn ask(question: &Question, case: &Case<'_>) -> Vec<Loss> {
    let matter = case.matter;
    let people = find(case, &question.party);
    if people.is_empty() {
        return Vec::new();
    }
    let proof = Proof::new(matter);
    let only = (!question.items.is_empty()).then(|| named(matter, &proof, &question.items));
    people
        .into_iter()
        .flat_map(|who| exposures(matter, &proof, who, only.as_ref()))
        .map(|exposure| loss(question, case, &exposure))
        .collect()
}

/// Returns the answer over the losses of all matters.
#[must_use]
pub fn conclude(question: &Question, losses: Vec<Loss>, calendar: Calendar<'_>) -> Answer {
    let mut persons = Persons::AtMost(0);
    let mut counted = BTreeSet::new();
    for loss in &losses {
        if counted.insert(&loss.matter) {
            persons = match (persons, loss.persons) {
                (Persons::AtMost(sum), Persons::AtMost(more)) => Persons::AtMost(sum.saturating_add(more)),
                _ => Persons::Unknown,
            };
        }
    }
    let kinds: BTreeSet<ItemKind> =
        losses.iter().flat_map(|loss| &loss.items).flat_map(|(_, kinds)| kinds.iter().copied()).collect();
    let items: BTreeSet<&str> =
        losses.iter().flat_map(|loss| &loss.items).map(|(name, _)| name.as_str()).collect();
    let judgements = judge(&kinds, items.len(), persons, question.cause);
    // The count moves the first day only where it alone makes the incident reportable (通則編ガイドライン 3-5-3-4).
    let by_count_alone = judgements.iter().all(|own| !own.may_apply || own.head == Head::Many);
    let passed_hundred = question.start.passed_hundred.filter(|_| by_count_alone);
    let start = Start { passed_hundred, ..question.start };
    Answer { persons, judgements, dates: start.dates(calendar), losses }
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
        persons: overview
            .and_then(|overview| overview.subject_count.as_ref())
            .map_or(Persons::Unknown, |count| Persons::AtMost(count.value.value)),
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

fn entrusted_by(case: &Case<'_>, role: RoleId) -> Vec<Contact> {
    let Some(above) = &case.matter.roles[role].subcontracted_by else { return Vec::new() };
    let providers = case.matter.roles[above.value].providers.iter();
    providers.map(|id| contact(case, Who { role: above.value, provider: Some(*id) })).collect()
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
    }
}
