//! The 377 units of the real submission's text, by part, and the other things that every print of it must hold.

use std::collections::BTreeMap;

/// The boxes of measures as whole blocks, white space removed.
pub(crate) const TECHNICAL: &str = "・特定相手以外との通信不可・ネットワーク機器やサーバの制御・通信内容の暗号化・外部からの攻撃防御（ファイアウォールの設置、サーバの要塞化、侵入検知、セキュリティパッチの適用等）・ウィルス対策・最新のパターンファイルの適用・ＩＤ／パスワード等認証・ファイルのパスワード設定・アクセス制御・システムネットワーク状態等の監視・アクセスログ取得・サーバ冗長化・バックアップ・入退室管理・国内法が適用されるサーバ環境";
pub(crate) const ORGANISATIONAL: &str = "・特記事項等の遵守・立入調査等及び状況報告・責任者及び取扱者の報告・区が作成した業務フローに基づく業務の履行・データの暗号化・鍵付きカバン等による運搬・受渡し時の管理簿への記載・鍵付キャビネット等での保管・個人情報の返却及び消去・事故等への対応体制及び手順の整備・事故発生時等の協議";

/// How often each box stands in each diagram of the original.
pub(crate) const BOXES: [(&str, usize, usize); 3] =
    [("flow-13-1", 3, 1), ("flow-13-2", 2, 2), ("flow-13-3", 4, 3)];

/// Returns the units of each part.
pub(crate) fn units() -> BTreeMap<String, Vec<String>> {
    serde_json::from_str(include_str!("../data/units.json")).unwrap()
}

/// Takes the white space out.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Fails unless every unit stands in the text of its part.
pub(crate) fn assert_units(part_texts: &BTreeMap<String, String>) {
    let units = units();
    assert_eq!(units.values().map(Vec::len).sum::<usize>(), 377);
    let mut missing = Vec::new();
    for (part, units) in &units {
        let text = bare(part_texts.get(part).unwrap_or_else(|| panic!("no text of {part}")));
        missing.extend(
            units.iter().filter(|unit| !text.contains(&bare(unit))).map(|unit| format!("{part}: {unit}")),
        );
    }
    assert!(missing.is_empty(), "{} of 377 units are missing:\n{}", missing.len(), missing.join("\n"));
}

/// Fails unless the boxes of measures stand in the text of each diagram as often as in the original.
pub(crate) fn assert_boxes(part_texts: &BTreeMap<String, String>) {
    for (part, technical, organisational) in BOXES {
        let text = bare(&part_texts[part]);
        assert_eq!(text.matches(TECHNICAL).count(), technical, "{part}");
        assert_eq!(text.matches(ORGANISATIONAL).count(), organisational, "{part}");
    }
}

/// Returns the answered rows of the checklists: part, answer with its reason, measure.
pub(crate) fn answers() -> Vec<(String, &'static str, String)> {
    let mut answers = Vec::new();
    for (part, units) in units().into_iter().filter(|(part, _)| part.starts_with("checklist-")) {
        let outsourcing = part.contains("outsourcing");
        let rows: Vec<String> =
            units.iter().map(|unit| bare(unit)).filter(|unit| unit.ends_with('。')).collect();
        assert_eq!(rows.len(), if outsourcing { 24 } else { 16 }, "{part}");
        for row in rows {
            // 手交、管理簿、施錠: only in outsourcing, and the three that need no measure.
            let is_physical = ["個人情報を手交する場合", "個人情報の受", "個人情報は、施錠"];
            let is_physical = outsourcing && is_physical.iter().any(|lead| row.starts_with(lead));
            let answer =
                if is_physical { "ー（電子データのみの取扱いのため）" } else { "○" };
            answers.push((part.clone(), answer, row));
        }
    }
    let adopted = answers.iter().filter(|(_, answer, _)| *answer == "○").count();
    assert_eq!((adopted, answers.len() - adopted), (74, 6));
    answers
}

/// Fails unless each of the 80 rows stands right behind its answer.
pub(crate) fn assert_answers(part_texts: &BTreeMap<String, String>) {
    for (part, answer, row) in answers() {
        let text = bare(&part_texts[&part]);
        assert!(text.contains(&format!("{answer}{row}")), "{part}: {answer} {row}");
    }
}
