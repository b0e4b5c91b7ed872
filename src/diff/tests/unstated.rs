//! What is no longer stated, and what the proof must not overlook.

use super::fixture::{Own, R07, SAMPLE, comparison, load, load_with, text_of, with_text};
use crate::diff::Comparison;
use crate::diff::class::Class;
use crate::model::load::Overlay;
use crate::model::vocabulary::Requires;

/// Replaces the first place of each text by another.
fn planted(file: &str, edits: &[(&str, &str)]) -> Own {
    let text = edits.iter().fold(text_of(file), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    with_text(file, &text)
}

fn compared(file: &str, edits: &[(&str, &str)]) -> Comparison {
    comparison(&load(file), &planted(file, edits))
}

#[test]
fn what_is_no_longer_stated_calls_for_no_less_than_what_is_weakened() {
    let text = text_of(SAMPLE);
    let part = |from: &str, to: &str| {
        let (_, rest) = text.split_once(from).unwrap();
        format!("{from}{}", rest.split_once(to).unwrap().0)
    };
    let (erasure, clauses) =
        (part("    erasure:\n", "    incident_notice_hours"), part("    clauses:\n", "    erasure:\n"));
    let gone: [(&str, &[(&str, &str)]); 6] = [
        (SAMPLE, &[(&erasure, "")]),
        (SAMPLE, &[(&clauses, "")]),
        (SAMPLE, &[("    incident_notice_hours: 24\n", "")]),
        (R07, &[("term: { from: 2025-07-01, to: 2026-03-31, renews: true }\n", "")]),
        (SAMPLE, &[(", cloud: false, country: JP }", ", cloud: false }")]),
        (R07, &[("      - { row: T3, status: adopted }\n", "")]),
    ];
    for (file, edits) in gone {
        let found = compared(file, edits);
        assert_eq!(found.requires(), Requires::Deliberation, "{edits:?}: {:#?}", found.changes);
        let back = comparison(&planted(file, edits), &load(file));
        let mut stated = back.changes.iter().filter(|change| change.rule.name == "statement-changed");
        // What the council was never shown is told to it; else there is nothing to do.
        let is_enough = |change: &crate::diff::changes::Change| {
            change.requires == if change.unshown { Requires::Notice } else { Requires::Nothing }
        };
        assert!(stated.all(is_enough), "{edits:?}");
    }
}

#[test]
fn a_longer_term_is_no_renewal() {
    let from_to = |from, to| format!("term: {{ from: {from}, to: {to}, renews: true }}");
    let term = from_to("2026-04-01", "2027-03-31");
    let rule = |from, to| {
        let found = compared(SAMPLE, &[(&term, &from_to(from, to))]);
        let term = found.changes.iter().find(|change| change.kind == "term").unwrap();
        (term.rule.name, term.requires)
    };
    assert_eq!(rule("2027-04-01", "2028-03-31"), ("term-renewed", Requires::Nothing));
    assert_eq!(rule("2027-04-01", "2030-03-31"), ("term-changed", Requires::Deliberation));
}

#[test]
fn the_reason_of_an_answer_is_told_beside_it() {
    let edit = ("{ row: T3, status: adopted }", "{ row: T3, status: not_needed, reason: 専用回線のため }");
    let found = compared(R07, &[edit]);
    let after: String = found.changes[0].words.after.iter().map(|piece| piece.text.as_str()).collect();
    assert!(after.ends_with("\n対策が要らない理由：専用回線のため"), "{after}");
}

/// The file, what is written otherwise in it, the kind of what is newly possible by that, and words of the reason.
type Newly = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

const NEWLY: &[Newly] = &[
    (
        R07,
        &[(
            "      - id: inquiry\n        from: card-agent\n        to: card-company\n",
            "      - id: direct\n        from: card-company\n        to: emoney\n        network: internet\n      - id: inquiry\n        from: card-agent\n        to: card-company\n",
        )],
        "receives",
        "渡す線がなかった",
    ),
    (
        R07,
        &[("      network: lgwan\n      from_system", "      network: internet\n      from_system")],
        "connects",
        "今より強い回線で結合していた",
    ),
    (
        R07,
        &[(
            "    item_sets: [items-13-4]\n    reason",
            "    item_sets: [items-13-4, emoney-items]\n    reason",
        )],
        "connects",
        "この項目は対象でなかった",
    ),
    (
        SAMPLE,
        &[("        means: DVD-Rの手渡し（鍵付きカバン）\n", "        network: dedicated_line\n")],
        "receives",
        "別の方法で渡っていた",
    ),
    (SAMPLE, &[("DVD-Rの手渡し（鍵付きカバン）\n", "普通郵便\n")], "receives", "別の方法で渡っていた"),
    (
        R07,
        &[
            (
                "      - { name: 発行年月日, needed_by: [] }\n",
                "      - { name: 発行年月日, needed_by: [] }\n      - { name: 滞納区分, needed_by: [] }\n",
            ),
            (
                "      - no: 9\n        at: ward\n",
                "      - no: 10\n        at: ward\n        acts: [作成]\n        makes: { items: [滞納区分] }\n        text: 区は、滞納区分を作成する。\n      - no: 9\n        at: ward\n",
            ),
        ],
        "makes",
        "作る手順がなかった",
    ),
    (R07, &[("party: billing-system", "party: jcb")], "receives", "渡す者（"),
];

#[test]
fn the_proof_overlooks_nothing() {
    for (file, edits, kind, why) in NEWLY {
        let found = compared(file, edits).verdict.new;
        let is_told = found.iter().any(|own| own.kind.word() == *kind && own.why.ja.contains(why));
        assert!(is_told, "{edits:?}: {found:#?}");
    }
}

#[test]
fn a_way_in_other_letters_is_the_same_way() {
    let edits = [("DVD-Rの手渡し（鍵付きカバン）\n", "ＤＶＤ－Ｒの手渡し（鍵付きカバン）\n")];
    assert!(compared(SAMPLE, &edits).verdict.is_within());
}

#[test]
fn the_new_name_of_a_role_in_a_text_is_no_other_text() {
    let text = text_of(R07);
    let renamed = with_text(R07, &text.replace("電子マネー事業者", "電子決済事業者"));
    let found = comparison(&load(R07), &renamed);
    let wording = found.changes.iter().filter(|change| change.rule.name == "wording-changed");
    assert!(wording.clone().count() > 0);
    for change in wording {
        assert_eq!(change.class.word(), "editorial", "{change:#?}");
    }
    assert!(found.requires() <= Requires::Notice);
}

#[test]
fn a_weaker_certification_or_medium_is_told() {
    const PARTIES: &str = "policies/r08/parties.yaml";
    let old = load(SAMPLE);
    let certified = |from: &str, to: &str| {
        let text = text_of(PARTIES);
        assert!(text.contains(from), "{from}");
        let new = load_with(SAMPLE, Overlay::from([(PARTIES.into(), text.replacen(from, to, 1).into())]));
        let found = comparison(&old, &new);
        found.changes.iter().map(|own| (own.rule.name, own.class, own.requires)).collect::<Vec<_>>()
    };
    let rule = "certification-changed";
    assert_eq!(certified("2028-09-30", "2027-03-31"), [(rule, Class::Widening, Requires::Notice)]);
    assert_eq!(certified("2028-09-30", "2031-09-30"), [(rule, Class::Narrowing, Requires::Nothing)]);
    let medium = compared(SAMPLE, &[("電磁的媒体（DVD-R、", "電磁的媒体（USBメモリ、")]);
    assert_eq!(medium.changes.len(), 1);
    assert_eq!((medium.changes[0].rule.name, medium.requires()), ("medium-changed", Requires::Notice));
}
