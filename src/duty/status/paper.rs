//! The page of status as a document, so that every format prints it.

use super::{Obligation, Standing};
use crate::document::tree::{Block, Document, SCHEMA_VERSION, Section};
use crate::model::era;
use crate::model::ward::Ward;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Returns the page: the counts, the list worst first, the counts by section and by contractor, and what years that
/// are over left undone, by matter.
#[must_use]
pub fn page(
    ward: &Ward,
    obligations: &[Obligation],
    folded: &[(String, String)],
    today: NaiveDate,
) -> Document {
    let count = |is: fn(Standing) -> bool| {
        obligations.iter().filter(|own| is(own.standing(today))).count().to_string()
    };
    let counts = Block::Table {
        caption: "件数".to_owned(),
        columns: ["状態", "件数"].map(str::to_owned).to_vec(),
        rows: vec![
            vec!["超過".to_owned(), count(|standing| matches!(standing, Standing::Overdue(_)))],
            vec!["30日以内".to_owned(), count(|standing| matches!(standing, Standing::Soon(_)))],
            vec!["期限不明".to_owned(), count(|standing| standing == Standing::Unknown)],
            vec!["それより先".to_owned(), count(|standing| matches!(standing, Standing::Later(_)))],
        ],
    };
    let rows = obligations.iter().map(|own| {
        vec![
            own.due.map_or_else(|| "不明".to_owned(), |due| due.to_string()),
            own.standing(today).label().ja,
            own.kind.title().ja,
            own.words.ja.clone(),
            own.subject.clone(),
            own.contractor.clone().unwrap_or_default(),
            own.department.clone(),
        ]
    });
    let list = Block::Table {
        caption: "期限の一覧（急ぐものから）".to_owned(),
        columns: ["期限", "状態", "種類", "すること", "案件・契約", "相手方", "担当課"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    };
    let by_department = grouped(obligations, today, |own| Some(own.department.as_str()));
    let by_contractor = grouped(obligations, today, |own| own.contractor.as_deref());
    let over = (!folded.is_empty()).then(|| Block::Table {
        caption: "終わった年度に済ませなかったもの".to_owned(),
        columns: ["案件", "種類と件数"].map(str::to_owned).to_vec(),
        rows: folded.iter().map(|(matter, counts)| vec![matter.clone(), counts.clone()]).collect(),
    });
    let section = Section {
        id: "status".to_owned(),
        part: "status",
        number: None,
        heading: format!("{}現在の期限の一覧", era::print(today)),
        subject: None,
        landscape: true,
        blocks: [
            counts,
            list,
            table("担当課別", "担当課", by_department),
            table("相手方別", "相手方", by_contractor),
        ]
        .into_iter()
        .chain(over)
        .collect(),
    };
    Document {
        schema_version: SCHEMA_VERSION,
        name: "status".to_owned(),
        paper: "期限の一覧".to_owned(),
        title: format!("{}　期限の一覧（{}現在）", ward.name, era::print(today)),
        ward: ward.name.value.clone(),
        council: ward.council.value.clone(),
        fiscal_year: era::print_fiscal_year(era::fiscal_year(today)),
        draft: false,
        sample: false,
        notices: Vec::new(),
        sections: vec![section],
    }
}

fn table(caption: &str, head: &str, rows: Vec<Vec<String>>) -> Block {
    Block::Table {
        caption: caption.to_owned(),
        columns: [head, "超過", "全て"].map(str::to_owned).to_vec(),
        rows,
    }
}

/// Returns a row a group with the numbers of what is overdue and of all, worst first.
fn grouped<'o>(
    obligations: &'o [Obligation],
    today: NaiveDate,
    of: impl Fn(&'o Obligation) -> Option<&'o str>,
) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for own in obligations {
        let Some(group) = of(own) else { continue };
        let (overdue, all) = groups.entry(group).or_default();
        *overdue += usize::from(matches!(own.standing(today), Standing::Overdue(_)));
        *all += 1;
    }
    let mut groups: Vec<(&str, (usize, usize))> = groups.into_iter().collect();
    groups.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    groups
        .into_iter()
        .map(|(group, (overdue, all))| vec![group.to_owned(), overdue.to_string(), all.to_string()])
        .collect()
}
