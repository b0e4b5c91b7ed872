//! A waiver of a rule that there is not.

use super::waiver::Sample;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::check::{rule, rules};
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "waiver-names-unknown-rule",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("waiver_names_unknown_rule.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for waiver in context.matter.waivers.iter().filter(|waiver| rule(&waiver.rule).is_none()) {
        let name = &waiver.rule;
        let otherwise = text!(
            "指摘に表示された規則の名を書いてください（`fugi explain --list` で一覧を表示します）",
            "write the name that the finding shows (`fugi explain --list` lists them)"
        );
        findings.add(
            RULE.at(
                waiver.rule.span,
                text!("「{name}」という規則はありません（要確認）", "there is no rule `{name}`"),
            )
            .help(spelling::did_you_mean(name, rules().map(|rule| rule.name), &otherwise)),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let sample = Sample { rule: "no-such-rule", until: "2099-03-31" };
    Mutation::new([sample.plant(context)], text!("案件に何も書かれていません", "the matter is empty"))
}
