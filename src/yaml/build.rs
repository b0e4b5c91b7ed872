//! From the parser's events to the tree, refusing what goes beyond plain maps, lists and scalars.

use super::look_alikes;
use super::{Data, MOST_PROBLEMS, MapEntry, Node, Reading, syntax, tell};
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{SourceId, Span};
use crate::text;
use granit_parser::{Event, ScalarStyle, ScanError, StructureStyle};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The most values one file may hold: room for a hundred thousand links, and a bound on memory.
const MOST_NODES: usize = 4_000_000;

/// Maps of up to so many keys are compared key by key; larger ones through a sorted map.
const FEW_KEYS: usize = 16;

/// How many of the other anchors and aliases are shown beside the first.
const SHOWN_ANCHORS: usize = 3;

pub(super) struct Builder<'a> {
    source: SourceId,
    text: &'a str,
    problems: Vec<Diagnostic>,
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
    documents: usize,
    nodes: usize,
    /// Anchors, aliases and merge keys: they are told once, however many there are.
    anchors: usize,
    first_anchors: Vec<Span>,
    /// Whether a key shows that a mark was mistaken for another; errors after it come from that.
    mistaken: bool,
    /// False where going on with the tree would only tell the same mistake in other words.
    usable: bool,
}

/// A collection whose end was not read yet.
enum Open<'a> {
    List { start: usize, items: Vec<Node<'a>>, flow: bool },
    Map { start: usize, entries: Vec<MapEntry<'a>>, flow: bool, key: Option<(Cow<'a, str>, Span)> },
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: SourceId, text: &'a str) -> Self {
        Self {
            source,
            text,
            problems: Vec::new(),
            open: Vec::new(),
            root: None,
            documents: 0,
            nodes: 0,
            anchors: 0,
            first_anchors: Vec::new(),
            mistaken: false,
            usable: true,
        }
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        Span::new(self.source, range.start, range.end)
    }

    /// Takes one event; returns whether reading may go on.
    pub(super) fn event(&mut self, event: Event<'a>, at: &granit_parser::Span) -> bool {
        let span = self.span(at);
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            self.usable = false;
            self.refuse(
                "too-many-values",
                span,
                text!(
                    "値が多すぎます（一つのファイルに {MOST_NODES} 個まで）",
                    "too many values (at most {MOST_NODES} in one file)"
                ),
                text!("ファイルをいくつかに分けてください", "split it into several files"),
            );
            return false;
        }
        match event {
            Event::DocumentStart(..) => self.document(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.anchor(span);
                self.value(Node { span, data: Data::Null });
            }
            Event::Anchor(..) => self.anchor(span),
            Event::Scalar(value, style, _, tag) => {
                if tag.is_some() {
                    self.tag(span);
                }
                let plain = style == ScalarStyle::Plain;
                let span = self.trimmed(span);
                let null = plain && matches!(value.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                let data = if null { Data::Null } else { Data::Scalar { text: value, plain } };
                self.value(Node { span, data });
            }
            Event::SequenceStart(style, _, tag) => {
                if tag.is_some() {
                    self.tag(span);
                }
                let flow = style == StructureStyle::Flow;
                let start = if flow { span.start() } else { self.dash(span.start()) };
                self.open.push(Open::List { start, items: Vec::new(), flow });
            }
            Event::MappingStart(style, _, tag) => {
                if tag.is_some() {
                    self.tag(span);
                }
                let flow = style == StructureStyle::Flow;
                self.open.push(Open::Map { start: span.start(), entries: Vec::new(), flow, key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => {}
        }
        true
    }

    /// Notes the error that ended the reading.
    pub(super) fn stop(&mut self, error: &ScanError) {
        self.usable = false;
        if self.mistaken {
            return;
        }
        let bracket = self.open.iter().rev().find_map(|open| match open {
            Open::List { start, flow: true, .. } | Open::Map { start, flow: true, .. } => Some(*start),
            _ => None,
        });
        // `[a: b]` holds a map without braces of its own.
        let bracket =
            bracket.filter(|at| self.text.get(*at..).is_some_and(|rest| rest.starts_with(['[', '{'])));
        let problem = syntax::diagnostic(self.source, self.text, error, bracket);
        self.problems.push(problem);
    }

    fn document(&mut self, span: Span) {
        self.documents += 1;
        if self.documents == 2 {
            self.refuse(
                "yaml-second-document",
                span,
                text!(
                    "「---」か「...」で区切られた二つ目の文書があります",
                    "a second document follows `---` or `...`"
                ),
                text!("一つのファイルには一つの文書だけを書いてください", "keep one document a file"),
            );
        }
    }

    /// Returns where the dash of a block list's first item stands. For a list that is not indented under its
    /// key the parser gives a place after it; but it begins the first line below the key that is no comment.
    fn dash(&self, start: usize) -> usize {
        let Some(Open::Map { key: Some((_, key)), flow: false, .. }) = self.open.last() else { return start };
        next_dash(self.text, key.end(), start).unwrap_or(start)
    }

    /// Cuts a block scalar's trailing line breaks off its place.
    fn trimmed(&self, span: Span) -> Span {
        let written = self.text.get(span.start()..span.end()).unwrap_or("");
        let written = written.trim_end_matches([' ', '\t', '\r', '\n']);
        Span::new(self.source, span.start(), span.start() + written.len())
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
                let span = place(start, flow, entries.last().map(MapEntry::span));
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
                Some((key, key_span)) => {
                    let value = unwritten_after_colon(self.text, key_span, node);
                    entries.push(MapEntry { key, key_span, value });
                }
                None => self.key(node),
            },
        }
    }

    fn key(&mut self, node: Node<'a>) {
        let span = node.span;
        let (text, plain) = match node.data {
            Data::Scalar { text, plain } => (text, plain),
            _ => {
                self.usable = false;
                if !self.first_anchors.contains(&span) {
                    self.refuse(
                        "yaml-key-not-text",
                        span,
                        text!("キーが文字ではありません", "a key must be plain text"),
                        text!(
                            "「キー: 値」の形で書いてください。波括弧・角括弧で始まる文字は引用符で囲みます",
                            "write `key: value`; quote text that begins with a brace or bracket"
                        ),
                    );
                }
                (Cow::Borrowed(""), true)
            }
        };
        let before = self.text.get(..span.start()).unwrap_or("").trim_end_matches(' ');
        if before.ends_with('?') && span.start() > before.len() {
            self.usable = false;
            let at = Span::new(self.source, before.len() - 1, before.len());
            self.refuse(
                "yaml-syntax",
                at,
                text!("「? 」で始まるキーは使えません", "a key that begins with `? ` is not accepted"),
                text!("「キー: 値」の形で書いてください", "write `key: value`"),
            );
        }
        if plain && text == "<<" {
            self.anchor(span);
        } else if plain && let Some(found) = look_alikes::in_key(&text) {
            self.usable = false;
            self.mistaken = true;
            let at = Span::new(self.source, span.start() + found.at.start, span.start() + found.at.end);
            self.refuse("yaml-syntax", at, found.message, found.help);
        }
        if let Some(Open::Map { key, .. }) = self.open.last_mut() {
            *key = Some((text, span));
        }
    }

    fn anchor(&mut self, span: Span) {
        self.usable = false;
        self.anchors += 1;
        if self.first_anchors.len() <= SHOWN_ANCHORS {
            self.first_anchors.push(span);
        }
    }

    /// Tells all anchors, aliases and merge keys of the file in one message.
    fn tell_anchors(&mut self) {
        self.first_anchors.sort();
        let Some((first, rest)) = self.first_anchors.split_first() else { return };
        let n = self.anchors;
        let mut problem = Diagnostic::error(
            "yaml-anchor",
            *first,
            text!(
                "YAML の「&名」「*名」「<<」は使えません（{n}か所）",
                "YAML anchors, aliases and merge keys (`&…`, `*…`, `<<`) are not accepted ({n} place(s))"
            ),
        )
        .help(text!(
            "同じ内容は、id を付けて一度書き、その id で参照してください。「&」「*」で始まる文字は引用符で囲みます",
            "write it once with an id and refer to the id; quote text that begins with `&` or `*`"
        ));
        for span in rest.iter().take(SHOWN_ANCHORS) {
            problem = problem.related(*span, text!("", ""));
        }
        self.problems.push(problem);
    }

    fn tag(&mut self, value: Span) {
        let before = self.text.get(..value.start()).unwrap_or("").trim_end();
        let start = before.rfind('!').map_or(value.start(), |mark| {
            let word = before.get(..mark).unwrap_or("");
            word.rfind([' ', '\n', '\t', '[', '{', ',']).map_or(0, |at| at + 1)
        });
        let span = Span::new(self.source, start, before.len().max(start));
        self.refuse(
            "yaml-tag",
            span,
            text!("「!」で始まる YAML のタグは使えません", "a YAML tag (`!…`) is not accepted"),
            text!(
                "「!」で始まる語を消すか、文字として書くなら値全体を引用符で囲んでください",
                "take the tag out, or quote the text"
            ),
        );
    }

    fn refuse_repeated_keys(&mut self, entries: &[MapEntry<'a>]) {
        if entries.len() <= FEW_KEYS {
            for (index, entry) in entries.iter().enumerate() {
                if let Some(first) = entries.iter().take(index).find(|earlier| earlier.key == entry.key) {
                    self.repeated_key(entry, first.key_span);
                }
            }
            return;
        }
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for entry in entries {
            match seen.get(entry.key.as_ref()) {
                Some(first) => self.repeated_key(entry, *first),
                None => {
                    seen.insert(entry.key.as_ref(), entry.key_span);
                }
            }
        }
    }

    fn repeated_key(&mut self, entry: &MapEntry<'a>, first: Span) {
        tell(&mut self.problems, || {
            let key = &entry.key;
            Diagnostic::error(
                "yaml-repeated-key",
                entry.key_span,
                text!("キー「{key}」が二度書かれています", "the key `{key}` is written twice"),
            )
            .related(first, text!("先に書かれた場所", "first written here"))
            .help(text!("どちらか一方を消すか、一つにまとめてください", "take one of them out, or join them"))
        });
    }

    fn refuse(&mut self, rule: &'static str, span: Span, message: Text, help: Text) {
        tell(&mut self.problems, || Diagnostic::error(rule, span, message).help(help));
    }

    pub(super) fn finish(mut self) -> Reading<'a> {
        self.tell_anchors();
        let holds_something = self.root.as_ref().is_some_and(|root| !matches!(root.data, Data::Null));
        if self.problems.is_empty() && !holds_something {
            self.refuse(
                "yaml-empty",
                Span::new(self.source, 0, 0),
                text!(
                    "ファイルに中身がありません（空か、注釈だけです）",
                    "the file holds nothing (empty, or comments only)"
                ),
                text!(
                    "内容を書くか、ファイルを消してください。`fugi init` と `fugi new matter` が書き始めの見本を作ります",
                    "write something or delete the file; `fugi init` and `fugi new matter` write files to start from"
                ),
            );
        }
        self.problems.sort_by_key(|problem| problem.primary.span);
        self.problems.truncate(MOST_PROBLEMS);
        let tree = self.root.filter(|_| self.usable && holds_something);
        Reading { tree, problems: self.problems }
    }
}

/// Returns the first dash that begins a line after that of `from`, up to `until`.
pub(super) fn next_dash(text: &str, from: usize, until: usize) -> Option<usize> {
    let next_line = |at: usize| text.get(at..).and_then(|rest| rest.find('\n')).map(|n| at + n + 1);
    let mut line = next_line(from)?;
    while line <= until {
        let rest = text.get(line..)?;
        let lead = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest.get(lead..)?.starts_with('-') {
            return Some(line + lead);
        }
        line = next_line(line)?;
    }
    None
}

/// Puts a value that is not written behind the colon of its key, where it should stand; the parser puts it before.
fn unwritten_after_colon<'a>(text: &str, key: Span, node: Node<'a>) -> Node<'a> {
    if !matches!(node.data, Data::Null) || node.span.start() != node.span.end() {
        return node;
    }
    let rest = text.get(key.end()..).unwrap_or("");
    let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let colon = rest.get(space..).is_some_and(|rest| rest.starts_with(':'));
    let at = if colon { key.end() + space + 1 } else { key.end() };
    Node { span: Span::new(node.span.source(), at, at), data: Data::Null }
}
