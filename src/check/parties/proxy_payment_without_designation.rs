//! Somebody pays for others, and nothing says that it was designated to.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::check::statements::{Statement, contains, contracts, word};
use crate::diagnostic::Severity;
use crate::model::ids::{ActId, RoleId};
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::AUTONOMY_231_2_3;
use crate::source::{Located, Span};
use crate::text;
use std::collections::BTreeMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "proxy-payment-without-designation",
        severity: Severity::Warning,
        basis: &[AUTONOMY_231_2_3],
        page: include_str!("proxy_payment_without_designation.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (role, (act, place)) in acting(context) {
        let Some(designation) = &context.common.acts[act].designation else { continue };
        if is_said(context, role, designation) {
            continue;
        }
        let (name, act) = (context.role(role), &context.common.acts[act].name);
        findings.add(
            RULE.at(
                place,
                text!(
                    "「{name}」が{act}を行いますが、{designation}の指定を受けているかが書かれていません（記載なし）",
                    "{name} does `{act}`, and it is not said whether it is designated as {designation}"
                ),
            )
            .related(context.matter.roles[role].name.span, text!("行う者", "who does it"))
            .help(text!(
                "{designation}として指定したか（又はするか）と、その告示を確かめ、委託の内容か理由に書いてください。代わって納めるのでなく、受け取って払い込むだけなら、処理の名を改めてください",
                "find out whether it was (or will be) designated as {designation} and that announced, and say so among the tasks or reasons; where it only collects, name another act"
            )),
        );
    }
}

/// Returns who does an act that needs a designation, with the act and the first place that says so.
fn acting(context: &Context<'_>) -> BTreeMap<RoleId, (ActId, Span)> {
    let matter = context.matter;
    let needs = |act: &Located<ActId>| context.common.acts[act.value].designation.is_some();
    let groups = matter.contracts.iter().flat_map(|contract| &contract.tasks);
    let tasks = groups
        .flat_map(|group| group.tasks.iter().flat_map(|task| &task.acts).map(|act| (group.role.value, act)));
    let steps = matter.flows.iter().flat_map(|flow| &flow.steps);
    let steps = steps.flat_map(|step| step.acts.iter().map(|act| (step.at.value, act)));
    let mut acting = BTreeMap::new();
    for (role, act) in tasks.chain(steps).filter(|(_, act)| needs(act)) {
        let own = &matter.roles[role];
        if own.is(RoleKind::Contractor) || own.is(RoleKind::Subcontractor) || own.is(RoleKind::Recipient) {
            acting.entry(role).or_insert((act.value, act.span));
        }
    }
    acting
}

/// Returns whether a role's name has the designation (by the name it has or once had), or a sentence of its contracts
/// says it of the role.
fn is_said(context: &Context<'_>, role: RoleId, designation: &str) -> bool {
    let matter = context.matter;
    let names = context.common.abolished_terms.iter().filter(|own| own.replaced_by == designation);
    let names = names.map(|own| own.term.as_str()).chain([designation]);
    let has_name = names.into_iter().any(|own| matter.roles[role].name.contains(own));
    let wanted = word(designation);
    let own = |statement: &Statement<'_>| {
        let of = contracts(context, statement.prose.owner);
        of.iter().any(|contract| matter.contracts[*contract].reaches(role))
            && contains(&statement.chars, &wanted)
            && is_about(context, statement, role)
    };
    has_name || context.statements().list.iter().any(own)
}

/// Returns whether a sentence can speak of a role: it names the role, or it is one of its tasks, reasons or steps; one
/// that names another role alone does not.
fn is_about(context: &Context<'_>, statement: &Statement<'_>, role: RoleId) -> bool {
    let matter = context.matter;
    let says = |role: RoleId| contains(&statement.chars, &word(&matter.roles[role].name));
    says(role) || !matter.roles.ids().any(|other| other != role && says(other))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let acts: Vec<(&str, &str)> = context
        .common
        .acts
        .iter()
        .filter_map(|act| Some((act.name.as_str(), act.designation.as_deref()?)))
        .collect();
    let groups = matter.contracts.iter().flat_map(|contract| &contract.tasks);
    let plants = groups.flat_map(|group| {
        let role = group.role.value;
        let is_asked = matter.roles[role].is(RoleKind::Contractor);
        let acts = acts.clone().into_iter().filter(move |(_, designation)| {
            is_asked && !is_said(context, role, designation) && !acting(context).contains_key(&role)
        });
        acts.flat_map(|(act, _)| {
            group.tasks.iter().map(move |task| Plant::set(context, task.span, "acts", &format!("[{act}]")))
        })
    });
    Mutation::new(plants, text!("委託の内容のある契約がありません", "no contract has tasks of a contractor"))
}
