//! Text from the model inside a format: printed as text, never read as markup.
//!
//! Characters that cannot be seen and would change how the rest is shown (controls, bidirectional marks) are
//! printed by their number, so that a reader sees that they are there.

use std::fmt::Write as _;

/// Returns whether a character would act on the text around it without being seen.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

fn push_hidden(out: &mut String, c: char) {
    let _ = write!(out, "〔U+{:04X}〕", u32::from(c));
}

/// Returns `text` with what cannot be seen in it shown by its number.
#[cfg(feature = "pdf")]
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { push_hidden(&mut out, c) } else { out.push(c) }
    }
    out
}

/// Returns `text` for HTML and SVG, in elements and in quoted attributes.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_hidden(c) => push_hidden(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

/// Returns `text` for Markdown, on one line.
pub(super) fn markdown(text: &str) -> String {
    let text = text.trim_start();
    let mut out = String::with_capacity(text.len());
    for (index, c) in text.char_indices() {
        match c {
            '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '~' | '&' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '#' | '-' | '+' | '=' | ':' if index == 0 => {
                out.push('\\');
                out.push(c);
            }
            // A number and a point would begin a list.
            '.' | ')'
                if index > 0
                    && text.get(..index).is_some_and(|lead| lead.bytes().all(|b| b.is_ascii_digit())) =>
            {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\t' => out.push(' '),
            c if is_hidden(c) => push_hidden(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_the_model_stays_text() {
        assert_eq!(xml("<b a=\"'&\">"), "&lt;b a=&quot;&#39;&amp;&quot;&gt;");
        assert_eq!(xml("a\u{202E}b\u{0}"), "a〔U+202E〕b〔U+0000〕");
        assert_eq!(markdown("# *a*_b_<c>|d"), "\\# \\*a\\*\\_b\\_\\<c\\>\\|d");
        assert_eq!(markdown("1. 一"), "1\\. 一");
        assert_eq!(markdown("一\n二"), "一 二");
        assert_eq!(markdown("(事業者直轄管理)"), "(事業者直轄管理)");
    }

    #[test]
    fn variation_selectors_and_joiners_stay() {
        assert_eq!(xml("葛\u{E0100}城"), "葛\u{E0100}城");
        assert_eq!(markdown("𠮷 ㍻ 👨\u{200D}👩"), "𠮷 ㍻ 👨\u{200D}👩");
    }
}
