//! A store in memory: evidence that came in one piece (an archive, a request), and proof that nothing above knows of
//! files.

use super::{Durable, Guard, Listed, Name, Store};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What is kept, by name.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    kept: Arc<Mutex<Kept>>,
    lock: Arc<(Mutex<bool>, Condvar)>,
}

#[derive(Debug, Default)]
struct Kept {
    things: BTreeMap<String, Arc<[u8]>>,
    staged: BTreeMap<String, Arc<[u8]>>,
}

impl Memory {
    /// Returns a store with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a store with the same in it, which then goes its own way.
    #[must_use]
    pub fn copy(&self) -> Self {
        let kept = Kept { things: self.kept().things.clone(), staged: BTreeMap::new() };
        Self { kept: Arc::new(Mutex::new(kept)), lock: Arc::default() }
    }

    /// Puts bytes under a path, whatever it is: what an archive holds.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        self.kept().things.insert(path.to_owned(), bytes.into());
    }

    /// Returns what lies under a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<Vec<u8>> {
        self.kept().things.get(path).map(|bytes| bytes.to_vec())
    }

    /// Removes what lies under a path, or everything in a folder of that path.
    pub fn take_away(&self, path: &str) {
        let inside = format!("{path}/");
        self.kept().things.retain(|name, _| name != path && !name.starts_with(&inside));
    }

    /// Returns all paths, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        self.kept().things.keys().cloned().collect()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // A writer that panicked left whole things behind: each is put there in one step.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bytes(&self, name: &Name) -> io::Result<Arc<[u8]>> {
        self.kept().things.get(&name.to_string()).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// Lets go of the lock.
#[derive(Debug)]
struct Held(Arc<(Mutex<bool>, Condvar)>);

impl Drop for Held {
    fn drop(&mut self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.0.1.notify_one();
    }
}

impl Store for Memory {
    fn place(&self, name: &Name) -> String {
        name.to_string()
    }

    fn whole(&self) -> String {
        "evidence".to_owned()
    }

    fn open(&self, name: &Name) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(io::Cursor::new(self.bytes(name)?)))
    }

    fn exists(&self, name: &Name) -> bool {
        self.bytes(name).is_ok()
    }

    fn list(&self, folder: &str, each: &mut dyn FnMut(&str, Listed)) -> io::Result<()> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut found = Vec::new();
        let mut before = None;
        let kept = self.kept();
        for path in kept.things.range(prefix.clone()..).map(|(path, _)| path) {
            let Some(rest) = path.strip_prefix(&prefix) else { break };
            match rest.split_once('/') {
                _ if rest.starts_with('.') => {}
                Some((inside, _)) if before == Some(inside) => {}
                Some((inside, _)) => {
                    before = Some(inside);
                    found.push((inside.to_owned(), Listed::Folder));
                }
                None => found.push((rest.to_owned(), Listed::Thing)),
            }
        }
        drop(kept);
        found.iter().for_each(|(name, listed)| each(name, *listed));
        Ok(())
    }

    fn create(&self, name: &Name, bytes: &[u8], _: Durable) -> io::Result<bool> {
        let mut kept = self.kept();
        let free = !kept.things.contains_key(&name.to_string());
        if free {
            kept.things.insert(name.to_string(), bytes.into());
        }
        Ok(free)
    }

    fn replace(&self, name: &Name, bytes: &[u8], _: Durable) -> io::Result<()> {
        self.put(&name.to_string(), bytes);
        Ok(())
    }

    fn swap_head(&self, seen: Option<&[u8]>, bytes: &[u8], _: Durable) -> io::Result<bool> {
        let mut kept = self.kept();
        let name = Name::Checkpoint.to_string();
        let there = kept.things.get(&name).map(AsRef::as_ref);
        let swapped = there == seen || there == Some(bytes);
        if swapped {
            kept.things.insert(name, bytes.into());
        }
        Ok(swapped)
    }

    fn settle(&self, name: &Name) -> io::Result<()> {
        self.bytes(name).map(drop)
    }

    fn remove(&self, name: &Name) -> io::Result<()> {
        self.kept().things.remove(&name.to_string());
        Ok(())
    }

    fn remove_partials(&self, _: &Name) -> io::Result<()> {
        // What has nothing in it is not there.
        Ok(())
    }

    fn sweep(&self, _: u64) -> io::Result<u64> {
        // Everything is put in its place in one step, so that no writer leaves anything behind.
        Ok(0)
    }

    fn prepare(&self) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, patience: Duration) -> io::Result<Guard> {
        let (held, free) = &*self.lock;
        let until = Instant::now() + patience;
        let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
        while *held {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            held = free.wait_timeout(held, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        *held = true;
        drop(held);
        Ok(Guard::holding(Held(Arc::clone(&self.lock))))
    }

    fn stage(&self, name: &Name, bytes: &[u8]) -> io::Result<()> {
        self.kept().staged.insert(name.to_string(), bytes.into());
        Ok(())
    }

    fn unstage(&self) -> io::Result<()> {
        self.kept().staged.clear();
        Ok(())
    }

    fn exchange(&self) -> io::Result<()> {
        let mut kept = self.kept();
        let staged = std::mem::take(&mut kept.staged);
        kept.things.retain(|name, _| !name.starts_with("log/"));
        kept.things.extend(staged);
        Ok(())
    }

    fn recover(&self) -> io::Result<()> {
        Ok(())
    }
}
