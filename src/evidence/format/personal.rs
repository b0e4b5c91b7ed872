//! What has no place in a statement: residents' names, addresses, telephone numbers and individual numbers; and
//! characters that show a reader something else than what is signed.
//!
//! A statement can never be changed, and its digest stands in the log for good. What an incident needs of a resident
//! goes into an annex that begins with random bytes and can lawfully be deleted.

use super::field::{Field, Problem, Shape, join};
use crate::diagnostic::Text;
use crate::text;
use serde_json::Value;

/// Marks that follow a person's name.
const HONORIFICS: [&str; 4] = ["様", "さん", "殿", "氏"];

/// Words that a name, address or day of birth follows: `氏名：…`.
const LABELS: [&str; 7] = ["氏名", "住所", "生年月日", "電話番号", "電話", "本人", "対象者"];

/// Tells of every text of a statement that looks like a resident's, or shows other than it is.
pub fn check(value: &Value, fields: &'static [Field], json: bool, out: &mut Vec<Problem>) {
    walk(value, Shape::Record("", fields), json, "", out);
}

fn walk(value: &Value, shape: Shape, json: bool, path: &str, out: &mut Vec<Problem>) {
    match (shape, value) {
        (Shape::Record(_, fields), Value::Object(entries)) => {
            for field in fields {
                let name = if json { field.json_name() } else { field.name.to_owned() };
                if let Some(found) = entries.get(&name) {
                    walk(found, (field.shape)(), json, &join(path, &name), out);
                }
            }
        }
        (Shape::List(item), Value::Array(items)) => {
            for (index, found) in items.iter().enumerate() {
                walk(found, item(), json, &join(path, &index.to_string()), out);
            }
        }
        (Shape::Text | Shape::Contact, Value::String(text)) => {
            if let Some(name) = hidden(text) {
                out.push(
                    Problem::new(
                        path,
                        text!(
                            "見えない文字か、並びを変える文字（{name}）があります",
                            "there is a character that is not seen or turns the order ({name})"
                        ),
                    )
                    .help(text!(
                        "その文字を消して、打ち直してください",
                        "take it out and type the text again"
                    )),
                );
            }
            if let Some(what) = looks_personal(text, matches!(shape, Shape::Contact)) {
                let Text { ja, en } = what;
                out.push(
                    Problem::new(
                        path,
                        text!("住民の個人情報のように見えます（{ja}）", "it looks like a resident's data ({en})"),
                    )
                    .help(text!(
                        "記録は後から消せません。件数や項目の名だけを書き、本人の情報が要るときは、添付（personal_data: true）に入れてください",
                        "a record cannot be changed; write numbers and names of items, and put what concerns a resident into an annex (`personal_data: true`)"
                    )),
                );
            }
        }
        _ => {}
    }
}

/// Returns the name of the first character that is not seen, or turns the order of what is seen (Unicode UAX 9).
#[must_use]
pub fn hidden(text: &str) -> Option<String> {
    let found = text.chars().find(|c| {
        matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
            || (c.is_control() && !matches!(c, '\n' | '\t'))
    })?;
    Some(format!("U+{:04X}", u32::from(found)))
}

/// Returns what a text looks like, where that is a resident's data; a contact may have a telephone number.
#[must_use]
pub fn looks_personal(text: &str, is_contact: bool) -> Option<Text> {
    use unicode_normalization::UnicodeNormalization as _;
    let folded: String = text.nfkc().collect();
    if has_individual_number(&folded) {
        return Some(text!("個人番号", "an individual number"));
    }
    if !is_contact && has_telephone(&folded) {
        return Some(text!("電話番号", "a telephone number"));
    }
    let labelled = LABELS.iter().any(|label| {
        folded.match_indices(label).any(|(at, _)| {
            let rest = folded.get(at + label.len()..).unwrap_or_default().trim_start();
            rest.strip_prefix([':', '=']).is_some_and(|value| !value.trim().is_empty())
        })
    });
    if labelled {
        return Some(text!("氏名や住所の記載", "a name or an address"));
    }
    if has_address(&folded) && HONORIFICS.iter().any(|mark| is_after_a_name(&folded, mark)) {
        return Some(text!("氏名と住所", "a name and an address"));
    }
    None
}

/// Digits of a text in runs; blanks and hyphens between digits do not end a run.
fn runs(text: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    let mut letters = text.chars().peekable();
    let mut previous_is_digit = false;
    while let Some(letter) = letters.next() {
        let joins = matches!(letter, ' ' | '-')
            && previous_is_digit
            && letters.peek().is_some_and(char::is_ascii_digit);
        if letter.is_ascii_digit() {
            if let Some(run) = runs.last_mut() {
                run.push(letter);
            }
            previous_is_digit = true;
        } else if !joins {
            if runs.last().is_some_and(|run| !run.is_empty()) {
                runs.push(String::new());
            }
            previous_is_digit = false;
        }
    }
    runs
}

/// Whether twelve digits stand there whose last checks the others (番号法施行令8条、命令5条).
fn has_individual_number(text: &str) -> bool {
    runs(text).iter().filter(|run| run.len() == 12).any(|run| {
        let digits: Vec<u32> = run.chars().filter_map(|digit| digit.to_digit(10)).collect();
        let Some((check, others)) = digits.split_last() else { return false };
        let sum: u32 = others
            .iter()
            .rev()
            .zip(1_u32..)
            .map(|(digit, place)| digit * if place <= 6 { place + 1 } else { place - 5 })
            .sum();
        let remainder = sum % 11;
        *check == if remainder <= 1 { 0 } else { 11 - remainder }
    })
}

/// Whether a telephone number of Japan stands there, with hyphens or brackets, or a mobile one without.
fn has_telephone(text: &str) -> bool {
    let starts = text.match_indices('0').filter(|(at, _)| {
        !text
            .get(..*at)
            .and_then(|before| before.chars().next_back())
            .is_some_and(|c| c.is_ascii_alphanumeric() || c == '-')
    });
    starts.into_iter().any(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        let number: String =
            rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')')).collect();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let parts = number.split(['-', '(', ')']).filter(|part| !part.is_empty()).count();
        let is_mobile = ["070", "080", "090"].iter().any(|head| number.starts_with(head));
        (parts == 3 && (digits == 10 || digits == 11)) || (is_mobile && digits == 11 && parts == 1)
    })
}

/// Whether an address stands there: a place of 市区町村, and a number in it.
fn has_address(text: &str) -> bool {
    ["市", "区", "町", "村"].iter().any(|kind| {
        text.match_indices(kind).any(|(at, _)| {
            let rest: String = text.get(at + kind.len()..).unwrap_or_default().chars().take(16).collect();
            rest.contains("丁目")
                || rest.contains("番地")
                || rest.contains("番")
                || rest.match_indices('-').any(|(dash, _)| {
                    let before = rest.get(..dash).and_then(|before| before.chars().next_back());
                    let after = rest.get(dash + 1..).and_then(|after| after.chars().next());
                    before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit())
                })
        })
    })
}

/// Whether a mark of respect follows at least two letters of a name.
fn is_after_a_name(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let before: Vec<char> = text.get(..at).unwrap_or_default().trim_end().chars().rev().take(2).collect();
        before.len() == 2
            && before.iter().all(|c| matches!(c, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '々'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        looks_personal(text, false).map(|what| what.en)
    }

    #[test]
    fn what_looks_like_a_resident_is_found() {
        // 123456789018 is the number that the ministry's own explanations use; its last digit checks.
        for text in
            ["123456789018", "個人番号 1234-5678-9018", "１２３４５６７８９０１８", "1234 5678 9018 を送付"]
        {
            assert_eq!(found(text).as_deref(), Some("an individual number"), "{text}");
        }
        for text in ["03-1234-5678", "090-1234-5678 に連絡", "０３（１２３４）５６７８", "09012345678"]
        {
            assert_eq!(found(text).as_deref(), Some("a telephone number"), "{text}");
        }
        assert!(found("氏名：見本 太郎").is_some());
        assert!(found("見本 太郎様（見本区見本町1-2-3）の受診券").is_some());
        assert!(found("見本市見本町一丁目2番の見本花子さん").is_some());
    }

    #[test]
    fn what_a_report_must_say_is_let_through() {
        for text in [
            "123456789012",
            "4999900000005",
            "SN-0001-2345-6789",
            "氏名、住所、生年月日の３項目",
            "見本区見本町1-2-3 印刷センター 管理室",
            "情報管理室の見本さんが確認した",
            "2027-04-05 に消去した",
            "製造番号 0123456789",
            "受診券番号 1,234 件",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        assert!(looks_personal("情報管理室 03-1234-5678", true).is_none());
    }

    #[test]
    fn characters_that_deceive_are_named() {
        assert_eq!(hidden("消去\u{202E}済").as_deref(), Some("U+202E"));
        assert_eq!(hidden("消\u{200B}去").as_deref(), Some("U+200B"));
        assert_eq!(hidden("辻\u{E0100}本").as_deref(), None);
        assert_eq!(hidden("一行目\n二行目").as_deref(), None);
    }
}
