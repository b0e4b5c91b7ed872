//! `fugi verify --format json`.

use super::{Reason, Unread, Weight};
use crate::diagnostic::{Language, Severity};
use crate::evidence::store::Name;
use crate::evidence::verify::finding;
use crate::evidence::verify::log::Entry;
use crate::evidence::verify::record::Outcome;
use crate::evidence::verify::{Verdict, Word};
use schemars::JsonSchema;
use serde::Serialize;

/// What verification of an evidence folder came to.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// False where the content of a record could not be read and was not lawfully disposed of.
    pub complete: bool,
    /// The records that could not be read.
    pub unread: Vec<Unread>,
    /// `trusted`: against a trust file; `internal`: only that the inside fits together.
    pub level: String,
    /// True where nothing is wrong and witnesses have seen what they were to see.
    pub ok: bool,
    /// `passed`, `partly-witnessed` or `failed`.
    pub verdict: String,
    /// The latest version of the key register that was relied on.
    pub register: Option<u64>,
    /// The largest head that a trusted key signed and the entries lead to.
    pub head: Option<Head>,
    /// What enough witnesses have seen.
    pub witnessed: Option<Witnessed>,
    /// The entries at the end that witnesses have not seen.
    pub unwitnessed: Option<Unwitnessed>,
    /// How many entries were read.
    pub entries: u64,
    /// How many errors there are.
    pub errors: u64,
    /// How many warnings.
    pub warnings: u64,
    /// The records, in the order of the log.
    pub records: Vec<Record>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// A head of the log.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Head {
    /// Name of the log.
    pub origin: String,
    /// How many entries it covers.
    pub size: u64,
    /// Root of the tree, SHA-256.
    pub root: String,
}

/// What enough witnesses have seen.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Witnessed {
    /// How many entries.
    pub size: u64,
    /// When.
    pub time: String,
}

/// The entries at the end that witnesses have not seen.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Unwitnessed {
    /// The number of the first.
    pub first: u64,
    /// How many.
    pub entries: u64,
    /// When the first was logged, by the ward's clock.
    pub since: Option<String>,
    /// How many whole days ago.
    pub days: u64,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Record {
    /// Its number in the log.
    pub entry: u64,
    /// Its digest, SHA-256.
    pub record: String,
    /// URI of its kind.
    #[serde(rename = "type")]
    pub uri: String,
    /// Its kind in a word.
    pub kind: Option<String>,
    /// The version of the key register that it is.
    pub register: Option<u64>,
    /// The contract it speaks of.
    pub contract: Option<String>,
    /// The party it speaks of.
    pub party: Option<String>,
    /// Who signed.
    pub signers: Option<Vec<Signer>>,
    /// How sure it is who signed: `A`, `B`, …
    pub assurance: Option<String>,
    /// When it was made, as it claims.
    pub claimed: Option<String>,
    /// When it was logged, by the ward's clock.
    pub logged: String,
    /// When witnesses had seen it.
    pub witnessed: Option<String>,
    /// The entry by which it was lawfully disposed of.
    pub disposed_by: Option<u64>,
    /// True where it can be read and nothing is wrong with it.
    pub ok: bool,
}

/// Who signed.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Signer {
    /// The holder of the key.
    pub holder: String,
    /// In which role.
    pub role: String,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Finding {
    /// Its name.
    pub name: String,
    /// How much it weighs.
    pub severity: Weight,
    /// The number of the entry, where it is about one.
    pub entry: Option<u64>,
    /// The file, below the evidence folder.
    pub file: String,
    /// What is wrong.
    pub message: Said,
    /// What to do.
    #[serde(rename = "do")]
    pub help: Said,
}

/// Words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Said {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl From<&crate::diagnostic::Text> for Said {
    fn from(text: &crate::diagnostic::Text) -> Self {
        Self { ja: text.ja.clone(), en: text.en.clone() }
    }
}

impl Record {
    /// Returns a record, and why it could not be read, where it could not.
    #[must_use]
    pub fn new(entry: &Entry, outcome: &Outcome, language: Language) -> (Self, Option<Unread>) {
        let (summary, version) = (outcome.summary.as_ref(), outcome.version.as_ref());
        let is_read = summary.is_some() || version.is_some();
        let is_fine = outcome.findings.iter().all(|finding| finding.severity != Severity::Error);
        let signers = summary.map(|summary| {
            let signer = |(holder, role): &(String, crate::evidence::format::role::Role)| Signer {
                holder: holder.clone(),
                role: role.word().to_owned(),
            };
            summary.signers.iter().map(signer).collect()
        });
        let kind = summary.map(|summary| summary.kind.word()).or(version.map(|_| "key-register"));
        let record = Self {
            entry: entry.position,
            record: entry.leaf.record.to_string(),
            uri: entry.leaf.kind.clone(),
            kind: kind.map(str::to_owned),
            register: version.map(|version| version.version),
            contract: summary.and_then(|summary| summary.contract.clone()),
            party: summary.and_then(|summary| summary.party.clone()),
            signers,
            assurance: summary.and_then(|summary| summary.assurance).map(|level| format!("{level:?}")),
            claimed: summary.map(|summary| summary.claimed.to_string()),
            logged: entry.leaf.logged.to_string(),
            witnessed: entry.witnessed.map(|time| time.to_string()),
            disposed_by: outcome.disposed_by,
            ok: is_read && is_fine,
        };
        let unread = (!is_read && outcome.disposed_by.is_none()).then(|| {
            let reason = |finding: &finding::Finding| Reason {
                rule: Some(finding.name.to_owned()),
                message: finding.message.get(language).to_owned(),
                help: Some(finding.fix.get(language).to_owned()),
                at: super::At { file: Some(finding.file.clone()), ..super::At::default() },
            };
            let reasons = outcome.findings.iter().map(reason).collect();
            Unread { files: vec![Name::Record(entry.leaf.record).to_string()], reasons }
        });
        (record, unread)
    }
}

impl Finding {
    /// Returns a problem.
    #[must_use]
    pub fn new(own: &finding::Finding) -> Self {
        Self {
            name: own.name.to_owned(),
            severity: own.severity.into(),
            entry: own.entry,
            file: own.file.clone(),
            message: (&own.message).into(),
            help: (&own.fix).into(),
        }
    }
}

impl Report {
    /// Returns the whole report; `trusted` where a trust file was brought along.
    #[must_use]
    pub fn new(
        own: &Verdict,
        trusted: bool,
        records: Vec<(Record, Option<Unread>)>,
        findings: Vec<Finding>,
    ) -> Self {
        let (records, unread): (Vec<Record>, Vec<Option<Unread>>) = records.into_iter().unzip();
        let unread: Vec<Unread> = unread.into_iter().flatten().collect();
        let log = &own.log;
        Self {
            version: 1,
            complete: unread.is_empty(),
            unread,
            level: if trusted { "trusted" } else { "internal" }.to_owned(),
            ok: own.word() == Word::Passed,
            verdict: own.word().name().to_owned(),
            register: own.register,
            head: log.head.as_ref().map(|head| Head {
                origin: head.origin.clone(),
                size: head.size,
                root: head.root.to_string(),
            }),
            witnessed: log.witnessed.map(|(size, time)| Witnessed { size, time: time.to_string() }),
            unwitnessed: log.unwitnessed.map(|tail| Unwitnessed {
                first: tail.first,
                entries: tail.entries,
                since: tail.since.map(|time| time.to_string()),
                days: tail.days,
            }),
            entries: log.entries,
            errors: own.errors,
            warnings: own.warnings,
            records,
            findings,
        }
    }
}
