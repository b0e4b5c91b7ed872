//! Reading files, and writing them whole or not at all, with what a clerk is told where that fails.

use crate::diagnostic::{Text, is_held_elsewhere, why_unread};
use crate::source::is_device_name;
use crate::text;
use crate::whole::{self, Access};
use std::fs;
use std::io;
use std::path::Path;

/// Writes a file in the place of an older one, and the folders above it: the old file stays until the new one
/// is complete.
///
/// # Errors
///
/// Says which path, why, and what to do; the old file is as it was.
pub(crate) fn replace(path: &Path, contents: &[u8]) -> Result<(), Text> {
    make_folder_of(path)?;
    whole::replace(path, contents, Access::Everyone).map_err(|error| unwritten(path, &error))
}

/// Writes a file that must not be there yet, and the folders above it.
///
/// # Errors
///
/// As [`write_new`].
pub(crate) fn create(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), Text> {
    make_folder_of(path)?;
    write_new(path, contents.as_ref(), Access::Everyone)
}

/// Writes a file that must not be there yet, in a folder that is there.
///
/// # Errors
///
/// Says which path and why; an existing file is never overwritten, and nothing is left half-written.
pub(crate) fn write_new(path: &Path, contents: &[u8], access: Access) -> Result<(), Text> {
    let exists = || {
        let path = path.display();
        text!(
            "{path} はもうあります。書き換えません。別の名にしてください",
            "{path} exists and is not overwritten; choose another name"
        )
    };
    let is_device = path.file_name().is_some_and(|name| is_device_name(&name.to_string_lossy()));
    if !is_device && fs::symlink_metadata(path).is_ok() {
        return Err(exists());
    }
    whole::create(path, contents, access).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(),
        _ => unwritten(path, &error),
    })
}

fn make_folder_of(path: &Path) -> Result<(), Text> {
    let folder = whole::folder_of(path);
    fs::create_dir_all(folder).map_err(|error| no_folder(folder, &error))
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
        io::ErrorKind::FileTooLarge => text!(
            "{shown} に書けません。ファイルの大きさの上限を超えました（`ulimit -f` か、ファイルシステムの上限）。上限を上げて、もう一度実行してください",
            "{shown} cannot be written: it is larger than is allowed (`ulimit -f`, or the file system's limit); raise the limit and run again"
        ),
        io::ErrorKind::StorageFull => text!(
            "{shown} に書けません。ディスクがいっぱいです。空きを作って、もう一度実行してください",
            "{shown} cannot be written: the disk is full; make room and run again"
        ),
        _ => {
            let Text { ja, en } = why_unread(error);
            text!("{shown} を読み書きできません（{ja}）", "{shown} cannot be read or written ({en})")
        }
    }
}

fn no_folder(folder: &Path, error: &io::Error) -> Text {
    let folder = folder.display();
    let (ja, en) = reason(error);
    text!("フォルダ {folder} を作れません: {ja}", "the folder {folder} cannot be made: {en}")
}

fn unwritten(path: &Path, error: &io::Error) -> Text {
    // Windows says of a folder or a read-only file in the way that there is no permission.
    let is_denied = error.kind() == io::ErrorKind::PermissionDenied;
    let (ja, en) = match is_denied {
        true if path.is_dir() => reason(&io::ErrorKind::IsADirectory.into()),
        true if whole::is_read_only(path) => (
            "読み取り専用のファイルがあります。プロパティで「読み取り専用」を外すか、別の名にしてください"
                .to_owned(),
            "a read-only file stands there; take that mark away in its properties, or choose another name"
                .to_owned(),
        ),
        _ => reason(error),
    };
    let path = path.display();
    text!(
        "{path} に書けません: {ja}（前からあるファイルはそのままです）",
        "{path} cannot be written: {en} (a file that was there is unchanged)"
    )
}

/// Returns why, and what to do, in both languages.
fn reason(error: &io::Error) -> (String, String) {
    if is_held_elsewhere(error) {
        return (
            "他のプログラムがファイルを開いています。閉じてから、もう一度実行してください".to_owned(),
            "another program has the file open; close it and run this again".to_owned(),
        );
    }
    let (ja, en) = match error.kind() {
        io::ErrorKind::PermissionDenied => (
            "書く権限がありません。フォルダの権限と、他のプログラムで開いていないかを確かめてください",
            "no permission; check the folder's permissions and whether the file is open elsewhere",
        ),
        io::ErrorKind::NotFound => {
            ("フォルダがありません。フォルダを先に作ってください", "there is no such folder; make it first")
        }
        io::ErrorKind::ReadOnlyFilesystem => (
            "書き込みのできない場所です。--out などで別のフォルダを指定してください",
            "the place is read-only; name another folder, for example with --out",
        ),
        io::ErrorKind::FileTooLarge => (
            "ファイルの大きさの上限を超えました（`ulimit -f` か、ファイルシステムの上限）。上限を上げるか、別の場所を指定してください",
            "the file is larger than is allowed (`ulimit -f`, or the file system's limit); raise the limit or name another place",
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            "空き容量がありません。空きを作るか、別の場所を指定してください",
            "no space is left; make room or name another place",
        ),
        io::ErrorKind::IsADirectory => (
            "同じ名のフォルダがあります。名を変えるか、別のフォルダを指定してください",
            "there is a folder of that name; rename it or name another folder",
        ),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => (
            "途中の名がフォルダではなくファイルです。別のフォルダを指定してください",
            "a part of the path is a file, not a folder; name another folder",
        ),
        io::ErrorKind::InvalidFilename => (
            "ファイルの名が長すぎるか、使えない文字があるか、Windows の機器の名（con、nul など）です。別の名にしてください",
            "the file's name is too long, holds a character that is not allowed, or is a device of Windows (con, nul); choose another",
        ),
        _ => return (error.to_string(), error.to_string()),
    };
    (ja.to_owned(), en.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("深い/所/資料.html");
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_in_the_way_is_named_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("資料");
        fs::create_dir(&path).unwrap();
        let said = replace(&path, b"one").unwrap_err();
        assert!(said.ja.contains("同じ名のフォルダ"), "{}", said.ja);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

        let file = folder.path().join("一");
        fs::write(&file, "old").unwrap();
        let said = replace(&file.join("資料.html"), b"one").unwrap_err();
        assert!(said.ja.contains("フォルダではなくファイル"), "{}", said.ja);
        assert_eq!(fs::read(&file).unwrap(), b"old");

        let said = replace(&folder.path().join("長".repeat(200)), b"one").unwrap_err();
        assert!(said.ja.contains("長すぎる"), "{}", said.ja);
        assert!(create(&file, "new").unwrap_err().ja.contains("もうあります"));
        assert_eq!(fs::read(&file).unwrap(), b"old");
    }
}
