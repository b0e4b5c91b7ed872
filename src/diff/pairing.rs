//! Which matter of one year is which of the other: by the name of the file, then by the title.

use super::identity::same_company;
use super::matching::{Pairs, alike, at_least, if_so};
use super::side::Side;
use crate::model::matter::Matter;

/// How alike two titles must be for two matters to be one.
const LEAST_TITLE: u32 = 60;

/// A pair of matters by their index in each year: both, or one that is new or has ended.
pub type Pair = (Option<usize>, Option<usize>);

fn stem(matter: &Matter) -> &str {
    matter.name.rsplit('/').next().unwrap_or(&matter.name)
}

fn title(matter: &Matter) -> &str {
    matter.title.as_ref().map_or("", |title| &title.value)
}

/// Pairs the matters of two years.
#[must_use]
pub fn pair(old: &[&Matter], new: &[&Matter]) -> Vec<Pair> {
    // Names first, so that titles are compared only where no file has the name.
    let mut pairs: Vec<Pair> = Vec::with_capacity(old.len());
    let names: std::collections::BTreeMap<&str, usize> =
        new.iter().enumerate().map(|(index, matter)| (stem(matter), index)).collect();
    let mut taken = vec![false; new.len()];
    let mut left: Vec<usize> = Vec::new();
    for (one, matter) in old.iter().enumerate() {
        match names.get(stem(matter)) {
            Some(other) => {
                pairs.push((Some(one), Some(*other)));
                if let Some(taken) = taken.get_mut(*other) {
                    *taken = true;
                }
            }
            None => left.push(one),
        }
    }
    let free: Vec<usize> = (0..new.len()).filter(|index| taken.get(*index) == Some(&false)).collect();
    let rest = Pairs::new(left.len(), free.len(), |one, other| {
        let (a, b) = (old.get(*left.get(one)?)?, new.get(*free.get(other)?)?);
        at_least(LEAST_TITLE, alike(title(a), title(b)))
    });
    for (one, other) in rest.both {
        let of = |list: &[usize], index: Option<usize>| index.and_then(|index| list.get(index)).copied();
        pairs.push((of(&left, one), of(&free, other)));
    }
    pairs
}

/// Returns whether two matters are about the same thing at all: one name, one title, or one business and some of
/// the same legal entities.
#[must_use]
pub fn is_related(old: &Side<'_>, new: &Side<'_>) -> bool {
    let (a, b) = (old.matter, new.matter);
    let business = |side: &Side<'_>| {
        let business = side.matter.business.as_ref()?;
        Some(side.ward.businesses[business.value].name.value.clone())
    };
    let companies = |side: &Side<'_>| {
        let parties = side.matter.providers.iter().filter_map(|own| own.party.as_ref());
        parties.map(|party| side.year.parties[party.value].clone()).collect::<Vec<_>>()
    };
    let mine = companies(old);
    let theirs = companies(new);
    let shares = mine.iter().any(|one| theirs.iter().any(|other| same_company(one, other).is_some()));
    let is_business = business(old).is_some() && business(old) == business(new);
    let weight = if_so(stem(a) == stem(b), 100)
        + if_so(alike(title(a), title(b)) >= LEAST_TITLE, 100)
        + if_so(is_business, 60)
        + if_so(shares, 40);
    weight >= 60
}
