//! Every sample as a book: nothing changes by itself, and what a person changes is changed, exactly that.

use super::form::{Form, MARK, Place, Row, Target};
use super::kind::Kind;
use super::tree::{Path, Step, Tree};
use super::{About, Back, Changed, Problem, handling};
use crate::model::load::{LoadedYear, Workspace};
use crate::source::{SourceId, Sources};
use crate::workbook::read::{Content, Returned, Value};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path as File, PathBuf};
use std::sync::{LazyLock, OnceLock};

/// Every workspace of samples, and the years in it.
const SAMPLES: &[(&str, &[&str])] = &[(".", &["r07", "r08", "r09"]), ("samples/mihonshi", &["r08"])];

/// Read once for all tests; a book takes a while to make.
static ALL: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for (root, years) in SAMPLES {
        let root = File::new(env!("CARGO_MANIFEST_DIR")).join(root);
        for year in *years {
            let files = open(&root).matters(year).unwrap();
            all.extend(files.into_iter().map(|file| Sample::read(&root, year, file)));
        }
    }
    assert!(all.len() > 4);
    all
});

struct Sample {
    name: String,
    root: PathBuf,
    file: PathBuf,
    workspace: Workspace,
    year: LoadedYear,
    sources: Sources,
    source: SourceId,
    form: OnceLock<Form>,
    /// The book as it was made, read.
    made: OnceLock<Back>,
}

impl Sample {
    fn all() -> impl Iterator<Item = &'static Self> {
        ALL.iter()
    }

    fn read(root: &File, year: &str, file: PathBuf) -> Self {
        let workspace = open(root);
        let year = workspace.year(year).unwrap().result.unwrap();
        let loaded = workspace.matter(&year, &file);
        assert!(loaded.result.is_ok(), "{}", file.display());
        let source = loaded.sources.find(&file).unwrap();
        let name = format!("{}/{}", year.year.name, file.file_stem().unwrap().to_string_lossy());
        let (form, made) = (OnceLock::new(), OnceLock::new());
        let root = root.to_owned();
        Self { name, root, file, workspace, year, sources: loaded.sources, source, form, made }
    }

    fn text(&self) -> String {
        self.sources.get(self.source).unwrap().text().to_string()
    }

    fn digest(&self) -> String {
        let mut hash = DefaultHasher::new();
        self.text().hash(&mut hash);
        hash.finish().to_string()
    }

    fn about(&self) -> About<'_> {
        let Workspace { ward, common, .. } = &self.workspace;
        About { name: &self.name, ward, common, year: &self.year.year }
    }

    fn tree(&self) -> Tree {
        Tree::read(self.source, &self.text()).unwrap()
    }

    fn form(&self) -> &Form {
        self.form.get_or_init(|| self.form_anew())
    }

    fn form_anew(&self) -> Form {
        Form::new(&self.about(), self.tree(), &self.digest()).unwrap()
    }

    /// Returns the book as it comes back, with some cells written by a person.
    fn back(&self, written: &[(&Place, &str)]) -> Back {
        let made = || Back::read(self.form_anew().write().unwrap()).unwrap();
        let mut back = self.made.get_or_init(made).clone();
        for (place, text) in written {
            let grid = back.book.grids.iter_mut().find(|own| own.name == place.sheet).unwrap();
            match *text {
                "" => drop(grid.cells.remove(&place.at)),
                text => {
                    let content = Content::Text(text.to_owned());
                    grid.cells.insert(place.at, Value { content, computed: false });
                }
            }
        }
        back
    }

    fn changed(&self, written: &[(&Place, &str)]) -> Result<Changed, Vec<Problem>> {
        self.back(written).changed(&self.about(), (&self.sources, self.source), &self.digest())
    }

    /// Returns the same matter with another text.
    fn with(&self, text: &str) -> Self {
        let mut own = Self::read(&self.root, &self.year.year.name, self.file.clone());
        own.sources.replace(own.source, text);
        own
    }

    /// Returns the first open cell of that label on a sheet that begins so.
    fn cell(&self, sheet: &str, label: &str) -> Place {
        let mut places = self.form().places.iter();
        let found = places.find(|own| own.sheet.starts_with(sheet) && own.label == label);
        found.cloned().unwrap_or_else(|| panic!("{}: {sheet} {label}", self.name))
    }
}

fn open(root: &File) -> Workspace {
    Workspace::open(root).unwrap().result.unwrap()
}

fn said(result: Result<Changed, Vec<Problem>>) -> Vec<String> {
    let problems = result.err().unwrap_or_default();
    problems.into_iter().map(|own| format!("{}: {}", own.place, own.message.ja)).collect()
}

/// Returns every scalar of a tree with the path to it.
fn leaves(tree: &Tree, path: &Path, all: &mut BTreeMap<Path, String>) {
    match tree {
        Tree::Nothing => {}
        Tree::Scalar(text) => drop(all.insert(path.clone(), text.clone())),
        Tree::List(items) => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, &path.item(index), all);
            }
        }
        Tree::Map(entries) => {
            for (key, value) in entries {
                leaves(value, &path.under(&[key]), all);
            }
        }
    }
}

fn flat(tree: &Tree) -> BTreeMap<Path, String> {
    let mut all = BTreeMap::new();
    leaves(tree, &Path::default(), &mut all);
    all
}

/// Returns the comments of a text in their order.
fn comments(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_start).filter(|line| line.starts_with('#')).collect()
}

#[test]
fn a_book_that_nobody_wrote_in_changes_nothing() {
    for sample in Sample::all() {
        let changed = sample.changed(&[]).unwrap_or_else(|problems| panic!("{}: {problems:#?}", sample.name));
        assert!(changed.changes.is_empty(), "{}: {:#?}", sample.name, changed.changes);
        assert!(changed.text == sample.text(), "{}", sample.name);
    }
}

#[test]
fn the_same_matter_gives_the_same_book() {
    for sample in Sample::all() {
        assert!(
            sample.form_anew().write().unwrap() == sample.form_anew().write().unwrap(),
            "{}",
            sample.name
        );
    }
}

#[test]
fn every_value_of_a_matter_has_a_cell() {
    for sample in Sample::all() {
        let form = sample.form();
        let tree = sample.tree();
        let mut cells: BTreeSet<Path> = BTreeSet::new();
        for place in &form.places {
            if let Target::Value { row: Row::Old(base), keys, .. } = &place.target {
                cells.insert(base.under(keys));
            }
        }
        let missing: Vec<String> = flat(&tree)
            .into_keys()
            .filter(|path| {
                let is_cell = |own: &Path| path.shared(own) == own.0.len();
                // Ids are names for the program; a role's items are the marks of the matrix.
                let is_id = matches!(path.0.last(), Some(Step::Key(key)) if key == "id")
                    && path.0.first() != Some(&Step::Key("own".to_owned()));
                let of_marks = path.0.iter().any(|step| *step == Step::Key("handles".to_owned()));
                let of_list = path.0.first() == Some(&Step::Key("checklists".to_owned()))
                    && matches!(path.0.last(), Some(Step::Key(key)) if key == "form" || key == "row");
                !is_id && !of_marks && !of_list && !cells.iter().any(is_cell)
            })
            .map(|path| path.to_string())
            .collect();
        assert!(missing.is_empty(), "{}: {missing:#?}", sample.name);
    }
}

/// Returns something else that a cell can hold.
fn other(place: &Place, form: &Form, seed: u32) -> Option<String> {
    let Target::Value { row: Row::Old(_), keys, kind } = &place.target else { return None };
    // A new name of an item changes the places that name it, which another test looks at.
    if *keys == ["name"] || place.shown.is_empty() {
        return None;
    }
    let texts = ["別の文", "二行の\n文: と「」", "- 記号 # で始まる", "1", "[角括弧], {波括弧}", "\"引用\""];
    let pick = |list: Vec<String>| {
        let others: Vec<String> = list.into_iter().filter(|own| *own != place.shown).collect();
        (!others.is_empty()).then(|| others[seed as usize % others.len()].clone())
    };
    match kind {
        Kind::Text => Some(texts[seed as usize % texts.len()].to_owned()),
        Kind::Texts => Some(format!("項目{seed}、別の項目")),
        Kind::Number => Some((seed % 900 + 1000).to_string()),
        Kind::Day => Some(format!("2031/{:02}/{:02}", seed % 12 + 1, seed % 28 + 1)),
        Kind::Month => Some(format!("2031-{:02}", seed % 12 + 1)),
        Kind::When => {
            Some(["即時", "毎週", "３日後"][seed as usize % 3].to_owned()).filter(|own| *own != place.shown)
        }
        Kind::Flag | Kind::Word(_) | Kind::One(_) => pick(kind.choices(&form.names)?),
        Kind::Words(words) => pick(words().into_iter().map(|own| own.1.to_owned()).collect()),
        Kind::Many(of) => pick(form.names.all(*of).iter().map(|own| own.shown.clone()).collect()),
    }
}

#[test]
fn random_edits_change_those_values_and_nothing_else() {
    let samples: Vec<(&Sample, &Form)> = Sample::all().map(|own| (own, own.form())).collect();
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u32>()), 1..12);
    runner
        .run(&(0..samples.len(), edits), |(sample, edits)| {
            let (sample, form) = samples[sample];
            let mut written: BTreeMap<usize, String> = BTreeMap::new();
            for (index, seed) in edits {
                let index = index.index(form.places.len());
                if let Some(text) = other(&form.places[index], form, seed) {
                    written.insert(index, text);
                }
            }
            let cells: Vec<(&Place, &str)> =
                written.iter().map(|(index, text)| (&form.places[*index], text.as_str())).collect();
            let changed = sample.changed(&cells).map_err(|own| TestCaseError::fail(format!("{own:#?}")))?;
            let (before, after) =
                (flat(&sample.tree()), flat(&Tree::read(sample.source, &changed.text).unwrap()));
            let paths: Vec<Path> = cells
                .iter()
                .filter_map(|(place, _)| match &place.target {
                    Target::Value { row: Row::Old(base), keys, .. } => Some(base.under(keys)),
                    _ => None,
                })
                .collect();
            // Of a sentence that stands alone, the text is the sentence.
            let is_meant =
                |path: &Path| paths.iter().any(|own| own.shared(path) >= own.0.len().min(path.0.len()));
            for (path, text) in &before {
                prop_assert!(after.get(path) == Some(text) || is_meant(path), "{}: {path}", sample.name);
            }
            for path in after.keys() {
                prop_assert!(before.contains_key(path) || is_meant(path), "{}: {path}", sample.name);
            }
            let text = sample.text();
            prop_assert_eq!(comments(&text), comments(&changed.text));
            // What is written is what is read from there.
            let names: Vec<&Place> = cells.iter().map(|own| own.0).collect();
            let tree = Tree::read(sample.source, &changed.text).unwrap();
            for ((path, text), place) in paths.iter().zip(written.values()).zip(names) {
                let Target::Value { kind, .. } = &place.target else { continue };
                prop_assert_eq!(
                    &kind.show(tree.at(path), &form.names),
                    text,
                    "{}: {}",
                    &sample.name,
                    place.cell()
                );
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn random_marks_change_who_may_handle_what_and_nothing_else() {
    let samples: Vec<(&Form, &Sample)> = Sample::all().map(|own| (own.form(), own)).collect();
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let edits = prop::collection::vec(any::<prop::sample::Index>(), 1..20);
    runner
        .run(&(0..samples.len(), edits), |(sample, edits)| {
            let (form, sample) = samples[sample];
            let is_mark = |own: &&Place| matches!(own.target, Target::Mark { item: Row::Old(_), .. });
            let marks: Vec<&Place> = form.places.iter().filter(is_mark).collect();
            // A matter without contracts has no marks.
            prop_assume!(!marks.is_empty());
            let mut written: BTreeMap<usize, &str> = BTreeMap::new();
            for index in edits {
                let index = index.index(marks.len());
                written.insert(index, if marks[index].shown == MARK { "" } else { MARK });
            }
            let cells: Vec<(&Place, &str)> =
                written.iter().map(|(index, text)| (marks[*index], *text)).collect();
            let changed = sample.changed(&cells).map_err(|own| TestCaseError::fail(format!("{own:#?}")))?;
            prop_assert_eq!(comments(&sample.text()).len(), comments(&changed.text).len());
            let again = Tree::read(sample.source, &changed.text).unwrap();
            let tree = sample.tree();
            for (index, place) in marks.iter().enumerate() {
                let Target::Mark { contract, role, item: Row::Old(path) } = &place.target else { continue };
                let name = tree.at(path).and_then(|own| own.text("name")).unwrap();
                let handled = handling::entry_of(&again, *contract, role)
                    .is_some_and(|own| handling::handled(&again, &own).contains(name));
                let wanted = written.get(&index).map_or(place.shown == MARK, |text| *text == MARK);
                prop_assert_eq!(handled, wanted, "{}: {} {}", &sample.name, place.cell(), name);
            }
            // Nothing but who handles what is another.
            let rest = |tree: &Tree| -> BTreeMap<Path, String> {
                let is_handles =
                    |path: &Path| path.0.iter().any(|own| *own == Step::Key("handles".to_owned()));
                flat(tree).into_iter().filter(|(path, _)| !is_handles(path)).collect()
            };
            prop_assert_eq!(rest(&tree), rest(&again));
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_was_taken_in_comes_out_again() {
    for sample in Sample::all() {
        let purpose = sample.cell("概要", "目的");
        let text = "新しい目的\n二段落目";
        let changed = sample.changed(&[(&purpose, text)]).unwrap();
        assert_eq!(changed.changes.len(), 1);
        let next = sample.with(&changed.text);
        assert_eq!(next.cell("概要", "目的").shown, text);
        assert!(next.changed(&[]).unwrap().changes.is_empty());
    }
}

#[test]
fn an_item_with_a_new_name_is_named_so_everywhere() {
    for sample in Sample::all() {
        let form = sample.form();
        let is_name =
            |own: &&Place| own.sheet.starts_with("項目") && own.label == "情報項目" && !own.shown.is_empty();
        let places: Vec<&Place> = form.places.iter().filter(is_name).collect();
        let once =
            places.iter().find(|own| places.iter().filter(|other| other.shown == own.shown).count() == 1);
        let Some(place) = once else { continue };
        let changed = sample.changed(&[(place, "全く新しい項目名")]).unwrap();
        let (before, after) =
            (flat(&sample.tree()), flat(&Tree::read(sample.source, &changed.text).unwrap()));
        assert_eq!(before.len(), after.len());
        for (path, text) in &before {
            let is_named = matches!(path.0.last(), Some(Step::At(_)))
                || path.0.last() == Some(&Step::Key("name".to_owned()))
                    && path.0.first() == Some(&Step::Key("item_sets".to_owned()));
            let wanted = if *text == place.shown && is_named { "全く新しい項目名" } else { text };
            assert_eq!(after[path], wanted, "{}: {path}", sample.name);
        }
    }
}

#[test]
fn rows_come_and_go() {
    // A matter without a list of items has no sheet of items.
    let has_items =
        |own: &&Sample| own.tree().key("item_sets").is_some() && own.tree().key("roles").is_some();
    for sample in Sample::all().filter(has_items) {
        let form = sample.form();
        let spare = |sheet: &str, label: &str| {
            let found = form.places.iter().find(|own| {
                own.sheet == sheet
                    && own.label == label
                    && matches!(own.target, Target::Value { row: Row::New(_), .. })
            });
            found.unwrap_or_else(|| panic!("{}: {sheet} {label}", sample.name))
        };
        let name = spare("当事者", "名");
        let kind = form
            .places
            .iter()
            .find(|own| own.sheet == "当事者" && own.at.0 == name.at.0 && own.label == "種類");
        let item = spare("項目１", "情報項目");
        let written = [(name, "新しい役割"), (kind.unwrap(), "委託先"), (item, "新しい項目")];
        let changed = sample.changed(&written).unwrap_or_else(|own| panic!("{own:#?}"));
        let tree = Tree::read(sample.source, &changed.text).unwrap();
        let roles = tree.key("roles").unwrap().items();
        assert_eq!(roles.len(), sample.tree().key("roles").unwrap().items().len() + 1);
        assert_eq!(roles.last().unwrap().text("name"), Some("新しい役割"));
        assert_eq!(roles.last().unwrap().text("kind"), Some("contractor"));
        let items = tree.key("item_sets").unwrap().items()[0].key("items").unwrap().items();
        assert_eq!(items.last().unwrap().text("name"), Some("新しい項目"));
        assert_eq!(comments(&sample.text()), comments(&changed.text));
        // And out again: every cell of the row is emptied.
        let added = sample.with(&changed.text);
        let form = added.form();
        let row = form.places.iter().find(|own| own.shown == "新しい項目").unwrap();
        let cells: Vec<(&Place, &str)> = form
            .places
            .iter()
            .filter(|own| own.sheet == row.sheet && own.at.0 == row.at.0)
            .map(|own| (own, ""))
            .collect();
        let without = added.changed(&cells).unwrap();
        assert!(!without.text.contains("新しい項目"), "{}", added.name);
        assert!(without.text.contains("新しい役割"));
    }
}

#[test]
fn what_cannot_be_placed_is_told_by_cell_and_nothing_is_taken() {
    let sample = Sample::all().last().unwrap();
    let (count, term, section) =
        (sample.cell("概要", "対象者数"), sample.cell("概要", "開始日"), sample.cell("概要", "担当課"));
    let said_of = |written: &[(&Place, &str)]| said(sample.changed(written));
    let told = said_of(&[(&count, "多数"), (&term, "来年"), (&section, "どこかの課")]);
    assert_eq!(told.len(), 3, "{told:#?}");
    let is_count = |own: &String| own.starts_with(&format!("{}: 「多数」は数ではありません", count.cell()));
    assert!(told.iter().any(is_count), "{told:#?}");
    assert!(
        told.iter()
            .any(|own| own.starts_with(&format!("{}: ", term.cell())) && own.contains("日付ではありません"))
    );
    assert!(told.iter().any(|own| own.starts_with(&section.cell()) && own.contains("担当課に「どこかの課」はありません")));
}

#[test]
fn hostile_books_are_refused_with_the_sheet_and_the_cell() {
    let sample = Sample::all().next().unwrap();
    let purpose = sample.cell("概要", "目的");
    let try_with = |change: &dyn Fn(&mut Returned)| {
        let mut back = sample.back(&[]);
        change(&mut back.book);
        said(back.changed(&sample.about(), (&sample.sources, sample.source), &sample.digest()))
    };
    let cell = |book: &mut Returned, at, content, computed| {
        let grid = book.grids.iter_mut().find(|own| own.name == "概要").unwrap();
        grid.cells.insert(at, Value { content, computed });
    };
    let text = |text: &str| Content::Text(text.to_owned());
    let told = try_with(&|book| cell(book, purpose.at, text("計算"), true));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with(&format!("{}: 数式が入っています", purpose.cell())));
    let told = try_with(&|book| cell(book, purpose.at, Content::Failed, false));
    assert!(told.len() == 1 && told[0].contains("エラーの値"), "{told:#?}");
    let told = try_with(&|book| cell(book, (0, 0), text("別の題"), false));
    assert!(told.len() == 1 && told[0].starts_with("概要!A1: 変えられない欄が変わっています"), "{told:#?}");
    let told = try_with(&|book| cell(book, (2000, 60), text("余白の記入"), false));
    assert!(told.len() == 1 && told[0].contains("様式にない記入"), "{told:#?}");
    let told = try_with(&|book| book.grids.retain(|own| own.name != "承認"));
    assert!(told.iter().any(|own| own.contains("シート「承認」がありません")), "{told:#?}");
    let told = try_with(&|book| {
        let mut more = book.grids[0].clone();
        more.name = "余分".to_owned();
        book.grids.push(more);
    });
    assert_eq!(told.len(), 1, "{told:#?}");
    // A book of another state of the file.
    let other = sample.with(&sample.text().replacen("title:", "title: ", 1));
    let told =
        said(sample.back(&[]).changed(&other.about(), (&other.sources, other.source), &other.digest()));
    assert!(told.len() == 1 && told[0].contains("書き出した後に変わっています"), "{told:#?}");
}

#[test]
fn other_ways_to_write_the_same_change_nothing() {
    for sample in Sample::all() {
        let from = sample.cell("概要", "開始日");
        if from.shown.is_empty() {
            continue;
        }
        let day: chrono::NaiveDate = from.shown.replace('/', "-").parse().unwrap();
        let count = sample.cell("概要", "対象者数");
        let era = crate::model::era::print(day);
        let wide: String = crate::model::era::full_width(&count.shown);
        let changed = sample.changed(&[(&from, &era), (&count, &wide)]).unwrap();
        assert!(changed.changes.is_empty(), "{}: {:#?}", sample.name, changed.changes);
        assert!(changed.text == sample.text());
    }
}

/// Collects every value that the schema of a matter has, with `*` for each item of a list.
fn keys_of(
    schema: &serde_json::Value,
    all: &serde_json::Value,
    path: &str,
    found: &mut BTreeSet<String>,
    depth: usize,
) {
    // A record may be left out.
    if depth > 12 || schema.get("type").and_then(|own| own.as_str()) == Some("null") {
        return;
    }
    if let Some(name) = schema.get("$ref").and_then(|own| own.as_str()) {
        let name = name.rsplit('/').next().unwrap();
        let own = all.get("$defs").or_else(|| all.get("definitions")).and_then(|own| own.get(name)).unwrap();
        return keys_of(own, all, path, found, depth + 1);
    }
    for key in ["anyOf", "oneOf"] {
        for own in schema.get(key).and_then(|own| own.as_array()).into_iter().flatten() {
            keys_of(own, all, path, found, depth + 1);
        }
    }
    if let Some(items) = schema.get("items") {
        return keys_of(items, all, &format!("{path}/*"), found, depth + 1);
    }
    if let Some(properties) = schema.get("properties").and_then(|own| own.as_object()) {
        for (key, own) in properties {
            keys_of(own, all, &format!("{path}/{key}"), found, depth + 1);
        }
        return;
    }
    if schema.get("anyOf").is_none()
        && schema.get("oneOf").is_none_or(|own| own.to_string().contains("const"))
    {
        found.insert(path.trim_end_matches("/*").to_owned());
    }
}

#[test]
fn every_key_of_the_schema_has_a_cell() {
    use super::parts::{self, Field, Group, Table};
    let mut cells: BTreeSet<String> = BTreeSet::new();
    let fields = |base: &str, fields: &[Field], cells: &mut BTreeSet<String>| {
        cells.extend(fields.iter().map(|own| format!("{base}/{}", own.keys.join("/"))));
    };
    let groups = |base: &str, groups: &[Group], cells: &mut BTreeSet<String>| {
        groups.iter().for_each(|own| fields(base, own.fields, cells));
    };
    let tables = |base: &str, tables: &[Table], cells: &mut BTreeSet<String>| {
        for table in tables {
            let list = format!("{base}/{}/*", table.list.join("/"));
            cells.extend(table.columns.iter().map(|own| format!("{list}/{}", own.keys.join("/"))));
        }
    };
    groups("", parts::OVERVIEW, &mut cells);
    groups("", parts::DECISION, &mut cells);
    for own in [parts::OVERVIEW_TABLES, parts::PARTIES, parts::MEASURES, parts::DECISION_TABLES] {
        tables("", own, &mut cells);
    }
    groups("/contracts/*", parts::CONTRACT, &mut cells);
    tables("/contracts/*", parts::CONTRACT_TABLES, &mut cells);
    groups("/connections/*", parts::CONNECTION, &mut cells);
    tables("/connections/*", parts::CONNECTION_TABLES, &mut cells);
    fields("/flows/*", parts::FLOW, &mut cells);
    tables("/flows/*", parts::FLOW_TABLES, &mut cells);
    fields("/item_sets/*", parts::ITEM_SET, &mut cells);
    for list in ["/item_sets/*/items/*", "/item_sets/*/items/*/members/*"] {
        cells.extend(parts::ITEM.iter().map(|own| format!("{list}/{}", own.keys.join("/"))));
    }
    // The sheets of checklists and the marks lay these out themselves.
    for own in ["covers", "answers/*/status", "answers/*/by", "answers/*/reason", "answers/*/evidence"] {
        cells.insert(format!("/checklists/*/{own}"));
    }
    let schema = crate::model::schema::SCHEMAS.iter().find(|own| own.name == "matter").unwrap();
    let schema = schema.in_language(crate::diagnostic::Language::Japanese);
    let mut keys = BTreeSet::new();
    keys_of(&schema, &schema, "", &mut keys, 0);
    assert!(keys.len() > 150, "{keys:#?}");
    let missing: Vec<&String> = keys
        .iter()
        .filter(|key| {
            let is_id = key.ends_with("/id") && !key.contains("/own/");
            let is_locked = ["/checklists/*/form", "/checklists/*/answers/*/row"].contains(&key.as_str());
            // A group in a group is refused by the model.
            let is_deep = key.contains("/members/*/members");
            // A condition may be a sentence alone, which is its text.
            let is_alone = *key == "/council/conditions";
            let is_left = is_id || is_locked || is_deep || is_alone || key.contains("/handles/");
            !is_left && !cells.contains(*key)
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
