//! Measures for media carried by hand that are adopted although nothing is, or not although something is.

use super::medium::{Carried, carried, is_physical};
use super::planted;
use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::check::statements::{contains_any, word};
use crate::diagnostic::Severity;
use crate::model::ids::ContractId;
use crate::model::vocabulary::{About, Mark, MediumKind, Topic};
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "physical-measure-against-medium",
        severity: Severity::Error,
        basis: &[FORM, CONSISTENCY],
        page: include_str!("physical_measure_against_medium.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for answered in physical(context) {
        let media: Vec<(ContractId, Carried)> = context
            .matter
            .covered_contracts(answered.checklist)
            .into_iter()
            .map(|contract| (contract, carried(context, contract)))
            .collect();
        if answered.is_adopted() {
            adopted(context, &answered, &media, findings);
        } else if answered.is_not_needed() {
            not_needed(context, &answered, &media, findings);
        }
    }
}

/// Returns the form's words for a measure that is taken and for one that is not needed.
fn words<'a>(answered: &Answered<'a>) -> (&'a str, &'a str) {
    (answered.form.word(Mark::Adopted), answered.form.word(Mark::NotNeeded))
}

/// A measure that is taken although nothing is carried by hand in any contract that it covers.
fn adopted(
    context: &Context<'_>,
    answered: &Answered<'_>,
    media: &[(ContractId, Carried)],
    findings: &mut Findings,
) {
    if media.is_empty() || media.iter().any(|(_, carried)| matches!(carried, Carried::Yes(_))) {
        return;
    }
    // A device is locked up as well as paper.
    if answered
        .row
        .topics
        .iter()
        .filter(|topic| topic.is_physical())
        .all(|topic| *topic == Topic::LockedStorage)
    {
        return;
    }
    let (adopted, needless) = words(answered);
    let (form, row, status) = (&answered.form.heading, &answered.row.id, &answered.answer.status);
    let unclear = media.iter().find_map(|(contract, carried)| match carried {
        Carried::Unclear(_) => Some(context.contract(*contract)),
        _ => None,
    });
    if let Some(contract) = unclear {
        findings.undecided(
            RULE.name,
            status.span,
            text!(
                "「{contract}」で紙や持ち運べる媒体を取り扱うかが分からないため、「{form}」の{row}の{adopted}が要るか分かりません",
                "whether `{contract}` handles paper or disks is unknown, so it is unknown whether row {row} is needed"
            ),
        );
        return;
    }
    let mut finding = RULE
        .at(
            status.span,
            text!(
                "「{form}」の{row}は、紙やDVD-Rなどを手渡すときの対策を{adopted}としていますが、記録媒体に紙や持ち運べる媒体がありません（不一致）",
                "row {row} adopts a measure for media carried by hand, but no contract handles paper or disks"
            ),
        )
        .related(answered.row.text.span, text!("{row}の文", "what row {row} says"))
        .help(text!(
            "媒体を手渡すことがあるなら、記録媒体と図の線（means）に書いてください。ないなら、答えを「{needless}」とし、理由を書いてください",
            "where media are handed over, state so in `media` and on a line (`means`); where not, answer {needless} with the reason"
        ));
    for (_, carried) in media {
        if let Carried::No(span) = carried {
            finding = finding.related(*span, text!("記録媒体はこれだけ", "the only media"));
        }
    }
    findings.add(finding);
}

/// A measure that is not needed although something is carried by hand.
fn not_needed(
    context: &Context<'_>,
    answered: &Answered<'_>,
    media: &[(ContractId, Carried)],
    findings: &mut Findings,
) {
    // A row on disks and their encryption asks nothing of paper.
    let is_of_disks =
        answered.row.is_about(Topic::FileEncryption) || answered.row.is_about(Topic::PhysicalHandover);
    let mut carried = media.iter().filter_map(|(contract, carried)| match carried {
        Carried::Yes(span) if !is_of_disks || has_disks(context, *contract) => Some((*contract, *span)),
        _ => None,
    });
    let Some((first, span)) = carried.next() else { return };
    let (adopted, needless) = words(answered);
    let (form, row, contract) = (&answered.form.heading, &answered.row.id, context.contract(first));
    let mut finding = RULE
        .at(
            answered.answer.status.span,
            text!(
                "「{form}」の{row}は、媒体を手渡すときの対策を「{needless}」としていますが、「{contract}」では紙や持ち運べる媒体を取り扱います（不一致）",
                "row {row}, a measure for media carried by hand, is {needless}, but `{contract}` handles such media"
            ),
        )
        .related(answered.row.text.span, text!("{row}の文", "what row {row} says"))
        .related(span, text!("ここでは手渡す", "carried by hand here"))
        .help(text!(
            "対策を行うなら答えを{adopted}に改め、行わないなら媒体の手渡しをやめてください",
            "take the measure and answer {adopted}, or stop handing media over"
        ));
    for (_, span) in carried {
        finding = finding.related(span, text!("ここでは手渡す", "carried by hand here"));
    }
    findings.add(finding);
}

/// Returns whether a contract's media, or a line of its diagrams, name a medium that data is recorded on.
fn has_disks(context: &Context<'_>, contract: ContractId) -> bool {
    let words = &context.statements().words.removable;
    let media = context.matter.contracts[contract].media.as_ref();
    let links = context.matter.flows_of(contract).flat_map(|flow| flow.links.iter());
    let mut means = links.filter_map(|link| link.means.as_ref());
    media.is_some_and(|media| media.kinds.iter().any(|kind| kind.value == MediumKind::Removable))
        || means.any(|means| contains_any(&word(means), words))
}

/// Returns the answers to rows on media carried by hand.
fn physical<'a>(context: &Context<'a>) -> impl Iterator<Item = Answered<'a>> {
    context
        .answers()
        .filter(|answered| context.about(answered.form) == About::Contract && is_physical(answered))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let turned = physical(context).map(|answered| {
        let other = if answered.is_adopted() { "not_needed" } else { "adopted" };
        Plant::scalar(answered.answer.status.span, other)
    });
    // Where every such answer disagrees already: one more checklist, for one contract.
    let more = physical(context).flat_map(|answered| {
        let contracts = context.matter.covered_contracts(answered.checklist);
        contracts.into_iter().filter_map(move |contract| {
            let status = match carried(context, contract) {
                Carried::Yes(_) => "not_needed",
                Carried::No(_) => "adopted",
                Carried::Unclear(_) => return None,
            };
            Some(planted::checklist(context, &answered, &context.matter.contracts[contract].id, status))
        })
    });
    Mutation::new(
        turned.chain(more),
        text!(
            "チェックリストに、媒体の手渡し・運搬・管理簿・施錠保管の項目がありません",
            "no checklist has a row on media carried by hand"
        ),
    )
}
