//! How a year's papers are printed: the blocks of the cover, the style of dates, names and notices.

use super::era;
use super::vocabulary::{CoverPlace, CoverValue, DateStyle};
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
    /// Meeting and decision, once there is one.
    Decision,
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
            CoverBlock::Decision => false,
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
    /// The parts whose pages lie on their side, beside the diagrams.
    pub landscape: Vec<String>,
    /// What stands on every page: 取扱注意.
    pub notices: Vec<String>,
}

impl Default for Print {
    fn default() -> Self {
        Self {
            name: "付議資料".to_owned(),
            dates: DateStyle::Era,
            landscape: Vec::new(),
            notices: Vec::new(),
        }
    }
}

impl Print {
    /// Returns a day: 令和８年４月１日, 2026年4月1日.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        match self.dates {
            DateStyle::Era => era::print(day),
            DateStyle::Western => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        }
    }

    /// Returns a fiscal year: 令和８年度, 2026年度.
    #[must_use]
    pub fn fiscal_year(&self, year: i32) -> String {
        match self.dates {
            DateStyle::Era => era::print_fiscal_year(year),
            DateStyle::Western => format!("{year}年度"),
        }
    }
}
