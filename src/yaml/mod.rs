//! Reading YAML; the only module that knows the YAML parser.
//!
//! A file becomes a tree in which every key, value and collection keeps its place ([`parse`]). The tree is
//! decoded into typed records that report every problem of a file at once ([`decode`]), and a text can be
//! edited at a place without touching the rest of it ([`edit`]). What YAML allows beyond plain maps, lists and
//! scalars (anchors, aliases, tags, several documents, keys that are not scalars, a key twice) is refused.

pub mod decode;
pub mod edit;
mod syntax;

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::text;
use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The deepest nesting that is read; a real file has under ten levels.
const NESTING_LIMIT: usize = 64;

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
        entries: Vec<Entry<'a>>,
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
pub struct Entry<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node<'a>,
}

impl Entry<'_> {
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

/// Reads a text of one file into a tree.
///
/// # Errors
///
/// Every problem found: a syntax error ends the reading, the others do not.
pub fn parse(source: SourceId, text: &str) -> Result<Node<'_>, Vec<Diagnostic>> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.disallow_directives = true;
    options.flow_nesting_limit = NESTING_LIMIT;
    options.block_nesting_limit = NESTING_LIMIT;
    options.emit_unresolved_aliases = true;
    let mut builder =
        Builder { source, text, problems: Vec::new(), open: Vec::new(), root: None, documents: 0 };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => {
                builder.problems.push(syntax::diagnostic(source, text, &error));
                break;
            }
        }
    }
    builder.finish()
}

struct Builder<'a> {
    source: SourceId,
    text: &'a str,
    problems: Vec<Diagnostic>,
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
    documents: usize,
}

/// A collection whose end was not read yet.
enum Open<'a> {
    List { start: usize, items: Vec<Node<'a>>, flow: bool },
    Map { start: usize, entries: Vec<Entry<'a>>, flow: bool, key: Option<(Cow<'a, str>, Span)> },
}

impl<'a> Builder<'a> {
    fn span(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        Span::new(self.source, range.start, range.end)
    }

    fn event(&mut self, event: Event<'a>, at: &granit_parser::Span) {
        let span = self.span(at);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.refuse(
                        "yaml-second-document",
                        span,
                        text!("「---」で区切られた二つ目の文書があります", "a second document follows `---`"),
                        text!("一つのファイルには一つの文書だけを書いてください", "keep one document a file"),
                    );
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse_anchor(span);
                self.value(Node { span, data: Data::Null });
            }
            Event::Scalar(value, style, anchor, tag) => {
                self.properties(span, anchor, tag.is_some());
                let plain = style == ScalarStyle::Plain;
                let span = self.trimmed(span);
                let null = plain && matches!(value.as_ref(), "" | "~" | "null");
                let data = if null { Data::Null } else { Data::Scalar { text: value, plain } };
                self.value(Node { span, data });
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.properties(span, anchor, tag.is_some());
                let flow = style == StructureStyle::Flow;
                self.open.push(Open::List { start: span.start(), items: Vec::new(), flow });
            }
            Event::MappingStart(style, anchor, tag) => {
                self.properties(span, anchor, tag.is_some());
                let flow = style == StructureStyle::Flow;
                self.open.push(Open::Map { start: span.start(), entries: Vec::new(), flow, key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => {}
        }
    }

    /// Cuts a block scalar's trailing line breaks off its place.
    fn trimmed(&self, span: Span) -> Span {
        let written = self.text.get(span.start()..span.end()).unwrap_or("");
        Span::new(self.source, span.start(), span.start() + written.trim_end().len())
    }

    fn close(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        let place = |start: usize, flow: bool, last: Option<Span>| {
            let end = if flow { end.end() } else { last.map_or(start, Span::end) };
            Span::new(self.source, start, end)
        };
        let node = match open {
            Open::List { start, items, flow } => {
                let span = place(start, flow, items.last().map(|item| item.span));
                Node { span, data: Data::List { items, flow } }
            }
            Open::Map { start, entries, flow, .. } => {
                let first = entries.first().map_or(start, |entry| entry.key_span.start().min(start));
                let start = if flow { start } else { first };
                let span = place(start, flow, entries.last().map(Entry::span));
                self.refuse_repeated_keys(&entries);
                Node { span, data: Data::Map { entries, flow } }
            }
        };
        self.value(node);
    }

    fn value(&mut self, node: Node<'a>) {
        match self.open.last_mut() {
            None => {
                if self.root.is_none() {
                    self.root = Some(node);
                }
            }
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, .. }) => match key.take() {
                Some((key, key_span)) => entries.push(Entry { key, key_span, value: node }),
                None => match node.data {
                    Data::Scalar { text, .. } => *key = Some((text, node.span)),
                    _ => {
                        *key = Some((Cow::Borrowed(""), node.span));
                        self.refuse(
                            "yaml-key-not-text",
                            node.span,
                            text!("キーが文字ではありません", "a key must be plain text"),
                            text!(
                                "「キー: 値」の形で書いてください。波括弧・角括弧で始まる文字は引用符で囲みます",
                                "write `key: value`; quote text that begins with a brace or bracket"
                            ),
                        );
                    }
                },
            },
        }
    }

    fn properties(&mut self, span: Span, anchor: usize, tagged: bool) {
        if anchor != 0 {
            self.refuse_anchor(span);
        }
        if tagged {
            self.refuse(
                "yaml-tag",
                span,
                text!("YAML のタグ（!…）は使えません", "a YAML tag (`!…`) is not accepted"),
                text!(
                    "「!」で始まる語を消すか、文字として書くなら引用符で囲んでください",
                    "take the tag out, or quote the text"
                ),
            );
        }
    }

    fn refuse_anchor(&mut self, span: Span) {
        self.refuse(
            "yaml-anchor",
            span,
            text!(
                "YAML のアンカー・エイリアス（&… *…）は使えません",
                "YAML anchors and aliases are not accepted"
            ),
            text!(
                "同じ内容は id を付けて参照してください。文字として「&」「*」で始めるなら引用符で囲みます",
                "refer to a thing by its id; quote text that begins with `&` or `*`"
            ),
        );
    }

    fn refuse_repeated_keys(&mut self, entries: &[Entry<'a>]) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for entry in entries {
            if let Some(first) = seen.get(entry.key.as_ref()) {
                let key = &entry.key;
                self.problems.push(
                    Diagnostic::error(
                        "yaml-repeated-key",
                        entry.key_span,
                        text!("キー「{key}」が二度書かれています", "the key `{key}` is written twice"),
                    )
                    .related(*first, text!("先に書かれた場所", "first written here"))
                    .help(text!("どちらか一方を消してください", "take one of them out")),
                );
            } else {
                seen.insert(entry.key.as_ref(), entry.key_span);
            }
        }
    }

    fn refuse(
        &mut self,
        rule: &'static str,
        span: Span,
        message: crate::diagnostic::Text,
        help: crate::diagnostic::Text,
    ) {
        self.problems.push(Diagnostic::error(rule, span, message).help(help));
    }

    fn finish(mut self) -> Result<Node<'a>, Vec<Diagnostic>> {
        if self.problems.is_empty()
            && !matches!(
                &self.root,
                Some(Node { data: Data::List { .. } | Data::Map { .. } | Data::Scalar { .. }, .. })
            )
        {
            let place = Span::new(self.source, 0, 0);
            self.refuse(
                "yaml-empty",
                place,
                text!(
                    "ファイルに中身がありません（空か、注釈だけです）",
                    "the file holds nothing (empty, or comments only)"
                ),
                text!(
                    "`fugi new matter` で書き始めの見本を作れます",
                    "`fugi new matter` writes a file to start from"
                ),
            );
        }
        match self.root {
            Some(root) if self.problems.is_empty() => Ok(root),
            _ => Err(self.problems),
        }
    }
}
