//! The PDF: the whole submission in it, the same bytes every time, and an error that names the place where a
//! character cannot be printed or a template is wrong. What other programs say of it is in `.ci/proof/pdf.sh`.
#![cfg(feature = "pdf")]
use crate::support;
use crate::support::large;

use fugi::case::Case;
use fugi::document::tree::{
    Block, Comparison, ComparisonRow, Document, Field, Foot, ItemEntry, ItemList, Run, SCHEMA_VERSION,
    Section, Size,
};
use fugi::document::{self, Submission};
use fugi::model::load::Workspace;
use fugi::render::pdf::{Attachment, Cause, Error, Fonts, Press};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use support::{Sandbox, golden};

const TEMPLATE: &str = include_str!("../templates/document.typ");

fn press() -> Press {
    Press::new(TEMPLATE, &Fonts::built_in())
}

/// Returns the real submission.
fn submission() -> Document {
    let workspace = Workspace::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().result.unwrap();
    let year = workspace.year("r07").unwrap().result.unwrap();
    let loaded = workspace.matter(&year, Path::new("policies/r07/koki-iryo-cashless.yaml"));
    let matter = loaded.result.unwrap();
    let case = Case::new(&workspace, &year, &matter, &loaded.sources);
    document::build(&Submission { case, draft: true })
}

/// Returns a paper of one section.
fn paper(blocks: Vec<Block>) -> Document {
    Document {
        schema_version: SCHEMA_VERSION,
        name: "r07/mihon".to_owned(),
        paper: "付議資料".to_owned(),
        title: "見本".to_owned(),
        ward: "見本区".to_owned(),
        council: "見本会議".to_owned(),
        fiscal_year: "令和７年度".to_owned(),
        language: "ja",
        draft: true,
        sample: true,
        notices: Vec::new(),
        footer: Foot::standard(),
        pages_by_section: false,
        sections: vec![Section {
            id: "mihon".to_owned(),
            part: "overview",
            number: Some("資料１".to_owned()),
            heading: "見本の節".to_owned(),
            subject: None,
            landscape: false,
            size: Size::A4,
            blocks,
        }],
    }
}

fn fields(texts: &[&str]) -> Block {
    let row = |text: &&str| Field {
        label: "欄".to_owned(),
        blocks: vec![Block::Paragraph { text: (*text).to_owned() }],
    };
    Block::Fields { rows: texts.iter().map(row).collect() }
}

/// Returns how many pages there are: the page objects are not compressed.
fn pages(pdf: &[u8]) -> usize {
    String::from_utf8_lossy(pdf).matches("/Type/Page/").count()
}

#[test]
fn the_submission_is_printed_and_always_the_same() {
    let mut document = submission();
    // One section of each kind: the rest is the proof's.
    let mut parts = BTreeSet::new();
    document.sections.retain(|section| section.part != "facts" && parts.insert(section.part));
    let (one, other) = (press().print(&document, &[]).unwrap(), press().print(&document, &[]).unwrap());
    assert!(one == other, "the same matter gives the same bytes");
    let shown = String::from_utf8_lossy(&one);
    for part in ["<pdfaid:part>2", "<pdfaid:conformance>A", "<pdfuaid:part>1", "/Lang(ja", "/Marked true"] {
        assert!(shown.contains(part), "{part}");
    }
    // Each section begins a page; what is assumed in the diagram stands on one of its own.
    assert_eq!(pages(&one), document.sections.len() + 1);
}

/// A paper whose tables need no trial, and a template of the ward's that tries nothing.
#[test]
fn what_plans_nothing_is_printed_all_the_same() {
    let paragraph = || Block::Paragraph { text: "見本の文である。".repeat(40) };
    let own = paper((0..20).map(|_| paragraph()).collect());
    assert!(pages(&press().print(&own, &[]).unwrap()) >= 4);
    let plain = "#set document(title: \"x\")\n#json(\"document.json\").title #pagebreak() 二枚目";
    let press = Press::new(plain, &Fonts::built_in());
    assert_eq!(pages(&press.print(&own, &[]).unwrap()), 2);
}

#[test]
fn sources_travel_inside() {
    let source = Attachment {
        name: "見本.yaml".to_owned(),
        description: "元のファイル".to_owned(),
        media_type: "application/yaml",
        contents: b"title: x".to_vec(),
    };
    let pdf = press().print(&paper(vec![fields(&["文。"])]), &[source]).unwrap();
    let shown = String::from_utf8_lossy(&pdf);
    assert!(shown.contains("<pdfaid:part>3") && shown.contains("/EmbeddedFile"));
}

/// A template that stops where a text is not what went in.
fn faithful(texts: &[&str]) -> String {
    let texts = serde_json::to_string(texts).unwrap();
    let wanted = format!("#let wanted = json(bytes({}))\n", serde_json::to_string(&texts).unwrap());
    let check = "#let rows = tree.sections.first().blocks.first().rows\n\
                 #for (row, own) in rows.zip(wanted, exact: true) {\n  \
                 assert.eq(row.blocks.first().text.replace(sym.zws, \"\"), own)\n}\n";
    TEMPLATE.replacen("#let printing", &format!("{wanted}{check}#let printing"), 1)
}

#[test]
fn what_looks_like_markup_is_text() {
    let unbroken = ["A".repeat(200), "ー".repeat(200), "あ".repeat(200)];
    let mut texts = vec![
        "#panic(\"x\") #import \"@preview/x:1.0.0\" #set page(width: 1pt)",
        "\\ $x^2$ *太* _斜_ `c` <label> @ref = 見出し - 項 // 注 /* */ [x] ~ --- \"'",
        "{{ document }} {% x %} <script> &amp; ${x} %s",
        "=1+1 ㍻ ｶﾅ ﾊﾟ 葛\u{E0100}城 髙﨑德濵 ①⑳㉑ ㈱ ☎ か\u{3099}",
        "",
    ];
    texts.extend(unbroken.iter().map(String::as_str));
    let press = Press::new(&faithful(&texts), &Fonts::built_in());
    press.print(&paper(vec![fields(&texts)]), &[]).unwrap();
    // What cannot be seen is printed by its number.
    let press = Press::new(&faithful(&["a〔U+202E〕b〔U+0007〕〔U+FEFF〕"]), &Fonts::built_in());
    press.print(&paper(vec![fields(&["a\u{202E}b\u{7}\u{FEFF}"])]), &[]).unwrap();
}

#[test]
fn every_kind_of_block_is_printed_empty_and_full() {
    let run = |text: &str, underlined| Run { text: text.to_owned(), underlined };
    let comparison = |rows| {
        Block::Comparison(Comparison {
            caption: "新旧対照表".to_owned(),
            heading: "番号とどこか".to_owned(),
            after: "改正後".to_owned(),
            before: "改正前".to_owned(),
            remark: Some("備考".to_owned()),
            rows,
        })
    };
    let row = ComparisonRow {
        heading: "期間".to_owned(),
        after: vec![run("令和８年", true), run("から", false)],
        before: vec![run("令和７年", true), run("から\n二行目", false)],
        remark: None,
    };
    let entry = |name: &str, members| ItemEntry {
        name: name.to_owned(),
        underlined: true,
        members,
        handled_by: Vec::new(),
        handling: 0,
    };
    let list_of = |entries| ItemList {
        id: "list".to_owned(),
        entries,
        legend: Vec::new(),
        handling: Vec::new(),
        by_party: Vec::new(),
    };
    let list = list_of(vec![entry("群", vec![entry("項目", Vec::new())])]);
    let table = |rows: Vec<Vec<String>>| Block::Table {
        caption: "表".to_owned(),
        columns: vec!["一".to_owned(), "二".to_owned()],
        rows,
    };
    let long = "長い。".repeat(900);
    for blocks in [
        Vec::new(),
        vec![Block::Fields { rows: Vec::new() }],
        vec![Block::ItemList(list_of(Vec::new())), Block::ItemList(list)],
        vec![table(Vec::new()), table(vec![vec!["あ".to_owned(), long.clone()]])],
        vec![comparison(Vec::new()), comparison(vec![row])],
        vec![Block::Assumptions { groups: Vec::new() }, Block::Note { text: String::new() }],
        // A cell longer than a page, and a second table in one section.
        vec![fields(&[&long, "短い"]), fields(&["一", "二", "三"])],
    ] {
        let printed = press().print(&paper(blocks.clone()), &[]);
        assert!(printed.is_ok(), "{:?}: {blocks:?}", printed.err());
    }
}

#[test]
fn characters_without_a_font_are_all_named() {
    let texts = ["𠮷野 🙂 葛\u{E01E0} \u{E000}", "𠮷野"];
    let Err(Error::Characters(missing)) = press().print(&paper(vec![fields(&texts)]), &[]) else {
        panic!("they are refused")
    };
    let found: Vec<(String, Cause)> = missing.iter().map(|own| (own.code_points(), own.cause)).collect();
    let wanted = [
        ("U+20BB7", Cause::NoFont),
        ("U+1F642", Cause::NoFont),
        ("U+845B U+E01E0", Cause::NoVariant),
        ("U+E000", Cause::PrivateUse),
    ];
    assert_eq!(found, wanted.map(|(points, cause)| (points.to_owned(), cause)));
    assert_eq!(missing[0].parts, ["資料１ 見本の節"]);
}

#[test]
fn a_missing_character_is_told_with_its_places() {
    let sandbox = Sandbox::new();
    sandbox.edit("policies/r07/yoi.yaml", "見本の目的", "見本の𠮷田さんの目的 🙂");
    sandbox.edit("policies/r07/yoi.yaml", "text: 支払う。", "text: 𠮷田が葛\u{E01E0}城で支払う。");
    sandbox.edit("policies/r07/yoi.yaml", "title: 見本の委託", "title: \"見本の\\U0001F600委託\"");
    let run = sandbox.fugi(&["render", "r07/yoi", "--format", "pdf", "-q"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(!sandbox.path("out").exists(), "nothing is written");
    golden("pdf/missing-character.txt", &run.err);
    let run = sandbox.fugi(&["render", "r07/yoi", "--format", "pdf", "-q", "--lang", "en"]);
    golden("pdf/missing-character-english.txt", &run.err);
}

#[test]
fn font_folders_that_are_of_no_use_are_told() {
    let sandbox = Sandbox::new();
    sandbox.write("empty/readme.txt", "x");
    sandbox.write("broken/font.ttf", "this is no font");
    let mut told = String::new();
    for folder in ["nowhere", "empty", "broken"] {
        let run = sandbox.fugi(&["render", "r07/yoi", "--format", "pdf", "-q", "--font-dir", folder]);
        assert_eq!(run.code, 2);
        told.push_str(&run.err);
    }
    golden("pdf/font-folders.txt", &told);
}

/// Fonts of which bytes were changed at random: each run prints, or says in one message why not, and takes no more than
/// it is given.
#[test]
fn damaged_fonts_end_no_run_without_a_word() {
    let seed = support::random::seed();
    let whole =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/fonts/BIZUDMincho-Regular.ttf"))
            .unwrap();
    for round in 0..4 {
        let mut numbers = support::random::Random::new(seed.wrapping_add(round));
        let mut font = whole.clone();
        // The tables' own places and sizes, where one wrong number asks for any amount of memory; then anywhere.
        let reach = if round < 2 { 400 } else { font.len() };
        for _ in 0..24 {
            let at = numbers.below(reach);
            font[at] = u8::try_from(numbers.below(256)).unwrap();
        }
        if round == 3 {
            font.truncate(whole.len() / 2);
        }
        let sandbox = Sandbox::new();
        sandbox.write("字体/damaged.ttf", &font);
        let run = sandbox.fugi(&["render", "r07/yoi", "--format", "pdf", "-q", "--font-dir", "字体"]);
        assert!(run.code == 0 || run.code == 2, "seed {seed}, round {round}: {} {}", run.code, run.err);
        assert!(run.code == 0 || run.err.contains("エラー: "), "seed {seed}, round {round}: {}", run.err);
        assert!(!run.err.contains("panicked"), "seed {seed}, round {round}: {}", run.err);
    }
}

/// A Typst template of a workspace that takes any amount of memory is given up.
#[cfg(target_os = "linux")]
#[test]
fn a_typst_template_that_takes_all_memory_is_given_up() {
    let sandbox = Sandbox::new();
    sandbox.write("別/document.typ", "#let x = (0,) * 1000\n#for a in range(60) { x = x + x }\n#x.len()\n");
    let run = sandbox.fugi(&["render", "r07/yoi", "--format", "pdf", "-q", "--template-dir", "別"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("打ち切りました（メモリが 1024 MB を超えました）"), "{}", run.err);
    assert!(!sandbox.path("out").exists(), "nothing is written");
}

#[test]
fn a_wrong_template_is_an_error_with_its_line() {
    let mut told = String::new();
    for wrong in [
        "#nothing",
        "#let x = (1, 2",
        "#json(\"/etc/passwd\")",
        "#read(\"../Cargo.toml\")",
        "#import \"@preview/cetz:0.4.0\"",
        "#json(\"document.json\").nothing",
        "#while true { 1 }",
        "#let f(x) = f(x)\n#f(1)",
        "#datetime.today()",
        "#image(\"figure-1-1.svg\")",
        "#panic(\"区の注意\")",
        "#table(columns: 2, [1]",
        "= 題\n#text(fill: red)[x",
    ] {
        let press = Press::new(&format!("#set document(title: \"x\")\n{wrong}\n"), &Fonts::built_in());
        match press.print(&paper(Vec::new()), &[]) {
            Err(Error::Template(error)) => {
                assert!((2..=3).contains(&error.line), "{wrong}: {error}");
                told.push_str(&format!("{wrong}\n    {error}\n"));
            }
            other => panic!("{wrong}: {:?}", other.map(|pdf| pdf.len())),
        }
    }
    golden("pdf/wrong-templates.txt", &told);
}

/// Returns what poppler reads of a PDF.
fn poppler(pdf: &[u8], way: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftotext").arg(way).arg(&file).arg("-").output().expect("pdftotext runs");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Returns the text in the order it is written, without what stands at the head and the foot of every page.
fn text_by_poppler(pdf: &[u8]) -> String {
    let is_head_or_foot = |line: &str| {
        let line = line.trim_matches(['\u{c}', ' ']);
        let pages = line.split_once(" / ");
        line == "案" || pages.is_some_and(|(n, of)| n.parse::<u16>().is_ok() && of.parse::<u16>().is_ok())
    };
    let text = poppler(pdf, "-raw");
    text.lines().filter(|line| !is_head_or_foot(line)).map(|line| format!("{line}\n")).collect()
}

#[test]
#[ignore = "needs poppler; .ci/proof/pdf.sh runs it"]
fn poppler_reads_the_whole_submission() {
    let (document, press) = (submission(), press());
    let print = |name: &String| press.print(&document.clone().only(name).unwrap(), &[]).unwrap();
    let texts =
        support::units::units().into_keys().map(|name| (name.clone(), text_by_poppler(&print(&name))));
    support::units::assert_units(&texts.collect());
}

/// A word as poppler sees it, and the page and place it stands at, in points.
struct Word {
    page: usize,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    text: String,
}

fn words_by_poppler(pdf: &[u8]) -> Vec<Word> {
    let (mut words, mut page) = (Vec::new(), 0);
    for line in poppler(pdf, "-bbox").lines().map(str::trim) {
        page += usize::from(line.starts_with("<page "));
        let Some((place, text)) = line.strip_prefix("<word ").and_then(|word| word.split_once('>')) else {
            continue;
        };
        let number = |name: &str| {
            let rest = place.split_once(&format!("{name}=\"")).unwrap().1;
            rest.split_once('"').unwrap().0.parse().unwrap()
        };
        words.push(Word {
            page,
            left: number("xMin"),
            right: number("xMax"),
            top: number("yMin"),
            bottom: number("yMax"),
            text: text.trim_end_matches("</word>").to_owned(),
        });
    }
    words
}

impl Word {
    /// Returns whether another word stands on the same line and touches this one at `x`: the next cell of a table is
    /// further away than half a character.
    fn touches(&self, other: &Self, x: f64, others: f64) -> bool {
        let height = self.bottom - self.top;
        let same_line = (self.top - other.top).abs() < height / 3.0 && self.page == other.page;
        same_line && !std::ptr::eq(self, other) && (x - others).abs() < height * 0.55
    }
}

/// Returns the number of words of a PDF, and those that break JIS X 4051: closing brackets and full stops begin no
/// line, opening brackets end none.
fn misplaced(pdf: &[u8]) -> (usize, Vec<String>) {
    let words = words_by_poppler(pdf);
    let is_wrong = |word: &&Word| {
        let begins = word.text.starts_with(['、', '。', '）', '」']);
        let ends = word.text.ends_with(['（', '「']);
        begins && !words.iter().any(|other| word.touches(other, word.left, other.right))
            || ends && !words.iter().any(|other| word.touches(other, word.right, other.left))
    };
    let shown = |word: &Word| format!("page {}, {} pt from the top: {}", word.page, word.top, word.text);
    (words.len(), words.iter().filter(is_wrong).map(shown).collect())
}

#[test]
#[ignore = "needs poppler; .ci/proof/pdf.sh runs it"]
fn no_line_begins_or_ends_where_it_must_not() {
    // Lines that are broken there by force are seen.
    let forced = fields(&["わざと\n、改める", "わざと（\n改める"]);
    let (_, wrong) = misplaced(&press().print(&paper(vec![forced]), &[]).unwrap());
    assert_eq!(wrong.len(), 2, "{wrong:?}");

    let folder = std::env::var_os("FUGI_PDF_FOLDER").expect("the folder of the PDFs");
    let (mut count, mut all) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "pdf") {
            let (words, wrong) = misplaced(&std::fs::read(&path).unwrap());
            count += words;
            all.extend(wrong.into_iter().map(|wrong| format!("{}: {wrong}", path.display())));
        }
    }
    assert!(count > 2000, "{count} words");
    assert!(all.is_empty(), "{} of {count}:\n{}", all.len(), all.join("\n"));
}

/// Writes the largest matter with its workspace into a folder.
#[test]
#[ignore = "writes what .ci/proof/pdf.sh prints"]
fn the_largest_matter() {
    let root = std::env::var_os("FUGI_PDF_LARGE").expect("the folder of the workspace");
    large::workspace(Path::new(&root));
    std::fs::write(Path::new(&root).join("policies/r07/large.yaml"), large::matter(large::LARGE)).unwrap();
}
