//! `fugi schema`: the JSON Schema of each kind of file.

use super::Exit;
use super::output::Output;
use crate::model::schema::SCHEMAS;
use crate::spelling;
use crate::text;
use clap::Args;
use std::fs;
use std::path::PathBuf;

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

fn write_all(folder: &std::path::Path, output: &mut Output) -> Exit {
    if let Err(error) = fs::create_dir_all(folder) {
        let folder = folder.display();
        output.error(&text!("{folder} を作れません（{error}）", "{folder} cannot be made ({error})"));
        return Exit::Failed;
    }
    for schema in SCHEMAS {
        let path = folder.join(format!("{}.schema.json", schema.name));
        let json = serde_json::to_string_pretty(&schema.to_json()).unwrap_or_default();
        let shown = path.display();
        if let Err(error) = fs::write(&path, format!("{json}\n")) {
            output.error(&text!("{shown} に書けません（{error}）", "{shown} cannot be written ({error})"));
            return Exit::Failed;
        }
        output.line(&shown.to_string());
    }
    Exit::Clean
}
