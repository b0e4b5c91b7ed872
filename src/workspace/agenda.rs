//! What the council's secretariat prints: the agenda of each meeting, and the list of all matters of a year.

use super::{Error, Unread, whole};
use crate::case::Case;
use crate::document::tree::Document;
use crate::document::{self, Submission};
use crate::model::load::{LoadedYear, Workspace};
use crate::model::matter::Matter;
use crate::source::Sources;
use rayon::prelude::*;

/// The agendas of a year.
#[derive(Debug)]
pub struct Agenda {
    /// The agenda of each meeting that matters name, and the list; none where a matter cannot be read, since a list
    /// that lacks one would be wrong.
    pub documents: Vec<Document>,
    /// The matters that name no meeting: they are in the list and on no agenda.
    pub undated: Vec<String>,
    /// The matters that are still empty: they are in no list.
    pub drafts: Vec<String>,
    /// The matters that cannot be read.
    pub unread: Vec<Unread>,
}

impl Workspace {
    /// Returns the agendas of the meetings that the matters of a year name, and the list of these matters.
    ///
    /// # Errors
    ///
    /// [`Error`] where the folder of the year cannot be listed.
    pub fn agenda(&self, year: &LoadedYear) -> Result<Agenda, Error> {
        let files = self.matters(&year.year.name)?;
        let read: Vec<_> =
            files.into_par_iter().map(|file| (whole(self.matter(year, &file)), file)).collect();
        let mut matters: Vec<(Matter, Sources)> = Vec::new();
        let mut unread = Vec::new();
        for (read, file) in read {
            match read {
                Ok(own) => matters.push(own),
                Err(problems) => unread.push(Unread { files: vec![file], error: problems.into() }),
            }
        }
        let (empty, matters): (Vec<_>, Vec<_>) =
            matters.into_iter().partition(|(matter, _)| self.is_empty_draft(matter));
        let drafts = empty.into_iter().map(|(matter, _)| matter.name).collect();
        let is_undated = |matter: &&Matter| {
            matter.council.as_ref().is_none_or(|own| own.meeting.is_none() && own.date.is_none())
        };
        let undated = matters.iter().map(|(matter, _)| matter).filter(is_undated);
        let undated = undated.map(|matter| matter.name.clone()).collect();
        let cases = matters.iter().map(|(matter, sources)| Case::new(self, year, matter, sources));
        let submissions: Vec<Submission<'_>> = cases.map(|case| Submission { case, draft: false }).collect();
        let documents = if unread.is_empty() { document::agenda::build(&submissions) } else { Vec::new() };
        Ok(Agenda { documents, undated, drafts, unread })
    }
}
