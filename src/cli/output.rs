//! Printing: standard output and standard error, without a panic on a closed pipe.

use super::{Exit, targets};
use crate::check;
use crate::diagnostic::{Diagnostic, Language, Text};
use crate::model::ward::Ward;
use crate::report::json;
use crate::report::sarif::{self, Invocation};
use crate::report::text::Writer;
use crate::source::Sources;
use crate::spelling::{self, one_line, printable};
use crate::workspace::{Error, Problems};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::io::{self, Write};
use std::path::Path;

/// Where a command prints.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) language: Language,
    failed: bool,
    /// What a program reads from standard output; `None` where a person does.
    machine: Option<Machine>,
    /// Whether anything was printed to standard output.
    printed: bool,
    /// What could not be read, where a program is to be told.
    unread: Vec<Unread>,
    /// What is printed later, by a run of several things at once; `None` where it is printed at once.
    held: Option<Vec<Held>>,
    /// What the authority that is spoken for calls itself; looked up when a text first needs it.
    authority: OnceCell<String>,
}

/// A format that a program reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Machine {
    Json,
    Sarif,
}

/// What could not be read.
#[derive(Debug)]
struct Unread {
    json: json::Unread,
    sarif: Vec<serde_json::Value>,
}

/// A line that is printed later.
#[derive(Debug)]
enum Held {
    Line(String),
    Error(String),
}

/// Says that standard output takes no more, and why.
pub(super) fn unwritten(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => crate::text!(
            "標準出力に書けません。ディスクがいっぱいです。空きを作って、もう一度実行してください",
            "standard output cannot be written: the disk is full; make room and run again"
        ),
        _ => crate::text!(
            "標準出力に書けません（機械の答え: {error}）",
            "standard output cannot be written (the system says: {error})"
        ),
    }
}

impl Output {
    pub(crate) fn new(language: Language) -> Self {
        Self {
            language,
            failed: false,
            machine: None,
            printed: false,
            unread: Vec::new(),
            held: None,
            authority: OnceCell::new(),
        }
    }

    /// Lets a program that reads this format be told, too, where nothing could be read.
    pub(crate) fn read_by(mut self, machine: Option<Machine>) -> Self {
        self.machine = machine;
        self
    }

    /// Returns an output that keeps what is printed, so that work done on several cores is told in order.
    pub(crate) fn held(language: Language) -> Self {
        Self { held: Some(Vec::new()), ..Self::new(language) }
    }

    /// Prints what another output kept.
    pub(crate) fn release(&mut self, other: Self) {
        self.failed |= other.failed;
        self.unread.extend(other.unread);
        for held in other.held.into_iter().flatten() {
            match held {
                Held::Line(text) => self.line(&text),
                Held::Error(text) => self.error_line(&text),
            }
        }
    }

    /// Speaks in the words of this authority from here on.
    pub(crate) fn speak_for(&mut self, ward: &Ward) {
        self.authority = OnceCell::from(ward.word().to_owned());
    }

    /// Returns what the authority calls itself: of the workspace that was opened, else of the one here, else the word
    /// for any.
    pub(crate) fn authority(&self) -> &str {
        self.authority.get_or_init(|| {
            let here = targets::quietly();
            here.as_ref().map_or(spelling::ANY_AUTHORITY, |workspace| workspace.ward.word()).to_owned()
        })
    }

    /// Returns a text of this program in the language of the run, and in the authority's word.
    pub(crate) fn own<'t>(&self, text: &'t Text) -> Cow<'t, str> {
        match self.language {
            Language::English => Cow::Borrowed(&text.en),
            Language::Japanese => self.own_japanese(&text.ja),
        }
    }

    fn own_japanese<'t>(&self, said: &'t str) -> Cow<'t, str> {
        if said.contains('区') {
            Cow::Owned(spelling::in_own_word(said, self.authority()))
        } else {
            Cow::Borrowed(said)
        }
    }

    /// Prints to standard output. What happens after the reader closed the pipe is of no interest.
    pub(crate) fn line(&mut self, text: &str) {
        if let Some(held) = &mut self.held {
            held.push(Held::Line(text.to_owned()));
            return;
        }
        self.printed = true;
        let mut out = anstream::stdout().lock();
        if let Err(error) = writeln!(out, "{text}")
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            drop(out);
            self.unwritten(&error);
        }
    }

    /// Says, once, that standard output takes no more.
    fn unwritten(&mut self, error: &io::Error) {
        if !std::mem::replace(&mut self.failed, true) {
            self.error(&unwritten(error));
        }
    }

    /// Prints a text in the language of the run; what would act on the terminal unseen stands there by its number.
    pub(crate) fn say(&mut self, text: &Text) {
        let text = printable(&self.own(text)).into_owned();
        self.line(&text);
    }

    /// Prints a text in one line, whatever a file says: no line break of a file makes a line that looks like ours.
    pub(crate) fn say_one(&mut self, text: &Text) {
        let text = one_line(&self.own(text)).into_owned();
        self.line(&text);
    }

    /// Prints an error that has no place in a file, to standard error.
    pub(crate) fn error(&mut self, text: &Text) {
        let word = crate::text!("エラー", "error");
        let line = format!("{}: {}", word.get(self.language), printable(&self.own(text)));
        self.error_line(&line);
    }

    /// Prints a warning that has no place in a file, to standard error.
    pub(crate) fn warn(&mut self, text: &Text) {
        let word = crate::text!("注意", "warning");
        let line = format!("{}: {}", word.get(self.language), printable(&self.own(text)));
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
        if !problems.is_empty() {
            self.unread.push(Unread {
                json: json::Unread::problems(sources, problems, &[], self.language),
                sarif: sarif::problems(sources, problems, self.language),
            });
        }
        let writer = Writer { language: self.language, color: true };
        for problem in problems {
            let mut problem = problem.clone();
            for text in problem.texts_mut() {
                text.ja = self.own_japanese(&text.ja).into_owned();
            }
            self.error_line(&format!("{}\n", writer.finding(sources, &problem, None)));
        }
    }

    /// Prints why something could not be read, to standard error.
    pub(crate) fn unread(&mut self, error: &Error) {
        match error {
            Error::Problems(Problems { sources, list }) => self.problems(sources, list),
            Error::Load(_) | Error::Select(_) => {
                self.unread.push(Unread {
                    json: json::Unread::of(error, &[], self.language),
                    sarif: sarif::unread(error, self.language),
                });
                self.error(&error.text());
            }
        }
    }

    /// Prints why something that everything rests on could not be read, to standard error; `path` is what it is called.
    pub(crate) fn unreadable(&mut self, path: &Path, why: &Text) {
        let files = vec![crate::source::shown(path)];
        self.unread.push(Unread { json: json::Unread::told(why, files, self.language), sarif: Vec::new() });
        self.error(why);
    }

    /// Prints why a file that the command line names could not be read; one that is not there is a wrong use, of which a
    /// program is told by the exit status.
    pub(crate) fn unreadable_input(&mut self, path: &Path, why: &Text) {
        match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.error(why),
            _ => self.unreadable(path, why),
        }
    }

    /// Tells a program what could not be read, where that is why it got nothing else.
    fn tell_the_program(&mut self) {
        let unread = std::mem::take(&mut self.unread);
        let Some(machine) = self.machine.filter(|_| !self.printed && !unread.is_empty()) else { return };
        let result = match machine {
            Machine::Json => {
                json::pretty(&json::NotRead::new(unread.into_iter().map(|own| own.json).collect()))
            }
            Machine::Sarif => {
                let notices: Vec<_> = unread.into_iter().flat_map(|own| own.sarif).collect();
                let rules: Vec<_> = check::rules().collect();
                let invocation = Invocation { unread: &notices, exit: Exit::Failed as u8 };
                json::pretty(&sarif::report(Vec::new(), &rules, &invocation, self.authority(), self.language))
            }
        };
        self.line(&result);
    }

    /// Returns the exit status: a full disk behind standard output is a failure.
    pub(crate) fn finish(mut self, exit: Exit) -> Exit {
        if exit == Exit::Failed {
            self.tell_the_program();
        }
        match anstream::stdout().flush() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => self.unwritten(&error),
            _ => {}
        }
        if self.failed { Exit::Failed } else { exit }
    }
}
