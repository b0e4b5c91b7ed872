//! Keys and values that are not what a place needs.

use super::{Case, Others, told};

const CASES: &[Case] = &[
    Case {
        name: "unknown-key",
        make: |sandbox| sandbox.spoil("    contract: itaku", "    contarct: itaku"),
        problem: "unknown-key",
        at: "warui.yaml:59:5",
        fix: "「contract」の書き違い",
    },
    Case {
        name: "parent-key-in-a-comment",
        make: |sandbox| sandbox.spoil("overview:\n", "# overview:\n"),
        problem: "yaml-syntax",
        at: "warui.yaml:7:3",
        fix: "「overview:」が注釈のまま",
    },
    Case {
        name: "bracket-too-many",
        make: |sandbox| sandbox.spoil("agenda_number: 1", "agenda_number: 1 }"),
        problem: "not-a-number",
        at: "warui.yaml:5:16",
        fix: "開く括弧がありません。消してください",
    },
    Case {
        name: "unknown-key-far",
        make: |sandbox| sandbox.spoil("department: ka", "department: ka\nzzz: 1"),
        problem: "unknown-key",
        at: "warui.yaml:4:1",
        fix: "ほかに書けるキー: sample（見本か）",
    },
    Case {
        name: "unknown-key-full-width",
        make: |sandbox| sandbox.spoil("department: ka", "ｄｅｐａｒｔｍｅｎｔ: ka"),
        problem: "unknown-key",
        at: "warui.yaml:3:1",
        fix: "全角と半角",
    },
    Case {
        name: "unknown-key-in-japanese",
        make: |sandbox| sandbox.spoil("title: よい", "件名: よい"),
        problem: "unknown-key",
        at: "warui.yaml:1:1",
        fix: "「件名」は「title」と書きます",
    },
    Case {
        name: "unknown-key-beside-the-right-one",
        make: |sandbox| sandbox.spoil("department: ka", "department: ka\ndepartmnt: ka"),
        problem: "unknown-key",
        at: "warui.yaml:4:1",
        fix: "「department」は既に書かれています",
    },
    Case {
        name: "duplicate-key",
        make: |sandbox| sandbox.spoil("business: gyomu", "department: ka\nbusiness: gyomu"),
        problem: "yaml-repeated-key",
        at: "warui.yaml:4:1",
        fix: "どちらか一方を消す",
    },
    Case {
        name: "missing-key",
        make: |sandbox| sandbox.spoil("{ row: P1, status: adopted }", "{ row: P1 }"),
        problem: "missing-key",
        at: "warui.yaml:72:9",
        fix: "「status: …」の形で書き足して",
    },
    Case {
        name: "missing-keys",
        make: |sandbox| sandbox.spoil("  - form: itaku\n", "  -\n"),
        problem: "missing-key",
        at: "warui.yaml:70:5",
        fix: "「form: …」の形で書き足して",
    },
    Case {
        name: "text-for-list",
        make: |sandbox| sandbox.spoil("kinds: [outsourcing]", "kinds: outsourcing"),
        problem: "wrong-type",
        at: "warui.yaml:2:31",
        fix: "[outsourcing] と角括弧で囲んで",
    },
    Case {
        name: "map-for-list",
        make: |sandbox| {
            sandbox.spoil("clauses: [{ id: himitsu, article: 第1条 }]", "clauses: { id: himitsu }")
        },
        problem: "wrong-type",
        at: "warui.yaml:54:14",
        fix: "前に「- 」",
    },
    Case {
        name: "list-for-text",
        make: |sandbox| sandbox.spoil("contract: itaku", "contract: [itaku]"),
        problem: "wrong-type",
        at: "warui.yaml:59:15",
        fix: "「- 」や [ ] なしで",
    },
    Case {
        name: "text-for-map",
        make: |sandbox| {
            sandbox.spoil("term: { from: 2025-07-01, to: 2026-03-31, renews: true }", "term: 令和７年度")
        },
        problem: "wrong-type",
        at: "warui.yaml:13:7",
        fix: "{ from: …, to: … } の形か",
    },
    Case {
        name: "nothing-for-text",
        make: |sandbox| sandbox.spoil("name: 見本事業者", "name:"),
        problem: "wrong-type",
        at: "warui.yaml:23:10",
        fix: "コロンの後に半角の空白を置いて、文字を",
    },
    Case {
        name: "yes-for-true",
        make: |sandbox| sandbox.spoil("renews: true", "renews: はい"),
        problem: "wrong-type",
        at: "warui.yaml:13:51",
        fix: "true、いいえ は false",
    },
    Case {
        name: "unknown-word",
        make: |sandbox| sandbox.spoil("status: not_needed", "status: not_neded"),
        problem: "unknown-word",
        at: "warui.yaml:73:28",
        fix: "「not_needed」の書き違い",
    },
    Case {
        name: "unknown-word-in-japanese",
        make: |sandbox| sandbox.spoil("kind: principal", "kind: 本人"),
        problem: "unknown-word",
        at: "warui.yaml:16:34",
        fix: "「本人」は「principal」と書きます",
    },
    Case {
        name: "unknown-word-list",
        make: |sandbox| sandbox.spoil("kind: principal", "kind: zzz"),
        problem: "unknown-word",
        at: "warui.yaml:16:34",
        fix: "principal（本人）、ward（区）",
    },
    Case {
        name: "words-in-one",
        make: |sandbox| sandbox.spoil("kind: principal", "kind: principal、ward"),
        problem: "unknown-word",
        at: "warui.yaml:16:34",
        fix: "[principal, ward]",
    },
    Case {
        name: "unknown-kind-in-japanese",
        make: |sandbox| sandbox.spoil("kinds: [outsourcing]", "kinds: [業務委託]"),
        problem: "unknown-name",
        at: "warui.yaml:2:32",
        fix: "「業務委託」の識別子は「outsourcing」です",
    },
    Case {
        name: "unknown-kind",
        make: |sandbox| sandbox.spoil("kinds: [outsourcing]", "kinds: [zzz]"),
        problem: "unknown-name",
        at: "warui.yaml:2:32",
        fix: "external_connection（外部結合）、outsourcing（業務委託）",
    },
    Case {
        name: "kinds-in-one",
        make: |sandbox| sandbox.spoil("kinds: [outsourcing]", "kinds: [external_connection、outsourcing]"),
        problem: "unknown-name",
        at: "warui.yaml:2:32",
        fix: "[external_connection, outsourcing]",
    },
    Case {
        name: "unknown-timing",
        make: |sandbox| sandbox.spoil("when: same-day", "when: same_day"),
        problem: "unknown-word",
        at: "warui.yaml:62:95",
        fix: "same-day（当日）",
    },
    Case {
        name: "full-width-digits",
        make: |sandbox| sandbox.spoil("value: 36000", "value: ３６，０００"),
        problem: "not-a-number",
        at: "warui.yaml:9:27",
        fix: "「36000」と書いて",
    },
    Case {
        name: "grouped-digits",
        make: |sandbox| sandbox.spoil("value: 36000", "value: 36,000"),
        problem: "not-a-number",
        at: "warui.yaml:9:27",
        fix: "「36000」と書いて",
    },
    Case {
        name: "number-with-unit",
        make: |sandbox| sandbox.spoil("agenda_number: 1", "agenda_number: 第１号"),
        problem: "not-a-number",
        at: "warui.yaml:5:16",
        fix: "半角の数字だけで",
    },
    Case {
        name: "era-date-that-does-not-exist",
        make: |sandbox| sandbox.spoil("from: 2025-07-01", "from: 令和７年２月２９日"),
        problem: "not-a-date",
        at: "warui.yaml:13:15",
        fix: "2025年2月は28日まで",
    },
    Case {
        name: "era-date",
        make: |sandbox| sandbox.spoil("from: 2025-07-01", "from: 令和７年７月１日"),
        problem: "not-a-date",
        at: "warui.yaml:13:15",
        fix: "「2025-07-01」と書いて",
    },
    Case {
        name: "era-date-of-another-era",
        make: |sandbox| sandbox.spoil("from: 2025-07-01", "from: 平成３７年７月１日"),
        problem: "not-a-date",
        at: "warui.yaml:13:15",
        fix: "「2025-07-01」と書いて",
    },
    Case {
        name: "date-that-does-not-exist",
        make: |sandbox| sandbox.spoil("to: 2026-03-31", "to: 2026-04-31"),
        problem: "not-a-date",
        at: "warui.yaml:13:31",
        fix: "2026年4月は30日まで",
    },
    Case {
        name: "date-with-slashes",
        make: |sandbox| sandbox.spoil("to: 2026-03-31", "to: 2026/3/31"),
        problem: "not-a-date",
        at: "warui.yaml:13:31",
        fix: "「2026-03-31」と書いて",
    },
    Case {
        name: "not-a-date",
        make: |sandbox| sandbox.spoil("to: 2026-03-31", "to: 年度末"),
        problem: "not-a-date",
        at: "warui.yaml:13:31",
        fix: "2025-07-01 のように",
    },
    Case {
        name: "term-backwards",
        make: |sandbox| sandbox.spoil("to: 2026-03-31", "to: 2025-03-31"),
        problem: "term-ends-before-it-starts",
        at: "warui.yaml:13:31",
        fix: "from と to",
    },
    Case {
        name: "empty-list",
        make: |sandbox| sandbox.spoil("covers: [itaku]", "covers: []"),
        problem: "empty-list",
        at: "warui.yaml:70:13",
        fix: "一つ以上書いて",
    },
    Case {
        name: "empty-map",
        make: |sandbox| sandbox.spoil("term: { from: 2025-07-01, to: 2026-03-31, renews: true }", "term: {}"),
        problem: "empty-map",
        at: "warui.yaml:13:7",
        fix: "キーごと消して",
    },
    Case {
        name: "empty-text",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", "purpose: \"　\""),
        problem: "empty-text",
        at: "warui.yaml:7:12",
        fix: "キーごと消して",
    },
    Case {
        name: "list-for-file",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", "- title: よい案件\n"),
        problem: "wrong-type",
        at: "warui.yaml:1:1",
        fix: "「- 」や [ ] を外し",
    },
    Case {
        name: "text-for-file",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", "件名　よい案件\n"),
        problem: "wrong-type",
        at: "warui.yaml:1:1",
        fix: "「案件（付議事項）」の中身（キー: 値）を書く所に",
    },
    Case {
        name: "empty-file",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", ""),
        problem: "yaml-empty",
        at: "warui.yaml:1:1",
        fix: "`fugi new matter`",
    },
    Case {
        name: "comment-only",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", "# 後で書く\n\n"),
        problem: "yaml-empty",
        at: "warui.yaml:1:1",
        fix: "`fugi new matter`",
    },
    Case {
        name: "empty-document",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", "---\n~\n"),
        problem: "yaml-empty",
        at: "warui.yaml:1:1",
        fix: "`fugi new matter`",
    },
];

const SHARED: &[Case] = &[
    Case {
        name: "empty-collection-of-parties",
        make: |sandbox| sandbox.write("policies/r07/parties.yaml", "parties: []\n"),
        problem: "empty-list",
        at: "parties.yaml:1:10",
        fix: "一つ以上書いて",
    },
    Case {
        name: "wrong-corporate-number",
        make: |sandbox| {
            sandbox.edit(
                "policies/r07/parties.yaml",
                "fictional: true",
                "corporate_number: \"8000012050002\"",
            );
        },
        problem: "not-a-corporate-number",
        at: "parties.yaml:2:51",
        fix: "検査数字",
    },
    Case {
        name: "corporate-number-twice",
        make: |sandbox| {
            sandbox.edit(
                "policies/r07/parties.yaml",
                "parties:\n",
                "parties:\n  - { id: honten, name: 見本銀行株式会社, corporate_number: \"7000012050002\" }\n  - { id: shiten, name: 見本銀行株式会社 見本支店, corporate_number: \"7000012050002\" }\n  - { id: oya, name: 見本持株会社, corporate_number: \"6999900000011\" }\n",
            );
        },
        problem: "corporate-number-twice",
        at: "parties.yaml:3:58",
        fix: "一つの法人なら一つにまとめ",
    },
    Case {
        name: "corporate-number-with-letter",
        make: |sandbox| {
            sandbox.edit(
                "policies/r07/parties.yaml",
                "fictional: true",
                "corporate_number: Ｔ７０００-０１２０-５０００２",
            );
        },
        problem: "not-a-corporate-number",
        at: "parties.yaml:2:51",
        fix: "「7000012050002」と、半角の数字だけで",
    },
];

#[test]
fn each_mistake_is_told_in_its_place() {
    told(CASES, Others::Checked);
}

#[test]
fn so_is_a_mistake_in_what_the_matters_share() {
    told(SHARED, Others::NotCheckable);
}
