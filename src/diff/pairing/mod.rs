//! Which matter of one side is which of the other: by year, title and name of the file, then by what it says.
//!
//! A side is a year, or a whole workspace with several. What is in one year on both sides stays within that year;
//! only what is left is looked for in another. Each matter is of one pair at most, and the pairs are the same
//! whichever side is called the old one.

mod content;

use super::identity::same_company;
use super::matching::{Letters, Pairs, alike, if_so};
use crate::case::Case;
use crate::model::matter::Matter;
use crate::spelling;
use content::Sought;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How alike two titles must be for two matters to be one.
const LEAST_TITLE: u32 = 60;

/// How alike two titles are that differ in no more than a year or a number.
const NEARLY_SAME: u32 = 85;

/// How much a name of the file weighs beside a title that is wholly the same (100) and contents that are (100).
const FILE_NAME: u32 = 60;

/// A pair of matters by their index in each year: both, or one that is new or has ended.
pub type Pair = (Option<usize>, Option<usize>);

fn stem(matter: &Matter) -> &str {
    matter.name.rsplit('/').next().unwrap_or(&matter.name)
}

fn year(matter: &Matter) -> &str {
    matter.name.split_once('/').map_or("", |(year, _)| year)
}

fn title(matter: &Matter) -> &str {
    matter.title.as_ref().map_or("", |title| &title.value)
}

/// Returns whether two matters have the same title, or nearly.
#[must_use]
pub fn is_title_alike(old: &Matter, new: &Matter) -> bool {
    alike(title(old), title(new)) >= LEAST_TITLE
}

/// What a matter is found by.
#[derive(Debug)]
struct Sheet<'m> {
    matter: &'m Matter,
    year: &'m str,
    stem: &'m str,
    title: Cow<'m, str>,
    letters: Letters<'m>,
}

impl<'m> Sheet<'m> {
    fn of(matter: &'m Matter) -> Self {
        let title = title(matter);
        Self {
            matter,
            year: year(matter),
            stem: stem(matter),
            title: spelling::folded(title),
            letters: Letters::new(title),
        }
    }

    fn title_alike(&self, other: &Self) -> u32 {
        if self.title.is_empty() || other.title.is_empty() { 0 } else { self.letters.alike(&other.letters) }
    }
}

/// One side while its matters are paired.
#[derive(Debug)]
struct Half<'m> {
    sheets: Vec<Sheet<'m>>,
    /// By index: the matter of the other side.
    other: Vec<Option<usize>>,
}

impl<'m> Half<'m> {
    fn new(matters: &[&'m Matter]) -> Self {
        let sheets: Vec<Sheet<'m>> = matters.iter().map(|matter| Sheet::of(matter)).collect();
        Self { other: vec![None; sheets.len()], sheets }
    }

    /// Returns what has no pair yet.
    fn left(&self) -> impl Iterator<Item = (usize, &Sheet<'m>)> {
        let all = self.sheets.iter().zip(&self.other).enumerate();
        all.filter(|(_, (_, other))| other.is_none()).map(|(index, (sheet, _))| (index, sheet))
    }

    /// Returns what is left by its key, where one matter only has that key.
    fn by_key<K: Ord>(&self, key: impl Fn(&Sheet<'m>) -> Option<K>) -> BTreeMap<K, usize> {
        let mut index: BTreeMap<K, Option<usize>> = BTreeMap::new();
        for (at, sheet) in self.left() {
            if let Some(key) = key(sheet) {
                index.entry(key).and_modify(|own| *own = None).or_insert(Some(at));
            }
        }
        index.into_iter().filter_map(|(key, at)| Some((key, at?))).collect()
    }

    fn set(&mut self, index: usize, other: usize) {
        if let Some(slot) = self.other.get_mut(index) {
            *slot = Some(other);
        }
    }
}

/// Pairs the matters of two sides: all of the old one in their order, then what is new.
#[must_use]
pub fn pair(old: &[&Matter], new: &[&Matter]) -> Vec<Pair> {
    let (mut mine, mut theirs) = (Half::new(old), Half::new(new));
    let years = |half: &Half<'_>| half.sheets.iter().map(|own| own.year.to_owned()).collect::<BTreeSet<_>>();
    if !years(&mine).is_disjoint(&years(&theirs)) {
        stage(&mut mine, &mut theirs, true);
    }
    stage(&mut mine, &mut theirs, false);
    let added = theirs.left().map(|(index, _)| (None, Some(index)));
    mine.other.iter().enumerate().map(|(index, other)| (Some(index), *other)).chain(added).collect()
}

/// Pairs what is left, within the years or over them.
fn stage(mine: &mut Half<'_>, theirs: &mut Half<'_>, within: bool) {
    let year = |own: &Sheet<'_>| if within { own.year.to_owned() } else { String::new() };
    let titled = |own: &Sheet<'_>| (!own.title.is_empty()).then(|| own.title.to_string());
    // Most matters keep both title and file name, and need not be weighed.
    keyed(mine, theirs, |own| Some((year(own), own.title.to_string(), own.stem.to_owned())), |_, _| true);
    // A title says more than the name of a file: two files may have exchanged their contents.
    keyed(mine, theirs, |own| Some((year(own), titled(own)?)), |_, _| true);
    // One of the same name with nearly the same title: a year, a number. A title less like it may be another's.
    let is_alike = |one: &Sheet<'_>, other: &Sheet<'_>| one.title_alike(other) >= NEARLY_SAME;
    keyed(mine, theirs, |own| Some((year(own), own.stem.to_owned())), is_alike);
    weighed(mine, theirs, within);
}

/// Pairs what has one and the same key on both sides, and only it.
fn keyed<K: Ord>(
    mine: &mut Half<'_>,
    theirs: &mut Half<'_>,
    key: impl Fn(&Sheet<'_>) -> Option<K>,
    holds: impl Fn(&Sheet<'_>, &Sheet<'_>) -> bool,
) {
    let others = theirs.by_key(&key);
    for (key, one) in mine.by_key(&key) {
        let Some(other) = others.get(&key).copied() else { continue };
        let both = mine.sheets.get(one).zip(theirs.sheets.get(other));
        if both.is_some_and(|(one, other)| holds(one, other)) {
            mine.set(one, other);
            theirs.set(other, one);
        }
    }
}

/// Pairs what is left by the weight of the evidence: like titles, the name of the file, and what the matter says.
fn weighed(mine: &mut Half<'_>, theirs: &mut Half<'_>, within: bool) {
    let of = |half: &Half<'_>| half.left().map(|(index, _)| index).collect::<Vec<usize>>();
    let (left, free) = (of(mine), of(theirs));
    if left.is_empty() || free.is_empty() {
        return;
    }
    let shared = content::shared(&sought(mine), &sought(theirs));
    let pairs = Pairs::new(left.len(), free.len(), |one, other| {
        let (one, other) = (*left.get(one)?, *free.get(other)?);
        let (a, b) = (mine.sheets.get(one)?, theirs.sheets.get(other)?);
        if within && a.year != b.year {
            return None;
        }
        let title = a.title_alike(b);
        let content = shared.get(&(one, other)).copied();
        let is_one = title >= LEAST_TITLE || a.stem == b.stem || content.is_some();
        is_one.then(|| title + if_so(a.stem == b.stem, FILE_NAME) + content.unwrap_or(0))
    });
    for (_, one, other) in pairs.pairs() {
        if let Some((one, other)) = left.get(one).zip(free.get(other)) {
            mine.set(*one, *other);
            theirs.set(*other, *one);
        }
    }
}

/// Parts the matters of a side in those that have no pair yet and the others.
fn sought<'m>(half: &Half<'m>) -> Sought<'m> {
    let paired = half.sheets.iter().zip(&half.other).filter(|(_, other)| other.is_some());
    Sought {
        sought: half.left().map(|(index, sheet)| (index, sheet.matter)).collect(),
        others: paired.map(|(sheet, _)| sheet.matter).collect(),
    }
}

/// Returns whether two matters are about the same thing at all: one name, one title, or one business and some of
/// the same legal entities.
#[must_use]
pub fn is_related(old: &Case<'_>, new: &Case<'_>) -> bool {
    let (a, b) = (old.matter, new.matter);
    let business = |side: &Case<'_>| {
        let business = side.matter.business.as_ref()?;
        Some(side.ward.businesses[business.value].name.value.clone())
    };
    let companies = |side: &Case<'_>| {
        let parties = side.matter.providers.iter().filter_map(|own| own.party.as_ref());
        parties.map(|party| side.year.parties[party.value].clone()).collect::<Vec<_>>()
    };
    let mine = companies(old);
    let theirs = companies(new);
    let shares = mine.iter().any(|one| theirs.iter().any(|other| same_company(one, other).is_some()));
    let is_business = business(old).is_some() && business(old) == business(new);
    let weight = if_so(stem(a) == stem(b), 100)
        + if_so(is_title_alike(a, b), 100)
        + if_so(is_business, 60)
        + if_so(shares, 40);
    weight >= 60
}
