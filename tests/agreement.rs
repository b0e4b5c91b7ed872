//! `check`, `show`, `explain`, `incident` and `erasure` never disagree about who holds, sees or may handle what, on
//! matters made at random (`PROPTEST_CASES=2000` tries more).
//!
//! Each is asked through what its user sees: typed results of the workspace, never the proof behind them.

use fugi::case::Case;
use fugi::check::check;
use fugi::check::context::Context;
use fugi::diagnostic::Language;
use fugi::duty::erasure::places::places;
use fugi::duty::incident::answer::Question;
use fugi::duty::incident::clock::Start;
use fugi::duty::incident::heads::Cause;
use fugi::model::load::Workspace;
use fugi::proof::Proof;
use fugi::workspace::incident::Error;
use fugi::workspace::tables::Kind;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const MATTER: &str = "policies/r07/atekko.yaml";
/// The principal and the ward, then those who are entrusted or provided to.
const ROLES: [&str; 7] = ["p", "w", "a", "b", "c", "d", "e"];
/// Items that are no group; `m` and `n` are those of the group `g`.
const ITEMS: [&str; 5] = ["x", "y", "z", "m", "n"];
/// What may be named: the single items and the group.
const NAMED: [&str; 6] = ["x", "y", "z", "m", "n", "g"];
const CONTRACTS: [&str; 2] = ["k1", "k2"];

/// The files of the year that a matter needs, in memory.
fn base() -> &'static BTreeMap<PathBuf, Vec<u8>> {
    static FILES: OnceLock<BTreeMap<PathBuf, Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = BTreeMap::new();
        let mut waiting = vec![
            PathBuf::from("fugi.yaml"),
            PathBuf::from("policies/common"),
            PathBuf::from("policies/r07/forms/submission.yaml"),
            PathBuf::from("policies/r07/parties.yaml"),
        ];
        while let Some(path) = waiting.pop() {
            let real = root.join(&path);
            if real.is_dir() {
                let entries = std::fs::read_dir(&real).unwrap();
                waiting.extend(entries.map(|entry| path.join(entry.unwrap().file_name())));
            } else {
                files.insert(path, std::fs::read(&real).unwrap());
            }
        }
        files
    })
}

/// A role that is neither the principal nor the ward, by its kind and who entrusted it.
#[derive(Clone, Debug)]
struct Role {
    kind: &'static str,
    above: Option<usize>,
}

#[derive(Clone, Debug)]
struct Contract {
    parties: BTreeSet<usize>,
    /// What each role may handle: bits of [`NAMED`].
    handles: BTreeMap<usize, u8>,
    subcontractors: BTreeSet<usize>,
}

#[derive(Clone, Debug)]
struct Link {
    from: usize,
    to: usize,
    items: Option<u8>,
    money: bool,
    step: bool,
}

#[derive(Clone, Debug)]
struct Flow {
    contract: Option<usize>,
    links: Vec<Link>,
    /// Who makes which items, after that many of the links.
    makes: Vec<(usize, u8, usize)>,
}

fn names(bits: u8) -> String {
    let own = NAMED.iter().enumerate().filter(|(bit, _)| bits & (1 << bit) != 0);
    own.map(|(_, name)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn some_items() -> impl Strategy<Value = u8> {
    1u8..(1 << NAMED.len())
}

fn role() -> impl Strategy<Value = Role> {
    let kind = prop_oneof![4 => Just("contractor"), 2 => Just("subcontractor"), 1 => Just("recipient")];
    (kind, prop::option::of(2usize..ROLES.len())).prop_map(|(kind, above)| Role { kind, above })
}

fn contract() -> impl Strategy<Value = Contract> {
    let parties = prop::collection::btree_set(1usize..ROLES.len(), 1..4);
    let handles = prop::collection::btree_map(2usize..ROLES.len(), some_items(), 0..4);
    let subcontractors = prop::collection::btree_set(2usize..ROLES.len(), 0..2);
    (parties, handles, subcontractors).prop_map(|(parties, handles, subcontractors)| Contract {
        parties,
        handles,
        subcontractors,
    })
}

fn link() -> impl Strategy<Value = Link> {
    let end = 0usize..ROLES.len();
    let money = prop::bool::weighted(0.1);
    (end.clone(), end, prop::option::weighted(0.9, some_items()), money, prop::bool::weighted(0.8))
        .prop_map(|(from, to, items, money, step)| Link { from, to, items, money, step })
}

fn flow() -> impl Strategy<Value = Flow> {
    let makes = prop::collection::vec((2usize..ROLES.len(), some_items(), 0usize..5), 0..3);
    (prop::option::weighted(0.85, 0..CONTRACTS.len()), prop::collection::vec(link(), 1..6), makes)
        .prop_map(|(contract, links, makes)| Flow { contract, links, makes })
}

/// Returns a matter at random, as a file.
fn matter() -> impl Strategy<Value = String> {
    let roles = prop::collection::vec(role(), ROLES.len() - 2);
    let contracts = prop::collection::vec(contract(), CONTRACTS.len());
    (roles, contracts, prop::collection::vec(flow(), 1..4)).prop_map(|(roles, contracts, flows)| {
        let mut out = String::from("roles:\n  - { id: p, name: p, kind: principal }\n");
        out += "  - { id: w, name: w, kind: ward }\n";
        for (index, role) in roles.iter().enumerate() {
            let id = ROLES[index + 2];
            // Nobody is entrusted by a later role, so that no two entrust each other.
            let above = role.above.filter(|above| role.kind == "subcontractor" && *above < index + 2);
            let above = above.map(|above| format!(", subcontracted_by: {}", ROLES[above]));
            let (kind, above) = (role.kind, above.unwrap_or_default());
            out += &format!("  - {{ id: {id}, name: {id}, kind: {kind}{above} }}\n");
        }
        out += "item_sets:\n  - id: all\n    items:\n      - { name: x }\n      - { name: \"y\" }\n";
        out += "      - { name: z }\n      - { name: g, members: [{ name: m }, { name: \"n\" }] }\n";
        out += "contracts:\n";
        for (index, own) in contracts.iter().enumerate() {
            let parties: Vec<String> =
                own.parties.iter().map(|role| format!("{{ role: {} }}", ROLES[*role])).collect();
            out += &format!("  - id: {}\n    parties: [{}]\n", CONTRACTS[index], parties.join(", "));
            let handles: Vec<String> = own
                .handles
                .iter()
                .map(|(role, items)| format!("{{ role: {}, items: [{}] }}", ROLES[*role], names(*items)))
                .collect();
            if !handles.is_empty() {
                out += &format!("    handles: [{}]\n", handles.join(", "));
            }
            let subs: Vec<String> =
                own.subcontractors.iter().map(|role| format!("{{ role: {} }}", ROLES[*role])).collect();
            if !subs.is_empty() {
                let subs = subs.join(", ");
                out += &format!("    subcontracting: {{ allowed: true, subcontractors: [{subs}] }}\n");
            }
        }
        out += "flows:\n";
        for (index, own) in flows.iter().enumerate() {
            out += &format!("  - id: f{index}\n");
            if let Some(contract) = own.contract {
                out += &format!("    contract: {}\n", CONTRACTS[contract]);
            }
            out += "    links:\n";
            for (at, link) in own.links.iter().enumerate() {
                let items = link.items.filter(|_| !link.money);
                let items = items.map(|items| format!(", items: [{}]", names(items))).unwrap_or_default();
                let money = if link.money { ", carries: money" } else { "" };
                let (from, to) = (ROLES[link.from], ROLES[link.to]);
                out += &format!("      - {{ id: l{at}, from: {from}, to: {to}{items}{money} }}\n");
            }
            let mut steps = String::new();
            let mut no = 0;
            for at in 0..=own.links.len() {
                for (role, items, _) in own.makes.iter().filter(|(_, _, after)| *after == at) {
                    no += 1;
                    let (role, items) = (ROLES[*role], names(*items));
                    steps += &format!(
                        "      - {{ no: {no}, at: {role}, makes: {{ items: [{items}] }}, text: t }}\n"
                    );
                }
                if let Some(link) = own.links.get(at).filter(|link| link.step) {
                    no += 1;
                    let from = ROLES[link.from];
                    steps += &format!("      - {{ no: {no}, at: {from}, links: [l{at}], text: t }}\n");
                }
            }
            if !steps.is_empty() {
                out += &format!("    steps:\n{steps}");
            }
        }
        out
    })
}

/// What `explain` says of a role and an item.
#[derive(Clone, Debug, Default)]
struct Explained {
    /// Whether there is a path.
    holds: bool,
    /// What each contract that binds the role says.
    allows: BTreeMap<String, Option<bool>>,
}

/// The items that `incident` counts for a role, by the contract (empty for none), and to whom they went on.
type Lost = BTreeMap<String, (BTreeSet<String>, Vec<(String, Vec<String>)>)>;

fn explained(workspace: &Workspace, role: &str, item: &str) -> Explained {
    let all = workspace.select_all().unwrap();
    let own = workspace.explain(&all, role, item);
    let [answer] = own.answers.as_slice() else { panic!("one matter has {role} and {item}") };
    let allows = answer.contracts.iter().map(|own| (own.contract.clone(), own.allows));
    Explained { holds: !answer.paths.is_empty(), allows: allows.collect() }
}

fn lost(workspace: &Workspace, role: &str) -> Lost {
    let question = Question {
        party: role.to_owned(),
        items: Vec::new(),
        cause: Cause::Unknown,
        start: Start {
            ward: "2025-08-01T09:00:00".parse().unwrap(),
            contractor: None,
            passed_hundred: None,
            malicious: true,
        },
    };
    let all = workspace.select_all().unwrap();
    match workspace.incident(&question, &all, None).answer {
        Ok(answer) => answer
            .losses
            .into_iter()
            .map(|loss| {
                let contract = loss.terms.map_or_else(String::new, |terms| {
                    terms.reference.rsplit('/').next().unwrap_or_default().to_owned()
                });
                let items = loss.items.into_iter().map(|(name, _)| name).collect();
                (contract, (items, loss.passed_on))
            })
            .collect(),
        Err(Error::Nothing(..)) => Lost::new(),
        Err(error) => panic!("{error}"),
    }
}

fn agree(yaml: &str) -> Result<(), TestCaseError> {
    let mut files = base().clone();
    files.insert(PathBuf::from(MATTER), yaml.as_bytes().to_vec());
    let workspace = Workspace::open_in_memory(Path::new("memory"), files).unwrap().result.unwrap();
    let year = workspace.year("r07").unwrap().result.unwrap();
    let loaded = workspace.matter(&year, Path::new(MATTER));
    let matter = loaded.result.map_err(|found| TestCaseError::fail(format!("{found:#?}\n{yaml}")))?;
    let case = Case::new(&workspace, &year, &matter, &loaded.sources);
    let is_limited = |role: &&&str| !matches!(**role, "p" | "w");
    let mut explains: BTreeMap<(&str, &str), Explained> = BTreeMap::new();
    for role in ROLES {
        for item in ITEMS {
            explains.insert((role, item), explained(&workspace, role, item));
        }
    }
    let losses: BTreeMap<&str, Lost> =
        ROLES.iter().filter(is_limited).map(|role| (*role, lost(&workspace, role))).collect();
    incident_agrees(&explains, &losses, yaml)?;
    let marks = show_agrees(&workspace, &explains, &losses, yaml)?;
    check_agrees(&case, &explains, &marks, yaml)?;
    // What is to be erased under a contract may be lost under it.
    let proof = Proof::new(&matter);
    for place in places(&case, &proof) {
        let role = matter.roles[place.role].id.value.as_str();
        let contract = matter.contracts[place.contract].id.value.as_str();
        for item in place.items.iter() {
            let name = matter.items[item].name.as_str();
            let counted = losses[role].get(contract).is_some_and(|(items, _)| items.contains(name));
            prop_assert!(counted, "{role} erases {name} under {contract}, and cannot lose it\n{yaml}");
        }
    }
    Ok(())
}

/// What may be lost is what is held or may be handled, under the contract that says so; and who has it after holds it.
fn incident_agrees(
    explains: &BTreeMap<(&str, &str), Explained>,
    losses: &BTreeMap<&str, Lost>,
    yaml: &str,
) -> Result<(), TestCaseError> {
    for (role, lost) in losses {
        for item in ITEMS {
            let own = &explains[&(*role, item)];
            let counted = |contract: &str| lost.get(contract).is_some_and(|(items, _)| items.contains(item));
            for (contract, allows) in &own.allows {
                if *allows == Some(true) {
                    prop_assert!(counted(contract), "{role} may handle {item} under {contract}\n{yaml}");
                }
            }
            let anywhere = lost.keys().any(|contract| counted(contract));
            if own.holds {
                prop_assert!(anywhere, "{role} holds {item}, and cannot lose it\n{yaml}");
            }
            for contract in lost.keys().filter(|contract| counted(contract)) {
                let may = own.allows.get(contract).copied().flatten() == Some(true);
                prop_assert!(may || own.holds, "{role} neither holds nor may handle {item}\n{yaml}");
            }
        }
        for (_, passed_on) in lost.values() {
            for (to, items) in passed_on {
                for item in items {
                    let held = explains.get(&(to.as_str(), item.as_str())).is_some_and(|own| own.holds);
                    prop_assert!(held, "{item} went on from {role} to {to}, who does not hold it\n{yaml}");
                }
            }
        }
    }
    Ok(())
}

/// The marks of the table of who handles what, by role and item.
type Marks = BTreeMap<(String, String), String>;

/// The tables say what `explain` says; returns the marks.
fn show_agrees(
    workspace: &Workspace,
    explains: &BTreeMap<(&str, &str), Explained>,
    losses: &BTreeMap<&str, Lost>,
    yaml: &str,
) -> Result<Marks, TestCaseError> {
    let all = workspace.select_all().unwrap();
    let mut marks = Marks::new();
    let (handles, _) = workspace.tables(&all, Kind::Handles, Language::Japanese);
    for row in &handles[0].rows {
        let Some(item) = ITEMS.iter().find(|item| **item == row[0]) else { continue };
        for (column, mark) in handles[0].columns.iter().zip(row).skip(1) {
            marks.insert((column.key.clone(), (*item).to_owned()), mark.clone());
            let own = &explains[&(column.key.as_str(), *item)];
            let may = own.allows.values().any(|allows| *allows == Some(true));
            let told = match mark.as_str() {
                "○" => may && own.holds,
                "△" => may && !own.holds,
                "×" => own.holds,
                "" => !may && !own.holds,
                _ => false,
            };
            prop_assert!(told, "{} {item} is `{mark}`, {own:?}\n{yaml}", column.key);
        }
    }
    let (copies, _) = workspace.tables(&all, Kind::Copies, Language::Japanese);
    let mut shown: BTreeSet<(String, String)> = BTreeSet::new();
    for row in &copies[0].rows {
        // A group whose members are all there is named in their place.
        let is_listed = |item: &str| row[3].contains(&format!("「{item}」"));
        let in_group = |item: &str| matches!(item, "m" | "n") && is_listed("g");
        for item in ITEMS.iter().filter(|item| is_listed(item) || in_group(item)) {
            shown.insert((row[0].clone(), (*item).to_owned()));
        }
    }
    for role in losses.keys() {
        for item in ITEMS {
            let is_shown = shown.contains(&((*role).to_owned(), item.to_owned()));
            let holds = explains[&(*role, item)].holds;
            prop_assert_eq!(is_shown, holds, "a copy of {} at {}\n{}", item, role, yaml);
        }
    }
    Ok(marks)
}

/// A link brings somebody what it may not handle exactly where `check` finds it, and nobody is said to handle rightly
/// what `check` finds to be outside.
fn check_agrees(
    case: &Case<'_>,
    explains: &BTreeMap<(&str, &str), Explained>,
    marks: &Marks,
    yaml: &str,
) -> Result<(), TestCaseError> {
    let matter = case.matter;
    let outcome = check(&Context::new(*case));
    let proof = Proof::new(matter);
    for flow in &matter.flows {
        let contract = flow.contract.as_ref().map(|own| matter.contracts[own.value].id.value.as_str());
        for link in flow.links.iter().filter(|link| link.is_transfer()) {
            let ends = [
                (link.to.value, "item-outside-receiver-scope"),
                (link.from.value, "item-outside-sender-scope"),
            ];
            for (role, rule) in ends {
                let role = matter.roles[role].id.value.as_str();
                let items = link.items.as_ref().map(|items| proof.single(items)).unwrap_or_default();
                let names = items.iter().map(|item| matter.items[item].name.as_str());
                let outside: Vec<&str> = names
                    .filter(|item| {
                        let own = &explains[&(role, *item)];
                        let allows =
                            contract.and_then(|contract| own.allows.get(contract).copied().flatten());
                        !matches!(role, "p" | "w") && allows == Some(false)
                    })
                    .collect();
                // What comes to one that may not handle it is never shown as handled rightly.
                for item in outside.iter().filter(|_| rule == "item-outside-receiver-scope") {
                    let mark = &marks[&(role.to_owned(), (*item).to_owned())];
                    prop_assert!(mark == "×", "{role} {item} is `{mark}` and outside its scope\n{yaml}");
                }
                let found = outcome.findings.iter().any(|finding| {
                    let at = finding.primary.span;
                    finding.rule == rule && at.start() >= link.span.start() && at.end() <= link.span.end()
                });
                prop_assert_eq!(found, !outside.is_empty(), "{} of {} at {}\n{}", rule, link.id, role, yaml);
            }
        }
    }
    Ok(())
}

// Each case reads its matter some fifty times, as fifty commands would.
proptest! {
    #![proptest_config(crate::support::random::drawn(32))]

    #[test]
    fn check_show_explain_incident_and_erasure_agree(yaml in matter()) {
        agree(&yaml)?;
    }
}
