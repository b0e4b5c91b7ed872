//! Writing values as YAML on one line.

use crate::yaml::core::{self, Plain};
use crate::yaml::{Data, Node, look_alikes};

/// Returns `text` as a YAML scalar: as it is where that is safe, else in double quotes.
#[must_use]
pub fn scalar(text: &str) -> String {
    let plain = !text.is_empty()
        && text.trim() == text
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.contains(|c: char| must_be_escaped(c) || matches!(c, '[' | ']' | '{' | '}' | ','))
        && !text.starts_with(|c: char| "-?:&*!|>'\"%@`#~=<".contains(c))
        && !text.eq_ignore_ascii_case("null")
        && core::plain(text) == Plain::Text;
    if plain { text.to_owned() } else { quoted(text) }
}

/// Returns `text` as a key.
fn key(text: &str) -> String {
    if look_alikes::in_key(text).is_some() { quoted(text) } else { scalar(text) }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if must_be_escaped(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns whether a character cannot stand in a file for all to see: control characters, breaks of lines that
/// other programs see, marks of direction, and the byte order mark.
pub(super) fn must_be_escaped(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFF}'
        )
}

/// Returns a value as YAML on one line (flow style).
#[must_use]
pub fn flow(node: &Node<'_>) -> String {
    match &node.data {
        Data::List { items, .. } => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Data::Map { entries, .. } if entries.is_empty() => "{}".to_owned(),
        Data::Map { entries, .. } => {
            let entries: Vec<String> =
                entries.iter().map(|entry| format!("{}: {}", key(&entry.key), flow(&entry.value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Data::Null => "~".to_owned(),
        // A number or a yes or no stays one.
        Data::Scalar { text, plain: true } if core::plain(text) != Plain::Text => text.to_string(),
        Data::Scalar { text, .. } => scalar(text),
    }
}
