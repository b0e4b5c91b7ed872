//! `fugi explain RULE`, `fugi explain KEY` and `fugi explain ROLE ITEM`.

use super::output::Output;
use super::{Exit, Global, page, targets};
use crate::check;
use crate::diff::policy::Policy;
use crate::diff::rules as changes;
use crate::duty::rule as duties;
use crate::model::keys;
use crate::report::json::explain::{About, Rule};
use crate::report::{self, json};
use crate::spelling;
use crate::text;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 規則の名（例: item-outside-receiver-scope）、ファイルのキーか「場所」か日本語の語（例: erasure/backup、再委託）、または役割と項目（例: emoney 確認番号）
    ///
    /// Name of a rule, such as item-outside-receiver-scope; a key of a file, a place or a word (such as erasure/backup); or a role and an item (id of the role, name of the item)
    #[arg(num_args = 0..=2, value_name = "RULE | KEY | ROLE ITEM")]
    what: Vec<String>,
    /// 規則の一覧を表示する
    ///
    /// List the rules
    #[arg(long)]
    list: bool,
    /// どの案件について答えるか（省略時は、その役割と項目がある全て）
    ///
    /// Which matter to answer for (default: all that have the role and the item)
    #[arg(long, value_name = "MATTER")]
    matter: Vec<PathBuf>,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Text,
    Json,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    match arguments.what.as_slice() {
        _ if arguments.list && arguments.format == FormatName::Json => {
            rules(None, output);
            Exit::Clean
        }
        _ if arguments.list => list(output),
        [] => {
            output.error(&text!(
                "規則の名か、キーか、役割と項目を書いてください。規則の一覧は `fugi explain --list` です",
                "name a rule, a key, or a role and an item; `fugi explain --list` lists the rules"
            ));
            Exit::Failed
        }
        [name] => rule(name, arguments.format, output),
        [role, item, ..] => holding(global, arguments, role, item, output),
    }
}

fn list(output: &mut Output) -> Exit {
    for rule in check::rules() {
        let (ja, en) = (rule.title(), rule.summary());
        let (name, weight) = (rule.name, rule.severity.label());
        let (weight_ja, weight_en) = (weight.ja, weight.en);
        output.say(&text!("{name}  [{weight_ja}] {ja}", "{name}  [{weight_en}] {en}"));
    }
    for rule in changes::RULES {
        let (name, ja, en) = (rule.name, rule.title(), rule.summary());
        output.say(&text!("{name}  [変更] {ja}", "{name}  [change] {en}"));
    }
    for rule in duties::RULES {
        let (name, ja, en) = (rule.name, rule.title(), rule.summary());
        output.say(&text!("{name}  [期限] {ja}", "{name}  [due] {en}"));
    }
    Exit::Clean
}

fn rule(name: &str, format: FormatName, output: &mut Output) -> Exit {
    let is_rule =
        check::rule(name).is_some() || changes::rule(name).is_some() || duties::rule(name).is_some();
    if format == FormatName::Json && is_rule {
        rules(Some(name), output);
        return Exit::Clean;
    }
    if let Some(rule) = changes::rule(name) {
        // Outside a workspace the rule's own standard is shown.
        let workspace = targets::quietly();
        let policy = workspace.as_ref().and_then(|workspace| Policy::new(&workspace.common).ok());
        output.line(&page::of_change(rule, policy, output.authority(), output.language));
        return Exit::Clean;
    }
    let Some(rule) = check::rule(name).or_else(|| duties::rule(name)) else {
        let found = keys::find(name);
        if !found.is_empty() {
            match format {
                FormatName::Json => {
                    output.line(&json::pretty(&json::explain::Keys::new(&found, output.language)));
                }
                FormatName::Text => report::explain::keys(&found).iter().for_each(|line| output.say(line)),
            }
            return Exit::Clean;
        }
        let keys = keys::names();
        let names = check::rules()
            .map(|rule| rule.name)
            .chain(changes::RULES.iter().map(|rule| rule.name))
            .chain(duties::RULES.iter().map(|rule| rule.name))
            .chain(keys.iter().map(String::as_str));
        let help = spelling::did_you_mean(
            name,
            names,
            &text!("一覧は `fugi explain --list` です", "`fugi explain --list` lists them"),
        );
        let (ja, en) = (help.ja, help.en);
        output.error(&text!(
            "「{name}」という規則もキーもありません。{ja}",
            "there is no rule and no key `{name}`; {en}"
        ));
        return Exit::Failed;
    };
    let page = page::of(rule, output.authority(), output.language);
    output.line(&page);
    Exit::Clean
}

fn holding(global: &Global, arguments: &Arguments, role: &str, item: &str, output: &mut Output) -> Exit {
    let Some(workspace) = targets::open(global, &arguments.matter, output) else { return Exit::Failed };
    let selections = match targets::find(&workspace, &arguments.matter) {
        Ok(selections) => selections,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let own = workspace.explain(&selections, role, item);
    for unread in &own.unread {
        output.unread(&unread.error);
    }
    // A role or an item that no matter has is a wrong use, like any name that nothing has.
    if own.answers.is_empty() && own.unread.is_empty() {
        output.error(&own.missing(role, item));
        return Exit::Failed;
    }
    match arguments.format {
        FormatName::Json => output.line(&json::pretty(&json::explain::Report::new(&own, output.language))),
        FormatName::Text => {
            for (index, answer) in own.answers.iter().enumerate() {
                if index > 0 {
                    output.line("");
                }
                for line in report::explain::lines(answer) {
                    output.say_one(&line);
                }
            }
        }
    }
    if own.answers.is_empty() || !own.unread.is_empty() { Exit::Failed } else { Exit::Clean }
}

/// Prints rules for programs.
fn rules(name: Option<&str>, output: &mut Output) {
    let is_asked = |own: &str| name.is_none_or(|name| name == own);
    let word = output.authority();
    let matter = check::rules().map(|rule| Rule::new(About::Matter, rule, word, output.language));
    let change = changes::RULES.iter().map(|rule| Rule::new(About::Change, rule, word, output.language));
    let duty = duties::RULES.iter().map(|rule| Rule::new(About::Duty, rule, word, output.language));
    let all = matter.chain(change).chain(duty).filter(|rule| is_asked(&rule.name));
    output.line(&json::pretty(&json::explain::Rules::new(all.collect())));
}
