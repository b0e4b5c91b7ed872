//! What a matter is about, for finding it again where both its title and the name of its file are others: the
//! sentences of its overview, its roles, items, contracts, connections and flows.

use crate::model::matter::Matter;
use crate::spelling;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How much of all that two matters say they must share, in hundredths.
const LEAST_SHARED: u32 = 50;

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

/// What a matter says: numbers of words, in order, each once.
type Content = Vec<u32>;

/// Matters that are to be paired, each with its place on its side; and the side's matters that are not.
#[derive(Debug)]
pub(super) struct Sought<'m> {
    pub(super) sought: Vec<(usize, &'m Matter)>,
    pub(super) others: Vec<&'m Matter>,
}

/// Returns how much two matters share, in hundredths, by their places; only those that share enough to be one.
pub(super) fn shared(old: &Sought<'_>, new: &Sought<'_>) -> BTreeMap<(usize, usize), u32> {
    let mut numbers: BTreeMap<Word<'_>, u32> = BTreeMap::new();
    let mine: Vec<Content> = old.sought.iter().map(|(_, own)| content(&mut numbers, own)).collect();
    let theirs: Vec<Content> = new.sought.iter().map(|(_, own)| content(&mut numbers, own)).collect();
    let (my_own, their_own) = (own(&numbers, old, &mine), own(&numbers, new, &theirs));
    // What a matter has alone leads to the few that it may be: not each is compared with each.
    let mut times: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (number, ones) in &my_own {
        for other in their_own.get(number).into_iter().flatten() {
            for one in ones {
                *times.entry((*one, *other)).or_default() += 1;
            }
        }
    }
    let likely = times.into_iter().filter(|(_, times)| *times >= LEAST_OWN);
    likely
        .filter_map(|((one, other), _)| {
            let share = share(mine.get(one)?, theirs.get(other)?);
            let (place, other_place) = (old.sought.get(one)?.0, new.sought.get(other)?.0);
            (share >= LEAST_SHARED).then_some(((place, other_place), share))
        })
        .collect()
}

/// Returns by word who has it, where no other matter of the same year has it.
fn own(
    numbers: &BTreeMap<Word<'_>, u32>,
    side: &Sought<'_>,
    contents: &[Content],
) -> BTreeMap<u32, Vec<usize>> {
    let mut holders: BTreeMap<(u32, &str), Option<usize>> = BTreeMap::new();
    for (index, ((_, matter), content)) in side.sought.iter().zip(contents).enumerate() {
        for number in content {
            let key = (*number, super::year(matter));
            holders.entry(key).and_modify(|holder| *holder = None).or_insert(Some(index));
        }
    }
    for matter in &side.others {
        for number in words(matter).filter_map(|word| numbers.get(&word)) {
            if let Some(holder) = holders.get_mut(&(*number, super::year(matter))) {
                *holder = None;
            }
        }
    }
    let mut own: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for ((number, _), holder) in holders {
        own.entry(number).or_default().extend(holder);
    }
    own
}

fn content<'m>(numbers: &mut BTreeMap<Word<'m>, u32>, matter: &'m Matter) -> Content {
    let mut content: Content = words(matter)
        .map(|word| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(word).or_insert(next)
        })
        .collect();
    content.sort_unstable();
    content.dedup();
    content
}

/// Returns how much of what either says both say, in hundredths.
fn share(one: &Content, other: &Content) -> u32 {
    let both = one.iter().filter(|own| other.binary_search(own).is_ok()).count();
    let all = one.len() + other.len() - both;
    u32::try_from((both * 100).checked_div(all).unwrap_or(0)).unwrap_or(0)
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
