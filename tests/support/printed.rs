//! What a rule prints for the examples of its page, whole and in both languages. It stands on the page itself, below
//! the example, so that the page shows a reader what the finding looks like, and a change of a sentence is seen.
//!
//! Numbers of lines are left out, so that another line in the sample changes no page; the line itself, the marked
//! columns and the path of ids stay.

use std::fs;
use std::path::Path;

/// What is printed in Japanese and in English.
pub(crate) type Both = [String; 2];

/// The words behind the fences of what is printed.
const FENCES: [&str; 2] = ["```text ja", "```text en"];

/// Returns a printed text without the numbers of its lines.
pub(crate) fn unnumbered(printed: &str) -> String {
    let mut out = String::new();
    for line in printed.lines() {
        let bare = line.trim_start();
        let after_number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
        let in_gutter = |rest: &str| ["|", "= ", "--> ", "::: "].iter().any(|mark| rest.starts_with(mark));
        let line = match after_number.strip_prefix(' ').filter(|rest| rest.starts_with('|')) {
            Some(rest) if after_number.len() < bare.len() => rest,
            _ if bare.len() < line.len() && in_gutter(bare) => bare,
            _ => line,
        };
        out.push_str(unplaced(line).trim_end());
        out.push('\n');
    }
    out
}

/// Returns a line without the numbers in each `file.yaml:12:3`.
fn unplaced(line: &str) -> String {
    let mut parts = line.split(".yaml:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
        out.push_str(if rest.len() < part.len() { ".yaml" } else { ".yaml:" });
        out.push_str(rest);
    }
    out
}

/// Returns a page with what is printed below each example that `is_shown` means, by the words behind its fence.
fn with_printed(page: &str, is_shown: impl Fn(&str) -> bool, printed: &[Both]) -> String {
    let lines: Vec<&str> = page.lines().collect();
    let mut printed = printed.iter();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        out.push((*line).to_owned());
        at += 1;
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        // The block to its end.
        while let Some(line) = lines.get(at) {
            out.push((*line).to_owned());
            at += 1;
            if *line == "```" {
                break;
            }
        }
        if !is_shown(info) {
            continue;
        }
        // What was printed before.
        while lines.get(at).is_some_and(|line| line.is_empty())
            && lines.get(at + 1).is_some_and(|line| FENCES.contains(line))
        {
            at += 2;
            while lines.get(at).is_some_and(|line| *line != "```") {
                at += 1;
            }
            at += 1;
        }
        for (fence, text) in FENCES.iter().zip(printed.next().into_iter().flatten()) {
            assert!(!text.contains("```"), "a fence inside what is printed");
            out.extend([String::new(), (*fence).to_owned(), text.trim_end().to_owned(), "```".to_owned()]);
        }
    }
    out.join("\n") + "\n"
}

/// Compares what stands on a page with what is printed now; returns what is wrong. `UPDATE=1` writes it.
pub(crate) fn compare(
    path: &Path,
    page: &str,
    is_shown: impl Fn(&str) -> bool,
    printed: &[Both],
) -> Option<String> {
    let page = page.replace("\r\n", "\n");
    let made = with_printed(&page, is_shown, printed);
    if made == page {
        return None;
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, made).unwrap();
        return None;
    }
    let first = page.lines().zip(made.lines()).find(|(stands, printed)| stands != printed);
    let (stands, printed) = first.unwrap_or(("(another length)", "(another length)"));
    let path = path.display();
    Some(format!("{path}: UPDATE=1 rewrites it\n  stands:  {stands}\n  printed: {printed}"))
}

#[test]
fn what_is_printed_stands_below_its_example_once() {
    let page = "# 題\n\n```yaml bad a/b\nx: 1\n```\n\n## 直した例\n\n```yaml good\nx: 2\n```\n";
    let both = ["指摘".to_owned(), "finding".to_owned()];
    let is_shown = |info: &str| info.starts_with("yaml bad");
    let once = with_printed(page, is_shown, std::slice::from_ref(&both));
    assert!(
        once.contains("x: 1\n```\n\n```text ja\n指摘\n```\n\n```text en\nfinding\n```\n\n## 直した例"),
        "{once}"
    );
    assert_eq!(with_printed(&once, is_shown, &[both]), once);
    assert_eq!(with_printed(&once, is_shown, &[]), page);
}

#[test]
fn numbers_of_lines_are_left_out() {
    let printed =
        "情報[a]: 文\n  --> policies/a.yaml:12:3\n   |\n12 | x: 3\n   |    ^ 3\n   |\n   = 場所: x\n";
    assert_eq!(unnumbered(printed), "情報[a]: 文\n--> policies/a.yaml\n|\n| x: 3\n|    ^ 3\n|\n= 場所: x\n");
}
