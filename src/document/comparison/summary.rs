//! What stands on top of a 新旧対照表: what changed, why it matters, what must be done; and the proof below it.

use super::{caption, section, year};
use crate::diff::class::Class;
use crate::diff::{Change, Comparison, Side};
use crate::document::tree::{Block, Section};
use crate::model::vocabulary::Requires;

pub(super) fn build(old: &Side<'_>, new: &Side<'_>, comparison: &Comparison) -> Section {
    let said = match comparison.requires() {
        _ if comparison.is_empty() => "変更はない。".to_owned(),
        Requires::Deliberation => "再付議が要る。".to_owned(),
        Requires::Notice => "再付議は要らず、会議への報告が要る。".to_owned(),
        Requires::Nothing => "変更はあるが、手続は要らない。".to_owned(),
    };
    let mut blocks = vec![
        Block::paragraph(format!("{}から{}への変更について、{said}", year(old), year(new))),
        Block::paragraph(verdict(old, new, comparison)),
    ];
    if !comparison.changes.is_empty() {
        blocks.push(counts(comparison));
    }
    let told: Vec<&Change> =
        comparison.changes.iter().filter(|change| change.requires == Requires::Deliberation).collect();
    if !told.is_empty() {
        blocks.push(reasons("再付議が要る変更", &told));
    }
    let told: Vec<&Change> =
        comparison.changes.iter().filter(|change| change.requires == Requires::Notice).collect();
    if !told.is_empty() {
        blocks.push(reasons("会議に報告する変更", &told));
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
    section("comparison-summary", "変更の概要", blocks)
}

/// Returns the sentence of the proof.
fn verdict(old: &Side<'_>, new: &Side<'_>, comparison: &Comparison) -> String {
    let verdict = &comparison.verdict;
    let over = format!(
        "者{}、情報項目{}、渡り方{}通りの全てについて確かめた。",
        verdict.parties, verdict.items, verdict.passages
    );
    let (old, new) = (year(old), year(new));
    if verdict.is_within() {
        format!("{new}は、{old}に認めなかったことを何も認めない。{over}")
    } else {
        let count = verdict.new.len();
        format!("{new}は、{old}に認めなかったことを{count}件認める（「新しくできるようになること」のとおり）。{over}")
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

/// Returns changes by rule: what changed, why it matters, what must be done.
fn reasons(heading: &str, changes: &[&Change]) -> Block {
    let mut rows: Vec<(&'static str, Vec<String>, &Change)> = Vec::new();
    for change in changes {
        match rows.iter_mut().find(|(name, ..)| *name == change.rule.name) {
            Some((_, places, _)) => places.push(change.place.clone()),
            None => rows.push((change.rule.name, vec![change.place.clone()], change)),
        }
    }
    Block::Table {
        caption: heading.to_owned(),
        columns: ["何が変わったか", "どこか", "なぜ大切か", "すること"].map(str::to_owned).to_vec(),
        rows: rows
            .into_iter()
            .map(|(_, mut places, change)| {
                places.dedup();
                let rule = change.rule;
                vec![rule.title().to_owned(), places.join("\n"), rule.why().to_owned(), rule.mend().to_owned()]
            })
            .collect(),
    }
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
