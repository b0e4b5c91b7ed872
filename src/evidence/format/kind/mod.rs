//! The kinds of records: what each is called, who may sign it, and what it says.
//!
//! A kind is a file of this folder with its fields, a variant here, and nothing else: the compiler points to the rest.

pub mod audit;
pub mod correction;
pub mod decision;
pub mod disposal;
pub mod erasure;
pub mod handlers;
pub mod handover;
pub mod incident;
pub mod key_event;
pub mod part;
pub mod publication;
pub mod receipt;

use super::digest::Digest;
use super::field::{self, Field, Moment, Problem};
use super::role::Role;
use crate::text;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What a type URI begins with. `.example` never leads anywhere (RFC 2606): nothing is fetched, ever.
const BASE: &str = "https://fugi.example/";

/// What every record says besides its own fields.
#[derive(Clone, Copy, Debug)]
pub struct Common<'r> {
    /// Origin of the log that the record is for; a record of another log is a replay.
    pub log: &'r str,
    /// A random name; never a counter, which two writers would both take.
    pub record_id: &'r str,
    /// 16 random bytes in hexadecimal: without them a digest of a short statement could be guessed.
    pub salt: &'r str,
    /// When the signer says that it was signed.
    pub issued_at: Moment,
    /// The contract, as `year/matter/contract`.
    pub contract: Option<&'r str>,
    /// SHA-256 of what the policies say of the contract.
    pub contract_digest: Option<Digest>,
    /// The record that this one takes the place of.
    pub supersedes: Option<Digest>,
}

/// A contract that a kind needs or may name.
pub trait ContractName {
    /// Returns the name.
    fn name(&self) -> Option<&str>;
}

impl ContractName for String {
    fn name(&self) -> Option<&str> {
        Some(self)
    }
}

impl ContractName for Option<String> {
    fn name(&self) -> Option<&str> {
        self.as_deref()
    }
}

/// Declares a kind of record: the common fields and its own.
#[macro_export]
macro_rules! statement_kind {
    ($(#[$meta:meta])* $vis:vis struct $name:ident($contract:ty) = $what:literal { $($fields:tt)* }) => {
        $crate::statement_fields! {
            $(#[$meta])*
            $vis struct $name = $what {
                log: String as Id, "記録先のログの名", "再送の防止", "log.example/evidence";
                record_id: String as Made, "記録の番号（署名の時に乱数で付く）", "", "";
                salt: String as Made, "乱数（署名の時に付き、要約値からの推測を防ぐ）", "", "";
                issued_at: $crate::evidence::format::field::Moment, "署名の日時（署名の時に付く）", "", "";
                contract: $contract as Id, "契約（年度/案件/契約）", "", "r08/mihon-itaku/ticket";
                contract_digest: Option<$crate::evidence::format::digest::Digest>, "契約の記載の SHA-256（区が書く）", "", "";
                supersedes: Option<$crate::evidence::format::digest::Digest>, "この記録が置き換える記録の SHA-256", "訂正は新しい記録で行う", "";
                $($fields)*
            }
        }

        impl $name {
            /// Returns what every record says.
            #[must_use]
            $vis fn common(&self) -> $crate::evidence::format::kind::Common<'_> {
                $crate::evidence::format::kind::Common {
                    log: &self.log,
                    record_id: &self.record_id,
                    salt: &self.salt,
                    issued_at: self.issued_at,
                    contract: $crate::evidence::format::kind::ContractName::name(&self.contract),
                    contract_digest: self.contract_digest,
                    supersedes: self.supersedes,
                }
            }
        }
    };
}

macro_rules! kinds {
    ($($(#[$meta:meta])* $variant:ident($type:ty) = $word:literal, $label:literal, [$($role:ident),*];)*) => {
        /// A kind of record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$meta])* $variant,)*
        }

        /// What a record says.
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        #[serde(untagged)]
        pub enum Predicate {
            $($(#[$meta])* $variant($type),)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns its name on the command line and in its type: `erasure-report`.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Returns its name in Japanese.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            /// Returns its fields.
            #[must_use]
            pub fn fields(self) -> &'static [Field] {
                match self { $(Self::$variant => <$type>::FIELDS),* }
            }

            /// Returns who may sign it.
            #[must_use]
            pub fn signers(self) -> &'static [Role] {
                match self { $(Self::$variant => &[$(Role::$role),*]),* }
            }

            /// Returns how many keys must have signed it: a disposal takes two persons, one who approves and one who
            /// deletes.
            #[must_use]
            pub fn keys_needed(self) -> usize {
                if self == Self::Disposal { 2 } else { 1 }
            }

            /// Reads what a record says.
            ///
            /// # Errors
            ///
            /// Every field that is missing, unknown, or of another shape.
            pub fn read(self, value: &Value) -> Result<Predicate, Vec<Problem>> {
                match self { $(Self::$variant => typed::<$type>(self, value).map(Predicate::$variant)),* }
            }
        }

        impl Predicate {
            /// Returns its kind.
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self { $(Self::$variant(_) => Kind::$variant),* }
            }

            /// Returns what every record says.
            #[must_use]
            pub fn common(&self) -> Common<'_> {
                match self { $(Self::$variant(record) => record.common()),* }
            }

            /// Tells what does not fit together in it.
            pub fn check(&self, out: &mut Vec<Problem>) {
                match self { $(Self::$variant(record) => record.check(out)),* }
            }
        }
    };
}

kinds! {
    /// 消去完了報告
    ErasureReport(erasure::ErasureReport) = "erasure-report", "消去完了報告", [Contractor, Ward];
    /// 事故報告
    Incident(incident::Incident) = "incident", "事故報告", [Contractor, Ward];
    /// 受領
    Receipt(receipt::Receipt) = "receipt", "受領", [Ward];
    /// 訂正
    Correction(correction::Correction) = "correction", "訂正", [Contractor, Ward, Witness];
    /// 廃棄
    Disposal(disposal::Disposal) = "retention-disposal", "記録の廃棄", [Ward];
    /// 鍵の登録・失効
    KeyEvent(key_event::KeyEvent) = "key-event", "鍵の登録・失効", [Ward, Root];
    /// 監査結果
    AuditResult(audit::AuditResult) = "audit-result", "監査結果", [Ward, Witness];
    /// 付議資料の確定
    Publication(publication::Publication) = "publication", "付議資料の確定", [Ward];
    /// 会議の決定
    Decision(decision::Decision) = "council-decision", "会議の決定", [Ward];
    /// 管理簿
    HandoverLedger(handover::HandoverLedger) = "handover-ledger", "管理簿", [Contractor, Ward];
    /// 責任者・取扱者の報告
    Handlers(handlers::Handlers) = "handlers-report", "責任者・取扱者報告", [Contractor];
}

impl Predicate {
    /// Returns the files that belong to the record.
    #[must_use]
    pub fn attachments(&self) -> &[part::Attachment] {
        let attachments = match self {
            Self::ErasureReport(record) => &record.attachments,
            Self::Incident(record) => &record.attachments,
            Self::Receipt(record) => &record.attachments,
            Self::AuditResult(record) => &record.attachments,
            Self::Publication(record) => &record.attachments,
            Self::Correction(_)
            | Self::Decision(_)
            | Self::Disposal(_)
            | Self::Handlers(_)
            | Self::HandoverLedger(_)
            | Self::KeyEvent(_) => &None,
        };
        attachments.as_deref().unwrap_or_default()
    }

    /// Returns the legal entity that the record is by, or about.
    #[must_use]
    pub fn party(&self) -> Option<(&str, &str)> {
        match self {
            Self::AuditResult(record) => Some((&record.party, &record.party_name)),
            Self::ErasureReport(record) => Some((&record.party, &record.party_name)),
            Self::Handlers(record) => Some((&record.party, &record.party_name)),
            Self::HandoverLedger(record) => Some((&record.party, &record.party_name)),
            Self::Receipt(record) => Some((&record.party, &record.party_name)),
            Self::Incident(record) => Some((record.party.as_deref()?, record.party_name.as_deref()?)),
            Self::Correction(_)
            | Self::Decision(_)
            | Self::Disposal(_)
            | Self::KeyEvent(_)
            | Self::Publication(_) => None,
        }
    }

    /// Returns what the statement is about besides its attachments: each must stand among the subjects.
    #[must_use]
    pub fn named(&self) -> Vec<(String, Digest)> {
        let common = self.common();
        let mut named = Vec::new();
        if let (Some(contract), Some(digest)) = (common.contract, common.contract_digest) {
            named.push((format!("contract:{contract}"), digest));
        }
        match self {
            Self::Receipt(record) => {
                named.push((format!("record:{}", record.document_kind), record.document));
                named.extend(record.signature.map(|digest| ("signature".to_owned(), digest)));
            }
            Self::Correction(record) => named.push(("record:corrected".to_owned(), record.corrects)),
            Self::Disposal(record) => {
                let targets = record.targets.iter();
                named.extend(targets.map(|target| (format!("disposed:{}", target.what), target.digest)));
            }
            Self::KeyEvent(record) => {
                named.push((format!("register:{}", record.register_version), record.register_digest));
            }
            Self::Publication(record) => {
                named.push((format!("matter:{}", record.matter), record.matter_digest));
                let documents = record.documents.iter();
                named.extend(documents.map(|one| (format!("document:{}", one.name), one.digest)));
            }
            Self::Decision(record) => {
                named.push((format!("matter:{}", record.matter), record.matter_digest));
                let documents = record.documents.iter();
                named.extend(documents.map(|one| (format!("document:{}", one.name), one.digest)));
            }
            Self::Incident(record) => {
                named.extend(record.follows.map(|digest| ("record:followed".to_owned(), digest)));
            }
            Self::AuditResult(_) | Self::ErasureReport(_) | Self::Handlers(_) | Self::HandoverLedger(_) => {}
        }
        named.extend(common.supersedes.map(|digest| ("record:superseded".to_owned(), digest)));
        named
    }
}

impl Kind {
    /// Returns the URI of its type.
    #[must_use]
    pub fn uri(self) -> String {
        format!("{BASE}{}/v1", self.word())
    }

    /// Returns the kind of a type URI.
    #[must_use]
    pub fn of_uri(uri: &str) -> Option<Self> {
        let word = uri.strip_prefix(BASE)?.strip_suffix("/v1")?;
        Self::of_word(word)
    }

    /// Returns the kind of a name on the command line.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// Reads a value; only where that fails are the reasons looked for.
fn typed<T: DeserializeOwned>(kind: Kind, value: &Value) -> Result<T, Vec<Problem>> {
    match T::deserialize(value) {
        Ok(record) => Ok(record),
        Err(error) => {
            let mut problems = Vec::new();
            field::check(value, kind.label(), kind.fields(), true, "", &mut problems);
            if problems.is_empty() {
                problems.push(
                    Problem::new("", text!("形が違います（{error}）", "of another shape ({error})")).help(
                        text!(
                            "様式を作り直し、値を写してください（`fugi record new`）",
                            "make the form again and copy the values (`fugi record new`)"
                        ),
                    ),
                );
            }
            Err(problems)
        }
    }
}

/// Tells of an order of days that cannot be.
pub(crate) fn in_order(
    earlier: (&str, super::field::Date),
    later: (&str, super::field::Date),
    out: &mut Vec<Problem>,
) {
    let ((first, day), (second, then)) = (earlier, later);
    if then < day {
        out.push(
            Problem::new(
                second,
                text!(
                    "日付の前後が合いません（{then} が、{first} の {day} より前です）",
                    "the days are out of order ({then} is before {day} of {first})"
                ),
            )
            .help(text!("どちらかの日付を直してください", "fix one of the days")),
        );
    }
}
