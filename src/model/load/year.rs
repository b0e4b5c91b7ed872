//! Reading a year and its matters, whole or not.

use super::reader::{Files, Reader, clashes, keep_outline};
use super::{Error, Loaded, SharedNames, matters, settled, years};
use crate::diagnostic::Diagnostic;
use crate::model::era;
use crate::model::ids::{FormId, KindId, PartyId, Table};
use crate::model::kind::MatterKind;
use crate::model::matter::{Council, Matter};
use crate::model::party::Party;
use crate::model::raw::form::{RawChecklistForm, RawSubmission};
use crate::model::raw::matter::RawMatter;
use crate::model::raw::parties::RawParties;
use crate::model::resolve;
use crate::model::resolve::matter::Origin;
use crate::model::resolve::year::YearNames;
use crate::model::ward::{ChecklistForm, Labels};
use crate::source::{SourceId, Sources, Span};
use crate::spelling;
use crate::yaml::{self, Data, Node, decode::Decode};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What was read of one year, whole or not.
pub(super) struct ReadYear {
    pub(super) name: String,
    pub(super) parties: Table<PartyId, Party>,
    pub(super) forms: Table<FormId, ChecklistForm>,
    pub(super) kinds: Table<KindId, MatterKind>,
    pub(super) labels: Option<Labels>,
    pub(super) names: YearNames,
    /// The files of its matters.
    pub(super) matters: Vec<PathBuf>,
    pub(super) sources: Sources,
    pub(super) problems: Vec<Diagnostic>,
}

impl ReadYear {
    pub(super) fn read(
        files: &Files,
        shared: &SharedNames,
        sources: Sources,
        name: &str,
    ) -> Result<Self, Error> {
        let folder = Path::new("policies").join(name);
        let mut reader = Reader::new(files, sources);
        let mut forms = Vec::new();
        let mut submission = None;
        let mut parties = None;
        let mut all_matters = Vec::new();
        if era::fiscal_year_of_folder(name).is_none() {
            reader.refuse_year(&folder);
        } else {
            all_matters = matters(files, name)?;
            parties = reader.read::<RawParties>(&folder.join("parties.yaml"));
            match reader.folder(&folder.join("forms"))? {
                None => forms.push(None),
                Some(paths) => {
                    let is_labels =
                        |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "submission");
                    for path in &paths {
                        if is_labels(path) {
                            submission = reader.read::<RawSubmission>(path);
                        } else {
                            forms.push(reader.read::<RawChecklistForm>(path));
                        }
                    }
                    if !paths.iter().any(is_labels) {
                        reader.refuse_missing(&folder.join("forms/submission.yaml"));
                    }
                }
            }
        }
        let Reader { sources, mut problems, .. } = reader;
        let (parties, party_names) = resolve::year::parties(parties, &shared.common, &mut problems);
        let (labels, kinds, kind_names) = resolve::kinds::kinds(submission, &mut problems);
        let (forms, form_names, rows) = resolve::year::forms(forms, &kind_names, &mut problems);
        let own = resolve::kinds::own(&kinds, &kind_names);
        let answers = forms.iter().map(|form| form.answers.clone()).collect();
        let names = YearNames::new(party_names, form_names, kind_names, own, rows, answers);
        let name = name.to_owned();
        Ok(Self { name, parties, forms, kinds, labels, names, matters: all_matters, sources, problems })
    }

    /// Reads the matters too, and returns the problems of all files of the year.
    pub(super) fn with_matters(self, files: &Files, shared: &SharedNames) -> (Sources, Vec<Diagnostic>) {
        let fiscal_year = era::fiscal_year_of_folder(&self.name).unwrap_or_default();
        // Only the problems are wanted, and a copied decision is none of the reading.
        let before = Meetings::new();
        let mut reader = Reader::new(files, self.sources);
        reader.problems = self.problems;
        for (second, first) in clashes(&self.matters) {
            reader.clash(&second, &first);
        }
        for path in &self.matters {
            let kept = reader.sources.clone();
            let Some(source) = reader.text(path) else { continue };
            let (_, mut problems) =
                read_matter(shared, &self.names, &self.name, fiscal_year, &before, &reader.sources, source);
            if problems.is_empty() {
                reader.sources = kept;
            }
            reader.problems.append(&mut problems);
        }
        (reader.sources, reader.problems)
    }
}

/// Reads every year and matter of a workspace whose common files are not whole, for the problems in them.
pub(super) fn survey<T>(
    files: &Files,
    shared: &SharedNames,
    mut sources: Sources,
    mut problems: Vec<Diagnostic>,
) -> Loaded<T> {
    for year in years(files).unwrap_or_default() {
        let Ok(read) = ReadYear::read(files, shared, sources.clone(), &year) else { continue };
        let (all, mut more) = read.with_matters(files, shared);
        sources = all;
        problems.append(&mut more);
    }
    Loaded { sources, result: Err(settled(problems)) }
}

/// What a file says of a meeting of the council, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meeting {
    meeting: Option<String>,
    date: Option<String>,
    digest: Option<String>,
    content: Option<String>,
}

/// What the files of the year before say of the council, by the name of the matter.
pub(super) type Meetings = BTreeMap<String, (PathBuf, Meeting)>;

/// Reads what the files of the year before a fiscal year say of the council. What cannot be read says nothing here: its
/// own year tells of it.
pub(super) fn meetings_before(files: &Files, fiscal_year: i32) -> Meetings {
    let mut found = Meetings::new();
    let all = years(files).unwrap_or_default();
    let before = all.into_iter().filter(|name| era::fiscal_year_of_folder(name) == Some(fiscal_year - 1));
    for path in before.flat_map(|name| matters(files, &name).unwrap_or_default()) {
        let mut reader = Reader::new(files, Sources::default());
        let Some(source) = reader.text(&path) else { continue };
        let Some(file) = reader.sources.get(source) else { continue };
        let Some(tree) = yaml::read(source, file.text()).tree else { continue };
        if let (Some(stem), Some(meeting)) = (path.file_stem(), meeting(&tree)) {
            found.insert(stem.to_string_lossy().into_owned(), (path.clone(), meeting));
        }
    }
    found
}

fn meeting(tree: &Node<'_>) -> Option<Meeting> {
    fn entry<'n, 'a>(node: &'n Node<'a>, key: &str) -> Option<&'n Node<'a>> {
        let Data::Map { entries, .. } = &node.data else { return None };
        entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }
    let value = |node: &Node<'_>, key: &str| -> Option<String> {
        match &entry(node, key)?.data {
            Data::Scalar { text, .. } => Some(text.trim().to_owned()),
            _ => None,
        }
    };
    let council = entry(tree, "council")?;
    Some(Meeting {
        meeting: value(council, "meeting").map(|name| spelling::fold(&name)),
        date: value(council, "date"),
        digest: value(council, "digest"),
        content: entry(council, "approved").and_then(|own| value(own, "content")),
    })
}

/// Returns whether what a matter says of the council is what its file of the year before says: the same digest, or the
/// same meeting on the same day.
fn is_copied(council: &Council, before: &Meeting) -> bool {
    let digest = council.digest.as_ref().map(|digest| format!("sha256:{digest}"));
    let date = council.date.as_ref().map(|date| date.value.to_string());
    let meeting = council.meeting.as_ref().map(|meeting| spelling::fold(&meeting.value));
    let content = council.approved.as_ref().map(|own| format!("sha256:{}", own.content));
    (digest.is_some() && digest == before.digest)
        || (content.is_some() && content == before.content)
        || ((date.is_some() || meeting.is_some()) && date == before.date && meeting == before.meeting)
}

/// Returns the places that a path names in the other files of a matter's year, each with the name of its file; a path
/// may begin with that name.
fn places_elsewhere(sources: &Sources, matter: &Path, path: &str) -> Vec<(String, Span)> {
    let Some(folder) = matter.parent() else { return Vec::new() };
    let mut found = Vec::new();
    for (id, source) in sources.iter() {
        let Ok(name) = source.path().strip_prefix(folder) else { continue };
        let name = crate::source::shown(name);
        if name != "parties.yaml" && !name.starts_with("forms/") {
            continue;
        }
        let own = path.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix('/'));
        found.extend(sources.place_of(id, own.unwrap_or(path)).map(|place| (name, place)));
    }
    found
}

/// Returns a matter, whole only where there are no problems.
pub(super) fn read_matter(
    shared: &SharedNames,
    names: &YearNames,
    year: &str,
    fiscal_year: i32,
    before: &Meetings,
    sources: &Sources,
    source: SourceId,
) -> (Option<Matter>, Vec<Diagnostic>) {
    let Some(file) = sources.get(source) else { return (None, Vec::new()) };
    let yaml::Reading { tree, mut problems } = yaml::read(source, file.text());
    let matter = tree.map(|tree| {
        keep_outline(sources, source, &tree, &problems);
        let raw = RawMatter::decode(&tree, &mut problems);
        let stem =
            file.path().file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let elsewhere = |path: &str| places_elsewhere(sources, file.path(), path);
        let name = format!("{year}/{stem}");
        let origin = Origin { name, fiscal_year, source, elsewhere: &elsewhere };
        let mut matter =
            resolve::matter::matter(raw, &tree, origin, &shared.ward, &shared.common, names, &mut problems);
        if let (Some(council), Some((path, before))) = (&mut matter.council, before.get(&stem))
            && is_copied(council, before)
        {
            council.copied_from = Some(path.clone());
        }
        matter
    });
    yaml::close(source, file.text(), &mut problems);
    (matter, problems)
}
