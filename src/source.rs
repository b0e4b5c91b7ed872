//! The texts of one run, and places in them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Which text a place is in: an index into [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A place in a text: source, start and end in bytes (end exclusive); 12 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    source: u32,
    start: u32,
    end: u32,
}

impl Span {
    /// The place of a value that was never written; it lies in no text.
    pub const NOWHERE: Self = Self { source: u32::MAX, start: 0, end: 0 };

    /// Returns the bytes `start..end` of `source`; `end` is never before `start`.
    #[must_use]
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self { source: source.0, start, end: end.max(start) }
    }

    /// Returns whether this is a place in a text at all.
    #[must_use]
    pub fn is_somewhere(self) -> bool {
        self.source != u32::MAX
    }

    /// Returns the text the place is in.
    #[must_use]
    pub fn source(self) -> SourceId {
        SourceId(self.source)
    }

    /// Returns the first byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Returns the byte after the last.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Returns whether `other` lies wholly in this place.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }

    /// Returns the smallest place that holds both; `self` where they are in different texts.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.source != other.source {
            return self;
        }
        Self { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value and where it was written. Equality and order ignore the place.
#[derive(Clone)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Located<T> {
    /// Returns `value` as written at `span`.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Returns another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: change(self.value), span: self.span }
    }

    /// Returns `value` at the place of `self`.
    pub const fn with<U>(&self, value: U) -> Located<U> {
        Located { value, span: self.span }
    }
}

impl<T> std::ops::Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

impl<T: fmt::Display> fmt::Display for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::Debug> fmt::Debug for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// The parts of a text that a path of ids can name, kept when the text is read, so that a place is told by its path
/// without reading the text again.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// A part stands before the parts in it.
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    start: u32,
    end: u32,
    name: Name,
    /// The index behind the last part in it.
    next: u32,
}

impl Part {
    fn name<'a>(&'a self, text: &'a str) -> &'a str {
        match &self.name {
            Name::Here(start, end) => text.get(*start as usize..*end as usize).unwrap_or_default(),
            Name::Own(name) => name,
        }
    }
}

/// The name of a part: where the text has it as it is meant, or the name itself.
#[derive(Clone, Debug)]
enum Name {
    Here(u32, u32),
    Own(Box<str>),
}

impl Outline {
    /// Adds a part of `text` and returns its index; the parts that are added until it is [closed](Self::close) are in
    /// it.
    pub fn open(&mut self, text: &str, span: Span, name: &str) -> usize {
        let at = name.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
        let end = at.wrapping_add(name.len());
        let here = (text.get(at..end) == Some(name))
            .then(|| Some(Name::Here(u32::try_from(at).ok()?, u32::try_from(end).ok()?)))
            .flatten();
        let name = here.unwrap_or_else(|| Name::Own(name.into()));
        self.parts.push(Part { start: span.start, end: span.end, name, next: u32::MAX });
        self.parts.len() - 1
    }

    /// Says that all parts of a part were added.
    pub fn close(&mut self, index: usize) {
        let next = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
        if let Some(part) = self.parts.get_mut(index) {
            part.next = next;
        }
    }

    /// Returns the place in `text` that a path names.
    fn find(&self, text: &str, path: &str) -> Option<(u32, u32)> {
        let (mut at, mut end) = (0, self.parts.len());
        let mut found = None;
        for wanted in path.split('/') {
            found = None;
            while at < end
                && let Some(part) = self.parts.get(at)
            {
                if part.name(text) == wanted {
                    found = Some((part.start, part.end));
                    (at, end) = (at + 1, part.next as usize);
                    break;
                }
                at = part.next as usize;
            }
            found?;
        }
        found
    }

    fn path(&self, text: &str, span: Span) -> Option<String> {
        let mut names: Vec<&str> = Vec::new();
        let (mut at, mut end) = (0, self.parts.len());
        while at < end
            && let Some(part) = self.parts.get(at)
        {
            if part.start <= span.start && span.end <= part.end {
                names.push(part.name(text));
                (at, end) = (at + 1, part.next as usize);
            } else {
                at = part.next as usize;
            }
        }
        (!names.is_empty()).then(|| names.join("/"))
    }
}

/// One text that was read.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    text: Arc<str>,
    line_starts: Vec<u32>,
    outline: OnceLock<Outline>,
}

/// Returns a path as it is shown: a relative one with `/` on every platform, another as the system writes it.
#[must_use]
pub fn shown(path: &Path) -> String {
    if path.is_relative() {
        path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    } else {
        plain(path).display().to_string()
    }
}

/// Returns a path as people write it: `C:\…` and `\\server\share\…`, where Windows answers `\\?\C:\…` and
/// `\\?\UNC\server\share\…`.
#[must_use]
pub fn plain(path: &Path) -> PathBuf {
    let simple = dunce::simplified(path);
    match simple.to_str().and_then(|text| text.strip_prefix(r"\\?\UNC\")) {
        Some(share) if cfg!(windows) => PathBuf::from(format!(r"\\{share}")),
        _ => simple.to_path_buf(),
    }
}

/// Returns whether Windows takes a name for a device and not for a file, whatever ending follows: `con.yaml` is the
/// keyboard and the screen, and what is written to `nul.docx` is gone.
#[must_use]
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = |rest: &str| {
        let mut rest = rest.chars();
        matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    };
    matches!(stem.as_str(), "AUX" | "CON" | "CONIN$" | "CONOUT$" | "NUL" | "PRN")
        || ["COM", "LPT"].iter().any(|port| stem.strip_prefix(port).is_some_and(numbered))
}

/// Returns whether every system takes this for the name of a file.
#[must_use]
pub fn is_portable_name(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(|own: char| own.is_control() || "/\\:*?\"<>|".contains(own))
        && !name.ends_with(['.', ' '])
        && !is_device_name(name)
}

impl Source {
    fn new(path: PathBuf, text: Arc<str>) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .map(|start| u32::try_from(start).unwrap_or(u32::MAX))
            .collect();
        Self { path, text, line_starts, outline: OnceLock::new() }
    }

    /// Returns the path, relative to the workspace, as it is shown to the user.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the whole text.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Keeps what a path can name in the text; the first outline counts.
    pub fn keep_outline(&self, outline: Outline) {
        let _ = self.outline.set(outline);
    }

    /// Returns line and column of a byte, both counted from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let target = u32::try_from(byte).unwrap_or(u32::MAX);
        let line = self.line_starts.partition_point(|start| *start <= target).max(1);
        let start = self.line_starts.get(line - 1).map_or(0, |start| *start as usize);
        let column = self.text.get(start..byte.min(self.text.len())).map_or(0, |s| s.chars().count());
        (line, column + 1)
    }

    /// Returns the byte at which a line (from 1) starts; the text's length where there is no such line.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line.saturating_sub(1)).map_or(self.text.len(), |start| *start as usize)
    }
}

/// All texts of one run, by id. A copy shares the texts.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    sources: Vec<Arc<Source>>,
}

impl Sources {
    /// Keeps a text and returns its id.
    pub fn add(&mut self, path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX - 1));
        self.sources.push(Arc::new(Source::new(path.into(), text.into())));
        id
    }

    /// Returns the text with that id.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize).map(Arc::as_ref)
    }

    /// Returns the id of the text read from `path`.
    #[must_use]
    pub fn find(&self, path: &Path) -> Option<SourceId> {
        let index = self.sources.iter().position(|source| source.path == path)?;
        u32::try_from(index).ok().map(SourceId)
    }

    /// Replaces one text, keeping its id; used for a planted mistake.
    pub fn replace(&mut self, id: SourceId, text: impl Into<Arc<str>>) {
        if let Some(source) = self.sources.get_mut(id.0 as usize) {
            *source = Arc::new(Source::new(source.path.clone(), text.into()));
        }
    }

    /// Returns the characters at a place, as they stand in the file (quotes and indentation included).
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source()).and_then(|source| source.text.get(span.start()..span.end())).unwrap_or("")
    }

    /// Returns the path of ids of a place, such as `contracts/bank/form`, as a waiver names it; `None` for the whole
    /// file, and for a place in a text that was not read as a whole.
    #[must_use]
    pub fn path_to(&self, span: Span) -> Option<String> {
        let source = self.get(span.source())?;
        source.outline.get()?.path(&source.text, span)
    }

    /// Returns the path of ids of a place as a waiver of a matter names it: that of a place in a form begins with the
    /// form's file, since every form has a `heading` or a `title` (`forms/ward.yaml/heading`).
    #[must_use]
    pub fn place(&self, span: Span) -> Option<String> {
        let path = self.path_to(span)?;
        let file = self.get(span.source())?.path();
        let is_form = file.parent().is_some_and(|folder| folder.ends_with("forms"));
        let name = file.file_name().filter(|_| is_form);
        Some(name.map_or_else(|| path.clone(), |name| format!("forms/{}/{path}", name.to_string_lossy())))
    }

    /// Returns the place in a text that a path of ids names, as [`path_to`](Self::path_to) gives it; `None` where the
    /// text has no such place, or was not read as a whole.
    #[must_use]
    pub fn place_of(&self, id: SourceId, path: &str) -> Option<Span> {
        let source = self.get(id)?;
        let (start, end) = source.outline.get()?.find(&source.text, path)?;
        Some(Span { source: id.0, start, end })
    }

    /// Returns the place of every `word` inside `span`, in order, as written in the file.
    #[must_use]
    pub fn find_all(&self, span: Span, word: &str) -> Vec<Span> {
        if word.is_empty() {
            return Vec::new();
        }
        self.slice(span)
            .match_indices(word)
            .map(|(at, found)| {
                let start = span.start() + at;
                Span::new(span.source(), start, start + found.len())
            })
            .collect()
    }

    /// Returns the place of the first `word` inside `span`; `span` itself where the file breaks the word over lines.
    #[must_use]
    pub fn find_in(&self, span: Span, word: &str) -> Span {
        self.find_all(span, word).first().copied().unwrap_or(span)
    }

    /// Returns all texts with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.sources.iter().zip(0..).map(|(source, index)| (SourceId(index), source.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", "題: 区\n名: 山田\n");
        let source = sources.get(id).unwrap();
        let at = source.text().find("山田").unwrap();
        assert_eq!(source.line_column(at), (2, 4));
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_start(2), "題: 区\n".len());
    }

    #[test]
    fn devices_of_windows_are_known_by_their_names() {
        for name in ["con", "CON.yaml", "nul.tar.gz", "aux ", "prn .txt", "com1.docx", "Lpt¹", "CONIN$"] {
            assert!(is_device_name(name) && !is_portable_name(name), "{name}");
        }
        for name in ["conn", "com", "com10.yaml", "nul-1", "x.con", ".con", "コン"] {
            assert!(!is_device_name(name) && is_portable_name(name), "{name}");
        }
        for name in ["", "案.", "案 ", "a/b", r"a\b", "a:b", "a?", "a\u{1}"] {
            assert!(!is_portable_name(name), "{name}");
        }
    }

    #[test]
    fn words_are_found_where_they_stand() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", "x: 甲乙甲");
        let all = Span::new(id, 3, sources.get(id).unwrap().text().len());
        assert_eq!(sources.find_all(all, "甲").len(), 2);
        assert_eq!(sources.slice(sources.find_in(all, "乙")), "乙");
        assert_eq!(sources.find_in(all, "丁"), all);
    }
}
