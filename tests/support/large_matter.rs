//! A matter larger than any real one: eight parties, forty steps, three hundred items, names that never end. No
//! print of it may run off its page or lose a word.

use super::Sandbox;
use std::fmt::Write as _;

/// Roles beside the person and the ward; all together there are eight.
const CONTRACTORS: usize = 6;
/// Steps of the flow.
pub(crate) const STEPS: usize = 40;
/// Items of the list.
pub(crate) const ITEMS: usize = 300;

/// Two hundred characters without a place to break at.
pub(crate) fn unbroken() -> String {
    "Unbroken0123456789ab".repeat(10)
}

/// Text that is longer than a page.
pub(crate) fn longer_than_a_page() -> String {
    "見本の業務を委託する理由を、一枚の紙に収まらないほど詳しく述べる。".repeat(90)
}

fn role_name(number: usize) -> String {
    format!("見本第{number}号収納事務受託及びデータ連携並びに通知書作成発送業務統括管理事業者")
}

/// Returns the matter as YAML, for the workspace of a [`Sandbox`].
pub(crate) fn yaml() -> String {
    let mut out = String::from(
        "title: 八者、四十手順、三百項目の見本\nbasis: { article: 第3条, kinds: [outsourcing] }\ndepartment: ka\nbusiness: gyomu\nagenda_number: 99\n\
         overview:\n  purpose: 印刷の見本\n  subjects: 見本の対象者\n  subject_count: { value: 1234567, unit: 名 }\n  description: 見本。\n\
         term: { from: 2025-07-01, to: 2026-03-31, renews: true }\n\nroles:\n  - { id: payer, name: 本人, kind: principal }\n  - { id: ward, name: 見本区, kind: ward, systems: [{ id: ward-system, kind: server, label: 区のシステム }] }\n",
    );
    for number in 1..=CONTRACTORS {
        let name = role_name(number);
        let _ = writeln!(
            out,
            "  - {{ id: agent{number}, name: {name}, kind: contractor, providers: [{{ id: p{number}, party: kaisha }}], systems: [{{ id: server{number}, kind: server, label: 第{number}号サーバ }}] }}"
        );
    }
    out.push_str("\nitem_sets:\n  - id: komoku\n    heading: 三百の項目\n    items:\n");
    for number in 1..=ITEMS {
        let _ = writeln!(out, "      - {{ name: 見本項目{number} }}");
    }
    out.push_str("\nmeasures:\n  - id: taisaku\n    category: operational\n    measures:\n");
    for number in 1..=20 {
        let _ = writeln!(out, "      - {{ label: 見本の対策その{number}を実施すること, rows: [P1] }}");
    }
    let (reason, unbroken) = (longer_than_a_page(), unbroken());
    out.push_str("\ncontracts:\n  - id: itaku\n    title: 見本の委託\n    parties:\n      - { letter: 甲, role: ward }\n");
    for (number, letter) in (1..=CONTRACTORS).zip(["乙", "丙", "丁", "戊", "己", "庚"]) {
        let _ = writeln!(
            out,
            "      - {{ letter: {letter}, role: agent{number}, entries: [{{ provider: p{number} }}] }}"
        );
    }
    out.push_str("    item_set: komoku\n    handles:\n");
    for number in 1..=CONTRACTORS {
        let _ = writeln!(out, "      - {{ role: agent{number}, items_of: komoku }}");
    }
    let _ = writeln!(
        out,
        "    reasons:\n      - {{ role: agent1, text: {reason} }}\n      - {{ role: agent2, text: {unbroken} }}"
    );
    out.push_str("    tasks:\n      - { role: agent1, heading: 事業者, tasks: [{ acts: [作成, 送信], text: 作成して送信する。 }] }\n");
    out.push_str("\nflows:\n  - id: nagare\n    title: 八者の流れ\n    contract: itaku\n    participants:\n      - { role: payer, objects: [納付書] }\n");
    for number in 1..=CONTRACTORS {
        let _ = writeln!(
            out,
            "      - {{ role: agent{number}, systems: [server{number}], providers: [{{ provider: p{number} }}] }}"
        );
    }
    out.push_str("      - { role: ward, section: true, systems: [ward-system] }\n    links:\n");
    let stop = |number: usize| match number {
        0 => "payer".to_owned(),
        number if number > CONTRACTORS => "ward".to_owned(),
        number => format!("agent{number}"),
    };
    for number in 0..=CONTRACTORS {
        let (from, to) = (stop(number), stop(number + 1));
        let _ = writeln!(
            out,
            "      - {{ id: link{number}, from: {from}, to: {to}, items_of: komoku, network: internet, protections: [transport-encryption], timing: [{{ when: same-day }}] }}"
        );
    }
    out.push_str("    steps:\n");
    for number in 1..=STEPS {
        let link = (number - 1) % (CONTRACTORS + 1);
        let links = if number <= CONTRACTORS + 1 { format!(", links: [link{link}]") } else { String::new() };
        let at = stop(link);
        let _ = writeln!(
            out,
            "      - {{ no: {number}, at: {at}, acts: [作成, 送信]{links}, text: 見本の手順{number}として、受け取った項目を確かめて次へ渡す。 }}"
        );
    }
    out.push_str("    boxes:\n");
    for number in 1..=CONTRACTORS {
        let _ = writeln!(out, "      - {{ measures: taisaku, of: agent{number} }}");
    }
    out
}

/// Returns a workspace with the matter `ookii` in it.
pub(crate) fn workspace() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("policies/r07/ookii.yaml", yaml());
    sandbox
}
