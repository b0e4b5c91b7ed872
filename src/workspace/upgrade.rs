//! What a workspace that was written for an earlier version lacks today: word lists that came later, and ways of handing
//! over that were sentences. Comments stay, nothing that was written is taken out, and nothing is written here.

use super::{Error, start, whole};
use crate::diagnostic::Text;
use crate::model::load::{self, Workspace};
use crate::model::matter::Matter;
use crate::source::{Sources, Span};
use crate::text;
use crate::yaml::edit::{self, Edit, scalar};
use crate::yaml::{Data, Node, parse};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What is to be written, and what somebody has to decide.
#[derive(Clone, Debug, Default)]
pub struct Upgrade {
    /// The files with their new texts.
    pub files: Vec<File>,
    /// What could not be decided, with its place.
    pub undecided: Vec<Text>,
}

/// A file that is to be written.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path in the workspace.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// True where there was none.
    pub is_new: bool,
    /// What is different.
    pub told: Text,
}

impl Workspace {
    /// Returns what the earlier shape of this workspace's files lacks.
    ///
    /// # Errors
    ///
    /// [`Error`] where a file cannot be read, or where what would be written could not be.
    pub fn upgrade(&self) -> Result<Upgrade, Error> {
        let mut upgrade = Upgrade::default();
        common(self.root(), &mut upgrade)?;
        let mut files = written(self.root())?;
        files.extend(upgrade.files.iter().map(|file| (file.path.clone(), file.text.clone().into_bytes())));
        let (upgraded, _) = whole(Workspace::open_in_memory(self.root(), files)?)?;
        for name in upgraded.years()? {
            let (year, _) = whole(upgraded.year(&name)?)?;
            for path in upgraded.matters(&name)? {
                let loaded = upgraded.matter(&year, &path);
                match loaded.result {
                    Ok(matter) => ways(&upgraded, &matter, &loaded.sources, &mut upgrade),
                    Err(problems) => {
                        return Err(super::Problems { sources: loaded.sources, list: problems }.into());
                    }
                }
            }
        }
        Ok(upgrade)
    }
}

/// Returns the files of a workspace as they are written, by path relative to it.
fn written(root: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, Error> {
    let policies = walkdir::WalkDir::new(root.join("policies")).into_iter().filter_map(Result::ok);
    let files = policies.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    let files = files.chain([root.join("fugi.yaml")]);
    files
        .map(|path| {
            let bytes = std::fs::read(&path).map_err(|error| load::Error::Unreadable(path.clone(), error))?;
            Ok((path.strip_prefix(root).unwrap_or(&path).to_path_buf(), bytes))
        })
        .collect()
}

/// Adds the word lists that came after the workspace was made: to the file of their name, or as that file.
fn common(root: &Path, upgrade: &mut Upgrade) -> Result<(), Error> {
    let mut present: BTreeSet<String> = BTreeSet::new();
    let mut declared: BTreeSet<(String, String)> = BTreeSet::new();
    let mut own: Vec<(PathBuf, String)> = Vec::new();
    let files = walkdir::WalkDir::new(root.join(load::COMMON)).max_depth(1).sort_by_file_name();
    for entry in files.into_iter().filter_map(Result::ok) {
        let path = entry.path();
        if !path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            continue;
        }
        let text = std::fs::read_to_string(path)
            .map_err(|error| load::Error::Unreadable(path.to_path_buf(), error))?;
        own.push((path.strip_prefix(root).unwrap_or(path).to_path_buf(), text));
    }
    for (_, text) in &own {
        for (key, ids) in lists(text) {
            declared.extend(ids.into_iter().map(|id| (key.clone(), id)));
            present.insert(key);
        }
    }
    for (path, built_in) in start::common_files() {
        let (head, parts) = parts(built_in);
        let missing: Vec<&Part<'_>> = parts.iter().filter(|part| !present.contains(part.key)).collect();
        if missing.is_empty() {
            continue;
        }
        let keys: Vec<&str> = missing.iter().map(|part| part.key).collect();
        let (keys_ja, keys_en) = (keys.join("、"), keys.join(", "));
        let known = own.iter().find(|(own, _)| own == Path::new(path));
        let text = match known {
            Some((_, text)) => {
                let added: Vec<&str> = missing.iter().map(|part| part.text.trim_end()).collect();
                format!("{}\n\n{}\n", text.trim_end(), added.join("\n\n"))
            }
            None => {
                let kept = parts.iter().map(|part| match present.contains(part.key) {
                    true => undeclared(part, &declared),
                    false => part.text.trim_end().to_owned(),
                });
                let kept: Vec<String> = kept.filter(|part| !part.is_empty()).collect();
                format!("{}\n\n{}\n", head.trim_end(), kept.join("\n\n"))
            }
        };
        upgrade.files.push(File {
            path: path.into(),
            text,
            is_new: known.is_none(),
            told: text!("語の一覧を加えます: {keys_ja}", "word lists that are added: {keys_en}"),
        });
    }
    Ok(())
}

/// Returns the top keys of a text, each with the ids of the records in its list.
fn lists(text: &str) -> Vec<(String, Vec<String>)> {
    let mut sources = Sources::default();
    let source = sources.add("common", text);
    let Ok(tree) = parse(source, text) else { return Vec::new() };
    let Data::Map { entries, .. } = &tree.data else { return Vec::new() };
    let ids = |node: &Node<'_>| match &node.data {
        Data::List { items, .. } => items.iter().filter_map(|item| scalar_of(item, "id")).collect(),
        _ => Vec::new(),
    };
    entries.iter().map(|entry| (entry.key.to_string(), ids(&entry.value))).collect()
}

fn scalar_of(node: &Node<'_>, key: &str) -> Option<String> {
    let Data::Map { entries, .. } = &node.data else { return None };
    let entry = entries.iter().find(|entry| &*entry.key == key)?;
    match &entry.value.data {
        Data::Scalar { text, .. } => Some(text.to_string()),
        _ => None,
    }
}

/// A key of a file that comes with the program, with the comment above it.
struct Part<'t> {
    key: &'t str,
    text: &'t str,
}

/// Returns what stands before the first key, and the keys of a file whose keys begin their lines.
fn parts(text: &str) -> (&str, Vec<Part<'_>>) {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    let (mut at, mut above) = (0, None);
    for line in text.split_inclusive('\n') {
        let key = line.split_once(':').map(|(key, _)| key);
        let key =
            key.filter(|key| !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
        match key {
            Some(key) => starts.push((above.take().unwrap_or(at), key)),
            None if line.starts_with('#') && !line.contains("$schema") => {
                above.get_or_insert(at);
            }
            None => above = None,
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let parts = starts.iter().zip(ends);
    let parts = parts.filter_map(|((from, key), to)| Some(Part { key, text: text.get(*from..to)? }));
    let first = starts.first().map_or(text.len(), |(at, _)| *at);
    (text.get(..first).unwrap_or(""), parts.collect())
}

/// Returns a list without the records that the workspace declares already; nothing where all are.
fn undeclared(part: &Part<'_>, declared: &BTreeSet<(String, String)>) -> String {
    let mut sources = Sources::default();
    let source = sources.add("common", part.text);
    let Ok(tree) = parse(source, part.text) else { return String::new() };
    let Data::Map { entries, .. } = &tree.data else { return String::new() };
    let Some(Data::List { items, .. }) = entries.first().map(|entry| &entry.value.data) else {
        return String::new();
    };
    let known = |item: &Node<'_>| {
        scalar_of(item, "id").is_none_or(|id| declared.contains(&(part.key.to_owned(), id)))
    };
    let left: Vec<String> =
        items.iter().filter(|item| !known(item)).map(|item| format!("  - {}", edit::flow(item))).collect();
    if left.is_empty() { String::new() } else { format!("{}:\n{}", part.key, left.join("\n")) }
}

/// Puts the word of the list in the place of a way that is told as a sentence; the sentence is printed as before.
fn ways(workspace: &Workspace, matter: &Matter, sources: &Sources, upgrade: &mut Upgrade) {
    let Some(source) = sources.get(matter.source) else { return };
    let mut edits: Vec<Edit> = Vec::new();
    let shown = crate::source::shown(source.path());
    let mut told = Vec::new();
    if let Ok(tree) = parse(matter.source, source.text()) {
        unworded(&tree, &mut told);
    }
    for link in matter.flows.iter().flat_map(|flow| &flow.links) {
        let Some(means) = &link.means else { continue };
        let is_id = workspace.common.means.iter().any(|own| own.id == sources.slice(means.span));
        if is_id || !told.contains(&(link.span, means.span)) {
            continue;
        }
        let (line, _) = source.line_column(means.span.start());
        let written = &means.value;
        let Some(way) = &link.way else {
            upgrade.undecided.push(text!(
                "{shown}:{line}: 渡し方「{written}」が、どの種類か分かりません。means に種類を、means_as_written にこの文を書いてください",
                "{shown}:{line}: the way `{written}` is none of the list; write its id as `means`, and this sentence as `means_as_written`"
            ));
            continue;
        };
        let id = &workspace.common.means[way.value].id;
        let as_written = edit::set_key(sources, link.span, "means_as_written", &scalar(written));
        if let Some(as_written) = as_written {
            edits.push(edit::replace_scalar(means.span, &scalar(id)));
            edits.push(as_written);
        }
    }
    if matter.council.as_ref().is_some_and(|council| council.digest.is_some() && council.approved.is_none()) {
        upgrade.undecided.push(text!(
            "{shown}: council の digest は前の書き方で、内容の変更と、様式や版の変更を区別できません。承認された資料を作った版の `fugi render --final` が表示する一行を approved に写してください",
            "{shown}: `digest` of `council` is the earlier form, which cannot tell a change of the matter from one of form or version; copy the line that `fugi render --final` of the version that made the paper shows to `approved`"
        ));
    }
    let count = edits.len() / 2;
    if let (1.., Some(text)) = (count, edit::apply(sources, matter.source, &edits)) {
        upgrade.files.push(File {
            path: source.path().to_path_buf(),
            text,
            is_new: false,
            told: text!(
                "渡し方の文 {count}か所に、種類（means）を加えます。紙の表記（means_as_written）は変わりません",
                "{count} way(s) told as a sentence get the word of the list; what is printed stays"
            ),
        });
    }
}

/// Notes the maps that have a way and no wording of it, with the place of the way.
fn unworded(node: &Node<'_>, out: &mut Vec<(Span, Span)>) {
    match &node.data {
        Data::Map { entries, .. } => {
            let find = |key: &str| entries.iter().find(|entry| &*entry.key == key);
            if let (Some(means), None) = (find("means"), find("means_as_written")) {
                out.push((node.span, means.value.span));
            }
            entries.iter().for_each(|entry| unworded(&entry.value, out));
        }
        Data::List { items, .. } => items.iter().for_each(|item| unworded(item, out)),
        Data::Null | Data::Scalar { .. } => {}
    }
}
