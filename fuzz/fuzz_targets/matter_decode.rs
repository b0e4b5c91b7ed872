//! Reading any text as a matter of a small workspace: no panic, and what is wrong can be told. A matter that is
//! whole is checked by every rule.
#![no_main]

use fugi::case::Case;
use fugi::check::check;
use fugi::check::context::Context;
use fugi::model::load::{LoadedYear, Workspace};
use fugi::report::text::Writer;
use fugi_fuzz::can_be_told;
use libfuzzer_sys::fuzz_target;
use std::path::Path;
use std::sync::LazyLock;

static SHARED: LazyLock<(Workspace, LoadedYear)> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let workspace = Workspace::open(&root).expect("the repository").result.expect("is a workspace");
    let year = workspace.year("r07").expect("with a year").result.expect("that is whole");
    (workspace, year)
});

fuzz_target!(|text: &str| {
    let (workspace, year) = &*SHARED;
    let mut sources = year.sources().clone();
    let id = sources.add("policies/r07/fuzz.yaml", text);
    let writer = Writer { language: Default::default(), color: false };
    match workspace.matter_from(year, &sources, id) {
        Err(problems) => {
            assert!(!problems.is_empty(), "it was refused, and nothing is said of it");
            can_be_told(&problems, &sources);
            for problem in problems.iter().take(3) {
                let _ = writer.finding(&sources, problem, None);
            }
        }
        Ok(matter) => {
            let context = Context::new(Case::new(workspace, year, &matter, &sources));
            for finding in check(&context).findings.iter().take(3) {
                let _ = writer.finding(&sources, finding, None);
            }
        }
    }
});
