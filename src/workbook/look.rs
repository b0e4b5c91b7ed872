//! How cells look: black on white with a little grey, so that a copy in black and white says the same.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

/// The letters: in Windows 10 and later, and in the documents of other formats.
const FONT: &str = "BIZ UDゴシック";

/// The set of characters by which a program chooses another Japanese font where this one is missing.
const SHIFT_JIS: u8 = 128;

/// What a cell is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Title of a sheet.
    Title,
    /// Remark over or under a table.
    Note,
    /// Words on a sheet that is no table.
    Plain,
    /// Heading of a column.
    Heading,
    /// Heading of a row or of a group of rows.
    Group,
    /// Words in a table.
    Body,
    /// A mark or a number in a table.
    Mark,
    /// Something to which attention is drawn: a mark in heavy letters.
    Strong,
    /// Words to fill in.
    Input,
    /// An answer to choose.
    Answer,
    /// A day to fill in.
    Date,
    /// A remark that a formula makes.
    Hint,
    /// A link to another sheet.
    Link,
}

impl Look {
    /// Returns the size of its letters in points.
    pub(super) fn size(self) -> f64 {
        match self {
            Self::Title => 13.0,
            Self::Note | Self::Hint => 8.5,
            // The longest name of a sheet stands in one line: LibreOffice does not break links.
            Self::Link => 8.0,
            _ => 9.0,
        }
    }

    /// Returns whether the cell is there to be filled in.
    pub(super) fn is_input(self) -> bool {
        matches!(self, Self::Answer | Self::Date | Self::Input)
    }

    pub(super) fn format(self) -> Format {
        let format = Format::new()
            .set_font_name(FONT)
            .set_font_charset(SHIFT_JIS)
            .set_font_size(self.size())
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_align(FormatAlign::Left);
        let boxed = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(0x0059_5959);
        match self {
            Self::Title => format.set_bold(),
            Self::Note | Self::Plain => format,
            Self::Heading => boxed(format)
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(0x00DD_E4EC),
            Self::Group => boxed(format).set_background_color(0x00F2_F4F7),
            Self::Body => boxed(format),
            Self::Mark => boxed(format).set_align(FormatAlign::Center),
            Self::Strong => boxed(format).set_bold().set_align(FormatAlign::Center),
            // Text, so that 1/2 does not become a date.
            Self::Input => boxed(format).set_unlocked().set_num_format("@").set_background_color(0x00FF_FBE6),
            Self::Answer => boxed(format)
                .set_unlocked()
                .set_num_format("@")
                .set_align(FormatAlign::Center)
                .set_background_color(0x00FF_FBE6),
            Self::Date => boxed(format)
                .set_unlocked()
                .set_num_format("yyyy/mm/dd")
                .set_align(FormatAlign::Center)
                .set_background_color(0x00FF_FBE6),
            Self::Hint => boxed(format).set_bold().set_align(FormatAlign::VerticalCenter),
            Self::Link => boxed(format).set_underline(FormatUnderline::Single).set_font_color(0x0000_3C8F),
        }
    }
}

/// Returns the format that the widths of columns are counted in: a digit of it is 7 pixels wide.
pub(super) fn standard() -> Format {
    Format::new().set_font_name(FONT).set_font_charset(SHIFT_JIS).set_font_size(10.5)
}

/// Returns letters as they stand in a cell of that look, underlined or not.
pub(super) fn letters(look: Look, underlined: bool) -> Format {
    let format = Format::new().set_font_name(FONT).set_font_charset(SHIFT_JIS).set_font_size(look.size());
    if underlined { format.set_underline(FormatUnderline::Single) } else { format }
}

/// Returns how a cell looks while something is missing in it: red, heavy frame.
pub(super) fn missing() -> Format {
    Format::new()
        .set_background_color(0x00F8_C9C4)
        .set_font_color(0x0080_0000)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::Red)
}
