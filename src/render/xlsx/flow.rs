//! A flow as a table: the steps in order, and what passes in each.

use super::Sheets;
use super::contents::Kind;
use crate::document::figure::{Figure, Link, Participant, Step, marked};
use crate::workbook::{Cell, Error, Look, Rows, Sheet};

/// Columns: number, who, system, words, acts; from and to, network, protections, timing, items.
const WIDTHS: [u32; 10] = [40, 100, 92, 182, 60, 132, 84, 96, 104, 124];

/// The first columns, which a step shares between its links.
const OF_STEP: usize = 5;

/// Stands where there is nothing to say.
const NONE: &str = "－";

pub(super) fn add(sheets: &mut Sheets<'_>, figure: &Figure) -> Result<(), Error> {
    let name = format!("流れ {}", figure.number);
    let about = &figure.title;
    let (entry, mut sheet) =
        sheets.begin((Kind::Flow, &name), Some(&figure.number), about, (true, &WIDTHS))?;
    sheet.line(Look::Title, &figure.title)?;
    if let Some(contract) = &figure.contract {
        let parties = contract.parties.join("・");
        let each = contract.per_provider_of.as_ref();
        let each = each.map_or_else(String::new, |of| format!("【{of}の一者ごとに結ぶ】"));
        sheet.line(Look::Plain, format!("契約：{}（{parties}）{each}", contract.label))?;
    }
    for note in &figure.notes {
        sheet.line(Look::Note, note)?;
    }
    sheet.line(
        Look::Note,
        "「－」は、記載がないもの又は当たらないもの。【推定】は、資料に記載がなく推定したもの。",
    )?;
    sheet.gap(4.0);
    let head = [
        "番号",
        "行う者",
        "端末・システム",
        "内容",
        "処理",
        "どこから → どこへ",
        "回線",
        "保護",
        "時期",
        "情報項目",
    ];
    let head = sheet.record(&head.map(|head| Cell::new(Look::Heading, head)))?;
    sheet.repeat(head, 1)?;
    for step in &figure.steps {
        let links: Vec<&Link> = step.links.iter().filter_map(|index| figure.links.get(*index)).collect();
        records(&mut sheet, figure, of_step(figure, step), &links)?;
    }
    for link in figure.links.iter().filter(|link| link.steps.is_empty()) {
        let words = if link.money {
            "（番号のない収納金の受渡し）"
        } else {
            "（番号のない受渡し）"
        };
        let from = who(figure, link.from);
        let system = link.from_system.as_deref().unwrap_or(NONE);
        let cells = [NONE, from, system, words, NONE].map(str::to_owned);
        records(&mut sheet, figure, cells, &[link])?;
    }
    sheets.made.push((entry, sheet));
    Ok(())
}

fn who(figure: &Figure, index: usize) -> &str {
    figure.participants.get(index).map_or("", |participant: &Participant| &participant.name)
}

fn of_step(figure: &Figure, step: &Step) -> [String; OF_STEP] {
    let mut words = format!("{}{}", marked(step.change), step.text);
    if let Some(makes) = &step.makes {
        words.push_str(&format!("\n（作る項目：{makes}）"));
    }
    let acts = if step.acts.is_empty() { NONE.to_owned() } else { step.acts.join("、") };
    let system = step.system.clone().unwrap_or_else(|| NONE.to_owned());
    [step.number.clone(), who(figure, step.at).to_owned(), system, words, acts]
}

/// Writes what comes first once, and each link beside it.
fn records(sheet: &mut Sheet, figure: &Figure, own: [String; OF_STEP], links: &[&Link]) -> Result<(), Error> {
    let looks = [Look::Mark, Look::Group, Look::Body, Look::Body, Look::Body];
    if let [] | [_] = links {
        let mut cells: Vec<Cell> = looks.iter().zip(own).map(|(look, text)| Cell::new(*look, text)).collect();
        let of_link =
            links.first().map_or_else(|| [(); 5].map(|()| NONE.to_owned()), |link| of_link(figure, link));
        cells.extend(of_link.map(|text| Cell::new(Look::Body, text)));
        sheet.record(&cells)?;
        return Ok(());
    }
    let first = sheet.next_row();
    for link in links {
        let mut cells: Vec<Cell> = looks.iter().map(|_| Cell::covered()).collect();
        cells.extend(of_link(figure, link).map(|text| Cell::new(Look::Body, text)));
        sheet.record(&cells)?;
    }
    let rows = Rows { first, last: sheet.next_row().saturating_sub(1) };
    for ((column, look), text) in (0_u16..).zip(looks).zip(&own) {
        sheet.group(rows, column, look, text)?;
    }
    Ok(())
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
