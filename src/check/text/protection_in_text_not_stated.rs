//! A protection that a step or the wording of a way names, and that the line does not state.

use super::named::{Roles, lines};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Statement, Word, Words, word};
use crate::diagnostic::Severity;
use crate::model::flow::Link;
use crate::model::ids::ProtectionId;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;
use crate::yaml::edit;
use std::ops::Range;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "protection-in-text-not-stated",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("protection_in_text_not_stated.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let (protections, roles) = (protections(context), Roles::new(context));
    let words = &context.statements().words;
    let all: Vec<Word> = protections.iter().flat_map(|(_, words)| words.clone()).collect();
    let meant: Vec<ProtectionId> =
        protections.iter().flat_map(|(id, words)| words.iter().map(|_| *id)).collect();
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        let said = by_hand(context, statement);
        let Some(first) = said.first() else { continue };
        let mut told: Vec<ProtectionId> = Vec::new();
        let names = roles.in_sentence(statement);
        for (at, range) in statement.find_all(&all) {
            let Some(id) = meant.get(at).copied() else { continue };
            // Of several lines of a step the sentence does not say which it speaks of.
            let is_stated = said.iter().any(|link| states(link, id));
            // What the matter never states of a line it leaves to its sentences, unless the way needs just this.
            let is_looked_for = is_used(context, id) || said.iter().any(|link| needs(context, link, id));
            let is_name = names.iter().any(|(_, name)| name.start <= range.start && range.end <= name.end);
            if is_stated
                || is_name
                || names_work(statement, range.end, words)
                || !is_looked_for
                || told.contains(&id)
                || statement.is_denied(range.end, words)
            {
                continue;
            }
            told.push(id);
            add(context, statement, &range, first, id, findings);
        }
    }
}

fn add(
    context: &Context<'_>,
    statement: &Statement<'_>,
    range: &Range<usize>,
    link: &Link,
    id: ProtectionId,
    findings: &mut Findings,
) {
    let (written, row) = (statement.written(context, range), &context.common.protections[id]);
    let (name, key) = (&row.name, edit::scalar(&row.id));
    let place = link.protections.as_ref().map_or(link.id.span, |own| own.span);
    findings.add(
        RULE.at(
            place,
            text!(
                "文では「{written}」とありますが、線の保護に「{name}」がありません（不一致）",
                "the text says `{written}`, and the protections of the line do not state {key}"
            ),
        )
        .related(statement.span(range), text!("文の「{written}」", "`{written}` in the text"))
        .help(text!(
            "行っているなら protections に {key} を書き足し、行わないなら文から除いてください",
            "if it is done, add {key} to `protections`; if not, take it out of the text"
        )),
    );
}

/// Returns whether what stands before a place names work that is entrusted, and not what is done: 封緘を再委託する.
fn names_work(statement: &Statement<'_>, at: usize, words: &Words) -> bool {
    let after = statement.after(at);
    let after = after.strip_prefix(&['を']).or_else(|| after.strip_prefix(&['の'])).unwrap_or(after);
    let after = after.strip_prefix(&['再']).unwrap_or(after);
    words.business.iter().any(|word| after.starts_with(word))
}

/// Returns the lines without a network that a sentence speaks of and that state their protections: those of its step, or
/// the one whose way it words.
fn by_hand<'a>(context: &Context<'a>, statement: &Statement<'_>) -> Vec<&'a Link> {
    let is_by_hand = |link: &&Link| link.network.is_none() && link.protections.is_some();
    match statement.prose.owner {
        owner @ Owner::Step(..) => lines(context, owner).into_iter().filter(is_by_hand).collect(),
        Owner::Flow(flow) => {
            let is_own =
                |link: &&Link| link.means.as_ref().is_some_and(|own| own.span == statement.prose.text.span);
            context.matter.flows[flow].links.iter().filter(is_own).filter(is_by_hand).collect()
        }
        _ => Vec::new(),
    }
}

fn states(link: &Link, id: ProtectionId) -> bool {
    link.protections.iter().flat_map(|own| &own.value).any(|own| own.value == id)
}

/// Returns whether the matter states a protection of some line.
fn is_used(context: &Context<'_>, id: ProtectionId) -> bool {
    context.matter.flows.iter().flat_map(|flow| &flow.links).any(|link| states(link, id))
}

/// Returns whether the way of a line needs a protection, and no other would do.
fn needs(context: &Context<'_>, link: &Link, id: ProtectionId) -> bool {
    let way = link.way.as_ref().map(|way| &context.common.means[way.value]);
    way.is_some_and(|way| way.needs.iter().any(|any| any.as_slice() == [id]))
}

/// Returns the protections with their words.
fn protections(context: &Context<'_>) -> Vec<(ProtectionId, Vec<Word>)> {
    let all = context.common.protections.enumerate();
    all.map(|(id, row)| (id, row.words.iter().map(|own| word(own)).collect())).collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let (protections, roles) = (protections(context), Roles::new(context));
    let links = || context.matter.flows.iter().flat_map(|flow| &flow.links);
    let mut plants = Vec::new();
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        let said = by_hand(context, statement);
        let [link] = said.as_slice() else { continue };
        for (id, words) in &protections {
            let is_elsewhere = links().any(|own| own.id.span != link.id.span && states(own, *id));
            let found = statement.find_all(words);
            let names = roles.in_sentence(statement);
            let is_said = found.iter().any(|(_, range)| {
                let is_name = names.iter().any(|(_, own)| own.start <= range.start && range.end <= own.end);
                let words = &context.statements().words;
                !is_name
                    && !names_work(statement, range.end, words)
                    && !statement.is_denied(range.end, &context.statements().words)
            });
            if !is_elsewhere || !is_said || !states(link, *id) {
                continue;
            }
            let own: Option<Span> = link
                .protections
                .iter()
                .flat_map(|list| &list.value)
                .find(|own| own.value == *id)
                .map(|own| own.span);
            let list = link.protections.as_ref().map(|own| own.span);
            plants.push(
                list.zip(own).and_then(|(list, own)| Some(Plant::drop(context, list, own)?.within(list))),
            );
        }
    }
    Mutation::new(
        plants,
        text!(
            "文に書かれ、線の保護にもある受渡しの保護が、ほかの線にありません",
            "no protection of a hand-over is both worded and stated, here and on another line"
        ),
    )
}
