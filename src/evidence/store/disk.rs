//! The disk as a store: a folder, and files that are never half there under their own name.

use super::{Durable, Guard, Listed, Name, Store};
use crate::evidence::format::digest::Digest;
use crate::whole::{self, Access, UNFINISHED, folder_of};
use std::fmt::Debug;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, UNIX_EPOCH};
use tempfile::{NamedTempFile, PersistError};
use walkdir::WalkDir;

/// The log as it will be, beside the one that is there.
const NEXT: &str = ".log-next";

/// The log as it was.
const BEFORE: &str = ".log-before";

/// How often a folder is made again that another writer removed between its making and its use.
const ATTEMPTS: usize = 32;

/// How long to wait before the lock is tried again.
const PAUSE: Duration = Duration::from_millis(10);

/// The system calls that change files, behind a seam: tests let each of them fail, and forget what was not synced.
/// Every function is one step: it happens or it does not, but for `create` and `beside`, which can leave a part of the
/// bytes behind. The functions work on the file system; a test replaces some of them.
///
/// # Errors
///
/// All functions return what the operating system says.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them")]
pub trait Calls: Debug + Send + Sync {
    /// Writes bytes beside where they belong, under a name that readers ignore.
    fn beside(&self, path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
        whole::beside(path, bytes, Access::Everyone)
    }

    /// Moves what was written beside to its place.
    fn publish(&self, file: NamedTempFile, path: &Path, replace: bool) -> Result<(), PersistError> {
        whole::publish(file, path, replace)
    }

    /// Removes what was written beside.
    fn discard(&self, file: NamedTempFile) {
        drop(file);
    }

    /// Writes a file that does not exist yet, in its place: only where nothing can be moved without replacing.
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
    }

    /// Syncs a file: waits until its bytes are on the disk.
    fn sync(&self, path: &Path) -> io::Result<()> {
        // Windows flushes only what is open for writing.
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    /// Syncs a folder: waits until the names in it are on the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    /// Gives a folder another name.
    fn rename_folder(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    /// Removes a folder that is empty.
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    /// Makes one folder.
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    /// Waits for the lock, at most so long.
    fn lock(&self, path: &Path, patience: Duration) -> io::Result<Guard> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Guard::holding(file)),
                // The lock spares work; what keeps writers apart is that a file is created once.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Guard::none());
                }
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if begun.elapsed() >= patience => {
                    return Err(io::ErrorKind::WouldBlock.into());
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            }
        }
    }
}

/// The file system as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Calls for Plain {}

/// Opens a plain file. Anything else is refused before it is opened: a pipe waits for whoever writes to it, a device
/// never ends, and a link leads out of the folder.
fn open_plain(path: &Path) -> io::Result<File> {
    let about = fs::symlink_metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::other("普通のファイルではありません / not a plain file"));
    }
    // A sparse file of terabytes would be read for hours.
    if about.len() > Digest::LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    File::open(path)
}

/// A folder on the disk.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
    calls: Arc<dyn Calls>,
}

impl Disk {
    /// Returns the store in a folder, which need not be there yet.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self::with_calls(root, Arc::new(Plain))
    }

    /// As [`Disk::new`], with other system calls.
    #[must_use]
    pub fn with_calls(root: &Path, calls: Arc<dyn Calls>) -> Self {
        Self { root: root.to_owned(), calls }
    }

    fn path(&self, name: &Name) -> PathBuf {
        self.root.join(name.to_string())
    }

    /// Makes the folder of a file, with its parents. Where `durable`, the name of a new folder is on the disk.
    fn make_folder_of(&self, path: &Path, durable: bool) -> io::Result<()> {
        let folder = folder_of(path);
        if folder.is_dir() {
            return Ok(());
        }
        self.make_folder_of(folder, durable)?;
        match self.calls.make_folder(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        if durable { self.calls.sync_folder(folder_of(folder)) } else { Ok(()) }
    }

    /// Writes bytes under a name that readers ignore, beside where they belong.
    fn write_beside(&self, path: &Path, bytes: &[u8], durable: Durable) -> io::Result<NamedTempFile> {
        self.make_folder_of(path, durable == Durable::Name)?;
        let mut written = self.calls.beside(path, bytes);
        for _ in 0..ATTEMPTS {
            // Another writer just removed the folder, which was empty.
            if written.as_ref().err().map(io::Error::kind) != Some(io::ErrorKind::NotFound) {
                break;
            }
            self.make_folder_of(path, durable == Durable::Name)?;
            written = self.calls.beside(path, bytes);
        }
        let file = written?;
        if durable != Durable::Nothing
            && let Err(error) = self.calls.sync(file.path())
        {
            self.calls.discard(file);
            return Err(error);
        }
        Ok(file)
    }

    fn create_at(&self, path: &Path, bytes: &[u8], durable: Durable) -> io::Result<bool> {
        if path.exists() {
            return Ok(false);
        }
        let file = self.write_beside(path, bytes, durable)?;
        let published = match self.calls.publish(file, path, false) {
            Ok(()) => Ok(()),
            Err(PersistError { error, file }) => {
                self.calls.discard(file);
                // A file system that can neither move without replacing nor give a second name (FAT, some network
                // shares): the file is created where it belongs.
                if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied) {
                    self.create_in_place(path, bytes, durable)
                } else {
                    Err(error)
                }
            }
        };
        match published {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            published => published?,
        }
        if durable == Durable::Name {
            self.calls.sync_folder(folder_of(path))?;
        }
        Ok(true)
    }

    fn create_in_place(&self, path: &Path, bytes: &[u8], durable: Durable) -> io::Result<()> {
        match self.calls.create(path, bytes) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            Err(error) => {
                let _ = self.calls.remove(path);
                return Err(error);
            }
            Ok(()) => {}
        }
        if durable == Durable::Nothing { Ok(()) } else { self.calls.sync(path) }
    }

    fn remove_stage(&self) -> io::Result<()> {
        for stale in [NEXT, BEFORE] {
            match fs::remove_dir_all(self.root.join(stale)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Store for Disk {
    fn place(&self, name: &Name) -> String {
        self.path(name).display().to_string()
    }

    fn whole(&self) -> String {
        self.root.display().to_string()
    }

    fn open(&self, name: &Name) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(open_plain(&self.path(name))?))
    }

    fn exists(&self, name: &Name) -> bool {
        self.path(name).exists()
    }

    fn list(&self, folder: &str, each: &mut dyn FnMut(&str, Listed)) -> io::Result<()> {
        let entries = match fs::read_dir(self.root.join(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            let kind = entry.file_type()?;
            let listed = if kind.is_dir() {
                Listed::Folder
            } else if kind.is_file() {
                Listed::Thing
            } else {
                Listed::Other
            };
            each(&name, listed);
        }
        Ok(())
    }

    fn create(&self, name: &Name, bytes: &[u8], durable: Durable) -> io::Result<bool> {
        self.create_at(&self.path(name), bytes, durable)
    }

    fn replace(&self, name: &Name, bytes: &[u8], durable: Durable) -> io::Result<()> {
        let path = self.path(name);
        if self.read(name, bytes.len()).is_ok_and(|there| there == bytes) {
            return Ok(());
        }
        let file = self.write_beside(&path, bytes, durable)?;
        if let Err(PersistError { error, file }) = self.calls.publish(file, &path, true) {
            self.calls.discard(file);
            return Err(error);
        }
        if durable == Durable::Name { self.calls.sync_folder(folder_of(&path)) } else { Ok(()) }
    }

    /// Without a lock that works, another writer may come between reading and moving. The copy of the head is then the
    /// older one until the next command; what was signed lies in the series, which is created once.
    fn swap_head(&self, seen: Option<&[u8]>, bytes: &[u8], durable: Durable) -> io::Result<bool> {
        let longest = bytes.len().max(seen.map_or(0, <[u8]>::len));
        let there = match self.read(&Name::Checkpoint, longest) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            there => Some(there?),
        };
        if there.as_deref() == Some(bytes) {
            return Ok(true);
        }
        if there.as_deref() != seen {
            return Ok(false);
        }
        self.replace(&Name::Checkpoint, bytes, durable)?;
        Ok(true)
    }

    fn is_kept_by_git(&self) -> bool {
        let whole = self.root.canonicalize();
        whole.is_ok_and(|whole| whole.ancestors().any(|folder| folder.join(".git").exists()))
    }

    fn settle(&self, name: &Name) -> io::Result<()> {
        let path = self.path(name);
        self.calls.sync(&path)?;
        self.calls.sync_folder(folder_of(&path))
    }

    fn remove(&self, name: &Name) -> io::Result<()> {
        match self.calls.remove(&self.path(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn remove_partials(&self, full: &Name) -> io::Result<()> {
        self.calls.remove_folder(&self.root.join(format!("{full}.p")))
    }

    fn sweep(&self, before: u64) -> io::Result<u64> {
        let mut swept = 0;
        for area in super::Area::ALL {
            for entry in WalkDir::new(self.root.join(area.folder())).into_iter().filter_map(Result::ok) {
                let left = entry.file_type().is_file()
                    && entry.file_name().to_string_lossy().starts_with(UNFINISHED);
                let modified = entry.metadata().ok().and_then(|about| about.modified().ok());
                let seconds = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                if left && seconds.is_some_and(|since| since.as_secs() < before) {
                    self.calls.remove(entry.path())?;
                    swept += 1;
                }
            }
        }
        Ok(swept)
    }

    fn prepare(&self) -> io::Result<()> {
        for name in ["log/leaf/000", "records/sha256/00"] {
            self.make_folder_of(&self.root.join(name), true)?;
        }
        Ok(())
    }

    fn lock(&self, patience: Duration) -> io::Result<Guard> {
        // Beside the log and not in it: Windows moves no folder in which a file is open.
        let path = self.root.join(".lock");
        self.make_folder_of(&path, true)?;
        self.calls.lock(&path, patience)
    }

    fn stage(&self, name: &Name, bytes: &[u8]) -> io::Result<()> {
        let name = name.to_string();
        let inside = name.strip_prefix("log/").unwrap_or(&name);
        self.create_at(&self.root.join(NEXT).join(inside), bytes, Durable::Name).map(drop)
    }

    fn unstage(&self) -> io::Result<()> {
        self.remove_stage()
    }

    fn exchange(&self) -> io::Result<()> {
        let log = self.root.join("log");
        self.calls.rename_folder(&log, &self.root.join(BEFORE))?;
        self.calls.rename_folder(&self.root.join(NEXT), &log)?;
        self.calls.sync_folder(&self.root)?;
        self.remove_stage()
    }

    fn recover(&self) -> io::Result<()> {
        let (log, next) = (self.root.join("log"), self.root.join(NEXT));
        if !log.exists() && next.exists() { self.calls.rename_folder(&next, &log) } else { Ok(()) }
    }
}
