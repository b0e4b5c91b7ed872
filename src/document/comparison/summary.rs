//! What stands on top of a 新旧対照表: what changed, why it matters, what must be done; and the proof below it.

use super::{caption, section};
use crate::diff::class::Class;
use crate::diff::rules::Rule;
use crate::diff::{Change, Comparison, Side, year_names};
use crate::document::tree::{Block, Section};
use crate::model::vocabulary::Requires;

pub(super) fn build(old: &Side<'_>, new: &Side<'_>, comparison: &Comparison) -> Section {
    let said = match comparison.requires() {
        _ if comparison.is_empty() => "変更はない。".to_owned(),
        Requires::Deliberation => "再付議が要る。".to_owned(),
        Requires::Notice => "再付議は要らず、会議への報告が要る。".to_owned(),
        Requires::Nothing => "変更はあるが、手続は要らない。".to_owned(),
    };
    let (before, after) = year_names(old, new);
    let mut blocks = vec![
        Block::paragraph(format!("{before}から{after}への変更について、{said}")),
        Block::paragraph(verdict(old, new, comparison)),
    ];
    if !comparison.changes.is_empty() {
        blocks.push(counts(comparison));
    }
    for (requires, heading) in
        [(Requires::Deliberation, "再付議が要る変更"), (Requires::Notice, "会議に報告する変更")]
    {
        let numbered = comparison.changes.iter().enumerate().map(|(index, change)| (index + 1, change));
        let told: Vec<(usize, &Change)> =
            numbered.filter(|(_, change)| change.requires == requires).collect();
        if !told.is_empty() {
            blocks.push(reasons(heading, &told));
        }
    }
    if !comparison.followed.is_empty() {
        let places: Vec<String> = comparison
            .followed
            .iter()
            .map(|change| {
                let words = |pieces: &[crate::diff::prose::Piece]| -> String {
                    pieces.iter().map(|piece| piece.text.as_str()).collect()
                };
                let (before, after) = (words(&change.before), words(&change.after));
                if before.contains('\n') || after.contains('\n') {
                    change.place.clone()
                } else {
                    format!("{}（{before}→{after}）", change.place)
                }
            })
            .collect();
        let text = format!("※番号や場所だけが変わったもの（変更としない）：{}", places.join("、"));
        blocks.push(Block::Note { text });
    }
    let mut section = section("comparison-summary", "変更の概要", blocks);
    section.landscape = true;
    section
}

/// Returns the sentence of the proof.
fn verdict(old: &Side<'_>, new: &Side<'_>, comparison: &Comparison) -> String {
    let verdict = &comparison.verdict;
    let over = format!(
        "者{}、情報項目{}、渡り方{}通りの全てについて確かめた。",
        verdict.parties, verdict.items, verdict.passages
    );
    let (old, new) = year_names(old, new);
    if verdict.is_within() {
        format!("{new}は、{old}に認めなかったことを何も認めない。{over}")
    } else {
        let count = verdict.new.len();
        format!(
            "{new}は、{old}に認めなかったことを{count}件認める（「新しくできるようになること」のとおり）。{over}"
        )
    }
}

/// Returns how many changes there are, by class and by what they call for.
fn counts(comparison: &Comparison) -> Block {
    let all = [Requires::Deliberation, Requires::Notice, Requires::Nothing];
    let classes = [Class::Widening, Class::Neutral, Class::Narrowing, Class::Editorial];
    let count = |class: Class, requires: Requires| {
        let own = |change: &&Change| change.class == class && change.requires == requires;
        comparison.changes.iter().filter(own).count().to_string()
    };
    let mut columns = vec!["種別".to_owned()];
    columns.extend(all.map(|requires| requires.ja().to_owned()));
    Block::Table {
        caption: "変更の数".to_owned(),
        columns,
        rows: classes
            .into_iter()
            .map(|class| {
                let mut row = vec![class.ja().to_owned()];
                row.extend(all.map(|requires| count(class, requires)));
                row
            })
            .collect(),
    }
}

/// How many places a row names.
const SHOWN_PLACES: usize = 3;

/// Returns changes by rule: what changed, why it matters, what must be done; each with its number in the table.
fn reasons(heading: &str, changes: &[(usize, &Change)]) -> Block {
    let mut rows: Vec<(&'static Rule, Vec<(usize, &str)>)> = Vec::new();
    for (number, change) in changes {
        let place = (*number, change.place.as_str());
        match rows.iter_mut().find(|(rule, _)| rule.name == change.rule.name) {
            Some((_, places)) => places.push(place),
            None => rows.push((change.rule, vec![place])),
        }
    }
    Block::Table {
        caption: heading.to_owned(),
        columns: ["何が変わったか", "番号", "どこか", "なぜ大切か", "すること"].map(str::to_owned).to_vec(),
        rows: rows
            .into_iter()
            .map(|(rule, places)| {
                let numbers = ranges(places.iter().map(|(number, _)| *number));
                let mut named: Vec<&str> = places.iter().map(|(_, place)| *place).collect();
                named.dedup();
                let more = named.len().saturating_sub(SHOWN_PLACES);
                named.truncate(SHOWN_PLACES);
                let mut shown = named.join("、");
                if more > 0 {
                    shown.push_str(&format!("、ほか{more}か所"));
                }
                let words = [rule.title(), &numbers, &shown, rule.why(), rule.mend()];
                words.map(str::to_owned).to_vec()
            })
            .collect(),
    }
}

/// Returns rising numbers in words: 1、3〜5.
fn ranges(numbers: impl Iterator<Item = usize>) -> String {
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

/// Returns the proof: what has become possible, by which path.
pub(super) fn proof(old: &Side<'_>, new: &Side<'_>, comparison: &Comparison) -> Option<Section> {
    let verdict = &comparison.verdict;
    if verdict.is_within() {
        return None;
    }
    let rows = verdict
        .new
        .iter()
        .map(|own| {
            let what = format!("{}が{}", own.who.join("、"), own.kind.label().ja);
            vec![what, own.items.join("、"), own.path.join(" "), own.why.ja.clone()]
        })
        .collect();
    let table = Block::Table {
        caption: caption(verdict.requires).to_owned(),
        columns: ["誰が何をできるか", "情報項目", "道筋", "改正前"].map(str::to_owned).to_vec(),
        rows,
    };
    let said = Block::paragraph(self::verdict(old, new, comparison));
    Some(section("comparison-proof", "新しくできるようになること", vec![said, table]))
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn numbers_that_follow_each_other_are_one_range() {
        assert_eq!(ranges([1, 3, 4, 5, 9].into_iter()), "1、3〜5、9");
    }
}
