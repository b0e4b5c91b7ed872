//! `policies/<year>/parties.yaml` and `policies/<year>/forms/`.

use super::ward::CommonNames;
use super::{Names, Problems, report};
use crate::model::ids::{FormId, Id, PartyId, RowId, Table};
use crate::model::party::{Certification, Party};
use crate::model::raw::form::RawChecklistForm;
use crate::model::raw::parties::RawParties;
use crate::model::ward::{ChecklistForm, Row, RowGroup};
use crate::text;

/// Names of one year.
#[derive(Debug)]
pub(in crate::model) struct YearNames {
    pub(super) parties: Names<PartyId>,
    pub(super) forms: Names<FormId>,
    /// The rows of each form, in the order of the forms.
    pub(super) rows: Vec<Names<RowId>>,
}

pub(in crate::model) fn parties(
    raw: RawParties,
    common: &CommonNames,
    problems: &mut Problems,
) -> (Table<PartyId, Party>, Names<PartyId>) {
    let mut names = Names::new("法人", "party");
    let mut parties = Table::default();
    for raw in raw.parties.items {
        let certifications = raw
            .certifications
            .into_iter()
            .flat_map(|list| list.items)
            .filter_map(|raw| {
                Some(Certification {
                    span: raw.span,
                    kind: common.certifications.find(&raw.kind, problems)?,
                    number: raw.number,
                    scope: raw.scope,
                    expires: raw.expires,
                })
            })
            .collect();
        if let Some(number) = &raw.corporate_number
            && !is_corporate_number(number)
        {
            report(
                problems,
                "not-a-corporate-number",
                number.span,
                text!("「{number}」は法人番号ではありません", "`{number}` is not a corporate number"),
                text!(
                    "13桁の数字で、先頭の検査数字が合うものを書いてください",
                    "write 13 digits whose first, the check digit, holds"
                ),
            );
        }
        let id = raw.id.clone();
        let party = parties.push(Party {
            id: raw.id,
            span: raw.span,
            name: raw.name,
            fictional: raw.fictional.is_some_and(|fictional| fictional.value),
            corporate_number: raw.corporate_number,
            country: raw.country,
            contact: raw.contact,
            certifications,
            no_certification: raw.no_certification,
        });
        names.declare(&id, party, problems);
    }
    (parties, names)
}

/// Returns whether the check digit holds (法人番号の指定等に関する省令2条: 9 less the weighted sum modulo 9).
fn is_corporate_number(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != 13 || number.len() != 13 {
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

pub(in crate::model) fn forms(
    raw: Vec<RawChecklistForm>,
    problems: &mut Problems,
) -> (Table<FormId, ChecklistForm>, Names<FormId>, Vec<Names<RowId>>) {
    let mut names = Names::new("様式", "form");
    let mut forms = Table::default();
    let mut all_rows = Vec::new();
    for (index, raw) in raw.into_iter().enumerate() {
        names.declare(&raw.id, FormId::from_index(index), problems);
        let mut row_names = Names::new("チェックリストの項目", "row");
        let mut rows = Table::default();
        let mut groups = Vec::new();
        for group in raw.groups.items {
            let mut ids = Vec::new();
            for row in group.rows.items {
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
            kind: raw.kind.0,
            bearer: raw.bearer.0,
            title: raw.title,
            note: raw.note,
            heading: raw.heading,
            column: raw.column,
            legend: raw.legend.items,
            performer: raw.performer.iter().flatten().map(|word| word.value.clone()).collect(),
            groups,
            rows,
        });
        all_rows.push(row_names);
    }
    (forms, names, all_rows)
}

impl YearNames {
    pub(in crate::model) fn new(
        parties: Names<PartyId>,
        forms: Names<FormId>,
        rows: Vec<Names<RowId>>,
    ) -> Self {
        Self { parties, forms, rows }
    }
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
