//! An item that a role sends though nothing says how it came to hold it.

use super::place::{self, link, unstated};
use super::plants;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::flow::Step;
use crate::model::item::Items;
use crate::model::vocabulary::{ActClass, RoleKind};
use crate::proof::Fault;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, CONSISTENCY};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-origin-unknown",
        severity: Severity::Info,
        basis: &[APPI_61, CONSISTENCY],
        page: include_str!("item_origin_unknown.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    handed_on(context, findings);
    for violation in place::violations(context, |fault| fault == Fault::OriginUnknown) {
        let link = link(context, violation.flow, violation.link);
        let from = link.from.value;
        let (sender, receiver, items) =
            (context.role(from), context.role(link.to.value), context.item_names(&violation.items));
        let (items, items_en) = (items.ja, items.en);
        let primary = place::place(link, &violation.items);
        if let Some(unknown) = unstated(&context.matter.flows[violation.flow], from) {
            let id = &unknown.id;
            findings.undecided(
                RULE.name,
                primary,
                text!(
                    "{sender}が渡す{items}を線「{id}」で受けたのかどうか、線「{id}」の項目の記載がないため分かりません",
                    "whether {sender} has {items_en} from the link `{id}` cannot be told: its items are not stated"
                ),
            );
            continue;
        }
        findings.add(
            RULE.at(
                primary,
                text!(
                    "{sender}が{receiver}に渡す{items}を、どこで得たのかの記載がありません（記載なし）",
                    "nothing says how {sender} came to hold {items_en}, which it hands to {receiver}"
                ),
            )
            .label(text!("得る手順も、受ける線もありません", "no step makes it and no link brings it"))
            .help(text!(
                "その項目を作る手順（makes）か、受ける線（links）を書いてください",
                "state the step that makes it (`makes`) or the link that brings it"
            ))
            .assumed(link.assumed),
        );
    }
}

/// Finds what the ward hands on of something that it got in the same flow, and did not get with it: no line brings the
/// item, no step of the ward makes it, and nothing says that it comes from a system of its own.
fn handed_on(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for (id, flow) in matter.flows.enumerate() {
        for (link_id, link) in flow.links.enumerate() {
            let from = link.from.value;
            if !link.is_transfer() || !matter.roles[from].is(RoleKind::Ward) || link.from_system.is_some() {
                continue;
            }
            let Some(items) = &link.items else { continue };
            // A step at a system, or one that makes data, takes from what the ward has.
            let is_own = |step: &Step| {
                let mut classes = step.acts.iter().map(|act| context.common.acts[act.value].class);
                step.system.is_some() || step.at.value != from || classes.any(|class| class == ActClass::Make)
            };
            let Some((step, _)) = place::first_use(flow, link_id).filter(|(step, _)| !is_own(step)) else {
                continue;
            };
            // Where a line does not say what it brings, that may be it.
            if unstated(flow, from).is_some() {
                continue;
            }
            let mut got = Items::default();
            for (line_id, line) in flow.links.enumerate() {
                let is_later =
                    place::first_use(flow, line_id).is_some_and(|(used, _)| used.no.value > step.no.value);
                if line.is_transfer() && line.to.value == from && !is_later {
                    line.items.iter().for_each(|items| _ = got.add_all(items));
                }
            }
            let passed_on = got.and(items);
            for step in flow.steps.iter().filter(|step| step.at.value == from) {
                if let Some(makes) = &step.makes {
                    got.add_all(makes);
                }
            }
            let lacking = items.without(&got);
            if passed_on.is_empty() || lacking.is_empty() {
                continue;
            }
            let (sender, material) = (context.role(from), context.flow(id));
            let Text { ja: names, en: names_en } = context.item_names(&lacking);
            findings.add(
                RULE.at(
                    place::place(link, &lacking),
                    text!(
                        "{material}で{sender}が受け取ったものを渡しますが、{names}をどこで得たのかの記載がありません（記載なし）",
                        "{material}: {sender} hands on what it received, and nothing says how it came to hold {names_en}"
                    ),
                )
                .related(step.text.span, text!("この手順で渡す", "handed on in this step"))
                .help(text!(
                    "受ける線（links）の項目か、渡す項目を直してください。自分のシステムから出すなら、線の from_system か手順の system にそのシステムを書いてください",
                    "fix the items of the line that brings them or of this one; where they come from a system of its own, name it as `from_system` of the line or `system` of the step"
                ))
                .assumed(link.assumed),
            );
        }
    }
}

/// Takes away what a step makes, or lets a link carry what its sender does not hold.
fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let mut plants: Vec<Option<Plant>> = Vec::new();
    for flow in &matter.flows {
        for step in flow.steps.iter().filter(|step| step.makes.is_some()) {
            let sent = flow.transfers().filter(|link| link.from.value == step.at.value);
            plants.extend(sent.filter_map(|link| link.items.as_ref()).map(|items| {
                Plant::unset(context, step.span, "makes").map(|plant| plant.within(items.span))
            }));
        }
    }
    let held_anywhere = |role| {
        let mut all = Items::default();
        for flow in matter.flows.ids() {
            all.add_all(&context.proof().held(flow, role));
        }
        all
    };
    for (_, _, link, role) in plants::links_of(context, |link| link.from.value) {
        let items = plants::items_without(context, &held_anywhere(role));
        plants.extend(items.into_iter().take(1).map(|item| plants::carry(context, link, item)));
    }
    Mutation::new(plants, text!("委託先が渡す項目がありません", "no contractor hands over any item"))
}
