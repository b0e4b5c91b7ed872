//! An abbreviation that the paper uses and never explains.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::TextKind;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{FORM, PUBLIC_WRITING};
use crate::source::Span;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "abbreviation-not-explained",
        severity: Severity::Info,
        basis: &[FORM, PUBLIC_WRITING],
        page: include_str!("abbreviation_not_explained.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    // A workspace that was made before there was this list would be asked for words that everybody knows.
    if context.common.known_abbreviations.is_empty() {
        return;
    }
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    let mut explained: BTreeSet<String> = known(context);
    for prose in context.prose().iter().filter(|prose| prose.place != TextKind::Article) {
        for used in abbreviations(&prose.text.value) {
            if used.is_explained {
                explained.insert(used.word.clone());
            }
            places.entry(used.word).or_insert(prose.text.span);
        }
    }
    for (word, place) in &places {
        if explained.contains(word) || explained.contains(stem(word)) {
            continue;
        }
        findings.add(
            RULE.at(
                *place,
                text!(
                    "略語「{word}」の意味が、どこにも書かれていません（記載なし）",
                    "nothing says what the abbreviation `{word}` means"
                ),
            )
            .help(text!(
                "初めに出る所で「日本語の名（{word}）」と書くか、案件の abbreviations に word と meaning を書いてください。説明が要らない語なら、policies/common/words.yaml の known_abbreviations に加えてください",
                "write the name in full beside it where it first stands, or `word` and `meaning` under `abbreviations` of the matter; if it needs no explanation, add it to `known_abbreviations` in policies/common/words.yaml"
            )),
        );
    }
}

/// Returns what needs no explanation: what the matter explains, what the ward says everybody knows, and the parts of
/// names (of companies, services, certifications, networks, ways).
fn known(context: &Context<'_>) -> BTreeSet<String> {
    let (matter, common) = (context.matter, context.common);
    let explained = matter.abbreviations.iter().map(|own| own.word.value.as_str());
    let everybody = common.known_abbreviations.iter().map(String::as_str);
    let companies = context.year.parties.iter().map(|own| own.name.value.as_str());
    let brands = matter.providers.iter().flat_map(|own| [&own.brand, &own.brand_as_written]);
    let services = matter.systems.iter().map(|own| &own.service);
    let services = brands.chain(services).flatten().map(|own| own.value.as_str());
    let certifications = common.certifications.iter().map(|own| own.name.as_str());
    let networks = common.networks.iter().flat_map(|own| std::iter::once(&own.name).chain(&own.words));
    let means = common.means.iter().flat_map(|own| std::iter::once(&own.name).chain(&own.words));
    let protections = common.protections.iter().map(|own| &own.name);
    let words = networks.chain(means).chain(protections).map(String::as_str);
    let texts =
        explained.chain(everybody).chain(companies).chain(services).chain(certifications).chain(words);
    texts.flat_map(abbreviations).map(|own| own.word).collect()
}

/// An abbreviation in a text.
struct Used {
    word: String,
    /// Whether the text says what it means: it stands in brackets behind a name, or a name in brackets behind it.
    is_explained: bool,
}

/// Returns the words of a text that are written in capital letters: two at least, and digits.
fn abbreviations(text: &str) -> Vec<Used> {
    let chars: Vec<char> = text.chars().map(narrow).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let run = chars.get(at..).unwrap_or(&[]).iter().take_while(|c| is_part(**c)).count();
        if run == 0 {
            at += 1;
            continue;
        }
        let word: String = chars.get(at..at + run).unwrap_or(&[]).iter().collect();
        let word = word.trim_matches(['-', '.', '_']);
        let capitals = word.chars().filter(char::is_ascii_uppercase).count();
        let begins = word.starts_with(|c: char| c.is_ascii_uppercase());
        if capitals >= 2 && begins && !word.contains(|c: char| c.is_ascii_lowercase()) {
            let before = at.checked_sub(1).and_then(|at| chars.get(at));
            let after = chars.get(at + run);
            let is_explained = after == Some(&'(')
                || (before == Some(&'(') && after == Some(&')') && at > 1)
                || (before == Some(&'「') && chars.get(at + run..).is_some_and(names_it));
            found.push(Used { word: word.to_owned(), is_explained });
        }
        at += run;
    }
    found
}

/// Returns whether what follows says that this is what something is called: 」という.
fn names_it(after: &[char]) -> bool {
    after.iter().copied().take(4).eq("」という".chars())
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')
}

/// Returns a full-width letter, digit or bracket as the half-width one.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}

/// Returns the letters before a number or a hyphen: DVD of DVD-R, ISO of ISO9001.
fn stem(word: &str) -> &str {
    let end = word.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(word.len());
    word.get(..end).unwrap_or(word)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let texts = context.matter.overview.iter().filter_map(|overview| overview.purpose.as_ref());
    let plants = texts.map(|text| Plant::insert(context, text.span, "（ＱＺＸ形式による）"));
    Mutation::new(plants, text!("目的の文がありません", "no purpose"))
}

#[cfg(test)]
mod tests {
    use super::abbreviations;

    fn told(text: &str) -> Vec<(String, bool)> {
        abbreviations(text).into_iter().map(|own| (own.word, own.is_explained)).collect()
    }

    #[test]
    fn capitals_are_abbreviations_and_explained_by_a_name_beside_them() {
        assert_eq!(told("１日１回CSVを受信し"), [("CSV".to_owned(), false)]);
        assert_eq!(told("総合行政ネットワーク（ＬＧＷＡＮ）により"), [("LGWAN".to_owned(), true)]);
        assert_eq!(told("OCR（文字の読取り）を用い"), [("OCR".to_owned(), true)]);
        assert_eq!(told("応用の口（以下「API」という。）"), [("API".to_owned(), true)]);
        assert_eq!(told("暗号化してDVD-Rに記録"), [("DVD-R".to_owned(), false)]);
        assert_eq!(told("T11、A4、PayPay、iPhone、第１回"), []);
    }
}
