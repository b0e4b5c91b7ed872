//! Slips of editing that show elsewhere: a parent key that is still a comment, a closing bracket too many. What they
//! lead to is found by reading; what they are is told here.

use crate::diagnostic::{Diagnostic, Label};
use crate::source::{SourceId, Span};
use crate::text;
use std::ops::Range;

/// How many lines above a place its parent is looked for.
const LINES: usize = 200;

/// Says of each problem of a text what slip it comes from, where one is seen.
pub(super) fn explain(source: SourceId, text: &str, problems: &mut [Diagnostic]) {
    for problem in problems.iter_mut().filter(|problem| problem.primary.span.source() == source) {
        let span = problem.primary.span;
        let (start, end) = (span.start(), span.end());
        if matches!(problem.rule, "unknown-key" | "yaml-syntax" | "wrong-type")
            && let Some((comment, key)) = parent_in_comment(text, start)
        {
            problem.help = Some(text!(
                "上にある「{key}:」が注釈のままです。この項目がその中のものなら、その行の「#」を消してください",
                "`{key}:` above is still a comment; if this belongs to it, take its `#` away"
            ));
            let at = Span::new(source, comment.start, comment.end);
            problem.related.retain(|label| label.span != at);
            problem.related.insert(
                0,
                Label {
                    span: at, message: text!("注釈のままの親のキー", "the parent key, still a comment")
                },
            );
        } else if problem.rule != "yaml-syntax"
            && let Some((value, bracket)) = text.get(start..end).and_then(bracket_too_many)
        {
            problem.help = Some(text!(
                "終わりの「{bracket}」には開く括弧がありません。消してください（値は「{value}」になります）",
                "the `{bracket}` at its end was never opened; take it away, which leaves `{value}`"
            ));
        }
    }
}

/// Returns where the key above a place is commented out (`# overview:`), and the key: one that begins further left than
/// the line of the place, with nothing between them that begins as far left as it.
fn parent_in_comment(text: &str, at: usize) -> Option<(Range<usize>, &str)> {
    let before = text.get(..at)?;
    let own = before.rfind('\n').map_or(0, |end| end + 1);
    let indent = before.get(own..)?;
    if indent.is_empty() || !indent.chars().all(|c| c == ' ' || c == '-') {
        return None;
    }
    let mut left = indent.len();
    let mut end = own;
    for line in before.get(..own)?.lines().rev().take(LINES) {
        let whole = before.get(..end)?;
        end = whole.strip_suffix("\r\n").or_else(|| whole.strip_suffix('\n')).map_or(end, str::len);
        let from = end.checked_sub(line.len())?;
        end = from;
        let body = line.trim_start_matches(' ');
        let column = line.len() - body.len();
        match body.strip_prefix('#') {
            Some(comment) if column < left => {
                let key = comment.trim_matches(['#', ' ', '\r']);
                if let Some(key) = key.strip_suffix(':').filter(|key| is_key(key)) {
                    return Some((from + column..from + line.trim_end().len(), key));
                }
            }
            Some(_) => {}
            None if body.trim().is_empty() || column >= left => {}
            // The key stands in an item of a list; its parent stands further left than the dash, or below it at the margin.
            None if body.starts_with("- ") && column + 2 >= left => left = column.max(1),
            None => return None,
        }
    }
    None
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Returns a plain value without the closing bracket at its end that was never opened, and the bracket.
fn bracket_too_many(value: &str) -> Option<(&str, char)> {
    let bracket = value.chars().next_back().filter(|c| matches!(c, '}' | ']'))?;
    let open = if bracket == '}' { '{' } else { '[' };
    let rest = value.get(..value.len() - 1)?.trim_end();
    let is_plain = !rest.is_empty() && !rest.contains('\n') && !rest.starts_with(['"', '\'', '{', '[']);
    (is_plain && value.matches(bracket).count() > value.matches(open).count()).then_some((rest, bracket))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parent(text: &str, place: &str) -> Option<String> {
        parent_in_comment(text, text.find(place).unwrap()).map(|(at, key)| {
            assert!(text.get(at).unwrap().trim_start_matches(['#', ' ']).starts_with(key));
            key.to_owned()
        })
    }

    #[test]
    fn a_parent_that_is_a_comment_is_seen() {
        assert_eq!(parent("a: 1\n# overview:\n  purpose: x\n", "purpose"), Some("overview".into()));
        assert_eq!(
            parent("a: 1\n#overview:\r\n  purpose: x\r\n  subjects: y\n", "subjects"),
            Some("overview".into())
        );
        assert_eq!(parent("  - id: a\n    # erasure:\n      days: 30\n", "days"), Some("erasure".into()));
        assert_eq!(
            parent("# overview:\n\n  # purpose of it\n  purpose: x\n", "purpose:"),
            Some("overview".into())
        );
    }

    #[test]
    fn the_parent_of_a_list_is_seen_from_inside_an_item() {
        let text = "measures:\n  - id: a\n# connections:\n  - id: b\n    title: x\n  - id: c\n    title: z\n";
        assert_eq!(parent(text, "title: x"), Some("connections".into()));
        assert_eq!(parent(text, "title: z"), Some("connections".into()));
        assert_eq!(parent("#contracts:\n- id: b\n  title: x\n", "title"), Some("contracts".into()));
        for text in ["a:\n  # b:\n  - id: b\n    title: x\n", "# b:\na:\n  - id: b\n    title: x\n"] {
            assert_eq!(parent(text, "title: x"), None, "{text}");
        }
    }

    #[test]
    fn other_comments_are_none() {
        for text in [
            "council:\n  # conditions:\n  purpose: x\n",
            "# overview:\na:\n  purpose: x\n",
            "# See the overview:\n  purpose: x\n",
            "# 概要:\n  purpose: x\n",
            "# overview:\npurpose: x\n",
            "# overview: { purpose: y }\n  purpose: x\n",
        ] {
            assert_eq!(parent(text, "purpose: x"), None, "{text}");
        }
    }

    #[test]
    fn a_bracket_that_was_never_opened_is_seen() {
        assert_eq!(bracket_too_many("30 }"), Some(("30", '}')));
        assert_eq!(bracket_too_many("delivery]"), Some(("delivery", ']')));
        for value in ["a {b}", "{ a: 1 }", "}", "\"a }\"", "名簿", "", "a\nb }"] {
            assert_eq!(bracket_too_many(value), None, "{value}");
        }
    }
}
