//! What lies under `policies/` and is read by nothing. A matter in the wrong place must not look like one that was
//! checked.

use super::reader::{Files, Reader, Refusal, is_yaml};
use super::{Error, Workspace, encoding};
use crate::diagnostic::Diagnostic;
use crate::model::era;
use crate::model::schema::SCHEMAS;
use crate::source::{Sources, shown};
use crate::spelling;
use crate::text;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How much of a file is looked at to tell what it is, in bytes.
const BEGINNING: u64 = 64 * 1024;

/// How many of our keys make a file one of ours: one may stand in any note.
const KEYS: usize = 2;

/// How many folders deep a folder that is not read is looked through for YAML.
const DEPTH: usize = 8;

/// What is read by nothing.
#[derive(Debug)]
pub struct Strays {
    /// The files that [`problems`](Self::problems) are about.
    pub sources: Sources,
    /// Folders, and files that look like YAML, each with where it belongs.
    pub problems: Vec<Diagnostic>,
    /// Other files, relative to the workspace: notes, sheets.
    pub others: Vec<PathBuf>,
}

impl Workspace {
    /// Returns what is read by nothing in the folders of some years that are looked at as a whole and in what holds for
    /// every year; right in `policies/` too, where everything is looked at. Of `parts`, the years of which only some
    /// matters are looked at, and where no year is looked at as a whole: only folders that stand where a file would be
    /// read with each matter.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] where a folder cannot be listed.
    pub fn strays(&self, years: &[&str], parts: &[&str], everything: bool) -> Result<Strays, Error> {
        let mut look =
            Look { reader: Reader::new(&self.files, Sources::default()), others: Vec::new(), keys: None };
        let top = Path::new("policies");
        if everything {
            look.folder(top, &|name| name == "common" || era::fiscal_year_of_folder(name).is_some())?;
        }
        if everything || !years.is_empty() {
            look.folder(&top.join("common"), &|_| false)?;
        } else {
            look.blocked(&top.join("common"))?;
        }
        for year in years {
            look.year(&top.join(year))?;
        }
        for year in parts {
            look.blocked(&top.join(year).join("forms"))?;
        }
        let Reader { sources, problems, .. } = look.reader;
        Ok(Strays { sources, problems, others: look.others })
    }
}

struct Look<'f> {
    reader: Reader<'f>,
    others: Vec<PathBuf>,
    /// The keys at the top of our files; made once a file has to be looked into.
    keys: Option<BTreeSet<String>>,
}

impl Look<'_> {
    fn files(&self) -> &Files {
        self.reader.files
    }

    fn year(&mut self, folder: &Path) -> Result<(), Error> {
        self.folder(folder, &|name| name == "forms")?;
        self.folder(&folder.join("forms"), &|_| false)
    }

    /// Returns what stands in a folder, and whether each is a folder.
    fn entries(&self, folder: &Path) -> Result<Vec<(PathBuf, bool)>, Error> {
        match self.files().entries(folder) {
            Ok(below) => Ok(below),
            // That it is missing is told where it is read.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(Error::Unreadable(self.files().root.join(folder), error)),
        }
    }

    /// Looks for folders that stand where a file would be read.
    fn blocked(&mut self, folder: &Path) -> Result<(), Error> {
        for (path, is_folder) in self.entries(folder)? {
            if is_folder && is_yaml(&path) {
                self.stray_folder(&path);
            }
        }
        Ok(())
    }

    /// Looks at what stands in a folder; folders below it that are read have their turn elsewhere.
    fn folder(&mut self, folder: &Path, is_read: &dyn Fn(&str) -> bool) -> Result<(), Error> {
        let below = self.entries(folder)?;
        let in_policies = folder == Path::new("policies");
        for (path, is_folder) in below {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if is_folder && is_read(&name) {
                continue;
            }
            if is_folder {
                // A folder of matters that is not named after a year is told of where years are read.
                let is_told = in_policies && self.files().yaml_files(&path).is_ok_and(|own| !own.is_empty());
                if !is_told || name.starts_with('.') {
                    self.stray_folder(&path);
                }
            } else if is_yaml(&path) && !in_policies {
                // Read.
            } else if self.is_ours(&path) {
                self.stray_file(&path, in_policies);
            } else {
                self.others.push(path);
            }
        }
        Ok(())
    }

    fn stray_folder(&mut self, folder: &Path) {
        let name = shown(folder);
        let count = self.count(folder, DEPTH);
        let message = if count == 0 {
            text!(
                "フォルダ {name} の中は読まれていません（検査されていません）",
                "nothing in the folder {name} is read, so nothing in it is checked"
            )
        } else {
            text!(
                "フォルダ {name} の中は読まれていません。YAML のようなファイルが {count} 件あり、検査されていません",
                "nothing in the folder {name} is read: {count} file(s) in it look like YAML and are not checked"
            )
        };
        let help = text!(
            "案件のファイルは年度のフォルダ（policies/r07 など）の直下に移し、ほかのものは policies の外に移してください",
            "move files of matters right into the folder of a year (policies/r07), and anything else out of policies"
        );
        self.reader.refuse(folder, Refusal { rule: "stray-folder", message, help });
    }

    /// Returns how many files below a folder look like YAML.
    fn count(&mut self, folder: &Path, depth: usize) -> usize {
        let below = self.files().entries(folder).unwrap_or_default();
        let mut count = 0;
        for (path, is_folder) in below {
            count += match is_folder {
                true if depth == 0 => 0,
                true => self.count(&path, depth - 1),
                false => usize::from(is_yaml(&path) || self.is_ours(&path)),
            };
        }
        count
    }

    fn stray_file(&mut self, path: &Path, in_policies: bool) {
        let name = shown(path);
        let message = text!(
            "{name} は YAML のようですが、どの案件としても読まれていません（検査されていません）",
            "{name} looks like YAML, but is read as nothing and is not checked"
        );
        let help = if in_policies && is_yaml(path) {
            text!(
                "年度のフォルダ（policies/r07 など）に移すか、要らなければ policies の外に移してください",
                "move it into the folder of a year (policies/r07), or out of policies if it is not needed"
            )
        } else {
            let right = shown(&with_ending(path));
            text!(
                "案件のファイルなら名を {right} に変え、控えや写しなら policies の外に移してください",
                "rename it to {right} if it is a matter; move it out of policies if it is a copy"
            )
        };
        self.reader.refuse(path, Refusal { rule: "stray-file", message, help });
    }

    /// Returns whether a file that nothing reads is one of ours, by its name or by its keys.
    fn is_ours(&mut self, path: &Path) -> bool {
        let name = path.file_name().map(|name| spelling::fold(&name.to_string_lossy())).unwrap_or_default();
        // Editors leave hidden files beside what they edit.
        if name.starts_with('.') {
            return false;
        }
        if name.contains(".yaml") || name.contains(".yml") {
            return true;
        }
        let Some(bytes) = self.files().beginning(path, BEGINNING) else { return false };
        let text = encoding::text(bytes).unwrap_or_else(|wrong| wrong.text);
        let keys = self.keys.get_or_insert_with(keys);
        let lines = text.lines().filter_map(|line| line.split_once(':'));
        let ours: Vec<(&str, &str)> = lines.filter(|(key, _)| keys.contains(*key)).collect();
        // A key with nothing behind it opens a block, which no note does.
        ours.iter().any(|(_, rest)| rest.trim().is_empty())
            || ours.iter().map(|(key, _)| key).collect::<BTreeSet<_>>().len() >= KEYS
    }
}

/// Returns the keys that may stand at the top of a file of a workspace.
fn keys() -> BTreeSet<String> {
    let of = |schema: &serde_json::Value| -> Vec<String> {
        let top = schema["$ref"].as_str().and_then(|reference| schema.pointer(reference.strip_prefix('#')?));
        let keys = top.and_then(|top| top["properties"].as_object());
        keys.map(|keys| keys.keys().cloned().collect()).unwrap_or_default()
    };
    SCHEMAS.iter().flat_map(|schema| of(&schema.to_json())).collect()
}

/// Returns the path with the name up to its ending `.yaml`, or with that ending.
fn with_ending(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    let at = lower.find(".yaml").or_else(|| lower.find(".yml")).unwrap_or_else(|| {
        Path::new(&name).file_stem().map_or(name.len(), |stem| stem.to_string_lossy().len())
    });
    path.with_file_name(format!("{}.yaml", name.get(..at).unwrap_or(&name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_name_ends_in_yaml() {
        for (wrong, right) in [
            ("policies/r07/a.yaml.txt", "policies/r07/a.yaml"),
            ("policies/r07/a.YML.bak", "policies/r07/a.yaml"),
            ("policies/r07/a.txt", "policies/r07/a.yaml"),
            ("policies/r07/a", "policies/r07/a.yaml"),
            ("policies/r07/案件.ｙａｍｌ", "policies/r07/案件.yaml"),
        ] {
            assert_eq!(with_ending(Path::new(wrong)), Path::new(right));
        }
    }
}
