//! Reading YAML; the only module that knows the YAML parser.
//!
//! A file becomes a tree in which every key, value and collection keeps its place ([`parse`]). The tree is
//! decoded into typed records that report every problem of a file at once ([`decode`]), and a text can be
//! edited at a place without touching the rest of it ([`edit`]). What YAML allows beyond plain maps, lists and
//! scalars (anchors, aliases, tags, several documents, keys that are not scalars, a key twice) is refused, and
//! what a Japanese keyboard puts in the place of YAML's marks (：, 　, 、, －) is told from text.

mod build;
pub mod core;
pub mod decode;
pub mod edit;
pub mod format;
mod look_alikes;
mod slips;
mod syntax;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::text;
use build::Builder;
use granit_parser::{Options, Parser};
use std::borrow::Cow;

/// The deepest nesting that is read; a real file has under ten levels.
pub const NESTING_LIMIT: usize = 64;

/// How many problems of one file are told; a file with more is not the kind of file it should be.
pub const MOST_PROBLEMS: usize = 100;

/// Tells a problem, unless the file has had [enough](MOST_PROBLEMS); nothing is worked out for what is not told.
pub fn tell(problems: &mut Vec<Diagnostic>, problem: impl FnOnce() -> Diagnostic) {
    if problems.len() < MOST_PROBLEMS {
        problems.push(problem());
    }
}

/// Says what slips of editing the problems of a file come from, and so where it has had [enough](MOST_PROBLEMS) of them
/// told.
pub fn close(source: SourceId, text: &str, problems: &mut Vec<Diagnostic>) {
    slips::explain(source, text, problems);
    if problems.len() < MOST_PROBLEMS {
        return;
    }
    let last = problems.iter().map(|problem| problem.primary.span).max().unwrap_or(Span::NOWHERE);
    problems.push(
        Diagnostic::error(
            "too-many-problems",
            last,
            text!(
                "このファイルの指摘は {MOST_PROBLEMS} 件で打ち切りました",
                "only the first {MOST_PROBLEMS} problems of this file are told"
            ),
        )
        .help(text!("上の指摘を直してから、もう一度実行してください", "fix these and run again")),
    );
}

/// A value of a file, with its place.
#[derive(Debug)]
pub struct Node<'a> {
    /// From the first to the last character of the value, without the line break.
    pub span: Span,
    /// What it is.
    pub data: Data<'a>,
}

/// What a value is.
#[derive(Debug)]
pub enum Data<'a> {
    /// A list.
    List {
        /// The items in order.
        items: Vec<Node<'a>>,
        /// Whether it stands in brackets.
        flow: bool,
    },
    /// A map, in the order of the file.
    Map {
        /// The entries in order.
        entries: Vec<MapEntry<'a>>,
        /// Whether it stands in braces.
        flow: bool,
    },
    /// Nothing after the key, or `~`, or `null`.
    Null,
    /// Text, quotes and escapes resolved.
    Scalar {
        /// The text as meant.
        text: Cow<'a, str>,
        /// Whether it stands without quotes.
        plain: bool,
    },
}

/// A key and its value.
#[derive(Debug)]
pub struct MapEntry<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node<'a>,
}

impl MapEntry<'_> {
    /// Returns the place from the key to the end of the value.
    #[must_use]
    pub fn span(&self) -> Span {
        if self.value.span.is_somewhere() { self.key_span.to(self.value.span) } else { self.key_span }
    }
}

impl<'a> Node<'a> {
    /// Returns the value of a key, where this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        match &self.data {
            Data::Map { entries, .. } => {
                entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
            }
            _ => None,
        }
    }
}

/// What a text holds: a tree, if it can be made out, and what is wrong with it.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The tree. It can stand beside problems that leave the rest of the file readable, such as a key twice.
    pub tree: Option<Node<'a>>,
    /// What is wrong, in the order of the file.
    pub problems: Vec<Diagnostic>,
}

/// Reads a text of one file into a tree.
///
/// # Errors
///
/// Every problem found: a syntax error ends the reading, the others do not.
pub fn parse(source: SourceId, text: &str) -> Result<Node<'_>, Vec<Diagnostic>> {
    match read(source, text) {
        Reading { tree: Some(tree), problems } if problems.is_empty() => Ok(tree),
        Reading { problems, .. } => Err(problems),
    }
}

/// Reads a text of one file into a tree, as far as that can be done.
#[must_use]
pub fn read(source: SourceId, text: &str) -> Reading<'_> {
    if let Some(problem) = lone_carriage_return(source, text) {
        return Reading { tree: None, problems: vec![problem] };
    }
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.disallow_directives = true;
    options.flow_nesting_limit = NESTING_LIMIT;
    options.block_nesting_limit = NESTING_LIMIT;
    options.emit_unresolved_aliases = true;
    options.emit_anchor_events = true;
    let mut builder = Builder::new(source, text);
    for event in Parser::new_from_str_with_options(text, options) {
        let goes_on = match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => {
                builder.stop(&error);
                false
            }
        };
        if !goes_on {
            break;
        }
    }
    builder.finish()
}

/// Tells of a line that ends as on the first Macintosh: YAML sees the break, other programs do not.
fn lone_carriage_return(source: SourceId, text: &str) -> Option<Diagnostic> {
    let bytes = text.as_bytes();
    let (at, _) = text.match_indices('\r').find(|(at, _)| bytes.get(at + 1) != Some(&b'\n'))?;
    Some(
        Diagnostic::error(
            "yaml-syntax",
            Span::new(source, at, at + 1),
            text!("改行が CR だけになっています", "a line ends with CR alone"),
        )
        .help(text!(
            "改行コードを CRLF か LF にして保存し直してください",
            "save the file with line ends CRLF or LF"
        )),
    )
}
