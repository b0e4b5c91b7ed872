//! What is the same in both years: legal entities, roles, items, contracts, flows, lines, steps, rows and the rest,
//! found by the evidence that each kind of thing leaves and not by its place in the file.

mod companies;
mod contracts;
mod evidence;
mod flows;
mod forms;

pub(crate) use companies::same_company;

use super::facts::Token;
use super::matching::{Letters, Pairs, Which, alike, at_least, if_so, shared};
use super::prose::Renamed;
use super::years::Years;
use crate::case::Case;
use crate::model::ids::{Id, ItemId, MeasureSetId, ProviderId, RoleId, SystemId};
use crate::model::party::Role;
use crate::model::vocabulary::RoleKind;
use crate::spelling;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The things of two years, paired; by token of the thing they belong to where they belong to one.
#[derive(Debug, Default)]
pub(crate) struct Identity {
    /// Legal entities that either matter names, as indexes of the years' lists.
    pub(crate) companies: Arc<Pairs>,
    /// Those that both matters name.
    pub(crate) shared_companies: BTreeSet<Token>,
    pub(crate) roles: Pairs,
    pub(crate) providers: Pairs,
    /// Those whose legal entity both years name.
    pub(crate) named_twice: BTreeSet<Token>,
    pub(crate) systems: Pairs,
    pub(crate) items: Pairs,
    pub(crate) lists: Pairs,
    pub(crate) contracts: Pairs,
    /// By contract: roles that send or receive under it in both years.
    pub(crate) take_part: BTreeSet<(Token, Token)>,
    pub(crate) connections: Pairs,
    pub(crate) flows: Pairs,
    /// By flow.
    pub(crate) links: Vec<Pairs>,
    /// By flow.
    pub(crate) steps: Vec<Pairs>,
    pub(crate) measure_sets: Pairs,
    /// By set.
    pub(crate) measures: Vec<Pairs>,
    /// By contract and role: tasks, counted over the groups of the role.
    pub(crate) tasks: BTreeMap<(Token, Token), Pairs>,
    pub(crate) forms: Arc<Pairs>,
    /// By form.
    pub(crate) rows: Arc<Vec<Pairs>>,
    pub(crate) checklists: Pairs,
    pub(crate) approvals: Pairs,
    pub(crate) waivers: Pairs,
}

/// What a role is known by: id, name, kind; its legal entities and the acts entrusted to it.
type RoleKey<'k> = (&'k str, &'k str, Option<RoleKind>, &'k (BTreeSet<Token>, BTreeSet<&'k str>));

impl Identity {
    /// Finds what is the same of what the two years have for every matter: legal entities, forms and their rows.
    pub(crate) fn of_years(old: &Case<'_>, new: &Case<'_>) -> Self {
        let forms = forms::forms(old, new);
        let rows = forms::rows(&forms, old, new).into();
        let companies = companies::companies(old, new).into();
        Self { companies, forms: forms.into(), rows, ..Self::default() }
    }

    /// Finds what is the same in both years.
    pub(crate) fn new(old: &Case<'_>, new: &Case<'_>, years: &Years<'_>) -> Self {
        let Self { companies, forms, rows, .. } = &years.identity;
        let mut identity = Self {
            companies: Arc::clone(companies),
            forms: Arc::clone(forms),
            rows: Arc::clone(rows),
            ..Self::default()
        };
        let named = |which: Which, side: &Case<'_>| -> BTreeSet<Token> {
            let named = side.matter.providers.iter().filter_map(|own| own.party.as_ref());
            named.map(|own| identity.companies.token(which, own.value.index())).collect()
        };
        identity.shared_companies = &named(Which::Old, old) & &named(Which::New, new);
        identity.roles = identity.roles(old, new);
        identity.providers = identity.providers(old, new);
        let named = |side: &Case<'_>, provider: usize| {
            side.matter.providers[ProviderId::from_index(provider)].party.is_some()
        };
        let both = identity.providers.pairs();
        let both = both.filter(|(_, one, other)| named(old, *one) && named(new, *other));
        identity.named_twice = both.map(|(token, ..)| token).collect();
        identity.systems = identity.systems(old, new);
        identity.items = items(old, new);
        identity.contracts = identity.contracts(old, new);
        identity.lists = identity.lists(old, new);
        identity.connections = identity.connections(old, new);
        identity.tasks = identity.tasks(old, new);
        let take_part = |which: Which, side: &Case<'_>| -> BTreeSet<(Token, Token)> {
            let flows = side.matter.flows.iter();
            let flows = flows.filter_map(|flow| Some((flow.contract.as_ref()?.value, flow)));
            let ends = flows.flat_map(|(contract, flow)| {
                flow.links.iter().flat_map(move |link| [(contract, &link.from), (contract, &link.to)])
            });
            ends.map(|(contract, role)| {
                let contract = identity.contracts.token(which, contract.index());
                (contract, identity.role(which, role.value))
            })
            .collect()
        };
        identity.take_part = &take_part(Which::Old, old) & &take_part(Which::New, new);
        identity.flows = identity.flows(old, new);
        identity.links = identity.links(old, new);
        identity.steps = identity.steps(old, new);
        identity.measure_sets = measure_sets(old, new);
        identity.measures = identity.measures(old, new);
        identity.checklists = identity.checklists(old, new);
        identity.approvals = forms::approvals(old, new);
        identity.waivers = forms::waivers(old, new);
        identity
    }

    /// Returns what is called otherwise: roles, items and systems.
    pub(crate) fn renamed(&self, old: &Case<'_>, new: &Case<'_>) -> Vec<Renamed> {
        fn roles<'s>(side: &Case<'s>, index: usize) -> &'s str {
            side.role(RoleId::from_index(index))
        }
        fn items<'s>(side: &Case<'s>, index: usize) -> &'s str {
            &side.matter.items[ItemId::from_index(index)].name
        }
        fn systems<'s>(side: &Case<'s>, index: usize) -> &'s str {
            &side.matter.systems[SystemId::from_index(index)].label
        }
        type Name = for<'a, 's> fn(&'a Case<'s>, usize) -> &'s str;
        let all: [(&Pairs, Name); 3] = [(&self.roles, roles), (&self.items, items), (&self.systems, systems)];
        all.iter()
            .flat_map(|(pairs, name)| pairs.pairs().map(|(_, one, other)| (name(old, one), name(new, other))))
            .filter(|(one, other)| !spelling::same(one, other))
            .map(|(one, other)| (spelling::fold(one), spelling::fold(other)))
            .filter(|(one, other)| !one.is_empty() && !other.is_empty())
            .collect()
    }

    /// Returns the token of a role.
    pub(crate) fn role(&self, which: Which, role: RoleId) -> Token {
        self.roles.token(which, role.index())
    }

    /// Returns whether both years name the legal entity of somebody who plays a role.
    pub(crate) fn names_company_twice(&self, provider: Token) -> bool {
        self.named_twice.contains(&provider)
    }

    /// Returns the token of an item.
    pub(crate) fn item(&self, which: Which, item: ItemId) -> Token {
        self.items.token(which, item.index())
    }

    /// Returns the tokens of a role's legal entities.
    fn companies_of(&self, which: Which, side: &Case<'_>, role: RoleId) -> BTreeSet<Token> {
        side.companies_of(role).into_iter().map(|company| self.companies.token(which, company)).collect()
    }

    fn roles<'s>(&self, old: &Case<'s>, new: &Case<'s>) -> Pairs {
        let known = |which: Which, side: &Case<'s>| -> Vec<(BTreeSet<Token>, BTreeSet<&'s str>)> {
            let of = |role| (self.companies_of(which, side, role), side.acts_of(role));
            side.matter.roles.ids().map(of).collect()
        };
        let names = |side: &Case<'s>| -> Vec<Letters<'s>> {
            side.matter.roles.iter().map(|role| Letters::new(&role.name)).collect()
        };
        let (my_names, their_names) = (names(old), names(new));
        let (all_mine, all_theirs) = (known(Which::Old, old), known(Which::New, new));
        fn keys<'k>(side: &Case<'k>, known: &'k [(BTreeSet<Token>, BTreeSet<&'k str>)]) -> Vec<RoleKey<'k>> {
            let roles = side.matter.roles.iter().zip(known);
            let key = |(role, known): (&'k Role, &'k _)| {
                let kind = role.kind.as_ref().map(|kind| kind.value);
                (role.id.as_str(), role.name.as_str(), kind, known)
            };
            roles.map(key).collect()
        }
        Pairs::by_key(keys(old, &all_mine), keys(new, &all_theirs), |one, other| {
            let (one, other) = (RoleId::from_index(one), RoleId::from_index(other));
            let (a, b) = (&old.matter.roles[one], &new.matter.roles[other]);
            let is_whole = |kind| a.is(kind) && b.is(kind);
            if is_whole(RoleKind::Principal) || is_whole(RoleKind::Ward) {
                return Some(200);
            }
            let (mine, acts) = all_mine.get(one.index())?;
            let (theirs, their_acts) = all_theirs.get(other.index())?;
            let others = if_so(!mine.is_empty() && !theirs.is_empty() && mine.is_disjoint(theirs), 30);
            let weight = if_so(a.id.value == b.id.value, 40)
                + my_names.get(one.index())?.alike(their_names.get(other.index())?) * 40 / 100
                + shared(mine, theirs) * 40 / 100
                + shared(acts, their_acts) * 20 / 100
                + if_so(a.kind.is_some() && a.kind == b.kind, 10);
            at_least(45, weight.saturating_sub(others))
        })
    }

    fn systems(&self, old: &Case<'_>, new: &Case<'_>) -> Pairs {
        let (mine, theirs) = (&old.matter.systems, &new.matter.systems);
        fn keys<'s>(known: &Identity, which: Which, side: &Case<'s>) -> Vec<(Token, &'s str, &'s str)> {
            let systems = side.matter.systems.iter();
            systems.map(|own| (known.role(which, own.role), own.id.as_str(), own.label.as_str())).collect()
        }
        Pairs::by_key(keys(self, Which::Old, old), keys(self, Which::New, new), |one, other| {
            let (a, b) = (&mine[SystemId::from_index(one)], &theirs[SystemId::from_index(other)]);
            if self.role(Which::Old, a.role) != self.role(Which::New, b.role) {
                return None;
            }
            let weight = if_so(a.id.value == b.id.value, 40)
                + alike(&a.label, &b.label) * 50 / 100
                + if_so(a.kind == b.kind, 10)
                + if_so(a.hosting.is_some() && a.hosting == b.hosting, 10);
            at_least(50, weight)
        })
    }
}

/// Pairs items: those of one name, then a name that was changed a little and stands among the same items.
fn items(old: &Case<'_>, new: &Case<'_>) -> Pairs {
    fn names<'s>(side: &Case<'s>) -> Vec<Cow<'s, str>> {
        side.matter.items.iter().map(|item| spelling::folded(&item.name)).collect()
    }
    let (mine, theirs) = (names(old), names(new));
    let by_name: BTreeMap<&str, usize> = theirs.iter().map(|name| &**name).zip(0..).collect();
    let known: BTreeSet<&str> = mine.iter().map(|name| &**name).collect();
    fn keys<'n>(names: &'n [Cow<'_, str>]) -> Vec<&'n str> {
        names.iter().map(|name| &**name).collect()
    }
    Pairs::by_key(keys(&mine), keys(&theirs), |one, other| {
        let (a, b) = (mine.get(one)?, theirs.get(other)?);
        if a == b {
            return Some(200);
        }
        // Either name still stands in the other year: then it is another item.
        if by_name.contains_key(&**a) || known.contains(&**b) {
            return None;
        }
        let (a_row, b_row) =
            (&old.matter.items[ItemId::from_index(one)], &new.matter.items[ItemId::from_index(other)]);
        let is_alike = spelling::fold_kana(a) == spelling::fold_kana(b) || alike(a, b) >= 70;
        (is_alike && a_row.kinds == b_row.kinds && a_row.members.is_empty() == b_row.members.is_empty())
            .then(|| alike(a, b))
    })
}

fn measure_sets(old: &Case<'_>, new: &Case<'_>) -> Pairs {
    let (mine, theirs) = (&old.matter.measures, &new.matter.measures);
    fn labels<'s>(side: &Case<'s>) -> Vec<BTreeSet<Cow<'s, str>>> {
        let sets = side.matter.measures.iter();
        sets.map(|set| set.measures.iter().map(|own| spelling::folded(&own.label)).collect()).collect()
    }
    let (my_labels, their_labels) = (labels(old), labels(new));
    Pairs::new(mine.len(), theirs.len(), |one, other| {
        let shared = shared(my_labels.get(one)?, their_labels.get(other)?);
        let (a, b) = (&mine[MeasureSetId::from_index(one)], &theirs[MeasureSetId::from_index(other)]);
        let weight =
            if_so(a.id.value == b.id.value, 40) + if_so(a.category == b.category, 10) + shared * 40 / 100;
        at_least(45, weight)
    })
}
