//! Small matters for tests, read by the loader from YAML text in the workspace of this repository.

use super::{Fault, Proof};
use crate::model::ids::{FlowId, ItemId, LinkId, RoleId};
use crate::model::load::{LoadedYear, Workspace};
use crate::model::matter::Matter;
use crate::source::Sources;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

/// A matter and its text.
pub(crate) struct Small {
    /// Its text, and those of the workspace.
    pub(crate) sources: Sources,
    /// The matter.
    pub(crate) matter: Matter,
}

/// Returns this repository's workspace and its year r07, read once.
pub(crate) fn workspace() -> &'static (Workspace, LoadedYear) {
    static WORKSPACE: OnceLock<(Workspace, LoadedYear)> = OnceLock::new();
    WORKSPACE.get_or_init(|| {
        let workspace = Workspace::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().result.unwrap();
        let year = workspace.year("r07").unwrap().result.unwrap();
        (workspace, year)
    })
}

impl Small {
    /// Reads a matter of the year r07.
    pub(crate) fn read(yaml: &str) -> Self {
        let (workspace, year) = workspace();
        let mut sources = year.sources().clone();
        let id = sources.add("policies/r07/small.yaml", yaml);
        let matter = workspace
            .matter_from(year, &sources, id)
            .unwrap_or_else(|problems| panic!("{problems:#?}\n{yaml}"));
        Self { sources, matter }
    }

    /// Reads a matter with a principal `p`, the ward `w`, contractors `a` to `f`, the items `x`, `y`, `z` and the
    /// group `g` of `m` and `n`, all in the list `all`; contracts as YAML, and flows as in [`flow`].
    pub(crate) fn of(contracts: &str, flows: &[(&str, &str)]) -> Self {
        let mut yaml = String::from("roles:\n");
        for (id, kind) in [("p", "principal"), ("w", "ward")] {
            yaml += &format!("  - {{ id: {id}, name: {id}, kind: {kind} }}\n");
        }
        for id in ["a", "b", "c", "d", "e", "f"] {
            yaml += &format!("  - {{ id: {id}, name: {id}, kind: contractor }}\n");
        }
        yaml += "item_sets:\n  - id: all\n    items:\n      - { name: x }\n      - { name: \"y\" }\n";
        yaml += "      - { name: z }\n      - { name: g, members: [{ name: m }, { name: \"n\" }] }\n";
        yaml += &format!("contracts: [{contracts}]\nflows:\n");
        for (index, (contract, text)) in flows.iter().enumerate() {
            yaml += &flow(&format!("f{}", index + 1), contract, text);
        }
        Self::read(&yaml)
    }

    /// Proves it.
    pub(crate) fn proof(&self) -> Proof<'_> {
        Proof::new(&self.matter)
    }

    /// Returns a role by its id.
    pub(crate) fn role(&self, id: &str) -> RoleId {
        self.matter.roles.enumerate().find(|(_, role)| role.id.value == id).unwrap().0
    }

    /// Returns an item by its name.
    pub(crate) fn item(&self, name: &str) -> ItemId {
        self.matter.items.enumerate().find(|(_, item)| item.name == name).unwrap().0
    }

    /// Returns a flow by its id.
    pub(crate) fn flow(&self, id: &str) -> FlowId {
        self.matter.flows.enumerate().find(|(_, flow)| flow.id.value == id).unwrap().0
    }

    /// Returns the id of a link.
    pub(crate) fn link(&self, flow: FlowId, link: LinkId) -> &str {
        &self.matter.flows[flow].links[link].id.value
    }

    /// Returns every fault of the proof as `f1 a>b early x`.
    pub(crate) fn faults(&self) -> Vec<String> {
        self.proof()
            .violations
            .iter()
            .map(|violation| {
                let flow = &self.matter.flows[violation.flow].id.value;
                let link = self.link(violation.flow, violation.link);
                let fault = match violation.fault {
                    Fault::FromOtherContract(other) => format!("from-{}", self.matter.flows[other].id.value),
                    Fault::NotYetHeld => "early".to_owned(),
                    Fault::OriginUnknown => "unknown".to_owned(),
                    Fault::OutsideReceiver => "outside-receiver".to_owned(),
                    Fault::OutsideSender => "outside-sender".to_owned(),
                };
                let items: Vec<&str> =
                    violation.items.iter().map(|item| self.matter.items[item].name.as_str()).collect();
                format!("{flow} {link} {fault} {}", items.join(" "))
            })
            .collect()
    }
}

/// Returns a flow as YAML, from lines such as
///
/// ```text
/// 1 a makes x      step 1 at a makes x
/// 2 a>b x y        step 2 at a uses the link a>b, which carries x and y
/// - b>c x          the link b>c belongs to no step
/// 3 b>c2           step 3 at b uses the link b>c2, of which the items are not stated
/// ```
///
/// The id of a link is its word; a word that comes again is the same link in another step.
pub(crate) fn flow(id: &str, contract: &str, text: &str) -> String {
    let mut links: Vec<String> = Vec::new();
    let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
    let mut steps = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let (no, what) = (words.next().unwrap(), words.next().unwrap());
        let quoted = |words: &mut dyn Iterator<Item = &str>| {
            words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
        };
        let Some((from, to)) = what.split_once('>') else {
            assert_eq!(words.next(), Some("makes"), "{line}");
            let items = quoted(&mut words);
            steps += &format!("      - {{ no: {no}, at: {what}, makes: {{ items: [{items}] }}, text: t }}\n");
            continue;
        };
        if seen.insert(what, ()).is_none() {
            let to = to.trim_end_matches(|c: char| c.is_ascii_digit());
            let items = quoted(&mut words);
            let items = if items.is_empty() { String::new() } else { format!(", items: [{items}]") };
            links.push(format!("      - {{ id: \"{what}\", from: {from}, to: {to}{items} }}\n"));
        }
        if no != "-" {
            steps += &format!("      - {{ no: {no}, at: {from}, links: [\"{what}\"], text: t }}\n");
        }
    }
    let mut yaml = format!("  - id: {id}\n");
    if !contract.is_empty() {
        yaml += &format!("    contract: {contract}\n");
    }
    if !links.is_empty() {
        yaml += &format!("    links:\n{}", links.concat());
    }
    if !steps.is_empty() {
        yaml += &format!("    steps:\n{steps}");
    }
    yaml
}
