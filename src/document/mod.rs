//! The submission (付議資料) as a tree of parts: the same for every format.
//!
//! A part is a file here and a line in [`PARTS`]; it turns the model into [`tree::Section`]s. Nothing here
//! knows a format, and nothing is copied as one block: a sentence that facts determine is made from the facts.

pub mod assumed;
mod checklist;
pub mod comparison;
mod connection;
mod cover;
mod facts;
pub mod figure;
mod flow;
mod items;
mod outsourcing;
mod overview;
mod source;
pub mod tree;
mod waivers;

pub use source::Source;

use crate::model::era;
use crate::spelling;
use tree::{Document, SCHEMA_VERSION, Section};

/// A part of the submission.
#[derive(Debug)]
pub struct Part {
    /// What `--part` calls it, and its sections.
    pub name: &'static str,
    /// What a reader calls it.
    pub title: &'static str,
    /// Makes its sections; none where the matter has nothing to say there.
    pub build: fn(&Source<'_>) -> Vec<Section>,
}

/// Every part, in the order of the form.
pub static PARTS: &[Part] = &[
    Part { name: "cover", title: "表紙", build: cover::build },
    Part { name: "overview", title: "事業の概要", build: overview::build },
    Part { name: "annex-connection", title: "別紙（外部結合）", build: connection::build },
    Part { name: "annex-outsourcing", title: "別紙（業務委託）", build: outsourcing::build },
    Part { name: "flow", title: "個人情報の流れ", build: flow::build },
    Part { name: "items", title: "情報項目の一覧", build: items::build },
    Part { name: "checklist", title: "チェックリスト", build: checklist::build },
    Part { name: "waivers", title: "受け入れた指摘", build: waivers::build },
    Part { name: "facts", title: "確認用の資料（案にだけ付く）", build: facts::build },
];

/// Builds the whole submission of a matter.
#[must_use]
pub fn build(source: &Source<'_>) -> Document {
    let matter = source.matter;
    Document {
        schema_version: SCHEMA_VERSION,
        name: matter.name.clone(),
        paper: "付議資料".to_owned(),
        title: source.title().unwrap_or(source::MISSING).to_owned(),
        ward: source.ward.name.value.clone(),
        council: source.ward.council.value.clone(),
        fiscal_year: era::print_fiscal_year(matter.fiscal_year),
        draft: source.draft,
        sample: matter.sample,
        sections: PARTS.iter().flat_map(|part| (part.build)(source)).collect(),
    }
}

impl Document {
    /// Keeps the sections that `name` means: a part (`flow`), a section (`flow-13-1`), a number (資料１３－１).
    /// Returns the names there are, where it means none.
    ///
    /// # Errors
    ///
    /// The ids of all sections.
    pub fn only(mut self, name: &str) -> Result<Self, Vec<String>> {
        let wanted = spelling::fold(name);
        let is_meant = |section: &Section| {
            let number = section.number.as_deref().map(spelling::fold).unwrap_or_default();
            section.part == wanted
                || spelling::fold(&section.id) == wanted
                || (!number.is_empty() && (number == wanted || number.strip_prefix("資料") == Some(&wanted)))
        };
        if !self.sections.iter().any(is_meant) {
            return Err(self.sections.into_iter().map(|section| section.id).collect());
        }
        self.sections.retain(is_meant);
        Ok(self)
    }
}
