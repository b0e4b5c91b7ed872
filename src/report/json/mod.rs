//! Results for programs. One file a command, in it the types that are written; their JSON Schemas are made from
//! them and stand in `schemas/`.
//!
//! Each shape is an interface of its own (`version`) and does not follow the internal types: renaming a field in the
//! program must not break a ward's script. New keys may be added; a change of meaning raises the version.

pub mod audit;
pub mod check;
pub mod companies;
pub mod diff;
pub mod erasure;
pub mod explain;
pub mod incident;
pub mod keys;
pub mod log;
pub mod observe;
pub mod show;
pub mod status;
pub mod verify;

use super::place;
use crate::diagnostic::{Diagnostic, Language, Severity, Text};
use crate::duty::filed;
use crate::source::{Sources, Span};
use crate::text;
use crate::workspace::filed::Record;
use crate::workspace::{self, Error};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;

/// A shape of `--format json`: the command it belongs to, and how its schema is made.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Name of the schema's file, without the ending: `result-check`.
    pub name: &'static str,
    /// What it describes, for a reader.
    pub title: &'static str,
    /// The same in English.
    pub english: &'static str,
    make: fn() -> Value,
}

impl Shape {
    /// Of a command that may not come so far: then [`NotRead`] is written in its place.
    const fn new<T: JsonSchema>(name: &'static str, title: &'static str, english: &'static str) -> Self {
        Self { name, title, english, make: schema_of::<Written<T>> }
    }

    /// Of a command that reads no file of a ward.
    const fn always<T: JsonSchema>(name: &'static str, title: &'static str, english: &'static str) -> Self {
        Self { name, title, english, make: schema_of::<T> }
    }

    /// Returns the JSON Schema (2020-12) of what the command writes, its title in one language.
    #[must_use]
    pub fn schema(&self, language: Language) -> Value {
        let mut schema = (self.make)();
        if let Some(root) = schema.as_object_mut() {
            let title = match language {
                Language::English => self.english,
                Language::Japanese => self.title,
            };
            root.insert("title".to_owned(), title.into());
        }
        schema
    }
}

/// Every shape.
pub static SHAPES: &[Shape] = &[
    Shape::new::<audit::Plan>(
        "result-audit-plan",
        "監査の計画（audit plan --format json）",
        "plan of the audits (audit plan --format json)",
    ),
    Shape::new::<check::Report>(
        "result-check",
        "検査の結果（check --format json）",
        "findings (check --format json)",
    ),
    Shape::new::<diff::Report>(
        "result-diff",
        "二つの年の比較（diff --format json）",
        "comparison of two years (diff --format json)",
    ),
    Shape::new::<erasure::Report>(
        "result-erasure",
        "残っている写し（erasure status --format json）",
        "copies that are left (erasure status --format json)",
    ),
    Shape::new::<explain::Report>(
        "result-explain",
        "道筋と権限（explain ROLE ITEM --format json）",
        "paths and permissions (explain ROLE ITEM --format json)",
    ),
    Shape::always::<explain::Keys>(
        "result-explain-key",
        "キー（explain KEY --format json）",
        "keys of the files (explain KEY --format json)",
    ),
    Shape::always::<explain::Rules>(
        "result-explain-rule",
        "規則（explain RULE --format json）",
        "rules (explain RULE --format json)",
    ),
    Shape::new::<incident::Report>(
        "result-incident",
        "事故の最初の一時間（incident start --format json）",
        "the first hour of an incident (incident start --format json)",
    ),
    Shape::new::<keys::Report>(
        "result-keys",
        "鍵の登録簿（key list --format json）",
        "key register (key list --format json)",
    ),
    Shape::new::<log::Report>(
        "result-log",
        "ログの記録（log list --format json）",
        "entries of the log (log list --format json)",
    ),
    Shape::new::<observe::Report>(
        "result-observe",
        "実際のレイアウトと申告（observe --format json）",
        "a real layout beside what is declared (observe --format json)",
    ),
    Shape::new::<companies::Report>(
        "result-parties",
        "法人番号の一覧との照合（parties check --format json）",
        "against the list of corporate numbers (parties check --format json)",
    ),
    Shape::new::<show::Report>("result-show", "表（show --format json）", "tables (show --format json)"),
    Shape::new::<show::Flows>(
        "result-show-flow",
        "流れの図（show flow --format json）",
        "diagram of a flow (show flow --format json)",
    ),
    Shape::new::<status::Report>(
        "result-status",
        "期限（status --format json）",
        "what is due (status --format json)",
    ),
    Shape::new::<verify::Report>(
        "result-verify",
        "証跡の検証（verify --format json）",
        "verification of the evidence (verify --format json)",
    ),
];

fn schema_of<T: JsonSchema>() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// Returns a result as text, indented, without a line break at the end; keys stand in alphabetical order.
#[must_use]
pub fn pretty(result: &impl Serialize) -> String {
    let value = serde_json::to_value(result).unwrap_or_default();
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// It must be fixed.
    Error,
    /// It needs a look.
    Warning,
    /// It is good to know.
    Info,
}

impl From<Severity> for Weight {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Info => Self::Info,
            Severity::Warning => Self::Warning,
        }
    }
}

/// A place in a file; all null where there is none. Lines and columns count from 1, a column counts characters, and
/// the end is the first character behind the place.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct At {
    /// Path relative to the workspace, with `/`.
    pub file: Option<String>,
    /// Line where it begins.
    pub line: Option<usize>,
    /// Column where it begins.
    pub column: Option<usize>,
    /// Line where it ends.
    pub end_line: Option<usize>,
    /// Column where it ends.
    pub end_column: Option<usize>,
}

impl At {
    /// Returns where a span lies.
    #[must_use]
    pub fn new(sources: &Sources, span: Span) -> Self {
        place(sources, span).map_or_else(Self::default, |at| Self {
            file: Some(at.file),
            line: Some(at.line),
            column: Some(at.column),
            end_line: Some(at.end_line),
            end_column: Some(at.end_column),
        })
    }
}

/// Something that could not be read, and what was not looked at because of it.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Unread {
    /// Files of matters that were not looked at, relative to the workspace; of a run that gave nothing else, the files
    /// that could not be read.
    pub files: Vec<String>,
    /// Why, each with its place; at least one.
    pub reasons: Vec<Reason>,
}

/// What is written where something that everything rests on could not be read: the workspace, its common words, the
/// year, the one matter that was asked about. The exit status is 2.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[schemars(deny_unknown_fields)]
pub struct NotRead {
    /// Version of this shape.
    pub version: u32,
    /// Always false.
    #[schemars(extend("const" = false))]
    pub complete: bool,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

impl NotRead {
    /// Says what could not be read.
    #[must_use]
    pub fn new(unread: Vec<Unread>) -> Self {
        Self { version: 1, complete: false, unread }
    }
}

/// What a command writes: its result, or that it could not be had.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "it stands for what two places write; nothing but its schema is used")]
enum Written<T> {
    Result(T),
    NotRead(NotRead),
}

/// What the evidence was judged by.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Evidence {
    /// Whose word was taken for the keys: `trust-file` (that of `fugi.yaml`), `folder` (that of the evidence itself), or
    /// `no-record`.
    pub keys: String,
    /// How many things verification refuses that concern no single record.
    pub other_errors: u64,
}

impl Evidence {
    fn new(record: &Record) -> Self {
        Self { keys: record.basis.name().to_owned(), other_errors: record.others }
    }
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Reason {
    /// The name of the problem; null where the system refused a file as a whole.
    pub rule: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where.
    #[serde(flatten)]
    pub at: At,
}

impl Unread {
    /// Returns all that could not be read, in one language.
    #[must_use]
    pub fn all(unread: &[workspace::Unread], language: Language) -> Vec<Self> {
        unread.iter().map(|own| Self::new(own, language)).collect()
    }

    /// Returns all that could not be read, and the entries of the log that do not count, in one language.
    #[must_use]
    pub fn with_entries(unread: &[workspace::Unread], record: &Record, language: Language) -> Vec<Self> {
        let entry = |own: &filed::Uncounted| {
            let (entry, ja, en) = (own.entry, &own.why.ja, &own.why.en);
            Self::told(&text!("記録 {entry}番: {ja}", "entry {entry}: {en}"), Vec::new(), language)
        };
        Self::all(unread, language).into_iter().chain(record.uncounted.iter().map(entry)).collect()
    }

    /// Returns what was told in words, and the files that it is about, in one language.
    #[must_use]
    pub fn told(why: &Text, files: Vec<String>, language: Language) -> Self {
        let message = why.get(language).to_owned();
        Self { files, reasons: vec![Reason { rule: None, message, help: None, at: At::default() }] }
    }

    /// Returns what could not be read, in one language.
    #[must_use]
    pub fn new(unread: &workspace::Unread, language: Language) -> Self {
        Self::of(&unread.error, &unread.files, language)
    }

    /// Returns why something could not be read and which files were not looked at, in one language.
    #[must_use]
    pub fn of(error: &Error, files: &[PathBuf], language: Language) -> Self {
        match error {
            Error::Problems(problems) => Self::problems(&problems.sources, &problems.list, files, language),
            Error::Load(_) | Error::Select(_) => Self::told(&error.text(), shown(files), language),
        }
    }

    /// Returns problems of loading and which files were not looked at, in one language.
    #[must_use]
    pub fn problems(sources: &Sources, list: &[Diagnostic], files: &[PathBuf], language: Language) -> Self {
        let reason = |problem: &Diagnostic| Reason {
            rule: Some(problem.rule.to_owned()),
            message: problem.message.get(language).to_owned(),
            help: problem.help.as_ref().map(|help| help.get(language).to_owned()),
            at: At::new(sources, problem.primary.span),
        };
        let reasons: Vec<Reason> = list.iter().map(reason).collect();
        // Where nothing was looked at because of one file, that is the file.
        let files = if files.is_empty() {
            let mut own: Vec<String> = reasons.iter().filter_map(|own| own.at.file.clone()).collect();
            own.dedup();
            own
        } else {
            shown(files)
        };
        Self { files, reasons }
    }
}

fn shown(files: &[PathBuf]) -> Vec<String> {
    files.iter().map(|file| crate::source::shown(file)).collect()
}
