//! A change of each kind, planted in the text of the real submission, is found once and goes the right way.

use super::fixture::{R07, comparison, lines, load, text_of, with_text};
use rayon::prelude::*;

/// What is replaced (the first place of it), by what, and the one change that this is.
const PLANTS: &[(&str, &str, &str)] = &[
    (
        "  subjects: 後期高齢者医療保険料の納付義務者",
        "  subjects: 後期高齢者医療保険料の納付義務者及びその世帯主",
        "subjects-changed neutral",
    ),
    (
        "利便性の向上を図る。\n  subjects",
        "利便性の向上を図る。納付の状況を統計として公表する。\n  subjects",
        "purpose-changed widening",
    ),
    ("value: 36000", "value: 37000", "subject-count-changed widening"),
    ("value: 36000", "value: 45000", "subject-count-crossed widening"),
    ("value: 36000", "value: 9000", "subject-count-crossed narrowing"),
    ("unit: 名", "unit: 人", "wording-changed editorial"),
    ("agenda_number: 13", "agenda_number: 7", "renumbered editorial"),
    ("to: 2026-03-31, renews", "to: 2027-03-31, renews", "law-changed neutral + term-changed widening"),
    ("to: 2026-03-31, renews: true", "to: 2026-03-31, renews: false", "renewal-changed narrowing"),
    (
        "from: 2025-07-01, to: 2026-03-31",
        "from: 2026-04-01, to: 2027-03-31",
        "law-changed neutral + term-renewed neutral",
    ),
    ("kinds: [external_connection, outsourcing]", "kinds: [outsourcing]", "basis-changed narrowing"),
    ("acts: [作成, 送信, サーバ管理]", "acts: [作成, 送信, サーバ管理, 集約]", "basis-changed neutral"),
    ("department: koreisha-iryo", "department: mihon-ka", "department-changed neutral"),
    (
        "区民の利便性の向上及び業務の効率化を図る。",
        "区民の利便性の向上及び業務の大幅な効率化を図る。",
        "wording-changed neutral",
    ),
    ("name: クレジットカード指定代理納付者", "name: クレジットカード指定納付受託者", "renamed neutral"),
    (
        "name: クレジットカード会社\n",
        "name: クレジットカード会社\n    kind: recipient\n",
        "role-standing-changed neutral",
    ),
    (
        "kind: contractor\n    providers:\n      - { id: billing",
        "kind: recipient\n    providers:\n      - { id: billing",
        "role-standing-changed neutral",
    ),
    (
        "      - { id: famipay, brand: Famipay }\n",
        "      - { id: famipay, brand: Famipay }\n      - { id: mihon-pay, brand: 見本ペイ }\n",
        "recipient-changed widening",
    ),
    (
        "{ id: paypay, brand: PayPay }",
        "{ id: paypay, brand: PayPay, party: uc }",
        "legal-entity-changed narrowing",
    ),
    ("    planned: true\n", "", "legal-entity-changed narrowing"),
    ("brand: ｄ払い }", "brand: ｄポイント払い }", "renamed editorial"),
    (
        "label: イントラ端末, zone: lgwan",
        "label: イントラ端末, zone: internet",
        "system-location-changed widening",
    ),
    (
        "label: 専用サーバ（データセンター）, hosting: data_center",
        "label: 専用サーバ（データセンター）, hosting: cloud",
        "system-location-changed widening",
    ),
    (
        "    systems:\n      - { id: relay-server",
        "    systems:\n      - { id: relay-copy, kind: storage, label: 保管庫 }\n      - { id: relay-server",
        "system-changed widening",
    ),
    (
        "  - id: emoney\n    name: 電子マネー事業者",
        "  - id: guard\n    name: 見本監視事業者\n    kind: contractor\n    providers: [{ id: guard, party: uc }]\n  - id: emoney\n    name: 電子マネー事業者",
        "role-changed widening",
    ),
    (
        "      - { name: 発行年月日, needed_by: [] }\n",
        "      - { name: 発行年月日, needed_by: [] }\n      - { name: 電話番号 }\n",
        "item-changed widening",
    ),
    ("      - { name: 発行年月日, needed_by: [] }\n", "", "item-changed narrowing"),
    ("{ name: 発行年月日, needed_by: [] }", "{ name: 発行年月, needed_by: [] }", "renamed neutral"),
    (
        "{ name: 確認番号, needed_by: [] }",
        "{ name: 確認番号, kinds: [financial], needed_by: [] }",
        "item-kind-changed neutral",
    ),
    (
        "items: [収納日付, 収納時間, バーコード情報]\n        confidence",
        "items: [収納日付, 収納時間, バーコード情報, 速報件数合計]\n        confidence",
        "party-items-changed widening",
    ),
    (
        "    handles:\n      - role: emoney",
        "    prohibits: [{ role: emoney, items: [速報件数合計] }]\n    handles:\n      - role: emoney",
        "prohibition-changed narrowing",
    ),
    (
        "      - role: card-agent\n        tasks:\n          - acts: [与信照会]",
        "      - role: card-agent\n        tasks:\n          - acts: [与信照会, 集約]",
        "entrusted-act-changed widening",
    ),
    (
        "          - { provider: uc, certifications: [{ kind: iso27001 }] }\n",
        "          - { provider: uc }\n",
        "certification-changed widening",
    ),
    ("media: { kinds: [server]", "media: { kinds: [server, paper]", "medium-changed widening"),
    ("    form: 四者契約\n", "    form: 五者契約\n", "contract-form-changed narrowing"),
    ("      - letter: 丁\n", "      - letter: 戊\n", "contract-letter-changed neutral"),
    (
        "    form: 四者契約\n",
        "    form: 四者契約\n    incident_notice_hours: 24\n",
        "statement-changed narrowing",
    ),
    (
        "    form: 四者契約\n",
        "    form: 四者契約\n    subcontracting: { allowed: true }\n",
        "subcontracting-changed widening",
    ),
    (
        "    parties:\n      - { letter: 甲, role: ward }\n      - letter: 丁",
        "    parties:\n      - { letter: 戊, role: card-agent }\n      - { letter: 甲, role: ward }\n      - letter: 丁",
        "contract-party-changed widening",
    ),
    (
        "        confidence: assumed\n        note: 原本の下線",
        "        note: 原本の下線",
        "assumption-changed narrowing",
    ),
    ("四者契約とする。", "四者契約とすることとする。", "wording-changed neutral"),
    ("業務上同定度に関係する", "業務上同程度に関係する", "wording-changed editorial"),
    (
        "flows:\n  # 資料１３－１",
        "  - id: extra\n    title: 見本の電話案内業務の委託について\n    parties: [{ letter: 甲, role: ward }, { letter: 乙, role: relay }]\n    handles: [{ role: relay, items: [通知書番号] }]\n    incident_notice_hours: 24\n\nflows:\n  # 資料１３－１",
        "contract-changed widening",
    ),
    (
        "      network: lgwan\n      from_system: collect-server-own",
        "      network: internet\n      from_system: collect-server-own",
        "network-changed widening",
    ),
    (
        "    item_sets: [items-13-4]\n    reason",
        "    item_sets: [items-13-4, emoney-items]\n    reason",
        "connection-items-changed widening",
    ),
    (
        "      from_system: collect-server-own\n      to_system: intra\n      text",
        "      from_system: collect-server-dc\n      to_system: intra\n      text",
        "connection-changed neutral",
    ),
    (
        "        network: dedicated_line\n        protections: [transport-encryption]\n        timing:\n          - { data: preliminary, when: same-day }",
        "        network: internet\n        protections: [transport-encryption]\n        timing:\n          - { data: preliminary, when: same-day }",
        "network-changed widening",
    ),
    (
        "        network: internet\n        protections: [transport-encryption]\n        timing:\n          - { when: immediate, conf",
        "        network: dedicated_line\n        protections: [transport-encryption]\n        timing:\n          - { when: immediate, conf",
        "network-changed narrowing",
    ),
    (
        "        network: dedicated_line\n        protections: [transport-encryption]\n        timing:\n          - { data: preliminary, when: same-day }",
        "        network: lgwan\n        protections: [transport-encryption]\n        timing:\n          - { data: preliminary, when: same-day }",
        "network-changed neutral",
    ),
    (
        "network: lgwan\n        protections: [transport-encryption]",
        "network: lgwan\n        protections: [mutual-auth, transport-encryption]",
        "protection-changed narrowing",
    ),
    (
        "protections: [transport-encryption]",
        "protections: [mutual-auth]",
        "protection-changed narrowing + protection-changed widening",
    ),
    (
        "          - { data: confirmed, when: same-day }",
        "          - { data: confirmed, when: weekly }",
        "timing-changed neutral",
    ),
    (
        "      - id: inquiry\n        from: card-agent\n        to: card-company\n",
        "      - id: inquiry\n        from: card-agent\n        to: card-company\n        items: [通知書番号]\n",
        "link-items-changed neutral",
    ),
    (
        "      - id: inquiry\n        from: card-agent\n        to: card-company\n",
        "      - id: inquiry\n        from: card-agent\n        to: card-company\n      - id: direct\n        from: card-agent\n        to: ward\n        items: [通知書番号]\n        network: lgwan\n        protections: [transport-encryption]\n",
        "link-changed widening",
    ),
    (
        "      - no: 9\n        at: ward\n        system: intra\n        acts: [受信, 登録]",
        "      - no: 10\n        at: ward\n        acts: [一時保存]\n        text: 区は、収納データを点検する。\n      - no: 9\n        at: ward\n        system: intra\n        acts: [受信, 登録]",
        "step-changed neutral",
    ),
    ("acts: [受信, 一時保存, 登録]", "acts: [受信, 登録]", "step-changed neutral"),
    (
        "          items: [収納日付, 収納時間, バーコード情報]\n          confidence",
        "          items: [収納日付, バーコード情報]\n          confidence",
        "made-items-changed narrowing",
    ),
    ("      - { label: バックアップ, rows: [T9] }\n", "", "measure-changed widening"),
    (
        "      - { label: バックアップ, rows: [T9] }",
        "      - { label: バックアップの取得, rows: [T9] }",
        "wording-changed neutral",
    ),
    (
        "      - { measures: technical-box, of: ward, confidence: assumed, note: 図の配置が文字情報から失われているため推定 }\n",
        "",
        "measure-box-changed widening",
    ),
    (
        "contract_label: { text: 電子マネー事業者毎に４者契約",
        "contract_label: { text: 電子マネー事業者ごとの契約",
        "diagram-changed editorial",
    ),
    ("    approvals: [emoney-2021]\n", "", "diagram-changed neutral"),
    (
        "{ row: T3, status: adopted }",
        "{ row: T3, status: not_needed, reason: 閉じた回線のため }",
        "answer-changed widening",
    ),
    (
        "{ row: P8, status: not_needed, reason: 電子データのみの取扱いのため }",
        "{ row: P8, status: adopted }",
        "answer-changed narrowing",
    ),
    (
        "{ row: P8, status: not_needed, reason: 電子データのみの取扱いのため }",
        "{ row: P8, status: not_needed, reason: 運搬がないため }",
        "answer-changed neutral",
    ),
    (
        "{ row: T3, status: adopted }",
        "{ row: T3, status: adopted, evidence: 設定の記録を保存する。 }",
        "evidence-plan-changed neutral",
    ),
    ("    covers: [collection-center]\n", "", "statement-changed widening"),
    (
        "    fiscal_year: 2021\n    number: 5\n    covers:\n      - { contract: emoney }",
        "    fiscal_year: 2021\n    number: 5\n    covers:\n      - { contract: emoney }\n      - { contract: bank }",
        "approval-changed neutral",
    ),
    (
        "prior_approvals:\n",
        "waivers:\n  - { rule: term-leaves-fiscal-year, at: term, reason: 見本, approved_by: 課長, until: 2026-03-31 }\nprior_approvals:\n",
        "waiver-changed widening",
    ),
    (
        "agenda_number: 13\n",
        "agenda_number: 13\ncouncil: { conditions: [毎年報告すること] }\n",
        "decision-changed narrowing",
    ),
    (
        "term: { from",
        "impact_assessment: { completed: 2025-01-10 }\nterm: { from",
        "statement-changed narrowing",
    ),
];

#[test]
fn each_is_found_once_and_goes_the_right_way() {
    let old = load(R07);
    let written = text_of(R07);
    let failed: Vec<String> = PLANTS
        .par_iter()
        .filter_map(|(from, to, wanted)| {
            assert!(written.contains(from), "{from}");
            let new = with_text(R07, &written.replacen(from, to, 1));
            let found = lines(&comparison(&old, &new));
            let back = lines(&comparison(&new, &old));
            let mut wanted: Vec<&str> = wanted.split(" + ").collect();
            let mut is_right = found.len() == wanted.len() && back.len() == wanted.len();
            for line in &found {
                let at = wanted.iter().position(|own| line.starts_with(own));
                is_right &= at.map(|at| wanted.remove(at)).is_some();
            }
            (!is_right)
                .then(|| format!("{from:?} → {to:?}: left {wanted:?}, found {found:#?}, back {back:#?}"))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
