//! A hand-over without a protection that its way needs.

use super::ways::{handovers, missing, planted, protection};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::ProtectionId;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, CHECKLIST_FORM, SECURITY_POLICY};
use crate::text;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "handover-protection-missing",
        severity: Severity::Error,
        basis: &[APPI_66, SECURITY_POLICY, CHECKLIST_FORM],
        page: include_str!("handover_protection_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for handover in handovers(context) {
        let missing = missing(context, &handover);
        if missing.is_empty() {
            continue;
        }
        let names = |any: &[ProtectionId]| -> Vec<String> {
            any.iter().map(|own| context.common.protections[*own].name.clone()).collect()
        };
        let ids = |any: &[ProtectionId]| -> Vec<String> {
            any.iter().map(|own| protection(context, *own)).collect()
        };
        let ja: Vec<String> =
            missing.iter().map(|any| format!("「{}」", names(any).join("」か「"))).collect();
        let en: Vec<String> = missing.iter().map(|any| ids(any).join(" or ")).collect();
        let keys: Vec<String> = missing.iter().map(|any| ids(any).join(" か ")).collect();
        let (ja, en, line) = (ja.join("、"), en.join(", "), handover.said(context));
        let keys = keys.join("、");
        let (line_ja, line_en) = (line.ja, line.en);
        let finding = RULE
            .at(
                handover.link.protections.as_ref().map_or(handover.link.id.span, |own| own.span),
                text!("{line_ja}に、{ja}がありません（要確認）", "{line_en} lacks: {en}"),
            )
            .help(text!(
                "行っているなら protections に書き（{keys}）、行っていないなら行うようにしてください",
                "if it is done, write it in `protections` ({en}); if not, do it"
            ));
        findings.add(match &handover.link.means {
            Some(means) => finding.related(means.span, text!("渡し方", "the way")),
            None => finding,
        });
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let way = context.common.means.iter().find(|means| !means.needs.is_empty());
    let new = way.map(|way| planted(context, &format!(", means: {}", way.id)));
    Mutation::new(
        new.into_iter().flatten(),
        text!("役割から役割へ個人情報が渡る線がありません", "no line passes data between roles"),
    )
}
