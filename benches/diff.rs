//! Two years of 500 matters each: comparing them against the time to load them.
//!
//! `cargo bench --no-default-features --bench diff` prints both times of one process, on all cores, medians of five
//! runs. Limit: the comparison adds at most half of the time to load.
//!
//! One matter in ten is the real submission and its fixed second year (some 170 changes); the others are the real
//! submission renewed: another number on the agenda, the next term, a few more persons, one other network, and the
//! second year's checklist forms. A second line has all 500 fixed, which no year is; it has no limit.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and fails by panicking"
)]

use fugi::case::Case;
use fugi::diff::policy::Policy;
use fugi::diff::{PreparedYears, pairing};
use fugi::model::load::{LoadedYear, Workspace};
use fugi::model::matter::Matter;
use fugi::source::Sources;
use rayon::prelude::*;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const MATTERS: usize = 500;
const RUNS: usize = 5;

/// How much of the time to load the comparison may add.
const LIMIT: f64 = 0.5;

/// A year that was read.
struct Year {
    year: LoadedYear,
    matters: Vec<(Matter, Sources)>,
}

fn main() {
    let share = measure("one in ten fixed", 10);
    let (ja, en) = if share <= LIMIT { ("達成", "reached") } else { ("未達", "not reached") };
    println!("limit     {LIMIT:>10.2}  {ja} ({en})");
    if std::env::args().all(|own| own != "--one") {
        measure("all fixed", 1);
    }
}

/// Prints the times of a workspace in which one matter in `every` is fixed; returns the share.
fn measure(name: &str, every: usize) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), every);
    let mut runs: Vec<(Duration, Duration, usize)> = (0..RUNS).map(|_| run(folder.path())).collect();
    runs.sort_by_key(|(load, compare, _)| *load + *compare);
    let (load, compare, changes) = runs[RUNS / 2];
    let share = compare.as_secs_f64() / load.as_secs_f64();
    let each = compare / u32::try_from(MATTERS).unwrap();
    println!("two years of {MATTERS} matters, {name}, {} cores", rayon::current_num_threads());
    println!("load      {load:>10.1?}");
    println!("compare   {compare:>10.1?}  {each:.0?} a matter, {changes} changes in all");
    println!("share     {share:>10.2}");
    share
}

/// Writes the workspace: the repository's own, with each year's matter under many names.
fn write(folder: &Path, every: usize) {
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
    let text = |year: &str| {
        fs::read_to_string(root.join(format!("policies/{year}/koki-iryo-cashless.yaml"))).unwrap()
    };
    let (old, fixed) = (text("r07"), text("r08"));
    let renewed = [
        ("agenda_number: 13", "agenda_number: 7"),
        ("from: 2025-07-01, to: 2026-03-31", "from: 2026-04-01, to: 2027-03-31"),
        ("value: 36000", "value: 37000"),
        ("network: dedicated_line", "network: lgwan"),
    ];
    let renewed = renewed.iter().fold(old.clone(), |text, (from, to)| {
        assert!(text.contains(from));
        text.replacen(from, to, 1)
    });
    for year in ["r07", "r08"] {
        copy(&format!("policies/{year}/parties.yaml"));
        for index in 0..MATTERS {
            let text = match year {
                "r07" => &old,
                _ if index % every == 0 => &fixed,
                _ => &renewed,
            };
            fs::write(folder.join(format!("policies/{year}/anken-{index:04}.yaml")), text).unwrap();
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
    let sides: Vec<_> = pairs
        .iter()
        .map(|(one, other)| (side(&workspace, &old, one.unwrap()), side(&workspace, &new, other.unwrap())))
        .collect();
    let run = PreparedYears::new(sides.iter().copied());
    let changes = sides.par_iter().map(|(old, new)| run.compare(old, new, policy).changes.len()).sum();
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

fn side<'a>(workspace: &'a Workspace, year: &'a Year, index: usize) -> Case<'a> {
    let (matter, sources) = &year.matters[index];
    Case::new(workspace, &year.year, matter, sources)
}
