//! What the real submission says, by part (`tests/data/units.json`), and the proof that a printed form says it:
//! every unit in its part, the boxes of measures as often as in the original, every row of the checklists with
//! its answer and reason. White space does not count; only visible text may be handed in.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::BTreeMap;

/// The boxes of measures as whole blocks, white space removed.
const TECHNICAL: &str = "・特定相手以外との通信不可・ネットワーク機器やサーバの制御・通信内容の暗号化・外部からの攻撃防御（ファイアウォールの設置、サーバの要塞化、侵入検知、セキュリティパッチの適用等）・ウィルス対策・最新のパターンファイルの適用・ＩＤ／パスワード等認証・ファイルのパスワード設定・アクセス制御・システムネットワーク状態等の監視・アクセスログ取得・サーバ冗長化・バックアップ・入退室管理・国内法が適用されるサーバ環境";
const ORGANISATIONAL: &str = "・特記事項等の遵守・立入調査等及び状況報告・責任者及び取扱者の報告・区が作成した業務フローに基づく業務の履行・データの暗号化・鍵付きカバン等による運搬・受渡し時の管理簿への記載・鍵付キャビネット等での保管・個人情報の返却及び消去・事故等への対応体制及び手順の整備・事故発生時等の協議";

/// How often each box stands in each diagram of the original: technical, organisational.
const BOXES: [(&str, usize, usize); 3] = [("flow-13-1", 3, 1), ("flow-13-2", 2, 2), ("flow-13-3", 4, 3)];

/// Returns the units of text of the submission, by part: 377 in 14 parts.
pub(crate) fn units() -> BTreeMap<String, Vec<String>> {
    let units: BTreeMap<String, Vec<String>> =
        serde_json::from_str(include_str!("../data/units.json")).unwrap();
    assert_eq!((units.len(), units.values().map(Vec::len).sum::<usize>()), (14, 377));
    units
}

/// Returns a text without white space.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Asserts that the visible text of each part says what the submission says there.
pub(crate) fn assert_units(part_texts: &BTreeMap<String, String>) {
    let mut missing = Vec::new();
    let texts: BTreeMap<&str, String> =
        part_texts.iter().map(|(name, text)| (name.as_str(), bare(text))).collect();
    for (name, units) in &units() {
        let Some(text) = texts.get(name.as_str()) else {
            missing.push(format!("{name}: the whole part"));
            continue;
        };
        for unit in units.iter().filter(|unit| !text.contains(&bare(unit))) {
            missing.push(format!("{name}: {unit}"));
        }
    }
    assert!(missing.is_empty(), "{} not printed:\n{}", missing.len(), missing.join("\n"));
    for (name, technical, organisational) in BOXES {
        assert_boxes(name, &texts[name], technical, organisational);
    }
    assert_answers(&texts);
}

/// Asserts that the boxes stand as often as in the original.
fn assert_boxes(name: &str, text: &str, technical: usize, organisational: usize) {
    let found = (text.matches(TECHNICAL).count(), text.matches(ORGANISATIONAL).count());
    assert_eq!(found, (technical, organisational), "boxes of {name}: technical, organisational");
}

/// Asserts that one diagram, drawn or in words, holds the boxes as often as in the original.
pub(crate) fn assert_diagram(part: &str, text: &str) {
    let (name, technical, organisational) = BOXES.into_iter().find(|(name, ..)| *name == part).unwrap();
    assert_boxes(name, &bare(text), technical, organisational);
}

/// Asserts the 80 rows of the checklists, each directly after its answer and reason: 74 ○, 6 ー.
fn assert_answers(texts: &BTreeMap<&str, String>) {
    let (mut adopted, mut not_needed) = (0, 0);
    for (name, units) in units().iter().filter(|(name, _)| name.starts_with("checklist-")) {
        let outsourcing = name.contains("outsourcing");
        let rows: Vec<String> =
            units.iter().map(|unit| bare(unit)).filter(|unit| unit.ends_with('。')).collect();
        assert_eq!(rows.len(), if outsourcing { 24 } else { 16 }, "{name}");
        for row in rows {
            // 手交、管理簿、施錠: only in outsourcing, and the three that need no measure.
            let physical = ["個人情報を手交する場合", "個人情報の受", "個人情報は、施錠"];
            let is_physical = outsourcing && physical.iter().any(|lead| row.starts_with(lead));
            let answer =
                if is_physical { "ー（電子データのみの取扱いのため）" } else { "○" };
            *(if is_physical { &mut not_needed } else { &mut adopted }) += 1;
            assert!(texts[name.as_str()].contains(&format!("{answer}{row}")), "{name}: {answer} {row}");
        }
    }
    assert_eq!((adopted, not_needed), (74, 6));
}
