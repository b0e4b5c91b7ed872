//! Every key of every record that a matter, a year's companies and a year's forms are written in: taken away or
//! changed, the comparison sees it, or `docs/diff.md` lists the key with the reason why it does not.
//!
//! The keys come from the declarations that read the files (their JSON Schema), so a new key of the model fails
//! here until it is compared or listed.

use crate::support::compared::{R07, R08, root};
use crate::support::thorough;
use fugi::case::Case;
use fugi::diff::compare;
use fugi::diff::policy::Policy;
use fugi::model::load::{LoadedYear, Overlay, Workspace};
use fugi::model::matter::Matter;
use fugi::model::schema::SCHEMAS;
use fugi::source::{SourceId, Sources, Span};
use fugi::yaml::edit::{self, Edit};
use fugi::yaml::{Data, Node, parse};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const SAMPLE: &str = "policies/r08/mihon-itaku.yaml";

/// Files to take keys from: the matters that are compared, the file that is edited, and its schema. What the
/// comparison saw in one file is not tried again in the next.
const FILES: &[(&[&str], &str, &str)] = &[
    (&[SAMPLE], SAMPLE, "matter"),
    (&[SAMPLE, R08], "policies/r08/parties.yaml", "parties"),
    (&[R08], "policies/r08/forms/outsourcing-contractor.yaml", "checklist"),
    (&[R08], R08, "matter"),
    (&[R07], R07, "matter"),
];

/// Keys that no sample has, written where they could stand.
const ADDED: &[(&str, &str, &str)] = &[
    (SAMPLE, "overview:\n", "overview:\n  title: 見本健診の案内\n  department: 見本部見本福祉課\n"),
    (SAMPLE, "approximate: true, unit: 名 }", "approximate: true, unit: 世帯, persons: 2100 }"),
    (
        SAMPLE,
        "term: { from: 2026-04-01, to: 2027-03-31, renews: true }",
        "letter: { number: 見総第１号, date: 2026-02-01, to: 会長, from: 区長 }\nown: [{ id: view, text: 必要である。 }]\nimpact_assessment: { completed: 2025-01-10, level: basic, next_due: 2030-01-10, note: 見本健診に関する事務, handlers: 30, review: { on: 2026-01-20, by: 見本課, points: [{ point: 対象人数, result: 変わらない, action: ない }, { point: 委託先, result: 変わった }] } }\nreport:\n  changes:\n    - { what: 委託先, before: 見本の前, after: 見本の後, on: 2026-01-10, why: 見本のため }\n    - { what: 項目, before: 二つ, after: 三つ, on: 2026-02-10, why: 様式のため }\n  ended: { on: 2026-03-31, why: 事業を終えたため, left: 消去した }\nabroad:\n  - { country: SG, system: 見本国の法律による, measures: 契約で開示を断る, looked_up: 2026-01-15 }\nretention:\n  - { items: [氏名], at: printer, period: 業務の終了まで, basis: 見本の規程, then: 消去する }\n  - { items_of: result-items, period: ５年 }\ntrial: { from: 2026-02-20, to: 2026-03-10, data: real, note: 見本の動作 }\nnumber_use: { ground: 番号法第９条第１項, identity_check: 券面で確かめる }\nrequests: { by: 見本課長, how: 文書による照会のときに限る, record: 受領書 }\nabbreviations: [{ word: CSV, meaning: 表の形式 }, { word: RPA, meaning: 自動の操作 }]\nnotice: { purpose: 申込書に示す, incident: 書面で知らせる, opt_out: 電話で申し出る, signs: 入口に示す }\nterm: { from: 2026-04-01, to: 2027-03-31, renews: true, renewal_as_written: 次の年度も同様とする }",
    ),
    (
        SAMPLE,
        "  outcome: approved\n",
        "  outcome: approved\n  place: 第一会議室\n  conditions: [毎年報告すること, { text: 再委託先を届け出ること, how: 届出書による, by: 2026-06-01, met: 2026-05-20 }]\n",
    ),
    (
        SAMPLE,
        "    item_sets: [result-items]\n",
        "    item_sets: [result-items]\n    own: [{ id: risk, text: 傍受の危険がある。 }]\n    department: 見本部見本課\n    business: 見本の業務\n    subjects: 見本の対象者\n    basis_as_written: 第３条第１項第３号による\n    term: { from: 2026-05-01, to: 2027-03-31 }\n",
    ),
    (
        SAMPLE,
        "    form: 三者契約\n",
        "    form: 三者契約\n    kind: outsourcing\n    own: [{ id: risk, text: 複写の危険がある。 }]\n    department: 見本部見本課\n    business: 見本の業務\n    subjects: 見本の対象者\n    basis_as_written: 第３条第１項第３号による\n    term: { from: 2026-05-01, to: 2027-03-31 }\n",
    ),
    (
        SAMPLE,
        "      within_days: 30\n",
        "      within_days: 30\n      keep_until: 2032-03-31\n      continuing: monthly\n      continuing_report: true\n      backup: true\n",
    ),
    (SAMPLE, "      - id: mail\n", "      - id: mail\n        carries: money\n"),
    (
        SAMPLE,
        "      - id: to-enclose\n",
        "      - id: to-enclose\n        means_as_written: 受診券の手渡し\n        means_reason: 束が大きいため\n        sealed: true\n        sees: [氏名, 住所]\n        afterwards: [returned, dissolved]\n        returns_to: ward\n        passage: tokutei\n",
    ),
    (SAMPLE, "means: 窓口での健診結果票の手渡し", "means: counter-paper"),
    (
        SAMPLE,
        "    name: クラウドサービス提供事業者\n",
        "    name: クラウドサービス提供事業者\n    access_from: [{ country: JP, who: 監視要員, why: 監視のため }, { country: SG, who: 要員, why: 調査 }]\n    grounds: [{ law: 見本法, article: 第５条, paragraph: 2, number: 1, reason: 見本のため, weighed: 匿名では足りない }]\n    conditions: [目的の外に使わない, 写しを作らない]\n    consent: { obtained: true, how: 申込書で得る }\n",
    ),
    (
        SAMPLE,
        "cloud_check: { by: ward, note: 見本クラウド利用基準 } }",
        "cloud_check: { by: ismap, on: 2026-01-10, note: 見本の登録 }, service: 見本サービス, region: 東京, operated_by: cloud, maintained_by: entry, learns: false, leased: true, disposal: 全体を上書きする, access_from: [{ country: SG, who: 保守要員, why: 障害の調査 }] }",
    ),
    (SAMPLE, "{ name: 健診種別 }", "{ name: 健診種別, sources: [principal, section] }"),
    (SAMPLE, "    applies_to: [result]\n", "    applies_to: [result]\n    sources: [principal]\n"),
    (
        SAMPLE,
        "    incident_notice_hours: 24\n",
        "    incident_notice_hours: 24\n    spoiled: { by: printer, how: [dissolved, shredded], report: true }\n    matching: { by: printer, how: 二人で照合する }\n    inspection: { per_year: 1, on_site: true, copies: 送信の記録を調べる }\n    designation: { facility: 見本会館, ordinance: 見本会館条例, from: 2026-04-01, to: 2031-03-31, resolved: 2025-12-10 }\n",
    ),
    (
        SAMPLE,
        "      to_system: intra\n      text",
        "      to_system: intra\n      passage: tokutei\n      text",
    ),
    ("fugi.yaml", "passages:\n", "passages:\n  - { id: betsu, name: 別の通信, ground: 区の規程 }\n"),
    (
        "policies/r08/parties.yaml",
        "    contact: 情報管理室\n",
        "    contact: 情報管理室\n    parent: mihon-data\n    incidents: [{ on: 2024-05, what: 誤送付, measures: 照合の記録 }, { on: 2023-02, what: 紛失, measures: 施錠 }]\n    no_incidents: 見本の資料による\n",
    ),
    (SAMPLE, "\nitem_sets:\n", "\n  - { id: mihari, name: 見本見守り役 }\n\nitem_sets:\n"),
    (
        "policies/r08/parties.yaml",
        "    contact: 情報管理室\n",
        "    contact: 情報管理室\n    address: 見本県見本市１\n",
    ),
    ("policies/common/laws.yaml", "bodies:\n", "bodies:\n  - { id: mihon-shingikai, name: 見本審議会 }\n"),
    (
        "policies/r08/forms/submission.yaml",
        "      - label: 委託理由\n",
        "      - { label: 見込まれる危険, facts: [own/risk], required: false }\n      - { label: 所見, facts: [own/view], required: false }\n      - label: 委託理由\n",
    ),
    (
        "policies/r08/forms/submission.yaml",
        "\n  - id: outsourcing\n",
        "\n  - { id: designated, name: 指定管理, about: contract, heading: 別紙, fields: [{ label: 件名, facts: [title] }] }\n  - id: outsourcing\n",
    ),
    (
        "policies/r08/forms/outsourcing-contractor.yaml",
        "performer:",
        "answers: [{ word: ○, means: adopted }, { word: 予定, means: planned }, { word: ー, means: not_needed }]\nperformer:",
    ),
    (
        SAMPLE,
        "{ row: T11, status: adopted, evidence: 業務の開始前に、サーバの所在地の届出書を",
        "{ row: T11, status: planned, by: 2026-09-30, evidence: 業務の開始前に、サーバの所在地の届出書を",
    ),
    (
        R08,
        "      - { contract: bank, providers: [mobile-regi] }\n",
        "      - { contract: bank, providers: [mobile-regi] }\n      - { contract: emoney }\n",
    ),
];

/// Values that no sample has for a key, tried before those it has.
const MORE: &[(&str, &str)] = &[
    ("approval.body", "mihon-shingikai"),
    ("contract.kind", "designated"),
    ("checklist_form.kind", "designated"),
    ("answer.by", "2026-10-31"),
    ("prohibits.role", "enclose"),
    ("prohibits.role", "enclose"),
    ("link.passage", "betsu"),
    ("connection_shape.passage", "betsu"),
    ("link.means", "counter-speech"),
    ("retention.at", "entry"),
    ("spoiled.by", "enclose"),
    ("matching.by", "enclose"),
];

/// How many places of one key are tried in one file until the comparison sees it: what stands in two places may
/// hide behind the other.
const PLACES: usize = 4;

/// How many other values are tried until one loads.
const CANDIDATES: usize = 5;

/// Of how many keys one is tried where a run is not thorough: trying all takes two minutes of processor.
const ONE_IN: usize = 12;

/// A key of a record, as `docs/diff.md` names it: `erasure.keep_until`.
type Name = String;

fn schema(name: &str) -> Value {
    SCHEMAS.iter().find(|own| own.name == name).unwrap().to_json()
}

/// Returns the keys that a schema declares.
fn declared(schema: &Value) -> BTreeSet<Name> {
    let records = schema.get("$defs").and_then(Value::as_object).unwrap().iter();
    let keys = records.filter_map(|(record, own)| Some((record, own.get("properties")?.as_object()?)));
    keys.flat_map(|(record, keys)| keys.keys().map(|key| name(record, key))).collect()
}

/// Returns the record that a part of a schema describes, with its definition.
fn record<'s>(schema: &'s Value, part: &'s Value) -> Option<(&'s str, &'s Value)> {
    // Where a text alone, or nothing, may stand in the place of a record, the record has the keys.
    let alternatives = part.get("anyOf").and_then(Value::as_array);
    let part = alternatives.and_then(|all| all.iter().find(|own| own.get("$ref").is_some())).unwrap_or(part);
    let name = part.get("$ref")?.as_str()?.rsplit('/').next()?;
    Some((name, schema.get("$defs")?.get(name)?))
}

/// A place where a key stands.
struct Place {
    name: Name,
    map: Span,
    key: String,
    value: Span,
    /// What may stand there instead, as YAML.
    others: Vec<String>,
    /// The members of a list.
    members: Vec<Span>,
    /// Another member of a list of records: its last, under an identifier and a name of its own.
    like: Option<String>,
}

/// Returns the name of a key: the record's name without `Raw`, in the writing of keys.
fn name(record: &str, key: &str) -> Name {
    let bare = record.strip_prefix("Raw").unwrap_or(record);
    let mut out = String::new();
    for letter in bare.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    format!("{out}.{key}")
}

/// Collects every place of every key below a node.
fn places(schema: &Value, part: &Value, node: &Node<'_>, out: &mut Vec<Place>) {
    match &node.data {
        Data::List { items, .. } => {
            let Some(of) = part.get("items") else { return };
            for item in items {
                places(schema, of, item, out);
            }
        }
        Data::Map { entries, .. } => {
            let Some((record, definition)) = record(schema, part) else { return };
            for entry in entries {
                let Some(property) = definition.get("properties").and_then(|all| all.get(&*entry.key)) else {
                    continue;
                };
                let members = match &entry.value.data {
                    Data::List { items, .. } => items.iter().map(|item| item.span).collect(),
                    _ => Vec::new(),
                };
                out.push(Place {
                    name: name(record, &entry.key),
                    map: node.span,
                    key: entry.key.to_string(),
                    value: entry.value.span,
                    others: others(property, &entry.value),
                    members,
                    like: like(&entry.value),
                });
                places(schema, property, &entry.value, out);
            }
        }
        _ => {}
    }
}

/// Returns a record like the last of a list.
fn like(node: &Node<'_>) -> Option<String> {
    let Data::List { items, .. } = &node.data else { return None };
    let last = items.last()?;
    let Data::Map { entries, .. } = &last.data else { return None };
    // Without an identifier of its own it would be the same thing twice.
    entries.iter().find(|entry| matches!(&*entry.key, "id" | "no"))?;
    let renamed: Vec<String> = entries
        .iter()
        .map(|entry| match (&*entry.key, &entry.value.data) {
            ("id" | "name", Data::Scalar { text, .. }) => {
                format!("{}: {}", entry.key, edit::scalar(&format!("{text}-2")))
            }
            ("no", Data::Scalar { .. }) => format!("{}: 99", entry.key),
            _ => format!("{}: {}", entry.key, edit::flow(&entry.value)),
        })
        .collect();
    Some(format!("{{ {} }}", renamed.join(", ")))
}

/// Returns other values that the schema allows in the place of a scalar.
fn others(property: &Value, node: &Node<'_>) -> Vec<String> {
    let Data::Scalar { text: value, .. } = &node.data else { return Vec::new() };
    if let Some(words) = property.get("oneOf").and_then(Value::as_array) {
        let words = words.iter().filter_map(|own| own.get("const")?.as_str());
        return words.filter(|word| *word != value).map(str::to_owned).collect();
    }
    let is = |kind: &str| {
        let own = property.get("type");
        own.is_some_and(|own| {
            own == kind || own.as_array().is_some_and(|all| all.iter().any(|own| own == kind))
        })
    };
    if is("boolean") {
        return vec![if value == "true" { "false" } else { "true" }.to_owned()];
    }
    if is("integer") {
        let number: i64 = value.parse().unwrap();
        return vec![(number + 1).to_string(), (number - 1).to_string()];
    }
    if let Ok(day) = chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d") {
        return vec![(day - chrono::Days::new(1)).to_string(), (day + chrono::Days::new(1)).to_string()];
    }
    // A sentence, with one word more in its midst; or an identifier, which only loads if it is known.
    let mut letters: Vec<char> = value.trim().chars().collect();
    letters.splice(letters.len() / 2..letters.len() / 2, "別途の".chars());
    vec![edit::scalar(&letters.into_iter().collect::<String>())]
}

/// The keys that `docs/diff.md` says are not compared: in the table under its heading, the first cell.
fn listed() -> BTreeSet<Name> {
    let page = std::fs::read_to_string(root().join("docs/diff.md")).unwrap();
    let (_, table) = page.split_once("\n### 比べないキー\n").unwrap_or(("", ""));
    let rows = table.lines().take_while(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.strip_prefix("| `")?.split_once('`')).map(|(key, _)| key.to_owned()).collect()
}

fn added(file: &str) -> String {
    let edits = ADDED.iter().filter(|(own, ..)| *own == file);
    edits.fold(std::fs::read_to_string(root().join(file)).unwrap(), |text, (_, from, to)| {
        assert!(text.contains(from), "{file}: {from}");
        text.replacen(from, to, 1)
    })
}

/// Returns every file to which something is added.
fn written() -> Overlay {
    ADDED.iter().map(|(file, ..)| ((*file).into(), added(file).into())).collect()
}

/// An edit of one place, in the ways that count for one: of each, the first that loads is compared.
type Way = (&'static str, Vec<Edit>);

fn ways(sources: &Sources, place: &Place, known: &BTreeMap<Name, BTreeSet<String>>) -> Vec<Way> {
    let set = |other: &String| edit::set_key(sources, place.map, &place.key, other);
    let mut ways: Vec<Way> =
        vec![("taken away", edit::remove_key(sources, place.map, &place.key).into_iter().collect())];
    let more: Vec<String> =
        MORE.iter().filter(|(name, _)| *name == place.name).map(|(_, word)| (*word).to_owned()).collect();
    let words = more.iter().chain(&place.others).chain(known.get(&place.name).into_iter().flatten());
    ways.push(("changed", words.filter_map(set).collect()));
    if place.members.len() > 1 {
        let members = place.members.iter().rev();
        ways.push((
            "member taken away",
            members.filter_map(|own| edit::remove_item(sources, place.value, *own)).collect(),
        ));
    }
    if let Some(like) = &place.like {
        ways.push(("member added", edit::push_item(sources, place.value, like).into_iter().collect()));
    }
    ways
}

/// A matter of the repository, with what is added to it.
struct Base {
    file: &'static str,
    workspace: Workspace,
    year: LoadedYear,
    matter: Matter,
    sources: Sources,
}

impl Base {
    fn new(file: &'static str) -> Self {
        Self::read(file, written()).unwrap()
    }

    fn read(file: &'static str, overlay: Overlay) -> Option<Self> {
        let workspace = Workspace::open_with(root(), overlay).ok()?.result.ok()?;
        let year = workspace.year(file.split('/').nth(1)?).ok()?.result.ok()?;
        let loaded = workspace.matter(&year, Path::new(file));
        Some(Self { file, matter: loaded.result.ok()?, workspace, year, sources: loaded.sources })
    }

    fn case(&self) -> Case<'_> {
        Case::new(&self.workspace, &self.year, &self.matter, &self.sources)
    }

    /// Returns whether the comparison sees the edit; none where the edited file does not load.
    fn sees(&self, file: &str, text: &str) -> Option<bool> {
        if file == self.file {
            // Only the matter is read again.
            let mut sources = self.year.sources().clone();
            let id = sources.add(file.to_owned(), text.to_owned());
            let matter = self.workspace.matter_from(&self.year, &sources, id).ok()?;
            return Some(self.differs(&Case::new(&self.workspace, &self.year, &matter, &sources)));
        }
        let mut overlay = written();
        overlay.insert(file.into(), text.into());
        Some(self.differs(&Self::read(self.file, overlay)?.case()))
    }

    fn differs(&self, new: &Case<'_>) -> bool {
        let found = compare(&self.case(), new, Policy::new(new.common).unwrap());
        !found.changes.is_empty() || !found.followed.is_empty() || !found.verdict.is_within()
    }
}

/// What trying a key came to, over all its places and files.
#[derive(Default)]
struct Tried {
    loaded: bool,
    /// Ways in which it was changed somewhere and seen nowhere, with one such place.
    unseen: BTreeMap<&'static str, String>,
    seen: BTreeSet<&'static str>,
}

fn try_key(
    mut tried: Tried,
    bases: &[&Base],
    file: &str,
    sources: &Sources,
    id: SourceId,
    places: &[&Place],
    known: &BTreeMap<Name, BTreeSet<String>>,
) -> Tried {
    let text = sources.get(id).unwrap().text();
    for place in places.iter().take(PLACES) {
        for (way, edits) in ways(sources, place, known) {
            // Every way is tried where a run is thorough, else until the key is seen in one.
            if tried.seen.contains(way) || !thorough() && !tried.seen.is_empty() {
                continue;
            }
            for edit in edits.into_iter().take(CANDIDATES) {
                let Some(edited) = edit::apply(sources, id, std::slice::from_ref(&edit)) else { continue };
                if edited == **text {
                    continue;
                }
                let verdicts: Vec<bool> = bases.iter().filter_map(|base| base.sees(file, &edited)).collect();
                if verdicts.is_empty() {
                    continue;
                }
                tried.loaded = true;
                if verdicts.contains(&true) {
                    tried.unseen.remove(way);
                    tried.seen.insert(way);
                } else {
                    let line = text.get(..edit.span.start()).unwrap().lines().count();
                    tried.unseen.insert(way, format!("{file}:{line}: {}", edit.replacement));
                }
                break;
            }
        }
    }
    tried
}

#[test]
fn every_key_is_compared_or_listed_with_its_reason() {
    let listed = listed();
    let bases: Vec<Base> = [R07, R08, SAMPLE].into_par_iter().map(Base::new).collect();
    let known: BTreeSet<Name> = FILES.iter().flat_map(|(.., kind)| declared(&schema(kind))).collect();
    let drawn: BTreeSet<&Name> = known.iter().step_by(if thorough() { 1 } else { ONE_IN }).collect();
    let mut all: BTreeMap<Name, Tried> = BTreeMap::new();
    for (matters, file, kind) in FILES {
        let schema = schema(kind);
        let mut sources = Sources::default();
        let id = sources.add((*file).to_owned(), added(file));
        let text = sources.get(id).unwrap().text().to_string();
        let tree = parse(id, &text).unwrap();
        let mut found = Vec::new();
        places(&schema, &schema, &tree, &mut found);
        let mut scalars: BTreeMap<Name, BTreeSet<String>> = BTreeMap::new();
        let mut by_key: BTreeMap<Name, Vec<&Place>> = BTreeMap::new();
        for place in &found {
            by_key.entry(place.name.clone()).or_default().push(place);
            let written = sources.slice(place.value);
            // A text of several lines is no value for a place on one line.
            if !place.others.is_empty() && !written.contains('\n') {
                scalars.entry(place.name.clone()).or_default().insert(written.to_owned());
            }
        }
        let bases: Vec<&Base> = bases.iter().filter(|base| matters.contains(&base.file)).collect();
        let begun: Vec<(Name, Tried, Vec<&Place>)> = by_key
            .into_iter()
            .filter(|(name, _)| drawn.contains(name) && !listed.contains(name))
            .map(|(name, places)| {
                let tried = all.remove(&name).unwrap_or_default();
                (name, tried, places)
            })
            .collect();
        let done: Vec<(Name, Tried)> = begun
            .into_par_iter()
            .map(|(name, tried, places)| {
                (name, try_key(tried, &bases, file, &sources, id, &places, &scalars))
            })
            .collect();
        all.extend(done);
    }
    let open = |name: &&Name| drawn.contains(*name) && !listed.contains(*name);
    let unseen: Vec<String> = all
        .iter()
        .filter(|(name, _)| open(name))
        .flat_map(|(name, tried)| {
            let unseen = tried.unseen.iter().filter(|(way, _)| {
                if thorough() { !tried.seen.contains(*way) } else { tried.seen.is_empty() }
            });
            unseen.map(move |(way, place)| format!("{name} {way}: {place}"))
        })
        .collect();
    let never: Vec<&Name> =
        known.iter().filter(open).filter(|name| all.get(*name).is_none_or(|tried| !tried.loaded)).collect();
    let stale: Vec<&Name> = listed.iter().filter(|name| !known.contains(*name)).collect();
    assert!(
        unseen.is_empty() && never.is_empty() && stale.is_empty(),
        "not seen: {unseen:#?}\nnever tried: {never:#?}\nlisted in docs/diff.md, but no key: {stale:?}"
    );
}
