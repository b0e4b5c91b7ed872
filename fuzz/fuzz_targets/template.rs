//! Any text as a ward's own template: a text comes out, or an error with its line, in the time that a template has.
#![no_main]

use fugi::case::Case;
use fugi::document::tree::Document;
use fugi::document::{self, Submission};
use fugi::render::templates::Templates;
use fugi::render::{Error, Format, render};
use fugi_fuzz::{a_matter, is_told};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    let (workspace, year, matter) = a_matter();
    let case = Case::new(workspace, year, matter, fugi_fuzz::sources_of_the_matter());
    document::part(&Submission { case, draft: true }, "overview").expect("a part")
});

fuzz_target!(|input: (bool, &str)| {
    let (is_page, text) = input;
    let (file, format) =
        if is_page { ("document.html", Format::Html) } else { ("document.md", Format::Markdown) };
    let own = BTreeMap::from([(file.to_owned(), text.to_owned())]);
    match Templates::with(own) {
        Err(error) => told(&error, file, text),
        Ok(templates) => match render(&DOCUMENT, format, &templates) {
            Err(error) => told(&error, file, text),
            Ok(papers) => papers.iter().for_each(|paper| {
                assert!(std::str::from_utf8(&paper.contents).is_ok());
            }),
        },
    }
});

fn told(error: &Error, file: &str, text: &str) {
    is_told(&error.message);
    let lines = text.split('\n').count() + 1;
    // A template may include one that is built in, and fail there.
    if error.template == file {
        assert!((1..=lines).contains(&error.line), "{error:?}");
    }
}
