//! One record on its own: its envelope, its statement, who signed it, and what it names.

use super::finding::Finding;
use super::signer;
use crate::diagnostic::{Severity, Text};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::envelope::Envelope;
use crate::evidence::format::field::Moment;
use crate::evidence::format::json;
use crate::evidence::format::key::KeyId;
use crate::evidence::format::kind::receipt::{Assurance, Form, Purpose, Receipt};
use crate::evidence::format::kind::{Kind, Predicate};
use crate::evidence::format::register::Register;
use crate::evidence::format::role::Role;
use crate::evidence::format::sshsig::{self, SshSignature};
use crate::evidence::format::statement::Statement;
use crate::evidence::store::files::read;
use crate::evidence::store::name::blob_path;
use crate::evidence::verify::log::{Content, Entry, RecordVerdict};
use crate::text;
use std::path::Path;

/// How far a signer's clock may stand before the log's, in seconds, without a word.
const SKEW: i64 = 300;

/// With what a record is judged.
#[derive(Debug)]
pub struct Judge<'a> {
    /// The evidence folder.
    pub root: &'a Path,
    /// The key register; nothing where there is none that can be relied on.
    pub register: Option<&'a Register>,
}

/// What was found in a record.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What it says, where it can be read.
    pub summary: Option<Summary>,
    /// Set where it was lawfully disposed of: by which entry.
    pub disposed_by: Option<u64>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// What a record says, as a list shows it.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Its kind.
    pub kind: Kind,
    /// The contract, or the matter.
    pub contract: Option<String>,
    /// The party that it is by, or about.
    pub party: Option<String>,
    /// Who signed: holder and role.
    pub signers: Vec<(String, Role)>,
    /// How sure one may be of the contractor; nothing where it is the ward's own.
    pub assurance: Option<Assurance>,
    /// When it was signed, as the signer says.
    pub claimed: Moment,
    /// Records it refers to.
    pub references: Vec<Reference>,
    /// The record that a valid receipt confirms, and for what.
    pub receives: Option<(Digest, Purpose)>,
    /// What a receipt receives.
    pub received: Option<Kind>,
    /// Whether a contractor signed it, so that a receipt should follow.
    pub awaits_receipt: bool,
    /// Whether its only key had been revoked: a later receipt may confirm it.
    pub revoked: Option<signer::Problem>,
    /// The incident and the stage of a report on it.
    pub incident: Option<(String, crate::evidence::format::kind::incident::Stage)>,
    /// The version of the register that it logs, and its digest.
    pub register: Option<(u64, Digest)>,
}

/// A record that another one refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Which.
    pub record: Digest,
    /// Which kind it must be of; nothing where any may be.
    pub kind: Option<Kind>,
    /// What the reference is, for a reader.
    pub what: Text,
}

impl Judge<'_> {
    /// Checks one record.
    #[must_use]
    pub fn check(&self, entry: &Entry, content: Content<'_>) -> RecordVerdict<Outcome> {
        let mut verdict = RecordVerdict {
            origin: None,
            id: None,
            attachments: Vec::new(),
            disposes: Vec::new(),
            outcome: Outcome::default(),
        };
        match content {
            Content::Whole(bytes) => self.read(entry, bytes, &mut verdict),
            Content::Disposed(by) => verdict.outcome.disposed_by = Some(by),
            Content::Changed | Content::Missing => {}
        }
        verdict
    }

    fn read(&self, entry: &Entry, bytes: &[u8], verdict: &mut RecordVerdict<Outcome>) {
        let (position, digest) = (entry.position, &entry.leaf.record);
        let error =
            |name, what: &Text, mend| Finding::of_record(name, Severity::Error, position, digest, what, mend);
        let envelope = Envelope::parse(bytes);
        let parsed = envelope
            .map_err(Into::into)
            .and_then(|envelope| Statement::of(&envelope).map(|statement| (envelope, statement)));
        let (envelope, statement) = match parsed {
            Ok(parsed) => parsed,
            Err(refusal) => {
                let mend = text!(
                    "記録の形が違います。提出者に、正しい形のものを新しい記録として出してもらってください",
                    "it is no record of ours; ask its sender for a new one in the right form"
                );
                verdict.outcome.findings.push(error("record-malformed", &refusal.text(), mend));
                return;
            }
        };
        let predicate = &statement.predicate;
        let (kind, common) = (predicate.kind(), predicate.common());
        verdict.origin = Some(common.log.to_owned());
        verdict.id = Some(common.record_id.to_owned());
        let mut found = Vec::new();
        if kind.uri() != entry.leaf.kind {
            let (says, word, logged) = (kind.label(), kind.word(), entry.leaf.kind_name());
            found.push(error(
                "record-type-differs",
                &text!(
                    "署名された種類（{says}）が、登載された種類（{logged}）と違います",
                    "signed as {word}, logged as {logged}"
                ),
                text!(
                    "登載のしかたを調べてください。署名された種類が正しいものです",
                    "the signed type is the right one; find out how it was logged"
                ),
            ));
        }
        if let Some(missing) = not_among_subjects(&statement) {
            found.push(error(
                "subject-differs",
                &text!(
                    "本文にある {missing} が、署名の対象（subject）にありません",
                    "`{missing}` is not among the subjects"
                ),
                text!("提出者に作り直してもらってください", "ask its sender for a new one"),
            ));
        }
        if common.issued_at.seconds() > i64::try_from(entry.leaf.logged.seconds()).unwrap_or(i64::MAX) + SKEW
        {
            let (claimed, logged) = (common.issued_at, entry.leaf.logged.in_japan());
            found.push(Finding::of_record(
                "claimed-later",
                Severity::Warning,
                position,
                digest,
                &text!(
                    "署名の日時（{claimed}）が、登載の日時（{logged}）より後です",
                    "signed at {claimed}, after it was logged ({logged})"
                ),
                text!(
                    "署名した者かログの時計が違っています。立会の日時を使ってください",
                    "one of the clocks is wrong; use the witness's time"
                ),
            ));
        }
        let mut problems = Vec::new();
        predicate.check(&mut problems);
        for problem in problems {
            let (path, Text { ja, en }) = (&problem.path, &problem.message);
            found.push(Finding::of_record(
                "record-inconsistent",
                Severity::Warning,
                position,
                digest,
                &text!("{path}: {ja}", "{path}: {en}"),
                text!(
                    "提出者に確かめ、訂正の記録を出してもらってください",
                    "ask its sender for a correction"
                ),
            ));
        }
        let mut summary = summary(&statement);
        self.signers(&envelope, predicate, position, &mut summary, &error, &mut found);
        let is_valid = !found.iter().any(|finding| finding.severity == Severity::Error);
        verdict.attachments = attachments(&statement);
        match predicate {
            Predicate::Disposal(disposal) if is_valid && summary.revoked.is_none() => {
                verdict.disposes = disposal.targets.iter().map(|target| target.digest).collect();
            }
            Predicate::Receipt(receipt) => {
                self.receipt(receipt, position, verdict, &error, &mut found);
                let holds = !found.iter().any(|finding| finding.severity == Severity::Error);
                summary.receives = holds.then_some((receipt.document, receipt.purpose));
            }
            _ => {}
        }
        verdict.outcome.findings = found;
        verdict.outcome.summary = Some(summary);
    }

    fn signers(
        &self,
        envelope: &Envelope,
        predicate: &Predicate,
        position: u64,
        summary: &mut Summary,
        error: &dyn Fn(&'static str, &Text, Text) -> Finding,
        found: &mut Vec<Finding>,
    ) {
        let Some(register) = self.register else {
            return;
        };
        let (kind, party) = (predicate.kind(), predicate.party().map(|(id, _)| id));
        let judged = if kind == Kind::AuditResult || kind == Kind::Receipt {
            // The ward and the auditor write about a party; only a contractor signs as one.
            signer::judge(envelope, kind, None, register, position)
        } else {
            signer::judge(envelope, kind, party, register, position)
        };
        match judged {
            Ok(entries) => {
                summary.signers = entries.iter().map(|entry| (entry.holder.clone(), entry.role)).collect();
                if entries.iter().any(|entry| entry.role == Role::Contractor) {
                    summary.assurance = Some(Assurance::A);
                    summary.awaits_receipt = true;
                }
            }
            Err(problem @ signer::Problem::Revoked { .. }) => {
                summary.awaits_receipt = true;
                summary.revoked = Some(problem);
            }
            Err(problem) => found.push(error(problem.name(), &problem.text(), problem.mend())),
        }
    }

    /// A receipt over a document that is no record: the document, its signature and its attachments are blobs.
    fn receipt(
        &self,
        receipt: &Receipt,
        position: u64,
        verdict: &mut RecordVerdict<Outcome>,
        error: &dyn Fn(&'static str, &Text, Text) -> Finding,
        found: &mut Vec<Finding>,
    ) {
        if receipt.form == Form::Envelope {
            return;
        }
        verdict.attachments.push(receipt.document);
        verdict.attachments.extend(receipt.signature);
        let blob = |digest: &Digest| read(&self.root.join(blob_path(digest)), json::LARGEST).ok();
        // What is missing or changed is told of as an attachment.
        let Some(document) = blob(&receipt.document).filter(|bytes| Digest::of(bytes) == receipt.document)
        else {
            return;
        };
        let mend = || {
            text!("委託先の手元のファイルと比べてください", "compare with the file that the contractor holds")
        };
        let statement = match Statement::parse(&document) {
            Ok(statement) => statement,
            Err(refusal) => {
                found.push(error("document-malformed", &refusal.text(), mend()));
                return;
            }
        };
        verdict.attachments.extend(attachments(&statement));
        if statement.predicate.kind().word() != receipt.document_kind {
            let (says, is) = (&receipt.document_kind, statement.predicate.kind().word());
            found.push(error(
                "record-type-differs",
                &text!(
                    "受領の記録は {says} と言い、文書は {is} です",
                    "the receipt says {says}, the document is {is}"
                ),
                mend(),
            ));
        }
        if receipt.form != Form::Ssh {
            return;
        }
        let Some(bytes) = receipt.signature.as_ref().and_then(blob) else { return };
        let verified = SshSignature::parse(&bytes)
            .and_then(|signature| signature.verify(sshsig::RECORD, &document).map(|()| signature));
        let signature = match verified {
            Ok(signature) => signature,
            Err(problem) => {
                found.push(error("signature-wrong", &problem.text(), mend()));
                return;
            }
        };
        let id = KeyId::of(&signature.key);
        if receipt.signer_key.as_deref() != Some(id.to_string().as_str()) {
            found.push(error(
                "receipt-key-differs",
                &text!(
                    "受領の記録にある鍵と、署名した鍵が違います",
                    "the receipt names another key than the one that signed"
                ),
                mend(),
            ));
        }
        let Some(register) = self.register else { return };
        let party = statement.predicate.party().map(|(id, _)| id);
        let judged = match register.entry(&id) {
            Some(entry) => signer::may_sign(entry, statement.predicate.kind(), party, position),
            None => Err(signer::Problem::Unknown(id.to_string())),
        };
        if let Err(problem) = judged {
            found.push(error(problem.name(), &problem.text(), problem.mend()));
        }
    }
}

/// Returns what a statement names in its text and not among its subjects.
fn not_among_subjects(statement: &Statement) -> Option<String> {
    let has = |digest: &Digest| statement.subjects.iter().any(|subject| subject.digest == *digest);
    statement.predicate.named().into_iter().find(|(_, digest)| !has(digest)).map(|(name, _)| name)
}

/// Returns the digests that must lie in `blobs/`: every subject that the text does not name as something else.
fn attachments(statement: &Statement) -> Vec<Digest> {
    let named = statement.predicate.named();
    let subjects = statement.subjects.iter().map(|subject| subject.digest);
    subjects.filter(|digest| named.iter().all(|(_, other)| other != digest)).collect()
}

fn summary(statement: &Statement) -> Summary {
    let predicate = &statement.predicate;
    let common = predicate.common();
    let mut references = Vec::new();
    let mut refer = |record: Option<Digest>, kind: Option<Kind>, what: Text| {
        references.extend(record.map(|record| Reference { record, kind, what }));
    };
    let kind = predicate.kind();
    refer(common.supersedes, Some(kind), text!("置き換える記録（supersedes）", "the record it supersedes"));
    let (mut incident, mut register, mut assurance, mut received) = (None, None, None, None);
    let mut matter = None;
    match predicate {
        Predicate::Incident(report) => {
            refer(
                report.follows,
                Some(Kind::Incident),
                text!("前の報告（follows）", "the report it follows"),
            );
            incident = Some((report.incident.clone(), report.stage));
        }
        Predicate::Correction(record) => {
            refer(Some(record.corrects), None, text!("訂正する記録（corrects）", "the record it corrects"));
        }
        Predicate::Receipt(receipt) => {
            assurance = Some(receipt.assurance);
            received = Kind::of_word(&receipt.document_kind);
            if receipt.form == Form::Envelope {
                let what = text!("受領した記録（document）", "the record it receives");
                refer(Some(receipt.document), Kind::of_word(&receipt.document_kind), what);
            }
        }
        Predicate::AuditResult(result) => {
            refer(
                result.previous,
                Some(Kind::AuditResult),
                text!("前回の監査結果（previous）", "the audit before"),
            );
        }
        Predicate::Decision(decision) => {
            let what = text!("付議資料の確定（publication）", "the publication");
            refer(decision.publication, Some(Kind::Publication), what);
            matter = Some(decision.matter.clone());
        }
        Predicate::Publication(record) => matter = Some(record.matter.clone()),
        Predicate::KeyEvent(event) => register = Some((event.register_version, event.register_digest)),
        Predicate::Disposal(_)
        | Predicate::ErasureReport(_)
        | Predicate::Handlers(_)
        | Predicate::HandoverLedger(_) => {}
    }
    Summary {
        kind,
        contract: common.contract.map(str::to_owned).or(matter),
        party: predicate.party().map(|(_, name)| name.to_owned()),
        signers: Vec::new(),
        assurance,
        claimed: common.issued_at,
        references,
        receives: None,
        received,
        awaits_receipt: false,
        revoked: None,
        incident,
        register,
    }
}
