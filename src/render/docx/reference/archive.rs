//! A Word file from outside: its parts, read with limits, and what they say of each other.

use super::{NAMESPACE, parse};
use crate::diagnostic::Text;
use crate::render::docx::package::{OFFICE, Relation};
use crate::text;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The largest part that is read, in bytes; a page of styles has some hundred thousand.
const LARGEST: u64 = 32 * 1024 * 1024;

/// What all parts together may have.
const TOTAL: u64 = 64 * 1024 * 1024;

/// How a file begins that is no ZIP but of Word: an old one (.doc), or one with a password.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// An open file.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be read.
    left: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Text> {
        if bytes.starts_with(COMPOUND) {
            return Err(text!(
                "古い形式（.doc）か、パスワード付きのファイルです。Word で、パスワードなしの「Word 文書（.docx）」として保存し直してください",
                "it is an old file (.doc) or one with a password; save it as Word Document (.docx) without a password"
            ));
        }
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(zip) => Ok(Self { zip, left: TOTAL }),
            Err(_) => Err(text!(
                "Word のファイル（.docx）ではありません。または、壊れています",
                "it is not a Word file (.docx), or it is damaged"
            )),
        }
    }

    /// Returns the contents of a part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Text> {
        let limit = LARGEST.min(self.left);
        let file = self.zip.by_name(name).map_err(|_| {
            text!(
                "{name} がありません。Word で保存し直してください",
                "{name} is missing; save the file again with Word"
            )
        })?;
        let mut contents = Vec::new();
        file.take(limit + 1)
            .read_to_end(&mut contents)
            .map_err(|error| text!("{name} が壊れています（{error}）", "{name} is damaged ({error})"))?;
        let length = contents.len() as u64;
        if length > limit {
            return Err(text!("{name} が大きすぎます", "{name} is too large"));
        }
        self.left -= length;
        Ok(contents)
    }

    /// Returns the text of a part.
    pub(super) fn text(&mut self, name: &str) -> Result<String, Text> {
        let text = String::from_utf8(self.bytes(name)?).map_err(|_| {
            text!(
                "{name} の文字が UTF-8 ではありません。Word で保存し直してください",
                "{name} is not UTF-8; save the file again with Word"
            )
        })?;
        Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
    }

    /// Returns what a part refers to; of the whole file where `part` is empty.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Text> {
        let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
        let slash = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{slash}_rels/{file}.rels");
        if self.zip.index_for_name(&name).is_none() {
            return Ok(Vec::new());
        }
        let text = self.text(&name)?;
        let document = parse(&name, &text)?;
        let list = document.root_element().children().filter(|node| node.is_element());
        Ok(list
            .filter_map(|own| {
                Some(Relation {
                    id: own.attribute("Id")?.to_owned(),
                    kind: own.attribute("Type")?.to_owned(),
                    target: own.attribute("Target")?.to_owned(),
                    external: own.attribute("TargetMode") == Some("External"),
                })
            })
            .collect())
    }

    /// Returns the name of the part with the text.
    pub(super) fn main(&mut self) -> Result<String, Text> {
        let relations = self.relations("")?;
        let main = relations.iter().find(|own| own.kind == format!("{OFFICE}officeDocument"));
        let name = main.map(|own| target("", &own.target));
        let Some(name) = name else {
            return Err(text!(
                "Word の文書ではありません。Word で「Word 文書（.docx）」として保存し直してください（「Strict Open XML 文書」は使えません）",
                "it is no Word document; save it as Word Document (.docx), not as Strict Open XML"
            ));
        };
        let text = self.text(&name)?;
        let document = parse(&name, &text)?;
        if !document.root_element().has_tag_name((NAMESPACE, "document")) {
            return Err(text!(
                "Word の文書ではありません（Excel や PowerPoint のファイルではないか、確かめてください）",
                "it is no Word document; is it one of Excel or PowerPoint?"
            ));
        }
        Ok(name)
    }

    /// Returns the content type of a part.
    pub(super) fn content_type(&mut self, name: &str) -> Result<String, Text> {
        const LIST: &str = "[Content_Types].xml";
        let text = self.text(LIST)?;
        let document = parse(LIST, &text)?;
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let of = |part: &str| part.strip_prefix('/').is_some_and(|own| own.eq_ignore_ascii_case(name));
        let list = || document.root_element().children().filter(|node| node.is_element());
        let own = list().find(|node| node.attribute("PartName").is_some_and(of));
        let by_ending = || {
            list()
                .find(|node| node.attribute("Extension").is_some_and(|own| own.eq_ignore_ascii_case(ending)))
        };
        let found = own.or_else(by_ending).and_then(|node| node.attribute("ContentType"));
        found.map(str::to_owned).ok_or_else(|| {
            text!(
                "{name} の種類が分かりません。Word で保存し直してください",
                "the content type of {name} is unknown; save the file again with Word"
            )
        })
    }
}

/// Returns the name of the part that `target` means, as seen from `part`.
pub(super) fn target(part: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut folders: Vec<&str> = part.rsplit_once('/').map_or("", |(folder, _)| folder).split('/').collect();
    folders.retain(|folder| !folder.is_empty());
    for step in target.split('/') {
        match step {
            ".." => {
                folders.pop();
            }
            "." | "" => {}
            step => folders.push(step),
        }
    }
    folders.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_resolved_within_the_package() {
        assert_eq!(target("word/document.xml", "styles.xml"), "word/styles.xml");
        assert_eq!(target("word/document.xml", "../docProps/core.xml"), "docProps/core.xml");
        assert_eq!(target("word/header1.xml", "/media/a.png"), "media/a.png");
        assert_eq!(target("", "../../word/./document.xml"), "word/document.xml");
    }
}
