//! A contractor's server of which nobody says whether it is a cloud service, or which is described as both.

use super::planted;
use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::party::System;
use crate::model::vocabulary::{Bearer, Hosting, SystemKind, Topic};
use crate::rule::Rule;
use crate::rule::law::{FORM, MINISTRY, SECURITY_POLICY};
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "cloud-use-not-stated",
        severity: Severity::Warning,
        basis: &[FORM, SECURITY_POLICY, MINISTRY],
        page: include_str!("cloud_use_not_stated.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for system in systems(context) {
        if system.cloud.is_none()
            && !system.is_cloud()
            && let Some(answered) = promise(context, system)
        {
            not_stated(context, system, &answered, findings);
        }
        contradiction(context, system, findings);
        if system.is_cloud() && system.country.is_none() {
            let label = &system.label;
            findings.add(
                RULE.at(
                    label.span,
                    text!(
                        "「{label}」はクラウドサービスですが、データを置く国が書かれていません（記載なし）",
                        "{label} is a cloud service, and the country where it keeps data is not stated"
                    ),
                )
                .severity(Severity::Error)
                .help(text!(
                    "データを置く国を事業者に確かめ、country に書いてください（日本は JP）",
                    "ask the provider where it keeps data and write `country` (`JP` for Japan)"
                )),
            );
        }
    }
}

fn not_stated(context: &Context<'_>, system: &System, answered: &Answered<'_>, findings: &mut Findings) {
    let (label, role) = (&system.label, context.role(system.role));
    let (form, row, mark) = (&answered.form.heading, &answered.row.id, answered.mark());
    findings.add(
        RULE.at(
            label.span,
            text!(
                "「{role}」の「{label}」がクラウドサービスかどうか、書かれていません（記載なし）",
                "whether {label} of {role} is a cloud service is not stated"
            ),
        )
        .related(
            answered.answer.status.span,
            text!(
                "「{form}」の{row}は「クラウドサービスを利用する場合は」として{mark}",
                "row {row} is {mark} for the case that a cloud service is used"
            ),
        )
        .help(text!(
            "クラウドサービスを利用するかを事業者に確かめ、cloud に true か false を書いてください",
            "ask the contractor and write `cloud: true` or `cloud: false`"
        )),
    );
}

fn contradiction(context: &Context<'_>, system: &System, findings: &mut Findings) {
    let (Some(cloud), Some(hosting)) = (&system.cloud, &system.hosting) else { return };
    if cloud.value == (hosting.value == Hosting::Cloud) {
        return;
    }
    let label = &system.label;
    let kept = spelling::in_own_word(hosting.value.ja(), context.ward.word());
    let kept_en = hosting.value.word();
    let (is_ja, is_en) = if cloud.value {
        ("クラウドサービスである", "a cloud service")
    } else {
        ("クラウドサービスでない", "no cloud service")
    };
    findings.add(
        RULE.at(
            cloud.span,
            text!(
                "「{label}」は{is_ja}とされていますが、置き方は「{kept}」です（不一致）",
                "{label} is said to be {is_en}, yet it is kept as {kept_en}"
            ),
        )
        .severity(Severity::Error)
        .related(hosting.span, text!("置き方は「{kept}」", "kept as {kept_en}"))
        .help(text!(
            "事業者に確かめ、cloud と hosting を揃えてください",
            "ask the contractor, and make `cloud` and `hosting` agree"
        )),
    );
}

/// Returns the servers and stores of the roles outside the ward.
fn systems<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a System> {
    let matter = context.matter;
    matter.systems.iter().filter(|system| {
        matches!(system.kind.value, SystemKind::Server | SystemKind::Storage)
            && !matter.roles[system.role].is_unlimited()
    })
}

/// Returns the first promise that a contractor's checklist gives to the row on cloud services for this system's role.
fn promise<'a>(context: &Context<'a>, system: &System) -> Option<Answered<'a>> {
    context
        .contracts_of(system.role)
        .flat_map(|contract| context.answers_on(contract, Topic::Cloud))
        .find(|answered| answered.form.bearer.value == Bearer::Contractor && answered.is_adopted())
}

fn mutate(context: &Context<'_>) -> Mutation {
    let promised = || systems(context).filter(|system| promise(context, system).is_some());
    let silenced = promised().filter(|system| system.cloud.is_some()).map(|system| {
        let plant = Plant::unset(context, system.span, "cloud")?;
        Some(plant.within(system.label.span))
    });
    let silent = promised().map(|system| planted::server(context, system.role, ""));
    let contradicted = systems(context).filter(|system| system.hosting.is_some()).map(|system| {
        Plant::set(context, system.span, "cloud", if system.is_cloud() { "false" } else { "true" })
    });
    Mutation::new(
        silenced.chain(silent).chain(contradicted),
        text!(
            "クラウドサービスの項目の対策を行うとした契約に、区の外のサーバが書かれていません",
            "no contract whose checklist adopts the row on cloud services describes a server outside the ward"
        ),
    )
}
