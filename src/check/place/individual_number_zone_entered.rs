//! A line into or out of the individual-number zone that the ward does not allow.

use super::zones::{Entry, entries};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::Zone;
use crate::rule::Rule;
use crate::rule::law::{MINISTRY, SECURITY_POLICY};
use crate::text;
use crate::yaml::edit;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "individual-number-zone-entered",
        severity: Severity::Error,
        basis: &[MINISTRY, SECURITY_POLICY],
        page: include_str!("individual_number_zone_entered.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let passages = &context.ward.passages;
    for Entry { place, record: _, system, network, passage } in entries(context) {
        let label = &system.label;
        let Some(passage) = passage else {
            findings.add(
                RULE.at(
                    place,
                    text!(
                        "個人番号利用事務系の「{label}」を他の区分や外部とつなぎますが、認めた通信が示されていません（記載なし）",
                        "{label} in the individual-number zone is joined with another zone or an outsider, and no allowed passage is named"
                    ),
                )
                .help(text!(
                    "区が認めた通信（特定通信など）なら、fugi.yaml の passages にその根拠を書き、passage でその識別子を示してください。認めていないなら、つながないでください",
                    "if the ward allows it, declare it with its ground under `passages` in fugi.yaml and name it as `passage`; if not, do not join them"
                )),
            );
            continue;
        };
        let allowed = &passages[passage.value];
        let is_other = allowed
            .networks
            .as_ref()
            .zip(network)
            .is_some_and(|(networks, own)| !networks.iter().any(|allowed| allowed.value == own.value));
        if is_other {
            let (name, line) =
                (&allowed.name, network.map_or("", |own| &context.common.networks[own.value].name));
            findings.add(
                RULE.at(
                    passage.span,
                    text!(
                        "「{name}」に認めた回線に、{line}がありません（不一致）",
                        "the passage is not allowed over {line}"
                    ),
                )
                .related(allowed.span, text!("区が認めた通信", "what the ward allows"))
                .help(text!(
                    "回線を認めた通信のとおりにするか、区の設定を確かめてください",
                    "use the network that is allowed, or look into the ward's settings"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let named = entries(context).into_iter().filter(|own| own.passage.is_some());
    let silenced = named.map(|own| Some(Plant::unset(context, own.record, "passage")?.within(own.place)));
    let matter = context.matter;
    let lines = matter.flows.iter().flat_map(|flow| flow.transfers()).filter(|link| link.network.is_some());
    let moved = lines.flat_map(|link| {
        super::zones::ends(context, link).into_iter().map(move |system| {
            Some(
                Plant::set(context, system.span, "zone", Zone::IndividualNumber.word())?.within(link.id.span),
            )
        })
    });
    let ward = matter.ward().map(|ward| &matter.roles[ward]);
    let network = context.common.networks.iter().next().map(|network| edit::scalar(&network.id));
    let new = ward.zip(network).into_iter().flat_map(|(ward, network)| {
        matter.flows.iter().flat_map(move |flow| {
            let network = network.clone();
            flow.transfers().map(move |link| {
                let system = "{ id: planted-system, kind: server, label: 見本, zone: individual_number }";
                let line = format!(
                    "{{ id: planted-line, from: {}, to: {}, network: {network}, to_system: planted-system }}",
                    edit::scalar(&matter.roles[link.from.value].id),
                    edit::scalar(&ward.id)
                );
                let plant = Plant::push(context, flow.links_span, &line)?;
                plant.and(Plant::push_to(context, ward.span, "systems", system))
            })
        })
    });
    Mutation::new(
        silenced.chain(moved).chain(new),
        text!(
            "区の端末・サーバに回線で渡る線がありません",
            "no line leads to a system of the ward over a network"
        ),
    )
}
