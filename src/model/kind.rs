//! 付議の種別: the kinds of matters of a year, and the fields of their annexes (別紙).

use super::vocabulary::{About, Bearer, Fact, Omitted, RoleKind};
use crate::source::{Located, Span};
use crate::yaml::decode::Pattern;

/// A kind of matter, as the year's form has it.
#[derive(Clone, Debug)]
pub struct MatterKind {
    /// Its id: `outsourcing`.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// What it is called: 業務委託.
    pub name: Located<String>,
    /// What an annex is about.
    pub about: Located<About>,
    /// The kinds of the roles that have an annex each, where it is about roles.
    pub roles: Vec<Located<RoleKind>>,
    /// The heading of the annex.
    pub heading: Located<String>,
    /// What the annex is called among the parts of the submission, after `annex-`.
    pub part: String,
    /// What a matter of this kind alone need not state.
    pub omits: Vec<Omitted>,
    /// The rules whose findings are errors in a matter of this kind.
    pub rules: Vec<Located<String>>,
    /// The sign before its name and article (◇); where there is none, the line is not printed.
    pub mark: Option<Located<String>>,
    /// The fields of the annex, in order.
    pub fields: Vec<AnnexField>,
}

/// A field of an annex.
#[derive(Clone, Debug)]
pub struct AnnexField {
    /// The whole record.
    pub span: Span,
    /// Its label.
    pub label: Located<String>,
    /// What it prints, in order; at least one.
    pub facts: Vec<Located<Bound>>,
    /// Sub-headings, one a fact; empty where it has none.
    pub points: Vec<Located<String>>,
    /// False where a field with nothing in it is not printed.
    pub required: bool,
    /// Whose measures it points to.
    pub bearers: Vec<Bearer>,
    /// What is printed where a checklist is answered: 別紙チェックリストのとおり.
    pub see: Option<Located<String>>,
    /// What follows the name of a role over its tasks: に取り扱わせる内容.
    pub task_heading: String,
}

/// What a field prints.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// A fact of the model.
    Fact(Fact),
    /// A text of the ward's own (`own/risk`), by its id.
    Own(String),
}

impl Bound {
    /// What stands before the id of a text of the ward's own.
    pub(crate) const OWN: &str = "own/";

    /// Returns it as it is written in the form.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Fact(fact) => fact.word().to_owned(),
            Self::Own(id) => format!("{}{id}", Self::OWN),
        }
    }
}

impl Pattern for Bound {
    fn pattern() -> String {
        let facts: Vec<&str> = Fact::ALL.iter().map(|fact| fact.word()).collect();
        format!("^({}|{}\\s*\\S.*)$", facts.join("|"), Self::OWN)
    }
}

impl Fact {
    /// Returns whether an annex about that can hold the fact: what only a contract says is told of each contract, or
    /// of the matter as a whole.
    #[must_use]
    pub fn is_of(self, about: About) -> bool {
        match self {
            Self::Clauses
            | Self::Contract
            | Self::Designation
            | Self::Erasure
            | Self::IncidentNotice
            | Self::Inspection
            | Self::Matching
            | Self::Media
            | Self::Spoiled
            | Self::Subcontracting
            | Self::Tasks => matches!(about, About::Contract | About::Matter),
            Self::ConnectionForm => about == About::Connection,
            _ => true,
        }
    }
}

impl MatterKind {
    /// Returns the word for a reader.
    #[must_use]
    pub fn ja(&self) -> &str {
        &self.name.value
    }

    /// Returns the word as it is written in the files.
    #[must_use]
    pub fn word(&self) -> &str {
        &self.id.value
    }

    /// Returns whether its annexes are about that.
    #[must_use]
    pub fn is_about(&self, about: About) -> bool {
        self.about.value == about
    }

    /// Returns the field that prints a fact, where one does.
    #[must_use]
    pub fn field(&self, fact: Fact) -> Option<&AnnexField> {
        self.fields.iter().find(|field| field.prints(fact))
    }

    /// Returns whether its annex prints a fact in a field that must be filled.
    #[must_use]
    pub fn asks(&self, fact: Fact) -> bool {
        self.field(fact).is_some_and(|field| field.required)
    }

    /// Returns what the annex calls a fact: the sub-heading over it, else the label of its field.
    #[must_use]
    pub fn label(&self, fact: Fact) -> Option<&Located<String>> {
        let field = self.field(fact)?;
        let at = field.facts.iter().position(|own| own.value == Bound::Fact(fact))?;
        Some(field.points.get(at).unwrap_or(&field.label))
    }

    /// Returns the field that points to the measures of somebody.
    #[must_use]
    pub fn measures_of(&self, bearer: Bearer) -> Option<&AnnexField> {
        self.fields.iter().find(|field| field.prints(Fact::Measures) && field.bearers.contains(&bearer))
    }

    /// Returns whose measures the annex points to, in the order of the vocabulary.
    #[must_use]
    pub fn bearers(&self) -> Vec<Bearer> {
        Bearer::ALL.iter().copied().filter(|bearer| self.measures_of(*bearer).is_some()).collect()
    }
}

impl AnnexField {
    /// Returns whether it prints a fact.
    #[must_use]
    pub fn prints(&self, fact: Fact) -> bool {
        self.facts.iter().any(|own| own.value == Bound::Fact(fact))
    }
}
