//! A flow as text for the terminal: a sequence from top to bottom, one upright line a party, the words beside it.
//!
//! The words stand right of the lines, so that these stay straight however wide a terminal draws a character.

use super::escape::seen;
use super::wrap::Words;
use crate::diagnostic::{Language, Text, listed};
use crate::document::figure::{Change, Figure, Link, MeasureBox, Participant};
use crate::text;

/// The least and the most cells from one upright line to the next.
const SPACING: (usize, usize) = (2, 7);
/// The fewest cells for the words.
const WORDS: usize = 36;
/// How far all words but the number of a step stand in.
const INDENT: usize = 3;
/// The fewest cells that a chart is drawn in.
const NARROWEST: usize = 40;

/// Returns a flow in at most `width` cells a line (at least 40), with the words that are no data in `language`: that of
/// the figure.
#[must_use]
pub fn chart(figure: &Figure, width: usize, language: Language) -> String {
    let width = width.max(NARROWEST);
    let parties = figure.participants.len();
    let most = (width * 2 / 5) / parties.max(1);
    let spacing = most.clamp(SPACING.0, SPACING.1);
    // Too many parties for upright lines: the words say who sends to whom.
    let drawn = spacing * parties + WORDS <= width;
    let mut chart = Chart { figure, spacing, width, drawn, language, out: String::new() };
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
    language: Language,
    out: String,
}

impl Chart<'_> {
    fn say(&self, text: &Text) -> String {
        text.get(self.language).to_owned()
    }

    /// Returns how something differs from last year, to stand before it: 〔追加〕, or nothing.
    fn changed(&self, change: Option<Change>) -> String {
        let Some(change) = change else { return String::new() };
        let (ja, en) = (change.say(Language::Japanese), change.say(Language::English));
        self.say(&text!("〔{ja}〕", "[{en}] "))
    }

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
            self.write(&lines, &lines, &self.name(party), 2);
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
                let name = figure.participants.get(step.at).map_or("", |at| at.name.as_str());
                self.say(&text!("（{name}）", "({name}) "))
            };
            let words = format!("{}{} {at}{}", self.changed(step.change), step.number, step.text);
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
        let is_japanese = self.language == Language::Japanese;
        let name = |index: usize, system: &Option<String>| {
            let party = figure.participants.get(index).map_or("", |own| own.name.as_str());
            match system {
                Some(system) if link.from == link.to => system.clone(),
                Some(system) => self.say(&text!("{party}（{system}）", "{party} ({system})")),
                None => party.to_owned(),
            }
        };
        let mut words = Vec::new();
        // The arrow shows the parties, but not their systems.
        if !self.drawn || link.from == link.to || link.from_system.is_some() || link.to_system.is_some() {
            let (from, to) = (name(link.from, &link.from_system), name(link.to, &link.to_system));
            words.push(self.say(&text!("{from}→{to}　", "{from} → {to}")));
        }
        if link.money {
            words.push(self.say(&text!("収納金　", "money")));
        }
        if let Some(network) = &link.network {
            words.push(self.say(&text!("【{network}】", "over {network}")));
        } else if link.means.is_none() && link.from != link.to && !link.money {
            words.push(self.say(&text!("【回線の記載なし】", "network not stated")));
        }
        for own in link.protections.iter().chain(&link.timing) {
            words.push(if is_japanese { format!("・{own}") } else { own.clone() });
        }
        for own in link.means.iter().chain(&link.cites) {
            words.push(if is_japanese { format!("　{own}") } else { own.clone() });
        }
        if link.reply_to.is_some() {
            words.push(self.say(&text!("（応答）", "reply")));
        }
        self.changed(link.change) + &words.join(if is_japanese { "" } else { "; " })
    }

    /// Writes what is no step: contract, measures, notes.
    fn footing(&mut self) {
        let figure = self.figure;
        self.out.push('\n');
        if let Some(contract) = &figure.contract {
            let (changed, label) = (self.changed(contract.change), &contract.label);
            let Text { ja: parties, en: parties_en } = match contract.parties.as_slice() {
                [] => text!("", ""),
                own => {
                    let (ja, en) = (own.join("・"), own.join(", "));
                    text!("（{ja}）", " ({en})")
                }
            };
            let words = text!("契約　{changed}{label}{parties}", "contract: {changed}{label}{parties_en}");
            self.write("", "", &self.say(&words), 6);
        }
        for party in &figure.participants {
            for own in &party.boxes {
                self.measures(&party.name, own);
            }
        }
        for own in &figure.boxes {
            self.measures(&self.say(&text!("誰のものか記載なし", "not stated whose")), own);
        }
        for note in &figure.notes {
            self.write("", "", note, 2);
        }
    }

    fn measures(&mut self, of: &str, own: &MeasureBox) {
        let measures: Vec<String> =
            own.marked().map(|(change, measure)| self.changed(change) + measure).collect();
        let ja: String = measures.iter().map(|own| format!("・{own}")).collect();
        let (en, changed, category) = (measures.join(", "), self.changed(own.change), &own.category);
        let words =
            text!("対策　{changed}{of}：{category}　{ja}", "{category} measures: {changed}{of}: {en}");
        self.write("", "", &self.say(&words), 6);
    }

    /// Returns a party with its section, its providers and what stands in it.
    fn name(&self, party: &Participant) -> String {
        let mut words = format!("{}{}", self.changed(party.change), party.name);
        let providers = party.providers.iter().map(|own| own.trim_start_matches('・').to_owned());
        let notes = party.section.iter().chain(&party.standing).chain(&party.provider_note).cloned();
        let who: Vec<String> = notes.chain(providers).collect();
        if !who.is_empty() {
            let Text { ja, en } = listed(&who);
            words.push_str(&self.say(&text!("（{ja}）", " ({en})")));
        }
        let what: Vec<&String> = party.facility.iter().chain(&party.systems).chain(&party.objects).collect();
        if !what.is_empty() {
            let Text { ja, en } = listed(&what);
            words.push_str(&self.say(&text!("［{ja}］", " [{en}]")));
        }
        if !party.drawn {
            words.push_str(&self.say(&text!("（図に枠の記載なし）", " (no box in the diagram)")));
        }
        words
    }
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
            standing: None,
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
        let chart = chart(&figure(3, &[(0, 1), (0, 2), (2, 1)], "甲"), 80, Language::Japanese);
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
        let chart = chart(&figure(30, &[(0, 29)], "甲"), 80, Language::Japanese);
        assert!(chart.contains("（1） （甲0）甲を送信する。"), "{chart}");
        assert!(chart.contains("甲0→甲29　【専用回線】"), "{chart}");
        assert!(!chart.contains('│'), "{chart}");
    }

    #[test]
    fn what_is_no_data_is_english_in_english() {
        let mut figure = figure(3, &[(0, 1), (2, 1)], "甲");
        figure.links[0].reply_to = Some(1);
        figure.links[1].change = Some(Change::Added);
        figure.participants[1].drawn = false;
        let chart = chart(&figure, 80, Language::English);
        for row in [
            "├─────>│      │         over 専用回線; 通信暗号化; reply",
            "│      │<═════┤         [added] money; over 専用回線; 通信暗号化",
            "│      甲1 (株式会社見本) [サーバ] (no box in the diagram)",
        ] {
            assert!(chart.lines().any(|line| line == row), "{row}\n{chart}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(
            parties in 1..40usize,
            links in prop::collection::vec((0..40usize, 0..40usize), 0..12),
            name in "[あ-ん一-龠a-zA-Z（）。ｱ-ﾝ\u{E0100}\u{3099}\u{202E} ]{0,120}",
            width in 0..140usize,
        ) {
            let chart = chart(&figure(parties, &links, &name), width, Language::Japanese);
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
