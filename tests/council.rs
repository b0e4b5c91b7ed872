//! The council's decision of one year never passes for that of another: a file copied into the next year, an old meeting,
//! a matter that goes on without an approval, and the conditions of one.

use crate::support::fragments::set_in;
use chrono::NaiveDate;
use fugi::case::Case;
use fugi::check::check;
use fugi::check::context::Context;
use fugi::document::tree::Document;
use fugi::document::{self, Submission, agenda};
use fugi::duty::filed::Filed;
use fugi::duty::status::Obligation;
use fugi::model::load::{LoadedYear, Workspace};
use fugi::model::matter::Matter;
use fugi::source::Sources;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The sample workspace with the year r09, into which the sample matter of r08 is copied as a clerk does it: the term is
/// changed, the rest stays. Keys are set in it at paths of ids.
struct Office {
    _folder: TempDir,
    workspace: Workspace,
}

const NEXT: &str = "policies/r09/mihon-itaku.yaml";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn office(edits: &[(&str, &str)]) -> Office {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    fs::copy(root.join("fugi.yaml"), at.join("fugi.yaml")).unwrap();
    copy(&root.join("policies/common"), &at.join("policies/common"));
    copy(&root.join("policies/r08"), &at.join("policies/r08"));
    copy(&root.join("policies/r08/forms"), &at.join("policies/r09/forms"));
    fs::copy(at.join("policies/r08/parties.yaml"), at.join("policies/r09/parties.yaml")).unwrap();
    let mut text = fs::read_to_string(root.join("policies/r08/mihon-itaku.yaml")).unwrap();
    text = set_in(text, "", "term: { from: 2027-04-01, to: 2028-03-31, renews: true }");
    for (path, fragment) in edits {
        text = set_in(text, path, fragment);
    }
    fs::write(at.join(NEXT), text).unwrap();
    let workspace = Workspace::open(at).unwrap().result.unwrap();
    Office { _folder: folder, workspace }
}

impl Office {
    fn with<R>(&self, take: impl Fn(&LoadedYear, &Matter, &Sources) -> R) -> R {
        let year = self.workspace.year("r09").unwrap().result.unwrap();
        let loaded = self.workspace.matter(&year, Path::new(NEXT));
        let matter = loaded.result.unwrap_or_else(|problems| panic!("{problems:#?}"));
        take(&year, &matter, &loaded.sources)
    }

    /// The rules of the council's decision that find something.
    fn found(&self) -> Vec<String> {
        self.with(|year, matter, sources| {
            let outcome = check(&Context::new(Case::new(&self.workspace, year, matter, sources)));
            let own = ["condition-not-answered", "decision-against-contract", "decision-not-of-this-year"];
            let found = outcome.findings.into_iter().map(|finding| finding.rule.to_owned());
            found.filter(|rule| own.contains(&rule.as_str())).collect()
        })
    }

    fn paper(&self) -> String {
        self.with(|year, matter, sources| {
            let case = Case::new(&self.workspace, year, matter, sources);
            let submission = Submission { case, draft: false };
            let all: Vec<Document> = agenda::build(&[Submission { case, draft: false }]);
            let json = |document: &Document| serde_json::to_string(document).unwrap();
            let cover = document::build(&submission).only("cover").unwrap();
            json(&cover) + &all.iter().map(json).collect::<String>()
        })
    }

    fn due(&self, today: &str, kind: &str) -> Vec<Obligation> {
        let today: NaiveDate = today.parse().unwrap();
        let selections = self.workspace.select(&[PathBuf::from("policies/r09")]).unwrap();
        let status = self.workspace.status(&selections, &Filed::default(), today, 400, false).unwrap();
        status.obligations.into_iter().filter(|own| own.kind.word() == kind).collect()
    }
}

#[test]
fn a_file_copied_into_the_next_year_brings_no_decision_with_it() {
    let copied = office(&[]);
    assert_eq!(copied.found(), ["decision-not-of-this-year"]);
    let paper = copied.paper();
    assert!(!paper.contains("令和７年度第６回") && !paper.contains("\"承認\""), "{paper}");
    assert!(paper.contains("前の年度の会議。要修正") && paper.contains("未定"), "{paper}");
    let due = copied.due("2027-05-01", "decision");
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].due.unwrap().to_string(), "2027-04-01");
    assert!(due[0].words.ja.contains("前の年度のもの"), "{}", due[0].words.ja);
}

#[test]
fn a_copy_is_known_by_meeting_and_day_or_by_the_digest() {
    // A later day than any that is old, but still the meeting of the year before; and the digest alone.
    let held = "council: { meeting: 令和８年度第１回, date: 2026-05-20, outcome: approved }";
    let last = |text: &str| {
        let mut office = office(&[("", held)]);
        let root = office.workspace.root().to_owned();
        let before = root.join("policies/r08/mihon-itaku.yaml");
        fs::write(&before, set_in(fs::read_to_string(&before).unwrap(), "", text)).unwrap();
        office.workspace = Workspace::open(&root).unwrap().result.unwrap();
        office.found()
    };
    assert_eq!(last(held), ["decision-not-of-this-year"]);
    assert_eq!(last("council: { meeting: 令和8年度第1回, date: 2026-05-20 }"), ["decision-not-of-this-year"]);
    assert!(last("council: { meeting: 令和８年度第２回, date: 2026-05-20 }").is_empty());
    assert!(last("council: { meeting: 令和８年度第１回, date: 2026-05-21 }").is_empty());
    let digest = "9".repeat(64);
    let with = |meeting: &str| format!("council: {{ meeting: {meeting}, digest: \"sha256:{digest}\" }}");
    let mut office = office(&[("", &with("令和８年度第６回"))]);
    assert!(office.found().is_empty());
    let root = office.workspace.root().to_owned();
    let before = root.join("policies/r08/mihon-itaku.yaml");
    fs::write(&before, set_in(fs::read_to_string(&before).unwrap(), "", &with("令和７年度第６回"))).unwrap();
    office.workspace = Workspace::open(&root).unwrap().result.unwrap();
    assert_eq!(office.found(), ["decision-not-of-this-year"]);
}

#[test]
fn a_decision_of_the_year_is_printed() {
    let own = office(&[
        ("", "council: { meeting: 令和８年度第６回, date: 2027-02-10, outcome: approved }"),
        ("contracts/ticket", "concluded: 2027-03-24"),
        ("contracts/result", "concluded: 2027-03-24"),
    ]);
    assert!(own.found().is_empty(), "{:?}", own.found());
    let paper = own.paper();
    assert!(paper.contains("令和８年度第６回") && paper.contains("\"承認\"") && !paper.contains("未定"));
    assert!(own.due("2027-05-01", "decision").is_empty());
}

#[test]
fn what_was_not_approved_neither_begins_nor_ends_in_silence() {
    let council = |outcome: &str| {
        format!("council: {{ meeting: 令和８年度第６回, date: 2027-02-10, outcome: {outcome} }}")
    };
    for (outcome, word) in [("continued", "継続審議"), ("rejected", "不承認"), ("withdrawn", "取下げ")]
    {
        let contracted = office(&[
            ("", &council(outcome)),
            ("contracts/ticket", "concluded: 2027-03-24"),
            ("contracts/result", "concluded:"),
        ]);
        assert_eq!(contracted.found(), ["decision-against-contract"], "{outcome}");
        assert!(contracted.paper().contains(word));
        let due = contracted.due("2027-05-01", "decision");
        assert!(due.len() == 1 && due[0].words.ja.contains("期間が始まっている"), "{outcome}: {due:?}");
        let open = office(&[
            ("", &council(outcome)),
            ("contracts/ticket", "concluded:"),
            ("contracts/result", "concluded:"),
        ]);
        assert!(open.found().is_empty(), "{outcome}");
        let still = open.due("2027-03-01", "decision").len();
        assert_eq!(still, usize::from(outcome == "continued"), "{outcome}");
        // Nobody is asked to report handlers for work that is given up.
        let handlers = open.due("2027-03-20", "handlers").is_empty();
        assert_eq!(handlers, outcome != "continued", "{outcome}");
    }
    // Before the first day it is a day that comes, without any decision too.
    let none = office(&[("", "council: { meeting: 令和８年度第６回, date: 2027-02-10 }")]);
    let due = none.due("2027-02-20", "decision");
    assert!(due.len() == 1 && due[0].words.ja.starts_with("業務を始める前に"), "{due:?}");
}

#[test]
fn conditions_have_their_answer_and_their_day() {
    let own = office(&[(
        "",
        "council: { meeting: 令和８年度第６回, date: 2027-02-10, outcome: approved_with_conditions, conditions: [{ text: 宛名を二人で照合すること, how: 手順書に欄を設ける, by: 2027-03-25, met: 2027-03-20 }, { text: 半年後に報告すること, how: 秋の会議で報告する, by: 2027-10-31 }, 図を直すこと] }",
    )]);
    // Of the one that says nothing of how it is met it cannot be told whether it will be.
    assert!(own.found().is_empty(), "{:?}", own.found());
    let open = own.with(|year, matter, sources| {
        let outcome = check(&Context::new(Case::new(&own.workspace, year, matter, sources)));
        outcome.undecided.iter().filter(|open| open.rule == "condition-not-answered").count()
    });
    assert_eq!(open, 1);
    let paper = own.paper();
    assert!(paper.contains("宛名を二人で照合すること（対応：手順書に欄を設ける、令和９年３月２５日まで、令和９年３月２０日に確認済み）"), "{paper}");
    let due = own.due("2027-05-01", "condition");
    let days: Vec<String> = due.iter().map(|own| own.due.unwrap().to_string()).collect();
    assert_eq!(days, ["2027-04-01", "2027-10-31"]);
    assert!(own.due("2027-05-01", "decision").is_empty());
}

#[test]
fn a_decision_lies_neither_without_a_day_nor_in_the_future() {
    let sandbox = crate::support::Sandbox::new();
    sandbox.remove("policies");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    crate::support::evidence::copy_all(&root.join("policies"), &sandbox.path("policies"));
    sandbox.write("fugi.yaml", std::fs::read(root.join("fugi.yaml")).unwrap());
    let file = "policies/r08/mihon-itaku.yaml";
    let sample = sandbox.read(file);
    let real = sample.replace("sample: true\n", "");
    let told = |text: &str, day: &str| {
        sandbox.write(file, text);
        let run = sandbox.fugi(&["check", "r08/mihon-itaku", "--as-of", day, "--format", "json"]);
        run.out.matches("\"decision-not-whole\"").count()
    };
    // The meeting was on 2026-02-12.
    assert_eq!(
        [told(&real, "2026-02-11"), told(&real, "2026-02-12"), told(&sample, "2026-02-11")],
        [1, 0, 0]
    );
    let met = real.replacen(
        "outcome: approved\n",
        "outcome: approved_with_conditions\n  conditions: [{ text: 半年後に報告すること, how: 会議で報告する, by: 2026-10-31, met: 2026-10-20 }]\n",
        1,
    );
    assert_eq!([told(&met, "2026-10-19"), told(&met, "2026-10-20")], [1, 0]);
    let without = real.replacen("  date: 2026-02-12\n", "", 1);
    assert_eq!(told(&without, "2026-10-20"), 1);
}
