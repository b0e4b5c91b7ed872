//! `fugi export`: what an auditor takes away, to be verified without this program.

use super::evidence::{EvidenceFolder, log_now, versions};
use super::files::{self, write_new};
use super::output::Output;
use super::{Exit, Global, passphrase};
use crate::diagnostic::{Severity, Text};
use crate::evidence::format::note::VerifierKey;
use crate::evidence::format::sshsig::{self, SshSignature};
use crate::evidence::log::Log;
use crate::evidence::store::RECORD_LIMIT;
use crate::evidence::verify::finding::Finding;
use crate::evidence::verify::{Told, Verdict};
use crate::report::verify as shown;
use crate::text;
use crate::whole::Access;
use crate::workspace::export::{self, Counts};
use crate::workspace::verify::{self, Asked};
use clap::Args;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{System, ZipWriter};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 書き出すフォルダか、.zip のファイル
    ///
    /// Folder to write to, or a .zip file
    #[arg(long, value_name = "DIR|ZIP")]
    out: PathBuf,
    /// ログの秘密鍵（指定すると、ssh-keygen で確かめられる署名を、最新のチェックポイントに付ける）
    ///
    /// Private key of the log (adds a signature over the latest checkpoint that ssh-keygen verifies)
    #[arg(long, value_name = "FILE")]
    log_key: Option<PathBuf>,
    #[command(flatten)]
    passphrase: passphrase::From,
    #[command(flatten)]
    place: EvidenceFolder,
}

/// Where the files go.
enum Target {
    Folder(PathBuf),
    Zip(Box<ZipWriter<BufWriter<File>>>, PathBuf),
}

impl Target {
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Text> {
        match self {
            Self::Folder(folder) => {
                let path = folder.join(name);
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent).map_err(|error| files::refused(parent, &error))?;
                }
                write_new(&path, bytes, Access::Everyone)
            }
            Self::Zip(zip, path) => {
                // No clock goes in, so that the same evidence gives the same file.
                let options = SimpleFileOptions::default()
                    .large_file(bytes.len() as u64 >= u64::from(u32::MAX))
                    .system(System::Unix);
                let written = zip.start_file(name, options).map_err(std::io::Error::from);
                written.and_then(|()| zip.write_all(bytes)).map_err(|error| files::refused(path, &error))
            }
        }
    }
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    match export(global, arguments) {
        Ok((Counts { files, proofs, left }, found, verdict)) => {
            let out = arguments.out.display();
            output.line(&out.to_string());
            output.say(&text!(
                "{files} 件のファイルを書き出しました（受領証 {proofs} 件）。確かめ方は VERIFY.md にあります。\n信頼の起点（`fugi key trust`）は、これとは別の道で渡してください",
                "wrote {files} file(s), {proofs} proof(s); VERIFY.md says how to verify. Hand the trust file over by another way"
            ));
            if !left.is_empty() {
                let (count, names) = (left.len(), left.join("\n  "));
                output.say(&text!(
                    "登載されていないもの {count} 件は、書き出していません。証跡なら登載し、そうでなければ片付けてください:\n  {names}",
                    "left {count} file(s) that no entry names; log them if they are evidence, else put them away:\n  {names}"
                ));
            }
            for finding in found.iter().filter(|finding| finding.severity == Severity::Error) {
                output.say(&shown::finding(finding));
            }
            output.say(&shown::summary(&verdict, None, 0));
            if verdict.errors > 0 { Exit::Found } else { Exit::Clean }
        }
        Err(error) => {
            output.error(&error);
            Exit::Failed
        }
    }
}

/// Verifies the folder, as far as its inside fits together: broken evidence is carried too, for whoever looks into it, and
/// never without a word.
fn judge(folder: &Path) -> Result<(Vec<Finding>, Verdict), Text> {
    let now = log_now()?;
    let asked = Asked { trust: None, held: &[], now, latest: Some(now), require_witness: None };
    let mut found = Vec::new();
    let verdict = verify::folder(folder, &asked, &mut |told| {
        if let Told::Finding(finding) = told {
            found.push(finding);
        }
    });
    Ok((found, verdict.map_err(|error| error.text())?))
}

fn export(global: &Global, arguments: &Arguments) -> Result<(Counts, Vec<Finding>, Verdict), Text> {
    let (folder, log) = arguments.place.open()?;
    versions(&folder, log.origin())?;
    let out = &arguments.out;
    let shown = out.display();
    if fs::symlink_metadata(out).is_ok() {
        return Err(text!(
            "{shown} はもうあります。別の名にしてください",
            "{shown} exists; choose another name"
        ));
    }
    let signature = ssh_signature(global, arguments, &folder, &log)?;
    let (found, verdict) = judge(&folder)?;
    let is_zip = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    // Everything is made under another name first: a folder that was cut off must not look whole.
    let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = out.with_file_name(format!(".{name}.{}", std::process::id()));
    let mut target = if is_zip {
        let file = File::create_new(&beside).map_err(|error| files::refused(&beside, &error))?;
        Target::Zip(Box::new(ZipWriter::new(BufWriter::new(file))), beside.clone())
    } else {
        fs::create_dir_all(&beside).map_err(|error| files::refused(&beside, &error))?;
        Target::Folder(beside.clone())
    };
    let written = export::export(&folder, &log, &found, &signature, |name, bytes| target.add(name, bytes));
    let written = written.map_err(|error| error.text(|refused| refused));
    let done = written.and_then(|counts| {
        if let Target::Zip(zip, path) = target {
            let finished = zip.finish().map_err(std::io::Error::from);
            let synced = finished
                .and_then(|writer| writer.into_inner().map_err(|error| error.into_error())?.sync_all());
            synced.map_err(|error| files::refused(&path, &error))?;
        }
        fs::rename(&beside, out).map_err(|error| files::refused(out, &error))?;
        Ok(counts)
    });
    if done.is_err() {
        let _ = if is_zip { fs::remove_file(&beside) } else { fs::remove_dir_all(&beside) };
    }
    Ok((done?, found, verdict))
}

/// Signs the latest head with the log's key, for `ssh-keygen -Y verify`.
fn ssh_signature(
    global: &Global,
    arguments: &Arguments,
    folder: &Path,
    log: &Log,
) -> Result<Vec<(&'static str, Vec<u8>)>, Text> {
    let Some(path) = &arguments.log_key else { return Ok(Vec::new()) };
    let key = arguments.passphrase.open(global.language())?.open_key(path)?;
    let checkpoint = log.checkpoint().map_err(|error| error.text())?;
    if !checkpoint.is_signed_by(&VerifierKey::log(log.origin(), key.public())) {
        return Err(text!("この鍵は、このログの鍵ではありません", "this is not the key of this log"));
    }
    let bytes = files::read(&folder.join("log/checkpoint"), RECORD_LIMIT)?;
    let signature = SshSignature::sign(&key, sshsig::CHECKPOINT, &bytes).to_text().into_bytes();
    let signers = sshsig::allowed_signer(log.origin(), sshsig::CHECKPOINT, &key.public()).into_bytes();
    Ok(vec![("checkpoint.sig", signature), ("allowed_signers", signers)])
}
