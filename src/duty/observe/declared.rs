//! What is declared of a step: the items that its links carry, and those that it makes.

use crate::diagnostic::{Text, listed};
use crate::model::flow::{Flow, Step};
use crate::model::item::Items;
use crate::model::matter::Matter;
use crate::spelling;
use crate::text;

/// The items that a step is declared to handle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Them, groups with their members.
    pub items: Items,
    /// Whether some of them are assumed (推定).
    pub assumed: bool,
    /// Links of the step of which no items are stated.
    pub silent: Vec<String>,
}

/// Why nothing is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing(pub Text);

impl Declared {
    /// Returns what step `number` of a flow declares.
    ///
    /// # Errors
    ///
    /// Where there is no such step, or it carries and makes nothing.
    pub fn of(flow: &Flow, number: u64) -> Result<Self, Missing> {
        let id = &flow.id.value;
        let Some(step) = flow.steps.iter().find(|step| step.no.value == number) else {
            let Text { ja: list, en: list_en } = numbers(flow.steps.iter());
            return Err(Missing(text!(
                "流れ「{id}」に手順 {number} がありません（ある手順: {list}）",
                "the flow `{id}` has no step {number} (there are: {list_en})"
            )));
        };
        let own = Self::of_step(flow, step);
        if own.items.is_empty() {
            let Text { ja: list, en: list_en } =
                numbers(flow.steps.iter().filter(|step| !Self::of_step(flow, step).items.is_empty()));
            return Err(Missing(text!(
                "流れ「{id}」の手順 {number} は、項目を渡しも作りもしません。項目のある手順: {list}",
                "step {number} of the flow `{id}` carries and makes no item; steps that do: {list_en}"
            )));
        }
        Ok(own)
    }

    fn of_step(flow: &Flow, step: &Step) -> Self {
        let mut own = Self { items: Items::default(), assumed: false, silent: Vec::new() };
        for link in step.links.iter().map(|link| &flow.links[link.value]) {
            match &link.items {
                Some(items) => {
                    own.items.add_all(&items.value);
                    own.assumed |= link.assumed;
                }
                None if link.is_transfer() => own.silent.push(link.id.value.clone()),
                None => {}
            }
        }
        if let Some(makes) = &step.makes {
            own.items.add_all(&makes.value);
            own.assumed |= step.assumed;
        }
        own
    }

    /// Returns the flow of that name in a matter: its id, or its title.
    #[must_use]
    pub fn flow<'m>(matter: &'m Matter, name: &str) -> Option<&'m Flow> {
        let is_meant = |flow: &&Flow| {
            spelling::same(&flow.id.value, name)
                || flow.title.as_ref().is_some_and(|title| spelling::same(&title.value, name))
        };
        matter.flows.iter().find(is_meant)
    }
}

fn numbers<'f>(steps: impl Iterator<Item = &'f Step>) -> Text {
    let list: Vec<u64> = steps.map(|step| step.no.value).collect();
    if list.is_empty() { text!("なし", "none") } else { listed(list) }
}
