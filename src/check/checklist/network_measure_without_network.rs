//! Measures for networks that are adopted although no network reaches a contractor.

use super::planted;
use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::check::statements::{contains_any, word};
use crate::diagnostic::Severity;
use crate::model::flow::Link;
use crate::model::ids::ContractId;
use crate::model::vocabulary::{About, Mark, MeansClass, RoleKind};
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "network-measure-without-network",
        severity: Severity::Warning,
        basis: &[FORM, CONSISTENCY],
        page: include_str!("network_measure_without_network.md"),
    },
    check,
    mutate,
};

/// What the lines of a contract say of networks.
enum Reached {
    /// A network carries something, a contractor has a cloud service, or it cannot be told.
    Perhaps,
    /// Every line that a contractor gives or takes passes by hand, by post or by word; the first of them.
    Never(Span),
}

fn reached(context: &Context<'_>, id: ContractId) -> Reached {
    let matter = context.matter;
    let contract = &matter.contracts[id];
    let is_entrusted = |role| contract.reaches(role) && !matter.roles[role].is(RoleKind::Ward);
    let has_cloud = matter.systems.iter().any(|system| is_entrusted(system.role) && system.is_cloud());
    let links = matter.flows_of(id).flat_map(|flow| flow.links.iter());
    let own: Vec<&Link> = links
        .filter(|link| link.is_transfer() && (is_entrusted(link.from.value) || is_entrusted(link.to.value)))
        .collect();
    let needs_none = |link: &&Link| {
        link.network.is_none()
            && link.class.is_some_and(|class| !matches!(class, MeansClass::Email | MeansClass::Fax))
    };
    match own.first() {
        Some(first) if !has_cloud && own.iter().all(needs_none) => Reached::Never(first.id.span),
        _ => Reached::Perhaps,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for answered in rows(context).filter(|answered| answered.is_adopted()) {
        let contracts = context.matter.covered_contracts(answered.checklist);
        let lines: Vec<Span> = contracts
            .iter()
            .filter_map(|contract| match reached(context, *contract) {
                Reached::Never(line) => Some(line),
                Reached::Perhaps => None,
            })
            .collect();
        if lines.is_empty() || lines.len() < contracts.len() || names_a_network(context, &answered) {
            continue;
        }
        let (form, row, mark) = (&answered.form.heading, &answered.row.id, answered.mark());
        let needless = answered.form.word(Mark::NotNeeded);
        let mut finding = RULE
            .at(
                answered.answer.status.span,
                text!(
                    "「{form}」の{row}は、通信についての対策を{mark}としていますが、委託先に届く回線がありません（要確認）",
                    "row {row} adopts a measure for networks, but no network reaches a contractor"
                ),
            )
            .related(answered.row.text.span, text!("{row}の文", "what row {row} says"))
            .help(text!(
                "回線で受け渡すなら、図の線に network を書いてください。受け渡さないなら、答えを「{needless}」とし、理由を書いてください。取り扱う端末がほかの回線につながるためなら、そのことを証跡に書いてください",
                "where a network carries data, state it as `network` of the line; where none does, answer {needless} with the reason; where the computers stand on another network, say so in `evidence`"
            ))
            .cause(format!("network-measure-without-network:{}", answered.form.id));
        for line in lines {
            finding = finding.related(line, text!("回線によらない線", "a line over no network"));
        }
        findings.add(finding);
    }
}

/// Returns whether the evidence says which network the measure is for.
fn names_a_network(context: &Context<'_>, answered: &Answered<'_>) -> bool {
    let words = &context.statements().words.networks;
    answered.answer.evidence.as_ref().is_some_and(|evidence| contains_any(&word(evidence), words))
}

/// Returns the answers to rows on contracts that are about networks and nothing else.
fn rows<'a>(context: &Context<'a>) -> impl Iterator<Item = Answered<'a>> {
    context.answers().filter(|answered| {
        let topics = &answered.row.topics;
        context.about(answered.form) == About::Contract
            && !topics.is_empty()
            && topics.iter().all(|topic| topic.is_of_networks())
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let is_never = |contract: &ContractId| matches!(reached(context, *contract), Reached::Never(_));
    let turned = rows(context)
        .filter(|answered| matter.covered_contracts(answered.checklist).iter().all(is_never))
        .map(|answered| {
            let status = Plant::scalar(answered.answer.status.span, "adopted")?;
            Some(match Plant::unset(context, answered.answer.span, "evidence") {
                Some(silent) => status.and(Some(silent))?,
                None => status,
            })
        });
    // One more checklist, for one contract.
    let more = rows(context).flat_map(|answered| {
        let contracts = matter.contracts.enumerate().filter(|(id, _)| is_never(id));
        contracts.map(move |(_, contract)| planted::checklist(context, &answered, &contract.id, "adopted"))
    });
    Mutation::new(
        turned.chain(more),
        text!(
            "どの契約の委託先にも回線が届くか、通信についての項目がありません",
            "a network reaches a contractor of every contract, or no checklist has a row on networks"
        ),
    )
}
