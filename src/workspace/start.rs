//! What one starts from: the files of a new workspace, and of a new matter. Nothing is written here.

use super::{Error as Unread, whole};
use crate::diagnostic::{Language, Text};
use crate::model::era;
use crate::model::kind::MatterKind;
use crate::model::load::Workspace;
use crate::model::schema::SCHEMAS;
use crate::model::vocabulary::{About, Mark, RoleKind};
use crate::model::ward::{ChecklistForm, Ward, Year, head_of, word_of};
use crate::source::is_portable_name;
use crate::spelling;
use crate::text;
use crate::yaml::edit::scalar;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Files of a new workspace and their texts; `{year}` is the folder of the fiscal year.
const FILES: &[(&str, &str)] = &[
    ("fugi.yaml", include_str!("../../templates/new/fugi.yaml")),
    ("policies/common/acts.yaml", include_str!("../../policies/common/acts.yaml")),
    ("policies/common/changes.yaml", include_str!("../../policies/common/changes.yaml")),
    ("policies/common/clauses.yaml", include_str!("../../policies/common/clauses.yaml")),
    ("policies/common/holidays.yaml", include_str!("../../policies/common/holidays.yaml")),
    ("policies/common/items.yaml", include_str!("../../policies/common/items.yaml")),
    ("policies/common/laws.yaml", include_str!("../../policies/common/laws.yaml")),
    ("policies/common/means.yaml", include_str!("../../policies/common/means.yaml")),
    ("policies/common/networks.yaml", include_str!("../../policies/common/networks.yaml")),
    ("policies/common/sentences.yaml", include_str!("../../policies/common/sentences.yaml")),
    ("policies/common/words.yaml", include_str!("../../policies/common/words.yaml")),
    ("policies/{year}/parties.yaml", include_str!("../../templates/new/parties.yaml")),
    ("policies/{year}/forms/submission.yaml", include_str!("../../templates/new/forms/submission.yaml")),
    (
        "policies/{year}/forms/connection-ward.yaml",
        include_str!("../../templates/new/forms/connection-ward.yaml"),
    ),
    (
        "policies/{year}/forms/connection-counterparty.yaml",
        include_str!("../../templates/new/forms/connection-counterparty.yaml"),
    ),
    (
        "policies/{year}/forms/outsourcing-ward.yaml",
        include_str!("../../templates/new/forms/outsourcing-ward.yaml"),
    ),
    (
        "policies/{year}/forms/outsourcing-contractor.yaml",
        include_str!("../../templates/new/forms/outsourcing-contractor.yaml"),
    ),
    (
        "policies/{year}/forms/secondary-use-ward.yaml",
        include_str!("../../templates/new/forms/secondary-use-ward.yaml"),
    ),
    (
        "policies/{year}/forms/provision-recipient.yaml",
        include_str!("../../templates/new/forms/provision-recipient.yaml"),
    ),
    (
        "policies/{year}/forms/indirect-collection-ward.yaml",
        include_str!("../../templates/new/forms/indirect-collection-ward.yaml"),
    ),
    (
        "policies/{year}/forms/designated-manager-contractor.yaml",
        include_str!("../../templates/new/forms/designated-manager-contractor.yaml"),
    ),
];

/// The matter to start from; words in double braces are filled in.
const MATTER: &str = include_str!("../../templates/new/matter.yaml");

/// The first matter of a new workspace.
const FIRST: &str = "hajimete";

/// Why there is nothing to start from.
#[derive(Debug)]
pub enum Error {
    /// A year that is not there, or a name that no file can have; what to do.
    Unfit(Text),
    /// A file of the year that cannot be read.
    Unread(Unread),
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Unfit(what) => what.clone(),
            Self::Unread(error) => error.text(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().ja)
    }
}

impl std::error::Error for Error {}

impl<E: Into<Unread>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Unread(error.into())
    }
}

/// A file that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the workspace, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Returns the files of common words that come with the program, with their paths in a workspace.
pub(super) fn common_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(|(path, _)| path.starts_with("policies/common/"))
}

/// Returns the folder of the fiscal year that a day lies in: `r08`.
#[must_use]
pub fn year_of(day: NaiveDate) -> String {
    let fiscal = era::fiscal_year(day);
    if fiscal >= 2019 { format!("r{:02}", fiscal - 2018) } else { fiscal.to_string() }
}

/// The name of the authority in the files of a new workspace, until it is told its own.
const NAME: &str = "見本区";

/// Returns the files of a new workspace, the first matter last, in the words of the authority where its name is known.
/// Descriptions in the schemas, which an editor shows, are in one language. All of it was read as a workspace is.
///
/// # Errors
///
/// [`Error`] where the folder of the year is none.
pub fn workspace(year: &str, name: Option<&str>, language: Language) -> Result<Vec<File>, Error> {
    if name.is_some_and(|name| name.trim().is_empty() || name.chars().any(char::is_control)) {
        return Err(Error::Unfit(text!("自治体の名を一行で書いてください", "write the name in one line")));
    }
    let name = name.map_or(NAME, str::trim);
    let own = |text: &str| spelling::in_own_word(text, word_of(name));
    // A name may hold what YAML reads otherwise; longer ones are made of it.
    let filled = |text: &str| {
        let text = own(text).replace(&format!("name: {NAME} "), &format!("name: {} ", scalar(name)));
        let plain = scalar(name) == name;
        if plain { text.replace(&head_of(NAME), &head_of(name)).replace(NAME, name) } else { text }
    };
    let named = |(path, text): &(&str, &str)| File { path: path.replace("{year}", year), text: filled(text) };
    let mut files: Vec<File> = FILES.iter().map(named).collect();
    for schema in SCHEMAS {
        let json = serde_json::to_string_pretty(&schema.in_language(language)).unwrap_or_default();
        files.push(File {
            path: format!("schemas/{}.schema.json", schema.name),
            text: format!("{}\n", own(&json)),
        });
    }
    // The matter is made with the forms that were made, as they are read.
    let made: BTreeMap<PathBuf, Vec<u8>> =
        files.iter().map(|own| (PathBuf::from(&own.path), own.text.clone().into_bytes())).collect();
    let (made, _) = whole(Workspace::open_in_memory(Path::new("fugi"), made)?)?;
    files.push(made.new_matter(Some(year), FIRST)?);
    Ok(files)
}

impl Workspace {
    /// Returns the file of a new matter, with every key and a comment on it; in the newest year where none is named.
    ///
    /// # Errors
    ///
    /// [`Error`] where the year is not there or not whole, or the name is none that a file can have.
    pub fn new_matter(&self, year: Option<&str>, name: &str) -> Result<File, Error> {
        let (year, path) = self.place_of_new_matter(year, name)?;
        let loaded = self.whole_year(&year)?;
        let text = fill(&self.ward, &loaded.year, &year, &path);
        Ok(File { path, text })
    }

    /// Returns the year of a new matter and the path of its file, with `/`; in the newest year where none is named.
    pub(super) fn place_of_new_matter(
        &self,
        year: Option<&str>,
        name: &str,
    ) -> Result<(String, String), Error> {
        let year = self.year_named(year)?;
        let path = path_of_new(&year, name)?;
        Ok((year, path))
    }

    /// Returns the folder of a year: the one named, else the newest.
    pub(super) fn year_named(&self, year: Option<&str>) -> Result<String, Error> {
        let mut years = self.years()?;
        let newest = || text!("policies に年度のフォルダがありません", "policies holds no year");
        match year {
            Some(year) if years.iter().any(|known| known == year) => Ok(year.to_owned()),
            Some(year) => {
                let (list, list_en) = (years.join("、"), years.join(", "));
                Err(Error::Unfit(text!(
                    "policies/{year} がありません。使える年度: {list}（新しい年度は、前の年度の parties.yaml と forms を写して作ります）",
                    "there is no policies/{year}; years: {list_en}"
                )))
            }
            None => years.pop().ok_or_else(|| Error::Unfit(newest())),
        }
    }
}

/// Returns the path of a new matter in the folder of a year.
fn path_of_new(year: &str, name: &str) -> Result<String, Error> {
    let stem = name.strip_suffix(".yaml").unwrap_or(name);
    if !is_portable_name(stem) || stem.starts_with('.') || stem == "parties" {
        return Err(Error::Unfit(text!(
            "「{name}」はファイルの名に使えません（/ \\ : * ? \" < > | を含まず、点と空白で終わらず、con、nul など Windows の機器の名でない名にしてください）",
            "`{name}` cannot be a file's name (no / \\ : * ? \" < > |, no dot or space at the end, no device of Windows such as con or nul)"
        )));
    }
    Ok(format!("policies/{year}/{stem}.yaml"))
}

fn fill(ward: &Ward, form_year: &Year, year: &str, path: &str) -> String {
    let (kind, about_kind) = kind_of_new(ward, form_year);
    let own = [("kinds", kinds(form_year)), ("checklists", checklists(form_year, kind))];
    let values = about_kind.into_iter().chain(own).chain(values(ward, year, path));
    let text = values.fold(spelling::in_own_word(MATTER, ward.word()), |text, (key, value)| {
        text.replace(&format!("{{{{{key}}}}}"), &value)
    });
    let text = if form_year.kinds.iter().any(|kind| kind.is_about(About::Connection)) {
        text
    } else {
        without_connection(&text)
    };
    if kind.is_none_or(|kind| kind.is_about(About::Contract)) { text } else { without_contract(&text) }
}

/// Takes the example of a connection out, for a form that has no annex of one.
fn without_connection(text: &str) -> String {
    let begin = text.find("# connections:").unwrap_or(text.len());
    let (before, rest) = text.split_at(begin);
    let after = rest.find("\n\n").and_then(|end| rest.get(end + 2..)).unwrap_or_default();
    format!("{before}{after}")
}

/// Returns the kind of a new matter, one of a contract where the year has one, and what the file takes from it.
fn kind_of_new<'y>(ward: &Ward, year: &'y Year) -> (Option<&'y MatterKind>, Vec<(&'static str, String)>) {
    let of_contract = year.kinds.iter().find(|kind| kind.is_about(About::Contract));
    let kind = of_contract.or_else(|| year.kinds.iter().next());
    let id = kind.map_or_else(String::new, |kind| kind.id.value.clone());
    let article = ward.articles.iter().find(|(_, kinds)| kinds.iter().any(|own| own.value == id));
    let other = kind.and_then(|kind| kind.roles.first()).map(|role| role.value);
    let (other, name, role) = match other {
        Some(role) => ("aite", role.ja(), role.word()),
        None => ("itakusaki", RoleKind::Contractor.ja(), RoleKind::Contractor.word()),
    };
    let is_of_contract = kind.is_none_or(|kind| kind.is_about(About::Contract));
    let submitted =
        if is_of_contract { "何の業務を委託するか" } else { "何を、何のために行うか" };
    let mut values = vec![
        ("kind", id),
        ("submitted", submitted.to_owned()),
        ("other", other.to_owned()),
        ("other_name", spelling::in_own_word(name, ward.word())),
        ("other_kind", role.to_owned()),
    ];
    values.extend(article.map(|(article, _)| ("article", scalar(article))));
    (kind, values)
}

/// Returns the kinds of a year in words: provision（外部提供）、outsourcing（業務委託）.
fn kinds(year: &Year) -> String {
    let kinds: Vec<String> = year.kinds.iter().map(|kind| format!("{}（{}）", kind.id, kind.name)).collect();
    kinds.join("、")
}

/// Returns the file of a matter that is about no contract: the part on contracts is a comment, as what is not used.
fn without_contract(text: &str) -> String {
    let mut is_contract = false;
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if !line.starts_with([' ', '#', '\n']) {
            is_contract = line.starts_with("contracts:");
        }
        let is_used = !line.trim_start().starts_with('#') && !line.trim().is_empty();
        if is_used && (is_contract || line.starts_with("    contract: ")) {
            out.push_str("# ");
        }
        out.push_str(line);
    }
    out
}

/// Returns what a new matter takes from the ward and the year, by the words in double braces.
pub(super) fn values(ward: &Ward, year: &str, path: &str) -> Vec<(&'static str, String)> {
    let fiscal = era::fiscal_year_of_folder(year).unwrap_or(2000);
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let (from, to) = (day(fiscal, 4, 1), day(fiscal + 1, 3, 31));
    let first = |value: Option<String>| value.unwrap_or_default();
    vec![
        ("path", path.to_owned()),
        ("year", year.to_owned()),
        ("ward", scalar(&ward.name)),
        ("article", scalar(&first(ward.articles.first().map(|(article, _)| article.value.clone())))),
        ("department", first(ward.departments.iter().next().map(|row| row.id.value.clone()))),
        ("business", first(ward.businesses.iter().next().map(|row| row.id.value.clone()))),
        ("from", from.to_string()),
        ("to", to.to_string()),
    ]
}

/// Returns the forms of a kind with every row ready to be answered; the others as comments.
fn checklists(year: &Year, kind: Option<&MatterKind>) -> String {
    let mut out = String::new();
    for form in &year.forms {
        let own = &year.kinds[form.kind.value];
        let about = own.about.value;
        let used = kind.is_some_and(|kind| kind.id.value == own.id.value);
        let lead = if used { "" } else { "# " };
        out.push_str(&format!("{lead}  - form: {}{}\n", form.id, comment(&form.heading)));
        let covered = match about {
            About::Contract => Some("itaku"),
            About::Connection => Some("ketsugo"),
            About::Role | About::Matter => None,
        };
        if let Some(covered) = covered {
            let covers = comment("この答えが及ぶもの（契約など）");
            out.push_str(&format!("{lead}    # covers: [{covered}]{covers}\n"));
        }
        out.push_str(&format!("{lead}    answers:{}\n", comment(&answers(form))));
        for row in &form.rows {
            let answer = answer(row.id.as_str(), Mark::Adopted);
            out.push_str(&format!("{lead}      # - {answer}{}\n", comment(&row.text)));
        }
        for (word, mark) in form.answers.iter().filter(|(_, mark)| *mark != Mark::Adopted) {
            let Some(row) = form.rows.iter().next() else { continue };
            let how = comment(&format!("「{word}」の書き方"));
            out.push_str(&format!("{lead}      # - {}{how}\n", answer(row.id.as_str(), *mark)));
        }
    }
    out
}

/// Returns the answers that a form offers, each with what is asked beside it.
pub(super) fn answers(form: &ChecklistForm) -> String {
    let words = form.answers.iter().map(|(word, mark)| {
        let asked = match mark {
            Mark::Adopted => "evidence に証跡と時期",
            Mark::Planned => "by に予定の日",
            Mark::NotNeeded => "reason に理由",
        };
        format!("{}（{word}。{asked}）", mark.word())
    });
    format!("答えは {}", words.collect::<Vec<_>>().join("、"))
}

/// Returns an answer as it is written, with words in the place of what is to be filled in.
fn answer(row: &str, mark: Mark) -> String {
    let asked = match mark {
        Mark::Adopted => "evidence: 証跡と時期",
        Mark::Planned => "by: 予定の日",
        Mark::NotNeeded => "reason: 理由",
    };
    format!("{{ row: {row}, status: {}, {asked} }}", mark.word())
}

fn comment(text: &str) -> String {
    format!("   # {text}")
}
