//! A waiver that covers no finding any more.

use super::waiver::Sample;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::check::{rules, waivers};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "waiver-covers-nothing",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("waiver_covers_nothing.md"),
    },
    check,
    mutate,
};

/// Nothing by itself: which waivers are unused is known only when every other rule has run ([`add`]).
fn check(_: &Context<'_>, _: &mut Findings) {}

/// Adds a finding for each waiver that covers none of `found`.
pub(crate) fn add(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let all: Vec<&Rule> = rules().collect();
    let stale: Vec<Diagnostic> = waivers::unused(context.matter, context.waived_on, found, &all)
        .into_iter()
        .map(|waiver| {
            let (rule, at) = (&waiver.rule, &waiver.at);
            let mut finding = RULE
                .at(
                    waiver.at.span,
                    text!(
                        "受け入れの理由が余っています: 「{at}」に「{rule}」の指摘はもうありません",
                        "the waiver covers nothing: there is no `{rule}` at `{at}` any more"
                    ),
                )
                .related(waiver.place, text!("この場所に指摘はありません", "nothing is found here"))
                .help(text!("この受け入れを消してください", "take the waiver out"));
            finding.basis = Some(RULE.basis_on(context.date));
            finding
        })
        .collect();
    found.extend(stale);
}

fn mutate(context: &Context<'_>) -> Mutation {
    // Of a rule that finds nothing here, so that there is nothing to cover.
    let sample = Sample { rule: "date-impossible", until: "2099-03-31" };
    Mutation::new([sample.plant(context)], text!("案件に何も書かれていません", "the matter is empty"))
}
