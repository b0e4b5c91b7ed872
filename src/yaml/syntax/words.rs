//! What is said of each kind of syntax error, and its fix.

use crate::diagnostic::Text;
use crate::text;
use crate::yaml::NESTING_LIMIT;
use granit_parser::ErrorKind;

pub(super) fn partner(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

pub(super) fn not_closed(open: char) -> (Text, Text) {
    let close = partner(open);
    (
        text!("「{open}」が閉じられていません", "`{open}` is not closed"),
        text!(
            "対になる「{close}」を書いてください。文字としての「{open}」なら値全体を引用符で囲みます",
            "write the `{close}` that belongs to it, or quote the text"
        ),
    )
}

pub(super) fn tab_words() -> (Text, Text) {
    (
        text!("字下げにタブが使われています", "a tab is used for indentation"),
        text!("タブを半角の空白二つに置き換えてください", "replace the tab with two spaces"),
    )
}

pub(super) fn quote_words(kind: &ErrorKind) -> (Text, Text) {
    match kind {
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => (
            text!("引用符が閉じられていません", "the quotation mark is not closed"),
            text!(
                "値の終わりに、初めと同じ引用符を書いてください",
                "write the same quotation mark at the end of the value"
            ),
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            text!("閉じた引用符の後に文字が続いています", "text follows the closing quotation mark"),
            text!(
                "値全体を引用符で囲むか、引用符を消してください。上の行の閉じ忘れかもしれません",
                "quote the whole value or none of it; a mark above may not be closed"
            ),
        ),
        ErrorKind::InvalidQuotedScalarIndent => (
            text!(
                "引用符で囲んだ値の続きの行が字下げされていません",
                "the quoted value goes on without indentation"
            ),
            text!(
                "続きの行を字下げするか、引用符を閉じてください",
                "indent the line, or close the quotation mark"
            ),
        ),
        _ => (
            text!(
                "二重引用符の中の「\\」の後が正しくありません",
                "what follows `\\` in double quotes is wrong"
            ),
            text!(
                "文字としての「\\」は「\\\\」と二つ書くか、値を一重引用符「'」で囲んでください",
                "write `\\\\` for a backslash, or use single quotes"
            ),
        ),
    }
}

pub(super) fn other_words(kind: &ErrorKind) -> (Text, Text) {
    match kind {
        ErrorKind::RecursionLimitExceeded => {
            let limit = NESTING_LIMIT;
            (
                text!("入れ子が深すぎます（{limit}段まで）", "nested too deeply (at most {limit} levels)"),
                text!("一覧や組を平らに書き直してください", "flatten the lists and maps"),
            )
        }
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            let code = u32::from(*character);
            (
                text!(
                    "使えない制御文字（U+{code:04X}）があります",
                    "the control character U+{code:04X} is not allowed"
                ),
                text!("この文字を消して打ち直してください", "take the character out"),
            )
        }
        ErrorKind::UnexpectedCharacter { character } => (
            text!("値を「{character}」で始めることはできません", "a value cannot begin with `{character}`"),
            text!("値全体を引用符「\"」で囲んでください", "quote the value"),
        ),
        ErrorKind::BomInsideDocument => (
            text!(
                "ファイルの途中に見えない文字（BOM）があります",
                "a byte order mark stands inside the file"
            ),
            text!(
                "行の初めの見えない文字を消すか、行を打ち直してください",
                "take the invisible character out, or type the line again"
            ),
        ),
        ErrorKind::DirectiveDisallowed => (
            text!("「%」で始まる YAML の指示行は使えません", "YAML directives (`%…`) are not accepted"),
            text!("その行を消してください", "take the line out"),
        ),
        ErrorKind::MissingAnchorOrAliasName => (
            text!("値を「&」「*」で始めることはできません", "a value cannot begin with `&` or `*`"),
            text!("値全体を引用符「\"」で囲んでください", "quote the value"),
        ),
        ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagEscape
        | ErrorKind::InvalidTagUtf8LeadingByte
        | ErrorKind::InvalidTagUtf8TrailingByte
        | ErrorKind::InvalidTagUtf8
        | ErrorKind::UndeclaredTagHandle => (
            text!("値を「!」で始めることはできません", "a value cannot begin with `!`"),
            text!("値全体を引用符「\"」で囲んでください", "quote the value"),
        ),
        ErrorKind::BlockSequenceEntryNotAllowed => (
            text!("「- 」がキーと同じ行にあります", "`- ` stands on the line of its key"),
            text!(
                "次の行に字下げして書いてください。文字としての「-」なら値全体を引用符で囲みます",
                "write it on the next line, indented, or quote the text"
            ),
        ),
        ErrorKind::InvalidBlockScalarHeader
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::ZeroBlockScalarIndent => (
            text!(
                "「|」「>」の文の書き方が正しくありません",
                "the text after `|` or `>` is not written right"
            ),
            text!(
                "「|」の後で改行し、次の行から同じ字下げで文を書いてください",
                "break the line after `|` and indent every line of the text alike"
            ),
        ),
        ErrorKind::CommentNotSeparated | ErrorKind::CommentInterceptedScalar => (
            text!("注釈「#」の場所が正しくありません", "a comment (`#`) stands where it cannot"),
            text!(
                "「#」の前に半角の空白を置き、値の続きの行の間には注釈を入れないでください",
                "put a space before `#`, and no comment between the lines of one value"
            ),
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            text!("この行は「キー: 値」の形になっていません", "this line is not `key: value`"),
            text!(
                "コロンは半角「: 」にしてください。上の行の文の続きなら、上の行と同じだけ字下げします",
                "write `key: value`; if it goes on with the text above, indent it as much"
            ),
        ),
        ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedDocumentStart
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::MappingKeyNotAllowed => (
            text!("字下げがそろっていません", "the indentation does not line up"),
            text!(
                "同じ階層のキーや「- 」は同じ桁から始めてください",
                "start the keys or dashes of one level in one column"
            ),
        ),
        _ => (
            text!("YAML として読めません", "this cannot be read as YAML"),
            text!(
                "この行と一つ前の行の引用符、コロン、括弧、字下げを確かめてください",
                "check quotes, colon, brackets and indentation on this line and the one before"
            ),
        ),
    }
}
