//! Which copies are left: each place against the reports that were filed.

use super::form::medium;
use super::places::{On, Place, places};
use crate::case::Case;
use crate::diagnostic::{Text, listed};
use crate::duty::calendar::after;
use crate::duty::filed::{ErasureReport, Filed, Named};
use crate::evidence::format::kind::erasure::Medium;
use crate::evidence::format::kind::receipt::Assurance;
use crate::model::contract::Contract;
use crate::model::ids::{ContractId, ItemId};
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
    /// It says that something stays, and not which copy: what, and where.
    RetainedSomewhere(String, String),
    /// One entry says that the copy is gone, and another, or the same, that it is there or never was.
    Contradicted(u64, u64),
    /// The surer report of the first entry leaves open what the one of the second says is gone.
    NotLifted(u64, u64),
    /// A correction of the second entry says otherwise than the report of the first.
    Corrected(u64, u64),
    /// It calls the place a medium that it is not.
    OtherMedium(String),
    /// Erased before the term began, on the second day.
    ErasedBeforeBegin(NaiveDate, NaiveDate),
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
            Self::Contradicted(closed, other) if closed == other => text!(
                "記録 {closed}番は、写しがなくなったとも、残る（又は元からない）とも書いています。委託先に確かめ、正しい報告を受け取ってください",
                "entry {closed} says both that the copy is gone and that it stays or never was; ask for a report that is right"
            ),
            Self::Contradicted(closed, other) => text!(
                "記録 {closed}番は写しがなくなったとし、後の記録 {other}番は残るとしています。委託先に確かめ、置き換える報告（supersedes）を受け取ってください",
                "entry {closed} says that the copy is gone, and entry {other} after it that it stays; ask for a report that takes their place (`supersedes`)"
            ),
            Self::Corrected(entry, by) => text!(
                "記録 {entry}番の記載は、訂正（記録 {by}番）で改められています。置き換える報告（supersedes）を受け取ってください",
                "entry {by} corrects what entry {entry} says here; ask for a report that takes its place (`supersedes`)"
            ),
            Self::ErasedBeforeBegin(date, begin) => text!(
                "消去日 {date} が、期間の始まり（{begin}）より前です。消去済として数えていません",
                "erased on {date}, before the term began on {begin}; it does not count"
            ),
            Self::NotLifted(surer, entry) => text!(
                "記録 {entry}番（紙など、区だけが受領を証するもの）は写しがなくなったとしますが、委託先が署名した記録 {surer}番では残っています。委託先の署名した報告を受け取ってください",
                "entry {entry}, less sure, says that it is erased, and entry {surer}, which its holder signed, leaves it open; ask for a signed report"
            ),
            Self::OtherMedium(word) => text!(
                "報告の媒体の種類「{word}」は、この場所のものではありません。消去済として数えていません",
                "the place is no `{word}` as the report says; it does not count"
            ),
            Self::RetainedSomewhere(what, place) => text!(
                "残すもの「{what}」（{place}）が、どの写しか書かれていません。委託先に確かめてください",
                "it keeps `{what}` ({place}) and does not say of which copy; ask its holder"
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
    /// What a report keeps without saying of which copy.
    pub elsewhere: Vec<Elsewhere>,
    /// Doubts about reports that belong to no place: the contract, the entry, and what.
    pub stray: Vec<(ContractId, u64, Doubt)>,
}

/// Something that a report keeps without saying of which copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Under which contract.
    pub contract: ContractId,
    /// Who keeps it, by name; by the id of the report where the contract has no such party.
    pub holder: String,
    /// What.
    pub what: String,
    /// Where.
    pub place: String,
    /// Held, or left after its last day.
    pub state: State,
}

/// Returns the last day of a contract's term.
#[must_use]
pub fn end_of(matter: &Matter, contract: &Contract) -> Option<NaiveDate> {
    contract.overrides.term.as_ref().or(matter.term.as_ref()).map(|term| term.to.value)
}

/// Returns the first day of a contract's term.
fn begin_of(matter: &Matter, contract: &Contract) -> Option<NaiveDate> {
    contract.overrides.term.as_ref().or(matter.term.as_ref()).map(|term| term.from.value)
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
    let (mut stray, mut elsewhere) = (Vec::new(), Vec::new());
    for report in &filed.erasures {
        let own = |place: &&Place| speaks_of(report, case, place);
        let known = matter.contracts.enumerate().find(|(_, own)| report.contract == case.reference(own));
        let Some((id, known)) = known else { continue };
        let own: Vec<&Place> = all.iter().filter(own).collect();
        // Logs and other things that a contractor erased besides have a name and no id; an id must be one of ours.
        let is_known =
            |named: &Named| named.id.is_none() || own.iter().any(|place| means(named, matter, place));
        for erased in report.erased.iter().filter(|erased| !is_known(&erased.place)) {
            let doubt = Doubt::UnknownPlace(format!("{} {}", known.id, erased.place.shown()));
            stray.push((id, report.entry, doubt));
        }
        // A later report that keeps nothing ends it.
        let ends_it = |later: &ErasureReport| {
            let is_same = later.party == report.party && later.contract == report.contract;
            is_same && later.entry > report.entry && later.is_as_sure_as(report) && later.retained.is_empty()
        };
        if filed.erasures.iter().any(ends_it) {
            continue;
        }
        for kept in &report.retained {
            if own.iter().any(|place| means(&kept.place, matter, place)) {
                continue;
            }
            let (what, place) = (kept.place.name.clone(), kept.location.clone());
            stray.push((id, report.entry, Doubt::RetainedSomewhere(what.clone(), place.clone())));
            let holder =
                own.first().map_or(report.party.as_str(), |place| case.addressee(place.role, place.provider));
            let state = match kept.until {
                Some(until) if until < today => State::Left { due: Some(until), overdue: true },
                until => State::Held {
                    entry: report.entry,
                    reason: kept.reason.clone(),
                    until,
                    assurance: report.assurance,
                },
            };
            elsewhere.push(Elsewhere { contract: id, holder: holder.to_owned(), what, place, state });
        }
    }
    let places = all.into_iter().map(|place| standing(case, place, filed, today)).collect();
    Standings { places, elsewhere, stray }
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

/// Returns whether what a report calls a medium can be this place: paper is nothing but paper.
fn fits(word: &str, matter: &Matter, place: &Place) -> bool {
    let is_paper = word == Medium::Paper.word();
    medium(matter, place.on).is_none_or(|known| (known == Medium::Paper) == is_paper)
}

/// What the reports on a place say together.
#[derive(Default)]
struct Heard {
    /// What closes it, with its day.
    closed: Option<(u64, NaiveDate, Option<Assurance>)>,
    /// What says that it stays: the entry, why, and until when.
    held: Option<(u64, String, Option<NaiveDate>, Option<Assurance>)>,
    /// What says that it never was.
    absent: Option<(u64, String, Option<Assurance>)>,
}

impl Heard {
    /// Returns what cannot be: one report says that the copy is gone and that it is there, or a later one says that it
    /// stays, or the ward alone says that what its holder keeps is gone.
    fn contradiction(&self, is_whole: bool) -> Option<Doubt> {
        let closed = self.closed.as_ref().filter(|_| is_whole);
        let (gone, never) = (closed.map(|own| own.0), self.absent.as_ref().map(|own| own.0));
        let stays = self.held.as_ref().map(|own| own.0);
        let later = |one: Option<u64>| one.zip(stays).filter(|(one, stays)| stays >= one);
        let same = self.closed.as_ref().map(|own| own.0).zip(never).filter(|(one, other)| one == other);
        if let Some((one, other)) = later(gone).or_else(|| later(never)).or(same) {
            return Some(Doubt::Contradicted(one, other));
        }
        let (closed, held) = (closed?, self.held.as_ref()?);
        (closed.2.is_none() && held.3.is_some()).then_some(Doubt::NotLifted(held.0, closed.0))
    }
}

fn standing(case: &Case<'_>, place: Place, filed: &Filed, today: NaiveDate) -> Standing {
    let matter = case.matter;
    let contract = &matter.contracts[place.contract];
    let (ends, due) = (end_of(matter, contract), due_of(matter, contract));
    let begin = begin_of(matter, contract);
    let mut left: Vec<ItemId> = place.items.iter().collect();
    let mut doubts = Vec::new();
    let mut heard = Heard::default();
    let mut reports: Vec<&ErasureReport> =
        filed.erasures.iter().filter(|report| speaks_of(report, case, &place)).collect();
    // What is less sure counts only for what surer reports leave open, and the ward's own word last.
    reports.sort_by_key(|report| report.doubtfulness());
    let surest = reports.first().copied();
    for report in reports {
        let assurance = report.assurance;
        // The ward vouches for a paper; what the holder signed is lifted by nothing of the kind.
        let surer = surest.filter(|surest| assurance.is_some() && !report.is_as_sure_as(surest));
        let is_closed = heard.closed.is_some() && left.is_empty();
        let corrected = |at: &str| {
            let by = report.corrections.iter().find(|own| own.concerns(at));
            by.map(|own| Doubt::Corrected(report.entry, own.entry))
        };
        for erased in report.erased.iter().filter(|erased| means(&erased.place, matter, &place)) {
            if let Some(doubt) = corrected(&erased.at) {
                doubts.push(doubt);
                continue;
            }
            if let Some(begin) = begin.filter(|begin| erased.date < *begin) {
                doubts.push(Doubt::ErasedBeforeBegin(erased.date, begin));
                continue;
            }
            if let Some(word) = erased.place.medium.as_ref().filter(|word| !fits(word, matter, &place)) {
                doubts.push(Doubt::OtherMedium(word.clone()));
                continue;
            }
            if report.reported < erased.date {
                doubts.push(Doubt::ReportedBeforeErased(report.reported));
            }
            if today < erased.date {
                continue;
            }
            for name in erased.items.iter().flatten() {
                if !place.items.iter().any(|item| covers(matter, name, item)) {
                    doubts.push(Doubt::UnknownItem(name.clone()));
                }
            }
            // A copy without items of its own held those that the whole report is about, and no others.
            let items = erased.items.as_ref().unwrap_or(&report.items);
            let is_named = |item: &ItemId| items.iter().any(|name| covers(matter, name, *item));
            if let Some(surer) = surer {
                if left.iter().any(is_named) {
                    doubts.push(Doubt::NotLifted(surer.entry, report.entry));
                }
                continue;
            }
            left.retain(|item| !is_named(item));
            // 不要となったとき: the report says that, and on which day it was used last (番号法GL 別添1 2Ｅｄ).
            if !report.no_longer_needed && ends.is_some_and(|ends| erased.date < ends) {
                doubts.push(Doubt::ErasedBeforeEnd(erased.date));
            }
            let keep_until = contract.erasure.as_ref().and_then(|erasure| erasure.keep_until.as_ref());
            if let Some(until) = keep_until.filter(|until| erased.date <= until.value) {
                doubts.push(Doubt::ErasedWhileKept(until.value));
            }
            if due.is_some_and(|due| erased.date > due) {
                doubts.push(Doubt::Late(erased.date));
            }
            if assurance.is_some() || !is_closed {
                heard.closed = Some((report.entry, erased.date, assurance));
            }
        }
        for (at, (_, reason)) in
            report.absent.iter().enumerate().filter(|(_, (id, _))| id == place.id(matter))
        {
            match (corrected(&format!("absent/{at}")), surer) {
                (Some(doubt), _) => doubts.push(doubt),
                (None, Some(surer)) if !left.is_empty() => {
                    doubts.push(Doubt::NotLifted(surer.entry, report.entry));
                }
                (None, Some(_)) => {}
                (None, None) if assurance.is_some() || heard.absent.is_none() => {
                    heard.absent = Some((report.entry, reason.clone(), assurance));
                }
                (None, None) => {}
            }
        }
        for retained in report.retained.iter().filter(|retained| means(&retained.place, matter, &place)) {
            if heard.held.as_ref().is_none_or(|(entry, ..)| *entry <= report.entry) {
                heard.held = Some((report.entry, retained.reason.clone(), retained.until, assurance));
            }
        }
    }
    let over = ends.is_some_and(|ends| today > ends);
    let open = State::Left { due, overdue: due.is_some_and(|due| today > due) };
    let is_whole = left.is_empty();
    let contradiction = heard.contradiction(is_whole);
    let is_contradicted = contradiction.is_some();
    doubts.extend(contradiction);
    if is_contradicted {
        left = place.items.iter().collect();
    }
    let state = match (heard.closed, heard.held, heard.absent) {
        _ if is_contradicted => open,
        (Some((entry, date, assurance)), _, _) if is_whole => State::Erased { entry, date, assurance },
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
            items: ["受診券番号", "氏名", "送付先", "郵便番号", "住所", "方書"].map(str::to_owned).to_vec(),
            corrections: Vec::new(),
            erased: erased
                .iter()
                .map(|(place, items, date)| Erased {
                    at: "copies/0".to_owned(),
                    place: Named { id: Some((*place).to_owned()), ..Named::default() },
                    items: (!items.is_empty()).then(|| items.iter().map(|item| (*item).to_owned()).collect()),
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
    fn hasso(filed: &Filed, today: &str) -> (Vec<Found>, Vec<(ContractId, u64, Doubt)>) {
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
            location: "事務室".to_owned(),
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
        let stray: Vec<_> = stray.into_iter().map(|(_, entry, doubt)| (entry, doubt)).collect();
        assert_eq!(stray, [(7, Doubt::UnknownPlace("ticket shelf".to_owned()))]);
        filed.erasures[0].no_longer_needed = true;
        let (found, _) = hasso(&filed, "2027-06-01");
        assert!(
            !found[0].2.contains(&Doubt::ErasedBeforeEnd(day("2027-03-01"))),
            "what nobody needs may go early"
        );
    }
}
