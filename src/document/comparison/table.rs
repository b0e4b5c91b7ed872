//! The table itself, in parts by what the changes call for: what calls for nothing is set closer.

use super::annex::{Annex, HEADING};
use super::{caption, ranges, section, waivers, year};
use crate::case::Case;
use crate::diff::prose::Piece;
use crate::diff::rules::STATEMENT_CHANGED;
use crate::diff::{Change, Comparison};
use crate::document::submission::MISSING;
use crate::document::tree::{Block, Comparison as Table, ComparisonRow, Run, Section};
use crate::model::vocabulary::Requires;

/// Stands on the side that has nothing: the thing is new.
const NEW: &str = "（新設）";
/// Stands on the side that has nothing: the thing is gone.
const GONE: &str = "（削る）";

/// Changes of the same words in several places, with the number of the first.
type Alike<'c> = (usize, Vec<&'c Change>);

pub(super) fn build(
    old: &Case<'_>,
    new: &Case<'_>,
    comparison: &Comparison,
    annex: &mut Annex,
) -> Option<Section> {
    if comparison.changes.is_empty() {
        return None;
    }
    let note = format!(
        "※改正後（{}）を左、改正前（{}）を右に示す。変わった部分は、下線を引き、〔　〕で囲む。変わらない文は（略）とし、新しくできたものの改正前は{NEW}、なくなったものの改正後は{GONE}と示す。同じ変更が続くときは、一つの行にまとめる。長い一覧は途中で切り、全文を{HEADING}に示す。",
        year(new),
        year(old)
    );
    let mut blocks = vec![Block::Note { text: note }];
    let mut number = 0;
    for requires in [Requires::Deliberation, Requires::Notice, Requires::Nothing] {
        let changes = comparison.changes.iter().filter(|change| change.requires == requires);
        let alike = alike(changes, &mut number);
        if alike.is_empty() {
            continue;
        }
        let is_close = requires == Requires::Nothing;
        blocks.push(Block::Comparison(Table {
            caption: caption(requires).to_owned(),
            heading: "番号とどこか".to_owned(),
            after: format!("改正後（{}）", year(new)),
            before: format!("改正前（{}）", year(old)),
            remark: (!is_close).then(|| "備考".to_owned()),
            rows: alike.into_iter().map(|alike| row((old, new), alike, is_close, annex)).collect(),
        }));
    }
    Some(section("comparison-table", "新旧対照表", blocks))
}

/// Returns the same changes in the order of the document, each in the row of the paper that it stands in, under the
/// whole title of its part; the number leads to the table by consequence.
pub(super) fn by_document(old: &Case<'_>, new: &Case<'_>, comparison: &Comparison) -> Option<Section> {
    let mut changes: Vec<(usize, &Change)> =
        comparison.changes.iter().zip(1..).map(|(own, no)| (no, own)).collect();
    changes.sort_by_cached_key(|(number, change)| (change.paper.order(), *number));
    let mut rows: Vec<ComparisonRow> = Vec::new();
    let mut part = None;
    for (number, change) in changes {
        let heading = change.paper.heading.as_str();
        if part.replace(heading) != Some(heading) {
            let heading = format!("【{heading}】");
            rows.push(ComparisonRow {
                heading,
                after: Vec::new(),
                before: Vec::new(),
                remark: Some(String::new()),
            });
        }
        let (after, before) = sides(change, (old, new), &mut Annex::default(), "");
        let remark = format!("番号{number}\n{}\n{}", change.class.ja(), change.requires.ja());
        let unshown = change.beside(crate::diagnostic::Language::Japanese);
        let heading = if change.paper.row.is_empty() || waivers::speaks_of_a_waiver(change) {
            waivers::place(change, (old, new))
        } else {
            format!("{}{unshown}", change.paper.row)
        };
        rows.push(ComparisonRow { heading, after, before, remark: Some(remark) });
    }
    let note = "※資料の順に、資料の欄の名で示す。番号は、前の表の番号。".to_owned();
    let table = Table {
        caption: "資料の順".to_owned(),
        heading: "資料の欄".to_owned(),
        after: format!("改正後（{}）", year(new)),
        before: format!("改正前（{}）", year(old)),
        remark: Some("備考".to_owned()),
        rows,
    };
    let blocks = vec![Block::Note { text: note }, Block::Comparison(table)];
    (!comparison.changes.is_empty()).then(|| section("comparison-document", "新旧対照表（資料の順）", blocks))
}

/// Puts changes together that follow each other and say the same.
fn alike<'c>(changes: impl Iterator<Item = &'c Change>, number: &mut usize) -> Vec<Alike<'c>> {
    let mut all: Vec<Alike<'c>> = Vec::new();
    for change in changes {
        *number += 1;
        let is_alike = |other: &Change| {
            (other.rule.name, other.class) == (change.rule.name, change.class)
                && (&other.words.before, &other.words.after) == (&change.words.before, &change.words.after)
                && other.with.is_empty()
                && change.with.is_empty()
                && other.evidence.is_empty()
                && change.evidence.is_empty()
        };
        match all.last_mut() {
            Some((_, list)) if list.last().is_some_and(|other| is_alike(other)) => list.push(change),
            _ => all.push((*number, vec![change])),
        }
    }
    all
}

fn row(sides: (&Case<'_>, &Case<'_>), alike: Alike<'_>, is_close: bool, annex: &mut Annex) -> ComparisonRow {
    let (first, changes) = alike;
    let number = ranges(first..first + changes.len());
    let mut places: Vec<String> = changes.iter().map(|change| waivers::place(change, sides)).collect();
    places.dedup();
    let Some(change) = changes.first() else {
        return ComparisonRow { heading: number, after: Vec::new(), before: Vec::new(), remark: None };
    };
    let mut remark = vec![if is_close {
        format!("【{}】", change.class.ja())
    } else {
        format!("【{}】{}", change.class.ja(), change.requires.ja())
    }];
    remark.extend(annex.places(&number, &change.with));
    if !change.evidence.is_empty() {
        let evidence: Vec<&str> = change.evidence.iter().map(|own| own.ja.as_str()).collect();
        remark.push(format!("同じとした証拠：{}", evidence.join("、")));
    }
    let (after, before) = self::sides(change, sides, annex, &number);
    let mut heading = format!("{number}　{}", places.join("\n"));
    if is_close {
        heading = format!("{number}{}", remark.remove(0)) + &places.join("\n");
        remark.iter().for_each(|line| heading.push_str(&format!("\n（{line}）")));
    }
    ComparisonRow { heading, after, before, remark: (!is_close).then(|| remark.join("\n")) }
}

/// Returns both columns of a change: after, before. What was or is said elsewhere, or may be so, is not new and not
/// gone: it is not written there.
fn sides(
    change: &Change,
    (old, new): (&Case<'_>, &Case<'_>),
    annex: &mut Annex,
    number: &str,
) -> (Vec<Run>, Vec<Run>) {
    let is_statement = change.rule.name == STATEMENT_CHANGED.name || change.is_known_elsewhere;
    let words = |pieces: &[Piece], none| runs(&waivers::words(change, pieces, (old, new)), none);
    let after =
        annex.cut(number, "改正後", words(&change.words.after, if is_statement { MISSING } else { GONE }));
    let before =
        annex.cut(number, "改正前", words(&change.words.before, if is_statement { MISSING } else { NEW }));
    (after, before)
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
