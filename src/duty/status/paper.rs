//! The page of status as a document, so that every format prints it.

use super::{Obligation, Standing};
use crate::diagnostic::{Language, Text};
use crate::document::tree::{Block, Document, Foot, SCHEMA_VERSION, Section, Size};
use crate::model::era;
use crate::model::print::Print;
use crate::model::ward::Ward;
use crate::text;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Returns the page in one language, its days as a form prints them: the counts, what they rest on (`told`), the list
/// worst first, the counts by section and by contractor, and what years that are over left undone, by matter.
#[must_use]
pub fn page(
    (ward, print): (&Ward, &Print),
    obligations: &[Obligation],
    folded: &[(String, String)],
    told: &[String],
    today: NaiveDate,
    language: Language,
) -> Document {
    let say = |text: Text| text.get(language).to_owned();
    let day = match language {
        Language::English => today.to_string(),
        Language::Japanese => print.day(today),
    };
    let count = |is: fn(Standing) -> bool| {
        obligations.iter().filter(|own| is(own.standing(today))).count().to_string()
    };
    let counts = Block::Table {
        caption: say(text!("件数", "Counts")),
        columns: [text!("状態", "standing"), text!("件数", "number")].map(say).to_vec(),
        rows: vec![
            vec![say(text!("超過", "overdue")), count(|standing| matches!(standing, Standing::Overdue(_)))],
            vec![
                say(text!("30日以内", "within 30 days")),
                count(|standing| matches!(standing, Standing::Soon(_))),
            ],
            vec![say(text!("期限不明", "no known date")), count(|standing| standing == Standing::Unknown)],
            vec![say(text!("それより先", "later")), count(|standing| matches!(standing, Standing::Later(_)))],
        ],
    };
    let rows = obligations.iter().map(|own| {
        vec![
            own.due.map_or_else(|| say(text!("不明", "not known")), |due| due.to_string()),
            say(own.standing(today).label()),
            say(own.kind.title()),
            own.words.get(language).to_owned(),
            own.subject.clone(),
            own.contractor.as_ref().map_or("", |name| name.get(language)).to_owned(),
            own.department.get(language).to_owned(),
        ]
    });
    let list = Block::Table {
        caption: say(text!("期限の一覧（急ぐものから）", "What is due, the most urgent first")),
        columns: [
            text!("期限", "due"),
            text!("状態", "standing"),
            text!("種類", "kind"),
            text!("すること", "what to do"),
            text!("案件・契約", "matter, contract"),
            text!("相手方", "contractor"),
            text!("担当課", "section"),
        ]
        .map(say)
        .to_vec(),
        rows: rows.collect(),
    };
    let table = |caption: Text, head: Text, rows: Vec<Vec<String>>| Block::Table {
        caption: say(caption),
        columns: [head, text!("超過", "overdue"), text!("全て", "all")].map(say).to_vec(),
        rows,
    };
    let by_department = grouped(obligations, today, |own| Some(own.department.get(language)));
    let by_contractor =
        grouped(obligations, today, |own| own.contractor.as_ref().map(|name| name.get(language)));
    let over = (!folded.is_empty()).then(|| Block::Table {
        caption: say(text!("終わった年度に済ませなかったもの", "What years that are over left undone")),
        columns: [text!("案件", "matter"), text!("種類と件数", "kinds and how many")].map(say).to_vec(),
        rows: folded.iter().map(|(matter, counts)| vec![matter.clone(), counts.clone()]).collect(),
    });
    let section = Section {
        id: "status".to_owned(),
        part: "status",
        number: None,
        heading: say(text!("{day}現在の期限の一覧", "What is due, as of {day}")),
        subject: None,
        landscape: true,
        size: Size::A4,
        blocks: std::iter::once(counts)
            .chain(told.iter().map(|text| Block::Note { text: text.clone() }))
            .chain([
                list,
                table(text!("担当課別", "By section"), text!("担当課", "section"), by_department),
                table(text!("相手方別", "By contractor"), text!("相手方", "contractor"), by_contractor),
            ])
            .chain(over)
            .collect(),
    };
    let name = &ward.name;
    Document {
        schema_version: SCHEMA_VERSION,
        name: "status".to_owned(),
        paper: say(text!("期限の一覧", "What is due")),
        title: say(text!("{name}　期限の一覧（{day}現在）", "{name}: what is due, as of {day}")),
        ward: ward.name.value.clone(),
        council: ward.council.value.clone(),
        fiscal_year: match language {
            Language::English => format!("fiscal year {}", era::fiscal_year(today)),
            Language::Japanese => print.fiscal_year(era::fiscal_year(today)),
        },
        language: match language {
            Language::English => "en",
            Language::Japanese => "ja",
        },
        draft: false,
        sample: false,
        notices: Vec::new(),
        footer: Foot::standard(),
        pages_by_section: false,
        sections: vec![section],
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
