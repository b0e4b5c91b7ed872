//! Every obligation of a matter, from the model and the record.

use super::{Kind, Obligation};
use crate::diagnostic::Text;
use crate::duty::calendar::{Calendar, after};
use crate::duty::erasure::status::{State, due_of, standings};
use crate::duty::filed::{Filed, Incident, Stage};
use crate::model::contract::Contract;
use crate::model::era;
use crate::model::ids::{ProviderId, RoleId};
use crate::model::matter::Matter;
use crate::model::vocabulary::RoleKind;
use crate::model::ward::{Common, Ward, Year};
use crate::proof::Proof;
use crate::text;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The limit of a 速報 in days after the day of knowing (ガイドライン（通則編）3-5-3-3).
const PRELIMINARY_LIMIT: u64 = 5;

/// What obligations are worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The ward.
    pub ward: &'a Ward,
    /// What holds for every year.
    pub common: &'a Common,
    /// The matter's year.
    pub year: &'a Year,
    /// The matter.
    pub matter: &'a Matter,
    /// What the record holds.
    pub filed: &'a Filed,
    /// Names of all matters of the workspace (`r08/mihon-itaku`).
    pub matters: &'a BTreeSet<String>,
    /// The day.
    pub today: NaiveDate,
}

/// Returns every obligation of a matter that is not fulfilled, in no particular order.
#[must_use]
pub fn collect(inputs: &Inputs<'_>) -> Vec<Obligation> {
    let mut found = Vec::new();
    let reader = Reader { inputs, department: department(inputs) };
    reader.erasures(&mut found);
    reader.audits(&mut found);
    reader.incidents(&mut found);
    reader.certifications(&mut found);
    reader.waivers(&mut found);
    reader.next_year(&mut found);
    reader.file_register(&mut found);
    found
}

fn department(inputs: &Inputs<'_>) -> String {
    inputs.matter.department.as_ref().map_or_else(
        || "（担当課の記載なし）".to_owned(),
        |id| inputs.ward.departments[id.value].name.value.clone(),
    )
}

struct Reader<'a> {
    inputs: &'a Inputs<'a>,
    department: String,
}

impl Reader<'_> {
    fn add(
        &self,
        found: &mut Vec<Obligation>,
        kind: Kind,
        due: Option<NaiveDate>,
        contractor: Option<String>,
        subject: String,
        words: Text,
    ) {
        found.push(Obligation { kind, due, department: self.department.clone(), contractor, subject, words });
    }

    fn reference(&self, contract: &Contract) -> String {
        format!("{}/{}", self.inputs.matter.name, contract.id)
    }

    /// Returns the name of a provider: its legal entity, else its brand, else its role.
    fn name(&self, role: RoleId, provider: Option<ProviderId>) -> String {
        let (matter, year) = (self.inputs.matter, self.inputs.year);
        let role = || matter.roles[role].name.value.clone();
        let Some(provider) = provider.map(|id| &matter.providers[id]) else { return role() };
        match (&provider.party, &provider.brand) {
            (Some(party), _) => year.parties[party.value].name.value.clone(),
            (None, Some(brand)) => brand.value.clone(),
            (None, None) => role(),
        }
    }

    fn erasures(&self, found: &mut Vec<Obligation>) {
        let Inputs { matter, year, filed, today, .. } = *self.inputs;
        let proof = Proof::new(matter);
        let mut left: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for standing in standings(year, matter, &proof, filed, today).places {
            if matches!(standing.state, State::InUse | State::Left { .. }) {
                let place = standing.place;
                left.entry((place.contract, place.role, place.provider))
                    .or_default()
                    .push(place.label(matter));
            }
        }
        for ((contract, role, provider), places) in left {
            let contract = &matter.contracts[contract];
            let (count, places) = (places.len(), places.join("、"));
            let words = match due_of(matter, contract) {
                Some(_) => text!(
                    "写し{count}か所（{places}）の消去完了報告を受け取る",
                    "receive the report on the erasure of {count} place(s): {places}"
                ),
                None => text!(
                    "写し{count}か所（{places}）の消去完了報告を受け取る。期限は契約の記載なし（要確認）",
                    "receive the report on the erasure of {count} place(s): {places}; the contract states no date"
                ),
            };
            let contractor = Some(format!("{}（{}）", self.name(role, provider), matter.roles[role].name));
            let due = due_of(matter, contract);
            self.add(found, Kind::Erasure, due, contractor, self.reference(contract), words);
        }
    }

    fn audits(&self, found: &mut Vec<Obligation>) {
        let Inputs { matter, filed, .. } = *self.inputs;
        let end = NaiveDate::from_ymd_opt(matter.fiscal_year + 1, 3, 31);
        for contract in &matter.contracts {
            let reference = self.reference(contract);
            let own = || filed.audits.iter().filter(|audit| audit.contract == reference);
            for audit in own() {
                for (row, due) in &audit.open_findings {
                    let words = text!(
                        "不適とした「{row}」の是正を確認し、記録する",
                        "confirm and record the mending of `{row}`"
                    );
                    let contractor = Some(audit.party.clone());
                    self.add(found, Kind::AuditFinding, *due, contractor, reference.clone(), words);
                }
            }
            let is_inspected = |audit: &&crate::duty::filed::Audit| {
                audit.fiscal_year == matter.fiscal_year && audit.counts_as_inspection
            };
            if own().any(|audit| is_inspected(&audit)) {
                continue;
            }
            let contractors: Vec<String> = contract
                .parties
                .iter()
                .map(|party| party.role.value)
                .filter(|role| !matter.roles[*role].is(RoleKind::Ward))
                .map(|role| matter.roles[role].name.value.clone())
                .collect();
            let words = text!(
                "この業務の実地検査を、年度内に1回以上行う（遠隔で行うときは理由を残す。事務対応ガイド4-8-9(3)、Q&A 3-1-4）",
                "inspect this outsourced work on site at least once in the fiscal year"
            );
            self.add(found, Kind::Audit, end, Some(contractors.join("、")), reference, words);
        }
    }

    fn incidents(&self, found: &mut Vec<Obligation>) {
        let Inputs { matter, filed, common, .. } = *self.inputs;
        let is_own = |incident: &&Incident| {
            matter.contracts.iter().any(|own| incident.contracts.contains(&self.reference(own)))
        };
        for incident in filed.incidents.iter().filter(is_own) {
            let id = &incident.id;
            if incident.reportable == Some(false) {
                continue;
            }
            let undecided =
                if incident.reportable.is_none() { "（報告の要否も決める）" } else { "" };
            if incident.stage < Stage::Preliminary {
                let words =
                    text!("事故{id}の速報を出す{undecided}", "make the preliminary report on incident {id}");
                let due = Some(after(incident.first_day, PRELIMINARY_LIMIT));
                self.add(found, Kind::IncidentReport, due, None, matter.name.clone(), words);
            }
            if incident.stage < Stage::Final {
                let days = if incident.malicious { 60 } else { 30 };
                let due = Calendar::new(&common.holidays).nth_day(incident.first_day, days);
                let reason = due.reason();
                let words = text!(
                    "事故{id}の確報を出す（{days}日。{reason}）",
                    "make the final report on incident {id} ({days} days)"
                );
                self.add(found, Kind::IncidentReport, Some(due.date), None, matter.name.clone(), words);
            }
        }
    }

    fn certifications(&self, found: &mut Vec<Obligation>) {
        let Inputs { matter, year, common, .. } = *self.inputs;
        let mut seen = BTreeSet::new();
        for provider in &matter.providers {
            let Some(party) = provider.party.as_ref().map(|party| party.value) else { continue };
            if matter.roles[provider.role].is_unlimited() || !seen.insert(party) {
                continue;
            }
            let party = &year.parties[party];
            for certification in &party.certifications {
                let Some(expires) = &certification.expires else { continue };
                let kind = &common.certifications[certification.kind.value].name;
                let number = certification.number.as_ref().map(|number| format!("（{number}）"));
                let number = number.unwrap_or_default();
                let words = text!(
                    "{kind}{number}の更新を確かめ、parties.yaml の expires を直す",
                    "confirm that {kind}{number} is renewed, and update `expires` in parties.yaml"
                );
                let subject = matter.name.clone();
                let contractor = Some(party.name.value.clone());
                self.add(found, Kind::Certification, Some(expires.value), contractor, subject, words);
            }
        }
    }

    /// Waivers of a matter that run out on one day are one thing to be done.
    fn waivers(&self, found: &mut Vec<Obligation>) {
        let matter = self.inputs.matter;
        let mut by_day: BTreeMap<NaiveDate, Vec<&str>> = BTreeMap::new();
        for waiver in &matter.waivers {
            by_day.entry(waiver.until.value).or_default().push(&waiver.rule.value);
        }
        for (until, mut rules) in by_day {
            let count = rules.len();
            rules.sort_unstable();
            rules.dedup();
            let rules = rules.join("、");
            let words = text!(
                "受け入れた指摘{count}件の理由を見直し、続けるなら期限を延ばす（{rules}）",
                "look again at the reasons of {count} waiver(s): {rules}"
            );
            self.add(found, Kind::Waiver, Some(until), None, matter.name.clone(), words);
        }
    }

    fn next_year(&self, found: &mut Vec<Obligation>) {
        let Inputs { matter, matters, .. } = *self.inputs;
        let Some(term) = &matter.term else { return };
        if term.renews.as_ref().is_none_or(|renews| !renews.value) {
            return;
        }
        let (_, own) = matter.name.split_once('/').unwrap_or(("", &matter.name));
        let is_written = matters.iter().any(|other| {
            other.split_once('/').is_some_and(|(folder, name)| {
                name == own && era::fiscal_year_of_folder(folder) == Some(matter.fiscal_year + 1)
            })
        });
        if is_written {
            return;
        }
        let year = era::print_fiscal_year(matter.fiscal_year + 1);
        let words = text!(
            "「次年度以降も、同様の」とあるので、{year}の案件を作り、変更点（fugi diff）を確かめる",
            "the matter goes on: write the next year's matter and look at what changed (`fugi diff`)"
        );
        self.add(found, Kind::NextYear, Some(term.to.value), None, matter.name.clone(), words);
    }

    fn file_register(&self, found: &mut Vec<Obligation>) {
        let Inputs { matter, ward, .. } = *self.inputs;
        let count = matter.overview.as_ref().and_then(|overview| overview.subject_count.as_ref());
        let Some(count) = count.filter(|count| count.value.value >= ward.file_register_persons) else {
            return;
        };
        let (count, least) = (count.value.value, ward.file_register_persons);
        let words = match &ward.file_register {
            Some(entries) => {
                let business = matter.business.as_ref().map(|business| business.value);
                if entries.iter().any(|entry| business == Some(entry.business.value)) {
                    return;
                }
                text!(
                    "対象者{count}人（{least}人以上）。個人情報ファイル簿に記載し、公表する（法75条、令21条: 直ちに）",
                    "{count} persons: enter the file in the register at once (act 75)"
                )
            }
            None => text!(
                "対象者{count}人（{least}人以上）。個人情報ファイル簿の記載の有無が分からない。fugi.yaml の file_register に写して確かめる（法75条）",
                "{count} persons: whether the register has the file is not known; copy it into fugi.yaml (act 75)"
            ),
        };
        let due = ward.file_register.is_some().then(|| matter.date());
        self.add(found, Kind::FileRegister, due, None, matter.name.clone(), words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::status::sort;
    use crate::model::load::Workspace;
    use std::path::Path;

    fn shown(matter: &str, filed: &Filed, matters: &[&str], today: &str) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = Workspace::open(root).unwrap().result.unwrap();
        let (folder, _) = matter.split_once('/').unwrap();
        let year = workspace.year(folder).unwrap().result.unwrap();
        let file = format!("policies/{matter}.yaml");
        let matter = workspace.matter(&year, Path::new(&file)).result.unwrap();
        let matters = matters.iter().map(|name| (*name).to_owned()).collect();
        let today = today.parse().unwrap();
        let inputs = Inputs {
            ward: &workspace.ward,
            common: &workspace.common,
            year: &year.year,
            matter: &matter,
            filed,
            matters: &matters,
            today,
        };
        let mut found = collect(&inputs);
        sort(&mut found, today);
        let line = |own: &Obligation| {
            let due = own.due.map_or_else(|| "-".to_owned(), |due| due.to_string());
            format!("{due} {} {}", own.kind.word(), own.contractor.as_deref().unwrap_or(&own.subject))
        };
        found.iter().map(line).collect()
    }

    #[test]
    fn the_worst_stands_first() {
        let found = shown("r08/mihon-itaku", &Filed::default(), &[], "2027-05-10");
        assert_eq!(
            found[..8],
            [
                "2027-03-31 audit 結果通知作成事業者",
                "2027-03-31 audit 受診券作成事業者、発送事業者",
                "2027-03-31 next-year r08/mihon-itaku",
                "2027-03-31 waiver r08/mihon-itaku",
                "2027-04-30 erasure 見本クラウド株式会社（クラウドサービス提供事業者）",
                "2027-04-30 erasure 見本データ株式会社（結果通知作成事業者）",
                "2027-04-30 erasure 株式会社見本印刷（受診券作成事業者）",
                "2027-04-30 erasure 見本封入株式会社（封入封緘事業者）",
            ]
        );
    }

    #[test]
    fn what_is_done_is_not_listed() {
        let audit = crate::duty::filed::Audit {
            entry: 3,
            contract: "r08/mihon-itaku/ticket".to_owned(),
            party: "insatsu".to_owned(),
            fiscal_year: 2026,
            date: "2026-11-10".parse().unwrap(),
            counts_as_inspection: true,
            open_findings: vec![("P9".to_owned(), "2026-12-10".parse().ok())],
        };
        let incident = Incident {
            entry: 4,
            id: "jiko-1".to_owned(),
            contracts: vec!["r08/mihon-itaku/result".to_owned()],
            first_day: "2026-12-01".parse().unwrap(),
            stage: Stage::Preliminary,
            reportable: Some(true),
            malicious: false,
        };
        let filed = Filed { audits: vec![audit], incidents: vec![incident], ..Filed::default() };
        let found = shown("r08/mihon-itaku", &filed, &["r09/mihon-itaku"], "2027-01-10");
        assert_eq!(found[0], "2026-12-10 audit-finding insatsu");
        assert_eq!(found[1], "2027-01-04 incident-report r08/mihon-itaku");
        assert!(!found.iter().any(|line| line.contains("next-year")));
        assert_eq!(found.iter().filter(|line| line.contains(" audit ")).count(), 1);
    }

    #[test]
    fn a_register_that_is_not_kept_here_is_no_all_clear() {
        let found = shown("r07/koki-iryo-cashless", &Filed::default(), &[], "2025-10-01");
        assert!(found.iter().any(|line| line.starts_with("- file-register")), "{found:#?}");
        // The real contract states no day for the erasure.
        assert!(found.iter().any(|line| line.starts_with("- erasure")), "{found:#?}");
    }
}
