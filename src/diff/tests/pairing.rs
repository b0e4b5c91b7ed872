//! Which matter of one side is which of the other, over many sides made up of a few titles, names and contents.

use super::fixture::{R07, SAMPLE, load};
use crate::diff::pairing::{Pair, pair};
use crate::model::matter::Matter;
use std::collections::BTreeSet;

const TITLES: [&str; 4] =
    ["学童クラブの入会の申請の受付", "学童クラブの入会の申請受付", "図書館資料の予約", "住民票の写しの交付"];
const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const YEARS: [&str; 3] = ["r07", "r08", "r09"];

fn named(like: &Matter, name: &str, title: &str) -> Matter {
    let mut matter = like.clone();
    matter.name = name.to_owned();
    if let Some(own) = &mut matter.title {
        own.value = title.to_owned();
    }
    matter
}

fn paired(old: &[Matter], new: &[Matter]) -> Vec<Pair> {
    pair(&old.iter().collect::<Vec<_>>(), &new.iter().collect::<Vec<_>>())
}

/// The pairs by the names of the matters.
fn names(old: &[Matter], new: &[Matter]) -> Vec<(Option<String>, Option<String>)> {
    let name = |list: &[Matter], index: Option<usize>| index.map(|index| list[index].name.clone());
    paired(old, new).into_iter().map(|(one, other)| (name(old, one), name(new, other))).collect()
}

#[test]
fn every_matter_is_in_one_pair_and_backwards_the_pairs_are_the_same() {
    let contents = [load(R07).matter, load(SAMPLE).matter];
    let mut seed = 7_u32;
    let mut draw = |below: usize| -> usize {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) as usize % below
    };
    for round in 0..300 {
        let mut side = || -> Vec<Matter> {
            let mut matters: Vec<Matter> = Vec::new();
            for _ in 0..draw(6) {
                let name = format!("{}/{}", YEARS[draw(3)], NAMES[draw(4)]);
                let matter = named(&contents[draw(2)], &name, TITLES[draw(4)]);
                if matters.iter().all(|own| own.name != name) {
                    matters.push(matter);
                }
            }
            matters.sort_by(|one, other| one.name.cmp(&other.name));
            matters
        };
        let (old, new) = (side(), side());
        let there: BTreeSet<Pair> = paired(&old, &new).into_iter().collect();
        let back: BTreeSet<Pair> = paired(&new, &old).into_iter().map(|(one, other)| (other, one)).collect();
        assert_eq!(there, back, "round {round}: {:?}", names(&old, &new));
        let mine: Vec<usize> = there.iter().filter_map(|pair| pair.0).collect();
        assert_eq!(mine, (0..old.len()).collect::<Vec<_>>());
        let theirs: BTreeSet<usize> = there.iter().filter_map(|pair| pair.1).collect();
        assert_eq!(theirs.len(), new.len());
        assert_eq!(there.iter().filter(|pair| pair.1.is_some()).count(), new.len());
        // A side is what it is.
        assert!(paired(&old, &old).iter().all(|(one, other)| one == other), "{:?}", names(&old, &old));
    }
}

#[test]
fn a_year_of_one_title_is_paired_by_the_names_of_its_files() {
    let own = load(SAMPLE).matter;
    let year = |year: &str| -> Vec<Matter> {
        (0..500).map(|index| named(&own, &format!("{year}/anken-{index:04}"), TITLES[0])).collect()
    };
    let pairs = paired(&year("r07"), &year("r08"));
    assert_eq!(pairs, (0..500).map(|index| (Some(index), Some(index))).collect::<Vec<_>>());
}
