//! What the report on erasure must say.

use super::known::{erasure, unknown};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, CONTRACT_ERASURE};
use crate::spelling;
use crate::text;
use crate::yaml::edit;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "erasure-field-missing",
        severity: Severity::Error,
        basis: &[APPI_66, CONTRACT_ERASURE],
        page: include_str!("erasure_field_missing.md"),
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
        let fields = &own.report_fields;
        for needed in &context.common.erasure_fields {
            if fields.iter().any(|field| spelling::same(field, needed)) {
                continue;
            }
            findings.add(
                RULE.at(
                    fields.span,
                    text!(
                        "消去報告の記載事項に「{needed}」がありません（記載なし）",
                        "the report on erasure does not say `{needed}`"
                    ),
                )
                .help(text!(
                    "特記事項の消去報告の定めに「{needed}」を加え、report_fields に書き足してください",
                    "add it to what the contract asks of the report, and to `report_fields`"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter();
    let needed: Vec<String> =
        context.common.erasure_fields.iter().skip(1).map(|field| edit::scalar(field)).collect();
    let rest = needed.join(", ");
    let plants = contracts.flat_map(|contract| match &contract.erasure {
        Some(own) => {
            let fields = own.report_fields.iter();
            fields.map(|field| Plant::drop(context, own.report_fields.span, field.span)).collect()
        }
        None => {
            let yaml = format!("{{ within_days: 30, report_fields: [{rest}] }}");
            vec![Plant::set(context, contract.span, "erasure", &yaml)]
        }
    });
    Mutation::new(plants, text!("業務委託の契約がありません", "there is no contract"))
}
