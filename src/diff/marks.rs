//! How the parts of a diagram differ between the years: what is added, changed and gone.

use super::changes::{Told, owners};
use super::facts::{Key, Token};
use super::identity::Identity;
use super::kinds::Kind;
use super::matching::Pairs;
use std::collections::BTreeSet;

/// A part of a diagram: its index in each year's list, and whether it is otherwise than it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// In the old year; none where it is new.
    pub old: Option<usize>,
    /// In the new year; none where it is gone.
    pub new: Option<usize>,
    /// True where it is in both years and differs.
    pub changed: bool,
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
    /// The parties, as roles of the matters.
    pub roles: Vec<Part>,
}

/// Returns the parts of every flow.
pub(super) fn of(identity: &Identity, told: &[Told<'_>]) -> Vec<FlowMarks> {
    let told = told.iter().filter(|told| !told.change.is_followed());
    let mut touched: BTreeSet<Key> = BTreeSet::new();
    for edit in told.flat_map(|told| &told.edits) {
        // What is only said otherwise beside a part does not change it.
        let beside = matches!(
            edit.key.kind,
            Kind::LinkAssumed | Kind::LinkCites | Kind::TimingAssumed | Kind::StepAssumed | Kind::StepNumber
        );
        if !beside {
            touched.insert(edit.key);
            touched.extend(owners(edit.key));
        }
        if edit.key.kind == Kind::ParticipantWords {
            touched.insert(Key::new(Kind::Participants, &edit.key.at[..2]));
        }
    }
    let parted = touched.iter().filter(|key| matches!(key.kind, Kind::Provider | Kind::System));
    let parted: BTreeSet<Token> = parted.map(|key| key.at[0]).collect();
    let parts = |pairs: &Pairs, is_changed: &dyn Fn(Token) -> bool| -> Vec<Part> {
        let both = pairs.both.iter().zip(0..);
        both.map(|((old, new), token)| Part {
            old: *old,
            new: *new,
            changed: old.is_some() && new.is_some() && is_changed(token),
        })
        .collect()
    };
    let flows = identity.flows.both.iter().zip(0..);
    flows
        .map(|((old, new), flow)| {
            let of = |list: &[Pairs], kind: Kind| {
                let Some(pairs) = list.get(flow as usize) else { return Vec::new() };
                parts(pairs, &|token| touched.contains(&Key::new(kind, &[flow, token])))
            };
            let role = |token: Token| {
                let own = [Kind::RoleName, Kind::RoleKind, Kind::LegalBasis];
                own.iter().any(|kind| touched.contains(&Key::new(*kind, &[token])))
                    || parted.contains(&token)
                    || touched.contains(&Key::new(Kind::Participants, &[flow, token]))
            };
            FlowMarks {
                old: *old,
                new: *new,
                links: of(&identity.links, Kind::Link),
                steps: of(&identity.steps, Kind::Step),
                roles: parts(&identity.roles, &role),
            }
        })
        .collect()
}
