//! What must be kept up: certifications, waivers, next year's matter and the file register.

use super::collect::Inputs;
use super::{Kind, Obligation};
use crate::case::Case;
use crate::diagnostic::{Text, listed, same};
use crate::model::era;
use crate::model::vocabulary::{Interval, Mark, RoleKind};
use crate::spelling;
use crate::text;
use chrono::{Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// The rows that promise something, by the heading of their form.
type Promised<'a> = Vec<(&'a str, Vec<&'a str>)>;

/// Returns the intervals that a folded text promises. The longest words are looked for first, and what they cover is no
/// other word: 四半期 holds 半期.
fn intervals(mut folded: String, known: &[(Interval, Vec<String>)]) -> BTreeSet<Interval> {
    let words = known.iter().flat_map(|(own, words)| words.iter().map(|word| (*own, spelling::fold(word))));
    let mut words: Vec<(Interval, String)> = words.filter(|(_, word)| !word.is_empty()).collect();
    words.sort_by_key(|(_, word)| std::cmp::Reverse(word.len()));
    let mut found = BTreeSet::new();
    for (interval, word) in words {
        if folded.contains(&word) {
            found.insert(interval);
            folded = folded.replace(&word, "\n");
        }
    }
    found
}

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
                let number = certification.number.as_ref().map(|number| text!("（{number}）", " ({number})"));
                let Text { ja: number, en: number_en } = number.unwrap_or(text!("", ""));
                let words = text!(
                    "{kind}{number}の更新を確かめ、parties.yaml の expires を直す",
                    "confirm that {kind}{number_en} is renewed, and update `expires` in parties.yaml"
                );
                let subject = matter.name.clone();
                let contractor = Some(same(&party.name.value));
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
            let Text { ja: rules, en: rules_en } = listed(&rules);
            let words = text!(
                "受け入れた指摘{count}件の理由を見直し、続けるなら期限を延ばす（{rules}）",
                "look again at the reasons of {count} waiver(s), and extend those that go on: {rules_en}"
            );
            self.add(found, Kind::Waiver, Some(until), None, matter.name.clone(), words);
        }
    }

    pub(super) fn next_year(&self, found: &mut Vec<Obligation>) {
        let Case { matter, .. } = self.case;
        let Some(term) = &matter.term else { return };
        if term.renews.as_ref().is_none_or(|renews| !renews.value) {
            return;
        }
        if self.next_is_written() {
            return;
        }
        let next = matter.fiscal_year + 1;
        let year = self.case.print().fiscal_year(next);
        let words = text!(
            "「次年度以降も、同様の」とあるので、{year}の案件を作り、変更点（fugi diff）を確かめて、今年と同じ時期の会議に間に合わせる",
            "the matter goes on: write the matter of fiscal {next} and look at what changed (`fugi diff`), in time for the meeting of the same season"
        );
        // The council sits once more before the term ends: a year after it sat on this matter, and not later than the
        // last day.
        let meeting = matter.council.as_ref().and_then(|council| council.date.as_ref());
        let again = meeting.and_then(|date| date.value.checked_add_months(Months::new(12)));
        let due = again.map_or(term.to.value, |again| again.min(term.to.value));
        self.add(found, Kind::NextYear, Some(due), None, matter.name.clone(), words);
    }

    /// Returns whether the matter of the next year is there.
    fn next_is_written(&self) -> bool {
        let matter = self.case.matter;
        let (_, own) = matter.name.split_once('/').unwrap_or(("", &matter.name));
        self.matters.iter().any(|other| {
            other.split_once('/').is_some_and(|(folder, name)| {
                name == own && era::fiscal_year_of_folder(folder) == Some(matter.fiscal_year + 1)
            })
        })
    }

    /// The ward's consent to a sub-contractor is of one term: it is there, it is not of a term long past, and it is
    /// given again before the next term begins.
    pub(super) fn consents(&self, found: &mut Vec<Obligation>) {
        let Case { matter, .. } = self.case;
        for contract in &matter.contracts {
            let Some(term) = contract.overrides.term.as_ref().or(matter.term.as_ref()) else { continue };
            let goes_on = matter.term.as_ref().and_then(|term| term.renews.as_ref());
            let goes_on = goes_on.is_some_and(|renews| renews.value) && !self.next_is_written();
            let all = contract.subcontracting.iter().flat_map(|own| &own.subcontractors);
            for own in all.filter(|own| !matter.roles[own.role.value].is(RoleKind::Recipient)) {
                let year_before = term.from.value.checked_sub_months(Months::new(12));
                let given = own.approved.as_ref().map(|day| day.value);
                let (due, words) = match given {
                    None => (
                        term.from.value,
                        text!(
                            "再委託の承諾の日が書かれていない。承諾を確かめ、日を approved に書く",
                            "no day of the ward's consent is stated: confirm it and write the day to `approved`"
                        ),
                    ),
                    Some(day) if year_before.is_some_and(|before| day < before) => (
                        term.from.value,
                        text!(
                            "再委託の承諾（{day}）が、この期間の1年より前のもの。この期間についての承諾を取り直す",
                            "the consent of {day} is of more than a year before the term: give it for this term"
                        ),
                    ),
                    Some(day) if goes_on => (
                        term.to.value,
                        text!(
                            "次の期間の開始前に、再委託の承諾（今の承諾 {day}）を取り直す",
                            "give the consent (now of {day}) again before the next term begins"
                        ),
                    ),
                    Some(_) => continue,
                };
                let name = Some(matter.roles[own.role.value].name.value.clone());
                self.add(
                    found,
                    Kind::Consent,
                    Some(due),
                    name.map(same),
                    self.case.reference(contract),
                    words,
                );
            }
        }
    }

    /// What the checklists promise to keep or to receive every month, quarter, half-year or year: the end of the span
    /// that runs now.
    pub(super) fn promises(&self, found: &mut Vec<Obligation>) {
        let Self { today, .. } = *self;
        let Case { matter, year, common, .. } = self.case;
        let Some(term) = matter.term.as_ref().filter(|term| today <= term.to.value) else { return };
        let day = today.max(term.from.value);
        let mut all: BTreeMap<(NaiveDate, Interval), Promised<'_>> = BTreeMap::new();
        for checklist in &matter.checklists {
            let form = &year.forms[checklist.form.value];
            for answer in checklist.answers.iter().filter(|own| own.status.value == Mark::Adopted) {
                let Some(evidence) = &answer.evidence else { continue };
                let folded = spelling::fold(&evidence.value);
                for interval in intervals(folded, &common.intervals) {
                    let due = interval.end(day).min(term.to.value);
                    let forms = all.entry((due, interval)).or_default();
                    let row = form.rows[answer.row.value].id.value.as_str();
                    match forms.iter_mut().find(|(heading, _)| *heading == form.heading.value) {
                        Some((_, rows)) if rows.contains(&row) => {}
                        Some((_, rows)) => rows.push(row),
                        None => forms.push((&form.heading.value, vec![row])),
                    }
                }
            }
        }
        for ((due, interval), forms) in all {
            let count: usize = forms.iter().map(|(_, rows)| rows.len()).sum();
            let one = |own: &str, rows: &str| format!("{own}: {rows}");
            let lists: Vec<(&str, Text)> = forms.iter().map(|(own, rows)| (&**own, listed(rows))).collect();
            let rows = lists.iter().map(|(own, rows)| one(own, &rows.ja)).collect::<Vec<_>>().join(" / ");
            let rows_en = lists.iter().map(|(own, rows)| one(own, &rows.en)).collect::<Vec<_>>().join(" / ");
            let (ja, en) = (interval.ja(), interval.word());
            let words = text!(
                "{ja}残すとした証跡{count}行がそろっているかを確かめる（{rows}）",
                "see that the {en} evidence promised in {count} row(s) is there: {rows_en}"
            );
            self.add(found, Kind::Promise, Some(due), None, matter.name.clone(), words);
        }
    }

    pub(super) fn file_register(&self, found: &mut Vec<Obligation>) {
        let Case { matter, ward, common, .. } = self.case;
        let count = matter.overview.as_ref().and_then(|overview| overview.subject_count.as_ref());
        let least = ward.file_register_persons;
        let persons = count.and_then(|count| common.persons(count));
        let Some(count) = persons.filter(|count| *count >= least) else { return };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_no_half_year() {
        let words = |own: &[&str]| own.iter().map(|word| (*word).to_owned()).collect();
        let known = [
            (Interval::Monthly, words(&["毎月", "月１回"])),
            (Interval::Quarterly, words(&["四半期", "年４回"])),
            (Interval::HalfYearly, words(&["半年", "半期", "年２回"])),
        ];
        let found = |text: &str| intervals(spelling::fold(text), &known).into_iter().collect::<Vec<_>>();
        assert_eq!(found("四半期ごとに、確認表を保存する。"), [Interval::Quarterly]);
        assert_eq!(found("上半期に、確認表を保存する。"), [Interval::HalfYearly]);
        assert_eq!(found("毎月の記録と、半期ごとの報告書"), [Interval::Monthly, Interval::HalfYearly]);
        assert_eq!(found("業務の開始前に、名簿を受け取る。"), []);
    }
}
