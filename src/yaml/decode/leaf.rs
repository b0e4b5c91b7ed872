//! Leaves: text, yes or no, numbers, and words from a list.

use super::{Decode, Shape, Vocabulary, Wanted, wrong_type};
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{Located, Span};
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::{Data, Node, tell};
use serde_json::{Map, Value, json};

/// Returns the text of a scalar; anything else is told, `wanted` saying what is needed.
pub(crate) fn scalar<'n>(
    node: &'n Node<'_>,
    wanted: Text,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'n str> {
    if let Data::Scalar { text, .. } = &node.data {
        return Some(text);
    }
    tell(problems, || {
        let Text { ja, en } = &wanted;
        let how = text!(
            "コロンの後に半角の空白を置いて、{ja}を書いてください",
            "write {en} after the colon and a space"
        );
        wrong_type(&Wanted { shape: Shape::Scalar, words: wanted, how }, node)
    });
    None
}

impl Decode for Located<String> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        match &node.data {
            Data::Scalar { text, .. } if !text.trim().is_empty() => {
                Located::new(text.as_ref().to_owned(), node.span)
            }
            Data::Scalar { .. } => {
                tell(problems, || {
                    Diagnostic::error("empty-text", node.span, text!("空の文字です", "the text is empty"))
                        .help(text!(
                            "文字を書くか、キーごと消してください",
                            "write the text, or take the key out"
                        ))
                });
                Self::broken()
            }
            _ => {
                scalar(node, text!("文字", "text"), problems);
                Self::broken()
            }
        }
    }

    fn broken() -> Self {
        Located::new(String::new(), Span::NOWHERE)
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": ["string", "number", "boolean"] })
    }
}

impl Decode for Located<bool> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        match scalar(node, text!("true か false", "true or false"), problems) {
            Some("true") => Located::new(true, node.span),
            Some("false") => Located::new(false, node.span),
            Some(found) => {
                tell(problems, || {
                    let shown = short(found);
                    let message = text!(
                        "「{shown}」は true でも false でもありません",
                        "`{shown}` is neither true nor false"
                    );
                    Diagnostic::error("wrong-type", node.span, message)
                        .help(text!("はい は true、いいえ は false と書きます", "write true or false"))
                });
                Self::broken()
            }
            None => Self::broken(),
        }
    }

    fn broken() -> Self {
        Located::new(false, Span::NOWHERE)
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "boolean" })
    }
}

impl Decode for Located<u64> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let Some(found) = scalar(node, text!("半角の数字", "a number"), problems) else {
            return Self::broken();
        };
        if let Ok(number) = found.parse() {
            return Located::new(number, node.span);
        }
        tell(problems, || {
            let shown = short(found);
            let message =
                text!("「{shown}」は半角の数字ではありません", "`{shown}` is not a number in ASCII digits");
            Diagnostic::error("not-a-number", node.span, message).help(match number_meant(found) {
                Some(number) => text!(
                    "「{number}」と書いてください。紙での全角や三桁区切りは、印字のときに付きます",
                    "write `{number}`; full width and grouping are added in print"
                ),
                None => text!(
                    "0 以上の整数を半角の数字だけで書いてください",
                    "write a whole number, 0 or more, in digits only"
                ),
            })
        });
        Self::broken()
    }

    fn broken() -> Self {
        Located::new(0, Span::NOWHERE)
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "integer", "minimum": 0 })
    }
}

/// Returns the number that a clerk means by `３６，０００` or `約36,000名`.
fn number_meant(found: &str) -> Option<u64> {
    let folded = spelling::fold(found);
    let bare =
        folded.trim_start_matches('約').trim_end_matches(['名', '人', '件', '世', '帯', '回', '号', '日']);
    let digits: String = bare.chars().filter(|c| !matches!(c, ',' | '_' | '、')).collect();
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// A value that is one of a fixed list of words.
#[derive(Clone, Debug)]
pub struct Word<V>(pub Located<V>);

impl<V: Vocabulary> Decode for Word<V> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let Some(found) = scalar(node, text!("決まった語", "a word from a list"), problems) else {
            return Self::broken();
        };
        if let Some((_, value, _)) = V::WORDS.iter().find(|(word, ..)| *word == found) {
            return Self(Located::new(*value, node.span));
        }
        tell(problems, || {
            let shown = short(found);
            let message =
                text!("「{shown}」という語は使えません", "`{shown}` is not one of the words allowed here");
            Diagnostic::error("unknown-word", node.span, message).help(word_meant::<V>(found))
        });
        Self::broken()
    }

    #[expect(clippy::indexing_slicing, reason = "a vocabulary without words cannot be written")]
    fn broken() -> Self {
        Self(Located::new(V::WORDS[0].1, Span::NOWHERE))
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        let one_of: Vec<Value> =
            V::WORDS.iter().map(|(word, _, ja)| json!({ "const": word, "description": ja })).collect();
        json!({ "oneOf": one_of })
    }
}

/// Returns the fix for an unknown word: several words in one, its Japanese meaning, a near word, or the list.
fn word_meant<V: Vocabulary>(found: &str) -> Text {
    let parts = spelling::parts(found);
    if parts.len() > 1 && parts.iter().all(|part| V::WORDS.iter().any(|(word, ..)| word == part)) {
        let list = parts.join(", ");
        return text!(
            "[{list}] のように、半角の「,」で区切ってください",
            "write [{list}], with ASCII commas"
        );
    }
    let folded = spelling::fold(found);
    if let Some((word, _, ja)) = V::WORDS.iter().find(|(_, _, ja)| spelling::fold(ja) == folded) {
        return text!("「{ja}」は「{word}」と書きます", "write `{word}` for {ja}");
    }
    let list = V::WORDS.iter().map(|(word, _, ja)| format!("{word}（{ja}）")).collect::<Vec<_>>().join("、");
    let list_en = V::WORDS.iter().map(|(word, ..)| *word).collect::<Vec<_>>().join(", ");
    let otherwise = text!("使える語: {list}", "allowed: {list_en}");
    spelling::did_you_mean(found, V::WORDS.iter().map(|(word, ..)| *word), &otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_a_clerk_means() {
        for (found, number) in [("３６，０００", 36_000), ("36,000名", 36_000), ("約３６０００人", 36_000)]
        {
            assert_eq!(number_meant(found), Some(number), "{found}");
        }
        for found in ["3.6", "-5", "1万", "三万", "", "99999999999999999999999"] {
            assert_eq!(number_meant(found), None, "{found}");
        }
    }
}
