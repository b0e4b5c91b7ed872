//! What is handed over without a network: what the rules of this family have in common.

use crate::check::context::Context;
use crate::check::mutation::Plant;
use crate::diagnostic::Text;
use crate::model::flow::{Flow, Link, Step};
use crate::model::ids::{FlowId, Id, ProtectionId, RoleId};
use crate::model::vocabulary::{MeansClass, RoleKind};
use crate::model::ward::Means;
use crate::text;

/// A line that passes data without a network in a way that the word list knows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handover<'a> {
    pub(super) id: FlowId,
    pub(super) flow: &'a Flow,
    pub(super) link: &'a Link,
    pub(super) means: &'a Means,
}

impl Handover<'_> {
    /// Returns from whom to whom, in a diagram: 資料５－１の「区」から「受診券作成事業者」への「記録媒体の手渡し」.
    pub(super) fn said(&self, context: &Context<'_>) -> Text {
        let (from, to) = (context.role(self.link.from.value), context.role(self.link.to.value));
        let (material, way) = (context.flow(self.id), &self.means.name);
        text!(
            "{material}の「{from}」から「{to}」への線（{way}）",
            "{material}: the line from {from} to {to} ({way})"
        )
    }
}

/// Returns every hand-over that the ward answers for. What persons send of their own data is theirs to choose; whoever
/// speaks with them still asks who they are.
pub(super) fn handovers<'a>(context: &Context<'a>) -> impl Iterator<Item = Handover<'a>> + use<'a> {
    let (matter, common) = (context.matter, context.common);
    matter.flows.enumerate().flat_map(move |(id, flow)| {
        flow.transfers().filter(|link| link.network.is_none()).filter_map(move |link| {
            let means = &common.means[link.way.as_ref()?.value];
            let is_own = matter.roles[link.from.value].is(RoleKind::Principal);
            (!is_own || means.class == MeansClass::Speech).then_some(Handover { id, flow, link, means })
        })
    })
}

/// Returns the needs of a way that a line does not state; of each, one of the protections would do. What a step or the
/// wording of the way says in words is stated, too, and so is what was taken on the way there, where a thing comes back.
pub(super) fn missing<'a>(context: &Context<'a>, handover: &Handover<'a>) -> Vec<&'a Vec<ProtectionId>> {
    let Handover { flow, link, means, .. } = *handover;
    // A paper that is put into a person's own hands needs neither bag nor ledger.
    if means.class == MeansClass::Paper && context.matter.roles[link.to.value].is(RoleKind::Principal) {
        return Vec::new();
    }
    // Who speaks with somebody, or lets them look, may say in any step how that is done.
    let is_talk = !means.class.leaves_a_copy();
    let uses =
        |step: &Step, link: &Link| step.links.iter().any(|own| flow.links[own.value].id.span == link.id.span);
    let first =
        |link: &Link| flow.steps.iter().filter(|step| uses(step, link)).map(|step| step.no.value).min();
    let there = flow.transfers().find(|own| {
        let (items, back) = (own.items.as_ref(), link.items.as_ref());
        own.from.value == link.to.value
            && own.to.value == link.from.value
            && own.class == link.class
            && first(own).zip(first(link)).is_some_and(|(there, back)| there < back)
            && items.zip(back).is_some_and(|(items, back)| back.is_within(items))
    });
    let says = |own: &Link, protection: ProtectionId| {
        let steps = flow.steps.iter().filter(|step| is_talk || uses(step, own));
        let mut texts = steps.map(|step| &step.text.value).chain(own.means.iter().map(|means| &means.value));
        let words = &context.common.protections[protection].words;
        own.protections.iter().flat_map(|list| &list.value).any(|own| own.value == protection)
            || texts.any(|text| words.iter().any(|word| text.contains(word.as_str())))
    };
    let has = |protection: &ProtectionId| {
        says(link, *protection) || there.is_some_and(|there| says(there, *protection))
    };
    means.needs.iter().filter(|any| !any.iter().any(has)).collect()
}

/// Adds a line between the roles of another to its flow, first in its direction, then back (a rule may ask only who receives
/// from others); `rest` is what it says besides.
pub(super) fn planted(context: &Context<'_>, rest: &str) -> Vec<Option<Plant>> {
    let id = |role| crate::yaml::edit::scalar(&context.matter.roles[role].id);
    let line = |flow: &Flow, from: RoleId, to: RoleId| {
        let (from, to) = (id(from), id(to));
        let yaml = format!("{{ id: planted-line, from: {from}, to: {to}{rest} }}");
        Plant::push(context, flow.links_span, &yaml)
    };
    let flows = context.matter.flows.iter();
    let rows: Vec<(&Flow, &Link)> =
        flows.flat_map(|flow| flow.transfers().map(move |link| (flow, link))).collect();
    let there = rows.iter().map(|(flow, link)| line(flow, link.from.value, link.to.value));
    let back = rows.iter().map(|(flow, link)| line(flow, link.to.value, link.from.value));
    there.chain(back).collect()
}

/// Returns the id of the first way that is so.
pub(super) fn way<'a>(context: &Context<'a>, is: impl Fn(&Means) -> bool) -> Option<&'a str> {
    context.common.means.iter().find(|means| is(means)).map(|means| means.id.as_str())
}

/// Returns the id of a protection as it is written.
pub(super) fn protection(context: &Context<'_>, id: ProtectionId) -> String {
    debug_assert!(id.index() < context.common.protections.len());
    crate::yaml::edit::scalar(&context.common.protections[id].id)
}
