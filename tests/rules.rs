//! Every rule's page is run: its wrong example is found, its fixed example is not, and what is printed of the
//! wrong one stands below it on the page, whole and in both languages (`UPDATE=1 cargo test --test it rules::` writes it).
//!
//! An example is a fragment of YAML whose keys are set in the fictional matter `policies/r08/mihon-itaku.yaml`
//! (or in another file of the sample year), at the path of ids that stands after `bad` or `good`:
//!
//! ```text
//! ```yaml bad contracts/insatsu
//! ```yaml good policies/r08/parties.yaml parties/mihon-insatsu
//! ```
//!
//! A key without a value is taken out. A key may go further down by itself, `roles/ward/name: …`.

use fugi::case::Case;
use fugi::check::context::Context;
use fugi::check::rule::Check;
use fugi::check::{check_by, checks, rules};
use fugi::diagnostic::{Diagnostic, Language, Text};
use fugi::model::load::{Overlay, Workspace};
use fugi::report::text::Writer;
use fugi::rule::Rule;
use fugi::source::Sources;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::second_edits;
use crate::support::fragments;
use crate::support::printed::{self, Both};

const MATTER: &str = "policies/r08/mihon-itaku.yaml";

/// One example of a page.
struct Example {
    bad: bool,
    file: PathBuf,
    path: String,
    fragment: String,
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    for (info, fragment) in fragments::code_blocks(page) {
        let mut info = info.into_iter();
        if info.next().as_deref() != Some("yaml") {
            continue;
        }
        let bad = match info.next().as_deref() {
            Some("bad") => true,
            Some("good") => false,
            _ => continue,
        };
        let mut rest: Vec<String> = info.collect();
        let file = if rest.first().is_some_and(|word| word.ends_with(".yaml")) {
            rest.remove(0)
        } else {
            MATTER.to_owned()
        };
        examples.push(Example { bad, file: file.into(), path: rest.concat(), fragment });
    }
    examples
}

/// Where the page of each rule is.
static PAGES: LazyLock<BTreeMap<String, PathBuf>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    let files = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
    let pages = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "md"));
    pages
        .map(|page| {
            let path = page.into_path();
            (path.file_stem().unwrap().to_string_lossy().replace('_', "-"), path)
        })
        .collect()
});

/// Returns the year and the file of the matter that an example is about: the one that it edits, where that is one.
fn edited(file: &Path) -> (&str, &Path) {
    let parts: Vec<&str> = file.iter().filter_map(|part| part.to_str()).collect();
    match parts[..] {
        ["policies", year, name] if name != "parties.yaml" && year != "common" => (year, file),
        _ => ("r08", Path::new(MATTER)),
    }
}

/// The workspace as it stands: most examples change a matter, and nothing that it rests on.
static AS_IT_STANDS: LazyLock<Workspace> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = fragments::fictional_texts(root);
    Workspace::open_with(root, texts).unwrap().result.unwrap_or_else(|problems| panic!("{problems:#?}"))
});

/// Returns the findings of one rule on the sample with a text in the place of a file.
fn findings(root: &Path, changed: &Path, text: String, rule: &Rule) -> (Sources, Vec<Diagnostic>) {
    let (year, file) = edited(changed);
    let is_matter = file == changed;
    let own;
    let workspace = if is_matter {
        &*AS_IT_STANDS
    } else {
        let mut overlay = fragments::fictional_texts(root);
        overlay.insert(changed.to_owned(), text.as_str().into());
        own = Workspace::open_with(root, overlay)
            .unwrap()
            .result
            .unwrap_or_else(|problems| panic!("{problems:#?}"));
        &own
    };
    let year = workspace.year(year).unwrap().result.unwrap_or_else(|problems| panic!("{problems:#?}"));
    let (sources, matter) = if is_matter {
        let mut sources = year.sources().clone();
        let source = sources.add(file, text);
        let matter = workspace.matter_from(&year, &sources, source);
        (sources, matter)
    } else {
        let loaded = workspace.matter(&year, file);
        (loaded.sources, loaded.result)
    };
    let matter = matter.unwrap_or_else(|problems| panic!("{}: {problems:#?}", rule.name));
    let context = Context::new(Case::new(workspace, &year, &matter, &sources));
    // What is said of a waiver depends on what every other rule found.
    let about_waivers = rule.name == "waiver-covers-nothing";
    let own = checks().filter(|own| about_waivers || own.rule.name == rule.name);
    let mut findings = check_by(own, &context).findings;
    findings.retain(|finding| finding.rule == rule.name && finding.waived.is_none());
    (sources, findings)
}

/// Returns all that is printed of some findings, in both languages.
fn printed(sources: &Sources, findings: &[Diagnostic]) -> Both {
    [Language::Japanese, Language::English].map(|language| {
        let writer = Writer { language, color: false };
        let said = findings.iter().map(|finding| {
            let path = sources.place(finding.primary.span);
            printed::unnumbered(&writer.finding(sources, finding, path.as_deref()))
        });
        said.collect::<Vec<_>>().join("\n")
    })
}

/// Returns the rules whose wrong example shares no word with what they plant themselves in the same matter.
pub(crate) fn second_edits() -> Vec<(&'static str, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = Workspace::open_with(root, Overlay::new()).unwrap().result.unwrap();
    // Most examples are of one matter.
    let mut by_matter: BTreeMap<PathBuf, Vec<(&'static Check, Example)>> = BTreeMap::new();
    for check in checks() {
        let Some(example) = examples(check.rule.page).into_iter().find(|example| example.bad) else {
            continue;
        };
        let (_, file) = edited(&example.file);
        by_matter.entry(file.to_owned()).or_default().push((check, example));
    }
    let of_matter = |(file, own): (PathBuf, Vec<(&'static Check, Example)>)| {
        let year = workspace.year(edited(&file).0).unwrap().result.unwrap();
        let loaded = workspace.matter(&year, &file);
        let matter = loaded.result.unwrap();
        let case = Case::new(&workspace, &year, &matter, &loaded.sources);
        let own = own.into_par_iter().filter_map(|(check, example)| {
            let planted = second_edits::planted(check, case)?;
            let old = std::fs::read_to_string(root.join(&example.file)).unwrap();
            let new = fragments::set(root, &example.file, &example.path, &example.fragment);
            let without = |one: &str, other: &str| {
                let others: std::collections::BTreeSet<&str> = other.lines().collect();
                one.lines().filter(|line| !others.contains(line)).collect::<Vec<_>>().join("\n")
            };
            let words = second_edits::words(&without(&old, &new), &without(&new, &old));
            (!words.is_empty() && words.is_disjoint(&planted)).then(|| (check.rule.name, "page".to_owned()))
        });
        own.collect::<Vec<_>>()
    };
    by_matter.into_iter().flat_map(of_matter).collect()
}

#[test]
fn every_page_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let only = option_env!("RULE");
    let chosen: Vec<&Rule> = rules().filter(|rule| only.is_none_or(|only| rule.name == only)).collect();
    assert!(!chosen.is_empty(), "there is no such rule");
    let failures: Vec<String> = chosen
        .par_iter()
        .flat_map_iter(|rule| {
            std::panic::catch_unwind(|| page_holds(root, rule))
                .unwrap_or_else(|_| vec![format!("{}: the example does not load (see above)", rule.name)])
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Returns the parts of a finding that only one language says, and those that every finding must have.
fn silent(finding: &Diagnostic) -> Vec<String> {
    let labels = std::iter::once(&finding.primary).chain(&finding.related).map(|label| &label.message);
    let labels = labels.enumerate().map(|(index, text)| (format!("label {index}"), Some(text)));
    let parts = [("the reason", Some(&finding.message)), ("the fix", finding.help.as_ref())];
    let parts = parts.into_iter().chain([("the basis", finding.basis.as_ref())]);
    let needed = parts.clone().filter(|(_, text)| text.is_none_or(|text| text.ja.trim().is_empty()));
    let needed = needed.map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
    let all = parts.map(|(name, text)| (name.to_owned(), text)).chain(labels);
    let is_alone = |text: &Text| text.ja.trim().is_empty() != text.en.trim().is_empty();
    let alone = all.filter(|(_, text)| text.is_some_and(is_alone)).map(|(name, _)| name);
    needed.into_iter().chain(alone).collect()
}

fn page_holds(root: &Path, rule: &Rule) -> Vec<String> {
    let mut complaints = Vec::new();
    let examples = examples(rule.page);
    if !examples.iter().any(|example| example.bad) || !examples.iter().any(|example| !example.bad) {
        complaints.push(format!("{}: a page needs a wrong and a fixed example", rule.name));
    }
    let mut all: Vec<Both> = Vec::new();
    for example in examples {
        let text = fragments::set(root, &example.file, &example.path, &example.fragment);
        let text = fragments::fictional(&text);
        let (sources, found) = findings(root, &example.file, text, rule);
        let kind = if example.bad { "bad" } else { "good" };
        if example.bad {
            let silent = found.iter().flat_map(silent);
            complaints.extend(silent.map(|part| format!("{}: {part} is said in one language", rule.name)));
            all.push(printed(&sources, &found));
        }
        if example.bad == found.is_empty() {
            complaints.push(format!(
                "{}: {kind} example at `{}`: {} finding(s)",
                rule.name,
                example.path,
                found.len()
            ));
        }
    }
    let path = PAGES.get(rule.name).expect("the page is named as its rule");
    complaints.extend(printed::compare(path, rule.page, |info| info.starts_with("yaml bad"), &all));
    complaints
}

#[test]
fn names_are_kebab_case_and_unique_and_match_their_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    let mut names = std::collections::BTreeSet::new();
    for rule in rules() {
        assert!(
            rule.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{}",
            rule.name
        );
        assert!(names.insert(rule.name), "{} is listed twice", rule.name);
        assert!(!rule.basis.is_empty(), "{} rests on nothing", rule.name);
        assert!(rule.page.starts_with("# "), "{}: the page begins with a title", rule.name);
        assert!(rule.summary().is_ascii(), "{}: the English summary follows the title", rule.name);
    }
    let files = walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok);
    for file in files.filter(|file| file.path().extension().is_some_and(|ending| ending == "md")) {
        let stem = file.path().file_stem().unwrap().to_string_lossy().replace('_', "-");
        assert!(names.contains(stem.as_str()), "{} has a page and is not listed", file.path().display());
    }
}

#[test]
fn no_message_says_illegal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    for file in
        walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|file| file.path().is_file())
    {
        let text = std::fs::read_to_string(file.path()).unwrap();
        assert!(!text.contains("違法"), "{}", file.path().display());
    }
}
