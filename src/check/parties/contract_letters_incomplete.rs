//! 甲乙丙丁: the letters of a contract, each once, in order, 甲 for the ward.

use super::who::{self, NEW, SITES};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::{Contract, ContractParty};
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::{CIVIL_CODE, FORM};
use crate::source::Located;
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "contract-letters-incomplete",
        severity: Severity::Error,
        basis: &[FORM, CIVIL_CODE],
        page: include_str!("contract_letters_incomplete.md"),
    },
    check,
    mutate,
};

/// The letters in order (十干); the first is the ward's.
const LETTERS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for contract in &context.matter.contracts {
        ward(context, contract, findings);
        letters(context, contract, findings);
    }
}

/// Looks whether the ward is a party, and 甲.
fn ward(context: &Context<'_>, contract: &Contract, findings: &mut Findings) {
    let is_ward = |party: &&ContractParty| context.matter.roles[party.role.value].is(RoleKind::Ward);
    let Some(ward) = contract.parties.iter().find(is_ward) else {
        findings.add(
            RULE.at(
                contract.id.span,
                text!("契約の当事者に区がありません（記載なし）", "the ward is no party of the contract"),
            )
            .related(contract.parties_span, text!("当事者", "the parties"))
            .help(text!("parties に、区を甲として加えてください", "add the ward to the parties as 甲")),
        );
        return;
    };
    if let Some(letter) = ward.letter.as_ref().filter(|letter| place_of(letter) != Some(0)) {
        findings.add(
            RULE.at(
                letter.span,
                text!("区が甲ではなく「{letter}」です（要確認）", "the ward is `{letter}`, not 甲"),
            )
            .help(text!("区を甲とし、ほかの当事者を乙から順に付けてください", "the ward is 甲")),
        );
    }
}

/// Looks at the letters of all parties together.
fn letters(context: &Context<'_>, contract: &Contract, findings: &mut Findings) {
    let mut given: Vec<(usize, &Located<String>)> = Vec::new();
    let before = findings.list.len();
    for party in &contract.parties {
        let role = context.role(party.role.value);
        let Some(letter) = &party.letter else {
            findings.add(
                RULE.at(
                    party.role.span,
                    text!(
                        "当事者「{role}」に甲・乙・丙などの別がありません（記載なし）",
                        "the party `{role}` has no letter"
                    ),
                )
                .help(text!("letter に、甲・乙・丙などを書いてください", "write its letter")),
            );
            continue;
        };
        let Some(place) = place_of(letter) else {
            findings.add(
                RULE.at(
                    letter.span,
                    text!(
                        "「{letter}」は甲・乙・丙・丁などの別ではありません（要確認）",
                        "`{letter}` is none of 甲, 乙, 丙, 丁 and so on"
                    ),
                )
                .help(text!("甲・乙・丙・丁などの一字を書いてください", "write one of these letters")),
            );
            continue;
        };
        match given.iter().find(|(other, _)| *other == place) {
            Some((_, first)) => findings.add(
                RULE.at(
                    letter.span,
                    text!("「{letter}」が二度使われています（不一致）", "`{letter}` is given to two parties"),
                )
                .related(first.span, text!("先の「{first}」", "the first `{first}`"))
                .help(text!("当事者ごとに別の字を付けてください", "give each party a letter of its own")),
            ),
            None => given.push((place, letter)),
        }
    }
    if findings.list.len() == before {
        gap(given, contract, findings);
    }
}

/// Looks for a letter that is passed over, other than the ward's.
fn gap(mut given: Vec<(usize, &Located<String>)>, contract: &Contract, findings: &mut Findings) {
    given.sort_unstable_by_key(|(place, _)| *place);
    let wanted = (1..).zip(given.iter().filter(|(place, _)| *place > 0));
    for (place, (own, letter)) in wanted {
        let Some(missing) = LETTERS.get(place).filter(|_| place != *own) else { continue };
        findings.add(
            RULE.at(
                letter.span,
                text!(
                    "「{letter}」があるのに「{missing}」がありません（不一致）",
                    "there is `{letter}` and no `{missing}`"
                ),
            )
            .related(contract.parties_span, text!("当事者", "the parties"))
            .help(text!(
                "欠けている当事者を加えるか、字を順に付け直してください",
                "add the party that is missing, or give the letters in order"
            )),
        );
        return;
    }
}

/// Returns the place of a letter in the order, counted from 0.
fn place_of(letter: &str) -> Option<usize> {
    LETTERS.iter().position(|own| spelling::same(own, letter))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = &context.matter.contracts;
    let parties = contracts.iter().flat_map(|contract| &contract.parties);
    let lettered = parties.filter(|party| party.letter.is_some()).take(SITES);
    let taken = lettered.map(|party| Plant::unset(context, party.span, "letter"));
    let added = contracts.iter().take(SITES).map(|contract| {
        Plant::push_to(context, contract.span, "parties", &format!("{{ role: {NEW} }}"))?
            .and(who::new_role(context, ""))
    });
    Mutation::new(taken.chain(added), text!("契約がありません", "there is no contract"))
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn letters_have_a_place_and_other_words_none() {
        assert_eq!(place_of("甲"), Some(0));
        assert_eq!(place_of("丁 "), Some(3));
        assert_eq!(place_of("Ａ"), None);
    }
}
