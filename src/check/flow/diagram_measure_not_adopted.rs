//! A diagram that shows measures which the checklist answers with ー.

use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::flow::MeasureBox;
use crate::model::matter::Measure;
use crate::model::vocabulary::{Bearer, Mark, RoleKind};
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::source::Span;
use crate::text;
use crate::yaml::edit;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "diagram-measure-not-adopted",
        severity: Severity::Error,
        basis: &[FORM, CONSISTENCY],
        page: include_str!("diagram_measure_not_adopted.md"),
    },
    check,
    mutate,
};

/// A measure of a box, and the ー that it disagrees with.
struct NotAdopted<'a> {
    shown: &'a MeasureBox,
    measure: &'a Measure,
    answers: Vec<Answered<'a>>,
    /// True where it is so only if the box is whose it is assumed to be.
    assumed: bool,
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        let Some(contract) = &flow.contract else { continue };
        let answers: Vec<Answered<'_>> = context.answers_covering(contract.value).collect();
        let found: Vec<NotAdopted<'_>> = flow
            .boxes
            .iter()
            .flat_map(|shown| {
                context.matter.measures[shown.measures.value].measures.iter().map(move |m| (shown, m))
            })
            .filter_map(|(shown, measure)| not_adopted(context, shown, measure, &answers))
            .collect();
        let Some(first) = found.first() else { continue };
        let material = context.flow(id);
        let mut labels: Vec<&Measure> = Vec::new();
        let mut dashes: Vec<&Answered<'_>> = Vec::new();
        for one in &found {
            if !labels.iter().any(|known| known.span == one.measure.span) {
                labels.push(one.measure);
            }
            for answered in &one.answers {
                if !dashes.iter().any(|known| known.answer.span == answered.answer.span) {
                    dashes.push(answered);
                }
            }
        }
        let mark = dashes.first().map_or("", |answered| answered.mark());
        let adopted = dashes.first().map_or("", |answered| answered.form.word(Mark::Adopted));
        let Text { ja: names, en: names_en } =
            quoted(labels.iter().map(|measure| measure.label.value.as_str()));
        let mut finding = RULE
            .at(
                first.shown.measures.span,
                text!(
                    "{material}の対策の箱にある{names}は、チェックリストでは「{mark}」です（不一致）",
                    "the boxes of {material} show {names_en}, which the checklist answers with {mark}"
                ),
            )
            .assumed(found.iter().all(|one| one.assumed))
            .help(text!(
                "行う対策なら、チェックリストの答えを{adopted}に改めてください。行わない対策なら、図の箱から除いてください",
                "where the measure is taken, answer the row with {adopted}; where it is not, take it out of the box"
            ));
        for measure in labels {
            let rows = measure.rows.iter().map(|row| row.value.as_str()).collect::<Vec<_>>().join("・");
            finding =
                finding.related(measure.label.span, text!("図の語（{rows}に当たる）", "stands for {rows}"));
        }
        for answered in dashes {
            let (form, row, mark) = (&answered.form.heading, &answered.row.id, answered.mark());
            finding = finding.related(
                answered.answer.status.span,
                text!("「{form}」の{row}は「{mark}」", "row {row} is {mark} here"),
            );
        }
        findings.add(finding);
    }
}

/// Returns the disagreement where every row that a measure stands for is ー in the form of the box's bearer.
fn not_adopted<'a>(
    context: &Context<'a>,
    shown: &'a MeasureBox,
    measure: &'a Measure,
    answers: &[Answered<'a>],
) -> Option<NotAdopted<'a>> {
    // What is planned for a day before the work begins is taken when it does.
    let start = context.matter.term.as_ref().map(|term| term.from.value);
    let is_taken = |answered: &Answered<'a>| {
        let by = answered.answer.by.as_ref().map(|by| by.value);
        answered.is_adopted() || by.zip(start).is_some_and(|(by, start)| by <= start)
    };
    let stands_for =
        |answered: &Answered<'_>| measure.rows.iter().any(|row| row.value == answered.row.id.value);
    let all: Vec<Answered<'a>> = answers.iter().copied().filter(stands_for).collect();
    let bearer = shown.of.as_ref().map(|role| {
        if context.matter.roles[role.value].is(RoleKind::Ward) { Bearer::Ward } else { Bearer::Contractor }
    });
    let mut own = all
        .iter()
        .filter(|answered| bearer.is_none_or(|bearer| answered.form.bearer.value == bearer))
        .peekable();
    if own.peek().is_none() || own.any(is_taken) {
        return None;
    }
    let assumed = shown.assumed && all.iter().any(is_taken);
    let answers = all.into_iter().filter(|answered| !is_taken(answered)).collect();
    Some(NotAdopted { shown, measure, answers, assumed })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let mut plants = Vec::new();
    for flow in &context.matter.flows {
        let Some(contract) = &flow.contract else { continue };
        let answers: Vec<Answered<'_>> = context.answers_covering(contract.value).collect();
        for shown in &flow.boxes {
            for measure in &context.matter.measures[shown.measures.value].measures {
                let statuses = answers.iter().filter(|answered| {
                    answered.is_adopted() && measure.rows.iter().any(|row| row.value == answered.row.id.value)
                });
                let statuses: Vec<Span> = statuses.map(|answered| answered.answer.status.span).collect();
                if !statuses.is_empty() {
                    let edits = statuses.iter().filter_map(|span| Plant::scalar(*span, "not_needed"));
                    let edits = edits.flat_map(|plant| plant.edits).collect();
                    plants.push(Some(Plant { edits, within: shown.measures.span }));
                }
            }
        }
    }
    // Where the first boxes of all diagrams disagree already: one more diagram with such a box.
    for flow in &context.matter.flows {
        let Some(contract) = flow.contract.as_ref().map(|own| &context.matter.contracts[own.value].id) else {
            continue;
        };
        for set in &context.matter.measures {
            let (contract, set) = (edit::scalar(contract), edit::scalar(&set.id));
            let yaml =
                format!("{{ id: planted-flow, contract: {contract}, boxes: [{{ measures: {set} }}] }}");
            plants.push(Plant::push_to(context, context.matter.span, "flows", &yaml));
        }
    }
    Mutation::new(
        plants,
        text!(
            "契約の図も、対策の箱もありません",
            "no contract has a diagram, or no box of measures is described"
        ),
    )
}
