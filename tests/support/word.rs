//! A Word file from outside: its parts, and the text that stands in them.

use resvg::usvg::roxmltree;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The namespace of a Word document's own elements.
pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The parts of a package by their names.
pub(crate) type Parts = BTreeMap<String, Vec<u8>>;

/// Opens a package.
pub(crate) fn unzip(bytes: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Parts::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut contents = Vec::new();
        file.read_to_end(&mut contents).unwrap();
        assert!(parts.insert(name.clone(), contents).is_none(), "{name} twice");
    }
    parts
}

/// Makes a package.
pub(crate) fn zip<'p>(parts: impl IntoIterator<Item = (&'p str, &'p [u8])>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(contents).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Returns a part as text.
pub(crate) fn xml<'p>(parts: &'p Parts, name: &str) -> &'p str {
    std::str::from_utf8(parts.get(name).unwrap_or_else(|| panic!("no {name}"))).unwrap()
}

/// Returns the text of a part, a line a paragraph.
pub(crate) fn text(xml: &str) -> String {
    let document = roxmltree::Document::parse(xml).unwrap();
    let mut out = String::new();
    for node in document.descendants() {
        if node.has_tag_name((W, "p")) {
            out.push('\n');
        }
        if node.has_tag_name((W, "t")) {
            out.push_str(node.text().unwrap_or_default());
        }
    }
    out
}

/// Returns how many elements of that name there are.
pub(crate) fn count(xml: &str, name: &str) -> usize {
    let document = roxmltree::Document::parse(xml).unwrap();
    document.descendants().filter(|node| node.has_tag_name((W, name))).count()
}
