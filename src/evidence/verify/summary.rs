//! What a record says, as far as lists, later records and duties ask, and what it names.

use super::signer;
use crate::diagnostic::Text;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::Moment;
use crate::evidence::format::kind::receipt::{Assurance, Form, Purpose};
use crate::evidence::format::kind::{Kind, Predicate};
use crate::evidence::format::moment::Retention;
use crate::evidence::format::role::Role;
use crate::evidence::format::statement::Statement;
use crate::text;

/// What a record says, as a list shows it.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Its kind.
    pub kind: Kind,
    /// The contract, or the matter.
    pub contract: Option<String>,
    /// The party that it is by, or about.
    pub party: Option<String>,
    /// Its id.
    pub party_id: Option<String>,
    /// Who stands behind it; nothing where no register says so.
    pub by: Option<By>,
    /// What a receipt says of the record it receives.
    pub receipt: Option<Received>,
    /// The document that a receipt receives and that is no record of the log: on paper, or signed beside it.
    pub paper: Option<Paper>,
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
    /// Whether it counts: signed by whoever might, by enough of them, with nothing wrong in it.
    pub is_valid: bool,
    /// What a disposal names, and how long that had to be kept.
    pub disposes: Vec<(Digest, Retention)>,
    /// Whether too few signed it: a later record by enough of them may take its place.
    pub signed_by_too_few: Option<signer::SignerError>,
    /// Whether its only key had been revoked: a later receipt may confirm it.
    pub revoked: Option<signer::SignerError>,
    /// The incident and the stage of a report on it.
    pub incident: Option<(String, crate::evidence::format::kind::incident::Stage)>,
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
    /// What it does to the other record.
    pub does: Does,
    /// The company whose document says so, where it stands in a document that a receipt receives: the id of its legal
    /// entity.
    pub on_behalf_of: Option<String>,
}

/// What a reference does to the record it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// It takes its place, or says what it should have said.
    Changes,
    /// It goes on where the other ended.
    Follows,
    /// It names it.
    Names,
}

/// Who stands behind a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// A contractor, by the id of its legal entity, with the key that signed, revoked or not.
    Contractor(Option<String>, Digest),
    /// Others: the ward, a witness, who keeps the register.
    Role(Role),
    /// Nobody whose signature counts.
    Nobody,
}

/// What a receipt says of the record that it receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Which.
    pub document: Digest,
    /// Under which contract.
    pub contract: String,
    /// The key that signed it.
    pub key: Option<String>,
}

/// A document that is no record of the log, and was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Which.
    pub document: Digest,
    /// Its kind.
    pub kind: Kind,
    /// Whose it is: the id of the legal entity.
    pub party: String,
    /// Whether the key that signed beside it had been revoked: a later receipt may confirm it.
    pub revoked: Option<signer::SignerError>,
}

/// Returns what a statement names in its text and not among its subjects.
pub(super) fn not_among_subjects(statement: &Statement) -> Option<String> {
    let has = |digest: &Digest| statement.subjects.iter().any(|subject| subject.digest == *digest);
    statement.predicate.named().into_iter().find(|(_, digest)| !has(digest)).map(|(name, _)| name)
}

/// Returns the digests that must lie in `blobs/`: every subject that the text does not name as something else.
pub(super) fn attachments(statement: &Statement) -> Vec<Digest> {
    let named = statement.predicate.named();
    let subjects = statement.subjects.iter().map(|subject| subject.digest);
    subjects.filter(|digest| named.iter().all(|(_, other)| other != digest)).collect()
}

/// Returns what a statement says; who signed it is judged afterwards.
pub(super) fn summary(statement: &Statement) -> Summary {
    let predicate = &statement.predicate;
    let common = predicate.common();
    let mut references = Vec::new();
    let mut refer = |record: Option<Digest>, kind: Option<Kind>, does: Does, what: Text| {
        references.extend(record.map(|record| Reference { record, kind, what, does, on_behalf_of: None }));
    };
    let kind = predicate.kind();
    refer(
        common.supersedes,
        Some(kind),
        Does::Changes,
        text!("置き換える記録（supersedes）", "the record it supersedes"),
    );
    let (mut incident, mut assurance, mut received, mut receives) = (None, None, None, None);
    let mut matter = None;
    match predicate {
        Predicate::Incident(report) => {
            refer(
                report.follows,
                Some(Kind::Incident),
                Does::Follows,
                text!("前の報告（follows）", "the report it follows"),
            );
            incident = Some((report.incident.clone(), report.stage));
        }
        Predicate::Correction(record) => {
            refer(
                Some(record.corrects),
                None,
                Does::Changes,
                text!("訂正する記録（corrects）", "the record it corrects"),
            );
        }
        Predicate::Receipt(receipt) => {
            assurance = Some(receipt.assurance);
            received = Kind::of_word(&receipt.document_kind);
            if receipt.form == Form::Envelope {
                let what = text!("受領した記録（document）", "the record it receives");
                refer(Some(receipt.document), Kind::of_word(&receipt.document_kind), Does::Names, what);
                receives = Some(Received {
                    document: receipt.document,
                    contract: receipt.contract.clone(),
                    key: receipt.signer_key.clone(),
                });
            }
        }
        Predicate::AuditResult(result) => {
            refer(
                result.previous,
                Some(Kind::AuditResult),
                Does::Names,
                text!("前回の監査結果（previous）", "the audit before"),
            );
        }
        Predicate::Decision(decision) => {
            let what = text!("付議資料の確定（publication）", "the publication");
            refer(decision.publication, Some(Kind::Publication), Does::Names, what);
            matter = Some(decision.matter.clone());
        }
        Predicate::Publication(record) => matter = Some(record.matter.clone()),
        Predicate::Disposal(_)
        | Predicate::ErasureReport(_)
        | Predicate::Handlers(_)
        | Predicate::HandoverLedger(_)
        | Predicate::KeyEvent(_) => {}
    }
    Summary {
        kind,
        contract: common.contract.map(str::to_owned).or(matter),
        party: predicate.party().map(|(_, name)| name.to_owned()),
        party_id: predicate.party().map(|(id, _)| id.to_owned()),
        by: None,
        receipt: receives,
        paper: None,
        signers: Vec::new(),
        assurance,
        claimed: common.issued_at,
        references,
        receives: None,
        received,
        awaits_receipt: false,
        is_valid: true,
        disposes: Vec::new(),
        signed_by_too_few: None,
        revoked: None,
        incident,
    }
}
