//! Without an approval there is no contract: 継続, 不承認 and 取下げ against the days of the contracts.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::COUNCIL;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "decision-against-contract",
        severity: Severity::Error,
        basis: &[COUNCIL],
        page: include_str!("decision_against_contract.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(outcome) = context.matter.decision().and_then(|council| council.outcome.as_ref()) else {
        return;
    };
    if outcome.value.allows() {
        return;
    }
    let (word, word_en) = (outcome.value.ja(), outcome.value.word());
    for contract in &context.matter.contracts {
        let Some(concluded) = &contract.concluded else { continue };
        let (day, day_en) = (context.print().day(concluded.value), concluded.value);
        findings.add(
            RULE.at(
                concluded.span,
                text!(
                    "会議の決定は「{word}」ですが、契約の日（{day}）が書かれています（不一致）",
                    "the council's decision is `{word_en}`, and a contract of {day_en} is stated"
                ),
            )
            .related(outcome.span, text!("会議の決定", "the decision"))
            .help(text!(
                "承認の前に結んだ契約なら、契約と業務を止めて会議に諮ってください。日付や決定の誤りなら直してください",
                "stop a contract that was concluded without approval and go to the council; fix a wrong day or decision"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter();
    let plants = contracts.filter_map(|contract| contract.concluded.as_ref()).map(|concluded| {
        let plant = match &context.matter.council {
            Some(council) => match &council.outcome {
                Some(outcome) => Plant::scalar(outcome.span, "continued"),
                None => Plant::set(context, council.span, "outcome", "continued"),
            },
            None => Plant::set(context, context.matter.span, "council", "{ outcome: continued }"),
        };
        plant.map(|plant| plant.within(concluded.span))
    });
    Mutation::new(plants, text!("契約の日が書かれていません", "no day of a contract is stated"))
}
