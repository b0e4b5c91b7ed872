//! Reading the files of one workspace, and nothing outside it.

use super::{Error, LARGEST_FILE, Overlay, encoding};
use crate::diagnostic::{Diagnostic, Text, is_held_elsewhere, unreadable};
use crate::model::paths;
use crate::source::{SourceId, Sources, Span, is_device_name, plain, shown};
use crate::spelling;
use crate::text;
use crate::yaml::{self, decode::Decode};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A workspace's folder, and texts that stand in the place of some of its files.
#[derive(Clone, Debug)]
pub(super) struct Files {
    /// As it is shown.
    pub(super) root: PathBuf,
    /// As the system spells it, links followed; what the real path of a file is compared with.
    pub(super) real: PathBuf,
    pub(super) overlay: Arc<Overlay>,
    /// The files of a workspace that lies in no folder; `None` where the folder is read.
    memory: Option<Arc<Memory>>,
}

/// Files by path relative to the workspace.
type Memory = BTreeMap<PathBuf, Vec<u8>>;

/// Why a file cannot be read, and the fix.
pub(super) struct Refusal {
    pub(super) rule: &'static str,
    pub(super) message: Text,
    pub(super) help: Text,
}

impl Files {
    pub(super) fn new(root: &Path, overlay: Overlay) -> Result<Self, Error> {
        let real = root.canonicalize().map_err(|error| Error::Unreadable(root.to_owned(), error))?;
        let root = plain(&real);
        Ok(Self { root, real, overlay: Arc::new(overlay), memory: None })
    }

    /// Returns files that are read from memory; `name` is shown where a folder's path would be.
    pub(super) fn in_memory(name: &Path, files: Memory) -> Self {
        Self {
            root: name.to_owned(),
            real: name.to_owned(),
            overlay: Arc::default(),
            memory: Some(Arc::new(files)),
        }
    }

    /// Returns the names of the folders in a folder, in order.
    pub(super) fn folders(&self, folder: &Path) -> io::Result<Vec<String>> {
        if let Some(memory) = &self.memory {
            let below = memory.keys().filter_map(|path| path.strip_prefix(folder).ok());
            let mut names: Vec<String> = below
                .filter(|path| path.components().nth(1).is_some())
                .filter_map(|path| Some(path.iter().next()?.to_string_lossy().into_owned()))
                .collect();
            names.dedup();
            return if names.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(names) };
        }
        let entries = fs::read_dir(self.root.join(folder))?.filter_map(Result::ok);
        let folders = entries.filter(|entry| entry.path().is_dir());
        let mut names: Vec<String> =
            folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        Ok(names)
    }

    /// Returns what stands in a folder, in order, and whether each is a folder. A link is followed to know what it is.
    pub(super) fn entries(&self, folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
        let mut entries = Vec::new();
        if let Some(memory) = &self.memory {
            for path in memory.keys() {
                let Ok(below) = path.strip_prefix(folder) else { continue };
                let mut parts = below.iter();
                if let Some(name) = parts.next() {
                    entries.push((folder.join(name), parts.next().is_some()));
                }
            }
            entries.dedup();
            return Ok(entries);
        }
        for entry in fs::read_dir(self.root.join(folder))? {
            let entry = entry?;
            entries.push((folder.join(entry.file_name()), entry.path().is_dir()));
        }
        entries.sort();
        Ok(entries)
    }

    /// Returns the first bytes of a plain file of the workspace; nothing where it is none.
    pub(super) fn beginning(&self, path: &Path, most: u64) -> Option<Vec<u8>> {
        if let Some(memory) = &self.memory {
            let bytes = memory.get(path)?;
            return Some(bytes.iter().copied().take(usize::try_from(most).ok()?).collect());
        }
        let real = self.root.join(path).canonicalize().ok().filter(|real| real.starts_with(&self.real))?;
        // A pipe would never end, and opening one waits for its writer.
        fs::metadata(&real).ok().filter(fs::Metadata::is_file)?;
        let mut bytes = Vec::new();
        File::open(&real).ok()?.take(most).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    fn is_file(&self, path: &Path) -> bool {
        self.memory
            .as_ref()
            .map_or_else(|| self.root.join(path).is_file(), |memory| memory.contains_key(path))
    }

    fn is_there(&self, path: &Path) -> bool {
        let on_disk = || fs::symlink_metadata(self.root.join(path)).is_ok();
        self.memory.as_ref().map_or_else(on_disk, |memory| memory.contains_key(path))
    }

    /// Returns the YAML files of a folder, by name.
    pub(super) fn yaml_files(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        if let Some(memory) = &self.memory {
            let own = memory.keys().filter(|path| path.parent() == Some(folder) && is_yaml(path));
            let files: Vec<PathBuf> = own.cloned().collect();
            let is_there = memory.keys().any(|path| path.starts_with(folder));
            return if is_there { Ok(files) } else { Err(io::ErrorKind::NotFound.into()) };
        }
        let mut files = Vec::new();
        for entry in fs::read_dir(self.root.join(folder))? {
            let entry = entry?;
            let path = entry.path();
            // Only a link has to be followed to know what it is.
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file()) || !path.is_dir();
            if is_yaml(&path) && is_file {
                files.push(folder.join(entry.file_name()));
            }
        }
        files.sort();
        Ok(files)
    }

    /// Reads the bytes of one file, which must be a file, in the workspace, and not too large.
    pub(super) fn bytes(&self, path: &Path) -> Result<Vec<u8>, Refusal> {
        let refused = |error: io::Error| self.refusal(path, &error);
        let shown = shown(path);
        let refusal = |message, help| Refusal { rule: "unreadable-file", message, help };
        if path.iter().any(|part| is_device_name(&part.to_string_lossy())) {
            return Err(refusal(
                text!(
                    "{shown} は、Windows では機器の名であるため読めません",
                    "{shown} cannot be read: Windows takes its name for a device"
                ),
                text!(
                    "con、aux、nul、prn、com1、lpt1 などでない名に変えてください",
                    "give it another name than con, aux, nul, prn, com1, lpt1 and so on"
                ),
            ));
        }
        if let Some(memory) = &self.memory {
            return memory.get(path).cloned().ok_or_else(|| self.missing(path));
        }
        let real = self.root.join(path).canonicalize().map_err(refused)?;
        if !real.starts_with(&self.real) {
            return Err(refusal(
                text!("{shown} はワークスペースの外を指しています", "{shown} leads out of the workspace"),
                text!(
                    "リンクをやめて、ファイルそのものをワークスペースの中に置いてください",
                    "put the file itself into the workspace"
                ),
            ));
        }
        let about = fs::metadata(&real).map_err(refused)?;
        if !about.is_file() {
            return Err(refusal(
                text!("{shown} は普通のファイルではありません", "{shown} is not a regular file"),
                text!("YAML のファイルに置き換えてください", "replace it by a YAML file"),
            ));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(about.len().min(LARGEST_FILE)).unwrap_or(0));
        if about.len() <= LARGEST_FILE {
            // The file may grow while it is read.
            File::open(&real)
                .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
                .map_err(refused)?;
        }
        let size = about.len().max(bytes.len() as u64);
        if size > LARGEST_FILE {
            let (size, most) = (size.div_ceil(1024 * 1024), LARGEST_FILE / (1024 * 1024));
            return Err(refusal(
                text!(
                    "{shown} は大きすぎます（{size} MB、上限 {most} MB）",
                    "{shown} is too large ({size} MB, limit {most} MB)"
                ),
                text!(
                    "YAML のファイルか確かめ、案件ごとに分けてください",
                    "check that it is YAML, and split it by matter"
                ),
            ));
        }
        Ok(bytes)
    }

    fn refusal(&self, path: &Path, error: &io::Error) -> Refusal {
        let shown = shown(path);
        match error.kind() {
            io::ErrorKind::NotFound => self.missing(path),
            io::ErrorKind::PermissionDenied => Refusal {
                rule: "unreadable-file",
                message: text!("{shown} を読む権限がありません", "no permission to read {shown}"),
                help: text!(
                    "ファイルのプロパティでアクセス権を確かめるか、管理者に頼んでください",
                    "check its permissions, or ask the administrator"
                ),
            },
            _ if is_held_elsewhere(error) => Refusal {
                rule: "unreadable-file",
                message: unreadable(shown, error),
                help: text!(
                    "Excel、メモ帳、同期のソフトなど、開いているものを閉じてください",
                    "close what has it open: Excel, an editor, a program that synchronises"
                ),
            },
            _ => Refusal {
                rule: "unreadable-file",
                message: unreadable(shown, error),
                help: text!(
                    "ファイルの名、場所、リンク先を確かめてください",
                    "check its name, place and links"
                ),
            },
        }
    }

    fn missing(&self, path: &Path) -> Refusal {
        let shown = shown(path);
        let other = path.with_extension("yml");
        let help = if self.is_there(path) {
            text!("リンク先のファイルを確かめてください", "check the file that the link leads to")
        } else if self.is_file(&other) {
            let other = self::shown(&other);
            text!("{other} の名を {shown} に変えてください", "rename {other} to {shown}")
        } else {
            text!(
                "前の年度のものか、`fugi init` が作るものを写してください",
                "copy it from another year, or from what `fugi init` writes"
            )
        };
        Refusal {
            rule: "missing-file", message: text!("{shown} がありません", "{shown} is missing"), help
        }
    }
}

/// Reads files one after another, and collects what is wrong with them.
pub(super) struct Reader<'f> {
    pub(super) files: &'f Files,
    pub(super) sources: Sources,
    pub(super) problems: Vec<Diagnostic>,
}

impl<'f> Reader<'f> {
    pub(super) fn new(files: &'f Files, sources: Sources) -> Self {
        Self { files, sources, problems: Vec::new() }
    }

    /// Returns the YAML files of a folder, by name; two of one name are a problem, and so is a folder that is not
    /// there.
    pub(super) fn folder(&mut self, folder: &Path) -> Result<Option<Vec<PathBuf>>, Error> {
        match self.files.yaml_files(folder) {
            Ok(files) => {
                for (second, first) in clashes(&files) {
                    self.clash(&second, &first);
                }
                Ok(Some(files))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut refusal = self.files.refusal(folder, &error);
                let shown = shown(folder);
                refusal.message = text!("フォルダ {shown} がありません", "the folder {shown} is missing");
                self.refuse(folder, refusal);
                Ok(None)
            }
            Err(error) => Err(Error::Unreadable(self.files.root.join(folder), error)),
        }
    }

    /// Tells that two files would be one thing.
    pub(super) fn clash(&mut self, second: &Path, first: &Path) {
        let (one, other) = (shown(first), shown(second));
        self.refuse(
            second,
            Refusal {
                rule: "repeated-name",
                message: text!(
                    "{other} と {one} は、同じ名のファイルとして扱われます",
                    "{other} and {one} count as one name"
                ),
                help: text!(
                    "どちらかの名を変えるか、消してください（全角と半角、大文字と小文字、.yml と .yaml は区別しません）",
                    "rename one of them (width, case and the ending .yml or .yaml make no difference)"
                ),
            },
        );
    }

    /// Tells why a file cannot be read, at its beginning.
    pub(super) fn refuse(&mut self, path: &Path, refusal: Refusal) {
        let id = self.sources.add(path, "");
        let Refusal { rule, message, help } = refusal;
        self.problems.push(Diagnostic::error(rule, Span::new(id, 0, 0), message).help(help));
    }

    /// Tells that a folder is not named after a year.
    pub(super) fn refuse_year(&mut self, folder: &Path) {
        let shown = shown(folder);
        self.refuse(
            folder,
            Refusal {
                rule: "not-a-year",
                message: text!(
                    "フォルダ {shown} の名は年度ではありません",
                    "the folder {shown} is not named after a fiscal year"
                ),
                help: text!(
                    "r07（令和７年度）のような名に変えるか、policies の外に移してください",
                    "name it like r07, or move it out of policies"
                ),
            },
        );
    }

    /// Tells that a file that every year needs is not there.
    pub(super) fn refuse_missing(&mut self, path: &Path) {
        let refusal = self.files.missing(path);
        self.refuse(path, refusal);
    }

    /// Reads and decodes one file; `None` where its shape is too broken to go on, with the reason noted.
    pub(super) fn read<T: Decode>(&mut self, path: &Path) -> Option<T> {
        let source = self.text(path)?;
        let text = Arc::clone(self.sources.get(source)?.text());
        let yaml::Reading { tree, mut problems } = yaml::read(source, &text);
        let decoded = tree.map(|tree| {
            keep_outline(&self.sources, source, &tree, &problems);
            T::decode(&tree, &mut problems)
        });
        yaml::close(source, &text, &mut problems);
        self.problems.append(&mut problems);
        decoded
    }

    /// Reads the text of one file.
    pub(super) fn text(&mut self, path: &Path) -> Option<SourceId> {
        if let Some(text) = self.files.overlay.get(path) {
            return Some(self.sources.add(path, Arc::clone(text)));
        }
        let bytes = match self.files.bytes(path) {
            Ok(bytes) => bytes,
            Err(refusal) => {
                self.refuse(path, refusal);
                return None;
            }
        };
        match encoding::text(bytes) {
            Ok(text) => Some(self.sources.add(path, text)),
            Err(wrong) => {
                let id = self.sources.add(path, wrong.text.as_str());
                self.problems.push(wrong.diagnostic(id, &shown(path)));
                None
            }
        }
    }
}

/// Keeps what can be named in a text, where nothing is wrong with its YAML.
pub(super) fn keep_outline(sources: &Sources, id: SourceId, tree: &yaml::Node<'_>, problems: &[Diagnostic]) {
    if let Some(source) = sources.get(id).filter(|_| problems.is_empty()) {
        source.keep_outline(paths::outline(source.text(), tree));
    }
}

/// Returns the files whose name is another's, and that other; `files` are sorted.
pub(super) fn clashes(files: &[PathBuf]) -> BTreeMap<PathBuf, PathBuf> {
    let mut stems: BTreeMap<String, &PathBuf> = BTreeMap::new();
    let mut clashes = BTreeMap::new();
    for path in files {
        let stem = path.file_stem().map(|stem| spelling::fold(&stem.to_string_lossy())).unwrap_or_default();
        match stems.get(&stem) {
            Some(first) => {
                clashes.insert(path.clone(), (*first).clone());
            }
            None => {
                stems.insert(stem, path);
            }
        }
    }
    clashes
}

pub(super) fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml"))
}
