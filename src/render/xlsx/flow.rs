//! A flow as a table: the steps in order, and what passes in each.

use super::Sheets;
use super::contents::Kind;
use crate::document::figure::{Change, Figure, Link, Participant, Step, marked};
use crate::document::tree::Size;
use crate::workbook::{Cell, Error, Look, Rows, Sheet};

/// A column: its heading and its width.
type Column = (&'static str, u32);

/// What a step shares between its links.
const OF_STEP: [Column; 5] =
    [("番号", 40), ("行う者", 100), ("端末・システム", 92), ("内容", 182), ("処理", 60)];
const OF_LINK: [Column; 5] =
    [("どこから → どこへ", 132), ("回線", 84), ("保護", 96), ("時期", 104), ("情報項目", 124)];
/// The same where years are compared: how the step and how the line differs stands before each.
const OF_STEP_COMPARED: [Column; 6] =
    [("手順の違い", 44), ("番号", 36), ("行う者", 92), ("端末・システム", 84), ("内容", 152), ("処理", 56)];
const OF_LINK_COMPARED: [Column; 6] = [
    ("線の違い", 44),
    ("どこから → どこへ", 128),
    ("回線", 80),
    ("保護", 88),
    ("時期", 94),
    ("情報項目", 116),
];

/// Stands where there is nothing to say.
const NONE: &str = "－";

pub(super) fn add(sheets: &mut Sheets<'_>, figure: &Figure) -> Result<(), Error> {
    let name = format!("流れ {}", figure.number);
    let about = &figure.title;
    let table = Table { figure, compared: figure.is_marked() };
    let columns = table.columns();
    let widths: Vec<u32> = columns.iter().map(|(_, width)| *width).collect();
    let (entry, mut sheet) =
        sheets.begin((Kind::Flow, &name), Some(&figure.number), about, (true, Size::A4, &widths))?;
    sheet.line(Look::Title, &figure.title)?;
    if let Some(contract) = &figure.contract {
        let parties = contract.parties.join("・");
        let each = contract.per_provider_of.as_ref();
        let each = each.map_or_else(String::new, |of| format!("【{of}の一者ごとに結ぶ】"));
        let mark = marked(contract.change);
        sheet.line(Look::Plain, format!("{mark}契約：{}（{parties}）{each}", contract.label))?;
    }
    for note in &figure.notes {
        sheet.line(Look::Note, note)?;
    }
    sheet.line(
        Look::Note,
        "「－」は、記載がないもの又は当たらないもの。【推定】は、資料に記載がなく推定したもの。",
    )?;
    if table.compared {
        sheet.line(
            Look::Note,
            "「追加」、「変更」及び「削除」は、改正前との違い。「削除」の行は、改正前にあり、改正後にはないもの。",
        )?;
    }
    sheet.gap(4.0);
    let head: Vec<Cell> = columns.iter().map(|(head, _)| Cell::new(Look::Heading, *head)).collect();
    let head = sheet.record(&head)?;
    sheet.repeat(head, 1)?;
    for step in &figure.steps {
        let links: Vec<&Link> = step.links.iter().filter_map(|index| figure.links.get(*index)).collect();
        table.records(&mut sheet, table.of_step(step), &links)?;
    }
    for (index, link) in figure.links.iter().enumerate() {
        if !figure.steps.iter().any(|step| step.links.contains(&index)) {
            table.records(&mut sheet, table.of_no_step(link), &[link])?;
        }
    }
    table.others(&mut sheet)?;
    sheets.made.push((entry, sheet));
    Ok(())
}

fn who(figure: &Figure, index: usize) -> &str {
    figure.participants.get(index).map_or("", |participant: &Participant| &participant.name)
}

/// Returns how something differs, as a cell says it.
fn difference(change: Option<Change>) -> String {
    change.map_or(NONE, Change::ja).to_owned()
}

/// The table of a flow.
struct Table<'f> {
    figure: &'f Figure,
    /// Whether years are compared.
    compared: bool,
}

impl Table<'_> {
    fn columns(&self) -> Vec<Column> {
        if self.compared {
            [OF_STEP_COMPARED, OF_LINK_COMPARED].concat()
        } else {
            [OF_STEP, OF_LINK].concat()
        }
    }

    /// Puts how something differs before its cells, where years are compared.
    fn with_difference(&self, change: Option<Change>, cells: [String; 5]) -> Vec<String> {
        let difference = self.compared.then(|| difference(change));
        difference.into_iter().chain(cells).collect()
    }

    fn of_step(&self, step: &Step) -> Vec<String> {
        let mut words = step.text.clone();
        if let Some(makes) = &step.makes {
            words.push_str(&format!("\n（作る項目：{makes}）"));
        }
        let acts = if step.acts.is_empty() { NONE.to_owned() } else { step.acts.join("、") };
        let system = step.system.clone().unwrap_or_else(|| NONE.to_owned());
        let who = who(self.figure, step.at).to_owned();
        self.with_difference(step.change, [step.number.clone(), who, system, words, acts])
    }

    /// Returns what stands beside a line that no step uses: one of the old year names the step that it had.
    fn of_no_step(&self, link: &Link) -> Vec<String> {
        let words = match (link.steps.concat(), link.money) {
            (steps, _) if !steps.is_empty() => format!("（改正前の{steps}の受渡し）"),
            (_, true) => "（番号のない収納金の受渡し）".to_owned(),
            (_, false) => "（番号のない受渡し）".to_owned(),
        };
        let from = who(self.figure, link.from).to_owned();
        let system = link.from_system.clone().unwrap_or_else(|| NONE.to_owned());
        self.with_difference(None, [NONE.to_owned(), from, system, words, NONE.to_owned()])
    }

    fn of_link(&self, link: Option<&&Link>) -> Vec<String> {
        let none = || [(); 5].map(|()| NONE.to_owned());
        let cells = link.map_or_else(none, |link| of_link(self.figure, link));
        self.with_difference(link.and_then(|link| link.change), cells)
    }

    /// Writes what comes first once, and each link beside it.
    fn records(&self, sheet: &mut Sheet, own: Vec<String>, links: &[&Link]) -> Result<(), Error> {
        let looks = [Look::Mark, Look::Group, Look::Body, Look::Body, Look::Body];
        let looks: Vec<Look> = self.compared.then_some(Look::Mark).into_iter().chain(looks).collect();
        let of_link = |link: Option<&&Link>| -> Vec<Cell> {
            let marks = usize::from(self.compared);
            let looks = std::iter::repeat_n(Look::Mark, marks).chain(std::iter::repeat(Look::Body));
            self.of_link(link).into_iter().zip(looks).map(|(text, look)| Cell::new(look, text)).collect()
        };
        if let [] | [_] = links {
            let mut cells: Vec<Cell> =
                looks.iter().zip(own).map(|(look, text)| Cell::new(*look, text)).collect();
            cells.extend(of_link(links.first()));
            sheet.record(&cells)?;
            return Ok(());
        }
        let first = sheet.next_row();
        for link in links {
            let mut cells: Vec<Cell> = looks.iter().map(|_| Cell::covered()).collect();
            cells.extend(of_link(Some(link)));
            sheet.record(&cells)?;
        }
        let rows = Rows { first, last: sheet.next_row().saturating_sub(1) };
        for ((column, look), text) in (0_u16..).zip(looks).zip(&own) {
            sheet.group(rows, column, look, text)?;
        }
        Ok(())
    }

    /// Writes what differs besides steps and lines: who takes part, and the boxes of measures.
    fn others(&self, sheet: &mut Sheet) -> Result<(), Error> {
        let rows = others(self.figure);
        if rows.is_empty() {
            return Ok(());
        }
        sheet.gap(8.0);
        let row = |looks: [Look; 3], texts: [String; 3]| -> Vec<Cell> {
            let columns = [1, 4, OF_STEP_COMPARED.len() as u16 + OF_LINK_COMPARED.len() as u16 - 5];
            let cells = looks.into_iter().zip(texts).zip(columns);
            cells.map(|((look, text), columns)| Cell::new(look, text).across(columns)).collect()
        };
        let head = ["違い", "手順及び線のほかに違う所", "内容"].map(str::to_owned);
        sheet.record(&row([Look::Heading; 3], head))?;
        for (change, place, words) in rows {
            let texts = [difference(Some(change)), place, words];
            sheet.record(&row([Look::Mark, Look::Group, Look::Body], texts))?;
        }
        Ok(())
    }
}

/// Returns those who take part and the boxes of measures that differ: how, which, and what is in it.
fn others(figure: &Figure) -> Vec<(Change, String, String)> {
    let mut rows = Vec::new();
    for own in &figure.participants {
        let Some(change) = own.change else { continue };
        let one = own.section.iter().chain(&own.standing).chain(&own.provider_note);
        let many = own.providers.iter().chain(&own.facility).chain(&own.systems).chain(&own.objects);
        let words: Vec<&str> = one.chain(many).map(|own| own.trim_start_matches('・')).collect();
        let words = if words.is_empty() { NONE.to_owned() } else { words.join("、") };
        rows.push((change, format!("登場する者：{}", own.name), words));
    }
    let owned = figure.participants.iter().map(|own| (own.name.as_str(), &own.boxes));
    for (name, boxes) in owned.chain([("誰のものか記載なし", &figure.boxes)]) {
        for own in boxes {
            let Some(change) = own.change else { continue };
            let place = format!("対策の箱：{name}（{}）", own.category);
            let words = if change == Change::Changed {
                let differs = own.marked().filter(|(change, _)| change.is_some());
                let lines: Vec<String> =
                    differs.map(|(change, words)| format!("{}{words}", marked(change))).collect();
                lines.join("\n")
            } else {
                own.measures.join("、")
            };
            rows.push((change, place, words));
        }
    }
    rows
}

fn of_link(figure: &Figure, link: &Link) -> [String; 5] {
    let end = |index: usize, system: &Option<String>| {
        let system = system.as_ref().map_or_else(String::new, |system| format!("（{system}）"));
        format!("{}{system}", who(figure, index))
    };
    let change = marked(link.change);
    let mut way =
        format!("{change}{}\n→ {}", end(link.from, &link.from_system), end(link.to, &link.to_system));
    if link.reply_to.is_some() {
        way.push_str(if link.same_line {
            "\n（応答。問い合わせと同じ線）"
        } else {
            "\n（応答）"
        });
    }
    let network = match (&link.network, &link.means) {
        (Some(network), Some(means)) => format!("{network}\n（{means}）"),
        (Some(network), None) => network.clone(),
        (None, Some(means)) => means.clone(),
        (None, None) => NONE.to_owned(),
    };
    let lines = |list: &[String]| if list.is_empty() { NONE.to_owned() } else { list.join("\n") };
    let mut items = link.carried.clone();
    for cited in &link.cites {
        items.push_str(&format!("\n（{cited}）"));
    }
    [way, network, lines(&link.protections), lines(&link.timing), items]
}
