//! A legal entity that a sentence names, and that plays no role in the matter.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::{Owner, TextKind};
use crate::check::rule::Check;
use crate::check::statements::{Statement, Word, contains, contains_any, is_word, word};
use crate::diagnostic::Severity;
use crate::model::ids::PartyId;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "legal-entity-not-of-matter",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("legal_entity_not_of_matter.md"),
    },
    check,
    mutate,
};

/// Returns the legal entities of the year, each with its name folded and whether it plays a role in the matter.
fn entities(context: &Context<'_>) -> Vec<(PartyId, Word, bool)> {
    let plays = |id: PartyId| {
        context.matter.providers.iter().any(|own| own.party.as_ref().is_some_and(|party| party.value == id))
    };
    context.year.parties.enumerate().map(|(id, party)| (id, word(&party.name), plays(id))).collect()
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let entities = entities(context);
    let names: Vec<Word> = entities.iter().map(|(_, name, _)| name.clone()).collect();
    let words = &context.statements().words;
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        let is_told = matches!(
            statement.prose.owner,
            Owner::Overview
                | Owner::Contract(_)
                | Owner::Task(..)
                | Owner::Conveyance(..)
                | Owner::Step(..)
                | Owner::Form(_)
                | Owner::Connection(_)
        );
        if !is_told || statement.prose.place != TextKind::Body {
            continue;
        }
        // Other bodies may be named for what they have to do with the business; who does the work is in the list.
        if contains_any(&statement.chars, &words.entrusts) {
            unknown(context, statement, &names, findings);
        }
        for (at, range) in statement.find_all(&names) {
            let Some((id, _, plays)) = entities.get(at) else { continue };
            // The name goes on: it is another legal entity's.
            let before = range.start.checked_sub(1).and_then(|at| statement.chars.get(at));
            let goes_on = statement.chars.get(range.end).is_some_and(|c| is_word(*c))
                || before.is_some_and(|c| is_word(*c));
            if *plays || goes_on || statement.is_denied(range.end, words) {
                continue;
            }
            let (name, place) = (&context.year.parties[*id].name, statement.span(&range));
            findings.add(
                RULE.at(
                    place,
                    text!(
                        "文に「{name}」とありますが、この案件のどの役割も担っていません（不一致）",
                        "the sentence names `{name}`, which plays no role in the matter"
                    ),
                )
                .related(name.span, text!("法人の欄", "the legal entity"))
                .help(text!(
                    "委託先などの名を確かめ、文を直すか、その法人を役割を担う者（providers）に加えてください",
                    "look the name up; fix the sentence, or make it a provider of a role"
                )),
            );
        }
    }
}

/// Finds a name with a word for a legal form that no legal entity of the year has.
fn unknown(context: &Context<'_>, statement: &Statement<'_>, names: &[Word], findings: &mut Findings) {
    const FORMS: [&str; 9] = [
        "株式会社",
        "有限会社",
        "合同会社",
        "一般社団法人",
        "一般財団法人",
        "公益社団法人",
        "公益財団法人",
        "社会福祉法人",
        "医療法人",
    ];
    let forms: Vec<Word> = FORMS.iter().map(|form| word(form)).collect();
    for (_, range) in statement.find_all(&forms) {
        let after = statement.after(range.end).iter().take_while(|c| is_word(**c)).count();
        let before = statement.before(range.start).iter().rev().take_while(|c| is_word(**c)).count();
        // The word by itself, or on both sides of which something stands, names nobody in particular.
        let whole = match (before, after) {
            (0, 2..) => range.start..range.end + after,
            (2.., 0) => range.start - before..range.end,
            _ => continue,
        };
        let said = statement.chars.get(whole.clone()).unwrap_or(&[]);
        let around = statement.chars.get(whole.start..).unwrap_or(&[]);
        let is_known =
            names.iter().any(|name| contains(name, said) || around.starts_with(name) || contains(said, name));
        if is_known || statement.is_denied(whole.end, &context.statements().words) {
            continue;
        }
        let written = statement.written(context, &whole);
        findings.add(
            RULE.at(
                statement.span(&whole),
                text!(
                    "文の「{written}」という法人が、法人の一覧（parties.yaml）にありません（不一致）",
                    "the sentence names `{written}`, and the year has no such legal entity"
                ),
            )
            .help(text!(
                "法人の名を確かめ、文を直すか、法人の一覧に加えてください",
                "look the name up; fix the sentence, or add the legal entity"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let text = context.matter.overview.as_ref().and_then(|overview| overview.description.as_ref());
    let other = entities(context).into_iter().find(|(_, _, plays)| !plays);
    let plant = text.zip(other).map(|(text, (id, ..))| {
        Plant::insert(context, text.span, &format!("。{}に委託する", context.year.parties[id].name))
    });
    Mutation::new(plant, text!("概要の文か、ほかの法人がありません", "no overview, or no other legal entity"))
}
