//! A text that ` #` cuts off.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Prose;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;
use std::mem::discriminant;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "text-cut-by-comment",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("text_cut_by_comment.md"),
    },
    check,
    mutate,
};

/// Returns the place of what follows a value on its line as a comment that begins like a word: 「第 #3号」; or that ends a
/// sentence which the value leaves open, where every other text of its kind is a whole sentence: 「専用車 # 2号車で運ぶ。」.
fn cut_off(context: &Context<'_>, prose: &Prose<'_>) -> Option<Span> {
    let value = prose.text.span;
    let source = context.sources.get(value.source())?;
    let (line, _) = source.line_column(value.end());
    let rest = source.text().get(value.end()..source.line_start(line + 1))?;
    let comment = rest.trim_start_matches([' ', '\t']);
    let begins = value.end() + (rest.len() - comment.len());
    let word = comment.strip_prefix('#')?;
    // A comment stands behind a blank; a word does not.
    let is_comment = word.starts_with([' ', '\u{3000}', '\t', '#', '\n', '\r']) || word.is_empty();
    let goes_on = || is_whole(comment.trim_end()) && !is_whole(prose.text) && are_sentences(context, prose);
    (begins > value.end() && (!is_comment || goes_on()))
        .then(|| Span::new(value.source(), begins, begins + comment.trim_end().len()))
}

/// Returns whether a text ends a sentence.
fn is_whole(text: &str) -> bool {
    text.trim_end().ends_with(['。', '｡'])
}

/// Returns whether the texts of the same kind are sentences: at least two others, and all with their full stop.
fn are_sentences(context: &Context<'_>, own: &Prose<'_>) -> bool {
    let alike = context.prose().iter().filter(|prose| {
        prose.place == own.place
            && discriminant(&prose.owner) == discriminant(&own.owner)
            && prose.text.span != own.text.span
    });
    let mut others = alike.map(|prose| is_whole(prose.text)).peekable();
    let first = others.next() == Some(true);
    first && others.peek().is_some() && others.all(|is_whole| is_whole)
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for prose in context.prose() {
        let Some(place) = cut_off(context, prose) else { continue };
        let lost = context.sources.slice(place);
        findings.add(
            RULE.at(
                place,
                text!(
                    "「{lost}」は説明として読み飛ばされ、印刷されません（要確認）",
                    "`{lost}` is read as a comment, and is not printed"
                ),
            )
            .related(prose.text.span, text!("印刷されるのはここまで", "only this is printed"))
            .help(text!(
                "文の一部なら、値の全体を \" で囲んでください。説明なら、# の後に空白を置いてください",
                "if it is part of the text, put the value in quotation marks; if it is a comment, put a blank after the #"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let overview = context.matter.overview.as_ref();
    let texts = overview.into_iter().flat_map(|own| own.subjects.iter().chain(&own.purpose));
    let titles = context.matter.contracts.iter().filter_map(|contract| contract.title.as_ref());
    let plants = texts.chain(titles).map(|text| {
        let whole = Plant::insert(context, text.span, " #1及び");
        // What is cut off stands behind the value.
        whole.map(|plant| plant.within(Span::new(text.span.source(), text.span.start(), text.span.end())))
    });
    Mutation::new(plants, text!("文がありません", "there is no text"))
}
