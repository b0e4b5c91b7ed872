//! A form that somebody filled in: read, checked against the register, and made into a statement.

use crate::cli::Exit;
use crate::cli::evidence::{now, random, workspace};
use crate::cli::files;
use crate::cli::forms as form_files;
use crate::cli::output::Output;
use crate::diagnostic::{Diagnostic, Text};
use crate::duty::forms::register::{self, NotFound};
use crate::duty::forms::sheet::Back;
use crate::duty::forms::{self, Form, Made};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::Problem;
use crate::evidence::format::kind::Predicate;
use crate::evidence::format::statement::{Statement, Subject};
use crate::source::{Sources, Span};
use crate::text;
use crate::workbook;
use std::path::Path;

/// The largest form, in bytes.
const LARGEST_FORM: u64 = 1024 * 1024;

/// The largest attachment, in bytes.
pub(super) const LARGEST_ATTACHMENT: u64 = 1024 * 1024 * 1024;

/// Random bytes that an annex with personal data begins with: its digest says nothing about its content.
const NONCE: usize = 32;

/// Why a command ends.
#[derive(Debug)]
pub(super) enum Failure {
    /// What is wrong has been printed.
    Said(Exit),
    /// What is to be printed.
    Text(Text),
}

impl From<Text> for Failure {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

/// A statement ready to be signed, and the files that belong to it.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) statement: Statement,
    pub(super) files: Vec<Attached>,
    /// Whether the contract was looked up in a workspace.
    pub(super) against_register: bool,
}

/// A file that belongs to a statement.
#[derive(Debug)]
pub(super) struct Attached {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    /// Whether it was made here: an annex with its nonce.
    pub(super) is_annex: bool,
}

/// Reads a form and everything that belongs to it.
///
/// # Errors
///
/// Every problem of the form is printed; a file that cannot be read is a text.
pub(super) fn fill(path: &Path, output: &mut Output) -> Result<Filled, Failure> {
    let shown = path.display();
    let read = read(path)?;
    let mut sources = Sources::default();
    let source = match &read {
        Read::Workbook(back) => sources.add(path, back.text()),
        Read::Yaml(text) => sources.add(path, text.as_str()),
    };
    let said = |problems: &[Diagnostic], output: &mut Output| {
        output.problems(&sources, problems);
        let count = problems.len();
        output.error(&text!("{shown} に直す所が {count} か所あります", "{count} problem(s) in {shown}"));
        Failure::Said(Exit::Found)
    };
    let form = match read {
        Read::Workbook(back) => back.form(source),
        Read::Yaml(text) => forms::read(source, &text),
    };
    let form = form.map_err(|problems| said(&problems, output))?;
    let made = Made { record_id: random()?, salt: random()?, issued_at: now() };
    let predicate = form.predicate(&made).map_err(|problems| said(&problems, output))?;
    let mut problems = Vec::new();
    let against_register = check_register(&predicate, &mut problems);
    let (subjects, files) = subjects(path, &predicate, &mut problems);
    let statement = Statement { subjects, predicate };
    if problems.is_empty() {
        // What the gate of the log would refuse is refused before it is signed.
        problems = statement.problems();
    }
    if !problems.is_empty() {
        return Err(said(&form_problems(&form, problems), output));
    }
    Ok(Filled { statement, files, against_register })
}

/// A form as it came.
enum Read {
    Workbook(Box<Back>),
    Yaml(String),
}

/// Reads a form as YAML, or as the workbook that its ending says it is.
fn read(path: &Path) -> Result<Read, Text> {
    let shown = path.display();
    if form_files::is_workbook(path) {
        let bytes = files::read(path, workbook::read::LARGEST)?;
        let back = Back::open(bytes).map_err(|Text { ja, en }| text!("{shown}: {ja}", "{shown}: {en}"))?;
        return Ok(Read::Workbook(Box::new(back)));
    }
    let text = String::from_utf8(files::read(path, LARGEST_FORM)?).map_err(|_| {
        text!(
            "{shown} は UTF-8 ではありません。文字コードを UTF-8 にして保存し直してください",
            "{shown} is not UTF-8; save it as UTF-8"
        )
    })?;
    Ok(Read::Yaml(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)))
}

/// Tells what a statement says otherwise than the matters, where there is a workspace.
pub(super) fn against_register(statement: &Statement) -> Vec<Problem> {
    let mut problems = Vec::new();
    check_register(&statement.predicate, &mut problems);
    problems
}

fn form_problems(form: &Form, problems: Vec<Problem>) -> Vec<Diagnostic> {
    let mut told = form.diagnostics(problems);
    told.retain(|problem| problem.primary.span != Span::NOWHERE);
    told
}

/// Checks a record against the matters, where there is a workspace. Returns whether there is.
fn check_register(predicate: &Predicate, problems: &mut Vec<Problem>) -> bool {
    let Some(name) = predicate.common().contract else { return false };
    let Some(workspace) = workspace() else { return false };
    match register::find(&workspace, name) {
        Ok(entry) => entry.check(predicate, problems),
        Err(NotFound(problem)) => problems.push(problem),
    }
    true
}

/// Reads the attachments, which lie beside the form, and returns what the statement is about.
fn subjects(
    path: &Path,
    predicate: &Predicate,
    problems: &mut Vec<Problem>,
) -> (Vec<Subject>, Vec<Attached>) {
    let mut subjects = Vec::new();
    let mut files: Vec<Attached> = Vec::new();
    for (index, attachment) in predicate.attachments().iter().enumerate() {
        let name = &attachment.file;
        let at = format!("attachments/{index}/file");
        let help = text!(
            "様式と同じフォルダに添付のファイルを置き、その名を一度だけ書いてください",
            "put the file beside the form, and write its name once"
        );
        let mut tell = |message| problems.push(Problem::new(&at, message).help(help.clone()));
        if Path::new(name).components().count() != 1 || name.starts_with('.') {
            tell(text!(
                "「{name}」は、フォルダを含まないファイルの名ではありません",
                "`{name}` is no plain name of a file"
            ));
            continue;
        }
        let bytes = match files::read(&path.with_file_name(name), LARGEST_ATTACHMENT) {
            Ok(bytes) => bytes,
            Err(message) => {
                tell(message);
                continue;
            }
        };
        let attached = if attachment.personal_data == Some(true) {
            let mut annex = vec![0; NONCE];
            if getrandom::fill(&mut annex).is_err() {
                tell(text!("乱数を得られません", "there is no randomness"));
                continue;
            }
            annex.extend_from_slice(&bytes);
            Attached { name: format!("{name}.annex"), bytes: annex, is_annex: true }
        } else {
            Attached { name: name.clone(), bytes, is_annex: false }
        };
        if files.iter().any(|other| other.name == attached.name) {
            tell(text!("「{name}」が二度あります", "`{name}` stands twice"));
            continue;
        }
        subjects.push(Subject {
            name: attached.name.clone(),
            digest: Digest::of(&attached.bytes),
            media_type: attachment.media_type.clone(),
        });
        files.push(attached);
    }
    for (name, digest) in predicate.named() {
        subjects.push(Subject { name, digest, media_type: None });
    }
    if subjects.is_empty() {
        problems.push(
            Problem::new(
                "",
                text!("この記録が何についてのものか、確かめる手掛かりがありません", "nothing says by digest what the record is about"),
            )
            .help(text!(
                "区が `fugi record new` で作った様式（contract_digest が入っています）を使うか、添付を付けてください",
                "use a form made by the ward's `fugi record new` (it has `contract_digest`), or add an attachment"
            )),
        );
    }
    (subjects, files)
}
