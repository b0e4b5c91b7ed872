//! A ward's own Word file lends its looks, and what cannot be used is one clear error.

use super::support::Sandbox;
use super::support::loaded::part;
use super::support::word::{W, text, unzip, xml, zip};
use super::{MAIN, assert_whole, print_as, submission};
use fugi::render::docx::Reference;

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A ward's own file, as Word in Japanese writes one: styles by number, a header with a picture, macros.
fn ward_file() -> Vec<(String, Vec<u8>)> {
    let package = "http://schemas.openxmlformats.org/package/2006";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/>")
    };
    let relations =
        |list: String| format!("<Relationships xmlns=\"{package}/relationships\">{list}</Relationships>");
    let main = "application/vnd.ms-word.document.macroEnabled.main+xml";
    let texts = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/><Override PartName=\"/word/document.xml\" ContentType=\"{main}\"/></Types>")),
        ("_rels/.rels", relations(relation("rId1", "officeDocument", "word/document.xml"))),
        ("word/document.xml", format!("<w:document xmlns:w=\"{W}\" xmlns:r=\"{RELATION}\"><w:body><w:p><w:r><w:t>ひな形の本文</w:t></w:r></w:p><w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1985\" w:right=\"1701\" w:bottom=\"1701\" w:left=\"1701\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>")),
        ("word/_rels/document.xml.rels", relations([
            relation("rId1", "styles", "styles.xml"),
            relation("rId2", "header", "header7.xml"),
            relation("rId3", "footer", "footer7.xml"),
            relation("rId4", "theme", "theme/theme1.xml"),
            relation("rId5", "settings", "settings.xml"),
            "<Relationship Id=\"rId6\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"vbaProject.bin\"/>".to_owned(),
        ].concat())),
        ("word/styles.xml", format!("<w:styles xmlns:w=\"{W}\"><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Note\"><w:name w:val=\"区のメモ\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"表の見出し\"/></w:style></w:styles>")),
        ("word/header7.xml", format!("<x:hdr xmlns:x=\"{W}\" xmlns:r=\"{RELATION}\"><x:p><x:r><x:t>見本区役所</x:t></x:r></x:p></x:hdr>")),
        ("word/_rels/header7.xml.rels", relations(relation("rId1", "image", "media/image1.png"))),
        ("word/footer7.xml", format!("<w:ftr xmlns:w=\"{W}\"><w:p><w:r><w:t>区の脚注</w:t></w:r></w:p></w:ftr>")),
        ("word/theme/theme1.xml", "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"区\"/>".to_owned()),
        ("word/settings.xml", format!("<w:settings xmlns:w=\"{W}\"/>")),
        ("word/media/image1.png", "PNG".to_owned()),
        ("word/vbaProject.bin", "macro".to_owned()),
    ];
    texts.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    zip(parts.iter().map(|(name, contents)| (name.as_str(), contents.as_slice())))
}

#[test]
fn a_ward_lends_its_looks() {
    let mut document = submission();
    document.sections.retain(|section| !["flow-13-2", "flow-13-3"].contains(&section.id.as_str()));
    let bytes = print_as(&document, Some(&packed(&ward_file())));
    let parts = unzip(&bytes);
    assert_whole(&parts);
    let main = xml(&parts, MAIN);
    assert!(!main.contains("ひな形の本文"));
    // 見出し 1 and 表の見出し are the ward's; 注 has another id, since the ward's own is something else.
    assert!(main.contains("<w:pStyle w:val=\"1\"/>") && !main.contains("\"Heading1\""));
    assert!(main.contains("<w:pStyle w:val=\"a3\"/>") && !main.contains("\"FieldLabel\""));
    assert!(main.contains("<w:pStyle w:val=\"FugiNote\"/>"));
    let styles = xml(&parts, "word/styles.xml");
    assert!(
        styles.contains("区のメモ")
            && styles.contains("w:styleId=\"FugiNote\"><w:name w:val=\"注\"/><w:basedOn w:val=\"a\"/>")
    );
    // Upright pages have the ward's margins, diagrams keep theirs.
    assert!(main.contains("w:top=\"1985\" w:right=\"1701\"") && main.contains("w:orient=\"landscape\""));
    for name in parts.keys().filter(|name| name.starts_with("word/header")) {
        let text = text(xml(&parts, name));
        assert!(text.contains("案") && text.contains("見本区役所"), "{name}: {text}");
    }
    assert!(xml(&parts, "word/footer1.xml").contains("区の脚注"));
    assert_eq!(parts["word/reference/word-media-image1.png"], b"PNG");
    assert!(parts.keys().all(|name| !name.contains("vba")), "no macro");
    // Another run gives the same.
    let cover = part(&document, "cover");
    let print = || print_as(&cover, Some(&packed(&ward_file())));
    assert_eq!(print(), print());
}

#[test]
fn a_file_of_a_ward_that_cannot_be_used_is_one_clear_error() {
    let changed = |name: &str, contents: &str| {
        let mut parts = ward_file();
        parts.retain(|(own, _)| own != name);
        if !contents.is_empty() {
            parts.push((name.to_owned(), contents.as_bytes().to_vec()));
        }
        packed(&parts)
    };
    let strict = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let control = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATION}/control\" Target=\"activeX1.xml\"/></Relationships>"
    );
    let linked = control.replace("/control\"", "/image\" TargetMode=\"External\"");
    let narrow =
        String::from_utf8(ward_file()[2].1.clone()).unwrap().replace("w:left=\"1701\"", "w:left=\"9999\"");
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>";
    for (bytes, wanted) in [
        (Vec::new(), "Word のファイル（.docx）ではありません"),
        (b"PK\x03\x04 cut".to_vec(), "Word のファイル（.docx）ではありません"),
        (vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1], "パスワード付き"),
        (changed("_rels/.rels", ""), "Word の文書ではありません"),
        (changed("_rels/.rels", strict), "Strict Open XML"),
        (changed("word/document.xml", ""), "word/document.xml がありません"),
        (changed("word/document.xml", "<w:document"), "word/document.xml が壊れています"),
        (changed("word/document.xml", sheet), "Excel"),
        (changed("word/document.xml", &narrow), "用紙の大きさか余白"),
        (changed("word/styles.xml", ""), "word/styles.xml がありません"),
        (changed("word/styles.xml", &format!("<w:styles xmlns:w=\"{W}\"/>")), "スタイルがありません"),
        (changed("word/styles.xml", "\u{1}"), "word/styles.xml が壊れています"),
        (changed("word/styles.xml", sheet), "styles.xml の一番外の要素が styles ではありません（worksheet）"),
        (changed("word/header7.xml", sheet), "header7.xml の一番外の要素が hdr ではありません"),
        (changed("word/_rels/header7.xml.rels", &control), "引き継げないもの（control）"),
        (changed("word/_rels/header7.xml.rels", &linked), "引き継げないもの（image）"),
        (changed("word/media/image1.png", ""), "word/media/image1.png がありません"),
    ] {
        let error = Reference::read(&bytes).unwrap_err();
        assert!(error.ja.contains(wanted), "{wanted}: {}", error.ja);
        assert!(!error.en.is_empty());
    }
}

#[test]
fn the_command_names_the_file_that_cannot_be_used() {
    let sandbox = Sandbox::new();
    sandbox.write("kaku.docx", "not a package");
    for (file, wanted) in [
        ("kaku.docx", "kaku.docx の体裁は使えません"),
        ("nai.docx", "nai.docx を読めません"),
        ("policies", "policies は、Word のファイルではない"),
    ] {
        let run = sandbox.fugi(&["render", "r07/yoi", "--format", "docx", "--reference-docx", file]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(wanted), "{}", run.err);
        assert!(!sandbox.path("out").exists(), "nothing is written");
    }
    sandbox.write("ku.docx", packed(&ward_file()));
    let run = sandbox.fugi(&[
        "render",
        "r07/yoi",
        "--format",
        "docx",
        "--reference-docx",
        "ku.docx",
        "--out",
        "out",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_whole(&unzip(&std::fs::read(sandbox.path("out/yoi.docx")).unwrap()));
}
