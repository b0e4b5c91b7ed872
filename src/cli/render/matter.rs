//! One matter: its findings in short, then its papers.

use super::Run;
use crate::case::approved::{MADE_BY, Now, Standing};
use crate::cli::Exit;
use crate::cli::output::Output;
use crate::diagnostic::{Severity, Text};
use crate::model::load::LoadedYear;
use crate::render::templates::Templates;
use crate::report::{checked, shown_place};
use crate::text;
use crate::workspace::approved;
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
                let (at, Text { ja, en }) = (shown_place(&prepared.sources, own.span), &own.place);
                output.say(&text!("推定 {at}: {ja}", "assumed {at}: {en}"));
            }
        }
        match &prepared.document {
            Ok(document) => {
                let from = (&prepared.sources, file);
                let mut papers = self.papers(&year.year.name);
                let standing = prepared.digest.as_ref().and_then(|own| standing(own, self.templates));
                papers.approved = standing.filter(|_| wanted.is_final);
                let exit = papers.write_from(document, &prepared.suffix, from, output);
                // Of a paper that could not be written nobody is told how to say that it was approved.
                if let Some(digest) = prepared.digest.as_ref().filter(|_| exit == Exit::Clean) {
                    approval(digest, self.templates, &year.year.name, output);
                }
                exit
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

/// Returns in what the approval, where there is one, differs from what the files say.
fn standing(submitted: &Submitted, templates: &Templates) -> Option<Standing> {
    let approved = submitted.approved.as_ref()?;
    Some(submitted.now.against(approved, &approved::looks(templates)))
}

/// Tells by what an approval is known again, and what has changed since: the content, or only form and looks.
fn approval(submitted: &Submitted, templates: &Templates, year: &str, output: &mut Output) {
    let looks = approved::looks(templates);
    let (paper, Now { content, form }) = (&submitted.paper, &submitted.now);
    let Some(own) = &submitted.approved else {
        match &submitted.approved_paper {
            None => output.say(&text!(
                "付議する資料: {paper}\n承認されたら、案件の council に次の一行を書くと、内容が変わったかを確かめられ、表紙にも印字されます:\n  approved: {{ content: \"sha256:{content}\", form: \"sha256:{form}\", template: \"sha256:{looks}\", made_by: {MADE_BY} }}",
                "what is submitted: {paper}\nonce approved, write this line under `council`: it tells whether the content has changed, and the cover prints it:\n  approved: {{ content: \"sha256:{content}\", form: \"sha256:{form}\", template: \"sha256:{looks}\", made_by: {MADE_BY} }}"
            )),
            Some(approved) if approved != paper => output.say(&text!(
                "要確認: 承認された資料と、今の資料が違います（承認 {approved}、今 {paper}）。資料全体の値なので、内容が変わったのか、様式や fugi の版だけが変わったのかは分かりません。fugi diff で内容を比べてください",
                "look at this: the paper that was approved is not the one of now (approved {approved}, now {paper}); being of the whole paper, the digest cannot tell a change of the content from one of the form or of fugi; compare with `fugi diff`"
            )),
            Some(_) => {}
        }
        return;
    };
    let standing = submitted.now.against(own, &looks);
    if standing.content {
        let before = &own.content;
        output.say(&text!(
            "要確認: 承認された内容と、今の内容が違います（承認 sha256:{before}、今 sha256:{content}）。再付議が要るかを、fugi diff で確かめてください",
            "look at this: the content that was approved is not the one of now (approved sha256:{before}, now sha256:{content}); see with `fugi diff` whether it has to be submitted anew"
        ));
    }
    let changed = [
        (standing.form, ("様式", "the form")),
        (standing.template, ("ひな形", "the templates")),
        (standing.version, ("fugi の版", "the version of fugi")),
    ];
    let changed: Vec<(&str, &str)> =
        changed.into_iter().filter_map(|(is, words)| is.then_some(words)).collect();
    if changed.is_empty() {
        return;
    }
    let (ja, en): (Vec<&str>, Vec<&str>) = changed.into_iter().unzip();
    let (ja, en) = (ja.join("、"), en.join(", "));
    if standing.content {
        output.say(&text!(
            "情報: 承認の後に、{ja}も変わりました",
            "info: {en} changed since the approval, too"
        ));
    } else {
        output.say(&text!(
            "情報: 承認の後に、{ja}が変わりました。内容は承認されたときと同じです（再付議は要りません）",
            "info: {en} changed since the approval; the content is what was approved (nothing has to be submitted anew)"
        ));
    }
    if standing.form {
        output.say(&text!(
            "様式は policies/{year}/forms にあります。年度の途中の変更は、次の年度のフォルダでしてください。承認された資料をもう一度印刷するときは、承認のときの様式に戻してください",
            "the form lies in policies/{year}/forms; change it in the folder of the next year, and put back the form of the approval to print what was approved once more"
        ));
    }
}
