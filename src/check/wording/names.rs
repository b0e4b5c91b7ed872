//! Names of companies and services that stand somewhere in other characters than those of the name itself.

use super::texts;
use crate::check::context::Context;
use crate::check::folded::Folded;
use crate::source::{Located, Span};
use crate::spelling;
use std::collections::BTreeSet;

/// Words that say what kind of legal entity a name is of.
const LEGAL_FORMS: [&str; 14] = [
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "一般社団法人",
    "一般財団法人",
    "公益社団法人",
    "公益財団法人",
    "特定非営利活動法人",
    "社会福祉法人",
    "医療法人",
    "独立行政法人",
    "地方独立行政法人",
];

/// Whose name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A legal entity.
    Company,
    /// A service.
    Brand,
}

/// A name as it is, with or without the word for its legal form.
#[derive(Debug)]
pub(super) struct Name<'a> {
    pub(super) subject: Subject,
    /// The name, and where it is given.
    pub(super) name: &'a Located<String>,
    /// What is looked for, and its letters folded.
    word: &'a str,
    letters: Vec<char>,
}

/// A place where a name stands in other characters.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) name: &'a Located<String>,
    /// The part of the name that stands there.
    pub(super) word: &'a str,
    /// How it is written there.
    pub(super) written: &'a str,
    pub(super) place: Span,
}

/// Returns the names of a matter, the longest first, so that a name in a longer one is not looked at twice.
pub(super) fn of<'a>(context: &Context<'a>) -> Vec<Name<'a>> {
    let mut names: Vec<Name<'a>> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut add = |subject, name, word| {
        let folded = spelling::fold(word);
        let letters = folded.chars().collect();
        if known.insert(folded) {
            names.push(Name { subject, name, word, letters });
        }
    };
    let providers = &context.matter.providers;
    for brand in providers.iter().filter_map(|provider| provider.brand.as_ref()) {
        add(Subject::Brand, brand, brand.as_str());
    }
    for party in providers.iter().filter_map(|provider| provider.party.as_ref()) {
        let name = &context.year.parties[party.value].name;
        add(Subject::Company, name, name.as_str());
        add(Subject::Company, name, core(name));
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.letters.len()));
    names
}

/// Returns a company's name without the word for its legal form, where more than one letter is left.
fn core(name: &str) -> &str {
    let name = name.trim();
    let core = LEGAL_FORMS
        .iter()
        .find_map(|form| name.strip_prefix(form).or_else(|| name.strip_suffix(form)))
        .map_or(name, str::trim);
    if core.chars().count() > 1 { core } else { name }
}

/// Returns every place where a company's or a service's name stands in other characters, in the order of the texts.
pub(super) fn written_otherwise<'a>(context: &Context<'a>, subject: Subject) -> Vec<Found<'a>> {
    let names = of(context);
    let mut found = Vec::new();
    for text in texts::of(context) {
        let span = text.text.span;
        let written = context.sources.slice(span);
        let folded = Folded::new(written);
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for name in &names {
            for (start, end) in folded.find(&name.letters) {
                if taken.iter().any(|(from, to)| start < *to && *from < end) {
                    continue;
                }
                taken.push((start, end));
                let Some(slice) = written.get(start..end) else { continue };
                if slice != name.word && !slice.contains('\n') && name.subject == subject {
                    let place = Span::new(span.source(), span.start() + start, span.start() + end);
                    found.push(Found { name: name.name, word: name.word, written: slice, place });
                }
            }
        }
    }
    found.sort_by_key(|found| (found.place.source() != context.matter.source, found.place));
    found
}

/// Returns the name in other characters that compare as equal: its first letter or digit in the other width, else
/// with a space in it.
pub(super) fn other_width(name: &str) -> String {
    let turned = |c: char| {
        let shift = |by: i64| u32::try_from(i64::from(u32::from(c)) + by).ok().and_then(char::from_u32);
        match c {
            '0'..='9' | 'A'..='Z' | 'a'..='z' => shift(0xFEE0),
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => shift(-0xFEE0),
            _ => None,
        }
    };
    let place = name.char_indices().find_map(|(at, c)| Some((at, c, turned(c)?)));
    match place {
        Some((at, c, turned)) => {
            let (before, after) = (name.get(..at), name.get(at + c.len_utf8()..));
            format!("{}{turned}{}", before.unwrap_or(""), after.unwrap_or(""))
        }
        None => {
            let mut chars = name.chars();
            let first = chars.next().map(String::from).unwrap_or_default();
            format!("{first}　{}", chars.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{core, other_width};
    use crate::spelling;

    #[test]
    fn a_name_in_other_characters_compares_as_equal() {
        for name in ["株式会社ＡＢＣ", "ABC", "見本データ株式会社", "ａｂ払い", "三"] {
            let other = other_width(name);
            assert_ne!(name, other);
            assert!(spelling::same(name, &other), "{other}");
        }
    }

    #[test]
    fn the_legal_form_is_no_part_of_the_name() {
        assert_eq!(core("株式会社見本印刷"), "見本印刷");
        assert_eq!(core("見本データ株式会社"), "見本データ");
        assert_eq!(core("株式会社甲"), "株式会社甲");
        assert_eq!(core("見本組合"), "見本組合");
    }
}
