//! The flow proof against a simulation that goes item by item, link by link, over and over, on random flows.

use super::fixture::Small;
use super::tests::FREE;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A link of a random flow: its stage (none: of no step), sender, receiver, items.
type Line = (Option<u64>, usize, usize, Vec<usize>);

/// A role holds an item.
type Held = (usize, usize);

/// Of a link an item is told that its sender lacks; whether it has it later.
type Told = (usize, usize, bool);

const ROLES: [&str; 6] = ["w", "a", "b", "c", "d", "e"];
const ITEMS: [&str; 3] = ["x", "y", "z"];

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let items = prop::collection::btree_set(0..ITEMS.len(), 1..=2).prop_map(|set| set.into_iter().collect());
    let stage = prop_oneof![1 => Just(None), 4 => (1..5u64).prop_map(Some)];
    let line =
        (stage, 0..ROLES.len(), 0..ROLES.len(), items).prop_filter("to another", |line| line.1 != line.2);
    prop::collection::vec(line, 0..9)
}

fn makes() -> impl Strategy<Value = Vec<(u64, usize, usize)>> {
    prop::collection::vec((1..5u64, 1..ROLES.len(), 0..ITEMS.len()), 0..4)
}

fn text(lines: &[Line], makes: &[(u64, usize, usize)]) -> String {
    let mut text = String::new();
    for (no, at, item) in makes {
        text += &format!("{no} {} makes {}\n", ROLES[*at], ITEMS[*item]);
    }
    for (index, (stage, from, to, items)) in lines.iter().enumerate() {
        let stage = stage.map_or_else(|| "-".to_owned(), |stage| stage.to_string());
        let items: Vec<&str> = items.iter().map(|item| ITEMS[*item]).collect();
        text += &format!("{stage} {}>{}{index} {}\n", ROLES[*from], ROLES[*to], items.join(" "));
    }
    text
}

/// The same questions answered item by item, link by link, over and over: who holds what in the end, and which
/// link is told to carry what its sender lacks, and whether that comes later.
fn naive(lines: &[Line], makes: &[(u64, usize, usize)]) -> (BTreeSet<Held>, BTreeSet<Told>) {
    let mut held: BTreeSet<Held> = (0..ITEMS.len()).map(|item| (0, item)).collect();
    let settle = |held: &mut BTreeSet<Held>, is_used: &dyn Fn(&Line) -> bool| {
        loop {
            let before = held.len();
            for (_, from, to, items) in lines.iter().filter(|line| is_used(line)) {
                for item in items {
                    if held.contains(&(*from, *item)) {
                        held.insert((*to, *item));
                    }
                }
            }
            if held.len() == before {
                break;
            }
        }
    };
    let mut possible = held.clone();
    possible.extend(makes.iter().map(|(_, at, item)| (*at, *item)));
    settle(&mut possible, &|_| true);
    let reaches = |edges: &BTreeSet<(usize, usize)>, from: usize, to: usize| {
        let mut seen = BTreeSet::from([from]);
        for _ in 0..ROLES.len() {
            for (one, other) in edges {
                if seen.contains(one) {
                    seen.insert(*other);
                }
            }
        }
        seen.contains(&to)
    };
    let is_beginning = |edges: &BTreeSet<(usize, usize)>, role: usize| {
        (0..ROLES.len()).all(|other| !reaches(edges, other, role) || reaches(edges, role, other))
    };
    let mut told = BTreeSet::new();
    for stage in (1..5).map(Some).chain([None]) {
        settle(&mut held, &|line| line.0.is_none());
        for (no, at, item) in makes {
            if Some(*no) == stage {
                held.insert((*at, *item));
            }
        }
        settle(&mut held, &|line| line.0.is_none() || line.0 == stage);
        let now = held.clone();
        for item in 0..ITEMS.len() {
            let used = |line: &&Line| {
                line.3.contains(&item)
                    && !now.contains(&(line.1, item))
                    && (line.0 == stage || line.0.is_none() && !possible.contains(&(line.1, item)))
            };
            let edges: BTreeSet<(usize, usize)> =
                lines.iter().filter(used).map(|line| (line.1, line.2)).collect();
            let of_step = || lines.iter().filter(|line| line.0 == stage).filter(used);
            for (index, line) in lines.iter().enumerate() {
                if line.0 != stage || !used(&line) || !is_beginning(&edges, line.1) {
                    continue;
                }
                let circle = |other: usize| reaches(&edges, other, line.1) && reaches(&edges, line.1, other);
                if of_step().find(|other| circle(other.1)).map(|other| other.1) == Some(line.1) {
                    let all: BTreeSet<(usize, usize)> = lines
                        .iter()
                        .filter(|line| line.3.contains(&item))
                        .map(|line| (line.1, line.2))
                        .collect();
                    let later = possible.contains(&(line.1, item)) || !is_beginning(&all, line.1);
                    told.insert((index, item, later));
                }
            }
        }
        for line in lines.iter().filter(|line| line.0 == stage) {
            held.extend(line.3.iter().map(|item| (line.2, *item)));
        }
        settle(&mut held, &|line| line.0.is_none() || line.0 == stage);
    }
    (held, told)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_bit_sets_agree_with_the_naive_simulation(lines in lines(), makes in makes()) {
        let text = text(&lines, &makes);
        let small = Small::of(FREE, &[("k", &text)]);
        let proof = small.proof();
        let flow = small.flow("f1");
        let (held, told) = naive(&lines, &makes);
        for (index, role) in ROLES.iter().enumerate() {
            let own = proof.held(flow, small.role(role));
            for (item, name) in ITEMS.iter().enumerate() {
                prop_assert_eq!(own.contains(small.item(name)), held.contains(&(index, item)), "{} {}\n{}", role, name, &text);
            }
        }
        let mut expected: Vec<String> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            for (later, word) in [(true, "early"), (false, "unknown")] {
                let items: Vec<&str> = (0..ITEMS.len())
                    .filter(|item| told.contains(&(index, *item, later)))
                    .map(|item| ITEMS[item])
                    .collect();
                if !items.is_empty() {
                    let link = format!("{}>{}{index}", ROLES[line.1], ROLES[line.2]);
                    expected.push(format!("f1 {link} {word} {}", items.join(" ")));
                }
            }
        }
        prop_assert_eq!(small.faults(), expected, "{}", &text);
    }

    /// Whatever is delivered in one and the same step needs no order: nothing is ever early.
    #[test]
    fn one_step_has_no_order(lines in lines(), makes in makes()) {
        let lines: Vec<Line> = lines.into_iter().map(|(_, from, to, items)| (Some(1), from, to, items)).collect();
        let makes: Vec<_> = makes.into_iter().map(|(_, at, item)| (1, at, item)).collect();
        let small = Small::of(FREE, &[("k", &text(&lines, &makes))]);
        prop_assert!(small.faults().iter().all(|fault| fault.contains(" unknown ")));
    }
}
