//! `fugi init DIR`: a workspace to start from.

use super::clock;
use super::files::create;
use super::new::write_matter;
use super::output::Output;
use super::{Exit, targets};
use crate::diagnostic::Text;
use crate::model::era;
use crate::model::load::Workspace;
use crate::model::schema::SCHEMAS;
use crate::text;
use chrono::Datelike;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// Files of a new workspace and their texts; `{year}` is the folder of the fiscal year.
const FILES: &[(&str, &str)] = &[
    ("fugi.yaml", include_str!("../../templates/new/fugi.yaml")),
    ("policies/common/acts.yaml", include_str!("../../policies/common/acts.yaml")),
    ("policies/common/changes.yaml", include_str!("../../policies/common/changes.yaml")),
    ("policies/common/clauses.yaml", include_str!("../../policies/common/clauses.yaml")),
    ("policies/common/items.yaml", include_str!("../../policies/common/items.yaml")),
    ("policies/common/laws.yaml", include_str!("../../policies/common/laws.yaml")),
    ("policies/common/means.yaml", include_str!("../../policies/common/means.yaml")),
    ("policies/common/networks.yaml", include_str!("../../policies/common/networks.yaml")),
    ("policies/common/words.yaml", include_str!("../../policies/common/words.yaml")),
    ("policies/{year}/parties.yaml", include_str!("../../templates/new/parties.yaml")),
    ("policies/{year}/forms/submission.yaml", include_str!("../../templates/new/forms/submission.yaml")),
    (
        "policies/{year}/forms/connection-ward.yaml",
        include_str!("../../templates/new/forms/connection-ward.yaml"),
    ),
    (
        "policies/{year}/forms/connection-counterparty.yaml",
        include_str!("../../templates/new/forms/connection-counterparty.yaml"),
    ),
    (
        "policies/{year}/forms/outsourcing-ward.yaml",
        include_str!("../../templates/new/forms/outsourcing-ward.yaml"),
    ),
    (
        "policies/{year}/forms/outsourcing-contractor.yaml",
        include_str!("../../templates/new/forms/outsourcing-contractor.yaml"),
    ),
];

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 作るフォルダ（空のフォルダ、またはまだないフォルダ）
    ///
    /// Folder to make (an empty one, or one that does not exist yet)
    dir: PathBuf,
    /// 年度のフォルダの名（例: r08。省略時は今の年度）
    ///
    /// Name of the fiscal year's folder, for example r08 (default: this fiscal year)
    #[arg(long, value_name = "YEAR", value_parser = super::clock::year)]
    year: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    match make(arguments, output) {
        Ok(matter) => {
            let dir = arguments.dir.display();
            output.say(&text!(
                "{dir} にワークスペースを作りました。次は fugi.yaml の区の名と担当課を直し、{matter} を書いてください",
                "made a workspace in {dir}; next, edit the ward and departments in fugi.yaml, and write {matter}"
            ));
            Exit::Clean
        }
        Err(error) => {
            output.error(&error);
            Exit::Failed
        }
    }
}

fn make(arguments: &Arguments, output: &mut Output) -> Result<String, Text> {
    let root = &arguments.dir;
    let shown = root.display();
    let year = arguments.year.clone().unwrap_or_else(this_year);
    if fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(text!(
            "{shown} は空ではありません。新しいフォルダの名を書いてください",
            "{shown} is not empty; name a new folder"
        ));
    }
    let mut files: Vec<(String, String)> =
        FILES.iter().map(|(path, text)| (path.replace("{year}", &year), (*text).to_owned())).collect();
    for schema in SCHEMAS {
        let json = serde_json::to_string_pretty(&schema.to_json()).unwrap_or_default();
        files.push((format!("schemas/{}.schema.json", schema.name), format!("{json}\n")));
    }
    for (path, text) in files {
        create(&root.join(&path), &text)?;
        output.line(&path);
    }
    let matter = first_matter(root, &year, output)?;
    output.line(&matter);
    Ok(matter)
}

/// Writes the first matter with the workspace's own forms, so that what `init` made is read back at once.
fn first_matter(root: &Path, year: &str, output: &mut Output) -> Result<String, Text> {
    let opened = Workspace::open(root).map_err(|error| targets::world(&error))?;
    let broken = || text!("作ったワークスペースを読めません", "the workspace that was made cannot be read");
    let workspace = opened.result.map_err(|problems| {
        output.problems(&opened.sources, &problems);
        broken()
    })?;
    let loaded = workspace.year(year).map_err(|error| targets::world(&error))?;
    let loaded_year = loaded.result.map_err(|problems| {
        output.problems(&loaded.sources, &problems);
        broken()
    })?;
    write_matter(root, &workspace.ward, &loaded_year.year, year, "hajimete")
}

/// Returns the folder of the fiscal year that today lies in.
fn this_year() -> String {
    let today = clock::now().date();
    let fiscal = era::fiscal_year(today);
    if fiscal >= 2019 { format!("r{:02}", fiscal - 2018) } else { today.year().to_string() }
}
