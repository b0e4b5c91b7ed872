//! Kinds of cells: how a value of the file is shown, and what a person's writing means.

use super::names::{Name, Names, Of};
use super::tree::Tree;
use crate::diagnostic::{Text, listed};
use crate::model::date;
use crate::model::era;
use crate::model::flow::When;
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::decode::Vocabulary;
use crate::yaml::edit::Value;
use chrono::{Datelike, NaiveDate};

/// A word of a fixed list: as the file writes it, and as a person sees it.
pub(super) type Words = fn() -> Vec<(&'static str, &'static str)>;

/// Returns the words of a vocabulary.
pub(super) fn words<V: Vocabulary>() -> Vec<(&'static str, &'static str)> {
    V::WORDS.iter().map(|(word, _, ja)| (*word, *ja)).collect()
}

/// Days that are read.
const YEARS: std::ops::RangeInclusive<i32> = 1873..=2200;

/// What a cell holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// Texts, one a line or with 、 between.
    Texts,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// A day or a month.
    Month,
    /// はい or いいえ.
    Flag,
    /// When something passes.
    When,
    /// A word of a fixed list.
    Word(Words),
    /// Words of a fixed list.
    Words(Words),
    /// Something that has a name.
    One(Of),
    /// Things that have names.
    Many(Of),
}

/// はい and いいえ.
fn flags() -> Vec<(&'static str, &'static str)> {
    vec![("true", "はい"), ("false", "いいえ")]
}

impl Kind {
    /// Returns what may be chosen, where the cell holds one of a list.
    pub(super) fn choices(self, names: &Names) -> Option<Vec<String>> {
        match self {
            Self::Flag => Some(flags().into_iter().map(|own| own.1.to_owned()).collect()),
            Self::Word(words) => Some(names.words(words).into_iter().map(|own| own.1).collect()),
            Self::One(of) => Some(names.all(of).iter().map(|own| own.shown.clone()).collect()),
            _ => None,
        }
    }

    /// Returns the names of what may stand in it, one or several.
    pub(super) fn listed(self, names: &Names) -> Option<(String, Vec<String>)> {
        match self {
            Self::Words(words) => {
                Some((String::new(), names.words(words).into_iter().map(|own| own.1).collect()))
            }
            Self::One(of) | Self::Many(of) => {
                Some((of.ja(), names.all(of).iter().map(|own| own.shown.clone()).collect()))
            }
            _ => None,
        }
    }

    /// Returns whether several may stand in it.
    pub(super) fn is_many(self) -> bool {
        matches!(self, Self::Words(_) | Self::Many(_) | Self::Texts)
    }

    /// Returns what a person sees.
    pub(super) fn show(self, tree: Option<&Tree>, names: &Names) -> String {
        let Some(tree) = tree else { return String::new() };
        let one = |text: &str| self.show_one(text, names);
        if self.is_many() {
            let all: Vec<String> = tree.texts().into_iter().map(one).collect();
            let holds_comma = all.iter().any(|own| own.contains(['、', ',', '，', '､']));
            return all.join(if holds_comma { "\n" } else { "、" });
        }
        tree.scalar().map(one).unwrap_or_default()
    }

    fn show_one(self, text: &str, names: &Names) -> String {
        let word = |list: Words| {
            let found = names.words(list).into_iter().find(|own| own.0 == text);
            found.map_or_else(|| text.to_owned(), |own| own.1)
        };
        match self {
            Self::Day => text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), show_day),
            Self::Flag => word(flags),
            Self::When => When::parse(text).map_or_else(|| text.to_owned(), When::print),
            Self::Word(words) | Self::Words(words) => word(words),
            Self::One(of) | Self::Many(of) => names.shown(of, text),
            Self::Text => text.trim_end_matches('\n').to_owned(),
            Self::Texts | Self::Number | Self::Month => text.to_owned(),
        }
    }

    /// Returns what the file is to say for what a person wrote, which is not blank.
    ///
    /// # Errors
    ///
    /// Why it cannot stand there, and what to write.
    pub(super) fn read(self, written: &str, names: &Names) -> Result<Value, Text> {
        let one = |text: &str| self.read_one(text.trim(), names);
        if !self.is_many() {
            return one(written);
        }
        // A name that holds a comma stands alone on its line.
        if let Ok(value) = one(written)
            && !matches!(self, Self::Texts)
        {
            return Ok(Value::List(vec![value]));
        }
        let parts: Vec<&str> = if written.contains('\n') {
            written.split('\n').collect()
        } else {
            written.split(['、', ',', '，', '､']).collect()
        };
        let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
        Ok(Value::List(parts.map(one).collect::<Result<_, _>>()?))
    }

    fn read_one(self, text: &str, names: &Names) -> Result<Value, Text> {
        match self {
            Self::Text | Self::Texts => Ok(Value::Text(text.to_owned())),
            Self::Number => {
                let folded = spelling::fold(text).replace([',', '，'], "");
                let is_number =
                    !folded.is_empty() && folded.len() <= 15 && folded.bytes().all(|b| b.is_ascii_digit());
                let trimmed = folded.trim_start_matches('0');
                let shown = short(text);
                if !is_number {
                    return Err(text!(
                        "「{shown}」は数ではありません。数字だけを書いてください",
                        "`{shown}` is no number; write digits only"
                    ));
                }
                Ok(Value::Bare(if trimmed.is_empty() { "0" } else { trimmed }.to_owned()))
            }
            Self::Day => read_day(text).map(|day| Value::Text(day.to_string())),
            Self::Month => {
                let folded = spelling::fold(text);
                let parts: Vec<&str> = folded.split(['-', '/', '年']).collect();
                if let [year, month] = parts.as_slice()
                    && let (Ok(year), Ok(month)) =
                        (year.parse::<i32>(), month.trim_end_matches('月').parse::<u32>())
                    && NaiveDate::from_ymd_opt(year, month, 1).is_some()
                {
                    return Ok(Value::Text(format!("{year:04}-{month:02}")));
                }
                read_day(text).map(|day| Value::Text(day.to_string()))
            }
            Self::When => match When::parse(text) {
                Some(_) => Ok(Value::Text(text.to_owned())),
                None => {
                    let shown = short(text);
                    Err(text!(
                        "「{shown}」は時期として読めません。即時・当日・翌日・毎日・毎月・都度・５営業日毎などの語で書いてください",
                        "`{shown}` is no time; write 即時, 毎日, 毎月, ５営業日毎 and the like"
                    ))
                }
            },
            Self::Flag => word(text, &names.words(flags)).map(Value::Bare),
            Self::Word(words) | Self::Words(words) => word(text, &names.words(words)).map(Value::Text),
            Self::One(of) | Self::Many(of) => match names.word(of, text) {
                Some(word) => Ok(Value::Text(word.to_owned())),
                None => Err(unknown(of, text, names.all(of))),
            },
        }
    }
}

fn word(text: &str, list: &[(&'static str, String)]) -> Result<String, Text> {
    let found = list.iter().find(|own| spelling::same(&own.1, text) || own.0 == text);
    match found {
        Some(own) => Ok(own.0.to_owned()),
        None => {
            let shown = short(text);
            let all: Vec<&str> = list.iter().map(|own| own.1.as_str()).collect();
            let Text { ja: all, en: all_en } = listed(&all);
            Err(text!(
                "「{shown}」は選べません。次のどれかを選んでください: {all}",
                "`{shown}` cannot stand here; choose one of: {all_en}"
            ))
        }
    }
}

fn unknown(of: Of, text: &str, all: &[Name]) -> Text {
    let (what, what_en, shown) = (of.ja(), of.en(), short(text));
    let near = spelling::nearest(text, all.iter().map(|own| own.shown.as_str()));
    let (near, near_en) = near.map_or_else(
        || {
            (
                "シート「選べる語」の中から選んでください".to_owned(),
                "choose one of the sheet 選べる語".to_owned(),
            )
        },
        |near| (format!("「{near}」のことですか"), format!("did you mean `{near}`?")),
    );
    text!("{what}に「{shown}」はありません。{near}", "there is no {what_en} `{shown}`; {near_en}")
}

/// Returns a day as clerks type it.
pub(super) fn show_day(day: NaiveDate) -> String {
    format!("{:04}/{:02}/{:02}", day.year(), day.month(), day.day())
}

/// Reads a day: 2027/4/1, 2027-04-01, 令和９年４月１日.
fn read_day(text: &str) -> Result<NaiveDate, Text> {
    let folded = spelling::fold(text);
    if let Some(day) = era::parse(&folded) {
        return day;
    }
    let parts: Vec<&str> = folded.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect();
    let shown = short(text);
    let wrong = || {
        text!(
            "「{shown}」は日付ではありません。2027/04/01 か、令和９年４月１日 の形で書いてください",
            "`{shown}` is no date; write it as 2027/04/01"
        )
    };
    let [year, month, day] = parts.as_slice() else { return Err(wrong()) };
    let number = |text: &str, most: usize| {
        (!text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return Err(wrong());
    };
    date::read(&format!("{year:04}-{month:02}-{day:02}"), &YEARS).map_err(|own| {
        let (ja, en, help, help_en) = (own.message.ja, own.message.en, own.help.ja, own.help.en);
        text!("{ja}。{help}", "{en}; {help_en}")
    })
}
