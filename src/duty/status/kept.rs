//! What must be kept up: certifications, waivers, next year's matter and the file register.

use super::collect::Inputs;
use super::{Kind, Obligation};
use crate::case::Case;
use crate::model::era;
use crate::text;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

impl Inputs<'_> {
    pub(super) fn certifications(&self, found: &mut Vec<Obligation>) {
        let Case { matter, year, common, .. } = self.case;
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
    pub(super) fn waivers(&self, found: &mut Vec<Obligation>) {
        let matter = self.case.matter;
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
                "look again at the reasons of {count} waiver(s), and extend those that go on: {rules}"
            );
            self.add(found, Kind::Waiver, Some(until), None, matter.name.clone(), words);
        }
    }

    pub(super) fn next_year(&self, found: &mut Vec<Obligation>) {
        let Self { case, matters, .. } = *self;
        let Case { matter, .. } = case;
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
        let next = matter.fiscal_year + 1;
        let year = era::print_fiscal_year(next);
        let words = text!(
            "「次年度以降も、同様の」とあるので、{year}の案件を作り、変更点（fugi diff）を確かめる",
            "the matter goes on: write the matter of fiscal {next} and look at what changed (`fugi diff`)"
        );
        self.add(found, Kind::NextYear, Some(term.to.value), None, matter.name.clone(), words);
    }

    pub(super) fn file_register(&self, found: &mut Vec<Obligation>) {
        let Case { matter, ward, .. } = self.case;
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
                    "{count} persons ({least} or more): enter the file in the register at once and publish it (APPI art. 75, order art. 21)"
                )
            }
            None => text!(
                "対象者{count}人（{least}人以上）。個人情報ファイル簿の記載の有無が分からない。fugi.yaml の file_register に写して確かめる（法75条）",
                "{count} persons ({least} or more): whether the register has the file is not known; copy it into file_register in fugi.yaml (APPI art. 75)"
            ),
        };
        let due = ward.file_register.is_some().then(|| matter.date());
        self.add(found, Kind::FileRegister, due, None, matter.name.clone(), words);
    }
}
