//! Changes that were written by hand, each with the class and the procedure that a careful officer would give it, before
//! looking at what the program says: over unlike matters of two authorities (`tests/diff_by_hand/cases.txt`).
//!
//! ```text
//! == an-id | matter | class, or two that are both right | procedure
//! What the change stands for.
//! - what stands in the matter
//! + what stands there instead
//! ⏎ where both end with the end of a line
//! ```
//!
//! A `<` before the matter means that the change is read backwards: the edited text is the old one.
//!
//! A change is judged right where the gravest of what `fugi diff` finds is of that class, and the procedure is that one.
//! What today's program gives is in `today.tsv`; `UPDATE=1` writes it anew. What was right must stay right.

use crate::support::compared::{Own, root};
use crate::support::golden;
use fugi::diff::policy::Policy;
use fugi::diff::{Change, compare};
use rayon::prelude::*;

struct Case {
    id: String,
    file: &'static str,
    is_backwards: bool,
    class: String,
    requires: String,
    edits: Vec<(String, String)>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut was_new = false;
    for line in include_str!("diff_by_hand/cases.txt").lines() {
        if let Some(head) = line.strip_prefix("== ") {
            let [id, matter, class, requires] = head.split(" | ").collect::<Vec<_>>()[..] else {
                panic!("{head}")
            };
            let (matter, is_backwards) =
                matter.strip_prefix('<').map_or((matter, false), |matter| (matter, true));
            let file = match matter {
                "koki" => "policies/r07/koki-iryo-cashless.yaml",
                "kosodate" => "policies/r09/kosodate-kyufukin.yaml",
                "mimamori" => "samples/mihonshi/policies/r08/mimamori.yaml",
                "kenshin" => "policies/r08/mihon-itaku.yaml",
                "kogaku" => "policies/r09/kogaku-tsuchi.yaml",
                "gake" => "policies/r09/gake-teikyo.yaml",
                _ => panic!("{matter}"),
            };
            let (class, requires) = (class.to_owned(), requires.to_owned());
            let (id, edits) = (id.to_owned(), Vec::new());
            cases.push(Case { id, file, is_backwards, class, requires, edits });
            was_new = true;
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        let join = |text: &mut String, line: &str| {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line);
        };
        if let Some(old) = line.strip_prefix("- ") {
            if was_new {
                case.edits.push((String::new(), String::new()));
                was_new = false;
            }
            join(&mut case.edits.last_mut().unwrap().0, old);
        } else if let Some(new) = line.strip_prefix("+ ") {
            join(&mut case.edits.last_mut().unwrap().1, new);
            was_new = true;
        } else if line == "⏎" {
            let (old, new) = case.edits.last_mut().unwrap();
            old.push('\n');
            if !new.is_empty() {
                new.push('\n');
            }
            was_new = true;
        }
    }
    cases
}

#[test]
fn changes_are_classed_as_a_careful_officer_would() {
    let cases = cases();
    assert!(cases.len() >= 80, "{}", cases.len());
    let rows: Vec<(bool, String)> = cases
        .par_iter()
        .map(|case| {
            let text = std::fs::read_to_string(root().join(case.file)).unwrap().replace("\r\n", "\n");
            let mut edited = text.clone();
            for (old, new) in &case.edits {
                assert!(edited.contains(old.as_str()), "{}: {old}", case.id);
                edited = edited.replacen(old.as_str(), new, 1);
            }
            let (text, edited) = if case.is_backwards { (edited, text) } else { (text, edited) };
            let (old, new) = (Own::read(case.file, Some(text)), Own::read(case.file, Some(edited)));
            let (old, new) = (old.side(), new.side());
            let found = compare(&old, &new, Policy::new(new.common).unwrap());
            let class = found.changes.iter().map(|own| own.class).min().map_or("なし", |class| class.ja());
            let requires = found.requires().ja();
            let allows = |wanted: &str, got: &str| wanted.split('/').any(|own| own == got);
            let is_right = allows(&case.class, class) && allows(&case.requires, requires);
            let gravest = |own: &&Change| own.requires == found.requires();
            let mut rules: Vec<&str> =
                found.changes.iter().filter(gravest).map(|own| own.rule.name).collect();
            rules.sort_unstable();
            rules.dedup();
            let verdict = if is_right { "right" } else { "wrong" };
            let Case { id, class: wanted, requires: asked, .. } = case;
            let rules = rules.join(" ");
            (is_right, format!("{verdict}\t{id}\t{wanted}\t{asked}\t{class}\t{requires}\t{rules}"))
        })
        .collect();
    let right = rows.iter().filter(|(is_right, _)| *is_right).count();
    println!("classed as by hand: {right} of {}", rows.len());
    let rows: Vec<String> = rows.into_iter().map(|(_, row)| row).collect();
    let head = "# verdict\tid\twanted\tasked\tfound\trequires\trules of the gravest";
    golden("diff_by_hand/today.tsv", &format!("{head}\n{}\n", rows.join("\n")));
}
