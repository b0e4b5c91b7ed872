//! 新旧対照表: two years of a matter side by side, 改正後 on the left and 改正前 on the right.
//!
//! On top stands what changed, why it matters and what must be done. Words that changed are underlined, and stand
//! in 〔　〕 besides, so that a copied text still says which they are. What is too long for its cell is cut there, and
//! whole in the annex.

mod annex;
mod flows;
mod summary;
mod table;
mod waivers;

use super::submission::Submission;
use super::tree::{Block, Document, SCHEMA_VERSION, Section, Size};
use crate::case::Case;
use crate::diff::Comparison;
use crate::model::vocabulary::Requires;
use annex::Annex;

/// The section that stands on top: what a reader needs who reads nothing else.
pub const SUMMARY: &str = "comparison-summary";

/// Builds the paper of a comparison.
#[must_use]
pub fn build(old: &Case<'_>, new: &Case<'_>, comparison: &Comparison) -> Document {
    let matter = new.matter;
    let title = matter.title.as_ref().or(old.matter.title.as_ref());
    let title = title.map_or_else(|| super::submission::MISSING.to_owned(), |title| title.value.clone());
    let mut annex = Annex::default();
    let mut sections = vec![summary::build(old, new, comparison, &title)];
    sections.extend(table::build(old, new, comparison, &mut annex));
    sections.extend(table::by_document(old, new, comparison));
    sections.extend(summary::proof(old, new, comparison));
    sections.extend(annex.section());
    sections.extend(flows::build(&submission(old), &submission(new), comparison));
    let print = submission(new);
    let fiscal_year = print.print().fiscal_year(matter.fiscal_year);
    Document {
        schema_version: SCHEMA_VERSION,
        name: matter.name.clone(),
        paper: COMPARISON.to_owned(),
        title: title.clone(),
        ward: new.ward.name.value.clone(),
        council: new.ward.council.value.clone(),
        footer: print.footer(COMPARISON, &title, &fiscal_year),
        pages_by_section: print.pages_by_section(),
        fiscal_year,
        language: "ja",
        draft: true,
        sample: matter.sample || old.matter.sample,
        notices: print.print().notices.clone(),
        sections,
    }
}

/// What the paper is called.
const COMPARISON: &str = "新旧対照表";

fn submission<'a>(case: &Case<'a>) -> Submission<'a> {
    Submission { case: *case, draft: false }
}

/// Returns the heading of a year's column.
fn year(side: &Case<'_>) -> String {
    side.year.labels.print.fiscal_year(side.matter.fiscal_year)
}

/// Returns a section of the paper; its tables have many columns, so the page lies on its side.
fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: id.to_owned(),
        part: "comparison",
        number: None,
        heading: heading.to_owned(),
        subject: None,
        landscape: true,
        size: Size::A4,
        blocks,
    }
}

fn caption(requires: Requires) -> &'static str {
    match requires {
        Requires::Deliberation => "再付議が要るもの",
        Requires::Notice => "会議への報告でよいもの",
        Requires::Nothing => "手続が要らないもの",
    }
}

/// Returns rising numbers in words: 1、3〜5.
fn ranges(numbers: impl IntoIterator<Item = usize>) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, end)) if *end + 1 == number => *end = number,
            _ => parts.push((number, number)),
        }
    }
    let shown = parts.into_iter().map(|(from, to)| match from == to {
        true => from.to_string(),
        false => format!("{from}〜{to}"),
    });
    shown.collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn numbers_that_follow_each_other_are_one_range() {
        assert_eq!(ranges([1, 3, 4, 5, 9]), "1、3〜5、9");
    }
}
