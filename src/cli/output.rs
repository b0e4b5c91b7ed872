//! Printing: standard output and standard error, without a panic on a closed pipe.

use super::Exit;
use crate::diagnostic::{Diagnostic, Language, Text};
use crate::report::text::Writer;
use crate::source::Sources;
use crate::spelling::{one_line, printable};
use crate::workspace::{Error, Problems};
use std::io::{self, Write};

/// Where a command prints.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) language: Language,
    failed: bool,
    /// What is printed later, by a run of several things at once; `None` where it is printed at once.
    held: Option<Vec<Held>>,
}

/// A line that is printed later.
#[derive(Debug)]
enum Held {
    Line(String),
    Error(String),
}

impl Output {
    pub(crate) fn new(language: Language) -> Self {
        Self { language, failed: false, held: None }
    }

    /// Returns an output that keeps what is printed, so that work done on several cores is told in order.
    pub(crate) fn held(language: Language) -> Self {
        Self { language, failed: false, held: Some(Vec::new()) }
    }

    /// Prints what another output kept.
    pub(crate) fn release(&mut self, other: Self) {
        self.failed |= other.failed;
        for held in other.held.into_iter().flatten() {
            match held {
                Held::Line(text) => self.line(&text),
                Held::Error(text) => self.error_line(&text),
            }
        }
    }

    /// Prints to standard output. What happens after the reader closed the pipe is of no interest.
    pub(crate) fn line(&mut self, text: &str) {
        if let Some(held) = &mut self.held {
            held.push(Held::Line(text.to_owned()));
            return;
        }
        let mut out = anstream::stdout().lock();
        if let Err(error) = writeln!(out, "{text}")
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.failed = true;
        }
    }

    /// Prints a text in the language of the run; what would act on the terminal unseen stands there by its number.
    pub(crate) fn say(&mut self, text: &Text) {
        let text = printable(text.get(self.language)).into_owned();
        self.line(&text);
    }

    /// Prints a text in one line, whatever a file says: no line break of a file makes a line that looks like ours.
    pub(crate) fn say_one(&mut self, text: &Text) {
        let text = one_line(text.get(self.language)).into_owned();
        self.line(&text);
    }

    /// Prints an error that has no place in a file, to standard error.
    pub(crate) fn error(&mut self, text: &Text) {
        let word = crate::text!("エラー", "error");
        let line = format!("{}: {}", word.get(self.language), printable(text.get(self.language)));
        self.error_line(&line);
    }

    /// Prints a warning that has no place in a file, to standard error.
    pub(crate) fn warn(&mut self, text: &Text) {
        let word = crate::text!("注意", "warning");
        let line = format!("{}: {}", word.get(self.language), printable(text.get(self.language)));
        self.error_line(&line);
    }

    fn error_line(&mut self, text: &str) {
        match &mut self.held {
            Some(held) => held.push(Held::Error(text.to_owned())),
            // Nobody is left to be told that standard error is closed.
            None => drop(writeln!(anstream::stderr().lock(), "{text}")),
        }
    }

    /// Passes on what another process said to standard error.
    pub(crate) fn pass_on(&mut self, said: &str) {
        if !said.is_empty() {
            self.error_line(said.trim_end_matches('\n'));
        }
    }

    /// Prints problems of loading, to standard error.
    pub(crate) fn problems(&mut self, sources: &Sources, problems: &[Diagnostic]) {
        let writer = Writer { language: self.language, color: true };
        for problem in problems {
            self.error_line(&format!("{}\n", writer.finding(sources, problem, None)));
        }
    }

    /// Prints why something could not be read, to standard error.
    pub(crate) fn unread(&mut self, error: &Error) {
        match error {
            Error::Problems(Problems { sources, list }) => self.problems(sources, list),
            Error::Load(_) | Error::Select(_) => self.error(&error.text()),
        }
    }

    /// Returns the exit status: a full disk behind standard output is a failure.
    pub(crate) fn finish(self, exit: Exit) -> Exit {
        if self.failed
            || anstream::stdout().flush().is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe)
        {
            return Exit::Failed;
        }
        exit
    }
}
