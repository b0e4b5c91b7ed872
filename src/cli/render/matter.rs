//! One matter: its findings in short, then its papers.

use super::Run;
use crate::cli::Exit;
use crate::cli::output::Output;
use crate::diagnostic::Severity;
use crate::model::load::LoadedYear;
use crate::report::{checked, shown_place};
use crate::text;
use crate::workspace::render::{Error, Prepared, Submitted, Wanted};
use std::path::Path;

impl Run<'_> {
    pub(super) fn matter(&self, year: &LoadedYear, file: &Path, output: &mut Output) -> Exit {
        let wanted = Wanted { is_final: self.arguments.is_final, part: self.arguments.part.as_deref() };
        let prepared = match self.workspace.prepare(year, file, wanted) {
            Ok(prepared) => prepared,
            Err(unread) => {
                output.unread(&unread.error);
                return Exit::Failed;
            }
        };
        self.findings(&prepared, output);
        for gap in &prepared.gaps {
            let (ja, en, help_ja, help_en) = (&gap.message.ja, &gap.message.en, &gap.help.ja, &gap.help.en);
            let at = match gap.span.is_somewhere() {
                true => format!(" {}", shown_place(&prepared.sources, gap.span)),
                false => String::new(),
            };
            output.say(&text!("必須{at}: {ja}。{help_ja}", "required{at}: {en}; {help_en}"));
        }
        if let Err(Error::NotFinal { .. }) = &prepared.document {
            for own in &prepared.assumed {
                let (at, place) = (shown_place(&prepared.sources, own.span), &own.place);
                output.say(&text!("推定 {at}: {place}", "assumed {at}: {place}"));
            }
        }
        if let Some(digest) = &prepared.digest {
            approval(digest, output);
        }
        match &prepared.document {
            Ok(document) => {
                let from = (&prepared.sources, file);
                self.papers(&year.year.name).write_from(document, &prepared.suffix, from, output)
            }
            Err(error) => {
                output.error(&error.text());
                if matches!(error, Error::NotFinal { .. }) { Exit::Found } else { Exit::Failed }
            }
        }
    }

    /// Prints what the findings come to, and what to do next.
    fn findings(&self, prepared: &Prepared, output: &mut Output) {
        let language = self.global.language();
        if !self.global.quiet {
            for line in checked::summary(&prepared.name, &prepared.sources, &prepared.outcome, language) {
                output.line(&line);
            }
        }
        let [errors, warnings, infos] =
            [Severity::Error, Severity::Warning, Severity::Info].map(|severity| prepared.count(severity));
        let waived = prepared.outcome.findings.len() - errors - warnings - infos;
        let assumed = prepared.assumed.len();
        output.say(&text!(
            "検査: 要修正 {errors}か所、注意 {warnings}か所、情報 {infos}か所、受入済 {waived}か所、推定 {assumed}件（詳しくは fugi check）",
            "check: {errors} error(s), {warnings} warning(s), {infos} info, {waived} waived, {assumed} assumed (see `fugi check`)"
        ));
    }
}

/// Tells the digest of a final paper, and whether what the council approved is what is printed now.
fn approval(digest: &Submitted, output: &mut Output) {
    let Submitted { approved, now } = digest;
    match approved {
        None => output.say(&text!(
            "付議する資料: {now}（承認されたら、案件の council の digest に書くと、表紙に印字されます）",
            "what is submitted: {now} (once approved, write it as `digest` of `council`; the cover prints it)"
        )),
        Some(approved) if approved != now => output.say(&text!(
            "要確認: 承認された資料と、今の内容が違います（承認 {approved}、今 {now}）",
            "look at this: what the council approved is not what is printed now (approved {approved}, now {now})"
        )),
        Some(_) => {}
    }
}
