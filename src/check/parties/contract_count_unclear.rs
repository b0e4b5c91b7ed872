//! How many contracts there will be: one a provider, or one for all?

use super::who::{self, NEW, SITES};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity, Text, quoted};
use crate::model::contract::{Contract, ContractParty};
use crate::model::flow::ContractLabel;
use crate::model::ids::{ContractId, ProviderId, RoleId};
use crate::model::matter::Matter;
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::source::Span;
use crate::text;
use std::collections::BTreeSet;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "contract-count-unclear",
        severity: Severity::Warning,
        basis: &[CONSISTENCY, FORM],
        page: include_str!("contract_count_unclear.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for id in context.matter.contracts.ids() {
        if let Some(finding) = disagreement(context, id).or_else(|| not_stated(context, id)) {
            findings.add(finding);
        }
    }
}

/// A diagram that says "one a provider" where the annex does not, or says it of another role.
fn disagreement(context: &Context<'_>, id: ContractId) -> Option<Diagnostic> {
    let matter = context.matter;
    let contract = &matter.contracts[id];
    let (label, said) = labels(matter, id)
        .find(|(_, said)| contract.per_provider_of.as_ref().is_none_or(|stated| stated.value != *said))?;
    let role = context.role(said);
    let text = &label.text;
    let finding = RULE.at(
        place(contract),
        text!(
            "「{role}」の一者ごとに契約することが、図にあって別紙にありません（不一致）",
            "the diagram says that each `{role}` has a contract of its own, and the annex does not"
        ),
    );
    let shown = label.per_provider_of.as_ref().map_or(label.span, |role| role.span);
    let finding = finding.related(shown, text!("図は「{text}」", "the diagram: `{text}`"));
    Some(with_providers(context, id, finding))
}

/// Several providers, and no word on how many contracts that makes.
fn not_stated(context: &Context<'_>, id: ContractId) -> Option<Diagnostic> {
    let matter = context.matter;
    let contract = &matter.contracts[id];
    let open: Vec<&str> = open(matter, id).map(|(party, _)| context.role(party.role.value)).collect();
    if open.is_empty() {
        return None;
    }
    let Text { ja: names, en: names_en } = quoted(open);
    let finding = RULE.at(
        place(contract),
        text!(
            "{names}を担う者が複数いますが、契約を一者ごとに結ぶのか、まとめて一つとするのかが書かれていません（記載なし）",
            "several providers play {names_en}, and nothing says whether each has a contract of its own"
        ),
    );
    Some(with_providers(context, id, finding))
}

/// Shows the parties that several providers play, and says what to do.
fn with_providers(context: &Context<'_>, id: ContractId, finding: Diagnostic) -> Diagnostic {
    let finding = finding.help(text!(
        "一者ごとなら per_provider_of にその役割を、まとめて一つなら joint: true を、契約に書いてください",
        "state `per_provider_of` with the role, or `joint: true`, in the contract"
    ));
    open(context.matter, id).fold(finding, |finding, (party, number)| {
        finding.related(party.role.span, text!("担う者は{number}者", "{number} providers"))
    })
}

/// Returns the parties that several providers play, and how many, where the contract does not say what that means.
fn open(matter: &Matter, id: ContractId) -> impl Iterator<Item = (&ContractParty, usize)> {
    let contract = &matter.contracts[id];
    who::contractors(matter, id)
        .filter(|party| {
            let separate = contract.per_provider_of.as_ref().map(|role| role.value);
            separate != Some(party.role.value) && contract.joint.is_none()
        })
        .map(|party| {
            let providers: BTreeSet<ProviderId> =
                who::players(matter, party).into_iter().map(|(provider, _)| provider).collect();
            (party, providers.len())
        })
        .filter(|(_, number)| *number > 1)
}

/// Returns the bars of a contract's diagrams that say of which role each provider has a contract of its own.
fn labels(matter: &Matter, id: ContractId) -> impl Iterator<Item = (&ContractLabel, RoleId)> {
    let labels = matter.flows_of(id).filter_map(|flow| flow.contract_label.as_ref());
    labels.filter_map(|label| Some((label, label.per_provider_of.as_ref()?.value)))
}

/// Returns what the contract says of the number of contracts, or where it would say it.
fn place(contract: &Contract) -> Span {
    let stated = contract.per_provider_of.as_ref().map(|role| role.span);
    let stated = stated.or_else(|| contract.joint.as_ref().map(|joint| joint.span));
    let form = stated.or_else(|| contract.form.as_ref().map(|form| form.span));
    form.unwrap_or(contract.id.span)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let labels = matter.flows.iter().filter_map(|flow| {
        let contract = &matter.contracts[flow.contract.as_ref()?.value];
        let label = flow.contract_label.as_ref()?;
        let party = contract.parties.last().filter(|_| label.per_provider_of.is_none())?;
        Some((label, party, contract))
    });
    let labelled = labels.take(SITES).map(|(label, party, contract)| {
        let role = &matter.roles[party.role.value].id.value;
        Some(Plant::set(context, label.span, "per_provider_of", role)?.within(place(contract)))
    });
    let added = matter.contracts.iter().take(1).map(|_| {
        let providers = format!("[{{ id: {NEW}, brand: 見本甲 }}, {{ id: {NEW}-2, brand: 見本乙 }}]");
        who::new_contract(context, NEW, &format!("{{ role: {NEW} }}"))?
            .and(who::new_role(context, &format!(", providers: {providers}")))
    });
    Mutation::new(labelled.chain(added), text!("契約がありません", "there is no contract"))
}
