//! What a paper cannot be final with: a field that the form asks for and nothing stands in, and a form that does not
//! print what every council decides on.

use super::submission::{MISSING, Submission};
use super::tree::{Block, Document, Section};
use crate::diagnostic::Text;
use crate::model::ids::KindId;
use crate::model::kind::MatterKind;
use crate::model::matter::Covered;
use crate::model::vocabulary::{About, CoverValue, Fact, Omitted, RoleKind};
use crate::source::Span;
use crate::text;
use std::collections::BTreeSet;

/// Something that keeps a paper from being final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where it is written, or would be: nowhere for a field of the paper.
    pub span: Span,
    /// What is not there, and why that matters.
    pub message: Text,
    /// What to do.
    pub help: Text,
}

/// Returns the gaps of a matter's paper, those of its form first.
#[must_use]
pub fn all(submission: &Submission<'_>, document: &Document) -> Vec<Gap> {
    let mut gaps = of_form(submission);
    // The annex of a draft says itself what is not stated; it is no part of what is submitted.
    for section in document.sections.iter().filter(|own| own.part != "facts") {
        empty(section, None, &section.blocks, &mut gaps);
    }
    gaps
}

/// Adds the places of a section where nothing is stated.
fn empty(section: &Section, label: Option<&str>, blocks: &[Block], gaps: &mut Vec<Gap>) {
    for block in blocks {
        match block {
            Block::Fields { rows } => {
                for row in rows {
                    empty(section, Some(&row.label), &row.blocks, gaps);
                }
            }
            Block::Point { text, blocks, .. } => {
                missing(section, label, text, gaps);
                empty(section, label, blocks, gaps);
            }
            Block::Note { text } | Block::Paragraph { text } | Block::Placed { text, .. } => {
                missing(section, label, text, gaps);
            }
            Block::Table { rows, .. } => {
                rows.iter().flatten().for_each(|cell| missing(section, label, cell, gaps));
            }
            // What is missing in them are findings of their own.
            Block::Assumptions { .. }
            | Block::Checklist(_)
            | Block::Comparison(_)
            | Block::Figure(_)
            | Block::ItemList(_) => {}
        }
    }
}

fn missing(section: &Section, label: Option<&str>, text: &str, gaps: &mut Vec<Gap>) {
    if !text.contains(MISSING) {
        return;
    }
    let (heading, number) = (section.heading.trim(), section.number.as_deref().unwrap_or_default());
    let label: String = label.unwrap_or_default().split_whitespace().collect();
    let of = section.subject.as_ref().map_or_else(String::new, |subject| format!("（{subject}）"));
    let (ja, en) = if label.is_empty() {
        (format!("{number}「{heading}」{of}"), format!("{number} `{heading}`{of}"))
    } else {
        (format!("{number}「{heading}」{of}の「{label}」"), format!("{number} `{heading}`{of}, `{label}`"))
    };
    let gap = Gap {
        span: Span::NOWHERE,
        message: text!("{ja}に「{MISSING}」が残っています", "{en} still says that nothing is stated"),
        help: text!(
            "案件のファイルに、その事実を書いてください（fugi check が、書くキーを示します）",
            "write the fact into the file of the matter (`fugi check` names the key)"
        ),
    };
    if !gaps.contains(&gap) {
        gaps.push(gap);
    }
}

/// Returns the facts that the forms of the matter's kinds print nowhere and every council decides on: who receives,
/// which items, until when, and, of a provision, on what ground (法69条).
fn of_form(submission: &Submission<'_>) -> Vec<Gap> {
    let (matter, labels) = (submission.matter, &submission.year.labels);
    let connections = matter.connections.enumerate().map(|(id, own)| (Covered::Connection(id), own.id.span));
    let contracts = matter.contracts.enumerate().map(|(id, own)| (Covered::Contract(id), own.id.span));
    let mut kinds: BTreeSet<KindId> = submission.kinds().into_iter().collect();
    let mut gaps = Vec::new();
    for (annex, span) in connections.chain(contracts) {
        let Some(kind) = submission.kind_of(annex) else {
            gaps.push(no_annex(annex, span));
            continue;
        };
        kinds.insert(kind);
    }
    for id in kinds {
        let kind = submission.kind(id);
        for fact in needed(kind) {
            let on_cover = fact == Fact::Term && labels.cover.prints(CoverValue::Term);
            let is_left_out = fact == Fact::Term && kind.omits.contains(&Omitted::Term);
            if on_cover || is_left_out || kind.fields.iter().any(|field| field.prints(fact)) {
                continue;
            }
            let (name, word, ja) = (kind.ja(), fact.word(), fact.ja());
            gaps.push(Gap {
                span: kind.span,
                message: text!(
                    "種別「{name}」の別紙に、「{ja}」を印字する欄がありません。審議会が必ず見る事実です",
                    "the annex of `{name}` has no field that prints `{word}`, which every council decides on"
                ),
                help: text!(
                    "forms/submission.yaml のその種別の fields に、facts: [{word}] の欄を足してください",
                    "add a field with `facts: [{word}]` to the kind in forms/submission.yaml"
                ),
            });
        }
    }
    gaps
}

/// Says that nothing is printed of a contract or a connection.
fn no_annex(annex: Covered, span: Span) -> Gap {
    let (ja, word) = match annex {
        Covered::Connection(_) => ("外部結合", "connection"),
        Covered::Contract(_) => ("契約", "contract"),
    };
    Gap {
        span,
        message: text!(
            "この{ja}を印字する別紙が、この年度の様式にありません",
            "the forms of this year have no annex that prints this {word}"
        ),
        help: text!(
            "forms/submission.yaml の kinds に、about: {word} の種別を足してください",
            "add a kind with `about: {word}` to `kinds` in forms/submission.yaml"
        ),
    }
}

fn needed(kind: &MatterKind) -> Vec<Fact> {
    match kind.about.value {
        About::Connection | About::Contract => vec![Fact::Parties, Fact::Items, Fact::Term],
        About::Role => {
            let provides = kind.roles.iter().any(|role| role.value == RoleKind::Recipient);
            let ground = provides.then_some(Fact::Grounds);
            [Fact::Parties, Fact::Items, Fact::Term].into_iter().chain(ground).collect()
        }
        // What such a kind is about is the ward's own: a report of change has neither receiver nor items.
        About::Matter => Vec::new(),
    }
}
