//! A flow as text for the terminal: a sequence from top to bottom, one upright line a party, the words beside it.
//!
//! The words stand right of the lines, so that these stay straight however wide a terminal draws a character.

use super::escape::seen;
use super::wrap::Words;
use crate::document::figure::{Change, Figure, Link, MeasureBox, Participant};

/// The least and the most cells from one upright line to the next.
const SPACING: (usize, usize) = (2, 7);
/// The fewest cells for the words.
const WORDS: usize = 36;
/// How far all words but the number of a step stand in.
const INDENT: usize = 3;
/// The fewest cells that a chart is drawn in.
const NARROWEST: usize = 40;

/// Returns a flow in at most `width` cells a line (at least 40).
#[must_use]
pub fn chart(figure: &Figure, width: usize) -> String {
    let width = width.max(NARROWEST);
    let parties = figure.participants.len();
    let most = (width * 2 / 5) / parties.max(1);
    let spacing = most.clamp(SPACING.0, SPACING.1);
    // Too many parties for upright lines: the words say who sends to whom.
    let drawn = spacing * parties + WORDS <= width;
    let mut chart = Chart { figure, spacing, width, drawn, out: String::new() };
    chart.heading();
    chart.steps();
    chart.footing();
    chart.out
}

struct Chart<'f> {
    figure: &'f Figure,
    spacing: usize,
    width: usize,
    drawn: bool,
    out: String,
}

impl Chart<'_> {
    /// Writes words, wrapped: each line behind the same cells, the first one behind cells of its own.
    fn write(&mut self, first: &str, rest: &str, words: &str, hanging: usize) {
        let room = (self.width.saturating_sub(first.chars().count())) as f64 / 2.0;
        let words = Words::new(seen(words));
        let lines = words.lines(room, room - hanging as f64 / 2.0, false);
        for (index, line) in lines.into_iter().enumerate() {
            let (lead, indent) = if index == 0 { (first, 0) } else { (rest, hanging) };
            let line = format!("{lead}{:indent$}{line}", "");
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    /// Returns the cells of a row: the upright lines of the first `count` parties.
    fn cells(&self, count: usize) -> Vec<char> {
        let parties = if self.drawn { self.figure.participants.len() } else { 0 };
        let mut cells = vec![' '; parties * self.spacing];
        for cell in cells.iter_mut().step_by(self.spacing).take(count) {
            *cell = '│';
        }
        cells
    }

    fn beside(&mut self, cells: &[char], words: &str, hanging: usize) {
        let first: String = cells.iter().collect();
        let rest: String = self.cells(usize::MAX).into_iter().collect();
        self.write(&first, &rest, words, hanging);
    }

    fn gap(&mut self) {
        self.beside(&self.cells(usize::MAX), "", 0);
    }

    /// Writes the title, then each party over its line, like a staircase.
    fn heading(&mut self) {
        let figure = self.figure;
        self.write("", "", &format!("{}　{}", figure.number, figure.title), 0);
        self.out.push('\n');
        for (index, party) in figure.participants.iter().enumerate() {
            let lines: String = self
                .cells(index)
                .into_iter()
                .take(if self.drawn { index * self.spacing } else { 0 })
                .collect();
            self.write(&lines, &lines, &name(party), 2);
        }
        self.gap();
    }

    fn steps(&mut self) {
        let figure = self.figure;
        let mut used = vec![false; figure.links.len()];
        for step in &figure.steps {
            let mut cells = self.cells(usize::MAX);
            if let Some(cell) = cells.get_mut(step.at * self.spacing) {
                *cell = '●';
            }
            let at = if self.drawn {
                String::new()
            } else {
                figure.participants.get(step.at).map(|at| format!("（{}）", at.name)).unwrap_or_default()
            };
            let words = format!("{}{} {at}{}", changed(step.change), step.number, step.text);
            self.beside(&cells, &words, INDENT);
            for index in &step.links {
                let Some(link) = figure.links.get(*index) else { continue };
                if let Some(used) = used.get_mut(*index) {
                    *used = true;
                }
                self.link(link);
            }
            self.gap();
        }
        let unused: Vec<&Link> =
            figure.links.iter().zip(&used).filter(|(_, used)| !**used).map(|(link, _)| link).collect();
        for link in unused {
            self.link(link);
            self.gap();
        }
    }

    fn link(&mut self, link: &Link) {
        let mut cells = self.cells(usize::MAX);
        let (from, to) = (link.from * self.spacing, link.to * self.spacing);
        let (level, crossing) = if link.money { ('═', '╪') } else { ('─', '┼') };
        let (left, right) = (from.min(to), from.max(to));
        for (index, cell) in cells.iter_mut().enumerate().take(right).skip(left + 1) {
            *cell = if index % self.spacing == 0 { crossing } else { level };
        }
        let mut set = |index: usize, sign: char| {
            if let Some(cell) = cells.get_mut(index) {
                *cell = sign;
            }
        };
        if from < to {
            set(from, '├');
            set(to - 1, '>');
        } else if to < from {
            set(from, '┤');
            set(to + 1, '<');
        }
        let words = format!("{:INDENT$}{}", "", self.how(link));
        self.beside(&cells, &words, INDENT);
    }

    /// Says how a link passes; from whom to whom, where no arrow shows it.
    fn how(&self, link: &Link) -> String {
        let figure = self.figure;
        let mut words = changed(link.change);
        let name = |index: usize, system: &Option<String>| {
            let party = figure.participants.get(index).map_or("", |own| own.name.as_str());
            match system {
                Some(system) if link.from == link.to => system.clone(),
                Some(system) => format!("{party}（{system}）"),
                None => party.to_owned(),
            }
        };
        // The arrow shows the parties, but not their systems.
        if !self.drawn || link.from == link.to || link.from_system.is_some() || link.to_system.is_some() {
            let (from, to) = (name(link.from, &link.from_system), name(link.to, &link.to_system));
            words.push_str(&format!("{from}→{to}　"));
        }
        if link.money {
            words.push_str("収納金　");
        }
        if let Some(network) = &link.network {
            words.push_str(&format!("【{network}】"));
        } else if link.means.is_none() && link.from != link.to && !link.money {
            words.push_str("【回線の記載なし】");
        }
        for own in link.protections.iter().chain(&link.timing) {
            words.push_str(&format!("・{own}"));
        }
        for own in link.means.iter().chain(&link.cites) {
            words.push_str(&format!("　{own}"));
        }
        if link.reply_to.is_some() {
            words.push_str("（応答）");
        }
        words
    }

    /// Writes what is no step: contract, measures, notes.
    fn footing(&mut self) {
        let figure = self.figure;
        self.out.push('\n');
        if let Some(contract) = &figure.contract {
            let mut words = contract.label.clone();
            if !contract.parties.is_empty() {
                words.push_str(&format!("（{}）", contract.parties.join("・")));
            }
            self.write("", "", &format!("契約　{}{words}", changed(contract.change)), 6);
        }
        for party in &figure.participants {
            for own in &party.boxes {
                self.measures(&party.name, own);
            }
        }
        for own in &figure.boxes {
            self.measures("誰のものか記載なし", own);
        }
        for note in &figure.notes {
            self.write("", "", note, 2);
        }
    }

    fn measures(&mut self, of: &str, own: &MeasureBox) {
        let measure = |(change, measure): (Option<Change>, &str)| format!("・{}{measure}", changed(change));
        let measures: String = own.marked().map(measure).collect();
        self.write("", "", &format!("対策　{}{of}：{}　{measures}", changed(own.change), own.category), 6);
    }
}

/// Returns a party with its section, its providers and what stands in it.
fn name(party: &Participant) -> String {
    let mut words = format!("{}{}", changed(party.change), party.name);
    let providers = party.providers.iter().map(|own| own.trim_start_matches('・').to_owned());
    let who: Vec<String> =
        party.section.iter().cloned().chain(party.provider_note.clone()).chain(providers).collect();
    if !who.is_empty() {
        words.push_str(&format!("（{}）", who.join("、")));
    }
    let what: Vec<&str> =
        party.facility.iter().chain(&party.systems).chain(&party.objects).map(String::as_str).collect();
    if !what.is_empty() {
        words.push_str(&format!("［{}］", what.join("、")));
    }
    if !party.drawn {
        words.push_str("（図に枠の記載なし）");
    }
    words
}

fn changed(change: Option<Change>) -> String {
    change.map_or_else(String::new, |change| format!("〔{}〕", change.ja()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::figure::Step;
    use proptest::prelude::*;

    fn figure(parties: usize, links: &[(usize, usize)], name: &str) -> Figure {
        let link = |(from, to): &(usize, usize)| Link {
            change: None,
            from: from % parties,
            to: to % parties,
            from_system: None,
            to_system: None,
            steps: Vec::new(),
            money: from > to,
            reply_to: None,
            same_line: false,
            network: Some("専用回線".to_owned()),
            protections: vec!["通信暗号化".to_owned()],
            timing: Vec::new(),
            means: None,
            cites: Vec::new(),
            carried: String::new(),
        };
        let participant = |index| Participant {
            change: None,
            name: format!("{name}{index}"),
            own_side: false,
            drawn: true,
            section: None,
            provider_note: None,
            providers: vec!["・株式会社見本".to_owned()],
            objects: Vec::new(),
            facility: None,
            systems: vec!["サーバ".to_owned()],
            boxes: Vec::new(),
        };
        Figure {
            id: "f".to_owned(),
            title: "流れ".to_owned(),
            number: "資料１".to_owned(),
            participants: (0..parties).map(participant).collect(),
            steps: (0..links.len())
                .map(|index| Step {
                    change: None,
                    number: format!("（{}）", index + 1),
                    text: format!("{name}を送信する。"),
                    at: links[index].0 % parties,
                    system: None,
                    acts: Vec::new(),
                    links: vec![index],
                    makes: None,
                })
                .collect(),
            links: links.iter().map(link).collect(),
            boxes: Vec::new(),
            contract: None,
            notes: Vec::new(),
        }
    }

    #[test]
    fn arrows_join_the_lines_of_their_parties() {
        let chart = chart(&figure(3, &[(0, 1), (0, 2), (2, 1)], "甲"), 80);
        for row in [
            "●      │      │      （1） 甲を送信する。",
            "├─────>│      │         【専用回線】・通信暗号化",
            "├──────┼─────>│         【専用回線】・通信暗号化",
            "│      │<═════┤         収納金　【専用回線】・通信暗号化",
        ] {
            assert!(chart.lines().any(|line| line == row), "{row}\n{chart}");
        }
    }

    #[test]
    fn too_many_parties_are_said_in_words() {
        let chart = chart(&figure(30, &[(0, 29)], "甲"), 80);
        assert!(chart.contains("（1） （甲0）甲を送信する。"), "{chart}");
        assert!(chart.contains("甲0→甲29　【専用回線】"), "{chart}");
        assert!(!chart.contains('│'), "{chart}");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(
            parties in 1..40usize,
            links in prop::collection::vec((0..40usize, 0..40usize), 0..12),
            name in "[あ-ん一-龠a-zA-Z（）。ｱ-ﾝ\u{E0100}\u{3099}\u{202E} ]{0,120}",
            width in 0..140usize,
        ) {
            let chart = chart(&figure(parties, &links, &name), width);
            for line in chart.lines() {
                // Box drawing takes one cell; whatever else may take two counts as two.
                let cells: f64 = line
                    .chars()
                    .map(|c| if "│├┤┼─═╪●".contains(c) { 1.0 } else { 2.0 * super::super::wrap::width(&c.to_string()) })
                    .sum();
                prop_assert!(cells <= width.max(NARROWEST) as f64, "{line}");
            }
            let words: String = chart.chars().filter(|c| !c.is_whitespace()).collect();
            for step in 1..=links.len() {
                let number = format!("（{step}）");
                prop_assert!(words.contains(&number), "{}", number);
            }
        }
    }
}
