//! What the matter's own things are called in a sentence.

use crate::check::context::Context;
use crate::check::prose::Owner;
use crate::check::statements::{Statement, Word, word};
use crate::model::flow::Link;
use crate::model::ids::{RoleId, SystemId};
use crate::model::vocabulary::RoleKind;
use std::ops::Range;

/// The words for roles, each with the role that it means.
pub(super) struct Roles(Vec<Word>, Vec<RoleId>);

impl Roles {
    /// Returns the names of the roles; the ward is also called by its name and by its last letter (区).
    pub(super) fn new(context: &Context<'_>) -> Self {
        let mut own = Self(Vec::new(), Vec::new());
        for (id, role) in context.matter.roles.enumerate() {
            own.add(word(&role.name), id);
            if role.is(RoleKind::Ward) {
                let name = word(&context.ward.name);
                own.add(name.last().copied().into_iter().collect(), id);
                own.add(name, id);
            }
        }
        own
    }

    fn add(&mut self, name: Word, role: RoleId) {
        if !name.is_empty() && !self.0.contains(&name) {
            self.0.push(name);
            self.1.push(role);
        }
    }

    /// Returns where a sentence names a role by a word of its own: no part of a longer word.
    pub(super) fn in_sentence(&self, statement: &Statement<'_>) -> Vec<(RoleId, Range<usize>)> {
        let is_alone = |range: &Range<usize>| {
            let is_word = crate::check::statements::is_word;
            // The ward's one letter stands by itself only.
            let before = range.start.checked_sub(1).and_then(|at| statement.chars.get(at));
            range.len() > 1
                || (!before.is_some_and(|c| is_word(*c))
                    && !statement.chars.get(range.end).is_some_and(|c| is_word(*c)))
        };
        let found = statement.find_all(&self.0).into_iter().filter(|(_, range)| is_alone(range));
        found.filter_map(|(at, range)| Some((*self.1.get(at)?, range))).collect()
    }
}

/// Returns the words for the systems of the matter, each with the systems that it may mean: the label, and the label
/// without what stands in brackets.
pub(super) fn systems(context: &Context<'_>) -> (Vec<Word>, Vec<Vec<SystemId>>) {
    let (mut words, mut meant): (Vec<Word>, Vec<Vec<SystemId>>) = (Vec::new(), Vec::new());
    for (id, system) in context.matter.systems.enumerate() {
        let label = word(&system.label);
        let short: Word = label.iter().copied().take_while(|c| *c != '(').collect();
        for name in [label, short] {
            if name.len() < 4 {
                continue;
            }
            match words.iter().position(|own| *own == name) {
                Some(at) => meant.get_mut(at).into_iter().for_each(|own| own.push(id)),
                None => {
                    words.push(name);
                    meant.push(vec![id]);
                }
            }
        }
    }
    (words, meant)
}

/// Returns the lines that a sentence speaks of: those of its step, or those that carry what it hands over.
pub(super) fn lines<'a>(context: &Context<'a>, owner: Owner) -> Vec<&'a Link> {
    let matter = context.matter;
    match owner {
        Owner::Step(flow, number) => {
            let flow = &matter.flows[flow];
            let step = flow.steps.get(number);
            step.into_iter().flat_map(|step| &step.links).map(|link| &flow.links[link.value]).collect()
        }
        Owner::Conveyance(id, number) => {
            let arrangement = matter.contracts[id].arrangement.as_ref();
            let Some(own) = arrangement.and_then(|own| own.conveys.get(number)) else { return Vec::new() };
            let links = matter.flows_of(id).flat_map(|flow| flow.links.iter());
            let joins = |link: &&Link| {
                (link.from.value, link.to.value) == (own.from.value, own.to.value)
                    && link.carries == own.carries.value
            };
            links.filter(joins).collect()
        }
        _ => Vec::new(),
    }
}
