//! A rule's page as it is shown in the terminal: the same words, without Markdown's marks.

use crate::check::rule::Rule;
use crate::diagnostic::Language;
use crate::diff::class::Class;
use crate::diff::policy::Policy;
use crate::diff::rules;
use crate::duty;
use crate::text;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// Returns the page of a rule about changes, with what each direction calls for on top.
pub(crate) fn of_change(rule: &rules::Rule, policy: Option<Policy<'_>>, language: Language) -> String {
    let (severity, weight) = (rule.severity.label(), text!("重さ（拡大のとき）", "severity of a widening"));
    let mut lines = vec![rule.name.to_owned()];
    lines.push(format!("  {}: {}", weight.get(language), severity.get(language)));
    let (ja, en) = rule.basis;
    lines.push(text!("  根拠: {ja}", "  basis: {en}").get(language).to_owned());
    for class in [Class::Widening, Class::Narrowing, Class::Neutral, Class::Editorial] {
        let requires = policy.map_or_else(|| rule.standard(class), |policy| policy.requires(rule, class));
        let (class_ja, class_en) = (class.ja(), class.word());
        let (ja, en) = (requires.ja(), requires.word());
        lines.push(text!("  {class_ja}: {ja}", "  {class_en}: {en}").get(language).to_owned());
    }
    lines.push(String::new());
    lines.push(body(rule.page));
    lines.join("\n")
}

/// Returns the page of a rule on what is due, with its facts on top.
pub(crate) fn of_duty(rule: &duty::rule::Rule, language: Language) -> String {
    let (severity, weight, basis) = (rule.severity.label(), text!("重さ", "severity"), rule.basis());
    let (ja, en) = (basis.ja, basis.en);
    let lines = [
        rule.name.to_owned(),
        format!("  {}: {}", weight.get(language), severity.get(language)),
        text!("  根拠: {ja}", "  basis: {en}").get(language).to_owned(),
        String::new(),
        body(rule.page),
    ];
    lines.join("\n")
}

/// Returns the page of a rule with its facts on top.
pub(crate) fn of(rule: &Rule, language: Language) -> String {
    let mut lines = vec![rule.name.to_owned()];
    let severity = rule.severity.label();
    let weight = text!("重さ", "severity");
    lines.push(format!("  {}: {}", weight.get(language), severity.get(language)));
    for basis in rule.basis {
        let day = |(year, month, day): (i32, u32, u32)| format!("{year}-{month:02}-{day:02}");
        let from = basis.valid_from.map_or_else(String::new, day);
        let to = basis.valid_to.map_or_else(String::new, day);
        let span =
            if from.is_empty() && to.is_empty() { String::new() } else { format!("（{from}〜{to}）") };
        let (ja, en) = (basis.ja, basis.en);
        lines.push(text!("  根拠: {ja}{span}", "  basis: {en}{span}").get(language).to_owned());
    }
    lines.push(String::new());
    lines.push(body(rule.page));
    lines.join("\n")
}

/// Returns Markdown as plain text.
fn body(page: &str) -> String {
    let mut out = String::new();
    let mut code: Option<bool> = None;
    let mut item = false;
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                out.push_str(if level as usize == 1 { "" } else { "■ " });
            }
            Event::Start(Tag::Item) => {
                item = true;
                out.push('・');
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                if let CodeBlockKind::Fenced(info) = &kind {
                    let place = info.split_whitespace().skip(2).collect::<Vec<_>>().join(" ");
                    if !place.is_empty() {
                        out.push_str(&format!("  # {place}\n"));
                    }
                }
                code = Some(true);
            }
            Event::End(TagEnd::CodeBlock) => {
                code = None;
                out.push('\n');
            }
            Event::End(TagEnd::Item) => {
                item = false;
                out.push('\n');
            }
            Event::End(TagEnd::Paragraph) if !item => out.push_str("\n\n"),
            Event::End(TagEnd::Heading(_)) => out.push('\n'),
            Event::End(TagEnd::List(_)) => out.push('\n'),
            Event::Text(text) if code.is_some() => {
                for line in text.lines() {
                    out.push_str(&format!("  {line}\n"));
                }
            }
            Event::Code(text) => out.push_str(&format!("「{text}」")),
            Event::Text(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            _ => {}
        }
    }
    out.trim_end().to_owned()
}
