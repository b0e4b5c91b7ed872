//! Where the papers of a run are written, and in which formats.

use crate::case::approved::Standing;
use crate::cli::output::Output;
use crate::cli::pdf::Printer;
use crate::cli::{Exit, files};
use crate::diagnostic::Text;
use crate::document::tree::Document;
use crate::render::templates::Templates;
use crate::render::{self, Format, Paper};
use crate::source::Sources;
use crate::spelling;
use crate::text;
use crate::workspace::render::file_name;
use std::path::{Path, PathBuf};

/// Where and how papers are written.
pub(in crate::cli) struct Papers<'a> {
    pub(in crate::cli) folder: PathBuf,
    pub(in crate::cli) formats: Vec<Format>,
    pub(in crate::cli) templates: &'a Templates,
    /// What prints PDFs with the fonts and attachments that were asked for; without one, PDFs are plain.
    pub(in crate::cli) printer: Option<&'a Printer>,
    /// True for the final paper: nothing is written where a paper leaves something out.
    pub(in crate::cli) is_final: bool,
    /// In what the files differ from what the council approved, where this is the final paper of an approved matter:
    /// the paper that was approved is not written over.
    pub(in crate::cli) approved: Option<Standing>,
}

/// So many texts that a paper leaves out are shown.
const SHOWN: usize = 5;

impl Papers<'_> {
    /// Writes a document in every format and tells what was written; `part` follows its name in the files' names.
    pub(in crate::cli) fn write(&self, document: &Document, part: &str, output: &mut Output) -> Exit {
        self.write_from(document, part, (&Sources::default(), Path::new("")), output)
    }

    /// As [`write`](Self::write), for a document made of a file: a character that cannot be printed is shown there.
    pub(in crate::cli) fn write_from(
        &self,
        document: &Document,
        part: &str,
        (sources, file): (&Sources, &Path),
        output: &mut Output,
    ) -> Exit {
        let name = document.name.split_once('/').map_or(document.name.as_str(), |(_, name)| name);
        let mut written: Vec<(Format, Vec<Paper>)> = Vec::new();
        let mut is_whole = true;
        for format in &self.formats {
            if let Err(error) = render::drawable(document, *format) {
                output.error(&error.text());
                return Exit::Failed;
            }
            let papers = match self.printer.filter(|_| *format == Format::Pdf) {
                Some(printer) => printer.print(document, sources, file, output),
                None => match render::render(document, *format, self.templates) {
                    Ok(papers) => Some(papers),
                    Err(error) => {
                        output.error(&super::templates::wrong(&error));
                        None
                    }
                },
            };
            let Some(papers) = papers else { return Exit::Failed };
            if papers.is_empty() && part.is_empty() {
                let ending = format.extension();
                let (ja, en) = if *format == Format::Xlsx { ("表", "table") } else { ("図", "diagram") };
                output.say(&text!(
                    "「{name}」に{ja}がないため、{ending} は書き出しません",
                    "`{name}` holds no {en}, hence no {ending}"
                ));
            }
            for paper in papers.iter().filter(|paper| !paper.left_out.is_empty()) {
                is_whole = false;
                self.left_out(*format, paper, output);
            }
            // Where one format fails, the papers of the last run stay, all of them: no set of two runs is mixed.
            written.push((*format, papers));
        }
        if self.is_final && !is_whole {
            output.error(&text!(
                "「{name}」の確定した資料は、どの形式も書き出しませんでした（ひな形が、様式の求める内容を印字していません）",
                "the final papers of `{name}` were not written in any format (a template does not print what the form asks for)"
            ));
            return Exit::Found;
        }
        if let Some(kept) = self.kept(document, part, &written) {
            let kept = kept.display();
            output.error(&text!(
                "{kept} は、承認された資料かもしれないので、上書きしませんでした。承認（案件の council の approved）の後に、内容か様式が変わっています。承認のときの内容と様式に戻すか、--out で別のフォルダに書き出してください。新しい承認を受けたのなら、approved の行を書き直してください",
                "{kept} may be the paper that was approved, and was not written over: content or form changed since the approval (`approved` under `council`); put back what was approved, write to another folder with --out, or, where it was approved anew, write the line of `approved` anew"
            ));
            return Exit::Found;
        }
        for (format, papers) in &written {
            if let Err(exit) = self.replace(document, part, *format, papers, output) {
                return exit;
            }
        }
        Exit::Clean
    }

    /// Returns a final paper of before that would be written over by another, though it may be the one that was approved.
    fn kept(&self, document: &Document, part: &str, written: &[(Format, Vec<Paper>)]) -> Option<PathBuf> {
        self.approved.filter(|standing| standing.content || standing.form)?;
        let mut all =
            written.iter().flat_map(|(format, papers)| papers.iter().map(move |paper| (*format, paper)));
        all.find_map(|(format, paper)| {
            let path = self.folder.join(file_name(document, part, paper.flow.as_deref(), format));
            let before = std::fs::read(&path).ok()?;
            (before != paper.contents).then_some(path)
        })
    }

    fn replace(
        &self,
        document: &Document,
        part: &str,
        format: Format,
        papers: &[Paper],
        output: &mut Output,
    ) -> Result<(), Exit> {
        for paper in papers {
            let path = self.folder.join(file_name(document, part, paper.flow.as_deref(), format));
            if let Err(error) = files::replace(&path, &paper.contents) {
                output.error(&error);
                return Err(Exit::Failed);
            }
            let shown = path.display();
            output.say(&text!("書き出しました: {shown}", "wrote {shown}"));
        }
        Ok(())
    }

    /// Tells what of the document a paper does not show, and which template to look at.
    fn left_out(&self, format: Format, paper: &Paper, output: &mut Output) {
        let (count, ending) = (paper.left_out.len(), format.extension());
        let Text { ja, en } = match render::templates::file_of(format) {
            Some(template) => text!(
                "ひな形 {template} を確かめてください（使える値は fugi schema document。このままでは --final で書き出せません）",
                "check the template {template} (`fugi schema document` lists the values; --final refuses it)"
            ),
            // Made without a template: the text is too long for it, or the program is wrong.
            None => text!(
                "この形式に収まらない長い文を短くするか、ほかの形式で書き出してください（このままでは --final で書き出せません）",
                "shorten what is too long for this format, or write another one (--final refuses it)"
            ),
        };
        output.warn(&text!(
            "{ending} の資料に、様式にある内容が {count}か所 出ていません。{ja}",
            "the {ending} paper leaves out {count} text(s) that the form has; {en}"
        ));
        for own in paper.left_out.iter().take(SHOWN) {
            let (ja, en, text) = (&own.place.ja, &own.place.en, spelling::short(&own.text));
            // A text of the paper is data: no word of it is ours.
            let line = text!("  {ja}：{text}", "  {en}: {text}");
            output.line(&spelling::printable(line.get(output.language)));
        }
        if count > SHOWN {
            let more = count - SHOWN;
            output.say(&text!("  ほか {more}か所", "  and {more} more"));
        }
    }
}
