//! Characters that nobody sees: control characters, marks of direction, fillers, what is no character at all.

use super::texts;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::PUBLIC_WRITING;
use crate::source::Span;
use crate::spelling::is_hidden;
use crate::text;
use std::collections::BTreeMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "hidden-character",
        severity: Severity::Error,
        basis: &[PUBLIC_WRITING],
        page: include_str!("hidden_character.md"),
    },
    check,
    mutate,
};

/// The hidden characters of a text: where each stands first, and how often.
type Places = BTreeMap<char, (Span, usize)>;

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, source) in context.sources.iter() {
        let mut places = Places::new();
        for (at, c) in hidden(source.text()) {
            places.entry(c).or_insert((Span::new(id, at, at + c.len_utf8()), 0)).1 += 1;
        }
        tell(&places, findings);
    }
    // Written as `"\u202E"`, a character is in the text and not in the file.
    for own in texts::of(context) {
        let mut places = Places::new();
        let written = context.sources.slice(own.text.span);
        for (_, c) in hidden(&own.text.value).filter(|(_, c)| !written.contains(*c)) {
            places.entry(c).or_insert((own.text.span, 0)).1 += 1;
        }
        tell(&places, findings);
    }
}

/// Returns the hidden characters of a text, and where they stand. Left out are the end of a line as Windows writes it,
/// and what joins two pictures to one.
fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let is_part = move |(at, c): &(usize, char)| match c {
        '\r' => text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n')),
        '\u{200D}' => text.get(..*at).and_then(|before| before.chars().next_back()).is_some_and(is_picture),
        _ => false,
    };
    text.char_indices().filter(|(_, c)| is_hidden(*c)).filter(move |found| !is_part(found))
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

fn tell(places: &Places, findings: &mut Findings) {
    for (c, (first, times)) in places {
        let code = u32::from(*c);
        let (times_ja, times_en) = match times {
            1 => (String::new(), String::new()),
            times => (format!("（このほかに{}か所）", times - 1), format!(", and {} more of it", times - 1)),
        };
        findings.add(
            RULE.at(
                *first,
                text!(
                    "見えない文字（U+{code:04X}）があります{times_ja}",
                    "a character that is not seen (U+{code:04X}){times_en}"
                ),
            )
            .help(text!(
                "その前後の文字を消して打ち直してください。ほかの文書から写したのなら、メモ帳に一度貼ってから写してください",
                "take out the characters around it and type them again; what is copied from elsewhere goes through a plain text editor first"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let texts = context.prose().iter();
    Mutation::new(
        texts.flat_map(|prose| {
            ["\u{202E}", "\u{200B}"].map(|hidden| Plant::insert(context, prose.text.span, hidden))
        }),
        text!("文がありません", "there is no text"),
    )
}

#[cfg(test)]
mod tests {
    use super::hidden;

    #[test]
    fn what_is_seen_or_belongs_to_a_line_stays_silent() {
        for seen in ["改行\r\n次", "タブ\t", "葛\u{E0100}飾区", "👨\u{200D}👩", "全角　空白", "が゛", "ﾊﾞ"]
        {
            assert_eq!(hidden(seen).count(), 0, "{seen:?}");
        }
        for (text, c) in [
            ("a\rb", '\r'),
            ("a\u{0}b", '\u{0}'),
            ("a\u{202E}b", '\u{202E}'),
            ("a\u{200D}b", '\u{200D}'),
            ("a\u{FFFE}", '\u{FFFE}'),
            ("\u{10FFFF}", '\u{10FFFF}'),
            ("a\u{9B}31m", '\u{9B}'),
            ("\u{3164}", '\u{3164}'),
        ] {
            assert_eq!(hidden(text).map(|(_, c)| c).collect::<Vec<_>>(), [c], "{text:?}");
        }
    }
}
