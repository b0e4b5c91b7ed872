//! What stands on top of a 新旧対照表: what changed, why it matters, what must be done; and the proof below it.

use super::{SUMMARY, caption, ranges, section, waivers, year};
use crate::case::Case;
use crate::diagnostic::{Language, Text};
use crate::diff::class::Class;
use crate::diff::possibility::Verdict;
use crate::diff::prose::Piece;
use crate::diff::rules::ChangeRule;
use crate::diff::{Change, Comparison, year_names};
use crate::document::tree::{Block, Field, Section};
use crate::model::vocabulary::Requires;
use crate::spelling;

pub(super) fn build(old: &Case<'_>, new: &Case<'_>, comparison: &Comparison, title: &str) -> Section {
    let (before, after) = year_names(old, new);
    let what = |side: &Case<'_>, name: String| {
        let year = year(side);
        if name == year { year } else { format!("{name}（{year}）") }
    };
    let fields = [
        ("件名", title.to_owned()),
        ("比べた年度", format!("改正後：{}　　改正前：{}", what(new, after), what(old, before))),
        ("すること", said(comparison)),
        ("証明", verdict(old, new, comparison, "。「新しくできるようになること」のとおりである")),
    ];
    let fields = fields.into_iter().map(|(label, text)| Field::text(label, Some(text))).collect();
    let mut blocks = vec![Block::Fields { rows: fields }];
    if !comparison.changes.is_empty() {
        blocks.push(counts(comparison));
    }
    blocks.extend(followed(comparison));
    for (requires, heading) in
        [(Requires::Deliberation, "再付議が要る変更"), (Requires::Notice, "会議に報告する変更")]
    {
        let numbered = comparison.changes.iter().enumerate().map(|(index, change)| (index + 1, change));
        let told: Vec<(usize, &Change)> =
            numbered.filter(|(_, change)| change.requires == requires).collect();
        if !told.is_empty() {
            blocks.push(reasons(heading, &told, (old, new)));
        }
    }
    section(SUMMARY, "変更の概要", blocks)
}

/// Returns what must be done.
fn said(comparison: &Comparison) -> String {
    let count = |requires: Requires| {
        let own = comparison.changes.iter().filter(|change| change.requires == requires);
        format!("{}件", own.count())
    };
    let (again, told) = (count(Requires::Deliberation), count(Requires::Notice));
    match comparison.requires() {
        _ if comparison.is_empty() => "変更はない。することはない。".to_owned(),
        Requires::Deliberation => format!(
            "再付議が要る。会議に付議する変更が{again}、報告する変更が{told}ある。変更ごとにすることは、下の表のとおり。"
        ),
        Requires::Notice => format!(
            "再付議は要らず、会議への報告が要る。報告する変更が{told}ある。変更ごとにすることは、下の表のとおり。"
        ),
        Requires::Nothing => "変更はあるが、手続は要らない。".to_owned(),
    }
}

/// Returns what is only numbered or placed otherwise.
fn followed(comparison: &Comparison) -> Option<Block> {
    let words = |pieces: &[Piece]| -> String { pieces.iter().map(|piece| piece.text.as_str()).collect() };
    let places: Vec<String> = comparison
        .followed
        .iter()
        .map(|change| {
            let (before, after) = (words(&change.words.before), words(&change.words.after));
            if before.contains('\n') || after.contains('\n') {
                change.place.clone()
            } else {
                format!("{}（{before}→{after}）", change.place)
            }
        })
        .collect();
    let text = format!("※番号や場所だけが変わったもの（変更としない）：{}", places.join("、"));
    (!places.is_empty()).then_some(Block::Note { text })
}

/// Returns the sentence of the proof; `where_told` says where what is newly possible is told.
fn verdict(old: &Case<'_>, new: &Case<'_>, comparison: &Comparison, where_told: &str) -> String {
    let verdict = &comparison.verdict;
    let over = format!(
        "者{}、情報項目{}、渡り方{}通りの全てについて確かめた。{}。",
        verdict.parties,
        verdict.items,
        verdict.passages,
        Verdict::beyond().ja
    );
    let (old, new) = year_names(old, new);
    if verdict.is_within() {
        format!("{new}は、{old}に認めなかったことを何も認めない。{over}")
    } else {
        let count = verdict.new.len();
        format!("{new}は、{old}に認めなかったことを{count}件認める{where_told}。{over}")
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

/// Changes of one rule and one direction, with number and place of each.
type Reason = (&'static ChangeRule, Class, Vec<(usize, String)>);

/// Returns changes by rule and direction: what changed, why it matters, what must be done; each with its number in
/// the table.
fn reasons(heading: &str, changes: &[(usize, &Change)], sides: (&Case<'_>, &Case<'_>)) -> Block {
    let mut rows: Vec<Reason> = Vec::new();
    for (number, change) in changes {
        let place = (*number, waivers::place(change, sides));
        let known =
            rows.iter_mut().find(|(rule, class, _)| (rule.name, *class) == (change.rule.name, change.class));
        match known {
            Some((.., places)) => places.push(place),
            None => rows.push((change.rule, change.class, vec![place])),
        }
    }
    Block::Table {
        caption: heading.to_owned(),
        columns: ["何が変わったか", "番号", "どこか", "なぜ大切か", "すること"].map(str::to_owned).to_vec(),
        rows: rows
            .into_iter()
            .map(|(rule, class, places)| {
                let numbers = ranges(places.iter().map(|(number, _)| *number));
                let mut named: Vec<&str> = places.iter().map(|(_, place)| place.as_str()).collect();
                named.dedup();
                let more = named.len().saturating_sub(SHOWN_PLACES);
                named.truncate(SHOWN_PLACES);
                let mut shown = named.join("\n");
                if more > 0 {
                    shown.push_str(&format!("\nほか{more}か所"));
                }
                let own = |text: &str| spelling::in_own_word(text, sides.1.ward.word());
                let what = format!("【{}】{}", class.ja(), own(rule.title()));
                vec![what, numbers, shown, own(rule.why(class, Language::Japanese)), own(rule.fix(class))]
            })
            .collect(),
    }
}

/// Returns the proof: what has become possible, by which path.
pub(super) fn proof(old: &Case<'_>, new: &Case<'_>, comparison: &Comparison) -> Option<Section> {
    let verdict = &comparison.verdict;
    if verdict.is_within() {
        return None;
    }
    let rows = verdict
        .new
        .iter()
        .map(|own| {
            let what = format!("{}が{}", own.who.join("、"), own.kind.label().ja);
            let all = |texts: &[Text], between: &str| -> String {
                texts.iter().map(|own| own.ja.as_str()).collect::<Vec<_>>().join(between)
            };
            vec![what, all(&own.items, "、"), all(&own.path, " "), own.why.ja.clone()]
        })
        .collect();
    let table = Block::Table {
        caption: caption(verdict.requires).to_owned(),
        columns: ["誰が何をできるか", "情報項目", "道筋", "改正前"].map(str::to_owned).to_vec(),
        rows,
    };
    let said = Block::paragraph(self::verdict(old, new, comparison, ""));
    Some(section("comparison-proof", "新しくできるようになること", vec![said, table]))
}
