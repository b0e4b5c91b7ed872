//! Syntax errors of the YAML parser, in the clerk's words.

mod words;

use super::look_alikes;
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{SourceId, Span};
use crate::text;
use granit_parser::{ErrorKind, ScanError};
use words::{not_closed, other_words, partner, quote_words, tab_words};

/// What is said of an error: where, what, and the fix.
struct Told {
    start: usize,
    end: usize,
    message: Text,
    help: Text,
}

/// Returns what to tell the user about a syntax error; `bracket` is the innermost `[` or `{` that is open.
pub(super) fn diagnostic(
    source: SourceId,
    text: &str,
    error: &ScanError,
    bracket: Option<usize>,
) -> Diagnostic {
    let marker = error.marker();
    let at = marker.byte_offset().unwrap_or_else(|| byte_of(text, marker.index())).min(text.len());
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let place = Place { text, at, bracket };
    let told = place.look_alike(error.kind()).unwrap_or_else(|| place.error(error.kind()));
    let mut problem = Diagnostic::error("yaml-syntax", Span::new(source, told.start, told.end), told.message)
        .help(told.help);
    let is_about_brackets = place.is_about_brackets(error.kind());
    if let Some(open) = bracket.filter(|open| is_about_brackets && *open < told.start) {
        problem = problem
            .related(Span::new(source, open, open + 1), text!("ここで開いた括弧", "the bracket opened here"));
    }
    problem
}

fn byte_of(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(at, _)| at)
}

/// Where reading stopped.
struct Place<'t> {
    text: &'t str,
    at: usize,
    bracket: Option<usize>,
}

impl Place<'_> {
    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
    }

    fn line(&self, start: usize) -> &str {
        self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("")
    }

    /// Returns the start of the line before `start` that holds more than a comment.
    fn line_before(&self, start: usize) -> Option<usize> {
        let mut start = start;
        while start > 0 {
            start = self.line_start(start - 1);
            let body = self.line(start).trim_start();
            if !body.is_empty() && !body.starts_with('#') {
                return Some(start);
            }
        }
        None
    }

    /// Returns whether the bracket that is open has to do with the error.
    fn is_about_brackets(&self, kind: &ErrorKind) -> bool {
        matches!(
            kind,
            ErrorKind::ExpectedFlowMappingSeparator
                | ErrorKind::ExpectedFlowSequenceSeparator
                | ErrorKind::UnexpectedEofImplicitFlowMapping
                | ErrorKind::UnexpectedEofFlowMapping
                | ErrorKind::UnexpectedEofFlowSequence
                | ErrorKind::InvalidColonPlacement
        )
    }

    /// Looks for a mark that a Japanese keyboard put in the place of YAML's, on the line of the error and, where
    /// that line was read as the rest of a text, on the line before.
    fn look_alike(&self, kind: &ErrorKind) -> Option<Told> {
        let here = self.line_start(self.at);
        let mut lines = vec![here];
        if matches!(kind, ErrorKind::MappingValueNotAllowed) && !self.has_key_before(here) {
            lines.extend(self.line_before(here));
        }
        // A text may begin on this line and be stopped by a tab on a later one.
        if matches!(kind, ErrorKind::TabInPlainScalar | ErrorKind::TabAtBlockScalarStart) {
            let tab = self.text.get(self.at..)?.find('\t')? + self.at;
            return Some(self.told(tab, tab + 1, tab_words()));
        }
        // An error is often noticed only at the end of its line, which is the start of the next.
        if self.at == here && self.line(here).trim().is_empty() {
            lines.extend(self.line_before(here));
        }
        lines.into_iter().find_map(|start| {
            let found = look_alikes::in_line(self.line(start))?;
            Some(self.told(start + found.at.start, start + found.at.end, (found.message, found.help)))
        })
    }

    /// Returns whether `key: ` stands between the start of the line and the error.
    fn has_key_before(&self, line: usize) -> bool {
        self.text.get(line..self.at).is_some_and(|lead| lead.contains(": "))
    }

    fn told(&self, start: usize, end: usize, (message, help): (Text, Text)) -> Told {
        Told { start, end, message, help }
    }

    /// Says something of the character at which reading stopped.
    fn here(&self, words: (Text, Text)) -> Told {
        let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let width = next.filter(|c| *c != '\n').map_or(0, char::len_utf8);
        self.told(self.at, self.at + width, words)
    }

    fn error(&self, kind: &ErrorKind) -> Told {
        match kind {
            ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => {
                self.here(tab_words())
            }
            ErrorKind::UnclosedQuotedScalar
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::InvalidTrailingDoubleQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape => self.here(quote_words(kind)),
            ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::UnexpectedEofBlockMapping
            | ErrorKind::UnexpectedEofBlockSequence
            | ErrorKind::MisplacedFlowCollectionEnd
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::FlowMappingValueAdjacentCollection
            | ErrorKind::PlainScalarStartsWithDashFlowIndicator
            | ErrorKind::InvalidFlowScalarIndent
            | ErrorKind::UnexpectedEndOfPlainScalar
            | ErrorKind::BlockEntryInFlowCollection => self.bracket(kind),
            ErrorKind::MappingValueNotAllowed => self.here(self.second_colon()),
            kind => self.here(other_words(kind)),
        }
    }

    /// Says which bracket has no partner, or that the commas between are wrong.
    fn bracket(&self, kind: &ErrorKind) -> Told {
        let at_mark = |at: usize, words| self.told(at, at + 1, words);
        match kind {
            // These are told at the bracket that opened.
            ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
                let right = partner(*open);
                return at_mark(
                    self.at,
                    (
                        text!("「{open}」が「{close}」で閉じられています", "`{open}` is closed by `{close}`"),
                        text!("「{open}」は「{right}」で閉じてください", "close `{open}` with `{right}`"),
                    ),
                );
            }
            ErrorKind::UnclosedFlowCollection { open } => return at_mark(self.at, not_closed(*open)),
            _ => {}
        }
        let mark = |at: usize| self.text.get(at..).and_then(|rest| rest.chars().next());
        match self.bracket {
            // Noticed on a later line, where something else begins.
            Some(open) if self.line_start(open) != self.line_start(self.at) => {
                at_mark(open, not_closed(mark(open).unwrap_or('[')))
            }
            None if matches!(kind, ErrorKind::MisplacedFlowCollectionEnd) => {
                let close = mark(self.at).unwrap_or(']');
                self.here((
                    text!("「{close}」に対になる開く括弧がありません", "`{close}` closes nothing"),
                    text!(
                        "余分な括弧を消すか、文字なら値全体を引用符で囲んでください",
                        "take it out, or quote the text"
                    ),
                ))
            }
            None if mark(self.at) == Some(',') => self.here((
                text!("値が「,」で始まっています", "the value begins with `,`"),
                text!("値全体を引用符で囲んでください", "quote the value"),
            )),
            _ => self.here((
                text!(
                    "角括弧・波括弧の中の区切りが合っていません",
                    "the commas or colons between the brackets are wrong"
                ),
                text!(
                    "[あ, い] または {{ キー: 値, キー: 値 }} の形に、半角コンマ一つずつで区切ってください",
                    "write [a, b] or {{ key: value, key: value }} with one comma between"
                ),
            )),
        }
    }

    /// Says why a colon is one too many: a second one in the line, or a line that is indented too far.
    fn second_colon(&self) -> (Text, Text) {
        if self.has_key_before(self.line_start(self.at)) {
            return (
                text!("一行に「: 」が二つあります", "there are two `: ` in one line"),
                text!(
                    "値の中に「: 」があるときは、値全体を引用符「\"」で囲んでください",
                    "quote a value that holds `: `"
                ),
            );
        }
        (
            text!(
                "この行は、上の行の値の続きとして読まれています",
                "this line is read as part of the value above"
            ),
            text!(
                "上の行と同じ階層のキーなら字下げをそろえ、上のキーの中身なら上の行のコロンの後を空にしてください",
                "line it up with the key above, or leave nothing after the colon above"
            ),
        )
    }
}
