//! What holds of every comparison.

use super::fixture::{R07, R08, SAMPLE, comparison, lines, load, text_of, with_edits, with_text};
use crate::diff::class::Class;
use crate::diff::facts::Edit;
use crate::diff::prose::Piece;

#[test]
fn a_matter_compared_with_itself_has_no_change() {
    for file in [R07, R08, SAMPLE] {
        let own = load(file);
        let found = comparison(&own, &own);
        assert_eq!(lines(&found), Vec::<String>::new(), "{file}");
        assert!(found.verdict.is_within(), "{file}");
        assert!(found.verdict.passages > 0);
    }
}

#[test]
fn backwards_every_change_is_its_mirror() {
    let (old, new) = (load(R07), load(R08));
    let there = comparison(&old, &new);
    let back = comparison(&new, &old);
    let one = |change: &crate::diff::Change, class: Class, before: &[Piece], after: &[Piece]| {
        // The words, and which of them are marked; lines that are told together stand in the order of the new year.
        let is = |pieces: &[Piece]| {
            let marked =
                |own: &Piece| if own.changed { format!("〔{}〕", own.text) } else { own.text.clone() };
            let words = pieces.iter().map(marked).collect::<String>();
            let mut lines: Vec<&str> = words.lines().collect();
            lines.sort_unstable();
            lines.join("\n")
        };
        format!("{} {} {} {} → {}", change.rule.name, class.word(), change.kind, is(before), is(after))
    };
    let list = |all: &[crate::diff::Change]| -> Vec<String> {
        let mut lines: Vec<String> =
            all.iter().map(|own| one(own, own.class, &own.words.before, &own.words.after)).collect();
        lines.sort();
        lines
    };
    let mirrored = |all: &[crate::diff::Change]| -> Vec<String> {
        let mut lines: Vec<String> =
            all.iter().map(|own| one(own, own.class.mirror(), &own.words.after, &own.words.before)).collect();
        lines.sort();
        lines
    };
    assert_eq!(list(&there.changes), mirrored(&back.changes));
    assert_eq!(list(&there.followed), mirrored(&back.followed));
}

#[test]
fn the_changes_applied_to_the_old_year_give_the_new_one() {
    let files = [R07, R08, SAMPLE];
    for old in files {
        for new in files {
            let (old, new) = (load(old), load(new));
            with_edits(&old, &new, |before, after, edits| {
                let made = before.apply(edits);
                let missing = after.unlike(&made);
                assert!(made == after, "{} → {}: {missing:?}", old.matter.name, new.matter.name);
            });
        }
    }
}

#[test]
fn the_order_of_lists_and_the_look_of_the_file_say_nothing() {
    let own = load(SAMPLE);
    let written = text_of(SAMPLE);
    // The lists of contracts, roles and answers the other way round; comments and quotes otherwise.
    let turned = written
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .map(|line| match line.trim_start().starts_with("title: 見本健診の受診券の作成") {
            true => line.replace("title: ", "title: \"") + "\"",
            false => line.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("\n");
    let swapped = swap_blocks(&turned, "  - id: printer\n", "  - id: enclose\n", "  - id: delivery\n");
    let swapped = swap_blocks(&swapped, "      - { row: O1,", "      - { row: O2,", "      - { row: O3,");
    let swapped =
        swap_blocks(&swapped, "      - id: apply\n", "      - id: supply\n", "      - id: to-enclose\n");
    let swapped = swapped
        .replace(
            "protections: [transport-encryption, mutual-auth]",
            "protections: [mutual-auth, transport-encryption]",
        )
        .replace("items: [受診券番号, 氏名, 送付先]", "items: [送付先, 氏名, 受診券番号]")
        .replace("acts: [受領, 発送]", "acts: [発送, 受領]");
    assert_ne!(swapped, turned);
    let other = with_text(SAMPLE, &swapped);
    let found = comparison(&own, &other);
    assert_eq!(lines(&found), Vec::<String>::new());
    assert!(found.verdict.is_within());
}

/// Exchanges the text from `first` to `second` with the text from `second` to `end`.
fn swap_blocks(text: &str, first: &str, second: &str, end: &str) -> String {
    let (head, rest) = text.split_once(first).unwrap();
    let (one, rest) = rest.split_once(second).unwrap();
    let (other, tail) = rest.split_once(end).unwrap();
    format!("{head}{second}{other}{first}{one}{end}{tail}")
}

#[test]
fn every_difference_is_told_exactly_once() {
    let (old, new) = (load(R07), load(R08));
    let mut told = with_edits(&old, &new, |_, _, edits| -> Vec<_> {
        let one = |edit: Edit<'_>| {
            let said = format!("{:?}{:?}", edit.before, edit.after);
            (edit.key, edit.after.is_some(), edit.before.is_some(), said)
        };
        edits.into_iter().map(one).collect()
    });
    let all = told.len();
    told.sort();
    told.dedup();
    assert_eq!(told.len(), all);
}
