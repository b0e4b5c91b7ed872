//! Which thing of one year is which of the other: pairs by the weight of the evidence, the strongest first.
//!
//! The same pairs come out whichever year is called the old one, so that a comparison read backwards is the
//! comparison of the years exchanged.

use super::facts::Token;
use crate::spelling;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

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
        Self::after(vec![None; old], new, weigh)
    }

    /// Pairs first what has one and the same key in both years, and only it; then the rest as [`new`](Self::new)
    /// does. Most things do not change from year to year, and need not be weighed.
    pub(crate) fn by_key<K: Ord>(
        old: Vec<K>,
        new: Vec<K>,
        weigh: impl Fn(usize, usize) -> Option<u32>,
    ) -> Self {
        // Mostly the years list the same things in the same order.
        if old == new {
            let same = 0..old.len();
            return Self::after(same.map(Some).collect(), new.len(), weigh);
        }
        let index = |keys: Vec<K>| -> BTreeMap<K, Option<usize>> {
            let mut index = BTreeMap::new();
            for (at, key) in keys.into_iter().enumerate() {
                index.entry(key).and_modify(|own| *own = None).or_insert(Some(at));
            }
            index
        };
        let (count, others) = (new.len(), index(new));
        let mut known = vec![None; old.len()];
        for (key, one) in index(old) {
            if let (Some(one), Some(Some(other))) = (one, others.get(&key))
                && let Some(slot) = known.get_mut(one)
            {
                *slot = Some(*other);
            }
        }
        Self::after(known, count, weigh)
    }

    /// Pairs what is not paired yet.
    fn after(
        mut other_of: Vec<Option<usize>>,
        new: usize,
        weigh: impl Fn(usize, usize) -> Option<u32>,
    ) -> Self {
        let old = other_of.len();
        let mut taken = vec![false; new];
        for other in other_of.iter().flatten() {
            if let Some(taken) = taken.get_mut(*other) {
                *taken = true;
            }
        }
        let is_free: Vec<bool> = taken.iter().map(|taken| !taken).collect();
        let left = is_free.iter().filter(|free| **free).count();
        let near = old.saturating_mul(left) > MOST_PAIRS;
        let mut weighed: Vec<(u32, usize, usize)> = Vec::new();
        let lonely = other_of.iter().enumerate().filter(|(_, other)| other.is_none());
        for (one, _) in lonely {
            let (from, to) =
                if near { (one.saturating_sub(NEAR), new.min(one.saturating_add(NEAR))) } else { (0, new) };
            let free = (from..to).filter(|other| is_free.get(*other) == Some(&true));
            weighed.extend(free.filter_map(|other| Some((weigh(one, other)?, one, other))));
        }
        // Heavier evidence first, then what moved least, then what stands first in both.
        weighed.sort_by_key(|(weight, one, other)| {
            (std::cmp::Reverse(*weight), one.abs_diff(*other), one + other, one.min(other).to_owned())
        });
        let mut pairs = Self { old: vec![Token::MAX; old], new: vec![Token::MAX; new], both: Vec::new() };
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

    /// Returns whether both years have what a token stands for.
    pub(crate) fn is_in_both(&self, token: Token) -> bool {
        matches!(self.both.get(token as usize), Some((Some(_), Some(_))))
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
    if one == other { 100 } else { Letters::new(one).alike(&Letters::new(other)) }
}

/// A text that is compared with many others; what is compared is made once, when it is first needed.
#[derive(Debug)]
pub(crate) struct Letters<'t> {
    text: &'t str,
    made: OnceCell<(String, Vec<(char, char)>)>,
}

impl<'t> Letters<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, made: OnceCell::new() }
    }

    fn made(&self) -> &(String, Vec<(char, char)>) {
        self.made.get_or_init(|| {
            let folded = spelling::fold(self.text);
            let pairs = letter_pairs(&folded);
            (folded, pairs)
        })
    }

    /// Returns how alike two texts are, as [`alike`] does.
    pub(crate) fn alike(&self, other: &Self) -> u32 {
        if self.text == other.text {
            return 100;
        }
        let ((folded, one), (theirs, other)) = (self.made(), other.made());
        if folded == theirs {
            return 100;
        }
        let all = one.len() + other.len();
        let both = in_both(one, other);
        u32::try_from((both * 198).checked_div(all).unwrap_or(0)).unwrap_or(0)
    }
}

/// Returns the pairs of neighbouring letters, in order. (`strsim::sorensen_dice` counts bytes, which makes Japanese
/// texts three times less alike.)
fn letter_pairs(text: &str) -> Vec<(char, char)> {
    let mut pairs: Vec<(char, char)> = text.chars().zip(text.chars().skip(1)).collect();
    pairs.sort_unstable();
    pairs
}

/// Returns how many pairs are in both lists, each as often as in both; the lists are sorted.
fn in_both(one: &[(char, char)], other: &[(char, char)]) -> usize {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut both = 0;
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => {
                one.next();
            }
            std::cmp::Ordering::Greater => {
                other.next();
            }
            std::cmp::Ordering::Equal => {
                both += 1;
                one.next();
                other.next();
            }
        }
    }
    both
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
