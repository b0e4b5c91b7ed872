//! A draft of a matter: values with where each came from, and how they are written.

use crate::yaml::edit::Value;

/// A value of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Draft {
    /// A value, and where it came from.
    Leaf(Value, String),
    /// Records.
    List(Vec<Self>),
    /// A record.
    Map(Vec<(String, Self)>),
}

impl Draft {
    pub(super) fn record() -> Self {
        Self::Map(Vec::new())
    }

    /// Returns a text that came from a place.
    pub(super) fn text(text: impl Into<String>, at: &str) -> Self {
        Self::Leaf(Value::Text(text.into()), at.to_owned())
    }

    /// Returns a number, or a yes or no, that came from a place.
    pub(super) fn bare(text: impl ToString, at: &str) -> Self {
        Self::Leaf(Value::Bare(text.to_string()), at.to_owned())
    }

    /// Returns texts that came from a place.
    pub(super) fn texts(texts: Vec<String>, at: &str) -> Self {
        Self::Leaf(Value::List(texts.into_iter().map(Value::Text).collect()), at.to_owned())
    }

    /// Puts a value under some keys; what is there stays.
    pub(super) fn put(&mut self, keys: &[&str], value: Self) {
        let (Self::Map(entries), Some((first, rest))) = (self, keys.split_first()) else { return };
        let found = entries.iter().position(|(key, _)| key == first);
        match (found, rest.is_empty()) {
            (Some(_), true) => {}
            (None, true) => entries.push(((*first).to_owned(), value)),
            (Some(at), false) => {
                if let Some((_, own)) = entries.get_mut(at) {
                    own.put(rest, value);
                }
            }
            (None, false) => {
                let mut own = Self::record();
                own.put(rest, value);
                entries.push(((*first).to_owned(), own));
            }
        }
    }

    /// Returns whether something stands under a key.
    pub(super) fn has(&self, key: &str) -> bool {
        matches!(self, Self::Map(entries) if entries.iter().any(|(own, _)| own == key))
    }

    /// Returns how many values it holds.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Leaf(..) => 1,
            Self::List(items) => items.iter().map(Self::count).sum(),
            Self::Map(entries) => entries.iter().map(|(_, own)| own.count()).sum(),
        }
    }

    /// Writes the entries of a record, each behind `lead`; the first of an item stands behind its dash.
    fn write(&self, indent: usize, out: &mut String) {
        let lead = " ".repeat(indent);
        match self {
            Self::Map(entries) => {
                for (index, (key, own)) in entries.iter().enumerate() {
                    if index > 0 || !out.ends_with("- ") {
                        out.push_str(&lead);
                    }
                    own.write_under(key, indent, out);
                }
            }
            Self::List(items) => {
                for item in items {
                    out.push_str(&format!("{lead}- "));
                    match item {
                        Self::Leaf(value, at) => out.push_str(&format!("{}{}\n", value.flow(), behind(at))),
                        other => other.write(indent + 2, out),
                    }
                }
            }
            Self::Leaf(value, at) => out.push_str(&format!("{lead}{}{}\n", value.flow(), behind(at))),
        }
    }

    fn write_under(&self, key: &str, indent: usize, out: &mut String) {
        match self {
            Self::Leaf(value, at) => {
                let block = match value {
                    Value::Text(text) => block(text, indent + 2),
                    _ => None,
                };
                match block {
                    Some(lines) => out.push_str(&format!("{key}: |-{}\n{lines}", behind(at))),
                    None => out.push_str(&format!("{key}: {}{}\n", value.flow(), behind(at))),
                }
            }
            Self::List(items) if items.is_empty() => out.push_str(&format!("{key}: []\n")),
            Self::Map(entries) if entries.is_empty() => out.push_str(&format!("{key}: {{}}\n")),
            own => {
                out.push_str(&format!("{key}:\n"));
                own.write(indent + 2, out);
            }
        }
    }

    /// Returns the whole draft as YAML.
    pub(super) fn yaml(&self) -> String {
        let mut out = String::new();
        let Self::Map(entries) = self else { return out };
        for (key, own) in entries {
            if !matches!(own, Self::Leaf(..)) {
                out.push('\n');
            }
            own.write_under(key, 0, &mut out);
        }
        out
    }
}

/// Returns the comment that says where a value came from.
fn behind(at: &str) -> String {
    if at.is_empty() { String::new() } else { format!("  # {}", crate::spelling::one_line(at)) }
}

/// Returns a text of several lines as the lines of a block.
fn block(text: &str, indent: usize) -> Option<String> {
    let is_safe = text.contains('\n')
        && !text.starts_with([' ', '\t', '\n'])
        && text.split('\n').all(|line| line.trim_end() == line && Value::is_plain_line(line));
    let lead = " ".repeat(indent);
    is_safe.then(|| {
        text.split('\n')
            .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{lead}{line}\n") })
            .collect()
    })
}
