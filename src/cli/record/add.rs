//! `fugi record add FILE`: a record of the ward's own is logged, signed here from a form or signed before.

use super::filled::{Failure, against_register, fill};
use super::receive::{attachments, documents};
use super::sign::{payload, show};
use crate::cli::evidence::{Confirm, EvidenceFolder, log_now, register};
use crate::cli::output::Output;
use crate::cli::{Global, files, passphrase};
use crate::diagnostic::Text;
use crate::evidence::format::ed25519::PrivateKey;
use crate::evidence::format::envelope::{Envelope, STATEMENT_TYPE};
use crate::evidence::format::field::Problem;
use crate::evidence::format::kind::{Kind, Predicate};
use crate::evidence::format::register::Version;
use crate::evidence::format::statement::Statement;
use crate::evidence::log::{Log, Logged, Submission};
use crate::evidence::verify::admission::Candidate;
use crate::evidence::verify::finding::Finding;
use crate::evidence::verify::history::History;
use crate::evidence::verify::{admission, disposal, log as of_log, signer};
use crate::spelling::one_line;
use crate::text;
use clap::Args;
use std::path::PathBuf;

/// The largest envelope, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// The keys that the ward works with.
#[derive(Debug, Args)]
pub(super) struct Ward {
    /// 署名する秘密鍵（担当課など。署名済みの記録を登載するときは要らない）
    ///
    /// Private key that signs (of the section in charge; not needed for a record that is signed already)
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// ログの秘密鍵
    ///
    /// Private key of the log
    #[arg(long, value_name = "FILE")]
    log_key: PathBuf,
    #[command(flatten)]
    passphrase: passphrase::From,
}

impl Ward {
    /// Opens both keys, the signer's first.
    ///
    /// # Errors
    ///
    /// A text where one is missing or cannot be opened.
    pub(super) fn load(&self, global: &Global) -> Result<(PrivateKey, PrivateKey), Text> {
        let file = self.key.as_ref().ok_or_else(|| {
            text!("署名する秘密鍵（--key）を指定してください", "name the key that signs (--key)")
        })?;
        let mut passphrases = self.passphrase.open(global.language())?;
        Ok((passphrases.open_key(file)?, passphrases.open_key(&self.log_key)?))
    }

    fn load_log(&self, global: &Global) -> Result<PrivateKey, Text> {
        self.passphrase.open(global.language())?.open_key(&self.log_key)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 記入した様式（.yaml）、又は署名済みの記録（.record.json）
    ///
    /// A form that is filled in (.yaml), or a signed record (.record.json)
    file: PathBuf,
    #[command(flatten)]
    ward: Ward,
    #[command(flatten)]
    place: EvidenceFolder,
    #[command(flatten)]
    confirm: Confirm,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let (folder, log) = arguments.place.open()?;
    let versions = register(&folder, &log)?;
    if versions.is_empty() {
        return Err(Failure::Text(text!(
            "鍵の登録簿がありません。先に `fugi key root` と `fugi key enrol` で鍵を登録してください",
            "there is no key register"
        )));
    }
    let path = &arguments.file;
    let shown = path.display();
    let is_envelope = path.extension().is_some_and(|ending| ending == "json");
    let (bytes, statement, blobs, log_key) = if is_envelope {
        let bytes = files::read(path, LARGEST)?;
        let wrong = |Text { ja, en }: Text| text!("{shown}: {ja}", "{shown}: {en}");
        let envelope = Envelope::parse(&bytes).map_err(|problem| wrong(problem.text()))?;
        let statement = Statement::of(&envelope).map_err(|refusal| wrong(refusal.text()))?;
        refuse(statement.problems())?;
        refuse(against_register(&statement))?;
        show(&envelope.payload, output);
        confirm(arguments, &statement, output)?;
        let blobs = attachments(path, &statement, &log)?;
        (bytes, statement, blobs, arguments.ward.load_log(global)?)
    } else {
        let filled = fill(path, output)?;
        let payload = payload(&filled.statement)?;
        show(&payload, output);
        confirm(arguments, &filled.statement, output)?;
        let (key, log_key) = arguments.ward.load(global)?;
        let bytes = Envelope::sign(STATEMENT_TYPE, payload, &[&key]).to_json().into_bytes();
        let mut blobs: Vec<Vec<u8>> = filled.files.into_iter().map(|file| file.bytes).collect();
        blobs.append(&mut documents(path, &filled.statement, &log)?);
        (bytes, filled.statement, blobs, log_key)
    };
    let kind = statement.predicate.kind();
    if statement.predicate.common().log != log.origin() {
        return Err(of_other_log(&statement, &log));
    }
    if let Predicate::Disposal(disposal) = &statement.predicate
        && let Some(why) = disposal::refused(&log, disposal, log_now()?).map_err(|error| error.text())?
    {
        return Err(Failure::Text(why));
    }
    let ready = [Ready { bytes, kind, blobs }];
    admit(&log, versions, &ready)?;
    append(&log, &log_key, &ready, output)?;
    Ok(())
}

/// Lets nothing into the log that verification would tell of.
///
/// # Errors
///
/// Everything that is wrong, and what to do.
pub(super) fn admit(log: &Log, versions: Vec<Version>, records: &[Ready]) -> Result<(), Failure> {
    let candidates: Vec<Candidate<'_>> = records.iter().map(Ready::candidate).collect();
    let history = history(log, versions);
    let found = admission::admit(log, &history, &candidates, log_now()?).map_err(|error| error.text())?;
    refuse_all(found)
}

/// Returns the register as it counts here: as it counts in verification. What is wrong with it is told by `verify`.
fn history(log: &Log, versions: Vec<Version>) -> History {
    History::new(versions, &of_log::registers(log.store()), &mut Vec::new())
}

/// Lets nothing be signed that could never be logged, where the log that it is for is at hand.
///
/// # Errors
///
/// Everything that is wrong, and what to do; a text where a folder was named that cannot be read.
pub(super) fn admit_later(
    place: &EvidenceFolder,
    statement: &Statement,
    candidate: Candidate<'_>,
) -> Result<(), Failure> {
    let (folder, log) = match place.open() {
        Ok(opened) => opened,
        // Whoever signs elsewhere has no log.
        Err(_) if !place.is_named() => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if statement.predicate.common().log != log.origin() {
        return if place.is_named() { Err(of_other_log(statement, &log)) } else { Ok(()) };
    }
    let history = history(&log, register(&folder, &log)?);
    let found = admission::admit_later(&log, &history, candidate, log_now()?);
    refuse_all(found.map_err(|error| error.text())?)
}

fn of_other_log(statement: &Statement, log: &Log) -> Failure {
    let (origin, own) = (statement.predicate.common().log, log.origin());
    Failure::Text(text!(
        "別のログ（{origin}）の記録です。このログは {own} です",
        "it is a record for the log {origin}; this one is {own}"
    ))
}

fn refuse_all(found: Vec<Finding>) -> Result<(), Failure> {
    refuse(found.into_iter().map(|finding| Problem::new("", finding.message).help(finding.fix)).collect())
}

/// Refuses what cannot be taken, telling all of it.
///
/// # Errors
///
/// All of it.
pub(super) fn refuse(problems: Vec<Problem>) -> Result<(), Failure> {
    if problems.is_empty() {
        return Ok(());
    }
    let lines = |get: fn(&Text) -> &String| {
        problems
            .iter()
            .map(|problem| {
                let help = problem.help.as_ref().map(|help| format!("（{}）", get(help))).unwrap_or_default();
                let at = if problem.path.is_empty() { String::new() } else { format!("{}: ", problem.path) };
                format!("  {at}{}{help}", one_line(get(&problem.message)))
            })
            .collect::<Vec<_>>()
            .join("\n")
    };
    let (ja, en) = (lines(|text| &text.ja), lines(|text| &text.en));
    Err(Failure::Text(text!(
        "このままでは登載できません。直して署名し直したものを出してもらってください\n{ja}",
        "it cannot be logged as it is; ask for one that is put right and signed again\n{en}"
    )))
}

fn confirm(arguments: &Arguments, statement: &Statement, output: &mut Output) -> Result<(), Text> {
    let label = statement.predicate.kind().label();
    let question = text!(
        "上の{label}を登載します。登載した記録は消せません",
        "logs what stands above; an entry of the log cannot be removed"
    );
    arguments.confirm.ask(&question, output)
}

/// A record ready to be logged.
pub(super) struct Ready {
    /// The bytes of its envelope.
    pub(super) bytes: Vec<u8>,
    /// Its kind.
    pub(super) kind: Kind,
    /// The bytes of its attachments.
    pub(super) blobs: Vec<Vec<u8>>,
}

impl Ready {
    fn candidate(&self) -> Candidate<'_> {
        Candidate { record: &self.bytes, blobs: self.blobs.iter().map(Vec::as_slice).collect() }
    }
}

/// Logs records under one new head, and says where they stand.
///
/// # Errors
///
/// A text of the log.
pub(super) fn append(
    log: &Log,
    key: &PrivateKey,
    records: &[Ready],
    output: &mut Output,
) -> Result<Vec<Logged>, Text> {
    let uris: Vec<String> = records.iter().map(|one| one.kind.uri()).collect();
    let attachments: Vec<Vec<&[u8]>> =
        records.iter().map(|one| one.blobs.iter().map(Vec::as_slice).collect()).collect();
    let submissions: Vec<Submission<'_>> = records
        .iter()
        .zip(&uris)
        .zip(&attachments)
        .map(|((one, kind), attachments)| Submission { record: &one.bytes, attachments, kind })
        .collect();
    let logged = log.append_all(key, &submissions, log_now()?).map_err(|error| error.text())?;
    for (one, ready) in logged.iter().zip(records) {
        let (position, digest, at, label) = (one.position, one.record, one.at.in_japan(), ready.kind.label());
        output.say(&text!(
            "{position} 番に登載しました: {label}（{at}、sha256:{digest}）",
            "logged as entry {position} ({at}, sha256:{digest})"
        ));
    }
    Ok(logged)
}

/// Returns what is wrong with a signer, and what to do.
pub(super) fn with_fix(problem: &signer::SignerError) -> Text {
    let (Text { ja, en }, fix) = (problem.text(), problem.fix_before_logging());
    let (fix_ja, fix_en) = (fix.ja, fix.en);
    text!("{ja}。{fix_ja}", "{en}; {fix_en}")
}
