//! What is wrong with the words of a command line, in the language of the run.

use super::Exit;
use crate::diagnostic::{Language, Text};
use crate::model::date::Wrong;
use crate::text;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;
use std::io::Write;
use std::process::ExitCode;

/// Prints the message of a failed parse; help and version are no failure.
pub(super) fn report(error: &clap::Error, language: Language) -> ExitCode {
    if !error.use_stderr() {
        // Nobody is left to be told that standard output is closed.
        let _ = error.print();
        return ExitCode::from(Exit::Clean as u8);
    }
    refuse(&words(error), language)
}

/// Says what is wrong with the words of a command line, and where the help is.
pub(super) fn refuse(wrong: &Text, language: Language) -> ExitCode {
    let Text { ja, en } = wrong;
    let said = text!(
        "エラー: {ja}\n使い方は `fugi --help`、コマンドごとの使い方は `fugi <コマンド> --help` で表示します",
        "error: {en}\n`fugi --help --lang en` says how to use it, `fugi <COMMAND> --help --lang en` how to use a command"
    );
    let _ = writeln!(anstream::stderr().lock(), "{}", said.get(language));
    ExitCode::from(Exit::Failed as u8)
}

fn words(error: &clap::Error) -> Text {
    let context = |kind: ContextKind| -> Vec<String> {
        match error.get(kind) {
            Some(ContextValue::String(word)) => vec![word.clone()],
            Some(ContextValue::Strings(words)) => words.clone(),
            _ => Vec::new(),
        }
    };
    let first = |kind: ContextKind| context(kind).into_iter().next().unwrap_or_default();
    let near = |kind: ContextKind| -> Text {
        let near = context(kind);
        if near.is_empty() {
            return text!("", "");
        }
        let (ja, en) = (near.join("」「"), near.join("`, `"));
        text!("。「{ja}」の書き違いではありませんか", "; did you mean `{en}`?")
    };
    let argument = first(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let Text { ja, en } = near(ContextKind::SuggestedArg);
            text!("「{argument}」という指定はありません{ja}", "there is no option `{argument}` here{en}")
        }
        ErrorKind::InvalidSubcommand => {
            let name = first(ContextKind::InvalidSubcommand);
            let Text { ja, en } = near(ContextKind::SuggestedSubcommand);
            text!("「{name}」というコマンドはありません{ja}", "there is no command `{name}`{en}")
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            text!("コマンドを書いてください（例: fugi check）", "name a command, for example fugi check")
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = context(ContextKind::InvalidArg);
            let (ja, en) = (missing.join("、"), missing.join(", "));
            text!("{ja} を書いてください", "{en} is missing")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = first(ContextKind::InvalidValue);
            let Text { ja, en } = allowed(error, &context(ContextKind::ValidValue));
            if value.is_empty() {
                text!("{argument} に値を書いてください{ja}", "{argument} needs a value{en}")
            } else {
                text!("{argument} に「{value}」は使えません{ja}", "{argument} does not take `{value}`{en}")
            }
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            let (ja, en) = (other.join("、"), other.join(", "));
            text!("{argument} と {ja} は一緒に書けません", "{argument} does not go with {en}")
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            text!("{argument} の値の数が合いません", "{argument} has the wrong number of values")
        }
        _ => text!("コマンドを読み取れません（{error}）", "the command line cannot be read ({error})"),
    }
}

/// Returns what a value may be, and why the one given is none.
fn allowed(error: &clap::Error, valid: &[String]) -> Text {
    if !valid.is_empty() {
        let (ja, en) = (valid.join("、"), valid.join(", "));
        return text!("（使える値: {ja}）", " (one of: {en})");
    }
    match error.source().map(|source| (source.downcast_ref::<Wrong>(), source.to_string())) {
        Some((Some(Wrong { message, help }), _)) => {
            let ((ja, en), (help, fix)) = ((&message.ja, &message.en), (&help.ja, &help.en));
            text!("。{ja}。{help}", ": {en}; {fix}")
        }
        Some((None, reason)) => text!("（{reason}）", ": {reason}"),
        None => text!("", ""),
    }
}
