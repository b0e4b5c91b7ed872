//! Words that are spelled in more than one way: one finding a word.

use super::texts;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Plant;
use crate::check::prose::Prose;
use crate::diagnostic::{Text, listed_texts};
use crate::model::vocabulary::VariantAbout;
use crate::model::ward::Variant;
use crate::rule::Rule;
use crate::source::{SourceId, Span};
use crate::text;
use aho_corasick::AhoCorasick;

/// Where one form of a word stands.
struct Form<'a> {
    form: &'a str,
    places: Vec<Span>,
}

/// Adds a finding for every word about `about` that the submission spells in more than one way.
pub(super) fn check(
    context: &Context<'_>,
    findings: &mut Findings,
    rule: &Rule,
    about: VariantAbout,
    message: fn(&Text) -> Text,
) {
    let variants: Vec<&Variant> =
        context.common.variants.iter().filter(|variant| variant.about == about).collect();
    let texts = texts::of(context);
    for (variant, forms) in variants.iter().zip(forms(context, &texts, &variants)) {
        let used: Vec<&Form<'_>> = forms.iter().filter(|form| !form.places.is_empty()).collect();
        let Some(recommended) = variant.forms.first() else { continue };
        // Of the forms that are not recommended, the one that stands first; `forms` is in the order of the list.
        let Some((first, place)) = used
            .iter()
            .filter(|form| form.form != recommended)
            .filter_map(|form| Some((*form, *form.places.first()?)))
            .min_by_key(|(_, place)| order(context, *place))
        else {
            continue;
        };
        if used.len() < 2 {
            continue;
        }
        let all = every(used.iter().map(|form| form.form));
        let (name, count, right) = (shown(first.form), first.places.len(), shown(recommended));
        let (Text { ja: name, en: name_en }, Text { ja: right, en: right_en }) = (name, right);
        let mut finding = rule
            .at(place, message(&all))
            .label(text!("{name}（{count}か所）", "{name_en} ({count})"))
            .help(text!("{right}にそろえてください", "write {right_en} throughout"));
        for form in used.into_iter().filter(|form| form.form != first.form) {
            let (Text { ja: name, en: name_en }, count) = (shown(form.form), form.places.len());
            if let Some(place) = form.places.first() {
                finding = finding.related(*place, text!("{name}（{count}か所）", "{name_en} ({count})"));
            }
        }
        findings.add(finding);
    }
}

/// Returns a form for a sentence: 「手続」, in English `手続`; a quotation mark stands with its partner.
fn shown(form: &str) -> Text {
    match form {
        "「" => text!("「 」", "`「 」`"),
        "『" => text!("『 』", "`『 』`"),
        form => text!("「{form}」", "`{form}`"),
    }
}

/// Returns forms for a sentence: 「手続」「手続き」, in English `手続`, `手続き`.
fn every<'f>(forms: impl Iterator<Item = &'f str>) -> Text {
    let all: Vec<Text> = forms.map(shown).collect();
    Text { ja: all.iter().map(|own| own.ja.as_str()).collect(), en: listed_texts(all).en }
}

/// The matter's own file comes first.
fn order(context: &Context<'_>, place: Span) -> (bool, SourceId, usize) {
    (place.source() != context.matter.source, place.source(), place.start())
}

/// Returns where each form of each word stands.
fn forms<'v>(context: &Context<'_>, texts: &[Prose<'_>], variants: &[&'v Variant]) -> Vec<Vec<Form<'v>>> {
    let form = |form: &'v String| Form { form, places: Vec::new() };
    let mut forms: Vec<Vec<Form<'v>>> =
        variants.iter().map(|variant| variant.forms.iter().map(form).collect()).collect();
    let words: Vec<&[String]> = variants.iter().map(|variant| variant.forms.as_slice()).collect();
    let Some(search) = Search::new(&words) else { return forms };
    for text in texts {
        let span = text.text.span;
        for (at, word, form) in search.occurrences(context.sources.slice(span)) {
            let start = span.start() + at;
            if let Some(found) = forms.get_mut(word).and_then(|forms| forms.get_mut(form)) {
                let end = start + found.form.len();
                found.places.push(Span::new(span.source(), start, end));
            }
        }
    }
    forms
}

/// All forms of all words, found in one pass over a text.
struct Search {
    automaton: AhoCorasick,
    /// The word and the form that each pattern is.
    patterns: Vec<(usize, usize)>,
}

impl Search {
    /// Returns none where there are more forms than an automaton can hold.
    fn new(words: &[&[String]]) -> Option<Self> {
        let all = words
            .iter()
            .enumerate()
            .flat_map(|(word, forms)| forms.iter().enumerate().map(move |(form, text)| (text, (word, form))));
        let (texts, patterns): (Vec<&String>, _) = all.filter(|(text, _)| !text.is_empty()).unzip();
        Some(Self { automaton: AhoCorasick::new(texts).ok()?, patterns })
    }

    /// Returns the byte, the word and the form of every occurrence. Of two forms of a word at one place the longer
    /// counts: 手続き is no 手続. A quotation inside a quotation has marks of its own, and is no variant.
    fn occurrences(&self, text: &str) -> Vec<(usize, usize, usize)> {
        let mut all: Vec<(usize, usize, usize, usize)> = self
            .automaton
            .find_overlapping_iter(text)
            .filter_map(|found| {
                let (word, form) = *self.patterns.get(found.pattern().as_usize())?;
                Some((word, found.start(), found.end(), form))
            })
            .collect();
        all.sort_unstable_by_key(|(word, start, end, _)| (*word, *start, std::cmp::Reverse(*end)));
        let is_quoted = |at: usize| {
            let before = text.get(..at).unwrap_or("");
            before.chars().rev().find(|c| matches!(c, '「' | '」')) == Some('「')
        };
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        // The word that was looked at last, and where its last occurrence ends.
        let mut last = (0, 0);
        for (word, start, end, form) in all {
            let is_free = last.0 != word || last.1 <= start;
            if is_free && !(text.get(start..end).is_some_and(|own| own.starts_with('『')) && is_quoted(start))
            {
                found.push((start, word, form));
                last = (word, end);
            }
        }
        found
    }
}

/// Returns plants: two forms of one word put into a text, each word in each text.
pub(super) fn plants(context: &Context<'_>, about: VariantAbout) -> Vec<Option<Plant>> {
    let words: Vec<String> = context
        .common
        .variants
        .iter()
        .filter(|variant| variant.about == about)
        .filter_map(|variant| Some(format!("{}、{}", variant.forms.first()?, variant.forms.get(1)?)))
        .collect();
    let mut plants = Vec::new();
    for text in context.prose() {
        for word in &words {
            plants.push(Plant::insert(context, text.text.span, word));
        }
    }
    plants
}

#[cfg(test)]
mod tests {
    use super::Search;

    fn count(text: &str, forms: [&str; 2]) -> [usize; 2] {
        let forms = forms.map(str::to_owned);
        let found = Search::new(&[&forms]).unwrap().occurrences(text);
        [0, 1].map(|form| found.iter().filter(|(_, _, found)| *found == form).count())
    }

    #[test]
    fn the_longer_form_counts() {
        assert_eq!(count("手続を行い、手続きを終える", ["手続", "手続き"]), [1, 1]);
        assert_eq!(count("鍵付きカバンと鍵付キャビネット", ["鍵付き", "鍵付"]), [1, 1]);
        assert_eq!(count("サーバーとサーバ", ["サーバ", "サーバー"]), [1, 1]);
    }

    #[test]
    fn a_quotation_in_a_quotation_is_no_variant() {
        assert_eq!(count("「甲の『乙』」と「丙」", ["「", "『"]), [2, 0]);
        assert_eq!(count("『乙』と「丙」", ["「", "『"]), [1, 1]);
    }
}
