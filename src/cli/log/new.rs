//! `fugi log new NAME`: an evidence folder with an empty log.

use super::keys::LogKey;
use crate::cli::evidence::EvidenceFolder;
use crate::cli::output::Output;
use crate::cli::{Exit, Global};
use crate::diagnostic::Text;
use crate::evidence::format::note::VerifierKey;
use crate::evidence::log::Log;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// ログの名（世界に一つの、URL に似た名。例: city.example.jp/fugi。空白と + は使えない）
    ///
    /// Name of the log (unique in the world and like a URL, for example city.example.jp/fugi; no blanks, no +)
    name: String,
    #[command(flatten)]
    key: LogKey,
    #[command(flatten)]
    place: EvidenceFolder,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Text> {
    let folder = arguments.place.folder();
    let key = arguments.key.load(global)?;
    let log = Log::create(&folder, &arguments.name, &key).map_err(|error| error.text())?;
    let (shown, vkey) = (folder.display(), VerifierKey::log(log.origin(), key.public()));
    output.say_one(&text!("{shown} に証跡ログを作りました", "made a log in {shown}"));
    output.say_one(&text!(
        "次の行を、検証する人（監査、委託先）の信頼ファイルに書いてもらってください。フォルダの外で、紙などで渡します",
        "whoever verifies writes this line into their own trust file; hand it over outside of the folder, on paper"
    ));
    output.line(&format!("log {vkey}"));
    Ok(Exit::Clean)
}
