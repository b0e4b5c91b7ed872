//! Placing what a paper says, by the labels of the year's form.

mod annex;
mod checklist;
mod figure;
mod front;
mod items;
mod party;

pub(super) use front::unnumbered;

use super::About;
use super::paper::{Block, Line, Paper};
use super::sheet::Draft;
use crate::diagnostic::Text;
use crate::model::era::full_width;
use crate::model::ids::KindId;
use crate::model::print::OF_LINES;
use crate::spelling;
use std::collections::BTreeMap;

/// What a paper says of a fact that is not stated.
const MISSING: &str = "（記載なし）";

/// A line that was not placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Where it stands: 表３の４行２列.
    pub at: String,
    /// What it says.
    pub text: String,
}

impl Left {
    /// Returns where it stands, for a reader of either language.
    #[must_use]
    pub fn place(&self) -> Text {
        let numbers = || {
            let folded = spelling::fold(&self.at);
            let parts = folded.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect::<Vec<_>>()
        };
        let en = match numbers().as_slice() {
            [table, row, column] => format!("table {table}, row {row}, column {column}"),
            [number] if self.at.starts_with("段落") => format!("paragraph {number}"),
            [number] => format!("line {number}"),
            _ => self.at.clone(),
        };
        Text { ja: self.at.clone(), en }
    }
}

/// A draft.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// The file of a matter, as YAML.
    pub yaml: String,
    /// How many values were placed.
    pub placed: usize,
    /// What was not placed, in the order of the paper.
    pub left: Vec<Left>,
}

/// Makes the draft of a matter from a paper.
#[must_use]
pub fn draft(about: &About<'_>, paper: &Paper) -> Drafted {
    let mut own = Placer::new(about, paper);
    own.place();
    own.finish()
}

/// Returns a text without spaces and widths, for comparing.
pub(super) fn bare(text: &str) -> String {
    spelling::fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A cell of a table: the numbers of its lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) lines: Vec<usize>,
    pub(super) goes_on: bool,
}

/// Something on the paper, by the numbers of its lines.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Line(usize),
    Table(Vec<Vec<Cell>>),
}

/// What a section of the paper is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Cover,
    Overview,
    Annex(KindId),
    Checklist,
    /// A material: 資料８－３ and its title.
    Material(String, String),
    /// What a figure says, in words: of 資料８－１.
    Figure(String),
    Other,
}

/// A role that the paper names.
#[derive(Clone, Debug)]
pub(super) struct Role {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: Option<(&'static str, String)>,
    pub(super) providers: Vec<(String, String, Draft)>,
    pub(super) systems: Vec<(String, String, Draft)>,
    pub(super) at: String,
}

/// A material of the paper, and the id of what it is.
#[derive(Clone, Debug)]
pub(super) struct Material {
    pub(super) number: String,
    pub(super) id: String,
}

/// The paper while it is placed.
pub(super) struct Placer<'a> {
    pub(super) about: &'a About<'a>,
    pub(super) lines: Vec<Line>,
    pub(super) texts: Vec<String>,
    pub(super) used: Vec<bool>,
    parts: Vec<Part>,
    pub(super) matter: Draft,
    pub(super) roles: Vec<Role>,
    pub(super) sets: Vec<Draft>,
    /// The names of each list, groups before their members.
    pub(super) names: BTreeMap<String, Vec<(String, Vec<String>)>>,
    pub(super) materials: Vec<Material>,
    pub(super) connections: Vec<(String, Draft)>,
    pub(super) contracts: Vec<(String, Draft)>,
    pub(super) flows: Vec<Draft>,
    pub(super) checklists: Vec<Draft>,
    /// Lines on the other side of connections whose role is not known yet.
    pub(super) later: Vec<(String, usize)>,
    /// The heading that a checklist showed last.
    pub(super) last_heading: Option<String>,
}

impl<'a> Placer<'a> {
    fn new(about: &'a About<'a>, paper: &Paper) -> Self {
        let mut lines = Vec::new();
        let mut add = |line: &Line| {
            lines.push(line.clone());
            lines.len() - 1
        };
        let mut parts = Vec::new();
        for block in &paper.blocks {
            match block {
                Block::Line(line) => parts.push(Part::Line(add(line))),
                Block::Table(rows) => {
                    let rows = rows.iter().map(|row| {
                        let cells = row.iter().map(|cell| Cell {
                            lines: cell.lines.iter().map(&mut add).collect(),
                            goes_on: cell.goes_on,
                        });
                        cells.collect()
                    });
                    parts.push(Part::Table(rows.collect()));
                }
            }
        }
        let texts: Vec<String> = lines.iter().map(|line| line.text().trim().to_owned()).collect();
        let used = texts.iter().map(|text| text.is_empty() || text == MISSING).collect();
        Self {
            about,
            lines,
            texts,
            used,
            parts,
            matter: Draft::record(),
            roles: Vec::new(),
            sets: Vec::new(),
            names: BTreeMap::new(),
            materials: Vec::new(),
            connections: Vec::new(),
            contracts: Vec::new(),
            flows: Vec::new(),
            checklists: Vec::new(),
            later: Vec::new(),
            last_heading: None,
        }
    }

    /// Returns the text of a line.
    pub(super) fn text(&self, line: usize) -> &str {
        self.texts.get(line).map(String::as_str).unwrap_or_default()
    }

    /// Returns where a line stands.
    pub(super) fn at(&self, line: usize) -> String {
        self.lines.get(line).map(|own| own.at.clone()).unwrap_or_default()
    }

    /// Notes that a line was placed, or says nothing of its own.
    pub(super) fn take(&mut self, line: usize) {
        if let Some(used) = self.used.get_mut(line) {
            *used = true;
        }
    }

    /// Returns the text of a cell, a line a paragraph, and its lines that say something.
    pub(super) fn cell(&self, cell: &Cell) -> (String, Vec<usize>) {
        let lines: Vec<usize> =
            cell.lines.iter().copied().filter(|line| !matches!(self.text(*line), "" | MISSING)).collect();
        let texts: Vec<&str> = lines.iter().map(|line| self.text(*line)).collect();
        (texts.join("\n"), lines)
    }

    fn place(&mut self) {
        let sections = self.sections();
        // The materials first: annexes point to them.
        for (kind, parts) in &sections {
            if let Kind::Material(number, title) = kind {
                self.material(number, title, parts);
            }
        }
        for (kind, parts) in &sections {
            match kind {
                Kind::Cover => self.cover(parts),
                Kind::Overview => self.overview(parts),
                Kind::Annex(kind) => self.annex(*kind, parts),
                Kind::Checklist | Kind::Material(..) | Kind::Figure(_) | Kind::Other => {}
            }
        }
        self.take_up();
        // Tables whose headings say what they are, wherever they stand.
        for part in sections.iter().flat_map(|own| &own.1) {
            if let Part::Table(rows) = part {
                self.facts_table(rows);
            }
        }
        for (kind, parts) in &sections {
            match kind {
                Kind::Checklist => self.checklist(parts),
                Kind::Figure(number) => self.figure(number, parts),
                _ => {}
            }
        }
    }

    /// Splits the paper where a heading of the form stands.
    fn sections(&mut self) -> Vec<(Kind, Vec<Part>)> {
        let mut sections: Vec<(Kind, Vec<Part>)> = vec![(Kind::Other, Vec::new())];
        let parts = std::mem::take(&mut self.parts);
        let mut parts = parts.into_iter().peekable();
        while let Some(part) = parts.next() {
            if let Part::Line(line) = &part
                && let Some(mut kind) = self.heading(self.text(*line))
            {
                self.take(*line);
                if let Kind::Material(_, title) = &mut kind
                    && title.is_empty()
                    && let Some(Part::Line(next)) = parts.peek().cloned()
                {
                    *title = self.text(next).to_owned();
                    self.take(next);
                    parts.next();
                }
                // The table of a diagram's lines says nothing that the diagram's own words do not.
                if matches!(&kind, Kind::Material(_, title) if bare(title).contains(&bare(OF_LINES))) {
                    kind = Kind::Other;
                }
                sections.push((kind, Vec::new()));
                continue;
            }
            if let Some((_, own)) = sections.last_mut() {
                own.push(part);
            }
        }
        sections
    }

    /// Returns the section that a line begins.
    fn heading(&self, text: &str) -> Option<Kind> {
        let year = self.about.year;
        let own = bare(text);
        let is = |other: &str| own == bare(other);
        if own.is_empty() {
            return None;
        }
        if is(&year.labels.cover.heading) {
            return Some(Kind::Cover);
        }
        if is(&year.labels.overview.heading) {
            return Some(Kind::Overview);
        }
        if let Some((id, _)) = year.kinds.enumerate().find(|(_, kind)| is(&kind.heading)) {
            return Some(Kind::Annex(id));
        }
        if year.forms.iter().any(|form| is(&form.title)) {
            return Some(Kind::Checklist);
        }
        if let Some(number) = own.strip_prefix("図の内容(").and_then(|rest| rest.strip_suffix(')')) {
            return Some(Kind::Figure(number.to_owned()));
        }
        // 「題（資料８－１）」, or 「（資料８－３）」 with the title on the next line.
        let before = own.strip_suffix(')')?;
        let (title, number) = before.rsplit_once('(')?;
        let is_number = number
            .strip_prefix(self.material_word().as_str())
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '-'));
        if !is_number || text.contains("のとおり") {
            return None;
        }
        let title = if title.is_empty() {
            String::new()
        } else {
            let at = text.rfind(['（', '('])?;
            text.get(..at)?.trim().to_owned()
        };
        Some(Kind::Material(number.to_owned(), title))
    }

    /// Returns the word before the number of a material, as the year's form has it: 資料.
    pub(super) fn material_word(&self) -> String {
        bare(self.about.year.labels.print.material_word())
    }

    /// Returns the id of a role, which is made where the paper names it for the first time.
    pub(super) fn role(&mut self, name: &str, at: &str) -> String {
        let name = name.trim();
        if let Some(own) = self.roles.iter().find(|own| spelling::same(&own.name, name)) {
            return own.id.clone();
        }
        let id = format!("role-{}", self.roles.len() + 1);
        let ward = self.about.ward;
        let kind = spelling::same(name, &ward.name).then(|| ("ward", String::new()));
        self.roles.push(Role {
            id: id.clone(),
            name: name.to_owned(),
            kind,
            providers: Vec::new(),
            systems: Vec::new(),
            at: at.to_owned(),
        });
        id
    }

    /// Returns the role of the ward.
    pub(super) fn ward_role(&mut self) -> String {
        let name = self.about.ward.name.value.clone();
        self.role(&name, "fugi.yaml")
    }

    /// Notes what a role is, where nothing else was said.
    pub(super) fn is_a(&mut self, id: &str, kind: &'static str, at: &str) {
        if let Some(own) = self.roles.iter_mut().find(|own| own.id == id)
            && own.kind.is_none()
        {
            own.kind = Some((kind, at.to_owned()));
        }
    }

    fn finish(mut self) -> Drafted {
        let mut roles = Vec::new();
        for own in std::mem::take(&mut self.roles) {
            let mut role = Draft::record();
            role.put(&["id"], Draft::text(own.id, ""));
            role.put(&["name"], Draft::text(own.name, &own.at));
            if let Some((kind, at)) = own.kind {
                role.put(&["kind"], Draft::text(kind, &at));
            }
            let providers: Vec<Draft> = own.providers.into_iter().map(|own| own.2).collect();
            if !providers.is_empty() {
                role.put(&["providers"], Draft::List(providers));
            }
            let systems: Vec<Draft> = own.systems.into_iter().map(|own| own.2).collect();
            if !systems.is_empty() {
                role.put(&["systems"], Draft::List(systems));
            }
            roles.push(role);
        }
        let mut matter = std::mem::replace(&mut self.matter, Draft::record());
        let connections = std::mem::take(&mut self.connections).into_iter().map(|own| own.1).collect();
        let contracts = std::mem::take(&mut self.contracts).into_iter().map(|own| own.1).collect();
        for (key, list) in [
            ("roles", roles),
            ("item_sets", std::mem::take(&mut self.sets)),
            ("connections", connections),
            ("contracts", contracts),
            ("flows", std::mem::take(&mut self.flows)),
            ("checklists", std::mem::take(&mut self.checklists)),
        ] {
            if !list.is_empty() {
                matter.put(&[key], Draft::List(list));
            }
        }
        let mut left: Vec<Left> = Vec::new();
        for (index, text) in self.texts.iter().enumerate() {
            if !self.used.get(index).copied().unwrap_or(true) {
                left.push(Left { at: self.at(index), text: text.clone() });
            }
        }
        let placed = matter.count();
        let file = spelling::one_line(self.about.file);
        let mut yaml = format!(
            "# {file} から作った下書き。値の後の # は、元の文書の場所。\n# yaml-language-server: $schema=../../schemas/matter.schema.json\n"
        );
        yaml.push_str(&matter.yaml());
        if !left.is_empty() {
            let count = full_width(left.len());
            yaml.push_str(&format!("\n# 入れる所の分からなかったもの（{count}件）\n"));
            for own in &left {
                yaml.push_str(&format!("# {}: {}\n", own.at, spelling::one_line(&own.text)));
            }
        }
        Drafted { yaml, placed, left }
    }
}
