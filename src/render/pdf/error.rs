//! Why a paper could not be printed: a character that no font has, or a mistake in the template.

use super::world::{Desk, TEMPLATE};
use crate::diagnostic::{Text, listed_texts};
use crate::text;
use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};

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
    pub(super) fn template(template: &str, line: usize, message: Text) -> Self {
        Self::Template(super::super::Error { template: template.to_owned(), line, quoted: None, message })
    }
}

impl From<Error> for super::super::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Characters(missing) => {
                let shown = |own: &MissingCharacter| {
                    let (text, code) = (&own.text, own.code_points());
                    text!("「{text}」（{code}）", "`{text}` ({code})")
                };
                let Text { ja: all, en: all_en } = listed_texts(missing.iter().map(shown));
                let message = text!(
                    "印字できる字体のない字があります: {all}",
                    "no font has these characters: {all_en}"
                );
                Self { template: TEMPLATE.to_owned(), line: 0, quoted: None, message }
            }
            Error::Template(error) => error,
        }
    }
}

/// Returns the first mistake that Typst found, with its line.
pub(super) fn translate(desk: &Desk<'_>, errors: &[SourceDiagnostic]) -> Error {
    let Some(first) = errors.first() else { return Error::template(TEMPLATE, 0, text!("", "")) };
    // A mistake found in a function of Typst itself is shown where the template calls it.
    let spans = std::iter::once(first.span).chain(first.trace.iter().map(|point| DiagSpan::from(point.span)));
    let line = spans.filter_map(|span| line(desk, span)).next().unwrap_or(0);
    Error::template(TEMPLATE, line, both(&first.message))
}

/// What Typst's messages begin with or hold, and what is said for it.
const MESSAGES: [(&str, &str); 16] = [
    ("unknown variable", "その名の変数や関数はありません"),
    ("unclosed", "閉じていないかっこや引用符があります"),
    ("unexpected", "ここに書けないものがあります"),
    ("expected", "ここには別の種類のものを書きます"),
    (
        "file not found",
        "ひな形から読めるのは、document.json、printing.json、plans.json、図のファイルだけです",
    ),
    ("escape the project", "ひな形のフォルダの外は読めません"),
    ("package", "ひな形からパッケージは読めません"),
    ("does not contain", "その名の項目はありません"),
    ("infinite", "繰り返しが終わりません"),
    ("always true", "繰り返しが終わりません"),
    ("maximum", "呼び出しや入れ子が深すぎます"),
    ("unable to get the current date", "ひな形から今日の日付は読めません"),
    ("panicked with", "ひな形の中で止めています"),
    ("PDF/UA", "読み上げの規格（PDF/UA-1）に合いません"),
    ("PDF/A", "長期保存の規格（PDF/A）に合いません"),
    ("cannot", "その使い方はできません"),
];

/// Returns a message of Typst with what it means in Japanese before it.
fn both(message: &str) -> Text {
    let known = MESSAGES.iter().find(|(words, _)| message.contains(words));
    let ja = known.map_or_else(|| message.to_owned(), |(_, meaning)| format!("{meaning}（{message}）"));
    text!("{ja}", "{message}")
}

fn line(desk: &Desk<'_>, span: DiagSpan) -> Option<usize> {
    let source = desk.source(desk.main()).ok()?;
    (span.id() == Some(source.id())).then_some(())?;
    let start = desk.range(span)?.start;
    source.lines().byte_to_line(start).map(|line| line + 1)
}
