//! Whether the ward may attend the erasure.

use super::known::{erasure, unknown};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, CONTRACT_ERASURE};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "erasure-without-witness",
        severity: Severity::Warning,
        basis: &[APPI_66, CONTRACT_ERASURE],
        page: include_str!("erasure_without_witness.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for contract in &context.matter.contracts {
        let Some(own) = &contract.erasure else {
            unknown(&RULE, contract, &erasure(), findings);
            continue;
        };
        if own.witness.as_ref().is_some_and(|witness| witness.value) {
            continue;
        }
        findings.add(
            RULE.at(
                own.witness.as_ref().map_or(own.within_days.span, |witness| witness.span),
                text!(
                    "消去に区が立ち会える定めがありません（要確認）",
                    "the agreement on erasure does not let the ward attend"
                ),
            )
            .help(text!(
                "区が求めれば立ち会えると定めて witness: true と書くか、証明書で確かめる方法を受け入れの理由に書いてください",
                "let the ward attend and write `witness: true`, or say in a waiver how erasure is confirmed"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter();
    let field = context.common.erasure_fields.first().map_or("媒体名", String::as_str);
    let plants = contracts.map(|contract| match &contract.erasure {
        Some(own) => Plant::set(context, own.span, "witness", "false"),
        None => {
            let yaml = format!("{{ within_days: 30, report_fields: [{field}], witness: false }}");
            Plant::set(context, contract.span, "erasure", &yaml)
        }
    });
    Mutation::new(plants, text!("業務委託の契約がありません", "there is no contract"))
}
