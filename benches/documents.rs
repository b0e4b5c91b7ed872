//! Speed and memory of printing, beside other programs on the same content.
//!
//! `cargo bench --bench documents` prints, in one run:
//!
//! 1. the real submission, cold process: PDF alone (limit 0.3 s, 80 MB), and every format (limit 0.6 s);
//! 2. the same text by LibreOffice, WeasyPrint and Chromium, where they are installed;
//! 3. a hundred matters in one run against one, on one core and on two.
//!
//! Figures are medians of whole processes. The memory of a program that works in children is that of its parent alone.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and fails by panicking"
)]

#[path = "../tests/support/large.rs"]
mod large;
mod measure;

use large::Size;
use measure::{Figure, process, several};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MATTER: &str = "r07/koki-iryo-cashless";
/// A matter of everyday size, of which there are a hundred.
const EVERYDAY: Size = Size { parties: 4, steps: 9, items: 30, length: 1 };
const MATTERS: usize = 100;

fn fugi(root: &Path, arguments: &[&str], out: &Path, threads: usize) -> Figure {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fugi"));
    command.arg("render").args(arguments).arg("--quiet").arg("--out").arg(out);
    process(command.current_dir(root).env("RAYON_NUM_THREADS", threads.to_string()))
}

fn print(what: &str, figure: &Figure, note: &str) {
    let (seconds, megabytes) = (figure.wall.as_secs_f64(), figure.peak_kb as f64 / 1024.0);
    println!("{what:<44} {seconds:>8.3} s {megabytes:>8.1} MB  {note}");
}

fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn pages(pdf: &Path) -> String {
    let count = |pdf: Vec<u8>| String::from_utf8_lossy(&pdf).matches("/Type/Page/").count();
    fs::read(pdf).map_or_else(|_| "nothing was written".to_owned(), |pdf| format!("{} pages", count(pdf)))
}

/// The other programs, each from the same text to a PDF.
fn peers(repository: &Path, out: &Path) {
    let paper = |ending: &str| out.join(format!("koki-iryo-cashless.{ending}"));
    fugi(repository, &[MATTER, "--format", "html"], out, 2);
    fugi(repository, &[MATTER, "--format", "docx"], out, 2);
    let (html, docx) = (paper("html"), paper("docx"));
    let word = if docx.exists() { docx } else { html.clone() };
    let profile = format!("-env:UserInstallation=file://{}", out.join("libreoffice").display());
    let printed = format!("--print-to-pdf={}", out.join("chromium.pdf").display());
    let flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"];
    let mut commands: Vec<(&str, &str, Command)> = Vec::new();
    let mut add = |name, note, arguments: Vec<String>| {
        let mut command = Command::new(name);
        command.args(arguments).current_dir(out);
        commands.push((name, note, command));
    };
    let text = |path: &PathBuf| path.display().to_string();
    add(
        "soffice",
        "LibreOffice, from Word where there is one",
        ["--headless", &profile, "--convert-to", "pdf", "--outdir", "office", &text(&word)]
            .map(String::from)
            .to_vec(),
    );
    add("weasyprint", "WeasyPrint, from HTML", vec![text(&html), "weasyprint.pdf".to_owned()]);
    let chromium = flags.iter().map(ToString::to_string).chain([printed, format!("file://{}", text(&html))]);
    add("chromium", "Chromium, from HTML", chromium.collect());
    for (name, note, mut command) in commands {
        if is_installed(name) {
            print(name, &several(3, || process(&mut command)), note);
        } else {
            println!("{name:<44} not installed");
        }
    }
}

fn main() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = std::env::temp_dir().join(format!("fugi-bench-documents-{}", std::process::id()));
    fs::create_dir_all(&out).unwrap();

    let pdf = several(11, || fugi(repository, &[MATTER, "--format", "pdf"], &out, 2));
    let count = pages(&out.join("koki-iryo-cashless.pdf"));
    print("the real submission as PDF", &pdf, &format!("{count} (limits 0.3 s, 80 MB)"));
    let single = several(5, || fugi(repository, &[MATTER, "--format", "pdf"], &out, 1));
    print("the same on one core", &single, "");
    let every = several(11, || fugi(repository, &[MATTER], &out, 2));
    print("the real submission in every format", &every, "(limits 0.6 s, 80 MB)");
    peers(repository, &out);

    let root = out.join("workspace");
    large::workspace(&root);
    let text = large::matter(EVERYDAY);
    let names: Vec<String> = (0..MATTERS).map(|n| format!("r07/m{n:03}")).collect();
    for (number, name) in names.iter().enumerate() {
        // Names, items and sentences differ, so that what was laid out for one serves no other.
        let text =
            text.replace("長い", &format!("長い第{number}の")).replace("理由の", &format!("理由{number}の"));
        fs::write(root.join(format!("policies/{name}.yaml")), text).unwrap();
    }
    let run = |names: &[String], threads| {
        let mut arguments: Vec<&str> = names.iter().map(String::as_str).collect();
        arguments.extend(["--format", "pdf"]);
        several(1, || fugi(&root, &arguments, &out.join("many"), threads))
    };
    print("one everyday matter as PDF", &run(&names[..1], 2), "");
    print("a hundred of them in one run, two cores", &run(&names, 2), "");
    print("a hundred of them in one run, one core", &run(&names, 1), "");
    fs::remove_dir_all(&out).unwrap();
}
