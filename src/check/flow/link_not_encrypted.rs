//! A line over a network whose stated protections do not encrypt the transfer.

use super::planted;
use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::flow::Link;
use crate::model::vocabulary::Topic;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, FORM, MINISTRY, SECURITY_POLICY};
use crate::text;
use crate::yaml::edit;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "link-not-encrypted",
        severity: Severity::Error,
        basis: &[APPI_66, FORM, SECURITY_POLICY, MINISTRY],
        page: include_str!("link_not_encrypted.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        for link in flow.transfers() {
            let (Some(network), Some(protections)) = (&link.network, &link.protections) else { continue };
            if is_encrypted(context, link) {
                continue;
            }
            let names = protections.iter().map(|own| context.common.protections[own.value].name.as_str());
            let Text { ja: stated, en: stated_en } = quoted(names);
            let (from, to) = (context.role(link.from.value), context.role(link.to.value));
            let (material, line) = (context.flow(id), &context.common.networks[network.value].name);
            let mut finding = RULE
                .at(
                    protections.span,
                    text!(
                        "{material}の「{from}」から「{to}」への線（{line}）に、通信の暗号化がありません。書かれた保護は{stated}です（要確認）",
                        "{material}: the line from {from} to {to} ({line}) is not encrypted; protections: {stated_en}"
                    ),
                )
                .related(network.span, text!("回線は「{line}」", "over {line}"))
                .help(text!(
                    "通信を暗号化し、protections に書いてください。閉じた回線でも、暗号化しない理由がなければ暗号化してください",
                    "encrypt the transfer and write so in `protections`, on a closed network too"
                ));
            let answers = flow.contract.iter().flat_map(|contract| {
                context.answers_on(contract.value, Topic::TransportEncryption).filter(Answered::is_adopted)
            });
            for answered in answers {
                let (form, row, mark) = (&answered.form.heading, &answered.row.id, answered.mark());
                finding = finding.related(
                    answered.answer.status.span,
                    text!(
                        "「{form}」の{row}（通信の暗号化）は{mark}",
                        "row {row} (encryption) is {mark} here"
                    ),
                );
            }
            findings.add(finding);
        }
    }
}

fn is_encrypted(context: &Context<'_>, link: &Link) -> bool {
    let protections = link.protections.iter().flat_map(|list| &list.value);
    protections.into_iter().any(|own| context.common.protections[own.value].encrypts)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plain = context.common.protections.iter().find(|protection| !protection.encrypts);
    let plain = plain.map(|protection| format!("[{}]", edit::scalar(&protection.id)));
    let plain = plain.as_deref();
    let lines = context.matter.flows.iter().flat_map(|flow| flow.transfers().map(move |link| (flow, link)));
    let lines: Vec<_> = lines.filter(|(_, link)| link.network.is_some()).collect();
    let bared = lines.iter().filter(|(_, link)| is_encrypted(context, link));
    let bared = bared.filter_map(|(_, link)| Some(Plant::yaml(link.protections.as_ref()?.span, plain?)));
    let bare = lines.iter().map(|(flow, link)| {
        let network = edit::scalar(&context.common.networks[link.network.as_ref()?.value].id);
        let rest = format!(", network: {network}, protections: {}", plain?);
        planted::line(context, flow, link, &rest)
    });
    Mutation::new(
        bared.chain(bare),
        text!("回線で個人情報が渡る線がありません", "no line passes data over a network"),
    )
}
