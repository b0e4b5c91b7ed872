//! `fugi record receive FILE`: what came from a contractor is checked, countersigned with a receipt, and logged.
//!
//! The contractor's file is logged byte for byte; the ward's signature stands under a receipt of its own.

use super::add::{Ready, Ward, admit, append, refuse, with_fix};
use super::filled::{Failure, LARGEST_ATTACHMENT, against_register};
use super::sign::{payload, show};
use crate::cli::Global;
use crate::cli::evidence::{Confirm, EvidenceFolder, now, random, register, workspace};
use crate::cli::files;
use crate::cli::output::Output;
use crate::diagnostic::{Text, listed_ids};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::envelope::{Envelope, STATEMENT_TYPE};
use crate::evidence::format::key::KeyId;
use crate::evidence::format::kind::part::{Attachment, Person};
use crate::evidence::format::kind::receipt::{Checked, Form, Purpose, Receipt};
use crate::evidence::format::kind::{Kind, Predicate};
use crate::evidence::format::register::Register;
use crate::evidence::format::role::Role;
use crate::evidence::format::sshsig::{self, SshSignature};
use crate::evidence::format::statement::{Refusal, Statement, Subject};
use crate::evidence::format::surplus;
use crate::evidence::log::Log;
use crate::evidence::store::Name;
use crate::evidence::verify::signer;
use crate::text;
use clap::Args;
use std::path::{Path, PathBuf};

/// The largest envelope or statement, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// How far another's clock may stand before ours, in seconds.
const SKEW: i64 = 300;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 届いたファイル（署名済みの .record.json、又は .statement.json）
    ///
    /// The file that came in (a signed .record.json, or .statement.json)
    file: PathBuf,
    /// ssh-keygen の署名ファイル（.sig）
    ///
    /// Signature file of ssh-keygen (.sig)
    #[arg(long, value_name = "FILE")]
    ssh_signature: Option<PathBuf>,
    /// ほかの電子署名のあるファイル（署名付き PDF など）
    ///
    /// A file with another electronic signature, such as a signed PDF
    #[arg(long, value_name = "FILE", conflicts_with = "ssh_signature")]
    signed_document: Option<PathBuf>,
    /// 紙の写しなど、署名のない文書（自治体が内容を .statement.json に写したとき）
    ///
    /// A document without signature, such as a scan of a paper (where the ward copied its content into .statement.json)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["ssh_signature", "signed_document"])]
    paper: Option<PathBuf>,
    /// 受領した者（「職名 氏名」）
    ///
    /// Who received it (post and name)
    #[arg(long, value_name = "職名 氏名")]
    by: String,
    #[command(flatten)]
    ward: Ward,
    #[command(flatten)]
    place: EvidenceFolder,
    #[command(flatten)]
    confirm: Confirm,
}

/// What came in, and what was found out about it.
struct Arrived {
    statement: Statement,
    bytes: Vec<u8>,
    is_envelope: bool,
    form: Form,
    key: Option<KeyId>,
    /// The file that holds the signature, or the copy of the paper.
    beside: Option<(String, Vec<u8>)>,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let (folder, log) = arguments.place.open()?;
    let versions = register(&folder, &log)?;
    let keys = versions.last().map(|version| &version.register).ok_or_else(|| {
        text!(
            "鍵の登録簿がありません。先に `fugi key root` と `fugi key enrol` で鍵を登録してください",
            "there is no key register"
        )
    })?;
    let size = log.checkpoint().map_err(|error| error.text())?.head.size;
    let arrived = arrive(arguments, keys, size)?;
    let common = arrived.statement.predicate.common();
    if common.log != log.origin() {
        let (theirs, ours) = (common.log, log.origin());
        return Err(Failure::Text(text!(
            "別のログ（{theirs}）の記録です。このログは {ours} です。この名で作り直してもらってください",
            "it is a record for the log {theirs}; this one is {ours}"
        )));
    }
    let mut checks = vec![
        passed("様式と日付の検査"),
        passed(match arrived.form {
            Form::Envelope | Form::Ssh => "署名と鍵の登録の検証",
            Form::OtherSignature => "電子署名の添付（検証は別に行う）",
            Form::Paper => "紙の写しとの照合",
        }),
    ];
    let mut problems = arrived.statement.problems();
    problems.extend(surplus::tell(&arrived.bytes));
    refuse(problems)?;
    if common.issued_at.seconds() > now().seconds() + SKEW {
        let at = common.issued_at;
        return Err(Failure::Text(text!(
            "署名の日時（{at}）が、今より後です。時計を直して署名し直したものを出してもらってください",
            "it says that it was signed at {at}, which is still to come; ask for one signed by a clock that is right"
        )));
    }
    refuse(against_register(&arrived.statement))?;
    if common.contract.is_some() && workspace().is_some() {
        checks.push(passed("契約、当事者及び情報項目と案件との照合"));
    }
    let attached = attachments(&arguments.file, &arrived.statement, &log)?;
    if !attached.is_empty() {
        checks.push(passed("添付の SHA-256 の照合"));
    }
    let (record, blobs) = (&arrived.bytes, attached);
    let statement = receipt(arguments, &arrived, log.origin(), checks)?;
    let receipt_payload = payload(&statement)?;
    show(&receipt_payload, output);
    let label = arrived.statement.predicate.kind().label();
    let assurance = arrived.form.assurance();
    let (level, meaning) = (format!("{assurance:?}"), assurance.label());
    arguments.confirm.ask(
        &text!(
            "{label}を受領し、上の受領の記録に署名して登載します（確かさ {level}: {meaning}）",
            "logs it with the receipt above (assurance {level})"
        ),
        output,
    )?;
    let (ward_key, log_key) = arguments.ward.load(global)?;
    let signed = Envelope::sign(STATEMENT_TYPE, receipt_payload, &[&ward_key]);
    let receipt_bytes = signed.to_json().into_bytes();
    let mut own: Vec<Vec<u8>> = arrived.beside.into_iter().map(|(_, bytes)| bytes).collect();
    let kind = arrived.statement.predicate.kind();
    let mut records: Vec<Ready> = Vec::new();
    if arrived.is_envelope {
        records.push(Ready { bytes: record.clone(), kind, blobs });
    } else {
        own.push(record.clone());
        own.extend(blobs);
    }
    records.push(Ready { bytes: receipt_bytes, kind: Kind::Receipt, blobs: own });
    admit(&log, versions, &records)?;
    append(&log, &log_key, &records, output)?;
    Ok(())
}

fn passed(what: &str) -> Checked {
    Checked { what: what.to_owned(), passed: true, note: None }
}

/// Reads what came in, and finds out how its sender stands for it.
fn arrive(arguments: &Arguments, keys: &Register, position: u64) -> Result<Arrived, Text> {
    let path = &arguments.file;
    let bytes = files::read(path, LARGEST)?;
    let named = |path: &Path, Text { ja, en }: Text| {
        let shown = path.display();
        text!("{shown}: {ja}", "{shown}: {en}")
    };
    let refused = |refusal: &Refusal| named(path, refusal.text());
    if let Ok(statement) = Statement::parse(&bytes) {
        return unsigned(arguments, keys, position, statement, bytes);
    }
    let envelope = Envelope::parse(&bytes).map_err(|problem| named(path, problem.text()))?;
    let statement = Statement::of(&envelope).map_err(|refusal| refused(&refusal))?;
    let kind = statement.predicate.kind();
    let party = statement.predicate.party().map(|(id, _)| id);
    let signers = signer::judge(&envelope, kind, party, keys, position)
        .map_err(|problem| named(path, with_fix(&problem)))?;
    let signer = signers.iter().find(|entry| entry.role == Role::Contractor).or(signers.first());
    let key = signer.and_then(|entry| entry.key()).map(|key| KeyId::of(&key));
    Ok(Arrived { statement, bytes, is_envelope: true, form: Form::Envelope, key, beside: None })
}

/// Returns why a file is neither a signature nor the copy of a paper: what is logged with a receipt goes to everybody.
fn unfit(file: &[u8], statement: &[u8]) -> Option<Text> {
    let holds = |mark: &str| file.windows(mark.len()).any(|part| part == mark.as_bytes());
    if file.is_empty() {
        return Some(text!(
            "空のファイルです。署名か紙の写しのファイルを指定してください",
            "it is empty; name the file of the signature, or of the copy of the paper"
        ));
    }
    if file == statement {
        return Some(text!(
            "受領する文書そのものです。その署名か、紙の写しのファイルを指定してください",
            "it is the document itself; name the file of its signature, or of the copy of the paper"
        ));
    }
    (holds("-----BEGIN") && holds("PRIVATE KEY-----")).then(|| {
        text!(
            "秘密鍵のファイルです。登載すると誰にでも渡ります。署名か紙の写しのファイルを指定してください",
            "it is a private key, which everybody would get once it is logged; name the file of the signature, or of the copy of the paper"
        )
    })
}

/// Returns whether a file holds an electronic signature of a kind that is in use, whoever's and over whatever: nothing here
/// verifies it. CMS and S/MIME (RFC 5652, RFC 8551), PDF (ISO 32000), XML signatures in or beside a document, OpenPGP.
fn holds_signature(file: &[u8]) -> bool {
    // The object identifier 1.2.840.113549.1.7.2 (signed data) as DER has it.
    const SIGNED_DATA: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
    let holds = |mark: &[u8]| file.windows(mark.len()).any(|part| part == mark);
    let begins = |mark: &[u8]| file.starts_with(mark);
    (begins(b"%PDF-") && holds(b"/ByteRange"))
        || (begins(&[0x30]) && holds(SIGNED_DATA))
        || (begins(b"PK") && (holds(b"_xmlsignatures/") || holds(b"META-INF/")))
        || [
            &b"http://www.w3.org/2000/09/xmldsig#"[..],
            b"application/pkcs7-signature",
            b"application/x-pkcs7-signature",
            b"smime-type=signed-data",
            b"-----BEGIN PKCS7-----",
            b"-----BEGIN CMS-----",
            b"-----BEGIN PGP SIGNATURE-----",
        ]
        .into_iter()
        .any(holds)
}

/// A statement without an envelope: signed beside it, or on paper.
fn unsigned(
    arguments: &Arguments,
    keys: &Register,
    position: u64,
    statement: Statement,
    bytes: Vec<u8>,
) -> Result<Arrived, Text> {
    let take = |path: &PathBuf| -> Result<(String, Vec<u8>), Text> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok((name, files::read(path, LARGEST_ATTACHMENT)?))
    };
    let (form, path) = match (&arguments.ssh_signature, &arguments.signed_document, &arguments.paper) {
        (Some(path), ..) => (Form::Ssh, path),
        (_, Some(path), _) => (Form::OtherSignature, path),
        (.., Some(path)) => (Form::Paper, path),
        _ => {
            return Err(text!(
                "署名のない文書です。--ssh-signature、--signed-document、--paper のどれかで、署名か紙の写しを示してください",
                "the document is not signed; name its signature or the paper (--ssh-signature, --signed-document, --paper)"
            ));
        }
    };
    let beside = take(path)?;
    if let Some(Text { ja, en }) = unfit(&beside.1, &bytes) {
        let shown = path.display();
        return Err(text!("{shown}: {ja}", "{shown}: {en}"));
    }
    if form == Form::OtherSignature && !holds_signature(&beside.1) {
        let shown = path.display();
        return Err(text!(
            "{shown} に電子署名（PDF、S/MIME、XML 署名、OpenPGP）が見当たりません。確かさ B にはできません。署名のない文書なら --paper で、ssh-keygen の署名なら --ssh-signature で受領してください",
            "{shown} holds no electronic signature that is known (PDF, S/MIME, XML signature, OpenPGP), so that its level cannot be B: receive a document without signature with --paper, one of ssh-keygen with --ssh-signature"
        ));
    }
    let mut key = None;
    if form == Form::Ssh {
        let shown = path.display();
        let problem = |problem: sshsig::SshSignatureError| {
            let Text { ja, en } = problem.text();
            text!("{shown}: {ja}", "{shown}: {en}")
        };
        let signature = SshSignature::parse(&beside.1).map_err(problem)?;
        signature.verify(sshsig::RECORD, &bytes).map_err(problem)?;
        let id = KeyId::of(&signature.key);
        let told = |found: signer::SignerError| {
            let Text { ja, en } = with_fix(&found);
            text!("{shown}: {ja}", "{shown}: {en}")
        };
        let entry = keys.entry(&id).ok_or_else(|| told(signer::SignerError::Unknown(id.to_string())))?;
        let party = statement.predicate.party().map(|(id, _)| id);
        signer::may_sign(entry, statement.predicate.kind(), party, position).map_err(told)?;
        key = Some(id);
    }
    Ok(Arrived { statement, bytes, is_envelope: false, form, key, beside: Some(beside) })
}

/// Finds what belongs to a record among the files beside it, by digest; names count for nothing.
///
/// # Errors
///
/// A text that names what is not there.
pub(super) fn attachments(path: &Path, statement: &Statement, log: &Log) -> Result<Vec<Vec<u8>>, Text> {
    let mut found = beside(path, subjects(statement))?;
    found.append(&mut documents(path, statement, log)?);
    Ok(found)
}

/// Finds the document that a receipt receives, its signature and its attachments among the files beside the receipt. What
/// the log has already may be received once more without them.
///
/// # Errors
///
/// A text that names what is not there.
pub(super) fn documents(path: &Path, statement: &Statement, log: &Log) -> Result<Vec<Vec<u8>>, Text> {
    let Predicate::Receipt(receipt) = &statement.predicate else { return Ok(Vec::new()) };
    if receipt.form == Form::Envelope {
        return Ok(Vec::new());
    }
    let is_new = |(_, digest): &(String, Digest)| !log.store().exists(&Name::Blob(*digest));
    let own = [(DOCUMENT, Some(receipt.document)), (SIGNATURE, receipt.signature)];
    let own = own.into_iter().filter_map(|(name, digest)| Some((name.to_owned(), digest?)));
    let mut found = beside(path, own.filter(is_new).collect())?;
    let document = found.iter().find(|bytes| Digest::of(bytes) == receipt.document);
    if let Some(inside) = document.and_then(|bytes| Statement::parse(bytes).ok()) {
        found.append(&mut beside(path, subjects(&inside).into_iter().filter(is_new).collect())?);
    }
    Ok(found)
}

/// What a reader is told that the document of a receipt, and its signature, are.
const DOCUMENT: &str = "document";
const SIGNATURE: &str = "signature";

/// Returns the names and digests of a statement's own attachments.
fn subjects(statement: &Statement) -> Vec<(String, Digest)> {
    let named: Vec<Digest> = statement.predicate.named().into_iter().map(|(_, digest)| digest).collect();
    let own = statement.subjects.iter().filter(|subject| !named.contains(&subject.digest));
    own.map(|subject| (subject.name.clone(), subject.digest)).collect()
}

/// Reads some files that lie beside another, by their digests.
fn beside(path: &Path, mut wanted: Vec<(String, Digest)>) -> Result<Vec<Vec<u8>>, Text> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|error| files::refused(folder, &error))?;
    for entry in entries.filter_map(Result::ok) {
        if wanted.is_empty() {
            break;
        }
        if !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let Ok(bytes) = files::read(&entry.path(), LARGEST_ATTACHMENT) else { continue };
        let digest = Digest::of(&bytes);
        if wanted.iter().any(|(_, own)| *own == digest) {
            wanted.retain(|(_, own)| *own != digest);
            found.push(bytes);
        }
    }
    if wanted.is_empty() {
        return Ok(found);
    }
    let digests = wanted.iter().map(|(name, digest)| (name, format!("sha256:{digest}")));
    let Text { ja: list, en: list_en } = listed_ids(digests);
    let shown = folder.display();
    Err(text!(
        "添付が {shown} にありません: {list}。届いたファイルを全て、同じフォルダに置いてください（内容が変わっていると見つかりません）",
        "attachments are not in {shown}: {list_en}; put every file that came into one folder, unchanged"
    ))
}

fn receipt(
    arguments: &Arguments,
    arrived: &Arrived,
    log: &str,
    checks: Vec<Checked>,
) -> Result<Statement, Failure> {
    let (position, name) = arguments.by.split_once([' ', '　']).ok_or_else(|| {
        text!(
            "--by は「職名 氏名」の形で書いてください（例: --by \"主査 見本 花子\"）",
            "--by is `OFFICE NAME`"
        )
    })?;
    let predicate = &arrived.statement.predicate;
    let (party, party_name) = predicate.party().ok_or_else(|| {
        let label = predicate.kind().label();
        text!(
            "{label}は委託先から受領する記録ではありません。`fugi record add` で登載してください",
            "this kind is not received; use `fugi record add`"
        )
    })?;
    let common = predicate.common();
    let contract = common.contract.ok_or_else(|| text!("契約の記載がありません", "no contract is named"))?;
    let is_paper = arrived.form == Form::Paper;
    let beside = arrived.beside.as_ref().map(|(name, bytes)| (name.clone(), Digest::of(bytes)));
    let at = now();
    let record = Receipt {
        log: log.to_owned(),
        record_id: random()?,
        salt: random()?,
        issued_at: at,
        contract: contract.to_owned(),
        contract_digest: None,
        supersedes: None,
        purpose: Purpose::Received,
        document: Digest::of(&arrived.bytes),
        document_kind: predicate.kind().word().to_owned(),
        party: party.to_owned(),
        party_name: party_name.to_owned(),
        form: arrived.form,
        assurance: arrived.form.assurance(),
        signature: beside.as_ref().filter(|_| !is_paper).map(|(_, digest)| *digest),
        signer_key: arrived.key.map(|key| key.to_string()),
        received_at: at,
        received_by: Person {
            organisation: None,
            position: position.to_owned(),
            name: name.trim().to_owned(),
            contact: None,
        },
        checks: Some(checks),
        attachments: beside.as_ref().filter(|_| is_paper).map(|(name, _)| {
            vec![Attachment {
                file: name.clone(),
                title: "紙の写し".to_owned(),
                media_type: None,
                personal_data: None,
            }]
        }),
    };
    let predicate = Predicate::Receipt(record);
    let paper = beside.into_iter().filter(|_| is_paper);
    let paper = paper.map(|(name, digest)| Subject { name, digest, media_type: None });
    let named = predicate.named().into_iter();
    let named = named.map(|(name, digest)| Subject { name, digest, media_type: None });
    Ok(Statement { subjects: named.chain(paper).collect(), predicate })
}
