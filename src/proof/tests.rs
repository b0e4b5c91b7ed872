//! The flow proof on small matters: scope, order of steps, loose links, circles, ways round.

use super::fixture::Small;
use super::{Answer, Origin, copies};
use crate::model::flow::Link;
use crate::model::ids::{FlowId, Id, ItemId, LinkId, RoleId};
use crate::model::item::Items;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A contract that binds `a` to `f`, each of which may handle everything.
pub(super) const FREE: &str = "{ id: k, parties: [{ role: a }, { role: b }, { role: c }, { role: d }, { role: e }, { role: f }], \
    handles: [{ role: a, items_of: all }, { role: b, items_of: all }, { role: c, items_of: all }, \
    { role: d, items_of: all }, { role: e, items_of: all }, { role: f, items_of: all }] }";

fn assert_faults(name: &str, small: &Small, expected: &[&str]) {
    assert_eq!(small.faults(), expected, "{name}");
}

#[test]
fn a_link_keeps_to_the_scope_of_both_its_ends() {
    let contract =
        |handles: &str| format!("{{ id: k, parties: [{{ role: a }}, {{ role: b }}], handles: [{handles}] }}");
    let all = "{ role: a, items_of: all }, ";
    let cases: &[(&str, String, &str, &[&str])] = &[
        ("within both", contract(&format!("{all}{{ role: b, items: [x] }}")), "1 a makes x\n1 a>b x", &[]),
        (
            "one item too many for the receiver",
            contract(&format!("{all}{{ role: b, items: [x] }}")),
            "1 a makes x y\n1 a>b x y",
            &["f1 a>b outside-receiver y"],
        ),
        (
            "one item too many for the sender",
            contract("{ role: a, items: [x] }, { role: b, items_of: all }"),
            "1 a makes x y\n1 a>b x y",
            &["f1 a>b outside-sender y"],
        ),
        (
            "too many for both",
            contract("{ role: a, items: [x] }, { role: b, items: [x] }"),
            "1 a makes z\n1 a>b z",
            &["f1 a>b outside-receiver z", "f1 a>b outside-sender z"],
        ),
        ("a scope that is not stated is told elsewhere", contract(all), "1 a makes x\n1 a>b x", &[]),
        ("a role that nothing binds is told elsewhere", contract(all), "1 a makes x\n1 a>f x", &[]),
        (
            "the ward and the principal may handle all",
            contract(all),
            "1 p>w x\n2 w>a x\n3 a>p x\n3 a>w x",
            &[],
        ),
        ("unknown items are told elsewhere", contract(all), "1 p>a\n2 a>b", &[]),
    ];
    for (name, contract, flow, expected) in cases {
        assert_faults(name, &Small::of(contract, &[("k", flow)]), expected);
    }
    let without_contract = Small::of(FREE, &[("", "1 a makes x\n1 a>b x")]);
    assert_faults("a flow of no contract has no scope", &without_contract, &[]);
}

#[test]
fn a_group_is_its_members() {
    let contract = |items: &str| {
        format!(
            "{{ id: k, parties: [{{ role: a }}, {{ role: b }}], handles: [{{ role: a, items_of: all }}, {{ role: b, items: [{items}] }}] }}"
        )
    };
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("all members are the group", "m, \"n\"", "1 a makes g\n1 a>b g", &[]),
        ("the group is all members", "g", "1 a makes m n\n1 a>b m n", &[]),
        ("one member lacks", "m", "1 a makes g\n1 a>b g", &["f1 a>b outside-receiver n"]),
        (
            "the whole group is told as such",
            "x",
            "1 a makes g x\n1 a>b g x",
            &["f1 a>b outside-receiver g m n"],
        ),
        ("a group made of its members is held", "g", "1 a makes m\n2 a makes n\n2 a>b g", &[]),
        ("a member not made yet", "g", "1 a makes m\n2 a>b g\n3 a makes n", &["f1 a>b early n"]),
    ];
    for (name, handles, flow, expected) in cases {
        assert_faults(name, &Small::of(&contract(handles), &[("k", flow)]), expected);
    }
}

#[test]
fn nothing_is_sent_before_it_is_held() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("made in the same step", "1 a>b x\n1 a makes x", &[]),
        ("made before", "1 a makes x\n2 a>b x", &[]),
        ("made later", "1 a>b x\n2 a makes x", &["f1 a>b early x"]),
        ("received before", "1 w>a x\n2 a>b x", &[]),
        ("received later", "1 a>b x\n2 w>a x", &["f1 a>b early x"]),
        ("some of it later", "1 a makes x\n2 a>b x y\n3 w>a y", &["f1 a>b early y"]),
        ("links of one step follow upon each other", "1 c>d x\n1 b>c x\n1 a>b x\n1 w>a x", &[]),
        ("numbers count, not the order of the file", "2 a>b x\n1 w>a x", &[]),
        (
            "a link used in two steps is used in the first",
            "1 a>b x\n2 a makes x\n3 a>b x",
            &["f1 a>b early x"],
        ),
        (
            "what was told once is not told again",
            "1 a>b x\n2 b>c x\n3 c>d x\n4 a makes x",
            &["f1 a>b early x"],
        ),
        ("nor within a step", "1 b>c x\n1 a>b x\n2 a makes x", &["f1 a>b early x"]),
        (
            "each link of who lacks it is told",
            "1 a>b x\n1 a>c x\n2 a makes x",
            &["f1 a>b early x", "f1 a>c early x"],
        ),
        (
            "later from one who has it from nowhere",
            "1 a>b x\n2 c>a x",
            &["f1 a>b early x", "f1 c>a unknown x"],
        ),
        ("a reply may carry what was asked", "1 w>a x\n2 a>b x\n3 b>a x\n4 a>w x", &[]),
    ];
    for (name, flow, expected) in cases {
        assert_faults(name, &Small::of(FREE, &[("k", flow)]), expected);
    }
}

#[test]
fn what_comes_from_nowhere_is_told_where_it_begins() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("one link", "1 a>b x", &["f1 a>b unknown x"]),
        ("a chain", "1 a>b x\n2 b>c x\n3 c>d x", &["f1 a>b unknown x"]),
        ("a chain within a step, backwards", "1 c>d x\n1 b>c x\n1 a>b x", &["f1 a>b unknown x"]),
        ("a circle over steps", "1 a>b x\n2 b>a x", &["f1 a>b unknown x"]),
        ("a circle within a step", "1 b>c x\n1 c>a x\n1 a>b x", &["f1 b>c unknown x"]),
        ("a circle that the ward feeds", "1 a>b x\n1 b>a x\n1 w>a x", &[]),
        ("a circle that is fed later", "1 a>b x\n2 b>a x\n3 w>b x", &["f1 a>b early x"]),
        ("two beginnings", "1 a>c x\n1 b>c x\n2 c>d x", &["f1 a>c unknown x", "f1 b>c unknown x"]),
        (
            "items of one link part ways",
            "1 a makes x\n1 a>b x y z\n2 a makes y",
            &["f1 a>b early y", "f1 a>b unknown z"],
        ),
    ];
    for (name, flow, expected) in cases {
        assert_faults(name, &Small::of(FREE, &[("k", flow)]), expected);
    }
}

#[test]
fn a_link_of_no_step_is_used_as_soon_as_it_can_be() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("between two steps", "1 a makes x\n- a>b x\n2 b>c x", &[]),
        ("a chain of them", "- c>d x\n- b>c x\n- a>b x\n1 a makes x\n2 d>e x", &[]),
        ("not before its sender holds it", "- a>b x\n1 b>c x\n2 a makes x", &["f1 b>c early x"]),
        ("from nowhere", "- a>b x\n1 b>c x", &["f1 a>b unknown x"]),
        ("a cycle of them", "- a>b x\n- b>a x", &["f1 a>b unknown x"]),
        ("a circle with a step is told in the step", "- a>b x\n1 b>a x", &["f1 b>a unknown x"]),
        ("a flow without steps", "- w>a x\n- a>b x", &[]),
        (
            "carries each thing when it is there",
            "1 a makes x\n- a>b x y\n2 b>c x\n3 a makes y\n4 b>c2 y",
            &[],
        ),
    ];
    for (name, flow, expected) in cases {
        assert_faults(name, &Small::of(FREE, &[("k", flow)]), expected);
    }
}

#[test]
fn what_was_received_under_another_contract_is_a_way_round() {
    let other = FREE.replace("id: k,", "id: other,");
    let contracts = format!("{FREE}, {other}");
    /// Flows with their contracts.
    type Flows<'t> = &'t [(&'t str, &'t str)];
    let cases: &[(&str, Flows<'_>, &[&str])] = &[
        ("received elsewhere", &[("k", "1 w>a x"), ("other", "1 a>b x")], &["f2 a>b from-f1 x"]),
        ("made elsewhere", &[("other", "1 a>b x"), ("k", "1 a makes x")], &["f1 a>b from-f2 x"]),
        ("the same contract is no other", &[("k", "1 w>a x"), ("k", "1 a>b x")], &[]),
        ("the same contract comes first", &[("other", "1 w>a x"), ("k", "1 w>a x"), ("k", "1 a>b x")], &[]),
        (
            "held under the same contract, and again later",
            &[("k", "1 w>a x"), ("k", "1 a>b x\n2 w>a x")],
            &[],
        ),
        (
            "later here comes before elsewhere",
            &[("other", "1 w>a x"), ("k", "1 a>b x\n2 w>a x")],
            &["f2 a>b early x"],
        ),
        ("a flow of no contract", &[("", "1 w>a x"), ("k", "1 a>b x")], &["f2 a>b from-f1 x"]),
        (
            "each item from where it was received",
            &[("k", "1 w>a x"), ("", "1 w>a y"), ("other", "1 a>b x y z")],
            &["f3 a>b from-f1 x", "f3 a>b from-f2 y", "f3 a>b unknown z"],
        ),
        (
            "what follows upon it is not told again",
            &[("k", "1 w>a x"), ("other", "1 a>b x\n2 b>c x")],
            &["f2 a>b from-f1 x"],
        ),
    ];
    for (name, flows, expected) in cases {
        assert_faults(name, &Small::of(&contracts, flows), expected);
    }
}

/// Returns the path of an answer as `w>a>b`.
fn names(small: &Small, answer: &Answer) -> String {
    let name = |role: RoleId| small.matter.roles[role].id.value.as_str();
    let mut path = vec![name(answer.first)];
    for hop in &answer.hops {
        path.push(name(small.matter.flows[hop.flow].links[hop.link].to.value));
    }
    path.join(">")
}

#[test]
fn a_path_says_how_an_item_came() {
    let other = FREE.replace("id: k,", "id: other,");
    let small = Small::of(
        &format!("{FREE}, {other}"),
        &[
            ("k", "1 w>a x\n2 a>b x\n3 b>c x\n3 w>c x\n4 d makes y\n4 d>c y\n5 e>f z\n6 f>e z"),
            ("other", "1 c>d x\n2 d>e x"),
        ],
    );
    let proof = small.proof();
    let path = |role: &str, item: &str| -> Vec<(String, Origin)> {
        let answers = proof.paths(small.role(role), small.item(item));
        answers.iter().map(|answer| (names(&small, answer), answer.origin)).collect()
    };
    let f1 = small.flow("f1");
    assert_eq!(path("b", "x"), [("w>a>b".to_owned(), Origin::Own)]);
    assert_eq!(path("c", "x"), [("w>c".to_owned(), Origin::Own)], "the shortest");
    assert_eq!(path("c", "y"), [("d>c".to_owned(), Origin::Made { flow: f1, step: 4 })]);
    assert_eq!(path("d", "y"), [("d".to_owned(), Origin::Made { flow: f1, step: 4 })]);
    assert_eq!(path("f", "z"), [("e>f".to_owned(), Origin::Unknown)], "a circle from nowhere");
    assert_eq!(path("e", "x"), [("w>c>d>e".to_owned(), Origin::Own)], "over two contracts");
    assert!(path("a", "z").is_empty());
    assert!(path("w", "x").is_empty(), "the ward has it by nature, no link brings it");
}

#[test]
fn copies_lie_with_those_who_hold_them() {
    let contract = FREE.replace("id: k,", "id: k, media: { kinds: [server, paper] },");
    let small = Small::of(&contract, &[("k", "1 w>a x\n2 a>w x\n3 a>p x")]);
    let proof = small.proof();
    let found: Vec<(&str, Option<&str>)> = copies(&small.matter, &proof)
        .iter()
        .map(|copy| (small.matter.roles[copy.role].id.value.as_str(), copy.medium.map(|kind| kind.word())))
        .collect();
    assert_eq!(found, [("w", None), ("a", Some("server")), ("a", Some("paper"))]);
}

#[test]
fn ten_thousand_links_of_one_step_are_no_quadratic_matter() {
    const LINKS: usize = 10_000;
    let mut yaml = String::from("roles:\n  - { id: w, name: w, kind: ward }\n");
    for n in 0..=LINKS {
        yaml += &format!("  - {{ id: r{n}, name: r{n} }}\n");
    }
    yaml += "item_sets:\n  - { id: all, items: [{ name: x }, { name: z }] }\nflows:\n  - id: f\n    links:\n";
    yaml += "      - { id: first, from: w, to: r0, items: [x] }\n";
    for n in (0..LINKS).rev() {
        yaml += &format!("      - {{ id: l{n}, from: r{n}, to: r{}, items: [x, z] }}\n", n + 1);
    }
    let links: Vec<String> = (0..LINKS).map(|n| format!("l{n}")).collect();
    yaml +=
        &format!("    steps:\n      - {{ no: 1, at: w, links: [first, {}], text: t }}\n", links.join(", "));
    let small = Small::read(&yaml);
    let start = Instant::now();
    let faults = small.faults();
    // A debug build on a busy machine takes a fraction of a second; link by link over and over took minutes.
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(faults, ["f l0 unknown z"]);
}

/// What is delivered in the end is what the links name and the steps make, faults or not.
#[test]
fn every_fault_is_delivered_all_the_same() {
    let small = Small::of(FREE, &[("k", "1 a>b x\n2 b>c x\n2 c makes y\n- c>d x y")]);
    let proof = small.proof();
    let flow = small.flow("f1");
    let mut end: BTreeMap<RoleId, Items> = BTreeMap::new();
    for link in small.matter.flows[flow].links.iter() {
        let Link { to, items: Some(items), .. } = link else { continue };
        end.entry(to.value).or_default().add_all(items);
    }
    for (role, items) in end {
        assert!(items.is_within(&proof.held(flow, role)));
    }
    let (first, none): (LinkId, ItemId) = (LinkId::from_index(0), ItemId::from_index(99));
    assert_eq!(small.link(flow, first), "a>b");
    assert!(
        !proof.held(FlowId::from_index(9), small.role("a")).contains(none),
        "an unknown flow holds nothing"
    );
}

/// Returns a matter in which `a` hands everything to `b` as `link` says, and `b` may handle `x`.
fn handed_over(link: &str) -> Small {
    Small::read(&format!(
        "roles:\n  - {{ id: w, name: w, kind: ward }}\n  - {{ id: a, name: a, kind: contractor }}\n  \
         - {{ id: b, name: b, kind: subcontractor, subcontracted_by: a }}\n  - {{ id: c, name: c, kind: carrier }}\n\
         item_sets: [{{ id: all, items: [{{ name: x }}, {{ name: z }}] }}]\n\
         contracts:\n  - id: k\n    parties: [{{ role: w }}, {{ role: a }}]\n    \
         handles: [{{ role: a, items_of: all }}, {{ role: b, items: [x] }}]\n    \
         subcontracting: {{ allowed: true, subcontractors: [{{ role: b }}] }}\n\
         flows:\n  - id: f1\n    contract: k\n    links:\n      - {{ id: w>a, from: w, to: a, items_of: all }}\n      \
         - {{ id: a>b, from: a, to: b, items_of: all{link} }}\n      \
         - {{ id: b>c, from: b, to: c, items_of: all, sealed: true, sees: [x] }}\n"
    ))
}

#[test]
fn what_is_sealed_is_held_and_only_what_is_named_is_seen() {
    let names = |small: &Small, items: &Items| -> Vec<String> {
        items.iter().map(|item| small.matter.items[item].name.clone()).collect()
    };
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("", &["f1 a>b outside-receiver z"], &["x", "z"]),
        (", sealed: true, sees: [x]", &[], &["x"]),
        (", sealed: true", &[], &[]),
        (", sealed: true, sees: [x, z]", &["f1 a>b outside-receiver z"], &["x", "z"]),
        (", sealed: false, sees: [x]", &["f1 a>b outside-receiver z"], &["x", "z"]),
    ];
    for (link, faults, seen) in cases {
        let small = handed_over(link);
        assert_faults(link, &small, faults);
        let proof = small.proof();
        let (flow, b) = (small.flow("f1"), small.role("b"));
        assert_eq!(names(&small, &proof.held(flow, b)), ["x", "z"], "custody: {link}");
        assert_eq!(names(&small, &proof.seen(flow, b)), *seen, "sight: {link}");
        let copies = copies(&small.matter, &proof);
        assert_eq!(copies.iter().filter(|copy| copy.role == b).count(), 2, "copies count custody: {link}");
        assert_eq!(names(&small, &proof.seen(flow, small.role("c"))), ["x"], "the carrier: {link}");
    }
}

#[test]
fn what_is_only_shown_or_told_leaves_no_copy() {
    for (way, left) in [("view", 0), ("telephone", 0), ("paper-by-hand", 2), ("email", 2)] {
        let small = handed_over(&format!(", means: {way}"));
        let proof = small.proof();
        let b = small.role("b");
        let copies = copies(&small.matter, &proof);
        assert_eq!(copies.iter().filter(|copy| copy.role == b).count(), left, "{way}");
        assert_eq!(proof.seen(small.flow("f1"), b).len(), 2, "{way}");
    }
}
