//! `fugi log new NAME`: an evidence folder with an empty log.

use super::keys::LogKey;
use crate::cli::evidence::EvidenceFolder;
use crate::cli::output::Output;
use crate::cli::{Exit, Global};
use crate::diagnostic::Text;
use crate::evidence::format::note::VerifierKey;
use crate::evidence::log::Log;
use crate::evidence::store::{Disk, Name, Store as _};
use crate::text;
use clap::Args;
use std::path::{Path, PathBuf};

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

/// Returns the evidence folder around a folder, which need not be there yet, links followed.
fn around(folder: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(folder).ok()?;
    let there = whole.ancestors().find_map(|own| Some((own, own.canonicalize().ok()?)));
    let (own, real) = there?;
    // The folder itself is judged where the log is made.
    let above = if own == whole { 1 } else { 0 };
    let is_evidence = |folder: &&Path| Disk::new(folder).exists(&Name::Checkpoint);
    real.ancestors().skip(above).find(is_evidence).map(Path::to_path_buf)
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Text> {
    let folder = arguments.place.folder();
    if let Some(around) = around(&folder) {
        let (shown, around) = (folder.display(), around.display());
        return Err(text!(
            "{shown} は、別の証跡のフォルダ（{around}）の中です。中に作ったものは、どちらのログとしても確かめられません。外のフォルダを --evidence で指定してください",
            "{shown} lies within another evidence folder ({around}), and a log in there could be verified as neither: name a folder outside with --evidence"
        ));
    }
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
