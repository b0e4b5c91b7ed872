//! Syntax errors of the YAML parser, in the clerk's words.

use crate::diagnostic::{Diagnostic, Text};
use crate::source::{SourceId, Span};
use crate::text;
use granit_parser::{ErrorKind, ScanError};

/// Returns what to tell the user about a syntax error, at the place where reading stopped.
pub(super) fn diagnostic(source: SourceId, text: &str, error: &ScanError) -> Diagnostic {
    let marker = error.marker();
    let at = marker.byte_offset().unwrap_or_else(|| byte_of(text, marker.index())).min(text.len());
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let next = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let (message, help) = words(text, at, error.kind());
    Diagnostic::error("yaml-syntax", Span::new(source, at, at + next), message).help(help)
}

fn byte_of(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(at, _)| at)
}

fn words(text: &str, at: usize, kind: &ErrorKind) -> (Text, Text) {
    let line_start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let indentation_has_tab = text
        .get(line_start..)
        .is_some_and(|line| line.chars().take_while(|c| matches!(c, ' ' | '\t')).any(|c| c == '\t'));
    match kind {
        _ if indentation_has_tab => tab(),
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation => tab(),
        ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => (
            text!(
                "角括弧・波括弧の組か、区切りのコンマが合っていません",
                "brackets, braces or the commas between do not match"
            ),
            text!(
                "[ と ]、{{ と }} の数と、間の半角コンマ「,」を確かめてください",
                "check the pairs [ ] and {{ }} and the commas between"
            ),
        ),
        ErrorKind::DirectiveDisallowed => (
            text!("「%」で始まる YAML の指示行は使えません", "YAML directives (`%…`) are not accepted"),
            text!("その行を消してください", "take the line out"),
        ),
        ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry => (
            text!(
                "字下げがそろっていないか、「キー: 値」の形になっていません",
                "indentation does not line up, or this is not `key: value`"
            ),
            text!(
                "同じ階層のキーは同じ桁から始め、コロンの後に半角の空白を一つ置いてください",
                "start keys of one level in one column and put a space after the colon"
            ),
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey | ErrorKind::ExpectedWhitespace => (
            text!("「キー: 値」として読めません", "this cannot be read as `key: value`"),
            text!(
                "コロンは半角「:」にし、後に空白を置いてください。値の中に「: 」があるときは値全体を引用符で囲みます",
                "use a half-width colon followed by a space; quote a value that holds `: `"
            ),
        ),
        kind if format!("{kind:?}").contains("Nest") || format!("{kind:?}").contains("Recursion") => (
            text!("入れ子が深すぎます", "nested too deeply"),
            text!("一覧や組を平らに書き直してください", "flatten the lists and maps"),
        ),
        _ => (
            text!("YAML として読めません", "this cannot be read as YAML"),
            text!(
                "この行と一つ前の行の引用符、コロン、字下げを確かめてください",
                "check quotes, colon and indentation on this line and the one before"
            ),
        ),
    }
}

fn tab() -> (Text, Text) {
    (
        text!("字下げにタブが使われています", "a tab is used for indentation"),
        text!("タブを半角の空白二つに置き換えてください", "replace the tab with two spaces"),
    )
}
