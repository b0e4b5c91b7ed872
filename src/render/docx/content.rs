//! What stands on the pages, before it is written: paragraphs, tables, pictures and the ends of sections; and how
//! high each will be, which decides where a page may break.

use super::page::Page;
use super::style::{Look, Style};
use crate::render::escape::xml;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Something that stands below another thing.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Paragraph(Paragraph),
    Table(super::table::Table),
    /// Ends a section that is printed on such pages.
    End(Page),
}

/// Words of a paragraph in one look.
#[derive(Clone, Debug)]
enum Run {
    Text {
        text: String,
        look: Option<Look>,
    },
    /// To the right edge.
    Tab,
    /// A drawing, written already.
    Drawing(String),
}

/// A paragraph.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    style: Style,
    runs: Vec<Run>,
    /// Added to the style's indent, in twentieths of a point.
    inset: u32,
    keep_next: bool,
    /// Where a tab leads, from the left edge.
    tab: Option<u32>,
    /// Space before it, where it is not the style's.
    lead: Option<u32>,
}

impl Paragraph {
    /// Returns an empty paragraph.
    pub(super) fn new(style: Style) -> Self {
        Self { style, runs: Vec::new(), inset: 0, keep_next: false, tab: None, lead: None }
    }

    /// Returns a paragraph of one text.
    pub(super) fn of(style: Style, text: impl Into<String>) -> Self {
        Self::new(style).text(text)
    }

    /// Adds words.
    pub(super) fn text(self, text: impl Into<String>) -> Self {
        self.looking(None, text)
    }

    /// Adds words in a look of their own.
    pub(super) fn looking(mut self, look: Option<Look>, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.runs.push(Run::Text { text, look });
        }
        self
    }

    /// Adds a drawing.
    pub(super) fn drawing(mut self, xml: String) -> Self {
        self.runs.push(Run::Drawing(xml));
        self
    }

    /// Goes on at the right edge, `at` from the left one.
    pub(super) fn tab(mut self, at: u32) -> Self {
        self.runs.push(Run::Tab);
        self.tab = Some(at);
        self
    }

    /// Moves it to the right.
    pub(super) fn inset(mut self, inset: u32) -> Self {
        self.inset += inset;
        self
    }

    /// Keeps it on the page of what follows.
    pub(super) fn keep_next(mut self) -> Self {
        self.keep_next = true;
        self
    }

    /// Leaves so much space before it.
    pub(super) fn lead(mut self, lead: u32) -> Self {
        self.lead = Some(lead);
        self
    }

    /// Returns its height in a column of that width, both in twentieths of a point; a little too much rather
    /// than too little.
    pub(super) fn height(&self, width: u32) -> u32 {
        let style = self.style.definition();
        let (left, first) = style.indents();
        let inset = i64::from(self.inset) + i64::from(left);
        let character = u64::from(style.size) * 5;
        let column = u64::try_from(i64::from(width) - inset).unwrap_or(0).max(character * 2);
        let mut lines = 0;
        // A line break in the text begins another line.
        let text: String = self.runs.iter().map(Run::words).collect();
        for (index, part) in text.split('\n').enumerate() {
            let hang = if index == 0 { u64::try_from(first).unwrap_or(0) } else { 0 };
            let length = UnicodeWidthStr::width(part) as u64 * character + hang;
            lines += length.div_ceil(column).max(1);
        }
        let lines = u32::try_from(lines).unwrap_or(u32::MAX);
        lines.saturating_mul(style.pitch).saturating_add(self.lead.unwrap_or(style.space.0) + style.space.1)
    }

    /// Writes it.
    pub(super) fn write(&self, out: &mut String) {
        let style = self.style.definition();
        let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{}\"/>", style.id);
        if self.keep_next {
            out.push_str("<w:keepNext/>");
        }
        if let Some(at) = self.tab {
            let _ = write!(out, "<w:tabs><w:tab w:val=\"right\" w:pos=\"{at}\"/></w:tabs>");
        }
        if let Some(lead) = self.lead {
            let (after, pitch) = (style.space.1, style.pitch);
            let _ = write!(
                out,
                "<w:spacing w:before=\"{lead}\" w:after=\"{after}\" w:line=\"{pitch}\" w:lineRule=\"atLeast\"/>"
            );
        }
        if self.inset > 0 {
            out.push_str(&style.indentation(self.inset));
        }
        out.push_str("</w:pPr>");
        for run in &self.runs {
            run.write(out);
        }
        out.push_str("</w:p>");
    }
}

impl Run {
    fn words(&self) -> &str {
        match self {
            Self::Text { text, .. } => text,
            Self::Tab => "　",
            Self::Drawing(_) => "",
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str("<w:r>");
        match self {
            Self::Text { text, look } => {
                if let Some(look) = look {
                    let _ = write!(out, "<w:rPr><w:rStyle w:val=\"{}\"/></w:rPr>", look.id());
                }
                text_or_breaks(out, text);
            }
            Self::Tab => out.push_str("<w:tab/>"),
            Self::Drawing(xml) => out.push_str(xml),
        }
        out.push_str("</w:r>");
    }
}

/// Writes a text; a line break in it stays one.
fn text_or_breaks(out: &mut String, text: &str) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push_str("<w:br/>");
        }
        for (index, part) in line.split('\t').enumerate() {
            if index > 0 {
                out.push_str("<w:tab/>");
            }
            if !part.is_empty() {
                let _ = write!(out, "<w:t xml:space=\"preserve\">{}</w:t>", xml(part));
            }
        }
    }
}

/// Writes pieces one below the other.
pub(super) fn write(pieces: &[Piece], out: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Paragraph(paragraph) => paragraph.write(out),
            Piece::Table(table) => table.write(out),
            Piece::End(page) => {
                let style = Style::SectionEnd.definition().id;
                let section = page.properties();
                let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{section}</w:pPr></w:p>");
            }
        }
    }
}

/// Returns the height of pieces in a column of that width.
pub(super) fn height(pieces: &[Piece], width: u32) -> u32 {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Paragraph(paragraph) => paragraph.height(width),
            Piece::Table(table) => table.height(),
            Piece::End(_) => 0,
        })
        .fold(0, u32::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_grows_with_its_text() {
        let height = |text: &str| Paragraph::of(Style::FieldText, text).height(2100);
        // Ten characters of 10.5 points fit into 105 points.
        assert_eq!(height("一二三四五六七八九十"), 330);
        assert_eq!(height("一二三四五六七八九十一"), 660);
        assert_eq!(height("abcdefghijklmnopqrst"), 330);
        assert_eq!(height("一\n二"), 660);
        assert_eq!(height(""), 330);
    }

    #[test]
    fn text_is_never_markup() {
        let mut out = String::new();
        Paragraph::of(Style::Body, "<w:t>&\u{0}\u{202E}").write(&mut out);
        assert!(out.contains("&lt;w:t&gt;&amp;〔U+0000〕〔U+202E〕"), "{out}");
    }
}
