//! A network that ends in a zone of the ward where it does not belong.

use super::zones::ends;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::Zone;
use crate::rule::Rule;
use crate::rule::law::{MINISTRY, SECURITY_POLICY};
use crate::text;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "network-not-for-zone",
        severity: Severity::Warning,
        basis: &[MINISTRY, SECURITY_POLICY],
        page: include_str!("network_not_for_zone.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        for link in flow.links.iter().filter(|link| link.passage.is_none()) {
            let Some(network) = &link.network else { continue };
            let row = &context.common.networks[network.value];
            let Some(zones) = &row.zones else { continue };
            for system in ends(context, link) {
                // What enters the individual-number zone is looked at by a rule of its own.
                let Some(zone) = system
                    .zone
                    .as_ref()
                    .filter(|own| own.value != Zone::IndividualNumber && !zones.contains(&own.value))
                else {
                    continue;
                };
                let (label, material, line) = (&system.label, context.flow(id), &row.name);
                let (word, word_en) = (zone.value.ja(), zone.value.word());
                findings.add(
                    RULE.at(
                        network.span,
                        text!(
                            "{material}の線は{line}ですが、「{label}」は{word}にあります（不一致）",
                            "{material}: the line is {line}, but {label} lies in the zone {word_en}"
                        ),
                    )
                    .related(zone.span, text!("「{label}」は{word}", "{label} is in {word_en}"))
                    .help(text!(
                        "回線か、端末・システムの区分を確かめてください",
                        "look into the network and into the zone of the system"
                    )),
                );
            }
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let lines = context.matter.flows.iter().flat_map(|flow| flow.links.iter());
    let lines = lines.filter(|link| link.passage.is_none());
    let plants = lines.flat_map(|link| {
        ends(context, link).into_iter().flat_map(move |system| {
            let zone = system.zone.as_ref().map(|zone| zone.value);
            let other = context.common.networks.iter().find(|network| {
                network
                    .zones
                    .as_ref()
                    .zip(zone)
                    .is_some_and(|(zones, zone)| zone != Zone::IndividualNumber && !zones.contains(&zone))
            });
            let network = link.network.as_ref();
            other.zip(network).map(|(other, network)| Plant::scalar(network.span, &other.id))
        })
    });
    Mutation::new(
        plants,
        text!(
            "区の端末・システムの区分（zone）と回線が書かれた線がありません",
            "no line states a network and the zone of a system of the ward"
        ),
    )
}
