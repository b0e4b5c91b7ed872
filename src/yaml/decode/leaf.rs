//! Leaves: text, yes or no, numbers, and words from a list.

use super::{Decode, Shape, Vocabulary, Wanted, wrong_type};
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{Located, Span};
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::core::{self, LARGEST, Plain};
use crate::yaml::{Data, Node, tell};
use serde_json::{Map, Value, json};
use std::marker::PhantomData;

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

/// Tells that a number or a yes or no is in quotes, which make it text.
fn in_quotes(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> bool {
    let quoted = matches!(node.data, Data::Scalar { plain: false, .. });
    if quoted {
        tell(problems, || {
            let message = text!("引用符の中は文字になります", "what is in quotes is text");
            Diagnostic::error("wrong-type", node.span, message)
                .help(text!("引用符を外してください", "take the quotes away"))
        });
    }
    quoted
}

impl Decode for Located<String> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        match &node.data {
            Data::Scalar { text, plain: true } if core::plain(text) != Plain::Text => {
                tell(problems, || {
                    let shown = short(text);
                    let message = text!(
                        "文字を書く所ですが、引用符のない「{shown}」は数か true・false です",
                        "text is needed here, and `{shown}` without quotes is a number, or true or false"
                    );
                    Diagnostic::error("wrong-type", node.span, message)
                        .help(text!("\"{shown}\" と引用符で囲んでください", "write \"{shown}\", in quotes"))
                });
                Self::broken()
            }
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
        json!({ "type": "string", "pattern": r"\S" })
    }
}

impl Decode for Located<bool> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let Some(found) = scalar(node, text!("true か false", "true or false"), problems) else {
            return Self::broken();
        };
        match core::plain(found) {
            Plain::Bool(_) if in_quotes(node, problems) => Self::broken(),
            Plain::Bool(found) => Located::new(found, node.span),
            _ => {
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
        if let Some(number) = core::whole(found) {
            if in_quotes(node, problems) {
                return Self::broken();
            }
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
        json!({ "type": "integer", "minimum": 0, "maximum": LARGEST })
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

/// What a text looks like, so that an editor can tell (a regular expression that every engine reads alike).
pub trait Pattern {
    /// From `^` to `$`.
    fn pattern() -> String;
}

/// A text of a certain look. What it means, and what no pattern can tell, is found out when it is resolved.
#[derive(Clone, Debug)]
pub struct Shaped<P> {
    /// As written.
    pub text: Located<String>,
    pattern: PhantomData<P>,
}

impl<P: Pattern> Decode for Shaped<P> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        Self { text: Located::decode(node, problems), pattern: PhantomData }
    }

    fn broken() -> Self {
        Self { text: Located::broken(), pattern: PhantomData }
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "string", "pattern": P::pattern() })
    }
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
