//! Files that are there whole or not at all: written beside their place, under a name that readers ignore, and then
//! moved there in one step. A crash, a full disk or a file that is open elsewhere leaves what stood there before.

use std::io::{self, Write as _};
use std::path::Path;
use tempfile::{Builder, NamedTempFile, PersistError};

/// What the name of a file begins with that is not finished, or that an interrupted run left behind.
pub const UNFINISHED: &str = ".new-";

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
/// What the operating system says; nothing is left behind.
pub fn beside(path: &Path, bytes: &[u8], access: Access) -> io::Result<NamedTempFile> {
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
    let mut file = builder.tempfile_in(folder_of(path))?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Moves a file that was written [`beside`] to its place: where it may `replace`, in place of what stands there.
///
/// # Errors
///
/// What the operating system says, with the file. [`io::ErrorKind::AlreadyExists`] where it may not replace and
/// something stands there.
pub fn publish(file: NamedTempFile, path: &Path, replace: bool) -> Result<(), PersistError> {
    if replace { file.persist(path).map(drop) } else { file.persist_noclobber(path).map(drop) }
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
