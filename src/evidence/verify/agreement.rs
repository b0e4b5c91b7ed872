//! What a record may say of another: a receipt fits what it receives, and nobody changes another's record.

use super::summary::{By, Does, Paper, Received, Reference, Summary};
use crate::diagnostic::Text;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::kind::Kind;
use crate::evidence::format::moment::Moment;
use crate::evidence::format::role::Role;
use crate::evidence::verify::log::Entry;
use crate::text;

/// What is kept of a record for those that name it later: texts by their first eight bytes of SHA-256.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// Its entry.
    pub(super) position: u64,
    /// Its kind.
    pub(super) kind: Option<Kind>,
    /// When it was logged.
    pub(super) logged: Moment,
    /// Whether no disposal may name it.
    pub(super) must_stay: bool,
    party: u64,
    contract: u64,
    by: Owner,
}

/// Who stands behind a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// A contractor: its legal entity, and the key.
    Contractor(u64, u64),
    Role(Role),
    Nobody,
    /// No register says.
    NotKnown,
}

impl Owner {
    fn of(by: Option<&By>) -> Self {
        match by {
            Some(By::Contractor(party, key)) => Self::Contractor(print(party.as_deref()), print_of(key)),
            Some(By::Nobody) => Self::Nobody,
            Some(By::Role(role)) => Self::Role(*role),
            None => Self::NotKnown,
        }
    }

    /// The company of a document that is no record: no key of the register stands behind it.
    fn of_paper(party: &str) -> Self {
        Self::Contractor(print(Some(party)), 0)
    }
}

/// Returns the first eight bytes of a digest.
pub(super) fn print_of(digest: &Digest) -> u64 {
    digest.bytes().first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

fn print(text: Option<&str>) -> u64 {
    text.map_or(0, |text| print_of(&Digest::of(text.as_bytes())))
}

impl Seen {
    /// Keeps what later records may be held against.
    pub(super) fn of(entry: &Entry, kind: Option<Kind>, summary: Option<&Summary>) -> Self {
        Self {
            position: entry.position,
            kind,
            logged: entry.leaf.logged,
            must_stay: entry.leaf.must_stay(),
            party: print(summary.and_then(|summary| summary.party_id.as_deref())),
            contract: print(summary.and_then(|summary| summary.contract.as_deref())),
            by: Owner::of(summary.and_then(|summary| summary.by.as_ref())),
        }
    }

    /// Keeps what later records may be held against of a document that came on paper, or with a signature beside it.
    pub(super) fn of_paper(entry: &Entry, paper: &Paper, contract: Option<&str>) -> Self {
        Self {
            position: entry.position,
            kind: Some(paper.kind),
            logged: entry.leaf.logged,
            must_stay: false,
            party: print(Some(&paper.party)),
            contract: print(contract),
            by: Owner::of_paper(&paper.party),
        }
    }
}

/// Returns what is wrong with a receipt of a record, where something is.
pub(super) fn of_receipt(summary: &Summary, received: &Received, seen: &Seen) -> Option<Text> {
    let at = seen.position;
    if seen.kind.is_none() || matches!(seen.by, Owner::NotKnown) {
        return None;
    }
    let Owner::Contractor(_, key) = seen.by else {
        return Some(text!(
            "受領した記録（{at} 番）に、委託先の署名がありません。委託先の署名した記録にだけ、確かさ A の受領を付けられます",
            "the record it receives (entry {at}) is not signed by a contractor, so that its level is not A"
        ));
    };
    if print(summary.party_id.as_deref()) != seen.party {
        let party = summary.party_id.as_deref().unwrap_or_default();
        return Some(text!(
            "受領した記録（{at} 番）は、受領の記録にある {party} のものではありません",
            "the record it receives (entry {at}) is not of {party}, which the receipt names"
        ));
    }
    if print(Some(&received.contract)) != seen.contract {
        let contract = &received.contract;
        return Some(text!(
            "受領した記録（{at} 番）は、受領の記録にある契約 {contract} のものではありません",
            "the record it receives (entry {at}) is not under the contract {contract}, which the receipt names"
        ));
    }
    let named = received.key.as_deref().and_then(|key| key.parse::<Digest>().ok());
    if named.map(|key| print_of(&key)) != Some(key) {
        return Some(text!(
            "受領した記録（{at} 番）に署名した鍵が、受領の記録にある鍵と違います",
            "the record it receives (entry {at}) is signed by another key than the receipt names"
        ));
    }
    None
}

/// Returns how a receipt differs from a document in party or contract.
pub(super) fn differing(receipt: (&str, &str), document: (Option<&str>, Option<&str>)) -> Option<Text> {
    let shown = |text: Option<&str>| text.unwrap_or("–").to_owned();
    if document.0 != Some(receipt.0) {
        let (says, is) = (receipt.0, shown(document.0));
        return Some(text!(
            "受領の記録は {says} のものと言い、文書は {is} のものです",
            "the receipt names {says}, the document is of {is}"
        ));
    }
    if document.1 != Some(receipt.1) {
        let (says, is) = (receipt.1, shown(document.1));
        return Some(text!(
            "受領の記録は契約 {says} と言い、文書は契約 {is} のものです",
            "the receipt names the contract {says}, the document is under {is}"
        ));
    }
    None
}

/// Returns why a record may not do to another what it says, where it may not: only one's own record is changed, or a
/// contractor's by the ward, which says why in a correction.
pub(super) fn of_change(summary: &Summary, reference: &Reference, seen: &Seen) -> Option<Text> {
    let at = seen.position;
    let by = match &reference.on_behalf_of {
        Some(party) => Owner::of_paper(party),
        None => Owner::of(summary.by.as_ref()),
    };
    if matches!(seen.by, Owner::NotKnown) {
        return None;
    }
    let what = &reference.what;
    let not_own = || {
        let (ja, en) = (&what.ja, &what.en);
        text!(
            "{ja}は {at} 番ですが、自分の記録ではありません",
            "{en} is entry {at}, which is not its signer's own"
        )
    };
    match (reference.does, by) {
        (Does::Names, _) | (_, Owner::Nobody | Owner::NotKnown) => None,
        (Does::Changes, Owner::Contractor(own, _)) => {
            let is_own = matches!(seen.by, Owner::Contractor(other, _) if other == own);
            (!is_own).then(not_own)
        }
        (Does::Follows, Owner::Contractor(own, _)) => {
            let is_own = seen.party == own || matches!(seen.by, Owner::Contractor(other, _) if other == own);
            (!is_own).then(not_own)
        }
        (Does::Follows, Owner::Role(_)) => None,
        (Does::Changes, Owner::Role(role)) if seen.by == Owner::Role(role) => None,
        (Does::Changes, Owner::Role(Role::Ward)) => (summary.kind != Kind::Correction).then(|| {
            text!(
                "{at} 番は区の記録ではありません。区は、理由を書いた訂正の記録でだけ正せます",
                "entry {at} is not the ward's own; the ward corrects it with a reason only, by a correction"
            )
        }),
        (Does::Changes, Owner::Role(_)) => Some(not_own()),
    }
}
