//! `policies/<year>/parties.yaml` and `policies/<year>/forms/`.

use super::ward::CommonNames;
use super::{Names, Problems, cycles, optional, report, tell};
use crate::diagnostic::Diagnostic;
use crate::model::ids::{FormId, Id, KindId, OwnId, PartyId, RowId, Table};
use crate::model::party::{Certification, Party, PastIncident};
use crate::model::raw::form::{RawAnswerWord, RawChecklistForm};
use crate::model::raw::parties::{RawCertification, RawParties};
use crate::model::vocabulary::Mark;
use crate::model::ward::{ChecklistForm, Row, RowGroup};
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::decode::{List, Str};
use std::collections::HashMap;

/// Names of one year.
#[derive(Debug)]
pub(in crate::model) struct YearNames {
    pub(super) parties: Names<PartyId>,
    pub(super) forms: Names<FormId>,
    pub(super) kinds: Names<KindId>,
    /// The ids of the texts that the annexes print of the ward's own (`own/…`).
    pub(super) own: Names<OwnId>,
    /// The rows of each form, in the order of the forms.
    pub(super) rows: Vec<Names<RowId>>,
    /// The answers of each form, in the order of the forms.
    pub(super) answers: Vec<Vec<(String, Mark)>>,
}

/// Returns the legal entities of a year; `None` stands for a `parties.yaml` that could not be read.
pub(in crate::model) fn parties(
    raw: Option<RawParties>,
    common: &CommonNames,
    problems: &mut Problems,
) -> (Table<PartyId, Party>, Names<PartyId>) {
    let mut names = Names::new("法人", "party", "parties.yaml");
    let mut parties = Table::default();
    let Some(raw) = raw else {
        names.lose();
        return (parties, names);
    };
    let raw_parties = names.listed(Some(raw.parties));
    for (index, raw) in raw_parties.iter().enumerate() {
        names.title(&raw.id, &raw.name);
        names.declare(&raw.id, PartyId::from_index(index), problems);
    }
    for raw in raw_parties.items {
        let certifications = raw.certifications.unwrap_or_default().items.into_iter();
        let certifications = certifications.filter_map(|raw| certification(raw, common, problems)).collect();
        if let Some(number) = &raw.corporate_number {
            refuse_wrong_corporate_number(&number.text, problems);
        }
        parties.push(Party {
            id: raw.id,
            span: raw.span,
            name: raw.name,
            fictional: raw.fictional.is_some_and(|fictional| fictional.value),
            corporate_number: raw.corporate_number.map(|number| number.text),
            address: raw.address,
            country: raw.country,
            parent: optional(&names, raw.parent.as_ref(), problems),
            contact: raw.contact,
            certifications,
            no_certification: raw.no_certification,
            incidents: raw
                .incidents
                .unwrap_or_default()
                .items
                .into_iter()
                .map(|raw| PastIncident {
                    span: raw.span,
                    on: raw.on,
                    what: raw.what,
                    measures: raw.measures,
                })
                .collect(),
            no_incidents: raw.no_incidents,
        });
    }
    refuse_parents_in_a_circle(&parties, problems);
    refuse_one_number_twice(&parties, problems);
    (parties, names)
}

/// A legal entity has one number, and no other has it (番号法39条): two that bear one are one entity, or one number is
/// wrong. Branches have no number of their own.
fn refuse_one_number_twice(parties: &Table<PartyId, Party>, problems: &mut Problems) {
    let mut known: HashMap<&str, &Party> = HashMap::new();
    for party in parties.iter() {
        let Some(number) = &party.corporate_number else { continue };
        let Some(first) = known.get(number.as_str()) else {
            known.insert(number, party);
            continue;
        };
        let before = first.corporate_number.as_ref().map_or(first.span, |number| number.span);
        let (name, other, shown) = (short(&party.name), short(&first.name), short(number));
        tell(problems, || {
            Diagnostic::error(
                "corporate-number-twice",
                number.span,
                text!(
                    "「{name}」の法人番号（{shown}）が、「{other}」と同じです",
                    "the corporate number of `{name}` ({shown}) is that of `{other}`"
                ),
            )
            .related(before, text!("「{other}」の法人番号", "the number of `{other}`"))
            .help(text!(
                "法人番号は法人ごとに一つで、支店や営業所は本店と同じです。一つの法人なら一つにまとめ、別の法人（親会社、子会社など）なら、国税庁の法人番号公表サイトで番号を確かめてください",
                "each legal entity has one number, and its branches have the same: write one entity once; for another one (a parent, a subsidiary), look its number up at the National Tax Agency"
            ))
        });
    }
}

fn refuse_parents_in_a_circle(parties: &Table<PartyId, Party>, problems: &mut Problems) {
    let parents: Vec<Option<usize>> =
        parties.iter().map(|party| party.parent.as_ref().map(|parent| parent.value.index())).collect();
    for party in cycles(&parents).into_iter().filter_map(|party| parties.iter().nth(party)) {
        let name = &party.name;
        report(
            problems,
            "reference-cycle",
            party.parent.as_ref().map_or(party.span, |parent| parent.span),
            text!(
                "「{name}」の親会社が、たどると自分自身に戻ります",
                "the parent of `{name}` is, in the end, itself"
            ),
            text!(
                "parent には、株式の過半を持つ会社を書いてください",
                "name the company that holds the majority"
            ),
        );
    }
}

fn certification(
    raw: RawCertification,
    common: &CommonNames,
    problems: &mut Problems,
) -> Option<Certification> {
    Some(Certification {
        span: raw.span,
        kind: common.certifications.find(&raw.kind, problems)?,
        number: raw.number,
        scope: raw.scope,
        expires: raw.expires,
    })
}

fn refuse_wrong_corporate_number(number: &Str, problems: &mut Problems) {
    if is_corporate_number(number) {
        return;
    }
    // 適格請求書発行事業者の登録番号は、法人番号の前に T を付けたもの。
    let bare: String = spelling::fold(number).chars().filter(|c| *c != '-').collect();
    let bare = bare.strip_prefix('t').unwrap_or(&bare);
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let help = if is_corporate_number(bare) {
        text!("「{bare}」と、半角の数字だけで書いてください", "write `{bare}`, in digits only")
    } else if digits == bare.chars().count() && digits != CORPORATE_DIGITS {
        text!(
            "法人番号は{CORPORATE_DIGITS}桁です（{digits}桁あります）",
            "it has {CORPORATE_DIGITS} digits, not {digits}"
        )
    } else if digits == CORPORATE_DIGITS {
        text!(
            "検査数字（先頭の桁）が合いません。国税庁の法人番号公表サイトで確かめてください",
            "its first digit, the check digit, does not hold; look it up at the National Tax Agency"
        )
    } else {
        text!("{CORPORATE_DIGITS}桁の半角の数字だけを書いてください", "write {CORPORATE_DIGITS} digits")
    };
    let shown = short(number);
    report(
        problems,
        "not-a-corporate-number",
        number.span,
        text!("「{shown}」は法人番号ではありません", "`{shown}` is not a corporate number"),
        help,
    );
}

const CORPORATE_DIGITS: usize = 13;

/// Returns whether the check digit holds (法人番号の指定等に関する省令2条: 9 less the weighted sum modulo 9).
fn is_corporate_number(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != CORPORATE_DIGITS || number.len() != CORPORATE_DIGITS {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .skip(1)
        .rev()
        .enumerate()
        .map(|(n, digit)| digit * if n % 2 == 0 { 1 } else { 2 })
        .sum();
    digits.first() == Some(&(9 - sum % 9))
}

/// Returns the forms of a year; `None` stands for a file that could not be read.
pub(in crate::model) fn forms(
    raw: Vec<Option<RawChecklistForm>>,
    kinds: &Names<KindId>,
    problems: &mut Problems,
) -> (Table<FormId, ChecklistForm>, Names<FormId>, Vec<Names<RowId>>) {
    let mut names = Names::new("様式", "form", "forms");
    let mut forms = Table::default();
    let mut all_rows = Vec::new();
    for raw in raw {
        let Some(raw) = raw else {
            names.lose();
            continue;
        };
        names.title(&raw.id, &raw.title);
        names.declare(&raw.id, FormId::from_index(forms.len()), problems);
        let mut row_names = row_names();
        let mut rows = Table::default();
        let mut groups = Vec::new();
        for group in row_names.listed(Some(raw.groups)).items {
            let mut ids = Vec::new();
            for row in row_names.listed(Some(group.rows)).items {
                let topics = row.topics.iter().flatten().map(|topic| topic.0.value).collect();
                let id = row.id.clone();
                let row = rows.push(Row { id: row.id, span: row.span, text: row.text, topics });
                row_names.declare(&id, row, problems);
                ids.push(row);
            }
            groups.push(RowGroup { category: group.category.0, label: group.label, rows: ids });
        }
        forms.push(ChecklistForm {
            id: raw.id,
            span: raw.span,
            // Where the kind is not known, that is told, and no model is made.
            kind: kinds.find(&raw.kind, problems).unwrap_or_else(|| raw.kind.with(KindId::from_index(0))),
            bearer: raw.bearer.0,
            title: raw.title,
            note: raw.note,
            heading: raw.heading,
            column: raw.column,
            legend: raw.legend.items,
            answers: answer_words(raw.answers, problems),
            performer: raw.performer.iter().flatten().map(|word| word.value.clone()).collect(),
            groups,
            rows,
        });
        all_rows.push(row_names);
    }
    (forms, names, all_rows)
}

/// Returns the words of the answers; a word or a meaning that stands twice, or no word for a measure that is
/// taken, is reported.
fn answer_words(raw: Option<List<RawAnswerWord>>, problems: &mut Problems) -> Vec<(String, Mark)> {
    let Some(raw) = raw else {
        return [Mark::Adopted, Mark::NotNeeded].map(|mark| (mark.ja().to_owned(), mark)).to_vec();
    };
    let mut words: Vec<(String, Mark)> = Vec::new();
    let mut is_whole = raw.span.is_somewhere();
    for own in &raw.items {
        let mark = own.means.0.value;
        // What it means is missing or unknown, which is told already.
        if !own.means.0.span.is_somewhere() {
            is_whole = false;
            continue;
        }
        if words.iter().any(|(word, known)| *known == mark || spelling::same(word, &own.word)) {
            let word = short(&own.word);
            report(
                problems,
                "answer-twice",
                own.word.span,
                text!(
                    "答え「{word}」の語か意味が、前の答えと同じです",
                    "the word or meaning of `{word}` stands twice"
                ),
                text!(
                    "語も意味も、一つずつにしてください",
                    "each word has one meaning, and each meaning one word"
                ),
            );
        }
        words.push((own.word.value.clone(), mark));
    }
    if is_whole && words.iter().all(|(_, mark)| *mark != Mark::Adopted) {
        report(
            problems,
            "no-answer-adopted",
            raw.span,
            text!("対策を行うという答え（adopted）がありません", "no answer means that a measure is taken"),
            text!(
                "例えば {{ word: 実施済, means: adopted }} と書き足してください",
                "add one with `means: adopted`"
            ),
        );
    }
    words
}

impl YearNames {
    pub(in crate::model) fn new(
        parties: Names<PartyId>,
        forms: Names<FormId>,
        kinds: Names<KindId>,
        own: Names<OwnId>,
        rows: Vec<Names<RowId>>,
        answers: Vec<Vec<(String, Mark)>>,
    ) -> Self {
        Self { parties, forms, kinds, own, rows, answers }
    }

    /// Reports a row that no form of the year has; the longest form says which were meant.
    pub(super) fn refuse_unknown_row(&self, row: &Str, problems: &mut Problems) {
        let is_known = |rows: &Names<RowId>| rows.is_lost() || rows.get(row).is_some();
        if self.forms.is_lost() || self.rows.iter().any(is_known) {
            return;
        }
        match self.rows.iter().max_by_key(|rows| rows.all().count()) {
            Some(rows) => rows.find(row, problems),
            None => row_names().find(row, problems),
        };
    }
}

fn row_names() -> Names<RowId> {
    Names::new("チェックリストの項目", "row", "forms")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_of_a_corporate_number() {
        // 国税庁の説明にある例（法人番号 7000012050002 は国税庁自身の番号）。
        assert!(is_corporate_number("7000012050002"));
        assert!(!is_corporate_number("8000012050002"));
        assert!(!is_corporate_number("700001205000"));
        assert!(!is_corporate_number("７000012050002"));
    }
}
