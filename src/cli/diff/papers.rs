//! Writing the 新旧対照表 in the documents' formats.

use crate::cli::Exit;
use crate::cli::output::Output;
use crate::cli::pdf::{PdfArguments, Printer};
use crate::cli::render::papers::Papers;
use crate::cli::render::templates;
use crate::cli::targets;
use crate::document::comparison;
use crate::render::Format;
use crate::workspace::compare::Comparisons;
use std::collections::BTreeSet;
use std::path::Path;

/// Writes each comparison in each format.
pub(super) fn write(
    own: &Comparisons,
    root: &Path,
    formats: &[Format],
    out: Option<&Path>,
    output: &mut Output,
) -> Exit {
    let templates = match templates::load(None, root) {
        Ok(templates) => templates,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let printer = match Printer::for_formats(formats, &PdfArguments::default(), &templates) {
        Ok(printer) => printer,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let years: BTreeSet<i32> = own.compared().map(|own| own.new.matter.fiscal_year).collect();
    let written = own.compared().map(|own| {
        let mut document = comparison::build(&own.old, &own.new, own.comparison);
        // Its diagrams, too, must not take the place of the submission's.
        document.name.push_str("-comparison");
        let year = document.name.split_once('/').map_or("", |(year, _)| year);
        // A workspace that was read from git lies in no folder of its own.
        let folder = match out {
            // Two years may have matters of one name.
            Some(out) if years.len() > 1 => out.join(year),
            Some(out) => out.to_owned(),
            None => targets::papers_of(root, year),
        };
        let printer = printer.as_ref();
        let formats = formats.to_vec();
        let papers =
            Papers { folder, formats, templates: &templates, printer, is_final: false, approved: None };
        papers.write(&document, "", output)
    });
    written.max().unwrap_or(Exit::Clean)
}
