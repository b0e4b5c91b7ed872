//! 会議次第 and 付議案件一覧: what the council's secretariat prints from the matters of a year.

use super::submission::{MISSING, Submission};
use super::tree::{Block, Document, Field, SCHEMA_VERSION, Section};
use crate::model::era::full_width;
use crate::model::matter::{Council, Material, Matter};
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
    let held = match meeting.name {
        Some(name) => format!("{name}　{council}"),
        None => council.clone(),
    };
    let facts = vec![
        Field::text("会議", Some(&held)),
        Field::text("日", meeting.date.map(|day| year.print().day(day))),
        Field::text("場所", meeting.place),
    ];
    let mut blocks = vec![Block::Fields { rows: facts }];
    let matters = Block::Table {
        caption: "付議事項の一覧".to_owned(),
        columns: ["資料番号", "件名", "担当課", "要綱の根拠（種別）", "決定と条件"]
            .map(str::to_owned)
            .to_vec(),
        rows: meeting
            .matters
            .iter()
            .map(|submission| {
                vec![
                    material_number(submission.matter),
                    title(submission),
                    department(submission),
                    basis(submission),
                    outcome(submission.matter.decision()),
                ]
            })
            .collect(),
    };
    let points =
        [("開会", Vec::new()), ("付議事項", vec![matters]), ("その他", Vec::new()), ("閉会", Vec::new())];
    for (index, (text, under)) in points.into_iter().enumerate() {
        blocks.push(Block::Point {
            level: 1,
            number: crate::case::numbers::first_level(index),
            text: text.to_owned(),
            blocks: under,
        });
    }
    blocks.push(materials(&meeting.matters));
    blocks.extend(numbers_to_check(&meeting.matters));
    let section = section("agenda", "会議次第", false, blocks);
    document(year, &meeting.matters, name, "会議次第", format!("{held}　会議次第"), section)
}

/// Returns the list of the papers that are handed out.
fn materials(matters: &[&Submission<'_>]) -> Block {
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
        std::iter::once(vec![material_number(matter), title(submission)]).chain(flows).chain(lists)
    });
    Block::Table {
        caption: "配布資料".to_owned(),
        columns: ["資料番号", "題"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

/// Returns a remark for each number that two matters have.
fn numbers_to_check(matters: &[&Submission<'_>]) -> Vec<Block> {
    let mut told: Vec<u64> = Vec::new();
    let mut remarks = Vec::new();
    for own in matters.iter().filter_map(|submission| number(submission.matter)) {
        let times = matters.iter().filter(|submission| number(submission.matter) == Some(own)).count();
        if times > 1 && !told.contains(&own) {
            told.push(own);
            let (own, times) = (full_width(own), full_width(times));
            let text = format!("※資料{own}という番号の案件が{times}件あります（要確認）");
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
    let rows = sorted.iter().map(|submission| {
        let council = submission.matter.decision();
        let held = council.and_then(meeting_name).map(str::to_owned);
        let day = council.and_then(date).map(|day| year.print().day(day));
        let term = submission.matter.term.as_ref();
        let term = term.map(|term| {
            let day = |day: NaiveDate| year.print().day(day);
            format!("{}から{}まで", day(term.from.value), day(term.to.value))
        });
        vec![
            title(submission),
            department(submission),
            basis(submission),
            material_number(submission.matter),
            match (held, day) {
                (Some(held), Some(day)) => format!("{held}（{day}）"),
                (held, day) => held.or(day).unwrap_or_else(|| MISSING.to_owned()),
            },
            outcome(council),
            term.unwrap_or_else(|| MISSING.to_owned()),
        ]
    });
    let columns =
        ["件名", "担当課", "要綱の根拠（種別）", "資料番号", "会議（日）", "決定と条件", "開始時期と期限"];
    let fiscal_year = year.print().fiscal_year(year.year.fiscal_year);
    let blocks = vec![Block::Table {
        caption: format!("{fiscal_year}の案件（{}件）", full_width(matters.len())),
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }];
    let section = section("matter-list", "付議案件一覧", true, blocks);
    document(year, &sorted, "matter-list", "付議案件一覧", format!("{fiscal_year}　付議案件一覧"), section)
}

fn section(part: &'static str, heading: &str, landscape: bool, blocks: Vec<Block>) -> Section {
    Section {
        id: part.to_owned(),
        part,
        number: None,
        heading: heading.to_owned(),
        subject: None,
        landscape,
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
    Document {
        schema_version: SCHEMA_VERSION,
        name: format!("{}/{name}", year.year.name),
        paper: paper.to_owned(),
        title,
        ward: year.ward.name.value.clone(),
        council: year.ward.council.value.clone(),
        fiscal_year: year.print().fiscal_year(year.year.fiscal_year),
        language: "ja",
        draft: false,
        notices: year.print().notices.clone(),
        sample: matters.iter().any(|submission| submission.matter.sample),
        sections: vec![section],
    }
}

fn material_number(matter: &Matter) -> String {
    number(matter).map_or_else(|| MISSING.to_owned(), |number| format!("資料{}", full_width(number)))
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
