//! Why a paper could not be printed: a character that no font has, or a mistake in the template.

use super::world::{Desk, TEMPLATE};
use typst::World;
use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;
use typst::WorldExt;

/// Why a paper could not be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Characters that cannot be printed, in the order of the text.
    Characters(Vec<MissingCharacter>),
    /// The template is wrong.
    Template(super::super::Error),
}

/// A character that cannot be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingCharacter {
    /// The character, with the selector of its variant where it has one.
    pub text: String,
    /// Why not.
    pub cause: Cause,
    /// The parts of the document that it stands in.
    pub parts: Vec<String>,
}

/// Why a character cannot be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// No font at hand has it.
    NoFont,
    /// The fonts have the character, but not this variant of it (異体字).
    NoVariant,
    /// It is from the private use area (外字), which PDF/A-2a does not allow: it would mean something else on
    /// another machine.
    PrivateUse,
}

impl MissingCharacter {
    /// Returns its code points: `U+845B U+E0100`.
    #[must_use]
    pub fn code_points(&self) -> String {
        let points: Vec<String> = self.text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        points.join(" ")
    }
}

impl Error {
    pub(super) fn template(template: &str, line: usize, message: String) -> Self {
        Self::Template(super::super::Error { template: template.to_owned(), line, message })
    }
}

impl From<Error> for super::super::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Characters(missing) => {
                let shown = |own: &MissingCharacter| format!("「{}」（{}）", own.text, own.code_points());
                let all: Vec<String> = missing.iter().map(shown).collect();
                Self { template: TEMPLATE.to_owned(), line: 0, message: all.join("、") }
            }
            Error::Template(error) => error,
        }
    }
}

/// Returns the first mistake that Typst found, with its line.
pub(super) fn translate(desk: &Desk<'_>, errors: &[SourceDiagnostic]) -> Error {
    let Some(first) = errors.first() else { return Error::template(TEMPLATE, 0, String::new()) };
    // A mistake found in a function of Typst itself is shown where the template calls it.
    let spans = std::iter::once(first.span).chain(first.trace.iter().map(|point| DiagSpan::from(point.span)));
    let line = spans.filter_map(|span| line(desk, span)).next().unwrap_or(0);
    let hints: String = first.hints.iter().map(|hint| format!("（{}）", hint.v)).collect();
    Error::template(TEMPLATE, line, format!("{}{hints}", first.message))
}

fn line(desk: &Desk<'_>, span: DiagSpan) -> Option<usize> {
    let source = desk.source(desk.main()).ok()?;
    (span.id() == Some(source.id())).then_some(())?;
    let start = desk.range(span)?.start;
    source.lines().byte_to_line(start).map(|line| line + 1)
}
