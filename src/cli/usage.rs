//! What is wrong with the words of a command line, in the language of the run.

use super::Exit;
use super::output::{self, Output};
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
        // Where the reader closed the pipe, nobody is left to be told.
        return match error.print().and_then(|()| anstream::stdout().flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                let mut output = Output::new(language);
                output.error(&output::unwritten(&error));
                ExitCode::from(Exit::Failed as u8)
            }
            _ => ExitCode::from(Exit::Clean as u8),
        };
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
        Some((None, reason)) => number(&reason).unwrap_or_else(|| text!("（{reason}）", ": {reason}")),
        None => text!("", ""),
    }
}

/// Returns what the reader of numbers says, in the words of the reader; nothing where it was not that one.
fn number(reason: &str) -> Option<Text> {
    if let Some((_, range)) = reason.split_once(" is not in ") {
        let (from, to) = range.split_once("..=").or_else(|| range.split_once(".."))?;
        return Some(match to {
            "" => text!("。{from} 以上の整数を書いてください", ": write a whole number, {from} or more"),
            _ => text!(
                "。{from} から {to} までの整数を書いてください",
                ": write a whole number from {from} to {to}"
            ),
        });
    }
    ["invalid digit", "number too", "cannot parse integer"].iter().any(|own| reason.starts_with(own)).then(
        || text!("。整数を数字（0 以上）で書いてください", ": write a whole number in digits, 0 or more"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::builder::ValueParser;
    use clap::{Arg, Command, value_parser};

    /// What clap says of a number is told in our words: a new wording of clap fails here.
    #[test]
    fn a_number_that_cannot_be_read_is_told_in_both_languages() {
        let of = |parser: ValueParser, word: &str| {
            let command = Command::new("x").arg(Arg::new("n").long("n").value_parser(parser));
            words(&command.try_get_matches_from(["x", &format!("--n={word}")]).unwrap_err())
        };
        for word in ["x", "-1", "1.5", "９", "123456789012345678901234567890"] {
            let parsers: [ValueParser; 4] = [
                value_parser!(u64).into(),
                value_parser!(u16).into(),
                value_parser!(usize).into(),
                value_parser!(u32).range(1..=20).into(),
            ];
            for parser in parsers {
                let said = of(parser, word);
                assert!(said.ja.contains("整数"), "{word}: {said:?}");
                assert!(said.en.contains("write a whole number"), "{word}: {said:?}");
            }
        }
        assert!(of(value_parser!(u32).range(1..=20).into(), "0").ja.contains("1 から 20 まで"));
        assert!(of(value_parser!(u32).range(1..=20).into(), "0").en.contains("from 1 to 20"));
    }
}
