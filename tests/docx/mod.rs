//! The Word file: a package whose parts fit together, all of the submission in it as text, and looks that a ward
//! can lend it.

mod reference;
use crate::support;

use fugi::document::tree::{Block, Section, Size};
use fugi::document::tree::{Comparison, ComparisonRow, Document, Run};
use fugi::render::docx::Reference;
use fugi::render::templates::Templates;
use fugi::render::{Format, render};
use resvg::usvg::roxmltree;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use support::large_matter::{self, ITEMS, STEPS};
use support::loaded::{Loaded, part};
use support::units::{assert_units, bare, units};
use support::word::{Parts, W, count, text, unzip, xml, zip};

const MAIN: &str = "word/document.xml";

fn print(document: &Document) -> Vec<u8> {
    print_as(document, None)
}

fn print_as(document: &Document, reference: Option<&[u8]>) -> Vec<u8> {
    let mut templates = Templates::built_in().unwrap();
    if let Some(bytes) = reference {
        templates = templates.with_reference(Reference::read(bytes).unwrap());
    }
    let mut papers = render(document, Format::Docx, &templates).unwrap();
    assert_eq!(papers.len(), 1);
    papers.remove(0).contents
}

fn submission() -> Document {
    let loaded = Loaded::submission();
    loaded.document(loaded.text())
}

/// The whole submission, printed once: an unoptimised build draws its diagrams slowly.
fn whole() -> &'static Parts {
    static WHOLE: OnceLock<Parts> = OnceLock::new();
    WHOLE.get_or_init(|| unzip(&print(&submission())))
}

/// Fails unless the package holds together: well-formed parts, content types for all, and every reference leads
/// to a part.
fn assert_whole(parts: &Parts) {
    let types = roxmltree::Document::parse(xml(parts, "[Content_Types].xml")).unwrap();
    let typed = |attribute: &'static str| -> BTreeSet<String> {
        types.descendants().filter_map(|node| node.attribute(attribute)).map(str::to_owned).collect()
    };
    let (overrides, defaults) = (typed("PartName"), typed("Extension"));
    for name in &overrides {
        assert!(parts.contains_key(&name[1..]), "{name} has a content type and does not exist");
    }
    let mut referred = BTreeSet::new();
    for (name, contents) in parts {
        let ending = name.rsplit('.').next().unwrap();
        assert!(overrides.contains(&format!("/{name}")) || defaults.contains(ending), "{name} has no type");
        if matches!(ending, "xml" | "rels" | "svg") {
            let text = std::str::from_utf8(contents).unwrap();
            roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        let Some((folder, file)) = name.split_once("_rels/") else { continue };
        let owner = format!("{folder}{}", file.trim_end_matches(".rels"));
        let relations = roxmltree::Document::parse(std::str::from_utf8(contents).unwrap()).unwrap();
        let mut ids = BTreeSet::new();
        for relation in relations.root_element().children().filter(|node| node.is_element()) {
            assert!(ids.insert(relation.attribute("Id").unwrap()), "{name}: an id twice");
            if relation.attribute("TargetMode") == Some("External") {
                continue;
            }
            let target = relation.attribute("Target").unwrap();
            let target = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
            assert!(parts.contains_key(&target), "{name}: no {target}");
            referred.insert(target);
        }
        // Every id that the part uses is there.
        if owner.is_empty() {
            continue;
        }
        let used = roxmltree::Document::parse(xml(parts, &owner)).unwrap();
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        for node in used.descendants() {
            for attribute in node.attributes().filter(|own| own.namespace() == Some(office)) {
                assert!(ids.contains(attribute.value()), "{owner}: no relation {}", attribute.value());
            }
        }
    }
    let loose = |name: &&String| {
        !name.contains("_rels/") && *name != "[Content_Types].xml" && !referred.contains(*name)
    };
    let loose: Vec<&String> = parts.keys().filter(loose).collect();
    assert!(loose.is_empty(), "nothing refers to {loose:?}");
    assert_styles_exist(parts);
}

/// Fails unless every style that is used is defined.
fn assert_styles_exist(parts: &Parts) {
    let styles = roxmltree::Document::parse(xml(parts, "word/styles.xml")).unwrap();
    let ids: Vec<&str> = styles.descendants().filter_map(|node| node.attribute((W, "styleId"))).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "a style twice");
    let documents = parts.iter().filter(|(name, _)| {
        ["word/document", "word/header", "word/footer", "word/styles"].iter().any(|own| name.starts_with(own))
    });
    for (name, contents) in documents {
        let document = roxmltree::Document::parse(std::str::from_utf8(contents).unwrap()).unwrap();
        for node in document.descendants() {
            if ["pStyle", "rStyle", "tblStyle", "basedOn", "next"].contains(&node.tag_name().name()) {
                let id = node.attribute((W, "val")).unwrap();
                assert!(ids.contains(&id), "{name}: no style {id}");
            }
        }
    }
}

#[test]
fn every_unit_of_the_submission_is_text_of_its_part() {
    let document = submission();
    let shown = |name: &String| {
        let parts = unzip(&print(&part(&document, name)));
        (name.clone(), text(xml(&parts, MAIN)))
    };
    let texts: BTreeMap<String, String> = units().keys().map(shown).collect();
    assert_units(&texts);
}

#[test]
fn the_package_holds_together() {
    let parts = whole();
    assert_whole(parts);
    let main = xml(parts, MAIN);
    // Fourteen parts and the facts for checking; each diagram ends its own page.
    assert_eq!(count(main, "sectPr"), submission().sections.len() + 3);
    assert_eq!(main.matches("w:orient=\"landscape\"").count(), 3);
    for diagram in 1..=3 {
        let png = &parts[&format!("word/media/diagram{diagram}.png")];
        assert!(png.starts_with(b"\x89PNG"));
        assert!(xml(parts, &format!("word/media/diagram{diagram}.svg")).contains("<svg"));
    }
    assert!(!xml(parts, "docProps/core.xml").contains("dcterms"), "a date would change the bytes");
}

#[test]
fn tables_are_tables_and_headings_are_headings() {
    let document = submission();
    let main = xml(whole(), MAIN);
    let xml = roxmltree::Document::parse(main).unwrap();
    let mut headings = 0;
    for style in ["CoverHeading", "Heading1", "PictureHeading"] {
        headings += main.matches(&format!("<w:pStyle w:val=\"{style}\"/>")).count();
    }
    assert_eq!(headings, document.sections.len());
    for table in xml.descendants().filter(|node| node.has_tag_name((W, "tbl"))) {
        let child = |node: roxmltree::Node<'_, '_>, name: &str| {
            node.children().filter(|own| own.has_tag_name((W, name))).count()
        };
        let grid = table.children().find(|own| own.has_tag_name((W, "tblGrid"))).unwrap();
        let columns: Vec<u32> =
            grid.children().map(|column| column.attribute((W, "w")).unwrap().parse().unwrap()).collect();
        let caption = table.descendants().find(|own| own.has_tag_name((W, "tblCaption"))).unwrap();
        assert!(!caption.attribute((W, "val")).unwrap().is_empty());
        for row in table.children().filter(|own| own.has_tag_name((W, "tr"))) {
            let mut width = 0;
            for cell in row.children().filter(|own| own.has_tag_name((W, "tc"))) {
                assert!(child(cell, "p") > 0, "a cell without a paragraph");
                let own = cell.descendants().find(|own| own.has_tag_name((W, "tcW"))).unwrap();
                width += own.attribute((W, "w")).unwrap().parse::<u32>().unwrap();
            }
            assert_eq!(width, columns.iter().sum::<u32>(), "the cells of a row are as wide as the table");
        }
    }
    // Two groups a checklist, each with one merged cell.
    let checklist = part(&document, "checklist-outsourcing-ward");
    let parts = unzip(&print(&checklist));
    let main = support::word::xml(&parts, MAIN);
    assert_eq!(main.matches("<w:vMerge w:val=\"restart\"/>").count(), 2);
    assert_eq!(main.matches("<w:vMerge/>").count(), 22);
    assert_eq!(count(main, "tblHeader"), 1);
}

#[test]
fn underlined_items_are_underlined_and_explained() {
    let document = part(&submission(), "annex-outsourcing-emoney");
    let parts = unzip(&print(&document));
    let xml = roxmltree::Document::parse(xml(&parts, MAIN)).unwrap();
    let is_underlined = |run: &roxmltree::Node<'_, '_>| {
        let style = run.descendants().find(|node| node.has_tag_name((W, "rStyle")));
        style.and_then(|style| style.attribute((W, "val"))) == Some("UnderlinedItem")
    };
    let underlined: String = xml
        .descendants()
        .filter(|node| node.has_tag_name((W, "r")))
        .filter(is_underlined)
        .flat_map(|run| {
            run.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(
        underlined,
        "収納日付収納時間バーコード情報（識別コード、メーカーコード、年度、納付書番号、再発行区分、支払い期限日、印紙フラグ、支払い金額）"
    );
    let text = bare(&text(support::word::xml(&parts, MAIN)));
    assert!(
        text.contains("・電子マネー事業者が取り扱う項目（下線）【推定】：収納日付、収納時間、バーコード情報")
    );
}

#[test]
fn marks_and_numbers_stand_on_every_page() {
    let loaded = Loaded::submission();
    let mut document = loaded.document(&format!("sample: true\n{}", loaded.text()));
    document.sections.retain(|section| ["cover", "flow", "items"].contains(&section.part));
    let parts = unzip(&print(&document));
    let headers: Vec<&String> = parts.keys().filter(|name| name.starts_with("word/header")).collect();
    assert!(headers.len() > 3);
    for header in &headers {
        let text = text(xml(&parts, header));
        assert!(text.contains("見本") && text.contains("案"), "{header}: {text}");
    }
    for number in ["１３－１", "１３－２", "１３－３", "１３－４"] {
        let wanted = format!("（資料{number}）");
        assert!(headers.iter().any(|name| text(xml(&parts, name)).contains(&wanted)), "{wanted}");
    }
    let footer = xml(&parts, "word/footer1.xml");
    assert!(footer.contains(" PAGE ") && footer.contains(" NUMPAGES "));
    // Every section has both.
    let main = xml(&parts, MAIN);
    let sections = count(main, "sectPr");
    assert_eq!(main.matches("<w:headerReference w:type=\"default\"").count(), sections);
    assert_eq!(main.matches("<w:footerReference w:type=\"default\"").count(), sections);
}

#[test]
fn a_diagram_is_described_and_followed_by_its_words() {
    let document = part(&submission(), "flow-13-2");
    let parts = unzip(&print(&document));
    let main = xml(&parts, MAIN);
    let xml = roxmltree::Document::parse(main).unwrap();
    let described = xml.descendants().find(|node| node.tag_name().name() == "docPr").unwrap();
    let steps = described.attribute("descr").unwrap();
    assert!(steps.starts_with("①納付義務者が、") && steps.contains("⑨"), "{steps}");
    assert_eq!(
        described.attribute("title"),
        Some("モバイルレジを活用したクレジット納付に係る個人情報の流れ")
    );
    let picture = main.find("<w:drawing>").unwrap();
    let words = main.find("図の内容").unwrap();
    assert!(picture < words);
    assert_eq!(main.matches("svgBlip").count(), 1);
}

#[test]
fn what_looks_like_markup_or_a_formula_is_text() {
    let loaded = Loaded::submission();
    let evil = "=SUM(A1) <w:t>&amp; {{ document }} ]]> \u{202E}逆 \u{2067}右 𠮷 葛\u{E0100} ㍻ ｶﾅ 🙂 \\ # %";
    let text_of = |evil: &str| {
        let text = loaded.text().replace("納付義務者が、モバイルレジアプリをダウンロードする。", "悪");
        let written = fugi::yaml::edit::scalar(evil);
        let document = loaded.document(&text.replace("text: 悪", &format!("text: {written}")));
        let parts = unzip(&print(&part(&document, "flow-13-2")));
        assert_whole(&parts);
        support::word::text(xml(&parts, MAIN))
    };
    let shown = evil.replace('\u{202E}', "〔U+202E〕").replace('\u{2067}', "〔U+2067〕");
    assert!(text_of(evil).contains(&shown));
    let unbroken = "Ｗ無".repeat(100);
    assert!(text_of(&unbroken).contains(&unbroken));
}

/// A paper with every kind of block that the submission of r07 does not have.
fn comparison() -> Document {
    let run = |text: &str, underlined| Run { text: text.to_owned(), underlined };
    let row = ComparisonRow {
        heading: "委託の内容".to_owned(),
        after: vec![run("収納データの", false), run("作成及び送信", true), run("\n二行目", false)],
        before: vec![run("収納データの", false), run("作成", true)],
        remark: Some("広がる（再付議）".to_owned()),
    };
    let comparison = Comparison {
        caption: "新旧対照表".to_owned(),
        heading: "番号とどこか".to_owned(),
        after: "改正後（令和８年度）".to_owned(),
        before: "改正前（令和７年度）".to_owned(),
        remark: Some("区分".to_owned()),
        rows: vec![row.clone(), ComparisonRow { remark: None, after: Vec::new(), ..row }],
    };
    let section = Section {
        id: "comparison".to_owned(),
        part: "comparison",
        number: None,
        heading: "新旧対照表".to_owned(),
        subject: None,
        landscape: true,
        size: Size::A4,
        blocks: vec![
            Block::Comparison(comparison.clone()),
            Block::Comparison(Comparison { remark: None, rows: Vec::new(), ..comparison }),
            Block::Table { caption: "空の表".to_owned(), columns: Vec::new(), rows: vec![Vec::new()] },
            Block::Fields { rows: Vec::new() },
        ],
    };
    Document { sections: vec![section], ..submission() }
}

#[test]
fn a_comparison_underlines_what_changed() {
    let parts = unzip(&print(&comparison()));
    assert_whole(&parts);
    let main = xml(&parts, MAIN);
    assert_eq!(main.matches("<w:rStyle w:val=\"ChangedWords\"/>").count(), 3);
    assert_eq!(main.matches("<w:gridSpan").count(), 0, "what changed stands in the row itself");
    assert!(main.contains("<w:br/>"));
    assert!(text(main).contains("広がる（再付議）"));
}

#[test]
fn a_matter_larger_than_any_real_one_loses_nothing() {
    let sandbox = large_matter::workspace();
    let run = sandbox.fugi(&["render", "r07/ookii", "--format", "docx", "--out", "out", "-q"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let parts = unzip(&std::fs::read(sandbox.path("out/ookii.docx")).unwrap());
    assert_whole(&parts);
    let text = bare(&text(xml(&parts, MAIN)));
    for number in 1..=STEPS {
        assert!(text.contains(&format!("見本の手順{number}として、")), "step {number}");
    }
    for number in 1..=ITEMS {
        assert!(text.contains(&format!("見本項目{number}")), "item {number}");
    }
    assert!(text.contains(&large_matter::unbroken()));
    assert!(text.contains(&large_matter::longer_than_a_page()));
    // The reason is longer than a page: its row may break, the short ones may not.
    let main = xml(&parts, MAIN);
    assert!(count(main, "cantSplit") + 2 < count(main, "tr"));
    assert!(main.contains("w:w=\"23811\""), "the diagram of eight parties is on A3");
}

/// The folder that `.ci/proof/docx.sh` names.
fn folder() -> std::path::PathBuf {
    std::env::var_os("FUGI_DOCX").expect("FUGI_DOCX names a folder").into()
}

#[test]
#[ignore = "writes files for other programs; .ci/proof/docx.sh runs it"]
fn for_other_programs() {
    let sandbox = large_matter::workspace();
    let out = folder();
    let run = sandbox.fugi(&["render", "r07/ookii", "--format", "docx", "--out", out.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.err);
    // Looks of a real file: our own, with other margins.
    let mut parts = unzip(&print(&part(&submission(), "cover")));
    let main = xml(&parts, MAIN).replace("w:left=\"1134\"", "w:left=\"1701\"");
    parts.insert(MAIN.to_owned(), main.into_bytes());
    let reference = zip(parts.iter().map(|(name, contents)| (name.as_str(), contents.as_slice())));
    std::fs::write(out.join("lent.docx"), print_as(&submission(), Some(&reference))).unwrap();
}

#[test]
#[ignore = "needs the text that LibreOffice makes of the parts; .ci/proof/docx.sh runs it"]
fn libreoffice_reads_every_unit() {
    let out = folder();
    let shown = |name: String| {
        let path = out.join(format!("koki-iryo-cashless-{name}.txt"));
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (name, text)
    };
    let texts: BTreeMap<String, String> = units().into_keys().map(shown).collect();
    assert_units(&texts);
}
