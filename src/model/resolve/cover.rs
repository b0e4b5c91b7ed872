//! The cover and the way of printing (`forms/submission.yaml`).

use super::{Problems, report};
use crate::model::print::{Cover, CoverBlock, Piece, Print, Words};
use crate::model::raw::form::{RawCover, RawCoverBlock, RawPrint};
use crate::model::vocabulary::{CoverPlace, CoverValue};
use crate::source::Span;
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::decode::Str;

pub(super) fn cover(raw: RawCover, problems: &mut Problems) -> Cover {
    if let Some(blocks) = raw.blocks {
        let blocks = blocks.items.into_iter().filter_map(|raw| block(raw, problems)).collect();
        return Cover { heading: raw.heading, blocks };
    }
    let earlier = [
        (&raw.title, "title"),
        (&raw.see_annex, "see_annex"),
        (&raw.basis, "basis"),
        (&raw.department, "department"),
    ];
    for (_, key) in earlier.into_iter().filter(|(own, _)| own.is_none()) {
        report(
            problems,
            "missing-key",
            Span::new(raw.span.source(), raw.span.start(), raw.span.start()),
            text!("表紙の様式に「{key}」がありません", "the cover has no `{key}`"),
            text!(
                "{key} を書くか、表紙の部品を blocks に並べてください",
                "write `{key}`, or list the cover's `blocks`"
            ),
        );
    }
    let mut blocks = Vec::new();
    let field = |label: &Str, pieces: Vec<Piece>| CoverBlock::Fields(vec![(label.clone(), Words(pieces))]);
    let value = Piece::Value;
    let word = |word: &str| Piece::Text(word.to_owned());
    if let Some(label) = &raw.title {
        blocks.push(field(label, vec![value(CoverValue::Title)]));
    }
    if let Some(line) = &raw.see_annex {
        blocks.push(CoverBlock::Line(CoverPlace::Text, Words(vec![word(line)])));
    }
    if let Some(label) = &raw.basis {
        blocks.push(field(label, vec![word("◇"), value(CoverValue::Basis)]));
    }
    blocks.push(CoverBlock::Decision);
    if let Some(label) = &raw.department {
        let pieces = vec![word(&format!("（{label}：")), value(CoverValue::Department), word("）")];
        blocks.push(CoverBlock::Line(CoverPlace::Text, Words(pieces)));
    }
    Cover { heading: raw.heading, blocks }
}

fn block(raw: RawCoverBlock, problems: &mut Problems) -> Option<CoverBlock> {
    let place = raw.place.0;
    let (text, fields) = (raw.text, raw.fields);
    match place.value {
        CoverPlace::Decision => Some(CoverBlock::Decision),
        CoverPlace::Fields => {
            let Some(fields) = fields else {
                missing(place.span, "fields", problems);
                return None;
            };
            let fields = fields.items.into_iter();
            let fields = fields.map(|raw| {
                let words = words(&raw.text, problems);
                (raw.label, words)
            });
            Some(CoverBlock::Fields(fields.collect()))
        }
        _ => match text {
            Some(text) => Some(CoverBlock::Line(place.value, words(&text, problems))),
            None => {
                missing(place.span, "text", problems);
                None
            }
        },
    }
}

fn missing(span: Span, key: &str, problems: &mut Problems) {
    report(
        problems,
        "missing-key",
        span,
        text!("この部品に「{key}」がありません", "this block has no `{key}`"),
        text!("{key} を書いてください", "write `{key}`"),
    );
}

/// Returns words with the values in braces; a value that is not known is reported.
fn words(text: &Str, problems: &mut Problems) -> Words {
    let mut pieces = Vec::new();
    let mut rest = text.value.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, then)) = after.split_once('}') else { break };
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        match CoverValue::ALL.iter().find(|value| value.word() == name) {
            Some(value) => pieces.push(Piece::Value(*value)),
            None => unknown(text, name, problems),
        }
        rest = then;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Words(pieces)
}

fn unknown(text: &Str, name: &str, problems: &mut Problems) {
    let shown = short(name);
    let all: Vec<String> =
        CoverValue::ALL.iter().map(|value| format!("{}（{}）", value.word(), value.ja())).collect();
    let all_en: Vec<&str> = CoverValue::ALL.iter().map(|value| value.word()).collect();
    let (list, list_en) = (all.join("、"), all_en.join(", "));
    let otherwise = text!("使える値: {list}", "allowed: {list_en}");
    report(
        problems,
        "unknown-value",
        text.span,
        text!("表紙に印字できる値に「{shown}」はありません", "there is no value `{shown}` for the cover"),
        spelling::did_you_mean(name, CoverValue::ALL.iter().map(|value| value.word()), &otherwise),
    );
}

pub(super) fn print(raw: Option<RawPrint>, parts: &[String], problems: &mut Problems) -> Print {
    let Some(raw) = raw else { return Print::default() };
    let landscape = raw.landscape.unwrap_or_default().items;
    for part in landscape.iter().filter(|part| part.span.is_somewhere() && !parts.contains(&part.value)) {
        let (shown, list) = (short(&part.value), parts.join("、"));
        let otherwise = text!("ある部分: {list}", "there are: {list}");
        report(
            problems,
            "unknown-part",
            part.span,
            text!("「{shown}」という部分はありません", "there is no part `{shown}`"),
            spelling::did_you_mean(&part.value, parts.iter().map(String::as_str), &otherwise),
        );
    }
    let standard = Print::default();
    Print {
        name: raw.name.map_or(standard.name, |name| name.value),
        dates: raw.dates.map_or(standard.dates, |dates| dates.0.value),
        landscape: landscape.into_iter().map(|part| part.value).collect(),
        notices: raw.notice.unwrap_or_default().items.into_iter().map(|own| own.value).collect(),
    }
}
