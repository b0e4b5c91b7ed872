//! Random files: values in every style of writing.

use fugi::yaml::{Data, Node, edit};
use proptest::prelude::*;

/// A value as meant, without its style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

pub(crate) fn meaning(node: &Node<'_>) -> Value {
    match &node.data {
        Data::Null => Value::Null,
        Data::Scalar { text, .. } => Value::Text(text.to_string()),
        Data::List { items, .. } => Value::List(items.iter().map(meaning).collect()),
        Data::Map { entries, .. } => {
            Value::Map(entries.iter().map(|entry| (entry.key.to_string(), meaning(&entry.value))).collect())
        }
    }
}

/// How a collection or text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Block,
    /// A list that is not indented under its key; a text after `|`.
    Other,
    Flow,
}

/// A value and how it is written.
#[derive(Clone, Debug)]
pub(crate) enum Written {
    Null,
    Text(String, Style),
    List(Vec<Written>, Style),
    Map(Vec<(String, Written)>, Style),
}

impl Written {
    pub(crate) fn meaning(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Text(text, _) => Value::Text(text.clone()),
            Self::List(items, _) => Value::List(items.iter().map(Self::meaning).collect()),
            Self::Map(entries, _) => {
                Value::Map(entries.iter().map(|(key, value)| (key.clone(), value.meaning())).collect())
            }
        }
    }

    pub(crate) fn flow(&self) -> String {
        match self {
            Self::Null => "~".to_owned(),
            Self::Text(text, _) => edit::scalar(text),
            Self::List(items, _) => {
                format!("[{}]", items.iter().map(Self::flow).collect::<Vec<_>>().join(", "))
            }
            Self::Map(entries, _) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{key}: {}", value.flow())).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    /// Writes what follows a colon or dash, the break of the line included; `indent` is that of what is below.
    fn after(&self, indent: usize, in_map: bool, out: &mut String) {
        match self {
            Self::Null => out.push_str(" # 無し\n"),
            Self::Text(text, Style::Other) if can_be_block(text) => {
                out.push_str(" |-\n");
                for line in text.lines() {
                    out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
                }
            }
            Self::List(items, style) if *style != Style::Flow && !items.is_empty() => {
                out.push('\n');
                let indent = if *style == Style::Other && in_map { indent - 2 } else { indent };
                self.block(indent, out);
            }
            Self::Map(entries, style) if *style != Style::Flow && !entries.is_empty() => {
                out.push_str(" # 注\n");
                self.block(indent, out);
            }
            _ => out.push_str(&format!(" {}\n", self.flow())),
        }
    }

    fn block(&self, indent: usize, out: &mut String) {
        let lead = " ".repeat(indent);
        match self {
            Self::List(items, _) => {
                for item in items {
                    match item {
                        // The first key stands beside the dash.
                        Self::Map(entries, Style::Other) if !entries.is_empty() => {
                            let mut inner = String::new();
                            item.block(indent + 2, &mut inner);
                            out.push_str(&format!("{lead}- {}", inner.trim_start_matches(' ')));
                        }
                        Self::List(items, Style::Other) if !items.is_empty() => {
                            let mut inner = String::new();
                            item.block(indent + 2, &mut inner);
                            out.push_str(&format!("{lead}- {}", inner.trim_start_matches(' ')));
                        }
                        item => {
                            out.push_str(&format!("{lead}-"));
                            item.after(indent + 2, false, out);
                        }
                    }
                }
            }
            Self::Map(entries, _) => {
                for (key, value) in entries {
                    out.push_str(&format!("{lead}{key}:"));
                    value.after(indent + 2, true, out);
                }
            }
            other => out.push_str(&other.flow()),
        }
    }
}

/// Whether a text reads the same after `|-` without further marks.
pub(crate) fn can_be_block(text: &str) -> bool {
    !text.is_empty()
        && text.lines().all(|line| !line.trim().is_empty() && line.trim() == line)
        && !text.ends_with('\n')
        && !text.contains(|c: char| c.is_control() && c != '\n' || c == '\u{FEFF}')
}

pub(crate) fn style() -> impl Strategy<Value = Style> {
    prop_oneof![Just(Style::Block), Just(Style::Other), Just(Style::Flow)]
}

pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z収納日付０-９ーｱ]{1,8}",
        2 => "[\\-:#,\\[\\]{}&*!|>'\"%@` a-c「」：　、\n]{0,12}",
        1 => any::<String>(),
        1 => Just("𠮷葛󠄀👨‍👩‍👧\u{202E}\u{200B}か\u{3099}".to_owned()),
    ]
}

pub(crate) fn written() -> impl Strategy<Value = Written> {
    let leaf = prop_oneof![
        1 => Just(Written::Null),
        6 => (text(), style()).prop_map(|(text, style)| Written::Text(text, style)),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            (prop::collection::vec(inner.clone(), 0..5), style())
                .prop_map(|(items, s)| Written::List(items, s)),
            (prop::collection::vec(inner, 0..5), style()).prop_map(|(values, s)| {
                let keys = ["id", "name", "項目", "a-b", "k1"].map(str::to_owned);
                Written::Map(keys.into_iter().zip(values).collect(), s)
            }),
        ]
    })
}

/// A file: a map that is not empty.
pub(crate) fn file() -> impl Strategy<Value = (String, Value)> {
    (prop::collection::vec(written(), 1..5), any::<bool>(), any::<bool>()).prop_map(
        |(values, windows, mark)| {
            let keys = ["title", "roles", "流れ", "z"].map(str::to_owned);
            let file = Written::Map(keys.into_iter().zip(values).collect(), Style::Block);
            let mut text = if mark { "# 初め\n\n".to_owned() } else { String::new() };
            file.block(0, &mut text);
            let text = if windows { text.replace('\n', "\r\n") } else { text };
            (text, file.meaning())
        },
    )
}
