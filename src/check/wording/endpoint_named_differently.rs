//! One terminal, one name (イントラネット端末・イントラ端末).

use super::variants;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::vocabulary::VariantAbout;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "endpoint-named-differently",
        severity: Severity::Info,
        basis: &[CONSISTENCY],
        page: include_str!("endpoint_named_differently.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    variants::check(context, findings, &RULE, VariantAbout::Endpoint, |Text { ja, en }| {
        text!(
            "同じ端末・システムが{ja}と呼び分けられています（不一致）",
            "one terminal or system goes by several names: {en}"
        )
    });
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        variants::plants(context, VariantAbout::Endpoint),
        text!("端末・システムの呼び名の語が一つも登録されていません", "no names of terminals are listed"),
    )
}
