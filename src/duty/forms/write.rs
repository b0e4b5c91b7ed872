//! Writing a form: every field with what it is, where the demand comes from, and a sample.

use super::MADE;
use crate::diagnostic::{Language, Text, listed_texts};
use crate::evidence::format::field::{Field, Shape};
use crate::evidence::format::kind::Kind;
use crate::spelling;
use crate::text;
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

/// English for what the fields say of themselves and for where a demand comes from: a line is the Japanese, a tab, and
/// the English.
const ENGLISH: &str = include_str!("english.tsv");

/// How the comments of a form are written.
#[derive(Clone, Copy)]
struct Comments<'a> {
    language: Language,
    /// What the authority calls itself.
    own: &'a str,
}

/// Returns a form of a kind, its comments in a language; what is given stands in it, the rest waits to be filled in.
/// `own` is what the authority calls itself.
#[must_use]
pub fn write(kind: Kind, given: &Given, own: &str, language: Language) -> String {
    let (label, word) = (kind.label(), kind.word());
    let Text { ja: signers, en: signers_en } = listed_texts(kind.signers().iter().map(|role| {
        let (ja, en) = (role.label(), role.word());
        text!("{ja}", "{en}")
    }));
    let head = text!(
        "# {label}\n\
         #\n\
         #   ・「#」で始まる行は説明か、なくてもよい項目です。使うときは先頭の「# 」を消します。\n\
         #   ・値の後の「#」より右は説明です。〔 〕は記載を求める根拠です。\n\
         #   ・書けたら `fugi record check この様式` で確かめ、`fugi record sign この様式 --key 鍵` で署名します（署名する者: {signers}）。\n\
         #   ・署名の後は直せません。住民の氏名・住所・電話番号・個人番号は書きません。\n\
         \n\
         kind: {word}\n",
        "# {word}\n\
         #\n\
         #   - A line that begins with `#` explains, or is an item that may be left out; to use it, take its first `# ` away.\n\
         #   - What stands right of a `#` explains the value; [ ] says who asks for it.\n\
         #   - Check it with `fugi record check FORM`, then sign it with `fugi record sign FORM --key KEY` (signed by: {signers_en}).\n\
         #   - Nothing can be changed once it is signed. Write no resident's name, address, telephone number or Individual Number.\n\
         \n\
         kind: {word}\n"
    );
    let mut out = head.get(language).to_owned();
    fields(kind.fields(), given, 0, (false, Comments { language, own }), &mut out);
    out
}

fn fields(
    fields: &[Field],
    given: &Given,
    indent: usize,
    (hidden, comments): (bool, Comments<'_>),
    out: &mut String,
) {
    for field in fields.iter().filter(|field| indent > 0 || !MADE.contains(&field.name)) {
        let known = given.get(field.name).filter(|known| !known.is_empty());
        line(field, known, indent, (hidden || (field.optional && known.is_none()), comments), out);
    }
}

/// Writes one field, and the fields inside it; `hidden` ones as comments.
fn line(
    field: &Field,
    known: Option<&Known>,
    indent: usize,
    (hidden, comments): (bool, Comments<'_>),
    out: &mut String,
) {
    let lead = format!("{}{}", if hidden { "# " } else { "" }, "  ".repeat(indent));
    let shape = (field.shape)();
    let name = field.name;
    let comment = comments.of(field, shape);
    let value = known.map(|known| value(known.values(), shape)).unwrap_or_default();
    let records = known.map(Known::records).unwrap_or_default();
    match shape {
        Shape::Record(_, inner) => {
            out.push_str(&format!("{lead}{name}:{comment}\n"));
            fields(inner, records.first().unwrap_or(&Given::new()), indent + 1, (hidden, comments), out);
        }
        Shape::List(item) => match item() {
            Shape::Record(what, inner) => {
                let what = spelling::in_own_word(what, comments.own);
                let each = text!(
                    "（「- 」で始まる一まとまりが一つの{what}。足りなければ写して増やします）",
                    " (each block that begins with `- ` is one; copy it for more)"
                );
                out.push_str(&format!("{lead}{name}:{comment}{}\n", each.get(comments.language)));
                let blank = [Given::new()];
                for given in if records.is_empty() { &blank } else { records } {
                    let mut lines = String::new();
                    fields(inner, given, indent + 2, (hidden, comments), &mut lines);
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

/// Returns English for words of a field: its line in the table, else the words, where these are Latin letters.
fn english(japanese: &str) -> Option<&str> {
    let mut lines = ENGLISH.lines().filter_map(|line| line.split_once('\t'));
    let known = lines.find(|(own, _)| *own == japanese).map(|(_, english)| english);
    known.or_else(|| japanese.is_ascii().then_some(japanese))
}

impl Comments<'_> {
    fn of(self, field: &Field, shape: Shape) -> String {
        let words = match shape {
            Shape::Word(words) => words,
            Shape::List(item) => match item() {
                Shape::Word(words) => words,
                _ => &[],
            },
            _ => &[],
        };
        match self.language {
            // The samples are of one authority; its name ends as that of the reader's does.
            Language::Japanese => spelling::in_own_word(&japanese(field, words), self.own)
                .replace("見本区", &format!("見本{}", self.own)),
            Language::English => in_english(field, words),
        }
    }
}

fn japanese(field: &Field, words: &[(&str, &str)]) -> String {
    let mut text = format!("   # {}", field.meaning);
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

fn in_english(field: &Field, words: &[(&str, &str)]) -> String {
    let spaced = || field.name.replace('_', " ");
    let mut text = format!("   # {}", english(field.meaning).map_or_else(spaced, str::to_owned));
    if !words.is_empty() {
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        text.push_str(&format!(": {}", list.join(", ")));
    } else if let Some(sample) = field.latin_sample() {
        text.push_str(&format!("; for example {sample}"));
    }
    if let Some(source) = english(field.source).filter(|source| !source.is_empty()) {
        text.push_str(&format!(" [{source}]"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn said(fields: &[Field], all: &mut BTreeSet<&'static str>) {
        for field in fields {
            all.extend([field.meaning, field.source]);
            match (field.shape)() {
                Shape::Record(_, inner) => said(inner, all),
                Shape::List(item) => {
                    if let Shape::Record(_, inner) = item() {
                        said(inner, all);
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_comment_has_its_english_and_every_line_its_field() {
        let mut all = BTreeSet::new();
        Kind::ALL.iter().for_each(|kind| said(kind.fields(), &mut all));
        for japanese in &all {
            assert!(english(japanese).is_some(), "english.tsv: no English for 「{japanese}」");
        }
        for line in ENGLISH.lines() {
            let (japanese, english) = line.split_once('\t').unwrap_or_else(|| panic!("english.tsv: {line}"));
            assert!(all.contains(japanese), "english.tsv: no field says 「{japanese}」");
            assert!(english.is_ascii() && !english.is_empty(), "english.tsv: {line}");
        }
    }

    #[test]
    fn the_comments_are_english_and_the_form_is_the_same() {
        for kind in Kind::ALL {
            let form = write(*kind, &Given::new(), "区", Language::English);
            assert!(form.is_ascii(), "{form}");
            let bare = |form: &str| -> Vec<String> {
                let shown = form.lines().filter(|line| !line.starts_with("#   "));
                let words =
                    shown.map(|line| line.split("   # ").next().unwrap_or(line).trim_end().to_owned());
                words.skip(1).collect()
            };
            assert_eq!(bare(&form), bare(&write(*kind, &Given::new(), "区", Language::Japanese)));
        }
    }
}
