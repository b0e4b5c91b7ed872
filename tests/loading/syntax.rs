//! Texts that are not the YAML we read.

use super::{Case, Others, told};

const CASES: &[Case] = &[
    Case {
        name: "tab",
        make: |sandbox| sandbox.spoil("  purpose:", "\tpurpose:"),
        problem: "yaml-syntax",
        at: "warui.yaml:7:1",
        fix: "タブを半角の空白二つに",
    },
    Case {
        name: "tab-in-text",
        make: |sandbox| sandbox.spoil("    二行目。", "\t二行目。"),
        problem: "yaml-syntax",
        at: "warui.yaml:12:1",
        fix: "タブを半角の空白二つに",
    },
    Case {
        name: "full-width-space",
        make: |sandbox| sandbox.spoil("  purpose:", "　purpose:"),
        problem: "yaml-syntax",
        at: "warui.yaml:7:1",
        fix: "半角の空白二つに",
    },
    Case {
        name: "full-width-space-in-list",
        make: |sandbox| {
            sandbox.spoil("  - { id: payer, name: 本人, kind: principal }", "　- { id: payer, name: 本人 }")
        },
        problem: "yaml-syntax",
        at: "warui.yaml:16:1",
        fix: "半角の空白二つに",
    },
    Case {
        name: "full-width-colon",
        make: |sandbox| sandbox.spoil("department: ka", "department：ka"),
        problem: "yaml-syntax",
        at: "warui.yaml:3:11",
        fix: "「department: 」のように",
    },
    Case {
        name: "full-width-colon-first",
        make: |sandbox| sandbox.spoil("title: よい", "title：よい"),
        problem: "yaml-syntax",
        at: "warui.yaml:1:6",
        fix: "「title: 」のように",
    },
    Case {
        name: "full-width-colon-in-braces",
        make: |sandbox| sandbox.spoil("{ row: P1, status: adopted }", "{ row：P1, status: adopted }"),
        problem: "yaml-syntax",
        at: "warui.yaml:72:14",
        fix: "「row: 」のように",
    },
    Case {
        name: "full-width-colon-alone",
        make: |sandbox| sandbox.spoil("      - { name: 収納日付 }", "      - name：収納日付"),
        problem: "wrong-type",
        at: "warui.yaml:34:13",
        fix: "「name: 」のように",
    },
    Case {
        name: "no-space-after-colon",
        make: |sandbox| sandbox.spoil("department: ka", "department:ka"),
        problem: "yaml-syntax",
        at: "warui.yaml:3:11",
        fix: "空白を一つ置いて",
    },
    Case {
        name: "full-width-comment",
        make: |sandbox| sandbox.spoil("department: ka", "＃ 注釈\ndepartment: ka"),
        problem: "yaml-syntax",
        at: "warui.yaml:3:1",
        fix: "半角の「#」",
    },
    Case {
        name: "full-width-dash",
        make: |sandbox| sandbox.spoil("      - { name: 収納日付 }", "      － { name: 収納日付 }"),
        problem: "yaml-syntax",
        at: "warui.yaml:34:7",
        fix: "半角の「- 」",
    },
    Case {
        name: "full-width-brackets",
        make: |sandbox| sandbox.spoil("items: [収納日付, 収納時間]", "items: ［収納日付、収納時間］"),
        problem: "wrong-type",
        at: "warui.yaml:51:31",
        fix: "半角の「[」「]」で囲み",
    },
    Case {
        name: "quote-not-closed",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", "purpose: \"見本の目的"),
        problem: "yaml-syntax",
        at: "warui.yaml:7:12",
        fix: "初めと同じ引用符",
    },
    Case {
        name: "text-after-quote",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", "purpose: \"見本\"の目的"),
        problem: "yaml-syntax",
        at: "warui.yaml:7:16",
        fix: "値全体を引用符で囲むか",
    },
    Case {
        name: "wrong-escape",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", "purpose: \"C:\\見本\""),
        problem: "yaml-syntax",
        at: "warui.yaml:7:12",
        fix: "一重引用符",
    },
    Case {
        name: "second-colon",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", "purpose: 目的: 見本"),
        problem: "yaml-syntax",
        at: "warui.yaml:7:14",
        fix: "値全体を引用符「\"」で囲んで",
    },
    Case {
        name: "indented-too-far",
        make: |sandbox| sandbox.spoil("  subjects:", "    subjects:"),
        problem: "yaml-syntax",
        at: "warui.yaml:8:13",
        fix: "字下げをそろえ",
    },
    Case {
        name: "indented-too-little",
        make: |sandbox| sandbox.spoil("  subjects:", " subjects:"),
        problem: "yaml-syntax",
        at: "warui.yaml:8:2",
        fix: "同じ桁から",
    },
    Case {
        name: "bracket-not-closed",
        make: |sandbox| sandbox.spoil("items: [収納日付, 収納時間] }", "items: [収納日付, 収納時間 }"),
        problem: "yaml-syntax",
        at: "warui.yaml:51:31",
        fix: "「]」",
    },
    Case {
        name: "brace-not-closed",
        make: |sandbox| sandbox.spoil("unit: 名 }", "unit: 名"),
        problem: "yaml-syntax",
        at: "warui.yaml:9:18",
        fix: "対になる「}」",
    },
    Case {
        name: "two-commas",
        make: |sandbox| sandbox.spoil("[収納日付, 収納時間]", "[収納日付,, 収納時間]"),
        problem: "yaml-syntax",
        at: "warui.yaml:51:37",
        fix: "半角コンマ一つずつ",
    },
    Case {
        name: "reserved-character",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", "purpose: @見本"),
        problem: "yaml-syntax",
        at: "warui.yaml:7:12",
        fix: "値全体を引用符",
    },
    Case {
        name: "control-character",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", "purpose: \u{0}見本"),
        problem: "yaml-syntax",
        at: "warui.yaml:7:12",
        fix: "消して打ち直して",
    },
    Case {
        name: "line-without-colon",
        make: |sandbox| sandbox.spoil("department: ka", "ただの文\ndepartment: ka"),
        problem: "yaml-syntax",
        at: "warui.yaml:3:1",
        fix: "半角「: 」",
    },
    Case {
        name: "dash-after-key",
        make: |sandbox| sandbox.spoil("covers: [itaku]", "covers: - itaku"),
        problem: "yaml-syntax",
        at: "warui.yaml:70:13",
        fix: "次の行に字下げして",
    },
    Case {
        name: "anchor",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", "purpose: &m 見本の目的"),
        problem: "yaml-anchor",
        at: "warui.yaml:7:12",
        fix: "id で参照",
    },
    Case {
        name: "alias",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", "purpose: *m"),
        problem: "yaml-anchor",
        at: "warui.yaml:7:12",
        fix: "引用符で囲みます",
    },
    Case {
        name: "merge-key",
        make: |sandbox| sandbox.spoil("term: { from:", "term: { <<: *kikan, from:"),
        problem: "yaml-anchor",
        at: "warui.yaml:13:9",
        fix: "id で参照",
    },
    Case {
        name: "tag",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", "purpose: !!str 見本の目的"),
        problem: "yaml-tag",
        at: "warui.yaml:7:12",
        fix: "「!」で始まる語を消すか",
    },
    Case {
        name: "directive",
        make: |sandbox| sandbox.spoil("title:", "%YAML 1.2\n---\ntitle:"),
        problem: "yaml-syntax",
        at: "warui.yaml:1:1",
        fix: "その行を消して",
    },
    Case {
        name: "second-document",
        make: |sandbox| sandbox.spoil("\nroles:", "---\nroles:"),
        problem: "yaml-second-document",
        at: "warui.yaml:14:1",
        fix: "一つの文書だけ",
    },
    Case {
        name: "line-ends-of-the-first-macintosh",
        make: |sandbox| sandbox.spoil("department: ka\n", "department: ka\r"),
        problem: "yaml-syntax",
        at: "warui.yaml:3:15",
        fix: "CRLF か LF にして",
    },
    Case {
        name: "key-not-text",
        make: |sandbox| sandbox.spoil("department: ka", "[department]: ka"),
        problem: "yaml-key-not-text",
        at: "warui.yaml:3:1",
        fix: "「キー: 値」の形",
    },
    Case {
        name: "mark-inside",
        make: |sandbox| sandbox.spoil("department: ka", "\u{FEFF}department: ka"),
        problem: "yaml-syntax",
        at: "warui.yaml:3:1",
        fix: "見えない文字を消す",
    },
    Case {
        name: "nesting-flow",
        make: |sandbox| sandbox.spoil("purpose: 見本の目的", &format!("purpose: {}", "[".repeat(10_000))),
        problem: "yaml-syntax",
        at: "warui.yaml:7:76",
        fix: "平らに書き直して",
    },
    Case {
        name: "nesting-block",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", "- ".repeat(10_000)),
        problem: "yaml-syntax",
        at: "warui.yaml:1:129",
        fix: "平らに書き直して",
    },
    Case {
        name: "billion-laughs",
        make: |sandbox| sandbox.write("policies/r07/warui.yaml", billion_laughs()),
        problem: "yaml-anchor",
        at: "warui.yaml:1:5",
        fix: "id で参照",
    },
];

fn billion_laughs() -> String {
    let mut text = String::from("l0: &l0 [笑, 笑, 笑, 笑, 笑, 笑, 笑, 笑, 笑]\n");
    for level in 1..=9 {
        let below = vec![format!("*l{}", level - 1); 9].join(", ");
        text.push_str(&format!("l{level}: &l{level} [{below}]\n"));
    }
    text
}

#[test]
fn each_mistake_is_told_in_its_place() {
    told(CASES, Others::Checked);
}
