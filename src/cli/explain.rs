//! `fugi explain RULE` and `fugi explain ROLE ITEM`.

use super::output::Output;
use super::{Exit, Global};
use crate::check;
use crate::spelling;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 規則の名（例: item-outside-receiver-scope）、または役割と項目
    #[arg(required = true, num_args = 1..=2)]
    what: Vec<String>,
}

pub(crate) fn run(_: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let Some(name) = arguments.what.first() else { return Exit::Failed };
    let Some(rule) = check::rule(name) else {
        let names = check::rules().map(|rule| rule.name);
        let help = spelling::did_you_mean(
            name,
            names,
            &text!("`fugi explain --list` で一覧を表示します", "`fugi explain --list` lists them"),
        );
        let (ja, en) = (help.ja, help.en);
        output.error(&text!("「{name}」という規則はありません。{ja}", "there is no rule `{name}`; {en}"));
        return Exit::Failed;
    };
    output.line(rule.page);
    Exit::Clean
}
