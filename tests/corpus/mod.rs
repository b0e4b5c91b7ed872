//! Two corpora over fictional matters of a fictional city (`tests/corpus/workspace/`): mistakes that a careful reviewer
//! would object to, and variations that nobody would. They were written from practice, by another hand than the rules'.
//!
//! A case is an edit of one matter, in `mistakes/<matter>.txt` and `harmless/<matter>.txt`:
//!
//! ```text
//! == an-id | family | text or key
//! What the edit stands for, in a line or more.
//! - exactly what stands in the matter, once
//! + what stands there instead
//! @ what else stands in the matter, once, at the other place that a finding may point to (⏎ is the end of a line)
//! ```
//!
//! Lines of `-` that follow each other are one text, as are those of `+`; `> path` goes to another file for the edits
//! that follow; `% day` is the day at which one looks (`--as-of`), else none. `text` is what is printed as a sentence,
//! `key` is what is stated as a fact. A harmless case says after `語だけなら:` what kind of rule would fire on its words
//! alone, and in brackets the rules that do look at such words. ` | later` after the part marks a case that was added
//! when the rules were known: it is counted apart.
//!
//! A mistake is found where a finding that the base does not have points, first or in a label, to a line of the edit or
//! to a line with `@`. A harmless case is silent where the base has every finding. What today's program does is in
//! `today.tsv`, one line a case; `UPDATE=1 cargo test --test it corpus::` writes it anew, with the figures by family
//! into `docs/testing.md`. A regression fails, and an improvement is to be recorded.

use crate::second_edits;
use chrono::NaiveDate;
use fugi::case::Case;
use fugi::check::check;
use fugi::check::context::Context;
use fugi::diagnostic::Diagnostic;
use fugi::model::load::{Loaded, LoadedYear, Workspace};
use fugi::source::{Sources, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const FIGURES: [&str; 2] = ["<!-- corpus: begin -->", "<!-- corpus: end -->"];

type Files = BTreeMap<PathBuf, Vec<u8>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mistake,
    Harmless,
}

impl Kind {
    fn folder(self) -> &'static str {
        match self {
            Self::Mistake => "mistakes",
            Self::Harmless => "harmless",
        }
    }
}

struct Edit {
    file: PathBuf,
    old: String,
    new: String,
}

struct Edited {
    id: String,
    family: String,
    is_text: bool,
    is_later: bool,
    about: String,
    /// The day at which one looks.
    as_of: Option<NaiveDate>,
    matter: PathBuf,
    edits: Vec<Edit>,
    places: Vec<(PathBuf, String)>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// Returns the files of the corpus' workspace, with the common words of the repository.
fn files() -> Files {
    let own = (root().join("workspace"), "");
    let common = (Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/common"), "policies/common");
    let mut files = Files::new();
    for (folder, at) in [own, common] {
        for entry in walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap) {
            if entry.file_type().is_file() {
                let path = Path::new(at).join(entry.path().strip_prefix(&folder).unwrap());
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

/// Reads the cases of one file.
fn read(path: &Path) -> Vec<Edited> {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let matter = Path::new("policies/r08").join(name).with_extension("yaml");
    let text = fs::read_to_string(path).unwrap();
    let mut cases: Vec<Edited> = Vec::new();
    let mut file = matter.clone();
    let mut last = ' ';
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix("== ") {
            let head: Vec<&str> = head.split(" | ").collect();
            let (id, family, part, is_later) = match *head.as_slice() {
                [id, family, part] => (id, family, part, false),
                [id, family, part, "later"] => (id, family, part, true),
                _ => panic!("{name}: three parts in `{line}`"),
            };
            assert!(["text", "key"].contains(&part), "{name}: {id}: text or key");
            let [id, family] = [id, family].map(str::to_owned);
            let is_text = part == "text";
            file.clone_from(&matter);
            cases.push(Edited {
                id,
                family,
                is_text,
                is_later,
                about: String::new(),
                as_of: None,
                matter: matter.clone(),
                edits: Vec::new(),
                places: Vec::new(),
            });
            last = '=';
            continue;
        }
        let case = cases.last_mut().unwrap_or_else(|| panic!("{name}: a line before the first case"));
        let (sign, rest) = match line.split_at_checked(2) {
            Some((sign @ ("- " | "+ " | "@ " | "> " | "% "), rest)) => (sign.chars().next().unwrap(), rest),
            _ if line == "+" => ('+', ""),
            _ => (' ', line),
        };
        match sign {
            '-' if last == '-' => {
                let old = &mut case.edits.last_mut().unwrap().old;
                old.push('\n');
                old.push_str(rest);
            }
            '-' => case.edits.push(Edit { file: file.clone(), old: rest.to_owned(), new: String::new() }),
            '+' => {
                let new = &mut case.edits.last_mut().unwrap().new;
                if last == '+' {
                    new.push('\n');
                }
                new.push_str(rest);
            }
            '@' => case.places.push((file.clone(), rest.replace('⏎', "\n"))),
            '>' => file = rest.into(),
            '%' => {
                case.as_of = Some(rest.parse().unwrap());
                continue;
            }
            _ => {
                assert!("= ".contains(last), "{}: what stands here after the edit? {line}", case.id);
                case.about.push_str(line);
                case.about.push('\n');
            }
        }
        last = sign;
    }
    cases
}

fn cases(kind: Kind) -> Vec<Edited> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join(kind.folder())).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| read(file)).collect()
}

impl Edited {
    /// Returns the rules that would fire on the words alone.
    fn rules(&self) -> impl Iterator<Item = &str> {
        let named = self.about.lines().filter(|line| line.starts_with("語だけなら:"));
        named.filter_map(|line| line.rsplit_once('[')?.1.strip_suffix(']')).flat_map(str::split_whitespace)
    }
}

/// What came of a matter: findings that no waiver covers, or why it could not be read.
struct Found {
    sources: Sources,
    findings: Vec<Diagnostic>,
}

/// A workspace and its year, read.
struct Opened {
    workspace: Workspace,
    year: LoadedYear,
}

impl Opened {
    fn new(files: Files) -> Result<Self, Found> {
        let Loaded { sources, result } = Workspace::open_in_memory(Path::new("corpus"), files).unwrap();
        let workspace = result.map_err(|findings| Found { sources, findings })?;
        let Loaded { sources, result } = workspace.year("r08").unwrap();
        let year = result.map_err(|findings| Found { sources, findings })?;
        Ok(Self { workspace, year })
    }

    /// Returns what is said of a matter, or why its text is not whole.
    fn check(&self, file: &Path, text: &[u8], as_of: Option<NaiveDate>) -> Result<Found, Found> {
        let mut sources = self.year.sources().clone();
        let source = sources.add(file, String::from_utf8(text.to_vec()).unwrap());
        let matter = match self.workspace.matter_from(&self.year, &sources, source) {
            Ok(matter) => matter,
            Err(findings) => return Err(Found { sources, findings }),
        };
        let mut case = Case::new(&self.workspace, &self.year, &matter, &sources);
        case.as_of = as_of;
        let mut findings = check(&Context::new(case)).findings;
        findings.retain(|finding| finding.waived.is_none());
        Ok(Found { sources, findings })
    }
}

/// All files, the workspace as it is, and what is said of each of its matters.
struct Base {
    files: Files,
    opened: Opened,
    found: BTreeMap<PathBuf, Found>,
}

impl Base {
    fn new() -> Self {
        let files = files();
        let opened = Opened::new(files.clone()).unwrap_or_else(|found| panic!("{:#?}", found.findings));
        let year = Path::new("policies/r08");
        let is_matter = |path: &&PathBuf| path.parent() == Some(year) && !path.ends_with("parties.yaml");
        let matters: Vec<&PathBuf> = files.keys().filter(is_matter).collect();
        let read = |matter: &&PathBuf| {
            let found = opened.check(matter, &files[*matter], None);
            let found = found.unwrap_or_else(|found| panic!("{}: {:#?}", matter.display(), found.findings));
            ((*matter).clone(), found)
        };
        let found = matters.par_iter().map(read).collect();
        Self { found, files, opened }
    }

    /// Checks a matter in files of which some were edited.
    fn check(&self, case: &Edited, edited: Files) -> Found {
        let text = edited[&case.matter].clone();
        let is_own = case.edits.iter().all(|edit| edit.file == case.matter);
        let found = if is_own {
            self.opened.check(&case.matter, &text, case.as_of)
        } else {
            Opened::new(edited).and_then(|opened| opened.check(&case.matter, &text, case.as_of))
        };
        found.unwrap_or_else(|problems| problems)
    }
}

/// Returns how often the base has each finding, by rule and message.
fn counts(findings: &[Diagnostic]) -> BTreeMap<(&str, &str), usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry((finding.rule, finding.message.ja.as_str())).or_default() += 1;
    }
    counts
}

/// Returns the findings that the base does not have.
fn added<'a>(base: &Found, found: &'a Found) -> Vec<&'a Diagnostic> {
    let old = counts(&base.findings);
    let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut added = Vec::new();
    for finding in &found.findings {
        let key = (finding.rule, finding.message.ja.as_str());
        let times = seen.entry(key).or_default();
        *times += 1;
        if *times > old.get(&key).copied().unwrap_or(0) {
            added.push(finding);
        }
    }
    added
}

/// Returns the lines that a part of a text lies on.
fn lines(text: &str, part: &Range<usize>) -> Range<usize> {
    let from = text[..part.start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[part.end..].find('\n').map_or(text.len(), |at| part.end + at);
    from..to
}

/// Returns where a text stands that stands there once.
fn once(id: &str, text: &str, part: &str) -> usize {
    assert_eq!(text.matches(part).count(), 1, "{id}: stands there once: {part}");
    text.find(part).unwrap()
}

/// Makes the edits, and returns where they are and what else was named: whole lines, as bytes.
fn edited(files: &mut Files, case: &Edited) -> Vec<(PathBuf, Range<usize>)> {
    let text_of = |files: &Files, file: &Path| {
        let bytes = files.get(file).unwrap_or_else(|| panic!("{}: no file {}", case.id, file.display()));
        String::from_utf8(bytes.clone()).unwrap()
    };
    let mut places: Vec<(PathBuf, Range<usize>)> = Vec::new();
    for Edit { file, old, new } in &case.edits {
        assert_ne!(old, new, "{}: the edit changes nothing", case.id);
        let mut text = text_of(files, file);
        let at = once(&case.id, &text, old);
        text.replace_range(at..at + old.len(), new);
        for (_, earlier) in places.iter_mut().filter(|(own, earlier)| own == file && earlier.start > at) {
            let moved = |byte: usize| byte + new.len() - old.len();
            *earlier = moved(earlier.start)..moved(earlier.end);
        }
        // What was taken out leaves its place: the end of what stood before.
        let start = if new.is_empty() { text[..at].trim_end().len() } else { at };
        places.push((file.clone(), start..at + new.len()));
        files.insert(file.clone(), text.into_bytes());
    }
    for (file, part) in &case.places {
        let at = once(&case.id, &text_of(files, file), part);
        places.push((file.clone(), at..at + part.len()));
    }
    for (file, place) in &mut places {
        *place = lines(&text_of(files, file), place);
    }
    places
}

fn points_to(sources: &Sources, span: Span, places: &[(PathBuf, Range<usize>)]) -> bool {
    let Some(source) = sources.get(span.source()) else { return false };
    let meets = |range: &Range<usize>| span.start() <= range.end && range.start <= span.end();
    places.iter().any(|(file, range)| file == source.path() && meets(range))
}

/// Returns the rules in the words of the table.
fn rules(findings: &[&Diagnostic]) -> String {
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule).collect();
    rules.into_iter().collect::<Vec<_>>().join(" ")
}

/// Returns what the program says to a case, in the words of the table, and the rules that say it.
fn verdict(kind: Kind, case: &Edited, base: &Base) -> (&'static str, String) {
    let mut files = base.files.clone();
    let places = edited(&mut files, case);
    let found = base.check(case, files);
    let added = added(&base.found[&case.matter], &found);
    let here = |finding: &&&Diagnostic| {
        let labels = std::iter::once(&finding.primary).chain(&finding.related);
        labels.into_iter().any(|label| points_to(&found.sources, label.span, &places))
    };
    let told: Vec<&Diagnostic> = added.iter().filter(here).copied().collect();
    match kind {
        Kind::Mistake if !told.is_empty() => ("found", rules(&told)),
        Kind::Mistake if !added.is_empty() => ("elsewhere", rules(&added)),
        Kind::Mistake => ("missed", String::new()),
        Kind::Harmless if added.is_empty() => ("silent", String::new()),
        Kind::Harmless => ("accused", rules(&added)),
    }
}

/// Counts of one family: good and all, of text and of key.
type Count = [(usize, usize); 2];

fn share((good, all): (usize, usize)) -> String {
    if all == 0 { "–".to_owned() } else { format!("{good}/{all}") }
}

/// Returns the figures as tables, by family.
fn figures(bases: usize, kinds: [(Kind, &str); 2], all: &[(Kind, Edited, &'static str, String)]) -> String {
    let mut out = format!(
        "The {bases} matters themselves are checked first; what is said of them is in `tests/corpus/today.tsv`.\n"
    );
    for ((kind, title), is_later) in kinds.into_iter().flat_map(|kind| [(kind, false), (kind, true)]) {
        let mut families: BTreeMap<&str, Count> = BTreeMap::new();
        let mut total = Count::default();
        for (_, case, verdict, _) in
            all.iter().filter(|(own, case, ..)| *own == kind && case.is_later == is_later)
        {
            let good = usize::from(["found", "silent"].contains(verdict));
            let part = usize::from(!case.is_text);
            for count in [families.entry(&case.family).or_default(), &mut total] {
                count[part].0 += good;
                count[part].1 += 1;
            }
        }
        if is_later && families.is_empty() {
            continue;
        }
        let title = if is_later { format!("{title}, of cases added later") } else { title.to_owned() };
        write!(out, "\n| {title} | text | key |\n| --- | --- | --- |\n").unwrap();
        for (family, [text, key]) in families {
            writeln!(out, "| {family} | {} | {} |", share(text), share(key)).unwrap();
        }
        let [text, key] = total;
        let sum = share((text.0 + key.0, text.1 + key.1));
        writeln!(out, "| **all: {sum}** | {} | {} |", share(text), share(key)).unwrap();
    }
    out
}

/// Returns the rules that find a mistake of the corpus which shares no word with what they plant themselves in the same
/// matter, each with the case.
pub(crate) fn second_edits() -> Vec<(&'static str, String)> {
    let base = &*BASE;
    let found = JUDGED.iter().filter(|(kind, _, verdict, _)| *kind == Kind::Mistake && *verdict == "found");
    let own = |case: &Edited, rules: &str| -> Vec<(&'static str, String)> {
        let mut sources = base.opened.year.sources().clone();
        let text = String::from_utf8(base.files[&case.matter].clone()).unwrap();
        let source = sources.add(&case.matter, text);
        let matter = base.opened.workspace.matter_from(&base.opened.year, &sources, source).unwrap();
        let side = Case::new(&base.opened.workspace, &base.opened.year, &matter, &sources);
        let words: BTreeSet<String> =
            case.edits.iter().flat_map(|edit| second_edits::words(&edit.old, &edit.new)).collect();
        let told =
            rules.split(' ').filter_map(|name| fugi::check::checks().find(|own| own.rule.name == name));
        told.filter(|check| {
            second_edits::planted(check, side).is_some_and(|own| !words.is_empty() && words.is_disjoint(&own))
        })
        .map(|check| (check.rule.name, case.id.clone()))
        .collect()
    };
    let found: Vec<_> = found.collect();
    found.par_iter().flat_map_iter(|(_, case, _, rules)| own(case, rules)).collect()
}

/// The workspace as it is, read once.
static BASE: LazyLock<Base> = LazyLock::new(Base::new);

/// Every case with its verdict and the rules that say it, judged once.
static JUDGED: LazyLock<Vec<(Kind, Edited, &'static str, String)>> = LazyLock::new(|| {
    let kinds = [Kind::Mistake, Kind::Harmless];
    let list: Vec<(Kind, Edited)> =
        kinds.iter().flat_map(|kind| cases(*kind).into_iter().map(|case| (*kind, case))).collect();
    list.into_par_iter()
        .map(|(kind, case)| {
            let (verdict, rules) = verdict(kind, &case, &BASE);
            (kind, case, verdict, rules)
        })
        .collect()
});

#[test]
fn every_case_is_judged_as_recorded() {
    let base = &*BASE;
    let mut table = String::new();
    for (matter, found) in &base.found {
        let name = matter.file_stem().unwrap().to_string_lossy();
        for finding in &found.findings {
            let place = found.sources.path_to(finding.primary.span).unwrap_or_default();
            writeln!(table, "base\t{name}\t{}\t{place}", finding.rule).unwrap();
        }
    }
    let kinds = [(Kind::Mistake, "mistakes found"), (Kind::Harmless, "harmless variations not accused")];
    let list: Vec<(Kind, Edited)> =
        kinds.iter().flat_map(|(kind, _)| cases(*kind).into_iter().map(|case| (*kind, case))).collect();
    let ids: BTreeSet<&str> = list.iter().map(|(_, case)| case.id.as_str()).collect();
    assert_eq!(ids.len(), list.len(), "two cases have one id");
    for (kind, case) in &list {
        assert!(
            !case.edits.is_empty() && !case.about.is_empty(),
            "{}: what is edited, and what for?",
            case.id
        );
        let tells_what_would_fire = case.about.contains("語だけなら:");
        assert_eq!(
            tells_what_would_fire,
            *kind == Kind::Harmless,
            "{}: what would fire on words alone?",
            case.id
        );
        for name in case.rules() {
            assert!(fugi::check::rule(name).is_some(), "{}: there is no rule {name}", case.id);
        }
    }
    let judged = &*JUDGED;
    for (kind, case, verdict, rules) in judged {
        let part = if case.is_text { "text" } else { "key" };
        let kind = kind.folder();
        writeln!(table, "{kind}\t{}\t{}\t{part}\t{verdict}", case.id, case.family).unwrap();
        if std::env::var_os("VERBOSE").is_some() {
            eprintln!(
                "{kind}\t{}\t{}\t{part}\t{verdict}\t{rules}\t{}",
                case.id,
                case.family,
                case.about.trim()
            );
        }
    }
    let figures = figures(base.found.len(), kinds, judged);
    eprintln!("{figures}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = root.join("docs/testing.md");
    let text = fs::read_to_string(&page).unwrap();
    let [begin, end] = FIGURES.map(|mark| text.find(mark).expect("the page has the marks"));
    let wanted = format!("{}{}\n\n{figures}\n{}", &text[..begin], FIGURES[0], &text[end..]);
    let golden = root.join("tests/corpus/today.tsv");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&page, &wanted).unwrap();
        fs::write(&golden, &table).unwrap();
        return;
    }
    let recorded = fs::read_to_string(&golden).unwrap();
    let [old, new] = [&recorded, &table].map(|table| table.lines().collect::<BTreeSet<_>>());
    let gone = old.difference(&new).map(|line| format!("- {line}"));
    let came = new.difference(&old).map(|line| format!("+ {line}"));
    let differs: Vec<String> = gone.chain(came).collect();
    let hint = "record an improvement with UPDATE=1 cargo test --test it corpus::, repair a regression";
    assert!(differs.is_empty(), "{}\n{hint}", differs.join("\n"));
    assert_eq!(text, wanted, "the figures in docs/testing.md are not these; {hint}");
}

#[test]
fn every_rule_on_wording_is_tried_on_words_that_are_no_fault() {
    let cases = cases(Kind::Harmless);
    let named: BTreeSet<&str> = cases.iter().flat_map(Edited::rules).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/wording");
    let pages = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let pages = pages.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let rules = pages.map(|page| page.file_stem().unwrap().to_string_lossy().replace('_', "-"));
    let untried: Vec<String> = rules.filter(|rule| !named.contains(rule.as_str())).collect();
    assert!(untried.is_empty(), "no harmless case names: {}", untried.join(", "));
}
