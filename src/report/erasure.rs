//! Which copies are left, for a reader.

use crate::diagnostic::{Text, listed};
use crate::duty::erasure::status::State;
use crate::evidence::format::kind::receipt::Assurance;
use crate::text;
use crate::workspace::erasure::{About, Doubtful, Erasure};
use chrono::NaiveDate;

/// So many items are named; the rest is counted.
const SHOWN_ITEMS: usize = 5;

/// Returns a doubt about a report, with its rule and what it is about.
#[must_use]
pub fn doubtful(own: &Doubtful) -> Text {
    let (Text { ja, en }, rule) = (own.doubt.said(), own.doubt.rule().name);
    match &own.about {
        About::Entry(entry) => text!("[{rule}] 記録 {entry}番: {ja}", "[{rule}] entry {entry}: {en}"),
        About::Place { contract, contractor, place } => {
            let Text { ja: place, en: place_en } = place;
            text!(
                "[{rule}] {contract}　{contractor}　{place}: {ja}",
                "[{rule}] {contract}, {contractor}, {place_en}: {en}"
            )
        }
    }
}

/// Returns whose word it is, and how sure.
fn word(assurance: Option<Assurance>) -> Text {
    match assurance {
        Some(level) => {
            let level = level.word();
            text!("確かさ {level}", "assurance {level}")
        }
        None => text!(
            "区だけが署名。委託先の報告ではない",
            "signed by the ward alone, not the contractor's report"
        ),
    }
}

fn shown(state: &State) -> Text {
    match state {
        State::Absent { reason, entry, assurance } => {
            let Text { ja, en } = word(*assurance);
            text!("写しなし（{reason}、記録 {entry}番、{ja}）", "never there ({reason}, entry {entry}, {en})")
        }
        State::Erased { date, entry, assurance } => {
            let Text { ja, en } = word(*assurance);
            text!("消去済（{date}、記録 {entry}番、{ja}）", "erased on {date}, entry {entry}, {en}")
        }
        State::Held { reason, until, entry, assurance } => {
            let Text { ja, en } = word(*assurance);
            let last = until.map_or(text!("", ""), |until| text!("、{until} まで", ", until {until}"));
            let (last, last_en) = (last.ja, last.en);
            text!(
                "保存中（{reason}{last}、記録 {entry}番、{ja}）",
                "held ({reason}{last_en}, entry {entry}, {en})"
            )
        }
        State::InUse => text!("期間中", "in use"),
        State::Left { due: None, .. } => text!("残存（期限の記載なし）", "left (no date stated)"),
        State::Left { due: Some(due), overdue: true } => {
            text!("残存（{due} 期限を超過）", "left, overdue since {due}")
        }
        State::Left { due: Some(due), overdue: false } => text!("残存（{due} まで）", "left, due {due}"),
    }
}

/// Returns the lines for a reader; only the last one where `quiet`.
#[must_use]
pub fn lines(tally: &Erasure, today: NaiveDate, quiet: bool) -> Vec<Text> {
    let mut lines = Vec::new();
    let (mut contract, mut contractor) = (None, None);
    for row in tally.rows.iter().filter(|_| !quiet) {
        if contract != Some(&row.contract) {
            (contract, contractor) = (Some(&row.contract), None);
            let (name, ends) = (&row.contract, row.ends.map(|day| day.to_string()).unwrap_or_default());
            lines.push(text!("■ {name}（期間は {ends} まで）", "■ {name} (term until {ends})"));
        }
        if contractor != Some((&row.contractor, &row.path)) {
            contractor = Some((&row.contractor, &row.path));
            let (who, Text { ja: path, en: path_en }) = (&row.contractor, &row.path);
            lines.push(text!("  {who}　　写しの経路: {path}", "  {who}; the copy came by: {path_en}"));
        }
        let first: Vec<&str> = row.items.iter().take(SHOWN_ITEMS).map(String::as_str).collect();
        let count = row.items.len();
        let Text { ja: first, en: first_en } = listed(&first);
        let more = if count > SHOWN_ITEMS { text!(" ほか", " and others") } else { text!("", "") };
        let (more, more_en) = (more.ja, more.en);
        let Text { ja: state, en: state_en } = shown(&row.state);
        let Text { ja: place, en: place_en } = &row.place;
        lines.push(text!(
            "    {state}: {place}（{count}項目: {first}{more}）",
            "    {state_en}: {place_en} ({count} items: {first_en}{more_en})"
        ));
    }
    for doubt in tally.doubts.iter().filter(|_| !quiet) {
        let Text { ja, en } = doubtful(doubt);
        lines.push(text!("要確認: {ja}", "to be checked: {en}"));
    }
    let count = |is: fn(&State) -> bool| tally.rows.iter().filter(|row| is(&row.state)).count();
    let left = count(|state| matches!(state, State::Left { .. }));
    let overdue = count(|state| matches!(state, State::Left { overdue: true, .. }));
    let held = count(|state| matches!(state, State::Held { .. }) && state.by_ward().is_none());
    let (in_use, erased) = (tally.in_use, tally.erased);
    let by_ward = match tally.by_ward {
        0 => text!("", ""),
        count => text!("、区だけの記録（委託先の報告なし） {count}件", ", {count} by the ward's word alone"),
    };
    let (by_ward, by_ward_en) = (by_ward.ja, by_ward.en);
    lines.push(text!(
        "{today} 現在: 残存コピー {left}件（うち超過 {overdue}件）、保存中 {held}件、消去済 {erased}件、期間中 {in_use}件{by_ward}",
        "as of {today}: {left} copies left ({overdue} overdue), {held} held, {erased} erased, {in_use} in use{by_ward_en}"
    ));
    lines
}
