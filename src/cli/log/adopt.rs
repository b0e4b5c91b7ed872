//! `fugi log adopt-register`: the versions of the key register that no entry names are logged, once.

use super::keys::LogKey;
use crate::cli::evidence::{Confirm, EvidenceFolder, file_of, versions};
use crate::cli::files;
use crate::cli::key::{LARGEST, log_versions};
use crate::cli::output::Output;
use crate::cli::{Exit, Global};
use crate::diagnostic::Text;
use crate::evidence::error::Error;
use crate::evidence::format::note::VerifierKey;
use crate::evidence::verify::log as of_log;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    key: LogKey,
    #[command(flatten)]
    place: EvidenceFolder,
    #[command(flatten)]
    confirm: Confirm,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Text> {
    let (folder, log) = arguments.place.open()?;
    let versions = versions(&folder, log.origin())?;
    let logged = of_log::registers(log.store());
    if let Some((position, digest)) =
        logged.iter().find(|(_, digest)| versions.iter().all(|version| version.digest != *digest))
    {
        return Err(text!(
            "{position} 番が載せた登録簿の版（sha256:{digest}）が trust/ にありません。先に控えから戻してください",
            "the version that entry {position} names (sha256:{digest}) is not in trust/: restore it first"
        ));
    }
    let is_new = |digest| logged.iter().all(|(_, known)| known != digest);
    let missing: Vec<_> = versions.iter().filter(|version| is_new(&version.digest)).collect();
    let (Some(first), Some(last)) = (missing.first(), missing.last()) else {
        return Err(text!(
            "載せる版はありません。登録簿の版は、すべてログに載っているか、まだありません",
            "there is nothing to log: every version of the register is in the log, or there is none yet"
        ));
    };
    for version in &missing {
        let (number, digest) = (version.register.version, version.digest);
        output.say_one(&text!("第{number}版 sha256:{digest}", "version {number} sha256:{digest}"));
    }
    let (from, to) = (first.register.version, last.register.version);
    let question = text!(
        "鍵の登録簿の第{from}版から第{to}版までをログに載せます。番号と SHA-256 が、鍵の管理者の控えと同じことを確かめてください。載せた版は消せません",
        "logs versions {from} to {to} of the key register; make sure that numbers and SHA-256 are those that the root keys' holders know: an entry cannot be removed"
    );
    arguments.confirm.ask(&question, output)?;
    let key = arguments.key.load(global)?;
    let head = log.checkpoint().map_err(|error| error.text())?;
    if !head.is_signed_by(&VerifierKey::log(log.origin(), key.public())) {
        return Err(Error::WrongKey(log.origin().to_owned()).text());
    }
    let files =
        missing.iter().map(|version| files::read(&folder.join(file_of(version.register.version)), LARGEST));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    for (one, version) in log_versions(&log, &files, &key)?.iter().zip(&missing) {
        let (position, number) = (one.position, version.register.version);
        output.say_one(&text!(
            "第{number}版を {position} 番としてログに載せました",
            "version {number} is entry {position} of the log"
        ));
    }
    Ok(Exit::Clean)
}
