//! A measure of a diagram that stands for more rows than one label can say.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::matter::Measure;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "measure-stands-for-too-much",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("measure_stands_for_too_much.md"),
    },
    check,
    mutate,
};

fn measures<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Measure> + use<'a> {
    context.matter.measures.iter().flat_map(|set| &set.measures)
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(most) = context.common.limits.measure_rows.and_then(|most| usize::try_from(most).ok()) else {
        return;
    };
    for measure in measures(context).filter(|measure| measure.rows.len() > most) {
        let (label, rows) = (&measure.label, measure.rows.len());
        findings.add(
            RULE.at(
                label.span,
                text!(
                    "対策の語「{label}」が、チェックリストの{rows}項目に当たるとされています（要確認）",
                    "the measure `{label}` is said to stand for {rows} rows of the checklists"
                ),
            )
            .help(text!(
                "図を読む者に分かるよう、対策ごとに語を分けてください（一つの語の目安は{most}項目まで）",
                "word the measures one by one, so that the reader of the diagram sees them (one label stands for {most} rows at most)"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let rows: Vec<&str> = context.answers().map(|answered| answered.row.id.as_str()).collect();
    let mut some: Vec<&str> = Vec::new();
    for row in rows {
        if !some.contains(&row) {
            some.push(row);
        }
    }
    let list = format!("[{}]", some.join(", "));
    let plants = measures(context).map(|measure| Plant::set(context, measure.span, "rows", &list));
    Mutation::new(plants, text!("図の対策の箱がありません", "no diagram has measures"))
}
