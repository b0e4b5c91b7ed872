//! `--lang en`: every command, and what is left of Japanese in what it prints. Data stays as it is written: a word
//! that stands in a file of the workspace, or that the command line itself holds.

use crate::support::command_line::{leaves, names};
use crate::support::evidence::copy_all;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '々' | '〇' | '\u{4e00}'..='\u{9fff}')
}

/// The words of a text: what stands between blanks, punctuation, digits and Latin letters, if it is Japanese.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| is_japanese(c) || c == 'ー' || c == '・';
    text.split(move |c: char| !inside(c))
        .map(|word| word.trim_matches('・'))
        .filter(|word| word.chars().any(is_japanese))
}

/// Every text of the workspace, and its words.
struct Data {
    texts: String,
    words: BTreeSet<String>,
    /// The program's own words for what a file says in English (`monthly`): none of them is data, unless a matter
    /// writes it so.
    own: BTreeSet<String>,
}

impl Data {
    fn read() -> Self {
        let mut data = Self { texts: String::new(), words: BTreeSet::new(), own: BTreeSet::new() };
        data.add_folder("policies/r07");
        data.add_folder("policies/r08");
        // The ward of the examples on pages.
        data.add("見本区");
        // What the common words name is printed as it stands there; what they look for is not.
        data.add_lines("policies/common", |line| line.trim_start_matches([' ', '-']).starts_with("name:"));
        for source in [include_str!("../src/model/vocabulary.rs"), include_str!("../src/model/flow.rs")] {
            for word in source.lines().filter_map(own_word).filter(|word| !data.words.contains(*word)) {
                data.own.insert(word.to_owned());
            }
        }
        for folder in ["policies", "evidence", "fugi.yaml", "docs/mihon-trust.txt", "docs/layout.csv"] {
            data.add_folder(folder);
        }
        data
    }

    fn add_folder(&mut self, folder: &str) {
        self.add_lines(folder, |_| true);
    }

    fn add_lines(&mut self, folder: &str, is_meant: fn(&str) -> bool) {
        for entry in walkdir::WalkDir::new(root().join(folder)).into_iter().filter_map(Result::ok) {
            if let Ok(text) = fs::read_to_string(entry.path()) {
                let lines: Vec<&str> = text.lines().filter(|line| is_meant(line)).collect();
                self.add(&lines.join("\n"));
            }
        }
    }

    fn add(&mut self, text: &str) {
        // A comment is no data.
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            self.words.extend(words(line).map(str::to_owned));
            self.texts.push_str(line);
            self.texts.push('\n');
        }
        // What a record says is in Base64 (DSSE).
        if let Ok(record) = serde_json::from_str::<serde_json::Value>(text)
            && let Some(payload) = record["payload"].as_str().and_then(decoded)
        {
            self.add(&payload);
        }
    }

    /// Whether a word stands in a file, or is made of those that do: `印刷センターの印刷用サーバ`.
    fn holds(&self, word: &str) -> bool {
        let long = word.chars().count() >= 4;
        !self.own.contains(word)
            && (self.words.contains(word)
                || long && self.texts.contains(word)
                || word.char_indices().skip(2).any(|(at, _)| {
                    let (first, rest) = word.split_at(at);
                    let rest = rest.strip_prefix('の').unwrap_or(rest);
                    rest.chars().count() >= 2 && self.words.contains(first) && self.words.contains(rest)
                }))
    }
}

/// Returns the Japanese word of a line that gives one to a word of the files: `Monthly = "monthly", "毎月";`.
fn own_word(line: &str) -> Option<&str> {
    let mut quoted = line.trim().strip_suffix(';').or(line.trim().strip_suffix("),"))?.split('"');
    let word = quoted.nth(1).filter(|word| word.is_ascii()).and(quoted.nth(1))?;
    words(word).eq([word]).then_some(word)
}

/// Reads Base64 (RFC 4648).
fn decoded(text: &str) -> Option<String> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let six = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .iter()
            .position(|own| *own == byte)?;
        held = held << 6 | u32::try_from(six).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

/// What stands in a file that an earlier command wrote, comments and all: it is data to whoever reads it.
fn written(path: &Path) -> Option<String> {
    let name = path.to_str()?;
    if !name.contains("/made/") {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    if name.ends_with(".xlsx") {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
        for at in 0..archive.len() {
            std::io::Read::read_to_string(&mut archive.by_index(at).ok()?, &mut text).ok()?;
        }
    }
    Some(text)
}

/// The marks of Japanese writing, each with what stands around it: `r07、r08`. A list of ours has commas in English.
fn marks(text: &str) -> impl Iterator<Item = &str> {
    let between = |c: char| c.is_whitespace() || "`│|;,\"'()[]{}<>".contains(c);
    text.split(between)
        .map(|own| own.trim_matches([':', '.', '-', '・']))
        .filter(|own| own.chars().any(|c| "、。「」『』（）：；".contains(c)))
}

/// What a command prints, without the quoted lines of the files, and its exit status.
fn printed(command: &str, folder: &Path) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_fugi"))
        // A tilde is a blank within a word.
        .args(command.split_whitespace().map(|word| word.replace('~', " ")))
        .args(["--lang", "en", "--color", "never"])
        .current_dir(folder)
        .env("FUGI_PASSPHRASE", "a passphrase for tests")
        .output()
        .unwrap();
    let code = output.status.code().unwrap();
    let text =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    let is_quoted = |line: &&str| {
        let (head, _) = line.split_once('|').unwrap_or(("x", ""));
        head.chars().all(|c| c == ' ' || c.is_ascii_digit())
            && !head.is_empty()
            && line.contains('|')
            && !line.contains("--")
            && !line.contains('^')
    };
    // A calendar folds its lines (RFC 5545, 3.1).
    let text = text.replace("\r\n ", "");
    // What changed within a word is marked.
    let text = text.replace(['〔', '〕'], "");
    let (mut lines, mut is_wording) = (Vec::<String>::new(), false);
    for line in text.lines().filter(|line| !is_quoted(line)) {
        let bare = line.trim();
        // What a sheet says before and after is quoted to the letter, days too.
        if ["before (", "after ("].iter().any(|own| bare.starts_with(own)) {
            is_wording = true;
        } else if ["place:", "reason:", "=", "#"].iter().any(|own| bare.starts_with(own)) || bare.is_empty() {
            is_wording = false;
        }
        if is_wording || bare.starts_with('・') {
            continue;
        }
        // A word that goes on in the next line is one.
        match lines.last_mut() {
            Some(last) if last.ends_with(is_japanese) && bare.starts_with(is_japanese) => last.push_str(bare),
            _ => lines.push(line.to_owned()),
        }
    }
    (lines.join("\n"), code)
}

/// Returns a comparison with each side of a change as one text, where its pieces part words.
fn unmarked(json: &str) -> String {
    fn joined(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Array(all) if all.iter().all(|own| own["changed"].is_boolean()) => {
                let text: String = all.iter().filter_map(|own| own["text"].as_str()).collect();
                *value = text.into();
            }
            serde_json::Value::Array(all) => all.iter_mut().for_each(joined),
            serde_json::Value::Object(own) => own.values_mut().for_each(joined),
            _ => {}
        }
    }
    let mut report: serde_json::Value = serde_json::from_str(json).unwrap();
    joined(&mut report);
    serde_json::to_string_pretty(&report).unwrap()
}

/// The words of the examples on a rule's page: they are files too, and so is what they say when they are printed.
fn of_page(rule: &str) -> BTreeSet<String> {
    let page = fugi::check::rule(rule).map(|own| own.page);
    let page = page.or_else(|| fugi::diff::rules::rule(rule).map(|own| own.page));
    let page = page.or_else(|| fugi::duty::rule::rule(rule).map(|own| own.page)).unwrap_or_default();
    let (mut found, mut is_file) = (BTreeSet::new(), false);
    for line in page.lines() {
        if let Some(info) = line.strip_prefix("```") {
            is_file = info.starts_with("yaml");
        } else if is_file {
            found.extend(words(line).map(str::to_owned));
        }
    }
    found
}

const COMMANDS: &[&str] = &[
    "",
    "--help",
    "--version",
    "chekc",
    "check --forat json",
    "check --format x",
    "check --deny",
    "status --as-of 27-05-01",
    "check --as-of 2027-05-01",
    "show",
    "erasure form r08/mihon-itaku/result mihon-cloud",
    "record new handlers-report --contract r08/mihon-itaku/ticket --out made/handlers.yaml",
    "licenses nothing",
    "check policies/r07 --undecided",
    "check policies/r08 --undecided",
    "check policies/none.yaml",
    "check policies/r07 --format json",
    "check policies/r07 --format sarif",
    "explain --list",
    "explain --list --format json",
    "explain item-listed-twice --format json",
    "explain nobody 確認番号 --format json",
    "explain emoney 確認番号 --format json",
    "explain delivery 健診種別 --format json",
    "explain erasure/backup",
    "explain erasure/backup --format json",
    "explain no-such-rule",
    "explain erasure/backup",
    "explain contracts/ticket/erasure/continuing",
    "explain role",
    "explain nobody 確認番号",
    "explain emoney 確認番号",
    "explain delivery 健診種別",
    "show handles --width 2000",
    "show parties --width 2000",
    "show items --width 2000",
    "show flows --width 2000",
    "show contracts --width 2000",
    "show copies --width 2000",
    "show handles --format json",
    "show parties --format json",
    "show items --format json",
    "show flows --format json",
    "show contracts --format json",
    "show copies --format json",
    "show flow r08/mihon-itaku --width 2000",
    "show flow policies/r07 --width 2000",
    "show flow policies/r08 --format json",
    "diff policies/r07 policies/r08 -q",
    "diff policies/r07 policies/r08 --width 2000",
    "diff policies/r08 policies/r07 --width 2000",
    "diff policies/r07 policies/r08 --format json",
    "diff policies/r08 policies/r07 --format json",
    "diff policies/r07 policies/none",
    "erasure status --all --as-of 2027-05-01",
    "erasure status --format json --as-of 2027-05-01",
    "erasure status --contract none",
    "status --as-of 2027-05-01",
    "status --as-of 2027-05-01 --format json",
    "status --as-of 2027-05-01 --format html",
    "status --as-of 2027-05-01 --format ics",
    "incident start --party mihon-cloud --since 2026-12-03T09:00 --no-form",
    "incident start --party mihon-data --since 2026-12-03T09:00 --no-form --cause malicious",
    "incident start --party mihon-cloud --since 2026-12-03T09:00 --no-form --format json",
    "incident start --party nobody --since 2026-12-03T09:00 --no-form",
    "audit plan --as-of 2027-05-01 --width 2000",
    "audit plan --format json",
    "audit plan --year r99",
    "audit sheet r08/mihon-itaku/result nobody",
    "book export r08/mihon-itaku --out made/book.xlsx",
    "book import made/book.xlsx",
    "book export r08 --out made/book.xlsx",
    "book new neu --year r08 --out made/new.xlsx",
    "book new mihon-itaku --year r08 --out made/new.xlsx",
    "book import docs/layout.csv",
    "observe docs/layout.csv --flow ticket --step 3 r08/mihon-itaku",
    "observe docs/layout.csv --flow ticket --step 3 r08/mihon-itaku --format json",
    "observe docs/layout.csv --flow nothing --step 3 r08/mihon-itaku",
    "record new nothing",
    "verify --trust docs/mihon-trust.txt",
    "verify",
    "verify --trust docs/mihon-trust.txt --format json",
    "log list",
    "log show 0",
    "log checkpoint",
    "key list",
    "key list --format json",
    "log list --format json",
    "schema",
    "schema ward",
    "schema result-verify",
    "schema nothing",
    "fmt --check",
    "new matter parties",
    "new matter x --year r20",
    "man",
    "completions bash",
    "completions zsh",
    "completions fish",
    "completions elvish",
    "completions powershell",
    "parties check tests/data/corporate-numbers.csv --format json",
    "audit report --format md,xlsx,json --out made/report",
    "render policies/r08/mihon-itaku.yaml --format docx,xlsx,json,svg --out made/papers",
    "diff policies/r07 policies/r08 --format docx,xlsx --out made/compared",
    "import made/papers/mihon-itaku.docx --out made/draft9.yaml",
    "render policies/r08/mihon-itaku.yaml --format md --out made",
    "render policies/r08/mihon-itaku.yaml --part nothing",
    "template export --out made/templates",
];

/// Wrong use, wrong files and refusals of every command.
const REFUSED: &[&str] = &[
    "-h",
    "check --format",
    "check --deny eror",
    "check --lang",
    "check --color x",
    "check --workspace nowhere",
    "check --workspace docs",
    "check --workspace fugi.yaml",
    "check --as-of",
    "check --quiet=1",
    "check --format json --format sarif",
    "check nothing",
    "check r08/nothing",
    "check r8",
    "check policies/r08/nothing.yaml",
    "check docs/formats.md",
    "check evidence",
    "check --places policies/r07 -q",
    "check policies/r07/../r08",
    "status --format x",
    "status extra",
    "show nothing",
    "show flow r08/mihon-itaku nothing",
    "show handles nothing",
    "show handles --width x",
    "explain",
    "explain a",
    "explain a b c",
    "explain --list x",
    "explain mihon-data",
    "render",
    "render policies/r08/mihon-itaku.yaml --format x",
    "render policies/r08/mihon-itaku.yaml --format pdf",
    "render policies/r08/mihon-itaku.yaml --format md,md --out made/a",
    "render policies/r07/koki-iryo-cashless.yaml --final --format md --out made/b",
    "render --agenda policies/r08 --format html --out made/c",
    "render --agenda policies/r08/mihon-itaku.yaml --format html --out made/c",
    "render policies/r08/mihon-itaku.yaml --template-dir none --format md",
    "render policies/r08/mihon-itaku.yaml --reference-docx none.docx --format docx",
    "render policies/r08/mihon-itaku.yaml --reference-docx fugi.yaml --format docx",
    "render policies/r08/mihon-itaku.yaml --font-dir none --format md",
    "render policies/r08/mihon-itaku.yaml --out fugi.yaml --format md",
    "render policies/r08/mihon-itaku.yaml --attach-source --format md --out made/d",
    "diff",
    "diff policies/r07",
    "diff r07 r08/mihon-itaku",
    "diff r08/mihon-itaku r08/mihon-itaku",
    "diff --git HEAD",
    "diff --git nothing",
    "diff --git HEAD..nothing",
    "diff --git HEAD r07 r08",
    "diff policies/r07 policies/r08 --format html,md --out made/f",
    "diff policies/r07 policies/r08 --format x",
    "diff policies/r07 policies/r08 --deny x",
    "verify nothing",
    "verify --trust nothing",
    "verify --trust fugi.yaml",
    "verify --trust docs/mihon-trust.txt --head fugi.yaml",
    "verify --trust docs/mihon-trust.txt --head nothing",
    "verify --trust docs/mihon-trust.txt --require-witness",
    "verify --trust docs/mihon-trust.txt --require-witness=x",
    "verify --trust docs/mihon-trust.txt --require-witness=0",
    "verify docs",
    "export --out made/taken",
    "export",
    "export --out made/x --evidence nothing",
    "export --out made/y --log-key fugi.yaml",
    "record",
    "record new",
    "record new receipt",
    "record new erasure-report --contract r08/mihon-itaku/result --party mihon-cloud --out made/er.yaml",
    "record new erasure-report --contract r08/mihon-itaku/result --party mihon-cloud --out made/er.txt",
    "record new erasure-report --contract r08/mihon-itaku/nothing --party mihon-cloud --out made/er2.yaml",
    "record new erasure-report --contract nothing --party mihon-cloud --out made/er2.yaml",
    "record new erasure-report --contract r08/mihon-itaku/result --party nobody --out made/er2.yaml",
    "record new erasure-report --contract r08/mihon-itaku/result --out made/er3.yaml",
    "record new incident --contract r08/mihon-itaku/result --party mihon-cloud --out made/in.yaml",
    "record check",
    "record check made/er.yaml",
    "record check made/in.yaml",
    "record check nothing.yaml",
    "record check docs/formats.md",
    "record check fugi.yaml",
    "record check policies/r08/mihon-itaku.yaml",
    "record check docs/images/diagram.png",
    "record sign made/er.yaml --key nothing",
    "record sign made/er.yaml",
    "record sign fugi.yaml --statement-only",
    "record sign nothing --statement-only",
    "record add made/er.yaml --log-key nothing",
    "record receive made/er.yaml --by x --log-key nothing",
    "erasure",
    "erasure status nothing",
    "erasure status --contract nothing",
    "erasure status --contract r08/mihon-itaku/nothing",
    "erasure status -q --as-of 2027-05-01",
    "erasure status --trust nothing",
    "erasure status --evidence nothing",
    "erasure form nothing x",
    "erasure form r08/mihon-itaku/result nobody",
    "erasure form r08/mihon-itaku/nothing mihon-cloud",
    "erasure form r08/mihon-itaku/result mihon-cloud --out made/form.yaml --as-of 2026-06-01",
    "erasure form r08/mihon-itaku/result mihon-cloud --out made/form.yaml",
    "erasure form r08/mihon-itaku/result mihon-cloud --out made/form.xlsx",
    "erasure form r08/mihon-itaku/result mihon-cloud --out made/form.docx",
    "record check made/form.yaml made/form.xlsx",
    "record check made/form.docx",
    "incident",
    "incident start",
    "incident start --party nobody --since 2026-12-03 --no-form",
    "incident start --party 見本 --since 2026-12-03 --no-form",
    "incident start --party mihon-cloud --since 2026-12-03 --items nothing --no-form",
    "incident start --party mihon-cloud --since 2026-12-03 --cause x",
    "incident start --party mihon-cloud --since 2030-12-03 --no-form",
    "incident start --party mihon-cloud --since 2026-12-03 --contractor-since 2026-12-04 --no-form",
    "incident start --party mihon-cloud --since 2026-12-03 --contractor-since 2026-12-01 --passed-hundred 2026-12-05 --no-form",
    "incident start --party mihon-cloud --since 2026-12-03 --out made/inc",
    "incident start --party mihon-cloud --since 2026-12-03 --out made/inc2 --form xlsx",
    "incident start --party mihon-cloud --since 2026-12-03 --out made/inc2 --form docx",
    "incident start --party mihon-cloud --since 2026-12-03 --out fugi.yaml",
    "audit",
    "audit plan --year r20",
    "audit plan --results nothing",
    "audit plan -q",
    "audit sheet",
    "audit sheet nothing x",
    "audit sheet r08/mihon-itaku/result mihon-data --out made/s",
    "audit sheet r08/mihon-itaku/result mihon-data --out made/s2 --before-submission",
    "audit sheet r08/mihon-itaku/result mihon-data --out made/s3 --last nothing",
    "audit sheet r08/mihon-itaku/result mihon-data --out made/s3 --last fugi.yaml",
    "audit sheet result mihon-data --out made/s4",
    "audit import nothing.xlsx",
    "audit import fugi.yaml",
    "audit import made/form.xlsx",
    "audit close r08/mihon-itaku/result mihon-data P11 --on 2026-12-01 --evidence x",
    "audit close r08/mihon-itaku/result mihon-data P99 --on 2026-12-01 --evidence x",
    "audit report --out made/rep",
    "audit report --format x",
    "audit report --year r20",
    "book",
    "book export",
    "book export r08/mihon-itaku --out made/book.txt",
    "book export nothing --out made/book2.xlsx",
    "book export r08 --out made/book2.xlsx",
    "book import made/form.xlsx",
    "book import nothing.xlsx",
    "book import fugi.yaml",
    "book import made/book.xlsx --yes",
    "book new ../x --year r08 --out made/new2.xlsx",
    "book new mihon-itaku --year r08 --out made/new2.xlsx",
    "book new x --year r20 --out made/new2.xlsx",
    "book import made/new.xlsx",
    "import",
    "import nothing.docx --out made/draft.yaml",
    "import fugi.yaml --out made/draft.yaml",
    "import docs/formats.md --out made/draft3.yaml",
    "import made/book.xlsx --out made/draft5.yaml",
    "parties",
    "parties check",
    "parties check nothing.csv",
    "parties check docs/layout.csv",
    "parties check fugi.yaml",
    "parties check tests/data/corporate-numbers.csv",
    "parties check tests/data/corporate-numbers.csv --year r08 -q",
    "parties check tests/data/corporate-numbers.csv --year r20",
    "observe",
    "observe nothing --flow ticket --step 3 r08/mihon-itaku",
    "observe docs/layout.csv --flow ticket --step 99 r08/mihon-itaku",
    "observe docs/layout.csv --flow ticket --step x r08/mihon-itaku",
    "observe docs/layout.csv --flow ticket --step 3 r08/nothing",
    "observe docs/layout.csv --flow ticket --step 3 r08",
    "observe docs/layout.csv --flow ticket --step 3 --header-rows 0",
    "observe docs/layout.csv --flow ticket --step 3 --header-rows 99",
    "observe docs/layout.csv --flow ticket --step 3 --sheet x",
    "observe docs/layout.csv --flow ticket --step 3 --layout fixed",
    "observe docs/layout.csv --flow ticket --step 3 --layout x",
    "observe made/book.xlsx --flow ticket --step 3",
    "observe made/book.xlsx --flow ticket --step 3 --sheet nothing",
    "observe docs/images/diagram.png --flow ticket --step 3",
    "completions",
    "completions tcsh",
    "man --out fugi.yaml",
    "man --out made/man",
    "licenses fonts",
    "schema --out made/schemas",
    "schema --out made/schemas --ids",
    "schema ward --ids",
    "schema --out fugi.yaml",
    "schema result-check",
    "fmt nothing",
    "fmt docs/formats.md",
    "fmt --check docs",
    "template",
    "template export made/t",
    "template export fugi.yaml",
    "init",
    "init .",
    "init made/ward --year r08",
    "init made/ward2 --year x",
    "init fugi.yaml",
    "new",
    "new matter",
    "new matter x",
    "new matter x --year r08",
    "new matter ../x --year r08",
    "new matter parties --year r08",
    "new matter --like",
    "new matter y --like nothing",
    "new matter y --like print-mail",
    "new matter y --from r08/nothing",
    "new matter y --from r08/mihon-itaku --year r08",
    "new matter yy --from r07/koki-iryo-cashless --year r08",
    "key",
    "key list --evidence nothing",
    "key root",
    "key root --evidence made/ev made/k/r.pub.pem",
    "log new",
    "log new --evidence made/ev",
    "log new --evidence evidence",
    "log list --evidence nothing",
    "log show",
    "log show 999",
    "log show x",
    "log show 16",
    "log proof",
    "log proof 3 --out made/p",
    "log proof 999",
    "log proof --check nothing",
    "log checkpoint --log-key nothing",
    "log pack",
    "log adopt-register",
    "log resequence",
    "log witness",
    "log witness request",
    "log witness request --out made/req",
    "log witness sign",
    "log witness sign nothing",
    "log witness accept",
    "log witness accept nothing",
    "key new a --role x",
    "key new a --role",
    "key new a --role contractor --out made/none",
    "observe docs/images/diagram.png --flow ticket --step 3",
    "check --quiet --format json",
    "explain --list x",
    "incident start --party mihon-cloud --since 2026-12-03 --passed-hundred 2026-12-01 --no-form",
];

/// Commands whose text holds marks that are no list of ours: what pages quote, and what is made of the paper's parts.
const MARKED: &[&str] = &["explain ", "diff ", "schema", "check policies/r07 --format sarif"];

/// Evidence from the first key on, kept in a folder of its own; each is done without a complaint. `COPY` is none of ours.
const KEPT: &[&str] = &[
    "key new a --role root --out keys",
    "key new b --role root --out keys",
    "key new log --role log --out keys",
    "key new desk --role ward --out keys",
    "key new audit --role witness --out keys",
    "key new printer --role contractor --out keys",
    "log new mihon.example/evidence --log-key keys/log.key.pem",
    "key root one=keys/a.pub.pem two=keys/b.pub.pem --threshold 2 ROOTS",
    "key enrol keys/log.pub.pem --role log --holder one ROOTS",
    "key enrol keys/desk.pub.pem --role ward --holder desk ROOTS",
    "key enrol keys/audit.pub.pem --role witness --holder audit --name audit.example ROOTS",
    "key enrol keys/printer.pub.pem --role contractor --holder 株式会社見本印刷 --party mihon-insatsu --draft next.json --root-key keys/a.key.pem --yes",
    "key approve next.json --root-key keys/b.key.pem --log-key keys/log.key.pem --yes",
    "key list",
    "key list --format json",
    "key trust",
    "key trust --out trust.txt",
    "record check handlers.yaml",
    "record sign handlers.yaml --key keys/printer.key.pem --yes",
    "record receive handlers.record.json --by desk~officer DESK",
    "record add audit.yaml DESK",
    "audit close r08/mihon-itaku/ticket mihon-insatsu P9 --on 2026-11-01 --evidence seen --out made/closed.yaml",
    "COPY evidence branch",
    "record add made/closed.yaml DESK",
    "record add made/closed.yaml --evidence branch DESK",
    "log resequence --onto evidence --log-key keys/log.key.pem --evidence branch --yes",
    "log list",
    "log list --format json",
    "log show 6",
    "log proof 6 --out receipt",
    "log checkpoint",
    "log witness request --out request.txt",
    "log witness sign request.txt --out answer.txt --state state --trust trust.txt --name audit.example --key keys/audit.key.pem --first mihon.example/evidence",
    "log witness accept answer.txt",
    "log pack --log-key keys/log.key.pem",
    "verify --trust trust.txt",
    "verify --trust trust.txt --format json",
    "export --out taken --log-key keys/log.key.pem",
    "verify --trust trust.txt taken",
    "key revoke PRINTER --reason lost ROOTS",
    "verify --trust trust.txt",
    // A version of the register that stands in the folder and in no entry.
    "key new help --role ward --out keys",
    "key enrol keys/help.pub.pem --role ward --holder help --root-key keys/a.key.pem --root-key keys/b.key.pem --draft more.json --yes",
    "COPY more.json evidence/trust/root.7.json",
    "log adopt-register --log-key keys/log.key.pem --yes",
];

/// Commands that are not done here, and where they are.
const NOT_DONE: &[(&str, Option<&str>, &str)] = &[
    ("open", None, "serves pages until it is ended: `tests/web.rs` asks for them in both languages"),
    ("render", Some("pdf"), "is printed only by a program with the feature `pdf`"),
    ("diff", Some("pdf"), "is printed only by a program with the feature `pdf`"),
];

/// What commands ran, with the exit status of each, and what Japanese was left.
#[derive(Debug, Default)]
struct Ran {
    lines: Vec<(String, i32)>,
    left: Vec<String>,
}

impl Ran {
    /// Runs a command; `also` is data, too.
    fn run(&mut self, command: &str, folder: &Path, data: &Data, also: &str) {
        let (said, code) = printed(command, folder);
        let here = japanese(command, said, folder, data, also);
        if !here.is_empty() {
            let shown = here.iter().take(12).cloned().collect::<Vec<_>>().join(" ");
            self.left.push(format!("fugi {command}: {} ({shown})", here.len()));
        }
        self.lines.push((command.to_owned(), code));
    }
}

/// Returns the names of all rules.
fn every_rule() -> impl Iterator<Item = &'static str> {
    let rules = fugi::check::rules().map(|rule| rule.name);
    let rules = rules.chain(fugi::diff::rules::RULES.iter().map(|rule| rule.name));
    rules.chain(fugi::duty::rule::RULES.iter().map(|rule| rule.name))
}

/// Returns what of a text is neither English nor data.
fn japanese(command: &str, mut said: String, folder: &Path, data: &Data, also: &str) -> Vec<String> {
    let own: BTreeSet<&str> = words(command).collect();
    if command.starts_with("verify") && command.contains("json") {
        // Both languages stand side by side there.
        said = said.lines().filter(|line| !line.trim().starts_with("\"ja\":")).collect::<Vec<_>>().join("\n");
    }
    if command.starts_with("explain") && command.contains("json") {
        // The Japanese title of a rule is a key of its own; of a list each page is read alone.
        let is_other = |line: &str| {
            line.starts_with("\"title\":") || command.contains("--list") && line.starts_with("\"page\":")
        };
        said = said.lines().filter(|line| !is_other(line.trim())).collect::<Vec<_>>().join("\n");
    }
    if command.starts_with("diff") && command.contains("json") {
        said = unmarked(&said);
    }
    let page = command.strip_prefix("explain ").and_then(|rest| rest.split(' ').next());
    let page = page.map(of_page).unwrap_or_default();
    let in_file: String = command.split_whitespace().filter_map(|own| written(&folder.join(own))).collect();
    let in_file = in_file + also;
    let in_page = |word: &str| in_file.contains(word) || page.iter().any(|own| own.contains(word));
    let mut here: Vec<&str> =
        words(&said).filter(|word| !data.holds(word) && !own.contains(word) && !in_page(word)).collect();
    // A long title is cut.
    here.retain(|word| !(said.contains(&format!("{word}…")) && data.texts.contains(word)));
    let unfolded = said.replace("\\n", "\n").replace(['\\'], " ");
    if MARKED.iter().all(|own| !command.starts_with(own)) {
        here.extend(marks(&unfolded).filter(|mark| {
            // A label of the paper's parts and its kind: サーバ（電磁的媒体）.
            let mut parts = mark.split(['（', '）']).filter(|part| !part.is_empty());
            !command.contains(mark)
                && !in_file.contains(mark)
                && !parts.all(|part| data.texts.contains(part) || data.holds(part))
        }));
    }
    here.sort_unstable();
    here.dedup();
    here.into_iter().map(str::to_owned).collect()
}

/// Copies the workspace, with these folders of the repository.
fn copy(to: &Path, folders: &[&str]) {
    for name in folders {
        copy_all(&root().join(name), &to.join(name));
    }
    fs::copy(root().join("fugi.yaml"), to.join("fugi.yaml")).unwrap();
}

/// Keeps evidence, each step done without a complaint.
fn keep(ran: &mut Ran, data: &Data) {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path(), &["policies"]);
    fs::create_dir(folder.path().join("keys")).unwrap();
    fs::create_dir(folder.path().join("made")).unwrap();
    printed("record new handlers-report --contract r08/mihon-itaku/ticket --out form.yaml", folder.path());
    let digest = fs::read_to_string(folder.path().join("form.yaml")).unwrap();
    let digest = digest.lines().find_map(|line| line.strip_prefix("contract_digest: ")).unwrap().to_owned();
    let mut also = String::new();
    for (from, to) in [("handlers-insatsu", "handlers"), ("audit-insatsu", "audit")] {
        let form = fs::read_to_string(root().join(format!("tests/data/records/{from}.yaml"))).unwrap();
        let form = form.replace("@LOG@", "mihon.example/evidence").replace("@D4@", "2026-11-01");
        let form = form.replace("@CONTRACT-ticket@", digest.split([' ', '#']).next().unwrap());
        fs::write(folder.path().join(format!("{to}.yaml")), &form).unwrap();
        also += &form;
    }
    let roots = "--root-key keys/a.key.pem --root-key keys/b.key.pem --log-key keys/log.key.pem --yes";
    let desk = "--key keys/desk.key.pem --log-key keys/log.key.pem --yes";
    for line in KEPT {
        let printer = printed("key list", folder.path()).0;
        let printer = printer.lines().find(|row| row.contains("contractor")).unwrap_or_default().to_owned();
        let printer = printer.split_whitespace().nth(1).unwrap_or_default();
        let line = line.replace("ROOTS", roots).replace("DESK", desk).replace("PRINTER", printer);
        if let Some((from, to)) = line.strip_prefix("COPY ").and_then(|rest| rest.split_once(' ')) {
            let (from, to) = (folder.path().join(from), folder.path().join(to));
            if from.is_dir() {
                copy_all(&from, &to)
            } else {
                _ = fs::copy(from, to).unwrap()
            }
            continue;
        }
        ran.run(&line, folder.path(), data, &also);
        let code = ran.lines.last().unwrap().1;
        assert!(code < 2, "fugi {line}: {code} {:?}", printed(&line, folder.path()));
    }
}

#[test]
fn nothing_but_data_is_japanese() {
    let folder = tempfile::tempdir().unwrap();
    copy(folder.path(), &["policies", "evidence", "docs", "tests/data"]);
    let data = Data::read();
    let mut commands: Vec<String> = COMMANDS.iter().chain(REFUSED).map(|own| (*own).to_owned()).collect();
    commands.extend(names().iter().map(|name| format!("{name} --help")));
    commands.extend(every_rule().map(|rule| format!("explain {rule}")));
    let mut ran = Ran::default();
    for command in &commands {
        ran.run(command, folder.path(), &data, "");
    }
    keep(&mut ran, &data);
    println!("commands run in English {}, Japanese left {}", ran.lines.len(), ran.left.len());
    assert!(ran.left.is_empty(), "{}", ran.left.join("\n"));
    // Each command that there is was done, in each of its formats.
    let mut missing = Vec::new();
    for leaf in leaves() {
        let formats = leaf.formats.iter().map(|own| Some(own.as_str()));
        for format in if leaf.formats.is_empty() { vec![None] } else { formats.collect() } {
            let is_done = ran.lines.iter().any(|(line, code)| *code < 2 && leaf.is_run_by(line, format));
            let is_known = NOT_DONE.iter().any(|(name, own, _)| *name == leaf.name && *own == format)
                && !(cfg!(feature = "pdf") && leaf.name == "render");
            if is_done == is_known {
                missing.push(format!("{} {}", leaf.name, format.unwrap_or_default()));
            }
        }
    }
    assert!(missing.is_empty(), "not run in English, or run though it is listed: {}", missing.join(", "));
}
