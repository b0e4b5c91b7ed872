//! An item on a link that its sender may not handle under the flow's contract.

use super::outside::{self, End};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, FORM};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-outside-sender-scope",
        severity: Severity::Error,
        basis: &[APPI_61, FORM],
        page: include_str!("item_outside_sender_scope.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    outside::check(&RULE, End::Sender, context, findings);
}

fn mutate(context: &Context<'_>) -> Mutation {
    outside::mutate(End::Sender, context)
}
