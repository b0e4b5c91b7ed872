//! `--agenda`: the agenda of each meeting and the list of all matters of a year, for the council's secretariat.

use super::Run;
use crate::case::Case;
use crate::cli::Exit;
use crate::cli::output::Output;
use crate::cli::targets::world;
use crate::document::{self, Submission};
use crate::model::load::LoadedYear;
use crate::model::matter::Matter;
use crate::render::Format;
use crate::source::Sources;
use crate::text;
use rayon::prelude::*;

impl Run<'_> {
    /// Prints the agendas of the meetings that the matters of a year name, and the list of these matters. A matter
    /// that cannot be read is told of, and nothing is written: a list that lacks one would be wrong.
    pub(super) fn agenda(&self, year: &LoadedYear, output: &mut Output) -> Exit {
        let files = match self.workspace.matters(&year.year.name) {
            Ok(files) => files,
            Err(error) => {
                output.error(&world(&error));
                return Exit::Failed;
            }
        };
        let loaded: Vec<_> = files.par_iter().map(|file| self.workspace.matter(year, file)).collect();
        let mut matters: Vec<(Matter, Sources)> = Vec::new();
        let mut broken = 0;
        for loaded in loaded {
            match loaded.result {
                Ok(matter) => matters.push((matter, loaded.sources)),
                Err(problems) => {
                    output.problems(&loaded.sources, &problems);
                    broken += 1;
                }
            }
        }
        if broken > 0 {
            output.error(&text!(
                "会議次第は書き出しませんでした（読めない案件 {broken}件）",
                "no agenda was written ({broken} matter(s) cannot be read)"
            ));
            return Exit::Failed;
        }
        let cases = matters.iter().map(|(matter, sources)| Case::new(self.workspace, year, matter, sources));
        let submissions: Vec<Submission<'_>> = cases.map(|case| Submission { case, draft: false }).collect();
        let undated = matters.iter().map(|(matter, _)| matter).filter(|matter| {
            matter.council.as_ref().is_none_or(|own| own.meeting.is_none() && own.date.is_none())
        });
        for name in undated.map(|matter| &matter.name) {
            output.say(&text!(
                "{name}: 会議（council の meeting と date）の記載がないため、会議次第に載りません（一覧には載ります）",
                "{name}: no meeting is stated (`council`: `meeting`, `date`), so it is on no agenda (but in the list)"
            ));
        }
        let mut papers = self.papers(&year.year.name);
        // No flow is drawn in them.
        papers.formats.retain(|format| *format != Format::Svg);
        let written = document::agenda::build(&submissions);
        written.iter().map(|document| papers.write(document, "", output)).max().unwrap_or(Exit::Clean)
    }
}
