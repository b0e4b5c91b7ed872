//! The legal entities against the list of corporate numbers, for a reader.

use super::shown_place;
use crate::diagnostic::{Text, listed};
use crate::registry::{Cause, Closed};
use crate::text;
use crate::workspace::companies::{Answer, Companies, Found};

/// So many companies of the same name are named.
const SHOWN_NAMESAKES: usize = 5;

/// Returns what is found of a legal entity, and what to do; `partial` where the list is not of the whole country.
#[must_use]
pub fn said(answer: &Answer, partial: bool) -> Text {
    let name = &answer.name;
    match &answer.found {
        Found::Same(address) => {
            text!("{name}: 登記のとおり（{address}）", "{name}: as registered ({address})")
        }
        Found::Fictional => text!("{name}: 架空の法人（調べません）", "{name}: invented, not looked for"),
        Found::Name(registered, Some(since)) => text!(
            "{name}: {since} に「{registered}」へ名称が変わっています。契約書と付議資料の名を確かめ、name を今の名称に直してください",
            "{name}: it is called {registered} since {since}; check the contract and the submission, and put the name right"
        ),
        Found::Name(registered, None) => text!(
            "{name}: この法人番号の名称は「{registered}」です。番号と名称のどちらが正しいかを登記事項証明書で確かめ、直してください",
            "{name}: this number belongs to {registered}; find out which is right, and put it right"
        ),
        Found::Address(registered) => text!(
            "{name}: 登記上の所在地は「{registered}」です。address を確かめて直してください",
            "{name}: the registered address is {registered}; put `address` right"
        ),
        Found::Closed(closed, successor) => closed_text(name, closed, successor.as_deref()),
        Found::Deleted => text!(
            "{name}: この法人番号は取り消されています。正しい番号を確かめてください",
            "{name}: this number was taken back; find the right one"
        ),
        Found::Absent if partial => text!(
            "{name}: この一覧にありません（全国の一覧でないため、誤りとは限りません）",
            "{name}: not in this list, which is not of the whole country"
        ),
        Found::Absent => text!(
            "{name}: この法人番号は一覧にありません。番号を登記事項証明書で確かめてください",
            "{name}: this number is not in the list; check it"
        ),
        Found::NoNumber(namesakes) if namesakes.is_empty() => text!(
            "{name}: 法人番号が書かれておらず、同じ名称の法人も一覧にありません。番号を確かめ、corporate_number に書いてください",
            "{name}: no corporate number is written, and no company of that name is in the list; write `corporate_number`"
        ),
        Found::NoNumber(namesakes) => {
            let shown: Vec<String> = namesakes
                .iter()
                .take(SHOWN_NAMESAKES)
                .map(|(number, address)| format!("{number} {address}"))
                .collect();
            let count = namesakes.len();
            let Text { ja: shown, en: shown_en } = listed(&shown);
            text!(
                "{name}: 法人番号が書かれていません。同じ名称の法人が {count}者あります（{shown}）。所在地で確かめ、corporate_number に書いてください",
                "{name}: no corporate number is written; {count} of that name: {shown_en}; check the address and write `corporate_number`"
            )
        }
    }
}

fn closed_text(name: &str, closed: &Closed, successor: Option<&str>) -> Text {
    let on = &closed.on;
    let cause = match closed.cause {
        Cause::Liquidated => text!("清算の結了など", "liquidated"),
        Cause::Merged => text!("合併による解散など", "merged"),
        Cause::ByRegistrar => text!("登記官による閉鎖", "closed by the registrar"),
        Cause::Other => text!("その他", "other"),
    };
    let heir = match (&closed.successor, successor) {
        (None, _) => text!("", ""),
        (Some(number), None) => {
            text!("。承継先の法人番号 {number}", "; its successor has the number {number}")
        }
        (Some(number), Some(heir)) => {
            text!("。承継先は {heir}（{number}）", "; its successor is {heir} ({number})")
        }
    };
    let (Text { ja, en }, Text { ja: heir_ja, en: heir_en }) = (cause, heir);
    text!(
        "{name}: {on} に登記記録が閉鎖されています（{ja}）{heir_ja}。契約の相手方と、地位の承継の手続を確かめてください",
        "{name}: its register was closed on {on} ({en}){heir_en}; find out who the contract is with now"
    )
}

/// Returns the lines for a reader; only the last one where `quiet`.
#[must_use]
pub fn lines(own: &Companies, answers: &[Answer], rows: u64, partial: bool, quiet: bool) -> Vec<Text> {
    let mut lines = Vec::new();
    for answer in answers.iter().filter(|_| !quiet) {
        let (at, Text { ja, en }) = (shown_place(&own.sources, answer.span), said(answer, partial));
        lines.push(text!("{at}: {ja}", "{at}: {en}"));
    }
    let count = |is: fn(&Found) -> bool| answers.iter().filter(|answer| is(&answer.found)).count();
    let same = count(|found| matches!(found, Found::Same(_)));
    let absent = count(|found| matches!(found, Found::Absent));
    let unwritten = count(|found| matches!(found, Found::NoNumber(_)));
    let fictional = count(|found| matches!(found, Found::Fictional));
    let wrong = answers.len() - same - absent - unwritten - fictional;
    let year = &own.year;
    lines.push(text!(
        "{year}: 登記のとおり {same}者、違い・閉鎖 {wrong}件、一覧にない {absent}者、法人番号なし {unwritten}者、架空 {fictional}者（一覧 {rows}行）",
        "{year}: {same} as registered, {wrong} different or closed, {absent} not in the list, {unwritten} without a number, {fictional} invented ({rows} rows)"
    ));
    lines
}
