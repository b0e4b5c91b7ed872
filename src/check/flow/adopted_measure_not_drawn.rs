//! A measure that the checklist adopts and no box of the diagrams shows.

use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::{Flow, MeasureBox};
use crate::model::matter::Measure;
use crate::model::vocabulary::{About, Bearer};
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "adopted-measure-not-drawn",
        severity: Severity::Warning,
        basis: &[FORM, CONSISTENCY],
        page: include_str!("adopted_measure_not_drawn.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for answered in adopted(context) {
        if measures(context, &answered).any(|measure| shows(measure, &answered)) {
            continue;
        }
        let (form, row, mark) = (&answered.form.heading, &answered.row.id, answered.mark());
        let mut finding = RULE
            .at(
                answered.answer.row.span,
                text!(
                    "「{form}」の{row}は{mark}ですが、図のどの対策の箱にもありません（不一致）",
                    "row {row} is {mark}, but no box of the diagrams shows it"
                ),
            )
            .related(answered.row.text.span, text!("{row}の文", "what row {row} says"))
            .help(text!(
                "行う対策なら、図の対策の箱に書き足してください（measures の rows に{row}を書く）",
                "add the measure to a box of the diagram (`rows` with {row} in `measures`)"
            ));
        for other in context.opposite(answered) {
            let (form, mark) = (&other.form.heading, other.mark());
            finding = finding.related(
                other.answer.row.span,
                text!("「{form}」の{row}は{mark}", "row {row} of the other form is {mark}"),
            );
        }
        findings.add(finding);
    }
}

/// Returns the measures taken of the contractors' checklists whose contracts have a diagram with boxes.
fn adopted<'a>(context: &Context<'a>) -> impl Iterator<Item = Answered<'a>> {
    context.answers().filter(|answered| {
        context.about(answered.form) == About::Contract
            && answered.form.bearer.value == Bearer::Contractor
            && answered.is_adopted()
            && boxes(context, answered).next().is_some()
    })
}

/// Returns the boxes in the diagrams of the contracts that an answer covers.
fn boxes<'a>(context: &Context<'a>, answered: &Answered<'_>) -> impl Iterator<Item = &'a MeasureBox> {
    let contracts = context.matter.covered_contracts(answered.checklist);
    let is_covered =
        move |flow: &&Flow| flow.contract.as_ref().is_some_and(|own| contracts.contains(&own.value));
    context.matter.flows.iter().filter(is_covered).flat_map(|flow| &flow.boxes)
}

/// Returns what those boxes list.
fn measures<'a>(context: &Context<'a>, answered: &Answered<'_>) -> impl Iterator<Item = &'a Measure> {
    let matter = context.matter;
    boxes(context, answered).flat_map(|shown| &matter.measures[shown.measures.value].measures)
}

fn shows(measure: &Measure, answered: &Answered<'_>) -> bool {
    measure.rows.iter().any(|row| row.value == answered.row.id.value)
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        adopted(context).flat_map(|answered| {
            // Every word that stands for the row loses its row.
            let mut spans: Vec<_> = measures(context, &answered)
                .filter(|measure| shows(measure, &answered))
                .map(|measure| measure.span)
                .collect();
            spans.sort_unstable();
            spans.dedup();
            let edits: Vec<_> = spans
                .iter()
                .filter_map(|span| Plant::unset(context, *span, "rows"))
                .flat_map(|plant| plant.edits)
                .collect();
            (!edits.is_empty()).then_some(Some(Plant { edits, within: answered.answer.row.span }))
        }),
        text!(
            "図の対策の箱に示された、行うとした項目がありません",
            "no box of a diagram shows a measure that the contractor's checklist adopts"
        ),
    )
}
