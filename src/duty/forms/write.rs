//! Writing a form: every field with what it is, where the demand comes from, and a sample.

use super::MADE;
use crate::evidence::format::field::{Field, Shape};
use crate::evidence::format::kind::Kind;
use crate::spelling;
use crate::yaml::edit::scalar;
use std::collections::BTreeMap;

/// What is known when a form is written, by the name of the field.
pub type Given = BTreeMap<&'static str, Known>;

/// What is known of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Its value, or those of a list.
    Values(Vec<String>),
    /// The fields inside it, once an item of a list.
    Records(Vec<Given>),
}

impl From<&str> for Known {
    fn from(value: &str) -> Self {
        Self::Values(vec![value.to_owned()])
    }
}

impl From<String> for Known {
    fn from(value: String) -> Self {
        Self::Values(vec![value])
    }
}

impl From<Vec<String>> for Known {
    fn from(values: Vec<String>) -> Self {
        Self::Values(values)
    }
}

impl From<Vec<Given>> for Known {
    fn from(records: Vec<Given>) -> Self {
        Self::Records(records)
    }
}

impl Known {
    fn is_empty(&self) -> bool {
        match self {
            Self::Records(records) => records.is_empty(),
            Self::Values(values) => values.is_empty(),
        }
    }

    pub(super) fn values(&self) -> &[String] {
        match self {
            Self::Records(_) => &[],
            Self::Values(values) => values,
        }
    }

    pub(super) fn records(&self) -> &[Given] {
        match self {
            Self::Records(records) => records,
            Self::Values(_) => &[],
        }
    }
}

/// Returns a form of a kind; what is given stands in it, the rest waits to be filled in. `word` is what the authority
/// calls itself.
#[must_use]
pub fn write(kind: Kind, given: &Given, word: &str) -> String {
    let own = word;
    let (label, word) = (kind.label(), kind.word());
    let signers: Vec<&str> = kind.signers().iter().map(|role| role.label()).collect();
    let signers = signers.join("、");
    let mut out = format!(
        "# {label}\n\
         #\n\
         #   ・「#」で始まる行は説明か、なくてもよい項目です。使うときは先頭の「# 」を消します。\n\
         #   ・値の後の「#」より右は説明です。〔 〕は記載を求める根拠です。\n\
         #   ・書けたら `fugi record check この様式` で確かめ、`fugi record sign この様式 --key 鍵` で署名します（署名する者: {signers}）。\n\
         #   ・署名の後は直せません。住民の氏名・住所・電話番号・個人番号は書きません。\n\
         \n\
         kind: {word}\n"
    );
    fields(kind.fields(), given, 0, (false, own), &mut out);
    out
}

fn fields(fields: &[Field], given: &Given, indent: usize, (hidden, own): (bool, &str), out: &mut String) {
    for field in fields.iter().filter(|field| indent > 0 || !MADE.contains(&field.name)) {
        let known = given.get(field.name).filter(|known| !known.is_empty());
        line(field, known, indent, (hidden || (field.optional && known.is_none()), own), out);
    }
}

/// Writes one field, and the fields inside it; `hidden` ones as comments.
fn line(field: &Field, known: Option<&Known>, indent: usize, (hidden, own): (bool, &str), out: &mut String) {
    let lead = format!("{}{}", if hidden { "# " } else { "" }, "  ".repeat(indent));
    let shape = (field.shape)();
    let name = field.name;
    // The samples are of one authority; its name ends as that of the reader's does.
    let comment = spelling::in_own_word(&comment(field, shape), own).replace("見本区", &format!("見本{own}"));
    let value = known.map(|known| value(known.values(), shape)).unwrap_or_default();
    let records = known.map(Known::records).unwrap_or_default();
    match shape {
        Shape::Record(_, inner) => {
            out.push_str(&format!("{lead}{name}:{comment}\n"));
            fields(inner, records.first().unwrap_or(&Given::new()), indent + 1, (hidden, own), out);
        }
        Shape::List(item) => match item() {
            Shape::Record(what, inner) => {
                let what = spelling::in_own_word(what, own);
                out.push_str(&format!("{lead}{name}:{comment}（「- 」で始まる一まとまりが一つの{what}。足りなければ写して増やします）\n"));
                let blank = [Given::new()];
                for given in if records.is_empty() { &blank } else { records } {
                    let mut lines = String::new();
                    fields(inner, given, indent + 2, (hidden, own), &mut lines);
                    out.push_str(&bulleted(&lines, indent + 1));
                }
            }
            _ => out.push_str(&format!("{lead}{name}:{value}{comment}\n")),
        },
        _ => out.push_str(&format!("{lead}{name}:{value}{comment}\n")),
    }
}

fn value(values: &[String], shape: Shape) -> String {
    let first = || values.first().map(String::as_str).unwrap_or_default();
    match shape {
        Shape::List(_) => {
            let list: Vec<String> = values.iter().map(|value| scalar(value)).collect();
            format!(" [{}]", list.join(", "))
        }
        Shape::Number | Shape::Flag | Shape::Date | Shape::Moment | Shape::Word(_) => format!(" {}", first()),
        _ => format!(" {}", scalar(first())),
    }
}

/// Returns lines with the mark of a list item before the first field that is written.
fn bulleted(lines: &str, indent: usize) -> String {
    let pad = "  ".repeat(indent);
    let shown = format!("{pad}  ");
    let at =
        lines.lines().position(|line| line.starts_with(&shown)).or_else(|| (!lines.is_empty()).then_some(0));
    let mut out = String::new();
    for (number, line) in lines.lines().enumerate() {
        if Some(number) == at {
            let (lead, rest) = match line.strip_prefix("# ") {
                Some(rest) => ("# ", rest),
                None => ("", line),
            };
            let rest = rest.strip_prefix(&shown).unwrap_or(rest);
            out.push_str(&format!("{lead}{pad}- {rest}\n"));
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn comment(field: &Field, shape: Shape) -> String {
    let mut text = format!("   # {}", field.meaning);
    let words = match shape {
        Shape::Word(words) => words,
        Shape::List(item) => match item() {
            Shape::Word(words) => words,
            _ => &[],
        },
        _ => &[],
    };
    if !words.is_empty() {
        let list: Vec<String> = words.iter().map(|(word, label)| format!("{word}（{label}）")).collect();
        text.push_str(&format!(": {}", list.join("、")));
    } else if !field.sample.is_empty() {
        text.push_str(&format!("。例: {}", field.sample));
    }
    if !field.source.is_empty() {
        text.push_str(&format!(" 〔{}〕", field.source));
    }
    text
}
