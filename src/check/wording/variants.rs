//! Words that are spelled in more than one way: one finding a word.

use super::texts;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Plant;
use crate::check::prose::Prose;
use crate::diagnostic::Text;
use crate::model::vocabulary::VariantAbout;
use crate::model::ward::Variant;
use crate::rule::Rule;
use crate::source::{SourceId, Span};
use crate::text;

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
    message: fn(&str) -> Text,
) {
    let texts = texts::of(context);
    for variant in context.common.variants.iter().filter(|variant| variant.about == about) {
        let forms = forms(context, &texts, variant);
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
        let all: String = used.iter().map(|form| shown(form.form)).collect();
        let (name, count, right) = (shown(first.form), first.places.len(), shown(recommended));
        let mut finding = rule
            .at(place, message(&all))
            .label(text!("{name}（{count}か所）", "{name} ({count})"))
            .help(text!("{right}にそろえてください", "write {right} throughout"));
        for form in used.into_iter().filter(|form| form.form != first.form) {
            let (name, count) = (shown(form.form), form.places.len());
            if let Some(place) = form.places.first() {
                finding = finding.related(*place, text!("{name}（{count}か所）", "{name} ({count})"));
            }
        }
        findings.add(finding);
    }
}

/// Returns a form for a sentence: 「手続」; a quotation mark stands with its partner.
fn shown(form: &str) -> String {
    match form {
        "「" => "「 」".to_owned(),
        "『" => "『 』".to_owned(),
        form => format!("「{form}」"),
    }
}

/// The matter's own file comes first.
fn order(context: &Context<'_>, place: Span) -> (bool, SourceId, usize) {
    (place.source() != context.matter.source, place.source(), place.start())
}

/// Returns where each form of a word stands.
fn forms<'v>(context: &Context<'_>, texts: &[Prose<'_>], variant: &'v Variant) -> Vec<Form<'v>> {
    let mut forms: Vec<Form<'v>> =
        variant.forms.iter().map(|form| Form { form, places: Vec::new() }).collect();
    for text in texts {
        let span = text.text.span;
        for (at, form) in occurrences(context.sources.slice(span), &variant.forms) {
            let start = span.start() + at;
            if let Some(found) = forms.get_mut(form) {
                let end = start + found.form.len();
                found.places.push(Span::new(span.source(), start, end));
            }
        }
    }
    forms
}

/// Returns the byte and the form of every occurrence. Of two forms at one place the longer counts: 手続き is no 手続.
/// A quotation inside a quotation has marks of its own, and is no variant.
fn occurrences(text: &str, forms: &[String]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut quoted = false;
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if at < skip {
            continue;
        }
        let here = text.get(at..).unwrap_or("");
        let longest = forms
            .iter()
            .enumerate()
            .filter(|(_, form)| !form.is_empty() && here.starts_with(form.as_str()))
            .max_by_key(|(_, form)| form.len());
        if let Some((index, form)) = longest
            && !(quoted && c == '『')
        {
            found.push((at, index));
            skip = at + form.len();
        }
        match c {
            '「' => quoted = true,
            '」' => quoted = false,
            _ => {}
        }
    }
    found
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
    use super::occurrences;

    fn count(text: &str, forms: [&str; 2]) -> [usize; 2] {
        let forms = forms.map(str::to_owned);
        let found = occurrences(text, &forms);
        [0, 1].map(|form| found.iter().filter(|(_, found)| *found == form).count())
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
