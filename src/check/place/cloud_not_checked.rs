//! A cloud service, and nothing says by what it was checked.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::party::System;
use crate::rule::Rule;
use crate::rule::law::{MINISTRY, SECURITY_POLICY};
use crate::text;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "cloud-not-checked",
        severity: Severity::Warning,
        basis: &[SECURITY_POLICY, MINISTRY],
        page: include_str!("cloud_not_checked.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for system in
        context.matter.systems.iter().filter(|system| system.is_cloud() && system.cloud_check.is_none())
    {
        let (label, role) = (&system.label, context.role(system.role));
        findings.add(
            RULE.at(
                label.span,
                text!(
                    "「{role}」のクラウドサービス「{label}」を、何により確かめたか書かれていません（記載なし）",
                    "nothing says by what the cloud service {label} of {role} was checked"
                ),
            )
            .help(text!(
                "cloud_check に by: ismap（ISMAP の登録）、ward（区の基準）、other のどれかを書き、登録の番号や基準の名を note に書いてください",
                "write `cloud_check` with `by: ismap`, `ward` or `other`, and the number or standard as `note`"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plant = |system: &System| {
        let cloud = Plant::set(context, system.span, "cloud", "true")?;
        let within = system.label.span;
        Some(match system.cloud_check {
            Some(_) => cloud.and(Plant::unset(context, system.span, "cloud_check"))?.within(within),
            None => cloud.within(within),
        })
    };
    let unchecked =
        |system: &System| Some(Plant::unset(context, system.span, "cloud_check")?.within(system.label.span));
    let checked = context.matter.systems.iter().filter(|system| system.is_cloud()).map(unchecked);
    let others = context.matter.systems.iter().filter(|system| !system.is_cloud()).map(plant);
    Mutation::new(checked.chain(others), text!("端末・サーバがありません", "there is no system"))
}
