//! The proof against walks that are listed one by one, on random small matters; and what each answer says.

use crate::case::Case;
use crate::diagnostic::Text;
use crate::diff::policy::Policy;
use crate::diff::possibility::{Possible, Verdict, decide};
use crate::diff::years::Years;
use crate::diff::{identity::Identity, possibility::Possibility};
use crate::proof::fixture::{Small, workspace};
use proptest::prelude::*;
use std::collections::BTreeSet;

const ROLES: [&str; 4] = ["w", "a", "b", "c"];
const ITEMS: [&str; 3] = ["x", "v", "z"];
/// Network and protections as YAML, and how weak they are: open, unencrypted; none where that is not stated.
const GUARDS: [(&str, Option<bool>, Option<bool>); 5] = [
    (", network: lgwan, protections: [transport-encryption]", Some(false), Some(false)),
    (", network: internet, protections: [transport-encryption]", Some(true), Some(false)),
    (", network: lgwan, protections: [file-encryption]", Some(false), Some(true)),
    (", network: internet", Some(true), None),
    ("", None, None),
];

/// From whom, to whom, which items, how guarded.
type Line = (usize, usize, Vec<usize>, usize);

#[derive(Clone, Debug)]
struct Matter {
    lines: Vec<Line>,
    /// Who makes which item.
    makes: Vec<(usize, usize)>,
}

fn read(matter: &Matter) -> Small {
    let mut yaml = String::from("roles:\n  - { id: w, name: w, kind: ward }\n");
    for id in &ROLES[1..] {
        yaml += &format!("  - {{ id: {id}, name: {id}, kind: contractor }}\n");
    }
    yaml += "item_sets: [{ id: all, items: [{ name: x }, { name: v }, { name: z }] }]\nflows:\n  - id: f\n";
    if !matter.lines.is_empty() {
        yaml += "    links:\n";
    }
    for (index, (from, to, items, guard)) in matter.lines.iter().enumerate() {
        let items: Vec<&str> = items.iter().map(|item| ITEMS[*item]).collect();
        let (from, to, items, guard) = (ROLES[*from], ROLES[*to], items.join(", "), GUARDS[*guard].0);
        yaml += &format!("      - {{ id: l{index}, from: {from}, to: {to}, items: [{items}]{guard} }}\n");
    }
    if !matter.makes.is_empty() {
        yaml += "    steps:\n";
    }
    for (index, (role, item)) in matter.makes.iter().enumerate() {
        let (no, role, item) = (index + 1, ROLES[*role], ITEMS[*item]);
        yaml += &format!("      - {{ no: {no}, at: {role}, makes: {{ items: [{item}] }}, text: t }}\n");
    }
    Small::read(&yaml)
}

fn decided(old: &Small, new: &Small) -> Verdict {
    let (workspace, year) = workspace();
    let side = |small: &'static Small| Case::new(workspace, year, &small.matter, &small.sources);
    // The texts of a test are small and few.
    let keep = |small: &Small| -> &'static Small {
        Box::leak(Box::new(Small { sources: small.sources.clone(), matter: small.matter.clone() }))
    };
    let (old, new) = (side(keep(old)), side(keep(new)));
    let years = Years::new(&old, &new);
    let identity = Identity::new(&old, &new, &years);
    decide(&old, &new, &identity, Policy::new(&workspace.common).unwrap(), &years.spelling)
}

/// Every walk of up to three lines with one item: its beginning, and who hands to whom how guarded.
fn walks(matter: &Matter, item: usize) -> Vec<Vec<(usize, usize, usize)>> {
    let lines: Vec<(usize, usize, usize)> = matter
        .lines
        .iter()
        .filter(|(_, _, items, _)| items.contains(&item))
        .map(|(from, to, _, guard)| (*from, *to, *guard))
        .collect();
    let mut walks: Vec<Vec<(usize, usize, usize)>> = lines.iter().map(|line| vec![*line]).collect();
    let mut longest = walks.clone();
    for _ in 0..2 {
        longest = longest
            .iter()
            .flat_map(|walk| {
                let end = walk.last().unwrap().1;
                lines.iter().filter(move |line| line.0 == end).map(|line| {
                    let mut walk = walk.clone();
                    walk.push(*line);
                    walk
                })
            })
            .collect();
        walks.extend(longest.clone());
    }
    walks
}

fn covers(new: usize, old: usize) -> bool {
    let one = |new: Option<bool>, old: Option<bool>| match (new, old) {
        (Some(new), Some(old)) => !new || old,
        (Some(new), None) => !new,
        (None, old) => old.is_none(),
    };
    one(GUARDS[new].1, GUARDS[old].1) && one(GUARDS[new].2, GUARDS[old].2)
}

/// The same question answered walk by walk.
fn is_within(old: &Matter, new: &Matter) -> bool {
    let made: BTreeSet<(usize, usize)> = old.makes.iter().copied().filter(|(role, _)| *role != 0).collect();
    let makes = new.makes.iter().filter(|(role, _)| *role != 0).all(|own| made.contains(own));
    makes
        && (0..ITEMS.len()).all(|item| {
            let known = walks(old, item);
            walks(new, item).iter().all(|walk| {
                known.iter().any(|own| {
                    own.len() == walk.len()
                        && own
                            .iter()
                            .zip(walk)
                            .all(|(old, new)| (old.0, old.1) == (new.0, new.1) && covers(new.2, old.2))
                })
            })
        })
}

fn matter() -> impl Strategy<Value = Matter> {
    let items = prop::collection::btree_set(0..ITEMS.len(), 1..=2).prop_map(|set| set.into_iter().collect());
    let line = (0..ROLES.len(), 0..ROLES.len(), items, 0..GUARDS.len())
        .prop_filter("to another", |line| line.0 != line.1);
    let makes = prop::collection::vec((0..ROLES.len(), 0..ITEMS.len()), 0..3);
    (prop::collection::vec(line, 0..7), makes).prop_map(|(lines, makes)| Matter { lines, makes })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_bit_sets_agree_with_walk_by_walk(old in matter(), new in matter(), keep in 0..3usize) {
        // Often the new year is made of parts of the old one, so that both answers come up.
        let new = match keep {
            0 => new,
            1 => Matter { lines: old.lines.iter().take(3).cloned().collect(), makes: old.makes.clone() },
            _ => Matter {
                lines: old.lines.iter().cloned().map(|line| (line.0, line.1, line.2, line.3.saturating_sub(1))).collect(),
                makes: Vec::new(),
            },
        };
        let verdict = decided(&read(&old), &read(&new));
        prop_assert_eq!(verdict.is_within(), is_within(&old, &new), "{:?}\n{:?}\n{:?}", old, new, verdict.new);
    }
}

fn told(old: &Matter, new: &Matter) -> Vec<Possibility> {
    decided(&read(old), &read(new)).new
}

/// Returns texts in Japanese.
fn said(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(|own| own.ja.as_str()).collect()
}

#[test]
fn each_new_possibility_is_told_with_its_path_and_the_reason() {
    let old = Matter { lines: vec![(0, 1, vec![0], 0)], makes: vec![] };
    let longer = Matter { lines: vec![(0, 1, vec![0], 0), (1, 2, vec![0], 0)], makes: vec![(2, 2)] };
    let found = told(&old, &longer);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(
        (found[0].kind, found[0].who.concat(), said(&found[0].items).concat()),
        (Possible::Receives, "b".into(), "x".into())
    );
    assert_eq!(said(&found[0].path), ["w", "→【LGWAN回線】a", "→【LGWAN回線】b"]);
    assert_eq!(found[0].why.ja, "渡す線がなかった");
    assert_eq!((found[1].kind, said(&found[1].items).concat()), (Possible::Makes, "z".into()));
    let weaker = Matter { lines: vec![(0, 1, vec![0], 1)], makes: vec![] };
    assert_eq!(told(&old, &weaker)[0].why.ja, "今より強い回線や保護で、又は別の方法で渡っていた");
    assert!(told(&weaker, &old).is_empty());
    assert!(told(&longer, &old).is_empty());
}
