//! Bad input: each mistake is told once, in its place, with its fix; the other files are still checked.
//!
//! What is printed is kept in `tests/loading/*.txt`; `UPDATE=1 cargo test --test it loading::` rewrites it.

use crate::support;

mod all_at_once;
mod files;
mod misspelt_keys;
mod names;
mod places;
mod shape;
mod strays;
mod syntax;

use std::time::Instant;
use support::{Sandbox, golden};

/// A mistake in a workspace in which all else is right.
struct Case {
    /// Name of the golden file.
    name: &'static str,
    /// Makes the mistake.
    make: fn(&Sandbox),
    /// The name of the problem.
    problem: &'static str,
    /// File (below `policies/r07/`, or from the root with a leading `/`), line and column.
    at: &'static str,
    /// Words of the fix.
    fix: &'static str,
}

/// Whether the good matter can still be checked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Checked,
    /// What is wrong is shared by all matters.
    NotCheckable,
}

/// Makes each mistake and looks at what is told.
fn told(cases: &[Case], others: Others) {
    let complaints: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            let sandbox = Sandbox::new();
            (case.make)(&sandbox);
            look(&sandbox, case, others)
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

/// Runs the check and returns what is not as it should be.
fn look(sandbox: &Sandbox, case: &Case, others: Others) -> Vec<String> {
    let started = Instant::now();
    let run = sandbox.fugi(&["check"]);
    let time = started.elapsed();
    let english = sandbox.fugi(&["check", "--lang", "en"]);
    let file = case.at.strip_prefix('/').map_or_else(|| format!("policies/r07/{}", case.at), str::to_owned);
    let places: Vec<&str> = run.err.lines().filter(|line| line.contains("--> ")).collect();
    let first: Vec<&str> = run.err.lines().filter(|line| line.starts_with("要修正[")).collect();
    let begins = format!("要修正[{}]: ", case.problem);
    let (name, fix) = (case.name, case.fix);
    let checked = run.out.contains("案件 1件");
    let holds = [
        (run.code == 2 && english.code == 2, format!("exit {} and {}", run.code, english.code)),
        (first.len() == 1, format!("told {} times", first.len())),
        (first.iter().all(|line| line.starts_with(&begins)), format!("not {begins}")),
        (places.iter().any(|line| line.ends_with(&format!("--> {file}"))), format!("not {file}: {places:?}")),
        (run.err.contains(fix), format!("not fixed by {fix}")),
        (!run.err.contains("panicked"), "panicked".to_owned()),
        (checked == (others == Others::Checked), format!("the other matter checked: {checked}")),
        (english.err.contains(&format!("error[{}]: ", case.problem)), "no English".to_owned()),
        (time.as_secs() < 10, format!("took {time:?}")),
    ];
    golden(&format!("loading/{name}.txt"), &format!("{}\n--lang en\n{}", run.err, english.err));
    let complaints: Vec<String> =
        holds.into_iter().filter(|(holds, _)| !holds).map(|(_, what)| format!("{name}: {what}")).collect();
    complaints
}

#[test]
fn the_workspace_itself_is_right() {
    let run = Sandbox::new().fugi(&["check"]);
    assert!(run.code < 2, "{}\n{}", run.out, run.err);
    assert!(run.out.contains("案件 1件"), "{}", run.out);
    assert_eq!(run.err, "");
}
