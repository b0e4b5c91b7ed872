//! 個人情報の渡り方: the lines of each diagram as a table, where the form asks for it. A diagram draws how data passes;
//! which items pass on each line stands here.

use super::figure::{Figure, Link, NO_NETWORK};
use super::flow;
use super::submission::Submission;
use super::tree::{Block, Section};
use crate::diagnostic::Language;
use crate::model::print::OF_LINES;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    if !submission.print().lines {
        return Vec::new();
    }
    let figures = flow::figures(submission, Language::Japanese).into_iter();
    let section = |(id, figure): (String, Figure)| Section {
        id: format!("lines-{}", id.strip_prefix("flow-").unwrap_or(&id)),
        part: "lines",
        number: Some(figure.number.clone()),
        heading: format!("{}{OF_LINES}", figure.title),
        subject: None,
        landscape: submission.lies("lines"),
        size: submission.size("lines"),
        blocks: vec![table(&figure)],
    };
    figures.filter(|(_, figure)| !figure.links.is_empty()).map(section).collect()
}

fn table(figure: &Figure) -> Block {
    let name = |index: usize, system: Option<&String>| {
        let name = figure.name(index);
        system.map_or_else(|| name.to_owned(), |system| format!("{name}（{system}）"))
    };
    let row = |link: &Link| {
        // An answer over the line of the question has the network and the protections of that line.
        let way = link.network.iter().chain(&link.protections).filter(|_| !link.same_line);
        let how: Vec<String> = figure
            .reply(link)
            .into_iter()
            .chain(link.lacks_network().then(|| NO_NETWORK.to_owned()))
            .chain(link.means.clone())
            .chain(way.cloned())
            .chain(link.timing.iter().cloned())
            .collect();
        let money = if link.money { "（収納金）" } else { "" };
        let (from, to) = (name(link.from, link.from_system.as_ref()), name(link.to, link.to_system.as_ref()));
        vec![link.steps.concat(), format!("{from}から{to}へ{money}"), how.join("、"), link.carried.clone()]
    };
    Block::Table {
        caption: String::new(),
        columns: ["手順", "渡す者、受け取る者", "方法、保護、時期", "渡る項目"].map(str::to_owned).to_vec(),
        rows: figure.links.iter().map(row).collect(),
    }
}
