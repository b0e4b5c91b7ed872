//! Observed against declared: the field names of a real layout beside the items that a step of a flow states.

use super::Unread;
use super::select::Selection;
use crate::diagnostic::Text;
use crate::duty::observe::{Declared, Finding, Layout, Reconciled, reconcile};
use crate::model::load::Workspace;
use crate::model::matter::Matter;
use crate::spelling;
use crate::text;
use std::fmt;

/// Why nothing was compared.
#[derive(Debug)]
pub enum Error {
    /// Matters that may be meant and cannot be read.
    Unread(Vec<Unread>),
    /// No such flow or step, or several.
    Unknown(Text),
    /// The layout cannot be read.
    Layout(Text),
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Layout(what) | Self::Unknown(what) => what.clone(),
            Self::Unread(_) => text!(
                "案件を読めないため、照らし合わせません。上の所を直すか、別の案件なら「年度/案件」を書いてください",
                "a matter cannot be read, so nothing is compared; fix it, or name another matter"
            ),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().ja)
    }
}

impl std::error::Error for Error {}

/// A layout beside what a step states.
#[derive(Debug)]
pub struct Observed {
    /// The matter.
    pub matter: Matter,
    /// Id of the flow.
    pub flow: String,
    /// Number of the step.
    pub step: u64,
    /// What the step states.
    pub declared: Declared,
    /// The field names of the file.
    pub layout: Layout,
    /// What each of them is, and which items no field bears.
    pub found: Reconciled,
}

impl Observed {
    /// Returns whether a field must be looked at.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.found.fields.iter().any(Finding::is_open)
    }
}

impl Workspace {
    /// Compares a layout with a step of a flow, in the one of the selected matters that has the flow. The layout is read
    /// once it is known with what it is compared.
    ///
    /// # Errors
    ///
    /// [`Error`] where one of the matters cannot be read, or no or several matters have the flow.
    pub fn observe(
        &self,
        selections: &[Selection],
        flow: &str,
        step: u64,
        layout: impl FnOnce() -> Result<Layout, Text>,
    ) -> Result<Observed, Error> {
        let mut matters = Vec::new();
        let unread = self.each_matter(selections, |_, matter, _| matters.push(matter));
        if !unread.is_empty() {
            return Err(Error::Unread(unread));
        }
        let matter = meant(matters, flow).map_err(Error::Unknown)?;
        let (flow, declared) = match Declared::flow(&matter, flow) {
            Some(flow) => (
                flow.id.value.clone(),
                Declared::of(flow, step).map_err(|missing| Error::Unknown(missing.0))?,
            ),
            None => {
                return Err(Error::Unknown(text!("流れ「{flow}」はありません", "there is no flow `{flow}`")));
            }
        };
        let layout = layout().map_err(Error::Layout)?;
        let found = reconcile(&layout, &matter, &declared.items);
        Ok(Observed { matter, flow, step, declared, layout, found })
    }
}

/// Returns the one matter that has the flow.
fn meant(matters: Vec<Matter>, flow: &str) -> Result<Matter, Text> {
    let known = matters.iter().flat_map(|own| own.flows.iter().map(|flow| flow.id.value.as_str()));
    let mut known: Vec<&str> = known.collect();
    let Text { ja: near, en: near_en } =
        spelling::perhaps(spelling::nearest(flow, known.iter().copied()).unwrap_or_default());
    known.sort_unstable();
    known.dedup();
    let (list, list_en) = (known.join("、"), known.join(", "));
    let mut having: Vec<Matter> =
        matters.into_iter().filter(|matter| Declared::flow(matter, flow).is_some()).collect();
    let names: Vec<&str> = having.iter().map(|own| own.name.as_str()).collect();
    let (names, names_en) = (names.join("、"), names.join(", "));
    match (having.pop(), having.is_empty()) {
        (Some(matter), true) => Ok(matter),
        (None, _) => Err(text!(
            "流れ「{flow}」{near}はありません（ある流れ: {list}）",
            "there is no flow `{flow}`{near_en} (there are: {list_en})"
        )),
        (Some(_), false) => Err(text!(
            "流れ「{flow}」は幾つもの案件にあります（{names}）。案件を「年度/案件」の形で書いてください",
            "several matters have a flow `{flow}` ({names_en}); name the matter as year/matter"
        )),
    }
}
