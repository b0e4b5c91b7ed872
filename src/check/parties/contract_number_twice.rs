//! Two contracts with one number.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Located;
use crate::spelling;
use crate::text;
use std::collections::HashMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "contract-number-twice",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("contract_number_twice.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut known: HashMap<String, &Located<String>> = HashMap::new();
    for number in context.matter.contracts.iter().filter_map(|contract| contract.number.as_ref()) {
        let folded = spelling::fold(number);
        let Some(first) = known.get(&folded) else {
            known.insert(folded, number);
            continue;
        };
        findings.add(
            RULE.at(
                number.span,
                text!(
                    "契約番号「{number}」が、ほかの契約と同じです（要確認）",
                    "another contract has the number `{number}` too"
                ),
            )
            .related(first.span, text!("ここにも「{first}」", "`{first}` here too"))
            .help(text!(
                "契約書で番号を確かめてください。一つの契約なら、契約（contracts）を一つにまとめてください",
                "look the numbers up; if it is one contract, write it as one"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let mut contracts = context.matter.contracts.iter();
    let pair = contracts.next().zip(contracts.next());
    let plant = pair.map(|(first, second)| {
        let number = first.number.as_ref().map_or("第１号", |number| number.as_str());
        let plant = Plant::set(context, second.span, "number", &crate::yaml::edit::scalar(number));
        match &first.number {
            Some(_) => plant,
            None => plant?.and(Plant::set(context, first.span, "number", &crate::yaml::edit::scalar(number))),
        }
    });
    Mutation::new(plant, text!("契約が一つだけです", "there is only one contract"))
}
