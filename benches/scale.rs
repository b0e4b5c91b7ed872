//! Speed and memory of loading and checking, beside the arithmetic that nobody can do without.
//!
//! `cargo bench --bench scale` prints, in one run:
//!
//! 1. a cold process over one real matter: wall time (limit 5 ms) and peak memory;
//! 2. 10,000 links in one matter: the whole check against deserialising the same text with serde-saphyr into
//!    plain and into spanned strings (limit 1.4 times the spanned one), and peak memory (limit 60 MB);
//! 3. 10,000 matter files: two threads against one (limit 1.8 times), and peak memory against 1,000 files.
//!
//! Figures are medians of whole processes; a process is timed from its start to its end as its parent sees it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and fails by panicking"
)]

mod measure;

use measure::{Figure, median, process, several};
use serde::Deserialize;
use serde_saphyr::Spanned;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

const ITEMS: usize = 40;

#[derive(Deserialize)]
#[expect(dead_code, reason = "read for the work of reading it")]
struct PlainLink {
    id: String,
    from: String,
    to: String,
    items: Vec<String>,
    network: String,
    protections: Vec<String>,
    timing: Vec<PlainTiming>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read for the work of reading it")]
struct PlainTiming {
    when: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read for the work of reading it")]
struct SpannedLink {
    id: Spanned<String>,
    from: Spanned<String>,
    to: Spanned<String>,
    items: Vec<Spanned<String>>,
    network: Spanned<String>,
    protections: Vec<Spanned<String>>,
    timing: Vec<SpannedTiming>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read for the work of reading it")]
struct SpannedTiming {
    when: Spanned<String>,
}

/// Returns the links of a matter, one a line, with one item (the last link's) outside its receiver's scope.
fn links(count: usize) -> String {
    let parties = 4 + count / 50;
    let mut yaml = String::new();
    for n in 0..count {
        let (from, to) = (n % parties, (n + 1) % parties);
        let item = if n + 1 == count { "秘密".to_owned() } else { format!("項目{:02}", n % ITEMS) };
        let _ = writeln!(
            yaml,
            "      - {{ id: l{n}, from: r{from}, to: r{to}, items: [{item}], network: lgwan, protections: [transport-encryption], timing: [{{ when: same-day }}] }}"
        );
    }
    yaml
}

/// Returns a matter with one flow of `count` links, 4 + count/50 parties, 40 items and one violation.
fn matter(count: usize) -> String {
    let parties = 4 + count / 50;
    let mut yaml = String::from("title: 規模の試験\nroles:\n  - { id: ward, name: 区, kind: ward }\n");
    for n in 0..parties {
        let _ = writeln!(yaml, "  - {{ id: r{n}, name: 事業者{n}, kind: contractor }}");
    }
    yaml.push_str("item_sets:\n  - id: items\n    items:\n      - { name: 秘密 }\n");
    for n in 0..ITEMS {
        let _ = writeln!(yaml, "      - {{ name: 項目{n:02} }}");
    }
    let all: Vec<String> = (0..ITEMS).map(|n| format!("項目{n:02}")).collect();
    let all = all.join(", ");
    yaml.push_str("contracts:\n  - id: k\n    parties:\n      - { letter: 甲, role: ward }\n");
    for n in 0..parties {
        let _ = writeln!(yaml, "      - {{ role: r{n} }}");
    }
    yaml.push_str("    handles:\n");
    for n in 0..parties {
        let _ = writeln!(yaml, "      - {{ role: r{n}, items: [{all}] }}");
    }
    let _ = write!(
        yaml,
        "flows:\n  - id: f\n    contract: k\n    steps:\n      - {{ no: 1, at: r0, makes: {{ items: [{all}] }}, text: 作る。 }}\n    links:\n{}",
        links(count)
    );
    yaml
}

/// Makes a workspace with the repository's common words and forms.
fn workspace(name: &str) -> PathBuf {
    let root = env::temp_dir().join(format!("fugi-bench-{name}-{}", std::process::id()));
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let _ = fs::remove_dir_all(&root);
    for folder in ["policies/common", "policies/r07/forms"] {
        fs::create_dir_all(root.join(folder)).unwrap();
        for entry in fs::read_dir(repository.join(folder)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), root.join(folder).join(entry.file_name())).unwrap();
        }
    }
    for file in ["fugi.yaml", "policies/r07/parties.yaml"] {
        fs::copy(repository.join(file), root.join(file)).unwrap();
    }
    root
}

/// Runs `fugi check` on a workspace.
fn check(root: &Path, path: &str, threads: usize) -> Figure {
    let threads = threads.to_string();
    process(
        Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(["check", "--quiet", path])
            .current_dir(root)
            .env("RAYON_NUM_THREADS", threads),
    )
}

fn timed<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    run();
    median(
        (0..runs)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(run());
                start.elapsed()
            })
            .collect(),
    )
}

fn main() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let one = several(21, || check(repository, "policies/r07/koki-iryo-cashless.yaml", 2));
    println!(
        "one real matter, cold process: {:.1} ms, {} KB (limit 5 ms)",
        one.wall.as_secs_f64() * 1e3,
        one.peak_kb
    );

    let count = 10_000;
    let text = matter(count);
    let only_links = links(count);
    println!("{count} links: {} bytes, {} bytes a link", text.len(), only_links.len() / count);
    let root = workspace("links");
    fs::write(root.join("policies/r07/big.yaml"), &text).unwrap();
    let options = || serde_saphyr::options! { budget: None };
    let plain =
        timed(5, || serde_saphyr::from_str_with_options::<Vec<PlainLink>>(&only_links, options()).unwrap());
    let spanned =
        timed(5, || serde_saphyr::from_str_with_options::<Vec<SpannedLink>>(&only_links, options()).unwrap());
    let whole = several(5, || check(&root, "policies/r07/big.yaml", 2));
    println!("  deserialising the links alone (serde-saphyr): {plain:.0?} plain, {spanned:.0?} with places");
    println!(
        "  the whole check, cold process: {:.0?}, {} KB; {:.2} times deserialising with places (limits 1.4 times, 60 MB)",
        whole.wall,
        whole.peak_kb,
        whole.wall.as_secs_f64() / spanned.as_secs_f64()
    );
    fs::remove_dir_all(&root).unwrap();

    let root = workspace("files");
    let small = matter(20);
    for files in [1_000, 10_000] {
        for n in 0..files {
            fs::write(root.join(format!("policies/r07/m{n:05}.yaml")), &small).unwrap();
        }
        let single = several(3, || check(&root, "policies/r07", 1));
        let double = several(3, || check(&root, "policies/r07", 2));
        println!(
            "{files} files of {} bytes: {:.2?} on one thread, {:.2?} on two ({:.2} times; limit 1.8), {} KB",
            small.len(),
            single.wall,
            double.wall,
            single.wall.as_secs_f64() / double.wall.as_secs_f64(),
            double.peak_kb
        );
    }
    fs::remove_dir_all(&root).unwrap();
}
