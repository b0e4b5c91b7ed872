//! `fugi schema`: the JSON Schema of each kind of file, and of what a template sees, and of what
//! commands write for programs.

use super::output::Output;
use super::{Exit, files};
use crate::document::tree;
use crate::model::schema::SCHEMAS;
use crate::report::json::SHAPES;
use crate::spelling;
use crate::text;
use clap::Args;
use serde_json::Value;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 種類（matter、parties、checklist、submission、common、ward、document）。省略時は一覧
    ///
    /// Kind (matter, parties, checklist, submission, common, ward, document); default: a list
    kind: Option<String>,
    /// 全ての種類を、このフォルダに書き出す
    ///
    /// Write all kinds into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    out: Option<PathBuf>,
}

/// Name of the schema of what templates see; the others are of files that a clerk writes.
const DOCUMENT: &str = "document";

/// Returns the schema of that name.
fn schema(name: &str) -> Option<Value> {
    if name == DOCUMENT {
        return Some(tree::schema());
    }
    let written = SCHEMAS.iter().find(|schema| schema.name == name).map(|schema| schema.to_json());
    written.or_else(|| SHAPES.iter().find(|shape| shape.name == name).map(|shape| shape.schema()))
}

/// Returns the name and title of every schema.
fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let written = SCHEMAS.iter().map(|schema| (schema.name, schema.title));
    let results = SHAPES.iter().map(|shape| (shape.name, shape.title));
    written.chain([(DOCUMENT, "文書の木（ひな形に渡る document、render --format json）")]).chain(results)
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    if let Some(folder) = &arguments.out {
        return write_all(folder, output);
    }
    let Some(kind) = &arguments.kind else {
        for (name, title) in names() {
            output.line(&format!("{name:<20}{title}"));
        }
        return Exit::Clean;
    };
    let Some(schema) = schema(kind) else {
        let names: Vec<&str> = names().map(|(name, _)| name).collect();
        let list = names.join("、");
        let help = spelling::did_you_mean(kind, names, &text!("使える種類: {list}", "kinds: {list}"));
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

fn write_all(folder: &Path, output: &mut Output) -> Exit {
    for (name, _) in names() {
        let path = folder.join(format!("{name}.schema.json"));
        let json = schema(name).as_ref().map(written).unwrap_or_default();
        if let Err(error) = files::replace(&path, format!("{json}\n").as_bytes()) {
            output.error(&error);
            return Exit::Failed;
        }
        output.line(&path.display().to_string());
    }
    Exit::Clean
}
