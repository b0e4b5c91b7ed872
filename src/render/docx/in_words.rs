//! A diagram in words, as text that can be edited: who takes part, the steps, what passes between them, the
//! boxes of measures, the contract and the notes.

use super::content::{Paragraph, Piece};
use super::style::Style;
use super::table::{Cell, Merge, Table};
use crate::document::figure::{ContractBar, Figure, Link, MeasureBox, NO_NETWORK, Participant, Step, marked};

/// Returns the words of a diagram, in a column of that width.
pub(super) fn pieces(figure: &Figure, width: u32) -> Vec<Piece> {
    let mut out = vec![heading(Style::Heading2, format!("図の内容（{}）", figure.number))];
    let mut add = |title: &str, table: Table| {
        if table.rows.len() > 1 {
            out.push(heading(Style::Heading3, title));
            out.push(Piece::Table(table));
        }
    };
    add("登場する者（図の左から）", participants(figure, width));
    add("手順", steps(figure, width));
    add("個人情報の渡り方", links(figure, width));
    add("対策の箱", boxes(figure, width));
    if let Some(contract) = &figure.contract {
        out.push(heading(Style::Heading3, "契約"));
        out.push(Piece::Paragraph(Paragraph::of(Style::Body, contract_text(contract))));
    }
    if !figure.notes.is_empty() {
        out.push(heading(Style::Heading3, "注"));
        let notes = figure.notes.iter().map(|note| Piece::Paragraph(Paragraph::of(Style::Note, note)));
        out.extend(notes);
    }
    out
}

fn heading(style: Style, text: impl Into<String>) -> Piece {
    Piece::Paragraph(Paragraph::of(style, text))
}

fn table(caption: String, shares: &[u32], width: u32, heads: &[&str]) -> Table {
    let all: u32 = shares.iter().sum::<u32>().max(1);
    let mut columns: Vec<u32> = shares.iter().map(|share| width * share / all).collect();
    let given: u32 = columns.iter().sum();
    if let Some(last) = columns.last_mut() {
        *last += width - given;
    }
    let mut table = Table::new(caption, columns);
    table.head(heads.iter().map(|head| Cell::text(Style::ColumnHead, *head)).collect());
    table
}

/// Returns a cell of a line each.
fn lines(lines: impl IntoIterator<Item = String>) -> Cell {
    Cell::new(lines.into_iter().map(|line| Piece::Paragraph(Paragraph::of(Style::TableText, line))).collect())
}

fn participants(figure: &Figure, width: u32) -> Table {
    let caption = format!("{}に登場する者", figure.number);
    let mut table = table(caption, &[34, 66], width, &["者", "図に書かれていること"]);
    for own in &figure.participants {
        let name = format!("{}{}", marked(own.change), own.name);
        table.row(vec![Cell::text(Style::ColumnHead, name), lines(what_is_drawn(own))]);
    }
    table
}

fn what_is_drawn(own: &Participant) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    if !own.drawn {
        list.push("（図に箱はなく、線や手順にだけ現れる）".to_owned());
    }
    let one = own.section.iter().chain(&own.standing).chain(&own.provider_note);
    let many = own.providers.iter().chain(&own.facility).chain(&own.systems).chain(&own.objects);
    list.extend(one.chain(many).cloned());
    if list.is_empty() {
        list.push("（名だけ）".to_owned());
    }
    list
}

fn steps(figure: &Figure, width: u32) -> Table {
    let caption = format!("{}の手順", figure.number);
    let mut table = table(caption, &[58, 42], width, &["手順", "行う者：処理"]);
    for step in &figure.steps {
        let text = format!("{}{}{}", marked(step.change), step.number, step.text);
        table.row(vec![Cell::text(Style::TableBullet, text), lines(who_does(figure, step))]);
    }
    table.heads_rows = false;
    table
}

fn who_does(figure: &Figure, step: &Step) -> Vec<String> {
    let at = figure.name(step.at);
    let system = step.system.as_ref().map_or_else(String::new, |system| format!("の{system}"));
    let acts = if step.acts.is_empty() { String::new() } else { format!("：{}", step.acts.join("、")) };
    let makes = step.makes.iter().map(|items| format!("作る項目：{items}"));
    std::iter::once(format!("{at}{system}{acts}")).chain(makes).collect()
}

fn links(figure: &Figure, width: u32) -> Table {
    let caption = format!("{}で個人情報が渡る線", figure.number);
    let heads = ["手順", "渡す者 → 受け取る者", "回線、保護、時期", "渡る項目"];
    // Wide enough for what tells the change.
    let shares = if figure.is_marked() { [14, 29, 31, 26] } else { [8, 31, 33, 28] };
    let mut table = table(caption, &shares, width, &heads);
    for link in &figure.links {
        let end = |index: usize, system: &Option<String>| match system {
            Some(system) => format!("{}（{system}）", figure.name(index)),
            None => figure.name(index).to_owned(),
        };
        let (from, to) = (end(link.from, &link.from_system), end(link.to, &link.to_system));
        let money = if link.money { "：収納金" } else { "" };
        table.row(vec![
            Cell::text(Style::ColumnHead, format!("{}{}", marked(link.change), link.steps.concat())),
            lines([format!("{from} → {to}{money}")]),
            lines(how(figure, link)),
            lines([link.carried.clone()]),
        ]);
    }
    table.heads_rows = false;
    table
}

/// Returns how data passes: network, protections, timing, means.
fn how(figure: &Figure, link: &Link) -> Vec<String> {
    let mut list: Vec<String> = figure.reply(link).into_iter().collect();
    if !link.same_line {
        list.extend(link.network.iter().map(|network| format!("【{network}】")));
        list.extend(link.lacks_network().then(|| NO_NETWORK.to_owned()));
        list.extend(link.protections.iter().map(|protection| format!("・{protection}")));
    }
    list.extend(link.timing.iter().map(|timing| format!("・{timing}")));
    list.extend(link.means.iter().map(|means| format!("（方法：{means}）")));
    list.extend(link.cites.iter().cloned());
    list
}

/// Returns the boxes of measures: a row a party, a column a category.
fn boxes(figure: &Figure, width: u32) -> Table {
    let owned = figure.participants.iter().map(|own| (own.name.as_str(), &own.boxes));
    let rows: Vec<_> = owned.chain([("誰のものか記載なし", &figure.boxes)]).collect();
    let mut categories: Vec<&str> = Vec::new();
    for own in rows.iter().flat_map(|(_, boxes)| boxes.iter()) {
        if !categories.contains(&own.category.as_str()) {
            categories.push(&own.category);
        }
    }
    let mut shares = vec![20];
    shares.extend(categories.iter().map(|_| 40));
    let heads: Vec<&str> = std::iter::once("者").chain(categories.iter().copied()).collect();
    let mut table = table(format!("{}の対策の箱", figure.number), &shares, width, &heads);
    for (name, boxes) in rows.into_iter().filter(|(_, boxes)| !boxes.is_empty()) {
        // A party with two boxes of one category has two rows.
        let of = |category: &str| boxes.iter().filter(|own| own.category == category).collect::<Vec<_>>();
        let columns: Vec<Vec<_>> = categories.iter().map(|category| of(category)).collect();
        let count = columns.iter().map(Vec::len).max().unwrap_or(0);
        for index in 0..count {
            let merge = match (count, index) {
                (1, _) => Merge::None,
                (_, 0) => Merge::First,
                _ => Merge::Next,
            };
            let head = if index == 0 { name } else { "" };
            let mut cells = vec![Cell { merge, ..Cell::text(Style::ColumnHead, head) }];
            cells.extend(columns.iter().map(|boxes| match boxes.get(index) {
                None => Cell::text(Style::TableText, "―"),
                Some(own) => measures(own),
            }));
            table.row(cells);
        }
    }
    table
}

/// Returns the measures of a box one after the other, or one below the other where any of them differs.
fn measures(own: &MeasureBox) -> Cell {
    let measure = |(change, measure)| format!("・{}{measure}", marked(change));
    let mut measures: Vec<String> = own.marked().map(measure).collect();
    let mark = marked(own.change);
    if own.changes.iter().any(Option::is_some) {
        measures.insert(0, mark);
        return lines(measures);
    }
    Cell::text(Style::TableText, format!("{mark}{}", measures.join(" ")))
}

fn contract_text(contract: &ContractBar) -> String {
    let mut text = format!("{}{}", marked(contract.change), contract.label);
    if !contract.parties.is_empty() {
        text.push_str(&format!("（{}）", contract.parties.join("・")));
    }
    if let Some(role) = &contract.per_provider_of {
        text.push_str(&format!("【{role}の一者ごとに結ぶ】"));
    }
    text
}
