//! Writing the 新旧対照表 in the documents' formats.

use super::sides::Half;
use crate::cli::Exit;
use crate::cli::output::Output;
use crate::cli::render::{replace, unwritten, wrong_template};
use crate::document::comparison;
use crate::render::templates::Templates;
use crate::render::{self, Format};
use crate::report::comparison::Compared;
use crate::text;
use std::path::Path;

/// Writes each comparison in each format.
pub(super) fn write(
    new: &Half,
    compared: &[Compared<'_>],
    formats: &[Format],
    out: Option<&Path>,
    output: &mut Output,
) -> Exit {
    let templates = match Templates::built_in() {
        Ok(templates) => templates,
        Err(error) => {
            output.error(&wrong_template(&error));
            return Exit::Failed;
        }
    };
    for own in compared {
        let document = comparison::build(&own.old, &own.new, own.comparison);
        let (year, name) = document.name.split_once('/').unwrap_or(("", &document.name));
        // A workspace that was read from git lies in no folder of its own.
        let folder = out.map_or_else(|| new.root.join("out").join(year), Path::to_path_buf);
        for format in formats {
            let papers = match render::render(&document, *format, &templates) {
                Ok(papers) => papers,
                Err(error) => {
                    output.error(&wrong_template(&error));
                    return Exit::Failed;
                }
            };
            for paper in papers {
                let flow = paper.flow.map_or(String::new(), |flow| format!("-{flow}"));
                let path = folder.join(format!("{name}-comparison{flow}.{}", format.extension()));
                if let Err(error) = replace(&path, &paper.contents) {
                    output.error(&unwritten(&path, &error));
                    return Exit::Failed;
                }
                let shown = path.display();
                output.say(&text!("書き出しました: {shown}", "wrote {shown}"));
            }
        }
    }
    Exit::Clean
}
