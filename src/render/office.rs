//! What a Word file and a workbook that were written here show, read back from the files themselves.

use super::left_out::{PAGE, html_text};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Returns the text of a Word file: the body, then headers and footers. Empty where it cannot be read.
pub(super) fn word(file: &[u8]) -> String {
    let is_seen = |name: &str| {
        name == "word/document.xml"
            || (name.ends_with(".xml")
                && ["word/header", "word/footer"].iter().any(|own| name.starts_with(own)))
    };
    let parts = parts(file, is_seen);
    parts.iter().map(|(_, part)| html_text(part) + "\n").collect()
}

/// Returns the text of a workbook: of each sheet every cell in its order, then its header and footer. Empty where it
/// cannot be read.
pub(super) fn sheets(file: &[u8]) -> String {
    let is_seen = |name: &str| name == "xl/sharedStrings.xml" || name.starts_with("xl/worksheets/sheet");
    let parts = parts(file, is_seen);
    let shared = parts.iter().find(|(name, _)| name.ends_with("sharedStrings.xml"));
    let shared: Vec<String> =
        shared.iter().flat_map(|(_, part)| part.split("<si>").skip(1).map(html_text)).collect();
    let mut out = String::new();
    for (_, part) in parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/")) {
        for cell in part.split("<c ").skip(1) {
            let Some((tag, inside)) = cell.split_once('>') else { continue };
            let value = inside.split_once("<v>").and_then(|(_, rest)| rest.split_once("</v>"));
            let Some((value, _)) = value.filter(|_| !tag.ends_with('/')) else { continue };
            match value.parse::<usize>() {
                Ok(index) if tag.contains("t=\"s\"") => {
                    out.push_str(shared.get(index).map_or("", String::as_str));
                }
                _ => out.push_str(&html_text(value)),
            }
            out.push('\n');
        }
        for name in ["oddHeader", "oddFooter"] {
            let begin = part.split_once(&format!("<{name}>"));
            let own = begin.and_then(|(_, rest)| rest.split_once(&format!("</{name}>")));
            // Two & stand for one; the codes of places and looks begin with one.
            out.push_str(&own.map_or_else(String::new, |(own, _)| html_text(own)));
            out.push('\n');
        }
        out.push(PAGE);
    }
    out
}

/// Returns the parts of a package that were asked for, with their names.
fn parts(file: &[u8], is_seen: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(file)) else { return Vec::new() };
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| name.ok().map(std::borrow::Cow::into_owned))
        .filter(|name| is_seen(name))
        .collect();
    let mut parts = Vec::new();
    for name in names {
        let mut text = String::new();
        let read = archive.by_name(&name).map(|mut part| part.read_to_string(&mut text));
        if matches!(read, Ok(Ok(_))) {
            parts.push((name, text));
        }
    }
    parts
}
