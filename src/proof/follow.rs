//! Following one flow, step by step.

use super::sources::sources;
use crate::model::flow::Link;
use crate::model::ids::{FlowId, Id, ItemId, LinkId, RoleId};
use crate::model::item::Items;
use crate::model::matter::Matter;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What following a flow came to.
#[derive(Debug)]
pub(super) struct Followed {
    /// What each role holds at the end.
    pub(super) held: Vec<Items>,
    /// What each role comes to hold from a true beginning, in whatever order the links are used.
    grounded: Vec<Items>,
    /// Links whose sender did not hold all their items by then, in the order they are used; single items only.
    pub(super) not_held: Vec<(LinkId, Items)>,
    /// For each item of those, the roles with whom it begins in this flow though nothing says how.
    beginnings: BTreeMap<ItemId, Vec<usize>>,
}

impl Followed {
    /// Returns, of `items` that `role` did not hold when it sent them, those that it makes or receives later: from
    /// a true beginning, or from someone who does not have them from `role` in the first place.
    pub(super) fn later(&self, role: RoleId, items: &Items) -> Items {
        let begins = |item: ItemId| {
            self.beginnings.get(&item).is_some_and(|roles| roles.binary_search(&role.index()).is_ok())
        };
        let grounded = |item: ItemId| of(&self.grounded, role).is_some_and(|items| items.contains(item));
        items.iter().filter(|item| grounded(*item) || !begins(*item)).collect()
    }
}

/// Follows one flow.
pub(super) fn follow(matter: &Matter, id: FlowId) -> Followed {
    let flow = &matter.flows[id];
    let mut stages: BTreeMap<LinkId, u64> = BTreeMap::new();
    let mut by_stage: BTreeMap<u64, Vec<LinkId>> = BTreeMap::new();
    for step in &flow.steps {
        by_stage.entry(step.no.value).or_default();
        for link in &step.links {
            let stage = stages.entry(link.value).or_insert(step.no.value);
            *stage = (*stage).min(step.no.value);
        }
    }
    let mut loose = Vec::new();
    for (link, _) in flow.links.enumerate().filter(|(_, link)| link.is_transfer() && link.items.is_some()) {
        match stages.get(&link).and_then(|stage| by_stage.get_mut(stage)) {
            Some(links) => links.push(link),
            None => loose.push(link),
        }
    }
    let everyone: Vec<RoleId> = matter.roles.ids().collect();
    let mut run = Run {
        matter,
        id,
        loose: Lines::new(matter, loose.iter().map(|link| &flow.links[*link])),
        held: at_first(matter),
        grounded: grounded(matter, id),
        not_held: Vec::new(),
    };
    run.spread(&everyone, None);
    for (no, links) in by_stage {
        for step in flow.steps.iter().filter(|step| step.no.value == no) {
            if let Some(makes) = &step.makes
                && give(&mut run.held, step.at.value, makes)
            {
                run.spread(&[step.at.value], None);
            }
        }
        run.deliver(&links);
    }
    run.deliver(&loose);
    let missing: BTreeSet<ItemId> = run.not_held.iter().flat_map(|(_, items)| items.iter()).collect();
    let beginnings = missing
        .into_iter()
        .map(|item| {
            let edges = edges(flow.transfers(), item);
            let senders: Vec<usize> = edges.iter().map(|(from, _)| *from).collect();
            (item, sources(&senders, &edges).all)
        })
        .collect();
    Followed { held: run.held, grounded: run.grounded, not_held: run.not_held, beginnings }
}

/// Returns what each role holds before anything happened.
fn at_first(matter: &Matter) -> Vec<Items> {
    let all: Items = matter.items.ids().collect();
    matter.roles.iter().map(|role| if role.is_origin() { all.clone() } else { Items::default() }).collect()
}

/// Returns what each role can come to hold at all, in whatever order.
fn grounded(matter: &Matter, id: FlowId) -> Vec<Items> {
    let flow = &matter.flows[id];
    let mut held = at_first(matter);
    for step in &flow.steps {
        if let Some(makes) = &step.makes {
            give(&mut held, step.at.value, makes);
        }
    }
    let everyone: Vec<RoleId> = matter.roles.ids().collect();
    spread(&mut held, &everyone, &[&Lines::new(matter, flow.transfers())]);
    held
}

/// Returns who hands an item to whom over `links`.
fn edges<'l>(links: impl Iterator<Item = &'l Link>, item: ItemId) -> Vec<(usize, usize)> {
    links
        .filter(|link| link.items.as_ref().is_some_and(|items| items.contains(item)))
        .map(|link| (link.from.value.index(), link.to.value.index()))
        .collect()
}

fn of(held: &[Items], role: RoleId) -> Option<&Items> {
    held.get(role.index())
}

fn give(held: &mut [Items], role: RoleId, items: &Items) -> bool {
    held.get_mut(role.index()).is_some_and(|held| held.add_all(items))
}

/// Links by their sender.
#[derive(Debug)]
struct Lines<'m>(Vec<Vec<&'m Link>>);

impl<'m> Lines<'m> {
    fn new(matter: &Matter, links: impl Iterator<Item = &'m Link>) -> Self {
        let mut lines = vec![Vec::new(); matter.roles.len()];
        for link in links {
            if let Some(own) = lines.get_mut(link.from.value.index()) {
                own.push(link);
            }
        }
        Self(lines)
    }

    fn from(&self, role: RoleId) -> &[&'m Link] {
        self.0.get(role.index()).map(Vec::as_slice).unwrap_or_default()
    }
}

/// One flow while it is followed.
struct Run<'m> {
    matter: &'m Matter,
    id: FlowId,
    /// The transfers of no step.
    loose: Lines<'m>,
    held: Vec<Items>,
    grounded: Vec<Items>,
    not_held: Vec<(LinkId, Items)>,
}

impl<'m> Run<'m> {
    /// Delivers what `roles` hold over the links of no step and over those of `step`, and so on.
    fn spread(&mut self, roles: &[RoleId], step: Option<&Lines<'m>>) {
        let lines: Vec<&Lines<'m>> = std::iter::once(&self.loose).chain(step).collect();
        spread(&mut self.held, roles, &lines);
    }

    /// Delivers over the links of one step, which may follow upon each other, and notes what a sender lacked.
    fn deliver(&mut self, links: &[LinkId]) {
        let matter = self.matter;
        let rows: Vec<(LinkId, &'m Link)> =
            links.iter().map(|link| (*link, &matter.flows[self.id].links[*link])).collect();
        let step = Lines::new(matter, rows.iter().map(|(_, row)| *row));
        let senders: Vec<RoleId> = rows.iter().map(|(_, row)| row.from.value).collect();
        self.spread(&senders, Some(&step));
        let lacking: BTreeSet<ItemId> =
            rows.iter().flat_map(|(_, row)| self.lacking(row).iter().collect::<Vec<_>>()).collect();
        if lacking.is_empty() {
            return;
        }
        let mut at_fault: BTreeMap<RoleId, Items> = BTreeMap::new();
        for item in lacking {
            for role in self.first_without(item, &rows) {
                at_fault.entry(role).or_default().insert(item);
            }
        }
        for (link, row) in &rows {
            let Some(items) = at_fault.get(&row.from.value) else { continue };
            let items = items.and(&self.lacking(row));
            if !items.is_empty() {
                self.not_held.push((*link, items));
            }
        }
        let mut grown = Vec::new();
        for (_, row) in &rows {
            if let Some(items) = &row.items
                && give(&mut self.held, row.to.value, items)
            {
                grown.push(row.to.value);
            }
        }
        self.spread(&grown, Some(&step));
    }

    /// Returns the single items of a link that its sender does not hold.
    fn lacking(&self, row: &Link) -> Items {
        let Some((items, holds)) = row.items.as_ref().zip(of(&self.held, row.from.value)) else {
            return Items::default();
        };
        let missing = items.without(holds);
        missing.iter().filter(|item| self.matter.items[*item].members.is_empty()).collect()
    }

    /// Returns the senders with whom the lack of an item begins: others lack it only because these do. A link of
    /// no step leads there too, unless its sender will hold the item later: then it is used later.
    fn first_without(&self, item: ItemId, rows: &[(LinkId, &'m Link)]) -> Vec<RoleId> {
        let lacks = |held: &[Items], role: RoleId| of(held, role).is_some_and(|held| !held.contains(item));
        let of_step = rows.iter().map(|(_, row)| *row).filter(|row| lacks(&self.held, row.from.value));
        let of_none =
            self.loose.0.iter().flatten().copied().filter(|row| lacks(&self.grounded, row.from.value));
        // Those of the step come first: where a circle begins is told in the step in which it is first used.
        let edges = edges(of_step.chain(of_none), item);
        let senders: Vec<usize> = edges.iter().map(|(from, _)| *from).collect();
        sources(&senders, &edges).first.into_iter().map(RoleId::from_index).collect()
    }
}

/// Delivers what `roles` hold over `lines`, and so on, until nobody receives anything new.
fn spread(held: &mut [Items], roles: &[RoleId], lines: &[&Lines<'_>]) {
    let mut waiting = Waiting::new(held.len());
    for role in roles {
        waiting.enter(*role);
    }
    while let Some(role) = waiting.next() {
        let Some(holds) = of(held, role).cloned() else { continue };
        for link in lines.iter().flat_map(|lines| lines.from(role)) {
            if let Some(items) = &link.items
                && give(held, link.to.value, &items.and(&holds))
            {
                waiting.enter(link.to.value);
            }
        }
    }
}

/// Roles that have something new to hand on, each at most once.
struct Waiting {
    queue: VecDeque<RoleId>,
    is_in: Vec<bool>,
}

impl Waiting {
    fn new(roles: usize) -> Self {
        Self { queue: VecDeque::new(), is_in: vec![false; roles] }
    }

    fn enter(&mut self, role: RoleId) {
        if let Some(is_in) = self.is_in.get_mut(role.index())
            && !std::mem::replace(is_in, true)
        {
            self.queue.push_back(role);
        }
    }

    fn next(&mut self) -> Option<RoleId> {
        let role = self.queue.pop_front()?;
        if let Some(is_in) = self.is_in.get_mut(role.index()) {
            *is_in = false;
        }
        Some(role)
    }
}
