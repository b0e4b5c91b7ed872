//! 特記事項: every clause that is needed.

use super::known::{clauses, unknown};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, NUMBER_GUIDELINE_4_2};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "clause-missing",
        severity: Severity::Error,
        basis: &[NUMBER_GUIDELINE_4_2, APPI_66],
        page: include_str!("clause_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for contract in &context.matter.contracts {
        let Some(own) = &contract.clauses else {
            unknown(&RULE, contract, &clauses(), findings);
            continue;
        };
        for (kind, clause) in context.common.clauses.enumerate() {
            if own.iter().any(|own| own.kind.value == kind) {
                continue;
            }
            let (name, id) = (&clause.name, &clause.id);
            let mut finding = RULE
                .at(
                    own.span,
                    text!("特記事項に「{name}」の条項がありません（記載なし）", "there is no clause `{id}`"),
                )
                .help(text!(
                    "契約書の特記事項を確かめ、あれば `{id}` を書き足し、なければ条項を加えてください",
                    "look into the contract; add `{id}` here if it is there, else to the contract"
                ));
            if let Some(basis) = &clause.basis {
                finding = finding.label(text!("根拠: {basis}", "basis: {basis}"));
            }
            findings.add(finding);
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let kinds = &context.common.clauses;
    let all: Vec<&str> = kinds.iter().map(|clause| clause.id.as_str()).collect();
    let contracts = context.matter.contracts.iter();
    let plants = contracts.flat_map(|contract| match &contract.clauses {
        Some(own) => own.iter().map(|clause| Plant::drop(context, own.span, clause.span)).collect(),
        None => {
            let rest: Vec<String> = all.iter().skip(1).map(|id| format!("{{ id: {id} }}")).collect();
            vec![Plant::set(context, contract.span, "clauses", &format!("[{}]", rest.join(", ")))]
        }
    });
    Mutation::new(plants, text!("業務委託の契約がありません", "there is no contract"))
}
