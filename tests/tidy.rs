//! The house rules that the compiler does not know: which module may use which, and that each file begins by saying
//! what it is for. `docs/architecture.md` shows the table; `UPDATE=1 cargo test --test it tidy::` writes it there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each module of `src/` may use of the crate. Dependencies point one way: down this list.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("whole", &["diagnostic", "source"]),
    ("registry", &["diagnostic"]),
    ("diagnostic", &["source"]),
    ("spelling", &["diagnostic"]),
    ("kinsoku", &[]),
    ("rule", &["diagnostic", "source"]),
    ("yaml", &["diagnostic", "source", "spelling"]),
    ("model", &["diagnostic", "source", "spelling", "yaml"]),
    ("proof", &["model", "source"]),
    ("case", &["diagnostic", "evidence::format", "model", "source", "yaml"]),
    ("evidence", &[]),
    ("evidence::error", &["diagnostic", "evidence::format"]),
    ("evidence::format", &["diagnostic", "spelling"]),
    ("evidence::store", &["evidence::error", "evidence::format", "whole"]),
    ("evidence::log", &["diagnostic", "evidence::error", "evidence::format", "evidence::store"]),
    (
        "evidence::verify",
        &[
            "diagnostic",
            "evidence::error",
            "evidence::format",
            "evidence::log",
            "evidence::store",
            "spelling",
        ],
    ),
    ("check", &["case", "diagnostic", "model", "proof", "rule", "source", "spelling", "yaml"]),
    ("diff", &["case", "diagnostic", "model", "proof", "rule", "source", "spelling"]),
    ("document", &["case", "check", "diagnostic", "diff", "model", "source", "spelling"]),
    ("workbook", &["diagnostic", "kinsoku", "spelling"]),
    ("book", &["diagnostic", "model", "source", "spelling", "workbook", "yaml"]),
    ("draft", &["diagnostic", "model", "source", "spelling", "yaml"]),
    ("render", &["diagnostic", "document", "kinsoku", "model::era", "spelling", "workbook"]),
    (
        "duty",
        &[
            "case",
            "diagnostic",
            "document::tree",
            "evidence",
            "model",
            "proof",
            "rule",
            "source",
            "spelling",
            "workbook",
            "yaml",
        ],
    ),
    (
        "workspace",
        &[
            "book",
            "case",
            "check",
            "diagnostic",
            "diff",
            "document",
            "draft",
            "duty",
            "evidence",
            "model",
            "proof",
            "registry",
            "render",
            "rule",
            "source",
            "spelling",
            "whole",
            "yaml",
        ],
    ),
    (
        "report",
        &[
            "check",
            "diagnostic",
            "diff",
            "document",
            "duty",
            "evidence",
            "kinsoku",
            "model",
            "registry",
            "render",
            "rule",
            "source",
            "spelling",
            "workspace",
        ],
    ),
    (
        "web",
        &[
            "check",
            "diagnostic",
            "diff",
            "document",
            "evidence",
            "model",
            "render",
            "report",
            "source",
            "spelling",
            "workspace",
        ],
    ),
    (
        "cli",
        &[
            "case",
            "check",
            "diagnostic",
            "diff",
            "document",
            "draft",
            "duty",
            "evidence",
            "model",
            "registry",
            "render",
            "report",
            "rule",
            "source",
            "spelling",
            "web",
            "whole",
            "workbook",
            "workspace",
            "yaml",
        ],
    ),
    ("lib", &[]),
    ("main", &[]),
];

/// Macros are exported at the root of the crate and belong to no module.
const MACROS: &[&str] =
    &["text", "record", "statement_fields", "statement_kind", "statement_shape", "statement_words"];

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(root)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .collect();
    files.sort();
    files
}

fn shown(path: &Path) -> String {
    let relative = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path);
    relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The module that a file of `src/` belongs to: the deepest that the table has, else the top one.
fn module(path: &Path) -> String {
    let shown = shown(path);
    let inside = shown.strip_prefix("src/").unwrap_or(&shown);
    let mut parts = inside.split(['/', '.']);
    let top = parts.next().unwrap_or_default();
    let second = format!("{top}::{}", parts.next().unwrap_or_default());
    if MAY_USE.iter().any(|(module, _)| *module == second) { second } else { top.to_owned() }
}

/// Whether a path is a module, or inside it.
fn within(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Returns what a text uses of the crate: the line, and the path.
fn used(text: &str) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for (number, line) in text.lines().enumerate() {
        // What a visibility names is who may see an item, not what the item uses.
        for rest in line.replace("pub(in crate::", "pub(in ").split("crate::").skip(1) {
            // `crate::{…}` names several modules.
            let inside = rest.strip_prefix('{').map(|rest| rest.split('}').next().unwrap_or_default());
            for path in inside.unwrap_or(rest).split(if inside.is_some() { ',' } else { '\n' }) {
                let path = path.trim().chars().take_while(|c| c.is_alphanumeric() || "_:".contains(*c));
                let path: String = path.collect();
                let top = path.split("::").next().unwrap_or_default();
                if !top.is_empty() && !MACROS.contains(&top) {
                    used.push((number + 1, path));
                }
            }
        }
    }
    used
}

#[test]
fn dependencies_point_one_way() {
    let mut wrong = Vec::new();
    let mut needed: BTreeSet<(&str, &str)> = BTreeSet::new();
    for file in files("src", "rs") {
        let own = module(&file);
        let Some((own, may)) = MAY_USE.iter().find(|(module, _)| *module == own) else {
            wrong.push(format!("{}: the module `{own}` is not in the table", shown(&file)));
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        for (line, path) in used(&text).into_iter().filter(|(_, path)| !within(path, own)) {
            let fitting: Vec<&&str> = may.iter().filter(|allowed| within(&path, allowed)).collect();
            needed.extend(fitting.iter().map(|allowed| (*own, **allowed)));
            if fitting.is_empty() {
                wrong.push(format!("{}:{line}: `{own}` may not use `{path}`", shown(&file)));
            }
        }
    }
    let all = MAY_USE.iter().flat_map(|(own, may)| may.iter().map(move |allowed| (*own, *allowed)));
    let stale = all.filter(|pair| !needed.contains(pair));
    wrong.extend(
        stale.map(|(own, allowed)| format!("`{own}` does not use `{allowed}`: take it out of the table")),
    );
    for name in MACROS {
        let made = format!("macro_rules! {name} ");
        if !files("src", "rs").iter().any(|file| fs::read_to_string(file).unwrap().contains(&made)) {
            wrong.push(format!("there is no macro `{name}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_architecture_shows_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let mut shown = BTreeSet::new();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(" | ").collect();
        let [name, what, _] = cells.as_slice() else { return None };
        let module = name.strip_prefix("| `")?.strip_suffix('`')?;
        let (own, may) = MAY_USE.iter().find(|(own, _)| *own == module)?;
        let may = if may.is_empty() { "nothing".to_owned() } else { may.join(", ") };
        Some((*own, format!("| `{own}` | {what} | {may} |")))
    };
    let mut made = String::new();
    for line in page.lines() {
        match row(line) {
            Some((own, line)) if shown.insert(own) => made.push_str(&line),
            _ => made.push_str(line),
        }
        made.push('\n');
    }
    let modules = MAY_USE.iter().map(|(own, _)| *own).filter(|own| !["lib", "main"].contains(own));
    let missing: Vec<&str> = modules.filter(|own| !shown.contains(own)).collect();
    assert!(missing.is_empty(), "docs/architecture.md has no row for {missing:?}");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &made).unwrap();
        return;
    }
    assert!(
        made == page,
        "docs/architecture.md shows another table: UPDATE=1 cargo test --test it tidy:: writes it"
    );
}

#[test]
fn only_the_store_knows_files() {
    // A private key lies where its holder says, in no store.
    let own = ["src/evidence/store/disk.rs", "src/evidence/format/key/mod.rs"];
    let mut found = Vec::new();
    for file in files("src/evidence", "rs") {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let name = shown(&file);
        if own.contains(&name.as_str()) {
            assert!(code.contains("std::fs"), "{name} is excepted without need");
        } else if ["std::fs", "fs::", "walkdir", "WalkDir"].iter().any(|word| code.contains(word)) {
            found.push(name);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The folders whose modules are `foo/mod.rs` throughout, never `foo.rs` beside `foo/`.
const ONE_STYLE: &[&str] = &["src/evidence"];

#[test]
fn a_module_with_files_of_its_own_is_a_folder() {
    let mut beside = Vec::new();
    for file in ONE_STYLE.iter().flat_map(|folder| files(folder, "rs")) {
        if file.with_extension("").is_dir() {
            beside.push(format!("{}: belongs into the folder, as mod.rs", shown(&file)));
        }
    }
    assert!(beside.is_empty(), "{}", beside.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["src", "tests", "benches", "fuzz/fuzz_targets", "peers/src"] {
        for file in files(folder, "rs") {
            let text = fs::read_to_string(&file).unwrap();
            assert!(text.starts_with("//! "), "{} does not begin with `//! `", shown(&file));
        }
    }
}

#[test]
fn the_checks_know_no_submission() {
    // Words that stand only in the submission of fiscal 2025; a rule that needs one reads it from `policies/`.
    let words = [
        "収納",
        "モバイルレジ",
        "電子マネー",
        "後期高齢",
        "NTT",
        "ＮＴＴ",
        "クレジット",
        "PayPay",
        "LGWAN",
        "新宿",
    ];
    let mut found = Vec::new();
    for file in files("src/check", "rs") {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let trimmed = line.trim_start();
            if trimmed.starts_with("//") {
                continue;
            }
            for word in words {
                if line.contains(word) {
                    found.push(format!("{}:{}: {word}", shown(&file), number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A finding speaks of days as the paper beside it does: by the print settings of the year's form, never in eras by itself.
#[test]
fn the_checks_print_days_as_the_form_does() {
    for file in files("src/check", "rs") {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("era::print"), "{}: use `context.print()`", shown(&file));
    }
}

#[test]
fn no_unfinished_work_is_noted() {
    for file in files("src", "rs") {
        let text = fs::read_to_string(&file).unwrap();
        for mark in ["TODO", "FIXME", "XXX", "unimplemented!"] {
            assert!(!text.contains(mark), "{}: {mark}", shown(&file));
        }
    }
}
