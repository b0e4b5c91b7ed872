//! Text from the model inside a format: printed as text, never read as markup.
//!
//! Characters that cannot be seen and would change how the rest is shown (controls, bidirectional marks) are
//! printed by their number, so that a reader sees that they are there.

use crate::spelling::{is_hidden_on_paper, push_hidden};
use std::fmt::Write as _;

/// Returns `text` on one line, hidden characters by their number: what is measured is what is seen.
pub(super) fn seen(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(' '),
            c if is_hidden_on_paper(c) => push_hidden(&mut out, c),
            c => out.push(c),
        }
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
            c if is_hidden_on_paper(c) => push_hidden(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

/// Returns `text` for Markdown (CommonMark and GitHub's), on one line. Only what would be read as markup where it
/// stands is escaped, so that the source stays readable.
pub(super) fn markdown(text: &str) -> String {
    let words = text.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let mut out = String::with_capacity(text.len());
    // Four spaces would begin a block of code; one only keeps two words apart.
    if words.len() < text.len() {
        out.push(' ');
    }
    let text = words;
    let mut before: Option<char> = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if matches!(c, '\n' | '\t') {
            out.push(' ');
        } else if is_hidden_on_paper(c) {
            push_hidden(&mut out, c);
        } else {
            if is_markup(c, before, rest.as_str(), text) {
                out.push('\\');
            }
            out.push(c);
        }
        before = Some(c);
    }
    out
}

/// Returns whether a character of `text` would be read as markup. What stands beside the text is not known, so
/// its ends count as anything.
fn is_markup(c: char, before: Option<char>, after: &str, text: &str) -> bool {
    let next = after.chars().next();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '$' => true,
        '_' => !(is_word(before) && is_word(next)),
        '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
        '&' => next.is_none_or(|next| next.is_ascii_alphabetic() || next == '#'),
        // A quotation, a heading, a list, a line under a heading, a term's meaning.
        '>' | '-' | '+' | '=' => before.is_none(),
        // A heading, or the end of one.
        '#' => before.is_none_or(char::is_whitespace),
        // A term's meaning; an address that would become a link.
        ':' => before.is_none() || after.starts_with("//"),
        '@' => is_word(before) && is_word(next),
        // A number and a point would begin a list, and `www.` a link.
        '.' | ')' => {
            let lead = text.len().checked_sub(after.len() + 1).and_then(|end| text.get(..end));
            let lead = lead.unwrap_or_default();
            let is_number = !lead.is_empty() && lead.bytes().all(|byte| byte.is_ascii_digit());
            is_number || lead.to_ascii_lowercase().ends_with("www")
        }
        _ => false,
    }
}

/// Returns a name as a fragment of an address and as an `id`: letters and digits stay, and any other character
/// becomes its number, so that two names stay two.
pub(super) fn anchor(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '-' => out.push(c),
            c if c.is_alphanumeric() => out.push(c),
            c => {
                let _ = write!(out, "_{:x}_", u32::from(c));
            }
        }
    }
    out
}

/// Returns text for a string of CSS: what is no letter or digit is written as its code point.
pub(super) fn css(text: String) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:x} ", u32::from(c));
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
        assert_eq!(markdown("# *a*_b_<c>|d"), "\\# \\*a\\*\\_b\\_\\<c>\\|d");
        assert_eq!(markdown("kinds: special_care 1 < 2 & 3"), "kinds: special_care 1 < 2 & 3");
        assert_eq!(markdown("https://a.jp www.a.jp a@b.jp"), "https\\://a.jp www\\.a.jp a\\@b.jp");
        assert_eq!(markdown("1. 一"), "1\\. 一");
        assert_eq!(markdown("一\n二"), "一 二");
        assert_eq!(markdown("    - 一　二"), " \\- 一　二");
        assert_eq!(markdown("　一"), "　一");
        assert_eq!(markdown("(事業者直轄管理)"), "(事業者直轄管理)");
    }

    #[test]
    fn anchors_hold_no_space_and_no_markup() {
        assert_eq!(anchor("flow-13-1"), "flow-13-1");
        assert_eq!(anchor("委託 \"<a>"), "委託_20__22__3c_a_3e_");
        assert_ne!(anchor("a b"), anchor("a_b"));
    }

    #[test]
    fn a_string_of_css_does_not_end_early() {
        assert_eq!(css("取扱注意".to_owned()), "取扱注意");
        assert_eq!(css("\"}</style>".to_owned()), "\\22 \\7d \\3c \\2f style\\3e ");
    }

    #[test]
    fn variation_selectors_and_joiners_stay() {
        assert_eq!(xml("葛\u{E0100}城"), "葛\u{E0100}城");
        assert_eq!(markdown("𠮷 ㍻ 👨\u{200D}👩"), "𠮷 ㍻ 👨\u{200D}👩");
    }

    /// Reads Markdown as GitHub does and returns its text, where nothing in it is markup but what `around` is.
    fn read(source: &str, around: &[&str]) -> String {
        use pulldown_cmark::{Event, Options, Parser};
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_MATH
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_GFM;
        let mut text = String::new();
        for event in Parser::new_ext(source, options) {
            match event {
                Event::Text(own) => text.push_str(&own),
                Event::Start(tag) => {
                    let name = format!("{tag:?}");
                    assert!(around.iter().any(|own| name.starts_with(own)), "{name} in {source:?}");
                }
                Event::End(_) => {}
                other => panic!("{other:?} in {source:?}"),
            }
        }
        text
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_back_as_it_is(text in r#"([ -~]|[\u{3042}𠮷（。\-#>`*_&<\[\]|~$=+:.!\\]|&amp;|<b>|https://|www\.|[0-9]{1,2}[.)] ){0,12}"#) {
            let text = text.trim();
            let escaped = markdown(text);
            for (source, around) in [
                (escaped.clone(), &["Paragraph"][..]),
                (format!("- {escaped}\n"), &["List", "Item", "Paragraph"]),
                (format!("## {escaped}\n"), &["Heading"]),
                (format!("| {escaped} |\n| --- |\n"), &["Table"]),
            ] {
                proptest::prop_assert_eq!(read(&source, around), text, "{}", source);
            }
        }
    }
}
