//! Checking a value against fields: every problem, with the path of the field and the fix.

use super::{Date, Field, Moment, Problem, Shape};
use crate::diagnostic::Text;
use crate::evidence::format::digest::Digest;
use crate::spelling::{self, short};
use crate::text;
use serde_json::Value;

/// Checks a value against fields, telling every problem; `json` says whether the names are those of JSON or of a form.
pub fn check(value: &Value, what: &str, fields: &[Field], json: bool, path: &str, out: &mut Vec<Problem>) {
    let name = |field: &Field| if json { field.json_name() } else { field.name.to_owned() };
    let Value::Object(entries) = value else {
        let message = text!("「{what}」の中身（キー: 値）が要ります", "fields are needed here");
        let names: Vec<String> = fields.iter().filter(|field| !field.optional).map(name).collect();
        let names = names.join(", ");
        out.push(Problem::new(path, message).help(text!(
            "「キー: 値」の形で書いてください（要る項目: {names}）",
            "write `key: value` (needed: {names})"
        )));
        return;
    };
    for key in entries.keys() {
        if fields.iter().all(|field| name(field) != *key) {
            out.push(unknown(key, what, fields, json, path));
        }
    }
    for field in fields {
        let own = name(field);
        let at = join(path, &own);
        match entries.get(&own) {
            None | Some(Value::Null) if field.optional => {}
            None | Some(Value::Null) => {
                let title = field.title();
                let message = text!("「{own}」（{title}）がありません", "`{own}` is missing");
                let sample = field.sample;
                let problem = Problem::new(if entries.contains_key(&own) { &at } else { path }, message);
                let written = match field.latin_sample() {
                    Some(sample) => format!("write `{own}: {sample}`"),
                    None => format!("write `{own}:` and its value"),
                };
                out.push(problem.help(text!("「{own}: {sample}」の形で書いてください", "{written}")));
            }
            Some(found) => check_shape(found, (field.shape)(), field, json, &at, out),
        }
    }
}

fn unknown(key: &str, what: &str, fields: &[Field], json: bool, path: &str) -> Problem {
    let shown = short(key);
    let message = text!("「{what}」に「{shown}」という項目はありません", "there is no field `{shown}` here");
    let names: Vec<String> =
        fields.iter().map(|field| if json { field.json_name() } else { field.name.to_owned() }).collect();
    let by_title = fields.iter().zip(&names).find(|(field, _)| spelling::same(field.title(), key));
    let help = match by_title {
        Some((field, name)) => {
            let title = field.title();
            text!("「{title}」は「{name}」と書きます", "write `{name}`")
        }
        None => {
            let list = fields.iter().zip(&names).map(|(field, name)| format!("{name}（{}）", field.title()));
            let list = list.collect::<Vec<_>>().join("、");
            let list_en = names.join(", ");
            let all = text!("書ける項目: {list}", "fields: {list_en}");
            spelling::did_you_mean(key, names.iter().map(String::as_str), &all)
        }
    };
    Problem::new(join(path, key), message).help(help)
}

/// Returns the path of a field inside another.
#[must_use]
pub fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}

fn check_shape(value: &Value, shape: Shape, field: &Field, json: bool, path: &str, out: &mut Vec<Problem>) {
    let sample = field.sample;
    let written = match field.latin_sample() {
        Some(sample) => format!("write it like `{sample}`"),
        None => "write what the form says beside it".to_owned(),
    };
    let wrong = |message: Text| {
        Problem::new(path, message).help(text!("「{sample}」の形で書いてください", "{written}"))
    };
    let shown = match value {
        Value::String(text) => short(text).into_owned(),
        other => short(&other.to_string()).into_owned(),
    };
    let text = value.as_str();
    match shape {
        Shape::Text | Shape::Prose | Shape::Id | Shape::Made | Shape::Contact => match text {
            Some(text) if !text.trim().is_empty() => {}
            Some(_) => out.push(wrong(text!("空の文字です", "the text is empty"))),
            None => out.push(wrong(text!("文字が要ります", "text is needed"))),
        },
        Shape::Date if text.and_then(|text| text.parse::<Date>().ok()).is_none() => out.push(wrong(text!(
            "「{shown}」は日付（2027-03-31 の形）として読めません",
            "`{shown}` is no day (2027-03-31)"
        ))),
        Shape::Moment if text.and_then(|text| text.parse::<Moment>().ok()).is_none() => {
            out.push(wrong(text!(
                "「{shown}」は日時（2027-03-31T17:15:00+09:00 の形）として読めません",
                "`{shown}` is no day and time (2027-03-31T17:15:00+09:00)"
            )))
        }
        Shape::Digest if text.and_then(|text| text.parse::<Digest>().ok()).is_none() => {
            out.push(wrong(text!(
                "「{shown}」は SHA-256（小文字の16進64桁）ではありません",
                "`{shown}` is no SHA-256 (64 hexadecimal digits)"
            )))
        }
        Shape::Number if value.as_u64().is_none() => out.push(wrong(text!(
            "「{shown}」は0以上の整数（半角）ではありません",
            "`{shown}` is no whole number of 0 or more"
        ))),
        Shape::Flag if !value.is_boolean() => out.push(wrong(text!(
            "「{shown}」は true でも false でもありません",
            "`{shown}` is neither true nor false"
        ))),
        Shape::Word(words) if text.is_none_or(|text| words.iter().all(|(word, _)| *word != text)) => {
            let list = words.iter().map(|(word, label)| format!("{word}（{label}）")).collect::<Vec<_>>();
            let (list, list_en) =
                (list.join("、"), words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", "));
            let all = text!("使える語: {list}", "words: {list_en}");
            let by_label = words.iter().find(|(_, label)| spelling::same(label, &shown));
            let help = match by_label {
                Some((word, label)) => text!("「{label}」は「{word}」と書きます", "write `{word}`"),
                None => spelling::did_you_mean(&shown, words.iter().map(|(word, _)| *word), &all),
            };
            let message = text!("「{shown}」という語は使えません", "`{shown}` is none of the words");
            out.push(Problem::new(path, message).help(help));
        }
        Shape::List(item) => match value.as_array() {
            Some(items) if !items.is_empty() => {
                for (index, value) in items.iter().enumerate() {
                    check_shape(value, item(), field, json, &join(path, &index.to_string()), out);
                }
            }
            Some(_) => out.push(Problem::new(path, text!("一覧が空です", "the list is empty")).help(text!(
                "一つ以上書いてください。書くものがなければ、項目ごと消します",
                "write at least one, or take the field out"
            ))),
            None => out.push(wrong(text!("一覧が要ります", "a list is needed"))),
        },
        Shape::Record(what, fields) => check(value, what, fields, json, path, out),
        _ => {}
    }
}
