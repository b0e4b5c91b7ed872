//! Findings for a reader, with the source line and exact columns under Japanese text.

use crate::diagnostic::{Diagnostic, Label, Language, Severity, Text};
use crate::source::{Source, Sources, Span, shown};
use crate::text;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::collections::BTreeMap;

/// Labels further apart than this many lines get a window of the source each.
const WINDOW_LINES: usize = 400;

/// How many letters of a place are marked: a line with more is shown in part.
const MARKED_LETTERS: usize = 400;

/// Writes findings as text; in Japanese and without colour by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Writer {
    /// The language of the messages.
    pub language: Language,
    /// Whether to colour; the stream drops the colour where the terminal has none.
    pub color: bool,
}

impl Writer {
    /// Returns one finding as text, without a line break at the end; `path` is the path of ids of its place.
    #[must_use]
    pub fn finding(&self, sources: &Sources, finding: &Diagnostic, path: Option<&str>) -> String {
        let renderer = if self.color { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let severity = finding.severity.label();
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Info => Level::INFO,
            Severity::Warning => Level::WARNING,
        }
        .with_name(severity.get(self.language));
        let mut title = finding.message.get(self.language).to_owned();
        title.push_str(finding.askers().get(self.language));
        if finding.assumed {
            title.push_str(text!("【推定】", " [assumed]").get(self.language));
        }
        if finding.waived.is_some() {
            title.push_str(text!("【受入済】", " [waived]").get(self.language));
        }
        let labels: Vec<(bool, &Label)> = std::iter::once((true, &finding.primary))
            .chain(finding.related.iter().map(|label| (false, label)))
            .collect();
        let windows = windows(sources, &labels);
        let mut group = Group::with_title(level.primary_title(title).id(finding.rule));
        for window in &windows {
            group = group.element(self.snippet(window));
        }
        for (name, said) in self.notes(finding, path) {
            group = group.element(Level::NOTE.with_name(name).message(said));
        }
        renderer.render(&[group])
    }

    fn snippet<'w>(&self, window: &'w Window<'_>) -> Snippet<'w, Annotation<'w>> {
        Snippet::source(window.text)
            .path(window.path.as_str())
            .line_start(window.first_line)
            .fold(true)
            .annotations(window.labels.iter().map(|(primary, range, label)| {
                let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                let said = label.message.get(self.language);
                let annotation = kind.span(range.clone());
                if said.is_empty() { annotation } else { annotation.label(said) }
            }))
    }

    /// Returns place, basis, fix and waiver with the word that stands before each.
    fn notes<'f>(&self, finding: &'f Diagnostic, path: Option<&'f str>) -> Vec<(String, &'f str)> {
        let word = |text: Text| text.get(self.language).to_owned();
        let mut notes = Vec::new();
        if let Some(path) = path {
            notes.push((word(text!("場所", "place")), path));
        }
        if let Some(basis) = &finding.basis {
            notes.push((word(text!("根拠", "basis")), basis.get(self.language)));
        }
        if let Some(help) = &finding.help {
            notes.push((word(text!("対応", "fix")), help.get(self.language)));
        }
        if let Some(waived) = &finding.waived {
            notes.push((word(text!("受入", "waived")), waived.as_str()));
        }
        notes
    }
}

/// Some lines of one source and the labels in them.
struct Window<'s> {
    path: String,
    text: &'s str,
    first_line: usize,
    labels: Vec<(bool, std::ops::Range<usize>, &'s Label)>,
}

/// Returns the windows to show: the primary place's source first.
fn windows<'s>(sources: &'s Sources, labels: &[(bool, &'s Label)]) -> Vec<Window<'s>> {
    let mut by_source: BTreeMap<(bool, crate::source::SourceId), Vec<(bool, &'s Label)>> = BTreeMap::new();
    let first = labels.first().map(|(_, label)| label.span.source());
    for (primary, label) in labels {
        let source = label.span.source();
        by_source.entry((Some(source) != first, source)).or_default().push((*primary, label));
    }
    let mut windows = Vec::new();
    for ((_, id), labels) in by_source {
        let Some(source) = sources.get(id) else { continue };
        let lines: Vec<usize> =
            labels.iter().map(|(_, label)| source.line_column(label.span.start()).0).collect();
        let (low, high) =
            (lines.iter().min().copied().unwrap_or(1), lines.iter().max().copied().unwrap_or(1));
        if high - low <= WINDOW_LINES {
            windows.push(window(source, low, high, &labels));
        } else {
            windows
                .extend(labels.iter().zip(lines).map(|(label, line)| window(source, line, line, &[*label])));
        }
    }
    windows
}

fn window<'s>(source: &'s Source, low: usize, high: usize, labels: &[(bool, &'s Label)]) -> Window<'s> {
    let (start, end) = (source.line_start(low), source.line_start(high + 1));
    let text = source.text().get(start..end).unwrap_or("");
    let labels = labels
        .iter()
        .map(|(primary, label)| {
            let span = first_line(source, label.span);
            let range = span.start().saturating_sub(start)..span.end().saturating_sub(start).min(text.len());
            (*primary, range, *label)
        })
        .collect();
    Window { path: shown(source.path()), text, first_line: low, labels }
}

/// Returns the part of a place on its first line that is marked; what is not marked of a long line is left out.
fn first_line(source: &Source, span: Span) -> Span {
    let (line, _) = source.line_column(span.start());
    let line_end = source.line_start(line + 1);
    let written = source.text().get(span.start()..span.end().min(line_end)).unwrap_or("");
    let written = written.trim_end();
    let marked = written.char_indices().nth(MARKED_LETTERS).map_or(written.len(), |(end, _)| end);
    Span::new(span.source(), span.start(), span.start() + marked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_any_length_is_one_short_message() {
        let mut sources = Sources::default();
        let text = format!("department: {}  # 担当課\n", "あ".repeat(100_000));
        let source = sources.add("a.yaml", text.as_str());
        let span = Span::new(source, 12, 12 + 300_000);
        let finding = Diagnostic::error("unknown-name", span, text!("ありません", "there is none"));
        let shown = Writer::default().finding(&sources, &finding, None);
        assert!(shown.chars().count() < 3 * MARKED_LETTERS && shown.contains("あああ"), "{}", shown.len());
        let short = Span::new(source, 0, 10);
        let finding = Diagnostic::error("unknown-key", short, text!("ありません", "there is none"));
        assert!(Writer::default().finding(&sources, &finding, None).chars().count() < MARKED_LETTERS);
    }
}
