//! Leased equipment holds data, and nothing says how its storage is erased when it goes back.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::party::System;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, MINISTRY, SECURITY_POLICY};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "leased-storage-not-erased",
        severity: Severity::Warning,
        basis: &[APPI_66, SECURITY_POLICY, MINISTRY],
        page: include_str!("leased_storage_not_erased.md"),
    },
    check,
    mutate,
};

fn is_leased(system: &System) -> bool {
    system.leased.as_ref().is_some_and(|own| own.value)
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let systems = context.matter.systems.iter();
    for system in systems.filter(|system| is_leased(system) && system.disposal.is_none()) {
        let (label, role) = (&system.label, context.role(system.role));
        findings.add(
            RULE.at(
                label.span,
                text!(
                    "「{role}」の「{label}」は借りている機器ですが、返却・廃棄のとき記憶装置の中身をどう消すか書かれていません（記載なし）",
                    "{label} of {role} is leased, and nothing says how its storage is erased when it is returned or disposed of"
                ),
            )
            .help(text!(
                "disposal に、消し方（物理的な破壊、全体の上書き、暗号鍵の消去など）と、誰が立ち会い、何で確かめるかを書いてください",
                "write as `disposal` how it is erased (destroyed, overwritten as a whole, its key erased), who attends, and by what it is made sure"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plant = |system: &System| {
        let within = system.label.span;
        let leased = Plant::set(context, system.span, "leased", "true")?;
        Some(match system.disposal {
            Some(_) => leased.and(Plant::unset(context, system.span, "disposal"))?.within(within),
            None => leased.within(within),
        })
    };
    let others = context.matter.systems.iter().filter(|system| !is_leased(system)).map(plant);
    let unset = |system: &System| {
        system.disposal.as_ref()?;
        Some(Plant::unset(context, system.span, "disposal")?.within(system.label.span))
    };
    let leased = context.matter.systems.iter().filter(|system| is_leased(system)).map(unset);
    Mutation::new(leased.chain(others), text!("端末・サーバがありません", "there is no system"))
}
