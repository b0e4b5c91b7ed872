//! `fugi schema`: the JSON Schema of each kind of file, and of what a template sees, and of what
//! commands write for programs.

use super::output::Output;
use super::{Exit, Global, files, targets};
use crate::diagnostic::{Language, Text};
use crate::document::tree;
use crate::model::load::Workspace;
use crate::model::schema::SCHEMAS;
use crate::report::json::SHAPES;
use crate::spelling;
use crate::text;
use clap::Args;
use serde_json::Value;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 種類（matter、parties、checklist、submission、common、ward、document、--format json の結果の result-check など）。省略時は一覧
    ///
    /// Kind (matter, parties, checklist, submission, common, ward, document, and result-check and others for what --format json writes); default: a list
    kind: Option<String>,
    /// 全ての種類を、このフォルダに書き出す
    ///
    /// Write all kinds into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    out: Option<PathBuf>,
    /// 今のワークスペースの識別子（回線、保護、処理、担当課など）も、値の候補として書く
    ///
    /// List the ids of the workspace here (networks, protections, acts, departments and others) as the values of keys
    #[arg(long)]
    ids: bool,
}

/// Name of the schema of what templates see; the others are of files that a clerk writes.
const DOCUMENT: &str = "document";

/// Returns the schema of that name, with descriptions in one language.
fn schema(name: &str, workspace: Option<&Workspace>, language: Language) -> Option<Value> {
    if name == DOCUMENT {
        return Some(tree::schema());
    }
    let of_file = SCHEMAS.iter().find(|schema| schema.name == name);
    let written = of_file.map(|own| match workspace {
        Some(workspace) => workspace.schema(own, language),
        None => own.in_language(language),
    });
    written.or_else(|| SHAPES.iter().find(|shape| shape.name == name).map(|shape| shape.schema(language)))
}

/// Returns the name and title of every schema.
fn names() -> impl Iterator<Item = (&'static str, Text)> {
    let written = SCHEMAS.iter().map(|schema| {
        let (ja, en) = (schema.title, schema.english);
        (schema.name, text!("{ja}", "{en}"))
    });
    let document = text!(
        "文書の木（ひな形に渡る document、render --format json）",
        "tree of a document (what templates see, render --format json)"
    );
    let results = SHAPES.iter().map(|shape| {
        let (ja, en) = (shape.title, shape.english);
        (shape.name, text!("{ja}", "{en}"))
    });
    written.chain([(DOCUMENT, document)]).chain(results)
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let workspace = if arguments.ids {
        match targets::open(global, &[], output) {
            Some(workspace) => Some(workspace),
            None => return Exit::Failed,
        }
    } else {
        None
    };
    let workspace = workspace.as_ref();
    if let Some(folder) = &arguments.out {
        return write_all(folder, workspace, output);
    }
    let Some(kind) = &arguments.kind else {
        for (name, title) in names() {
            let title = title.get(output.language);
            output.line(&format!("{name:<20}{title}"));
        }
        return Exit::Clean;
    };
    let Some(schema) = schema(kind, workspace, output.language) else {
        let names: Vec<&str> = names().map(|(name, _)| name).collect();
        let (list, list_en) = (names.join("、"), names.join(", "));
        let help = spelling::did_you_mean(kind, names, &text!("使える種類: {list}", "kinds: {list_en}"));
        let (ja, en) = (help.ja, help.en);
        output.error(&text!("「{kind}」という種類はありません。{ja}", "there is no kind `{kind}`; {en}"));
        return Exit::Failed;
    };
    output.line(&written(&schema));
    Exit::Clean
}

fn written(schema: &Value) -> String {
    serde_json::to_string_pretty(schema).unwrap_or_default()
}

fn write_all(folder: &Path, workspace: Option<&Workspace>, output: &mut Output) -> Exit {
    for (name, _) in names() {
        let path = folder.join(format!("{name}.schema.json"));
        let json = schema(name, workspace, output.language).as_ref().map(written).unwrap_or_default();
        if let Err(error) = files::replace(&path, format!("{json}\n").as_bytes()) {
            output.error(&error);
            return Exit::Failed;
        }
        output.line(&path.display().to_string());
    }
    Exit::Clean
}
