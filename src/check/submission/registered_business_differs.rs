//! 登録業務の名称 in each annex.

use super::wording::{self, Again, Fact};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_75, CONSISTENCY, ORDER_20, ORDER_21};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "registered-business-differs",
        severity: Severity::Warning,
        basis: &[CONSISTENCY, APPI_75, ORDER_20, ORDER_21],
        page: include_str!("registered_business_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    if let Some(fact) = fact(context) {
        wording::report(&RULE, &fact, places(context), findings);
    }
}

/// The matter's registered business or, where only the annexes name one, that of the first.
fn fact<'a>(context: &Context<'a>) -> Option<Fact<'a>> {
    let (words, span) = match &context.matter.business {
        Some(own) => (&context.ward.businesses[own.value].name.value, own.span),
        None => places(context).find_map(|place| place.said).map(|said| (&said.value, said.span))?,
    };
    Some(Fact { name: text!("登録業務の名称", "registered business"), words, also: None, span })
}

fn places<'a>(context: &Context<'a>) -> impl Iterator<Item = Again<'a>> {
    wording::annexes(context, |own| own.business.as_ref())
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = fact(context).map(|fact| wording::plants(context, &fact, "business", places(context)));
    Mutation::new(
        plants.into_iter().flatten(),
        text!("登録業務か別紙が書かれていません", "no registered business, or no annex"),
    )
}
