//! Writing files whole or not at all.

use crate::diagnostic::Text;
use crate::text;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Whoever may by default.
    Everyone,
    /// The owner only, where the system knows owners.
    Owner,
}

/// Writes a file that must not be there yet.
///
/// # Errors
///
/// A text that names the file and the reason; nothing is left half-written.
pub(crate) fn write_new(path: &Path, bytes: &[u8], access: Access) -> Result<(), Text> {
    let shown = path.display();
    let exists = || {
        text!(
            "{shown} はもうあります。書き換えません。別の名にしてください",
            "{shown} exists and is not overwritten; choose another name"
        )
    };
    if fs::symlink_metadata(path).is_ok() {
        return Err(exists());
    }
    let beside = temporary(path, bytes, access).map_err(|error| refused(path, &error))?;
    // A second name for the same file is given only where that name is free, which renaming does not promise.
    let linked = match fs::hard_link(&beside, path) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => fs::rename(&beside, path),
        result => result,
    };
    let _ = fs::remove_file(&beside);
    match linked {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(exists()),
        Err(error) => Err(refused(path, &error)),
    }
}

/// Writes a file in the place of one that is there.
///
/// # Errors
///
/// A text that names the file and the reason; the old file stays whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Text> {
    let beside = temporary(path, bytes, Access::Everyone).map_err(|error| refused(path, &error))?;
    fs::rename(&beside, path).map_err(|error| {
        let _ = fs::remove_file(&beside);
        refused(path, &error)
    })
}

/// Reads a file that is not larger than a limit.
///
/// # Errors
///
/// A text that names the file and the reason.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Text> {
    let shown = path.display();
    let about = fs::metadata(path).map_err(|error| refused(path, &error))?;
    if !about.is_file() {
        return Err(text!("{shown} はファイルではありません", "{shown} is not a file"));
    }
    if about.len() > limit {
        let size = about.len();
        return Err(text!(
            "{shown} は大きすぎます（{size}バイト、上限 {limit}バイト）",
            "{shown} is too large ({size} bytes, limit {limit})"
        ));
    }
    fs::read(path).map_err(|error| refused(path, &error))
}

/// Returns what is said where the system refused.
pub(crate) fn refused(path: &Path, error: &io::Error) -> Text {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => text!("{shown} がありません", "{shown} does not exist"),
        io::ErrorKind::PermissionDenied => {
            text!("{shown} を読み書きする権限がありません", "no permission for {shown}")
        }
        io::ErrorKind::StorageFull => text!(
            "{shown} に書けません。ディスクがいっぱいです。空きを作って、もう一度実行してください",
            "{shown} cannot be written: the disk is full; make room and run again"
        ),
        _ => text!("{shown} を読み書きできません（{error}）", "{shown}: {error}"),
    }
}

fn temporary(path: &Path, bytes: &[u8], access: Access) -> io::Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let _ = fs::remove_file(&beside);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if access == Access::Owner {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = access;
    let written = options.open(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    match written {
        Ok(()) => Ok(beside),
        Err(error) => {
            let _ = fs::remove_file(&beside);
            Err(error)
        }
    }
}
