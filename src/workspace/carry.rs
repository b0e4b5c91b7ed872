//! Carrying a matter on into another year: `fugi new matter NAME --from r08/x`.
//!
//! What belongs to the year before is never written as this year's: the term moves, the council's decision and the
//! accepted findings become lines that are not used, days and numbers of contracts and consents are left out. Comments
//! and order stay. What has to be looked at again is told.

use super::start::{Error, File};
use crate::diagnostic::{Text, listed};
use crate::model::era;
use crate::model::load::Workspace;
use crate::model::print::Print;
use crate::model::vocabulary::{DateStyle, Digits};
use crate::source::{SourceId, Sources, Span};
use crate::text;
use crate::yaml::edit::{self, Edit};
use crate::yaml::{Data, MapEntry, Node, parse};
use chrono::{Datelike as _, NaiveDate};
use std::fs;
use std::path::Path;

/// A matter that was carried on.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The file that is to be written.
    pub file: File,
    /// What has to be looked at again, in the order of a submission.
    pub look: Vec<Text>,
}

/// Keys of a contract that belong to the contract of one year.
const OF_ONE_CONTRACT: [&str; 2] = ["number", "concluded"];

impl Workspace {
    /// Returns the file of a matter, carried on from that of an earlier year (`r08/x`) into a year (the newest, where
    /// none is named).
    ///
    /// # Errors
    ///
    /// [`Error`] where either year is not there, the matter is not, the year is none after that of the matter, the file
    /// cannot be read, or the name is none that a file can have.
    pub fn carry_on(&self, year: Option<&str>, name: &str, from: &str) -> Result<Carried, Error> {
        let (year, path) = self.place_of_new_matter(year, name)?;
        let from = from.trim_start_matches("policies/").trim_end_matches(".yaml");
        let Some((old_year, stem)) = from.split_once('/') else {
            return Err(Error::Unfit(text!(
                "「{from}」は、年度とファイルの名ではありません（例: r08/kenshin）",
                "`{from}` is no year and file (for example r08/kenshin)"
            )));
        };
        let old_year = self.year_named(Some(old_year))?;
        let fiscal = |folder: &str| era::fiscal_year_of_folder(folder).unwrap_or_default();
        let years = fiscal(&year) - fiscal(&old_year);
        if years <= 0 {
            return Err(Error::Unfit(text!(
                "{year} は {old_year} より後の年度ではありません。--year に、後の年度を書いてください",
                "{year} is no year after {old_year}; name a later one with --year"
            )));
        }
        let old_path = format!("policies/{old_year}/{stem}.yaml");
        let lacking = || {
            Error::Unfit(text!(
                "{old_path} がありません、又は読めません",
                "{old_path} is not there, or cannot be read"
            ))
        };
        // Only what the year lists, and no link: a name may come from a form of the page, and must lead nowhere else.
        let listed = self.matters(&old_year)?.iter().any(|path| path == Path::new(&old_path));
        let plain = fs::symlink_metadata(self.root().join(&old_path)).is_ok_and(|file| file.is_file());
        if !listed || !plain {
            return Err(lacking());
        }
        let old = self.whole_year(&old_year)?;
        let loaded = self.matter(&old, Path::new(&old_path));
        let source =
            loaded.sources.iter().find(|(_, file)| file.path() == Path::new(&old_path)).map(|(id, _)| id);
        let text = source.and_then(|id| loaded.sources.get(id)).map(|file| file.text());
        let text = text.filter(|text| !text.trim().is_empty()).ok_or_else(lacking)?;
        let mut carried = Carrying { text: text.to_string(), years, look: Vec::new() };
        carried.move_term(fiscal(&old_year), &self.print_of(Some(&year)));
        carried.leave_the_decision();
        carried.leave_what_was_of_one_year();
        carried.tell_the_rest();
        let Carrying { text, mut look, .. } = carried;
        // What the new year does not know (a company, a kind, a form) is told by the loader itself.
        let new = self.whole_year(&year)?;
        let mut sources = new.sources().clone();
        let id = sources.add(path.as_str(), text.as_str());
        if let Err(problems) = self.matter_from(&new, &sources, id) {
            for problem in problems {
                let (ja, en) = (problem.message.ja, problem.message.en);
                look.push(text!("{year} では読めない所: {ja}", "not readable in {year}: {en}"));
            }
        }
        Ok(Carried { file: File { path, text }, look })
    }
}

/// A text while it is carried on.
struct Carrying {
    text: String,
    years: i32,
    look: Vec<Text>,
}

/// Returns the entry of a map.
fn entry<'n, 'a>(node: &'n Node<'a>, key: &str) -> Option<&'n MapEntry<'a>> {
    let Data::Map { entries, .. } = &node.data else { return None };
    entries.iter().find(|entry| entry.key == key)
}

/// Returns the items of the list under a key.
fn items<'n, 'a>(node: &'n Node<'a>, key: &str) -> &'n [Node<'a>] {
    match entry(node, key).map(|entry| &entry.value.data) {
        Some(Data::List { items, .. }) => items,
        _ => &[],
    }
}

impl Carrying {
    /// Makes the edits that `find` returns of the tree; returns how many there were.
    fn edit(&mut self, find: impl Fn(&Sources, &str, &Node<'_>) -> Vec<Edit>) -> usize {
        let mut sources = Sources::default();
        let source: SourceId = sources.add("carried", self.text.as_str());
        let Ok(tree) = parse(source, &self.text) else { return 0 };
        let edits = find(&sources, &self.text, &tree);
        let Some(text) = edit::apply(&sources, source, &edits) else { return 0 };
        self.text = text;
        edits.len()
    }

    /// Takes keys away one after another, since two keys of one line touch each other; returns how many.
    fn remove(&mut self, find: impl Fn(&Node<'_>) -> Option<(Span, String)>) -> usize {
        let mut gone = 0;
        while self.edit(|sources, _, tree| {
            let own = find(tree).and_then(|(map, key)| edit::remove_key(sources, map, &key));
            own.into_iter().collect()
        }) > 0
        {
            gone += 1;
        }
        gone
    }

    fn move_term(&mut self, old_fiscal: i32, shown: &Print) {
        let years = self.years;
        let day = |text: &str, span: Span| -> Option<NaiveDate> {
            text.get(span.start()..span.end())?.parse().ok()
        };
        let mut ends: Vec<NaiveDate> = Vec::new();
        self.edit(|_, text, tree| {
            let annexes = ["contracts", "connections"].into_iter().flat_map(|key| items(tree, key));
            let terms = std::iter::once(tree).chain(annexes).filter_map(|node| entry(node, "term"));
            let days =
                terms.flat_map(|term| ["from", "to"].into_iter().filter_map(|key| entry(&term.value, key)));
            days.filter_map(|own| {
                let moved = later(day(text, own.value.span)?, years);
                Some(Edit::new(own.value.span, moved.to_string()))
            })
            .collect()
        });
        let mut sources = Sources::default();
        let source = sources.add("carried", self.text.as_str());
        if let Ok(tree) = parse(source, &self.text)
            && let Some(term) = entry(&tree, "term")
        {
            let own = ["from", "to"].into_iter().filter_map(|key| entry(&term.value, key));
            ends.extend(own.filter_map(|own| day(&self.text, own.value.span)));
        }
        let mut words: Vec<(String, String)> = Vec::new();
        // A text may say either, whatever the form prints.
        for dates in [DateStyle::Era, DateStyle::Western] {
            let print = Print { dates, digits: Some(Digits::Full), ..Print::default() };
            for end in &ends {
                let before = later(*end, -years);
                words.push((print.day(before), print.day(*end)));
                words.push((month(&print, before), month(&print, *end)));
            }
            words.push((print.fiscal_year(old_fiscal), print.fiscal_year(old_fiscal + years)));
        }
        let mut changed: Vec<String> = Vec::new();
        let mut out = String::with_capacity(self.text.len());
        for (index, line) in self.text.split_inclusive('\n').enumerate() {
            let mut moved = line.to_owned();
            if !line.trim_start().starts_with('#') {
                for (before, after) in &words {
                    for (before, after) in [(before.clone(), after.clone()), (half(before), half(after))] {
                        moved = moved.replace(&before, &after);
                    }
                }
            }
            if moved != line {
                changed.push((index + 1).to_string());
            }
            out.push_str(&moved);
        }
        self.text = out;
        if !ends.is_empty() {
            let printed: Vec<String> = ends.iter().map(|end| shown.day(*end)).collect();
            let days: Vec<String> = ends.iter().map(ToString::to_string).collect();
            let (ja, en) = (printed.join("から"), days.join(" to "));
            self.look.push(text!("期間を {ja} にしました（term）", "the term is now {en} (`term`)"));
        }
        if !changed.is_empty() {
            let count = changed.len();
            let Text { ja: lines, en: lines_en } = listed(&changed);
            self.look.push(text!(
                "文の中の期間の年月を、{count}行で移しました。合っているか読んでください（{lines}行目）",
                "moved the days of the term in {count} line(s) of text; read them (line {lines_en})"
            ));
        }
    }

    /// The council's decision and the accepted findings are the year's before.
    fn leave_the_decision(&mut self) {
        let left = |key: &'static str| {
            move |_: &Sources, text: &str, tree: &Node<'_>| -> Vec<Edit> {
                let Some(own) = entry(tree, key) else { return Vec::new() };
                let span = own.span();
                let written = text.get(span.start()..span.end()).unwrap_or_default();
                let lines: Vec<String> =
                    written.lines().map(|line| format!("# {line}").trim_end().to_owned()).collect();
                vec![Edit::new(span, lines.join("\n"))]
            }
        };
        if self.edit(left("council")) > 0 {
            self.look.push(text!(
                "会議の日と決定（council）は前の年のものなので、使わない行にしました。会議で決まってから書きます。前の年の決定を引くのなら、これまでの承認（prior_approvals）に書きます",
                "the council's day and decision (`council`) are last year's, and became comments; write this year's when it is there, and last year's under `prior_approvals` where it is cited"
            ));
        }
        let mut sources = Sources::default();
        let source = sources.add("carried", self.text.as_str());
        let waivers = parse(source, &self.text).map_or(0, |tree| items(&tree, "waivers").len());
        if self.edit(left("waivers")) > 0 {
            self.look.push(text!(
                "受け入れた指摘（waivers）{waivers}件は前の年に認めたものなので、使わない行にしました。今年も受け入れるものだけ、理由と認めた者を書き直します",
                "{waivers} accepted finding(s) (`waivers`) were allowed for last year, and became comments; write again, with reason and who allows it, what is accepted this year"
            ));
        }
    }

    fn leave_what_was_of_one_year(&mut self) {
        let top =
            |key: &'static str| move |tree: &Node<'_>| entry(tree, key).map(|_| (tree.span, key.to_owned()));
        if self.remove(top("letter")) + self.remove(top("agenda_number")) > 0 {
            self.look.push(text!(
                "文書番号と日付（letter）、会議での番号（agenda_number）は写していません",
                "number and day of the letter (`letter`) and the number on the agenda (`agenda_number`) are not copied"
            ));
        }
        let contracts = self.remove(|tree| {
            let own = items(tree, "contracts").iter();
            let mut keys = own.flat_map(|node| OF_ONE_CONTRACT.iter().map(move |key| (node, *key)));
            keys.find(|(node, key)| entry(node, key).is_some()).map(|(node, key)| (node.span, key.to_owned()))
        });
        if contracts > 0 {
            self.look.push(text!(
                "契約番号と契約の日（number、concluded）は写していません。今年の契約のものを書きます",
                "number and day of the contracts (`number`, `concluded`) are not copied; write this year's"
            ));
        }
        let consents = self.remove(|tree| {
            let own = items(tree, "contracts").iter().filter_map(|node| entry(node, "subcontracting"));
            let mut all = own.flat_map(|own| items(&own.value, "subcontractors"));
            all.find(|node| entry(node, "approved").is_some()).map(|node| (node.span, "approved".to_owned()))
        });
        if consents > 0 {
            self.look.push(text!(
                "再委託の承諾の日（approved）{consents}件は写していません。今年の承諾の日を書きます",
                "{consents} day(s) of consent to re-entrustment (`approved`) are not copied; write this year's"
            ));
        }
    }

    fn tell_the_rest(&mut self) {
        let mut sources = Sources::default();
        let source = sources.add("carried", self.text.as_str());
        let Ok(tree) = parse(source, &self.text) else { return };
        let answers = items(&tree, "checklists").iter().flat_map(|list| items(list, "answers"));
        let planned = answers.filter(|answer| {
            entry(answer, "status").is_some_and(|own| {
                self.text.get(own.value.span.start()..own.value.span.end()) == Some("planned")
            })
        });
        let planned = planned.count();
        if planned > 0 {
            self.look.push(text!(
                "予定（planned）の答えが{planned}件あります。行ったのなら adopted に直します",
                "{planned} answer(s) are still planned; make them `adopted` where that is done"
            ));
        }
        let lines = self.text.lines().enumerate().filter(|(_, line)| {
            let line = line.split(" #").next().unwrap_or(line);
            !line.trim_start().starts_with('#') && !era::mentions(line).is_empty()
        });
        let lines: Vec<String> = lines.map(|(index, _)| (index + 1).to_string()).collect();
        if !lines.is_empty() {
            let (count, ja, en) = (lines.len(), lines.join("、"), lines.join(", "));
            self.look.push(text!(
                "年の書かれた行が{count}行あります。今年のことか確かめてください（{ja}行目）",
                "{count} line(s) name a year; see whether they are about this year (line {en})"
            ));
        }
    }
}

/// Returns the same day some years later; 29 February becomes the 28th.
fn later(day: NaiveDate, years: i32) -> NaiveDate {
    let year = day.year().saturating_add(years);
    day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28)).unwrap_or(day)
}

/// Returns the month of a day as a text has it: 令和９年４月.
fn month(print: &Print, day: NaiveDate) -> String {
    let printed = print.day(day);
    printed.split_inclusive('月').next().unwrap_or_default().to_owned()
}

/// Returns the words with half-width digits.
fn half(words: &str) -> String {
    let digit = |c: char| match u32::from(c).checked_sub(u32::from('０')) {
        Some(value @ 0..=9) => char::from_digit(value, 10).unwrap_or(c),
        _ => c,
    };
    words.chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leap_day_moves_to_the_end_of_february() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        assert_eq!(later(day("2028-02-29"), 1), day("2029-02-28"));
        assert_eq!(later(day("2026-04-01"), 1), day("2027-04-01"));
        assert_eq!(month(&Print::default(), day("2027-04-01")), "令和９年４月");
        assert_eq!(half("令和９年１０月"), "令和9年10月");
    }
}
