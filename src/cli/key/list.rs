//! `fugi key list` and `fugi key trust`: what the register says, and what a verifier takes along.

use crate::cli::evidence::{EvidenceFolder, register, versions};
use crate::cli::files::{replace, write_new};
use crate::cli::output::Output;
use crate::cli::table::Sheet;
use crate::cli::{Exit, Global};
use crate::diagnostic::{Language, Text};
use crate::evidence::format::note::VerifierKey;
use crate::evidence::format::register::{KeyEntry, Register};
use crate::evidence::format::role::Role;
use crate::evidence::verify::trust::TrustFile;
use crate::report::json;
use crate::text;
use crate::whole::Access;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// The largest policy, in bytes.
const LARGEST: u64 = 256 * 1024;

/// Columns of the table, in characters of half width.
const WIDTH: u16 = 110;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: EvidenceFolder,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Trust {
    #[command(flatten)]
    place: EvidenceFolder,
    /// 書き出すファイル（省略時は、画面に出す）
    ///
    /// File to write (default: standard output)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 連署を求める監査の数（省略時は 1）
    ///
    /// How many witnesses must cosign (default: 1)
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    quorum: u64,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Text> {
    let folder = arguments.place.folder();
    let read = arguments.place.open().and_then(|(folder, log)| {
        let size = log.checkpoint().map_err(|error| error.text())?.head.size;
        Ok((versions(&folder, log.origin())?, size))
    });
    let (versions, size) = match read {
        Ok(read) => read,
        Err(error) => {
            output.unreadable_input(&folder, &error);
            return Ok(Exit::Failed);
        }
    };
    let Some(latest) = versions.last().map(|version| &version.register) else {
        let shown = folder.display();
        return Err(text!(
            "{shown} に鍵の登録簿がありません。`fugi key root` で作ってください",
            "{shown} has no key register; `fugi key root` makes one"
        ));
    };
    if arguments.format == Format::Json {
        output.line(&json::pretty(&json::keys::Report::new(latest, size)));
        return Ok(Exit::Clean);
    }
    let language = global.language();
    let head = |ja: &str, en: &str| Text { ja: ja.to_owned(), en: en.to_owned() }.get(language).to_owned();
    let sheet = Sheet {
        title: latest.log.clone(),
        columns: vec![
            ("key", head("識別子", "key")),
            ("role", head("役割", "role")),
            ("holder", head("持ち主", "holder")),
            ("entries", head("有効な記録の番号", "entries")),
            ("state", head("状態", "state")),
        ],
        rows: latest.keys.iter().map(|entry| row(entry, size, language)).collect(),
    };
    output.line(&sheet.to_text(WIDTH));
    let (version, threshold) = (latest.version, latest.threshold);
    output.say_one(&text!(
        "登録簿 第{version}版。変えるには鍵の管理者 {threshold} 人の署名が要ります。次の記録は {size} 番です",
        "register version {version}; a change needs {threshold} root key(s); the next entry is {size}"
    ));
    Ok(Exit::Clean)
}

fn row(entry: &KeyEntry, size: u64, language: Language) -> Vec<String> {
    let range = match entry.until {
        None => format!("{}–", entry.from),
        Some(until) if until == entry.from => "–".to_owned(),
        Some(until) => format!("{}–{}", entry.from, until - 1),
    };
    let state = if entry.until.is_some_and(|until| until <= size) {
        text!("失効", "revoked")
    } else if entry.covers(size) {
        text!("有効", "in force")
    } else {
        text!("まだ有効でない", "not yet")
    };
    let state = match &entry.reason {
        Some(reason) => {
            let Text { ja, en } = state;
            text!("{ja}（{reason}）", "{en} ({reason})").get(language).to_owned()
        }
        None => state.get(language).to_owned(),
    };
    let role = match language {
        Language::Japanese => entry.role.label(),
        Language::English => entry.role.word(),
    };
    let id: String = entry.key_id.to_string().chars().take(16).collect();
    vec![id, role.to_owned(), entry.holder.clone(), range, state]
}

pub(super) fn trust(arguments: &Trust, output: &mut Output) -> Result<(), Text> {
    let (folder, log) = arguments.place.open()?;
    let versions = register(&folder, &log)?;
    let (Some(first), Some(latest)) = (versions.first(), versions.last()) else {
        return Err(text!(
            "鍵の登録簿がありません。`fugi key root` で作ってください",
            "there is no key register; `fugi key root` makes one"
        ));
    };
    let size = log.checkpoint().map_err(|error| error.text())?.head.size;
    let known = known_logs(&folder);
    let (mut lines, witnesses) = policy_lines(&latest.register, &known, size);
    let quorum = usize::try_from(arguments.quorum).unwrap_or(usize::MAX);
    if quorum > witnesses.len() {
        let there = witnesses.len();
        return Err(text!(
            "登録された監査の鍵は {there} 本です（--quorum {quorum} は満たせません。連署を求めないなら --quorum 0）",
            "{there} witness(es) are enrolled; --quorum {quorum} cannot be met (--quorum 0 asks for none)"
        ));
    }
    if quorum == 0 {
        lines.push("quorum none".to_owned());
    } else {
        lines.push(format!("group witnesses {quorum} {}", witnesses.join(" ")));
        lines.push("quorum witnesses".to_owned());
    }
    let (lines, digest) = (lines.join("\n"), first.digest);
    let head = text!(
        "# 信頼の起点（C2SP tlog-policy に、鍵の登録簿の第1版の SHA-256 を足したもの）\n\
         # このファイルは、証跡のフォルダとは別の道で受け取り、別の場所に保管してください。",
        "# Where trust begins (C2SP tlog-policy, with the SHA-256 of the first version of the key register)\n\
         # Get this file by another way than the evidence folder, and keep it elsewhere."
    );
    let head = head.get(output.language);
    let written = format!("{head}\n{lines}\nregister 1 sha256:{digest}\n");
    match &arguments.out {
        Some(path) => {
            write_new(path, written.as_bytes(), Access::Everyone)?;
            output.line(&path.display().to_string());
        }
        None => output.line(written.trim_end()),
    }
    Ok(())
}

/// Returns the log keys of the folder's own policy.
fn known_logs(folder: &Path) -> Vec<VerifierKey> {
    let bytes = crate::cli::files::read(&folder.join("trust/policy.txt"), LARGEST).unwrap_or_default();
    TrustFile::parse(&bytes).map(|trust| trust.policy.logs().to_vec()).unwrap_or_default()
}

/// Returns the lines of a policy for the logs and witnesses of a register, and the names of the witnesses.
fn policy_lines(register: &Register, known: &[VerifierKey], size: u64) -> (Vec<String>, Vec<String>) {
    let mut logs = known.to_vec();
    for entry in register.keys_of(Role::Log, size) {
        if let (Some(name), Some(key)) = (&entry.note_name, entry.key())
            && logs.iter().all(|log| log.key != key)
        {
            logs.push(VerifierKey::log(name, key));
        }
    }
    let mut lines: Vec<String> = logs.iter().map(|log| format!("log {log}")).collect();
    let mut witnesses = Vec::new();
    for entry in register.keys_of(Role::Witness, size) {
        if let (Some(name), Some(key)) = (&entry.note_name, entry.key()) {
            lines.push(format!("witness {name} {}", VerifierKey::witness(name, key)));
            witnesses.push(name.clone());
        }
    }
    (lines, witnesses)
}

/// Writes the folder's own policy anew: logs and witnesses of the register. It asks for no quorum, since whoever keeps
/// the folder could change it; a verifier's own file does.
///
/// # Errors
///
/// A text where it cannot be written.
pub(super) fn write_policy(folder: &Path, register: &Register, size: u64) -> Result<(), Text> {
    let (lines, _) = policy_lines(register, &known_logs(folder), size);
    let text = format!("{}\nquorum none\n", lines.join("\n"));
    replace(&folder.join("trust/policy.txt"), text.as_bytes())
}
