//! Any text as the form of a record: whatever is wrong has a place in the text, a message and a fix; a form that is
//! whole makes a statement that is read back as it was written.
#![no_main]

use fugi::diagnostic::Diagnostic;
use fugi::duty::forms::register::{self, Entry};
use fugi::duty::forms::{self, Made};
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::statement::{Statement, Subject};
use fugi::report::text::Writer;
use fugi::source::Sources;
use fugi_fuzz::{can_be_told, one_text, repository};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// A contract that forms are compared with.
static ENTRY: LazyLock<Entry> =
    LazyLock::new(|| register::find(repository(), "r08/mihon-itaku/ticket").expect("a contract"));

static MADE: LazyLock<Made> = LazyLock::new(|| Made {
    record_id: "a1".to_owned(),
    salt: "00".repeat(16),
    issued_at: "2026-11-24T10:00:00+09:00".parse().expect("a moment"),
});

fuzz_target!(|text: &str| {
    let (sources, id) = one_text(text);
    let form = match forms::read(id, text) {
        Ok(form) => form,
        Err(problems) => return refused(&problems, &sources),
    };
    let predicate = match form.predicate(&MADE) {
        Ok(predicate) => predicate,
        Err(problems) => return refused(&problems, &sources),
    };
    let mut problems = Vec::new();
    ENTRY.check(&predicate, &mut problems);
    let problems = form.diagnostics(problems);
    if !problems.is_empty() {
        refused(&problems, &sources);
    }
    let subject =
        Subject { name: "様式".to_owned(), digest: Digest::of(text.as_bytes()), media_type: None };
    let statement = Statement { subjects: vec![subject], predicate };
    let payload = statement.to_payload().expect("a payload");
    assert_eq!(Statement::parse(&payload).as_ref(), Ok(&statement));
});

fn refused(problems: &[Diagnostic], sources: &Sources) {
    assert!(!problems.is_empty(), "it was refused, and nothing is said of it");
    can_be_told(problems, sources);
    let writer = Writer { language: Default::default(), color: false };
    for problem in problems {
        assert!(problem.primary.span.is_somewhere(), "it has no place: {problem:?}");
    }
    for problem in problems.iter().take(3) {
        let _ = writer.finding(sources, problem, None);
    }
}
