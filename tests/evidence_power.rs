//! The power fails before what was not synced is on the disk, after every call of an append. The next command recovers,
//! and what was acknowledged is there.

use crate::support;

use fugi::evidence::error::Error;
use fugi::evidence::log::Log;
use fugi::evidence::store::Disk;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use support::evidence::Evidence;
use support::faults::{Call, Fault, Faulty, add, recovers, stride};

/// What a disk holds after the power failed.
#[derive(Clone, Copy, Debug)]
enum Survives {
    /// Only what was synced: names by their folder, bytes by their file.
    Synced,
    /// All names, but of the bytes only what was synced: the files are empty.
    Names,
}

/// A disk with a cache: what was called, and what of it is safe.
#[derive(Default)]
struct Model {
    bytes: Vec<(Vec<u8>, Vec<u8>)>,
    live: BTreeMap<PathBuf, usize>,
    safe: BTreeMap<PathBuf, usize>,
    live_folders: BTreeSet<PathBuf>,
    safe_folders: BTreeSet<PathBuf>,
}

impl Model {
    fn of(root: &Path) -> Self {
        let mut model = Self::default();
        for entry in walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok) {
            let path = entry.path().to_owned();
            if entry.file_type().is_dir() {
                model.live_folders.insert(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                model.live.insert(path, model.bytes.len());
                model.bytes.push((bytes.clone(), bytes));
            }
        }
        model.safe = model.live.clone();
        model.safe_folders = model.live_folders.clone();
        model
    }

    fn call(&mut self, call: &Call) {
        match call {
            Call::Beside(path, bytes) | Call::Create(path, bytes) => {
                self.live.insert(path.clone(), self.bytes.len());
                self.bytes.push((bytes.clone(), Vec::new()));
            }
            Call::Sync(path) => {
                let (cached, safe) = &mut self.bytes[self.live[path]];
                safe.clone_from(cached);
            }
            Call::SyncFolder(folder) => {
                let inside = |path: &Path| path.parent() == Some(folder);
                self.safe.retain(|path, _| !inside(path));
                self.safe
                    .extend(self.live.iter().filter(|(path, _)| inside(path)).map(|(p, n)| (p.clone(), *n)));
                self.safe_folders.retain(|path| !inside(path));
                self.safe_folders.extend(self.live_folders.iter().filter(|path| inside(path)).cloned());
            }
            // Where something stands there already, it stays beside until it is discarded.
            Call::Publish(_, to, false) if self.live.contains_key(to) => {}
            Call::Publish(from, to, _) => {
                let file = self.live.remove(from).unwrap();
                self.live.insert(to.clone(), file);
            }
            Call::RenameFolder(..) => panic!("an append renames no folder"),
            Call::Remove(path) => drop(self.live.remove(path)),
            Call::RemoveFolder(path) => {
                if !self.live.keys().any(|file| file.starts_with(path)) {
                    self.live_folders.remove(path);
                }
            }
            Call::MakeFolder(path) => drop(self.live_folders.insert(path.clone())),
        }
    }

    fn write(&self, from: &Path, to: &Path, survives: Survives) {
        let (names, folders) = match survives {
            Survives::Names => (&self.live, &self.live_folders),
            Survives::Synced => (&self.safe, &self.safe_folders),
        };
        let reached = |path: &Path| {
            path.ancestors()
                .skip(1)
                .take_while(|above| above.starts_with(from))
                .all(|above| folders.contains(above))
        };
        for folder in folders.iter().filter(|folder| reached(folder)) {
            fs::create_dir_all(to.join(folder.strip_prefix(from).unwrap())).unwrap();
        }
        for (path, file) in names.iter().filter(|(path, _)| reached(path)) {
            fs::write(to.join(path.strip_prefix(from).unwrap()), &self.bytes[*file].1).unwrap();
        }
    }
}

#[test]
fn the_power_fails_after_every_call() {
    let base = Evidence::new().with_five();
    let evidence = base.copy();
    let recorder = Faulty::new(usize::MAX, Fault::Kill);
    let mut model = Model::of(&evidence.root());
    let log = Log::open_in(Arc::new(Disk::with_calls(&evidence.root(), recorder.clone()))).unwrap();
    let mut acknowledged = Vec::new();
    for n in [9, 20] {
        add(&log, n).unwrap();
        acknowledged.push((recorder.done.lock().unwrap().len(), n));
    }
    let calls = recorder.done.lock().unwrap().clone();
    for (at, call) in (1..).zip(&calls) {
        model.call(call);
        if at % stride(4) != 0 && at != calls.len() {
            continue;
        }
        for survives in [Survives::Synced, Survives::Names] {
            let after = Evidence::new();
            fs::remove_dir_all(after.root()).unwrap();
            fs::create_dir_all(after.root()).unwrap();
            model.write(&evidence.root(), &after.root(), survives);
            let mut latest = 9;
            for (when, n) in &acknowledged {
                if *when <= at {
                    let again = add(&after.open(), *n);
                    let there = matches!(again, Err(Error::AlreadyLogged { .. }));
                    assert!(
                        there,
                        "{survives:?} after call {at}: {n} was acknowledged and is lost: {again:?}"
                    );
                    latest = *n + 1;
                }
            }
            recovers(&after, latest, false, &format!("{survives:?} after call {at}: {call:?}"));
        }
    }
}
