//! `fugi record sign FILE`: shows what will be signed, asks, and writes the envelope.

use super::add::{admit_later, refuse};
use super::filled::{Failure, Filled, fill};
use crate::cli::evidence::{Confirm, EvidenceFolder};
use crate::cli::files::{read, replace, write_new};
use crate::cli::output::Output;
use crate::cli::{Global, passphrase};
use crate::diagnostic::Text;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::envelope::{Envelope, STATEMENT_TYPE};
use crate::evidence::format::key::KeyId;
use crate::evidence::format::sshsig;
use crate::evidence::format::statement::Statement;
use crate::evidence::format::surplus;
use crate::evidence::verify::admission::Candidate;
use crate::spelling::printable;
use crate::text;
use crate::whole::Access;
use clap::Args;
use std::path::{Path, PathBuf};

/// The largest envelope, in bytes.
const LARGEST: u64 = 1024 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 記入した様式。署名済みの記録（.record.json）なら、二人目の署名を足す
    ///
    /// A form that is filled in; to a record that is signed already (.record.json), a second signature is added
    file: PathBuf,
    /// 署名する秘密鍵
    ///
    /// Private key that signs
    #[arg(long, value_name = "FILE", required_unless_present = "statement_only")]
    key: Option<PathBuf>,
    /// 署名せず、署名の対象のファイルだけを書き出す（ssh-keygen で署名するとき、紙で提出するとき）
    ///
    /// Do not sign; write only the file that is to be signed (to sign with ssh-keygen, or to hand in paper)
    #[arg(long, conflicts_with = "key")]
    statement_only: bool,
    /// 書き出すファイル（省略時は、様式の名に .record.json か .statement.json を付ける）
    ///
    /// File to write (default: the form's name with .record.json or .statement.json)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    passphrase: passphrase::From,
    #[command(flatten)]
    place: EvidenceFolder,
    #[command(flatten)]
    confirm: Confirm,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    if arguments.file.extension().is_some_and(|ending| ending == "json") {
        return countersign(global, arguments, output);
    }
    let filled = fill(&arguments.file, output)?;
    let payload = payload(&filled.statement)?;
    let Some(key_file) = &arguments.key else {
        let path = out(arguments, "statement.json");
        write(&path, &payload, &filled, output)?;
        let (shown, namespace) = (path.display(), sshsig::RECORD);
        output.say(&text!(
            "署名の対象を書き出しました。ssh-keygen で署名するには:\n  ssh-keygen -Y sign -f 秘密鍵 -n {namespace} {shown}",
            "wrote what is to be signed; with ssh-keygen:\n  ssh-keygen -Y sign -f KEY -n {namespace} {shown}"
        ));
        return Ok(());
    };
    show(&payload, output);
    arguments.confirm.ask(
        &text!(
            "上の内容に署名します。署名した記録は直せません",
            "signs what stands above; a record cannot be changed"
        ),
        output,
    )?;
    let mut passphrases = arguments.passphrase.open(global.language())?;
    let key = passphrases.open_key(key_file)?;
    let envelope = Envelope::sign(STATEMENT_TYPE, payload, &[&key]);
    let bytes = envelope.to_json().into_bytes();
    let blobs = filled.files.iter().map(|file| file.bytes.as_slice()).collect();
    admit_later(&arguments.place, &filled.statement, Candidate { record: &bytes, blobs })?;
    let path = out(arguments, "record.json");
    write(&path, &bytes, &filled, output)?;
    let (digest, id, label) =
        (Digest::of(&bytes), KeyId::of(&key.public()), filled.statement.predicate.kind().label());
    output.say(&text!(
        "{label}に署名しました（鍵 {id}）。\n記録の SHA-256: {digest}\nこのファイルと添付を、そのまま区へ送ってください",
        "signed with the key {id}\nSHA-256 of the record: {digest}\nsend this file and its attachments as they are"
    ));
    Ok(())
}

/// Adds a signature to a record that somebody else has signed.
fn countersign(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let path = &arguments.file;
    let shown = path.display();
    let wrong = |Text { ja, en }: Text| text!("{shown}: {ja}", "{shown}: {en}");
    let bytes = read(path, LARGEST)?;
    let mut envelope = Envelope::parse(&bytes).map_err(|problem| wrong(problem.text()))?;
    let statement = Statement::of(&envelope).map_err(|refusal| wrong(refusal.text()))?;
    let Some(key_file) = &arguments.key else {
        return Err(
            text!("署名する秘密鍵（--key）を指定してください", "name the key that signs (--key)").into()
        );
    };
    let mut problems = statement.problems();
    problems.extend(surplus::tell(&bytes));
    refuse(problems)?;
    show(&envelope.payload, output);
    arguments.confirm.ask(
        &text!(
            "上の内容に、署名を足します。署名した記録は直せません",
            "adds a signature to what stands above; a record cannot be changed"
        ),
        output,
    )?;
    let key = arguments.passphrase.open(global.language())?.open_key(key_file)?;
    if !envelope.signers([&key.public()]).is_empty() {
        return Err(wrong(text!(
            "この鍵はもう署名しています。二人目は、別の鍵で署名してください",
            "this key has signed already; the second person signs with another"
        ))
        .into());
    }
    envelope.add_signature(&key);
    let bytes = envelope.to_json().into_bytes();
    admit_later(&arguments.place, &statement, Candidate { record: &bytes, blobs: Vec::new() })?;
    match &arguments.out {
        Some(out) => write_new(out, &bytes, Access::Everyone)?,
        None => replace(path, &bytes)?,
    }
    output.line(&arguments.out.as_ref().unwrap_or(path).display().to_string());
    let (digest, id, label) =
        (Digest::of(&bytes), KeyId::of(&key.public()), statement.predicate.kind().label());
    let count = envelope.signatures.len();
    output.say(&text!(
        "{label}に署名を足しました（鍵 {id}、署名 {count} 人）。\n記録の SHA-256: {digest}",
        "added a signature with the key {id} ({count} in all)\nSHA-256 of the record: {digest}"
    ));
    Ok(())
}

/// Returns the bytes that are signed.
pub(super) fn payload(statement: &Statement) -> Result<Vec<u8>, Text> {
    statement
        .to_payload()
        .map_err(|error| text!("記録を書けません（{error}）", "the record cannot be written ({error})"))
}

/// Shows what will be signed, word for word.
pub(super) fn show(payload: &[u8], output: &mut Output) {
    output.line(&printable(String::from_utf8_lossy(payload).trim_end()));
}

fn out(arguments: &Arguments, ending: &str) -> PathBuf {
    arguments.out.clone().unwrap_or_else(|| arguments.file.with_extension(ending))
}

/// Writes the file and the annexes that were made for it.
fn write(path: &Path, bytes: &[u8], filled: &Filled, output: &mut Output) -> Result<(), Text> {
    write_new(path, bytes, Access::Everyone)?;
    output.line(&path.display().to_string());
    for file in filled.files.iter().filter(|file| file.is_annex) {
        let annex = path.with_file_name(&file.name);
        write_new(&annex, &file.bytes, Access::Owner)?;
        output.line(&annex.display().to_string());
    }
    Ok(())
}
