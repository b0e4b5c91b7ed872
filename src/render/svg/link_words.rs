//! The words on a line, and how what changed is marked.

use super::content::{Column, Move};
use super::drawing::{Cargo, Ink};
use super::setting::{Grade, Paragraph, label};
use crate::document::figure::{Change, Figure, Link, Participant};

/// Puts 〔追加〕, 〔変更〕 or 〔削除〕 over the words, and strikes out what is there no more.
pub(super) fn mark(words: &mut Vec<Paragraph>, change: Option<Change>, centred: bool) {
    let Some(change) = change else { return };
    if change == Change::Removed {
        words.iter_mut().for_each(|own| own.change = Some(change));
    }
    words.insert(0, Paragraph { centred, ..Paragraph::label(&label(change), Grade::Small, Ink::Mark) });
}

/// Returns what stands above a line: the step that it carries, else the steps that use it. A step says itself how
/// it differs; how the line does is said below it.
pub(super) fn above(figure: &Figure, link: &Link, step: Option<usize>) -> Vec<Paragraph> {
    let step = step.and_then(|step| figure.steps.get(step));
    let mut rows = match step {
        Some(step) => vec![Paragraph::step(&step.number, &step.text)],
        None if link.steps.is_empty() => Vec::new(),
        None => vec![Paragraph::step(&link.steps.concat(), "")],
    };
    match step {
        Some(step) => mark(&mut rows, step.change, false),
        // Numbers of the old year.
        None if link.change == Some(Change::Removed) => {
            rows.iter_mut().for_each(|own| own.change = link.change);
        }
        None => {}
    }
    rows
}

/// Returns what stands below a line: how it differs, network, protections, time, means, where the items are listed.
pub(super) fn below(link: &Link, both: bool) -> Vec<Paragraph> {
    let mut rows = how(link, both);
    mark(&mut rows, link.change, false);
    rows
}

fn how(link: &Link, both: bool) -> Vec<Paragraph> {
    let mut rows = Vec::new();
    let mut row = |words: &str, ink, hanging| {
        rows.push(Paragraph::running(words, Grade::Small, ink, hanging));
    };
    if link.money {
        row("収納金", Ink::Network, 0.0);
    }
    match (&link.network, &link.means) {
        (Some(network), _) => row(&format!("【{network}】"), Ink::Network, 0.0),
        (None, None) if !link.money && link.from != link.to => row("【回線の記載なし】", Ink::Soft, 0.0),
        _ => {}
    }
    for words in link.protections.iter().chain(&link.timing) {
        row(&format!("・{words}"), Ink::Network, 1.0);
    }
    if let Some(means) = &link.means {
        row(means, Ink::Network, 0.0);
    }
    for cited in &link.cites {
        row(cited, Ink::Soft, 0.0);
    }
    if link.reply_to.is_some() {
        row("（応答）", Ink::Soft, 0.0);
    }
    if both {
        row("（応答も同じ線）", Ink::Soft, 0.0);
    }
    for own in &mut rows {
        own.by_words = own.ink != Ink::Plain && own.hanging == 0.0;
    }
    rows
}

/// Puts a link inside a party between the two systems that it joins; where these do not stand one above the
/// other, returns its words.
pub(super) fn inside(
    column: &mut Column,
    participant: Option<&Participant>,
    link: &Link,
    unit: usize,
) -> Option<Vec<Paragraph>> {
    let system = |name: &Option<String>| {
        let name = name.as_ref()?;
        participant?.systems.iter().position(|own| own == name)
    };
    let mut words = how(link, false);
    let cargo = if link.money { Cargo::Money } else { Cargo::Data };
    match (system(&link.from_system), system(&link.to_system)) {
        (Some(from), Some(to)) if from.abs_diff(to) == 1 => {
            mark(&mut words, link.change, false);
            column.moves.push(Move { unit, from, to, words, cargo, change: link.change });
            None
        }
        _ => {
            let place = |name: &Option<String>| name.clone().unwrap_or_else(|| "自らの中".to_owned());
            let way = format!("{}→{}", place(&link.from_system), place(&link.to_system));
            let way = Paragraph::running(&way, Grade::Small, Ink::Soft, 1.0);
            if !words.is_empty() || link.from_system.is_some() || link.to_system.is_some() {
                words.insert(0, way);
            }
            mark(&mut words, link.change, false);
            Some(words).filter(|words| !words.is_empty())
        }
    }
}

/// Returns the words on a line from or to somebody whom the paper draws no box for; which end has a column.
pub(super) fn undrawn(figure: &Figure, link: &Link, drawn: (bool, bool)) -> Vec<Paragraph> {
    let name = |index: usize| figure.participants.get(index).map_or("", |own| own.name.as_str());
    let (from, to, numbers) = (name(link.from), name(link.to), link.steps.concat());
    let words = match drawn {
        (true, _) => format!("{numbers}→{to}（図に枠の記載なし）"),
        (false, true) => format!("{numbers}{from}（図に枠の記載なし）→"),
        (false, false) => format!("{numbers}{from}→{to}（どちらも図に枠の記載なし）"),
    };
    let mut words = vec![Paragraph::running(&words, Grade::Small, Ink::Soft, 1.0)];
    if link.network.is_some() || !link.protections.is_empty() || link.means.is_some() {
        words.extend(how(link, false));
    }
    mark(&mut words, link.change, false);
    words
}
