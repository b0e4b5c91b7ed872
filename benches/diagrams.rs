//! Speed of the diagrams.
//!
//! `cargo bench --bench diagrams` prints, in one run:
//!
//! 1. each flow of the workspace: the time for its SVG (limit 2 ms, the median of 50);
//! 2. a flow with 10,000 lines among eight parties: its pages and the time for all of them (limit 3 s).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and fails by panicking"
)]

use fugi::case::Case;
use fugi::document::figure::{Figure, Link};
use fugi::document::tree::Block;
use fugi::document::{self, Submission};
use fugi::model::load::Workspace;
use fugi::render::svg;
use std::path::Path;
use std::time::{Duration, Instant};

/// Returns the figures of every matter, each with the name of its matter.
fn figures() -> Vec<(String, Figure)> {
    let workspace = Workspace::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().result.unwrap();
    let mut figures = Vec::new();
    for name in workspace.years().unwrap() {
        let year = workspace.year(&name).unwrap().result.unwrap();
        for file in workspace.matters(&name).unwrap() {
            let loaded = workspace.matter(&year, &file);
            let matter = loaded.result.unwrap();
            let case = Case::new(&workspace, &year, &matter, &loaded.sources);
            let blocks = document::build(&Submission { case, draft: true })
                .sections
                .into_iter()
                .flat_map(|section| section.blocks);
            for block in blocks {
                if let Block::Figure(figure) = block {
                    figures.push((matter.name.clone(), figure));
                }
            }
        }
    }
    figures
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..50)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let figures = figures();
    for (matter, figure) in &figures {
        let mut bytes = 0;
        let took = median(|| bytes = svg::pages(figure, &["案"]).iter().map(String::len).sum());
        let id = &figure.id;
        println!("{matter} {id}: {took:.2?}, {} kB (limit 2 ms)", bytes / 1000);
    }
    // A real flow, its first line between neighbours repeated over and over among eight parties.
    let mut huge = figures[0].1.clone();
    let party = huge.participants[1].clone();
    huge.participants = vec![party; 8];
    let line: Link = huge.links[0].clone();
    huge.links = (0..10_000)
        .map(|n| Link { from: n * 3 % 8, to: (n * 5 + 1) % 8, steps: Vec::new(), ..line.clone() })
        .collect();
    let start = Instant::now();
    let pages = svg::pages(&huge, &[]).len();
    println!("10,000 lines: {pages} pages in {:.2?} (limit 3 s)", start.elapsed());
}
