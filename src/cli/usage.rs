//! What is wrong with the words of a command line, in Japanese; `--lang en` keeps clap's own English.

use super::Exit;
use crate::text;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::io::Write;
use std::process::ExitCode;

/// Prints the message of a failed parse; help and version are no failure.
pub(super) fn report(error: &clap::Error, english: bool) -> ExitCode {
    if !error.use_stderr() || english {
        let _ = error.print();
        return ExitCode::from(if error.use_stderr() { Exit::Failed as u8 } else { Exit::Clean as u8 });
    }
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "エラー: {}", words(error));
    let _ =
        writeln!(err, "使い方は `fugi --help`、コマンドごとの使い方は `fugi <コマンド> --help` で表示します");
    ExitCode::from(Exit::Failed as u8)
}

fn words(error: &clap::Error) -> String {
    let context = |kind: ContextKind| -> Vec<String> {
        match error.get(kind) {
            Some(ContextValue::String(word)) => vec![word.clone()],
            Some(ContextValue::Strings(words)) => words.clone(),
            _ => Vec::new(),
        }
    };
    let first = |kind: ContextKind| context(kind).into_iter().next().unwrap_or_default();
    let near = |kind: ContextKind| {
        let near = context(kind);
        if near.is_empty() {
            String::new()
        } else {
            format!("。「{}」の書き違いではありませんか", near.join("」「"))
        }
    };
    let argument = first(ContextKind::InvalidArg);
    let text = match error.kind() {
        ErrorKind::UnknownArgument => {
            let near = near(ContextKind::SuggestedArg);
            text!("「{argument}」という指定はありません{near}", "{error}")
        }
        ErrorKind::InvalidSubcommand => {
            let (name, near) =
                (first(ContextKind::InvalidSubcommand), near(ContextKind::SuggestedSubcommand));
            text!("「{name}」というコマンドはありません{near}", "{error}")
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            text!("コマンドを書いてください（例: fugi check）", "{error}")
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = context(ContextKind::InvalidArg).join("、");
            text!("{missing} を書いてください", "{error}")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = first(ContextKind::InvalidValue);
            let valid = context(ContextKind::ValidValue).join("、");
            let valid = if valid.is_empty() { String::new() } else { format!("（使える値: {valid}）") };
            if value.is_empty() {
                text!("{argument} に値を書いてください{valid}", "{error}")
            } else {
                text!("{argument} に「{value}」は使えません{valid}", "{error}")
            }
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg).join("、");
            text!("{argument} と {other} は一緒に書けません", "{error}")
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            text!("{argument} の値の数が合いません", "{error}")
        }
        _ => text!("コマンドを読み取れません（{error}）", "{error}"),
    };
    text.ja
}
