//! 監査の報告: what was inspected, found and corrected, for the ward and by contractor; a document that every format
//! prints.

use super::inspection::Inspection;
use super::plan::{Standing, Work};
use crate::document::tree::{Block, Document, Field, Foot, SCHEMA_VERSION, Section, Size};
use crate::evidence::format::kind::audit::{Row, Verdict, Way};
use crate::evidence::format::kind::part::Person;
use crate::model::print::Print;
use crate::model::ward::Ward;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The wording of the rows by contract and key, as the forms of the year have it.
pub type Wordings = BTreeMap<(String, String), String>;

/// Returns the report of a fiscal year.
#[must_use]
pub fn build(
    ward: &Ward,
    (name, fiscal_year): (&str, i32),
    print: &Print,
    works: &[Work],
    wordings: &Wordings,
    today: NaiveDate,
) -> Document {
    let year = print.fiscal_year(fiscal_year);
    let mut sections = vec![whole(works, print, today)];
    let mut parties: Vec<(&str, &str)> = Vec::new();
    for own in works.iter().flat_map(|work| &work.inspections) {
        if !parties.iter().any(|(id, _)| *id == own.party) {
            parties.push((&own.party, &own.party_name));
        }
    }
    for (id, party) in parties {
        sections.push(contractor(id, party, works, (wordings, print)));
    }
    Document {
        schema_version: SCHEMA_VERSION,
        name: format!("{name}/audit-report"),
        paper: "委託先監査の報告".to_owned(),
        title: format!("{}　{year}　委託先の監査の結果", ward.name),
        ward: ward.name.value.clone(),
        council: ward.council.value.clone(),
        fiscal_year: year,
        language: "ja",
        draft: false,
        sample: false,
        notices: Vec::new(),
        footer: Foot::standard(),
        pages_by_section: false,
        sections,
    }
}

/// Returns the section for the whole ward.
fn whole(works: &[Work], print: &Print, today: NaiveDate) -> Section {
    let done = works.iter().filter(|work| matches!(work.standing, Standing::Done(_))).count();
    let open = works.iter().flat_map(Work::open).count();
    let late = works.iter().filter(|work| work.is_late(today)).count();
    let all = works.len();
    let summary = format!(
        "{}現在、委託業務{all}件のうち、実地検査を行ったもの{done}件、行っていないもの{}件。是正の終わっていない指摘{open}件、期限を過ぎたものがある委託業務{late}件。",
        print.day(today),
        all - done
    );
    let rows = works.iter().map(|work| {
        let names: Vec<&str> = work.parties.iter().map(|party| party.name.as_str()).collect();
        vec![
            work.contract.clone(),
            work.title.clone(),
            names.join("、"),
            work.standing.label().ja,
            work.open().count().to_string(),
        ]
    });
    let mut blocks = vec![
        Block::Paragraph { text: summary },
        Block::Note { text: "※実地検査は、委託業務（契約）ごとに年１回以上、原則として実地で行う（個人情報保護委員会Ｑ＆Ａ３－１－４）。".to_owned() },
        table("委託業務ごとの実施の状況", ["契約", "件名", "受託者・再委託先", "実地検査", "是正の残り"], rows.collect()),
    ];
    let open: Vec<Vec<String>> = works
        .iter()
        .flat_map(|work| work.open().map(move |(party, row)| (work, party, row)))
        .map(|(work, party, row)| {
            let deadline = row.deadline.map_or_else(
                || "－".to_owned(),
                |deadline| {
                    let late = if deadline.0 < today { "（超過）" } else { "" };
                    format!("{deadline}{late}")
                },
            );
            let finding = row.finding.clone().unwrap_or_default();
            vec![deadline, work.contract.clone(), party.to_owned(), row.row.clone(), finding]
        })
        .collect();
    if !open.is_empty() {
        blocks.push(table("是正の終わっていない指摘", ["期限", "契約", "受託者", "項番", "指摘"], open));
    }
    section("audit-whole", "委託先の監査の結果（全体）", blocks)
}

/// Returns the section of a contractor: each of its inspections.
fn contractor(id: &str, party: &str, works: &[Work], (wordings, print): (&Wordings, &Print)) -> Section {
    let mut blocks = Vec::new();
    for work in works {
        for own in work.inspections.iter().filter(|own| own.party == id) {
            blocks.push(Block::Paragraph { text: format!("◇{}（{}）", work.title, work.contract) });
            blocks.push(Block::Fields { rows: fields(own, print) });
            let rows = own.rows.iter().map(|row| answer(own, row, wordings));
            blocks.push(table(
                &format!("{}の項目ごとの結果", work.contract),
                ["項番", "情報保護対策", "結果", "確認した証跡", "指摘・備考", "是正の期限・確認"],
                rows.collect(),
            ));
        }
    }
    section(&format!("audit-{id}"), &format!("委託先の監査の結果：{party}"), blocks)
}

fn fields(own: &Inspection, print: &Print) -> Vec<Field> {
    let count = |verdict| own.rows.iter().filter(|row| row.verdict == verdict).count();
    let (fit, unfit, none) = (count(Verdict::Fit), count(Verdict::Unfit), count(Verdict::NotApplicable));
    let reason = own.way_reason.as_ref().map_or_else(String::new, |reason| format!("（{reason}）"));
    let counts = match (own.counts(), own.way) {
        (true, _) => "",
        (false, Way::Document) => "　※書面は、年１回の実地検査に数えない",
        (false, _) => "　※理由がなく、年１回の実地検査に数えない",
    };
    let field = |label: &str, text: String| Field {
        label: label.to_owned(),
        blocks: vec![Block::Paragraph { text }],
    };
    let mut rows = vec![
        field("実施日", print.day(own.inspected_on)),
        field("方法", format!("{}{reason}{counts}", own.way.label())),
        field("検査した者", people(&own.inspectors)),
    ];
    if !own.attendants.is_empty() {
        rows.push(field("立会者", people(&own.attendants)));
    }
    let included = if own.subcontractors_included { "検査に含む" } else { "検査に含まない" };
    rows.push(field("再委託先", included.to_owned()));
    rows.push(field("結果", format!("適{fit}、不適{unfit}、該当なし{none}")));
    rows.extend(own.opinion.clone().map(|opinion| field("総評", opinion)));
    rows
}

fn people(people: &[Person]) -> String {
    let one = |person: &Person| {
        let organisation = person.organisation.as_deref().unwrap_or_default();
        [organisation, &person.position, &person.name]
            .iter()
            .filter(|word| !word.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("　")
    };
    people.iter().map(one).collect::<Vec<_>>().join("、")
}

fn answer(own: &Inspection, row: &Row, wordings: &Wordings) -> Vec<String> {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "－".to_owned());
    let wording = wordings.get(&(own.contract.clone(), row.row.clone()));
    let closure = match (row.deadline, row.closed_on) {
        (_, Some(day)) => format!("{day} 確認"),
        (Some(deadline), None) => format!("{deadline} まで"),
        (None, None) => "－".to_owned(),
    };
    let remark = row.finding.as_ref().or(row.note.as_ref()).cloned();
    vec![
        row.row.clone(),
        wording.cloned().unwrap_or_else(|| "（今年度の様式にない項目）".to_owned()),
        row.verdict.label().to_owned(),
        or_none(&row.evidence),
        or_none(&remark),
        closure,
    ]
}

fn table<const N: usize>(caption: &str, columns: [&str; N], rows: Vec<Vec<String>>) -> Block {
    Block::Table { caption: caption.to_owned(), columns: columns.map(str::to_owned).to_vec(), rows }
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: id.to_owned(),
        part: "audit",
        number: None,
        heading: heading.to_owned(),
        subject: None,
        landscape: true,
        size: Size::A4,
        blocks,
    }
}
