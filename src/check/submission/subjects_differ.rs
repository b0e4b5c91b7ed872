//! 対象者 of the overview and 個人の範囲 of each annex.

use super::wording::{self, Again, Fact};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "subjects-differ",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("subjects_differ.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    if let Some(fact) = fact(context) {
        wording::report(&RULE, &fact, places(context), findings);
    }
}

fn fact<'a>(context: &Context<'a>) -> Option<Fact<'a>> {
    let subjects = context.matter.overview.as_ref()?.subjects.as_ref()?;
    Some(Fact {
        name: text!("個人の範囲", "scope of persons"),
        words: subjects,
        also: None,
        span: subjects.span,
    })
}

fn places<'a>(context: &Context<'a>) -> impl Iterator<Item = Again<'a>> {
    wording::annexes(context, |own| own.subjects.as_ref())
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = fact(context).map(|fact| wording::plants(context, &fact, "subjects", places(context)));
    Mutation::new(
        plants.into_iter().flatten(),
        text!("対象者か別紙が書かれていません", "no subjects, or no annex"),
    )
}
