//! Somebody in a diagram whom the annex of its contract does not name, or the reverse.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::{ContractParty, Mention};
use crate::model::flow::{Flow, Participant};
use crate::model::ids::ProviderId;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "provider-drawn-not-entrusted",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("provider_drawn_not_entrusted.md"),
    },
    check,
    mutate,
};

/// A diagram's box of a role, with the field of the annex for the same role; both name somebody.
fn pairs<'a>(context: &Context<'a>) -> Vec<(&'a Flow, &'a Participant, &'a ContractParty)> {
    let matter = context.matter;
    let flows =
        matter.flows.iter().filter_map(|flow| Some((flow, &matter.contracts[flow.contract.as_ref()?.value])));
    flows
        .flat_map(|(flow, contract)| {
            flow.participants.iter().filter_map(move |own| {
                let party = contract.parties.iter().find(|party| party.role.value == own.role.value)?;
                let name_somebody = |list: &[Mention]| list.iter().any(|mention| mention.provider.is_some());
                (name_somebody(&own.providers) && name_somebody(&party.entries)).then_some((flow, own, party))
            })
        })
        .collect()
}

fn named(list: &[Mention]) -> impl Iterator<Item = (ProviderId, &Mention)> {
    list.iter().filter_map(|mention| Some((mention.provider.as_ref()?.value, mention)))
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (flow, drawn, party) in pairs(context) {
        let title = flow.name();
        for (provider, mention) in named(&drawn.providers) {
            if named(&party.entries).any(|(own, _)| own == provider) {
                continue;
            }
            let name = context.provider(provider);
            findings.add(
                RULE.at(
                    party.span,
                    text!(
                        "図にある「{name}」が、別紙の委託先にありません（不一致）",
                        "`{name}` stands in the diagram, and not among the contractors of the annex"
                    ),
                )
                .related(mention.span, text!("図ではここ", "in the diagram"))
                .help(text!(
                    "委託するなら別紙に加え、しないなら図から除いてください",
                    "add it to the annex, or take it out of the diagram"
                )),
            );
        }
        for (provider, mention) in named(&party.entries) {
            if named(&drawn.providers).any(|(own, _)| own == provider) {
                continue;
            }
            let name = context.provider(provider);
            findings.add(
                RULE.at(
                    mention.span,
                    text!(
                        "別紙の委託先「{name}」が、図「{title}」にありません（不一致）",
                        "`{name}` is a contractor in the annex, and the diagram `{title}` does not show it"
                    ),
                )
                .related(drawn.span, text!("図の枠", "the box in the diagram"))
                .help(text!(
                    "図に加えるか、委託しないなら別紙から除いてください",
                    "add it to the diagram, or take it out of the annex"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = pairs(context).into_iter().flat_map(|(_, drawn, party)| {
        let others = context.matter.providers.enumerate().filter(move |(id, own)| {
            own.role == drawn.role.value && named(&party.entries).all(|(known, _)| known != *id)
        });
        let others = others.map(move |(_, own)| {
            let first = drawn.providers.iter().find_map(|mention| mention.provider.as_ref())?;
            Some(Plant::scalar(first.span, &own.id)?.within(party.span))
        });
        // Where everybody is named, one is named twice in the place of another.
        let names = |at: usize| drawn.providers.get(at).and_then(|own| own.provider.as_ref());
        let out = names(0).zip(names(1)).filter(|(one, two)| one.value != two.value).map(|(one, two)| {
            let second = &context.matter.providers[two.value].id;
            Some(Plant::scalar(one.span, second)?.within(party.span))
        });
        others.chain(out)
    });
    Mutation::new(
        plants,
        text!(
            "図と別紙の両方に名のある委託先が、一者ずつです",
            "no contractor has several providers named in both"
        ),
    )
}
