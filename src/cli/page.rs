//! A rule's page as it is shown in the terminal: the same words, without Markdown's marks.

use crate::diagnostic::{Language, Text};
use crate::diff::class::Class;
use crate::diff::policy::Policy;
use crate::diff::rules::ChangeRule;
use crate::rule::{Rule, law, page};
use crate::spelling;
use crate::text;
use chrono::NaiveDate;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// Returns the page of a rule about changes, with what each direction calls for on top.
pub(crate) fn of_change(
    rule: &ChangeRule,
    policy: Option<Policy<'_>>,
    authority: &str,
    language: Language,
) -> String {
    let mut lines = head(rule, &text!("重さ（拡大のとき）", "severity of a widening"), language);
    for class in [Class::Widening, Class::Narrowing, Class::Neutral, Class::Editorial] {
        let requires = policy.map_or_else(|| rule.standard(class), |policy| policy.requires(rule, class));
        let (class_ja, class_en) = (class.ja(), class.word());
        let (ja, en) = (requires.ja(), requires.word());
        lines.push(text!("  {class_ja}: {ja}", "  {class_en}: {en}").get(language).to_owned());
    }
    finish(lines, rule, authority, language)
}

/// Returns the page of a rule with its facts on top, with the word of an authority for itself.
pub(crate) fn of(rule: &Rule, authority: &str, language: Language) -> String {
    finish(head(rule, &text!("重さ", "severity"), language), rule, authority, language)
}

fn finish(mut lines: Vec<String>, rule: &Rule, authority: &str, language: Language) -> String {
    lines.push(String::new());
    lines.push(body(rule.page, language));
    let page = lines.join("\n");
    match language {
        Language::English => page,
        Language::Japanese => spelling::in_own_word_throughout(&page, authority),
    }
}

/// Returns name, weight, and each law with the days in force.
fn head(rule: &Rule, weight: &Text, language: Language) -> Vec<String> {
    let mut lines = vec![rule.name.to_owned()];
    let severity = rule.severity.label();
    lines.push(format!("  {}: {}", weight.get(language), severity.get(language)));
    for law in rule.basis {
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let (from, to) = (day(law.from), day(law.to));
        let span = match from.is_empty() && to.is_empty() {
            true => text!("", ""),
            false => text!("（{from}〜{to}）", " ({from} to {to})"),
        };
        let (Text { ja, en }, span, span_en) = (law::cite([law]), span.ja, span.en);
        lines.push(text!("  根拠: {ja}{span}", "  basis: {en}{span_en}").get(language).to_owned());
    }
    lines
}

/// Returns Markdown as plain text, in one language.
fn body(own: &str, language: Language) -> String {
    let page = match language {
        Language::English => page::english(own),
        Language::Japanese => page::japanese(own),
    };
    let mut out = String::new();
    let mut is_code = false;
    let mut item = false;
    for event in Parser::new(&page) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                out.push_str(if level as usize == 1 { "" } else { "■ " });
            }
            Event::Start(Tag::Item) => {
                item = true;
                out.push('・');
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                is_code = true;
                if let CodeBlockKind::Fenced(info) = &kind {
                    let place = info.split_whitespace().skip(2).collect::<Vec<_>>().join(" ");
                    if !place.is_empty() {
                        out.push_str(&format!("  # {place}\n"));
                    }
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                is_code = false;
                out.push('\n');
            }
            Event::End(TagEnd::Item) => {
                item = false;
                out.push('\n');
            }
            Event::End(TagEnd::Paragraph) if !item => out.push_str("\n\n"),
            Event::End(TagEnd::Heading(_)) => out.push('\n'),
            Event::End(TagEnd::List(_)) => out.push('\n'),
            Event::Text(text) if is_code => {
                for line in text.lines() {
                    out.push_str(&format!("  {line}\n"));
                }
            }
            Event::Code(text) => out.push_str(text!("「{text}」", "`{text}`").get(language)),
            Event::Text(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            _ => {}
        }
    }
    out.trim_end().to_owned()
}
