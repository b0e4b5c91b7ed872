//! A ward's own Word file: its styles, theme, fonts, lists, header, footer and page, without its text. Nothing
//! in it is run, and no macro, control or linked file is taken over.

use super::package::{self, OFFICE, Part, Relation};
use super::page::Geometry;
use super::style::{self, NAMESPACE};
use crate::diagnostic::Text;
use crate::render::escape::xml;
use crate::text;
use resvg::usvg::roxmltree::{Document, Node};
use std::collections::BTreeMap;

mod archive;
use archive::{Archive, target};

/// Attributes of relationships in a file.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The namespace of a theme.
const THEME: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// Size and margins in twentieths of a point that a page can have in Word, and the least width for text.
const LONGEST_SIDE: i64 = 31_680;
const LEAST_WIDTH: u32 = 5_000;

/// What a paper takes over from a ward's own Word file.
#[derive(Clone, Debug)]
pub struct Reference {
    pub(super) geometry: Option<Geometry>,
    pub(super) header: Option<Outline>,
    pub(super) footer: Option<Outline>,
    /// Styles, and where the file has them theme, fonts and lists; the pictures and fonts that they refer to.
    pub(super) parts: Vec<Part>,
    /// How the document refers to them.
    pub(super) relations: Vec<Relation>,
    /// Ids of styles that are others in this file.
    renamed: BTreeMap<&'static str, String>,
}

/// A header or footer: the text of the part, and where content may be put in.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    xml: String,
    begins: usize,
    pub(super) relations: Vec<Relation>,
}

impl Outline {
    /// Returns the part with `content` above its own.
    pub(super) fn under(&self, content: &str) -> String {
        let (head, rest) = self.xml.split_at_checked(self.begins).unwrap_or((&self.xml, ""));
        // The part may call the namespaces otherwise.
        let content = content.replace("<w:p>", &format!("<w:p xmlns:w=\"{NAMESPACE}\">"));
        format!("{head}{content}{rest}")
    }
}

impl Reference {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Why it cannot be used, in words that follow the file's name.
    pub fn read(bytes: &[u8]) -> Result<Self, Text> {
        let mut archive = Archive::open(bytes)?;
        let main = archive.main()?;
        let relations = archive.relations(&main)?;
        let text = archive.text(&main)?;
        let document = parse(&main, &text)?;
        rooted(&main, &document, (NAMESPACE, "document"))?;
        let body = document.root_element().children().find(|node| node.has_tag_name((NAMESPACE, "body")));
        let Some(body) = body else {
            return Err(text!(
                "本文がありません。Word で「Word 文書（.docx）」として保存し直してください（「Strict Open XML 文書」は使えません）",
                "it has no body; save it as Word Document (.docx), not as Strict Open XML"
            ));
        };
        let section = body.children().rfind(|node| node.has_tag_name((NAMESPACE, "sectPr")));
        let mut reference = Self {
            geometry: section.map(geometry).transpose()?.flatten(),
            header: None,
            footer: None,
            parts: Vec::new(),
            relations: Vec::new(),
            renamed: BTreeMap::new(),
        };
        for (element, is_header) in [("headerReference", true), ("footerReference", false)] {
            let root = if is_header { "hdr" } else { "ftr" };
            let id = section.and_then(|section| default_part(section, element));
            let Some(relation) = id.and_then(|id| relations.iter().find(|own| own.id == id)) else {
                continue;
            };
            let name = target(&main, &relation.target);
            let outline = reference.outline(&mut archive, &name, root)?;
            *(if is_header { &mut reference.header } else { &mut reference.footer }) = Some(outline);
        }
        for (kind, required) in
            [("styles", true), ("theme", false), ("fontTable", false), ("numbering", false)]
        {
            let found = relations.iter().find(|own| own.kind == format!("{OFFICE}{kind}"));
            match found {
                Some(relation) => {
                    let name = target(&main, &relation.target);
                    reference.take(&mut archive, kind, &name)?;
                }
                None if required => return Err(no_styles()),
                None => {}
            }
        }
        Ok(reference)
    }

    /// Takes a part over, with what it refers to.
    fn take(&mut self, archive: &mut Archive<'_>, kind: &str, name: &str) -> Result<(), Text> {
        let mut text = archive.text(name)?;
        let document = parse(name, &text)?;
        let root = match kind {
            "theme" => (THEME, "theme"),
            "fontTable" => (NAMESPACE, "fonts"),
            _ => (NAMESPACE, kind),
        };
        rooted(name, &document, root)?;
        if kind == "styles" {
            let missing = self.rename(&document);
            let missing = self.renamed(&missing);
            let root = document.root_element().range();
            let Some(end) = text.get(..root.end).and_then(|text| text.rfind("</")) else {
                return Err(no_styles());
            };
            text.insert_str(end, &missing);
        }
        let relations = self.referred(archive, name)?;
        let file = if kind == "theme" { "theme/theme1.xml".to_owned() } else { format!("{kind}.xml") };
        let content_type = match kind {
            "theme" => "application/vnd.openxmlformats-officedocument.theme+xml".to_owned(),
            _ => format!("{}{kind}+xml", package::WORD),
        };
        let contents = text.into_bytes();
        self.parts.push(Part { name: format!("word/{file}"), content_type, contents, relations });
        self.relations.push(Relation::new(kind, format!("{OFFICE}{kind}"), file));
        Ok(())
    }

    /// Finds our styles among those of the file, by their names; returns those that it lacks.
    fn rename(&mut self, styles: &Document<'_>) -> String {
        let own: Vec<(&str, &str, String)> = styles
            .root_element()
            .children()
            .filter(|node| node.has_tag_name((NAMESPACE, "style")))
            .filter_map(|style| {
                let kind = style.attribute((NAMESPACE, "type")).unwrap_or("paragraph");
                let id = style.attribute((NAMESPACE, "styleId"))?;
                let name = style.children().find(|node| node.has_tag_name((NAMESPACE, "name")))?;
                Some((kind, id, name.attribute((NAMESPACE, "val"))?.to_lowercase()))
            })
            .collect();
        let mut missing = String::new();
        for style in style::all() {
            let same = |(kind, _, name): &&(&str, &str, String)| {
                *kind == style.kind && *name == style.name.to_lowercase()
            };
            if let Some((_, id, _)) = own.iter().find(same) {
                if *id != style.id {
                    self.renamed.insert(style.id, (*id).to_owned());
                }
                continue;
            }
            // Its id may stand for another style there.
            let mut xml = style.xml.replacen("<w:style ", &format!("<w:style xmlns:w=\"{NAMESPACE}\" "), 1);
            xml = xml.replacen(" w:default=\"1\"", "", 1);
            if own.iter().any(|(_, id, _)| *id == style.id) {
                let id = format!("Fugi{}", style.id);
                xml = xml.replacen(&format!("w:styleId=\"{}\"", style.id), &format!("w:styleId=\"{id}\""), 1);
                self.renamed.insert(style.id, id);
            }
            missing.push_str(&xml);
        }
        missing
    }

    /// Returns `xml` of ours with the ids that the styles have in this file.
    pub(super) fn renamed(&self, own: &str) -> String {
        const BEFORE: [&str; 5] = ["<w:pStyle ", "<w:rStyle ", "<w:tblStyle ", "<w:basedOn ", "<w:next "];
        let mut out = String::with_capacity(own.len());
        // Text of the matter cannot look like this: its brackets and quotation marks are escaped.
        for (index, piece) in own.split("w:val=\"").enumerate() {
            if index == 0 {
                out.push_str(piece);
                continue;
            }
            let is_style = BEFORE.iter().any(|element| out.ends_with(element));
            out.push_str("w:val=\"");
            let id = piece.split('"').next().unwrap_or_default();
            match self.renamed.get(id).filter(|_| is_style) {
                Some(other) => {
                    out.push_str(&xml(other));
                    out.push_str(piece.get(id.len()..).unwrap_or_default());
                }
                None => out.push_str(piece),
            }
        }
        out
    }

    fn outline(&mut self, archive: &mut Archive<'_>, name: &str, root: &str) -> Result<Outline, Text> {
        let xml = archive.text(name)?;
        let document = parse(name, &xml)?;
        rooted(name, &document, (NAMESPACE, root))?;
        let first = document.root_element().first_child();
        let Some(first) = first else {
            return Err(text!("{name} が空です", "{name} is empty"));
        };
        let begins = first.range().start;
        let relations = self.referred(archive, name)?;
        Ok(Outline { xml, begins, relations })
    }

    /// Takes over what a part refers to: pictures, fonts and addresses of pages.
    fn referred(&mut self, archive: &mut Archive<'_>, name: &str) -> Result<Vec<Relation>, Text> {
        let mut relations = archive.relations(name)?;
        for relation in &mut relations {
            let kind = relation.kind.strip_prefix(OFFICE).unwrap_or(&relation.kind);
            match (kind, relation.external) {
                ("hyperlink", true) => {}
                ("image" | "font", false) => {
                    let from = target(name, &relation.target);
                    let to = format!("word/reference/{}", from.replace('/', "-"));
                    if !self.parts.iter().any(|part| part.name == to) {
                        let content_type = archive.content_type(&from)?;
                        let contents = archive.bytes(&from)?;
                        self.parts.push(Part {
                            name: to.clone(),
                            content_type,
                            contents,
                            relations: Vec::new(),
                        });
                    }
                    relation.target = format!("/{to}");
                }
                (kind, _) => {
                    return Err(text!(
                        "{name} に、引き継げないもの（{kind}）があります。画像だけにして保存し直してください",
                        "{name} holds what cannot be taken over ({kind}); leave only pictures in it"
                    ));
                }
            }
        }
        Ok(relations)
    }
}

/// Refuses a part whose outermost element is another than its kind has: what stands in it would be taken for nothing.
fn rooted(name: &str, document: &Document<'_>, root: (&str, &str)) -> Result<(), Text> {
    let found = document.root_element().tag_name().name();
    if document.root_element().has_tag_name(root) {
        return Ok(());
    }
    let wanted = root.1;
    Err(text!(
        "{name} の一番外の要素が {wanted} ではありません（{found}）。Word で「Word 文書（.docx）」として保存し直してください",
        "the outermost element of {name} is {found}, not {wanted}; save it again with Word as Word Document (.docx)"
    ))
}

fn no_styles() -> Text {
    text!("スタイルがありません。Word で保存し直してください", "it has no styles; save it again with Word")
}

fn parse<'t>(name: &str, text: &'t str) -> Result<Document<'t>, Text> {
    Document::parse(text)
        .map_err(|error| text!("{name} が壊れています（{error}）", "{name} is damaged ({error})"))
}

/// Returns the id of the header or footer of most pages.
fn default_part<'d>(section: Node<'d, '_>, element: &str) -> Option<&'d str> {
    let mut found = section.children().filter(|node| node.has_tag_name((NAMESPACE, element)));
    let own = found.find(|node| node.attribute((NAMESPACE, "type")).unwrap_or("default") == "default")?;
    own.attribute((RELATIONS, "id"))
}

/// Returns size and margins of a section; `None` where it does not say them.
fn geometry(section: Node<'_, '_>) -> Result<Option<Geometry>, Text> {
    let child = |name| section.children().find(|node| node.has_tag_name((NAMESPACE, name)));
    let (Some(size), Some(margins)) = (child("pgSz"), child("pgMar")) else { return Ok(None) };
    let length = |node: Node<'_, '_>, name| {
        let own = node.attribute((NAMESPACE, name))?.parse::<i64>().ok()?;
        // A top margin below zero is one that a high header does not push down.
        u32::try_from(own.abs()).ok().filter(|own| i64::from(*own) <= LONGEST_SIDE)
    };
    let all = (|| {
        let gutter = length(margins, "gutter").unwrap_or(0);
        Some(Geometry {
            width: length(size, "w")?,
            height: length(size, "h")?,
            top: length(margins, "top")?,
            bottom: length(margins, "bottom")?,
            left: length(margins, "left")? + gutter,
            right: length(margins, "right")?,
            edges: (length(margins, "header")?, length(margins, "footer")?),
        })
    })();
    match all {
        Some(own) if own.area().0 >= LEAST_WIDTH && own.area().1 >= LEAST_WIDTH => Ok(Some(own)),
        _ => Err(text!(
            "用紙の大きさか余白が使えません。本文の幅と高さを9cm以上にしてください",
            "the size or the margins of its page cannot be used; leave at least 9 cm for the text"
        )),
    }
}
