//! A letter (甲乙丙丁) in a text of a contract that is not that party.

use super::named::Roles;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Statement, contracts};
use crate::diagnostic::Severity;
use crate::model::contract::Contract;
use crate::model::ids::{ContractId, RoleId};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "letter-in-text-differs",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("letter_in_text_differs.md"),
    },
    check,
    mutate,
};

const LETTERS: [char; 6] = ['甲', '乙', '丙', '丁', '戊', '己'];

/// What follows a letter that stands for a party.
const AFTER: [char; 16] =
    ['は', 'が', 'に', 'へ', 'を', 'と', 'の', 'も', 'か', '、', ',', ')', '及', '又', '並', '。'];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let roles = Roles::new(context);
    for statement in &context.statements().list {
        let [contract] = contracts(context, statement.prose.owner)[..] else { continue };
        if matches!(statement.prose.owner, Owner::Checklist(_)) {
            continue;
        }
        let own = &context.matter.contracts[contract];
        let letters = letters(own);
        if letters.is_empty() || letters.len() != own.parties.len() {
            continue;
        }
        let named = roles.in_sentence(statement);
        for at in standing(statement) {
            let letter = statement.chars.get(at).copied().unwrap_or_default();
            let Some((_, role, place)) = letters.iter().find(|(own, ..)| *own == letter) else {
                unknown(context, statement, at, contract, findings);
                continue;
            };
            let is_bracketed = at > 0 && statement.chars.get(at - 1) == Some(&'(');
            let before = named.iter().find(|(_, range)| is_bracketed && range.end + 1 == at);
            if let Some((said, _)) = before
                && said != role
                && own.binds(*said)
            {
                other_party(context, statement, at, (*said, *role, *place), findings);
            }
        }
        if let Owner::Conveyance(_, number) = statement.prose.owner {
            direction(context, statement, own, number, findings);
        }
    }
}

/// Returns the letter, the role and the place of each party that has a letter.
fn letters(contract: &Contract) -> Vec<(char, RoleId, Span)> {
    let parties = contract.parties.iter();
    parties
        .filter_map(|party| {
            let letter = party.letter.as_ref()?;
            Some((letter.chars().next()?, party.role.value, letter.span))
        })
        .collect()
}

/// Returns where letters stand for parties: by themselves, before a particle or a bracket.
fn standing(statement: &Statement<'_>) -> Vec<usize> {
    let chars = &statement.chars;
    let is_alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let next = chars.get(at + 1);
        before.is_none_or(|c| !('\u{4E00}'..='\u{9FFF}').contains(c) || matches!(c, '及' | '又' | '並'))
            && next.is_some_and(|c| AFTER.contains(c))
    };
    (0..chars.len())
        .filter(|at| chars.get(*at).is_some_and(|c| LETTERS.contains(c)) && is_alone(*at))
        .collect()
}

fn unknown(
    context: &Context<'_>,
    statement: &Statement<'_>,
    at: usize,
    contract: ContractId,
    findings: &mut Findings,
) {
    let range = at..at + 1;
    let (letter, title) = (statement.written(context, &range), context.contract(contract));
    findings.add(
        RULE.at(
            statement.span(&range),
            text!(
                "「{letter}」とありますが、「{title}」の当事者にその字がありません（不一致）",
                "`{letter}` is named, and no party of `{title}` has that letter"
            ),
        )
        .related(context.matter.contracts[contract].parties_span, text!("当事者", "the parties"))
        .help(text!("甲・乙・丙のどれを指すかを確かめてください", "find out which party is meant")),
    );
}

fn other_party(
    context: &Context<'_>,
    statement: &Statement<'_>,
    at: usize,
    (said, role, place): (RoleId, RoleId, Span),
    findings: &mut Findings,
) {
    let range = at..at + 1;
    let (letter, said, role) = (statement.written(context, &range), context.role(said), context.role(role));
    findings.add(
        RULE.at(
            statement.span(&range),
            text!(
                "文では「{said}」を「{letter}」としていますが、当事者の欄の「{letter}」は「{role}」です（不一致）",
                "the sentence calls `{said}` {letter}, and {letter} is `{role}`"
            ),
        )
        .related(place, text!("「{letter}」は「{role}」", "{letter} is `{role}`"))
        .help(text!("文か、当事者の字を直してください", "fix the sentence, or the letter of the party")),
    );
}

/// Holds the first letters of a sentence on who hands what to whom against its facts.
fn direction(
    context: &Context<'_>,
    statement: &Statement<'_>,
    contract: &Contract,
    number: usize,
    findings: &mut Findings,
) {
    let conveys = contract.arrangement.as_ref().and_then(|own| own.conveys.get(number));
    let Some(conveyance) = conveys else { return };
    let letters = letters(contract);
    let next = |at: usize| statement.chars.get(at + 1).copied().unwrap_or_default();
    let standing = standing(statement);
    let giver = standing.iter().find(|at| matches!(next(**at), 'は' | 'が'));
    let receiver = standing.iter().find(|at| matches!(next(**at), 'に' | 'へ'));
    let sides = [
        (giver, conveyance.from.value, conveyance.from.span, "渡す側", "who hands over"),
        (receiver, conveyance.to.value, conveyance.to.span, "受ける側", "who receives"),
    ];
    for (at, fact, place, ja, en) in sides {
        let Some(at) = at else { continue };
        let letter = statement.chars.get(*at).copied().unwrap_or_default();
        let Some((_, said, _)) = letters.iter().find(|(own, ..)| *own == letter) else { continue };
        if *said == fact {
            continue;
        }
        let (said, fact) = (context.role(*said), context.role(fact));
        findings.add(
            RULE.at(
                statement.span(&(*at..at + 1)),
                text!(
                    "文では{ja}が「{letter}」（{said}）ですが、事実の欄では「{fact}」です（不一致）",
                    "the sentence says {letter} ({said}) is {en}, and the facts say `{fact}`"
                ),
            )
            .related(place, text!("{ja}は「{fact}」", "{en}: `{fact}`"))
            .help(text!(
                "どちらからどちらへ渡すかを確かめ、文と from・to をそろえてください",
                "find out who hands over to whom, and make the sentence agree with `from` and `to`"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter().filter(|own| letters(own).len() == own.parties.len());
    let plants = contracts.filter_map(|contract| {
        let text = contract.arrangement.as_ref()?.intro.as_ref()?;
        let free = LETTERS.iter().find(|own| letters(contract).iter().all(|(letter, ..)| letter != *own))?;
        Some(Plant::insert(context, text.span, &format!("。{free}は、これに従う")))
    });
    Mutation::new(
        plants,
        text!("甲乙丙を書いた契約の文がありません", "no contract has letters and an arrangement"),
    )
}
