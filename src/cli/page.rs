//! A rule's page as it is shown in the terminal: the same words, without Markdown's marks.

use crate::check::rule::Rule;
use crate::diagnostic::Language;
use crate::text;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

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
