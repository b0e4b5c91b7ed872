//! Lists of items, with the members of groups and what is underlined.

use super::{Material, Part, Placer, bare};
use crate::draft::paper::Run;
use crate::draft::sheet::Draft;
use std::collections::BTreeSet;

/// A list as a line writes it.
pub(super) struct Listed {
    /// Items in order, each with its members.
    pub(super) items: Vec<(String, Vec<String>)>,
    /// What is underlined.
    pub(super) underlined: BTreeSet<String>,
}

impl Placer<'_> {
    /// Places a list that is a material of its own; a figure only gets its number.
    pub(super) fn material(&mut self, number: &str, title: &str, parts: &[Part]) {
        let lines: Vec<usize> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Line(line) if !self.text(*line).is_empty() => Some(*line),
                _ => None,
            })
            .collect();
        let word = self.material_word();
        let own = number.strip_prefix(word.as_str()).unwrap_or(number);
        let agenda: String = own.chars().take_while(char::is_ascii_digit).collect();
        if number.contains('-') && !agenda.is_empty() && !self.matter.has("agenda_number") {
            self.matter.put(&["agenda_number"], Draft::bare(agenda, number));
        }
        // Lines that begin with a mark say something of the list.
        let is_own = |line: &&usize| !self.text(**line).starts_with(['・', '※']);
        let list = lines.iter().filter(is_own).find(|line| self.text(**line).contains('、')).copied();
        let Some(line) = list else {
            // A figure: its words come with 「図の内容」.
            let id = format!("flow-{}", self.flows.len() + 1);
            self.materials.push(Material { number: number.to_owned(), id: id.clone() });
            let mut flow = Draft::record();
            flow.put(&["id"], Draft::text(id, ""));
            flow.put(&["title"], Draft::text(title, number));
            self.flows.push(flow);
            return;
        };
        let id = self.set(line);
        let at = self.at(line);
        if let Some(set) = self.sets.last_mut() {
            set.put(&["title"], Draft::text(title, number));
            set.put(&["material"], Draft::bare("true", number));
        }
        if let Some(before) = lines.iter().find(|own| **own < line).copied() {
            let heading = self.text(before).to_owned();
            if let Some(set) = self.sets.last_mut() {
                set.put(&["heading"], Draft::text(heading, &at));
            }
            self.take(before);
        }
        self.materials.push(Material { number: number.to_owned(), id });
    }

    /// Makes a list of what a line lists; returns its id.
    pub(super) fn set(&mut self, line: usize) -> String {
        let listed = self.listed(line);
        let at = self.at(line);
        let id = format!("items-{}", self.sets.len() + 1);
        let mut set = Draft::record();
        set.put(&["id"], Draft::text(id.clone(), ""));
        let item = |(name, members): &(String, Vec<String>)| {
            let mut own = Draft::record();
            own.put(&["name"], Draft::text(name.clone(), &at));
            if !members.is_empty() {
                let members = members.iter().map(|name| {
                    let mut own = Draft::record();
                    own.put(&["name"], Draft::text(name.clone(), &at));
                    own
                });
                own.put(&["members"], Draft::List(members.collect()));
            }
            own
        };
        set.put(&["items"], Draft::List(listed.items.iter().map(item).collect()));
        self.names.insert(id.clone(), listed.items);
        self.sets.push(set);
        self.take(line);
        id
    }

    /// Returns what a line lists.
    pub(super) fn listed(&self, line: usize) -> Listed {
        listed(self.lines.get(line).map(|own| own.runs.as_slice()).unwrap_or_default())
    }

    /// Returns a list that holds all of these names, the one that says them all first.
    pub(super) fn set_of(&self, names: &[String]) -> Option<String> {
        let holds = |all: &Vec<(String, Vec<String>)>| {
            names.iter().all(|name| {
                all.iter().any(|(own, members)| {
                    bare(own) == bare(name) || members.iter().any(|own| bare(own) == bare(name))
                })
            })
        };
        self.names.iter().find(|(_, all)| holds(all)).map(|(id, _)| id.clone())
    }
}

/// Returns whether the bracket behind a word holds a list.
fn holds_list(all: &str, word: &str) -> bool {
    let name = word.trim();
    if name.is_empty() {
        return false;
    }
    let Some(at) = all.find(&format!("{name}（")) else { return false };
    let inside = all.get(at + name.len() + '（'.len_utf8()..).unwrap_or_default();
    inside.split_once('）').is_some_and(|(own, _)| own.contains('、'))
}

/// Returns what a text lists.
pub(super) fn listed_text(text: &str) -> Vec<(String, Vec<String>)> {
    listed(&[Run { text: text.to_owned(), underlined: false }]).items
}

/// Returns what words list.
fn listed(runs: &[Run]) -> Listed {
    let mut items: Vec<(String, Vec<String>)> = Vec::new();
    let mut underlined = BTreeSet::new();
    let (mut word, mut marked, mut depth) = (String::new(), true, 0_usize);
    let mut group: Option<usize> = None;
    let mut end = |word: &mut String,
                   marked: &mut bool,
                   group: Option<usize>,
                   items: &mut Vec<(String, Vec<String>)>| {
        let name = word.trim().to_owned();
        if !name.is_empty() {
            if *marked {
                underlined.insert(name.clone());
            }
            match group.and_then(|at| items.get_mut(at)) {
                Some((_, members)) => members.push(name),
                None => items.push((name, Vec::new())),
            }
        }
        word.clear();
        *marked = true;
    };
    let all: String = runs.iter().map(|run| run.text.as_str()).collect();
    for run in runs {
        for c in run.text.chars() {
            match c {
                '、' if depth == usize::from(group.is_some()) => {
                    end(&mut word, &mut marked, group, &mut items)
                }
                // A bracket that holds a list is a group; another one is part of a name.
                '（' if depth == 0 && group.is_none() && holds_list(&all, &word) => {
                    end(&mut word, &mut marked, None, &mut items);
                    group = items.len().checked_sub(1);
                    depth = 1;
                }
                '）' if depth == 1 && group.is_some() => {
                    end(&mut word, &mut marked, group, &mut items);
                    group = None;
                    depth = 0;
                }
                c => {
                    match c {
                        '（' => depth += 1,
                        '）' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    if !c.is_whitespace() || !word.is_empty() {
                        marked &= run.underlined || c.is_whitespace();
                        word.push(c);
                    }
                }
            }
        }
    }
    end(&mut word, &mut marked, group, &mut items);
    Listed { items, underlined }
}
