//! Writing files: whole or not at all. A crash, a full disk or a file that is open elsewhere leaves what stood
//! there before.

use crate::diagnostic::Text;
use crate::text;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells the unfinished files of one run apart.
static UNFINISHED: AtomicU64 = AtomicU64::new(0);

/// Writes a file in the place of an older one, and the folders above it: the old file stays until the new one
/// is complete.
///
/// # Errors
///
/// Says which path, why, and what to do; the old file is as it was.
pub(crate) fn replace(path: &Path, contents: &[u8]) -> Result<(), Text> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| no_folder(folder, &error))?;
    let count = UNFINISHED.fetch_add(1, Ordering::Relaxed);
    let unfinished = folder.join(format!(".fugi-{}-{count}.tmp", std::process::id()));
    let written = File::create(&unfinished)
        .and_then(|mut file| file.write_all(contents).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|error| {
        // What is left of it is of no use; the error of the writing is the one to tell.
        let _ = fs::remove_file(&unfinished);
        unwritten(path, &error)
    })
}

/// Writes a file that must not be there yet, and the folders above it.
///
/// # Errors
///
/// Says which path and why; an existing file is never overwritten.
pub(crate) fn create(path: &Path, contents: &str) -> Result<(), Text> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| no_folder(folder, &error))?;
    }
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let path = path.display();
            return Err(text!(
                "{path} はもうあります。書き換えません。別の名にしてください",
                "{path} exists and is not overwritten; choose another name"
            ));
        }
        Err(error) => return Err(unwritten(path, &error)),
    };
    file.write_all(contents.as_bytes()).map_err(|error| {
        // Half a file would stand in the way of the next try.
        let _ = fs::remove_file(path);
        unwritten(path, &error)
    })
}

fn no_folder(folder: &Path, error: &io::Error) -> Text {
    let folder = folder.display();
    let (ja, en) = reason(error);
    text!("フォルダ {folder} を作れません: {ja}", "the folder {folder} cannot be made: {en}")
}

fn unwritten(path: &Path, error: &io::Error) -> Text {
    let path = path.display();
    let (ja, en) = reason(error);
    text!(
        "{path} に書けません: {ja}（前からあるファイルはそのままです）",
        "{path} cannot be written: {en} (a file that was there is unchanged)"
    )
}

/// Returns why, and what to do, in both languages.
fn reason(error: &io::Error) -> (String, String) {
    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows, which std gives no kind of their own.
    if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
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
        io::ErrorKind::ReadOnlyFilesystem => (
            "書き込みのできない場所です。--out などで別のフォルダを指定してください",
            "the place is read-only; name another folder, for example with --out",
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => (
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
            "ファイルの名が長すぎるか、使えない文字があります。名を短くしてください",
            "the file's name is too long or holds a character that is not allowed; shorten it",
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
