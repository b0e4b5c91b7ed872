//! How soon a contractor tells the ward of an incident.

use super::known::unknown;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_26_1, APPI_68, GENERAL_3_5_3_3, RULES_9, RULES_44};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "incident-notice-late",
        severity: Severity::Warning,
        basis: &[APPI_26_1, APPI_68, RULES_9, RULES_44, GENERAL_3_5_3_3],
        page: include_str!("incident_notice_late.md"),
    },
    check,
    mutate,
};

/// Three days, the shorter end of 「概ね３日から５日以内」.
const HOURS: u64 = 72;

fn check(context: &Context<'_>, findings: &mut Findings) {
    for contract in &context.matter.contracts {
        let Some(hours) = &contract.incident_notice_hours else {
            let lacks = text!(
                "事故の通知の期限（incident_notice_hours）",
                "the time for notice of an incident (`incident_notice_hours`)"
            );
            unknown(&RULE, contract, &lacks, findings);
            continue;
        };
        if hours.value <= HOURS {
            continue;
        }
        findings.add(
            RULE.at(
                hours.span,
                text!(
                    "事故を知ってから区への通知までが{hours}時間で、{HOURS}時間（３日）を超えています（要確認）",
                    "the contractor may take {hours} hours to tell the ward of an incident, more than {HOURS}"
                ),
            )
            .help(text!(
                "速報の期限（概ね３日から５日以内）に間に合うよう、{HOURS}時間以内、できれば直ちにと定めてください",
                "agree on {HOURS} hours or less, so that the first report is made in time"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let late = HOURS.saturating_add(1).to_string();
    let contracts = context.matter.contracts.iter();
    let plants = contracts.map(|contract| match &contract.incident_notice_hours {
        Some(hours) => Plant::yaml(hours.span, &late),
        None => Plant::set(context, contract.span, "incident_notice_hours", &late),
    });
    Mutation::new(plants, text!("業務委託の契約がありません", "there is no contract"))
}
