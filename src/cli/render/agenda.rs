//! `--agenda`: the agenda of each meeting and the list of all matters of a year, for the council's secretariat.

use super::Run;
use crate::cli::Exit;
use crate::cli::output::Output;
use crate::model::load::LoadedYear;
use crate::render::Format;
use crate::text;

impl Run<'_> {
    /// Prints the agendas of a year. A matter that cannot be read is told of, and nothing is written.
    pub(super) fn agenda(&self, year: &LoadedYear, output: &mut Output) -> Exit {
        let agenda = match self.workspace.agenda(year) {
            Ok(agenda) => agenda,
            Err(error) => {
                output.unread(&error);
                return Exit::Failed;
            }
        };
        for unread in &agenda.unread {
            output.unread(&unread.error);
        }
        let broken = agenda.unread.len();
        if broken > 0 {
            output.error(&text!(
                "会議次第は書き出しませんでした（読めない案件 {broken}件）",
                "no agenda was written ({broken} matter(s) cannot be read)"
            ));
            return Exit::Failed;
        }
        for name in &agenda.drafts {
            output.say(&text!(
                "{name}: まだ件名のない下書きなので、会議次第にも一覧にも載せません",
                "{name}: a draft without a title yet; it is on no agenda and in no list"
            ));
        }
        for name in &agenda.undated {
            output.say(&text!(
                "{name}: 会議（council の meeting と date）の記載がないため、会議次第に載りません（一覧には載ります）",
                "{name}: no meeting is stated (`council`: `meeting`, `date`), so it is on no agenda (but in the list)"
            ));
        }
        let mut papers = self.papers(&year.year.name);
        // No flow is drawn in them.
        papers.formats.retain(|format| *format != Format::Svg);
        agenda.documents.iter().map(|own| papers.write(own, "", output)).max().unwrap_or(Exit::Clean)
    }
}
