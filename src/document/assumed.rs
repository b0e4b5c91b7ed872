//! 推定: what the source does not state and the model assumes. A draft shows it; a final paper must not hold any.

use super::submission::Submission;
use super::tree::{AssumptionGroup, Block};
use crate::case::numbers::circled;
use crate::diagnostic::Text;
use crate::model::contract::Contract;
use crate::model::flow::Flow;
use crate::source::{Located, Span};
use crate::text;

/// A value that is assumed, or has a note on how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// The record that holds it.
    pub span: Span,
    /// What it says.
    pub place: Text,
    /// True where it is assumed; else it only has a note.
    pub assumed: bool,
    /// Why.
    pub reason: Option<String>,
}

/// Returns every assumption of a matter.
#[must_use]
pub fn all(submission: &Submission<'_>) -> Vec<Assumption> {
    let contracts = submission.matter.contracts.iter().flat_map(|contract| of_contract(submission, contract));
    let flows = submission.matter.flows.iter().flat_map(|flow| of_flow(submission, flow));
    contracts.chain(flows).filter(|own| own.assumed).collect()
}

/// Returns the assumptions and notes of a contract.
pub(super) fn of_contract(submission: &Submission<'_>, contract: &Contract) -> Vec<Assumption> {
    let mut list = Vec::new();
    for handles in &contract.handles {
        let role = submission.role(handles.role.value);
        let place = text!("{role}が取り扱う項目", "what {role} handles");
        add(&mut list, handles.span, place, handles.assumed, handles.note.as_ref());
    }
    list
}

/// Returns the assumptions and notes of a flow.
pub(super) fn of_flow(submission: &Submission<'_>, flow: &Flow) -> Vec<Assumption> {
    let mut list = Vec::new();
    for link in &flow.links {
        let (from, to) = (submission.role(link.from.value), submission.role(link.to.value));
        let Text { ja: way, en: way_en } = match from == to {
            true => text!("{from}の中で", "within {from}"),
            false => text!("{from}から{to}へ", "from {from} to {to}"),
        };
        let place = text!("{way}渡る項目", "the items that pass {way_en}");
        add(&mut list, link.span, place, link.assumed, link.note.as_ref());
        for timing in &link.timing {
            let stage = timing.data.as_ref().map_or("", |stage| stage.value.ja());
            let stage_en =
                timing.data.as_ref().map_or(String::new(), |stage| format!("{} ", stage.value.word()));
            let (when, when_en) = (timing.when.value.print(), timing.when.value.english());
            let place =
                text!("{way}渡る時期（{stage}{when}）", "when it passes {way_en} ({stage_en}{when_en})");
            add(&mut list, timing.span, place, timing.assumed, timing.note.as_ref());
        }
    }
    for step in &flow.steps {
        let no = circled(step.no.value);
        let place = text!("{no}で作る項目", "what is made at {no}");
        add(&mut list, step.span, place, step.assumed, step.note.as_ref());
    }
    for measures in &flow.boxes {
        let category = submission.matter.measures[measures.measures.value].category.value;
        let (category, category_en) = (category.ja(), category.word());
        let of = measures.of.as_ref().map(|of| submission.role(of.value));
        let (of, of_en) = (of.unwrap_or("不明"), of.unwrap_or("somebody"));
        let place =
            text!("「{category}」の箱が{of}のものであること", "that the box `{category_en}` is of {of_en}");
        add(&mut list, measures.span, place, measures.assumed, measures.note.as_ref());
    }
    list
}

fn add(list: &mut Vec<Assumption>, span: Span, place: Text, assumed: bool, note: Option<&Located<String>>) {
    if assumed || note.is_some() {
        list.push(Assumption { span, place, assumed, reason: note.map(|note| note.value.clone()) });
    }
}

/// Returns the block that shows them, grouped by their reasons in the order they first stand.
pub(super) fn block(list: Vec<Assumption>) -> Option<Block> {
    let mut groups: Vec<AssumptionGroup> = Vec::new();
    for own in list {
        let place = own.place.ja;
        let place = if own.assumed { place } else { format!("{place}（推定でない）") };
        match groups.iter_mut().find(|group| group.reason == own.reason) {
            Some(group) => group.places.push(place),
            None => groups.push(AssumptionGroup { reason: own.reason, places: vec![place] }),
        }
    }
    (!groups.is_empty()).then_some(Block::Assumptions { groups })
}
