//! The real submission, printed: every unit of its text is there, every fact of the file counts, and what is
//! printed is the same every time.

use fugi::case::Case;
use fugi::check::check;
use fugi::check::context::Context;
use fugi::document::tree::{Block, Document};
use fugi::document::{self, assumed};
use fugi::model::matter::Matter;
use fugi::render::templates::Templates;
use fugi::render::{Format, render};
use fugi::source::{Sources, Span};
use fugi::yaml::edit::{self, Edit};
use fugi::yaml::{Data, Node, parse};
use loaded::{Loaded, part};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use units::{assert_diagram, assert_units, bare, units};

use crate::support::loaded;
use crate::support::thorough;
use crate::support::units;

fn r07() -> Loaded {
    Loaded::submission()
}

impl Loaded {
    fn findings(&self, sources: &Sources, matter: &Matter) -> Vec<(String, String)> {
        let outcome = check(&Context::new(Case::new(&self.workspace, &self.year, matter, sources)));
        let findings = outcome.findings.into_iter();
        let undecided = outcome.undecided.into_iter().map(|open| (open.rule, open.message.ja));
        let mut all: Vec<(String, String)> = findings
            .map(|finding| {
                (finding.rule, format!("{}{:?}{}", finding.message.ja, finding.waived, finding.assumed))
            })
            .chain(undecided)
            .map(|(rule, said)| (rule.to_owned(), said))
            .collect();
        all.sort();
        all
    }
}

fn templates() -> &'static Templates {
    static TEMPLATES: OnceLock<Templates> = OnceLock::new();
    TEMPLATES.get_or_init(|| Templates::built_in().unwrap())
}

fn print(document: &Document, format: Format) -> String {
    let mut papers = render(document, format, templates()).unwrap();
    assert_eq!(papers.len(), 1);
    String::from_utf8(papers.remove(0).contents).unwrap()
}

/// Returns what a browser shows of a page: no style, no title, no closed details, no alternative text.
fn visible(html: &str) -> String {
    let mut text = html.to_owned();
    for (open, close) in [
        ("<style", "</style>"),
        ("<script", "</script>"),
        ("<title", "</title>"),
        ("<details", "</details>"),
        ("<desc", "</desc>"),
    ] {
        while let Some(start) = text.find(open) {
            let end = start + text[start..].find(close).unwrap() + close.len();
            text.replace_range(start..end, "");
        }
    }
    words(&text)
}

/// Takes the tags out and resolves the entities.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    bare(&out)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Returns the text of each part of `units.json`, printed alone.
fn part_texts(document: &Document, text: impl Fn(&Document) -> String) -> BTreeMap<String, String> {
    units().into_keys().map(|name| (name.clone(), text(&part(document, &name)))).collect()
}

#[test]
fn the_submission_is_printed_whole_in_every_text_format() {
    let loaded = r07();
    let document = loaded.document(loaded.text());
    assert_units(&part_texts(&document, |part| print(part, Format::Markdown)));
    assert_units(&part_texts(&document, |part| visible(&print(part, Format::Html))));
}

#[test]
fn diagrams_and_their_words_hold_the_boxes_of_the_original() {
    let loaded = r07();
    let document = loaded.document(loaded.text());
    for name in ["flow-13-1", "flow-13-2", "flow-13-3"] {
        let part = part(&document, name);
        let html = print(&part, Format::Html);
        let details = &html[html.find("<details").unwrap()..html.find("</details>").unwrap()];
        assert_diagram(name, &words(details));
        assert_diagram(name, &visible(&print(&part, Format::Svg)));
    }
}

/// `.ci/proof/html.sh` opens the page in Chromium, which writes the visible text of each section.
#[test]
#[ignore = "needs Chromium; .ci/proof/html.sh runs it"]
fn the_submission_is_shown_whole_by_a_browser() {
    let path = std::env::var_os("FUGI_SECTIONS").expect("FUGI_SECTIONS names the file with the texts");
    let sections = std::fs::read_to_string(path).unwrap();
    assert_units(&serde_json::from_str(&sections).unwrap());
}

#[test]
fn the_same_matter_gives_the_same_bytes() {
    let loaded = r07();
    let again = r07();
    let (one, other) = (loaded.document(loaded.text()), again.document(again.text()));
    for format in [Format::Html, Format::Json, Format::Markdown, Format::Svg] {
        let print = |document| render(document, format, templates()).unwrap();
        assert_eq!(print(&one), print(&other));
    }
}

#[test]
fn a_final_paper_holds_no_note_for_checking() {
    let loaded = r07();
    let (sources, matter) = loaded.matter(loaded.text()).unwrap();
    let submission = loaded.printed(&matter, &sources, false);
    assert!(!assumed::all(&submission).is_empty(), "the submission as copied rests on assumptions");
    let document = document::build(&submission);
    assert!(document.sections.iter().all(|section| section.part != "facts"));
    assert!(!print(&document, Format::Markdown).contains("【案】"));
}

#[test]
fn marks_stand_on_every_paper() {
    let loaded = r07();
    let document = loaded.document(&format!("sample: true\n{}", loaded.text()));
    for section in &document.sections {
        let part = part(&document, &section.id);
        let markdown = print(&part, Format::Markdown);
        assert!(markdown.contains("【見本】") && markdown.contains("【案】"), "{}", section.id);
        let html = print(&part, Format::Html);
        assert!(html.contains(">見本</span>") && html.contains(">案</span>"), "{}", section.id);
    }
    for paper in render(&document, Format::Svg, templates()).unwrap() {
        assert!(String::from_utf8_lossy(&paper.contents).contains("【見本・案】"));
    }
}

/// One scalar of the file, and the map or list that holds it.
struct Leaf {
    path: String,
    /// The key it stands under, its own or its list's.
    key: String,
    value: String,
    span: Span,
    holder: Span,
    in_list: bool,
}

impl Leaf {
    /// Returns the edit that takes it away.
    fn removal(&self, loaded: &Loaded) -> Edit {
        let edit = if self.in_list {
            edit::remove_item(&loaded.sources, self.holder, self.span)
        } else {
            edit::remove_key(&loaded.sources, self.holder, &self.key)
        };
        edit.unwrap_or_else(|| panic!("{} cannot be taken out", self.path))
    }
}

fn leaves(node: &Node<'_>, path: &str, key: &str, out: &mut Vec<Leaf>) {
    let mut visit = |child: &Node<'_>, path: String, key: &str, in_list: bool| match &child.data {
        Data::Scalar { text, .. } => {
            let (key, value) = (key.to_owned(), text.to_string());
            out.push(Leaf { path, key, value, span: child.span, holder: node.span, in_list });
        }
        Data::Null => {}
        _ => leaves(child, &path, key, out),
    };
    match &node.data {
        Data::Map { entries, .. } => {
            for entry in entries {
                visit(&entry.value, format!("{path}/{}", entry.key), &entry.key, false);
            }
        }
        Data::List { items, .. } => {
            for (index, item) in items.iter().enumerate() {
                visit(item, format!("{path}/{index}"), key, true);
            }
        }
        _ => {}
    }
}

/// What an edited text comes to.
#[derive(Debug, PartialEq, Eq)]
enum Effect {
    DoesNotLoad,
    Changes,
    Nothing,
}

/// The matter as it stands, to compare with.
struct Baseline {
    document: Document,
    findings: Vec<(String, String)>,
}

fn effect(loaded: &Loaded, baseline: &Baseline, edit: &Edit) -> Effect {
    let text = edit::apply(&loaded.sources, loaded.id, std::slice::from_ref(edit)).unwrap();
    let Some((sources, matter)) = loaded.matter(&text) else { return Effect::DoesNotLoad };
    let mut document = document::build(&loaded.printed(&matter, &sources, true));
    let mut before = baseline.document.clone();
    // Sections that are the same tree are the same Markdown.
    if document.sections.len() == before.sections.len() {
        let same: Vec<bool> =
            document.sections.iter().zip(&before.sections).map(|(one, other)| one == other).collect();
        for sections in [&mut document.sections, &mut before.sections] {
            let mut same = same.iter();
            sections.retain(|_| !same.next().unwrap());
        }
    }
    if print(&document, Format::Markdown) != print(&before, Format::Markdown)
        || loaded.findings(&sources, &matter) != baseline.findings
    {
        return Effect::Changes;
    }
    Effect::Nothing
}

/// Returns the first other value that loads in the place of a leaf's and makes no difference.
fn idle_alternative(
    loaded: &Loaded,
    baseline: &Baseline,
    leaf: &Leaf,
    values: &BTreeMap<String, BTreeSet<String>>,
) -> Option<String> {
    let near = if let Ok(number) = leaf.value.parse::<u64>() {
        (number + 1).to_string()
    } else if let Ok(date) = leaf.value.parse::<chrono::NaiveDate>() {
        date.succ_opt().unwrap().to_string()
    } else if let Ok(truth) = leaf.value.parse::<bool>() {
        (!truth).to_string()
    } else {
        format!("{}改", leaf.value)
    };
    let effect = |other: &str| effect(loaded, baseline, &edit::replace_scalar(leaf.span, other));
    match effect(&near) {
        Effect::Changes => None,
        Effect::Nothing => Some(near),
        // A name or a word from a list: others of the kind that stand in the file.
        Effect::DoesNotLoad => {
            let mut others = values[&leaf.key].iter().filter(|value| **value != leaf.value).take(3);
            others.find(|other| effect(other) == Effect::Nothing).cloned()
        }
    }
}

/// Names that nothing in the file refers to: another name for the same thing says nothing else.
const UNUSED_NAMES: [&str; 1] = ["/flows/2/links/1/id"];

/// Every scalar of the real submission counts: taken away (or, where it cannot be, changed) it does not load any
/// more, or the Markdown of the draft changes, or the findings do.
#[test]
fn every_fact_of_the_file_counts() {
    let loaded = r07();
    let (sources, matter) = loaded.matter(loaded.text()).unwrap();
    let baseline = Baseline {
        document: document::build(&loaded.printed(&matter, &sources, true)),
        findings: loaded.findings(&sources, &matter),
    };
    let mut leaves = Vec::new();
    self::leaves(&parse(loaded.id, loaded.text()).unwrap(), "", "", &mut leaves);
    assert!(leaves.len() > 800, "{} leaves", leaves.len());
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for leaf in &leaves {
        values.entry(leaf.key.clone()).or_default().insert(leaf.value.clone());
    }
    // All of them where a run is thorough, else every tenth.
    let idle: Vec<String> = leaves
        .par_iter()
        .step_by(if thorough() { 1 } else { 10 })
        .filter_map(|leaf| match effect(&loaded, &baseline, &leaf.removal(&loaded)) {
            Effect::Changes => None,
            Effect::Nothing => Some(format!("{}: {} taken away", leaf.path, leaf.value)),
            Effect::DoesNotLoad => idle_alternative(&loaded, &baseline, leaf, &values)
                .map(|other| format!("{}: {} changed to {other}", leaf.path, leaf.value)),
        })
        .filter(|idle| !UNUSED_NAMES.iter().any(|name| idle.starts_with(&format!("{name}:"))))
        .collect();
    assert!(
        idle.is_empty(),
        "{} of {} leaves change nothing:\n{}",
        idle.len(),
        leaves.len(),
        idle.join("\n")
    );
}

#[test]
fn every_flow_is_drawn_and_every_step_in_it_once() {
    let loaded = r07();
    let document = loaded.document(loaded.text());
    let papers = render(&document, Format::Svg, templates()).unwrap();
    assert_eq!(
        papers.iter().map(|paper| paper.flow.as_deref()).collect::<Vec<_>>(),
        [Some("bank"), Some("credit"), Some("emoney")]
    );
    let figures =
        document.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        });
    for (figure, paper) in figures.zip(&papers) {
        let shown = visible(std::str::from_utf8(&paper.contents).unwrap());
        for step in &figure.steps {
            let step = bare(&format!("{}{}", step.number, step.text));
            assert_eq!(shown.matches(&step).count(), 1, "{step}");
        }
        assert!(
            String::from_utf8_lossy(&paper.contents).contains("data-paper=\"A4\""),
            "{} fits on A4",
            figure.number
        );
    }
}
