//! What must be filed: erasure reports, inspections, handlers, ledgers and reports of incidents.

use super::collect::Inputs;
use super::{Kind, Obligation};
use crate::case::Case;
use crate::diagnostic::{Text, listed, listed_texts, same};
use crate::duty::audit::subject::{Bound, parties};
use crate::duty::calendar::Calendar;
use crate::duty::erasure::form::authors;
use crate::duty::erasure::status::{State, due_of, standings};
use crate::duty::filed::{Incident, Stage};
use crate::duty::incident::clock::{PRELIMINARY_LIMIT, day_number};
use crate::model::ids::RoleId;
use crate::model::matter::Matter;
use crate::proof::Proof;
use crate::text;
use chrono::{Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Id of the clause on training (`policies/common/clauses.yaml`).
const TRAINING_CLAUSE: &str = "training";

/// Returns the roles above a sub-contractor, the nearest first.
fn above(matter: &Matter, role: RoleId) -> BTreeSet<RoleId> {
    let (mut above, mut at) = (BTreeSet::new(), role);
    while let Some(next) = matter.roles[at].subcontracted_by.as_ref().map(|own| own.value) {
        if !above.insert(next) {
            break;
        }
        at = next;
    }
    above
}

impl Inputs<'_> {
    pub(super) fn erasures(&self, found: &mut Vec<Obligation>) {
        let Self { case, filed, today, .. } = *self;
        let matter = case.matter;
        let proof = Proof::new(matter);
        let mut left: BTreeMap<_, (Vec<Text>, BTreeSet<u64>)> = BTreeMap::new();
        let all = standings(&case, &proof, filed, today);
        for own in all.elsewhere {
            let (what, place) = (own.what, own.place);
            let words = text!(
                "残すもの「{what}」（{place}）がどの写しかを確かめる",
                "find out of which copy `{what}` is that is kept ({place})"
            );
            let contract = &matter.contracts[own.contract];
            let (due, holder) = (due_of(matter, contract), Some(same(&own.holder)));
            self.add(found, Kind::Erasure, due, holder, self.case.reference(contract), words);
        }
        for standing in all.places {
            // What the ward alone says of another's copies is no report of theirs.
            let by_ward = standing.state.by_ward();
            if by_ward.is_some() || matches!(standing.state, State::InUse | State::Left { .. }) {
                let place = standing.place;
                let own = left.entry((place.contract, place.role, place.provider)).or_default();
                own.0.push(place.label(matter));
                own.1.extend(by_ward);
            }
        }
        for ((contract, role, provider), (places, by_ward)) in left {
            let contract = &matter.contracts[contract];
            let count = places.len();
            let Text { ja: places, en: places_en } = listed_texts(places);
            let but = if by_ward.is_empty() {
                text!("", "")
            } else {
                let entries: Vec<String> = by_ward.iter().map(u64::to_string).collect();
                let (ja, en) = (entries.join("、"), entries.join(", "));
                text!(
                    "（記録 {ja}番は区だけが署名したもので、委託先の報告ではない）",
                    " (entry {en} is signed by the ward alone and is not their report)"
                )
            };
            let (but, but_en) = (but.ja, but.en);
            let words = match due_of(matter, contract) {
                Some(_) => text!(
                    "写し{count}か所（{places}）の消去完了報告を受け取る{but}",
                    "receive the report on the erasure of {count} place(s): {places_en}{but_en}"
                ),
                None => text!(
                    "写し{count}か所（{places}）の消去完了報告を受け取る。期限は契約の記載なし（要確認）{but}",
                    "receive the report on the erasure of {count} place(s): {places_en}; the contract states no date{but_en}"
                ),
            };
            let (who, role) = (self.case.addressee(role, provider), &matter.roles[role].name);
            let contractor = Some(text!("{who}（{role}）", "{who} ({role})"));
            let due = due_of(matter, contract);
            self.add(found, Kind::Erasure, due, contractor, self.case.reference(contract), words);
        }
    }

    pub(super) fn audits(&self, found: &mut Vec<Obligation>) {
        let Self { case, filed, .. } = *self;
        let Case { matter, .. } = case;
        let end = NaiveDate::from_ymd_opt(matter.fiscal_year + 1, 3, 31);
        for contract in &matter.contracts {
            let reference = self.case.reference(contract);
            let own = || filed.audits.iter().filter(|audit| audit.contract == reference);
            for audit in own() {
                for (row, due) in &audit.open_findings {
                    let words = text!(
                        "不適とした「{row}」の是正を確認し、記録する",
                        "confirm and record the correction of `{row}`"
                    );
                    let contractor = Some(same(&audit.party));
                    self.add(found, Kind::AuditFinding, *due, contractor, reference.clone(), words);
                }
            }
            let is_inspected = |audit: &&crate::duty::filed::Audit| {
                audit.fiscal_year == matter.fiscal_year && audit.counts_as_inspection
            };
            let (contractors, others): (Vec<_>, Vec<_>) =
                parties(&case, contract).into_iter().partition(|bound| contract.binds(bound.role));
            let is_done = |id: &str| own().any(|audit| is_inspected(&audit) && audit.party_id == id);
            // An inspection that took in the sub-contractors of whom it was at, or one of the sub-contractor itself.
            let is_done_below = |bound: &&Bound<'_>| {
                let above = above(matter, bound.role);
                let included =
                    |audit: &&crate::duty::filed::Audit| is_inspected(audit) && audit.subcontractors_included;
                let by_above = own().filter(included).any(|audit| {
                    let at = |own: &&Bound<'_>| own.record_id(matter) == audit.party_id;
                    contractors.iter().chain(&others).filter(at).any(|own| above.contains(&own.role))
                });
                by_above || is_done(bound.record_id(matter))
            };
            let mut subcontractors: Vec<&str> = others
                .iter()
                .filter(|bound| !is_done_below(bound))
                .map(|bound| matter.roles[bound.role].name.value.as_str())
                .collect();
            subcontractors.dedup();
            if !subcontractors.is_empty() {
                let words = text!(
                    "再委託先も検査に含める（法66条2項5号、番号法11条）",
                    "inspect the sub-contractors, too (APPI art. 66(2)(v), Number Act art. 11)"
                );
                let names = Some(listed(subcontractors));
                self.add(found, Kind::SubcontractorAudit, end, names, reference.clone(), words);
            }
            let words = text!(
                "この業務の実地検査を、年度内に1回以上行う（遠隔で行うときは理由を残す。事務対応ガイド4-8-9(3)、Q&A 3-1-4）",
                "inspect this outsourced work on site at least once in the fiscal year (where it is done remotely, keep the reason; PPC guide 4-8-9(3), Q&A 3-1-4)"
            );
            // One of several contractors that was inspected says nothing of the others.
            let mut named = BTreeSet::new();
            for bound in contractors.iter().filter(|bound| !is_done(bound.record_id(matter))) {
                if named.insert(bound.record_id(matter)) {
                    let name = Some(same(bound.name(&case)));
                    self.add(found, Kind::Audit, end, name, reference.clone(), words.clone());
                }
            }
        }
    }

    /// Those who handle the data are trained again within a year, where the contract asks for training.
    pub(super) fn training(&self, found: &mut Vec<Obligation>) {
        let Self { case, filed, today, .. } = *self;
        let Case { matter, common, .. } = case;
        for (id, contract) in matter.contracts.enumerate() {
            let asks = contract.clauses.as_ref().is_some_and(|clauses| {
                clauses.value.iter().any(|own| common.clauses[own.kind.value].id == TRAINING_CLAUSE)
            });
            let term = contract.overrides.term.as_ref().or(matter.term.as_ref());
            if !asks || term.is_none_or(|term| term.to.value < today) {
                continue;
            }
            let reference = self.case.reference(contract);
            for author in authors(&case, id) {
                let reports = filed.handlers.iter();
                let own = reports.filter(|own| own.contract == reference && own.party == author.id);
                // Where nothing is reported, the report itself is asked for.
                let Some(latest) = own.max_by_key(|own| own.effective) else { continue };
                let due = latest.trained.and_then(|day| day.checked_add_months(Months::new(12)));
                let words = match latest.trained {
                    Some(day) => text!(
                        "取扱者の研修（前回 {day}）を行い、報告を受け取る（特記事項の研修。年1回程度）",
                        "those who handle the data are trained again (last on {day}); receive the report"
                    ),
                    None => text!(
                        "取扱者の研修の日が報告にない。研修を確かめ、報告を受け取る",
                        "the report states no day of training; confirm it and receive the report"
                    ),
                };
                self.add(found, Kind::Training, due, Some(same(author.name)), reference.clone(), words);
            }
        }
    }

    /// Whoever handles data reports its handlers before the first day (チェックリストの取扱責任者・取扱者の行).
    pub(super) fn handlers(&self, found: &mut Vec<Obligation>) {
        let Self { case, filed, .. } = *self;
        let matter = case.matter;
        for (id, contract) in matter.contracts.enumerate() {
            let reference = self.case.reference(contract);
            let from = contract.overrides.term.as_ref().or(matter.term.as_ref()).map(|term| term.from.value);
            for author in authors(&case, id) {
                let reported = filed
                    .handlers
                    .iter()
                    .any(|report| report.contract == reference && report.party == author.id);
                if !reported {
                    let words = text!(
                        "業務の開始前に、取扱責任者と取扱者の報告を受け取る（変更のときも）",
                        "receive the report on manager and handlers before the work starts, and at each change"
                    );
                    self.add(found, Kind::Handlers, from, Some(same(author.name)), reference.clone(), words);
                }
            }
            for own in filed.outstanding.iter().filter(|own| own.contract == reference) {
                let (medium, quantity) = (&own.medium, own.quantity);
                let words = text!(
                    "渡した媒体「{medium}」{quantity}点の返却を確かめる",
                    "confirm the return of {quantity} of the medium `{medium}`"
                );
                self.add(found, Kind::Ledger, own.due, Some(same(&own.party)), reference.clone(), words);
            }
        }
    }

    pub(super) fn incidents(&self, found: &mut Vec<Obligation>) {
        let Self { case, filed, .. } = *self;
        let Case { matter, common, .. } = case;
        let is_own = |incident: &&Incident| {
            matter.contracts.iter().any(|own| incident.contracts.contains(&self.case.reference(own)))
        };
        for incident in filed.incidents.iter().filter(is_own) {
            let id = &incident.id;
            if incident.reportable == Some(false) {
                continue;
            }
            let (undecided, undecided_en) = if incident.reportable.is_none() {
                ("（報告の要否も決める）", " (and decide whether it must be reported)")
            } else {
                ("", "")
            };
            let received = incident.received.filter(|(stage, _)| *stage > Stage::First).map(|(stage, entry)| {
                let (ja, en) = match stage {
                    Stage::Final => ("確報", "final report"),
                    Stage::First | Stage::Preliminary => ("速報", "preliminary report"),
                };
                text!(
                    "。委託先の{ja}は記録 {entry}番で受領済。区の報告の代わりにはならない（個人情報保護法68条）",
                    "; the contractor's {en} is received (entry {entry}) and takes the place of no report of the ward's own (art. 68)"
                )
            });
            let Text { ja: received, en: received_en } = received.unwrap_or(text!("", ""));
            if incident.stage < Some(Stage::Preliminary) {
                let words = text!(
                    "事故{id}の速報を出す{undecided}{received}",
                    "make the preliminary report on incident {id}{undecided_en}{received_en}"
                );
                let due = Some(day_number(incident.first_day, PRELIMINARY_LIMIT));
                self.add(found, Kind::PreliminaryReport, due, None, matter.name.clone(), words);
            }
            let days = if incident.malicious { 60 } else { 30 };
            let due = Calendar::new(&common.holidays).nth_day(incident.first_day, days);
            if !incident.told {
                // Promptly as the situation allows (規則45条); the final report says what was done.
                let words = text!(
                    "事故{id}について、状況に応じて速やかに本人へ知らせ（概要、項目、原因、二次被害、その他）、報告に書く。困難なら代わりの措置をとる",
                    "tell the persons of incident {id} promptly, as the situation allows, and write it in a report; where that is difficult, take another measure"
                );
                self.add(found, Kind::PersonsNotified, Some(due.date), None, matter.name.clone(), words);
            }
            if incident.stage < Some(Stage::Final) {
                let (reason, reason_en) = (due.reason().ja, due.reason().en);
                let reason_en = if reason_en.is_empty() { String::new() } else { format!("; {reason_en}") };
                let words = text!(
                    "事故{id}の確報を出す（{days}日。{reason}）{received}",
                    "make the final report on incident {id} ({days} days{reason_en}){received_en}"
                );
                self.add(found, Kind::FinalReport, Some(due.date), None, matter.name.clone(), words);
            }
        }
    }
}
