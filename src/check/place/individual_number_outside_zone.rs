//! Individual numbers on a system of the ward outside their zone.

use super::zones::ends;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::Link;
use crate::model::vocabulary::{ItemKind, Zone};
use crate::rule::Rule;
use crate::rule::law::{MINISTRY, NUMBER_9, SECURITY_POLICY};
use crate::text;
use crate::yaml::edit;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "individual-number-outside-zone",
        severity: Severity::Error,
        basis: &[MINISTRY, SECURITY_POLICY, NUMBER_9],
        page: include_str!("individual_number_outside_zone.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        for link in &flow.links {
            let Some(items) = &link.items else { continue };
            let is_number = |kinds: &[ItemKind]| kinds.contains(&ItemKind::IndividualNumber);
            let Some(number) = items.iter().find(|item| is_number(&context.matter.items[*item].kinds)) else {
                continue;
            };
            for system in ends(context, link) {
                let Some(zone) = &system.zone else { continue };
                if zone.value == Zone::IndividualNumber {
                    continue;
                }
                let (label, material, word, word_en) =
                    (&system.label, context.flow(id), zone.value.ja(), zone.value.word());
                let item = &context.matter.items[number].name;
                findings.add(
                    RULE.at(
                        zone.span,
                        text!(
                            "{material}で「{item}」が渡る「{label}」は{word}にあり、個人番号利用事務系ではありません（要確認）",
                            "{material}: `{item}` passes over {label}, which lies in the zone {word_en}"
                        ),
                    )
                    .related(link.place_of(number), text!("個人番号が渡る", "the individual number passes here"))
                    .help(text!(
                        "個人番号利用事務系の端末・サーバで取り扱うか、個人番号をその線から外してください",
                        "handle it on a system of the individual-number zone, or take it off the line"
                    )),
                );
            }
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let number = matter.items.iter().find(|item| item.kinds.contains(&ItemKind::IndividualNumber));
    let lines = || matter.flows.iter().flat_map(|flow| flow.links.iter());
    let carries = |link: &&Link| {
        let mut items = link.items.iter().flat_map(|items| items.iter());
        items.any(|item| matter.items[item].kinds.contains(&ItemKind::IndividualNumber))
    };
    let moved = lines().filter(carries).flat_map(|link| ends(context, link)).filter_map(|system| {
        let zone = system.zone.as_ref().filter(|zone| zone.value == Zone::IndividualNumber)?;
        Some(Plant::scalar(zone.span, Zone::Lgwan.word()))
    });
    let carried = lines().flat_map(|link| {
        let outside = ends(context, link).into_iter().filter_map(|system| {
            system.zone.as_ref().filter(|zone| zone.value != Zone::IndividualNumber).map(|zone| zone.span)
        });
        let named = number.map(|number| format!("[{}]", edit::scalar(&number.name)));
        outside.map(move |zone| match &named {
            Some(named) if link.named.is_empty() => {
                let plant = Plant::set(context, link.span, "items", named)?;
                Some(plant.and(Plant::unset(context, link.span, "items_of"))?.within(zone))
            }
            Some(named) => Some(Plant::set(context, link.span, "items", named)?.within(zone)),
            None => {
                let entry = matter
                    .item_lists
                    .iter()
                    .flat_map(|list| list.walk())
                    .find(|entry| link.items.as_ref().is_some_and(|items| items.contains(entry.item)))?;
                Some(Plant::set(context, entry.span, "kinds", "[individual_number]")?.within(zone))
            }
        })
    });
    Mutation::new(
        moved.chain(carried),
        text!(
            "個人番号を取り扱う線がないか、区の端末・システムの区分（zone）が書かれていません",
            "no line carries an individual number, or no zone of a system of the ward is stated"
        ),
    )
}
