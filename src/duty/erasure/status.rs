//! Which copies are left: each place against the reports that were filed.

use super::places::{On, Place, places};
use crate::case::Case;
use crate::diagnostic::{Text, listed};
use crate::duty::calendar::after;
use crate::duty::filed::{ErasureReport, Filed, Named};
use crate::evidence::format::kind::receipt::Assurance;
use crate::model::contract::Contract;
use crate::model::ids::ItemId;
use crate::model::item::Item;
use crate::model::matter::Matter;
use crate::proof::Proof;
use crate::spelling;
use crate::text;
use chrono::NaiveDate;

/// What became of the copies in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The term goes on.
    InUse,
    /// The term is over and no report closes it; the last day of the contract, where it is known.
    Left {
        /// The last day for the erasure.
        due: Option<NaiveDate>,
        /// True where that day is past.
        overdue: bool,
    },
    /// A report says why it stays.
    Held {
        /// The entry of the report.
        entry: u64,
        /// Why.
        reason: String,
        /// Its last day.
        until: Option<NaiveDate>,
        /// How sure one may be that the contractor says so; nothing where the ward alone does.
        assurance: Option<Assurance>,
    },
    /// A report says that there never was a copy.
    Absent {
        /// The entry of the report.
        entry: u64,
        /// Why.
        reason: String,
        /// How sure one may be that the contractor says so; nothing where the ward alone does.
        assurance: Option<Assurance>,
    },
    /// A report closes it.
    Erased {
        /// The entry of the report.
        entry: u64,
        /// The day.
        date: NaiveDate,
        /// How sure one may be that the contractor says so; nothing where the ward alone does.
        assurance: Option<Assurance>,
    },
}

impl State {
    /// Returns the entry of the report by which the ward alone says what became of the copies; nothing where their
    /// holder says so, or nobody does.
    #[must_use]
    pub fn by_ward(&self) -> Option<u64> {
        match self {
            Self::Absent { entry, assurance: None, .. }
            | Self::Erased { entry, assurance: None, .. }
            | Self::Held { entry, assurance: None, .. } => Some(*entry),
            Self::Absent { .. }
            | Self::Erased { .. }
            | Self::Held { .. }
            | Self::InUse
            | Self::Left { .. } => None,
        }
    }
}

/// A doubt about a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It names a place that the model does not have.
    UnknownPlace(String),
    /// It names an item that does not lie there.
    UnknownItem(String),
    /// Items that lie there are not in it.
    ItemsLeft(Vec<String>),
    /// Erased before the term ended.
    ErasedBeforeEnd(NaiveDate),
    /// Erased before a duty to keep ended.
    ErasedWhileKept(NaiveDate),
    /// Reported before it was done.
    ReportedBeforeErased(NaiveDate),
    /// Erased after the contract's last day.
    Late(NaiveDate),
    /// The ward alone signed the report, of this entry.
    ByWardAlone(u64),
}

impl Doubt {
    /// Returns the doubt for a reader.
    #[must_use]
    pub fn said(&self) -> Text {
        match self {
            Self::ByWardAlone(entry) => text!(
                "区だけが署名した報告です（記録 {entry}番）。委託先の報告ではないので、委託先から受け取り、`fugi record receive` で登載してください（紙なら --paper）",
                "the report of entry {entry} is signed by the ward alone and is not the contractor's: obtain theirs and log it with `fugi record receive` (on paper: --paper)"
            ),
            Self::ErasedBeforeEnd(date) => text!(
                "消去日 {date} が、期間の末日より前です（要確認: その後の利用がなかったか）",
                "erased on {date}, before the term ended"
            ),
            Self::ErasedWhileKept(until) => text!(
                "保存の義務の終わる日（{until}）より前に消去されています（要確認）",
                "erased before the duty to keep ended ({until})"
            ),
            Self::ItemsLeft(items) => {
                let Text { ja: items, en: items_en } = listed(items);
                text!("報告にない項目が残っています: {items}", "items are not in the report: {items_en}")
            }
            Self::Late(date) => {
                text!(
                    "消去日 {date} が、契約の期限より後です",
                    "erased on {date}, after the contract's last day"
                )
            }
            Self::ReportedBeforeErased(date) => text!(
                "報告の日 {date} が、消去日より前です（不一致）",
                "reported on {date}, before it was erased"
            ),
            Self::UnknownItem(item) => {
                text!(
                    "報告の項目「{item}」は、ここにあるはずのない項目です（不一致）",
                    "`{item}` does not lie there"
                )
            }
            Self::UnknownPlace(place) => {
                text!(
                    "報告の場所「{place}」は、案件にない場所です（不一致）",
                    "the matter has no place `{place}`"
                )
            }
        }
    }
}

/// A place and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The place.
    pub place: Place,
    /// The last day of the term; `None` where the matter has no term.
    pub ends: Option<NaiveDate>,
    /// What became of it.
    pub state: State,
    /// The items that are left there, where some are.
    pub left: Vec<ItemId>,
    /// What is doubtful about the report that speaks of it.
    pub doubts: Vec<Doubt>,
}

/// What a matter's contracts come to on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standings {
    /// Every place.
    pub places: Vec<Standing>,
    /// Doubts about reports that belong to no place: the entry, and what.
    pub stray: Vec<(u64, Doubt)>,
}

/// Returns the last day of a contract's term.
#[must_use]
pub fn end_of(matter: &Matter, contract: &Contract) -> Option<NaiveDate> {
    contract.overrides.term.as_ref().or(matter.term.as_ref()).map(|term| term.to.value)
}

/// Returns the last day for the erasure under a contract: `None` where the contract's agreement is not known.
#[must_use]
pub fn due_of(matter: &Matter, contract: &Contract) -> Option<NaiveDate> {
    let days = contract.erasure.as_ref()?.within_days.value;
    end_of(matter, contract).map(|end| after(end, days))
}

/// Returns every place of a matter and what became of it by `today`.
#[must_use]
pub fn standings(case: &Case<'_>, proof: &Proof<'_>, filed: &Filed, today: NaiveDate) -> Standings {
    let matter = case.matter;
    let all = places(case, proof);
    let mut stray = Vec::new();
    for report in &filed.erasures {
        let own = |place: &&Place| speaks_of(report, case, place);
        let mut contracts = matter.contracts.iter();
        let Some(known) = contracts.find(|contract| report.contract == case.reference(contract)) else {
            continue;
        };
        let own: Vec<&Place> = all.iter().filter(own).collect();
        // Logs and other things that a contractor erased besides have a name and no id; an id must be one of ours.
        let is_known =
            |named: &Named| named.id.is_none() || own.iter().any(|place| means(named, matter, place));
        for erased in report.erased.iter().filter(|erased| !is_known(&erased.place)) {
            let doubt = Doubt::UnknownPlace(format!("{} {}", known.id, erased.place.shown()));
            stray.push((report.entry, doubt));
        }
    }
    let places = all.into_iter().map(|place| standing(case, place, filed, today)).collect();
    Standings { places, stray }
}

/// Returns whether a report is by whoever holds the place, under its contract. A report names its author by the id
/// of the legal entity, or of the provider.
fn speaks_of(report: &ErasureReport, case: &Case<'_>, place: &Place) -> bool {
    let matter = case.matter;
    let is_author = match place.provider {
        Some(provider) => {
            let is_party = case.party(provider).is_some_and(|party| report.party == party.id.value);
            is_party || report.party == matter.providers[provider].id.value
        }
        None => report.party == matter.roles[place.role].id.value,
    };
    is_author && report.contract == case.reference(&matter.contracts[place.contract])
}

fn means(named: &Named, matter: &Matter, place: &Place) -> bool {
    let label = place.label(matter);
    let system = match place.on {
        On::System(system) => matter.systems[system].label.value.as_str(),
        On::Medium(_) | On::NotStated => &label.ja,
    };
    let medium = match place.on {
        On::Medium(kind) => Some(kind.word()),
        On::NotStated | On::System(_) => None,
    };
    named.means(place.id(matter), &[&label.ja, &label.en, system], medium)
}

/// Returns whether a report's name of an item means this one: its own name, or that of a group it is in.
fn covers(matter: &Matter, name: &str, item: ItemId) -> bool {
    let is_named = |own: &Item| spelling::same(name, &own.name);
    is_named(&matter.items[item])
        || matter.items.iter().any(|group| group.members.contains(item) && is_named(group))
}

fn standing(case: &Case<'_>, place: Place, filed: &Filed, today: NaiveDate) -> Standing {
    let matter = case.matter;
    let contract = &matter.contracts[place.contract];
    let (ends, due) = (end_of(matter, contract), due_of(matter, contract));
    let mut left: Vec<ItemId> = place.items.iter().collect();
    let mut doubts = Vec::new();
    let mut closed = None;
    let (mut held, mut absent) = (None, None);
    let mut reports: Vec<&ErasureReport> =
        filed.erasures.iter().filter(|report| speaks_of(report, case, &place)).collect();
    // What the ward alone says counts only for what the holder's own reports leave open.
    reports.sort_by_key(|report| report.assurance.is_none());
    for report in reports {
        let assurance = report.assurance;
        let is_closed = closed.is_some() && left.is_empty();
        for erased in report.erased.iter().filter(|erased| means(&erased.place, matter, &place)) {
            for name in &erased.items {
                if !place.items.iter().any(|item| covers(matter, name, item)) {
                    doubts.push(Doubt::UnknownItem(name.clone()));
                }
            }
            left.retain(|item| {
                !erased.items.is_empty() && !erased.items.iter().any(|name| covers(matter, name, *item))
            });
            // 不要となったとき: the report says that, and on which day it was used last (番号法GL 別添1 2Ｅｄ).
            if !report.no_longer_needed && ends.is_some_and(|ends| erased.date < ends) {
                doubts.push(Doubt::ErasedBeforeEnd(erased.date));
            }
            let keep_until = contract.erasure.as_ref().and_then(|erasure| erasure.keep_until.as_ref());
            if let Some(until) = keep_until.filter(|until| erased.date <= until.value) {
                doubts.push(Doubt::ErasedWhileKept(until.value));
            }
            if report.reported < erased.date {
                doubts.push(Doubt::ReportedBeforeErased(report.reported));
            }
            if due.is_some_and(|due| erased.date > due) {
                doubts.push(Doubt::Late(erased.date));
            }
            if assurance.is_some() || !is_closed {
                closed = Some((report.entry, erased.date, assurance));
            }
        }
        if let Some((_, reason)) = report.absent.iter().find(|(id, _)| id == place.id(matter))
            && (assurance.is_some() || absent.is_none())
        {
            absent = Some((report.entry, reason.clone(), assurance));
        }
        for retained in report.retained.iter().filter(|retained| means(&retained.place, matter, &place)) {
            if assurance.is_some() || held.is_none() {
                held = Some((report.entry, retained.reason.clone(), retained.until, assurance));
            }
        }
    }
    let over = ends.is_some_and(|ends| today > ends);
    let open = State::Left { due, overdue: due.is_some_and(|due| today > due) };
    let state = match (closed, held, absent) {
        (Some((entry, date, assurance)), _, _) if left.is_empty() => State::Erased { entry, date, assurance },
        (_, Some((entry, reason, until, assurance)), _) if until.is_none_or(|until| today <= until) => {
            State::Held { entry, reason, until, assurance }
        }
        (None, None, Some((entry, reason, assurance))) => State::Absent { entry, reason, assurance },
        (None, None, None) if !over => State::InUse,
        (Some(_), _, _) => {
            doubts.push(Doubt::ItemsLeft(left.iter().map(|item| matter.items[*item].name.clone()).collect()));
            open
        }
        (None, _, _) => open,
    };
    if !matches!(state, State::Left { .. }) {
        left.clear();
    }
    doubts.extend(state.by_ward().map(Doubt::ByWardAlone));
    Standing { place, ends, state, left, doubts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::filed::{Erased, Retained};
    use crate::model::load::Workspace;
    use std::path::Path;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn report(erased: &[(&str, &[&str], &str)]) -> ErasureReport {
        ErasureReport {
            entry: 7,
            contract: "r08/mihon-itaku/ticket".to_owned(),
            party: "mihon-hasso".to_owned(),
            assurance: Some(Assurance::A),
            reported: day("2027-04-12"),
            no_longer_needed: false,
            erased: erased
                .iter()
                .map(|(place, items, date)| Erased {
                    place: Named { id: Some((*place).to_owned()), ..Named::default() },
                    items: items.iter().map(|item| (*item).to_owned()).collect(),
                    date: day(date),
                })
                .collect(),
            retained: Vec::new(),
            absent: Vec::new(),
        }
    }

    /// A place by its id, what became of it, and the doubts about it.
    type Found = (String, State, Vec<Doubt>);

    /// Returns the places of the delivery company, and the doubts that belong to no place.
    fn hasso(filed: &Filed, today: &str) -> (Vec<Found>, Vec<(u64, Doubt)>) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = Workspace::open(root).unwrap().result.unwrap();
        let year = workspace.year("r08").unwrap().result.unwrap();
        let loaded = workspace.matter(&year, Path::new("policies/r08/mihon-itaku.yaml"));
        let matter = loaded.result.unwrap();
        let case = Case::new(&workspace, &year, &matter, &loaded.sources);
        let found = standings(&case, &Proof::new(&matter), filed, day(today));
        let of_hasso = found.places.into_iter().filter(|standing| {
            standing.place.provider.is_some_and(|id| matter.providers[id].id.value == "hasso")
        });
        let shown = of_hasso.map(|own| (own.place.id(&matter).to_owned(), own.state, own.doubts));
        (shown.collect(), found.stray)
    }

    #[test]
    fn a_term_ends_and_copies_are_left_until_they_are_reported() {
        let none = Filed::default();
        let (before, _) = hasso(&none, "2027-03-31");
        assert!(before.iter().all(|(_, state, _)| *state == State::InUse));
        let (after, _) = hasso(&none, "2027-04-30");
        let due = Some(day("2027-04-30"));
        assert!(after.iter().all(|(_, state, _)| *state == State::Left { due, overdue: false }));
        let (late, _) = hasso(&none, "2027-05-01");
        assert!(late.iter().all(|(_, state, _)| *state == State::Left { due, overdue: true }));
        assert_eq!(late.len(), 2);
    }

    #[test]
    fn a_report_closes_the_places_it_names_and_no_other() {
        let own = report(&[("delivery-storage", &[], "2027-04-10")]);
        let mut filed = Filed { erasures: vec![own], ..Filed::default() };
        let (found, stray) = hasso(&filed, "2027-05-01");
        assert_eq!(
            found[0].1,
            State::Erased { entry: 7, date: day("2027-04-10"), assurance: Some(Assurance::A) }
        );
        assert!(matches!(found[1].1, State::Left { overdue: true, .. }), "{found:?}");
        assert!(stray.is_empty());
        filed.erasures[0].absent = vec![("paper".to_owned(), "紙では受け取っていない".to_owned())];
        let (found, _) = hasso(&filed, "2027-05-01");
        assert!(matches!(&found[1].1, State::Absent { entry: 7, .. }), "{found:?}");
        filed.erasures[0].absent.clear();
        filed.erasures[0].retained.push(Retained {
            place: Named { medium: Some("paper".to_owned()), ..Named::default() },
            reason: "追跡記録の保存（社内規程）".to_owned(),
            until: Some(day("2027-09-30")),
        });
        let (found, _) = hasso(&filed, "2027-05-01");
        assert!(matches!(found[1].1, State::Held { entry: 7, .. }), "{found:?}");
        let (later, _) = hasso(&filed, "2027-10-01");
        assert!(matches!(later[1].1, State::Left { .. }), "what was held until then is left again");
    }

    #[test]
    fn what_the_ward_alone_says_is_told_and_never_hides_what_the_holder_says() {
        let own = ErasureReport { assurance: None, ..report(&[("delivery-storage", &[], "2027-04-10")]) };
        let mut filed = Filed { erasures: vec![own.clone()], ..Filed::default() };
        let (found, _) = hasso(&filed, "2027-05-01");
        assert_eq!(found[0].1.by_ward(), Some(7));
        assert_eq!(found[0].2, [Doubt::ByWardAlone(7)]);
        // The holder's report counts, whichever came first.
        let theirs = ErasureReport { entry: 8, ..report(&[("delivery-storage", &[], "2027-04-12")]) };
        for erasures in [[own.clone(), theirs.clone()], [theirs, own.clone()]] {
            filed.erasures = erasures.to_vec();
            let (found, _) = hasso(&filed, "2027-05-01");
            let date = day("2027-04-12");
            assert_eq!(found[0].1, State::Erased { entry: 8, date, assurance: Some(Assurance::A) });
            assert!(found[0].2.is_empty());
        }
        // Where the holder reports some items, the ward's word closes the rest, and is told of as what it is.
        let some = ErasureReport { entry: 8, ..report(&[("delivery-storage", &["氏名"], "2027-04-12")]) };
        filed.erasures = vec![some, own];
        let (found, _) = hasso(&filed, "2027-05-01");
        assert_eq!(found[0].1.by_ward(), Some(7));
    }

    #[test]
    fn doubts_are_told() {
        let mut filed = Filed {
            erasures: vec![report(&[
                ("delivery-storage", &["氏名", "電話番号"], "2027-03-01"),
                ("paper", &[], "2027-05-20"),
                ("shelf", &[], "2027-04-01"),
            ])],
            ..Filed::default()
        };
        let (found, stray) = hasso(&filed, "2027-06-01");
        assert_eq!(
            found[0].2,
            [
                Doubt::UnknownItem("電話番号".to_owned()),
                Doubt::ErasedBeforeEnd(day("2027-03-01")),
                Doubt::ItemsLeft(["受診券番号", "郵便番号", "住所", "方書"].map(str::to_owned).to_vec()),
            ]
        );
        let late = day("2027-05-20");
        assert_eq!(found[1].2, [Doubt::ReportedBeforeErased(day("2027-04-12")), Doubt::Late(late)]);
        assert!(matches!(found[1].1, State::Erased { .. }));
        assert_eq!(stray, [(7, Doubt::UnknownPlace("ticket shelf".to_owned()))]);
        filed.erasures[0].no_longer_needed = true;
        let (found, _) = hasso(&filed, "2027-06-01");
        assert!(
            !found[0].2.contains(&Doubt::ErasedBeforeEnd(day("2027-03-01"))),
            "what nobody needs may go early"
        );
    }
}
