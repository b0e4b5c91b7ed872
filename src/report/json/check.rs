//! `fugi check --format json`.

use super::{At, Unread, Weight};
use crate::check::findings::Undecided;
use crate::check::{Examined, causes};
use crate::diagnostic::{Asker, Diagnostic, Language};
use crate::workspace::check::Checked;
use schemars::JsonSchema;
use serde::Serialize;

/// The findings of all matters of a run.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// False where something was not read: the findings are then not all.
    pub complete: bool,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// What was looked at.
    pub examined: Counts,
    /// The findings, by matter and place.
    pub findings: Vec<Finding>,
    /// What could not be decided from the paper.
    pub undecided: Vec<Open>,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Counts {
    /// Matters.
    pub matters: usize,
    /// Flows (個人情報の流れ).
    pub flows: usize,
    /// Links that carry data from one role to another.
    pub links: usize,
    /// Sides: a role under a contract.
    pub sides: usize,
    /// Items, each counted once a list.
    pub items: usize,
    /// Answers to checklist rows.
    pub answers: usize,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Finding {
    /// Name of the rule; `fugi explain NAME` shows its page.
    pub rule: String,
    /// What it comes from: the same in all findings of a matter that one act of fixing would settle.
    pub cause: String,
    /// How much it weighs.
    pub severity: Weight,
    /// What is wrong.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub at: At,
    /// The path of ids of its place, as a waiver names it: `contracts/bank/form`.
    pub path: Option<String>,
    /// The other places that disagree.
    pub related: Vec<Related>,
    /// The law article, guideline or form it rests on.
    pub basis: Option<String>,
    /// Who asks for what is not written: `form` (the year's form prints it), `law`, `house` (internal rules); empty where
    /// nothing is missing.
    pub asked_by: Vec<Asked>,
    /// What to do.
    pub help: Option<String>,
    /// True where it rests on something that is assumed.
    pub assumed: bool,
    /// The reason of the waiver that covers it.
    pub waived: Option<String>,
}

/// Who asks for something that is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// The year's form prints it.
    Form,
    /// A law, an order or a guideline.
    Law,
    /// Rules inside the authority.
    House,
}

impl From<Asker> for Asked {
    fn from(own: Asker) -> Self {
        match own {
            Asker::Form => Self::Form,
            Asker::Law => Self::Law,
            Asker::House => Self::House,
        }
    }
}

/// Another place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Related {
    /// Where.
    #[serde(flatten)]
    pub at: At,
    /// What is said of it.
    pub message: String,
}

/// A question that the paper leaves open.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Open {
    /// Name of the rule.
    pub rule: String,
    /// What would have to be known.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub at: At,
}

/// What is written of one matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matter {
    /// Its findings.
    pub findings: Vec<Finding>,
    /// Its open questions.
    pub undecided: Vec<Open>,
}

impl Matter {
    /// Returns the findings and open questions of a matter, in one language.
    #[must_use]
    pub fn new(checked: &Checked, language: Language) -> Self {
        let Checked { sources, outcome, .. } = checked;
        let said = |text: &crate::diagnostic::Text| text.get(language).to_owned();
        let finding = |own: &Diagnostic| Finding {
            rule: own.rule.to_owned(),
            cause: format!("{}/{}", checked.name, causes::id(own)),
            severity: own.severity.into(),
            message: said(&own.message),
            at: At::new(sources, own.primary.span),
            path: sources.place(own.primary.span),
            related: own
                .related
                .iter()
                .map(|label| Related { at: At::new(sources, label.span), message: said(&label.message) })
                .filter(|related| related.at.file.is_some())
                .collect(),
            basis: own.basis.as_ref().map(said),
            asked_by: own.asked_by.iter().map(|own| (*own).into()).collect(),
            help: own.help.as_ref().map(said),
            assumed: own.assumed,
            waived: own.waived.clone(),
        };
        let open = |own: &Undecided| Open {
            rule: own.rule.to_owned(),
            message: said(&own.message),
            at: At::new(sources, own.span),
        };
        Self {
            findings: outcome.findings.iter().map(finding).collect(),
            undecided: outcome.undecided.iter().map(open).collect(),
        }
    }
}

impl Report {
    /// Returns the whole report of a run.
    #[must_use]
    pub fn new(examined: Examined, unread: Vec<Unread>, matters: impl IntoIterator<Item = Matter>) -> Self {
        let Examined { matters: count, flows, links, sides, items, answers } = examined;
        let (mut findings, mut undecided) = (Vec::new(), Vec::new());
        for matter in matters {
            findings.extend(matter.findings);
            undecided.extend(matter.undecided);
        }
        Self {
            version: 1,
            complete: unread.is_empty(),
            unread,
            examined: Counts { matters: count, flows, links, sides, items, answers },
            findings,
            undecided,
        }
    }
}
