//! PDF on the command line: fonts of the ward, attached sources, and what is said of characters that no font has.

use super::output::Output;
use crate::diagnostic::Text;
use crate::document::tree::Document;
use crate::render::templates::Templates;
use crate::render::{Format, Paper};
use crate::source::Sources;
#[cfg(not(feature = "pdf"))]
use crate::text;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Default, Args)]
pub(crate) struct PdfArguments {
    /// 自治体の字体を置いたフォルダ（内蔵の字体にない字に使う。何度でも指定できる）
    ///
    /// Folder of the ward's fonts, for characters that the built-in fonts lack (may be repeated)
    #[arg(long, value_name = "DIR")]
    font_dir: Vec<PathBuf>,
    /// PDF に、元の YAML と文書の木（JSON）を添付する（PDF/A-3a になる）
    ///
    /// Attach the YAML source and the document tree (JSON) to the PDF (which becomes PDF/A-3a)
    #[arg(long)]
    attach_source: bool,
}

impl PdfArguments {
    /// Returns the folders of the ward's fonts.
    pub(crate) fn font_dirs(&self) -> &[PathBuf] {
        &self.font_dir
    }
}

/// What prints the PDFs of a run.
#[derive(Debug)]
pub(crate) struct Printer {
    #[cfg(feature = "pdf")]
    press: crate::render::pdf::Press,
    /// Where the sources are to be attached: what writes the tree.
    #[cfg(feature = "pdf")]
    attach_source: Option<Templates>,
}

impl Printer {
    /// Returns what prints PDFs, where the formats of a run ask for any.
    ///
    /// # Errors
    ///
    /// Where fonts cannot be read, or this build has no PDF.
    pub(crate) fn for_formats(
        formats: &[Format],
        arguments: &PdfArguments,
        templates: &Templates,
    ) -> Result<Option<Self>, Text> {
        formats.contains(&Format::Pdf).then(|| Self::new(arguments, templates)).transpose()
    }
}

#[cfg(not(feature = "pdf"))]
impl Printer {
    pub(crate) fn new(_: &PdfArguments, _: &Templates) -> Result<Self, Text> {
        Err(text!(
            "この fugi は PDF なしで作られたものです。PDF も書き出すには、`cargo build` や `cargo install` を --no-default-features なしで実行して作り直すか、--format から pdf を外してください",
            "this fugi was built without PDF; build it without --no-default-features, or leave pdf out of --format"
        ))
    }

    pub(crate) fn print(&self, _: &Document, _: &Sources, _: &Path, _: &mut Output) -> Option<Vec<Paper>> {
        None
    }
}

#[cfg(feature = "pdf")]
mod printing {
    use super::{Document, Format, Output, Paper, Path, PdfArguments, Printer, Sources, Templates, Text};
    use crate::diagnostic::{Diagnostic, listed, why_unread};
    use crate::render::pdf::{Attachment, Cause, Error, Fonts, MissingCharacter, Press};
    use crate::render::render;
    use crate::source::Span;
    use crate::text;
    use std::io;

    /// So many places of one character are shown.
    const SHOWN: usize = 20;

    impl Printer {
        /// Returns what prints the PDFs of a run: fonts are read here, once.
        ///
        /// # Errors
        ///
        /// Where a folder of fonts cannot be read or holds none.
        pub(crate) fn new(arguments: &PdfArguments, templates: &Templates) -> Result<Self, Text> {
            let mut fonts = Fonts::built_in();
            for folder in &arguments.font_dir {
                add(&mut fonts, folder)?;
            }
            let press = Press::new(templates.typst(), &fonts);
            Ok(Self { press, attach_source: arguments.attach_source.then(|| templates.clone()) })
        }

        /// Prints a document, or says why it cannot be printed.
        pub(crate) fn print(
            &self,
            document: &Document,
            sources: &Sources,
            file: &Path,
            output: &mut Output,
        ) -> Option<Vec<Paper>> {
            let attached = match &self.attach_source {
                Some(templates) => attachments(document, templates, sources, file),
                None => Vec::new(),
            };
            match self.press.paper(document, &attached) {
                Ok(paper) => Some(vec![paper]),
                Err(Error::Characters(missing)) => {
                    for own in &missing {
                        let places = places(sources, file, &own.text);
                        match places.split_first() {
                            Some((first, others)) => {
                                output.problems(sources, &[diagnostic(own, *first, others)]);
                            }
                            None => output.error(&without_place(own)),
                        }
                    }
                    None
                }
                Err(Error::Template(error)) => {
                    output.error(&crate::cli::render::templates::wrong(&error));
                    None
                }
            }
        }
    }

    /// Adds the fonts of a folder, in the order of their names.
    fn add(fonts: &mut Fonts, folder: &Path) -> Result<(), Text> {
        let shown = folder.display();
        let mut found = false;
        for entry in walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name() {
            let entry = entry.map_err(|error| match error.io_error().map(io::Error::kind) {
                Some(io::ErrorKind::NotFound) => text!(
                    "字体のフォルダ {shown} がありません。--font-dir には、あるフォルダを書いてください",
                    "the folder of fonts {shown} does not exist; name one that does after --font-dir"
                ),
                _ => {
                    let Text { ja, en } = why_unread(&error.into());
                    text!(
                        "字体のフォルダ {shown} を読めません（{ja}）。権限を確かめてください",
                        "the folder of fonts {shown} cannot be read ({en}); check its permissions"
                    )
                }
            })?;
            let ending = entry.path().extension().map(|own| own.to_string_lossy().to_ascii_lowercase());
            let is_font = matches!(ending.as_deref(), Some("ttf" | "otf" | "ttc" | "otc"));
            if !is_font || !entry.file_type().is_file() {
                continue;
            }
            let shown = entry.path().display();
            let file = std::fs::read(entry.path()).map_err(|error| {
                let Text { ja, en } = why_unread(&error);
                text!("字体 {shown} を読めません（{ja}）", "the font {shown} cannot be read ({en})")
            })?;
            if !fonts.add(file) {
                return Err(text!(
                    "{shown} は字体のファイルではありません。取り除くか、正しいファイルに置き換えてください",
                    "{shown} is no font; take it away or replace it"
                ));
            }
            found = true;
        }
        if found {
            return Ok(());
        }
        Err(text!(
            "字体のフォルダ {shown} に、字体のファイル（.ttf、.otf、.ttc）がありません",
            "the folder {shown} holds no font (.ttf, .otf, .ttc)"
        ))
    }

    /// Returns what is attached: the matter's own file, and the tree as `--format json` writes it.
    fn attachments(
        document: &Document,
        templates: &Templates,
        sources: &Sources,
        file: &Path,
    ) -> Vec<Attachment> {
        let name = document.name.rsplit('/').next().unwrap_or("document");
        let source = sources.find(file).and_then(|id| sources.get(id));
        let yaml = source.map(|source| Attachment {
            name: format!("{name}.yaml"),
            description: "この資料の元になった案件のファイル".to_owned(),
            media_type: "application/yaml",
            contents: source.text().as_bytes().to_vec(),
        });
        let json = render(document, Format::Json, templates).unwrap_or_default();
        let json = json.into_iter().map(|paper| Attachment {
            name: format!("{name}.json"),
            description: "この資料の文書の木".to_owned(),
            media_type: "application/json",
            contents: paper.contents,
        });
        yaml.into_iter().chain(json).collect()
    }

    /// Returns the places of a character in the files of the run, those in the matter's own file first.
    fn places(sources: &Sources, file: &Path, wanted: &str) -> Vec<Span> {
        let own = sources.find(file);
        let mut all: Vec<_> = sources.iter().collect();
        all.sort_by_key(|(id, _)| Some(*id) != own);
        let found = all.into_iter().flat_map(|(id, source)| {
            let whole = Span::new(id, 0, source.text().len());
            sources.find_all(whole, wanted)
        });
        found.take(SHOWN).collect()
    }

    fn said(missing: &MissingCharacter) -> (Text, Text) {
        let (character, points) = (&missing.text, missing.code_points());
        match missing.cause {
            Cause::NoFont => (
                text!(
                    "「{character}」（{points}）を印字できる字体がありません",
                    "no font has `{character}` ({points})"
                ),
                text!(
                    "この字のある字体（IPAmj明朝、Noto Serif CJK JP など）を置いたフォルダを --font-dir で指定するか、別の字に書き換えてください",
                    "name a folder with a font that has it after --font-dir"
                ),
            ),
            Cause::NoVariant => (
                text!(
                    "「{character}」（{points}）の字形を持つ字体がありません（別の字形で印字することはしません）",
                    "no font has this variant of `{character}` ({points}), and another shape is not printed"
                ),
                text!(
                    "この異体字のある字体（IPAmj明朝など）を置いたフォルダを --font-dir で指定するか、異体字の指定を外してください",
                    "name a folder with a font that has it after --font-dir, or write the plain character"
                ),
            ),
            Cause::PrivateUse => (
                text!(
                    "「{character}」（{points}）は外字です。ほかの機械では別の字になるため、PDF/A に使えません",
                    "`{character}` ({points}) is a private character, which PDF/A does not allow"
                ),
                text!(
                    "標準の文字か、異体字（IVS）に置き換えてください",
                    "write a standard character or an ideographic variant"
                ),
            ),
        }
    }

    fn diagnostic(missing: &MissingCharacter, first: Span, others: &[Span]) -> Diagnostic {
        let (message, help) = said(missing);
        let diagnostic = Diagnostic::error("unprintable-character", first, message).help(help);
        others
            .iter()
            .fold(diagnostic, |own, other| own.related(*other, text!("ここにもあります", "and here")))
    }

    fn without_place(missing: &MissingCharacter) -> Text {
        let (message, help) = said(missing);
        let Text { ja: parts, en: parts_en } = listed(&missing.parts);
        let (ja, en) = (message.ja, message.en);
        let (fix, fix_en) = (help.ja, help.en);
        text!("{ja}。場所: {parts}。{fix}", "{en}; place: {parts_en}; {fix_en}")
    }
}
