//! 担当課 on the cover, in the overview and in each annex.

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
        name: "department-differs",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("department_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    if let Some(fact) = fact(context) {
        wording::report(&RULE, &fact, places(context), findings);
    }
}

/// The section without its division; with the division it is the same section.
fn fact<'a>(context: &Context<'a>) -> Option<Fact<'a>> {
    let own = context.matter.department.as_ref()?;
    let department = &context.ward.departments[own.value];
    let name = &department.name.value;
    let also = department.division.as_ref().map(|division| format!("{division}{name}"));
    Some(Fact { name: text!("担当課", "department"), words: name, also, span: own.span })
}

fn places<'a>(context: &Context<'a>) -> impl Iterator<Item = Again<'a>> {
    let overview = context.matter.overview.iter();
    overview
        .map(|overview| Again { said: overview.department.as_ref(), map: overview.span })
        .chain(wording::annexes(context, |own| own.department.as_ref()))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = fact(context).map(|fact| wording::plants(context, &fact, "department", places(context)));
    Mutation::new(
        plants.into_iter().flatten(),
        text!("担当課、又は概要と別紙が書かれていません", "no department, or neither overview nor annex"),
    )
}
