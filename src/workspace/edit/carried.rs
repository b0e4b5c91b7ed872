//! A matter of an earlier year as the beginning of this year's, as [`carry_on`](Workspace::carry_on) makes it.

use super::{Editor, Error, Subject};
use crate::model::load::{Overlay, Workspace};
use crate::text;
use crate::workspace::start::File;

impl Editor {
    /// Returns the file of a new matter that goes on from one of an earlier year; nothing is written.
    ///
    /// # Errors
    ///
    /// [`Error`] where the earlier one cannot be read, or the year or the name is none.
    pub fn carried(&self, from: &Subject, year: &str, name: &str) -> Result<File, Error> {
        let workspace: Workspace = self.workspace(Overlay::default())?;
        let Subject::Matter(old, stem) = from else {
            return Err(Error::Unfit(text!("案件を選んでください", "choose a matter")));
        };
        let carried = workspace.carry_on(Some(year), name, &format!("{old}/{stem}"));
        Ok(carried.map_err(|error| Error::Unfit(error.text()))?.file)
    }
}
