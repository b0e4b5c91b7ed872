//! What one asks of a workspace: it is opened, checked, compared, printed, and asked what is due. Every answer is a
//! typed result; nothing here prints, looks at the clock or the environment, or ends the process.
//!
//! One file a question. Each adds methods to [`Workspace`], which [`crate::model::load`] reads.

pub mod agenda;
pub mod approved;
pub mod audit;
pub mod book;
pub mod carry;
pub mod check;
pub mod companies;
pub mod compare;
pub mod draft;
pub mod edit;
pub mod erasure;
pub mod explain;
pub mod export;
pub mod fields;
pub mod filed;
mod git;
mod holder;
pub mod incident;
pub mod observe;
pub mod patterns;
pub mod render;
pub mod revisions;
pub mod schema;
pub mod select;
pub mod start;
pub mod status;
pub mod tables;
pub mod upgrade;
pub mod verify;

use crate::diagnostic::{Diagnostic, Text};
use crate::model::load::{self, Loaded, Strays, Workspace};
use crate::source::Sources;
use crate::text;
use std::fmt;
use std::path::{Path, PathBuf};

/// Problems at places in files: why something is not whole.
#[derive(Clone, Debug)]
pub struct Problems {
    /// The texts that the places are in.
    pub sources: Sources,
    /// The problems, by place.
    pub list: Vec<Diagnostic>,
}

impl fmt::Display for Problems {
    /// Writes one problem a line, in Japanese: file, line, column, message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            let span = problem.primary.span;
            if let Some(source) = self.sources.get(span.source()) {
                let (line, column) = source.line_column(span.start());
                write!(f, "{}:{line}:{column}: ", source.path().display())?;
            }
            f.write_str(&problem.message.ja)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// Why a workspace, or a part of it, could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder, or a file as a whole.
    #[error(transparent)]
    Load(#[from] load::Error),
    /// Problems in files.
    #[error(transparent)]
    Problems(#[from] Problems),
    /// A path or name that is neither a matter nor a year.
    #[error(transparent)]
    Select(#[from] select::Error),
}

impl Error {
    /// Returns what happened, and what to do; of problems in files, how many there are.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Load(error) => error.text(),
            Self::Problems(problems) => {
                let n = problems.list.len();
                text!("ファイルに誤りがあります（{n}件）", "{n} problem(s) in files")
            }
            Self::Select(error) => error.text(),
        }
    }
}

/// A part of the workspace that could not be read, and what was not looked at because of it.
#[derive(Debug)]
pub struct Unread {
    /// Files of matters, relative to the workspace.
    pub files: Vec<PathBuf>,
    /// Why.
    pub error: Error,
}

impl Unread {
    /// Returns what nothing reads as what could not be read; nothing where there is none of it.
    #[must_use]
    pub fn strays(strays: Strays) -> Option<Self> {
        let Strays { sources, problems, .. } = strays;
        let path = |problem: &Diagnostic| Some(sources.get(problem.primary.span.source())?.path().to_owned());
        let files: Vec<PathBuf> = problems.iter().filter_map(path).collect();
        (!problems.is_empty()).then(|| Self { files, error: Problems { sources, list: problems }.into() })
    }
}

/// Returns what was read whole, or its problems.
///
/// # Errors
///
/// [`Problems`] where the file, or one that it needs, is not whole.
pub fn whole<T>(loaded: Loaded<T>) -> Result<(T, Sources), Problems> {
    let Loaded { sources, result } = loaded;
    match result {
        Ok(thing) => Ok((thing, sources)),
        Err(list) => Err(Problems { sources, list }),
    }
}

impl Workspace {
    /// Opens the workspace that a folder is in: the nearest one from `from` upward that holds a `fugi.yaml`.
    ///
    /// # Errors
    ///
    /// [`Error::Load`] where there is none or it cannot be read, [`Error::Problems`] where `fugi.yaml` or
    /// `policies/common/` is not whole.
    pub fn discover(from: &Path) -> Result<Self, Error> {
        let root: PathBuf = load::find_root(from)?;
        let (workspace, _) = whole(Self::open(&root)?)?;
        Ok(workspace)
    }
}
