//! 受領: the ward countersigns what came in, and says how sure it may be. The contractor's file is never touched.

use super::part::{Attachment, Person};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::{Moment, Problem};
use crate::text;
use crate::{statement_fields, statement_kind, statement_words};

statement_words! {
    /// How the contractor stands for the document.
    pub enum Form {
        Envelope = "envelope", "委託先の署名（DSSE）";
        Ssh = "ssh", "委託先の署名（ssh-keygen）";
        OtherSignature = "other_signature", "ほかの電子署名（PAdES、S/MIME など）";
        Paper = "paper", "紙、又は署名のない電子ファイル";
    }
}

statement_words! {
    /// How sure a reader may be of who made it.
    pub enum Assurance {
        A = "A", "委託先の署名を検証できる";
        B = "B", "ほかの電子署名が添付されている。その署名は別に確かめる";
        C = "C", "紙など。区だけが受領を証する";
    }
}

statement_words! {
    /// Why the ward signs.
    pub enum Purpose {
        Received = "received", "受領";
        Reconfirmed = "reconfirmed", "失効した鍵による記録の再確認";
    }
}

impl Form {
    /// Returns how sure a reader may be.
    #[must_use]
    pub fn assurance(self) -> Assurance {
        match self {
            Self::Envelope | Self::Ssh => Assurance::A,
            Self::OtherSignature => Assurance::B,
            Self::Paper => Assurance::C,
        }
    }

    /// Returns whether the contractor's signature is a file beside the document.
    #[must_use]
    pub fn needs_signature(self) -> bool {
        matches!(self, Self::Ssh | Self::OtherSignature)
    }

    /// Returns whether it is known which key signed.
    #[must_use]
    pub fn needs_key(self) -> bool {
        matches!(self, Self::Envelope | Self::Ssh)
    }
}

statement_fields! {
    /// What the ward looked at.
    pub struct Checked = "区が確かめたこと" {
        what: String, "何を", "", "様式の検査";
        passed: bool, "合っていたか", "", "true";
        note: Option<String> as Prose, "備考", "", "";
    }
}

statement_kind! {
    /// 受領.
    pub struct Receipt(String) = "受領" {
        purpose: Purpose, "署名の目的", "", "received";
        document: Digest, "受領した記録又は文書の SHA-256", "", "";
        document_kind: String, "受領したものの種類", "", "erasure-report";
        party: String as Id, "送った者（法人の識別子）", "", "mihon-hasso";
        party_name: String, "送った者の名", "", "見本発送株式会社";
        form: Form, "署名の形", "", "envelope";
        assurance: Assurance, "確かさの段階", "", "A";
        signature: Option<Digest>, "署名のファイルの SHA-256（ssh か other_signature のとき）", "", "";
        signer_key: Option<String> as Made, "署名した鍵の識別子（envelope か ssh のとき）", "", "";
        received_at: Moment, "受領の日時", "", "2027-04-06T10:00:00+09:00";
        received_by: Person, "受領した者", "", "";
        checks: Option<Vec<Checked>>, "区が確かめたこと", "", "";
        attachments: Option<Vec<Attachment>>, "添付（紙の写しなど）", "", "";
    }
}

impl Receipt {
    /// Tells what does not fit together in it.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        if self.assurance != self.form.assurance() {
            let (form, right) = (self.form.label(), self.form.assurance());
            let (found, right) = (format!("{:?}", self.assurance), format!("{right:?}"));
            out.push(
                Problem::new(
                    "assurance",
                    text!(
                        "「{form}」の段階は {right} です（{found} と書かれています）",
                        "the level is {right}, not {found}"
                    ),
                )
                .help(text!("assurance を {right} にしてください", "write {right}")),
            );
        }
        if self.form.needs_signature() != self.signature.is_some() {
            out.push(Problem::new(
                "signature",
                text!(
                    "署名のファイルは、ssh か other_signature のときだけ要ります",
                    "a signature file belongs to `ssh` and `other_signature`"
                ),
            ).help(text!(
                "署名のファイルがあればその SHA-256 を signature に書き、なければ signature を消してください",
                "write the digest of the signature file, or take `signature` out"
            )));
        }
        if self.form.needs_key() != self.signer_key.is_some() {
            out.push(
                Problem::new(
                    "signer_key",
                    text!(
                        "鍵の識別子は、envelope か ssh のときだけ要ります",
                        "a key belongs to `envelope` and `ssh`"
                    ),
                )
                .help(text!(
                    "署名した鍵の識別子を signer_key に書くか、signer_key を消してください",
                    "write the id of the key, or take `signer_key` out"
                )),
            );
        }
        super::in_order(("received_at", self.received_at.date()), ("issued_at", self.issued_at.date()), out);
    }
}
