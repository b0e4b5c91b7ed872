//! ①, ②, ③ …: the numbers of the steps run without a gap or a repeat.

use crate::case::numbers::circled;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::Step;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "step-number-out-of-order",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("step_number_out_of_order.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        let mut before: Option<&Step> = None;
        for step in &flow.steps {
            let last = before.map_or(0, |step| step.no.value);
            let wanted = last.saturating_add(1);
            if step.no.value != wanted {
                let (number, here, due) = (context.flow(id), circled(step.no.value), circled(wanted));
                let message = match before {
                    None => text!(
                        "{number}の手順が{due}ではなく{here}から始まっています（不一致）",
                        "the steps of {number} begin with {here}, not with {due}"
                    ),
                    Some(_) => {
                        let last = circled(last);
                        text!(
                            "{number}の手順{last}の次が{due}ではなく{here}です（不一致）",
                            "in {number} step {last} is followed by {here}, not by {due}"
                        )
                    }
                };
                let mut finding = RULE.at(step.no.span, message);
                if let Some(before) = before {
                    finding = finding.related(before.no.span, text!("前の手順", "the step before"));
                }
                findings.add(finding.help(text!(
                    "手順の番号を①から順に、抜けも重なりもないように付け直してください",
                    "number the steps from ① on, without a gap or a repeat"
                )));
            }
            before = Some(step);
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let steps = context.matter.flows.iter().flat_map(|flow| &flow.steps);
    Mutation::new(
        steps.map(|step| Plant::yaml(step.no.span, &(step.no.value.saturating_add(2)).to_string())),
        text!("図に手順がありません", "no diagram has steps"),
    )
}
