//! One word, one spelling (受渡し・受け渡し).

use super::variants;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::vocabulary::VariantAbout;
use crate::rule::Rule;
use crate::rule::law::PUBLIC_WRITING;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "variant-spelling",
        severity: Severity::Info,
        basis: &[PUBLIC_WRITING],
        page: include_str!("variant_spelling.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    variants::check(context, findings, &RULE, VariantAbout::Word, |Text { ja, en }| {
        text!(
            "同じ語や記号が{ja}と書き分けられています（不一致）",
            "one word or mark is written in several ways: {en}"
        )
    });
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        variants::plants(context, VariantAbout::Word),
        text!("表記のゆれの語が一つも登録されていません", "no variant spellings are listed"),
    )
}
