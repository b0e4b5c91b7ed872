//! 委託の内容 in the order of 委託先.

use super::parties::contractors;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::Fact;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "task-order-differs-from-parties",
        severity: Severity::Warning,
        basis: &[FORM],
        page: include_str!("task_order_differs_from_parties.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, contract) in context.matter.contracts.enumerate() {
        let groups: Vec<_> = contract.tasks.iter().filter(|group| contract.binds(group.role.value)).collect();
        let parties: Vec<_> = contractors(context, contract)
            .filter(|party| groups.iter().any(|group| group.role.value == party.role.value))
            .collect();
        let first = groups.iter().zip(&parties).find(|(group, party)| group.role.value != party.role.value);
        let Some((group, party)) = first else { continue };
        let (here, there) = (context.role(group.role.value), context.role(party.role.value));
        let (tasks, listed) = (context.label_or(id, Fact::Tasks), context.label_or(id, Fact::Parties));
        findings.add(
            RULE.at(
                group.role.span,
                text!(
                    "「{tasks}」ではここに「{here}」が並びますが、「{listed}」の順では「{there}」です（不一致）",
                    "`{here}` stands here among the tasks, and `{there}` among the contractors"
                ),
            )
            .related(party.role.span, text!("委託先の順では「{there}」", "`{there}` in the order of the contractors"))
            .help(text!(
                "番号で読み合わせられるよう、二つの欄の順を揃えてください",
                "put both in one order, so that their numbers agree"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter();
    let plants = contracts.flat_map(|contract| {
        let pairs = contract.tasks.iter().zip(contract.tasks.iter().skip(1));
        pairs.map(|(one, other)| Plant::swap(context, one.role.span, other.role.span))
    });
    Mutation::new(
        plants,
        text!("二者以上の業務が並ぶ契約がありません", "no contract lists the tasks of two or more"),
    )
}
