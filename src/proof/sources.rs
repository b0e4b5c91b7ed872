//! Where a graph begins: the circles and single points that nothing outside them leads into.

use std::collections::BTreeMap;

/// Where a graph begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sources {
    /// One point for each beginning: the first of `points` that is in it.
    pub(super) first: Vec<usize>,
    /// Every point of every beginning, sorted.
    pub(super) all: Vec<usize>,
}

/// Finds the beginnings of the graph of `edges` over `points`, in time linear in its size.
///
/// A beginning is a strongly connected part that no edge enters. Points are taken in the order given. A walk along
/// the edges that starts at every point not yet seen leaves a beginning last; walking again in the reverse of the
/// order in which points were left, every start is in another beginning.
pub(super) fn sources(points: &[usize], edges: &[(usize, usize)]) -> Sources {
    let forward = adjacent(edges.iter().copied());
    let mut left = Vec::new();
    walk(points, &forward, |_| {}, |point| left.push(point));
    left.reverse();
    let mut first = Vec::new();
    walk(&left, &forward, |start| first.push(start), |_| {});
    // What leads to a point of a beginning is in that beginning.
    let backward = adjacent(edges.iter().map(|(from, to)| (*to, *from)));
    let mut all = Vec::new();
    walk(&first, &backward, |_| {}, |point| all.push(point));
    all.sort_unstable();
    Sources { first, all }
}

fn adjacent(edges: impl Iterator<Item = (usize, usize)>) -> BTreeMap<usize, Vec<usize>> {
    let mut adjacent: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (from, to) in edges {
        adjacent.entry(from).or_default().push(to);
    }
    adjacent
}

/// Walks in depth from each point not yet seen, without recursion; tells each start, and each point as it is left.
fn walk(
    points: &[usize],
    next: &BTreeMap<usize, Vec<usize>>,
    mut start: impl FnMut(usize),
    mut leave: impl FnMut(usize),
) {
    let mut seen = std::collections::BTreeSet::new();
    for point in points {
        if !seen.insert(*point) {
            continue;
        }
        start(*point);
        let mut open = vec![(*point, 0)];
        while let Some((at, index)) = open.last_mut() {
            let to = next.get(at).and_then(|points| points.get(*index)).copied();
            *index += 1;
            match to {
                Some(to) if seen.insert(to) => open.push((to, 0)),
                Some(_) => {}
                None => {
                    leave(*at);
                    open.pop();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_chain_begins_at_its_head_in_whatever_order() {
        let edges = [(1, 2), (2, 3), (3, 4)];
        for points in [[1, 2, 3, 4], [4, 3, 2, 1], [3, 1, 4, 2]] {
            assert_eq!(sources(&points, &edges), Sources { first: vec![1], all: vec![1] });
        }
    }

    #[test]
    fn a_circle_begins_at_the_first_point_given() {
        let edges = [(1, 2), (2, 3), (3, 1), (3, 4)];
        assert_eq!(sources(&[2, 3, 1, 4], &edges), Sources { first: vec![2], all: vec![1, 2, 3] });
        assert_eq!(sources(&[4, 3, 1, 2], &edges), Sources { first: vec![3], all: vec![1, 2, 3] });
    }

    #[test]
    fn a_circle_that_something_leads_into_is_no_beginning() {
        let edges = [(1, 2), (2, 1), (9, 1)];
        assert_eq!(sources(&[1, 2, 9], &edges), Sources { first: vec![9], all: vec![9] });
    }

    #[test]
    fn a_long_chain_does_not_exhaust_the_stack() {
        let edges: Vec<(usize, usize)> = (0..100_000).map(|n| (n, n + 1)).collect();
        let points: Vec<usize> = (0..=100_000).rev().collect();
        assert_eq!(sources(&points, &edges), Sources { first: vec![0], all: vec![0] });
    }

    /// Returns the points from which `to` can be reached.
    fn upstream(edges: &[(usize, usize)], to: usize) -> std::collections::BTreeSet<usize> {
        let mut found = std::collections::BTreeSet::from([to]);
        loop {
            let before = found.len();
            for (from, to) in edges {
                if found.contains(to) {
                    found.insert(*from);
                }
            }
            if found.len() == before {
                return found;
            }
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(edges in prop::collection::vec((0..8usize, 0..8usize), 0..16)) {
            let points: Vec<usize> = (0..8).collect();
            let found = sources(&points, &edges);
            let begins = |point: &usize| {
                let up = upstream(&edges, *point);
                up.iter().all(|other| upstream(&edges, *other) == up)
            };
            let all: Vec<usize> = points.iter().copied().filter(begins).collect();
            prop_assert_eq!(&found.all, &all);
            let mut first: Vec<usize> =
                all.iter().copied().filter(|point| upstream(&edges, *point).first() == Some(point)).collect();
            let mut told = found.first;
            told.sort_unstable();
            first.sort_unstable();
            prop_assert_eq!(told, first);
        }
    }
}
