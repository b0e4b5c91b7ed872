//! A network in words or on a line against the network of the connection in its annex.

use super::network_words::{Mention, NetworkWords};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity, Text, quoted};
use crate::model::contract::{Connection, Contract};
use crate::model::flow::Link;
use crate::model::ids::{ContractId, FlowId, NetworkId};
use crate::model::vocabulary::{Cargo, RoleKind};
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::source::Located;
use crate::{spelling, text};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "network-differs-from-annex",
        severity: Severity::Error,
        basis: &[FORM, CONSISTENCY],
        page: include_str!("network_differs_from_annex.md"),
    },
    check,
    mutate,
};

/// A connection whose annex states its network.
type Stated<'a> = (&'a Connection, &'a Located<NetworkId>);

fn check(context: &Context<'_>, findings: &mut Findings) {
    let words = NetworkWords::new(context.common);
    let connections: Vec<Stated<'_>> = stated(context).collect();
    for connection in &context.matter.connections {
        let own: Vec<Stated<'_>> =
            connections.iter().copied().filter(|(stated, _)| stated.span == connection.span).collect();
        // 結合の形態 is about the connection in every sentence of it.
        for text in connection.form.iter().filter_map(|form| form.text.as_ref()) {
            for mention in words.in_text(text).iter().filter(|mention| differs(&words, mention, &own)) {
                against_connections(context, text, mention, &own, None, findings);
            }
        }
        if let Some(text) = &connection.reason {
            about_connection(context, &words, text, &own, findings);
        }
    }
    if let Some(overview) = &context.matter.overview {
        let texts = overview.description.iter().chain(overview.submitted.iter().map(|own| &own.text));
        for text in texts {
            about_connection(context, &words, text, &connections, findings);
        }
    }
    for (id, contract) in context.matter.contracts.enumerate() {
        let serving: Vec<Stated<'_>> =
            connections.iter().copied().filter(|(stated, _)| serves(stated, contract)).collect();
        for text in texts(contract) {
            for mention in words.in_text(text) {
                if names_connection(context, mention.sentence) && differs(&words, &mention, &serving) {
                    against_connections(context, text, &mention, &serving, Some(id), findings);
                } else {
                    against_lines(context, id, text, &mention, &serving, findings);
                }
            }
        }
    }
    for (flow, link, network, counterparts) in connection_lines(context) {
        if counterparts.iter().all(|(_, stated)| stated.value != network.value) {
            line_differs(context, flow, link, network, &counterparts, findings);
        }
    }
}

fn about_connection(
    context: &Context<'_>,
    words: &NetworkWords,
    text: &Located<String>,
    connections: &[Stated<'_>],
    findings: &mut Findings,
) {
    for mention in words.in_text(text) {
        if names_connection(context, mention.sentence) && differs(words, &mention, connections) {
            against_connections(context, text, &mention, connections, None, findings);
        }
    }
}

/// A text calls the connection's network by another name.
fn against_connections(
    context: &Context<'_>,
    text: &Located<String>,
    mention: &Mention<'_>,
    connections: &[Stated<'_>],
    contract: Option<ContractId>,
    findings: &mut Findings,
) {
    let word = mention.word;
    let Text { ja: stated, en: stated_en } =
        quoted(connections.iter().map(|(_, network)| name(context, network.value)));
    let mut finding = RULE
        .at(
            mention.place(context.sources, text),
            text!(
                "区との結合に「{word}」とありますが、外部結合の別紙では{stated}です（不一致）",
                "the connection with the ward is called `{word}`, but its annex states {stated_en}"
            ),
        )
        .help(text!(
            "どの回線で結合するかを確かめ、語と別紙を揃えてください",
            "find out which network it is, and make the text and the annex agree"
        ));
    finding = with_annexes(context, finding, connections);
    let lines = connection_lines(context).filter(|(flow, ..)| {
        contract.is_none_or(|contract| {
            context.matter.flows[*flow].contract.as_ref().is_some_and(|own| own.value == contract)
        })
    });
    for (flow, _, network, _) in lines {
        let (material, name) = (context.flow(flow), name(context, network.value));
        finding = finding.related(network.span, text!("{material}では「{name}」", "{name} in {material}"));
    }
    findings.add(finding);
}

/// A text of a contract names a network that no line of the contract's diagrams uses.
fn against_lines(
    context: &Context<'_>,
    contract: ContractId,
    text: &Located<String>,
    mention: &Mention<'_>,
    serving: &[Stated<'_>],
    findings: &mut Findings,
) {
    let links = context.matter.flows_of(contract).flat_map(|flow| flow.links.iter());
    let used: Vec<&Located<NetworkId>> =
        links.filter(|link| link.carries == Cargo::Data).filter_map(|link| link.network.as_ref()).collect();
    let is_used = used.iter().copied().chain(serving.iter().map(|(_, network)| *network));
    if used.is_empty() || is_used.into_iter().any(|network| network.value == mention.network) {
        return;
    }
    let word = mention.word;
    let mut finding = RULE
        .at(
            mention.place(context.sources, text),
            text!(
                "「{word}」とありますが、この契約の図にその回線の線がありません（不一致）",
                "`{word}` is named, but no line of this contract's diagrams uses it"
            ),
        )
        .help(text!(
            "どの回線で渡すかを確かめ、別紙の文と図の network を揃えてください",
            "find out which network it is, and make the text and the diagram agree"
        ));
    for network in used {
        let name = name(context, network.value);
        finding = finding.related(network.span, text!("図では「{name}」", "{name} in the diagram"));
    }
    findings.add(finding);
}

/// A line between the ward and the counterparty runs over another network than the annex states.
fn line_differs(
    context: &Context<'_>,
    flow: FlowId,
    link: &Link,
    network: &Located<NetworkId>,
    connections: &[Stated<'_>],
    findings: &mut Findings,
) {
    let (material, drawn) = (context.flow(flow), name(context, network.value));
    let (from, to) = (context.role(link.from.value), context.role(link.to.value));
    let Text { ja: stated, en: stated_en } =
        quoted(connections.iter().map(|(_, network)| name(context, network.value)));
    let finding = RULE
        .at(
            network.span,
            text!(
                "{material}の「{from}」から「{to}」への線は「{drawn}」ですが、外部結合の別紙では{stated}です（不一致）",
                "{material}: the line from {from} to {to} uses {drawn}, but the annex of the connection states {stated_en}"
            ),
        )
        .help(text!(
            "どの回線で結合するかを確かめ、図と別紙を揃えてください",
            "find out which network it is, and make the diagram and the annex agree"
        ));
    findings.add(with_annexes(context, finding, connections));
}

fn with_annexes(context: &Context<'_>, mut finding: Diagnostic, connections: &[Stated<'_>]) -> Diagnostic {
    for (_, network) in connections {
        let name = name(context, network.value);
        finding =
            finding.related(network.span, text!("結合の形態は「{name}」", "the connection uses {name}"));
    }
    finding
}

fn name<'a>(context: &Context<'a>, network: NetworkId) -> &'a str {
    &context.common.networks[network].name
}

fn stated<'a>(context: &Context<'a>) -> impl Iterator<Item = Stated<'a>> {
    context.matter.connections.iter().filter_map(|connection| {
        Some((connection, connection.form.as_ref().and_then(|form| form.network.as_ref())?))
    })
}

/// Returns whether the counterparty of a connection is a party of the contract.
fn serves(connection: &Connection, contract: &Contract) -> bool {
    connection.counterparty.as_ref().is_some_and(|counterparty| contract.binds(counterparty.role.value))
}

fn names_connection(context: &Context<'_>, sentence: &str) -> bool {
    let sentence = spelling::fold(sentence);
    context.common.connection_words.iter().any(|word| sentence.contains(&spelling::fold(word)))
}

/// Returns whether a network is none of the connections', in a sentence that does not name theirs besides.
fn differs(words: &NetworkWords, mention: &Mention<'_>, connections: &[Stated<'_>]) -> bool {
    let is_theirs = |network: NetworkId| connections.iter().any(|(_, stated)| stated.value == network);
    !connections.is_empty() && !words.in_text(mention.sentence).iter().any(|other| is_theirs(other.network))
}

/// Returns the texts of a contract that tell how data passes.
fn texts(contract: &Contract) -> impl Iterator<Item = &Located<String>> {
    let arrangement = contract.arrangement.iter().flat_map(|arrangement| {
        let conveys = arrangement.conveys.iter().map(|sentence| &sentence.text);
        arrangement.intro.iter().chain(conveys).chain(&arrangement.conclusion)
    });
    let tasks = contract.tasks.iter().flat_map(|group| &group.tasks).map(|task| &task.text);
    contract.reasons.iter().map(|reason| &reason.text).chain(arrangement).chain(tasks)
}

/// Returns the lines between the ward and a counterparty that state their network, with the connections that
/// could be meant.
fn connection_lines<'a>(
    context: &Context<'a>,
) -> impl Iterator<Item = (FlowId, &'a Link, &'a Located<NetworkId>, Vec<Stated<'a>>)> {
    let matter = context.matter;
    let connections: Vec<Stated<'a>> = stated(context).collect();
    let lines = matter.flows.enumerate().flat_map(|(id, flow)| flow.transfers().map(move |link| (id, link)));
    lines.filter_map(move |(flow, link)| {
        let (from, to) = (link.from.value, link.to.value);
        let other = match (matter.roles[from].is(RoleKind::Ward), matter.roles[to].is(RoleKind::Ward)) {
            (false, true) => from,
            (true, false) => to,
            _ => return None,
        };
        let counterparts: Vec<Stated<'a>> = connections
            .iter()
            .copied()
            .filter(|(stated, _)| stated.counterparty.as_ref().is_some_and(|own| own.role.value == other))
            .collect();
        (!counterparts.is_empty()).then_some((flow, link, link.network.as_ref()?, counterparts))
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let other = |than: NetworkId| {
        let others =
            context.common.networks.enumerate().find(|(id, row)| *id != than && !row.words.is_empty());
        others.map(|(_, row)| row)
    };
    let lines = connection_lines(context)
        .map(|(_, _, network, _)| Plant::scalar(network.span, &other(network.value)?.id));
    let word = context.common.connection_words.first();
    let texts = context.matter.contracts.iter().flat_map(|contract| {
        let serving = stated(context).find(|(connection, _)| serves(connection, contract));
        serving.into_iter().flat_map(move |(_, network)| {
            texts(contract).map(move |text| {
                let network = other(network.value)?.words.first()?;
                Plant::insert(context, text.span, &format!("。{}は{network}による", word?))
            })
        })
    });
    Mutation::new(
        lines.chain(texts),
        text!("回線が書かれた外部結合と、その線や文がありません", "no connection states its network"),
    )
}
