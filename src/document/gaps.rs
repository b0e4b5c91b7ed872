//! What a paper cannot be final with: a field that the form asks for and nothing stands in, and a form that does not
//! print what every council decides on.

use super::submission::{MISSING, Submission};
use super::tree::{Block, Document, Section};
use crate::check::forms::{self, LeftOut};
use crate::diagnostic::Text;
use crate::source::Span;
use crate::text;

/// Something that keeps a paper from being final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where it is written, or would be: nowhere for a field of the paper.
    pub span: Span,
    /// What is not there, and why that matters.
    pub message: Text,
    /// What to do.
    pub help: Text,
}

/// Returns the gaps of a matter's paper, those of its form first.
#[must_use]
pub fn all(submission: &Submission<'_>, document: &Document) -> Vec<Gap> {
    let of_form = forms::left_out(submission).into_iter();
    let mut gaps: Vec<Gap> =
        of_form.map(|LeftOut { span, message, help, .. }| Gap { span, message, help }).collect();
    // The annex of a draft says itself what is not stated; it is no part of what is submitted.
    for section in document.sections.iter().filter(|own| own.part != "facts") {
        empty(section, None, &section.blocks, &mut gaps);
    }
    gaps
}

/// Adds the places of a section where nothing is stated.
fn empty(section: &Section, label: Option<&str>, blocks: &[Block], gaps: &mut Vec<Gap>) {
    for block in blocks {
        match block {
            Block::Fields { rows } => {
                for row in rows {
                    empty(section, Some(&row.label), &row.blocks, gaps);
                }
            }
            Block::Point { text, blocks, .. } => {
                missing(section, label, text, gaps);
                empty(section, label, blocks, gaps);
            }
            Block::Note { text } | Block::Paragraph { text } | Block::Placed { text, .. } => {
                missing(section, label, text, gaps);
            }
            Block::Table { rows, .. } => {
                rows.iter().flatten().for_each(|cell| missing(section, label, cell, gaps));
            }
            // What is missing in them are findings of their own.
            Block::Assumptions { .. }
            | Block::Checklist(_)
            | Block::Comparison(_)
            | Block::Figure(_)
            | Block::ItemList(_) => {}
        }
    }
}

fn missing(section: &Section, label: Option<&str>, text: &str, gaps: &mut Vec<Gap>) {
    if !text.contains(MISSING) {
        return;
    }
    let (heading, number) = (section.heading.trim(), section.number.as_deref().unwrap_or_default());
    let label: String = label.unwrap_or_default().split_whitespace().collect();
    let of = section.subject.as_ref().map_or_else(String::new, |subject| format!("（{subject}）"));
    let (ja, en) = if label.is_empty() {
        (format!("{number}「{heading}」{of}"), format!("{number} `{heading}`{of}"))
    } else {
        (format!("{number}「{heading}」{of}の「{label}」"), format!("{number} `{heading}`{of}, `{label}`"))
    };
    let gap = Gap {
        span: Span::NOWHERE,
        message: text!("{ja}に「{MISSING}」が残っています", "{en} still says that nothing is stated"),
        help: text!(
            "案件のファイルに、その事実を書いてください（fugi check が、書くキーを示します）",
            "write the fact into the file of the matter (`fugi check` names the key)"
        ),
    };
    if !gaps.contains(&gap) {
        gaps.push(gap);
    }
}
