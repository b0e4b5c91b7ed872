//! Which difference follows from which: the facts of a thing that is new or gone, the members of a set that are
//! new or gone themselves, and what only goes with another fact.

use super::{Draft, owners};
use crate::diff::facts::{Edit, Fact, Facts, Key, Member, Members, Token, Value};
use crate::diff::identity::Identity;
use crate::diff::kinds::Kind;
use crate::diff::prose::is_part_of;
use crate::model::country;
use std::collections::{BTreeMap, BTreeSet};

/// Returns whether a thing comes (true) or goes (false); none where both years have it or neither.
fn comes(old: &Facts<'_>, new: &Facts<'_>, key: Key) -> Option<bool> {
    match (old.has(key), new.has(key)) {
        (false, true) => Some(true),
        (true, false) => Some(false),
        _ => None,
    }
}

/// Returns the thing that a member of a set stands for.
fn thing(key: Key, token: Token) -> Option<Key> {
    let [first, second, _] = key.at;
    Some(match key.kind {
        kind if kind.holds_items() => Key::new(Kind::Item, &[token]),
        Kind::Contractors => Key::new(Kind::Provider, &[second, token]),
        Kind::ContractParties | Kind::Participants | Kind::SubcontractedBy | Kind::Subcontractors => {
            Key::new(Kind::Role, &[token])
        }
        Kind::StepLinks => Key::new(Kind::Link, &[first, token]),
        Kind::LinkCites => Key::new(Kind::ItemList, &[token]),
        Kind::Cites if token.is_multiple_of(2) => Key::new(Kind::Flow, &[token / 2]),
        Kind::Cites => Key::new(Kind::ItemList, &[token / 2]),
        Kind::ListApplies => Key::new(Kind::Contract, &[token]),
        Kind::Covers if token.is_multiple_of(2) => Key::new(Kind::Connection, &[(token / 2).checked_sub(1)?]),
        Kind::Covers => Key::new(Kind::Contract, &[token / 2]),
        Kind::Boxes => Key::new(Kind::MeasureSet, &[token]),
        Kind::FlowApprovals => Key::new(Kind::Approval, &[token]),
        _ => return None,
    })
}

/// Parts each difference of a set by the things that its members stand for: what is new or gone goes with that.
/// Parties of a contract that hand on items under it in both years stand apart from the others.
pub(super) fn split<'v>(
    edits: Vec<Edit<'v>>,
    old: &Facts<'_>,
    new: &Facts<'_>,
    identity: &Identity,
) -> Vec<Edit<'v>> {
    let mut parted = Vec::with_capacity(edits.len());
    for edit in edits {
        let fact = edit.after.as_ref().or(edit.before.as_ref());
        let Some(Value::Set(members)) = fact.map(|fact| &fact.value) else {
            parted.push(edit);
            continue;
        };
        if edit.whole {
            parted.push(edit);
            continue;
        }
        let mut parts: BTreeMap<(Option<Key>, bool), Vec<Member<'v>>> = BTreeMap::new();
        let comes_in = edit.after.is_some();
        for member in members.iter() {
            let own = thing(edit.key, member.token).filter(|key| comes(old, new, *key) == Some(comes_in));
            let takes_part = edit.key.kind == Kind::ContractParties
                && identity.take_part.contains(&(edit.key.at[0], member.token));
            parts.entry((own, takes_part)).or_default().push(member.clone());
        }
        for members in parts.into_values() {
            let members: Members<'v> = members.into_iter().collect();
            let part = |fact: &Option<Fact<'v>>| {
                fact.clone().map(|fact| Fact { value: Value::Set(members.clone()), ..fact })
            };
            parted.push(Edit { before: part(&edit.before), after: part(&edit.after), ..edit });
        }
    }
    parted
}

/// Where differences belong.
#[derive(Debug)]
pub(super) struct Places<'f> {
    old: &'f Facts<'f>,
    new: &'f Facts<'f>,
    /// The differences there are: key, whether it comes, and the members.
    known: BTreeMap<(Key, bool), BTreeSet<Token>>,
    /// By flow: a step that is new or gone.
    steps: BTreeMap<Token, (Key, bool)>,
}

impl<'f> Places<'f> {
    pub(super) fn new(old: &'f Facts<'f>, new: &'f Facts<'f>, edits: &[Edit<'_>]) -> Self {
        let mut known: BTreeMap<(Key, bool), BTreeSet<Token>> = BTreeMap::new();
        let mut steps = BTreeMap::new();
        for edit in edits {
            let comes_in = edit.after.is_some();
            let own = known.entry((edit.key, comes_in)).or_default();
            if let Some(Value::Set(members)) =
                edit.after.as_ref().or(edit.before.as_ref()).map(|fact| &fact.value)
            {
                own.extend(members.tokens());
            }
            if edit.key.kind == Kind::Step {
                steps.entry(edit.key.at[0]).or_insert((edit.key, comes_in));
            }
        }
        Self { old, new, known, steps }
    }

    /// Returns the difference that this one goes with: its key, and whether it comes.
    pub(super) fn belongs_to(&self, edit: &Edit<'_>) -> Option<(Key, bool)> {
        let one_sided = |key: Key| comes(self.old, self.new, key).map(|comes| (key, comes));
        if let Some(home) = owners(edit.key).into_iter().rev().find_map(one_sided) {
            // An assumption goes with what is assumed, and its reason goes there with it.
            return Some(self.follows(&Edit { key: home.0, ..edit.clone() }).unwrap_or(home));
        }
        if let Some(Value::Set(members)) =
            edit.after.as_ref().or(edit.before.as_ref()).map(|fact| &fact.value)
            && !edit.whole
        {
            let mut things = members.tokens().filter_map(|token| thing(edit.key, token));
            let home = things.next().and_then(one_sided);
            if let Some((key, comes_in)) = home.filter(|(_, comes)| *comes == edit.after.is_some()) {
                // Where an item is allowed is told with the item, a part of a part with what it is part of.
                let top = owners(key).into_iter().rev().find_map(one_sided);
                return Some(top.unwrap_or((key, comes_in)));
            }
        }
        self.follows(edit)
    }

    /// Returns the fact that this one only goes with.
    fn follows(&self, edit: &Edit<'_>) -> Option<(Key, bool)> {
        let [first, second, third] = edit.key.at;
        let comes_in = edit.after.is_some();
        let member = |kind: Kind, at: &[Token], token: Token| {
            let key = Key::new(kind, at);
            [comes_in, !comes_in].into_iter().find_map(|comes| {
                let members = self.known.get(&(key, comes))?;
                let (old, new) = (self.old.has(key), self.new.has(key));
                (members.contains(&token) || old != new).then_some((key, comes))
            })
        };
        let whole = |kind: Kind, at: &[Token]| {
            let key = Key::new(kind, at);
            comes(self.old, self.new, key).map(|comes| (key, comes))
        };
        let any = |kind: Kind, at: &[Token]| {
            let key = Key::new(kind, at);
            [true, false].into_iter().map(|comes| (key, comes)).find(|own| self.known.contains_key(own))
        };
        match edit.key.kind {
            Kind::Letter | Kind::Contractors => member(Kind::ContractParties, &[first], second),
            Kind::CounterpartyText | Kind::CounterpartyCertifications => {
                let provider = third.checked_sub(1);
                let provider = provider.and_then(|own| whole(Kind::Provider, &[second, own]));
                let is_text = edit.key.kind == Kind::CounterpartyText;
                let beside = || any(Kind::CounterpartyCertifications, &edit.key.at).filter(|_| is_text);
                provider.or_else(beside)
            }
            Kind::EntryText | Kind::EntryCertifications => {
                let party = member(Kind::ContractParties, &[first], second);
                let provider = third.checked_sub(1);
                let party = party.or_else(|| whole(Kind::Provider, &[second, provider?]));
                let is_text = edit.key.kind == Kind::EntryText;
                party.or_else(|| any(Kind::EntryCertifications, &edit.key.at).filter(|_| is_text))
            }
            Kind::ParticipantWords => member(Kind::Participants, &[first], second),
            Kind::ClauseArticle | Kind::ClauseDepth => member(Kind::Clauses, &[first], second),
            Kind::CertificationDetail | Kind::CertificationUntil => {
                member(Kind::Certifications, &[first], second)
            }
            Kind::ConveyText => member(Kind::Conveys, &[first], second),
            Kind::BoxAssumed => member(Kind::Boxes, &[first, second], third),
            Kind::AnswerReason | Kind::Evidence => any(Kind::Answer, &[first, second]),
            Kind::HandlesAssumed => whole(Kind::Handles, &[first, second]),
            Kind::LinkAssumed => whole(Kind::LinkItems, &[first, second]),
            Kind::TimingAssumed => whole(Kind::LinkTiming, &[first, second]),
            Kind::StepAssumed => whole(Kind::StepMakes, &[first, second]),
            Kind::SubApproval => whole(Kind::SubAllowed, &[first]),
            Kind::MediaText => whole(Kind::Media, &[first]).or_else(|| self.media_of(edit)),
            Kind::TaskText if edit.before.is_none() || edit.after.is_none() => {
                let acts = [Kind::Duties, Kind::Acts].map(|kind| any(kind, &[first, second]));
                acts.into_iter().flatten().find(|(_, comes)| *comes == comes_in)
            }
            Kind::AnswerBy => any(Kind::Answer, &[first, second]),
            Kind::Handles => member(Kind::ContractParties, &[first], second).filter(|_| edit.whole),
            // A name that says where it stands is told with the country that it stands in.
            Kind::SystemLabel => any(Kind::Country, &[first, second]).filter(|_| {
                let countries = |fact: &Option<Fact<'_>>| {
                    fact.as_ref().map(|fact| country::abroad_in(&fact.value.shown())).unwrap_or_default()
                };
                countries(&edit.before) != countries(&edit.after)
            }),
            Kind::Retention => {
                let role = first.checked_sub(1)?;
                let system = second.checked_sub(1);
                let system = system.and_then(|system| whole(Kind::System, &[role, system]));
                system.or_else(|| whole(Kind::Role, &[role]))
            }
            Kind::StepNumber | Kind::StepOrder => self.steps.get(&first).copied(),
            _ => None,
        }
    }
}

impl Places<'_> {
    /// Returns the media that a wording of them goes with: where media only came and the wording lost nothing, or only
    /// went and it won nothing. What else it says speaks for itself.
    fn media_of(&self, edit: &Edit<'_>) -> Option<(Key, bool)> {
        let key = Key::new(Kind::Media, &[edit.key.at[0]]);
        let [comes, goes] = [true, false].map(|comes| self.known.contains_key(&(key, comes)));
        let shown =
            |fact: &Option<Fact<'_>>| fact.as_ref().map(|fact| fact.value.shown()).unwrap_or_default();
        let (before, after) = (shown(&edit.before), shown(&edit.after));
        let (less, more) = if comes { (&before, &after) } else { (&after, &before) };
        (comes != goes && is_part_of(less, more)).then_some((key, comes))
    }
}

/// Puts items together that come or go in the very same places.
pub(super) fn same_items(drafts: Vec<Draft<'_>>) -> Vec<Draft<'_>> {
    type Signature = (bool, Vec<(Kind, [Token; 3])>);
    let mut together: BTreeMap<Signature, Draft<'_>> = BTreeMap::new();
    let mut others = Vec::new();
    for draft in drafts {
        let first = draft.main.first().map(|(edit, _)| (edit.key.kind, edit.after.is_some()));
        let Some((Kind::Item, comes_in)) = first else {
            others.push(draft);
            continue;
        };
        let mut places: Vec<(Kind, [Token; 3])> = draft
            .with
            .iter()
            .filter(|edit| edit.key.kind.holds_items())
            .map(|edit| (edit.key.kind, edit.key.at))
            .collect();
        places.sort_unstable();
        places.dedup();
        let known = together.entry((comes_in, places));
        let home = known.or_insert(Draft { main: Vec::new(), with: Vec::new() });
        home.main.extend(draft.main);
        home.with.extend(draft.with);
    }
    together.into_values().chain(others).collect()
}
