//! A sub-contractor that was approved after the first day of the term.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_66_2_5, CONSISTENCY};
use crate::source::Located;
use crate::text;
use chrono::NaiveDate;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "subcontractor-approved-late",
        severity: Severity::Warning,
        basis: &[APPI_66_2_5, CONSISTENCY],
        page: include_str!("subcontractor_approved_late.md"),
    },
    check,
    mutate,
};

/// Returns the day of each approval with the first day of its term.
fn approvals<'a>(context: &Context<'a>) -> impl Iterator<Item = [&'a Located<NaiveDate>; 2]> + use<'a> {
    let matter = context.matter;
    matter.contracts.iter().flat_map(move |contract| {
        let term = contract.overrides.term.as_ref().or(matter.term.as_ref());
        let all = contract.subcontracting.iter().flat_map(|own| &own.subcontractors);
        all.filter_map(move |own| Some([own.approved.as_ref()?, &term?.from]))
    })
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for [approved, from] in approvals(context).filter(|[approved, from]| approved.value > from.value) {
        let (day, first) = (context.print().day(approved.value), context.print().day(from.value));
        let (day_en, first_en) = (approved.value, from.value);
        findings.add(
            RULE.at(
                approved.span,
                text!(
                    "再委託の承諾（{day}）が、期間の初日（{first}）より後です（要確認）",
                    "the sub-contractor was approved on {day_en}, after the first day of the term ({first_en})"
                ),
            )
            .related(from.span, text!("期間の初日", "the first day"))
            .help(text!(
                "承諾した日を確かめてください。遅れたのなら、それまで取り扱わなかったことを書いてください",
                "look the day up; if it was late, write that nothing was handled until then"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = approvals(context)
        .map(|[approved, from]| Plant::scalar(approved.span, &from.value.succ_opt()?.to_string()));
    Mutation::new(
        plants,
        text!("再委託を承諾した日か、期間が書かれていません", "no day of an approval, or no term"),
    )
}
