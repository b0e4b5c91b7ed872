//! 新旧対照表: two years of a matter side by side, 改正後 on the left and 改正前 on the right.
//!
//! On top stands what changed, why it matters and what must be done. Words that changed are underlined, and stand
//! in 〔　〕 besides, so that a copied text still says which they are.

mod flows;
mod summary;

use super::source::Source;
use super::tree::{Block, Comparison as Table, ComparisonRow, Document, Run, SCHEMA_VERSION, Section};
use crate::diff::prose::Piece;
use crate::diff::rules::STATEMENT_CHANGED;
use crate::diff::{Change, Comparison, Side};
use crate::model::era;
use crate::model::vocabulary::Requires;

/// Stands on the side that has nothing: the thing is new.
const NEW: &str = "（新設）";
/// Stands on the side that has nothing: the thing is gone.
const GONE: &str = "（削る）";

/// Builds the paper of a comparison.
#[must_use]
pub fn build(old: &Side<'_>, new: &Side<'_>, comparison: &Comparison) -> Document {
    let matter = new.matter;
    let title = matter.title.as_ref().or(old.matter.title.as_ref());
    let mut sections = vec![summary::build(old, new, comparison)];
    sections.extend(table(old, new, comparison));
    sections.extend(summary::proof(old, new, comparison));
    sections.extend(flows::build(&source(old), &source(new), comparison));
    Document {
        schema_version: SCHEMA_VERSION,
        name: matter.name.clone(),
        paper: "新旧対照表".to_owned(),
        title: title.map_or_else(|| super::source::MISSING.to_owned(), |title| title.value.clone()),
        ward: new.ward.name.value.clone(),
        council: new.ward.council.value.clone(),
        fiscal_year: era::print_fiscal_year(matter.fiscal_year),
        draft: true,
        sample: matter.sample || old.matter.sample,
        sections,
    }
}

fn source<'a>(side: &Side<'a>) -> Source<'a> {
    Source { ward: side.ward, common: side.common, year: side.year, matter: side.matter, draft: false }
}

/// Returns the heading of a year's column.
fn year(side: &Side<'_>) -> String {
    era::print_fiscal_year(side.matter.fiscal_year)
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: id.to_owned(),
        part: "comparison",
        number: None,
        heading: heading.to_owned(),
        subject: None,
        landscape: false,
        blocks,
    }
}

/// Returns the table, in parts by what the changes call for.
fn table(old: &Side<'_>, new: &Side<'_>, comparison: &Comparison) -> Option<Section> {
    if comparison.changes.is_empty() {
        return None;
    }
    let note = format!(
        "※改正後（{}）を左、改正前（{}）を右に示す。変わった部分は、下線を引き、〔　〕で囲む。変わらない文は（略）とし、新しくできたものの改正前は{NEW}、なくなったものの改正後は{GONE}と示す。",
        year(new),
        year(old)
    );
    let mut blocks = vec![Block::Note { text: note }];
    let mut number = 0;
    for requires in [Requires::Deliberation, Requires::Notice, Requires::Nothing] {
        let changes: Vec<&Change> =
            comparison.changes.iter().filter(|change| change.requires == requires).collect();
        if changes.is_empty() {
            continue;
        }
        let rows = changes
            .into_iter()
            .map(|change| {
                number += 1;
                row(number, change)
            })
            .collect();
        blocks.push(Block::Comparison(Table {
            caption: caption(requires).to_owned(),
            after: format!("改正後（{}）", year(new)),
            before: format!("改正前（{}）", year(old)),
            remark: Some("備考".to_owned()),
            rows,
        }));
    }
    let mut section = section("comparison-table", "新旧対照表", blocks);
    section.landscape = true;
    Some(section)
}

fn caption(requires: Requires) -> &'static str {
    match requires {
        Requires::Deliberation => "再付議が要るもの",
        Requires::Notice => "会議への報告でよいもの",
        Requires::Nothing => "手続が要らないもの",
    }
}

fn row(number: usize, change: &Change) -> ComparisonRow {
    let mut remark =
        vec![format!("【{}】{}（{}）", change.class.ja(), change.requires.ja(), change.rule.title())];
    remark.extend(change.with.iter().map(|own| format!("及ぶ所：{own}")));
    if !change.evidence.is_empty() {
        let evidence: Vec<&str> = change.evidence.iter().map(|own| own.ja.as_str()).collect();
        remark.push(format!("同じとした証拠：{}", evidence.join("、")));
    }
    let is_statement = change.rule.name == STATEMENT_CHANGED.name;
    ComparisonRow {
        heading: format!("{number}　{}", change.place),
        after: runs(&change.after, if is_statement { super::source::MISSING } else { GONE }),
        before: runs(&change.before, if is_statement { super::source::MISSING } else { NEW }),
        remark: Some(remark.join("\n")),
    }
}

/// Returns words as runs; `none` where there are none.
fn runs(pieces: &[Piece], none: &str) -> Vec<Run> {
    if pieces.is_empty() {
        return vec![Run { text: none.to_owned(), underlined: false }];
    }
    pieces
        .iter()
        .map(|piece| Run {
            text: if piece.changed { format!("〔{}〕", piece.text) } else { piece.text.clone() },
            underlined: piece.changed,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_are_underlined_and_marked() {
        let piece = |text: &str, changed| Piece { text: text.to_owned(), changed };
        let made = runs(&[piece("区に", false), piece("毎月", true)], NEW);
        let shown: Vec<(&str, bool)> = made.iter().map(|run| (run.text.as_str(), run.underlined)).collect();
        assert_eq!(shown, [("区に", false), ("〔毎月〕", true)]);
        assert_eq!(runs(&[], GONE), [Run { text: "（削る）".to_owned(), underlined: false }]);
    }
}
