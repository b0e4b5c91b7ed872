//! `fugi schema`: the JSON Schema of each kind of file.

use super::output::Output;
use super::{Exit, files};
use crate::model::schema::SCHEMAS;
use crate::spelling;
use crate::text;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 種類（matter、parties、checklist、submission、common、ward）。省略時は一覧
    kind: Option<String>,
    /// 全ての種類を、このフォルダに書き出す
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    if let Some(folder) = &arguments.out {
        return write_all(folder, output);
    }
    let Some(kind) = &arguments.kind else {
        for schema in SCHEMAS {
            output.line(&format!("{:<12}{}", schema.name, schema.title));
        }
        return Exit::Clean;
    };
    let Some(schema) = SCHEMAS.iter().find(|schema| schema.name == kind) else {
        let names: Vec<&str> = SCHEMAS.iter().map(|schema| schema.name).collect();
        let list = names.join("、");
        let help = spelling::did_you_mean(kind, names, &text!("使える種類: {list}", "kinds: {list}"));
        let (ja, en) = (help.ja, help.en);
        output.error(&text!("「{kind}」という種類はありません。{ja}", "there is no kind `{kind}`; {en}"));
        return Exit::Failed;
    };
    output.line(&serde_json::to_string_pretty(&schema.to_json()).unwrap_or_default());
    Exit::Clean
}

fn write_all(folder: &Path, output: &mut Output) -> Exit {
    for schema in SCHEMAS {
        let path = folder.join(format!("{}.schema.json", schema.name));
        let json = serde_json::to_string_pretty(&schema.to_json()).unwrap_or_default();
        if let Err(error) = files::replace(&path, format!("{json}\n").as_bytes()) {
            output.error(&error);
            return Exit::Failed;
        }
        output.line(&path.display().to_string());
    }
    Exit::Clean
}
