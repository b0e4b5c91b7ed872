//! The system calls that change files, behind a seam: tests let each of them fail, and forget what was not synced.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// Holds a lock until it is dropped; nothing where the file system has no locks.
#[derive(Debug)]
pub struct Guard {
    _file: Option<File>,
}

impl Guard {
    /// Returns a guard that guards nothing.
    #[must_use]
    pub fn none() -> Self {
        Self { _file: None }
    }
}

/// What changes files and folders. Every function is one step: it happens or it does not, but for `create`, which can
/// leave a part of the bytes behind. The functions work on the file system; a test replaces some of them.
///
/// # Errors
///
/// All functions return what the operating system says.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them")]
pub trait Storage: Debug + Send + Sync {
    /// Writes a file that does not exist yet.
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
    }

    /// Waits until the bytes of a file are on the disk.
    fn sync(&self, path: &Path) -> io::Result<()> {
        // Windows flushes only what is open for writing.
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    /// Gives a file a second name, which must not exist yet.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    /// Gives a file another name, in place of whatever had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
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
                Ok(()) => return Ok(Guard { _file: Some(file) }),
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

/// The file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Storage for Disk {}

/// How long to wait before the lock is tried again.
const PAUSE: Duration = Duration::from_millis(10);
