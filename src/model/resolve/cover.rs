//! The cover and the way of printing (`forms/submission.yaml`).

use super::{Problems, report};
use crate::diagnostic::{Text, listed};
use crate::model::print::{
    Agenda, AgendaItem, Cover, CoverBlock, Foot, FootPiece, MaterialPiece, Materials, Piece, Print, Words,
};
use crate::model::raw::form::{
    RawAgenda, RawAgendaColumn, RawAgendaItem, RawCover, RawCoverBlock, RawCoverField, RawFoot, RawMaterials,
    RawPrint,
};
use crate::model::vocabulary::{CoverPlace, CoverValue, MaterialValue};
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::decode::{List, Str, Vocabulary};

pub(super) fn cover(raw: RawCover, problems: &mut Problems) -> Cover {
    if let Some(blocks) = raw.blocks {
        let blocks = blocks.items.into_iter().filter_map(|raw| block(raw, problems)).collect();
        return Cover { heading: raw.heading, blocks };
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
    blocks.push(CoverBlock::Decision(None));
    if let Some(label) = &raw.department {
        let pieces = vec![word(&format!("（{label}：")), value(CoverValue::Department), word("）")];
        blocks.push(CoverBlock::Line(CoverPlace::Text, Words(pieces)));
    }
    Cover { heading: raw.heading, blocks }
}

fn block(raw: RawCoverBlock, problems: &mut Problems) -> Option<CoverBlock> {
    let place = raw.place.0;
    let (text, fields) = (raw.text, raw.fields);
    let mut labelled = |fields: List<RawCoverField>| {
        let one = |raw: RawCoverField| {
            let words = words(&raw.text.text, problems);
            (raw.label, words)
        };
        fields.items.into_iter().map(one).collect()
    };
    match place.value {
        CoverPlace::Decision => Some(CoverBlock::Decision(fields.map(labelled))),
        CoverPlace::Fields => Some(CoverBlock::Fields(labelled(fields?))),
        _ => Some(CoverBlock::Line(place.value, words(&text?.text, problems))),
    }
}

/// Returns words with the values in braces; a value that is not known is reported.
fn words(text: &Str, problems: &mut Problems) -> Words {
    let place = text!("表紙に印字できる値", "for the cover");
    Words(pieces(text, &place, Piece::Text, Piece::Value, problems))
}

/// Returns the pieces of a text with values in braces; a value that is not known is reported, with the words for where it
/// would stand.
fn pieces<V: Vocabulary + Copy, P>(
    text: &Str,
    place: &Text,
    of_text: impl Fn(String) -> P,
    of_value: impl Fn(V) -> P,
    problems: &mut Problems,
) -> Vec<P> {
    let mut pieces = Vec::new();
    let mut rest = text.value.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, then)) = after.split_once('}') else { break };
        if !before.is_empty() {
            pieces.push(of_text(before.to_owned()));
        }
        match V::WORDS.iter().find(|(word, ..)| *word == name) {
            Some((_, value, _)) => pieces.push(of_value(*value)),
            None => unknown::<V>(text, name, place, problems),
        }
        rest = then;
    }
    if !rest.is_empty() {
        pieces.push(of_text(rest.to_owned()));
    }
    pieces
}

fn unknown<V: Vocabulary>(text: &Str, name: &str, place: &Text, problems: &mut Problems) {
    let shown = short(name);
    let words = || V::WORDS.iter().map(|(word, ..)| *word);
    let all: Vec<String> = V::WORDS.iter().map(|(word, _, ja)| format!("{word}（{ja}）")).collect();
    let (list, list_en) = (all.join("、"), words().collect::<Vec<_>>().join(", "));
    let otherwise = text!("使える値: {list}", "allowed: {list_en}");
    let Text { ja, en } = place;
    report(
        problems,
        "unknown-value",
        text.span,
        text!("{ja}に「{shown}」はありません", "there is no value `{shown}` {en}"),
        spelling::did_you_mean(name, words(), &otherwise),
    );
}

pub(super) fn print(raw: Option<RawPrint>, parts: &[String], problems: &mut Problems) -> Print {
    let Some(raw) = raw else { return Print::default() };
    let landscape = raw.landscape.unwrap_or_default().items;
    let papers = raw.papers.unwrap_or_default().items;
    let named = landscape.iter().chain(papers.iter().map(|own| &own.part));
    for part in named.filter(|part| part.span.is_somewhere() && !parts.contains(&part.value)) {
        let shown = short(&part.value);
        let Text { ja, en } = listed(parts);
        let otherwise = text!("ある部分: {ja}", "there are: {en}");
        report(
            problems,
            "unknown-part",
            part.span,
            text!("「{shown}」という部分はありません", "there is no part `{shown}`"),
            spelling::did_you_mean(&part.value, parts.iter().map(String::as_str), &otherwise),
        );
    }
    let standard = Print::default();
    let footer = raw.footer.map(|own| own.items.into_iter().map(|raw| foot(raw, problems)).collect());
    Print {
        name: word(raw.name, standard.name),
        dates: raw.dates.map_or(standard.dates, |dates| dates.0.value),
        digits: raw.digits.map(|digits| digits.0.value),
        landscape: landscape.into_iter().map(|part| part.value).collect(),
        paper: raw.paper.map_or(standard.paper, |paper| paper.0.value),
        papers: papers.into_iter().map(|own| (own.part.value, own.size.0.value)).collect(),
        lines: raw.lines.is_some_and(|own| own.value),
        notices: raw.notice.unwrap_or_default().items.into_iter().map(|own| own.value).collect(),
        footer: footer.unwrap_or(standard.footer),
        paging: raw.paging.map_or(standard.paging, |paging| paging.0.value),
        materials: raw.materials.map_or(standard.materials, |own| materials(own, problems)),
        agenda: raw.agenda.map_or(standard.agenda, agenda),
    }
}

fn word(own: Option<Str>, standard: String) -> String {
    own.map_or(standard, |own| own.value)
}

fn foot(raw: RawFoot, problems: &mut Problems) -> Foot {
    let place = text!("ページの下に印字できる値", "for the foot of a page");
    let pieces = pieces(&raw.text.text, &place, FootPiece::Text, FootPiece::Value, problems);
    Foot { place: raw.place.0.value, pieces }
}

fn materials(raw: RawMaterials, problems: &mut Problems) -> Materials {
    let standard = Materials::default();
    let place = text!("資料の番号に使える値", "for the number of a material");
    let numbers = |own: &Str, needed: &[MaterialValue], problems: &mut Problems| {
        let pieces = pieces(own, &place, MaterialPiece::Text, MaterialPiece::Value, problems);
        let has = |wanted: &MaterialValue| {
            pieces.iter().any(|own| matches!(own, MaterialPiece::Value(own) if own == wanted))
        };
        for value in needed.iter().filter(|wanted| !has(wanted)) {
            let value = value.word();
            report(
                problems,
                "number-not-unique",
                own.span,
                text!(
                    "資料の番号に {{{value}}} がありません。別の資料が同じ番号になります",
                    "the number of a material has no `{{{value}}}`; two materials would have one number"
                ),
                text!("例えば「{{{value}}}」を書き足してください", "add `{{{value}}}`"),
            );
        }
        pieces
    };
    use MaterialValue::{Agenda, Index};
    let matter = raw.matter.map_or(standard.matter, |own| {
        let own = own.text;
        // A word alone stands before the number.
        let text = if own.value.contains('{') { own } else { own.with(format!("{}{{agenda}}", own.value)) };
        if text.value.contains("{index}") {
            report(
                problems,
                "unknown-value",
                text.span,
                text!(
                    "案件の番号に {{index}} は使えません（図と一覧の番号です）",
                    "the number of a matter has no `{{index}}`; that is the number of a diagram or a list"
                ),
                text!("{{agenda}} と書いてください", "write `{{agenda}}`"),
            );
        }
        numbers(&text, &[Agenda], problems)
    });
    Materials {
        matter,
        numbered: raw
            .numbered
            .map_or(standard.numbered, |own| numbers(&own.text, &[Agenda, Index], problems)),
        unnumbered: raw.unnumbered.map_or(standard.unnumbered, |own| numbers(&own.text, &[Index], problems)),
    }
}

fn agenda(raw: RawAgenda) -> Agenda {
    let standard = Agenda::default();
    let [meeting, date, place] = standard.facts;
    let [number, title] = standard.material_columns;
    let columns = |own: Option<List<RawAgendaColumn>>, standard| {
        own.map_or(standard, |own| {
            own.items.into_iter().map(|own| (own.shows.0.value, own.label.value)).collect()
        })
    };
    let item =
        |own: RawAgendaItem| AgendaItem { text: own.text.value, holds: own.holds.map(|own| own.0.value) };
    Agenda {
        heading: word(raw.heading, standard.heading),
        facts: [word(raw.meeting, meeting), word(raw.date, date), word(raw.place, place)],
        items: raw.items.map_or(standard.items, |own| own.items.into_iter().map(item).collect()),
        matters: word(raw.matters, standard.matters),
        columns: columns(raw.columns, standard.columns),
        materials: word(raw.materials, standard.materials),
        material_columns: [word(raw.material_number, number), word(raw.material_title, title)],
        list: word(raw.list, standard.list),
        list_columns: columns(raw.list_columns, standard.list_columns),
    }
}
