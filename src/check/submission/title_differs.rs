//! 件名 on the cover and 事業名 in the overview.

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
        name: "title-differs",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("title_differs.md"),
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
    let title = context.matter.title.as_ref()?;
    Some(Fact { name: text!("事業名", "title"), words: title, also: None, span: title.span })
}

fn places<'a>(context: &Context<'a>) -> impl Iterator<Item = Again<'a>> {
    let overview = context.matter.overview.iter();
    overview.map(|overview| Again { said: overview.title.as_ref(), map: overview.span })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = fact(context).map(|fact| wording::plants(context, &fact, "title", places(context)));
    Mutation::new(
        plants.into_iter().flatten(),
        text!("件名か概要が書かれていません", "title or overview is missing"),
    )
}
