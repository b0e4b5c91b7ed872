//! Which templates a run uses: those of `--template-dir`, else of the workspace's `templates/`, by the names of
//! their files; what is in neither is built in.

use crate::diagnostic::{Text, unreadable, why_unread};
use crate::render;
use crate::render::docx::Reference;
use crate::render::templates::{BUILT_IN, Templates};
use crate::text;
use crate::workspace;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of a workspace in which it keeps templates of its own.
pub(crate) const FOLDER: &str = "templates";

/// The largest template that is read, in bytes: some hundred times the built-in ones.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The largest Word file that lends its looks, in bytes.
const LARGEST_REFERENCE: u64 = 64 * 1024 * 1024;

/// Reads the templates of a run.
///
/// # Errors
///
/// Says which template cannot be used, why, and how it is fixed.
pub(in crate::cli) fn load(named: Option<&Path>, root: &Path) -> Result<Templates, Text> {
    let folder = named.map_or_else(|| root.join(FOLDER), Path::to_path_buf);
    let own = match read(&folder) {
        Ok(own) => own,
        // A workspace needs none of its own.
        Err(Unread::Folder(error)) if named.is_none() && error.kind() == io::ErrorKind::NotFound => {
            BTreeMap::new()
        }
        Err(unread) => return Err(unread.told(&folder)),
    };
    if named.is_some() && !BUILT_IN.iter().any(|built_in| own.contains_key(built_in.file)) {
        let (folder, known) = (folder.display(), names());
        return Err(text!(
            "{folder} にひな形がありません。名は {known} のどれかです（`fugi template export` で書き出せます）",
            "{folder} holds no template; its name is one of {known} (`fugi template export` writes them)"
        ));
    }
    Templates::with(own).map_err(|error| wrong(&error))
}

/// Returns whether a run uses templates that are not built in; one that cannot be read counts.
pub(in crate::cli) fn are_own(named: Option<&Path>, root: &Path) -> bool {
    let folder = named.map_or_else(|| root.join(FOLDER), Path::to_path_buf);
    match read(&folder) {
        Ok(own) => !own.is_empty(),
        Err(Unread::Folder(error)) => error.kind() != io::ErrorKind::NotFound,
        Err(_) => true,
    }
}

/// Reads a ward's own Word file.
pub(super) fn reference(path: &Path) -> Result<Reference, Text> {
    let shown = path.display();
    if fs::metadata(path).is_ok_and(|own| !own.is_file() || own.len() > LARGEST_REFERENCE) {
        return Err(text!(
            "{shown} は、Word のファイルではないか、大きすぎます（64MBまで）",
            "{shown} is no file of Word, or larger than 64 MB"
        ));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(&shown, &error))?;
    Reference::read(&bytes).map_err(|reason| {
        let (ja, en) = (reason.ja, reason.en);
        text!("{shown} の体裁は使えません: {ja}", "the looks of {shown} cannot be used: {en}")
    })
}

/// Returns the names of all templates, for a message.
fn names() -> String {
    BUILT_IN.iter().map(|built_in| built_in.file).collect::<Vec<_>>().join(", ")
}

/// Why templates could not be read.
enum Unread {
    Folder(io::Error),
    File(String, io::Error),
    /// A link that leads out of the folder.
    Outside(String),
    TooLarge(String),
}

impl Unread {
    fn told(&self, folder: &Path) -> Text {
        let folder = folder.display();
        match self {
            Self::Folder(error) if error.kind() == io::ErrorKind::NotFound => {
                text!(
                    "ひな形のフォルダ {folder} がありません",
                    "the folder of templates {folder} does not exist"
                )
            }
            Self::Folder(error) => {
                let Text { ja, en } = why_unread(error);
                text!(
                    "ひな形のフォルダ {folder} を読めません（{ja}）",
                    "the folder of templates {folder} cannot be read ({en})"
                )
            }
            Self::File(file, error) if error.kind() == io::ErrorKind::InvalidData => text!(
                "ひな形 {folder}/{file} が UTF-8 ではありません。UTF-8 で保存し直してください",
                "the template {folder}/{file} is not UTF-8; save it as UTF-8"
            ),
            Self::File(file, error) => {
                let Text { ja, en } = why_unread(error);
                text!(
                    "ひな形 {folder}/{file} を読めません（{ja}）",
                    "the template {folder}/{file} cannot be read ({en})"
                )
            }
            Self::Outside(file) => text!(
                "ひな形 {folder}/{file} は、フォルダの外を指すリンクです。ファイルそのものを置いてください",
                "the template {folder}/{file} is a link that leads out of the folder; put the file itself there"
            ),
            Self::TooLarge(file) => text!(
                "ひな形 {folder}/{file} が大きすぎます（4 MB まで）",
                "the template {folder}/{file} is too large (4 MB at most)"
            ),
        }
    }
}

/// Returns the texts of a folder whose names end as a template's does, by name; folders in it are not looked at.
fn read(folder: &Path) -> Result<BTreeMap<String, String>, Unread> {
    let ending = |name: &str| name.rsplit_once('.').map(|(_, ending)| ending.to_owned());
    let mut own = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(Unread::Folder)? {
        let entry = entry.map_err(Unread::Folder)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_template = BUILT_IN.iter().any(|built_in| ending(built_in.file) == ending(&name));
        let Ok(data) = fs::metadata(entry.path()) else { continue };
        if !is_template || !data.is_file() {
            continue;
        }
        let inside = |path: PathBuf| -> io::Result<bool> {
            Ok(path.canonicalize()?.starts_with(folder.canonicalize()?))
        };
        match inside(entry.path()) {
            Ok(true) => {}
            Ok(false) => return Err(Unread::Outside(name)),
            Err(error) => return Err(Unread::File(name, error)),
        }
        if data.len() > LARGEST {
            return Err(Unread::TooLarge(name));
        }
        let text = fs::read_to_string(entry.path()).map_err(|error| Unread::File(name.clone(), error))?;
        own.insert(name, text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n"));
    }
    Ok(own)
}

/// Says what is wrong with a template, its place and its line, and how it is fixed.
pub(crate) fn wrong(error: &render::Error) -> Text {
    workspace::render::Error::from(error.clone()).text()
}
