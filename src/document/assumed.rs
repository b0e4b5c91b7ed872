//! 推定: what the source does not state and the model assumes. A draft shows it; a final paper must not hold any.

use super::submission::Submission;
use super::tree::{AssumptionGroup, Block};
use crate::case::numbers::circled;
use crate::model::contract::Contract;
use crate::model::flow::Flow;
use crate::source::{Located, Span};

/// A value that is assumed, or has a note on how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// The record that holds it.
    pub span: Span,
    /// What it says.
    pub place: String,
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
        let place = format!("{}が取り扱う項目", submission.role(handles.role.value));
        add(&mut list, handles.span, place, handles.assumed, handles.note.as_ref());
    }
    list
}

/// Returns the assumptions and notes of a flow.
pub(super) fn of_flow(submission: &Submission<'_>, flow: &Flow) -> Vec<Assumption> {
    let mut list = Vec::new();
    for link in &flow.links {
        let (from, to) = (submission.role(link.from.value), submission.role(link.to.value));
        let way = if from == to { format!("{from}の中で") } else { format!("{from}から{to}へ") };
        add(&mut list, link.span, format!("{way}渡る項目"), link.assumed, link.note.as_ref());
        for timing in &link.timing {
            let stage = timing.data.as_ref().map_or("", |stage| stage.value.ja());
            let when = timing.when.value.print();
            let place = format!("{way}渡る時期（{stage}{when}）");
            add(&mut list, timing.span, place, timing.assumed, timing.note.as_ref());
        }
    }
    for step in &flow.steps {
        let place = format!("{}で作る項目", circled(step.no.value));
        add(&mut list, step.span, place, step.assumed, step.note.as_ref());
    }
    for measures in &flow.boxes {
        let category = submission.matter.measures[measures.measures.value].category.value.ja();
        let of = measures.of.as_ref().map_or("不明", |of| submission.role(of.value));
        let place = format!("「{category}」の箱が{of}のものであること");
        add(&mut list, measures.span, place, measures.assumed, measures.note.as_ref());
    }
    list
}

fn add(list: &mut Vec<Assumption>, span: Span, place: String, assumed: bool, note: Option<&Located<String>>) {
    if assumed || note.is_some() {
        list.push(Assumption { span, place, assumed, reason: note.map(|note| note.value.clone()) });
    }
}

/// Returns the block that shows them, grouped by their reasons in the order they first stand.
pub(super) fn block(list: Vec<Assumption>) -> Option<Block> {
    let mut groups: Vec<AssumptionGroup> = Vec::new();
    for own in list {
        let place = if own.assumed { own.place } else { format!("{}（推定でない）", own.place) };
        match groups.iter_mut().find(|group| group.reason == own.reason) {
            Some(group) => group.places.push(place),
            None => groups.push(AssumptionGroup { reason: own.reason, places: vec![place] }),
        }
    }
    (!groups.is_empty()).then_some(Block::Assumptions { groups })
}
