//! `fugi diff --format json`; what the keys mean stands in `docs/diff.md`.

use super::{At, Unread, Weight};
use crate::diagnostic::{Language, Text};
use crate::diff;
use crate::diff::possibility::{Possibility, Verdict};
use crate::diff::prose;
use crate::model::matter;
use crate::model::vocabulary::Requires;
use crate::report::comparison::{basis, place_of, reason, with};
use crate::source::{Sources, Span};
use crate::workspace::compare::{Compared, Comparisons};
use schemars::JsonSchema;
use serde::Serialize;

/// Two years, or two revisions, compared. Where the one matter that is compared cannot be read, or none can, that is said
/// instead.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// False where a matter cannot be read, or nothing reads a file or a folder of a year that is compared: it is compared
    /// with nothing.
    pub complete: bool,
    /// What cannot be read, and what nothing reads.
    pub unread: Vec<Unread>,
    /// The most that anything calls for: `deliberation`, `notice` or `nothing`.
    pub requires: String,
    /// The matters of both sides.
    pub matters: Vec<Matter>,
    /// The matters that only the new side has.
    pub new_matters: Vec<Alone>,
    /// The matters that only the old side has.
    pub ended_matters: Vec<Alone>,
    /// Names of the matters that are compared with nothing, since they or what they may match on the other side cannot be
    /// read.
    pub not_compared: Vec<String>,
}

/// A matter that only one side has.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Alone {
    /// `r08/koki-iryo-cashless`.
    pub name: String,
    /// 件名.
    pub title: Option<String>,
    /// What that calls for.
    pub requires: String,
}

/// A matter of both sides.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Matter {
    /// Name on the old side.
    pub old: String,
    /// Name on the new side.
    pub new: String,
    /// 件名 of the new side.
    pub title: Option<String>,
    /// The most that anything of it calls for.
    pub requires: String,
    /// What changed.
    pub changes: Vec<Change>,
    /// What is only numbered or placed otherwise, which is no change.
    pub renumbered: Vec<Change>,
    /// Whether the new side allows anything that the old one did not.
    pub proof: Proof,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Change {
    /// Name of the rule that judged it.
    pub rule: String,
    /// `widening`, `narrowing`, `neutral` or `editorial`.
    pub class: String,
    /// How much it weighs.
    pub severity: Weight,
    /// What it calls for.
    pub requires: String,
    /// Why it matters.
    pub reason: String,
    /// What the rule rests on.
    pub basis: String,
    /// The kind of fact.
    pub kind: String,
    /// Where on paper.
    pub place: String,
    /// True where the paper of the old year did not show the council what changed.
    pub unshown: bool,
    /// What was, in pieces; null where there was nothing.
    pub before: Option<Vec<Piece>>,
    /// What is, in pieces; null where there is nothing.
    pub after: Option<Vec<Piece>>,
    /// The old words as they stand in the old file.
    pub before_text: Option<String>,
    /// The new words as they stand in the new file.
    pub after_text: Option<String>,
    /// Where in the old file.
    pub old_place: Option<At>,
    /// Where in the new file.
    pub new_place: Option<At>,
    /// The other places to which it extends.
    pub with: Vec<String>,
    /// Why both are taken for the same thing.
    pub evidence: Vec<String>,
}

/// Some words, and whether they changed.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// True where they changed.
    pub changed: bool,
}

/// Whether the new side allows anything that the old one did not.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Proof {
    /// True where it allows nothing new.
    pub within: bool,
    /// How many parties were decided.
    pub parties: usize,
    /// How many items.
    pub items: usize,
    /// How many passages of an item from one party to another.
    pub passages: usize,
    /// What has become possible.
    pub new: Vec<Possible>,
}

/// Something that has become possible.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Possible {
    /// What kind of thing.
    pub kind: String,
    /// Who can do it.
    pub who: Vec<String>,
    /// With which items.
    pub items: Vec<String>,
    /// By which path.
    pub path: Vec<String>,
    /// Why it was not possible before.
    pub why: String,
    /// Where in the new file.
    pub place: Option<At>,
}

impl Report {
    /// Returns the whole report, in one language.
    #[must_use]
    pub fn new(own: &Comparisons, language: Language) -> Self {
        let alone = |matter: &matter::Matter, requires: Requires| Alone {
            name: matter.name.clone(),
            title: matter.title.as_ref().map(|title| title.value.clone()),
            requires: requires.word().to_owned(),
        };
        Self {
            version: 1,
            complete: own.unread().next().is_none(),
            unread: own.unread().map(|own| Unread::new(own, language)).collect(),
            requires: own.requires.word().to_owned(),
            matters: own.compared().map(|own| Matter::new(&own, language)).collect(),
            new_matters: own.started().map(|matter| alone(matter, own.started_requires)).collect(),
            ended_matters: own.ended().map(|matter| alone(matter, own.ended_requires)).collect(),
            not_compared: own.not_compared().to_vec(),
        }
    }
}

impl Matter {
    /// Returns one matter, in one language.
    #[must_use]
    pub fn new(own: &Compared<'_>, language: Language) -> Self {
        let list = |changes: &[diff::Change]| -> Vec<Change> {
            changes.iter().map(|change| Change::new(own, change, language)).collect()
        };
        Self {
            old: own.old.matter.name.clone(),
            new: own.new.matter.name.clone(),
            title: own.new.matter.title.as_ref().map(|title| title.value.clone()),
            requires: own.comparison.requires().word().to_owned(),
            changes: list(&own.comparison.changes),
            renumbered: list(&own.comparison.followed),
            proof: Proof::new(own, &own.comparison.verdict, language),
        }
    }
}

impl Change {
    fn new(own: &Compared<'_>, change: &diff::Change, language: Language) -> Self {
        let words = change.words_in(language);
        Self {
            rule: change.rule.name.to_owned(),
            class: change.class.word().to_owned(),
            severity: change.severity.into(),
            requires: change.requires.word().to_owned(),
            reason: reason(own, change, language),
            basis: basis(own, change, language),
            kind: change.kind.to_string(),
            place: place_of(change, language).to_owned(),
            unshown: change.unshown,
            before: pieces(&words.before),
            after: pieces(&words.after),
            before_text: words.before_text.clone(),
            after_text: words.after_text.clone(),
            old_place: at(own.old.sources, change.old_span),
            new_place: at(own.new.sources, change.new_span),
            with: with(change, language).to_vec(),
            evidence: change.evidence.iter().map(|own| own.get(language).to_owned()).collect(),
        }
    }
}

fn pieces(pieces: &[prose::Piece]) -> Option<Vec<Piece>> {
    let piece = |piece: &prose::Piece| Piece { text: piece.text.clone(), changed: piece.changed };
    (!pieces.is_empty()).then(|| pieces.iter().map(piece).collect())
}

impl Proof {
    fn new(own: &Compared<'_>, verdict: &Verdict, language: Language) -> Self {
        let all = |texts: &[Text]| texts.iter().map(|own| own.get(language).to_owned()).collect();
        let possible = |new: &Possibility| Possible {
            kind: new.kind.word().to_owned(),
            who: new.who.clone(),
            items: all(&new.items),
            path: all(&new.path),
            why: new.why.get(language).to_owned(),
            place: at(own.new.sources, Some(new.span)),
        };
        Self {
            within: verdict.is_within(),
            parties: verdict.parties,
            items: verdict.items,
            passages: verdict.passages,
            new: verdict.new.iter().map(possible).collect(),
        }
    }
}

fn at(sources: &Sources, span: Option<Span>) -> Option<At> {
    let at = At::new(sources, span?);
    at.file.is_some().then_some(at)
}
