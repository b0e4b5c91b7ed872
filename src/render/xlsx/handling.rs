//! Who handles which items: a row an item, a column a party, side by side by contract. A sign says it, not a
//! colour: what the paper underlines and what is only assumed have signs of their own.

use super::Sheets;
use super::contents::Kind;
use crate::document::tree::{ItemEntry, ItemList, PartyItems, Section};
use crate::workbook::{Cell, Error, Look, Rows, Sheet};

const GROUP: u32 = 96;
const ITEM: u32 = 170;
const PARTY: u32 = 104;

/// What stands under the title.
const LEGEND: [&str; 5] = [
    "○　取り扱う　　　　◎　取り扱う（一覧で下線の項目）",
    "・　取り扱わない",
    "？　記載なし",
    "○推定、◎推定、・推定　資料に記載がなく、推定したもの",
    "列は契約の当事者（自治体を除く）と再委託先。自治体は全ての項目を保有する。",
];

/// Returns the names of a list's items, groups before their members.
pub(super) fn names(list: &ItemList) -> Vec<&str> {
    let walk = list.entries.iter().flat_map(|entry| std::iter::once(entry).chain(&entry.members));
    walk.map(|entry| entry.name.as_str()).collect()
}

pub(super) fn add(sheets: &mut Sheets<'_>, section: &Section, list: &ItemList) -> Result<(), Error> {
    let number = section.number.as_deref();
    let of = number.map_or_else(|| format!("{}の一覧", section.heading), str::to_owned);
    let name = format!("取扱項目{} {}", sheets.next(Kind::Handling), number.unwrap_or(&section.heading));
    let about = section.subject.as_ref().unwrap_or(&section.heading);
    let mut widths = vec![GROUP, ITEM];
    widths.extend(list.by_party.iter().map(|_| PARTY));
    let landscape = list.by_party.len() > 4;
    let (entry, mut sheet) =
        sheets.begin((Kind::Handling, &name), number, about, (landscape, section.size, &widths))?;
    sheet.line(Look::Title, format!("情報項目を取り扱う者（{of}）"))?;
    for line in LEGEND {
        sheet.line(Look::Note, line)?;
    }
    sheet.gap(4.0);
    let head = head(&mut sheet, &list.by_party)?;
    sheet.repeat(head, 2)?;
    let mut index = 0;
    for entry in &list.entries {
        rows_of(&mut sheet, entry, &list.by_party, &mut index)?;
    }
    if list.by_party.iter().any(|own| own.others.is_some()) {
        let mut cells = vec![Cell::new(Look::Group, "一覧にない項目").across(2)];
        let words = list.by_party.iter().map(|own| own.others.as_deref().unwrap_or("－"));
        cells.extend(words.map(|words| Cell::new(Look::Body, words)));
        sheet.record(&cells)?;
    }
    sheets.made.push((entry, sheet));
    Ok(())
}

/// Writes the heading: contracts over their parties.
fn head(sheet: &mut Sheet, handling: &[PartyItems]) -> Result<Rows, Error> {
    let mut contracts = vec![Cell::new(Look::Heading, "契約").across(2)];
    for of_one in handling.chunk_by(|one, two| one.contract == two.contract) {
        let title = of_one.first().map_or("", |own| &own.contract);
        let columns = u16::try_from(of_one.len()).unwrap_or(u16::MAX);
        contracts.push(Cell::new(Look::Heading, title).across(columns));
    }
    let first = sheet.record(&contracts)?;
    let mut roles = vec![Cell::new(Look::Heading, "項目群"), Cell::new(Look::Heading, "情報項目")];
    roles.extend(handling.iter().map(|own| {
        let letter = own.letter.as_ref().map_or_else(|| "（再委託）".to_owned(), Clone::clone);
        Cell::new(Look::Heading, format!("{letter}\n{}", own.role))
    }));
    let second = sheet.record(&roles)?;
    Ok(Rows { first: first.first, last: second.last })
}

/// Writes an item; a group with its members under one merged cell.
fn rows_of(
    sheet: &mut Sheet,
    entry: &ItemEntry,
    handling: &[PartyItems],
    index: &mut usize,
) -> Result<(), Error> {
    let marks = |index: usize| handling.iter().map(move |own| mark(own, index));
    if entry.members.is_empty() {
        let mut cells = vec![Cell::new(Look::Group, &entry.name).across(2)];
        cells.extend(marks(*index));
        *index += 1;
        sheet.record(&cells)?;
        return Ok(());
    }
    let first = sheet.next_row();
    let mut cells = vec![Cell::covered(), Cell::new(Look::Group, "（項目群の全体）")];
    cells.extend(marks(*index));
    *index += 1;
    sheet.record(&cells)?;
    for member in &entry.members {
        let mut cells = vec![Cell::covered(), Cell::new(Look::Group, &member.name)];
        cells.extend(marks(*index));
        *index += 1;
        sheet.record(&cells)?;
    }
    sheet.group(Rows { first, last: sheet.next_row().saturating_sub(1) }, 0, Look::Group, &entry.name)
}

fn mark(own: &PartyItems, index: usize) -> Cell {
    let handles = own.items.as_ref().map(|items| items.get(index).copied().unwrap_or_default());
    let sign = match handles {
        None => "？",
        Some(false) => "・",
        Some(true) if own.underlined => "◎",
        Some(true) => "○",
    };
    let look = if own.underlined && handles == Some(true) { Look::Strong } else { Look::Mark };
    Cell::new(look, if own.assumed { format!("{sign}推定") } else { sign.to_owned() })
}
