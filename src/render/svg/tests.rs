//! Geometry of the diagrams: nothing overlaps, nothing is cut, nothing is lost, whoever takes part; and what
//! the SVG says of itself.

mod figures;
mod measure;

use super::drawing::{Drawing, Paper};
use super::{element, fit};
use crate::document::figure::Change;
use figures::{Plan, figure};
use measure::{check, words};
use proptest::prelude::*;

fn draw(plan: &Plan) -> Vec<Drawing> {
    fit::draw(&figure(plan), &["見本", "案"])
}

/// Draws a plan on one page and measures it.
fn one(plan: &Plan) -> Drawing {
    let mut pages = draw(plan);
    assert_eq!(pages.len(), 1);
    let drawing = pages.remove(0);
    check(&drawing).unwrap();
    drawing
}

#[test]
fn dump() {
    let mut all = vec![];
    for parties in [1, 2, 3, 5, 8] {
        all.push((format!("p{parties}"), Plan { parties, ..Plan::default() }));
    }
    all.push(("steps40".into(), Plan { parties: 4, steps: 40, ..Plan::default() }));
    all.push(("long".into(), Plan { name: "非常に長い名称の事業者".repeat(18), ..Plan::default() }));
    all.push(("skip".into(), Plan { parties: 6, links: vec![(0, 2), (0, 5), (5, 0), (1, 3), (2, 4), (4, 1), (3, 5), (1, 2)], steps: 8, ..Plan::default() }));
    all.push(("same".into(), Plan { parties: 2, links: vec![(0, 1), (1, 0), (0, 1), (0, 1), (1, 0)], steps: 8, ..Plan::default() }));
    all.push(("self".into(), Plan { parties: 3, links: vec![(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)], steps: 8, ..Plan::default() }));
    all.push(("money".into(), Plan { parties: 3, money: true, reply: true, links: vec![(0, 1), (1, 2), (2, 1), (1, 0), (0, 2)], steps: 6, ..Plan::default() }));
    all.push(("bare".into(), Plan { parties: 3, boxes: 0, links: vec![(0, 1), (1, 2)], steps: 3, bare: true, ..Plan::default() }));
    all.push(("change".into(), Plan { parties: 4, change: true, links: vec![(0, 1), (1, 2), (2, 3), (0, 3), (3, 1)], steps: 8, ..Plan::default() }));
    all.push(("big".into(), Plan { parties: 8, links: (0..60).map(|n| (n * 3 % 8, n * 5 % 8 + 1)).collect(), steps: 40, ..Plan::default() }));
    for (name, plan) in all {
        let start = std::time::Instant::now();
        let drawings = draw(&plan);
        let took = start.elapsed();
        for (n, drawing) in drawings.iter().enumerate() {
            println!("{name} {n} {:?} {}x{} {took:?} {:?}", drawing.paper, drawing.width, drawing.height, check(drawing).map_err(|e| e.chars().take(600).collect::<String>()));
            std::fs::write(format!("/tmp/diagram/syn/{name}-{n}.svg"), super::shapes::write(&figure(&plan), drawing, (n + 1, drawings.len()))).unwrap();
        }
    }
    let big = Plan { parties: 8, links: (0..10000).map(|n| (n * 3 % 8, n * 5 % 8 + 1)).collect(), steps: 40, ..Plan::default() };
    let start = std::time::Instant::now();
    println!("huge {} pages {:?}", draw(&big).len(), start.elapsed());
}
