//! A contract of which nothing is stated that binds the contractor.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Asker, Severity, Text, listed};
use crate::model::contract::Contract;
use crate::model::vocabulary::Fact;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, CONTRACT_ERASURE, NUMBER_GUIDELINE_4_2};
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "agreement-not-stated",
        severity: Severity::Error,
        basis: &[APPI_66, NUMBER_GUIDELINE_4_2, CONTRACT_ERASURE],
        page: include_str!("agreement_not_stated.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, contract) in context.matter.contracts.enumerate() {
        let missing = missing(contract);
        if missing.is_empty() {
            continue;
        }
        let title = context.contract(id);
        let ja: Vec<&str> = missing.iter().map(|(_, ja, _)| *ja).collect();
        let en: Vec<&str> = missing.iter().map(|(_, _, en)| *en).collect();
        let keys: Vec<&str> = missing.iter().map(|(key, ..)| *key).collect();
        let printed = [
            ("clauses", Fact::Clauses),
            ("erasure", Fact::Erasure),
            ("incident_notice_hours", Fact::IncidentNotice),
        ];
        let kind = context.kind_of_contract(id);
        let in_form =
            printed.iter().any(|(key, fact)| keys.contains(key) && kind.is_some_and(|kind| kind.asks(*fact)));
        let (ja, en) = (ja.join("」「"), en.join(", "));
        let Text { ja: keys, en: keys_en } = listed(keys);
        let ja = spelling::in_own_word_throughout(&ja, context.ward.word());
        let finding = RULE
            .at(
                contract.id.span,
                text!(
                    "契約「{title}」に、「{ja}」が書かれていません（記載なし）",
                    "the contract `{title}` does not state: {en}"
                ),
            )
            .help(text!(
                "契約書と特記事項を確かめ、{keys} を書いてください。定めていないなら、契約に加えてください",
                "look into the contract and write {keys_en}; what is not agreed is added to the contract"
            ));
        findings.add(if in_form { finding.asked_by(Asker::Form) } else { finding });
    }
}

/// Returns what is not stated: the key, and what it is called.
fn missing(contract: &Contract) -> Vec<(&'static str, &'static str, &'static str)> {
    let has_clauses = contract.clauses.as_ref().is_some_and(|clauses| !clauses.is_empty());
    [
        (!has_clauses, ("clauses", "特記事項", "the special provisions")),
        (contract.erasure.is_none(), ("erasure", "消去の約束", "the agreement on erasure")),
        (
            contract.incident_notice_hours.is_none(),
            ("incident_notice_hours", "事故を区に知らせるまでの時間", "the hours of notice of an incident"),
        ),
    ]
    .into_iter()
    .filter_map(|(is_missing, what)| is_missing.then_some(what))
    .collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let plants = matter.contracts.iter().flat_map(|contract| {
        let stated = missing(contract).is_empty();
        ["clauses", "erasure", "incident_notice_hours"].map(|key| {
            let plant = stated.then(|| Plant::unset(context, contract.span, key))??;
            Some(plant.within(contract.id.span))
        })
    });
    let new = matter.contracts.iter().take(1).map(|_| {
        let ward = matter.ward().map(|ward| crate::yaml::edit::scalar(&matter.roles[ward].id))?;
        let yaml = format!("{{ id: planted-contract, parties: [{{ role: {ward} }}] }}");
        Plant::push_to(context, matter.span, "contracts", &yaml)
    });
    Mutation::new(plants.chain(new), text!("業務委託の契約がありません", "there is no contract"))
}
