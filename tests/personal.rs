//! Residents' data in words: lines that must be found and lines that must not, with the figures of the search.

use fugi::evidence::format::personal::looks_personal;
use std::fs;
use std::path::Path;

/// How many of the 200 lines that hold a resident's data are found, and how many of the 500 harmless ones are accused.
const FIGURES: (usize, usize) = (193, 0);

/// Returns the lines of a list: whether it stands in a contact field, and the text.
fn lines(name: &str) -> Vec<(bool, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/personal").join(name);
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| {
            let (place, text) = line.split_once('\t').unwrap();
            assert!(matches!(place, "文" | "連絡先"), "{line}");
            (place == "連絡先", text.to_owned())
        })
        .collect()
}

#[test]
fn residents_are_found_in_words_and_nobody_else_is_accused() {
    let (found, harmless) = (lines("found.tsv"), lines("harmless.tsv"));
    assert_eq!((found.len(), harmless.len()), (200, 500));
    let (hits, missed): (Vec<_>, Vec<_>) =
        found.iter().partition(|(contact, text)| looks_personal(text, *contact).is_some());
    let accused: Vec<String> = harmless
        .iter()
        .filter_map(|(contact, text)| Some(format!("{text}: {}", looks_personal(text, *contact)?.ja)))
        .collect();
    let missed: Vec<&str> = missed.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        (hits.len(), accused.len()),
        FIGURES,
        "not found:\n{}\naccused:\n{}",
        missed.join("\n"),
        accused.join("\n")
    );
}
