//! A role sends at a step what it makes only at a later one.

use crate::case::numbers::circled;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::{Flow, Step};
use crate::model::ids::ActId;
use crate::model::item::Items;
use crate::model::vocabulary::ActClass;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Located;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "step-sends-before-making",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("step_sends_before_making.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        for step in &flow.steps {
            let Some(send) = act(context, step, ActClass::Send) else { continue };
            let Some((later, make)) = made_later(context, flow, step) else { continue };
            let (number, role) = (context.flow(id), context.role(step.at.value));
            let (sends, makes) = (circled(step.no.value), circled(later.no.value));
            let (send_name, make_name) =
                (&context.common.acts[send.value].name, &context.common.acts[make.value].name);
            findings.add(
                RULE.at(
                    send.span,
                    text!(
                        "{number}の{sends}で{role}は「{send_name}」を行いますが、「{make_name}」は後の{makes}に書かれています（要確認）",
                        "in {number} `{role}` does `{send_name}` at step {sends}, but `{make_name}` only at step {makes}"
                    ),
                )
                .related(make.span, text!("作るのは{makes}", "made at step {makes}"))
                .help(text!(
                    "{sends}で送るものが{makes}で作るものであれば、手順の順を直すか、{sends}から「{send_name}」を除いてください。別のものであれば、それぞれの項目を書いてください",
                    "if {sends} sends what {makes} makes, put the steps in order or take `{send_name}` out of {sends}; if not, state the items of both"
                )),
            );
        }
    }
}

/// Returns the first act of a class in a step.
fn act<'s>(context: &Context<'_>, step: &'s Step, class: ActClass) -> Option<&'s Located<ActId>> {
    step.acts.iter().find(|act| context.common.acts[act.value].class == class)
}

/// Returns the later step of the same role that makes what this one may be sending, where none up to here makes
/// anything.
fn made_later<'f>(
    context: &Context<'_>,
    flow: &'f Flow,
    step: &Step,
) -> Option<(&'f Step, &'f Located<ActId>)> {
    let own = || flow.steps.iter().filter(|other| other.at.value == step.at.value);
    let makes = |other: &Step| act(context, other, ActClass::Make).is_some();
    if own().any(|other| other.no.value <= step.no.value && makes(other)) {
        return None;
    }
    let sent = sent(flow, step);
    own()
        .filter(|other| other.no.value > step.no.value)
        .filter(|other| match (&sent, &other.makes) {
            (Some(sent), Some(made)) => !sent.and(made).is_empty(),
            _ => true,
        })
        .find_map(|other| Some((other, act(context, other, ActClass::Make)?)))
}

/// Returns the items that the links of a step carry; `None` where one of them, or all, are not stated.
fn sent(flow: &Flow, step: &Step) -> Option<Items> {
    let mut all = Items::default();
    for link in &step.links {
        all.add_all(flow.links[link.value].items.as_ref()?);
    }
    (!step.links.is_empty()).then_some(all)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let word = |class: ActClass| context.common.acts.iter().find(|act| act.class == class);
    let Some((send, make)) = word(ActClass::Send).zip(word(ActClass::Make)) else {
        return Mutation::new([], text!("送る処理・作る処理の語がありません", "no act sends or makes"));
    };
    let firsts = context.matter.flows.iter().flat_map(|flow| {
        let first = |step: &&Step| {
            let before = flow.steps.iter().filter(|other| other.at.value == step.at.value);
            before.map(|other| other.no.value).min() == Some(step.no.value)
        };
        flow.steps.iter().filter(first).map(move |step| (flow, step))
    });
    Mutation::new(
        firsts.map(|(flow, step)| {
            let role = &context.matter.roles[step.at.value].id;
            let no = flow.steps.iter().map(|step| step.no.value).max().unwrap_or(0).saturating_add(1);
            let (send, make) = (&send.name, &make.name);
            let later = format!("{{ no: {no}, at: {role}, acts: [{make}], text: {make} }}");
            let plant = Plant::set(context, step.span, "acts", &format!("[{send}]"))?;
            Some(plant.and(Plant::push(context, flow.steps_span, &later))?.within(step.span))
        }),
        text!("図に手順がありません", "no diagram has steps"),
    )
}
