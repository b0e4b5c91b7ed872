//! Printing: standard output and standard error, without a panic on a closed pipe.

use super::Exit;
use crate::diagnostic::{Diagnostic, Language, Text};
use crate::report::text::Writer;
use crate::source::Sources;
use std::io::{self, Write};

/// Where a command prints.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) language: Language,
    failed: bool,
}

impl Output {
    pub(crate) fn new(language: Language) -> Self {
        Self { language, failed: false }
    }

    /// Prints to standard output. What happens after the reader closed the pipe is of no interest.
    pub(crate) fn line(&mut self, text: &str) {
        let mut out = anstream::stdout().lock();
        if let Err(error) = writeln!(out, "{text}")
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.failed = true;
        }
    }

    /// Prints a text in the language of the run.
    pub(crate) fn say(&mut self, text: &Text) {
        let text = text.get(self.language).to_owned();
        self.line(&text);
    }

    /// Prints an error that has no place in a file, to standard error.
    pub(crate) fn error(&mut self, text: &Text) {
        let word = crate::text!("エラー", "error");
        let (word, text) = (word.get(self.language), text.get(self.language));
        let _ = writeln!(anstream::stderr().lock(), "{word}: {text}");
    }

    /// Prints problems of loading, to standard error.
    pub(crate) fn problems(&mut self, sources: &Sources, problems: &[Diagnostic]) {
        let writer = Writer { language: self.language, color: true };
        let mut err = anstream::stderr().lock();
        for problem in problems {
            let _ = writeln!(err, "{}\n", writer.finding(sources, problem, None));
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
