//! One record on its own: its envelope, its statement, who signed it, and what it names.

use super::agreement;
use super::finding::Finding;
use super::history::History;
use super::signer;
use super::summary::{By, Does, Paper, Reference, Summary, attachments, not_among_subjects, summary};
use crate::diagnostic::{Severity, Text};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::envelope::Envelope;
use crate::evidence::format::field::{Moment, Problem};
use crate::evidence::format::json;
use crate::evidence::format::key::KeyId;
use crate::evidence::format::kind::key_event::{Event, KeyEvent};
use crate::evidence::format::kind::receipt::{Assurance, Form, Receipt};
use crate::evidence::format::kind::{Kind, Predicate};
use crate::evidence::format::leaf;
use crate::evidence::format::register::{KeyEntry, Version};
use crate::evidence::format::role::Role;
use crate::evidence::format::sshsig::{self, SshSignature};
use crate::evidence::format::statement::Statement;
use crate::evidence::store::{Name, Store};
use crate::evidence::verify::log::{Content, Document, Entry, RecordVerdict};
use crate::spelling::{self, short};
use crate::text;
use std::collections::BTreeMap;

/// How far a signer's clock may stand before the log's, in seconds, before it is no error of a clock any more: half a
/// day, since a wrong time zone makes nine hours.
const FUTURE: i64 = 43_200;

/// How far a signer's clock may stand before the log's, in seconds, without a word.
const SKEW: i64 = 300;

/// With what a record is judged.
#[derive(Debug)]
pub struct Judge<'a> {
    /// Where the evidence is kept.
    pub store: &'a dyn Store,
    /// The key register, as far as it can be relied on.
    pub history: &'a History,
    /// Attachments that come with a record that is not logged yet, by their digests.
    pub beside: Option<&'a BTreeMap<Digest, &'a [u8]>>,
}

/// A version of the key register, as a list shows it.
#[derive(Clone, Debug)]
pub struct Logged {
    /// Its number.
    pub version: u64,
    /// Who signed: the holders of the root keys.
    pub signers: Vec<String>,
    /// When it was made, as its makers say.
    pub claimed: Moment,
}

/// What was found in a record.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What it says, where it can be read.
    pub summary: Option<Summary>,
    /// The version of the key register that it is, where it is one.
    pub version: Option<Logged>,
    /// Set where it was lawfully disposed of: by which entry.
    pub disposed_by: Option<u64>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

impl Judge<'_> {
    /// Checks one record.
    #[must_use]
    pub fn check(&self, entry: &Entry, content: Content<'_>) -> RecordVerdict<Outcome> {
        let mut verdict = RecordVerdict {
            origin: None,
            id: None,
            document: None,
            attachments: Vec::new(),
            disposes: Vec::new(),
            outcome: Outcome::default(),
        };
        match content {
            Content::Whole(bytes) if entry.leaf.kind == leaf::REGISTER => {
                version(entry, bytes, &mut verdict);
            }
            Content::Whole(bytes) => self.read(entry, bytes, &mut verdict),
            Content::Disposed(by) => verdict.outcome.disposed_by = Some(by),
            Content::Changed | Content::Missing => {}
        }
        verdict
    }

    fn read(&self, entry: &Entry, bytes: &[u8], verdict: &mut RecordVerdict<Outcome>) {
        let (position, digest) = (entry.position, &entry.leaf.record);
        let error =
            |name, what: &Text, fix| Finding::of_record(name, Severity::Error, position, digest, what, fix);
        let envelope = Envelope::parse(bytes);
        let parsed = envelope
            .map_err(Into::into)
            .and_then(|envelope| Statement::of(&envelope).map(|statement| (envelope, statement)));
        let (envelope, statement) = match parsed {
            Ok(parsed) => parsed,
            Err(refusal) => {
                let fix = text!(
                    "記録の形が違います。提出者に、正しい形のものを新しい記録として出してもらってください",
                    "it is no record of ours; ask its sender for a new one in the right form"
                );
                verdict.outcome.findings.push(error("record-malformed", &refusal.text(), fix));
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
        found.extend(claimed_later(entry, common.issued_at));
        self.admissible(&statement, position, digest, &mut found);
        let mut summary = summary(&statement);
        self.signers(&envelope, predicate, position, &mut summary, &error, &mut found);
        let is_valid = !found.iter().any(|finding| finding.severity == Severity::Error);
        verdict.attachments = attachments(&statement);
        match predicate {
            Predicate::Disposal(disposal) => {
                let targets = disposal.targets.iter().map(|target| (target.digest, disposal.retention()));
                summary.disposes = targets.collect();
                summary.is_valid &= is_valid;
                if summary.is_valid {
                    verdict.disposes.clone_from(&summary.disposes);
                }
            }
            Predicate::Receipt(receipt) => {
                self.receipt(receipt, entry, verdict, &mut summary, &error, &mut found);
                let holds = !found.iter().any(|finding| finding.severity == Severity::Error);
                summary.receives = holds.then_some((receipt.document, receipt.purpose));
            }
            // These say nothing that changes how another record is judged.
            Predicate::AuditResult(_)
            | Predicate::Correction(_)
            | Predicate::Decision(_)
            | Predicate::ErasureReport(_)
            | Predicate::Handlers(_)
            | Predicate::HandoverLedger(_)
            | Predicate::Incident(_)
            | Predicate::Publication(_) => {}
            Predicate::KeyEvent(event) => found.extend(self.key_event(event, position, digest)),
        }
        verdict.outcome.findings = found;
        verdict.outcome.summary = Some(summary);
    }

    /// Tells of what a record holds that would not have been admitted, by the rules of every gate.
    fn admissible(&self, statement: &Statement, position: u64, digest: &Digest, found: &mut Vec<Finding>) {
        let predicate = &statement.predicate;
        let mut tell = |name, severity, problem: &Problem, fix| {
            let (path, Text { ja, en }) = (&problem.path, &problem.message);
            let what = text!("{path}: {ja}", "{path}: {en}");
            found.push(Finding::of_record(name, severity, position, digest, &what, fix));
        };
        let mut problems = Vec::new();
        predicate.check(&mut problems);
        for problem in &problems {
            let fix = text!(
                "提出者に確かめ、訂正の記録を出してもらってください",
                "ask its sender for a correction"
            );
            tell("record-inconsistent", Severity::Warning, problem, fix);
        }
        for problem in &statement.deceiving() {
            let fix = text!(
                "読む者を欺く文字のある記録は、受け付けられません。提出者に、正しい字で新しい記録を出してもらってください",
                "a record with characters that deceive is not admitted; ask its sender for a new one"
            );
            tell("record-deceives", Severity::Error, problem, fix);
        }
        for problem in &statement.residents() {
            let fix = text!(
                "住民の情報のある記録は、受け付けられません。確かめて、そのとおりなら、廃棄の記録（ground: personal_data）を登載し、記録を消してください",
                "a record with a resident's data is not admitted; look at it, and where it is so, log its disposal (`ground: personal_data`) and delete it"
            );
            tell("resident-data", Severity::Warning, problem, fix);
        }
        if let Some(problem) = self.another_name(predicate, position) {
            let fix = text!(
                "提出者に確かめ、自分の名で新しい記録を出してもらってください",
                "ask its sender for a record under its own name"
            );
            tell("party-name", Severity::Error, &problem, fix);
        }
    }

    /// Tells of the name of another company beside a company's own id.
    fn another_name(&self, predicate: &Predicate, position: u64) -> Option<Problem> {
        let (id, name) = predicate.party()?;
        let called = || self.history.names(position).filter(|(_, holder)| spelling::same(holder, name));
        if called().any(|(party, _)| party == id) {
            return None;
        }
        let (other, holder) = called().next()?;
        let message = text!(
            "「{holder}」は {other} の名で、{id} の名ではありません",
            "`{holder}` is the name of {other}, not of {id}"
        );
        Some(Problem::new("partyName", message))
    }

    /// Tells how a record of a key differs from the version of the register that it names.
    fn key_event(&self, event: &KeyEvent, position: u64, digest: &Digest) -> Option<Finding> {
        let (number, named) = (event.register_version, event.register_digest);
        let versions = self.history.versions();
        let Some(version) = versions.iter().find(|own| own.register.version == number && own.digest == named)
        else {
            let file = Name::Register(number);
            return Some(Finding::of_record(
                "register-differs",
                Severity::Error,
                position,
                digest,
                &text!(
                    "記録に載った登録簿の第{number}版（sha256:{named}）が、フォルダの {file} と違うか、ありません",
                    "version {number} of the register as the record has it (sha256:{named}) is missing or differs"
                ),
                text!(
                    "登録簿が古い版に戻されたか、差し替えられています。控えから戻してください。登載の前なら、`fugi key list` の版と SHA-256 を書いてください",
                    "the register was set back or replaced: restore it from a backup; before it is logged, write the version and SHA-256 that `fugi key list` shows"
                ),
            ));
        };
        let id = event.key?;
        let fits = |entry: &KeyEntry| {
            event.role.is_none_or(|role| role == entry.role)
                && event.holder.as_ref().is_none_or(|holder| *holder == entry.holder)
                && match event.event {
                    Event::Enrolled => true,
                    Event::Revoked => entry.until.is_some(),
                    Event::RootChanged => entry.role == Role::Root,
                }
        };
        let what = match version.register.keys.iter().find(|entry| entry.key_id == id) {
            Some(entry) if fits(entry) => return None,
            Some(KeyEntry { role, holder, until, .. }) => {
                let (label, word) = (role.label(), role.word());
                let (ended, ended_en) = until.map_or(("有効", "in force"), |_| ("失効", "revoked"));
                text!(
                    "記録にある鍵の役割、持ち主、又は出来事が、登録簿の第{number}版（{label}「{holder}」、{ended}）と違います",
                    "role, holder or event are not those of version {number} of the register ({word} `{holder}`, {ended_en})"
                )
            }
            None => text!(
                "記録にある鍵 {id} が、登録簿の第{number}版にありません",
                "the key {id} is not in version {number} of the register"
            ),
        };
        let fix = text!(
            "`fugi key list` に出る鍵、役割、持ち主のとおりに書いてください。登載済みなら、訂正の記録を登載してください",
            "write key, role and holder as `fugi key list` shows them; where it is logged already, log a correction"
        );
        Some(Finding::of_record("key-event-differs", Severity::Error, position, digest, &what, fix))
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
        let Some(register) = self.history.at(position) else {
            return;
        };
        let kind = predicate.kind();
        let party = match kind {
            // The ward and the auditor write about a party; only a contractor signs as one.
            Kind::AuditResult | Kind::Receipt => None,
            Kind::Correction
            | Kind::Decision
            | Kind::Disposal
            | Kind::ErasureReport
            | Kind::Handlers
            | Kind::HandoverLedger
            | Kind::Incident
            | Kind::KeyEvent
            | Kind::Publication => predicate.party().map(|(id, _)| id),
        };
        let judged = signer::judge(envelope, kind, party, register, position);
        match judged {
            Ok(entries) => {
                let contractor = entries.iter().find(|entry| entry.role == Role::Contractor);
                summary.by = Some(match (contractor, entries.first()) {
                    (Some(entry), _) => By::Contractor(entry.party.clone(), entry.key_id),
                    (None, Some(entry)) => By::Role(entry.role),
                    (None, None) => By::Nobody,
                });
                summary.signers = entries.iter().map(|entry| (entry.holder.clone(), entry.role)).collect();
                if let [first, others @ ..] = entries.as_slice()
                    && kind.keys_needed() > 1
                    && others.iter().all(|entry| spelling::same(&entry.holder, &first.holder))
                {
                    let holder = &first.holder;
                    let told = error(
                        "signers-one-holder",
                        &text!(
                            "承認と廃棄の鍵の持ち主が、どれも「{holder}」です。一人が二本の鍵を持っていないかが、名からは分かりません",
                            "every key that signed is held by {holder}: the names do not show that they are two persons"
                        ),
                        text!(
                            "誰と誰の鍵かを、鍵の届出と照らしてください。鍵は、人ごとに分かる持ち主の名で登録してください",
                            "compare with the paper on which the keys were notified, and enrol keys under names that tell persons apart"
                        ),
                    );
                    found.push(Finding { severity: Severity::Warning, ..told });
                }
                if entries.iter().any(|entry| entry.role == Role::Contractor) {
                    summary.assurance = Some(Assurance::A);
                    summary.awaits_receipt = true;
                }
            }
            Err(problem @ signer::SignerError::Revoked { .. }) => {
                if let signer::SignerError::Revoked { party, key, role, .. } = &problem {
                    let is_contractor = *role == Role::Contractor;
                    summary.by = Some(match is_contractor {
                        true => By::Contractor(party.clone(), *key),
                        false => By::Role(*role),
                    });
                    summary.awaits_receipt = is_contractor;
                }
                summary.is_valid = false;
                summary.revoked = Some(problem);
            }
            Err(problem @ signer::SignerError::TooFew { .. }) => {
                summary.by = Some(By::Nobody);
                summary.is_valid = false;
                summary.signed_by_too_few = Some(problem);
            }
            Err(problem) => {
                summary.by = Some(By::Nobody);
                found.push(error(problem.name(), &problem.text(), problem.fix()));
            }
        }
    }

    /// Returns an attachment, or as much of it as a statement may have and a byte; nothing where it is not there.
    pub(super) fn blob(&self, digest: &Digest) -> Option<Vec<u8>> {
        match self.beside.and_then(|beside| beside.get(digest)) {
            Some(bytes) => Some(bytes.to_vec()),
            None => self.store.read(&Name::Blob(*digest), json::LARGEST).ok(),
        }
    }

    /// A receipt over a document that is no record: the document, its signature and its attachments are blobs.
    fn receipt(
        &self,
        receipt: &Receipt,
        entry: &Entry,
        verdict: &mut RecordVerdict<Outcome>,
        summary: &mut Summary,
        error: &dyn Fn(&'static str, &Text, Text) -> Finding,
        found: &mut Vec<Finding>,
    ) {
        let (position, digest) = (entry.position, &entry.leaf.record);
        let fix = || {
            text!(
                "委託先の手元のファイルと比べ、正しい受領の記録を登載してください",
                "compare with the file that the contractor holds, and log a receipt that is right"
            )
        };
        let differs = |what: &Text| error("receipt-differs", what, fix());
        if receipt.assurance != receipt.form.assurance() {
            let (says, right) =
                (format!("{:?}", receipt.assurance), format!("{:?}", receipt.form.assurance()));
            found.push(differs(&text!(
                "確かさを {says} と言いますが、この形のものは {right} です",
                "it says level {says}; a document of this form has level {right}"
            )));
        }
        if Kind::of_word(&receipt.document_kind).is_none() {
            let word = short(&receipt.document_kind);
            found.push(differs(&text!(
                "受領した記録の種類「{word}」は知られていません",
                "it receives a record of an unknown kind, `{word}`"
            )));
        }
        let lacks_signature = receipt.form.needs_signature() && receipt.signature.is_none();
        if lacks_signature || receipt.form.needs_key() && receipt.signer_key.is_none() {
            let (form, level) = (receipt.form.label(), format!("{:?}", receipt.assurance));
            found.push(differs(&text!(
                "「{form}」で確かさ {level} と言いますが、署名のファイルか、署名した鍵の識別子がありません",
                "it says level {level} and names no signature file, or no key that signed"
            )));
        }
        if receipt.form == Form::Envelope {
            return;
        }
        if receipt.form == Form::Paper && verdict.attachments.is_empty() {
            found.push(differs(&text!(
                "紙などで受領したと言いますが、その写しの添付がありません",
                "it receives a paper, or a file without a signature, and has no copy of it attached"
            )));
        }
        if receipt.form == Form::OtherSignature {
            let what = text!(
                "委託先のほかの電子署名を添えて受領した記録です。その署名が有効か、誰のもので、この文書へのものかは、確かめていません",
                "it receives a document with another electronic signature: whether that holds, whose it is, and that it is over this document was not verified"
            );
            let fix = text!(
                "添付の署名付き文書を、その署名を確かめられる道具（PDF の閲覧ソフトなど）で開き、署名者と内容を確かめてください",
                "open the signed document that is attached with a program that verifies such signatures (for PDF, a viewer), and look at who signed what"
            );
            found.push(Finding::of_record(
                "signature-not-verified",
                Severity::Info,
                position,
                digest,
                &what,
                fix,
            ));
        }
        verdict.attachments.push(receipt.document);
        verdict.attachments.extend(receipt.signature);
        let Some(document) = self.blob(&receipt.document) else { return };
        // What is missing or changed is told of as an attachment; what is too large is no statement.
        if document.len() <= json::LARGEST && Digest::of(&document) != receipt.document {
            return;
        }
        let statement = match Statement::parse(&document) {
            Ok(statement) => statement,
            Err(refusal) => {
                found.push(error("document-malformed", &refusal.text(), fix()));
                return;
            }
        };
        verdict.attachments.extend(attachments(&statement));
        let common = statement.predicate.common();
        verdict.document = Some(Document {
            digest: receipt.document,
            origin: common.log.to_owned(),
            id: common.record_id.to_owned(),
        });
        found.extend(claimed_later(entry, common.issued_at));
        refer(receipt, &statement, summary);
        self.admissible(&statement, position, digest, found);
        if statement.predicate.kind().word() != receipt.document_kind {
            let (says, is) = (&receipt.document_kind, statement.predicate.kind().word());
            found.push(error(
                "record-type-differs",
                &text!(
                    "受領の記録は {says} と言い、文書は {is} です",
                    "the receipt says {says}, the document is {is}"
                ),
                fix(),
            ));
        }
        let kind = statement.predicate.kind();
        if !kind.signers().contains(&Role::Contractor) {
            let (label, word) = (kind.label(), kind.word());
            found.push(differs(&text!(
                "{label}は、委託先が出せるものではありません",
                "a contractor does not hand in a record of this kind (`{word}`)"
            )));
        }
        if let Some(what) = agreement::differing(
            (&receipt.party, &receipt.contract),
            (statement.predicate.party().map(|(id, _)| id), statement.predicate.common().contract),
        ) {
            found.push(differs(&what));
        }
        if receipt.form != Form::Ssh {
            return;
        }
        let Some(bytes) = receipt.signature.as_ref().and_then(|digest| self.blob(digest)) else { return };
        let verified = SshSignature::parse(&bytes)
            .and_then(|signature| signature.verify(sshsig::RECORD, &document).map(|()| signature));
        let signature = match verified {
            Ok(signature) => signature,
            Err(problem) => {
                found.push(error("signature-wrong", &problem.text(), fix()));
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
                fix(),
            ));
        }
        let Some(register) = self.history.at(position) else { return };
        let party = statement.predicate.party().map(|(id, _)| id);
        let judged = match register.entry(&id) {
            Some(entry) => signer::may_sign(entry, statement.predicate.kind(), party, position),
            None => Err(signer::SignerError::Unknown(id.to_string())),
        };
        match (judged, &mut summary.paper) {
            (Err(problem @ signer::SignerError::Revoked { .. }), Some(paper)) => {
                paper.revoked = Some(problem)
            }
            (Err(problem), _) => found.push(error(problem.name(), &problem.text(), problem.fix())),
            (Ok(()), _) => {}
        }
    }
}

/// Tells of a claim to have been signed after it was logged.
fn claimed_later(entry: &Entry, claimed: Moment) -> Option<Finding> {
    let ahead = claimed.seconds() - i64::try_from(entry.leaf.logged.seconds()).unwrap_or(i64::MAX);
    if ahead <= SKEW {
        return None;
    }
    let logged = entry.leaf.logged.in_japan();
    Some(Finding::of_record(
        "claimed-later",
        if ahead > FUTURE { Severity::Error } else { Severity::Warning },
        entry.position,
        &entry.leaf.record,
        &text!(
            "署名の日時（{claimed}）が、登載の日時（{logged}）より後です",
            "signed at {claimed}, after it was logged ({logged})"
        ),
        text!(
            "署名した者かログの時計が違っています。立会の日時を使ってください",
            "one of the clocks is wrong; use the witness's time"
        ),
    ))
}

/// Adds what a received document does to others: it is judged as the company's own word, whoever signed the receipt.
fn refer(receipt: &Receipt, statement: &Statement, summary: &mut Summary) {
    let own = super::summary::summary(statement);
    let on_behalf_of = Some(receipt.party.clone());
    let references = own.references.into_iter().filter(|reference| reference.does != Does::Names);
    summary
        .references
        .extend(references.map(|reference| Reference { on_behalf_of: on_behalf_of.clone(), ..reference }));
    summary.paper = Some(Paper {
        document: receipt.document,
        kind: own.kind,
        party: receipt.party.clone(),
        revoked: None,
    });
}

/// Reads a version of the key register. Whether it is the one of the folder, and follows the one before, is told
/// where the register is put beside the log.
fn version(entry: &Entry, bytes: &[u8], verdict: &mut RecordVerdict<Outcome>) {
    match Version::parse(&Name::Record(entry.leaf.record).to_string(), bytes) {
        Ok(version) => {
            let register = &version.register;
            let signed = version.envelope.signers(&register.roots());
            let signers =
                register.keys.iter().filter(|key| signed.iter().any(|id| *id.digest() == key.key_id));
            verdict.origin = Some(register.log.clone());
            verdict.outcome.version = Some(Logged {
                version: register.version,
                signers: signers.map(|key| key.holder.clone()).collect(),
                claimed: register.issued_at,
            });
        }
        Err(problem) => verdict.outcome.findings.push(Finding::of_record(
            "register-wrong",
            Severity::Error,
            entry.position,
            &entry.leaf.record,
            &problem.text(),
            text!(
                "鍵の登録簿でないものが、登録簿として載っています。誰が載せたかを調べてください",
                "what is logged as the key register is none: find out who logged it"
            ),
        )),
    }
}
