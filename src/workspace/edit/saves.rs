//! The last saves, so that they can be taken back: in `.fugi/`, for the owner only, and never a source of truth.

use crate::source::shown;
use crate::whole::{self, Access};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many saves are kept.
const MOST: usize = 200;

/// How much of the text on either side of a change must stand as it did for the change to be taken back, in bytes.
const AROUND: usize = 80;

/// The largest kept save that is read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A save: what stood at a place, and what stands there now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its number.
    #[serde(default)]
    pub number: u64,
    /// The file, relative to the workspace, with `/`.
    pub file: String,
    /// The places of the values.
    pub places: Vec<String>,
    /// When.
    pub moment: String,
    /// What stood there.
    pub before: String,
    /// What stands there.
    pub after: String,
    /// The text before and after the place.
    around: (String, String),
    /// The byte at which the place began.
    at: usize,
}

/// Returns the folder of what can be made again at any time.
pub(super) fn folder(root: &Path) -> PathBuf {
    root.join(".fugi")
}

/// Makes a folder that only its owner may look into.
pub(super) fn private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder)?.permissions().mode();
        if mode & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// Returns where two texts differ: the byte at which they begin to, and where that ends in each.
pub(super) fn difference(before: &str, after: &str) -> (usize, usize, usize) {
    let start = before.bytes().zip(after.bytes()).take_while(|(one, two)| one == two).count();
    let room = before.len().min(after.len()) - start;
    let tail =
        before.bytes().rev().zip(after.bytes().rev()).take(room).take_while(|(one, two)| one == two).count();
    let (mut start, mut tail) = (start, tail);
    while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
        start -= 1;
    }
    while !before.is_char_boundary(before.len() - tail) || !after.is_char_boundary(after.len() - tail) {
        tail -= 1;
    }
    (start, before.len() - tail, after.len() - tail)
}

impl Kept {
    /// Returns what changed between two texts of a file.
    pub(super) fn between(path: &Path, places: Vec<String>, moment: &str, before: &str, after: &str) -> Self {
        let (start, old_end, new_end) = difference(before, after);
        let mut from = start.saturating_sub(AROUND);
        while !after.is_char_boundary(from) {
            from += 1;
        }
        let mut to = (new_end + AROUND).min(after.len());
        while !after.is_char_boundary(to) {
            to -= 1;
        }
        let cut = |text: &str, from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
        Self {
            number: 0,
            file: shown(path),
            places,
            moment: moment.to_owned(),
            before: cut(before, start, old_end),
            after: cut(after, start, new_end),
            around: (cut(after, from, start), cut(after, new_end, to)),
            at: start,
        }
    }

    /// Returns a text with the change taken back; `None` where what it wrote does not stand there any more, or stands
    /// in several places.
    pub(super) fn undone(&self, text: &str) -> Option<String> {
        let (lead, trail) = (self.around.0.as_str(), self.around.1.as_str());
        // The rest of the lines that the change stands in, and of the entry where several share a line.
        let from =
            |marks: &[char]| lead.rfind(marks).map_or(lead, |at| lead.get(at + 1..).unwrap_or_default());
        let to = |marks: &[char]| trail.find(marks).map_or(trail, |at| trail.get(..at).unwrap_or_default());
        let here = self.at.checked_sub(lead.len()).filter(|at| {
            let whole = [lead, &self.after, trail].concat();
            text.get(*at..).is_some_and(|rest| rest.starts_with(&whole))
        });
        let alone = |lead: &str, trail: &str| {
            let whole = [lead, &self.after, trail].concat();
            let mut all = text.match_indices(&whole).map(|(at, _)| at + lead.len());
            all.next().filter(|_| !whole.is_empty() && all.next().is_none())
        };
        let found = here.map(|at| at + lead.len());
        let start = found.or_else(|| alone(lead, trail)).or_else(|| alone(from(&['\n']), to(&['\n'])));
        let start = start.or_else(|| alone(from(&['\n', ',', '{', '[']), to(&['\n', ',', '}', ']'])))?;
        Some(format!("{}{}{}", text.get(..start)?, self.before, text.get(start + self.after.len()..)?))
    }
}

/// The kept saves of a workspace.
pub(super) struct Saves {
    folder: PathBuf,
}

impl Saves {
    pub(super) fn of(root: &Path) -> Self {
        Self { folder: folder(root).join("saves") }
    }

    /// Keeps a save under the next number, and lets the oldest go.
    pub(super) fn keep(&self, kept: Kept) -> Result<(), (PathBuf, io::Error)> {
        let failed = |error| (self.folder.clone(), error);
        private(&self.folder).map_err(failed)?;
        let numbers = self.numbers();
        let number = numbers.last().map_or(1, |last| last + 1);
        let json = serde_json::to_vec(&Kept { number, ..kept }).map_err(|error| failed(error.into()))?;
        whole::create(&self.path(number), &json, Access::Owner).map_err(failed)?;
        for old in numbers.iter().take((numbers.len() + 1).saturating_sub(MOST)) {
            // What cannot be taken away stays, and is only old.
            let _ = fs::remove_file(self.path(*old));
        }
        Ok(())
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:08}.json"))
    }

    fn numbers(&self) -> Vec<u64> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let number = |entry: fs::DirEntry| entry.file_name().to_str()?.strip_suffix(".json")?.parse().ok();
        let mut numbers: Vec<u64> = entries.filter_map(number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Returns the saves, the newest first; one that cannot be read is passed over.
    pub(super) fn list(&self) -> Vec<Kept> {
        let read = |number: u64| {
            let path = self.path(number);
            let size = fs::metadata(&path).ok()?.len();
            let bytes = (size <= LARGEST).then(|| fs::read(&path).ok()).flatten()?;
            Some(Kept { number, ..serde_json::from_slice(&bytes).ok()? })
        };
        self.numbers().into_iter().rev().filter_map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(before: &str, after: &str) -> Kept {
        Kept::between(Path::new("a.yaml"), Vec::new(), "", before, after)
    }

    #[test]
    fn a_change_is_taken_back_wherever_its_place_has_moved() {
        let (before, after) = ("甲: 一\n乙: 二\n丙: 三\n", "甲: 一\n乙: 二十二\n丙: 三\n");
        let kept = between(before, after);
        assert_eq!((kept.before.as_str(), kept.after.as_str()), ("", "十二"));
        assert_eq!(kept.undone(after).unwrap(), before);
        assert_eq!(kept.undone(&format!("# 注\n{after}")).unwrap(), format!("# 注\n{before}"));
        assert_eq!(kept.undone(before), None);
        // Twice the same text: nobody can say which.
        assert_eq!(kept.undone(&format!("# {after}{after}")), None);
    }

    #[test]
    fn a_difference_lies_between_characters() {
        // The two begin with the same two bytes and end with the same one.
        for (one, two) in [("あ", "い"), ("", "あ"), ("ああ", "あ"), ("亜い", "亞い"), ("a", "a")] {
            let kept = between(one, two);
            assert_eq!(kept.undone(two).unwrap(), one, "{one} {two}");
        }
    }
}
