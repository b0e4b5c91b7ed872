//! Papers are put into envelopes, and nothing says who matches them with the addresses.

use super::spoiled_sheets_not_stated::entrusted;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::Contract;
use crate::model::ids::ContractId;
use crate::model::vocabulary::Fact;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, FORM};
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "enclosing-not-matched",
        severity: Severity::Warning,
        basis: &[FORM, APPI_66],
        page: include_str!("enclosing_not_matched.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (_, contract, place) in enclosing(context).filter(|(_, contract, _)| contract.matching.is_none()) {
        let name = contract.name();
        findings.add(
            RULE.at(
                place,
                text!(
                    "「{name}」では一人ずつの書類を封入しますが、宛名と中身を誰がどう照合するか書かれていません（記載なし）",
                    "papers are put into envelopes under the contract {name}, and nothing says who matches them with the addresses, and how"
                ),
            )
            .help(text!(
                "契約の matching に、照合する役割（by）と照合のしかた（how）を書いてください",
                "write under `matching` of the contract who matches them (`by`) and how (`how`)"
            )),
        );
    }
}

/// Returns the contracts under which papers are put into envelopes and whose form has a row for it.
fn enclosing<'a>(context: &Context<'a>) -> impl Iterator<Item = (ContractId, &'a Contract, Span)> {
    context.matter.contracts.enumerate().filter_map(move |(id, contract)| {
        Some((id, contract, entrusted(context, id, Fact::Matching, |act| act.encloses)?))
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = enclosing(context).filter_map(|(_, contract, place)| {
        contract.matching.as_ref()?;
        Some(Some(Plant::unset(context, contract.span, "matching")?.within(place)))
    });
    Mutation::new(
        plants,
        text!(
            "封入する契約で、照合のしかたを書いたものがありません",
            "no contract under which papers are put into envelopes says how they are matched"
        ),
    )
}
