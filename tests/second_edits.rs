//! For each rule a mistake that its own plant does not know: an edit that it finds, and that shares no word and no key
//! with what the rule itself plants in the same text (`fugi check --prove`).
//!
//! Taken are the mistakes of the corpus, which another hand wrote, and the wrong examples of the rules' pages. Which
//! of them serves for a rule is in `tests/second_edits.tsv`, a dash where none does; `UPDATE=1` records more, and what
//! served once must serve again.

use crate::support::golden;
use crate::{corpus, rules};
use fugi::case::Case;
use fugi::check::context::Context;
use fugi::check::rule::Check;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the words and keys that an edit takes away or brings: runs of one script, of two letters or more.
pub(crate) fn words(old: &str, new: &str) -> BTreeSet<String> {
    let (old, new) = (all(old), all(new));
    old.symmetric_difference(&new).cloned().collect()
}

fn all(text: &str) -> BTreeSet<String> {
    let script = |c: char| match c {
        'ァ'..='ヺ' | 'ー' => 1,
        '\u{3400}'..='\u{9FFF}' | '々' => 2,
        c if c.is_ascii_alphanumeric() || c == '_' || c == '-' => 3,
        c if c.is_alphanumeric() && !('ぁ'..='ゖ').contains(&c) => 4,
        _ => 0,
    };
    let mut words: BTreeSet<String> = BTreeSet::new();
    let (mut word, mut last) = (String::new(), 0);
    for c in text.chars().chain([' ']) {
        let now = script(c);
        if now != last {
            if word.chars().count() > 1 {
                words.insert(std::mem::take(&mut word));
            }
            word.clear();
        }
        if now > 0 {
            word.push(c);
        }
        last = now;
    }
    words
}

/// Returns the words of the first mistake that a rule plants in a matter; none where it plants nothing there.
pub(crate) fn planted(rule: &Check, case: Case<'_>) -> Option<BTreeSet<String>> {
    let context = Context::new(case);
    let plant = (rule.mutate)(&context).plants.into_iter().flatten().next()?;
    let own = plant.edits.iter().flat_map(|edit| words(case.sources.slice(edit.span), &edit.replacement));
    Some(own.collect())
}

#[test]
#[ignore = "runs the corpus and every page once more; .ci/run runs it"]
fn rules_find_what_they_did_not_plant() {
    let mut served: BTreeMap<&str, String> = BTreeMap::new();
    for (rule, by) in rules::second_edits().into_iter().chain(corpus::second_edits()) {
        served.entry(rule).or_insert(by);
    }
    let all: Vec<&str> = fugi::check::checks().map(|check| check.rule.name).collect();
    let rows: Vec<String> =
        all.iter().map(|rule| format!("{rule}\t{}", served.get(rule).map_or("—", String::as_str))).collect();
    let count = served.len();
    println!("rules with a second edit in other words: {count} of {}", all.len());
    golden("second_edits.tsv", &format!("# rule\tserved by\n{}\n", rows.join("\n")));
}
