//! Findings that were accepted, in words: the check by its title and the place by the names of things. What the file
//! calls them stands behind.

use crate::case::Case;
use crate::check;
use crate::diff::Change;
use crate::diff::prose::Piece;
use crate::model::contract::Contract;
use crate::model::matter::Matter;
use std::borrow::Cow;

/// The kinds of change that speak of a waiver: the waiver itself, and what is said of it.
fn speaks_of_a_waiver(change: &Change) -> bool {
    change.kind == "waiver" || change.kind.starts_with("waiver-")
}

/// Returns the words of one side of a change.
pub(super) fn words<'p>(
    change: &Change,
    pieces: &'p [Piece],
    (old, new): (&Case<'_>, &Case<'_>),
) -> Cow<'p, [Piece]> {
    if !speaks_of_a_waiver(change) {
        return Cow::Borrowed(pieces);
    }
    let said = |piece: &Piece| {
        let words = say(&piece.text, [new, old]);
        Piece { text: words.unwrap_or_else(|| piece.text.clone()), changed: piece.changed }
    };
    Cow::Owned(pieces.iter().map(said).collect())
}

/// Returns the place of a change.
pub(super) fn place(change: &Change, (old, new): (&Case<'_>, &Case<'_>)) -> String {
    let words = speaks_of_a_waiver(change).then(|| say(&change.place, [new, old])).flatten();
    words.unwrap_or_else(|| change.place.clone())
}

/// Says in words what begins as `check（place）`; none where it does not.
fn say(text: &str, sides: [&Case<'_>; 2]) -> Option<String> {
    let (name, rest) = text.split_once('（')?;
    let (at, rest) = rest.split_once('）')?;
    let title = check::rule(name)?.title();
    Some(format!("「{title}」（{}）{rest}［{name}］", path(at, sides)))
}

/// What the parts of a path are called on paper.
const PARTS: [(&str, &str); 49] = [
    ("agenda_number", "資料の番号"),
    ("answers", "答え"),
    ("arrangement", "契約の形"),
    ("basis", "付議の根拠"),
    ("boxes", "対策の箱"),
    ("business", "登録業務"),
    ("checklists", "チェックリスト"),
    ("clauses", "特記事項"),
    ("conditions", "条件"),
    ("connections", "外部結合"),
    ("contracts", "業務委託"),
    ("conveys", "渡す項目"),
    ("council", "会議"),
    ("counterparty", "相手方"),
    ("covers", "及ぶ範囲"),
    ("department", "担当課"),
    ("description", "説明"),
    ("entries", "委託先"),
    ("erasure", "消去"),
    ("evidence", "証跡の予定"),
    ("flows", "個人情報の流れ"),
    ("from", "渡す者"),
    ("handles", "取り扱う項目"),
    ("impact_assessment", "特定個人情報保護評価"),
    ("incident_notice", "事故の通知"),
    ("item_sets", "情報項目の一覧"),
    ("items", "情報項目"),
    ("letter", "符号"),
    ("links", "線"),
    ("measures", "図の対策"),
    ("media", "記録媒体"),
    ("network", "回線"),
    ("overview", "概要"),
    ("parties", "当事者"),
    ("prior_approvals", "これまでの承認"),
    ("prohibits", "渡してはならない項目"),
    ("protections", "通信の保護"),
    ("providers", "担う者"),
    ("purpose", "目的"),
    ("reason", "理由"),
    ("roles", "役割"),
    ("steps", "手順"),
    ("subcontracting", "再委託"),
    ("subject_count", "対象者数"),
    ("subjects", "対象者"),
    ("systems", "端末・サーバ"),
    ("tasks", "委託の内容"),
    ("term", "期間"),
    ("title", "件名"),
];

/// Returns a path in words: 業務委託「…」の当事者「…」の符号.
fn path(at: &str, sides: [&Case<'_>; 2]) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut before = "";
    for part in at.split('/') {
        let named = sides.iter().find_map(|side| name(side, before, part));
        if let (Some(name), Some(last)) = (named, words.last_mut()) {
            last.push_str(&format!("「{name}」"));
        } else {
            let known = PARTS.iter().find(|(own, _)| *own == part);
            words.push(known.map_or_else(|| part.to_owned(), |(_, words)| (*words).to_owned()));
        }
        before = part;
    }
    words.join("の")
}

/// Letters of a name that stand for it.
const NAME: usize = 20;

/// Returns the name of a thing of a list.
fn name(side: &Case<'_>, list: &str, id: &str) -> Option<String> {
    let Matter { contracts, connections, flows, roles, providers, systems, .. } = side.matter;
    let title = match list {
        "contracts" => {
            let named = |own: &&Contract| own.id.value == id;
            contracts.iter().find(named).map(|own| own.title.as_ref().unwrap_or(&own.id))
        }
        "connections" => {
            connections.iter().find(|own| own.id.value == id).map(|own| own.title.as_ref().unwrap_or(&own.id))
        }
        "flows" => {
            flows.iter().find(|own| own.id.value == id).map(|own| own.title.as_ref().unwrap_or(&own.id))
        }
        "handles" | "parties" | "prohibits" | "roles" | "tasks" => {
            roles.iter().find(|own| own.id.value == id).map(|own| &own.name)
        }
        "systems" => systems.iter().find(|own| own.id.value == id).map(|own| &own.label),
        "entries" | "providers" => providers.iter().find(|own| own.id.value == id).map(|own| {
            let company = side.year.party_of(own).map(|party| &party.name);
            own.brand.as_ref().or(company).unwrap_or(&own.id)
        }),
        _ => None,
    };
    title.map(|title| match title.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", title.get(..end).unwrap_or_default()),
        None => title.value.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_path_are_in_order_and_once() {
        assert!(PARTS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
