//! Files that are there whole or not at all: written beside their place, under a name that readers ignore, and then
//! moved there in one step. A crash, a full disk or a file that is open elsewhere leaves what stood there before.

use crate::diagnostic::is_held_elsewhere;
use crate::source::is_device_name;
use std::borrow::Cow;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;
use tempfile::{Builder, NamedTempFile, PersistError};

/// What the name of a file begins with that is not finished, or that an interrupted run left behind.
pub const UNFINISHED: &str = ".new-";

/// How long Windows is asked again, in milliseconds: a second in all. Whatever looks at each new file (virus scanners,
/// search, backup, synchronised folders) has it open for a moment, and Windows replaces no file that is open.
const PAUSES: [u64; 7] = [10, 20, 40, 80, 160, 320, 370];

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whoever may by default.
    Everyone,
    /// The owner only, where the system knows owners.
    Owner,
}

/// Writes bytes under a name of its own beside where they belong. Dropping the file removes it.
///
/// # Errors
///
/// What the operating system says; nothing is left behind. [`io::ErrorKind::InvalidFilename`] of a name that Windows
/// takes for a device: there the bytes would be gone.
pub fn beside(path: &Path, bytes: &[u8], access: Access) -> io::Result<NamedTempFile> {
    if path.file_name().is_some_and(|name| is_device_name(&name.to_string_lossy())) {
        return Err(io::ErrorKind::InvalidFilename.into());
    }
    let mut builder = Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    if access == Access::Everyone {
        use std::os::unix::fs::PermissionsExt as _;
        // What the user's mask takes away is taken away, as for any other new file.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = access;
    let mut file = builder.tempfile_in(long(folder_of(path)))?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Returns a folder as Windows takes it whatever its length: `\\?\C:\…`. Elsewhere, and where a drive knows no such
/// names, as it is.
fn long(folder: &Path) -> Cow<'_, Path> {
    let real = if cfg!(windows) { folder.canonicalize().ok() } else { None };
    real.map_or(Cow::Borrowed(folder), Cow::Owned)
}

/// Moves a file that was written [`beside`] to its place: where it may `replace`, in place of what stands there.
///
/// # Errors
///
/// What the operating system says, with the file. [`io::ErrorKind::AlreadyExists`] where it may not replace and
/// something stands there.
pub fn publish(file: NamedTempFile, path: &Path, replace: bool) -> Result<(), PersistError> {
    let path: Cow<'_, Path> = match path.file_name() {
        Some(name) if cfg!(windows) => Cow::Owned(long(folder_of(path)).join(name)),
        _ => Cow::Borrowed(path),
    };
    let move_to = |file: NamedTempFile| {
        if replace { file.persist(&path).map(drop) } else { file.persist_noclobber(&path).map(drop) }
    };
    if replace && is_read_only(&path) {
        return Err(PersistError { error: io::ErrorKind::PermissionDenied.into(), file });
    }
    let mut moved = move_to(file);
    for pause in PAUSES {
        match moved {
            Err(PersistError { error, file }) if passes(&error, &path) => {
                std::thread::sleep(Duration::from_millis(pause));
                moved = move_to(file);
            }
            _ => break,
        }
    }
    moved
}

/// Returns whether what Windows refused may be possible in a moment: it says of a file that is open elsewhere that
/// access is denied, as it does of a folder or a read-only file in the way.
fn passes(error: &io::Error, path: &Path) -> bool {
    let is_denied = error.kind() == io::ErrorKind::PermissionDenied;
    cfg!(windows) && (is_held_elsewhere(error) || is_denied) && !path.is_dir() && !is_read_only(path)
}

/// Returns whether Windows keeps a file from being written and replaced because it is marked as read-only. On other
/// systems a file is replaced by the rights of its folder.
#[must_use]
pub fn is_read_only(path: &Path) -> bool {
    cfg!(windows) && path.metadata().is_ok_and(|about| about.permissions().readonly())
}

/// Writes a file in the place of what stands there. Its bytes are on the disk before it takes that place.
///
/// # Errors
///
/// What the operating system says; what stood there is as it was.
pub fn replace(path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    let file = beside(path, bytes, access)?;
    file.as_file().sync_all()?;
    Ok(publish(file, path, true)?)
}

/// Writes a file that must not be there yet.
///
/// # Errors
///
/// [`io::ErrorKind::AlreadyExists`] where something stands there, else what the operating system says.
pub fn create(path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    let file = beside(path, bytes, access)?;
    file.as_file().sync_all()?;
    Ok(publish(file, path, false)?)
}

/// Returns the folder of a file; that of a bare name is the one at hand.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_is_there_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("資料.html");
        create(&path, b"one", Access::Everyone).unwrap();
        assert_eq!(create(&path, b"two", Access::Everyone).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        replace(&path, b"two", Access::Everyone).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert!(replace(folder.path(), b"x", Access::Everyone).is_err());
        let device = replace(&folder.path().join("nul.docx"), b"x", Access::Everyone).unwrap_err();
        assert_eq!(device.kind(), io::ErrorKind::InvalidFilename);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_as_readable_as_any_other_new_one_unless_it_is_the_owners() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
        fs::write(folder.path().join("plain"), "").unwrap();
        create(&folder.path().join("all"), b"", Access::Everyone).unwrap();
        create(&folder.path().join("own"), b"", Access::Owner).unwrap();
        assert_eq!(mode("all"), mode("plain"));
        assert_eq!(mode("own"), 0o600);
    }
}
