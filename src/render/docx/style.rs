//! The styles of a submission: a clerk who changes one in Word changes all that it is used for. Those that Word
//! has itself (shown as 標準, 本文, 見出し 1) keep Word's names, the others are named in Japanese.

use super::package::DECLARATION;
use std::fmt::Write as _;

/// 明朝: running text.
pub(super) const MINCHO: &str = "BIZ UDMincho";
/// ゴシック: headings, labels, diagrams.
pub(super) const GOTHIC: &str = "BIZ UDGothic";

/// The namespace of a Word document's own elements.
pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A style of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Assumed,
    AssumedPlace,
    Body,
    Caption,
    CenteredBody,
    ChecklistGroup,
    ChecklistLegend,
    ChecklistMark,
    ChecklistNote,
    ChecklistReason,
    ChecklistText,
    ColumnHead,
    ComparisonHead,
    ComparisonText,
    Covered,
    CoverFoot,
    CoverHeading,
    Evidence,
    FieldLabel,
    FieldParagraph,
    FieldText,
    Footer,
    Header,
    Heading1,
    Heading2,
    Heading3,
    Items,
    Legend,
    MaterialNumber,
    Note,
    Picture,
    PictureHeading,
    Point,
    PointText,
    RightBody,
    SectionEnd,
    SubPoint,
    SubPointText,
    Detail,
    DetailText,
    TableBullet,
    TableText,
}

/// A style of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// 案, 見本.
    Mark,
    /// Words that changed since last year.
    Changed,
    /// An item that a legend speaks of.
    UnderlinedItem,
}

/// Id of the style of every table.
pub(super) const TABLE: &str = "FormTable";

/// How a paragraph stands between its sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Align {
    Both,
    Center,
    Right,
    Start,
}

/// What a style of a paragraph says. Lengths are in twentieths of a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Definition {
    style: Style,
    /// What paragraphs call it.
    pub(super) id: &'static str,
    /// What Word's list calls it.
    name: &'static str,
    gothic: bool,
    /// Size of the text in half points.
    pub(super) size: u32,
    /// Least height of a line.
    pub(super) pitch: u32,
    /// Space before and after.
    pub(super) space: (u32, u32),
    /// Indent on the left, and of the first line against it, in hundredths of a character.
    indent: (i32, i32),
    align: Align,
    keep_next: bool,
    /// Level in the navigation pane, from 0.
    outline: Option<u8>,
}

impl Definition {
    const fn new(style: Style, id: &'static str, name: &'static str, size: u32, pitch: u32) -> Self {
        Self {
            style,
            id,
            name,
            gothic: false,
            size,
            pitch,
            space: (0, 0),
            indent: (0, 0),
            align: Align::Both,
            keep_next: false,
            outline: None,
        }
    }

    const fn gothic(self) -> Self {
        Self { gothic: true, align: Align::Start, ..self }
    }

    const fn space(self, before: u32, after: u32) -> Self {
        Self { space: (before, after), ..self }
    }

    const fn indent(self, left: i32, first: i32) -> Self {
        Self { indent: (left, first), ..self }
    }

    const fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    const fn keep_next(self) -> Self {
        Self { keep_next: true, ..self }
    }

    const fn outline(self, level: u8) -> Self {
        Self { outline: Some(level), keep_next: true, ..self }
    }

    /// Returns the indents on the left: of all lines, and of the first against them.
    pub(super) fn indents(&self) -> (i32, i32) {
        let character = i32::try_from(self.size).unwrap_or(21);
        (self.indent.0 * character / 10, self.indent.1 * character / 10)
    }

    /// Returns the element that indents a paragraph, `inset` more than the style does.
    pub(super) fn indentation(&self, inset: u32) -> String {
        let (left, first) = self.indents();
        let left = i64::from(left) + i64::from(inset);
        match first {
            0.. => format!("<w:ind w:left=\"{left}\" w:firstLine=\"{first}\"/>"),
            _ => format!("<w:ind w:left=\"{left}\" w:hanging=\"{}\"/>", -first),
        }
    }

    fn write(&self, out: &mut String) {
        // Word's own styles are known by their English names; every other one is the clerk's.
        let custom = if self.name.is_ascii() { "" } else { " w:customStyle=\"1\"" };
        let (id, name) = (self.id, self.name);
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\"{custom} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>"
        );
        out.push_str("<w:basedOn w:val=\"Normal\"/>");
        if self.outline.is_some() {
            out.push_str("<w:next w:val=\"BodyText\"/>");
        }
        out.push_str("<w:qFormat/><w:pPr>");
        if self.keep_next {
            out.push_str("<w:keepNext/><w:keepLines/>");
        }
        let (before, after) = self.space;
        let rule = match self.style {
            // A line as high as the picture in it.
            Style::Picture => "w:line=\"240\" w:lineRule=\"auto\"".to_owned(),
            Style::SectionEnd => format!("w:line=\"{}\" w:lineRule=\"exact\"", self.pitch),
            _ => format!("w:line=\"{}\" w:lineRule=\"atLeast\"", self.pitch),
        };
        let _ = write!(out, "<w:spacing w:before=\"{before}\" w:after=\"{after}\" {rule}/>");
        if self.indents() != (0, 0) {
            out.push_str(&self.indentation(0));
        }
        let align = match self.align {
            Align::Both => "both",
            Align::Center => "center",
            Align::Right => "right",
            Align::Start => "left",
        };
        let _ = write!(out, "<w:jc w:val=\"{align}\"/>");
        if let Some(level) = self.outline {
            let _ = write!(out, "<w:outlineLvl w:val=\"{level}\"/>");
        }
        out.push_str("</w:pPr><w:rPr>");
        if self.gothic {
            out.push_str(&fonts(GOTHIC));
        }
        let size = self.size;
        let _ = write!(out, "<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>");
    }
}

/// Every style of a paragraph.
#[rustfmt::skip]
static DEFINITIONS: &[Definition] = &[
    Definition::new(Style::Body, "BodyText", "Body Text", 21, 340).space(0, 60),
    Definition::new(Style::CenteredBody, "CenteredBody", "本文（中央）", 21, 340).align(Align::Center).space(360, 360),
    Definition::new(Style::RightBody, "RightBody", "本文（右）", 21, 340).align(Align::Right).space(60, 60),
    Definition::new(Style::CoverFoot, "CoverFoot", "表紙の担当", 22, 360).align(Align::Center),
    Definition::new(Style::Heading1, "Heading1", "heading 1", 28, 420).gothic().space(0, 140).outline(0),
    Definition::new(Style::CoverHeading, "CoverHeading", "表紙の見出し", 36, 560).gothic().align(Align::Center).space(1400, 900).outline(0),
    Definition::new(Style::PictureHeading, "PictureHeading", "図の見出し", 26, 330).gothic().space(20, 60).outline(0),
    Definition::new(Style::Heading2, "Heading2", "heading 2", 24, 380).gothic().space(160, 60).outline(1),
    Definition::new(Style::Heading3, "Heading3", "heading 3", 20, 320).gothic().space(180, 60).outline(2),
    Definition::new(Style::MaterialNumber, "MaterialNumber", "資料番号", 22, 360).align(Align::Right).keep_next(),
    Definition::new(Style::Caption, "Caption", "caption", 21, 340).gothic().space(240, 80).keep_next(),
    Definition::new(Style::Note, "Note", "注", 21, 330).indent(100, -100).space(60, 0),
    Definition::new(Style::FieldLabel, "FieldLabel", "表の見出し", 19, 270).gothic(),
    Definition::new(Style::FieldText, "FieldText", "表の本文", 21, 330),
    Definition::new(Style::FieldParagraph, "FieldParagraph", "表の本文（字下げ）", 21, 330).indent(0, 100),
    Definition::new(Style::Point, "Point", "項目", 21, 330).indent(200, -200).space(60, 0).keep_next(),
    Definition::new(Style::PointText, "PointText", "項目の本文", 21, 330).indent(100, 100),
    Definition::new(Style::SubPoint, "SubPoint", "細目", 21, 330).indent(400, -300),
    Definition::new(Style::SubPointText, "SubPointText", "細目の本文", 21, 330).indent(400, 100),
    Definition::new(Style::Detail, "Detail", "小細目", 21, 330).indent(600, -200),
    Definition::new(Style::DetailText, "DetailText", "小細目の本文", 21, 330).indent(500, 100),
    Definition::new(Style::Items, "Items", "情報項目", 21, 340),
    Definition::new(Style::Legend, "Legend", "凡例", 19, 290).indent(100, -100).space(40, 0),
    Definition::new(Style::ColumnHead, "ColumnHead", "表の列見出し", 18, 250).gothic(),
    Definition::new(Style::ComparisonHead, "ComparisonHead", "新旧の見出し", 17, 222).gothic(),
    Definition::new(Style::ComparisonText, "ComparisonText", "新旧の文字", 17, 222).align(Align::Start),
    Definition::new(Style::TableText, "TableText", "表の文字", 18, 250).align(Align::Start),
    Definition::new(Style::TableBullet, "TableBullet", "表の箇条", 18, 244).align(Align::Start).indent(100, -100),
    Definition::new(Style::Covered, "Covered", "対策の対象", 19, 300).gothic().space(0, 60),
    Definition::new(Style::ChecklistGroup, "ChecklistGroup", "対策の区分", 18, 260).gothic(),
    Definition::new(Style::ChecklistNote, "ChecklistNote", "対策の注記", 19, 270).align(Align::Right),
    Definition::new(Style::ChecklistText, "ChecklistText", "対策", 18, 226),
    Definition::new(Style::ChecklistLegend, "ChecklistLegend", "対策の印の凡例", 15, 190).gothic(),
    Definition::new(Style::ChecklistMark, "ChecklistMark", "対策の印", 20, 230).gothic().align(Align::Center),
    Definition::new(Style::ChecklistReason, "ChecklistReason", "対策の理由", 14, 170).gothic().align(Align::Center),
    Definition::new(Style::Evidence, "Evidence", "証跡", 17, 250),
    Definition::new(Style::Assumed, "Assumed", "推定の理由", 18, 270).indent(100, -100).space(60, 0).keep_next(),
    Definition::new(Style::AssumedPlace, "AssumedPlace", "推定した所", 18, 260).indent(200, -100),
    Definition::new(Style::Picture, "Picture", "図", 2, 240).align(Align::Center),
    Definition::new(Style::SectionEnd, "SectionEnd", "節の終わり", 2, 20),
    Definition::new(Style::Header, "Header", "header", 18, 280).gothic(),
    Definition::new(Style::Footer, "Footer", "footer", 18, 240).gothic().align(Align::Center),
];

/// Stands where a style has no line in the table, which the tests rule out.
static PLAIN: Definition = Definition::new(Style::Body, "BodyText", "Body Text", 21, 340);

impl Style {
    /// Returns what the style says.
    pub(super) fn definition(self) -> &'static Definition {
        DEFINITIONS.iter().find(|definition| definition.style == self).unwrap_or(&PLAIN)
    }
}

impl Look {
    /// Returns the id of the style.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Changed => "ChangedWords",
            Self::Mark => "DraftMark",
            Self::UnderlinedItem => "UnderlinedItem",
        }
    }
}

fn fonts(name: &str) -> String {
    format!("<w:rFonts w:ascii=\"{name}\" w:eastAsia=\"{name}\" w:hAnsi=\"{name}\" w:cs=\"{name}\"/>")
}

/// A style as it is written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// paragraph, character, table.
    pub(super) kind: &'static str,
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) xml: String,
}

/// Returns every style, the ones that others are based on first.
pub(super) fn all() -> impl Iterator<Item = Written> {
    let base = [("paragraph", "Normal", "Normal", NORMAL)].into_iter().chain(OTHERS.iter().copied());
    let base = base.map(|(kind, id, name, rest)| {
        // Word's own styles are known by their English names; every other one is the clerk's.
        let custom = if name.is_ascii() { "" } else { " w:customStyle=\"1\"" };
        let default = if rest.contains("<w:basedOn") { "" } else { " w:default=\"1\"" };
        let xml = format!(
            "<w:style w:type=\"{kind}\"{default}{custom} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{rest}</w:style>"
        );
        Written { kind, id, name, xml }
    });
    base.chain(DEFINITIONS.iter().map(|own| {
        let mut xml = String::new();
        own.write(&mut xml);
        Written { kind: "paragraph", id: own.id, name: own.name, xml }
    }))
}

/// Returns the part of styles.
pub(super) fn part() -> String {
    let fonts = fonts(MINCHO);
    let styles: String = all().map(|style| style.xml).collect();
    format!(
        "{DECLARATION}<w:styles xmlns:w=\"{NAMESPACE}\"><w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:kern w:val=\"2\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/><w:lang w:val=\"ja-JP\" w:eastAsia=\"ja-JP\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:kinsoku/><w:overflowPunct/></w:pPr></w:pPrDefault></w:docDefaults>{styles}</w:styles>"
    )
}

const NORMAL: &str =
    "<w:qFormat/><w:pPr><w:spacing w:line=\"340\" w:lineRule=\"atLeast\"/><w:jc w:val=\"both\"/></w:pPr>";

/// Styles of words and tables: kind, id, name, and what they say.
#[rustfmt::skip]
const OTHERS: &[(&str, &str, &str, &str)] = &[
    ("character", "DefaultParagraphFont", "Default Paragraph Font", "<w:uiPriority w:val=\"1\"/><w:semiHidden/>"),
    ("character", "UnderlinedItem", "下線の項目", "<w:basedOn w:val=\"DefaultParagraphFont\"/><w:qFormat/><w:rPr><w:u w:val=\"single\"/></w:rPr>"),
    ("character", "ChangedWords", "改めた語", "<w:basedOn w:val=\"DefaultParagraphFont\"/><w:qFormat/><w:rPr><w:u w:val=\"single\"/></w:rPr>"),
    ("character", "DraftMark", "案・見本の印", "<w:basedOn w:val=\"DefaultParagraphFont\"/><w:qFormat/><w:rPr><w:rFonts w:ascii=\"BIZ UDGothic\" w:eastAsia=\"BIZ UDGothic\" w:hAnsi=\"BIZ UDGothic\" w:cs=\"BIZ UDGothic\"/><w:color w:val=\"A3001B\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/><w:bdr w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"A3001B\"/></w:rPr>"),
    ("table", "TableNormal", "Normal Table", "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"),
    ("table", "FormTable", "様式の表", "<w:basedOn w:val=\"TableNormal\"/><w:qFormat/><w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/><w:left w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/><w:right w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/><w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/><w:insideV w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/></w:tblBorders><w:tblCellMar><w:top w:w=\"20\" w:type=\"dxa\"/><w:left w:w=\"100\" w:type=\"dxa\"/><w:bottom w:w=\"50\" w:type=\"dxa\"/><w:right w:w=\"100\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_style_is_defined_once() {
        let ids: BTreeSet<&str> = DEFINITIONS.iter().map(|definition| definition.id).collect();
        let names: BTreeSet<&str> = DEFINITIONS.iter().map(|definition| definition.name).collect();
        assert_eq!((ids.len(), names.len()), (DEFINITIONS.len(), DEFINITIONS.len()));
        assert_eq!(Style::TableText as usize + 1, DEFINITIONS.len());
        for definition in DEFINITIONS {
            assert_eq!(definition.style.definition().id, definition.id);
        }
        for look in [Look::Changed, Look::Mark, Look::UnderlinedItem] {
            assert!(part().contains(&format!("w:styleId=\"{}\"", look.id())));
        }
    }
}
