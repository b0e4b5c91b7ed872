//! A contractor in a diagram without its box of technical or of operational measures.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::{Flow, Link, MeasureBox, Participant};
use crate::model::ids::RoleId;
use crate::model::vocabulary::{Category, MeansClass, RoleKind, SystemKind};
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;
use crate::yaml::edit;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "measure-box-missing",
        severity: Severity::Warning,
        basis: &[FORM],
        page: include_str!("measure_box_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        let material = context.flow(id);
        for participant in contractors(context, flow) {
            let role = context.role(participant.role.value);
            for category in [Category::Technical, Category::Operational] {
                if category == Category::Technical && has_paper_only(context, participant.role.value) {
                    continue;
                }
                let boxes = || boxes(context, flow, category);
                let is_own = |shown: &&MeasureBox| {
                    shown.of.as_ref().is_some_and(|of| of.value == participant.role.value)
                };
                if boxes().any(|shown| is_own(&shown)) {
                    continue;
                }
                let (kind, kind_en) = (category.ja(), category.word());
                if let Some(unnamed) = boxes().find(|shown| shown.of.is_none()) {
                    findings.undecided(
                        RULE.name,
                        unnamed.span,
                        text!(
                            "{material}の{kind}の箱がどの役割のものか書かれていないため、「{role}」の箱があるか分かりません",
                            "a box of {kind_en} measures in {material} does not say whose it is, so it is unknown whether {role} has one"
                        ),
                    );
                    continue;
                }
                let count = boxes().count();
                let mut finding = RULE
                    .at(
                        participant.role.span,
                        text!(
                            "{material}に、「{role}」の{kind}の箱がありません（記載なし）",
                            "{material} has no box of {kind_en} measures for {role}"
                        ),
                    )
                    .assumed(boxes().any(|shown| shown.assumed))
                    .help(text!(
                        "「{role}」が行う{kind}を確かめ、図に箱を書き足してください",
                        "find out which {kind_en} measures {role} takes and draw the box"
                    ));
                for shown in boxes() {
                    finding = finding.related(
                        shown.span,
                        text!(
                            "この図の{kind}の箱は{count}個",
                            "boxes of {kind_en} measures in this diagram: {count}"
                        ),
                    );
                }
                findings.add(finding);
            }
        }
    }
}

/// Returns whether somebody holds nothing but paper: every line to it and from it passes paper, and what it has is a
/// place to keep things in.
fn has_paper_only(context: &Context<'_>, role: RoleId) -> bool {
    let matter = context.matter;
    let is_paper = |link: &Link| {
        let way = link.way.as_ref().map(|way| context.common.means[way.value].class);
        link.network.is_none()
            && way.is_some_and(|class| matches!(class, MeansClass::Paper | MeansClass::Post))
    };
    let own = || {
        let links = matter.flows.iter().flat_map(|flow| flow.transfers());
        links.filter(|link| link.from.value == role || link.to.value == role)
    };
    let mut systems = matter.roles[role].systems.iter().map(|system| matter.systems[*system].kind.value);
    // What is made at one of its systems is no paper: a recorder is a place to keep things in, too.
    let mut steps = matter.flows.iter().flat_map(|flow| &flow.steps);
    let makes = steps.any(|step| step.at.value == role && step.system.is_some() && step.makes.is_some());
    own().next().is_some() && own().all(is_paper) && !makes && systems.all(|kind| kind == SystemKind::Storage)
}

/// Returns the contractors and sub-contractors that a diagram draws.
fn contractors<'f>(context: &Context<'_>, flow: &'f Flow) -> impl Iterator<Item = &'f Participant> {
    flow.participants.iter().filter(|participant| {
        let role = &context.matter.roles[participant.role.value];
        role.is(RoleKind::Contractor) || role.is(RoleKind::Subcontractor)
    })
}

fn boxes<'f>(
    context: &Context<'_>,
    flow: &'f Flow,
    category: Category,
) -> impl Iterator<Item = &'f MeasureBox> {
    flow.boxes
        .iter()
        .filter(move |shown| context.matter.measures[shown.measures.value].category.value == category)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let flows = context.matter.flows.iter();
    let drawn = flows.flat_map(|flow| contractors(context, flow).map(move |drawn| (flow, drawn)));
    let drawn: Vec<(&Flow, &Participant)> = drawn.collect();
    let taken = drawn.iter().flat_map(|(flow, participant)| {
        let role = participant.role.value;
        let own = flow.boxes.iter().filter(move |shown| shown.of.as_ref().is_some_and(|of| of.value == role));
        own.map(move |shown| {
            let category = context.matter.measures[shown.measures.value].category.value;
            if category == Category::Technical && has_paper_only(context, role) {
                return None;
            }
            let plant = Plant::drop(context, flow.boxes_span, shown.span)?;
            Some(plant.within(participant.role.span))
        })
    });
    let twice = drawn.iter().map(|(flow, participant)| {
        let role = edit::scalar(&context.matter.roles[participant.role.value].id);
        Plant::push(context, flow.participants_span, &format!("{{ role: {role} }}"))
    });
    Mutation::new(taken.chain(twice), text!("図に委託先がありません", "no diagram draws a contractor"))
}
