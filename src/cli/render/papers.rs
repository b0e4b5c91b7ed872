//! Where the papers of a run are written, and in which formats.

use crate::cli::output::Output;
use crate::cli::pdf::Printer;
use crate::cli::{Exit, files};
use crate::document::tree::Document;
use crate::render::templates::Templates;
use crate::render::{self, Format};
use crate::source::Sources;
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
}

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
            for paper in papers {
                let path = self.folder.join(file_name(document, part, paper.flow.as_deref(), *format));
                if let Err(error) = files::replace(&path, &paper.contents) {
                    output.error(&error);
                    return Exit::Failed;
                }
                let shown = path.display();
                output.say(&text!("書き出しました: {shown}", "wrote {shown}"));
            }
        }
        Exit::Clean
    }
}
