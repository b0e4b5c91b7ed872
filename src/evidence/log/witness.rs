//! Witnesses (C2SP tlog-witness): somebody outside the section that keeps the log remembers its size and root, and
//! cosigns only what extends them. Request and answer are the bodies of `add-checkpoint`, carried as files.

use super::Log;
use crate::diagnostic::Text;
use crate::evidence::error::Error;
use crate::evidence::format::checkpoint::{Checkpoint, Head};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::ed25519::PrivateKey;
use crate::evidence::format::malformed::{Malformed, hash, lines_of, number, to_base64};
use crate::evidence::format::moment::Moment;
use crate::evidence::format::note::{LIMIT, Signature, VerifierKey};
use crate::evidence::format::policy::Policy;
use crate::evidence::format::proof::{LONGEST, extends};
use crate::evidence::format::receipt;
use crate::evidence::format::tree::empty_root;
use crate::evidence::store::{Disk, Durable, Name, PATIENCE, Store};
use crate::text;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// What a log asks of a witness: to cosign a checkpoint that extends the one it saw last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The size that the witness saw last.
    pub old: u64,
    /// The proof that the checkpoint extends it.
    pub path: Vec<Digest>,
    /// What is to be cosigned.
    pub checkpoint: Checkpoint,
}

impl Request {
    /// Reads the body of a request.
    ///
    /// # Errors
    ///
    /// [`Malformed`] where it is not in the format.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let all = lines_of(bytes, receipt::LIMIT)?;
        let Some((front, checkpoint)) = all.split_once("\n\n") else {
            return Err(Malformed::whole(text!("チェックポイントがありません", "there is no checkpoint")));
        };
        let mut lines = front.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(number);
        let old = old.ok_or_else(|| {
            Malformed::at(1, text!("「old 件数」を読めません", "`old SIZE` cannot be read"))
        })?;
        let path: Vec<Digest> = (2..)
            .zip(lines)
            .map(|(line, text)| {
                hash(text).ok_or_else(|| {
                    Malformed::at(line, text!("ハッシュを読めません", "a hash cannot be read"))
                })
            })
            .collect::<Result<_, _>>()?;
        if path.len() > LONGEST {
            return Err(Malformed::whole(text!("証明が長すぎます", "the proof is too long")));
        }
        Ok(Self { old, path, checkpoint: Checkpoint::parse(checkpoint.as_bytes())? })
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.path {
            writeln!(f, "{}", to_base64(hash.bytes()))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

/// Why a witness does not cosign.
#[derive(Debug)]
pub enum Refusal {
    /// The request cannot be read (400).
    Malformed(Malformed),
    /// The old size is larger than the new one (400).
    Shrunk,
    /// There is nothing to see yet (400).
    Empty,
    /// The witness does not know the log (404).
    UnknownLog(String),
    /// No trusted key of the log signed the checkpoint (403).
    Unsigned(String),
    /// The witness has seen nothing of the log, and was not asked by name to begin (403).
    NotBegun(String),
    /// The witness was asked to begin, and has seen the log before (403).
    Begun(Head),
    /// The register that the witness saw last is named no more (422).
    RegisterGone(Digest),
    /// The witness saw another size last (409).
    Conflict {
        /// What it saw.
        seen: u64,
        /// What the request begins from.
        old: u64,
    },
    /// The checkpoint does not extend what the witness saw: rewritten or forked (422).
    Contradicts {
        /// What it saw.
        seen: Head,
        /// The size of the checkpoint.
        size: u64,
    },
    /// The state of the witness cannot be read or written.
    State(Error),
}

impl Refusal {
    /// Returns the status code that the protocol gives it; 500 where the state failed.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) | Self::Shrunk | Self::Empty => 400,
            Self::Unsigned(_) | Self::NotBegun(_) | Self::Begun(_) => 403,
            Self::UnknownLog(_) => 404,
            Self::Conflict { .. } => 409,
            Self::Contradicts { .. } | Self::RegisterGone(_) => 422,
            Self::State(_) => 500,
        }
    }

    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Malformed(wrong) => {
                let wrong = wrong.text();
                let (ja, en) = (wrong.ja, wrong.en);
                text!("依頼を読めません: {ja}", "the request cannot be read: {en}")
            }
            Self::Shrunk => text!(
                "依頼の old が、チェックポイントより大きくなっています",
                "the old size is larger than the checkpoint"
            ),
            Self::Empty => text!(
                "記録が1件もありません。立会の署名は、最初の記録を登載してから求めてください（0件への署名は、後で履歴を丸ごと作り直されても合ってしまいます）",
                "there is no entry yet; ask once the first record is logged (a signature over nothing fits any history)"
            ),
            Self::NotBegun(origin) => text!(
                "この控えには、ログ「{origin}」を見た記録がありません。初めての立会なら `--first {origin}` を付けてください。前に署名したことがあるなら、控え（--state）の場所が違うか、失われています。署名せず、控えを戻してください",
                "this state has never seen the log `{origin}`; for the very first signature add `--first {origin}`. If you signed before, the state (--state) is another one or was lost: do not sign, restore it"
            ),
            Self::Begun(seen) => {
                let (origin, size) = (&seen.origin, seen.size);
                text!(
                    "ログ「{origin}」は、もう {size} 件まで見ています。--first は初めての署名だけに付けます。外して、もう一度実行してください",
                    "`{origin}` was seen up to {size} entries already; --first belongs to the very first signature only: leave it out"
                )
            }
            Self::RegisterGone(register) => text!(
                "前に見たチェックポイントにあった鍵の登録簿（sha256:{register}）が、この依頼にありません。登録簿が隠されています。署名せず、担当課と鍵の管理者に問い合わせてください",
                "the key register that was seen before (sha256:{register}) is not in this request: do not sign, ask the section and the holders of the root keys"
            ),
            Self::UnknownLog(origin) => text!(
                "ログ「{origin}」は信頼ファイルにありません",
                "the log `{origin}` is not in the trust file"
            ),
            Self::Unsigned(origin) => text!(
                "ログ「{origin}」の信頼する鍵の署名がありません。署名しません",
                "no trusted key of `{origin}` signed it; it is not cosigned"
            ),
            Self::Conflict { seen, old } => text!(
                "この立会人が最後に見たのは {seen} 件です（依頼は {old} 件から）。`fugi log witness request --old {seen}` で依頼を作り直してください",
                "this witness saw {seen} entries last (the request begins at {old}); make it again with `fugi log witness request --old {seen}`"
            ),
            Self::Contradicts { seen, size } => {
                let (known, root) = (seen.size, to_base64(seen.root.bytes()));
                text!(
                    "{size} 件のチェックポイントは、前に見た {known} 件（根 {root}）の続きではありません。履歴が書き換えられたか、枝分かれしています。署名せず、この依頼を保全して担当課に問い合わせてください",
                    "the checkpoint of {size} entries does not extend the {known} seen before (root {root}): the history was rewritten or forked; do not sign, keep this request, and ask the section"
                )
            }
            Self::State(error) => error.text(),
        }
    }
}

/// What a witness remembers of each log, in a folder of its own, outside the ward's.
#[derive(Clone, Debug)]
pub struct Witness {
    store: Arc<dyn Store>,
    name: String,
    /// The log that may be cosigned though nothing of it was seen.
    first: Option<String>,
}

impl Witness {
    /// Opens the folder of a witness, which signs under a name. The folder is made with the first cosignature.
    #[must_use]
    pub fn open(folder: &Path, name: &str) -> Self {
        Self::in_store(Arc::new(Disk::new(folder)), name)
    }

    /// As [`Witness::open`], in any store.
    #[must_use]
    pub fn in_store(store: Arc<dyn Store>, name: &str) -> Self {
        Self { store, name: name.to_owned(), first: None }
    }

    /// Lets the witness begin with a log, which it is asked by name. Otherwise nothing is cosigned of which nothing was
    /// seen: a state that was lost, or a folder that was mistyped, would make a witness sign any history.
    #[must_use]
    pub fn beginning_with(mut self, origin: &str) -> Self {
        self.first = Some(origin.to_owned());
        self
    }

    /// Returns what the witness saw last of a log; the tree without entries, where it saw nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] or [`Error::Malformed`]: a state that cannot be read is never taken for none.
    pub fn seen(&self, origin: &str) -> Result<Head, Error> {
        let nothing = Head { origin: origin.to_owned(), size: 0, root: empty_root(), register: None };
        Ok(self.remembered(origin)?.unwrap_or(nothing))
    }

    fn remembered(&self, origin: &str) -> Result<Option<Head>, Error> {
        let name = Name::Seen(origin.to_owned());
        let Some(bytes) = self.store.find(&name, 4096)? else { return Ok(None) };
        let state = parse_state(&bytes, origin);
        state.map(Some).map_err(|wrong| Error::Malformed(self.store.place(&name), wrong))
    }

    /// Checks a request, remembers its checkpoint, and only then cosigns it. Returns the body of the answer.
    ///
    /// # Errors
    ///
    /// [`Refusal`]; then nothing is remembered and nothing is signed.
    pub fn cosign(
        &self,
        body: &[u8],
        policy: &Policy,
        key: &PrivateKey,
        now: Moment,
    ) -> Result<String, Refusal> {
        let request = Request::parse(body).map_err(Refusal::Malformed)?;
        let head = &request.checkpoint.head;
        let known: Vec<&VerifierKey> = policy.logs().iter().filter(|log| log.name == head.origin).collect();
        if known.is_empty() {
            return Err(Refusal::UnknownLog(head.origin.clone()));
        }
        let claims = |key: &VerifierKey| request.checkpoint.signatures().iter().any(|line| line.claims(key));
        let holds = |key: &&VerifierKey| request.checkpoint.is_signed_by(key);
        if !known.iter().any(holds) || known.iter().any(|key| claims(key) && !holds(key)) {
            return Err(Refusal::Unsigned(head.origin.clone()));
        }
        if request.old > head.size {
            return Err(Refusal::Shrunk);
        }
        if head.size == 0 {
            return Err(Refusal::Empty);
        }
        let may_begin = self.first.as_ref() == Some(&head.origin);
        if !may_begin && self.remembered(&head.origin).map_err(Refusal::State)?.is_none() {
            // Before the folder is made: a path that was mistyped leaves nothing behind.
            return Err(Refusal::NotBegun(head.origin.clone()));
        }
        let _guard = self.store.locked(PATIENCE).map_err(Refusal::State)?;
        let seen = self.remembered(&head.origin).map_err(Refusal::State)?;
        if let (Some(seen), Some(_)) = (&seen, &self.first) {
            return Err(Refusal::Begun(seen.clone()));
        }
        let nothing = Head { origin: head.origin.clone(), size: 0, root: empty_root(), register: None };
        let seen = seen.unwrap_or(nothing);
        if seen.size != request.old {
            return Err(Refusal::Conflict { seen: seen.size, old: request.old });
        }
        if !extends(&request.path, seen.size, &seen.root, head.size, &head.root) {
            return Err(Refusal::Contradicts { seen, size: head.size });
        }
        if let (Some(register), None) = (seen.register, head.register) {
            return Err(Refusal::RegisterGone(register));
        }
        let state = head.to_string();
        self.store
            .write_again(&Name::Seen(head.origin.clone()), state.as_bytes(), Durable::Name)
            .map_err(Refusal::State)?;
        Ok(format!("{}\n", request.checkpoint.cosign(&self.name, key, now)))
    }
}

fn parse_state(bytes: &[u8], origin: &str) -> Result<Head, Malformed> {
    let lines: Vec<&str> = lines_of(bytes, 4096)?.lines().collect();
    let wrong = || Malformed::whole(text!("立会人の控えを読めません", "the witness's state cannot be read"));
    // The text of the head that was cosigned, without its signatures.
    match Head::parse(&mut lines.into_iter()) {
        Ok(head) if head.origin == origin => Ok(head),
        _ => Err(wrong()),
    }
}

impl Log {
    /// Makes the request for a witness that saw the log at `old` entries.
    ///
    /// # Errors
    ///
    /// [`Error::NoEntry`] where the log is smaller; what keeps a tile from being read.
    pub fn request(&self, old: u64) -> Result<Request, Error> {
        let checkpoint = self.checkpoint()?;
        let size = checkpoint.head.size;
        if old > size {
            return Err(Error::NoEntry { position: old, size });
        }
        Ok(Request { old, path: self.consistency(old, size)?, checkpoint })
    }

    /// Returns the size of the largest head that a witness has cosigned; 0 where there is none.
    ///
    /// # Errors
    ///
    /// What keeps the heads from being read.
    pub fn cosigned_size(&self, witness: &VerifierKey) -> Result<u64, Error> {
        for (size, cosigned) in self.reader().heads()?.into_iter().rev() {
            // A signature over nothing says nothing.
            let head =
                if cosigned && size > 0 { self.reader().checkpoint(&Name::Cosigned(size))? } else { None };
            if head.is_some_and(|head| matches!(head.cosigned_by(witness), Ok(Some(_)))) {
                return Ok(size);
            }
        }
        Ok(0)
    }

    /// Takes a witness's answer, which came in the file `name`: verifies each line against the policy and keeps it with the head that it cosigns.
    /// Returns the size of that head and the names of the witnesses.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] where the answer cannot be read; [`Error::Unfit`] where no line is by a witness of the
    /// policy over a head of this log.
    pub fn accept(&self, name: &str, answer: &[u8], policy: &Policy) -> Result<(u64, Vec<String>), Error> {
        let malformed = |wrong| Error::Malformed(name.to_owned(), wrong);
        let lines: Vec<Signature> = lines_of(answer, LIMIT)
            .map_err(malformed)?
            .lines()
            .map(Signature::parse)
            .collect::<Result<_, _>>()
            .map_err(malformed)?;
        let _guard = self.lock()?;
        for (size, cosigned) in self.reader().heads()?.into_iter().rev() {
            if cosigned {
                continue;
            }
            let Some(head) = self.reader().checkpoint(&Name::Head(size))? else { continue };
            let mut names = Vec::new();
            let name = Name::Cosigned(size);
            let mut kept = self.reader().checkpoint(&name)?.unwrap_or_else(|| head.clone());
            for line in &lines {
                let mut alone = head.clone();
                alone.add(line.clone());
                for witness in policy.witnesses().iter().filter(|witness| line.claims(&witness.key)) {
                    if matches!(alone.cosigned_by(&witness.key), Ok(Some(_))) {
                        names.push(witness.name.clone());
                        kept.add(line.clone());
                    }
                }
            }
            if !names.is_empty() {
                let text = kept.to_string();
                self.store.write_again(&name, text.as_bytes(), Durable::Name)?;
                let copy = self.store.find(&Name::Checkpoint, LIMIT)?;
                if self.checkpoint()?.head.size == size {
                    // Where another writer was faster, a larger head has taken its place.
                    self.store.write_head(copy.as_deref(), text.as_bytes(), Durable::Bytes)?;
                }
                return Ok((size, names));
            }
        }
        Err(Error::Unfit(text!(
            "この回答に、信頼ファイルの立会人がこのログのチェックポイントに付けた署名はありません",
            "no line of the answer is a cosignature by a witness of the trust file over a head of this log"
        )))
    }
}
