//! One matter: its findings in short, then its papers.

use super::Run;
use crate::case::Case;
use crate::check::context::Context;
use crate::check::{self, Outcome};
use crate::cli::Exit;
use crate::cli::output::Output;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{self, Submission, assumed};
use crate::evidence::format::digest::Digest;
use crate::model::load::LoadedYear;
use crate::render;
use crate::source::{Sources, Span};
use crate::spelling;
use crate::text;
use std::path::Path;

impl Run<'_> {
    pub(super) fn matter(&self, year: &LoadedYear, file: &Path, output: &mut Output) -> Exit {
        let workspace = self.workspace;
        let loaded = workspace.matter(year, file);
        let matter = match loaded.result {
            Ok(matter) => matter,
            Err(problems) => {
                output.problems(&loaded.sources, &problems);
                return Exit::Failed;
            }
        };
        let case = Case::new(workspace, year, &matter, &loaded.sources);
        let context = Context::new(case);
        let outcome = check::check(&context);
        let submission = Submission { case, draft: !self.arguments.is_final };
        let assumed = assumed::all(&submission);
        let errors = self.findings(&loaded.sources, &outcome, assumed.len(), output);
        if self.arguments.is_final && (errors > 0 || !assumed.is_empty()) {
            for own in &assumed {
                let at = shown(&loaded.sources, own.span);
                let place = &own.place;
                output.say(&text!("推定 {at}: {place}", "assumed {at}: {place}"));
            }
            let n = assumed.len();
            output.error(&text!(
                "確定した資料は書き出しませんでした（要修正 {errors}件、推定 {n}件）。直すか、理由を付けて受け入れて（waivers）ください。案としては、--final を付けなければ書き出せます",
                "the final paper was not written ({errors} error(s), {n} assumed value(s)); fix or waive them; without --final a draft is written"
            ));
            return Exit::Found;
        }
        self.approval(&submission, output);
        let Some(part) = &self.arguments.part else {
            let document = document::build(&submission);
            return self.papers(&year.year.name).write_from(&document, "", (&loaded.sources, file), output);
        };
        match document::part(&submission, part) {
            Ok(document) => {
                let suffix = match document.sections.as_slice() {
                    [only] => format!("-{}", only.id),
                    [first, ..] => format!("-{}", first.part),
                    [] => String::new(),
                };
                let from = (&loaded.sources, file);
                self.papers(&year.year.name).write_from(&document, &suffix, from, output)
            }
            Err(known) => {
                let list = known.join(", ");
                let help = spelling::did_you_mean(
                    part,
                    known.iter().map(String::as_str),
                    &text!("ある部分: {list}", "there are: {list}"),
                );
                let (ja, en) = (help.ja, help.en);
                output.error(&text!(
                    "「{part}」という部分はありません。{ja}",
                    "there is no part `{part}`; {en}"
                ));
                Exit::Failed
            }
        }
    }

    /// Tells the digest of a final paper, and whether what the council approved is what is printed now.
    fn approval(&self, submission: &Submission<'_>, output: &mut Output) {
        let approved = submission.matter.council.as_ref().and_then(|council| council.digest.as_ref());
        if approved.is_none() && !self.arguments.is_final {
            return;
        }
        let now = render::json(&document::as_submitted(submission));
        let now = format!("sha256:{}", Digest::of(now.as_bytes()));
        match approved {
            None => output.say(&text!(
                "付議する資料: {now}（承認されたら、案件の council の digest に書くと、表紙に印字されます）",
                "what is submitted: {now} (once approved, write it as `digest` of `council`; the cover prints it)"
            )),
            Some(approved) if format!("sha256:{approved}") != now => output.say(&text!(
                "要確認: 承認された資料と、今の内容が違います（承認 sha256:{approved}、今 {now}）",
                "look at this: what the council approved is not what is printed now (approved sha256:{approved}, now {now})"
            )),
            Some(_) => {}
        }
    }

    /// Prints the findings, one a line, and their counts; returns the number of errors that no waiver covers.
    fn findings(&self, sources: &Sources, outcome: &Outcome, assumed: usize, output: &mut Output) -> usize {
        let count = |severity| {
            let own = |finding: &&Diagnostic| finding.waived.is_none() && finding.severity == severity;
            outcome.findings.iter().filter(own).count()
        };
        let language = self.global.language();
        let open = outcome.findings.iter().filter(|finding| finding.waived.is_none());
        for finding in open.filter(|_| !self.global.quiet) {
            let label = finding.severity.label();
            let (label, said) = (label.get(language), finding.message.get(language));
            let (at, rule) = (shown(sources, finding.primary.span), finding.rule);
            output.line(&format!("{label}[{rule}] {at}: {said}"));
        }
        let (errors, warnings, infos) =
            (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
        let waived = outcome.findings.len() - errors - warnings - infos;
        output.say(&text!(
            "検査: 要修正 {errors}件、注意 {warnings}件、情報 {infos}件、受入済 {waived}件、推定 {assumed}件（詳しくは fugi check）",
            "check: {errors} error(s), {warnings} warning(s), {infos} info, {waived} waived, {assumed} assumed (see `fugi check`)"
        ));
        errors
    }
}

fn shown(sources: &Sources, span: Span) -> String {
    let at = crate::report::place(sources, span);
    at.map_or_else(String::new, |at| format!("{}:{}:{}", at.file, at.line, at.column))
}
