//! 別紙: one for each thing that a kind of matter is about, its fields as the year's form has them.

mod asked;
mod passed;
mod print;
mod told;

use super::assumed;
use super::submission::{MISSING, Submission};
use super::tree::{Block, Field, Section};
use crate::model::contract::Overrides;
use crate::model::ids::{ConnectionId, ContractId, KindId, RoleId};
use crate::model::kind::AnnexField;
use crate::model::matter::Covered;
use crate::model::print::Print;
use crate::model::vocabulary::About;

/// What an annex is about.
#[derive(Clone, Copy, Debug)]
enum Subject {
    Connection(ConnectionId),
    Contract(ContractId),
    Matter,
    Role(RoleId),
}

/// An annex to be printed.
#[derive(Clone, Copy)]
struct Annex<'s, 'a> {
    submission: &'s Submission<'a>,
    kind: KindId,
    subject: Subject,
}

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    submission.year.kinds.ids().flat_map(|kind| of_kind(submission, kind)).collect()
}

/// Returns the annexes of a kind. Connections and contracts have theirs in any case; other kinds where the matter
/// submits them.
fn of_kind(submission: &Submission<'_>, id: KindId) -> Vec<Section> {
    let (kind, matter) = (submission.kind(id), submission.matter);
    let is_submitted = || submission.kinds().contains(&id);
    let subjects: Vec<Subject> = match kind.about.value {
        About::Connection => {
            let own = |own: &ConnectionId| submission.kind_of(Covered::Connection(*own)) == Some(id);
            matter.connections.ids().filter(own).map(Subject::Connection).collect()
        }
        About::Contract => {
            let own = |own: &ContractId| submission.kind_of(Covered::Contract(*own)) == Some(id);
            matter.contracts.ids().filter(own).map(Subject::Contract).collect()
        }
        About::Role if is_submitted() => {
            let own = |own: &RoleId| kind.roles.iter().any(|kind| matter.roles[*own].is(kind.value));
            matter.roles.ids().filter(own).map(Subject::Role).collect()
        }
        About::Matter if is_submitted() => vec![Subject::Matter],
        About::Role | About::Matter => Vec::new(),
    };
    let only = subjects.len() == 1;
    let annex = |subject: Subject| Annex { submission, kind: id, subject }.section(only);
    subjects.into_iter().map(annex).collect()
}

impl<'s, 'a> Annex<'s, 'a> {
    /// Returns what the annex says otherwise than the rest of the submission.
    fn overrides(&self) -> Option<&'a Overrides> {
        match self.subject {
            Subject::Connection(id) => Some(&self.submission.matter.connections[id].overrides),
            Subject::Contract(id) => Some(&self.submission.matter.contracts[id].overrides),
            Subject::Role(_) | Subject::Matter => None,
        }
    }

    /// Returns what it is called, where the matter says so.
    fn title(&self) -> Option<String> {
        let matter = self.submission.matter;
        let own = |own: &Option<crate::source::Located<String>>| own.as_ref().map(|own| own.value.clone());
        match self.subject {
            Subject::Connection(id) => own(&matter.connections[id].title),
            Subject::Contract(id) => own(&matter.contracts[id].title),
            Subject::Role(id) => Some(matter.roles[id].name.value.clone()),
            Subject::Matter => own(&matter.title),
        }
    }

    fn section(&self, only: bool) -> Section {
        let (submission, kind) = (self.submission, self.submission.kind(self.kind));
        let matter = submission.matter;
        let mut blocks = Vec::new();
        if let Some(mark) = &kind.mark {
            blocks.push(Block::paragraph(submission.basis_of(mark, kind, self.overrides())));
        }
        blocks.push(Block::Fields { rows: kind.fields.iter().filter_map(|own| self.field(own)).collect() });
        if let Subject::Contract(id) = self.subject {
            blocks.extend(assumed::block(assumed::of_contract(submission, &matter.contracts[id])));
        }
        let part = format!("annex-{}", kind.part);
        let of = match self.subject {
            Subject::Connection(_) if only => None,
            Subject::Connection(id) => Some(&matter.connections[id].id),
            Subject::Contract(id) => Some(&matter.contracts[id].id),
            Subject::Role(id) => Some(&matter.roles[id].id),
            Subject::Matter => None,
        };
        Section {
            id: of.map_or_else(|| part.clone(), |of| format!("{part}-{of}")),
            part: "annex",
            number: None,
            heading: kind.heading.value.clone(),
            subject: self.title(),
            landscape: submission.lies("annex") || submission.lies(&part),
            size: submission.size_of_annex(&part),
            blocks,
        }
    }

    /// Returns a field with what its facts say; `None` where that is nothing and the form does not ask for it.
    fn field(&self, field: &AnnexField) -> Option<Field> {
        let told: Vec<Vec<Block>> = field.facts.iter().map(|fact| self.blocks(field, &fact.value)).collect();
        if !field.required && told.iter().all(Vec::is_empty) {
            return None;
        }
        let label = &field.label.value;
        if field.points.is_empty() {
            return Some(Field::blocks(label, told.into_iter().flatten().collect()));
        }
        let points = field.points.iter().zip(told).enumerate();
        let points = points.map(|(index, (label, blocks))| {
            let blocks = if blocks.is_empty() { vec![Block::paragraph(MISSING)] } else { blocks };
            let blocks = below_a_point(self.submission.print(), blocks);
            Block::Point {
                level: 1,
                number: self.submission.print().point(index),
                text: label.value.clone(),
                blocks,
            }
        });
        Some(Field::blocks(label, points.collect()))
    }
}

/// Returns blocks as they stand below a point of the first level: where there are points of that level among them, all
/// are a level deeper, with the numbers of their level.
fn below_a_point(print: &Print, blocks: Vec<Block>) -> Vec<Block> {
    let is_first = |block: &Block| matches!(block, Block::Point { level: 1, .. });
    if blocks.iter().any(is_first) { deeper(print, blocks) } else { blocks }
}

/// Returns blocks with each point a level deeper.
fn deeper(print: &Print, blocks: Vec<Block>) -> Vec<Block> {
    let mut next = 0;
    let one = |block: Block| match block {
        Block::Point { level, text, blocks, .. } => {
            let level = level.saturating_add(1);
            let number = print.point_on(level, next);
            next += 1;
            Block::Point { level, number, text, blocks: deeper(print, blocks) }
        }
        other => other,
    };
    blocks.into_iter().map(one).collect()
}
