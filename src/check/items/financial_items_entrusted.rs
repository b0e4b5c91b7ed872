//! Items whose leakage may cost money, entrusted without saying how soon the ward hears of an incident.

use super::entrusted::{entrusted, first_entries, mark, of_kinds, with_entry};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::ItemKind;
use crate::rule::Rule;
use crate::rule::law::{APPI_68, RULES_43};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "financial-items-entrusted",
        severity: Severity::Warning,
        basis: &[APPI_68, RULES_43],
        page: include_str!("financial_items_entrusted.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let financial = of_kinds(context, &[ItemKind::Financial]);
    for (id, contract) in context.matter.contracts.enumerate() {
        let items = entrusted(context, id).and(&financial);
        if items.is_empty() || contract.incident_notice_hours.is_some() {
            continue;
        }
        let (title, names) = (context.contract(id), context.item_names(&items));
        let (names, names_en) = (names.ja, names.en);
        let finding = RULE
            .at(
                contract.id.span,
                text!(
                    "財産的被害につながる{names}を取り扱わせる契約「{title}」に、事故を区へ知らせるまでの時間の記載がありません（記載なし）",
                    "{title} entrusts {names_en}, whose leakage may cost money, but does not state within how many hours the ward is told of an incident"
                ),
            )
            .label(text!("何時間以内に知らせるかの記載がない契約", "the hours are not stated"))
            .help(text!(
                "incident_notice_hours を定めてください。人数によらず報告の対象となります（規則第43条第2号）",
                "state `incident_notice_hours`; such a leakage must be reported whatever the number of persons (rules art. 43, item 2)"
            ));
        findings.add(with_entry(context, finding, Some(id), &items));
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants: Vec<Option<Plant>> = first_entries(context)
        .into_iter()
        .map(|(id, entry)| {
            let contract = &context.matter.contracts[id];
            let plant =
                mark(context, entry, ItemKind::Financial).map(|plant| plant.within(contract.id.span))?;
            match contract.incident_notice_hours {
                Some(_) => plant.and(Plant::unset(context, contract.span, "incident_notice_hours")),
                None => Some(plant),
            }
        })
        .collect();
    Mutation::new(plants, text!("項目を取り扱わせる契約がありません", "no contract entrusts any item"))
}
