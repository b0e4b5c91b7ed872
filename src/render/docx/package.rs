//! The package of a Word file: parts, their relationships and content types (ECMA-376 part 2), as a ZIP file
//! whose bytes depend on nothing but the parts.

use crate::render::escape::xml;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// Begins each part.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Begins the name of each relationship of the office formats.
pub(super) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// Begins the content types of the parts of a Word file.
pub(super) const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// How a part refers to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// `rId1`: what the part calls it.
    pub(super) id: String,
    /// What the other is to it.
    pub(super) kind: String,
    /// Where it is, as seen from the part.
    pub(super) target: String,
    /// True for a place outside the package.
    pub(super) external: bool,
}

impl Relation {
    /// Returns a reference to a part of the package.
    pub(super) fn new(id: impl Into<String>, kind: impl Into<String>, target: impl Into<String>) -> Self {
        Self { id: id.into(), kind: kind.into(), target: target.into(), external: false }
    }
}

/// A file in the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// `word/document.xml`.
    pub(super) name: String,
    /// Its content type.
    pub(super) content_type: String,
    /// The contents.
    pub(super) contents: Vec<u8>,
    /// What it refers to.
    pub(super) relations: Vec<Relation>,
}

impl Part {
    /// Returns a part of Word's own: `kind` is the last word of its content type.
    pub(super) fn word(name: impl Into<String>, kind: &str, contents: String) -> Self {
        Self {
            name: name.into(),
            content_type: format!("{WORD}{kind}+xml"),
            contents: contents.into_bytes(),
            relations: Vec::new(),
        }
    }
}

/// Returns the package of these parts; `relations` are its own.
pub(super) fn zip(parts: &[Part], relations: &[Relation]) -> std::io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, contents: &[u8]| -> std::io::Result<()> {
        // A picture is compressed already.
        let method =
            if name.ends_with(".png") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .system(System::Unix);
        archive.start_file(name, options)?;
        archive.write_all(contents)
    };
    add("[Content_Types].xml", content_types(parts).as_bytes())?;
    add("_rels/.rels", self::relations(relations).as_bytes())?;
    for part in parts {
        add(&part.name, &part.contents)?;
        if !part.relations.is_empty() {
            let (folder, file) = part.name.rsplit_once('/').unwrap_or(("", &part.name));
            add(&format!("{folder}/_rels/{file}.rels"), self::relations(&part.relations).as_bytes())?;
        }
    }
    Ok(archive.finish()?.into_inner())
}

/// Returns the list of content types: pictures by the ending of their names, every other part by its name.
fn content_types(parts: &[Part]) -> String {
    let mut defaults = BTreeMap::from([
        ("rels".to_owned(), "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml".to_owned(), "application/xml"),
    ]);
    let mut overrides = String::new();
    for part in parts {
        match part.name.rsplit_once('.') {
            Some((_, ending)) if ending != "xml" => {
                defaults.entry(ending.to_ascii_lowercase()).or_insert(&part.content_type);
            }
            _ => {
                let (name, content_type) = (xml(&part.name), xml(&part.content_type));
                let _ = write!(overrides, "<Override PartName=\"/{name}\" ContentType=\"{content_type}\"/>");
            }
        }
    }
    let mut out = format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    );
    for (ending, content_type) in &defaults {
        let (ending, content_type) = (xml(ending), xml(content_type));
        let _ = write!(out, "<Default Extension=\"{ending}\" ContentType=\"{content_type}\"/>");
    }
    out + &overrides + "</Types>"
}

fn relations(list: &[Relation]) -> String {
    let mut out = format!(
        "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    );
    for own in list {
        let (id, kind, target) = (xml(&own.id), xml(&own.kind), xml(&own.target));
        let mode = if own.external { " TargetMode=\"External\"" } else { "" };
        let _ = write!(out, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>");
    }
    out + "</Relationships>"
}
