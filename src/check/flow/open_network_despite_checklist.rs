//! A line over an open network between organisations, although the checklist says none but known parties connect.

use super::planted;
use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::{Flow, Link};
use crate::model::vocabulary::{RoleKind, Topic};
use crate::rule::Rule;
use crate::rule::law::{FORM, MINISTRY, SECURITY_POLICY};
use crate::text;
use crate::yaml::edit;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "open-network-despite-checklist",
        severity: Severity::Warning,
        basis: &[FORM, SECURITY_POLICY, MINISTRY],
        page: include_str!("open_network_despite_checklist.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        let promises = promises(context, flow);
        if promises.is_empty() {
            continue;
        }
        for link in lines(context, flow) {
            let Some(network) = &link.network else { continue };
            let row = &context.common.networks[network.value];
            if row.closed || is_reply_on_same_network(flow, link) {
                continue;
            }
            let (from, to) = (context.role(link.from.value), context.role(link.to.value));
            let (material, line) = (context.flow(id), &row.name);
            let mark = promises.first().map_or("", Answered::mark);
            let mut finding = RULE
                .at(
                    network.span,
                    text!(
                        "{material}の「{from}」から「{to}」への線は「{line}」ですが、チェックリストでは「特定相手以外との通信を不可」を{mark}としています（要確認）",
                        "{material}: the line from {from} to {to} uses {line}, but the checklist says that only known parties connect"
                    ),
                )
                .help(text!(
                    "閉じた回線に変えるか、この線で相手を限る方法（VPN、相互認証など）を確かめ、protections と証跡に書いてください",
                    "use a closed network, or find out how the parties are restricted on this line (VPN, mutual authentication) and write it down"
                ));
            for answered in &promises {
                let (form, row, mark) = (&answered.form.heading, &answered.row.id, answered.mark());
                finding = finding.related(
                    answered.answer.status.span,
                    text!("「{form}」の{row}は{mark}", "row {row} is {mark} here"),
                );
            }
            findings.add(finding);
        }
    }
}

/// Returns the lines of a flow between two roles, neither of which is the person.
fn lines<'f>(context: &Context<'_>, flow: &'f Flow) -> impl Iterator<Item = &'f Link> {
    flow.transfers().filter(|link| {
        [&link.from, &link.to].iter().all(|role| !context.matter.roles[role.value].is(RoleKind::Principal))
    })
}

/// Returns the answers that promise a closed network for the contract of a flow.
fn promises<'a>(context: &Context<'a>, flow: &Flow) -> Vec<Answered<'a>> {
    let contracts = flow.contract.iter();
    let answers = contracts.flat_map(|contract| context.answers_on(contract.value, Topic::ClosedNetwork));
    answers.filter(Answered::is_adopted).collect()
}

/// Returns whether the line answers one that goes over the same network, and is told there already.
fn is_reply_on_same_network(flow: &Flow, link: &Link) -> bool {
    link.reply_to.as_ref().is_some_and(|asked| flow.links[asked.value].network == link.network)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let open = context.common.networks.iter().find(|network| !network.closed);
    let open = open.map(|network| network.id.as_str());
    let flows = context.matter.flows.iter().filter(|flow| !promises(context, flow).is_empty());
    let lines: Vec<_> = flows.flat_map(|flow| lines(context, flow).map(move |link| (flow, link))).collect();
    let opened = lines.iter().filter_map(|(_, link)| link.network.as_ref());
    let opened = opened.map(|network| Plant::scalar(network.span, open?));
    let new = lines.iter().map(|(flow, link)| {
        planted::line(context, flow, link, &format!(", network: {}", edit::scalar(open?)))
    });
    Mutation::new(
        opened.chain(new),
        text!(
            "「特定相手以外との通信を不可」を行うとした契約の流れに、事業者の間の線がありません",
            "no flow has a line between organisations and a checklist that promises a closed network"
        ),
    )
}
