//! The diagrams of every sample: nothing is drawn over anything, every step stands there with its number, and every
//! line on which items pass is drawn and belongs to a step.

use crate::support::Sandbox;
use regex::Regex;
use std::path::Path;

/// The workspaces and their years.
const YEARS: &[(&str, &str)] =
    &[("", "r07"), ("", "r08"), ("", "r09"), ("samples/mihonshi", "r08"), ("samples/hotorimachi", "r09")];

/// A text on the paper, with the box that its letters fill.
struct Written {
    class: String,
    text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// Returns the texts of a diagram; letters of an East Asian width fill a square, others half of one, as in its fonts.
fn texts(svg: &str) -> Vec<Written> {
    let (text, value, tag) = (
        Regex::new(r"(?s)<text([^>]*)>(.*?)</text>").unwrap(),
        Regex::new(r#"([a-z-]+)="([^"]*)""#).unwrap(),
        Regex::new(r"<[^>]*>").unwrap(),
    );
    let read = |found: regex::Captures<'_>| {
        let of = |key: &str| {
            let own = value.captures_iter(found.get(1).unwrap().as_str()).find(|own| &own[1] == key);
            own.map(|own| own[2].to_owned())
        };
        let number = |key: &str| of(key).unwrap().parse::<f64>().unwrap();
        let bare =
            tag.replace_all(&found[2], "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let (x, y, size) = (number("x"), number("y"), number("font-size"));
        let width: f64 = bare.chars().map(|c| if c.is_ascii() { size / 2.0 } else { size }).sum();
        let left = match of("text-anchor").as_deref() {
            Some("middle") => x - width / 2.0,
            Some("end") => x - width,
            _ => x,
        };
        Written {
            class: of("class").unwrap_or_default(),
            text: bare,
            left,
            right: left + width,
            top: y - size * 0.85,
            bottom: y + size * 0.12,
        }
    };
    text.captures_iter(svg).map(read).collect()
}

/// Every diagram of the samples with what the tree says of it.
fn each(mut look: impl FnMut(&str, &str, &serde_json::Value)) {
    let sandbox = Sandbox::new();
    let mut seen = 0;
    for (index, (workspace, year)) in YEARS.iter().enumerate() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(workspace);
        let out = sandbox.path(&format!("out-{index}"));
        let arguments =
            ["--format", "svg,json", "--workspace", &root.to_string_lossy(), "--out", &out.to_string_lossy()];
        let run = sandbox.fugi(&[&["render", year], arguments.as_slice()].concat());
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        let mut trees: Vec<_> = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).collect();
        trees.retain(|path| path.extension().is_some_and(|own| own == "json"));
        for path in trees {
            let tree: serde_json::Value =
                serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let blocks =
                tree["sections"].as_array().unwrap().iter().flat_map(|own| own["blocks"].as_array().unwrap());
            for figure in blocks.filter(|block| block["kind"] == "figure") {
                let id = figure["id"].as_str().unwrap();
                let name = format!("{}-{id}.svg", path.file_stem().unwrap().to_string_lossy());
                let svg = std::fs::read_to_string(out.join(&name)).unwrap();
                look(&format!("{year}/{name}"), &svg, figure);
                seen += 1;
            }
        }
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn no_text_of_a_diagram_is_written_over_another() {
    each(|name, svg, _| {
        let all = texts(svg);
        assert!(all.iter().any(|own| own.class == "d-mark"), "{name}: no mark 案 or 見本");
        for (index, one) in all.iter().enumerate() {
            for other in &all[..index] {
                let wide = one.right.min(other.right) - one.left.max(other.left);
                let high = one.bottom.min(other.bottom) - one.top.max(other.top);
                assert!(wide < 1.0 || high < 1.0, "{name}: 「{}」 on 「{}」", one.text, other.text);
            }
        }
    });
}

#[test]
fn every_step_has_its_number_and_every_line_its_step() {
    each(|name, svg, figure| {
        let steps = figure["steps"].as_array().unwrap();
        for step in steps {
            let number = step["number"].as_str().unwrap();
            let drawn = svg.matches(&format!("class=\"d-number\" fill=\"#a30000\">{number}</tspan>")).count();
            // With its text, and as a bare number at each further line of the step.
            let lines = step["links"].as_array().unwrap().len().max(1);
            assert!((1..=lines).contains(&drawn), "{name}: {number} {drawn} times");
        }
        let links = figure["links"].as_array().unwrap();
        for (index, link) in links.iter().enumerate() {
            let told = steps.iter().any(|step| step["links"].as_array().unwrap().contains(&index.into()));
            // The real paper draws a line that no step of its text tells of.
            assert!(told || name.starts_with("r07/"), "{name}: {link}");
        }
        // A step that hands something over has the line by which it goes.
        for step in steps {
            let acts = step["acts"].as_array().unwrap();
            let hands =
                acts.iter().any(|act| ["手渡し", "送信", "郵送", "提供"].contains(&act.as_str().unwrap()));
            assert!(!hands || !step["links"].as_array().unwrap().is_empty(), "{name}: {step}");
        }
        let drawn =
            links.iter().filter(|link| link["same_line"] == false && link["from"] != link["to"]).count();
        let tips = svg.matches("class=\"d-tip").count();
        assert!(tips >= drawn, "{name}: {tips} arrows for {drawn} lines");
    });
}
