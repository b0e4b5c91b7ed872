//! Two years of 500 matters each: comparing them against the time to load them.
//!
//! `cargo bench --no-default-features --bench diff` prints both times of one process, on all cores, medians of five
//! runs. Limit: the comparison adds at most half of the time to load.
//!
//! The matters are the two years' versions of the real submission under 500 names, so that every pair has some 170
//! changes: more than a ward will see in a year.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and fails by panicking"
)]

use fugi::diff::policy::Policy;
use fugi::diff::{Side, compare, pairing};
use fugi::model::load::{LoadedYear, Workspace};
use fugi::model::matter::Matter;
use fugi::source::Sources;
use rayon::prelude::*;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const MATTERS: usize = 500;
const RUNS: usize = 5;

/// A year that was read.
struct Year {
    year: LoadedYear,
    matters: Vec<(Matter, Sources)>,
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let mut runs: Vec<(Duration, Duration, usize)> = (0..RUNS).map(|_| run(folder.path())).collect();
    runs.sort_by_key(|(load, compare, _)| *load + *compare);
    let (load, compare, changes) = runs[RUNS / 2];
    let share = compare.as_secs_f64() / load.as_secs_f64();
    let each = compare / u32::try_from(MATTERS).unwrap();
    println!("two years of {MATTERS} matters, {} cores", rayon::current_num_threads());
    println!("load      {load:>10.1?}");
    println!("compare   {compare:>10.1?}  {each:.0?} a matter, {changes} changes in all");
    println!("share     {share:>10.2}  (limit 0.50)");
    assert!(share <= 0.5, "the comparison takes more than half of the time to load");
}

/// Writes the workspace: the repository's own, with each year's matter under many names.
fn write(folder: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copy = |from: &str| {
        let to = folder.join(from);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(root.join(from), to).unwrap();
    };
    copy("fugi.yaml");
    for folder in ["policies/common", "policies/r07/forms", "policies/r08/forms"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            copy(&format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy()));
        }
    }
    for year in ["r07", "r08"] {
        copy(&format!("policies/{year}/parties.yaml"));
        let text = fs::read_to_string(root.join(format!("policies/{year}/koki-iryo-cashless.yaml"))).unwrap();
        for index in 0..MATTERS {
            fs::write(folder.join(format!("policies/{year}/anken-{index:04}.yaml")), &text).unwrap();
        }
    }
}

fn run(folder: &Path) -> (Duration, Duration, usize) {
    let start = Instant::now();
    let workspace = Workspace::open(folder).unwrap().result.unwrap();
    let (old, new) = (read(&workspace, "r07"), read(&workspace, "r08"));
    let load = start.elapsed();
    let start = Instant::now();
    let policy = Policy::new(&workspace.common).unwrap();
    let mine: Vec<&Matter> = old.matters.iter().map(|(matter, _)| matter).collect();
    let theirs: Vec<&Matter> = new.matters.iter().map(|(matter, _)| matter).collect();
    let pairs = pairing::pair(&mine, &theirs);
    assert_eq!(pairs.len(), MATTERS);
    let changes = pairs
        .par_iter()
        .map(|(one, other)| {
            let (old, new) = (side(&workspace, &old, one.unwrap()), side(&workspace, &new, other.unwrap()));
            compare(&old, &new, policy).changes.len()
        })
        .sum();
    (load, start.elapsed(), changes)
}

fn read(workspace: &Workspace, name: &str) -> Year {
    let year = workspace.year(name).unwrap().result.unwrap();
    let files = workspace.matters(name).unwrap();
    let matters = files
        .par_iter()
        .map(|file| {
            let loaded = workspace.matter(&year, file);
            (loaded.result.unwrap(), loaded.sources)
        })
        .collect();
    Year { year, matters }
}

fn side<'a>(workspace: &'a Workspace, year: &'a Year, index: usize) -> Side<'a> {
    let (matter, sources) = &year.matters[index];
    Side { ward: &workspace.ward, common: &workspace.common, year: &year.year.year, matter, sources }
}
