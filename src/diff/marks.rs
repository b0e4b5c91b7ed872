//! How the parts of a diagram differ between the years: what is added, changed and gone, and which changes say so.
//! No part is marked for which no change speaks.

use super::changes::{Told, owners};
use super::facts::{Key, Token, Value};
use super::identity::Identity;
use super::kinds::Kind;
use super::matching::{Pairs, Which};
use crate::case::Case;
use crate::model::flow::{Flow, MeasureBox, Participant};
use crate::model::ids::{FlowId, Id, RoleId};
use crate::source::Located;
use std::collections::BTreeMap;

/// A part of a diagram: its index in each year's list, and the changes that it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// In the old year; none where it is new.
    pub old: Option<usize>,
    /// In the new year; none where it is gone.
    pub new: Option<usize>,
    /// What of it changed, came or went, as indexes of the comparison's changes; empty where it is as it was.
    pub by: Vec<usize>,
}

/// A box of measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxPart {
    /// The box, by its index among the flow's boxes.
    pub part: Part,
    /// What it lists, where any of that differs: by index in the set of measures.
    pub measures: Vec<Part>,
}

/// The parts of one flow.
#[derive(Clone, Debug)]
pub struct FlowMarks {
    /// Index of the flow in the old year.
    pub old: Option<usize>,
    /// Index of the flow in the new year.
    pub new: Option<usize>,
    /// The lines.
    pub links: Vec<Part>,
    /// The steps.
    pub steps: Vec<Part>,
    /// Those who take part, as roles of the matters.
    pub roles: Vec<Part>,
    /// The boxes of measures.
    pub boxes: Vec<BoxPart>,
    /// The bar of the contract: 0 in each year that has one.
    pub contract: Part,
    /// The notes on earlier approvals, by their index among the flow's approvals.
    pub notes: Vec<Part>,
}

/// Which changes touch what.
#[derive(Debug, Default)]
struct Causes {
    by: BTreeMap<Key, Vec<usize>>,
    /// By set and member: whom a diagram draws now or draws no more; the same of boxes of measures and of notes.
    members: BTreeMap<(Key, Token), Vec<usize>>,
}

impl Causes {
    /// Notes what each change touches; they stand in the order of the comparison.
    fn new(told: &[Told<'_>]) -> Self {
        let mut causes = Self::default();
        for (index, told) in told.iter().filter(|told| !told.change.is_followed()).enumerate() {
            for edit in &told.edits {
                // What is only said beside a part does not change it.
                let beside = matches!(
                    edit.key.kind,
                    Kind::LinkAssumed
                        | Kind::LinkCites
                        | Kind::MeasureRows
                        | Kind::StepAssumed
                        | Kind::StepNumber
                        | Kind::TimingAssumed
                );
                if beside {
                    continue;
                }
                for key in std::iter::once(edit.key).chain(owners(edit.key)) {
                    causes.by.entry(key).or_default().push(index);
                }
                let fact = edit.after.as_ref().or(edit.before.as_ref());
                if matches!(edit.key.kind, Kind::Boxes | Kind::FlowApprovals | Kind::Participants)
                    && let Some(Value::Set(members)) = fact.map(|fact| &fact.value)
                {
                    for member in members.tokens() {
                        causes.members.entry((edit.key, member)).or_default().push(index);
                    }
                }
            }
        }
        causes
    }

    /// Returns the changes that touch any of these, each once.
    fn of(&self, keys: impl IntoIterator<Item = Key>) -> Vec<usize> {
        once(keys.into_iter().filter_map(|key| self.by.get(&key)).flatten().copied().collect())
    }

    /// Returns the changes by which a member of a set came or went.
    fn of_member(&self, set: Key, member: Token) -> impl Iterator<Item = usize> {
        self.members.get(&(set, member)).into_iter().flatten().copied()
    }

    /// Returns a part with the changes that touch it.
    fn part(&self, (old, new): (Option<usize>, Option<usize>), key: Key) -> Part {
        Part { old, new, by: self.of([key]) }
    }

    fn parts(&self, pairs: Option<&Pairs>, kind: Kind, of: Token) -> Vec<Part> {
        let both = pairs.into_iter().flat_map(|pairs| &pairs.both).zip(0..);
        both.map(|(both, token)| self.part(*both, Key::new(kind, &[of, token]))).collect()
    }

    /// Returns the changes of those who play a role, and of their legal entities.
    fn of_players(&self, role: Token) -> impl Iterator<Item = usize> {
        let (from, to) =
            (Key::new(Kind::Provider, &[role]), Key::new(Kind::Provider, &[role, Token::MAX, Token::MAX]));
        self.by.range(from..=to).flat_map(|(_, by)| by).copied()
    }
}

/// Returns the things of two lists by their shared keys, with the index in each year: those of the new year in their
/// order, then what is gone.
fn in_both<K: Copy + PartialEq>(
    old: &[(K, usize)],
    new: &[(K, usize)],
) -> Vec<(K, Option<usize>, Option<usize>)> {
    let index = |list: &[(K, usize)], key: K| list.iter().find(|(own, _)| *own == key).map(|(_, at)| *at);
    let stay = new.iter().map(|(key, at)| (*key, index(old, *key), Some(*at)));
    let gone = old.iter().filter(|(key, _)| index(new, *key).is_none());
    stay.chain(gone.map(|(key, at)| (*key, Some(*at), None))).collect()
}

fn once(mut by: Vec<usize>) -> Vec<usize> {
    by.sort_unstable();
    by.dedup();
    by
}

/// One flow in both years.
struct Both<'m> {
    identity: &'m Identity,
    causes: &'m Causes,
    sides: [(Which, &'m Case<'m>); 2],
    flows: [Option<&'m Flow>; 2],
    token: Token,
}

impl<'m> Both<'m> {
    /// Returns the flow of each year that has it.
    fn each(&self) -> impl Iterator<Item = (Which, &'m Case<'m>, &'m Flow)> {
        let flows = self.sides.into_iter().zip(self.flows);
        flows.filter_map(|((which, side), flow)| Some((which, side, flow?)))
    }

    fn marks(&self, old: Option<usize>, new: Option<usize>) -> FlowMarks {
        let at = self.token as usize;
        FlowMarks {
            old,
            new,
            links: self.causes.parts(self.identity.links.get(at), Kind::Link, self.token),
            steps: self.causes.parts(self.identity.steps.get(at), Kind::Step, self.token),
            roles: self.roles(),
            boxes: self.boxes(),
            contract: self.contract(),
            notes: self.notes(),
        }
    }

    fn roles(&self) -> Vec<Part> {
        let of = |which: Which, flow: Option<&Flow>| -> Vec<(Token, usize)> {
            let roles = flow.map(Flow::roles).unwrap_or_default();
            roles.into_iter().map(|role| (self.identity.role(which, role), role.index())).collect()
        };
        let [old, new] = self.flows;
        let all = in_both(&of(Which::Old, old), &of(Which::New, new));
        let part = |(token, old, new)| Part { old, new, by: self.of_role(token, old, new) };
        all.into_iter().map(part).collect()
    }

    /// Returns what changed of somebody, as far as this diagram shows it.
    fn of_role(&self, role: Token, old: Option<usize>, new: Option<usize>) -> Vec<usize> {
        let own = [Kind::RoleName, Kind::RoleKind, Kind::LegalBasis];
        let mut keys: Vec<Key> = own.iter().map(|kind| Key::new(*kind, &[role])).collect();
        keys.push(Key::new(Kind::ParticipantWords, &[self.token, role]));
        for (which, side, flow) in self.each() {
            let is_it = |id: RoleId| self.identity.role(which, id) == role;
            for drawn in flow.participants.iter().filter(|own| is_it(own.role.value)) {
                keys.extend(self.drawn_in(which, side, drawn, role));
            }
        }
        if old.is_none() || new.is_none() {
            // Whoever is new here or gone came or went with what they do here, or altogether.
            if !self.identity.roles.is_in_both(role) {
                keys.push(Key::new(Kind::Role, &[role]));
            }
            keys.extend(self.done_by(role));
        }
        let drawn = self.causes.of_member(Key::new(Kind::Participants, &[self.token]), role);
        let players = self.causes.of_players(role);
        once(self.causes.of(keys).into_iter().chain(drawn).chain(players).collect())
    }

    /// Returns what a box shows that is said elsewhere: systems, the names of companies, the ward's section.
    fn drawn_in(&self, which: Which, side: &Case<'_>, drawn: &Participant, role: Token) -> Vec<Key> {
        let system = |id: usize| Key::new(Kind::System, &[role, self.identity.systems.token(which, id)]);
        let mut keys: Vec<Key> = drawn.systems.iter().map(|own| system(own.value.index())).collect();
        let named = drawn.providers.iter().filter(|own| own.as_written.is_none());
        let companies = named.filter_map(|own| {
            let provider = &side.matter.providers[own.provider.as_ref()?.value];
            provider.brand.is_none().then_some(provider.party.as_ref()?.value.index())
        });
        let name = |id: usize| Key::new(Kind::CompanyName, &[self.identity.companies.token(which, id)]);
        keys.extend(companies.map(name));
        keys.extend(drawn.section.then(|| Key::new(Kind::Department, &[])));
        keys
    }

    /// Returns the lines and steps of somebody.
    fn done_by(&self, role: Token) -> Vec<Key> {
        let mut keys = Vec::new();
        let at = self.token as usize;
        let (links, steps) = (self.identity.links.get(at), self.identity.steps.get(at));
        for (which, _, flow) in self.each() {
            let is_it = |id: RoleId| self.identity.role(which, id) == role;
            for (index, link) in flow.links.iter().enumerate() {
                if let Some(pairs) = links.filter(|_| is_it(link.from.value) || is_it(link.to.value)) {
                    keys.push(Key::new(Kind::Link, &[self.token, pairs.token(which, index)]));
                }
            }
            for (index, step) in flow.steps.iter().enumerate() {
                if let Some(pairs) = steps.filter(|_| is_it(step.at.value)) {
                    keys.push(Key::new(Kind::Step, &[self.token, pairs.token(which, index)]));
                }
            }
        }
        keys
    }

    fn boxes(&self) -> Vec<BoxPart> {
        let [old, new] = self.flows.map(|flow| flow.map_or(&[][..], |flow| &flow.boxes));
        // Whose a box is, with a number that leaves 0 for nobody, and what it lists.
        let key = |which: Which, own: &MeasureBox| {
            let of = own.of.as_ref().map(|role| self.identity.role(which, role.value));
            let set = self.identity.measure_sets.token(which, own.measures.value.index());
            (of.map_or(0, |of| of.saturating_add(1)), set)
        };
        let keys = |which: Which, list: &[MeasureBox]| -> Vec<((Token, Token), usize)> {
            list.iter().map(|own| key(which, own)).zip(0..).collect()
        };
        let all = in_both(&keys(Which::Old, old), &keys(Which::New, new));
        all.into_iter().map(|((of, set), old, new)| self.measure_box(of, set, old, new)).collect()
    }

    fn measure_box(&self, of: Token, set: Token, old: Option<usize>, new: Option<usize>) -> BoxPart {
        if old.is_none() || new.is_none() {
            let boxes = Key::new(Kind::Boxes, &[self.token, of]);
            let by = once(self.causes.of_member(boxes, set).collect());
            return BoxPart { part: Part { old, new, by }, measures: Vec::new() };
        }
        let measures = self.causes.parts(self.identity.measures.get(set as usize), Kind::Measure, set);
        let by = once(measures.iter().flat_map(|own| &own.by).copied().collect());
        let measures = if by.is_empty() { Vec::new() } else { measures };
        BoxPart { part: Part { old, new, by }, measures }
    }

    fn notes(&self) -> Vec<Part> {
        let [old, new] = self.flows.map(|flow| flow.map_or(&[][..], |flow| &flow.approvals));
        let tokens = |which: Which, list: &[Located<usize>]| -> Vec<(Token, usize)> {
            list.iter().map(|own| self.identity.approvals.token(which, own.value)).zip(0..).collect()
        };
        let all = in_both(&tokens(Which::Old, old), &tokens(Which::New, new));
        let set = Key::new(Kind::FlowApprovals, &[self.token]);
        let part = |(token, old, new): (Token, Option<usize>, Option<usize>)| {
            let own = self.causes.of([Key::new(Kind::Approval, &[token])]);
            Part { old, new, by: once(own.into_iter().chain(self.causes.of_member(set, token)).collect()) }
        };
        all.into_iter().map(part).collect()
    }

    fn contract(&self) -> Part {
        let [old, new] = self.flows.map(|flow| flow?.contract_label.as_ref().map(|_| 0));
        let mut keys =
            vec![Key::new(Kind::FlowLabel, &[self.token]), Key::new(Kind::FlowContract, &[self.token])];
        for (which, _, flow) in self.each() {
            let Some(contract) = &flow.contract else { continue };
            let contract = self.identity.contracts.token(which, contract.value.index());
            let own = [Kind::ContractParties, Kind::PerProvider];
            keys.extend(own.map(|kind| Key::new(kind, &[contract])));
        }
        let by = if old.is_none() && new.is_none() { Vec::new() } else { self.causes.of(keys) };
        Part { old, new, by }
    }
}

/// Returns the parts of every flow; the changes stand in the order of the comparison.
pub(super) fn of(old: &Case<'_>, new: &Case<'_>, identity: &Identity, told: &[Told<'_>]) -> Vec<FlowMarks> {
    let causes = Causes::new(told);
    let flows = identity.flows.both.iter().zip(0..);
    flows
        .map(|((one, other), token)| {
            let before = one.map(|index| &old.matter.flows[FlowId::from_index(index)]);
            let after = other.map(|index| &new.matter.flows[FlowId::from_index(index)]);
            let sides = [(Which::Old, old), (Which::New, new)];
            Both { identity, causes: &causes, sides, flows: [before, after], token }.marks(*one, *other)
        })
        .collect()
}
