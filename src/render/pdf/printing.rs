//! The files that the template reads: the tree, the diagrams, and how to print them.

use super::super::{escape, svg};
use super::fonts::{BODY, Fonts, HEADING};
use super::{Attachment, glyphs, plans, text};
use crate::document::figure::{Figure, marked};
use crate::document::tree::{Block, Document};
use serde::Serialize;
use std::collections::BTreeMap;
use typst::foundations::Bytes;

/// What the template must know beside the tree (`printing.json`).
#[derive(Serialize)]
struct Printing<'a> {
    /// Families for running text, the first that has a character is taken.
    body: Vec<&'a str>,
    /// Families for headings and labels.
    heading: Vec<&'a str>,
    /// Variants of characters that only one family has.
    variants: BTreeMap<String, String>,
    /// The diagrams, by flow.
    figures: BTreeMap<&'a str, Drawing>,
    /// Files to be attached.
    attachments: Vec<Attached<'a>>,
}

#[derive(Serialize)]
struct Drawing {
    /// What it says, for those who do not see it: its steps, and the items on each line.
    alternative: String,
    /// Its pages.
    pages: Vec<Page>,
}

/// A page of a diagram.
#[derive(Serialize)]
struct Page {
    /// Name of its file.
    file: String,
    /// The size of its paper, lying: `a4` or `a3`.
    paper: &'static str,
}

#[derive(Serialize)]
struct Attached<'a> {
    /// Name of the file that holds it here.
    file: String,
    /// Its name in the PDF.
    name: &'a str,
    description: &'a str,
    media_type: &'a str,
}

/// Returns the files of a document.
pub(super) fn files(
    document: &Document,
    fonts: &Fonts,
    attached: &[Attachment],
) -> Result<Vec<(String, Bytes)>, serde_json::Error> {
    let variants = glyphs::variants(document, fonts);
    let mut files = Vec::new();
    let mut figures = BTreeMap::new();
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        let Block::Figure(figure) = block else { continue };
        let mut pages = Vec::new();
        for drawn in svg::untitled(figure) {
            let drawn = in_fonts(drawn, &variants);
            let file = format!("figure-{}-{}.svg", figures.len() + 1, pages.len() + 1);
            let paper = if drawn.contains("data-paper=\"A3\"") { "a3" } else { "a4" };
            pages.push(Page { file: file.clone(), paper });
            files.push((file, Bytes::from_string(drawn)));
        }
        figures.insert(figure.id.as_str(), Drawing { alternative: in_words(figure), pages });
    }
    let mut attachments = Vec::new();
    for attached in attached {
        let file = format!("attachments/{}", attachments.len() + 1);
        let (name, description) = (attached.name.as_str(), attached.description.as_str());
        let media_type = attached.media_type;
        attachments.push(Attached { file: file.clone(), name, description, media_type });
        files.push((file, Bytes::new(attached.contents.clone())));
    }
    let ward = || fonts.ward().iter().map(|font| font.info().family.as_str());
    let printing = Printing {
        body: std::iter::once(BODY).chain(ward()).chain([HEADING]).collect(),
        heading: std::iter::once(HEADING).chain(ward()).chain([BODY]).collect(),
        variants,
        figures,
        attachments,
    };
    let mut tree = serde_json::to_value(document)?;
    text::prepare(&mut tree);
    files.push(("document.json".to_owned(), Bytes::new(serde_json::to_vec(&tree)?)));
    files.push(("printing.json".to_owned(), Bytes::new(serde_json::to_vec(&printing)?)));
    files.push((plans::FILE.to_owned(), Bytes::new(plans::NONE)));
    Ok(files)
}

/// Returns a drawing in which variants are set in the font that has them.
fn in_fonts(svg: String, variants: &BTreeMap<String, String>) -> String {
    variants.iter().fold(svg, |svg, (variant, family)| {
        let family = escape::xml(family);
        svg.replace(variant, &format!("<tspan font-family=\"'{family}'\">{variant}</tspan>"))
    })
}

/// Returns what a diagram says in words: its steps with what is done and made, and on each line which items pass.
fn in_words(figure: &Figure) -> String {
    let steps = figure.steps.iter().map(|step| {
        let acts = if step.acts.is_empty() {
            String::new()
        } else {
            format!("（処理：{}）", step.acts.join("、"))
        };
        let makes = step.makes.iter().map(|items| format!("（作る項目：{items}）")).collect::<String>();
        format!(
            "{}{}（{}）{}{acts}{makes}",
            marked(step.change),
            step.number,
            figure.name(step.at),
            step.text
        )
    });
    let steps: Vec<String> = steps.collect();
    let lines = figure.links.iter().map(|link| {
        let (change, steps) = (marked(link.change), link.steps.concat());
        format!(
            "{change}{steps}{}から{}へ（渡る項目：{}）",
            figure.name(link.from),
            figure.name(link.to),
            link.carried
        )
    });
    let lines: Vec<String> = lines.collect();
    let title = &figure.title;
    format!("{title}。手順は次のとおり。{} 渡る項目は次のとおり。{}", steps.join(" "), lines.join(" "))
}
