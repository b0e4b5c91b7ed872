//! Every format of a paper holds every fact of it: PDF (see `pdf::`), Word, HTML and Markdown all; a workbook and the
//! diagrams those of a list that is made from the form, and no others. Fact by fact, in papers of four authorities' years.

use crate::forms::texts;
use crate::support::loaded::Loaded;
use crate::support::word;
use calamine::{Reader as _, Xlsx};
use fugi::document::tree::{Block, Document};
use fugi::document::{self};
use fugi::render::left_out::held;
use fugi::render::templates::Templates;
use fugi::render::{Format, render};
use fugi::spelling::fold;
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// Workspace and year of the papers that are looked at: every matter of it.
const YEARS: [(&str, &str); 4] =
    [("samples/mihonshi", "r08"), ("samples/hotorimachi", "r09"), (".", "r07"), (".", "r09")];

/// From how many letters on a text is no word that others are made of.
const SENTENCE: usize = 12;

/// Returns the final papers of the years.
fn papers() -> Vec<(String, Document)> {
    let mut all = Vec::new();
    for (workspace, year) in YEARS {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(workspace);
        for entry in fs::read_dir(root.join("policies").join(year)).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            if !name.ends_with(".yaml") || name == "parties.yaml" {
                continue;
            }
            let loaded = Loaded::at(&root, year, &name);
            let (sources, matter) = loaded.matter(loaded.text()).unwrap();
            let document = document::build(&loaded.printed(&matter, &sources, false));
            all.push((format!("{workspace} {year}/{name}"), document));
        }
    }
    all
}

/// Returns the text of a paper as a reader sees it, folded.
fn shown(document: &Document, format: Format) -> String {
    let papers = render(document, format, &Templates::built_in().unwrap()).unwrap();
    let mut all = String::new();
    for paper in papers {
        assert_eq!(paper.left_out, [], "{format:?}");
        let text = match format {
            Format::Docx => word::text(word::xml(&word::unzip(&paper.contents), "word/document.xml")),
            Format::Xlsx => {
                // Words on every page stand beside the cells.
                let parts = word::unzip(&paper.contents);
                let sheets = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/"));
                all.extend(sheets.map(|(_, part)| unmarked(&String::from_utf8_lossy(part), &[])));
                let mut book: Xlsx<_> = Xlsx::new(Cursor::new(paper.contents)).unwrap();
                let ranges = book.worksheets();
                let cells = ranges.iter().flat_map(|(_, range)| range.cells());
                cells.map(|(.., cell)| format!("{cell}\n")).collect()
            }
            Format::Svg => unmarked(&String::from_utf8(paper.contents).unwrap(), &["title", "desc", "style"]),
            _ => unmarked(&String::from_utf8(paper.contents).unwrap(), &["style", "title"]),
        };
        all.push_str(&text);
        all.push('\n');
    }
    plain(&all)
}

/// Returns a text without marks and what they leave out.
fn unmarked(text: &str, unseen: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name: String = rest[1..].chars().take_while(char::is_ascii_alphabetic).collect();
        let close = format!("</{name}>");
        let end = if unseen.contains(&name.as_str()) && rest.contains(&close) {
            rest.find(&close).unwrap() + close.len()
        } else {
            rest.find('>').map_or(rest.len(), |end| end + 1)
        };
        rest = &rest[end..];
    }
    out.push_str(rest);
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Returns a text as it is compared: no width, no spaces, no marks of a format.
fn plain(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_ascii_punctuation()).collect()
}

/// Returns every text of a paper, those of its diagrams too.
fn facts(document: &Document) -> Vec<String> {
    let mut all = Vec::new();
    for section in &document.sections {
        all.push(section.heading.clone());
        for block in &section.blocks {
            match block {
                Block::Figure(figure) => {
                    all.extend(figure.participants.iter().map(|own| own.name.clone()));
                    all.extend(figure.steps.iter().map(|own| own.text.clone()));
                    all.extend(figure.notes.clone());
                }
                block => texts(&serde_json::to_value(block).unwrap(), &mut all),
            }
        }
    }
    all
}

#[test]
fn every_format_holds_the_facts_of_the_form_one_by_one() {
    let papers = papers();
    assert!(papers.len() > 8, "{}", papers.len());
    let mut looked = 0;
    for (name, document) in &papers {
        let facts: Vec<String> = facts(document).iter().map(|text| plain(text)).collect();
        assert!(facts.len() > 30, "{name}: {}", facts.len());
        for format in [Format::Docx, Format::Html, Format::Markdown] {
            let text = shown(document, format);
            let lost: Vec<&String> = facts.iter().filter(|fact| !text.contains(fact.as_str())).collect();
            assert!(lost.is_empty(), "{name} {format:?}: {lost:?}");
        }
        for format in [Format::Xlsx, Format::Svg] {
            let list: Vec<String> = held(document, format).iter().map(|text| plain(text)).collect();
            // A matter without tables has no workbook, one without a flow no diagram.
            if list.len() < 4 {
                continue;
            }
            looked += 1;
            let text = shown(document, format);
            let lost: Vec<&String> = list.iter().filter(|fact| !text.contains(fact.as_str())).collect();
            assert!(lost.is_empty(), "{name} {format:?}: {lost:?}");
            // A fact that is not in the list is not in the paper; a sheet may say what it is of.
            let headings = document.sections.iter().flat_map(|own| own.subject.iter().chain([&own.heading]));
            let names = headings.chain([&document.title]);
            let names: Vec<String> = names.map(|own| plain(own)).collect();
            let of_list = list.join("\n");
            let is_other = |fact: &&String| {
                fact.chars().count() >= SENTENCE
                    && !of_list.contains(fact.as_str())
                    && !names.iter().any(|own| own.contains(fact.as_str()))
            };
            let other: Vec<&String> = facts.iter().filter(is_other).collect();
            assert!(!other.is_empty(), "{name} {format:?}");
            let more: Vec<&&String> = other.iter().filter(|fact| text.contains(fact.as_str())).collect();
            assert!(more.is_empty(), "{name} {format:?}: {more:?}");
        }
    }
    assert!(looked > 14, "{looked}");
}

#[test]
fn a_diagram_that_lacks_a_fact_is_told() {
    let (_, document) = papers().into_iter().find(|(name, _)| name.contains("mimamori")).unwrap();
    let held_here = held(&document, Format::Svg);
    for text in ["案内発送事業者", "ファイル暗号化", "見守りシステム", "二者契約", "取扱注意"]
    {
        assert!(held_here.iter().any(|own| own.contains(text)), "{text}: {held_here:?}");
    }
    // What a workbook holds is in tables: no purpose, no own text of the annex.
    let tables = held(&document, Format::Xlsx);
    assert!(tables.iter().any(|own| own.contains("実施予定")));
    assert!(!tables.iter().any(|own| own.contains("名簿が複写され")));
}
