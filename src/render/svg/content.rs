//! What stands in a diagram, before anything has a place: the columns, and the words on the lines.

use super::drawing::Ink;
use crate::document::figure::{Figure, Link, MeasureBox, Participant};

/// A party as a column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) own_side: bool,
    /// Section, words before the providers, providers.
    pub(super) lines: Vec<String>,
    /// Systems and things, each one box.
    pub(super) systems: Vec<Vec<String>>,
    /// From which of the systems to which data moves inside the party.
    pub(super) moves: Vec<(usize, usize)>,
    /// Steps that no line carries.
    pub(super) steps: Vec<String>,
    pub(super) measures: Vec<Measures>,
    participant: usize,
}

/// A box of measures.
#[derive(Clone, Debug)]
pub(super) struct Measures {
    pub(super) heading: String,
    pub(super) lines: Vec<String>,
}

/// The words on a line from one column to another.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) from: usize,
    pub(super) to: usize,
    /// True where the answer takes the same way.
    pub(super) both: bool,
    pub(super) money: bool,
    pub(super) rows: Vec<Row>,
}

impl Label {
    /// Returns how many columns further the line ends.
    pub(super) fn span(&self) -> usize {
        self.from.abs_diff(self.to)
    }
}

/// One thing that is said on a line.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) words: String,
    pub(super) ink: Ink,
    pub(super) hanging: f64,
}

/// Returns the columns and the lines between them.
pub(super) fn of(figure: &Figure) -> (Vec<Column>, Vec<Label>) {
    let drawn: Vec<usize> = (0..figure.participants.len())
        .filter(|index| figure.participants.get(*index).is_some_and(|own| own.drawn))
        .collect();
    let column_of = |participant: usize| drawn.iter().position(|own| *own == participant);
    let mut labels = Vec::new();
    let mut carried: Vec<usize> = Vec::new();
    for (index, link) in figure.links.iter().enumerate() {
        let (Some(from), Some(to)) = (column_of(link.from), column_of(link.to)) else { continue };
        if from == to || link.same_line {
            continue;
        }
        // The last step that uses a line stands on it, unless it stands on another already.
        let step = figure.steps.iter().rposition(|step| step.links.contains(&index));
        let step = step.filter(|step| !carried.contains(step));
        carried.extend(step);
        let both = figure.links.iter().any(|other| other.reply_to == Some(index) && other.same_line);
        labels.push(Label { from, to, both, money: link.money, rows: rows(figure, link, step, both) });
    }
    let columns = drawn.iter().filter_map(|index| column(figure, *index, &carried)).collect();
    (columns, labels)
}

fn rows(figure: &Figure, link: &Link, step: Option<usize>, both: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = |words: String, ink, hanging| rows.push(Row { words, ink, hanging });
    match step.and_then(|step| figure.steps.get(step)) {
        Some(step) => row(format!("{}{}", step.number, step.text), Ink::Plain, 1.0),
        None if !link.steps.is_empty() => row(link.steps.concat(), Ink::Plain, 0.0),
        None => {}
    }
    if link.money {
        row("収納金".to_owned(), Ink::Network, 0.0);
    }
    if let Some(network) = &link.network {
        row(format!("【{network}】"), Ink::Network, 0.0);
    }
    for words in link.protections.iter().chain(&link.timing) {
        row(format!("・{words}"), Ink::Network, 1.0);
    }
    if let Some(means) = &link.means {
        row(means.clone(), Ink::Network, 0.0);
    }
    for cited in &link.cites {
        row(cited.clone(), Ink::Soft, 0.0);
    }
    if link.reply_to.is_some() {
        row("（応答）".to_owned(), Ink::Soft, 0.0);
    }
    if both {
        row("（応答も同じ線）".to_owned(), Ink::Soft, 0.0);
    }
    if rows.is_empty() {
        rows.push(Row { words: "（記載なし）".to_owned(), ink: Ink::Soft, hanging: 0.0 });
    }
    rows
}

fn column(figure: &Figure, index: usize, carried: &[usize]) -> Option<Column> {
    let participant = figure.participants.get(index)?;
    let steps = figure.steps.iter().enumerate();
    let own_steps = steps.filter(|(step, own)| own.at == index && !carried.contains(step));
    let inside = figure.links.iter().filter(|link| link.from == index && link.to == index);
    let system = |name: &Option<String>| {
        let name = name.as_ref()?;
        participant.systems.iter().position(|own| own == name)
    };
    let lines = participant.section.iter().chain(&participant.provider_note).chain(&participant.providers);
    Some(Column {
        name: participant.name.clone(),
        own_side: participant.own_side,
        lines: lines.cloned().collect(),
        systems: systems(participant),
        moves: inside
            .filter_map(|link| Some((system(&link.from_system)?, system(&link.to_system)?)))
            .filter(|(from, to)| from + 1 == *to)
            .collect(),
        steps: own_steps.map(|(_, step)| format!("{}{}", step.number, step.text)).collect(),
        measures: participant.boxes.iter().map(|own| measures(own, &participant.name)).collect(),
        participant: index,
    })
}

/// Returns the boxes inside a party: each system, the first under the name of its place, then the things.
fn systems(participant: &Participant) -> Vec<Vec<String>> {
    let mut boxes: Vec<Vec<String>> = participant.systems.iter().map(|system| vec![system.clone()]).collect();
    if let Some(facility) = &participant.facility {
        match boxes.first_mut() {
            Some(first) => first.insert(0, facility.clone()),
            None => boxes.push(vec![facility.clone()]),
        }
    }
    boxes.extend(participant.objects.iter().map(|object| vec![object.clone()]));
    boxes
}

fn measures(own: &MeasureBox, of: &str) -> Measures {
    Measures {
        heading: format!("{of}：{}", own.category),
        lines: own.measures.iter().map(|measure| format!("・{measure}")).collect(),
    }
}

/// Returns the boxes of measures that belong to nobody.
pub(super) fn loose(figure: &Figure) -> Vec<Measures> {
    figure.boxes.iter().map(|own| measures(own, "誰のものか記載なし")).collect()
}

/// Returns the columns of the contract's parties.
pub(super) fn contract_columns(figure: &Figure, columns: &[Column]) -> Vec<usize> {
    let spans = figure.contract.iter().flat_map(|bar| &bar.spans);
    spans.filter_map(|span| columns.iter().position(|column| column.participant == *span)).collect()
}

/// Returns what the shapes mean.
pub(super) fn legend(figure: &Figure) -> String {
    let mut words = vec!["実線の矢印＝個人情報の流れ"];
    if figure.links.iter().any(|link| link.money) {
        words.push("破線の矢印＝収納金の流れ");
    }
    if figure.links.iter().any(|link| link.same_line) {
        words.push("両向きの矢印＝問い合わせと応答");
    }
    words.push("太枠＝本人・区");
    if !figure.boxes.is_empty() || figure.participants.iter().any(|own| !own.boxes.is_empty()) {
        words.push("破線の枠＝対策");
    }
    if figure.contract.is_some() {
        words.push("二重枠＝契約");
    }
    format!("凡例：{}", words.join("、"))
}
