//! How a year's papers are printed: the blocks of the cover, the style of dates, names and notices.

use super::date::DayOrMonth;
use super::era;
use super::vocabulary::{
    AgendaColumn, AgendaHolds, CoverPlace, CoverValue, DateStyle, Digits, FootPlace, FootValue,
    MaterialValue, Paging, PaperSize,
};
use crate::source::Located;
use chrono::{Datelike, NaiveDate};

/// The cover (表紙), as the year's form has it.
#[derive(Clone, Debug)]
pub struct Cover {
    /// Its heading.
    pub heading: Located<String>,
    /// What stands under it, in order.
    pub blocks: Vec<CoverBlock>,
}

/// A block of the cover.
#[derive(Clone, Debug)]
pub enum CoverBlock {
    /// Labels with words beside them.
    Fields(Vec<(Located<String>, Words)>),
    /// A line, and where it stands.
    Line(CoverPlace, Words),
    /// Meeting and decision. Fields of the form's own are printed once there is a decision; `None` stands for the
    /// standard ones, which say when the council sits as soon as that is known. A field with nothing in it is not printed.
    Decision(Option<Vec<(Located<String>, Words)>>),
}

/// Words with values of the ward and the matter among them.
#[derive(Clone, Debug, Default)]
pub struct Words(pub Vec<Piece>);

/// A piece of such words.
#[derive(Clone, Debug)]
pub enum Piece {
    /// As it stands in the form.
    Text(String),
    /// A value, in its place.
    Value(CoverValue),
}

impl Words {
    /// Returns whether they hold a value.
    #[must_use]
    pub fn holds(&self, value: CoverValue) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Value(own) if *own == value))
    }
}

impl Cover {
    /// Returns whether it prints a value.
    #[must_use]
    pub fn prints(&self, value: CoverValue) -> bool {
        self.blocks.iter().any(|block| match block {
            CoverBlock::Fields(fields) => fields.iter().any(|(_, words)| words.holds(value)),
            CoverBlock::Line(_, words) => words.holds(value),
            CoverBlock::Decision(_) => false,
        })
    }

    /// Returns the label beside a value, where it stands in a field.
    #[must_use]
    pub fn label(&self, value: CoverValue) -> Option<&str> {
        let fields = self.blocks.iter().filter_map(|block| match block {
            CoverBlock::Fields(fields) => Some(fields),
            _ => None,
        });
        let mut fields = fields.flatten();
        fields.find(|(_, words)| words.holds(value)).map(|(label, _)| label.value.as_str())
    }
}

/// How the papers of a year are printed.
#[derive(Clone, Debug)]
pub struct Print {
    /// What the paper is called: 付議資料, 諮問書.
    pub name: String,
    /// Era or western years.
    pub dates: DateStyle,
    /// The digits of every number that the paper prints; where the form does not say, numbers and days of an era are
    /// full-width and western days half-width.
    pub digits: Option<Digits>,
    /// The parts whose pages lie on their side, beside the diagrams.
    pub landscape: Vec<String>,
    /// The size of the paper. Diagrams are drawn for A4 or A3 as they need.
    pub paper: PaperSize,
    /// Parts on paper of another size.
    pub papers: Vec<(String, PaperSize)>,
    /// What stands on every page: 取扱注意.
    pub notices: Vec<String>,
    /// True where a table of its lines follows each diagram, with the items that pass on each.
    pub lines: bool,
    /// What stands at the foot of every page.
    pub footer: Vec<Foot>,
    /// How pages are numbered.
    pub paging: Paging,
    /// The numbers of materials.
    pub materials: Materials,
    /// The words of the agenda.
    pub agenda: Agenda,
}

/// A line at the foot of every page.
#[derive(Clone, Debug)]
pub struct Foot {
    /// At which side.
    pub place: FootPlace,
    /// Its words.
    pub pieces: Vec<FootPiece>,
}

/// A piece of such a line.
#[derive(Clone, Debug)]
pub enum FootPiece {
    /// As it stands in the form.
    Text(String),
    /// A value, in its place.
    Value(FootValue),
}

/// What stands behind the title of a diagram over the table of its lines.
pub const OF_LINES: &str = "（渡し方と項目）";

/// How materials are numbered.
#[derive(Clone, Debug)]
pub struct Materials {
    /// The number of a matter: 資料{agenda}.
    pub matter: Vec<MaterialPiece>,
    /// The number of a diagram or a list in a matter that has a number: 資料{agenda}－{index}.
    pub numbered: Vec<MaterialPiece>,
    /// The same where the matter has none: 資料{index}.
    pub unnumbered: Vec<MaterialPiece>,
}

/// A piece of the number of a material.
#[derive(Clone, Debug)]
pub enum MaterialPiece {
    /// As it stands in the form.
    Text(String),
    /// A number, in its place.
    Value(MaterialValue),
}

/// The words of the agenda (会議次第) and of the list of the year's matters.
#[derive(Clone, Debug)]
pub struct Agenda {
    /// Its heading: 会議次第.
    pub heading: String,
    /// The labels of meeting, day and place.
    pub facts: [String; 3],
    /// Its items.
    pub items: Vec<AgendaItem>,
    /// What the table of matters is called.
    pub matters: String,
    /// Its columns.
    pub columns: Vec<(AgendaColumn, String)>,
    /// What the table of materials is called; where no item holds it, it stands at the end.
    pub materials: String,
    /// The two columns of it: number and title.
    pub material_columns: [String; 2],
    /// The heading of the list of the year's matters: 付議案件一覧.
    pub list: String,
    /// Its columns.
    pub list_columns: Vec<(AgendaColumn, String)>,
}

/// An item of the agenda.
#[derive(Clone, Debug)]
pub struct AgendaItem {
    /// Its words.
    pub text: String,
    /// What stands under it.
    pub holds: Option<AgendaHolds>,
}

impl Default for Print {
    fn default() -> Self {
        use FootPiece::{Text, Value};
        let foot = vec![Value(FootValue::Page), Text(" / ".to_owned()), Value(FootValue::Pages)];
        Self {
            name: "付議資料".to_owned(),
            dates: DateStyle::Era,
            digits: None,
            landscape: Vec::new(),
            paper: PaperSize::A4,
            papers: Vec::new(),
            notices: Vec::new(),
            lines: false,
            footer: vec![Foot { place: FootPlace::Center, pieces: foot }],
            paging: Paging::Whole,
            materials: Materials::default(),
            agenda: Agenda::default(),
        }
    }
}

impl Default for Materials {
    fn default() -> Self {
        use MaterialPiece::{Text, Value};
        let word = || Text("資料".to_owned());
        let (agenda, index) = (Value(MaterialValue::Agenda), Value(MaterialValue::Index));
        Self {
            matter: vec![word(), agenda.clone()],
            numbered: vec![word(), agenda, Text("－".to_owned()), index.clone()],
            unnumbered: vec![word(), index],
        }
    }
}

impl Default for Agenda {
    fn default() -> Self {
        let item = |text: &str, holds| AgendaItem { text: text.to_owned(), holds };
        Self {
            heading: "会議次第".to_owned(),
            facts: ["会議", "日", "場所"].map(str::to_owned),
            items: vec![
                item("開会", None),
                item("付議事項", Some(AgendaHolds::Matters)),
                item("その他", None),
                item("閉会", None),
            ],
            matters: "付議事項の一覧".to_owned(),
            columns: columns(&[
                AgendaColumn::Number,
                AgendaColumn::Title,
                AgendaColumn::Department,
                AgendaColumn::Basis,
                AgendaColumn::Outcome,
            ]),
            materials: "配布資料".to_owned(),
            material_columns: ["資料番号", "題"].map(str::to_owned),
            list: "付議案件一覧".to_owned(),
            list_columns: columns(&[
                AgendaColumn::Title,
                AgendaColumn::Department,
                AgendaColumn::Basis,
                AgendaColumn::Number,
                AgendaColumn::Meeting,
                AgendaColumn::Outcome,
                AgendaColumn::Term,
            ]),
        }
    }
}

/// Returns columns with the headings that they have where the form says nothing.
fn columns(all: &[AgendaColumn]) -> Vec<(AgendaColumn, String)> {
    let heading = |own: AgendaColumn| match own {
        AgendaColumn::Number => "資料番号",
        AgendaColumn::Title => "件名",
        AgendaColumn::Department => "担当課",
        AgendaColumn::Basis => "要綱の根拠（種別）",
        AgendaColumn::Meeting => "会議（日）",
        AgendaColumn::Outcome => "決定と条件",
        AgendaColumn::Term => "開始時期と期限",
    };
    all.iter().map(|own| (*own, heading(*own).to_owned())).collect()
}

impl Print {
    /// Returns a number: ３０, 30, 三十.
    #[must_use]
    pub fn number(&self, number: u64) -> String {
        self.digits.unwrap_or(Digits::Full).number(number)
    }

    /// Returns a number with a comma every three digits, where its digits have places: ３６，０００, 三万六千.
    #[must_use]
    pub fn grouped(&self, number: u64) -> String {
        match self.digits.unwrap_or(Digits::Full) {
            Digits::Full => era::full_width(era::thousands(number)),
            Digits::Half => era::thousands(number),
            Digits::Kanji => era::kanji(number),
        }
    }

    /// Returns the number of a point on the first level, from 0: １.
    #[must_use]
    pub fn point(&self, index: usize) -> String {
        self.number(index as u64 + 1)
    }

    /// Returns the number of a point on the second level, from 0: （１）.
    #[must_use]
    pub fn sub_point(&self, index: usize) -> String {
        format!("（{}）", self.point(index))
    }

    /// Returns the number of a point on a level from 1, from 0: １, （１）, ア.
    #[must_use]
    pub fn point_on(&self, level: u8, index: usize) -> String {
        match level {
            0 | 1 => self.point(index),
            2 => self.sub_point(index),
            _ => era::kana(index),
        }
    }

    /// Returns a day: 令和８年４月１日, 2026年4月1日, 令和八年四月一日.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        let digits = self.digits_of_days();
        match self.dates {
            DateStyle::Era => era::print_in(day, &|number| digits.number(number)),
            DateStyle::Western => {
                let (month, date) = (digits.number(day.month().into()), digits.number(day.day().into()));
                format!("{}年{month}月{date}日", digits.year(day.year()))
            }
        }
    }

    /// Returns a day, or the month where only that is known: 令和７年６月.
    #[must_use]
    pub fn day_or_month(&self, own: DayOrMonth) -> String {
        let day = self.day(own.last);
        match day.rsplit_once('月') {
            Some((month, _)) if own.is_month => format!("{month}月"),
            _ => day,
        }
    }

    /// Returns a fiscal year: 令和８年度, 2026年度, 令和八年度.
    #[must_use]
    pub fn fiscal_year(&self, year: i32) -> String {
        let digits = self.digits_of_days();
        match self.dates {
            DateStyle::Era => era::print_fiscal_year_in(year, &|number| digits.number(number)),
            DateStyle::Western => format!("{}年度", digits.year(year)),
        }
    }

    fn digits_of_days(&self) -> Digits {
        self.digits.unwrap_or(match self.dates {
            DateStyle::Era => Digits::Full,
            DateStyle::Western => Digits::Half,
        })
    }

    /// Returns the words before the numbers in that of a diagram or a list: 資料.
    #[must_use]
    pub fn material_word(&self) -> &str {
        match self.materials.numbered.first() {
            Some(MaterialPiece::Text(text)) => text,
            _ => "",
        }
    }

    /// Returns the number of a matter on the agenda: 資料１３.
    #[must_use]
    pub fn material_of_matter(&self, agenda: u64) -> String {
        self.numbered(&self.materials.matter, Some(agenda), None)
    }

    /// Returns what the number of a matter is called, without the number: 資料, or 議第…号.
    #[must_use]
    pub fn matter_word(&self) -> String {
        let word = |piece: &MaterialPiece| match piece {
            MaterialPiece::Text(text) => Some(text.clone()),
            MaterialPiece::Value(_) => None,
        };
        self.materials.matter.iter().filter_map(word).collect::<Vec<_>>().join("…")
    }

    /// Returns the number of a diagram or a list: 資料１３－１.
    #[must_use]
    pub fn material(&self, agenda: Option<u64>, index: u64) -> String {
        let pieces = match agenda {
            Some(_) => &self.materials.numbered,
            None => &self.materials.unnumbered,
        };
        self.numbered(pieces, agenda, Some(index))
    }

    fn numbered(&self, pieces: &[MaterialPiece], agenda: Option<u64>, index: Option<u64>) -> String {
        let piece = |piece: &MaterialPiece| {
            let number = match piece {
                MaterialPiece::Text(text) => return text.clone(),
                MaterialPiece::Value(MaterialValue::Index) => index,
                MaterialPiece::Value(MaterialValue::Agenda) => agenda,
            };
            number.map_or_else(String::new, |number| self.number(number))
        };
        pieces.iter().map(piece).collect()
    }
}

impl Digits {
    /// Returns a number in these digits.
    #[must_use]
    pub fn number(self, number: u64) -> String {
        match self {
            Self::Full => era::full_width(number),
            Self::Half => number.to_string(),
            Self::Kanji => era::kanji(number),
        }
    }

    /// Returns a western year in these digits: ２０２６, 2026, 二〇二六.
    #[must_use]
    pub fn year(self, year: i32) -> String {
        match self {
            Self::Full => era::full_width(year),
            Self::Half => year.to_string(),
            Self::Kanji => era::kanji_digits(year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_have_the_digits_of_the_form() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 10).unwrap();
        let of = |dates, digits| {
            let print = Print { dates, digits, ..Print::default() };
            (print.day(day), print.fiscal_year(2026), print.grouped(36_000), print.sub_point(9))
        };
        let said = |day: &str, year: &str, count: &str, point: &str| {
            (day.to_owned(), year.to_owned(), count.to_owned(), point.to_owned())
        };
        let (era, western) = (DateStyle::Era, DateStyle::Western);
        let (full, half, kanji) = (Some(Digits::Full), Some(Digits::Half), Some(Digits::Kanji));
        assert_eq!(of(era, None), said("令和８年１２月１０日", "令和８年度", "３６，０００", "（１０）"));
        assert_eq!(of(western, None), said("2026年12月10日", "2026年度", "３６，０００", "（１０）"));
        assert_eq!(of(era, half), said("令和8年12月10日", "令和8年度", "36,000", "（10）"));
        assert_eq!(
            of(western, full),
            said("２０２６年１２月１０日", "２０２６年度", "３６，０００", "（１０）")
        );
        assert_eq!(of(era, kanji), said("令和八年十二月十日", "令和八年度", "三万六千", "（十）"));
        assert_eq!(of(western, kanji), said("二〇二六年十二月十日", "二〇二六年度", "三万六千", "（十）"));
    }

    #[test]
    fn each_level_of_points_has_numbers_of_its_own() {
        let of = |digits| {
            let print = Print { digits, ..Print::default() };
            [1, 2, 3].map(|level| print.point_on(level, 1))
        };
        assert_eq!(of(None), ["２", "（２）", "イ"]);
        assert_eq!(of(Some(Digits::Half)), ["2", "（2）", "イ"]);
        assert_eq!(of(Some(Digits::Kanji)), ["二", "（二）", "イ"]);
    }

    #[test]
    fn materials_are_numbered_as_the_form_says() {
        let standard = Print::default();
        assert_eq!(standard.material(Some(13), 2), "資料１３－２");
        assert_eq!(standard.material(None, 2), "資料２");
        assert_eq!(standard.material_of_matter(13), "資料１３");
    }
}
