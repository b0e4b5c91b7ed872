//! Completing the log: whatever follows from the entries is derived, signed and published. An append ends with it, and
//! every command that writes begins with it, so that an interrupted run is completed by the next one.

use super::Log;
use super::derive::Derivation;
use crate::evidence::error::Error;
use crate::evidence::format::checkpoint::{Checkpoint, Head};
use crate::evidence::format::ed25519::PrivateKey;
use crate::evidence::format::key::KeyId;
use crate::evidence::format::note;
use crate::evidence::format::note::VerifierKey;
use crate::evidence::format::register::{KeyEntry, Version};
use crate::evidence::format::tile::{WIDTH, width};
use crate::evidence::store::{Durable, Name, RECORD_LIMIT};

impl Log {
    /// Completes what an interrupted command left behind, and returns the number of entries under the latest head.
    ///
    /// # Errors
    ///
    /// [`Error::WrongKey`], [`Error::Revoked`], [`Error::Busy`], [`Error::Damaged`], [`Error::Io`].
    pub fn complete(&self, key: &PrivateKey) -> Result<u64, Error> {
        let _guard = self.lock()?;
        self.complete_locked(key)
    }

    pub(super) fn complete_locked(&self, key: &PrivateKey) -> Result<u64, Error> {
        loop {
            // What the new head will take the place of; another writer may be faster.
            let copy = self.store.find(&Name::Checkpoint, note::LIMIT)?;
            let signed = self.checkpoint()?;
            if !signed.is_signed_by(&VerifierKey::log(&self.origin, key.public())) {
                return Err(Error::WrongKey(self.origin.clone()));
            }
            let derived = self.derive(&signed.head)?;
            if derived.size > signed.head.size {
                self.in_force(key, &signed.head)?;
            }
            let published = self.publish(&derived, key, copy.as_deref())?;
            // A writer that raced past this one has its own head; the latest must win.
            if published && self.reader().count(derived.size) == derived.size {
                return Ok(derived.size);
            }
        }
    }

    /// Confirms that the register under a signed head has not revoked the log's key. Where that version cannot be read,
    /// `verify` tells of it.
    pub(super) fn in_force(&self, key: &PrivateKey, signed: &Head) -> Result<(), Error> {
        let Some(digest) = signed.register else { return Ok(()) };
        let name = Name::Record(digest);
        let Ok(bytes) = self.store.read(&name, RECORD_LIMIT as usize) else { return Ok(()) };
        let Ok(version) = Version::parse(&name.to_string(), &bytes) else { return Ok(()) };
        let id = KeyId::of(&key.public());
        match version.register.entry(&id) {
            Some(KeyEntry { until: Some(until), holder, .. }) => {
                Err(Error::Revoked { id, holder: holder.clone(), until: *until })
            }
            _ => Ok(()),
        }
    }

    /// Derives everything from the entries and returns the head to sign, which extends the signed one.
    fn derive(&self, signed: &Head) -> Result<Head, Error> {
        match self.extend(signed) {
            Ok(Some(head)) => Ok(head),
            // The files that follow are missing or torn: they are all made again.
            Ok(None) | Err(Error::Damaged(..) | Error::Malformed(..)) => {
                self.rebuild(signed, Durable::Nothing)
            }
            Err(error) => Err(error),
        }
    }

    /// Derives what is new since the signed head; nothing where the files do not lead to its root.
    fn extend(&self, signed: &Head) -> Result<Option<Head>, Error> {
        // The bundle before was perhaps not on the disk yet when the power failed, so it is looked at again.
        let bundle = (signed.size / WIDTH).saturating_sub(1);
        let mut derivation = Derivation::at_bundle(&*self.store, bundle)?;
        let size = self.reader().count(signed.size);
        let mut agrees = false;
        for index in bundle..=size / WIDTH {
            for entry in self.reader().bundle(index, width(0, index, size))? {
                agrees |= derivation.size() == signed.size && derivation.root() == signed.root;
                derivation.push(entry)?;
            }
        }
        agrees |= derivation.size() == signed.size && derivation.root() == signed.root;
        if !agrees {
            return Ok(None);
        }
        derivation.finish()?;
        self.restore_entries(size)?;
        // What stands before the first entry that was looked at again is what the signed head says.
        let register = derivation.register().or(signed.register);
        Ok(Some(Head { origin: self.origin.clone(), size, root: derivation.root(), register }))
    }

    /// Derives everything again, from the first entry on.
    pub(super) fn rebuild(&self, signed: &Head, durable: Durable) -> Result<Head, Error> {
        let size = self.reader().count(signed.size);
        let mut derivation = Derivation::new(&*self.store, durable);
        let mut agrees = signed.size == 0;
        for index in 0..size.div_ceil(WIDTH) {
            for entry in self.reader().bundle(index, width(0, index, size))? {
                derivation.push(entry)?;
                agrees |= derivation.size() == signed.size && derivation.root() == signed.root;
            }
        }
        if !agrees {
            return Err(self.damaged());
        }
        derivation.finish()?;
        self.restore_entries(size)?;
        let register = derivation.register();
        Ok(Head { origin: self.origin.clone(), size, root: derivation.root(), register })
    }

    /// Writes the files of single entries that were lost and that a bundle still had; the root has vouched for them.
    fn restore_entries(&self, size: u64) -> Result<(), Error> {
        for position in size - size % WIDTH..size {
            let name = Name::Leaf(position);
            if !self.store.exists(&name) {
                self.store.write_once(&name, &self.reader().entry(position)?, Durable::Name)?;
            }
        }
        Ok(())
    }

    /// Signs a head and makes it the latest, in place of the copy that was `seen`. Returns whether it is: not, where
    /// another writer was faster.
    fn publish(&self, head: &Head, key: &PrivateKey, seen: Option<&[u8]>) -> Result<bool, Error> {
        let name = Name::Head(head.size);
        let mut text = Checkpoint::sign(head.clone(), key).to_string();
        if !self.store.write_once(&name, text.as_bytes(), Durable::Bytes)? {
            match self.reader().checkpoint(&name) {
                // Ed25519 signs the same text in the same way, so a racing writer wrote the same head.
                Ok(Some(there)) if there.head == *head => {}
                Ok(Some(_)) => return Err(self.damaged()),
                // Cut off when the power failed before it was on the disk.
                _ => self.store.write_again(&name, text.as_bytes(), Durable::Bytes)?,
            }
        }
        if let Ok(Some(cosigned)) = self.reader().checkpoint(&Name::Cosigned(head.size))
            && cosigned.head == *head
        {
            text = cosigned.to_string();
        }
        if !self.store.write_head(seen, text.as_bytes(), Durable::Nothing)? {
            return Ok(false);
        }
        self.tidy(head.size)?;
        Ok(true)
    }

    /// Removes bundles and tiles that were not full and have been overtaken. Those of cosigned heads stay: other
    /// programs read them when they check such a head.
    fn tidy(&self, size: u64) -> Result<(), Error> {
        let mut kept: Vec<u64> = self
            .reader()
            .heads()?
            .into_iter()
            .filter_map(|(size, cosigned)| cosigned.then_some(size))
            .collect();
        kept.push(size);
        for level in 0..8 {
            let hashes = size >> (8 * level);
            if level > 0 && hashes == 0 {
                break;
            }
            let last = hashes / WIDTH;
            for index in last.saturating_sub(1)..=last {
                self.tidy_one(|width| Name::Tile { level, index, width }, level, index, &kept)?;
                if level == 0 {
                    self.tidy_one(|width| Name::Bundle { index, width }, level, index, &kept)?;
                }
            }
        }
        Ok(())
    }

    fn tidy_one(
        &self,
        name: impl Fn(u64) -> Name,
        level: u32,
        index: u64,
        kept: &[u64],
    ) -> Result<(), Error> {
        let full = name(WIDTH);
        let is_full = self.store.exists(&full);
        for there in self.store.widths(&full)? {
            let needed = kept.iter().any(|size| width(level, index, *size) == there);
            if is_full || !needed {
                self.store.removed(&name(there))?;
            }
        }
        if is_full {
            // It stays where another writer just put something into it. While there is no full one, somebody is about
            // to.
            let _ = self.store.remove_partials(&full);
        }
        Ok(())
    }
}
