//! Special care-required information that passes unencrypted, or lies without access control and monitoring.

use super::entrusted::{entrusted, entry, first_entries, mark, of_kinds, with_entry};
use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::flow::Link;
use crate::model::ids::ContractId;
use crate::model::item::Items;
use crate::model::vocabulary::{Bearer, Cargo, ItemKind, Mark, Topic};
use crate::rule::Rule;
use crate::rule::law::{APPI_2_3, APPI_60_5, APPI_66, RULES_43};
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "special-care-without-safeguards",
        severity: Severity::Error,
        basis: &[APPI_2_3, APPI_60_5, RULES_43, APPI_66],
        page: include_str!("special_care_without_safeguards.md"),
    },
    check,
    mutate,
};

const KINDS: [ItemKind; 2] = [ItemKind::SpecialCare, ItemKind::OrdinanceSpecialCare];

/// What protects data where it lies.
const AT_REST: [Topic; 2] = [Topic::AccessControl, Topic::Monitoring];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let special = of_kinds(context, &KINDS);
    if special.is_empty() {
        return;
    }
    for flow in &context.matter.flows {
        for link in flow.links.iter().filter(|link| is_network(link) && !encrypts(context, link)) {
            let Some(items) = link.items.as_ref().map(|items| items.and(&special)) else { continue };
            if !items.is_empty() {
                let contract = flow.contract.as_ref().map(|contract| contract.value);
                findings.add(unencrypted(context, link, contract, &items));
            }
        }
    }
    for topic in AT_REST {
        for open in unguarded(context, &special, topic) {
            findings.add(at_rest(context, topic, &open, &special));
        }
    }
}

/// Returns whether data passes over a network here: one is named, or nothing says that it passes otherwise.
fn is_network(link: &Link) -> bool {
    let transfer = link.is_transfer() && link.means.is_none();
    link.carries == Cargo::Data && (link.network.is_some() || transfer)
}

fn encrypts(context: &Context<'_>, link: &Link) -> bool {
    let protections = link.protections.iter().flat_map(|own| &own.value);
    protections.into_iter().any(|own| context.common.protections[own.value].encrypts)
}

fn unencrypted(
    context: &Context<'_>,
    link: &Link,
    contract: Option<ContractId>,
    items: &Items,
) -> crate::diagnostic::Diagnostic {
    let (from, to, names) =
        (context.role(link.from.value), context.role(link.to.value), context.item_names(items));
    let (names, names_en) = (names.ja, names.en);
    let place = link.protections.as_ref().map_or(link.id.span, |own| own.span);
    let finding = RULE
        .at(
            place,
            text!(
                "要配慮個人情報{names}を{from}から{to}へ送る線に、通信の暗号化の記載がありません（記載なし）",
                "the link from {from} to {to} carries special care-required {names_en} without encryption"
            ),
        )
        .label(text!("暗号化がありません", "no encryption"))
        .help(text!(
            "protections に、通信を暗号化するものを書いてください",
            "state a protection that encrypts the transfer in `protections`"
        ))
        .assumed(link.assumed);
    with_entry(context, finding, contract, items)
}

/// An answer that leaves a topic open, or the contract that has none, with the contracts that it is open for.
struct Open<'a> {
    place: Span,
    /// The form's word for a measure that is taken; `None` where nothing is answered.
    adopted: Option<&'a str>,
    contracts: Vec<ContractId>,
}

/// Returns what leaves a topic open for contracts that entrust such items.
fn unguarded<'a>(context: &Context<'a>, special: &Items, topic: Topic) -> Vec<Open<'a>> {
    let mut open: Vec<Open<'a>> = Vec::new();
    for (id, contract) in context.matter.contracts.enumerate() {
        if entrusted(context, id).and(special).is_empty() {
            continue;
        }
        let answers: Vec<Answered<'a>> = context
            .answers_on(id, topic)
            .filter(|answered| answered.form.bearer.value == Bearer::Contractor)
            .collect();
        if answers.iter().any(Answered::is_adopted) {
            continue;
        }
        let place = answers.first().map_or(contract.id.span, |answered| answered.answer.status.span);
        match open.iter_mut().find(|own| own.place == place) {
            Some(own) => own.contracts.push(id),
            None => {
                let adopted = answers.first().map(|answered| answered.form.word(Mark::Adopted));
                open.push(Open { place, adopted, contracts: vec![id] });
            }
        }
    }
    open
}

fn at_rest(
    context: &Context<'_>,
    topic: Topic,
    open: &Open<'_>,
    special: &Items,
) -> crate::diagnostic::Diagnostic {
    let (place, contracts) = (open.place, &open.contracts);
    let Text { ja: titles, en: titles_en } = quoted(contracts.iter().map(|id| context.contract(*id)));
    let (measure, word) = (topic.ja(), topic.word());
    let Text { ja, en } = match open.adopted {
        Some(adopted) => text!("「{adopted}」ではありません（要確認）", "is not {adopted}"),
        None => text!("答えがありません（記載なし）", "is not answered"),
    };
    let items = contracts.first().map(|id| entrusted(context, *id).and(special)).unwrap_or_default();
    let names = context.item_names(&items);
    let (names, names_en) = (names.ja, names.en);
    let finding = RULE
        .at(
            place,
            text!(
                "要配慮個人情報{names}を取り扱わせる契約{titles}で、事業者に行わせる「{measure}」が{ja}",
                "{titles_en} entrusts special care-required {names_en}, but the contractor's `{word}` {en}"
            ),
        )
        .help(text!(
            "その契約に及ぶチェックリストでその対策を行うとするか、要配慮個人情報を取り扱わせないようにしてください",
            "adopt it in the checklist that covers the contract, or do not entrust such items"
        ));
    with_entry(context, finding, contracts.first().copied(), &items)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let mut plants: Vec<Option<Plant>> = Vec::new();
    for flow in &matter.flows {
        for link in flow.links.iter().filter(|link| is_network(link)) {
            let Some(item) = link.items.as_ref().and_then(|items| items.iter().next()) else { continue };
            let Some(entry) = entry(context, None, item) else { continue };
            let plant = mark(context, entry, ItemKind::SpecialCare).map(|plant| plant.within(link.id.span));
            plants.push(match &link.protections {
                Some(_) => plant.and_then(|plant| plant.and(Plant::unset(context, link.span, "protections"))),
                None => plant,
            });
        }
    }
    for (id, entry) in first_entries(context) {
        for topic in AT_REST {
            for answered in context.answers_on(id, topic) {
                let status = answered.answer.status.span;
                let plant = mark(context, entry, ItemKind::SpecialCare);
                plants.push(
                    plant
                        .and_then(|plant| plant.and(Plant::scalar(status, "not_needed")))
                        .map(|plant| plant.within(status)),
                );
            }
        }
    }
    Mutation::new(
        plants,
        text!(
            "項目を通信で送る線も、項目を取り扱わせる契約もありません",
            "no item passes over a network or is entrusted"
        ),
    )
}
