//! Why a role can, or cannot, come to hold an item, and what a key says, for a reader.

use super::shown_place;
use crate::diagnostic::{Text, same};
use crate::model::keys::Key;
use crate::source::Span;
use crate::text;
use crate::workspace::explain::{Allowance, Begins, Holding, Path};

/// The most keys that are told one by one; of more, each has a line.
const MOST_KEYS: usize = 12;

/// Returns the lines for the keys that somebody meant.
#[must_use]
pub fn keys(keys: &[Key]) -> Vec<Text> {
    let mut lines = Vec::new();
    let mut file = "";
    for key in keys {
        if file != key.file {
            file = key.file;
            let Text { ja, en } = &key.of;
            lines.push(text!("{ja}", "{en}"));
        }
        let Key { path, meaning: Text { ja, en }, .. } = key;
        if keys.len() > MOST_KEYS {
            lines.push(text!("  {path}: {ja}", "  {path}: {en}"));
            continue;
        }
        lines.push(same(format!("  {path}")));
        lines.push(text!("    {ja}", "    {en}"));
        let Text { ja, en } = &key.form;
        let (must_ja, must_en) = if key.required { ("（必ず書く）", " (required)") } else { ("", "") };
        lines.push(text!("    書くもの: {ja}{must_ja}", "    to write: {en}{must_en}"));
        lines.extend(
            key.words.iter().map(|(word, Text { ja, en })| text!("      {word}: {ja}", "      {word}: {en}")),
        );
    }
    if keys.iter().any(|key| key.path.contains('*')) {
        lines.push(text!(
            "（* は、一覧の一つの識別子です。場所の書き方は、指摘の「場所」と同じです）",
            "(`*` stands for the id of an item of a list; a path is written as the place of a finding is)"
        ));
    }
    lines
}

/// Returns the lines for one matter.
#[must_use]
pub fn lines(own: &Holding) -> Vec<Text> {
    let Holding { matter, role_name, item, .. } = own;
    let mut lines =
        vec![text!("{matter}: 「{role_name}」と「{item}」", "{matter}: `{role_name}` and `{item}`")];
    lines.push(match (own.unlimited, own.paths.is_empty()) {
        (true, _) => {
            text!(
                "  本人と自治体は、全ての項目を持てます",
                "  the principal and the ward may hold every item"
            )
        }
        (false, true) => {
            text!("  この項目を持つ道筋はありません", "  there is no path by which it comes to hold the item")
        }
        (false, false) if !own.sees => text!(
            "  この項目を封をしたまま持ち、見ることはありません。道筋:",
            "  it holds the item sealed and does not see it, by:"
        ),
        (false, false) => text!("  この項目を持ちます。道筋:", "  it comes to hold the item, by:"),
    });
    lines.extend(own.paths.iter().flat_map(|path| walk(own, path)));
    lines.extend(own.contracts.iter().map(|contract| allowance(own, contract)));
    if let Some(span) = own.unbound {
        let place = at(own, span);
        lines.push(text!(
            "  この役割を当事者とする契約がありません（{place}）",
            "  no contract binds this role ({place})"
        ));
    }
    lines
}

fn at(own: &Holding, span: Span) -> String {
    shown_place(&own.sources, span)
}

/// Returns the lines of one path.
fn walk(own: &Holding, path: &Path) -> Vec<Text> {
    let Path { flow, first, begins, hops } = path;
    let mut lines = vec![match begins {
        Begins::Made(no, span, assumed) => {
            let at = span.map_or_else(String::new, |span| at(own, span));
            let assumed = if *assumed { "（推定）" } else { "" };
            text!(
                "    {flow}: 手順{no}で「{first}」が作る{assumed}（{at}）",
                "    {flow}: step {no}, made by `{first}` ({at})"
            )
        }
        Begins::Own => {
            text!("    {flow}: 「{first}」が元から持つ", "    {flow}: `{first}` has it by nature")
        }
        Begins::Unknown => text!(
            "    {flow}: 「{first}」が持つ（由来は記載なし）",
            "    {flow}: `{first}` has it (origin not stated)"
        ),
    }];
    let mut drawn = flow;
    for hop in hops {
        let (number, to, id) = (&hop.flow, &hop.to, &hop.link);
        if number != drawn {
            lines.push(text!("      （ここから{number}）", "      (from here on {number})"));
            drawn = number;
        }
        let network = hop.network.as_deref().map_or(text!("回線の記載なし", "no network stated"), same);
        let Text { ja: network, en: network_en } = network;
        let (assumed, assumed_en) = if hop.assumed { ("、推定", ", assumed") } else { ("", "") };
        let at = at(own, hop.span);
        lines.push(text!(
            "      → 「{to}」（線 {id}、{network}{assumed}。{at}）",
            "      → `{to}` (link {id}, {network_en}{assumed_en}; {at})"
        ));
    }
    lines
}

fn allowance(own: &Holding, contract: &Allowance) -> Text {
    let title = &contract.title;
    let place = contract.span.map_or_else(String::new, |span| at(own, span));
    let assumed = if contract.assumed { "（推定）" } else { "" };
    let (list, list_en) = contract.items.as_ref().map_or(("", ""), |items| (&items.ja, &items.en));
    match contract.allows {
        Some(true) => {
            text!("  取り扱えます{assumed}: 「{title}」（{place}）", "  allowed by `{title}` ({place})")
        }
        Some(false) => text!(
            "  取り扱えません{assumed}: 「{title}」で取り扱えるのは{list}だけです（{place}）",
            "  not allowed by `{title}`: only {list_en} ({place})"
        ),
        None => text!(
            "  取り扱える項目の記載がありません: 「{title}」（{place}）",
            "  `{title}` does not say what it handles ({place})"
        ),
    }
}
