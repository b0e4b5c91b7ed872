//! A system that a step or a connection names in its sentence, and is not the one of its facts.

use super::named::systems;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Word, contains, is_word, word};
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::ids::SystemId;
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "system-in-text-differs",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("system_in_text_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    unknown(context, findings);
    let (words, meant) = systems(context);
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        let Some((facts, place)) = facts(context, statement.prose.owner) else { continue };
        for (at, range) in statement.find_all(&words) {
            let Some(said) = meant.get(at) else { continue };
            if said.iter().any(|own| facts.contains(own))
                || statement.is_denied(range.end, &context.statements().words)
            {
                continue;
            }
            let written = statement.written(context, &range);
            let Text { ja: known, en: known_en } = quoted(facts.iter().map(|own| context.system(*own)));
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!(
                        "文では「{written}」ですが、事実の欄では{known}です（不一致）",
                        "the sentence names `{written}`, and the facts say {known_en}"
                    ),
                )
                .related(place, text!("事実の欄", "the facts"))
                .help(text!(
                    "どの端末・サーバ・システムかを確かめ、文と欄をそろえてください",
                    "find out which system it is, and make the sentence and the facts agree"
                )),
            );
        }
    }
}

/// Finds what a sentence calls a system by its last letters (端末, システム), and that no system of the matter is called.
fn unknown(context: &Context<'_>, findings: &mut Findings) {
    let statements = context.statements();
    let kinds = &statements.words.systems;
    let mut known: Vec<Word> = statements.words.general.clone();
    for system in &context.matter.systems {
        known.push(word(&system.label));
        known.extend(system.facility.as_ref().map(|own| word(own)));
    }
    let roles = context.matter.roles.iter().map(|role| word(&role.name));
    let things = context.matter.flows.iter().flat_map(|flow| &flow.participants);
    let things = things.flat_map(|own| own.objects.iter().chain(&own.facility)).map(|own| word(own));
    let brands = context.matter.providers.iter().filter_map(|own| own.brand.as_ref()).map(|own| word(own));
    known.extend(roles.chain(things).chain(brands));
    // Another spelling of a name is another rule's.
    let variants = context.common.variants.iter().map(|own| own.forms.iter().map(|form| word(form)));
    for forms in variants.map(Iterator::collect::<Vec<Word>>) {
        if forms.iter().any(|form| known.iter().any(|name| contains(name, form))) {
            // サーバ is a kind and no name: it makes nothing known.
            let is_name =
                |form: &Word| !kinds.iter().any(|kind| contains(form, kind) && form.len() <= kind.len() + 1);
            known.extend(forms.into_iter().filter(is_name));
        }
    }
    for statement in statements.list.iter().filter(|own| !own.is_history) {
        let is_held = match statement.prose.owner {
            Owner::Form(_) => true,
            Owner::Step(flow, number) => {
                context.matter.flows[flow].steps.get(number).is_some_and(|step| step.system.is_some())
            }
            _ => false,
        };
        if !is_held {
            continue;
        }
        for (at, range) in statement.find_all(kinds) {
            let letters = statement.before(range.start).iter().rev().take_while(|c| is_word(**c)).count();
            let whole = range.start - letters..range.end;
            let own = statement.chars.get(whole.clone()).unwrap_or(&[]);
            let kind = kinds.get(at).map_or(0, Vec::len);
            let goes_on = statement.chars.get(range.end).is_some_and(|c| is_word(*c));
            let is_known = known.iter().any(|name| contains(name, own) || contains(own, name));
            if own.len() < kind + 2
                || goes_on
                || is_known
                || statement.is_denied(range.end, &statements.words)
            {
                continue;
            }
            let written = statement.written(context, &whole);
            findings.add(
                RULE.at(
                    statement.span(&whole),
                    text!(
                        "文の「{written}」という端末・システムが、どの役割の systems にもありません（不一致）",
                        "the sentence names `{written}`, and no role has such a system"
                    ),
                )
                .help(text!(
                    "名を確かめ、文を直すか、systems に加えてください",
                    "look its name up; fix the sentence, or add the system"
                )),
            );
        }
    }
}

/// Returns the systems that a sentence may name, and where they are stated: those of a connection's two ends, and those
/// of the ward; of a step its own, those of its lines, and those of others than who does it.
fn facts(context: &Context<'_>, owner: Owner) -> Option<(Vec<SystemId>, Span)> {
    let matter = context.matter;
    match owner {
        Owner::Form(id) => {
            let form = matter.connections[id].form.as_ref()?;
            let ends = form.from_system.iter().chain(&form.to_system);
            let ends: Vec<SystemId> = ends.map(|own| own.value).collect();
            // Only a whole pair says which systems are meant.
            (ends.len() == 2).then_some((ends, form.to_system.as_ref().map_or(form.span, |own| own.span)))
        }
        Owner::Step(id, number) => {
            let flow = &matter.flows[id];
            let step = flow.steps.get(number)?;
            let own = step.system.as_ref()?;
            let links = step.links.iter().map(|link| &flow.links[link.value]);
            let ends =
                links.flat_map(|link| link.from_system.iter().chain(&link.to_system)).map(|own| own.value);
            let others = matter.systems.enumerate().filter(|(_, system)| system.role != step.at.value);
            let arriving = flow.links.iter().filter(|link| link.to.value == step.at.value);
            let arriving = arriving.filter_map(|link| link.to_system.as_ref()).map(|own| own.value);
            let is_ward = matter.roles[step.at.value].is(RoleKind::Ward);
            let mut all: Vec<SystemId> = std::iter::once(own.value).chain(ends).collect();
            all.extend(others.map(|(id, _)| id));
            if !is_ward {
                all.extend(arriving);
            }
            Some((all, own.span))
        }
        _ => None,
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let (words, meant) = systems(context);
    let other = |facts: &[SystemId]| {
        let at = meant.iter().position(|own| own.iter().all(|id| !facts.contains(id)))?;
        words.get(at).map(|word| word.iter().collect::<String>())
    };
    let forms = matter.connections.enumerate().filter_map(|(id, connection)| {
        let (known, _) = facts(context, Owner::Form(id))?;
        let text = connection.form.as_ref()?.text.as_ref()?;
        Some(Plant::insert(context, text.span, &format!("（{}）", other(&known)?)))
    });
    Mutation::new(
        forms,
        text!(
            "両端の書かれた結合か、ほかのシステムがありません",
            "no connection states both ends, or there is no other system"
        ),
    )
}
