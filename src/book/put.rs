//! What a person changed in a book, and the file of the matter with just that changed.

use super::form::{Above, Form, MARK, Place, Row, Target};
use super::handling::{self, Wanted};
use super::kind::Kind;
use super::names::Of;
use super::tree::{Path, Step, Tree};
use super::{About, Back, Problem};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::edit::{self, Edit, Value, put_item, put_key, remove_item, remove_key, set_scalar};
use crate::yaml::{Data, Node, parse};
use std::collections::{BTreeMap, BTreeSet};

/// A cell that says something else than the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// 概要!B5.
    pub place: String,
    /// What stands before the cell, or over it.
    pub label: String,
    /// What the file says; blank where it says nothing.
    pub before: String,
    /// What it is to say; blank where it is to say nothing.
    pub after: String,
}

/// The file of a matter with the changes of a book in it.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The changes, in the order of the sheets.
    pub changes: Vec<Change>,
    /// The text of the file.
    pub text: String,
    touched: Vec<(Path, String)>,
}

impl Changed {
    /// Returns the problems of the changed text as problems of cells: each is told of the changed cell that lies
    /// nearest to it in the file.
    #[must_use]
    pub fn problems(&self, source: SourceId, found: &[Diagnostic]) -> Vec<Problem> {
        let root = parse(source, &self.text).ok();
        let place = |span: Span| {
            let path = root.as_ref().map(|root| path_to(root, span)).unwrap_or_default();
            let nearest = self.touched.iter().max_by_key(|(own, _)| own.shared(&path));
            nearest.filter(|(own, _)| own.shared(&path) > 0).map(|(_, cell)| cell.clone())
        };
        let problems = found.iter().map(|own| {
            let (ja, en) = (&own.message.ja, &own.message.en);
            let help = own.help.as_ref();
            let (help, help_en) = help.map_or(("", ""), |help| (help.ja.as_str(), help.en.as_str()));
            Problem {
                place: place(own.primary.span).unwrap_or_default(),
                message: text!("{ja}。{help}", "{en}; {help_en}"),
            }
        });
        problems.collect()
    }
}

impl Back {
    /// Returns the file of the matter with what was changed in the book, and nothing else changed.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, by cell; then nothing is taken.
    pub fn changed(
        &self,
        about: &About<'_>,
        (sources, source): (&Sources, SourceId),
        digest: &str,
    ) -> Result<Changed, Vec<Problem>> {
        let unread = || {
            vec![Problem::file(text!("案件のファイルを読めません", "the file of the matter cannot be read"))]
        };
        let text = sources.get(source).map(|own| own.text().to_string()).ok_or_else(unread)?;
        if self.digest != digest {
            let name = about.name;
            return Err(vec![Problem::file(text!(
                "案件 {name} のファイルが、このブックを書き出した後に変わっています。`fugi book export {name}` でもう一度書き出し、そこに書いてください",
                "the file of {name} was changed since the book was exported; export it again and write there"
            ))]);
        }
        let tree = Tree::read(source, &text).ok_or_else(unread)?;
        let form = Form::new(about, tree.clone(), digest).map_err(|error| {
            vec![Problem::file(text!("ブックを作れません（{error}）", "the book cannot be made ({error})"))]
        })?;
        let mut problems = self.differences(&form);
        let written = self.written(&form, &mut problems);
        let mut work = Work {
            sources: sources.clone(),
            source,
            tree,
            form,
            written,
            problems,
            changes: BTreeMap::new(),
            touched: Vec::new(),
            ids: BTreeMap::new(),
        };
        work.sources.replace(source, text.as_str());
        work.run();
        if !work.problems.is_empty() {
            return Err(work.problems);
        }
        let text = work.sources.get(source).map(|own| own.text().to_string()).ok_or_else(unread)?;
        Ok(Changed { changes: work.changes.into_values().collect(), text, touched: work.touched })
    }
}

/// What is to be said of items, by contract and role, and the cells that say it.
type Marks = BTreeMap<(usize, String), (BTreeMap<String, bool>, Vec<usize>)>;

/// The file while the changes go into it.
struct Work {
    sources: Sources,
    source: SourceId,
    /// The file as it was.
    tree: Tree,
    form: Form,
    /// What a person wrote, by the number of the place.
    written: BTreeMap<usize, String>,
    problems: Vec<Problem>,
    changes: BTreeMap<usize, Change>,
    touched: Vec<(Path, String)>,
    /// Ids of new records.
    ids: BTreeMap<usize, String>,
}

impl Work {
    fn run(&mut self) {
        self.name_the_new();
        let gone = self.rows_that_go();
        let renamed = self.values(&gone);
        self.rows_that_come();
        if !self.problems.is_empty() {
            return;
        }
        self.rename(&renamed);
        self.marks(&renamed, &gone);
        for path in gone.iter().rev() {
            if self.remove(path).is_none() {
                self.lost(path);
            }
        }
    }

    fn lost(&mut self, path: &Path) {
        self.problems.push(Problem::file(text!(
            "案件のファイルの {path} に書けません。ファイルを直接直してください",
            "{path} of the matter's file cannot be written; edit the file itself"
        )));
    }

    /// Notes a change of a cell.
    fn note(&mut self, index: usize, path: Path) {
        let Some(place) = self.form.places.get(index) else { return };
        let after = self.written.get(&index).cloned().unwrap_or_default();
        self.touched.push((path, place.cell()));
        self.changes.insert(
            index,
            Change { place: place.cell(), label: place.label.clone(), before: place.shown.clone(), after },
        );
    }

    /// Returns what a person wrote in the cells of each new record: place, keys, kind.
    fn new_values(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, text) in &self.written {
            let row = match self.form.places.get(*index).map(|own| &own.target) {
                Some(Target::Value { row: Row::New(row), .. } | Target::Above { row }) => *row,
                Some(Target::Mark { item: Row::New(row), .. }) => *row,
                _ => continue,
            };
            if !text.is_empty() {
                rows.entry(row).or_default().push(*index);
            }
        }
        rows
    }

    /// Returns what a person wrote in the first cell of a new record.
    fn first_cell(&self, row: usize) -> Option<(usize, &str)> {
        let is_own =
            |place: &Place| matches!(&place.target, Target::Value { row: Row::New(own), .. } if *own == row);
        let index = self.form.places.iter().position(is_own)?;
        Some((index, self.written.get(&index)?.as_str()))
    }

    /// Gives ids to new records, so that other cells can name them.
    fn name_the_new(&mut self) {
        let used: Vec<usize> = self.new_values().into_keys().collect();
        let mut taken = Vec::new();
        for row in used {
            let Some(spare) = self.form.spares.get(row).cloned() else { continue };
            let name = self.first_cell(row).map(|own| own.1.to_owned()).unwrap_or_default();
            if spare.list.last() == Some(&"items") && spare.id.is_none() && !name.is_empty() {
                self.form.names.add(Of::Item, &name, &name);
            }
            let Some((prefix, of)) = spare.id else { continue };
            let id = self.form.names.fresh(prefix, &taken);
            taken.push(id.clone());
            for own in of {
                let shown = match own {
                    Of::Link(_) => self.line_of(row, &spare.above),
                    _ => name.clone(),
                };
                self.form.names.add(own, &id, &shown);
            }
            self.ids.insert(row, id);
        }
    }

    /// Returns what the sheet calls a new line.
    fn line_of(&self, row: usize, above: &Above) -> String {
        let Above::Known(Row::Old(flow)) = above else { return String::new() };
        let count = self.tree.at(&flow.under(&["links"])).map_or(0, |own| own.items().len());
        let same = |own: &(usize, &super::form::Spare)| {
            own.1.list == ["links"] && matches!(&own.1.above, Above::Known(Row::Old(path)) if path == flow)
        };
        let all = self.form.spares.iter().enumerate().filter(same);
        let number = all.take_while(|(index, _)| *index < row).count();
        super::names::line(count + number)
    }

    /// Returns the records all of whose cells were emptied.
    fn rows_that_go(&mut self) -> BTreeSet<Path> {
        let mut rows: BTreeMap<Path, (bool, bool)> = BTreeMap::new();
        for (index, place) in self.form.places.iter().enumerate() {
            let Target::Value { row: Row::Old(path), .. } = &place.target else { continue };
            if !self.form.records.contains(path) {
                continue;
            }
            let own = rows.entry(path.clone()).or_insert((true, false));
            match self.written.get(&index) {
                Some(text) if text.is_empty() => own.1 = true,
                Some(_) => own.0 = false,
                None if place.shown.is_empty() => {}
                None => own.0 = false,
            }
        }
        let gone = rows.into_iter().filter(|(_, (is_empty, is_changed))| *is_empty && *is_changed);
        gone.map(|(path, _)| path).collect()
    }

    /// Puts the values of records that are there; returns the items that were renamed.
    fn values(&mut self, gone: &BTreeSet<Path>) -> BTreeMap<String, (String, Path)> {
        let mut renamed = BTreeMap::new();
        for (index, text) in self.written.clone() {
            let Some(place) = self.form.places.get(index).cloned() else { continue };
            let Target::Value { row: Row::Old(base), keys, kind } = &place.target else { continue };
            if gone.iter().any(|own| base.shared(own) == own.0.len()) {
                self.note(index, base.clone());
                continue;
            }
            let path = base.under(keys);
            if text.is_empty() {
                self.note(index, path.clone());
                if self.remove(&path).is_none() {
                    self.lost(&path);
                }
                continue;
            }
            let value = match kind.read(&text, &self.form.names) {
                Ok(value) => value,
                Err(message) => {
                    self.problems.push(place.wrong(message));
                    continue;
                }
            };
            // Another way to write what the file says already.
            if self.says(&value, *kind) == place.shown {
                continue;
            }
            self.note(index, path.clone());
            if *keys == ["name"] && base.0.first() == Some(&Step::Key("item_sets".to_owned())) {
                renamed.insert(place.shown.clone(), (text.clone(), base.clone()));
            }
            if self.set(&path, &value).is_none() {
                self.lost(&path);
            }
        }
        renamed
    }

    /// Returns what a person would see of a value.
    fn says(&self, value: &Value, kind: Kind) -> String {
        kind.show(Some(&tree_of(value)), &self.form.names)
    }

    /// Adds the new records.
    fn rows_that_come(&mut self) {
        let rows = self.new_values();
        let mut made: BTreeMap<usize, Vec<(String, Value)>> = BTreeMap::new();
        let mut above: BTreeMap<usize, (Row, Vec<&'static str>)> = BTreeMap::new();
        for (row, cells) in &rows {
            let Some(spare) = self.form.spares.get(*row).cloned() else { continue };
            let mut entries: Vec<(String, Value)> = Vec::new();
            if let Some(id) = self.ids.get(row) {
                entries.push(("id".to_owned(), Value::Text(id.clone())));
            }
            for (key, value) in &spare.fixed {
                entries.push(((*key).to_owned(), Value::Text(value.clone())));
            }
            let mut asked = None;
            for index in cells {
                let Some(place) = self.form.places.get(*index).cloned() else { continue };
                let text = self.written.get(index).cloned().unwrap_or_default();
                match &place.target {
                    Target::Value { keys, kind, .. } => match kind.read(&text, &self.form.names) {
                        Ok(value) => put_in(&mut entries, keys, value),
                        Err(message) => self.problems.push(place.wrong(message)),
                    },
                    Target::Above { .. } => asked = Some((*index, text)),
                    Target::Mark { .. } => {}
                }
                let path = Path::default().under(&spare.list);
                self.note(*index, path);
            }
            if spare.list.last() == Some(&"items") && self.first_cell(*row).is_none_or(|own| own.1.is_empty())
            {
                self.nameless(cells);
                continue;
            }
            match self.belongs(*row, &spare, asked, cells) {
                Some(own) => {
                    above.insert(*row, own);
                    made.insert(*row, entries);
                }
                None => continue,
            }
        }
        if !self.problems.is_empty() {
            return;
        }
        self.nest(&mut made, &mut above);
        for (row, entries) in made {
            let Some((Row::Old(base), list)) = above.get(&row).cloned() else { continue };
            let list = base.under(&list);
            let cells = rows.get(&row).cloned().unwrap_or_default();
            match self.push(&list, &Value::Map(entries)) {
                Some(path) => {
                    for index in cells {
                        if let Some(place) = self.form.places.get(index) {
                            self.touched.push((path.clone(), place.cell()));
                        }
                    }
                }
                None => self.lost(&list),
            }
        }
    }

    fn nameless(&mut self, cells: &[usize]) {
        let place = cells.first().and_then(|index| self.form.places.get(*index));
        if let Some(place) = place {
            self.problems.push(place.wrong(text!(
                "この行の情報項目の名がありません。名を書くか、行を空にしてください",
                "the row has no name of an item; write one or empty the row"
            )));
        }
    }

    /// Puts new records into the new records that they belong to, the deepest first.
    fn nest(
        &mut self,
        made: &mut BTreeMap<usize, Vec<(String, Value)>>,
        above: &mut BTreeMap<usize, (Row, Vec<&'static str>)>,
    ) {
        let nested: Vec<(usize, usize, Vec<&'static str>)> = above
            .iter()
            .filter_map(|(row, (own, list))| match own {
                Row::New(parent) => Some((*row, *parent, list.clone())),
                Row::Old(_) => None,
            })
            .collect();
        // A record that only holds others has no cells of its own.
        for (_, parent, _) in &nested {
            if made.contains_key(parent) {
                continue;
            }
            let Some(spare) = self.form.spares.get(*parent).cloned() else { continue };
            let fixed = spare.fixed.iter().map(|(key, own)| ((*key).to_owned(), Value::Text(own.clone())));
            made.insert(*parent, fixed.collect());
            if let Above::Known(row) = &spare.above {
                above.insert(*parent, (row.clone(), spare.list.clone()));
            }
        }
        for (row, parent, list) in nested {
            let Some(entries) = made.remove(&row) else { continue };
            if let Some(own) = made.get_mut(&parent) {
                push_in(own, &list, Value::Map(entries));
            }
        }
    }

    /// Returns the record that a new one belongs to, and the keys of the list there.
    fn belongs(
        &mut self,
        row: usize,
        spare: &super::form::Spare,
        asked: Option<(usize, String)>,
        cells: &[usize],
    ) -> Option<(Row, Vec<&'static str>)> {
        let names = match &spare.above {
            Above::Known(known) => return Some((known.clone(), spare.list.clone())),
            Above::Asked(names) => names,
        };
        let (at, text) = asked.unzip();
        let text = text.as_deref().unwrap_or_default();
        let exact = names.iter().find(|(name, own)| {
            spelling::same(name, text) && (!name.is_empty() || matches!(own, Row::Old(_)))
        });
        let found = exact.map(|(_, own)| own.clone()).or_else(|| {
            let new = names.iter().filter(|(name, _)| name.is_empty());
            new.filter_map(|(_, own)| match own {
                Row::New(index) => Some(*index),
                Row::Old(_) => None,
            })
            .find(|index| self.first_cell(*index).is_some_and(|own| spelling::same(own.1, text)))
            .map(Row::New)
        });
        let Some(found) = found else {
            let at = at.or_else(|| self.asked_at(row)).or_else(|| cells.first().copied());
            if let Some(place) = at.and_then(|index| self.form.places.get(index)) {
                let (label, shown) = (&place.label, short(text));
                let message = if text.is_empty() {
                    text!(
                        "この行がどの「{label}」のものか、選んでください",
                        "choose what this row belongs to"
                    )
                } else {
                    text!(
                        "「{shown}」という「{label}」はありません。欄の一覧から選んでください",
                        "there is no `{shown}`; choose one of the list"
                    )
                };
                self.problems.push(place.wrong(message));
            }
            return None;
        };
        let is_group = matches!(&found, Row::Old(path)
            if path.0.iter().rev().nth(1) == Some(&Step::Key("items".to_owned())));
        let list = if is_group && spare.list == ["items"] { vec!["members"] } else { spare.list.clone() };
        Some((found, list))
    }

    fn asked_at(&self, row: usize) -> Option<usize> {
        self.form.places.iter().position(|own| matches!(own.target, Target::Above { row: own } if own == row))
    }

    /// Follows the new name of an item wherever the file names it.
    fn rename(&mut self, renamed: &BTreeMap<String, (String, Path)>) {
        for (old, (new, _)) in renamed {
            let Some(tree) = self.now() else { return };
            let sets = tree.key("item_sets").map(Tree::items).unwrap_or_default();
            let is_left = sets
                .iter()
                .filter_map(|own| own.text("id"))
                .any(|set| handling::names(&tree, set).iter().any(|name| name == old));
            if is_left {
                continue;
            }
            let mut places = Vec::new();
            mentions(&tree, &Path::default(), old, &mut places);
            for path in places {
                if self.set(&path, &Value::Text(new.clone())).is_none() {
                    self.lost(&path);
                }
            }
        }
    }

    /// Puts what roles may handle.
    fn marks(&mut self, renamed: &BTreeMap<String, (String, Path)>, gone: &BTreeSet<Path>) {
        let mut changed = Marks::new();
        for (index, text) in self.written.clone() {
            let Some(place) = self.form.places.get(index).cloned() else { continue };
            let Target::Mark { contract, role, item } = &place.target else { continue };
            let is_handled = match spelling::fold(&text).as_str() {
                "" => false,
                _ if spelling::same(&text, MARK) => true,
                _ => {
                    let shown = short(&text);
                    self.problems.push(place.wrong(text!(
                        "「{shown}」は書けません。取り扱うなら「{MARK}」、取り扱わないなら空欄にしてください",
                        "`{shown}` cannot stand here; write {MARK} or leave it empty"
                    )));
                    continue;
                }
            };
            if (place.shown == MARK) == is_handled {
                continue;
            }
            let name = match item {
                Row::Old(path) => {
                    let now = self.tree.at(path).and_then(|own| own.text("name")).unwrap_or_default();
                    match renamed.get(now) {
                        Some((new, base)) if base == path => new.clone(),
                        _ => now.to_owned(),
                    }
                }
                Row::New(row) => self.first_cell(*row).map(|own| own.1.to_owned()).unwrap_or_default(),
            };
            let own = changed.entry((*contract, role.clone())).or_default();
            own.0.insert(name, is_handled);
            own.1.push(index);
        }
        for path in gone {
            self.forget(path, &mut changed);
        }
        for ((contract, role), (items, cells)) in changed {
            let Some(tree) = self.now() else { return };
            let base = Path::default().under(&["contracts"]).item(contract).under(&["handles"]);
            for index in cells {
                self.note(index, base.clone());
            }
            let wanted = handling::wanted(&tree, contract, &role, &items);
            let entry = handling::entry_of(&tree, contract, &role);
            let done = match (entry, wanted) {
                (None, Wanted::Nothing) => Some(()),
                (Some(path), Wanted::Nothing) => self.remove(&path),
                (Some(path), Wanted::All(set)) => {
                    self.rewrite(&path, ("items_of", Value::Text(set)), "items")
                }
                (Some(path), Wanted::Names(names)) => {
                    self.rewrite(&path, ("items", texts(names)), "items_of")
                }
                (None, wanted) => {
                    let items = match wanted {
                        Wanted::All(set) => ("items_of".to_owned(), Value::Text(set)),
                        Wanted::Names(names) => ("items".to_owned(), texts(names)),
                        Wanted::Nothing => continue,
                    };
                    let role = ("role".to_owned(), Value::Text(role.clone()));
                    self.push(&base, &Value::Map(vec![role, items])).map(drop)
                }
            };
            if done.is_none() {
                self.lost(&base);
            }
        }
    }

    /// Takes an item that goes out of what roles may handle, where no other entry has its name.
    fn forget(&self, path: &Path, changed: &mut Marks) {
        if path.0.first() != Some(&Step::Key("item_sets".to_owned())) {
            return;
        }
        let Some(name) = self.tree.at(path).and_then(|own| own.text("name")) else { return };
        let contracts = self.tree.key("contracts").map(Tree::items).unwrap_or_default();
        for (index, contract) in contracts.iter().enumerate() {
            for entry in contract.key("handles").map(Tree::items).unwrap_or_default() {
                let names = entry.key("items").map(Tree::texts).unwrap_or_default();
                if let Some(role) = entry.text("role")
                    && names.contains(&name)
                {
                    let own = changed.entry((index, role.to_owned())).or_default();
                    own.0.insert(name.to_owned(), false);
                }
            }
        }
    }

    fn rewrite(&mut self, path: &Path, (key, value): (&str, Value), other: &str) -> Option<()> {
        self.set(&path.under(&[key]), &value)?;
        let is_there = self.now()?.at(&path.under(&[other])).is_some();
        if is_there { self.remove(&path.under(&[other])) } else { Some(()) }
    }

    /// Returns the file as it is by now.
    fn now(&self) -> Option<Tree> {
        Tree::read(self.source, self.sources.get(self.source)?.text())
    }

    fn apply(&mut self, edit: Edit) -> Option<()> {
        let text = edit::apply(&self.sources, self.source, &[edit])?;
        self.sources.replace(self.source, text);
        Some(())
    }

    /// Sets the value at a path; records on the way that are not there are made.
    fn set(&mut self, path: &Path, value: &Value) -> Option<()> {
        let edit = {
            let text = self.sources.get(self.source)?.text().to_string();
            let root = parse(self.source, &text).ok()?;
            set_edit(&self.sources, &root, path, value)?
        };
        self.apply(edit)
    }

    /// Takes the value or record at a path out; a record of values that is left empty goes too.
    fn remove(&mut self, path: &Path) -> Option<()> {
        let mut path = path.clone();
        loop {
            let (edit, is_last) = {
                let text = self.sources.get(self.source)?.text().to_string();
                let root = parse(self.source, &text).ok()?;
                let last = path.0.pop()?;
                let node = node_at(&root, &path)?;
                match (&last, &node.data) {
                    (Step::Key(key), Data::Map { entries, .. }) => {
                        // What is not there need not go.
                        entries.iter().position(|own| own.key == key.as_str())?;
                        (remove_key(&self.sources, node.span, key)?, entries.len() == 1)
                    }
                    (Step::Key(_), Data::Scalar { .. }) => return Some(()),
                    (Step::At(index), Data::List { items, .. }) => {
                        (remove_item(&self.sources, node.span, items.get(*index)?.span)?, items.len() == 1)
                    }
                    _ => return None,
                }
            };
            let goes_on = is_last && matches!(path.0.last(), Some(Step::Key(_)));
            if !goes_on {
                return self.apply(edit);
            }
        }
    }

    /// Adds an item to the list at a path, which is made where it is not there; returns the path to the item.
    fn push(&mut self, list: &Path, item: &Value) -> Option<Path> {
        let (edit, count) = {
            let text = self.sources.get(self.source)?.text().to_string();
            let root = parse(self.source, &text).ok()?;
            match node_at(&root, list) {
                Some(Node { span, data: Data::List { items, .. } }) => {
                    (put_item(&self.sources, *span, item)?, items.len())
                }
                _ => (set_edit(&self.sources, &root, list, &Value::List(vec![item.clone()]))?, 0),
            }
        };
        self.apply(edit)?;
        Some(list.item(count))
    }
}

/// Returns the edit that sets the value at a path.
fn set_edit(sources: &Sources, root: &Node<'_>, path: &Path, value: &Value) -> Option<Edit> {
    let mut node = root;
    for (depth, step) in path.0.iter().enumerate() {
        let rest = path.0.get(depth + 1..).unwrap_or_default();
        match (step, &node.data) {
            (Step::At(index), Data::List { items, .. }) => {
                node = items.get(*index)?;
                if rest.is_empty() {
                    let Value::Text(text) = value else { return None };
                    return set_scalar(sources, node.span, text);
                }
            }
            (Step::Key(key), Data::Map { entries, .. }) => {
                let next = entries.iter().find(|own| own.key == key.as_str());
                let is_there = next.is_some_and(|own| !matches!(own.value.data, Data::Null));
                match next {
                    Some(own) if is_there && !rest.is_empty() => node = &own.value,
                    _ => return put_key(sources, node.span, key, &wrapped(rest, value)?),
                }
            }
            // A sentence that stands alone in the place of a record.
            (Step::Key(key), Data::Scalar { text, .. }) if rest.is_empty() => {
                if key == "text" {
                    let Value::Text(text) = value else { return None };
                    return set_scalar(sources, node.span, text);
                }
                let record = Value::Map(vec![
                    ("text".to_owned(), Value::Text(text.as_ref().to_owned())),
                    (key.clone(), value.clone()),
                ]);
                return Some(Edit::new(node.span, record.flow()));
            }
            _ => return None,
        }
    }
    None
}

/// Returns a value inside the records that lead to it.
fn wrapped(rest: &[Step], value: &Value) -> Option<Value> {
    let mut all = value.clone();
    for step in rest.iter().rev() {
        let Step::Key(key) = step else { return None };
        all = Value::Map(vec![(key.clone(), all)]);
    }
    Some(all)
}

fn node_at<'n, 'a>(root: &'n Node<'a>, path: &Path) -> Option<&'n Node<'a>> {
    path.0.iter().try_fold(root, |node, step| match (step, &node.data) {
        (Step::Key(key), _) => node.get(key),
        (Step::At(index), Data::List { items, .. }) => items.get(*index),
        _ => None,
    })
}

/// Returns the path to the smallest value that a place lies in.
fn path_to(node: &Node<'_>, span: Span) -> Path {
    let mut path = Path::default();
    let mut node = node;
    loop {
        let next = match &node.data {
            Data::List { items, .. } => items
                .iter()
                .enumerate()
                .find(|(_, own)| own.span.contains(span))
                .map(|(index, own)| (Step::At(index), own)),
            Data::Map { entries, .. } => entries
                .iter()
                .find(|own| own.span().contains(span))
                .map(|own| (Step::Key(own.key.as_ref().to_owned()), &own.value)),
            Data::Null | Data::Scalar { .. } => None,
        };
        let Some((step, below)) = next else { return path };
        path.0.push(step);
        node = below;
    }
}

/// Collects the places where lists of names mention an item.
fn mentions(tree: &Tree, path: &Path, name: &str, found: &mut Vec<Path>) {
    match tree {
        Tree::List(items) => {
            for (index, item) in items.iter().enumerate() {
                mentions(item, &path.item(index), name, found);
            }
        }
        Tree::Map(entries) => {
            for (key, value) in entries {
                let below = path.under(&[key]);
                if matches!(key.as_str(), "items" | "sees") {
                    for (index, own) in value.items().iter().enumerate() {
                        if own.scalar() == Some(name) {
                            found.push(below.item(index));
                        }
                    }
                }
                mentions(value, &below, name, found);
            }
        }
        Tree::Nothing | Tree::Scalar(_) => {}
    }
}

fn texts(names: Vec<String>) -> Value {
    Value::List(names.into_iter().map(Value::Text).collect())
}

fn tree_of(value: &Value) -> Tree {
    match value {
        Value::Bare(text) | Value::Text(text) => Tree::Scalar(text.clone()),
        Value::List(items) => Tree::List(items.iter().map(tree_of).collect()),
        Value::Map(entries) => {
            Tree::Map(entries.iter().map(|(key, own)| (key.clone(), tree_of(own))).collect())
        }
    }
}

/// Puts a value under some keys of a record.
fn put_in(entries: &mut Vec<(String, Value)>, keys: &[&str], value: Value) {
    let Some((first, rest)) = keys.split_first() else { return };
    if rest.is_empty() {
        entries.push(((*first).to_owned(), value));
        return;
    }
    if !entries.iter().any(|(key, _)| key == first) {
        entries.push(((*first).to_owned(), Value::Map(Vec::new())));
    }
    let own = entries.iter_mut().find(|(key, _)| key == first);
    if let Some((_, Value::Map(below))) = own {
        put_in(below, rest, value);
    }
}

/// Adds an item to a list under some keys of a record.
fn push_in(entries: &mut Vec<(String, Value)>, keys: &[&str], item: Value) {
    let Some((first, rest)) = keys.split_first() else { return };
    if !entries.iter().any(|(key, _)| key == first) {
        let empty = if rest.is_empty() { Value::List(Vec::new()) } else { Value::Map(Vec::new()) };
        entries.push(((*first).to_owned(), empty));
    }
    match entries.iter_mut().find(|(key, _)| key == first) {
        Some((_, Value::List(items))) => items.push(item),
        Some((_, Value::Map(below))) => push_in(below, rest, item),
        _ => {}
    }
}
