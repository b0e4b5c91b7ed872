//! What a matter is about, for finding it again where both its title and the name of its file are others: the
//! sentences of its overview, its roles, items, contracts, connections and flows.

use crate::model::matter::Matter;
use crate::spelling;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How much of all that two matters say they must share, in hundredths.
const LEAST_SHARED: usize = 50;

/// How many of the shared things no other matter of the two years may have. Forms and lists are copied from matter
/// to matter: what several have does not tell which one is meant.
const LEAST_OWN: usize = 3;

/// Where in a matter a word stands: an item and a role of one name are two things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Act,
    Connection,
    Contract,
    Flow,
    Item,
    Overview,
    Provider,
    Role,
    Subjects,
}

type Word<'m> = (Part, Cow<'m, str>);

/// What a matter says.
#[derive(Debug)]
pub(super) struct Content(BTreeSet<usize>);

/// What the matters of some years say.
#[derive(Debug)]
pub(super) struct Contents {
    known: Vec<Option<Content>>,
    /// By number of the word: whether one matter only of each year has it.
    is_own: Vec<bool>,
}

impl Contents {
    /// Reads what the matters that `is_sought` say, and which of that is theirs alone in their year.
    pub(super) fn new<'m>(
        matters: impl Iterator<Item = &'m Matter> + Clone,
        is_sought: impl Fn(usize) -> bool,
        numbers: &mut Numbers<'m>,
    ) -> Self {
        let known = matters.clone().enumerate();
        let known: Vec<_> =
            known.map(|(index, matter)| is_sought(index).then(|| numbers.content(matter))).collect();
        let mut times: BTreeMap<(&str, usize), usize> = BTreeMap::new();
        for matter in matters {
            let year = super::year(matter);
            for number in numbers.known(matter) {
                *times.entry((year, number)).or_default() += 1;
            }
        }
        let mut is_own = vec![true; numbers.0.len()];
        for ((_, number), times) in times {
            if let Some(own) = is_own.get_mut(number).filter(|_| times > 1) {
                *own = false;
            }
        }
        Self { known, is_own }
    }

    /// Returns how much two matters share, in hundredths; none where that is too little to take them for one.
    pub(super) fn shared(&self, one: usize, others: &Self, other: usize) -> Option<u32> {
        let (mine, theirs) = (self.known.get(one)?.as_ref()?, others.known.get(other)?.as_ref()?);
        let both: Vec<usize> = mine.0.intersection(&theirs.0).copied().collect();
        let all = mine.0.len() + theirs.0.len() - both.len();
        let share = (both.len() * 100).checked_div(all)?;
        let is_own = |list: &[bool], number: usize| list.get(number).copied().unwrap_or(true);
        let own = both.iter().filter(|own| is_own(&self.is_own, **own) && is_own(&others.is_own, **own));
        (share >= LEAST_SHARED && own.count() >= LEAST_OWN).then(|| u32::try_from(share).unwrap_or(0))
    }
}

/// Numbers for the words of the matters that are sought; the same for both sides.
#[derive(Debug, Default)]
pub(super) struct Numbers<'m>(BTreeMap<Word<'m>, usize>);

impl<'m> Numbers<'m> {
    fn content(&mut self, matter: &'m Matter) -> Content {
        let numbers = words(matter).map(|word| {
            let next = self.0.len();
            *self.0.entry(word).or_insert(next)
        });
        Content(numbers.collect())
    }

    /// Returns the numbers of those words of a matter that have one, each once.
    fn known(&self, matter: &Matter) -> BTreeSet<usize> {
        words(matter).filter_map(|word| self.0.get(&word).copied()).collect()
    }
}

/// Returns the words of a matter; a text is parted into its sentences.
fn words(matter: &Matter) -> impl Iterator<Item = Word<'_>> {
    let overview = matter.overview.as_ref();
    let texts = overview.into_iter().flat_map(|own| {
        let submitted = own.submitted.iter().map(|own| &own.text);
        own.purpose.iter().chain(&own.description).chain(submitted)
    });
    let sentences = texts.flat_map(|text| text.value.split_inclusive(['。', '\n']));
    let subjects = overview.and_then(|own| own.subjects.as_ref()).map(|own| own.value.as_str());
    let contracts = matter.contracts.iter();
    let contracts = contracts.map(|own| own.title.as_ref().unwrap_or(&own.id).value.as_str());
    let groups = matter.contracts.iter().flat_map(|own| &own.tasks);
    let tasks = groups.flat_map(|group| &group.tasks);
    let tasks = tasks.map(|own| own.text.value.as_str());
    let connections = matter.connections.iter();
    let connections = connections.map(|own| own.title.as_ref().unwrap_or(&own.id).value.as_str());
    let flows = matter.flows.iter();
    let flows = flows.flat_map(|own| [Some(&own.id), own.title.as_ref()].into_iter().flatten());
    let brands = matter.providers.iter().filter_map(|own| own.brand.as_ref());
    let all = sentences
        .map(|own| (Part::Overview, own))
        .chain(subjects.map(|own| (Part::Subjects, own)))
        .chain(contracts.map(|own| (Part::Contract, own)))
        .chain(tasks.map(|own| (Part::Act, own)))
        .chain(connections.map(|own| (Part::Connection, own)))
        .chain(flows.map(|own| (Part::Flow, own.value.as_str())))
        .chain(brands.map(|own| (Part::Provider, own.value.as_str())))
        .chain(matter.roles.iter().map(|own| (Part::Role, own.name.value.as_str())))
        .chain(matter.items.iter().map(|own| (Part::Item, own.name.as_str())));
    all.map(|(part, word)| (part, spelling::folded(word))).filter(|(_, word)| !word.is_empty())
}
