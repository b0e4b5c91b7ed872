//! Reading any text: no panic, and every place lies in it.
#![no_main]

use fugi::model::paths;
use fugi::report::text::Writer;
use fugi::yaml::{Data, read};
use fugi_fuzz::{can_be_told, lies_in, nodes, one_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (sources, id) = one_text(text);
    let reading = read(id, text);
    can_be_told(&reading.problems, &sources);
    let writer = Writer { language: Default::default(), color: false };
    for problem in reading.problems.iter().take(3) {
        let _ = writer.finding(&sources, problem, None);
    }
    let Some(tree) = &reading.tree else {
        assert!(!reading.problems.is_empty(), "nothing was read, and nothing is said of it");
        return;
    };
    let all = nodes(tree);
    for (_, node) in &all {
        lies_in(node.span, &sources);
        if let Data::Map { entries, .. } = &node.data {
            entries.iter().for_each(|entry| lies_in(entry.span(), &sources));
        }
    }
    for (_, node) in all.iter().take(50) {
        if let Some(path) = paths::path_to(tree, node.span) {
            let place = paths::find(tree, &path).expect("the path leads somewhere");
            assert!(place.contains(node.span), "{path} leads elsewhere");
        }
    }
});
