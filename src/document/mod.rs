//! The submission (付議資料) as a tree of parts: the same for every format.
//!
//! A part is a file here and a line in [`PARTS`]; it turns the model into [`tree::Section`]s. Nothing here
//! knows a format, and nothing is copied as one block: a sentence that facts determine is made from the facts.

pub mod agenda;
mod annex;
pub mod assumed;
mod checklist;
pub mod comparison;
mod cover;
mod facts;
pub mod figure;
mod file_register;
pub mod flow;
pub mod gaps;
mod items;
mod lines;
mod overview;
mod path_words;
mod submission;
pub mod tree;
mod waivers;

pub use submission::Submission;

use crate::case::Case;
use crate::spelling;
use std::collections::BTreeSet;
use tree::{Document, SCHEMA_VERSION, Section};

/// A part of the submission.
#[derive(Debug)]
pub struct Part {
    /// What `--part` calls it, and its sections.
    pub name: &'static str,
    /// What a reader calls it.
    pub title: &'static str,
    /// Makes its sections; none where the matter has nothing to say there.
    pub build: fn(&Submission<'_>) -> Vec<Section>,
}

/// Every part, in the order of the form.
pub static PARTS: &[Part] = &[
    Part { name: "cover", title: "表紙", build: cover::build },
    Part { name: "overview", title: "事業の概要", build: overview::build },
    Part { name: "annex", title: "別紙", build: annex::build },
    Part { name: "flow", title: "個人情報の流れ", build: flow::build },
    Part { name: "lines", title: "渡し方と項目", build: lines::build },
    Part { name: "items", title: "情報項目の一覧", build: items::build },
    Part { name: "checklist", title: "チェックリスト", build: checklist::build },
    Part { name: "waivers", title: "受け入れた指摘", build: waivers::build },
    Part { name: "facts", title: "確認用の資料（案にだけ付く）", build: facts::build },
];

/// Papers made from a matter that are no part of its submission; `--part` asks for one.
pub static ON_REQUEST: &[Part] =
    &[Part {
        name: "file-register", title: "個人情報ファイル簿（案）", build: file_register::build
    }];

/// Builds the whole submission of a matter.
#[must_use]
pub fn build(submission: &Submission<'_>) -> Document {
    of(submission, PARTS.iter().flat_map(|part| (part.build)(submission)).collect())
}

/// Builds the sections that `name` means ([`Document::only`]), or a paper on request.
///
/// # Errors
///
/// The names there are, where it means none.
pub fn part(submission: &Submission<'_>, name: &str) -> Result<Document, Vec<String>> {
    if let Some(part) = ON_REQUEST.iter().find(|part| part.name == spelling::fold(name)) {
        // What the matter does not say is for somebody to fill in: it is never final.
        let paper = part.title.to_owned();
        let own = of(submission, (part.build)(submission));
        let footer = submission.footer(&paper, &own.title, &own.fiscal_year);
        return Ok(Document { paper, footer, draft: true, ..own });
    }
    build(submission).only(name).map_err(|mut known| {
        known.extend(ON_REQUEST.iter().map(|part| part.name.to_owned()));
        known
    })
}

/// Builds what was put before the council: the final submission without the decision on it. The SHA-256 of its
/// JSON (`fugi render --final --format json`) is what `council: digest` names, the earlier way to say what was approved.
#[must_use]
pub fn as_submitted(submission: &Submission<'_>) -> Document {
    let mut matter = submission.matter.clone();
    if let Some(council) = &mut matter.council {
        council.outcome = None;
        council.conditions = Vec::new();
        council.digest = None;
        council.approved = None;
    }
    build(&Submission { case: Case { matter: &matter, ..submission.case }, draft: false })
}

fn of(submission: &Submission<'_>, sections: Vec<Section>) -> Document {
    let matter = submission.matter;
    let (paper, title) = (&submission.print().name, submission.title().unwrap_or(submission::MISSING));
    let fiscal_year = submission.print().fiscal_year(matter.fiscal_year);
    Document {
        schema_version: SCHEMA_VERSION,
        name: matter.name.clone(),
        paper: paper.clone(),
        title: title.to_owned(),
        ward: submission.ward.name.value.clone(),
        council: submission.ward.council.value.clone(),
        footer: submission.footer(paper, title, &fiscal_year),
        pages_by_section: submission.pages_by_section(),
        fiscal_year,
        language: "ja",
        draft: submission.draft,
        sample: matter.sample,
        notices: submission.print().notices.clone(),
        sections,
    }
}

impl Document {
    /// Keeps the sections that `name` means: a part (`flow`), a section (`flow-13-1`) or several of one kind
    /// (`annex-outsourcing`), a number (資料１３－１).
    ///
    /// # Errors
    ///
    /// The names of all parts and sections, where it means none.
    pub fn only(mut self, name: &str) -> Result<Self, Vec<String>> {
        let wanted = spelling::fold(name);
        let of_kind = format!("{wanted}-");
        let is_meant = |section: &Section| {
            let number = section.number.as_deref().map(spelling::fold).unwrap_or_default();
            section.part == wanted
                || spelling::fold(&section.id) == wanted
                || (section.part == "annex" && spelling::fold(&section.id).starts_with(&of_kind))
                || (!number.is_empty() && (number == wanted || section.bare_number() == Some(&wanted)))
        };
        if !self.sections.iter().any(is_meant) {
            let parts = self.sections.iter().map(|section| section.part.to_owned());
            let mut known: Vec<String> = parts.collect();
            known.extend(self.sections.iter().map(|section| section.id.clone()));
            let mut seen = BTreeSet::new();
            known.retain(|name| seen.insert(name.clone()));
            return Err(known);
        }
        self.sections.retain(is_meant);
        Ok(self)
    }
}
