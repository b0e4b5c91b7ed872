//! The sheet with the questions: who and when above, then a row a question.

use super::super::questions::{Change, Question, Questions};
use super::super::subject::Subject;
use super::{At, Mode, PersonAt, Places, Previous, RowAt};
use crate::model::era;
use crate::model::vocabulary::Mark;
use crate::workbook::{Cell, Choice, Error, Look, Page, Sheet, in_column};
use chrono::{Days, NaiveDate};

/// Columns of an audit: change, row, measure, result, evidence, remark, deadline, this year, last year, hint.
const INSPECTION: [u32; 10] = [70, 52, 200, 56, 130, 130, 76, 130, 150, 44];

/// Columns of the answers: change, row, measure, answer, reason, evidence, last year, hint.
const SUBMISSION: [u32; 8] = [70, 52, 300, 46, 180, 190, 144, 46];

/// So many persons have room.
const INSPECTORS: usize = 3;
const ATTENDANTS: usize = 2;

pub(super) fn sheet(
    mode: Mode,
    page: Page<'_>,
    title: &str,
    subject: &Subject<'_>,
    questions: &Questions,
    previous: &Previous,
) -> Result<(Sheet, Places), Error> {
    let widths: &[u32] = match mode {
        Mode::Inspection => &INSPECTION,
        Mode::Submission => &SUBMISSION,
    };
    let mut own = Table { sheet: Sheet::new(mode.sheet(), page, widths)?, places: Places::default() };
    own.sheet.line(Look::Title, title)?;
    own.fixed("契約", &format!("{}（{}）", subject.title(), subject.name()))?;
    let role = &subject.case.matter.roles[subject.role].name;
    own.fixed("受託者", &format!("{}（{role}）", subject.party.name))?;
    own.fixed("年度", &subject.case.print().fiscal_year(subject.case.matter.fiscal_year))?;
    if mode == Mode::Inspection {
        own.inspection(subject)?;
    }
    own.sheet.gap(6.0);
    let why = why(questions);
    let heads: &[&str] = match mode {
        Mode::Inspection => &[
            "変更",
            "項番",
            "情報保護対策",
            "結果",
            "確認した証跡",
            "指摘・備考",
            "是正の期限",
            "今年度の回答",
            "昨年度",
            "確認",
        ],
        Mode::Submission => &["変更", "項番", "情報保護対策", "状況", &why, "証跡", "昨年度", "確認"],
    };
    let heads: Vec<Cell> = heads.iter().map(|head| Cell::new(Look::Heading, *head)).collect();
    let head = own.sheet.record(&heads)?;
    own.sheet.repeat(head, 0)?;
    for question in &questions.all {
        let last = last_year(question, previous.get(&question.key));
        match mode {
            Mode::Inspection => own.audited(subject, question, &last)?,
            Mode::Submission => own.answered(question, &last)?,
        }
    }
    own.sheet.protect();
    Ok((own.sheet, own.places))
}

struct Table {
    sheet: Sheet,
    places: Places,
}

impl Table {
    /// Writes a label and a text that stays.
    fn fixed(&mut self, label: &str, text: &str) -> Result<(), Error> {
        let rest = self.sheet.columns() - 2;
        self.sheet
            .record(&[Cell::new(Look::Group, label).across(2), Cell::new(Look::Body, text).across(rest)])?;
        Ok(())
    }

    /// Writes a label, a cell to fill in over some columns, and a remark; returns the cell.
    fn input(&mut self, label: &str, look: Look, columns: u16, remark: &str) -> Result<At, Error> {
        let rest = self.sheet.columns() - 2 - columns;
        let mut cells = vec![Cell::new(Look::Group, label).across(2), Cell::new(look, "").across(columns)];
        if rest > 0 {
            cells.push(Cell::new(Look::Body, remark).across(rest));
        }
        let rows = self.sheet.record(&cells)?;
        Ok((rows.first, 2))
    }

    /// Writes the fields of an audit as a whole.
    fn inspection(&mut self, subject: &Subject<'_>) -> Result<(), Error> {
        let (first, last) = days(subject.case.matter.fiscal_year);
        let day = self.input("実施日", Look::Date, 1, "日付を 2026/11/20 の形で入れる。")?;
        self.sheet.date(day.0, day.1, first, last)?;
        let way = self.input("方法", Look::Answer, 1, "原則は実地。遠隔・書面のときは、下に理由を書く。")?;
        let choice = Choice {
            answers: &["実地", "遠隔", "書面"],
            title: "方法",
            help: "検査の方法を選んでください。",
        };
        self.sheet.choose(way.0, way.1, choice)?;
        let way_reason = self.input("実地でない理由", Look::Input, 5, "実地のときは空欄。")?;
        for number in 1..=INSPECTORS {
            let label = format!("検査した者{}", era::full_width(number));
            let person = self.person(&label)?;
            self.places.inspectors.push(person);
        }
        for number in 1..=ATTENDANTS {
            let label = format!("立会者{}", era::full_width(number));
            let person = self.person(&label)?;
            self.places.attendants.push(person);
        }
        let sub = self.input("再委託先", Look::Answer, 1, "再委託先の取扱いも検査したときは「含む」。")?;
        let choice = Choice {
            answers: &["含む", "含まない", "再委託なし"],
            title: "再委託先",
            help: "選んでください。",
        };
        self.sheet.choose(sub.0, sub.1, choice)?;
        let columns = self.sheet.columns() - 2;
        let opinion = self.input("総評", Look::Input, columns, "")?;
        self.places.day = Some(day);
        self.places.way = Some(way);
        self.places.way_reason = Some(way_reason);
        self.places.subcontractors = Some(sub);
        self.places.opinion = Some(opinion);
        Ok(())
    }

    /// Writes the cells for a person: section, office, name.
    fn person(&mut self, label: &str) -> Result<PersonAt, Error> {
        let rest = self.sheet.columns() - 6;
        let rows = self.sheet.record(&[
            Cell::new(Look::Group, label).across(2),
            Cell::new(Look::Input, ""),
            Cell::new(Look::Input, "").across(2),
            Cell::new(Look::Input, ""),
            Cell::new(Look::Body, "左から、所属、職名、氏名（職員・従業者に限る）。").across(rest),
        ])?;
        let at = [(rows.first, 2), (rows.first, 3), (rows.first, 5)];
        for ((row, column), title) in at.into_iter().zip(["所属", "職名", "氏名"]) {
            self.sheet.explain(row, column, title, &format!("{title}を書いてください。"))?;
        }
        Ok(at)
    }

    /// Writes a question of an audit.
    fn audited(&mut self, subject: &Subject<'_>, question: &Question, last: &str) -> Result<(), Error> {
        let said = &question.said;
        let mut now = if said.mark.is_empty() { "（答えなし）".to_owned() } else { said.mark.clone() };
        if let Some(by) = said.by {
            now.push_str(&format!("（{}まで）", subject.case.print().day(by)));
        }
        if !said.reason.is_empty() {
            now.push_str(&format!("（{}）", said.reason));
        }
        if !said.evidence.is_empty() {
            now.push_str(&format!("\n証跡：{}", said.evidence));
        }
        let rows = self.sheet.record(&[
            change(question),
            Cell::new(Look::Mark, &question.key),
            Cell::new(Look::Body, &question.text),
            Cell::new(Look::Answer, ""),
            Cell::new(Look::Input, ""),
            Cell::new(Look::Input, ""),
            Cell::new(Look::Date, ""),
            Cell::new(Look::Body, now),
            Cell::new(Look::Body, last),
            Cell::new(Look::Hint, ""),
        ])?;
        let row = rows.first;
        let help = "適・不適・該当なしのどれかを選んでください。";
        self.sheet.choose(row, 3, Choice { answers: &["適", "不適", "該当なし"], title: "結果", help })?;
        let (first, last) = days(subject.case.matter.fiscal_year);
        // A deadline may lie in the year after.
        self.sheet.date(row, 6, first, last.checked_add_days(Days::new(730)).unwrap_or(last))?;
        let cell = |column| in_column(row, column);
        let (answer, evidence, remark, deadline) = (cell(3), cell(4), cell(5), cell(6));
        let open = format!("TRIM({answer})=\"\"");
        let unproved = format!("AND({answer}=\"適\",TRIM({evidence})=\"\")");
        let unsaid = format!("AND(OR({answer}=\"不適\",{answer}=\"該当なし\"),TRIM({remark})=\"\")");
        let undated = format!("AND({answer}=\"不適\",{deadline}=\"\")");
        // What is still open is told by the last column: a form that is red all over tells nothing.
        for (column, condition) in [(4, &unproved), (5, &unsaid), (6, &undated)] {
            self.sheet.red_while(row, column, &format!("={condition}"))?;
        }
        let hint = format!("=IF({open},\"未記入\",IF(OR({unproved},{unsaid},{undated}),\"不足\",\"済\"))");
        self.sheet.formula(row, 9, Look::Hint, &hint, "未記入")?;
        self.places.rows.push(RowAt {
            answer: (row, 3),
            evidence: (row, 4),
            remark: (row, 5),
            deadline: Some((row, 6)),
        });
        Ok(())
    }

    /// Writes a question of a checklist, with what the matter answers so far.
    fn answered(&mut self, question: &Question, last: &str) -> Result<(), Error> {
        let said = &question.said;
        let rows = self.sheet.record(&[
            change(question),
            Cell::new(Look::Mark, &question.key),
            Cell::new(Look::Body, &question.text),
            Cell::new(Look::Answer, &said.mark),
            Cell::new(Look::Input, said.by.map_or_else(|| said.reason.clone(), |by| by.to_string())),
            Cell::new(Look::Input, &said.evidence),
            Cell::new(Look::Body, last),
            Cell::new(Look::Hint, ""),
        ])?;
        let row = rows.first;
        let words: Vec<&str> = question.answers.iter().map(|(word, _)| word.as_str()).collect();
        let adopted = question.word(Mark::Adopted).unwrap_or_default();
        let help = answer_help(question);
        self.sheet.choose(row, 3, Choice { answers: &words, title: "状況", help: &help })?;
        let (answer, reason) = (in_column(row, 3), in_column(row, 4));
        let open = format!("TRIM({answer})=\"\"");
        let unsaid = format!("AND(TRIM({answer})<>\"\",{answer}<>\"{adopted}\",TRIM({reason})=\"\")");
        self.sheet.red_while(row, 3, &format!("={open}"))?;
        self.sheet.red_while(row, 4, &format!("={unsaid}"))?;
        let now = match said.mark.as_str() {
            "" => "未記入",
            mark if mark == adopted || said.by.is_some() || !said.reason.is_empty() => "済",
            _ => "不足",
        };
        let hint = format!("=IF({open},\"未記入\",IF({unsaid},\"不足\",\"済\"))");
        self.sheet.formula(row, 7, Look::Hint, &hint, now)?;
        self.places.rows.push(RowAt {
            answer: (row, 3),
            remark: (row, 4),
            evidence: (row, 5),
            deadline: None,
        });
        Ok(())
    }
}

/// Returns the heading of the column for what is asked beside an answer: the reason, the day of a plan.
fn why(questions: &Questions) -> String {
    let mut heads: Vec<String> = Vec::new();
    for (word, mark) in questions.all.iter().flat_map(|question| &question.answers) {
        let head = match mark {
            Mark::Adopted => continue,
            Mark::Planned => format!("「{word}」の日"),
            Mark::NotNeeded => format!("「{word}」の理由"),
        };
        if !heads.contains(&head) {
            heads.push(head);
        }
    }
    if heads.is_empty() { "備考".to_owned() } else { heads.join("、") }
}

/// Returns what Excel says when the answer is chosen.
fn answer_help(question: &Question) -> String {
    let taken = question.word(Mark::Adopted).unwrap_or_default();
    let mut help = format!("行うときは「{taken}」");
    let planned = question.word(Mark::Planned);
    help.extend(planned.map(|word| format!("、行う予定なら「{word}」を選んで予定の日を書き")));
    match question.word(Mark::NotNeeded) {
        Some(word) => help.push_str(&format!("、必要がないときは「{word}」を選び、理由を書いてください。")),
        None => help.push_str("を選んでください。"),
    }
    help
}

/// Returns the first and the last day of a fiscal year.
pub(in crate::duty::audit) fn days(year: i32) -> (NaiveDate, NaiveDate) {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    (day(year, 4, 1), day(year.saturating_add(1), 3, 31))
}

fn change(question: &Question) -> Cell {
    if question.changes.is_empty() {
        return Cell::new(Look::Mark, "－");
    }
    let words: Vec<&str> = question.changes.iter().map(|change| change.label()).collect();
    Cell::new(Look::Strong, format!("★{}", words.join("\n")))
}

/// Returns what is known of last year: the answer, the wording where it differs, and the audit.
fn last_year(question: &Question, previous: Option<&String>) -> String {
    let mut lines: Vec<String> = Vec::new();
    if let Some(last) = &question.last {
        let reason =
            if last.said.reason.is_empty() { String::new() } else { format!("（{}）", last.said.reason) };
        let mark = if last.said.mark.is_empty() { "（答えなし）" } else { &last.said.mark };
        lines.push(format!("回答：{mark}{reason}"));
        if question.changes.contains(&Change::Wording) {
            lines.push(format!("文言：{}", last.text));
        }
    }
    lines.extend(previous.map(|words| format!("監査：{words}")));
    if lines.is_empty() { "－".to_owned() } else { lines.join("\n") }
}
