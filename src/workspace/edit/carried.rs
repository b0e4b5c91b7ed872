//! A matter of an earlier year as the beginning of this year's: what was decided and numbered then is left out, terms
//! are moved by the years between. Everything else stands as it was written, to be looked at again.

use super::{Editor, Error, Subject, alone};
use crate::diagnostic::Text;
use crate::model::era;
use crate::model::load::Overlay;
use crate::source::shown;
use crate::text;
use crate::workspace::edit::Change;
use crate::workspace::fields::{self, Field, Input, Value};
use crate::workspace::start::File;
use crate::yaml;
use chrono::{Datelike as _, NaiveDate};

/// What belongs to the year in which it was decided.
const OF_ITS_YEAR: [&str; 3] = ["agenda_number", "council", "letter"];

impl Editor {
    /// Returns the file of a new matter that goes on from one of an earlier year; nothing is written.
    ///
    /// # Errors
    ///
    /// [`Error`] where the earlier one is no YAML, or the year or the name is none.
    pub fn carried(&self, from: &Subject, year: &str, name: &str) -> Result<File, Error> {
        let workspace = self.workspace(Overlay::default())?;
        let Subject::Matter(old, _) = from else {
            return Err(Error::Unfit(text!("案件を選んでください", "choose a matter")));
        };
        let path = self.path(&workspace, from)?;
        let (text, _) = self.read(&path)?;
        // The name and the year are judged as for any new matter.
        let made = workspace.new_matter(Some(year), name).map_err(|error| Error::Unfit(error.text()))?;
        let years =
            era::fiscal_year_of_folder(year).zip(era::fiscal_year_of_folder(old)).map(|(new, old)| new - old);
        let form = self.form_of(&workspace, from)?;
        let shown_path = shown(&path);
        let unread = || -> Text {
            text!("{shown_path} は YAML として読めません", "{shown_path} cannot be read as YAML")
        };
        let mut now = text;
        let read = |text: &str| -> Result<Field, Error> {
            let (_, id) = alone(&path, text);
            let tree = yaml::read(id, text).tree.ok_or_else(|| Error::Unfit(unread()))?;
            Ok(fields::form(&form, text, &tree))
        };
        let root = read(&now)?;
        let decided = OF_ITS_YEAR.iter().filter(|key| root.find(key).is_some_and(|own| own.written));
        let mut changes: Vec<Change> = decided.map(|key| Change::Remove((*key).to_owned())).collect();
        for own in root.leaves() {
            let is_day = matches!(own.value, Value::One { input: Input::Day, .. });
            let parts: Vec<&str> = own.place.rsplit('/').take(2).collect();
            if let ["from" | "to", "term"] = parts.as_slice()
                && is_day
            {
                let day = moved(&own.canonical(), years.unwrap_or(0));
                changes.extend(day.map(|day| Change::Set(own.place.clone(), day)));
            }
        }
        for change in changes {
            let root = read(&now)?;
            let (sources, id) = alone(&path, &now);
            now = change.apply(&sources, id, &root).ok_or_else(|| Error::Unfit(unread()))?;
        }
        Ok(File { path: made.path, text: now })
    }
}

/// Returns a day so many years later; the 29th of February becomes the 28th where there is none.
fn moved(day: &str, years: i32) -> Option<String> {
    let day: NaiveDate = day.parse().ok()?;
    let year = day.year() + years;
    day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28)).map(|own| own.to_string())
}
