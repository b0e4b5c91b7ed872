//! The command line as clap has it: every command that does something, with the formats and the words that it takes.

use fugi::diagnostic::Language;

/// A command below which there is none.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// As it is written behind `fugi`, with the word that says what it shows: `show handles`.
    pub(crate) name: String,
    /// The values of `--format`; none where it has no such option. The first is written where none is asked for.
    pub(crate) formats: Vec<String>,
}

impl Leaf {
    /// Returns whether a command line, without `fugi`, is this command in a format.
    pub(crate) fn is_run_by(&self, line: &str, format: Option<&str>) -> bool {
        let words: Vec<&str> = line.split_whitespace().collect();
        let named = self.name.split(' ').collect::<Vec<_>>();
        let asked = words.iter().position(|word| *word == "--format").map_or_else(Vec::new, |at| {
            words.get(at + 1).map_or_else(Vec::new, |own| own.split(',').collect())
        });
        let is_first = format.is_some() && format == self.formats.first().map(String::as_str);
        words.starts_with(&named)
            && !words.contains(&"--help")
            && match format {
                Some(format) => asked.contains(&format) || is_first && asked.is_empty(),
                None => true,
            }
    }
}

/// Returns the names of all commands, those that hold others before them too.
pub(crate) fn names() -> Vec<String> {
    fn walk(command: &clap::Command, above: &str, names: &mut Vec<String>) {
        for below in command.get_subcommands() {
            let name = format!("{above} {}", below.get_name()).trim_start().to_owned();
            names.push(name.clone());
            walk(below, &name, names);
        }
    }
    let mut names = Vec::new();
    walk(&fugi::cli::declared(Language::English), "", &mut names);
    names
}

/// Returns every command that does something.
pub(crate) fn leaves() -> Vec<Leaf> {
    fn walk(command: &clap::Command, above: &str, leaves: &mut Vec<Leaf>) {
        for below in command.get_subcommands() {
            let name = format!("{above} {}", below.get_name()).trim_start().to_owned();
            if below.has_subcommands() {
                walk(below, &name, leaves);
                continue;
            }
            let formats = below.get_arguments().find(|own| own.get_long() == Some("format"));
            let formats = formats.map_or_else(Vec::new, formats_of);
            let subjects = below.get_positionals().next().filter(|own| own.is_required_set());
            let subjects = subjects.map(clap::Arg::get_possible_values).unwrap_or_default();
            let subjects: Vec<String> =
                subjects.iter().map(|own| format!("{name} {}", own.get_name())).collect();
            let names = if subjects.is_empty() { vec![name] } else { subjects };
            leaves.extend(names.into_iter().map(|name| Leaf { name, formats: formats.clone() }));
        }
    }
    let mut leaves = Vec::new();
    walk(&fugi::cli::declared(Language::English), "", &mut leaves);
    leaves
}

/// Returns the formats that an option offers: `text|json`, and where it says that there are more, those of papers.
fn formats_of(option: &clap::Arg) -> Vec<String> {
    let shown = option.get_value_names().unwrap_or_default().join("|");
    let default = option.get_default_values().first().and_then(|own| own.to_str()).unwrap_or_default();
    let mut formats: Vec<&str> = shown.split('|').filter(|own| *own != "…").collect();
    if shown.ends_with('…') {
        formats.extend(["docx", "pdf", "xlsx"]);
    }
    formats.sort_by_key(|own| !default.split(',').any(|default| default == *own));
    formats.into_iter().map(str::to_owned).collect()
}
