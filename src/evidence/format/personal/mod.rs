//! What has no place in a statement: residents' names, addresses, telephone numbers and individual numbers; and
//! characters that show a reader something else than what is signed.
//!
//! A statement can never be changed, and its digest stands in the log for good. What an incident needs of a resident
//! goes into an annex that begins with random bytes and can lawfully be deleted.

mod dates;
mod numbers;
mod people;
mod words;

use super::field::{Field, Problem, Shape, join};
use crate::diagnostic::Text;
use crate::spelling;
use crate::text;
use dates::Birth;
use people::Address;
use serde_json::Value;

/// Tells of every text of a statement that looks like a resident's, or shows other than it is.
pub fn check(value: &Value, fields: &'static [Field], json: bool, out: &mut Vec<Problem>) {
    characters(value, fields, json, out);
    residents(value, fields, json, out);
}

/// Tells of every text that shows a reader something else than what is signed: characters that are not seen or turn
/// the order, a second line where there is one, a blank in an id.
pub fn characters(value: &Value, fields: &'static [Field], json: bool, out: &mut Vec<Problem>) {
    walk(value, Shape::Record("", fields), json, "", &mut |text, shape, path| {
        out.extend(deceiving(text, shape, path))
    });
}

/// Tells of every text that somebody wrote and that looks like a resident's. What a program made, and ids, are not
/// looked at: random digits look like everything.
pub fn residents(value: &Value, fields: &'static [Field], json: bool, out: &mut Vec<Problem>) {
    walk(value, Shape::Record("", fields), json, "", &mut |text, shape, path| {
        if !matches!(shape, Shape::Text | Shape::Prose | Shape::Contact) {
            return;
        }
        if let Some(what) = looks_personal(text, matches!(shape, Shape::Contact)) {
            out.push(accused(path, &what).help(text!(
                "記録は後から消せません。件数や項目の名だけを書き、本人の情報が要るときは、添付（personal_data: true）に入れてください。区や会社の電話は連絡先（contact）に書きます",
                "a record cannot be changed; write numbers and names of items, and put what concerns a resident into an annex (`personal_data: true`); an office's telephone belongs under `contact`"
            )));
        }
    });
}

/// Tells of what stands where nobody looks for words: in a field that a program fills, anything but the hexadecimal
/// digits that it makes; in an id, what reads as a resident's data and not as an id.
pub fn disguised(value: &Value, fields: &'static [Field], json: bool, out: &mut Vec<Problem>) {
    walk(value, Shape::Record("", fields), json, "", &mut |text, shape, path| {
        match shape {
        Shape::Made if !is_made(text) => out.push(
            Problem::new(
                path,
                text!(
                    "プログラムが作る値（乱数か鍵の識別子。小文字の16進32桁か64桁）ではありません",
                    "it is nothing that the program makes (random digits or the id of a key: 32 or 64 lower-case hexadecimal digits)"
                ),
            )
            .help(text!(
                "`fugi record sign` で署名し直し、付いた値を変えないでください。鍵の識別子は `fugi key list` にある64桁です",
                "sign it anew with `fugi record sign` and leave the value as it is; the id of a key has the 64 digits of `fugi key list`"
            )),
        ),
        Shape::Id => out.extend(in_name(text, true).map(|what| {
            accused(path, &what).help(text!(
                "識別子には、案件や様式にある識別子だけを書いてください",
                "write only an id that stands in the matter or the form"
            ))
        })),
        _ => {}
    }
    });
}

/// How many hexadecimal digits a program makes: of a record's number and salt, and of the id of a key.
const MADE: [usize; 2] = [32, 64];

/// Returns whether a text is what a program makes: lower-case hexadecimal digits of one of its lengths.
#[must_use]
pub fn is_made(text: &str) -> bool {
    MADE.contains(&text.len()) && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Returns what a name of a file or an id looks like, where that is a resident's data. The parts of such a name are
/// joined by `_` or `/`, where a sentence has blanks. An id of letters and digits of ASCII is no text, and random
/// digits look like everything, so that only one of digits and dashes alone is looked at.
#[must_use]
pub fn in_name(text: &str, is_id: bool) -> Option<Text> {
    let is_number = || text.contains('-') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if text.is_ascii() {
        return if is_id && !is_number() { None } else { looks_personal(text, false) };
    }
    looks_personal(text, false).or_else(|| looks_personal(&text.replace(['_', '/', '＿', '／'], " "), false))
}

fn accused(path: &str, what: &Text) -> Problem {
    let Text { ja, en } = what;
    Problem::new(
        path,
        text!("住民の個人情報のように見えます（{ja}）", "it looks like a resident's data ({en})"),
    )
}

/// Visits every text of a statement, with what may stand there and where it stands.
fn walk(value: &Value, shape: Shape, json: bool, path: &str, each: &mut dyn FnMut(&str, Shape, &str)) {
    match (shape, value) {
        (Shape::Record(_, fields), Value::Object(entries)) => {
            for field in fields {
                let name = if json { field.json_name() } else { field.name.to_owned() };
                if let Some(found) = entries.get(&name) {
                    walk(found, (field.shape)(), json, &join(path, &name), each);
                }
            }
        }
        (Shape::List(item), Value::Array(items)) => {
            for (index, found) in items.iter().enumerate() {
                walk(found, item(), json, &join(path, &index.to_string()), each);
            }
        }
        (Shape::Text | Shape::Prose | Shape::Contact | Shape::Id | Shape::Made, Value::String(text)) => {
            each(text, shape, path);
        }
        _ => {}
    }
}

fn deceiving(text: &str, shape: Shape, path: &str) -> Option<Problem> {
    if let Some(name) = hidden(text) {
        let message = text!(
            "見えない文字か、並びを変える文字（{name}）があります",
            "there is a character that is not seen or turns the order ({name})"
        );
        return Some(
            Problem::new(path, message)
                .help(text!("その文字を消して、打ち直してください", "take it out and type the text again")),
        );
    }
    if !matches!(shape, Shape::Prose) && text.contains(['\n', '\t']) {
        let message = text!(
            "一行で書く項目に、改行かタブがあります",
            "there is a line break or a tab in a field of one line"
        );
        return Some(Problem::new(path, message).help(text!(
            "一行にしてください（様式では「|」や「>」を使わず、項目の名の右に書きます）",
            "write it in one line (in a form without `|` or `>`)"
        )));
    }
    if matches!(shape, Shape::Id | Shape::Made) && text.contains(char::is_whitespace) {
        return Some(
            Problem::new(path, text!("識別子に空白があります", "there is a blank in an id"))
                .help(text!("空白を消してください", "take the blank out")),
        );
    }
    None
}

/// Returns the name of the first character that is not seen, or turns the order of what is seen (Unicode UAX 9).
#[must_use]
pub fn hidden(text: &str) -> Option<String> {
    let found = text.chars().find(|c| spelling::is_hidden(*c))?;
    Some(format!("U+{:04X}", u32::from(found)))
}

/// Returns whether a text can stand as somebody's name: in one line, not empty, without a character that is not seen,
/// and without a blank at its ends, which would make two names of one.
#[must_use]
pub fn is_name(text: &str) -> bool {
    hidden(text).is_none() && !text.contains(['\n', '\t']) && text.trim() == text && !text.is_empty()
}

/// Returns whether a text can stand as an id: a name without any blank.
#[must_use]
pub fn is_id(text: &str) -> bool {
    is_name(text) && !text.contains(char::is_whitespace)
}

/// Returns what a text looks like, where that is a resident's data; a contact may have a telephone number.
///
/// What stands together in one sentence is weighed: a name with a day of birth, an address or a state of health. No
/// search finds every name, and the guide says so.
#[must_use]
pub fn looks_personal(text: &str, is_contact: bool) -> Option<Text> {
    if !text.contains(may_be_personal) {
        return None;
    }
    let folded: Vec<char> = folded(text);
    folded.split(|c| matches!(c, '\n' | '。')).find_map(|sentence| personal(sentence, is_contact))
}

/// Whether a text with this character may hold what is looked for; most short texts have none of them.
fn may_be_personal(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '壱'
            | '弐'
            | '参'
            | '零'
            | '元'
    ) || matches!(c, '様' | '殿' | '氏' | '君' | 'さ' | 'ち' | ':' | '：' | '=' | '＝' | '「' | '@' | '＠')
        || c.is_numeric()
        || c.is_whitespace()
}

/// Returns the characters of a text in one form: full width, blanks and dashes alike.
fn folded(text: &str) -> Vec<char> {
    use unicode_normalization::UnicodeNormalization as _;
    let mut folded: Vec<char> = Vec::with_capacity(text.len());
    for c in text.nfkc().filter(|c| !spelling::is_invisible(*c)) {
        let between_digits = folded.last().is_some_and(char::is_ascii_digit)
            || folded.last().is_some_and(|c| "〇一二三四五六七八九".contains(*c));
        folded.push(match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{FE63}' => '-',
            'ー' if between_digits => '-',
            c if c.is_whitespace() && c != '\n' => ' ',
            c => c,
        });
    }
    folded
}

fn personal(text: &[char], is_contact: bool) -> Option<Text> {
    if numbers::has_individual(text) {
        return Some(text!("個人番号", "an individual number"));
    }
    if !is_contact && numbers::has_telephone(text) {
        return Some(text!("電話番号", "a telephone number"));
    }
    if numbers::has_labelled(text) {
        return Some(text!("本人の番号（被保険者番号、口座番号など）", "a number of a person"));
    }
    if people::has_labelled_name(text)
        || people::has_labelled_address(text)
        || dates::has_labelled_birth(text)
    {
        return Some(text!("氏名や住所の記載", "a name or an address"));
    }
    if !is_contact && has_private_mail(text) {
        return Some(text!("個人のメールアドレス", "a private e-mail address"));
    }
    let (names, birth, address) = (people::names(text), dates::birth(text), people::address(text));
    let at_home = address == Some(Address::Home);
    if birth == Some(Birth::Said) && at_home {
        return Some(text!("生年月日と住所", "a day of birth and an address"));
    }
    let private = || names.iter().filter(|name| !name.is_staff);
    let of_birth = match birth {
        Some(Birth::Said) => !names.is_empty() || people::has_kana_name(text) || words::KIN.is_in(text),
        Some(Birth::Old) => private().next().is_some() || people::has_kana_name(text),
        None => false,
    };
    if of_birth {
        return Some(text!("氏名と生年月日", "a name and a day of birth"));
    }
    if address == Some(Address::Home) && private().next().is_some() {
        return Some(text!("氏名と住所", "a name and an address"));
    }
    if private().any(|name| name.has_house || (name.is_kin && name.is_addressed)) {
        return Some(text!("氏名と家族や住まい", "a name and a family or home"));
    }
    if private().next().is_some() && (words::CONDITIONS.is_in(text) || has_level(text)) {
        return Some(text!("氏名と、要介護度や健康などの状態", "a name and a state of care or health"));
    }
    None
}

/// Whether a level of care or disability stands there: 要介護3, 介護度4.
fn has_level(text: &[char]) -> bool {
    (0..text.len()).any(|at| {
        words::LEVELS.at(text, at).is_some_and(|length| {
            let rest = text.get(at + length..).unwrap_or_default();
            let marks = rest.iter().take(3).take_while(|c| matches!(c, ' ' | ':' | 'は' | '度')).count();
            rest.get(marks).is_some_and(|c| c.is_ascii_digit() || "一二三四五ⅠⅡⅢⅣⅤI".contains(*c))
        })
    })
}

/// Whether a mail address of a provider for private persons stands there.
fn has_private_mail(text: &[char]) -> bool {
    text.iter().enumerate().any(|(at, c)| *c == '@' && words::MAIL.at(text, at + 1).is_some())
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
