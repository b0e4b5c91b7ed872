//! Reading and writing the files of an evidence folder: nothing is ever half there under its own name.

use super::storage::{Guard, Storage};
use crate::evidence::error::Error;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The largest record, in bytes.
pub const RECORD_LIMIT: u64 = 1024 * 1024;

/// The largest attachment, in bytes.
pub const BLOB_LIMIT: u64 = 1024 * 1024 * 1024;

/// What nearly every record is shorter than, in bytes.
const USUAL: usize = 8 * 1024;

/// How long a command waits for another one to finish.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Opens a plain file. Anything else is refused before it is opened: a pipe waits for whoever writes to it, a device never
/// ends, and a link leads out of the folder.
///
/// # Errors
///
/// What the operating system says, or that it is no plain file.
pub fn open(path: &Path) -> io::Result<File> {
    if !std::fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::other("普通のファイルではありません / not a plain file"));
    }
    File::open(path)
}

/// Reads a file of at most `limit` bytes; one byte more where it is larger, so that every reader notices.
///
/// # Errors
///
/// What the operating system says.
pub fn read(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    // Room for nearly every file of a log, so that it is read at once.
    let mut bytes = Vec::with_capacity(limit.min(USUAL) + 1);
    open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What must be on the disk before a function returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::evidence) enum Durable {
    /// The bytes and the name.
    Name,
    /// The bytes; the name can be made again.
    Bytes,
    /// Nothing: the whole file can be made again.
    Nothing,
}

/// An evidence folder that can be written.
#[derive(Clone, Debug)]
pub(in crate::evidence) struct Files {
    pub(in crate::evidence) root: PathBuf,
    pub(in crate::evidence) storage: Arc<dyn Storage>,
    pub(in crate::evidence) patience: Duration,
}

/// How often a folder is made again that another writer removed between its making and its use.
const ATTEMPTS: usize = 32;

impl Files {
    pub(in crate::evidence) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Waits for the lock of the log.
    pub(in crate::evidence) fn lock(&self) -> Result<Guard, Error> {
        let path = self.path("log/.lock");
        self.storage.lock(&path, self.patience).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => Error::Busy(path, self.patience.as_secs()),
            _ => Error::Io(path, error),
        })
    }

    /// Makes the folder of a file, with its parents. Where `durable`, the name of a new folder is on the disk.
    pub(in crate::evidence) fn make_folder_of(&self, path: &Path, durable: bool) -> Result<(), Error> {
        let Some(folder) = folder_of(path) else { return Ok(()) };
        if folder.is_dir() {
            return Ok(());
        }
        self.make_folder_of(folder, durable)?;
        match self.storage.make_folder(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(Error::Io(folder.to_owned(), error));
            }
            _ => {}
        }
        if durable { self.sync_folder_of(folder) } else { Ok(()) }
    }

    fn sync_folder_of(&self, path: &Path) -> Result<(), Error> {
        let Some(folder) = folder_of(path) else { return Ok(()) };
        self.storage.sync_folder(folder).map_err(|error| Error::Io(folder.to_owned(), error))
    }

    /// Writes bytes under a name that readers ignore, beside where they belong.
    fn write_aside(&self, path: &Path, bytes: &[u8], durable: Durable) -> Result<PathBuf, Error> {
        self.make_folder_of(path, durable == Durable::Name)?;
        let aside = path.with_file_name(temporary_name());
        let mut written = self.storage.create(&aside, bytes);
        for _ in 0..ATTEMPTS {
            // Another writer just removed the folder, which was empty.
            if written.as_ref().err().map(io::Error::kind) != Some(io::ErrorKind::NotFound) {
                break;
            }
            self.make_folder_of(path, durable == Durable::Name)?;
            written = self.storage.create(&aside, bytes);
        }
        let written = written.and_then(|()| match durable {
            Durable::Nothing => Ok(()),
            Durable::Bytes | Durable::Name => self.storage.sync(&aside),
        });
        written.map_err(|error| {
            let _ = self.storage.remove(&aside);
            Error::Io(path.to_owned(), error)
        })?;
        Ok(aside)
    }

    /// Writes a file whole, and only if there is none of its name. Returns whether it was written.
    pub(in crate::evidence) fn create(
        &self,
        name: &str,
        bytes: &[u8],
        durable: Durable,
    ) -> Result<bool, Error> {
        let path = self.path(name);
        if path.exists() {
            return Ok(false);
        }
        let aside = self.write_aside(&path, bytes, durable)?;
        let linked = match self.storage.link(&aside, &path) {
            // A file system without second names (FAT, some network shares): the file is created where it belongs.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied) =>
            {
                self.create_in_place(&path, bytes, durable)
            }
            linked => linked,
        };
        let _ = self.storage.remove(&aside);
        match linked {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(Error::Io(path, error)),
            Ok(()) => {
                if durable == Durable::Name {
                    self.sync_folder_of(&path)?;
                }
                Ok(true)
            }
        }
    }

    fn create_in_place(&self, path: &Path, bytes: &[u8], durable: Durable) -> io::Result<()> {
        let written = self.storage.create(path, bytes);
        match written {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            Err(error) => {
                let _ = self.storage.remove(path);
                return Err(error);
            }
            Ok(()) => {}
        }
        if durable == Durable::Nothing { Ok(()) } else { self.storage.sync(path) }
    }

    /// Writes a file whole, in place of what stands there, unless that is the same already.
    pub(in crate::evidence) fn replace(
        &self,
        name: &str,
        bytes: &[u8],
        durable: Durable,
    ) -> Result<(), Error> {
        let path = self.path(name);
        if read(&path, bytes.len()).is_ok_and(|there| there == bytes) {
            return Ok(());
        }
        let aside = self.write_aside(&path, bytes, durable)?;
        self.storage.rename(&aside, &path).map_err(|error| {
            let _ = self.storage.remove(&aside);
            Error::Io(path.clone(), error)
        })?;
        if durable == Durable::Name { self.sync_folder_of(&path) } else { Ok(()) }
    }

    /// Waits until a file that is there, and its name, are on the disk.
    pub(in crate::evidence) fn settle(&self, name: &str) -> Result<(), Error> {
        let path = self.path(name);
        self.storage.sync(&path).map_err(|error| Error::Io(path.clone(), error))?;
        self.sync_folder_of(&path)
    }

    /// Removes a file, if it is there.
    pub(in crate::evidence) fn remove(&self, name: &str) -> Result<(), Error> {
        let path = self.path(name);
        match self.storage.remove(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::Io(path, error)),
            _ => Ok(()),
        }
    }
}

/// Returns a name that no reader looks at, different for each call of each process.
fn temporary_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut random = [0; 8];
    // Without random bytes, process and count still tell writers on one machine apart.
    let _ = getrandom::fill(&mut random);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!(".new-{}-{count}-{:016x}", std::process::id(), u64::from_be_bytes(random))
}

/// Returns the names in a folder, sorted, without those that begin with a dot; nothing where there is no folder.
///
/// # Errors
///
/// What the operating system says.
pub(in crate::evidence) fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(names),
        entries => entries.map_err(|error| Error::Io(folder.to_owned(), error))?,
    };
    for entry in entries {
        let entry = entry.map_err(|error| Error::Io(folder.to_owned(), error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Returns the folder of a file; that of a bare name is the one at hand.
fn folder_of(path: &Path) -> Option<&Path> {
    path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}
