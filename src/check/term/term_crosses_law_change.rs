//! A law that comes into force within the term.

use super::terms;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::Term;
use crate::model::ward::Law;
use crate::rule::Rule;
use crate::rule::law::ENFORCEMENT;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "term-crosses-law-change",
        severity: Severity::Info,
        basis: &[ENFORCEMENT],
        page: include_str!("term_crosses_law_change.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let written = terms::written(context);
    for (index, term) in written.iter().enumerate() {
        for law in context.common.laws.iter().filter(|law| crosses(term, law)) {
            // The term of an annex is told only for what the matter's own does not cross.
            if written.iter().take(index).any(|before| crosses(before, law)) {
                continue;
            }
            let (name, effect, day) = (&law.name, &law.effect, context.print().day(law.in_force));
            let date = law.in_force;
            let said = if law.promulgated.is_some() {
                text!(
                    "期間の途中に「{name}」が施行されるかも知れません（遅くとも{day}、施行日は未定）（要確認）",
                    "`{name}` may come into force within the term (by {date}; the day is not fixed yet)"
                )
            } else if law.in_force == term.from.value {
                text!(
                    "期間の初日（{day}）に「{name}」が施行されます（要確認）",
                    "`{name}` comes into force on the first day of the term, {date}"
                )
            } else {
                text!(
                    "期間の途中（{day}）に「{name}」が施行されます（要確認）",
                    "`{name}` comes into force within the term, on {date}"
                )
            };
            let unread = if law.source.is_some() { "" } else { "（原文は未確認）" };
            let unread_en = if law.source.is_some() { "" } else { " (text not read)" };
            let label = text!("{effect}{unread}", "{effect}{unread_en}");
            findings.add(RULE.at(term.span, said).label(label).help(text!(
                "施行の前と後とで、契約書、特記事項、様式が合っているかを確かめてください",
                "see whether contract, special provisions and forms fit before and after that day"
            )));
        }
    }
}

/// Returns whether the law comes into force on a day of the term; the first counts.
fn crosses(term: &Term, law: &Law) -> bool {
    law.comes_within(term.from.value, term.to.value)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let laws = &context.common.laws;
    let plants = terms::written(context).into_iter().flat_map(|term| {
        let fixed = laws.iter().filter(|law| law.promulgated.is_none());
        fixed.filter(move |law| !crosses(term, law)).map(move |law| {
            let plant = if term.to.value < law.in_force {
                Plant::scalar(term.to.span, &law.in_force.to_string())
            } else {
                Plant::scalar(term.from.span, &law.in_force.pred_opt()?.to_string())
            };
            plant.map(|plant| plant.within(term.span))
        })
    });
    Mutation::new(
        plants,
        text!(
            "期間か、施行される法令（policies/common の laws）が書かれていません",
            "no term, or no law to come"
        ),
    )
}
