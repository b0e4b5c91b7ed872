//! Appending to the log: record and attachments first, then the file of the entry, then what follows from it.

use super::{Log, Logged, Submission};
use crate::evidence::error::Error;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::ed25519::PrivateKey;
use crate::evidence::format::leaf::{Leaf, is_kind};
use crate::evidence::format::moment::Moment;
use crate::evidence::format::tile::WIDTH;
use crate::evidence::store::{BLOB_LIMIT, Durable, Name, RECORD_LIMIT};
use crate::text;
use std::collections::BTreeSet;

/// How far a clock may stand behind the last entry, in seconds: the clocks of two machines on one share differ a little.
const SKEW: u64 = 120;

impl Log {
    /// Logs one record. See the head of this file for the order of things.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyLogged`], [`Error::ClockWentBack`], [`Error::TooLarge`], [`Error::Unfit`], [`Error::WrongKey`],
    /// [`Error::Revoked`], [`Error::Exported`], [`Error::Busy`], [`Error::Damaged`], [`Error::Io`]. Whatever was begun is
    /// completed by the next command.
    pub fn append(
        &self,
        key: &PrivateKey,
        submission: &Submission<'_>,
        now: Moment,
    ) -> Result<Logged, Error> {
        let mut logged = self.append_all(key, std::slice::from_ref(submission), now)?;
        logged.pop().ok_or_else(|| self.damaged())
    }

    /// Logs several records under one new head.
    ///
    /// # Errors
    ///
    /// As [`Log::append`].
    pub fn append_all(
        &self,
        key: &PrivateKey,
        submissions: &[Submission<'_>],
        now: Moment,
    ) -> Result<Vec<Logged>, Error> {
        let mut given = BTreeSet::new();
        for submission in submissions {
            check(submission)?;
            if !given.insert(Digest::of(submission.record)) {
                return Err(Error::Unfit(text!(
                    "同じ記録が2回渡されました",
                    "the same record was given twice"
                )));
            }
        }
        let _guard = self.lock()?;
        // What an interrupted run left behind is completed first, so that nothing new hides it.
        let mut size = self.complete_locked(key)?;
        self.in_force(key, &self.checkpoint()?.head)?;
        let mut logged = Vec::new();
        let mut refused = None;
        for submission in submissions {
            match self.sequence(submission, size, now) {
                Ok(one) => {
                    size = one.position + 1;
                    logged.push(one);
                }
                Err(error) => {
                    refused = Some(error);
                    break;
                }
            }
        }
        // What stands before a record that was refused is in the log already, so it is signed.
        let completed = self.complete_locked(key);
        match refused {
            Some(error) => Err(error),
            None => completed.map(|_| logged),
        }
    }

    /// Writes record and entry; the entry takes the next number from `size` on that is free.
    fn sequence(&self, submission: &Submission<'_>, size: u64, now: Moment) -> Result<Logged, Error> {
        for attachment in submission.attachments {
            self.keep(&Name::Blob(Digest::of(attachment)), attachment)?;
        }
        let record = Digest::of(submission.record);
        if !self.keep(&Name::Record(record), submission.record)?
            && let Some(position) = self.find(&record)?
        {
            return Err(Error::AlreadyLogged { record, position });
        }
        let mut position = size;
        loop {
            let at = self.time(position, now)?;
            let leaf = Leaf { record, kind: submission.kind.to_owned(), logged: at }.to_string();
            let name = Name::Leaf(position);
            let created = self.store.write_once(&name, leaf.as_bytes(), Durable::Name)?;
            if !created {
                position += 1;
                continue;
            }
            // Another writer may have packed this number away in the meantime; then the bundle has the last word.
            match self.reader().full_bundle(position / WIDTH)? {
                Some(_) if self.reader().entry(position)? != leaf.as_bytes() => {
                    self.store.removed(&name)?;
                    position = self.reader().count(position);
                }
                _ => return Ok(Logged { position, record, at }),
            }
        }
    }

    /// Returns the time to log under: now, and never before the entry that stands before.
    fn time(&self, position: u64, now: Moment) -> Result<Moment, Error> {
        let Some(before) = position.checked_sub(1) else { return Ok(now) };
        let last = self.reader().leaf(before)?.logged;
        if now >= last {
            Ok(now)
        } else if last.seconds() - now.seconds() <= SKEW {
            Ok(last)
        } else {
            Err(Error::ClockWentBack { last, now })
        }
    }

    /// Writes a file named by its content, and waits until it is on the disk. Returns whether it is new.
    fn keep(&self, name: &Name, bytes: &[u8]) -> Result<bool, Error> {
        if self.store.write_once(name, bytes, Durable::Name)? {
            return Ok(true);
        }
        if self.store.find(name, bytes.len())?.is_some_and(|there| there != bytes) {
            return Err(Error::Damaged(
                self.store.place(name),
                text!("名前（ダイジェスト）と中身が合いません", "the content does not match its name"),
            ));
        }
        self.store.settled(name)?;
        Ok(false)
    }
}

fn check(submission: &Submission<'_>) -> Result<(), Error> {
    if submission.record.len() as u64 > RECORD_LIMIT {
        return Err(Error::TooLarge(RECORD_LIMIT));
    }
    if submission.attachments.iter().any(|bytes| bytes.len() as u64 > BLOB_LIMIT) {
        return Err(Error::TooLarge(BLOB_LIMIT));
    }
    if !is_kind(submission.kind) {
        let kind = submission.kind;
        return Err(Error::Unfit(text!(
            "記録の種類「{kind}」が URI ではありません",
            "the type `{kind}` of the record is no URI"
        )));
    }
    Ok(())
}
