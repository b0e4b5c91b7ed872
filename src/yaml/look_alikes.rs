//! What a Japanese keyboard puts in the place of YAML's marks: 「：」 for `:`, 「　」 for a space, 「、」 for `,`.
//!
//! YAML takes all of these for letters, so that it reads something else than what was meant, or fails in a place
//! far from the mistake. Here they are told from text by where they stand.

use crate::diagnostic::Text;
use crate::spelling;
use crate::text;
use std::ops::Range;

/// A mark that was meant for another: where it stands in the text that was looked at, what it is, and the fix.
#[derive(Debug)]
pub(super) struct LookAlike {
    pub(super) at: Range<usize>,
    pub(super) message: Text,
    pub(super) help: Text,
}

/// Looks at one line of the file in which reading failed.
pub(super) fn in_line(line: &str) -> Option<LookAlike> {
    let body = line.trim_start_matches([' ', '\t']);
    let lead = line.len() - body.len();
    if let Some(tab) = line.get(..lead)?.find('\t') {
        return Some(self::tab(tab));
    }
    if body.starts_with('\u{3000}') {
        return Some(full_width_space(lead..lead + body.len() - body.trim_start_matches('\u{3000}').len()));
    }
    if body.starts_with('＃') {
        return Some(LookAlike {
            at: lead..lead + '＃'.len_utf8(),
            message: text!("注釈の印が全角の「＃」になっています", "a comment begins with a full-width `＃`"),
            help: text!("半角の「#」にしてください", "use the half-width `#`"),
        });
    }
    if let Some(found) = dash(body) {
        return Some(found.shifted(lead));
    }
    let value = body.trim_start_matches(['-', ' ']);
    colon(value).map(|found| found.shifted(line.len() - value.len()))
}

/// Looks at a plain key: `　name`, `name：x`, `－ name`, `｛ name`.
pub(super) fn in_key(key: &str) -> Option<LookAlike> {
    if key.starts_with('\u{3000}') {
        return Some(full_width_space(0..key.len() - key.trim_start_matches('\u{3000}').len()));
    }
    colon(key).or_else(|| dash(key)).or_else(|| bracket(key))
}

/// Looks at text that stands where a map should: `name：x` or `name:x`, a colon that YAML does not see.
pub(super) fn colon(text: &str) -> Option<LookAlike> {
    let key = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))?;
    let (name, rest) = text.split_at_checked(key)?;
    let space = rest.len() - rest.trim_start().len();
    let mark = rest.get(space..)?.chars().next()?;
    if name.is_empty() || !matches!(mark, ':' | '：' | '；' | '﹕' | '︰') {
        return None;
    }
    let at = key + space..key + space + mark.len_utf8();
    if mark != ':' {
        return Some(LookAlike {
            at,
            message: text!("コロンが全角の「{mark}」になっています", "the colon is a full-width `{mark}`"),
            help: text!(
                "「{name}: 」のように、半角の「:」と半角の空白にしてください",
                "write `{name}: `, with a half-width colon and a space"
            ),
        });
    }
    let after = text.get(at.end..)?;
    // `http://…` is a text, and so is a time.
    let is_text = after.starts_with('/') || name.bytes().all(|b| b.is_ascii_digit());
    (!is_text && !after.is_empty() && !after.starts_with([' ', '\n', '\r'])).then(|| LookAlike {
        at,
        message: text!("コロンの後に半角の空白がありません", "there is no space after the colon"),
        help: text!("「{name}: …」のように空白を一つ置いてください", "write `{name}: …`, with a space"),
    })
}

/// Looks at text that stands where a list should: `－ a`, `-a`, `［a、b］`, `a、b`.
pub(super) fn list(text: &str) -> Option<LookAlike> {
    dash(text).or_else(|| bracket(text)).or_else(|| comma(text))
}

/// Looks at the mark before an item: `－ a` or `-a` for `- a`.
pub(super) fn dash(text: &str) -> Option<LookAlike> {
    let mark = text.chars().next()?;
    let at = 0..mark.len_utf8();
    let rest = text.get(at.end..)?;
    if matches!(mark, '－' | '−' | '–' | '—' | '―' | '‐' | 'ー' | '・') && rest.starts_with([' ', '\u{3000}'])
    {
        return Some(LookAlike {
            at,
            message: text!("一覧の印が「{mark}」になっています", "the mark of a list item is `{mark}`"),
            help: text!("半角の「- 」にしてください", "use a half-width `- `"),
        });
    }
    let no_space = mark == '-' && !rest.is_empty() && !rest.starts_with(['-', ' ', '\n', '\r']);
    no_space.then(|| LookAlike {
        at,
        message: text!(
            "一覧の印「-」の後に空白がありません",
            "there is no space after the `-` of a list item"
        ),
        help: text!("「- 」のように半角の空白を一つ置いてください", "write `- `, with a space"),
    })
}

/// Looks at full-width brackets and braces at the start of a value.
pub(super) fn bracket(text: &str) -> Option<LookAlike> {
    let mark = text.chars().next()?;
    let (open, close) = match mark {
        '［' | '〔' | '【' => ('[', ']'),
        '｛' => ('{', '}'),
        _ => return None,
    };
    Some(LookAlike {
        at: 0..mark.len_utf8(),
        message: text!("括弧が全角の「{mark}」になっています", "the bracket is a full-width `{mark}`"),
        help: text!(
            "半角の「{open}」「{close}」で囲み、間を半角の「,」で区切ってください",
            "use half-width `{open}` `{close}` and commas"
        ),
    })
}

/// Looks at what parts the items of a list: `a、b` for `a, b`.
fn comma(text: &str) -> Option<LookAlike> {
    let (at, mark) = text.char_indices().find(|(_, c)| spelling::is_comma(*c))?;
    let items = spelling::parts(text).join(", ");
    Some(LookAlike {
        at: at..at + mark.len_utf8(),
        message: text!("一覧の区切りが「{mark}」になっています", "the items are parted by `{mark}`"),
        help: text!("[{items}] のように、半角の「,」で区切ってください", "write [{items}]"),
    })
}

fn tab(at: usize) -> LookAlike {
    LookAlike {
        at: at..at + 1,
        message: text!("字下げにタブが使われています", "a tab is used for indentation"),
        help: text!("タブを半角の空白二つに置き換えてください", "replace the tab with two spaces"),
    }
}

fn full_width_space(at: Range<usize>) -> LookAlike {
    LookAlike {
        at,
        message: text!(
            "字下げに全角の空白「　」が使われています",
            "a full-width space (U+3000) is used for indentation"
        ),
        help: text!(
            "全角の空白一つを半角の空白二つに置き換えてください",
            "replace each full-width space with two half-width ones"
        ),
    }
}

impl LookAlike {
    /// Returns the same with its place counted from `by` bytes earlier.
    fn shifted(self, by: usize) -> Self {
        Self { at: self.at.start + by..self.at.end + by, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<&str> {
        in_line(line).and_then(|found| line.get(found.at))
    }

    #[test]
    fn marks_are_told_from_text() {
        for (line, mark) in [
            ("\tname: x", "\t"),
            ("　　name: x", "　　"),
            ("  　name: x", "　"),
            ("name：x", "："),
            ("  - name ：x", "："),
            ("name:x", ":"),
            ("＃ 注", "＃"),
            ("－ a", "－"),
            ("・ a", "・"),
            ("-a", "-"),
        ] {
            assert_eq!(found(line), Some(mark), "{line}");
        }
        for line in
            ["name: x", "- name: x", "---", "- - a", "https://example.jp", "12:30", "区：新宿", "", "ー"]
        {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn lists_written_the_japanese_way() {
        for (text, mark) in [("［a, b］", "［"), ("a、b", "、"), ("－ a", "－"), ("-a -b", "-")] {
            assert_eq!(list(text).and_then(|found| text.get(found.at)), Some(mark), "{text}");
        }
        assert!(list("a").is_none());
    }
}
