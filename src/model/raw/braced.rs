//! Texts with values in braces, as patterns of the schema: what the program refuses, an editor shows at once.

use crate::model::vocabulary::{CoverValue, FootValue, MaterialValue};
use crate::yaml::decode::{Pattern, Vocabulary};

/// A text of the cover: 「{title}」.
#[derive(Clone, Debug)]
pub(crate) struct CoverText;

/// A text at the foot of a page: 「{page}」.
#[derive(Clone, Debug)]
pub(crate) struct FootText;

/// The number of a matter: 議第{agenda}号, or the word before the number.
#[derive(Clone, Debug)]
pub(crate) struct MatterNumber;

/// The number of a material of a matter that has a number; it holds both numbers.
#[derive(Clone, Debug)]
pub(crate) struct Numbered;

/// The number of a material of a matter that has none.
#[derive(Clone, Debug)]
pub(crate) struct Unnumbered;

/// A brace that nothing closes is a letter like any other.
const OPEN: &str = r"(\{[^}]*)?";

/// Returns one of the values in braces.
fn one_of<V: Vocabulary>() -> String {
    let words: Vec<String> = V::WORDS.iter().map(|(word, ..)| word.replace('.', r"\.")).collect();
    format!(r"\{{({})\}}", words.join("|"))
}

/// Returns the pattern of a text that says something and holds only values that there are.
fn text<V: Vocabulary>() -> String {
    let value = one_of::<V>();
    format!(r"^\s*(([^{{\s]|{value})(\s|[^{{\s]|{value})*{OPEN}|\{{[^}}]*)$")
}

impl Pattern for CoverText {
    fn pattern() -> String {
        text::<CoverValue>()
    }
}

impl Pattern for FootText {
    fn pattern() -> String {
        text::<FootValue>()
    }
}

impl Pattern for MatterNumber {
    fn pattern() -> String {
        let any = r"([^{]|\{agenda\})*";
        format!(r"^([^{{]*[^{{\s][^{{]*|{any}\{{agenda\}}{any}{OPEN})$")
    }
}

impl Pattern for Numbered {
    fn pattern() -> String {
        let any = format!("([^{{]|{})*", one_of::<MaterialValue>());
        let [agenda, index] = [r"\{agenda\}", r"\{index\}"];
        format!("^({any}{agenda}{any}{index}{any}{OPEN}|{any}{index}{any}{agenda}{any}{OPEN})$")
    }
}

impl Pattern for Unnumbered {
    fn pattern() -> String {
        let any = format!("([^{{]|{})*", one_of::<MaterialValue>());
        format!(r"^{any}\{{index\}}{any}{OPEN}$")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    fn fits<P: Pattern>(text: &str) -> bool {
        Regex::new(&P::pattern()).unwrap().is_match(text)
    }

    #[test]
    fn a_pattern_takes_what_the_program_takes() {
        for text in [
            "件名",
            "{title}",
            "（{department}：{letter.date}）",
            "　{title}",
            "{ 開いたまま",
            "a{title}{b",
            "}",
        ] {
            assert!(fits::<CoverText>(text), "{text}");
        }
        for text in ["", "　", "{titel}", "{title}と{page}", "{}", "{letterxdate}"] {
            assert!(!fits::<CoverText>(text), "{text}");
        }
        assert!(fits::<FootText>("{page} / {pages}") && !fits::<FootText>("{letter.to}"));
        for text in ["資料", "議第{agenda}号", "{agenda}"] {
            assert!(fits::<MatterNumber>(text), "{text}");
        }
        for text in ["", "議第{index}号", "議第{agenda}{index}号", "議第{番号}号", "議第{号"] {
            assert!(!fits::<MatterNumber>(text), "{text}");
        }
        for text in ["資料{agenda}－{index}", "{index}の{agenda}"] {
            assert!(fits::<Numbered>(text), "{text}");
        }
        for text in ["図表", "資料{agenda}", "資料{index}", "{agenda}{idx}{index}"] {
            assert!(!fits::<Numbered>(text), "{text}");
        }
        assert!(fits::<Unnumbered>("資料{index}") && !fits::<Unnumbered>("資料{agenda}"));
    }
}
