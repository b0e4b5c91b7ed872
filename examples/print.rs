//! Prints every matter of a workspace as HTML and Markdown into a folder: `cargo run --example print -- DIR OUT`.
#![allow(clippy::print_stdout, reason = "an example prints")]

use fugi::Workspace;
use fugi::render::Format;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: print DIR OUT".into());
    };
    let workspace = Workspace::discover(&folder)?;
    for printed in workspace.render_all(&[Format::Html, Format::Markdown])? {
        let out = out.join(&printed.prepared.year);
        std::fs::create_dir_all(&out)?;
        for file in &printed.files {
            let path = out.join(&file.name);
            std::fs::write(&path, &file.contents)?;
            println!("{}", path.display());
        }
    }
    Ok(())
}
