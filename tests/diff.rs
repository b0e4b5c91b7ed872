//! `fugi diff`: every rule's page is run, two years and two revisions are compared, and bad input is refused.
//!
//! The example of a page is a fragment that is set in the fictional matter `policies/r08/mihon-itaku.yaml` (or in
//! another file of that year) as the old year has it (`before`) and as the new one has it (`after:widening`). It is
//! one change of that rule and class; `after:widening+` says that others follow from it. What is printed of it
//! stands below it on the page, in both languages (`UPDATE=1 cargo test --test it diff::every` writes it).

use crate::support;
use crate::support::fragments;
use crate::support::printed::{self, Both};

use fugi::case::Case;
use fugi::diagnostic::Language;
use fugi::diff::class::Class;
use fugi::diff::policy::Policy;
use fugi::diff::rules::{ChangeRule, MATTER_CHANGED, NEW_POSSIBILITY, RULES};
use fugi::diff::{Comparison, compare};
use fugi::document::comparison;
use fugi::document::tree::Block;
use fugi::model::load::{LoadedYear, Overlay, Workspace};
use fugi::model::matter::Matter;
use fugi::report::comparison::text::Writer;
use fugi::source::Sources;
use fugi::workspace::compare::Compared;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use support::Sandbox;

const MATTER: &str = "policies/r08/mihon-itaku.yaml";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A fragment of a page: `before` or `after:CLASS`, the file, the path in it, the text.
struct Example {
    word: String,
    file: PathBuf,
    path: String,
    fragment: String,
}

fn examples(page: &str) -> Vec<Example> {
    let blocks = fragments::code_blocks(page).into_iter();
    blocks
        .filter(|(info, _)| info.first().is_some_and(|word| word == "yaml"))
        .map(|(mut info, fragment)| {
            let word = info.remove(1);
            let has_file = info.get(1).is_some_and(|word| word.ends_with(".yaml"));
            let file = if has_file { info.remove(1) } else { MATTER.to_owned() };
            let path = info.get(1).cloned().unwrap_or_default();
            Example { word, file: file.into(), path, fragment }
        })
        .collect()
}

/// The workspace and its year r08, with the text of one file in its place.
struct Year(Workspace, LoadedYear);

impl Year {
    fn read(own: Overlay) -> Self {
        let mut texts = fragments::fictional_texts(root());
        texts.extend(own);
        let workspace = Workspace::open_with(root(), texts).unwrap().result.unwrap();
        let year = workspace.year("r08").unwrap().result.unwrap_or_else(|found| panic!("{found:#?}"));
        Self(workspace, year)
    }

    /// Returns the sample's matter, or another text of it.
    fn matter(&self, text: Option<&str>) -> (Matter, Sources) {
        let mut sources = self.1.sources().clone();
        let text = text.map_or_else(|| std::fs::read_to_string(root().join(MATTER)).unwrap(), str::to_owned);
        let text = fragments::fictional(&text);
        let id = sources.add(MATTER, text);
        let matter = self.0.matter_from(&self.1, &sources, id);
        (matter.unwrap_or_else(|found| panic!("{found:#?}")), sources)
    }

    fn side<'a>(&'a self, own: &'a (Matter, Sources)) -> Case<'a> {
        Case::new(&self.0, &self.1, &own.0, &own.1)
    }
}

/// Returns the comparison, and what is printed of it below its head in both languages.
fn compared(before: &Example, after: &Example) -> (Comparison, Both) {
    let old = fragments::set(root(), &before.file, &before.path, &before.fragment);
    let new = fragments::set_in(old.clone(), &after.path, &after.fragment);
    static YEAR: OnceLock<Year> = OnceLock::new();
    if before.file == Path::new(MATTER) {
        let year = YEAR.get_or_init(|| Year::read(Overlay::default()));
        let (old, new) = (year.matter(Some(&old)), year.matter(Some(&new)));
        return printed_too(year.side(&old), year.side(&new));
    }
    let year =
        |text: String| Year::read(Overlay::from([(before.file.clone(), fragments::fictional(&text).into())]));
    let (old_year, new_year) = (year(old), year(new));
    let (old, new) = (old_year.matter(None), new_year.matter(None));
    printed_too(old_year.side(&old), new_year.side(&new))
}

fn printed_too(old: Case<'_>, new: Case<'_>) -> (Comparison, Both) {
    let comparison = compare(&old, &new, Policy::new(new.common).unwrap());
    let own = Compared { old, new, comparison: &comparison };
    let said = [Language::Japanese, Language::English].map(|language| {
        let whole = Writer { language, width: 100, quiet: false }.comparison(&own);
        printed::unnumbered(whole.split_once("\n\n").map_or("", |(_, below)| below))
    });
    (comparison, said)
}

/// Returns what one language leaves out that the other says: headings, changes, and the parts of each.
fn unlike([ja, en]: &Both) -> Option<String> {
    let labels = [
        ["改正前: ", "before: "],
        ["改正後: ", "after : "],
        ["及ぶ所: ", "with  : "],
        ["同じとした証拠: ", "evidence: "],
        ["場所: ", "place: "],
        ["理由: ", "reason: "],
        ["道筋: ", "path: "],
    ];
    let parts = |text: &str, at: usize| {
        let starts = |word: &str| text.lines().filter(|line| line.trim_start().starts_with(word)).count();
        let headings = starts(["■ ", "# "][at]);
        let changes = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).count();
        (headings, changes, labels.map(|own| starts(own[at])))
    };
    let (ja, en) = (parts(ja, 0), parts(en, 1));
    (ja != en).then(|| format!("Japanese and English say other parts: {ja:?} {en:?}"))
}

fn page_holds(rule: &ChangeRule) -> Option<String> {
    let examples = examples(rule.page);
    let [before, after] = examples.as_slice() else { return Some(format!("{}: no example", rule.name)) };
    let (found, said) = compared(before, after);
    let class = after.word.strip_prefix("after:").expect("`after:` and a class");
    let (class, others) = (class.trim_end_matches('+'), class.ends_with('+'));
    let lines: Vec<String> = found
        .changes
        .iter()
        .chain(&found.followed)
        .map(|change| format!("{} {} {}", change.rule.name, change.class.word(), change.place))
        .collect();
    let own = format!("{} {class} ", rule.name);
    let times = lines.iter().filter(|line| line.starts_with(&own)).count();
    let is_right = if rule.name == NEW_POSSIBILITY.name {
        !found.verdict.is_within()
    } else {
        times == 1 && (others || lines.len() == 1)
    };
    let wrong = (!is_right).then(|| format!("{}: wanted {class}, found {lines:#?}", rule.name));
    let path = root().join("src/diff/rules").join(format!("{}.md", rule.name));
    wrong
        .or_else(|| unlike(&said).map(|complaint| format!("{}: {complaint}", rule.name)))
        .or_else(|| printed::compare(&path, rule.page, |info| info.starts_with("yaml after:"), &[said]))
}

#[test]
fn every_page_holds() {
    // A matter that is new or has ended is no difference inside a matter: see `years_are_compared_matter_by_matter`.
    let rules = RULES.par_iter().filter(|rule| rule.name != MATTER_CHANGED.name);
    let wrong: Vec<String> = rules
        .filter_map(|rule| {
            std::panic::catch_unwind(|| page_holds(rule))
                .unwrap_or_else(|_| Some(format!("{}: the example does not load (see above)", rule.name)))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_is_whole_and_listed() {
    let mut names = std::collections::BTreeSet::new();
    for rule in RULES {
        assert!(names.insert(rule.name), "{} is listed twice", rule.name);
        assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.name);
        assert!(fugi::check::rule(rule.name).is_none(), "{} is a rule of the check too", rule.name);
        assert!(rule.page.starts_with("# ") && !rule.title().is_ascii(), "{}", rule.name);
        assert!(rule.summary().is_ascii(), "{}: the English summary follows the title", rule.name);
        for class in [Class::Widening, Class::Narrowing, Class::Neutral, Class::Editorial] {
            let (why, english) = (rule.why(class, Language::Japanese), rule.why(class, Language::English));
            for (part, words) in [("なぜ", why), ("Why", english), ("すること", rule.fix(class))] {
                assert!(!words.is_empty(), "{}: nothing under {part} of {}", rule.name, class.ja());
            }
            assert!(english.replace(['○', 'ー'], "").is_ascii(), "{}: {english}", rule.name);
        }
        assert!(!rule.page.contains("違法"), "{}", rule.name);
    }
    for file in std::fs::read_dir(root().join("src/diff/rules")).unwrap() {
        let path = file.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(names.contains(stem.as_str()), "{} has a page and is not listed", path.display());
    }
}

/// A workspace with a second year that is a copy of the first.
fn two_years() -> Sandbox {
    let sandbox = Sandbox::new();
    for path in ["parties.yaml", "forms/itaku.yaml", "forms/submission.yaml", "yoi.yaml"] {
        let text = sandbox.read(&format!("policies/r07/{path}"));
        sandbox.write(&format!("policies/r08/{path}"), text);
    }
    sandbox
}

#[test]
fn a_year_compared_with_its_copy_has_no_change() {
    let sandbox = two_years();
    let run = sandbox.fugi(&["diff", "policies/r07", "policies/r08"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(run.out.contains("変更はありません"), "{}", run.out);
    assert!(run.out.contains("認めなかったことを何も認めません"), "{}", run.out);
}

#[test]
fn years_are_compared_matter_by_matter() {
    let sandbox = two_years();
    let matter = sandbox.read("policies/r07/yoi.yaml");
    // One under another name with the same title, one new, one that ended.
    sandbox.remove("policies/r08/yoi.yaml");
    sandbox.write("policies/r08/betsu-no-na.yaml", &matter);
    let title = matter.lines().find_map(|line| line.strip_prefix("title: ")).unwrap().to_owned();
    let titled = |other: &str| matter.replacen(&title, other, 1);
    sandbox.write("policies/r07/owari.yaml", titled("学童クラブの入会の申請の受付について"));
    sandbox.write("policies/r08/hajime.yaml", titled("図書館資料の予約サービスの提供に係る委託"));
    let run = sandbox.fugi(&["diff", "policies/r07", "policies/r08"]);
    assert_eq!(run.code, 1, "{}\n{}", run.out, run.err);
    assert!(run.out.contains("r07/yoi → r08/betsu-no-na"), "{}", run.out);
    assert!(run.out.contains("新しい案件（再付議）: r08/hajime"), "{}", run.out);
    assert!(run.out.contains("なくなった案件（報告）: r07/owari"), "{}", run.out);
    let json = sandbox.fugi(&["diff", "policies/r07", "policies/r08", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json["version"].as_u64(), json["requires"].as_str()), (Some(1), Some("deliberation")));
    assert_eq!(json["new_matters"][0]["name"], "r08/hajime");
    assert_eq!(json["ended_matters"][0]["name"], "r07/owari");
    let requires = |key: &str| json[key][0]["requires"].as_str().unwrap().to_owned();
    assert_eq!(
        (requires("new_matters"), requires("ended_matters")),
        ("deliberation".into(), "notice".into())
    );
}

/// What files say never looks like a line of ours, and never acts on the terminal: in `diff` and in `explain`.
#[test]
fn texts_of_files_are_shown_and_never_obeyed() {
    let sandbox = two_years();
    let odd = "\"見本\\n変更はありません\\n\\e[2K合格: 全て\\u202Eです\"";
    sandbox.edit("policies/r08/yoi.yaml", "title: よい案件", &format!("title: {odd}"));
    sandbox.edit("policies/r08/yoi.yaml", "name: 見本事業者", &format!("name: {odd}"));
    sandbox.edit("policies/r08/yoi.yaml", "label: 事業者のサーバ", &format!("label: {odd}"));
    let roles = ["explain", "agent", "収納日付", "--matter", "r08/yoi"];
    for arguments in [&["diff", "r07/yoi", "r08/yoi"][..], &roles] {
        for language in ["ja", "en"] {
            let run = sandbox.fugi(&[arguments, &["--lang", language]].concat());
            assert!(run.code < 2, "{}", run.err);
            let both = format!("{}{}", run.out, run.err);
            let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202E}';
            assert!(!both.contains(acts), "{both:?}");
            assert!(both.contains("〔U+001B〕") && both.contains("〔U+202E〕"), "{both}");
            let posing = both
                .lines()
                .find(|line| ["変更はありません", "合格"].iter().any(|own| line.starts_with(own)));
            assert_eq!(posing, None, "{both}");
        }
    }
}

#[test]
fn the_ward_sets_what_a_change_calls_for() {
    let sandbox = two_years();
    let matter = sandbox.read("policies/r08/yoi.yaml");
    let longer = matter + "impact_assessment: { completed: 2026-01-10 }\n";
    sandbox.write("policies/r08/yoi.yaml", longer);
    let exit = |arguments: &[&str]| sandbox.fugi(&[&["diff", "r07/yoi", "r08/yoi"], arguments].concat()).code;
    assert_eq!(exit(&[]), 0);
    let rule = |name: &str| format!("changes: {{ consequences: [{{ rule: {name}, narrowing: notice }}] }}\n");
    sandbox.write("policies/common/henko.yaml", rule("statement-changed"));
    assert_eq!(exit(&[]), 0);
    assert_eq!(exit(&["--deny", "notice"]), 1);
    sandbox.write("policies/common/henko.yaml", rule("statement-chnaged"));
    let run = sandbox.fugi(&["diff", "r07/yoi", "r08/yoi"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("henko.yaml:1:35") && run.err.contains("statement-changed"), "{}", run.err);
}

#[test]
fn what_cannot_be_compared_is_refused_with_the_reason() {
    let sandbox = two_years();
    let matter = sandbox.read("policies/r07/yoi.yaml");
    let refused = |arguments: &[&str], said: &[&str]| {
        let run = sandbox.fugi(&[&["diff"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.out);
        for words in said {
            assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
        }
    };
    refused(&["policies/r07"], &["二つ書いてください"]);
    refused(&["policies/r07", "policies/r09"], &["policies/r09 がありません"]);
    refused(&["policies/r07", "policies/r08/yoi.yaml"], &["案件と年度のフォルダは比べられません"]);
    refused(&["r07/yoi", "r08/yoi", "--format", "dox"], &["「dox」という形式はありません"]);
    let other = "title: 図書館の予約\nroles: [{ id: a, name: 図書館, kind: ward }]\n";
    sandbox.write("policies/r08/toshokan.yaml", other);
    refused(&["r07/yoi", "r08/toshokan"], &["別の案件です", "r07/yoi に対応するのは r08/yoi です"]);
    sandbox.write("policies/r08/yoi.yaml", matter.replacen("title:", "titel:", 1));
    refused(&["r07/yoi", "r08/yoi"], &["policies/r08/yoi.yaml:", "titel"]);
}

#[test]
fn diagrams_show_what_is_added_changed_and_gone() {
    let workspace = Workspace::open(root()).unwrap().result.unwrap();
    let read = |year: &str| {
        let year = workspace.year(year).unwrap().result.unwrap();
        let file = format!("policies/{}/koki-iryo-cashless.yaml", year.year.name);
        let loaded = workspace.matter(&year, Path::new(&file));
        (year, loaded.result.unwrap(), loaded.sources)
    };
    let (old, new) = (read("r07"), read("r08"));
    fn side<'a>(workspace: &'a Workspace, own: &'a (LoadedYear, Matter, Sources)) -> Case<'a> {
        Case::new(workspace, &own.0, &own.1, &own.2)
    }
    let shown = |old, new| -> Vec<String> {
        let (old, new) = (side(&workspace, old), side(&workspace, new));
        let found = compare(&old, &new, Policy::new(&workspace.common).unwrap());
        let document = comparison::build(&old, &new, &found);
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        let mut lines = Vec::new();
        for block in blocks {
            let Block::Figure(figure) = block else { continue };
            let name = |at: usize| &figure.participants[at].name;
            let marked = figure.links.iter().filter_map(|link| Some((link, link.change?)));
            lines.extend(marked.map(|(link, change)| {
                format!("{} {change:?} {}→{}", figure.id, name(link.from), name(link.to))
            }));
            let marked = figure.participants.iter().filter_map(|own| Some((own, own.change?)));
            lines.extend(marked.map(|(own, change)| format!("{} {change:?} {}", figure.id, own.name)));
        }
        lines
    };
    let there = shown(&old, &new);
    assert!(
        there.contains(&"credit Added クレジットカード会社→クレジットカード指定納付受託者".to_owned()),
        "{there:#?}"
    );
    assert!(
        there.contains(&"credit Changed クレジットカード指定納付受託者→クレジットカード会社".to_owned()),
        "{there:#?}"
    );
    assert!(there.contains(&"emoney Changed 電子マネー事業者→データ連携事業者".to_owned()), "{there:#?}");
    let back = shown(&new, &old);
    assert!(
        back.contains(&"credit Removed クレジットカード会社→クレジットカード指定代理納付者".to_owned()),
        "{back:#?}"
    );
}

#[test]
fn revisions_are_read_through_git_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let refused = |arguments: &[&str], said: &str| {
        let run = sandbox.fugi(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.out);
        assert!(run.err.contains(said), "{arguments:?}: {}", run.err);
    };
    refused(&["diff", "--git", "a..b"], "git で管理されていない");
    sandbox.git(&["init", "-q", "-b", "main"]);
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "-q", "-m", "1"]);
    sandbox.git(&["tag", "v1"]);
    let matter = sandbox.read("policies/r07/yoi.yaml");
    sandbox.write("policies/r07/yoi.yaml", matter.replacen("agenda_number: 1\n", "agenda_number: 7\n", 1));
    sandbox.git(&["commit", "-q", "-a", "-m", "2"]);
    // What is not in the revision does not count.
    sandbox.write("policies/r07/yoi.yaml", "title: [");
    let listing = || {
        let walk = walkdir::WalkDir::new(sandbox.root()).sort_by_file_name();
        walk.into_iter().map(|entry| entry.unwrap().path().display().to_string()).collect::<Vec<_>>()
    };
    let before = listing();
    for path in [vec![], vec!["policies/r07"], vec!["policies/r07/yoi.yaml"], vec!["r07/yoi"]] {
        let run = sandbox.fugi(&[vec!["diff", "--git", "v1..main"], path].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
        assert!(run.out.contains("r07/yoi → r07/yoi") && run.out.contains("資料の番号"), "{}", run.out);
    }
    assert_eq!(before, listing());
    refused(&["diff", "--git", "v1..v9"], "「v9」という版はありません");
    refused(&["diff", "--git", "v1.."], "前の版..次の版");
    refused(&["diff", "--git", "v1..--all"], "前の版..次の版");
    refused(&["diff", "--git", "v1..main", "r07/nai"], "版「v1」に r07/nai はありません");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("yoi.yaml", sandbox.path("policies/r07/link.yaml")).unwrap();
        sandbox.git(&["add", "policies/r07/link.yaml"]);
        sandbox.git(&["commit", "-q", "-m", "3"]);
        refused(&["diff", "--git", "v1..main"], "policies/r07/link.yaml はリンクです");
    }
}

#[test]
fn the_papers_are_written_whole() {
    let sandbox = two_years();
    sandbox.edit("policies/r08/yoi.yaml", "agenda_number: 1\n", "agenda_number: 7\n");
    let run = sandbox.fugi(&["diff", "r07/yoi", "r08/yoi", "--format", "md,html", "--out", "kami"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    for name in ["kami/yoi-comparison.md", "kami/yoi-comparison.html"] {
        let text = sandbox.read(name);
        assert!(text.contains("新旧対照表") && text.contains("資料７"), "{name}");
    }
}
