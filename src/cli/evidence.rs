//! What the commands on evidence share: the folder, the key register, the clock, and the question before what cannot
//! be undone.

use super::Global;
use super::output::Output;
use super::targets::from_here;
use crate::diagnostic::Text;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field;
use crate::evidence::format::moment::Moment;
use crate::evidence::format::register::Version;
use crate::evidence::log::Log;
use crate::evidence::store::{Disk, Name, Store as _};
use crate::evidence::verify::registers;
use crate::model::load::{self, Workspace};
use crate::text;
use clap::Args;
use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};

/// Which evidence folder.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct EvidenceFolder {
    /// 証跡のフォルダ（省略時は、ワークスペースの evidence）
    ///
    /// Folder of the evidence (default: `evidence` of the workspace)
    #[arg(long, value_name = "DIR")]
    evidence: Option<PathBuf>,
}

impl EvidenceFolder {
    /// Returns the folder.
    pub(crate) fn folder(&self) -> PathBuf {
        if let Some(folder) = &self.evidence {
            return folder.clone();
        }
        load::find_root(Path::new("."))
            .map_or_else(|_| PathBuf::from("evidence"), |root| from_here(&root).join("evidence"))
    }

    /// Returns whether the command line names it.
    pub(crate) fn is_named(&self) -> bool {
        self.evidence.is_some()
    }

    /// Opens the log of the folder.
    ///
    /// # Errors
    ///
    /// A text that says why there is none.
    pub(crate) fn open(&self) -> Result<(PathBuf, Log), Text> {
        let folder = self.folder();
        let log = Log::open(&folder).map_err(|error| error.text())?;
        Ok((folder, log))
    }
}

/// Asks before something that cannot be undone; scripts say `--yes`.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Confirm {
    /// 尋ねずに実行する
    ///
    /// Do it without asking
    #[arg(long)]
    yes: bool,
}

impl Confirm {
    /// Returns whether to go on.
    ///
    /// # Errors
    ///
    /// A text where nobody can be asked.
    pub(crate) fn ask(self, question: &Text, output: &mut Output) -> Result<(), Text> {
        if self.yes {
            return Ok(());
        }
        if !io::stdin().is_terminal() {
            return Err(text!(
                "確かめる端末がありません。内容を確かめたうえで --yes を付けてください",
                "there is no terminal to ask on; look at it and add --yes"
            ));
        }
        output.say(question);
        output.say(&text!("よければ yes と入力してください", "type `yes` to go on"));
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        if read.is_ok() && answer.trim().eq_ignore_ascii_case("yes") {
            Ok(())
        } else {
            Err(text!("取りやめました。何も変えていません", "stopped; nothing was changed"))
        }
    }
}

/// Opens the workspace, where there is one that can be read.
pub(crate) fn workspace() -> Option<Workspace> {
    let root = load::find_root(Path::new(".")).ok()?;
    Workspace::open(&root).ok()?.result.ok()
}

/// Reads every version of the key register of a folder, and confirms that the latest is the one that the log names last:
/// nothing is admitted by a register from which a revocation was taken away.
///
/// # Errors
///
/// A text that names the file, the reason and what to do.
pub(crate) fn register(folder: &Path, log: &Log) -> Result<Vec<Version>, Text> {
    let versions = versions(folder, log.origin())?;
    let named = log.checkpoint().map_err(|error| error.text())?.head.register;
    if versions.last().map(|version| version.digest) == named {
        return Ok(versions);
    }
    match named {
        Some(digest) if versions.iter().all(|version| version.digest != digest) => {
            let kept = Name::Record(digest);
            Err(text!(
                "鍵の登録簿の、ログに載った最新の版（sha256:{digest}）が trust/ にありません。失効や登録が隠されています。{kept} が残っていれば、その版の trust/root.N.json に写し、なければ控えから戻してください",
                "the latest version of the key register that the log names (sha256:{digest}) is not in trust/: copy {kept} to its trust/root.N.json if it is there, else restore it from a backup"
            ))
        }
        _ => Err(text!(
            "鍵の登録簿に、ログに載っていない版があります。`fugi log adopt-register` で載せてください（心当たりがなければ、鍵の管理者に署名したかを確かめてください）",
            "the key register has versions that the log does not name: log them with `fugi log adopt-register` (ask the root keys' holders first, if nobody knows of them)"
        )),
    }
}

/// Reads every version of the key register of a folder, each following the one before, whatever the log says.
///
/// # Errors
///
/// A text that names the file and the reason.
pub(crate) fn versions(folder: &Path, log: &str) -> Result<Vec<Version>, Text> {
    let disk = Disk::new(folder);
    match registers::read(&disk, log) {
        (versions, None) => Ok(versions),
        (_, Some(broken)) => {
            let (shown, Text { ja, en }) = (disk.place(&Name::Register(broken.version)), broken.why);
            Err(text!("{shown}: {ja}", "{shown}: {en}"))
        }
    }
}

/// Returns the path of a version of the register, in the evidence folder.
pub(crate) fn file_of(version: u64) -> String {
    Name::Register(version).to_string()
}

/// Returns now in Japan, whatever the machine's own zone is, for a statement.
#[expect(clippy::disallowed_methods, reason = "the command line is the one place that looks at the clock")]
pub(crate) fn now() -> field::Moment {
    field::Moment::in_japan(chrono::Utc::now())
}

/// Returns now, for an entry of the log.
///
/// # Errors
///
/// A text where the clock of the machine stands before 1970.
pub(crate) fn log_now() -> Result<Moment, Text> {
    moment_of(now().seconds())
}

/// Returns the moment at which a command looks at the log: the end of the day that `--as-of` names, else now.
///
/// # Errors
///
/// As [`log_now`].
pub(crate) fn looked_at(global: &Global) -> Result<Moment, Text> {
    match global.as_of.and_then(|day| day.and_hms_opt(23, 59, 59)) {
        // A day in Japan, nine hours ahead of UTC.
        Some(end) => moment_of(end.and_utc().timestamp() - 9 * 3600),
        None => log_now(),
    }
}

fn moment_of(seconds: i64) -> Result<Moment, Text> {
    let seconds = u64::try_from(seconds).ok().and_then(|seconds| Moment::from_seconds(seconds).ok());
    seconds.ok_or_else(|| text!("この機械の時計が合っていません", "the clock of this machine is wrong"))
}

/// Returns 16 random bytes in hexadecimal.
///
/// # Errors
///
/// A text where the system has no randomness.
pub(crate) fn random() -> Result<String, Text> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| text!("乱数を得られません", "there is no randomness"))?;
    Ok(Digest::from(bytes).to_string().chars().take(32).collect())
}
