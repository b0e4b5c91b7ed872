//! The diagrams of a 新旧対照表: the new year's flow, with what is added, changed and gone. What is gone stands
//! where it stood.

use crate::diagnostic::Language;
use crate::diff::Comparison;
use crate::diff::marks::{BoxPart, FlowMarks, Part};
use crate::document::figure::{Change, ContractBar, Figure, Link, MeasureBox, Participant, Step, marked};
use crate::document::flow::figure;
use crate::document::submission::Submission;
use crate::document::tree::{Block, Section, Size};
use crate::model::flow::Flow;
use crate::model::ids::{FlowId, Id, RoleId};
use crate::model::matter::Material;

pub(super) fn build(old: &Submission<'_>, new: &Submission<'_>, comparison: &Comparison) -> Vec<Section> {
    comparison.flows.iter().filter_map(|marks| section(old, new, marks)).collect()
}

/// Returns the figure of a flow of one year.
fn drawn(submission: &Submission<'_>, flow: FlowId) -> Figure {
    let row = &submission.matter.flows[flow];
    let title = row.name();
    figure(submission, row, title, &submission.material(Material::Flow(flow)), Language::Japanese)
}

fn section(old: &Submission<'_>, new: &Submission<'_>, marks: &FlowMarks) -> Option<Section> {
    let flow = |index: Option<usize>| index.map(FlowId::from_index);
    let (before, after) = (flow(marks.old), flow(marks.new));
    let (figure, said) = match (before, after) {
        (Some(before), Some(after)) => {
            let flows = (&old.matter.flows[before], &new.matter.flows[after]);
            let merged = Merging { marks, flows, gone: drawn(old, before), made: drawn(new, after) }.figure();
            if !merged.is_marked() && marks.notes.iter().all(|own| mark(own).is_none()) {
                return None;
            }
            (
                merged,
                "改正後の図に、追加した所、変更した所及び削除した所を、その語と線の種類とで示す。\
                 削除した所は、改正前にあった所に、取消線を引いて残す。",
            )
        }
        (None, Some(after)) => (all(drawn(new, after), Change::Added), "この流れは、新しくできた。"),
        (Some(before), None) => (all(drawn(old, before), Change::Removed), "この流れは、なくなった。"),
        (None, None) => return None,
    };
    let heading = format!("{}（新旧の違い）", figure.title);
    Some(Section {
        id: format!("comparison-{}", figure.id),
        part: "comparison",
        number: None,
        heading,
        subject: None,
        landscape: true,
        size: Size::A4,
        blocks: vec![Block::Figure(figure), Block::Note { text: format!("※{said}") }],
    })
}

/// Marks every part.
fn all(mut figure: Figure, change: Change) -> Figure {
    let owned = figure.participants.iter_mut().flat_map(|own| &mut own.boxes);
    owned.chain(&mut figure.boxes).for_each(|own| own.change = Some(change));
    figure.links.iter_mut().for_each(|own| own.change = Some(change));
    figure.steps.iter_mut().for_each(|own| own.change = Some(change));
    figure.participants.iter_mut().for_each(|own| own.change = Some(change));
    figure.contract.iter_mut().for_each(|own| own.change = Some(change));
    figure.notes.iter_mut().for_each(|own| own.insert_str(0, &marked(Some(change))));
    figure
}

fn mark(part: &Part) -> Option<Change> {
    match (part.old, part.new) {
        (None, Some(_)) => Some(Change::Added),
        (Some(_), None) => Some(Change::Removed),
        _ => (!part.by.is_empty()).then_some(Change::Changed),
    }
}

/// Where a part of the merged figure comes from: its index in the new year's list, or in the old one's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    New(usize),
    Old(usize),
}

/// The order of a merged list, and where in it each part of either year stands.
struct Order {
    from: Vec<From>,
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Order {
    /// Keeps the new year's order; what is gone stands behind what it stood behind.
    fn new(old: usize, new: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut other = vec![None; old];
        for (one, two) in pairs.filter(|(_, two)| *two < new) {
            if let Some(slot) = other.get_mut(one) {
                *slot = Some(two);
            }
        }
        // What is gone, by how many parts of the new year stand before it.
        let mut gone = vec![Vec::new(); new + 1];
        let mut before = 0;
        for (index, other) in other.iter().enumerate() {
            match other {
                Some(other) => before = other + 1,
                None => gone.get_mut(before).into_iter().for_each(|own| own.push(index)),
            }
        }
        let mut order = Self { from: Vec::new(), old: vec![0; old], new: Vec::new() };
        for (next, gone) in gone.into_iter().enumerate() {
            if let Some(index) = next.checked_sub(1) {
                order.new.push(order.from.len());
                order.from.push(From::New(index));
            }
            for index in gone {
                if let Some(slot) = order.old.get_mut(index) {
                    *slot = order.from.len();
                }
                order.from.push(From::Old(index));
            }
        }
        for (slot, other) in order.old.iter_mut().zip(other) {
            *slot = other.and_then(|other| order.new.get(other).copied()).unwrap_or(*slot);
        }
        order
    }

    fn of(parts: &[Part], old: usize, new: usize) -> Self {
        Self::new(old, new, parts.iter().filter_map(|part| part.old.zip(part.new)))
    }

    /// Returns the merged list: each part of the new year as `new` makes it, each that is gone as `old` does.
    fn list<P>(&self, old: impl Fn(usize) -> Option<P>, new: impl Fn(usize) -> Option<P>) -> Vec<P> {
        let part = |from: &From| match from {
            From::New(index) => new(*index),
            From::Old(index) => old(*index),
        };
        self.from.iter().filter_map(part).collect()
    }
}

/// Returns where a part stands in a merged list.
fn at(places: &[usize], index: usize) -> usize {
    places.get(index).copied().unwrap_or(usize::MAX)
}

/// Returns how a part of the new year differs.
fn change_of(parts: &[Part], new: usize) -> Option<Change> {
    mark(parts.iter().find(|part| part.new == Some(new))?)
}

/// The figures of a flow that both years have.
struct Merging<'m> {
    marks: &'m FlowMarks,
    flows: (&'m Flow, &'m Flow),
    /// As it was.
    gone: Figure,
    /// As it is.
    made: Figure,
}

impl Merging<'_> {
    /// Returns the new year's figure with marks, and with what only the old one has.
    fn figure(&self) -> Figure {
        let Self { marks, gone, made, .. } = self;
        let roles = (self.flows.0.roles(), self.flows.1.roles());
        let place = |roles: &[RoleId], index: usize| roles.iter().position(|own| own.index() == index);
        let pairs = marks.roles.iter().filter_map(|part| part.old.zip(part.new));
        let pairs = pairs.filter_map(|(old, new)| Some((place(&roles.0, old)?, place(&roles.1, new)?)));
        let who = Order::new(roles.0.len(), roles.1.len(), pairs);
        let links = Order::of(&marks.links, gone.links.len(), made.links.len());
        let steps = Order::of(&marks.steps, gone.steps.len(), made.steps.len());
        let mut figure = Figure {
            participants: who.list(|at| self.participant_gone(&roles, at), |at| self.participant(&roles, at)),
            links: links.list(|at| self.link_gone(at, &who, &links), |at| self.link(at, &who, &links)),
            steps: steps.list(|at| self.step_gone(at, &who, &links), |at| self.step(at, &who, &links)),
            boxes: self.boxes((Some(None), Some(None)), (&gone.boxes, &made.boxes)),
            contract: self.contract(&who),
            notes: self.notes(),
            ..made.clone()
        };
        // An answer that differs otherwise than the question is drawn by itself.
        let changes: Vec<Option<Change>> = figure.links.iter().map(|own| own.change).collect();
        for link in &mut figure.links {
            let asked = link.reply_to.and_then(|asked| changes.get(asked));
            link.same_line &= asked.is_none_or(|asked| *asked == link.change);
        }
        figure
    }

    fn participant(&self, (old, new): &(Vec<RoleId>, Vec<RoleId>), index: usize) -> Option<Participant> {
        let (own, role) = (self.made.participants.get(index)?, new.get(index)?);
        let part = self.marks.roles.iter().find(|part| part.new == Some(role.index()))?;
        let before = part.old.and_then(|was| old.iter().position(|own| own.index() == was));
        let was = before.and_then(|before| self.gone.participants.get(before));
        let roles = (part.old.map(|was| Some(RoleId::from_index(was))), Some(Some(*role)));
        let boxes = self.boxes(roles, (was.map_or(&[], |was| &was.boxes), &own.boxes));
        Some(Participant { change: mark(part), boxes, ..own.clone() })
    }

    fn participant_gone(&self, (old, _): &(Vec<RoleId>, Vec<RoleId>), index: usize) -> Option<Participant> {
        let (own, role) = (self.gone.participants.get(index)?, old.get(index)?);
        let boxes = self.boxes((Some(Some(*role)), None), (&own.boxes, &[]));
        Some(Participant { change: Some(Change::Removed), boxes, ..own.clone() })
    }

    fn link(&self, index: usize, who: &Order, links: &Order) -> Option<Link> {
        let own = self.made.links.get(index)?;
        Some(Link {
            change: change_of(&self.marks.links, index),
            from: at(&who.new, own.from),
            to: at(&who.new, own.to),
            reply_to: own.reply_to.map(|asked| at(&links.new, asked)),
            ..own.clone()
        })
    }

    fn link_gone(&self, index: usize, who: &Order, links: &Order) -> Option<Link> {
        let own = self.gone.links.get(index)?;
        Some(Link {
            change: Some(Change::Removed),
            from: at(&who.old, own.from),
            to: at(&who.old, own.to),
            reply_to: own.reply_to.map(|asked| at(&links.old, asked)),
            ..own.clone()
        })
    }

    fn step(&self, index: usize, who: &Order, links: &Order) -> Option<Step> {
        let own = self.made.steps.get(index)?;
        Some(Step {
            change: change_of(&self.marks.steps, index),
            at: at(&who.new, own.at),
            links: own.links.iter().map(|own| at(&links.new, *own)).collect(),
            ..own.clone()
        })
    }

    fn step_gone(&self, index: usize, who: &Order, links: &Order) -> Option<Step> {
        let own = self.gone.steps.get(index)?;
        // Only lines that are gone too: the others belong to steps that are still there.
        let is_gone = |own: &usize| links.from.get(*own).is_some_and(|own| matches!(own, From::Old(_)));
        let used = own.links.iter().map(|own| at(&links.old, *own)).filter(is_gone).collect();
        Some(Step { change: Some(Change::Removed), at: at(&who.old, own.at), links: used, ..own.clone() })
    }

    /// Merges the boxes of somebody, or those of nobody (`Some(None)`); `None` where a year has no such party.
    fn boxes(
        &self,
        (old, new): (Option<Option<RoleId>>, Option<Option<RoleId>>),
        (gone, made): (&[MeasureBox], &[MeasureBox]),
    ) -> Vec<MeasureBox> {
        // The index of each among all boxes of the flow.
        let of = |flow: &Flow, role: Option<Option<RoleId>>| -> Vec<usize> {
            let own = flow.boxes.iter().enumerate();
            let own = own.filter(|(_, own)| role == Some(own.of.as_ref().map(|role| role.value)));
            own.map(|(index, _)| index).collect()
        };
        let (old, new) = (of(self.flows.0, old), of(self.flows.1, new));
        let part = |index: usize| self.marks.boxes.iter().find(|own| own.part.new == Some(index));
        let pairs = new.iter().enumerate().filter_map(|(place, index)| {
            let was = part(*index)?.part.old?;
            Some((old.iter().position(|own| *own == was)?, place))
        });
        let order = Order::new(gone.len(), made.len(), pairs);
        let is_gone = |at: usize| Some(MeasureBox { change: Some(Change::Removed), ..gone.get(at)?.clone() });
        let stays = |at: usize| {
            let (own, part) = (made.get(at)?, part(*new.get(at)?)?);
            let was = part.part.old.and_then(|was| gone.get(old.iter().position(|own| *own == was)?));
            Some(measures(part, was, own))
        };
        order.list(is_gone, stays)
    }

    /// Merges the notes, which say themselves how they differ.
    fn notes(&self) -> Vec<String> {
        let (marks, gone, made) = (&self.marks.notes, &self.gone.notes, &self.made.notes);
        let is_gone = |at: usize| Some(format!("{}{}", marked(Some(Change::Removed)), gone.get(at)?));
        let stays = |at: usize| Some(format!("{}{}", marked(change_of(marks, at)), made.get(at)?));
        Order::of(marks, gone.len(), made.len()).list(is_gone, stays)
    }

    fn contract(&self, who: &Order) -> Option<ContractBar> {
        let change = mark(&self.marks.contract);
        let bar = |own: &ContractBar, places: &[usize]| {
            let spans = own.spans.iter().map(|own| at(places, *own)).collect();
            ContractBar { change, spans, ..own.clone() }
        };
        let was = || self.gone.contract.as_ref().map(|own| bar(own, &who.old));
        self.made.contract.as_ref().map(|own| bar(own, &who.new)).or_else(was)
    }
}

/// Merges what a box lists.
fn measures(part: &BoxPart, was: Option<&MeasureBox>, own: &MeasureBox) -> MeasureBox {
    let mut merged = MeasureBox { change: mark(&part.part), ..own.clone() };
    let Some(was) = was.filter(|_| !part.measures.is_empty()) else { return merged };
    let order = Order::of(&part.measures, was.measures.len(), own.measures.len());
    let is_gone = |at: usize| Some((was.measures.get(at)?.clone(), Some(Change::Removed)));
    let stays = |at: usize| Some((own.measures.get(at)?.clone(), change_of(&part.measures, at)));
    (merged.measures, merged.changes) = order.list(is_gone, stays).into_iter().unzip();
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: usize, new: usize, pairs: &[(usize, usize)]) -> String {
        let order = Order::new(old, new, pairs.iter().copied());
        let one = |index: usize| Some(format!("-{index}"));
        let other = |index: usize| Some(index.to_string());
        // Either year's part is found where it says that it stands.
        for (index, place) in order.new.iter().enumerate() {
            assert_eq!(order.from[*place], From::New(index));
        }
        for (index, place) in order.old.iter().enumerate() {
            let new = pairs.iter().find(|(own, _)| *own == index).map(|(_, new)| From::New(*new));
            assert_eq!(order.from[*place], new.unwrap_or(From::Old(index)));
        }
        order.list(one, other).join(" ")
    }

    #[test]
    fn what_is_gone_stands_where_it_stood() {
        assert_eq!(shown(3, 2, &[(0, 0), (2, 1)]), "0 -1 1");
        assert_eq!(shown(3, 3, &[(2, 0)]), "-0 -1 0 1 2");
        assert_eq!(shown(2, 2, &[(0, 1), (1, 0)]), "0 1");
        assert_eq!(shown(3, 2, &[(0, 1), (2, 0)]), "0 1 -1");
        assert_eq!(shown(2, 0, &[]), "-0 -1");
        assert_eq!(shown(0, 2, &[]), "0 1");
    }
}
