//! A sub-contractor that is the contractor itself or of its group.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::{ContractId, PartyId, RoleId};
use crate::rule::Rule;
use crate::rule::law::{APPI_66_2_5, GUIDE_CHOICE};
use crate::text;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "subcontractor-of-same-group",
        severity: Severity::Warning,
        basis: &[APPI_66_2_5, GUIDE_CHOICE],
        page: include_str!("subcontractor_of_same_group.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for contract in context.matter.contracts.ids() {
        for (sub, own, other) in pairs(context, contract) {
            let top = |party| top(context, party);
            if top(own) != top(other) {
                continue;
            }
            let (name, by) = (&context.year.parties[own].name, &context.year.parties[other].name);
            let same = own == other;
            let (ja, en) = if same {
                ("その者自身", "itself")
            } else {
                ("同じ企業の集まりの会社", "a company of its group")
            };
            findings.add(
                RULE.at(
                    sub.span,
                    text!(
                        "再委託先「{name}」は、委託先「{by}」から見て{ja}です（要確認）",
                        "the sub-contractor {name} is, to the contractor {by}, {en}"
                    ),
                )
                .help(text!(
                    "再委託先の監督が形だけにならないか、選んだ理由を確かめてください。受け入れるなら、その理由を waivers に書いてください",
                    "see that supervision is real and why it was chosen; if it is accepted, say why in a waiver"
                )),
            );
        }
    }
}

/// Returns each company of a sub-contractor with each company of the contract's parties.
fn pairs<'a>(
    context: &Context<'a>,
    contract: ContractId,
) -> Vec<(&'a crate::source::Located<RoleId>, PartyId, PartyId)> {
    let matter = context.matter;
    let companies = |role: RoleId| {
        let providers = matter.roles[role].providers.iter().map(|provider| &matter.providers[*provider]);
        providers.filter_map(|provider| provider.party.as_ref()).map(|party| party.value)
    };
    let subs = matter.contracts[contract].subcontracting.iter().flat_map(|own| &own.subcontractors);
    let mut pairs = Vec::new();
    for sub in subs {
        for own in companies(sub.role.value) {
            for party in context.contractors(contract) {
                pairs.extend(companies(party).map(|other| (&sub.role, own, other)));
            }
        }
    }
    pairs
}

/// Returns the company at the top of a group; the loader refuses circles.
fn top(context: &Context<'_>, party: PartyId) -> PartyId {
    let above = |party: &PartyId| context.year.parties[*party].parent.as_ref().map(|parent| parent.value);
    std::iter::successors(Some(party), above).last().unwrap_or(party)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let plants = matter
        .contracts
        .ids()
        .flat_map(|contract| pairs(context, contract))
        .filter(|(_, own, other)| own != other);
    let plants = plants.map(|(sub, own, other)| {
        let child = context.year.parties[own].span;
        let parent = crate::yaml::edit::scalar(&context.year.parties[other].id);
        Some(Plant::set(context, child, "parent", &parent)?.within(sub.span))
    });
    Mutation::new(
        plants,
        text!("法人の書かれた再委託先がありません", "no sub-contractor with a company is named"),
    )
}
