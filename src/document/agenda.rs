//! 会議次第 and 付議案件一覧: what the council's secretariat prints from the matters of a year.

use super::submission::{MISSING, Submission};
use super::tree::{Block, Document, Field, SCHEMA_VERSION, Section};
use crate::model::matter::{Council, Material, Matter};
use crate::model::vocabulary::{AgendaColumn, AgendaHolds};
use crate::spelling::fold;
use chrono::NaiveDate;

/// A meeting and the matters it deals with, in the order of the agenda.
struct Meeting<'a, 'b> {
    /// Its name, as the first of the matters writes it.
    name: Option<&'a str>,
    date: Option<NaiveDate>,
    place: Option<&'a str>,
    matters: Vec<&'b Submission<'a>>,
}

/// Builds one 会議次第 a meeting, in the order of the meetings, then the 付議案件一覧 of the year. All matters are
/// of one year.
#[must_use]
pub fn build(matters: &[Submission<'_>]) -> Vec<Document> {
    let Some(first) = matters.first() else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    let mut documents: Vec<Document> = Vec::new();
    for meeting in meetings(matters) {
        let day = meeting.date.map_or_else(|| "undated".to_owned(), |date| date.to_string());
        let again = names.iter().filter(|known| **known == day).count();
        let name = if again == 0 { format!("agenda-{day}") } else { format!("agenda-{day}-{}", again + 1) };
        names.push(day);
        documents.push(agenda(first, &meeting, &name));
    }
    documents.push(list(first, matters));
    documents
}

/// Returns the meetings that matters name, oldest first; those without a day come last.
fn meetings<'a, 'b>(matters: &'b [Submission<'a>]) -> Vec<Meeting<'a, 'b>> {
    let mut meetings: Vec<Meeting<'a, 'b>> = Vec::new();
    for submission in matters {
        let Some(council) = submission.matter.decision() else { continue };
        let (name, date) = (meeting_name(council), date(council));
        if name.is_none() && date.is_none() {
            continue;
        }
        let same = |own: &&mut Meeting<'_, '_>| own.name.map(fold) == name.map(fold) && own.date == date;
        let place = council.place.as_ref().map(|place| place.value.as_str());
        match meetings.iter_mut().find(same) {
            Some(meeting) => {
                meeting.place = meeting.place.or(place);
                meeting.matters.push(submission);
            }
            None => meetings.push(Meeting { name, date, place, matters: vec![submission] }),
        }
    }
    for meeting in &mut meetings {
        meeting.matters.sort_by_key(|submission| order(submission.matter));
    }
    meetings.sort_by_key(|meeting| (meeting.date.is_none(), meeting.date, meeting.name.map(str::to_owned)));
    meetings
}

fn meeting_name(council: &Council) -> Option<&str> {
    council.meeting.as_ref().map(|meeting| meeting.value.as_str())
}

fn date(council: &Council) -> Option<NaiveDate> {
    council.date.as_ref().map(|date| date.value)
}

/// The order on an agenda: by number, those without one last, then by name.
fn order(matter: &Matter) -> (u64, String) {
    (number(matter).unwrap_or(u64::MAX), matter.name.clone())
}

fn number(matter: &Matter) -> Option<u64> {
    matter.agenda_number.as_ref().map(|number| number.value)
}

fn agenda(year: &Submission<'_>, meeting: &Meeting<'_, '_>, name: &str) -> Document {
    let council = &year.ward.council.value;
    let words = &year.print().agenda;
    let held = match meeting.name {
        Some(name) => format!("{name}　{council}"),
        None => council.clone(),
    };
    let [label, day, place] = &words.facts;
    let facts = vec![
        Field::text(label, Some(&held)),
        Field::text(day, meeting.date.map(|day| year.print().day(day))),
        Field::text(place, meeting.place),
    ];
    let mut blocks = vec![Block::Fields { rows: facts }];
    let held_under = |holds: AgendaHolds| match holds {
        AgendaHolds::Matters => table(&words.matters, &words.columns, &meeting.matters),
        AgendaHolds::Materials => materials(year, &meeting.matters),
    };
    for (index, item) in words.items.iter().enumerate() {
        blocks.push(Block::Point {
            level: 1,
            number: year.print().point(index),
            text: item.text.clone(),
            blocks: item.holds.map(held_under).into_iter().collect(),
        });
    }
    // What the council decides on and what it is handed stands on its agenda, also where no item of the form holds it.
    for holds in [AgendaHolds::Matters, AgendaHolds::Materials] {
        if !words.items.iter().any(|item| item.holds == Some(holds)) {
            blocks.push(held_under(holds));
        }
    }
    blocks.extend(numbers_to_check(&meeting.matters));
    let section = section(year, "agenda", &words.heading, false, blocks);
    let title = format!("{held}　{}", words.heading);
    document(year, &meeting.matters, name, &words.heading, title, section)
}

/// Returns a table of matters with these columns.
fn table(caption: &str, columns: &[(AgendaColumn, String)], matters: &[&Submission<'_>]) -> Block {
    let cell = |submission: &Submission<'_>, column: AgendaColumn| match column {
        AgendaColumn::Number => material_number(submission),
        AgendaColumn::Title => title(submission),
        AgendaColumn::Department => department(submission),
        AgendaColumn::Basis => basis(submission),
        AgendaColumn::Meeting => held(submission),
        AgendaColumn::Outcome => outcome(submission.matter.decision()),
        AgendaColumn::Term => term(submission),
    };
    let row = |submission: &&Submission<'_>| {
        columns.iter().map(|(column, _)| cell(submission, *column)).collect::<Vec<String>>()
    };
    Block::Table {
        caption: caption.to_owned(),
        columns: columns.iter().map(|(_, label)| label.clone()).collect(),
        rows: matters.iter().map(row).collect(),
    }
}

/// Returns meeting and day of a matter.
fn held(submission: &Submission<'_>) -> String {
    let council = submission.matter.decision();
    let name = council.and_then(meeting_name).map(str::to_owned);
    let day = council.and_then(date).map(|day| submission.print().day(day));
    match (name, day) {
        (Some(name), Some(day)) => format!("{name}（{day}）"),
        (name, day) => name.or(day).unwrap_or_else(|| MISSING.to_owned()),
    }
}

fn term(submission: &Submission<'_>) -> String {
    let day = |day: NaiveDate| submission.print().day(day);
    let term = submission.matter.term.as_ref();
    let term = term.map(|term| format!("{}から{}まで", day(term.from.value), day(term.to.value)));
    term.unwrap_or_else(|| MISSING.to_owned())
}

/// Returns the list of the papers that are handed out.
fn materials(year: &Submission<'_>, matters: &[&Submission<'_>]) -> Block {
    let rows = matters.iter().flat_map(|submission| {
        let matter = submission.matter;
        let flows = matter
            .flows
            .enumerate()
            .map(|(id, flow)| vec![submission.material(Material::Flow(id)), flow.name().to_owned()]);
        let lists = matter.item_lists.enumerate().filter(|(_, list)| list.material).map(|(id, list)| {
            let title = list.title.as_ref().or(list.heading.as_ref()).unwrap_or(&list.id);
            vec![submission.material(Material::ItemList(id)), title.value.clone()]
        });
        std::iter::once(vec![material_number(submission), title(submission)]).chain(flows).chain(lists)
    });
    let words = &year.print().agenda;
    Block::Table {
        caption: words.materials.clone(),
        columns: words.material_columns.to_vec(),
        rows: rows.collect(),
    }
}

/// Returns a remark for each number that two matters have.
fn numbers_to_check(matters: &[&Submission<'_>]) -> Vec<Block> {
    let mut told: Vec<u64> = Vec::new();
    let mut remarks = Vec::new();
    for submission in matters {
        let Some(own) = number(submission.matter) else { continue };
        let times = matters.iter().filter(|submission| number(submission.matter) == Some(own)).count();
        if times > 1 && !told.contains(&own) {
            told.push(own);
            let (own, times) = (material_number(submission), submission.print().number(times as u64));
            let text = format!("※{own}という番号の案件が{times}件あります（要確認）");
            remarks.push(Block::Note { text });
        }
    }
    remarks
}

/// Builds the table of all matters of the year.
fn list(year: &Submission<'_>, matters: &[Submission<'_>]) -> Document {
    let mut sorted: Vec<&Submission<'_>> = matters.iter().collect();
    sorted.sort_by_key(|submission| {
        let date = submission.matter.decision().and_then(date);
        (date.is_none(), date, order(submission.matter))
    });
    let words = &year.print().agenda;
    let fiscal_year = year.print().fiscal_year(year.year.fiscal_year);
    let count = year.print().number(matters.len() as u64);
    let caption = format!("{fiscal_year}の案件（{count}件）");
    let blocks = vec![table(&caption, &words.list_columns, &sorted)];
    let section = section(year, "matter-list", &words.list, true, blocks);
    document(year, &sorted, "matter-list", &words.list, format!("{fiscal_year}　{}", words.list), section)
}

fn section(
    year: &Submission<'_>,
    part: &'static str,
    heading: &str,
    landscape: bool,
    blocks: Vec<Block>,
) -> Section {
    Section {
        id: part.to_owned(),
        part,
        number: None,
        heading: heading.to_owned(),
        subject: None,
        landscape,
        size: year.size(part),
        blocks,
    }
}

fn document(
    year: &Submission<'_>,
    matters: &[&Submission<'_>],
    name: &str,
    paper: &str,
    title: String,
    section: Section,
) -> Document {
    let fiscal_year = year.print().fiscal_year(year.year.fiscal_year);
    Document {
        schema_version: SCHEMA_VERSION,
        name: format!("{}/{name}", year.year.name),
        paper: paper.to_owned(),
        ward: year.ward.name.value.clone(),
        council: year.ward.council.value.clone(),
        footer: year.footer(paper, &title, &fiscal_year),
        pages_by_section: year.pages_by_section(),
        title,
        fiscal_year,
        language: "ja",
        draft: false,
        notices: year.print().notices.clone(),
        sample: matters.iter().any(|submission| submission.matter.sample),
        sections: vec![section],
    }
}

fn material_number(submission: &Submission<'_>) -> String {
    let number = number(submission.matter);
    number.map_or_else(|| MISSING.to_owned(), |number| submission.print().material_of_matter(number))
}

fn title(submission: &Submission<'_>) -> String {
    let title = submission.title().unwrap_or(MISSING);
    if submission.matter.sample { format!("【見本】{title}") } else { title.to_owned() }
}

fn department(submission: &Submission<'_>) -> String {
    submission.department_in_full().unwrap_or_else(|| MISSING.to_owned())
}

/// Returns article and kinds: 第3条第1項第3号（外部結合、業務委託）.
fn basis(submission: &Submission<'_>) -> String {
    let Some(basis) = &submission.matter.basis else { return MISSING.to_owned() };
    let kinds: Vec<&str> = basis.kinds.iter().map(|kind| submission.kind(kind.value).ja()).collect();
    if kinds.is_empty() {
        basis.article.value.clone()
    } else {
        format!("{}（{}）", basis.article, kinds.join("、"))
    }
}

/// Returns the decision with its conditions; 「未定」 before there is one.
fn outcome(council: Option<&Council>) -> String {
    let Some(outcome) = council.and_then(|council| council.outcome.as_ref()) else {
        return "未定".to_owned();
    };
    let conditions = council.iter().flat_map(|council| &council.conditions);
    let conditions: Vec<&str> = conditions.map(|condition| condition.text.value.as_str()).collect();
    match conditions.as_slice() {
        [] => outcome.value.ja().to_owned(),
        list => format!("{}（条件：{}）", outcome.value.ja(), list.join("、")),
    }
}
