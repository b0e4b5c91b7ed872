//! 「第3条」 beside 「令和７年」: one finding for the whole matter.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::{Prose, TextKind};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::PUBLIC_WRITING;
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "digit-width-mixed",
        severity: Severity::Info,
        basis: &[PUBLIC_WRITING],
        page: include_str!("digit_width_mixed.md"),
    },
    check,
    mutate,
};

/// How many other places a finding shows.
const SHOWN: usize = 8;

fn check(context: &Context<'_>, findings: &mut Findings) {
    let words = words(context);
    let mut half: Vec<Vec<Span>> = Vec::new();
    let mut full: Vec<Span> = Vec::new();
    for prose in texts(context) {
        let span = prose.text.span;
        let written = context.sources.slice(span);
        let place =
            |(start, end): (usize, usize)| Span::new(span.source(), span.start() + start, span.start() + end);
        let narrow: Vec<Span> = half_width(written, &words).into_iter().map(place).collect();
        if !narrow.is_empty() {
            half.push(narrow);
        }
        full.extend(full_width(written).into_iter().map(place));
    }
    // The days of the term are printed in full-width digits.
    let term = context.matter.term.as_ref();
    let wide = full
        .first()
        .map(|place| (*place, text!("全角の数字", "full-width digits")))
        .or_else(|| Some((term?.span, text!("全角で印刷される日付", "printed in full-width digits"))));
    let (Some(first), Some((wide, label))) = (half.first().and_then(|text| text.first()), wide) else {
        return;
    };
    let count = half.iter().map(Vec::len).sum::<usize>();
    let mut finding = RULE
        .at(
            *first,
            text!(
                "半角の数字（{count}か所）が、全角の数字と混ざっています（不一致）",
                "half-width digits ({count} numbers) are mixed with full-width ones"
            ),
        )
        .related(wide, label)
        .help(text!(
            "本文の数字は、規格の名などを除き、全角にそろえてください",
            "write full-width digits in the text, but for names of standards and the like"
        ));
    for text in half.iter().skip(1).take(SHOWN) {
        if let Some(place) = text.first() {
            finding = finding.related(*place, text!("ここも半角", "half-width here too"));
        }
    }
    findings.add(finding);
}

/// Returns the texts whose digits should be of one width: the reasons in the checklists are free.
fn texts<'a>(context: &'a Context<'_>) -> impl Iterator<Item = &'a Prose<'a>> {
    context.prose().iter().filter(|prose| prose.place != TextKind::Reason)
}

/// Returns the words whose digits stay as they are: standards, certifications, names of services and systems.
fn words<'a>(context: &Context<'a>) -> Vec<&'a str> {
    let (common, matter) = (context.common, context.matter);
    let certifications = common.certifications.iter().flat_map(|kind| [&kind.name, &kind.wording]);
    let brands = matter.providers.iter().flat_map(|own| [&own.brand, &own.brand_as_written]).flatten();
    let labels = matter.systems.iter().map(|system| &system.label);
    common
        .half_width
        .iter()
        .chain(certifications)
        .chain(brands.chain(labels).map(|name| &name.value))
        .map(String::as_str)
        .collect()
}

/// Returns the half-width numbers of a text. A run of letters and digits (TLS1.3, A4) is a name, not a number.
fn half_width(text: &str, words: &[&str]) -> Vec<(usize, usize)> {
    let names: Vec<(usize, usize)> = words
        .iter()
        .flat_map(|word| text.match_indices(*word))
        .map(|(at, word)| (at, at + word.len()))
        .collect();
    runs(text, |c| c.is_ascii_graphic())
        .into_iter()
        .filter_map(|(start, end)| {
            let run = text.get(start..end)?;
            let digit = |c: char| c.is_ascii_digit();
            let (first, last) = (run.find(digit)?, run.rfind(digit)?);
            // 「#1」 is a mark of its own, as is a name with letters.
            if run.contains(|c: char| c.is_ascii_alphabetic() || c == '#') {
                return None;
            }
            Some((start + first, start + last + 1))
        })
        .filter(|(start, end)| !names.iter().any(|(from, to)| from <= start && end <= to))
        .collect()
}

/// Returns the full-width numbers of a text.
fn full_width(text: &str) -> Vec<(usize, usize)> {
    runs(text, |c| matches!(c, '０'..='９' | '，' | '．'))
        .into_iter()
        .filter(|(start, end)| {
            text.get(*start..*end).is_some_and(|run| run.contains(|c| matches!(c, '０'..='９')))
        })
        .collect()
}

/// Returns the longest runs of characters that `belongs` holds for.
fn runs(text: &str, belongs: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| belongs(*c)) {
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some((_, last)) if *last == at => *last = end,
            _ => runs.push((at, end)),
        }
    }
    runs
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        texts(context).map(|prose| Plant::insert(context, prose.text.span, "第1号第２号")),
        text!("文が一つもありません", "there is no text"),
    )
}

#[cfg(test)]
mod tests {
    use super::{full_width, half_width};

    fn half(text: &str) -> Vec<&str> {
        let words = ["JIS Q 15001", "端末2"];
        half_width(text, &words).into_iter().map(|(start, end)| text.get(start..end).unwrap()).collect()
    }

    #[test]
    fn numbers_are_told_from_names() {
        assert_eq!(half("第3条第 1項"), ["3", "1"]);
        assert_eq!(half("約36,000名"), ["36,000"]);
        assert_eq!(half("（1）の2025-07-01"), ["1", "2025-07-01"]);
        assert!(half("ISO27001、TLS1.3、A4、JIS Q 15001、端末2").is_empty());
        assert_eq!(half("端末2と端末3"), ["3"]);
    }

    #[test]
    fn full_width_numbers_are_counted_whole() {
        assert_eq!(full_width("３６，０００名と４者").len(), 2);
        assert!(full_width("甲，乙").is_empty());
    }
}
