//! Which thing of one year is which of the other: pairs by the weight of the evidence, the strongest first.
//!
//! The same pairs come out whichever year is called the old one, so that a comparison read backwards is the
//! comparison of the years exchanged.

use super::facts::Token;
use crate::spelling;
use std::collections::BTreeSet;

/// From how many possible pairs on only neighbours are weighed against each other.
const MOST_PAIRS: usize = 250_000;

/// How far a neighbour may have moved where there are very many things.
const NEAR: usize = 40;

/// The things of two years, paired where they are the same thing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    /// By index in the old year.
    pub(crate) old: Vec<Token>,
    /// By index in the new year.
    pub(crate) new: Vec<Token>,
    /// By token: the index in each year.
    pub(crate) both: Vec<(Option<usize>, Option<usize>)>,
}

impl Pairs {
    /// Pairs `old` things with `new` ones; `weigh` gives the weight of the evidence that two are the same, none
    /// where they cannot be.
    pub(crate) fn new(old: usize, new: usize, weigh: impl Fn(usize, usize) -> Option<u32>) -> Self {
        let near = old.saturating_mul(new) > MOST_PAIRS;
        let mut weighed: Vec<(u32, usize, usize)> = Vec::new();
        for one in 0..old {
            let (from, to) =
                if near { (one.saturating_sub(NEAR), new.min(one.saturating_add(NEAR))) } else { (0, new) };
            weighed.extend((from..to).filter_map(|other| Some((weigh(one, other)?, one, other))));
        }
        // Heavier evidence first, then what moved least, then what stands first in both.
        weighed.sort_by_key(|(weight, one, other)| {
            (std::cmp::Reverse(*weight), one.abs_diff(*other), one + other, one.min(other).to_owned())
        });
        let mut pairs = Self { old: vec![Token::MAX; old], new: vec![Token::MAX; new], both: Vec::new() };
        let mut other_of: Vec<Option<usize>> = vec![None; old];
        let mut taken = vec![false; new];
        for (_, one, other) in weighed {
            let (Some(free), Some(taken)) = (other_of.get_mut(one), taken.get_mut(other)) else { continue };
            if free.is_none() && !*taken {
                *free = Some(other);
                *taken = true;
            }
        }
        for (one, other) in other_of.iter().enumerate() {
            pairs.add(Some(one), *other);
        }
        for (other, _) in taken.iter().enumerate().filter(|(_, taken)| !**taken) {
            pairs.add(None, Some(other));
        }
        pairs
    }

    fn add(&mut self, one: Option<usize>, other: Option<usize>) {
        let token = Token::try_from(self.both.len()).unwrap_or(Token::MAX);
        if let Some(slot) = one.and_then(|one| self.old.get_mut(one)) {
            *slot = token;
        }
        if let Some(slot) = other.and_then(|other| self.new.get_mut(other)) {
            *slot = token;
        }
        self.both.push((one, other));
    }

    /// Returns the tokens of one year, by index.
    pub(crate) fn side(&self, which: Which) -> &[Token] {
        match which {
            Which::New => &self.new,
            Which::Old => &self.old,
        }
    }

    /// Returns the token of a thing of one year.
    pub(crate) fn token(&self, which: Which, index: usize) -> Token {
        self.side(which).get(index).copied().unwrap_or(Token::MAX)
    }

    /// Returns what a token stands for in both years, where it is in both.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (Token, usize, usize)> {
        self.both.iter().zip(0..).filter_map(|((old, new), token)| Some((token, (*old)?, (*new)?)))
    }
}

/// One of the two years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Old,
    New,
}

/// Returns how alike two texts are, from 0 to 100: the pairs of letters that they share.
pub(crate) fn alike(one: &str, other: &str) -> u32 {
    if one == other {
        return 100;
    }
    let (one, other) = (spelling::fold(one), spelling::fold(other));
    if one == other {
        return 100;
    }
    let share = strsim::sorensen_dice(&one, &other) * 99.0;
    // From 0 to 99 by the line above.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 99")]
    let share = share as u32;
    share
}

/// Returns how much two sets share, from 0 to 100; two empty ones share nothing.
pub(crate) fn shared<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> u32 {
    let both = one.intersection(other).count();
    let all = one.len() + other.len() - both;
    u32::try_from((both * 100).checked_div(all).unwrap_or(0)).unwrap_or(0)
}

/// Returns `weight` where the evidence holds.
pub(crate) fn if_so(holds: bool, weight: u32) -> u32 {
    if holds { weight } else { 0 }
}

/// Returns the weight where it is enough.
pub(crate) fn at_least(least: u32, weight: u32) -> Option<u32> {
    (weight >= least).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_evidence_wins_and_the_rest_stays_alone() {
        let weights = [[60, 90], [80, 0], [0, 0]];
        let pairs = Pairs::new(3, 2, |one, other| at_least(50, weights[one][other]));
        assert_eq!(pairs.both, [(Some(0), Some(1)), (Some(1), Some(0)), (Some(2), None)]);
        assert_eq!(pairs.old, [0, 1, 2]);
        assert_eq!(pairs.new, [1, 0]);
    }

    #[test]
    fn likeness_is_of_letters_and_not_of_width() {
        assert_eq!(alike("ＮＴＴデータ", "NTTデータ"), 100);
        assert!(alike("クレジットカード指定代理納付者", "クレジットカード指定納付受託者") > 60);
        assert!(alike("収納日付", "通知書番号") < 20);
    }
}
