//! The diagrams of a 新旧対照表: the new year's flow, with what is added, changed and gone.

use crate::diff::Comparison;
use crate::diff::marks::{FlowMarks, Part};
use crate::document::figure::{Change, Figure};
use crate::document::flow::{figure, roles};
use crate::document::source::Source;
use crate::document::tree::{Block, Section};
use crate::model::ids::{FlowId, Id, RoleId};
use crate::model::matter::Material;

pub(super) fn build(old: &Source<'_>, new: &Source<'_>, comparison: &Comparison) -> Vec<Section> {
    comparison.flows.iter().filter_map(|marks| section(old, new, marks)).collect()
}

/// Returns the figure of a flow of one year.
fn drawn(source: &Source<'_>, flow: FlowId) -> Figure {
    let row = &source.matter.flows[flow];
    let title = row.title.as_ref().map_or(&row.id.value, |title| &title.value);
    figure(source, row, title, &source.material(Material::Flow(flow)))
}

fn section(old: &Source<'_>, new: &Source<'_>, marks: &FlowMarks) -> Option<Section> {
    let flow = |index: Option<usize>| index.map(FlowId::from_index);
    let (before, after) = (flow(marks.old), flow(marks.new));
    let (figure, said) = match (before, after) {
        (Some(before), Some(after)) => {
            let merged = merge(old, new, (before, after), marks);
            if !is_marked(&merged) {
                return None;
            }
            (merged, "改正後の図に、追加・変更・削除した所を示す。")
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
        blocks: vec![Block::Figure(figure), Block::Note { text: format!("※{said}") }],
    })
}

fn is_marked(figure: &Figure) -> bool {
    figure.links.iter().any(|own| own.change.is_some())
        || figure.steps.iter().any(|own| own.change.is_some())
        || figure.participants.iter().any(|own| own.change.is_some())
}

/// Marks every part.
fn all(mut figure: Figure, change: Change) -> Figure {
    figure.links.iter_mut().for_each(|own| own.change = Some(change));
    figure.steps.iter_mut().for_each(|own| own.change = Some(change));
    figure.participants.iter_mut().for_each(|own| own.change = Some(change));
    figure
}

fn mark(part: &Part) -> Option<Change> {
    match (part.old, part.new) {
        (None, Some(_)) => Some(Change::Added),
        (Some(_), None) => Some(Change::Removed),
        _ => part.changed.then_some(Change::Changed),
    }
}

/// Returns the new year's figure with marks, and with what only the old one has.
fn merge(old: &Source<'_>, new: &Source<'_>, (before, after): (FlowId, FlowId), marks: &FlowMarks) -> Figure {
    let mut figure = drawn(new, after);
    let gone = drawn(old, before);
    let (old_roles, mut shown) = (roles(&old.matter.flows[before]), roles(&new.matter.flows[after]));
    let in_new = |role: RoleId| {
        let part = marks.roles.iter().find(|part| part.old == Some(role.index()));
        part.and_then(|part| part.new).map(RoleId::from_index)
    };
    for part in &marks.roles {
        let Some(index) = part.new else { continue };
        let Some(at) = shown.iter().position(|own| own.index() == index) else { continue };
        let was_there = part.old.is_some_and(|role| old_roles.iter().any(|own| own.index() == role));
        if let Some(own) = figure.participants.get_mut(at) {
            own.change = if was_there { mark(part) } else { Some(Change::Added) };
        }
    }
    // Where each role of the old figure stands in the merged one; those that are gone are added at the end.
    let mut place: Vec<usize> = Vec::new();
    for (role, participant) in old_roles.iter().zip(&gone.participants) {
        let known = in_new(*role).and_then(|role| shown.iter().position(|own| *own == role));
        place.push(known.unwrap_or_else(|| {
            let mut participant = participant.clone();
            participant.change = Some(Change::Removed);
            figure.participants.push(participant);
            // Keeps the positions in step; no role of the new year has this number.
            shown.push(RoleId::from_index(usize::MAX));
            figure.participants.len() - 1
        }));
    }
    let at = |index: usize| place.get(index).copied().unwrap_or_default();
    let mut link_place: Vec<Option<usize>> = vec![None; gone.links.len()];
    for part in &marks.links {
        if let Some(own) = part.new.and_then(|index| figure.links.get_mut(index)) {
            own.change = mark(part);
        }
        if let (Some(index), Some(new)) = (part.old, part.new)
            && let Some(slot) = link_place.get_mut(index)
        {
            *slot = Some(new);
        }
    }
    for part in marks.links.iter().filter(|part| part.new.is_none()) {
        let Some((index, link)) = part.old.and_then(|index| Some((index, gone.links.get(index)?))) else {
            continue;
        };
        let mut link = link.clone();
        link.change = Some(Change::Removed);
        (link.from, link.to) = (at(link.from), at(link.to));
        // It stands by itself: what it answered, and the steps that used it, are told in its own words.
        (link.reply_to, link.same_line) = (None, false);
        link.steps = Vec::new();
        if let Some(slot) = link_place.get_mut(index) {
            *slot = Some(figure.links.len());
        }
        figure.links.push(link);
    }
    for part in &marks.steps {
        if let Some(own) = part.new.and_then(|index| figure.steps.get_mut(index)) {
            own.change = mark(part);
        }
    }
    for part in marks.steps.iter().filter(|part| part.new.is_none()) {
        let Some(step) = part.old.and_then(|index| gone.steps.get(index)) else { continue };
        let mut step = step.clone();
        step.change = Some(Change::Removed);
        step.at = at(step.at);
        step.links = step.links.iter().filter_map(|own| link_place.get(*own).copied().flatten()).collect();
        // Only lines that are gone too: the others belong to steps that are still there.
        step.links
            .retain(|own| figure.links.get(*own).is_some_and(|own| own.change == Some(Change::Removed)));
        figure.steps.push(step);
    }
    figure
}
