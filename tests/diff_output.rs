//! `fugi diff`: the JSON is whole, and both languages say everything.

use serde_json::Value;
use std::process::Command;

/// Compares the two years of the repository's own matter.
fn compared(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fugi"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["diff", "policies/r07", "policies/r08"]);
    String::from_utf8(command.args(arguments).output().unwrap().stdout).unwrap()
}

fn changes(arguments: &[&str]) -> Vec<Value> {
    let json: Value = serde_json::from_str(&compared(&[&["--format", "json"], arguments].concat())).unwrap();
    let matter = &json["matters"][0];
    [&matter["changes"], &matter["renumbered"]]
        .into_iter()
        .flat_map(|own| own.as_array().unwrap().clone())
        .collect()
}

/// Returns a text without what parts its lines, sentences and members.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn json_carries_the_whole_texts() {
    let changes = changes(&[]);
    assert!(changes.len() > 100);
    let mut cut = 0;
    for change in &changes {
        for side in ["before", "after"] {
            let Some(pieces) = change[side].as_array() else { continue };
            let whole =
                change[format!("{side}_text")].as_str().unwrap_or_else(|| panic!("{side} of {change:#}"));
            assert!(!whole.contains("（略）") && !whole.contains("ほか全"), "{whole}");
            let words: Vec<&str> = pieces.iter().map(|own| own["text"].as_str().unwrap()).collect();
            cut += usize::from(words.contains(&"（略）"));
            // Of a list the members that came or went are among all of them, in another place perhaps.
            let found = words.iter().flat_map(|own| own.split("（略）")).all(|own| {
                let is_member = |member: &str| plain(whole).contains(&plain(member));
                is_member(own) || own.split('、').all(is_member)
            });
            assert!(found, "{side} of {change:#}");
        }
    }
    assert!(cut > 0, "no text is cut");
    let of = |kind: &str| changes.iter().filter(|own| own["kind"] == kind).collect::<Vec<_>>();
    // A member that went: all members on both sides.
    let went = of("handles").into_iter().find(|own| own["after"].is_null()).unwrap();
    let count = |side: &str| went[side].as_str().unwrap().split('、').count();
    assert!(count("before_text") > count("after_text") && count("after_text") > 0);
    // A line that is new: every item, and nothing before.
    assert!(of("link").iter().any(|own| own["before_text"].is_null() && own["after_text"].is_string()));
}

#[test]
fn english_says_what_japanese_says() {
    let (english, japanese) = (compared(&["--lang", "en"]), compared(&[]));
    let count = |text: &str, line: &str| text.lines().filter(|own| own.starts_with(line)).count();
    let reasons = count(&japanese, "   理由: ");
    assert!(reasons > 5);
    assert_eq!(count(&english, "   reason: "), reasons);
    assert_eq!(count(&english, "   before: (none)"), count(&japanese, "   改正前: （なし）"));
    assert!(english.starts_with("fiscal year 2025 → fiscal year 2026: "), "{english}");
    assert!(!english.contains("（なし）"), "{english}");
    // A word in Latin letters is not broken at the end of a line.
    assert!(english.contains("(14 parties, 37 items, 422\npassages were decided)"), "{english}");
    let changes = changes(&["--lang", "en"]);
    // The marks of the forms are the same in every language.
    let is_english = |text: &str| text.chars().all(|letter| letter.is_ascii() || "○ー".contains(letter));
    for key in ["reason", "basis", "rule", "class", "severity", "requires", "kind"] {
        assert!(changes.iter().all(|own| is_english(own[key].as_str().unwrap())), "{key}");
    }
    let evidence = changes.iter().flat_map(|own| own["evidence"].as_array().unwrap());
    assert!(evidence.clone().count() > 0, "nothing was renamed");
}
