//! `fugi log list` and `fugi log show`: what is logged.

use crate::cli::Exit;
use crate::cli::evidence::EvidenceFolder;
use crate::cli::output::Output;
use crate::diagnostic::{Language, Text};
use crate::evidence::error::Error;
use crate::evidence::format::envelope::Envelope;
use crate::evidence::format::kind::Kind;
use crate::evidence::format::leaf::{self, Leaf};
use crate::evidence::store::{Name, RECORD_LIMIT};
use crate::report::json;
use crate::spelling::{one_line, printable};
use crate::text;
use clap::{Args, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
    #[command(flatten)]
    place: EvidenceFolder,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// 項目の番号（0から）
    ///
    /// Number of the entry, from 0
    position: u64,
    #[command(flatten)]
    place: EvidenceFolder,
}

/// Returns what a kind of record is called.
fn label(leaf: &Leaf, language: Language) -> String {
    if leaf.kind == leaf::REGISTER {
        return text!("鍵の登録簿", "key-register").get(language).to_owned();
    }
    Kind::of_uri(&leaf.kind).map_or_else(|| leaf.kind.clone(), |kind| kind_label(kind, language))
}

fn kind_label(kind: Kind, language: Language) -> String {
    match language {
        Language::English => kind.word().to_owned(),
        Language::Japanese => kind.label().to_owned(),
    }
}

pub(super) fn list(arguments: &List, output: &mut Output) -> Result<Exit, Text> {
    let folder = arguments.place.folder();
    let opened = arguments.place.open().and_then(|(_, log)| {
        let head = log.checkpoint().map_err(|error| error.text())?.head;
        Ok((log, head))
    });
    let (log, head) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            output.unreadable_input(&folder, &error);
            return Ok(Exit::Failed);
        }
    };
    let is_json = arguments.format == FormatName::Json;
    let (mut listed, mut unread) = (Vec::new(), Vec::new());
    let mut exit = Exit::Clean;
    let mut count = 0_u64;
    for entry in log.entries().map_err(|error| error.text())? {
        let (position, leaf) = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let why = error.text();
                output.error(&why);
                unread.push(json::Unread::told(&why, Vec::new(), output.language));
                exit = Exit::Failed;
                continue;
            }
        };
        count += 1;
        let there = log.store().exists(&Name::Record(leaf.record));
        if is_json {
            listed.push(json::log::Entry::new(position, &leaf, there));
            continue;
        }
        let (label, logged) = (label(&leaf, output.language), leaf.logged.in_japan());
        let record: String = leaf.record.to_string().chars().take(16).collect();
        let gone = if there { text!("", "") } else { text!("  （内容なし）", "  (no content)") };
        let (ja, en) = (gone.ja, gone.en);
        output.say_one(&text!(
            "{position:>6}  {logged}  {record}…  {label}{ja}",
            "{position:>6}  {logged}  {record}…  {label}{en}"
        ));
    }
    let (origin, size) = (head.origin, head.size);
    if is_json {
        output.line(&json::pretty(&json::log::Report::new(&origin, size, listed, unread)));
    } else {
        output.say_one(&text!(
            "{origin}: {size} 件（表示 {count} 件）",
            "{origin}: {size} entries ({count} shown)"
        ));
    }
    Ok(exit)
}

pub(super) fn show(arguments: &Show, output: &mut Output) -> Result<Exit, Text> {
    let (_, log) = arguments.place.open()?;
    let position = arguments.position;
    let leaf = log.entry(position).map_err(|error: Error| error.text())?;
    let name = Name::Record(leaf.record);
    let (label, logged) = (one_line(&label(&leaf, output.language)).into_owned(), leaf.logged);
    let japan = logged.in_japan();
    output.say(&text!(
        "{position} 番  {label}\n登載 {japan}（{logged}）\n記録 {name}",
        "entry {position}  {label}\nlogged {logged} ({japan} in Japan)\nrecord {name}"
    ));
    let found = log.store().find(&name, RECORD_LIMIT as usize).map_err(|error| error.text())?;
    let Some(bytes) = found else {
        output.say(&text!(
            "内容はありません（廃棄されたかどうかは `fugi verify` が示します）",
            "there is no content (`fugi verify` says whether it was disposed of)"
        ));
        return Ok(Exit::Found);
    };
    if crate::evidence::format::digest::Digest::of(&bytes) != leaf.record {
        output.error(&text!("{name} は登載されたときの内容と違います", "{name} is not what was logged"));
        return Ok(Exit::Found);
    }
    let envelope = Envelope::parse(&bytes).map_err(|problem| problem.text())?;
    output.line(&printable(&String::from_utf8_lossy(&envelope.payload)));
    Ok(Exit::Clean)
}
