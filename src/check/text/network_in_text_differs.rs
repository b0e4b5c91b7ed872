//! A network that a sentence names, and that none of its lines uses.

use super::named::lines;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Statement, Word, contains_any, word};
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::ids::NetworkId;
use crate::model::vocabulary::ActClass;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "network-in-text-differs",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("network_in_text_differs.md"),
    },
    check,
    mutate,
};

/// The words for networks, each with the network that it means.
struct Networks(Vec<Word>, Vec<NetworkId>);

impl Networks {
    fn new(context: &Context<'_>) -> Self {
        let networks = context.common.networks.enumerate();
        let pairs = networks.flat_map(|(id, own)| own.words.iter().map(move |text| (word(text), id)));
        let (words, ids) = pairs.unzip();
        Self(words, ids)
    }
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let networks = Networks::new(context);
    let words = &context.statements().words;
    let connection_words: Vec<Word> = context.common.connection_words.iter().map(|own| word(own)).collect();
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        // What a sentence of the overview says of a connection is held against its annex by another rule.
        let is_overview = statement.prose.owner == Owner::Overview;
        if is_overview && contains_any(&statement.chars, &connection_words) {
            continue;
        }
        let found = statement.find_all(&networks.0);
        if found.is_empty() {
            continue;
        }
        let Some((facts, place)) = facts(context, statement.prose.owner) else { continue };
        for (at, range) in found {
            let Some(said) = networks.1.get(at) else { continue };
            if facts.contains(said) || statement.is_denied(range.end, words) {
                continue;
            }
            add(context, statement, &range, &facts, place, findings);
        }
    }
}

fn add(
    context: &Context<'_>,
    statement: &Statement<'_>,
    range: &std::ops::Range<usize>,
    facts: &[NetworkId],
    place: Span,
    findings: &mut Findings,
) {
    let written = statement.written(context, range);
    let names = facts.iter().map(|own| context.common.networks[*own].name.as_str());
    let Text { ja: known, en: known_en } = quoted(names);
    let message = if facts.is_empty() {
        text!(
            "文では「{written}」ですが、その線は回線によりません（不一致）",
            "the sentence names `{written}`, and its line uses no network"
        )
    } else {
        text!(
            "文では「{written}」ですが、その線や結合は{known}です（不一致）",
            "the sentence names `{written}`, and the facts say {known_en}"
        )
    };
    findings.add(
        RULE.at(statement.span(range), message).related(place, text!("事実の欄", "the facts")).help(text!(
            "どの回線で渡すかを確かめ、文と network をそろえてください",
            "find out which network it is, and make the sentence agree with `network`"
        )),
    );
}

/// Returns the networks that a sentence may name, and where the first is stated; none where nothing is stated.
fn facts(context: &Context<'_>, owner: Owner) -> Option<(Vec<NetworkId>, Span)> {
    let matter = context.matter;
    let all = |links: Vec<&crate::model::flow::Link>| {
        let networks: Vec<_> = links.iter().filter_map(|link| link.network.as_ref()).collect();
        let means = links.iter().find_map(|link| link.means.as_ref());
        let place = networks.first().map(|own| own.span).or(means.map(|own| own.span))?;
        Some((networks.iter().map(|own| own.value).collect(), place))
    };
    match owner {
        Owner::Form(id) => {
            let network = matter.connections[id].form.as_ref()?.network.as_ref()?;
            Some((vec![network.value], network.span))
        }
        Owner::Step(id, number) => {
            let (flow, step) = (&matter.flows[id], matter.flows[id].steps.get(number)?);
            // What it receives may be told too, by a step that receives.
            let receives = step.links.is_empty()
                || step.acts.iter().any(|act| context.common.acts[act.value].class == ActClass::Receive);
            let arriving = flow.links.iter().filter(|link| receives && link.to.value == step.at.value);
            all(lines(context, owner).into_iter().chain(arriving).collect())
        }
        Owner::Conveyance(..) => all(lines(context, owner)),
        Owner::Overview => {
            let links = matter.flows.iter().flat_map(|flow| flow.links.iter());
            let (mut networks, place) = all(links.collect())?;
            let forms = matter.connections.iter().filter_map(|own| own.form.as_ref()?.network.as_ref());
            networks.extend(forms.map(|own| own.value));
            Some((networks, place))
        }
        _ => None,
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let networks = Networks::new(context);
    let steps = matter.flows.enumerate().flat_map(|(id, flow)| {
        let own = flow.steps.iter().enumerate();
        own.map(move |(number, step)| (Owner::Step(id, number), step.text.span))
    });
    let forms = matter
        .connections
        .enumerate()
        .filter_map(|(id, own)| Some((Owner::Form(id), own.form.as_ref()?.text.as_ref()?.span)));
    let plants = steps.chain(forms).filter_map(|(owner, span)| {
        let (known, _) = facts(context, owner)?;
        let at = networks.1.iter().position(|own| !known.contains(own))?;
        let word: String = networks.0.get(at)?.iter().collect();
        Some(Plant::insert(context, span, &format!("。{word}による")))
    });
    Mutation::new(
        plants,
        text!("回線か渡し方の書かれた線がありません", "no line states its network or means"),
    )
}
