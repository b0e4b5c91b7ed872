//! A rule of one's own, told as the built-in ones are: `cargo run --example own_rule -- DIR`. The ward of this example
//! wants every contract to have a title.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use fugi::Workspace;
use fugi::diagnostic::{Diagnostic, Severity};
use fugi::model::matter::Matter;
use fugi::report::text::Writer;
use fugi::text;
use std::error::Error;
use std::path::PathBuf;

/// Returns a finding for each contract without a title.
fn contract_without_title(matter: &Matter) -> Vec<Diagnostic> {
    let untitled = matter.contracts.iter().filter(|contract| contract.title.is_none());
    let finding = |span| {
        let message = text!("契約に名がありません", "the contract has no title");
        let help = text!("title を書いてください", "write its `title`");
        Diagnostic::new("own-contract-without-title", Severity::Warning, span, message).help(help)
    };
    untitled.map(|contract| finding(contract.id.span)).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let workspace = Workspace::discover(&folder)?;
    let mut count = 0;
    let unread = workspace.each_matter(&workspace.select_all()?, |_, matter, sources| {
        for finding in contract_without_title(&matter) {
            println!("{}\n", Writer::default().finding(&sources, &finding, None));
            count += 1;
        }
    });
    for own in &unread {
        eprintln!("{}", own.error);
    }
    println!("{count} finding(s), {} file(s) not read", unread.len());
    Ok(())
}
