//! What stands in a diagram, before anything has a place: the columns, and the words on the lines.
//!
//! Each part belongs to a unit: a step with what carries it, a line that no step uses, a box of measures. Where
//! a diagram takes several pages, it is cut between units.

use super::drawing::{Cargo, Ink};
use super::link_words::{above, below, inside, mark, undrawn};
use super::setting::{Grade, Paragraph};
use crate::document::figure::{Change, Figure, MeasureBox, Participant};

/// A whole diagram in parts.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) title: Paragraph,
    pub(super) number: String,
    pub(super) columns: Vec<Column>,
    pub(super) labels: Vec<Label>,
    /// Boxes of measures that belong to nobody, or to somebody who has no column.
    pub(super) loose: Vec<Measures>,
    pub(super) contract: Option<Contract>,
    pub(super) notes: Vec<Paragraph>,
    /// How many units there are.
    pub(super) units: usize,
}

/// A party as a column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Name, section, providers.
    pub(super) head: Vec<Paragraph>,
    /// The providers, where words stand before them: the words, and each provider.
    pub(super) brands: Option<(Paragraph, Vec<Paragraph>)>,
    pub(super) own_side: bool,
    pub(super) change: Option<Change>,
    /// Systems and things, each one box.
    pub(super) systems: Vec<Vec<Paragraph>>,
    pub(super) moves: Vec<Move>,
    /// Steps that no line carries, and remarks.
    pub(super) steps: Vec<Part>,
    pub(super) measures: Vec<Measures>,
}

/// Data that moves inside a party from one of its systems to another.
#[derive(Clone, Debug)]
pub(super) struct Move {
    pub(super) unit: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) words: Vec<Paragraph>,
    pub(super) cargo: Cargo,
    pub(super) change: Option<Change>,
}

/// Paragraphs of one unit.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) unit: usize,
    pub(super) words: Vec<Paragraph>,
}

/// A box of measures.
#[derive(Clone, Debug)]
pub(super) struct Measures {
    pub(super) unit: usize,
    pub(super) words: Vec<Paragraph>,
    pub(super) change: Option<Change>,
}

/// A line from one column to another, and its words: what happens stands above it, how it passes below.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) unit: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// True where the answer takes the same way.
    pub(super) both: bool,
    pub(super) cargo: Cargo,
    pub(super) change: Option<Change>,
    pub(super) above: Vec<Paragraph>,
    pub(super) below: Vec<Paragraph>,
}

impl Label {
    /// Returns how many columns further the line ends.
    pub(super) fn span(&self) -> usize {
        self.from.abs_diff(self.to)
    }
}

/// The bar of the contract.
#[derive(Clone, Debug)]
pub(super) struct Contract {
    pub(super) words: Paragraph,
    pub(super) change: Option<Change>,
    /// The columns of its parties.
    pub(super) columns: Vec<usize>,
}

/// Returns a diagram in parts.
pub(super) fn of(figure: &Figure) -> Content {
    // Whoever differs is drawn too, so that the diagram says so.
    let mut is_column: Vec<bool> =
        figure.participants.iter().map(|own| own.drawn || own.change.is_some()).collect();
    for step in &figure.steps {
        // Whoever does something is drawn, whether the paper draws a box or not.
        if let Some(own) = is_column.get_mut(step.at) {
            *own = true;
        }
    }
    let mut participants = Vec::new();
    let column_of = is_column
        .into_iter()
        .enumerate()
        .map(|(index, own)| {
            own.then(|| {
                participants.push(index);
                participants.len() - 1
            })
        })
        .collect();
    let mut building = Building {
        figure,
        column_of,
        users: vec![None; figure.links.len()],
        both: vec![false; figure.links.len()],
        units: figure.steps.len(),
        notes: figure
            .notes
            .iter()
            .map(|note| Paragraph::running(note, Grade::Running, Ink::Plain, 1.0))
            .collect(),
    };
    building.index();
    let mut columns: Vec<Column> = participants.iter().filter_map(|index| building.column(*index)).collect();
    let mut labels = building.labels(&mut columns);
    labels.sort_by_key(|label| label.unit);
    for index in &participants {
        let (Some(participant), Some(column)) =
            (figure.participants.get(*index), building.column_of(*index).and_then(|at| columns.get_mut(at)))
        else {
            continue;
        };
        column.measures =
            participant.boxes.iter().map(|own| building.measures(own, &participant.name)).collect();
    }
    // The boxes of somebody who has no column stand with those of nobody, under the name.
    let undrawn = figure.participants.iter().enumerate().filter(|(at, _)| building.column_of(*at).is_none());
    let undrawn: Vec<&Participant> = undrawn.map(|(_, own)| own).collect();
    let owned = undrawn.iter().flat_map(|of| of.boxes.iter().map(|own| (own, of.name.as_str())));
    let nobodys = figure.boxes.iter().map(|own| (own, "誰のものか記載なし"));
    let loose = owned.chain(nobodys).map(|(own, of)| building.measures(own, of)).collect();
    Content {
        title: Paragraph::label(&figure.title, Grade::Title, Ink::Strong),
        number: crate::render::escape::seen(&format!("（{}）", figure.number)),
        columns,
        labels,
        loose,
        contract: building.contract(),
        notes: building.notes,
        units: building.units,
    }
}

struct Building<'f> {
    figure: &'f Figure,
    column_of: Vec<Option<usize>>,
    /// The last step that uses each link.
    users: Vec<Option<usize>>,
    /// Whether the answer to each link takes the same line.
    both: Vec<bool>,
    units: usize,
    notes: Vec<Paragraph>,
}

impl Building<'_> {
    fn column_of(&self, participant: usize) -> Option<usize> {
        self.column_of.get(participant).copied().flatten()
    }

    /// Finds what belongs to each link in one pass.
    fn index(&mut self) {
        for (index, step) in self.figure.steps.iter().enumerate() {
            for link in &step.links {
                if let Some(user) = self.users.get_mut(*link) {
                    *user = Some(index);
                }
            }
        }
        for link in self.figure.links.iter().filter(|link| link.same_line) {
            if let Some(both) = link.reply_to.and_then(|asked| self.both.get_mut(asked)) {
                *both = true;
            }
        }
    }

    fn unit(&mut self, step: Option<usize>) -> usize {
        step.unwrap_or_else(|| {
            self.units += 1;
            self.units - 1
        })
    }

    fn labels(&mut self, columns: &mut [Column]) -> Vec<Label> {
        let figure = self.figure;
        let mut labels = Vec::new();
        let mut carried = vec![false; figure.steps.len()];
        let mut remarks: Vec<(usize, Part)> = Vec::new();
        for (index, link) in figure.links.iter().enumerate() {
            let user = self.users.get(index).copied().flatten();
            let both = self.both.get(index).copied().unwrap_or_default();
            let cargo = if link.money { Cargo::Money } else { Cargo::Data };
            match (self.column_of(link.from), self.column_of(link.to)) {
                (Some(from), Some(to)) if from != to => {
                    if link.same_line {
                        continue;
                    }
                    // The last step that uses a line stands on it, unless it stands on another already.
                    let step = user.filter(|step| carried.get(*step) == Some(&false));
                    if let Some(carried) = step.and_then(|step| carried.get_mut(step)) {
                        *carried = true;
                    }
                    let (above, below) = (above(figure, link, step), below(link, both));
                    let unit = self.unit(user);
                    labels.push(Label { unit, from, to, both, cargo, change: link.change, above, below });
                }
                (Some(at), Some(_)) => {
                    let unit = self.unit(user);
                    let Some(column) = columns.get_mut(at) else { continue };
                    let words = inside(column, figure.participants.get(link.from), link, unit);
                    remarks.extend(words.map(|words| (at, Part { unit, words })));
                }
                (here, there) => {
                    let words = undrawn(figure, link, (here.is_some(), there.is_some()));
                    match here.or(there) {
                        Some(at) => remarks.push((at, Part { unit: self.unit(user), words })),
                        None => self.notes.extend(words),
                    }
                }
            }
        }
        self.steps(columns, &carried, remarks);
        labels
    }

    /// Puts the steps that no line carries into the columns, and remarks under the step that they belong to.
    fn steps(&mut self, columns: &mut [Column], carried: &[bool], remarks: Vec<(usize, Part)>) {
        let figure = self.figure;
        for (index, step) in figure.steps.iter().enumerate() {
            if carried.get(index) == Some(&true) {
                continue;
            }
            let mut words = vec![Paragraph::step(&step.number, &step.text)];
            mark(&mut words, step.change, false);
            match self.column_of(step.at).and_then(|at| columns.get_mut(at)) {
                Some(column) => column.steps.push(Part { unit: index, words }),
                None => self.notes.extend(words),
            }
        }
        for (at, remark) in remarks {
            if let Some(column) = columns.get_mut(at) {
                column.steps.push(remark);
            }
        }
        for column in columns {
            column.moves.sort_by_key(|own| own.unit);
            column.steps.sort_by_key(|part| part.unit);
        }
    }

    fn column(&self, index: usize) -> Option<Column> {
        let participant = self.figure.participants.get(index)?;
        let label = |words: &String| Paragraph::label(words, Grade::Running, Ink::Plain);
        let mut head = vec![Paragraph::label(&participant.name, Grade::Name, Ink::Strong)];
        head.extend(participant.section.iter().map(label));
        let standing = participant.standing.as_ref();
        head.extend(standing.map(|own| Paragraph::label(&format!("（{own}）"), Grade::Small, Ink::Plain)));
        if !participant.drawn {
            head.push(Paragraph::label("（図に枠の記載なし）", Grade::Small, Ink::Soft));
        }
        let brands = participant.provider_note.as_ref().map(|note| {
            let change = participant.change.filter(|own| *own == Change::Removed);
            let each = |words| Paragraph { centred: false, change, ..label(words) };
            let note = Paragraph { change, ..Paragraph::label(note, Grade::Small, Ink::Plain) };
            (note, participant.providers.iter().map(each).collect())
        });
        if brands.is_none() {
            head.extend(participant.providers.iter().map(label));
        }
        mark(&mut head, participant.change, true);
        Some(Column {
            head,
            brands,
            own_side: participant.own_side,
            change: participant.change,
            systems: systems(participant),
            moves: Vec::new(),
            steps: Vec::new(),
            measures: Vec::new(),
        })
    }

    fn measures(&mut self, own: &MeasureBox, of: &str) -> Measures {
        let mut words =
            vec![Paragraph::heading(&format!("{of}：{}", own.category), Grade::Running, Ink::Strong)];
        let line = |words: &str| Paragraph::running(words, Grade::Small, Ink::Plain, 1.0);
        words.extend(own.marked().map(|(change, measure)| Paragraph::marked(change, "・", measure, line)));
        mark(&mut words, own.change, false);
        Measures { unit: self.unit(None), words, change: own.change }
    }

    fn contract(&self) -> Option<Contract> {
        let bar = self.figure.contract.as_ref()?;
        let mut words = bar.label.clone();
        if !bar.parties.is_empty() {
            words.push_str(&format!("（{}）", bar.parties.join("・")));
        }
        if let Some(role) = bar.per_provider_of.as_ref().filter(|_| !bar.label.contains(['毎', 'ご'])) {
            words.push_str(&format!("【{role}の一者ごとに結ぶ】"));
        }
        let mut columns: Vec<usize> = bar.spans.iter().filter_map(|span| self.column_of(*span)).collect();
        columns.sort_unstable();
        columns.dedup();
        let label = |words: &str| Paragraph::label(words, Grade::Running, Ink::Strong);
        // Underlined in its frame it would be crowded.
        let change = bar.change.filter(|own| *own == Change::Removed);
        let words = Paragraph { change, ..Paragraph::marked(bar.change, "", &words, label) };
        Some(Contract { words, columns, change: bar.change })
    }
}

/// Returns the boxes inside a party: each system, the first under the name of its place, then the things.
fn systems(participant: &Participant) -> Vec<Vec<Paragraph>> {
    let label = |words: &String| Paragraph::label(words, Grade::Running, Ink::Plain);
    let mut boxes: Vec<Vec<Paragraph>> = participant.systems.iter().map(|own| vec![label(own)]).collect();
    if let Some(facility) = &participant.facility {
        match boxes.first_mut() {
            Some(first) => first.insert(0, label(facility)),
            None => boxes.push(vec![label(facility)]),
        }
    }
    boxes.extend(participant.objects.iter().map(|object| vec![label(object)]));
    for own in &mut boxes {
        for words in own {
            words.change = participant.change.filter(|own| *own == Change::Removed);
        }
    }
    boxes
}
