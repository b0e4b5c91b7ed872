//! What the record of the workspace holds, for the questions on what is due.

use crate::diagnostic::{Text, why_unread};
use crate::duty::filed::{self, Filed, Uncounted};
use crate::duty::forms::register::{self, NotFound};
use crate::evidence::error::Error as LogError;
use crate::evidence::format::moment::Moment;
use crate::evidence::log::Log;
use crate::evidence::verify::counted::{Counted, fingerprint};
use crate::evidence::verify::trust::TrustFile;
use crate::model::load::Workspace;
use crate::spelling::one_line;
use crate::text;
use crate::whole::{self, Access};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder of what can be made again at any time.
const KEPT: &str = ".fugi";

/// The file in which the judgement of the records is kept.
const JUDGED: &str = "evidence.json";

/// The largest kept judgement that is read, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The largest trust file, in bytes.
const LARGEST_TRUST: u64 = 256 * 1024;

/// What the record of a workspace holds: what counts as filed, and what does not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// What counts.
    pub filed: Filed,
    /// The entries that do not count, and why.
    pub uncounted: Vec<Uncounted>,
    /// Whose word was taken for the keys.
    pub basis: Basis,
    /// How many things verification refuses that concern no single record.
    pub others: u64,
}

impl Record {
    /// Returns whether everything counts.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.uncounted.is_empty() && self.others == 0
    }
}

/// Whose word was taken for the keys that signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// Nobody's: there is no record yet.
    #[default]
    NoRecord,
    /// That of the evidence folder itself: `fugi.yaml` names no trust file.
    Folder,
    /// That of the trust file that `fugi.yaml` names.
    TrustFile,
}

impl Basis {
    /// Returns the name in machine output: kebab-case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::NoRecord => "no-record",
            Self::TrustFile => "trust-file",
        }
    }
}

/// Why the record of a workspace could not be looked at.
#[derive(Debug)]
pub enum Error {
    /// The log itself.
    Log(LogError),
    /// The trust file that `fugi.yaml` names.
    Trust(Text),
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Log(error) => error.text(),
            Self::Trust(what) => what.clone(),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for Error {}

impl Workspace {
    /// Returns what counts as filed at a moment: records that are as they were logged, signed by whoever might, covered by
    /// a signed head, and logged at no time that is still to come, as far as the trust file says that `fugi.yaml` names.
    /// What does not count comes with its reason, and what was logged after `until` is left out.
    ///
    /// The judgement is kept in `.fugi/`, beside a digest over all that it depends on, and made anew where that differs.
    ///
    /// # Errors
    ///
    /// [`Error`] where the log itself, or the trust file, cannot be read.
    pub fn filed(&self, latest: Moment, until: Option<Moment>) -> Result<Record, Error> {
        let folder = self.root().join("evidence");
        let log = match Log::open(&folder) {
            Ok(log) => log,
            Err(LogError::NoLog(_)) => return Ok(Record::default()),
            Err(error) => return Err(Error::Log(error)),
        };
        let trust = self.trust(&folder).map_err(Error::Trust)?;
        let bytes = trust.as_ref().map(|(bytes, _)| bytes.as_slice());
        let kept = Kept { folder: self.root().join(KEPT), of: fingerprint(log.store(), bytes).to_string() };
        let counted = match kept.read().filter(|counted| counted.holds_at(latest)) {
            Some(counted) => counted,
            None => {
                let own = trust.as_ref().map(|(_, trust)| trust);
                let counted = Counted::of(log.store(), own, latest).map_err(Error::Log)?;
                if counted.holds_at(latest) {
                    // A place that cannot be written costs time, and nothing else.
                    let _ = kept.write(&counted);
                }
                counted
            }
        };
        let (filed, mut uncounted) = filed::read(&log, &counted, until).map_err(Error::Log)?;
        uncounted.extend(self.without_contract(&filed));
        uncounted.sort_by_key(|own| own.entry);
        let basis = if trust.is_some() { Basis::TrustFile } else { Basis::Folder };
        Ok(Record { filed, uncounted, basis, others: counted.others })
    }

    /// Returns the entries that belong to no contract of the workspace: nothing that is asked about it finds them.
    fn without_contract(&self, filed: &Filed) -> Vec<Uncounted> {
        let names: BTreeSet<&str> = filed.under.iter().map(|(_, name)| name.as_str()).collect();
        let missing = names.into_iter().filter_map(|name| {
            let NotFound(problem) = register::find(self, name).err()?;
            Some((name, problem.message))
        });
        let missing: BTreeMap<&str, Text> = missing.collect();
        let of = |(entry, name): &(u64, String)| {
            let Text { ja, en } = missing.get(name.as_str())?;
            let why = text!("その契約が案件にありません（{ja}）", "its contract is in no matter ({en})");
            Some(Uncounted { entry: *entry, why })
        };
        filed.under.iter().filter_map(of).collect()
    }

    /// Reads the trust file that `fugi.yaml` names.
    fn trust(&self, evidence: &Path) -> Result<Option<(Vec<u8>, TrustFile)>, Text> {
        let Some(named) = &self.ward.trust_file else { return Ok(None) };
        let path = self.root().join(named.value.as_str());
        let shown = one_line(named.value.as_str()).into_owned();
        let failed = |what: Text| {
            let Text { ja, en } = what;
            text!(
                "fugi.yaml の trust_file（{shown}）: {ja}。証跡とは別の道で受け取った信頼ファイルの場所を書いてください",
                "`trust_file` of fugi.yaml ({shown}): {en}; name the trust file that you received by another way"
            )
        };
        let unreadable = |error: io::Error| {
            let Text { ja, en } = why_unread(&error);
            text!("読めません（{ja}）", "cannot be read ({en})")
        };
        // A link may lead into the evidence, where whoever writes there would say whom to trust.
        let real = path.canonicalize().map_err(|error| failed(unreadable(error)))?;
        if evidence.canonicalize().is_ok_and(|evidence| real.starts_with(evidence)) {
            return Err(failed(text!("証跡のフォルダの中にあります", "it lies inside the evidence folder")));
        }
        if !real.is_file() {
            return Err(failed(text!("ファイルではありません", "it is not a file")));
        }
        let mut bytes = Vec::new();
        let read =
            fs::File::open(&real).and_then(|file| file.take(LARGEST_TRUST + 1).read_to_end(&mut bytes));
        read.map_err(|error| failed(unreadable(error)))?;
        if bytes.len() as u64 > LARGEST_TRUST {
            return Err(failed(text!(
                "{LARGEST_TRUST} バイトを超えています",
                "it is larger than {LARGEST_TRUST} bytes"
            )));
        }
        let trust = TrustFile::parse(&bytes).map_err(|wrong| failed(wrong.text()))?;
        Ok(Some((bytes, trust)))
    }
}

/// Where a judgement is kept, and over what it was made.
struct Kept {
    folder: PathBuf,
    of: String,
}

/// A kept judgement. It names the moment at which its own file was made: one that was written elsewhere and brought
/// here, by git or in an archive, counts for nothing.
#[derive(Deserialize, Serialize)]
struct Judgement {
    of: String,
    made: u128,
    size: u64,
    nothing: Option<[String; 2]>,
    refused: BTreeMap<u64, [String; 2]>,
    by_ward: BTreeSet<u64>,
    revoked: BTreeSet<u64>,
    others: u64,
    newest: Option<u64>,
}

fn made(file: &fs::File) -> io::Result<u128> {
    let since = file.metadata()?.created()?.duration_since(SystemTime::UNIX_EPOCH);
    Ok(since.map_err(io::Error::other)?.as_nanos())
}

impl Kept {
    /// Returns what was kept; nothing where it was made over something else, or is not whole.
    fn read(&self) -> Option<Counted> {
        let path = self.folder.join(JUDGED);
        if !fs::symlink_metadata(&path).ok()?.is_file() {
            return None;
        }
        let file = fs::File::open(path).ok()?;
        let made = made(&file).ok()?;
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
        let judgement: Judgement = serde_json::from_slice(&bytes).ok()?;
        if judgement.of != self.of || judgement.made != made {
            return None;
        }
        let text = |[ja, en]: [String; 2]| Text { ja, en };
        Some(Counted {
            size: judgement.size,
            nothing: judgement.nothing.map(text),
            refused: judgement.refused.into_iter().map(|(entry, why)| (entry, text(why))).collect(),
            by_ward: judgement.by_ward,
            revoked: judgement.revoked,
            others: judgement.others,
            newest: judgement.newest.map(Moment::from_seconds).transpose().ok()?,
        })
    }

    fn write(&self, counted: &Counted) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let ignored = self.folder.join(".gitignore");
        if !ignored.exists() {
            // What can be made again is nothing to commit.
            let _ = whole::create(&ignored, b"*\n", Access::Everyone);
        }
        let path = self.folder.join(JUDGED);
        let mut file = whole::beside(&path, b"", Access::Everyone)?;
        let text = |text: &Text| [text.ja.clone(), text.en.clone()];
        let judgement = Judgement {
            of: self.of.clone(),
            made: made(file.as_file())?,
            size: counted.size,
            nothing: counted.nothing.as_ref().map(text),
            refused: counted.refused.iter().map(|(entry, why)| (*entry, text(why))).collect(),
            by_ward: counted.by_ward.clone(),
            revoked: counted.revoked.clone(),
            others: counted.others,
            newest: counted.newest.map(Moment::seconds),
        };
        file.write_all(&serde_json::to_vec(&judgement)?)?;
        Ok(whole::publish(file, &path, true)?)
    }
}
