//! What the commands on audits read: a contract by its name, the year before, and the results so far.

use crate::case::Case;
use crate::cli::output::Output;
use crate::cli::targets::{self, world};
use crate::cli::{Exit, Global, filed};
use crate::diagnostic::Text;
use crate::duty::audit::inspection::Inspection;
use crate::duty::audit::subject::Subject;
use crate::duty::forms::{self, Made, register};
use crate::evidence::format::field::Moment;
use crate::evidence::format::kind::Predicate;
use crate::model::era;
use crate::model::load::{Loaded, LoadedYear, Workspace};
use crate::model::matter::Matter;
use crate::source::Sources;
use crate::text;
use chrono::{FixedOffset, NaiveDateTime};
use std::path::{Path, PathBuf};

/// Seconds by which Japan is ahead of UTC.
const JAPAN: i32 = 9 * 3600;

/// A contract, and where it stands.
pub(super) struct Found {
    pub(super) year: LoadedYear,
    pub(super) matter: Matter,
    pub(super) sources: Sources,
    /// Its file, relative to the workspace.
    pub(super) file: PathBuf,
    /// Its id in the matter.
    pub(super) contract: String,
}

/// Opens the workspace; what is wrong is printed.
pub(super) fn open(global: &Global, output: &mut Output) -> Result<Workspace, Exit> {
    targets::open(global, &[], output).ok_or(Exit::Failed)
}

/// Reads a year, the newest where none is named; what is wrong is printed.
pub(super) fn year(
    workspace: &Workspace,
    name: Option<&str>,
    output: &mut Output,
) -> Result<LoadedYear, Exit> {
    let known = workspace.years().map_err(|error| told(&world(&error), output))?;
    let newest = known.iter().max_by_key(|own| era::fiscal_year_of_folder(own));
    let name = name.or(newest.map(String::as_str)).unwrap_or_default();
    if !known.iter().any(|own| own == name) {
        let list = known.join("、");
        return Err(told(
            &text!(
                "年度「{name}」のフォルダがありません（ある年度: {list}）",
                "there is no year `{name}` (there are: {list})"
            ),
            output,
        ));
    }
    let loaded = workspace.year(name).map_err(|error| told(&world(&error), output))?;
    loaded.result.map_err(|problems| {
        output.problems(&loaded.sources, &problems);
        Exit::Failed
    })
}

/// Prints an error.
pub(super) fn told(error: &Text, output: &mut Output) -> Exit {
    output.error(error);
    Exit::Failed
}

/// Reads a contract: `r08/mihon-itaku/ticket`, or `ticket` within the matter that is given.
pub(super) fn contract(
    workspace: &Workspace,
    name: &str,
    within: Option<&str>,
    output: &mut Output,
) -> Result<Found, Exit> {
    let whole = match within {
        Some(matter) if !name.contains('/') => format!("{matter}/{name}"),
        _ => name.to_owned(),
    };
    let parts: Vec<&str> = whole.split('/').collect();
    let [folder, matter, contract] = parts.as_slice() else {
        return Err(told(
            &text!(
                "「{name}」は契約の名ではありません。「年度/案件/契約」の形（例: r08/mihon-itaku/ticket）か、--matter 年度/案件 と契約の識別子で書いてください",
                "`{name}` names no contract; write year/matter/contract, or the contract's id with --matter"
            ),
            output,
        ));
    };
    let year = year(workspace, Some(folder), output)?;
    let Some(file) = register::matter_file(workspace, folder, matter) else {
        return Err(told(
            &text!(
                "案件 {folder}/{matter} がありません。policies/{folder} の中のファイルの名を確かめてください",
                "there is no matter {folder}/{matter}"
            ),
            output,
        ));
    };
    let Loaded { sources, result } = workspace.matter(&year, &file);
    match result {
        Ok(matter) => Ok(Found { year, matter, sources, file, contract: (*contract).to_owned() }),
        Err(problems) => {
            output.problems(&sources, &problems);
            Err(Exit::Failed)
        }
    }
}

/// Returns the party of a contract that is audited.
///
/// # Errors
///
/// What is said where the contract or the party is not there.
pub(super) fn subject<'a>(
    workspace: &'a Workspace,
    found: &'a Found,
    party: &str,
) -> Result<Subject<'a>, Text> {
    let case = Case::new(workspace, &found.year, &found.matter, &found.sources);
    Subject::find(case, &found.contract, party)
}

/// The year before, where it has the same matter.
pub(super) struct Before {
    year: LoadedYear,
    matter: Matter,
    sources: Sources,
}

impl Before {
    /// Reads it; `None` where it is not there or cannot be read, which is told.
    pub(super) fn read(workspace: &Workspace, matter: &Matter, output: &mut Output) -> Option<Self> {
        let years = workspace.years().ok()?;
        let last = matter.fiscal_year.checked_sub(1)?;
        let folder = years.into_iter().find(|name| era::fiscal_year_of_folder(name) == Some(last))?;
        let name = matter.name.rsplit('/').next()?;
        let file = register::matter_file(workspace, &folder, name)?;
        let read = workspace.year(&folder).ok()?.result.ok().and_then(|year| {
            let Loaded { sources, result } = workspace.matter(&year, &file);
            Some(Self { year, matter: result.ok()?, sources })
        });
        if read.is_none() {
            output.say_one(&text!(
                "昨年度の {folder}/{name} を読めないため、昨年度とは比べません（`fugi check {folder}/{name}`）",
                "last year's {folder}/{name} cannot be read, so nothing is compared with it"
            ));
        }
        read
    }

    pub(super) fn last<'a>(&'a self, workspace: &'a Workspace) -> Case<'a> {
        Case::new(workspace, &self.year, &self.matter, &self.sources)
    }
}

/// Returns the folder in which the papers of a year are.
pub(super) fn folder(workspace: &Workspace, out: Option<&PathBuf>, year: &str) -> PathBuf {
    out.cloned().unwrap_or_else(|| workspace.root().join("out").join(year))
}

/// Returns the results that are signed and logged, and how many more were imported and wait to be signed.
pub(super) fn signed(
    workspace: &Workspace,
    folder: &Path,
    now: NaiveDateTime,
    output: &mut Output,
) -> Result<(Vec<Inspection>, usize), Exit> {
    let mut results = results(workspace, folder, now, output)?;
    let filed =
        filed::read(workspace, &mut Output::held(output.language)).ok_or(Exit::Failed)?.filed.inspections;
    let waiting = results.len().saturating_sub(filed.len());
    results.truncate(filed.len());
    Ok((results, waiting))
}

/// Returns the results so far: those of the record, then those that were imported into a folder and wait to be
/// signed. What cannot be read is told.
pub(super) fn results(
    workspace: &Workspace,
    folder: &Path,
    now: NaiveDateTime,
    output: &mut Output,
) -> Result<Vec<Inspection>, Exit> {
    let mut results = filed::read_and_tell(workspace, output).ok_or(Exit::Failed)?.filed.inspections;
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(results) };
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.sort();
    let is_result = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with("audit-") && name.ends_with(".yaml")
    };
    for file in files.iter().filter(|file| is_result(file)) {
        let waiting = result(file, now, output)?;
        // Once it is signed, the record speaks: it may have been closed or corrected since.
        if !results.iter().any(|filed| filed.is_same_audit(&waiting)) {
            results.push(waiting);
        }
    }
    Ok(results)
}

/// Reads one result.
pub(super) fn result(file: &Path, now: NaiveDateTime, output: &mut Output) -> Result<Inspection, Exit> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| {
        told(&text!("{shown} を読めません（{error}）", "{shown} cannot be read ({error})"), output)
    })?;
    let mut sources = Sources::default();
    let source = sources.add(file, text.as_str());
    let offset = FixedOffset::east_opt(JAPAN);
    let issued_at = offset.and_then(|offset| now.and_local_timezone(offset).single()).map(Moment);
    let Some(issued_at) = issued_at else { return Err(Exit::Failed) };
    // What signing will fill in; nothing is signed here.
    let made = Made { record_id: "未署名".to_owned(), salt: "0".repeat(32), issued_at };
    match forms::read(source, &text).and_then(|form| form.predicate(&made)) {
        Ok(Predicate::AuditResult(result)) => Ok(Inspection::from(&result)),
        Ok(_) => Err(told(
            &text!("{shown} は監査結果の様式ではありません", "{shown} is no form of an audit's result"),
            output,
        )),
        Err(problems) => {
            output.problems(&sources, &problems);
            Err(Exit::Failed)
        }
    }
}
