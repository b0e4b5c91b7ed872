//! Where something stands, in words of the paper: 業務委託「…」の当事者「…」の符号, for `contracts/bank/parties/bank/letter`.

use crate::case::Case;
use crate::model::contract::Contract;
use crate::model::matter::Matter;
use crate::source::Span;

/// What the parts of a path are called on paper, in the order of the alphabet.
const PARTS: [(&str, &str); 96] = [
    ("abroad", "外国の制度"),
    ("acts", "処理"),
    ("afterwards", "用済みの後"),
    ("agenda_number", "資料の番号"),
    ("answers", "答え"),
    ("arrangement", "契約の形"),
    ("at", "行う者"),
    ("basis", "付議の根拠"),
    ("boxes", "対策の箱"),
    ("business", "登録業務"),
    ("certifications", "認証"),
    ("checklists", "チェックリスト"),
    ("cites", "示す資料"),
    ("clauses", "特記事項"),
    ("cloud", "クラウドサービス"),
    ("concluded", "契約の日"),
    ("conditions", "条件"),
    ("connections", "外部結合"),
    ("contract", "契約"),
    ("contracts", "業務委託"),
    ("conveys", "渡す項目"),
    ("council", "会議"),
    ("counterparty", "相手方"),
    ("country", "国"),
    ("covers", "及ぶ範囲"),
    ("department", "担当課"),
    ("description", "説明"),
    ("entries", "委託先"),
    ("erasure", "消去"),
    ("evidence", "証跡の予定"),
    ("facility", "施設"),
    ("flows", "個人情報の流れ"),
    ("form", "形"),
    ("from", "渡す者"),
    ("grounds", "根拠"),
    ("groups", "区分"),
    ("handles", "取り扱う項目"),
    ("hosting", "置き方"),
    ("impact_assessment", "特定個人情報保護評価"),
    ("incident_notice", "事故の通知"),
    ("incident_notice_hours", "事故の通知"),
    ("inspection", "検査"),
    ("item_set", "情報項目の一覧"),
    ("item_sets", "情報項目の一覧"),
    ("items", "情報項目"),
    ("label", "名"),
    ("legal_basis", "提供の根拠"),
    ("letter", "符号"),
    ("links", "線"),
    ("maintained_by", "保守する者"),
    ("makes", "作る項目"),
    ("matching", "照合"),
    ("means", "渡し方"),
    ("measures", "図の対策"),
    ("media", "記録媒体"),
    ("name", "名"),
    ("network", "回線"),
    ("notice", "本人への通知"),
    ("number", "番号"),
    ("number_use", "個人番号の利用"),
    ("operated_by", "運用する者"),
    ("operational", "運用上の対策"),
    ("overview", "概要"),
    ("own", "自分の欄"),
    ("parties", "当事者"),
    ("prior_approvals", "これまでの承認"),
    ("prohibits", "渡してはならない項目"),
    ("protections", "通信の保護"),
    ("providers", "担う者"),
    ("purpose", "目的"),
    ("reason", "理由"),
    ("reasons", "理由"),
    ("requests", "求められたとき"),
    ("retention", "保有期間"),
    ("returns_to", "返戻の戻る先"),
    ("roles", "役割"),
    ("rows", "行"),
    ("sources", "得る相手"),
    ("spoiled", "損紙"),
    ("steps", "手順"),
    ("subcontracting", "再委託"),
    ("subject_count", "対象者数"),
    ("subjects", "対象者"),
    ("submitted", "付議内容"),
    ("systems", "端末・サーバ"),
    ("tasks", "委託の内容"),
    ("technical", "システム上の対策"),
    ("term", "期間"),
    ("text", "文"),
    ("timing", "時期"),
    ("title", "件名"),
    ("to", "受ける者"),
    ("trial", "実証実験"),
    ("within_days", "日数"),
    ("witness", "立会い"),
    ("zone", "ネットワークの区分"),
];

/// Letters of a name that stand for it.
const NAME: usize = 20;

/// Returns a path in words; names are looked for in the matters in order. A part that has no word stays as it is.
pub(super) fn path(at: &str, sides: &[&Case<'_>]) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut before = "";
    let (file, at) = file(at, sides);
    words.extend(file);
    for part in at.split('/').filter(|part| !part.is_empty()) {
        let named = sides.iter().find_map(|side| name(side, before, part));
        if let (Some(name), Some(last)) = (named, words.last_mut()) {
            last.push_str(&format!("「{name}」"));
        } else {
            let known =
                PARTS.binary_search_by(|(own, _)| (*own).cmp(part)).ok().and_then(|index| PARTS.get(index));
            words.push(known.map_or_else(|| part.to_owned(), |(_, words)| (*words).to_owned()));
        }
        before = part;
    }
    words.join("の")
}

/// Returns what a file beside the matter is called where a path begins with one, and the rest of the path.
fn file<'p>(at: &'p str, sides: &[&Case<'_>]) -> (Option<String>, &'p str) {
    let Some((stem, rest)) = at.split_once(".yaml") else { return (None, at) };
    let is_it = |side: &Case<'_>, span: Span| {
        side.sources.get(span.source()).is_some_and(|own| own.path().ends_with(format!("{stem}.yaml")))
    };
    let form = sides.iter().find_map(|side| side.year.forms.iter().find(|own| is_it(side, own.span)));
    let name = match (stem, form) {
        (_, Some(form)) => format!("様式「{}」", form.title),
        ("parties", None) => "法人の一覧".to_owned(),
        ("forms/submission", None) => "資料の様式".to_owned(),
        _ => return (None, at),
    };
    // A place is told by its line where no key names it.
    let mut place = rest.strip_prefix(':').into_iter().flat_map(|place| place.split(':'));
    match place.next().filter(|line| line.bytes().all(|b| b.is_ascii_digit())) {
        Some(line) => (Some(format!("{name}の{line}行目")), ""),
        None => (Some(name), rest),
    }
}

/// Returns the name of a thing of a list.
fn name(side: &Case<'_>, list: &str, id: &str) -> Option<String> {
    let Matter { contracts, connections, flows, roles, providers, systems, item_lists, .. } = side.matter;
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
        "item_sets" => item_lists
            .iter()
            .find(|own| own.id.value == id)
            .map(|own| own.title.as_ref().or(own.heading.as_ref()).unwrap_or(&own.id)),
        "checklists" => side.year.forms.iter().find(|own| own.id.value == id).map(|own| &own.heading),
        "links" => {
            let link = flows.iter().flat_map(|flow| &flow.links).find(|own| own.id.value == id)?;
            let (from, to) = (&roles[link.from.value].name, &roles[link.to.value].name);
            return Some(format!("{from}から{to}へ"));
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
