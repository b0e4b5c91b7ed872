//! 対象者数: a number above 0, with a unit; the number of persons, where the unit is another.

use super::fields::start;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::Omitted;
use crate::rule::Rule;
use crate::rule::law::{APPI_75, FORM, ORDER_20, ORDER_21};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "subject-count-missing",
        severity: Severity::Error,
        basis: &[FORM, APPI_75, ORDER_20, ORDER_21],
        page: include_str!("subject_count_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    // Where the whole overview is missing, that is told instead.
    let Some(overview) = &context.matter.overview else { return };
    let Some(count) = &overview.subject_count else {
        if context.omits(Omitted::SubjectCount) {
            return;
        }
        findings.add(
            RULE.at(
                start(overview.span),
                text!("対象者数が書かれていません（記載なし）", "the number of persons is not stated"),
            )
            .help(text!(
                "`subject_count: {{ value: 900, approximate: true, unit: 名 }}` の形で書いてください",
                "write `subject_count: {{ value: …, unit: … }}`"
            )),
        );
        return;
    };
    if count.value.value == 0 {
        findings.add(
            RULE.at(count.value.span, text!("対象者数が 0 です（要確認）", "the number of persons is 0"))
                .help(text!(
                    "対象となる本人の数を書いてください。概数なら approximate: true とします",
                    "write how many persons there are"
                )),
        );
    }
    if count.unit.is_none() {
        findings.add(
            RULE.at(
                count.value.span,
                text!(
                    "対象者数に単位（名、人、世帯など）が書かれていません（記載なし）",
                    "the number of persons has no unit"
                ),
            )
            .help(text!("`unit: 名` のように書き足してください", "add `unit`")),
        );
    }
    if let Some(unit) = count.unit.as_ref().filter(|_| context.common.persons(count).is_none()) {
        findings.add(
            RULE.at(
                unit.span,
                text!(
                    "対象者数の単位が「{unit}」で、人の数が書かれていません（記載なし）",
                    "the subjects are counted in `{unit}`, and the number of persons is not stated"
                ),
            )
            .help(text!(
                "何人のことかを調べ、`persons: 11000` のように書き足してください",
                "find out how many persons that is, and add `persons`"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let overview = context.matter.overview.as_ref();
    let count = overview.and_then(|overview| overview.subject_count.as_ref());
    let plants = count.map(|count| {
        [
            Plant::unset(context, count.span, "unit").map(|plant| plant.within(count.value.span)),
            Plant::yaml(count.value.span, "0"),
        ]
    });
    Mutation::new(
        plants.into_iter().flatten(),
        text!("対象者数が書かれていません", "no number of persons is given"),
    )
}
