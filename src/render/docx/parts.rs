//! The parts that are the same for every paper: settings, the list of fonts, the theme; and the properties that
//! Word shows of a file.

use super::package::{DECLARATION, Part};
use super::style::{GOTHIC, MINCHO, NAMESPACE};
use crate::document::tree::Document;
use crate::render::escape::xml;

/// Returns the settings: Japanese line breaking and spacing, no compatibility mode.
pub(super) fn settings() -> String {
    format!(
        "{DECLARATION}<w:settings xmlns:w=\"{NAMESPACE}\"><w:zoom w:percent=\"100\"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val=\"840\"/><w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"ja-JP\" w:eastAsia=\"ja-JP\"/><w:clrSchemeMapping w:bg1=\"light1\" w:t1=\"dark1\" w:bg2=\"light2\" w:t2=\"dark2\" w:accent1=\"accent1\" w:accent2=\"accent2\" w:accent3=\"accent3\" w:accent4=\"accent4\" w:accent5=\"accent5\" w:accent6=\"accent6\" w:hyperlink=\"hyperlink\" w:followedHyperlink=\"followedHyperlink\"/><w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>"
    )
}

/// Returns the list of fonts. Windows calls BIZ UD by its weight; where it is missing, the other names and the
/// PANOSE number lead to the nearest font there is.
pub(super) fn fonts() -> String {
    let font = |name: &str, others: &str, panose: &str, family: &str| {
        format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{others}\"/><w:panose1 w:val=\"{panose}\"/><w:charset w:val=\"80\"/><w:family w:val=\"{family}\"/><w:pitch w:val=\"fixed\"/></w:font>"
        )
    };
    let mincho = font(
        MINCHO,
        "BIZ UDMincho Medium,BIZ UD明朝 Medium,Yu Mincho,游明朝,MS Mincho,ＭＳ 明朝",
        "02020400000000000000",
        "roman",
    );
    let gothic = font(
        GOTHIC,
        "BIZ UDゴシック,Yu Gothic,游ゴシック,MS Gothic,ＭＳ ゴシック",
        "020B0400000000000000",
        "modern",
    );
    format!("{DECLARATION}<w:fonts xmlns:w=\"{NAMESPACE}\">{mincho}{gothic}</w:fonts>")
}

/// Returns the theme: black on white, and the two fonts.
pub(super) fn theme() -> Part {
    let colour = |name: &str, value: &str| format!("<a:{name}><a:srgbClr val=\"{value}\"/></a:{name}>");
    let colours: String = [
        ("dk1", "000000"),
        ("lt1", "FFFFFF"),
        ("dk2", "3A3222"),
        ("lt2", "F3F5F8"),
        ("accent1", "1C2F4A"),
        ("accent2", "A30000"),
        ("accent3", "1D6B2F"),
        ("accent4", "5B2D8E"),
        ("accent5", "0B4F9E"),
        ("accent6", "A87400"),
        ("hlink", "0B4F9E"),
        ("folHlink", "5B2D8E"),
    ]
    .into_iter()
    .map(|(name, value)| colour(name, value))
    .collect();
    let fonts = |name: &str| {
        format!(
            "<a:latin typeface=\"{name}\"/><a:ea typeface=\"{name}\"/><a:cs typeface=\"\"/><a:font script=\"Jpan\" typeface=\"{name}\"/>"
        )
    };
    let (major, minor) = (fonts(GOTHIC), fonts(MINCHO));
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let fills = fill.repeat(3);
    let lines: String =
        [6350, 12700, 19050].into_iter().map(|width| format!("<a:ln w=\"{width}\">{fill}</a:ln>")).collect();
    let effects = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    let contents = format!(
        "{DECLARATION}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"fugi\"><a:themeElements><a:clrScheme name=\"fugi\">{colours}</a:clrScheme><a:fontScheme name=\"fugi\"><a:majorFont>{major}</a:majorFont><a:minorFont>{minor}</a:minorFont></a:fontScheme><a:fmtScheme name=\"fugi\"><a:fillStyleLst>{fills}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fills}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    );
    let kind = "application/vnd.openxmlformats-officedocument.theme+xml";
    other("word/theme/theme1.xml", kind, contents)
}

/// Returns the properties of the file: no date, so that the same matter gives the same bytes.
pub(super) fn core(document: &Document) -> Part {
    let (title, ward) = (xml(&document.title), xml(&document.ward));
    let subject = xml(&format!("{}　{}（{}）", document.council, document.paper, document.fiscal_year));
    let status = match (document.sample, document.draft) {
        (true, true) => "見本・案",
        (true, false) => "見本",
        (false, true) => "案",
        (false, false) => "確定",
    };
    let contents = format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{ward}</dc:creator><dc:language>ja-JP</dc:language><cp:contentStatus>{status}</cp:contentStatus></cp:coreProperties>"
    );
    other("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", contents)
}

/// Returns the properties that name the program.
pub(super) fn application() -> Part {
    let contents = format!(
        "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>fugi</Application></Properties>"
    );
    let kind = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
    other("docProps/app.xml", kind, contents)
}

fn other(name: &str, content_type: &str, contents: String) -> Part {
    Part {
        name: name.to_owned(),
        content_type: content_type.to_owned(),
        contents: contents.into_bytes(),
        relations: Vec::new(),
    }
}
