//! A misspelt key must never turn a violation into a success.

use fugi::model::load::{Overlay, Workspace};
use fugi::source::Sources;
use fugi::yaml::{Data, Node, parse};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// Visits every key: its path without positions, and where it stands.
fn keys(node: &Node<'_>, path: &str, found: &mut Vec<(String, std::ops::Range<usize>)>) {
    match &node.data {
        Data::List { items, .. } => items.iter().for_each(|item| keys(item, &format!("{path}[]"), found)),
        Data::Map { entries, .. } => {
            for entry in entries {
                let path = format!("{path}/{}", entry.key);
                found.push((path.clone(), entry.key_span.start()..entry.key_span.end()));
                keys(&entry.value, &path, found);
            }
        }
        Data::Null | Data::Scalar { .. } => {}
    }
}

/// Returns the key with one letter changed, left out, or doubled.
fn misspelt(key: &str, turn: usize) -> String {
    let mut letters: Vec<char> = key.chars().collect();
    let at = turn % letters.len();
    match turn % 3 {
        0 => letters[at] = if letters[at] == 'x' { 'y' } else { 'x' },
        1 if letters.len() > 1 => {
            letters.remove(at);
        }
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

fn every_key_misspelt(file: &str, year: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(file)).unwrap();
    let mut sources = Sources::default();
    let id = sources.add(file, text.as_str());
    let mut all = Vec::new();
    keys(&parse(id, &text).unwrap(), "", &mut all);
    assert!(!all.is_empty());
    // Keys of one kind are read by one piece of code: each kind is misspelt in its first place,
    // in one of three ways.
    let mut kinds = BTreeSet::new();
    let first: Vec<_> = all.into_iter().filter(|(path, _)| kinds.insert(path.clone())).collect();
    let shared = Workspace::open(root).unwrap().result.unwrap();
    let loaded_year = shared.year(year).unwrap().result.unwrap();
    let passed: Vec<String> = first
        .into_par_iter()
        .enumerate()
        .filter_map(|(turn, (path, place))| {
            let mut spoilt = text.clone();
            spoilt.replace_range(place.clone(), &misspelt(&text[place.clone()], turn));
            let overlay = Overlay::from([(Path::new(file).to_owned(), spoilt.as_str().into())]);
            let is_matter = file.starts_with(&format!("policies/{year}/")) && !file.contains("/forms/");
            let reads = if is_matter && !file.ends_with("parties.yaml") {
                let mut sources = loaded_year.sources().clone();
                let id = sources.add(file, spoilt.as_str());
                shared.matter_from(&loaded_year, &sources, id).is_ok()
            } else {
                Workspace::open_with(root, overlay)
                    .unwrap()
                    .result
                    .is_ok_and(|workspace| workspace.year(year).unwrap().result.is_ok())
            };
            reads.then(|| format!("{path} ({turn})"))
        })
        .collect();
    assert!(passed.is_empty(), "{file} is read although a key is misspelt: {passed:#?}");
}

#[test]
fn in_the_real_matter() {
    every_key_misspelt("policies/r07/koki-iryo-cashless.yaml", "r07");
}

#[test]
fn in_what_the_matters_share() {
    for file in [
        "fugi.yaml",
        "policies/common/acts.yaml",
        "policies/r07/parties.yaml",
        "policies/r07/forms/outsourcing-ward.yaml",
        "policies/r07/forms/submission.yaml",
    ] {
        every_key_misspelt(file, "r07");
    }
}
