//! The yearly audits: which entrusted work of a year was inspected and which is due, and the report on it.

use super::select::{Extent, Selection};
use super::{Unread, whole};
use crate::case::Case;
use crate::diagnostic::{Text, unreadable};
use crate::document::tree::Document;
use crate::duty::audit::inspection::Inspection;
use crate::duty::audit::plan::{Work, plan};
use crate::duty::audit::questions::key;
use crate::duty::audit::report::{self, Wordings};
use crate::duty::audit::subject::Subject;
use crate::duty::filed::Filed;
use crate::duty::forms::{self, Made, register};
use crate::evidence::format::field::Moment;
use crate::evidence::format::kind::Predicate;
use crate::model::era;
use crate::model::load::{LoadedYear, Workspace};
use crate::model::matter::Matter;
use crate::model::ward::Year;
use crate::source::Sources;
use crate::text;
use chrono::NaiveDate;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why there is no answer.
#[derive(Debug)]
pub enum Error {
    /// What was named is not there, or is not what it should be; what to do.
    Unfit(Text),
    /// A file could not be read.
    Read(super::Error),
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Read(error) => error.text(),
            Self::Unfit(what) => what.clone(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().ja)
    }
}

impl std::error::Error for Error {}

impl<E: Into<super::Error>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Read(error.into())
    }
}

/// A contract, and where it stands.
#[derive(Debug)]
pub struct Contract {
    /// Its year.
    pub year: LoadedYear,
    /// Its matter.
    pub matter: Matter,
    /// The texts of the matter.
    pub sources: Sources,
    /// The file of the matter, relative to the workspace.
    pub file: PathBuf,
    /// Its id in the matter.
    pub id: String,
}

impl Contract {
    /// Returns the party of the contract that is audited: a provider, a legal entity or a role.
    ///
    /// # Errors
    ///
    /// What is said where the contract or the party is not there.
    pub fn subject<'a>(&'a self, workspace: &'a Workspace, party: &str) -> Result<Subject<'a>, Text> {
        let case = Case::new(workspace, &self.year, &self.matter, &self.sources);
        Subject::find(case, &self.id, party)
    }
}

/// A matter as it was in the year before.
#[derive(Debug)]
pub struct Before {
    year: LoadedYear,
    matter: Matter,
    sources: Sources,
}

impl Before {
    /// Returns it with all that its names refer to.
    #[must_use]
    pub fn case<'a>(&'a self, workspace: &'a Workspace) -> Case<'a> {
        Case::new(workspace, &self.year, &self.matter, &self.sources)
    }
}

/// The year before has the matter, and it cannot be read: nothing is compared with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncompared(pub String);

impl Uncompared {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        let name = &self.0;
        text!(
            "昨年度の {name} を読めないため、昨年度とは比べません（`fugi check {name}`）",
            "last year's {name} cannot be read, so nothing is compared with it (`fugi check {name}`)"
        )
    }
}

/// The results of audits so far.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// Those of the record.
    pub signed: Vec<Inspection>,
    /// Those that were imported and wait to be signed; they count for nothing yet.
    pub waiting: Vec<Inspection>,
}

impl Results {
    /// Returns all of them, those of the record first.
    #[must_use]
    pub fn all(&self) -> Vec<Inspection> {
        self.signed.iter().chain(&self.waiting).cloned().collect()
    }
}

/// The entrusted work of a year, and how far its inspections are.
#[derive(Debug)]
pub struct Plan {
    /// The folder of the year: `r08`.
    pub year: String,
    /// The day that was looked at.
    pub today: NaiveDate,
    /// The work, what is late first.
    pub works: Vec<Work>,
    /// Matters that could not be compared with the year before.
    pub uncompared: Vec<Uncompared>,
    /// What could not be read: its work is missing.
    pub unread: Vec<Unread>,
}

impl Plan {
    /// Returns how much work is late.
    #[must_use]
    pub fn late(&self) -> usize {
        self.works.iter().filter(|work| work.is_late(self.today)).count()
    }
}

impl Workspace {
    /// Reads a year, the newest where none is named.
    ///
    /// # Errors
    ///
    /// [`Error`] where it is not there or not whole.
    pub fn audit_year(&self, name: Option<&str>) -> Result<LoadedYear, Error> {
        let known = self.years()?;
        let newest = known.iter().max_by_key(|own| era::fiscal_year_of_folder(own));
        let name = name.or(newest.map(String::as_str)).unwrap_or_default();
        if !known.iter().any(|own| own == name) {
            let (list, list_en) = (known.join("、"), known.join(", "));
            return Err(Error::Unfit(text!(
                "年度「{name}」のフォルダがありません（ある年度: {list}）",
                "there is no year `{name}` (there are: {list_en})"
            )));
        }
        Ok(self.whole_year(name)?)
    }

    /// Reads a contract: `r08/mihon-itaku/ticket`, or `ticket` within the matter that is given.
    ///
    /// # Errors
    ///
    /// [`Error`] where the name is none, or its matter is not there or not whole.
    pub fn audit_contract(&self, name: &str, within: Option<&str>) -> Result<Contract, Error> {
        let whole_name = match within {
            Some(matter) if !name.contains('/') => format!("{matter}/{name}"),
            _ => name.to_owned(),
        };
        let parts: Vec<&str> = whole_name.split('/').collect();
        let [folder, matter, id] = parts.as_slice() else {
            return Err(Error::Unfit(text!(
                "「{name}」は契約の名ではありません。「年度/案件/契約」の形（例: r08/mihon-itaku/ticket）か、--matter 年度/案件 と契約の識別子で書いてください",
                "`{name}` names no contract; write year/matter/contract, or the contract's id with --matter"
            )));
        };
        let year = self.audit_year(Some(folder))?;
        let Some(file) = register::matter_file(self, folder, matter) else {
            return Err(Error::Unfit(text!(
                "案件 {folder}/{matter} がありません。policies/{folder} の中のファイルの名を確かめてください",
                "there is no matter {folder}/{matter}"
            )));
        };
        let (matter, sources) = whole(self.matter(&year, &file))?;
        Ok(Contract { year, matter, sources, file, id: (*id).to_owned() })
    }

    /// Reads the same matter of the year before; none where that year has no such matter.
    ///
    /// # Errors
    ///
    /// [`Uncompared`] where it is there and not whole.
    pub fn year_before(&self, matter: &Matter) -> Result<Option<Before>, Uncompared> {
        let found = || {
            let last = matter.fiscal_year.checked_sub(1)?;
            let years = self.years().ok()?;
            let folder = years.into_iter().find(|name| era::fiscal_year_of_folder(name) == Some(last))?;
            let name = matter.name.rsplit('/').next()?;
            let file = register::matter_file(self, &folder, name)?;
            Some((format!("{folder}/{name}"), folder, file))
        };
        let Some((name, folder, file)) = found() else { return Ok(None) };
        let read = self.whole_year(&folder).ok().and_then(|year| {
            let (matter, sources) = whole(self.matter(&year, &file)).ok()?;
            Some(Before { year, matter, sources })
        });
        read.map(Some).ok_or(Uncompared(name))
    }

    /// Returns the results of audits so far: those that were filed, and those that were imported into a folder and wait
    /// to be signed. Where a result is in both, the record speaks: it may have been closed or corrected since.
    ///
    /// # Errors
    ///
    /// [`Error`] where a file that is named like a result cannot be read as one.
    pub fn audit_results(&self, filed: &Filed, folder: &Path, now: Moment) -> Result<Results, Error> {
        let mut results = Results { signed: filed.inspections.clone(), waiting: Vec::new() };
        let Ok(entries) = std::fs::read_dir(folder) else { return Ok(results) };
        let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        files.sort();
        let is_result = |path: &PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            name.starts_with("audit-") && name.ends_with(".yaml")
        };
        for file in files.iter().filter(|file| is_result(file)) {
            let own = result(file, now)?;
            if !results.signed.iter().chain(&results.waiting).any(|other| other.is_same_audit(&own)) {
                results.waiting.push(own);
            }
        }
        Ok(results)
    }

    /// Returns the entrusted work of a year, against the results that are given.
    ///
    /// # Errors
    ///
    /// [`Error`] where the folder of the year cannot be listed.
    pub fn audit_plan(
        &self,
        year: &LoadedYear,
        results: &[Inspection],
        today: NaiveDate,
    ) -> Result<Plan, Error> {
        let (mut works, mut uncompared, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        for file in self.matters(&year.year.name)? {
            match whole(self.matter(year, &file)) {
                Ok((matter, sources)) => {
                    let before = self.year_before(&matter).unwrap_or_else(|own| {
                        uncompared.push(own);
                        None
                    });
                    let last = before.as_ref().map(|before| before.case(self));
                    works.extend(plan(&Case::new(self, year, &matter, &sources), last, results, today));
                }
                Err(problems) => unread.push(Unread { files: vec![file], error: problems.into() }),
            }
        }
        let own = Selection { year: year.year.name.clone(), files: Vec::new(), extent: Extent::Year };
        unread.extend(self.unread_beside(&[own]));
        works.sort_by_key(|work| work.standing);
        Ok(Plan { year: year.year.name.clone(), today, works, uncompared, unread })
    }

    /// Returns the report on the audits of a year as a document, with the plan that it shows.
    ///
    /// # Errors
    ///
    /// As [`Self::audit_plan`].
    pub fn audit_report(
        &self,
        year: &LoadedYear,
        results: &[Inspection],
        today: NaiveDate,
    ) -> Result<(Document, Plan), Error> {
        let plan = self.audit_plan(year, results, today)?;
        let own = (year.year.name.as_str(), year.year.fiscal_year);
        let document = report::build(
            &self.ward,
            own,
            &year.year.labels.print,
            &plan.works,
            &wordings(&year.year, results),
            today,
        );
        Ok((document, plan))
    }
}

/// Returns the wording of every row that was answered, from the forms of the year.
fn wordings(year: &Year, results: &[Inspection]) -> Wordings {
    let mut wordings = Wordings::new();
    for own in results {
        for form in year.forms.iter().filter(|form| own.forms.contains(&form.id.value)) {
            for row in &form.rows {
                wordings.insert((own.contract.clone(), key(form, &row.id.value)), row.text.value.clone());
            }
        }
    }
    wordings
}

/// Reads the form of an audit's result.
///
/// # Errors
///
/// [`Error`] where the file cannot be read, or is no such form.
pub fn result(file: &Path, now: Moment) -> Result<Inspection, Error> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| Error::Unfit(unreadable(&shown, &error)))?;
    let mut sources = Sources::default();
    let source = sources.add(file, text.as_str());
    // What signing will fill in; nothing is signed here.
    let made = Made { record_id: "未署名".to_owned(), salt: "0".repeat(32), issued_at: now };
    match forms::read(source, &text).and_then(|form| form.predicate(&made)) {
        Ok(Predicate::AuditResult(result)) => Ok(Inspection::from(&result)),
        Ok(_) => Err(Error::Unfit(text!(
            "{shown} は監査結果の様式ではありません",
            "{shown} is no form of an audit's result"
        ))),
        Err(list) => Err(super::Problems { sources, list }.into()),
    }
}
