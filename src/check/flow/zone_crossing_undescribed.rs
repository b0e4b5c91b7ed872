//! Data that passes between two layers of the ward's network without a word on how.

use super::planted;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::Link;
use crate::model::ids::SystemId;
use crate::model::party::System;
use crate::model::vocabulary::{Cargo, Zone};
use crate::rule::Rule;
use crate::rule::law::{MINISTRY, SECURITY_POLICY};
use crate::text;
use crate::yaml::edit;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "zone-crossing-undescribed",
        severity: Severity::Warning,
        basis: &[SECURITY_POLICY, MINISTRY],
        page: include_str!("zone_crossing_undescribed.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        for link in flow.links.iter() {
            let Some((from, to)) = systems(context, link) else { continue };
            if link.network.is_some() || link.means.is_some() {
                continue;
            }
            let (label, to_label, material) = (&from.label, &to.label, context.flow(id));
            let (Some(zone), Some(to_zone)) = (&from.zone, &to.zone) else {
                let unknown = if from.zone.is_none() { from } else { to };
                let name = &unknown.label;
                findings.undecided(
                    RULE.name,
                    unknown.label.span,
                    text!(
                        "「{name}」が三層分離のどの区分にあるか書かれていないため、{material}の「{label}」から「{to_label}」への線が区分をまたぐか分かりません",
                        "the zone of {name} is not stated, so it is unknown whether the line from {label} to {to_label} crosses zones"
                    ),
                );
                continue;
            };
            if zone.value == to_zone.value {
                continue;
            }
            let (here, there) = (zone.value.ja(), to_zone.value.ja());
            let (here_en, there_en) = (zone.value.word(), to_zone.value.word());
            findings.add(
                RULE.at(
                    link.id.span,
                    text!(
                        "{material}の「{label}」（{here}）から「{to_label}」（{there}）へ、どう移すかが書かれていません（記載なし）",
                        "{material}: how data passes from {label} ({here_en}) to {to_label} ({there_en}) is not stated"
                    ),
                )
                .related(zone.span, text!("「{label}」は{here}", "{label} is in {here_en}"))
                .related(to_zone.span, text!("「{to_label}」は{there}", "{to_label} is in {there_en}"))
                .help(text!(
                    "区分をまたぐ移し方（許可された回線、専用のUSBメモリ、手入力など）を確かめ、network か means に書いてください",
                    "find out how data crosses the layers (an approved line, a dedicated USB stick, typing) and write `network` or `means`"
                )),
            );
        }
    }
}

/// Returns the two systems of a line that stays inside one role.
fn systems<'a>(context: &Context<'a>, link: &Link) -> Option<(&'a System, &'a System)> {
    let is_internal = link.carries == Cargo::Data && link.from.value == link.to.value;
    let (from, to) = (link.from_system.as_ref()?, link.to_system.as_ref()?);
    let system = |id: SystemId| &context.matter.systems[id];
    let crosses = context.matter.ward() == Some(link.from.value) && from.value != to.value;
    (is_internal && crosses).then(|| (system(from.value), system(to.value)))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let mut plants = Vec::new();
    for flow in &context.matter.flows {
        for link in flow.links.iter() {
            let Some((from, to)) = systems(context, link) else { continue };
            let (Some(zone), Some(to_zone)) = (&from.zone, &to.zone) else { continue };
            let silenced = ["network", "means"].map(|key| Plant::unset(context, link.span, key));
            let other = if zone.value == Zone::Internet { Zone::Lgwan } else { Zone::Internet };
            let is_same = zone.value == to_zone.value;
            let moved = is_same.then(|| Plant::scalar(to_zone.span, other.word())).flatten();
            let edits: Vec<_> = silenced.into_iter().chain([moved]).flatten().flat_map(|p| p.edits).collect();
            if edits.is_empty() {
                // The line is silent already: one more like it.
                let (from, to) = (edit::scalar(&from.id), edit::scalar(&to.id));
                let rest = format!(", from_system: {from}, to_system: {to}");
                plants.push(planted::line(context, flow, link, &rest));
            } else {
                plants.push(Some(Plant { edits, within: link.id.span }));
            }
        }
    }
    Mutation::new(
        plants,
        text!(
            "区の中で、区分の分かる端末やシステムの間を個人情報が移る線がありません",
            "no line passes data between systems of the ward whose zones are stated"
        ),
    )
}
