//! Markdown: readable as text. Merged cells are sub-headings, each diagram is said in words, underlined items
//! stand in brackets under the list.

use super::Error;
use super::templates::{MARKDOWN, Templates};
use crate::document::tree::Document;
use serde::Serialize;

#[derive(Serialize)]
struct Context<'a> {
    document: &'a Document,
}

/// Returns the document as Markdown.
pub(super) fn render(document: &Document, templates: &Templates) -> Result<String, Error> {
    let filled = templates.fill(MARKDOWN, &Context { document })?;
    Ok(tidy(&filled))
}

/// Takes out doubled empty lines, and spaces at the ends of lines but for the two that break a line.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let kept = line.trim_end();
        if kept.is_empty() {
            if !empty {
                out.push('\n');
            }
            empty = true;
            continue;
        }
        out.push_str(kept);
        let goes_on = lines.peek().is_some_and(|next| !next.trim().is_empty());
        if line.ends_with("  ") && goes_on {
            out.push_str("  ");
        }
        out.push('\n');
        empty = false;
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
