//! The words that the search knows, from `words.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A list of words, longest first where several fit.
#[derive(Debug)]
pub(super) struct List {
    words: HashSet<Vec<char>>,
    longest: usize,
    /// A bit for each character below U+10000 that a word begins with: hardly any character of a text does.
    first: Vec<u64>,
}

impl List {
    fn read(section: &str) -> Self {
        let mut list = Self { words: HashSet::new(), longest: 0, first: vec![0; 0x1_0000 / 64] };
        let mut inside = false;
        for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[') {
                inside = name.strip_suffix(']') == Some(section);
            } else if inside {
                for word in line.split_whitespace() {
                    let word: Vec<char> = word.chars().collect();
                    list.longest = list.longest.max(word.len());
                    let (slot, bit) = place(word.first().copied());
                    if let Some(slot) = list.first.get_mut(slot) {
                        *slot |= bit;
                    }
                    list.words.insert(word);
                }
            }
        }
        list
    }

    /// Returns the length of the longest word that stands at a place.
    pub(super) fn at(&self, text: &[char], from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        let (slot, bit) = place(rest.first().copied());
        if self.first.get(slot).is_none_or(|slot| slot & bit == 0) {
            return None;
        }
        (1..=self.longest.min(rest.len()))
            .rev()
            .find(|length| rest.get(..*length).is_some_and(|word| self.words.contains(word)))
    }

    /// Returns whether a text ends with a word.
    pub(super) fn ends(&self, text: &[char]) -> bool {
        (1..=self.longest.min(text.len()))
            .any(|length| text.get(text.len() - length..).is_some_and(|word| self.words.contains(word)))
    }

    /// Returns whether a word stands anywhere in a text.
    pub(super) fn is_in(&self, text: &[char]) -> bool {
        (0..text.len()).any(|from| self.at(text, from).is_some())
    }
}

/// Returns where the bit of a character lies. Words begin with characters below U+10000.
fn place(c: Option<char>) -> (usize, u64) {
    let code = c.map_or(u32::MAX, u32::from);
    (usize::try_from(code / 64).unwrap_or(usize::MAX), 1 << (code % 64))
}

macro_rules! lists {
    ($($name:ident = $section:literal;)*) => {$(
        pub(super) static $name: LazyLock<List> = LazyLock::new(|| List::read($section));
    )*

        #[cfg(test)]
        pub(super) const SECTIONS: &[&str] = &[$($section),*];
    };
}

lists! {
    SURNAMES = "surnames";
    NOT_GIVEN = "not-given";
    OFFICE = "office";
    SALUTATIONS = "salutations";
    CONDITIONS = "conditions";
    LEVELS = "levels";
    NAME_LABELS = "name-labels";
    ADDRESS_LABELS = "address-labels";
    BIRTH_LABELS = "birth-labels";
    NUMBER_LABELS = "number-labels";
    INDIVIDUAL = "individual";
    TELEPHONES = "telephones";
    SERIALS = "serials";
    UNITS = "units";
    MAIL = "mail";
    HOUSES = "houses";
    KIN = "kin";
    RANGES = "ranges";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_read_and_none_is_left_over() {
        let sections: Vec<&str> = include_str!("words.txt")
            .lines()
            .filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'))
            .collect();
        assert_eq!(sections, SECTIONS);
        for section in SECTIONS {
            assert!(!List::read(section).words.is_empty(), "{section}");
        }
    }
}
