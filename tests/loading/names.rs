//! References to things that are not declared, declared twice, or that lead in a cycle.

use super::{Case, Others, told};

const CASES: &[Case] = &[
    Case {
        name: "unknown-role",
        make: |sandbox| sandbox.spoil("from: payer, to: agent", "from: payer, to: agnet"),
        problem: "unknown-name",
        at: "warui.yaml:61:37",
        fix: "「agent」の書き違い",
    },
    Case {
        name: "unknown-role-in-many-places",
        make: |sandbox| sandbox.spoil("  - id: agent", "  - id: agnet"),
        problem: "unknown-name",
        at: "warui.yaml:48:28",
        fix: "「agent」という役割はありません（6か所）",
    },
    Case {
        name: "role-by-its-name",
        make: |sandbox| sandbox.spoil("from: payer, to: agent", "from: payer, to: 見本事業者"),
        problem: "unknown-name",
        at: "warui.yaml:61:37",
        fix: "「見本事業者」の識別子は「agent」です",
    },
    Case {
        name: "unknown-item-typo",
        make: |sandbox| sandbox.spoil("items: [収納日付, 収納時間]", "items: [収納日附, 収納時間]"),
        problem: "unknown-name",
        at: "warui.yaml:51:32",
        fix: "「収納日付」の書き違い",
    },
    Case {
        name: "unknown-item-width",
        make: |sandbox| sandbox.spoil("items: [収納日付, 収納時間]", "items: [収納日付, ﾊﾞｰｺｰﾄﾞ情報]"),
        problem: "unknown-name",
        at: "warui.yaml:51:38",
        fix: "「バーコード情報」の書き違いではありませんか（全角と半角",
    },
    Case {
        name: "unknown-item-kana",
        make: |sandbox| sandbox.spoil("items: [収納日付, 収納時間]", "items: [収納日付, ばーこーど情報]"),
        problem: "unknown-name",
        at: "warui.yaml:51:38",
        fix: "「バーコード情報」の書き違いではありませんか（ひらがなとカタカナ",
    },
    Case {
        name: "unknown-item-space",
        make: |sandbox| sandbox.spoil("items: [収納日付, 収納時間]", "items: [収納日付　, 収納時間]"),
        problem: "unknown-name",
        at: "warui.yaml:51:32",
        fix: "（空白が違います）",
    },
    Case {
        name: "unknown-item-invisible",
        make: |sandbox| sandbox.spoil("items: [収納日付, 収納時間]", "items: [収納\u{200B}日付, 収納時間]"),
        problem: "unknown-name",
        at: "warui.yaml:51:32",
        fix: "（見えない文字が入っています）",
    },
    Case {
        name: "unknown-item-far",
        make: |sandbox| sandbox.spoil("items: [収納日付, 収納時間]", "items: [氏名, 収納時間]"),
        problem: "unknown-name",
        at: "warui.yaml:51:32",
        fix: "使える情報項目: 収納日付、収納時間、バーコード情報、識別コード",
    },
    Case {
        name: "items-in-one",
        make: |sandbox| sandbox.spoil("items: [収納日付, 収納時間]", "items: [収納日付、収納時間]"),
        problem: "unknown-name",
        at: "warui.yaml:51:32",
        fix: "[収納日付, 収納時間] のように、半角の「,」",
    },
    Case {
        name: "unknown-party",
        make: |sandbox| sandbox.spoil("party: kaisha", "party: kaysha"),
        problem: "unknown-name",
        at: "warui.yaml:26:30",
        fix: "「kaisha」の書き違い",
    },
    Case {
        name: "unknown-row",
        make: |sandbox| sandbox.spoil("{ row: P2, status", "{ row: P9, status"),
        problem: "unknown-name",
        at: "warui.yaml:73:16",
        fix: "使えるチェックリストの項目: P1、P2",
    },
    Case {
        name: "unknown-row-of-measure",
        make: |sandbox| sandbox.spoil("rows: [P1]", "rows: [P9]"),
        problem: "unknown-name",
        at: "warui.yaml:41:74",
        fix: "使えるチェックリストの項目: P1、P2",
    },
    Case {
        name: "unknown-department",
        make: |sandbox| sandbox.spoil("department: ka", "department: 見本課"),
        problem: "unknown-name",
        at: "warui.yaml:3:13",
        fix: "「見本課」の識別子は「ka」です",
    },
    Case {
        name: "unknown-form",
        make: |sandbox| sandbox.spoil("form: itaku", "form: zzzzz"),
        problem: "unknown-name",
        at: "warui.yaml:69:11",
        fix: "使える様式: itaku",
    },
    Case {
        name: "unknown-network",
        make: |sandbox| sandbox.spoil("network: lgwan", "network: LGWAN"),
        problem: "unknown-name",
        at: "warui.yaml:62:71",
        fix: "「lgwan」の書き違いではありませんか（全角と半角、大文字と小文字",
    },
    Case {
        name: "unknown-covered",
        make: |sandbox| sandbox.spoil("covers: [itaku]", "covers: [itakuu]"),
        problem: "unknown-name",
        at: "warui.yaml:70:14",
        fix: "「itaku」の書き違い",
    },
    Case {
        name: "unknown-path",
        make: |sandbox| sandbox.spoil("at: contracts/itaku", "at: contracts/itakuu"),
        problem: "unknown-path",
        at: "warui.yaml:79:28",
        fix: "「itaku」の書き違い",
    },
    Case {
        name: "repeated-role",
        make: |sandbox| {
            sandbox.spoil(
                "{ id: payer, name: 本人, kind: principal }",
                "{ id: ward, name: 本人, kind: principal }",
            )
        },
        problem: "repeated-name",
        at: "warui.yaml:17:9",
        fix: "どちらか一方を消すか",
    },
    Case {
        name: "repeated-answer",
        make: |sandbox| sandbox.spoil("{ row: P2, status", "{ row: P1, status"),
        problem: "repeated-name",
        at: "warui.yaml:73:16",
        fix: "どちらか一方を消すか",
    },
    Case {
        name: "circle-of-subcontracting",
        make: |sandbox| {
            sandbox.spoil(
                "    kind: contractor\n",
                "    kind: contractor\n    subcontracted_by: sai\n  - { id: saisai, name: 再々, subcontracted_by: agent }\n  - id: sai\n    name: 再\n    subcontracted_by: saisai\n",
            );
        },
        problem: "reference-cycle",
        at: "warui.yaml:25:23",
        fix: "再委託する側の役割",
    },
    Case {
        name: "circle-of-replies",
        make: |sandbox| sandbox.spoil("timing: [{ when: same-day }] }", "reply_to: send }"),
        problem: "reference-cycle",
        at: "warui.yaml:62:88",
        fix: "問い合わせの線の識別子",
    },
];

const SHARED: &[Case] = &[
    Case {
        name: "circle-of-acts",
        make: |sandbox| {
            sandbox.edit("policies/common/kyotsu.yaml", "class: send }", "class: send, implied_by: [送信] }");
        },
        problem: "reference-cycle",
        at: "/policies/common/kyotsu.yaml:10:13",
        fix: "自分の名を消して",
    },
    Case {
        name: "unknown-certification-of-party",
        make: |sandbox| sandbox.edit("policies/r07/parties.yaml", "kind: iso27001", "kind: iso2701"),
        problem: "unknown-name",
        at: "parties.yaml:2:75",
        fix: "「iso27001」の書き違い",
    },
    Case {
        name: "repeated-party",
        make: |sandbox| {
            sandbox.edit(
                "policies/r07/parties.yaml",
                "parties:\n",
                "parties:\n  - { id: kaisha, name: 別の会社 }\n",
            );
        },
        problem: "repeated-name",
        at: "parties.yaml:3:11",
        fix: "どちらか一方を消すか",
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
