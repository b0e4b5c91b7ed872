//! What a task, or the overview, says is done, held against the acts that it stands for.

use super::named::{Roles, systems};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Word, contains, word};
use crate::diagnostic::Severity;
use crate::model::ids::{ActId, RoleId};
use crate::model::vocabulary::ActClass;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Located;
use crate::text;
use std::ops::Range;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "act-in-text-differs",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("act_in_text_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let tasks = matter.contracts.iter().flat_map(|contract| &contract.tasks).flat_map(|group| &group.tasks);
    let tasks = tasks.map(|task| (&task.acts, &task.text));
    let overview = matter.overview.iter().flat_map(|overview| &overview.submitted);
    let overview = overview.map(|submitted| (&submitted.acts, &submitted.text));
    for (acts, text) in tasks.chain(overview) {
        missing(context, acts, text, findings);
    }
    surplus(context, findings);
    beyond_tasks(context, findings);
    given_to_another(context, findings);
}

/// Finds a sentence that gives an act to one company and is true of another that it names: 「発送は甲社に、集計は乙社に委託する」.
fn given_to_another(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let acts: Vec<(ActId, Word)> =
        context.common.acts.enumerate().map(|(id, act)| (id, word(&act.name))).collect();
    let act_words: Vec<Word> = acts.iter().map(|(_, word)| word.clone()).collect();
    // Who is named, and the roles that it plays.
    let mut names: Vec<Word> = Vec::new();
    let mut roles: Vec<Vec<RoleId>> = Vec::new();
    for (id, role) in matter.roles.enumerate() {
        let companies = role.providers.iter().filter_map(|own| context.party(*own)).map(|own| &own.name);
        for name in companies.chain([&role.name]).map(|name| word(name)) {
            match names.iter().position(|own| *own == name) {
                Some(at) => roles.get_mut(at).into_iter().for_each(|own| own.push(id)),
                None => {
                    names.push(name);
                    roles.push(vec![id]);
                }
            }
        }
    }
    let does = |roles: &[RoleId], act: ActId| {
        let groups = matter.contracts.iter().flat_map(|own| &own.tasks);
        let groups = groups.filter(|group| roles.contains(&group.role.value));
        let mut own = groups.flat_map(|group| &group.tasks).flat_map(|task| &task.acts).map(|own| own.value);
        own.any(|own| own == act || context.common.acts[act].implied_by.contains(&own))
    };
    let words = &context.statements().words;
    let entrusts = word("委託");
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        if !contains(&statement.chars, &entrusts) {
            continue;
        }
        let named: Vec<(&[RoleId], Range<usize>)> = statement
            .find_all(&names)
            .into_iter()
            .filter(|(_, range)| statement.chars.get(range.end) == Some(&'に'))
            .filter_map(|(at, range)| Some((roles.get(at)?.as_slice(), range)))
            .collect();
        let mut from = 0;
        for (own, range) in &named {
            let said = statement.find_all(&act_words);
            let said = said.iter().filter(|(_, act)| from <= act.start && act.end <= range.start);
            // The act stands right before the name, with a particle between.
            let last = said.max_by_key(|(_, act)| act.end).filter(|(_, act)| range.start - act.end <= 2);
            from = range.end;
            let Some((act, act_range)) = last.and_then(|(at, act)| Some((acts.get(*at)?.0, act))) else {
                continue;
            };
            let is_others = named.iter().any(|(other, at)| at != range && does(other, act));
            if does(own, act) || !is_others || statement.is_denied(range.end, words) {
                continue;
            }
            let (name, act) = (statement.written(context, range), statement.written(context, act_range));
            findings.add(
                RULE.at(
                    statement.span(range),
                    text!(
                        "文では「{act}」を「{name}」に委託しますが、委託の内容では別の者に委託しています（不一致）",
                        "the text entrusts `{act}` to {name}, and the tasks entrust it to another"
                    ),
                )
                .help(text!(
                    "誰に何を委託するかを契約書で確かめ、文か委託の内容を直してください",
                    "look into the contract who is entrusted with what, and fix the text or the tasks"
                )),
            );
        }
    }
}

/// Finds the acts that the sentence does not name.
fn missing(context: &Context<'_>, acts: &[Located<ActId>], text: &Located<String>, findings: &mut Findings) {
    let chars = word(text);
    let is_named = |act: ActId| names(&chars, &word(&context.common.acts[act].name));
    for act in acts {
        let own = &context.common.acts[act.value];
        // An act that includes this one says it too, unless both are listed.
        let is_listed = |act: ActId| acts.iter().any(|own| own.value == act);
        if is_named(act.value) || own.implied_by.iter().any(|by| is_named(*by) && !is_listed(*by)) {
            continue;
        }
        let name = &own.name;
        findings.add(
            RULE.at(
                text.span,
                text!(
                    "acts にある「{name}」が、文にありません（不一致）",
                    "`{name}` stands in `acts`, and the sentence does not say it"
                ),
            )
            .related(act.span, text!("acts の「{name}」", "`{name}` in `acts`"))
            .help(text!(
                "行わせるなら文に書き足し、行わせないなら acts から除いてください",
                "say it in the sentence, or take it out of `acts`"
            )),
        );
    }
}

/// Finds the acts that the sentence of a task names besides its own.
fn surplus(context: &Context<'_>, findings: &mut Findings) {
    let roles = Roles::new(context);
    let (systems, _) = systems(context);
    let all: Vec<(ActId, Word)> = context
        .common
        .acts
        .enumerate()
        .filter(|(_, act)| !matches!(act.class, ActClass::Use))
        .map(|(id, act)| (id, word(&act.name)))
        .collect();
    let words: Vec<Word> = all.iter().map(|(_, word)| word.clone()).collect();
    for statement in &context.statements().list {
        let Owner::Task(contract, group, number) = statement.prose.owner else { continue };
        let groups = &context.matter.contracts[contract].tasks;
        let Some(task) = groups.get(group).and_then(|group| group.tasks.get(number)) else { continue };
        if task.acts.is_empty() {
            continue;
        }
        let Some(task_role) = groups.get(group).map(|group| group.role.value) else { continue };
        let named = roles.in_sentence(statement).into_iter().map(|(_, range)| range);
        let masked: Vec<_> =
            named.chain(statement.find_all(&systems).into_iter().map(|(_, range)| range)).collect();
        for (at, range) in statement.find_all(&words) {
            let is_masked = masked.iter().any(|own| own.start < range.end && range.start < own.end);
            let Some((act, said)) = all.get(at) else { continue };
            let is_stated = groups
                .iter()
                .filter(|own| own.role.value == task_role)
                .flat_map(|own| &own.tasks)
                .flat_map(|own| &own.acts)
                .any(|own| {
                    let (name, own) = (word(&context.common.acts[own.value].name), own.value);
                    own == *act
                        || contains(&name, said)
                        || contains(said, &name)
                        || context.common.acts[*act].implied_by.contains(&own)
                        || context.common.acts[own].implied_by.contains(act)
                });
            // The word is the beginning of another: 送信者, 作成年月日, 返却先; or is done by another hand.
            let goes_on = statement.chars.get(range.end).is_some_and(|c| GOES_ON.contains(c))
                || statement.after(range.end).starts_with(&['し', 'た']);
            if is_masked
                || is_stated
                || goes_on
                || statement.is_denied(range.end, &context.statements().words)
            {
                continue;
            }
            let name = statement.written(context, &range);
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!(
                        "文にある「{name}」が、acts にありません（不一致）",
                        "the sentence says `{name}`, and it does not stand in `acts`"
                    ),
                )
                .related(
                    task.acts.first().map_or(task.span, |act| act.span),
                    text!("acts はここ", "the acts"),
                )
                .help(text!(
                    "行わせるなら acts に書き足し、行わせないなら文から除いてください",
                    "add it to `acts`, or take it out of the sentence"
                )),
            );
        }
    }
}

/// Finds the acts that the overview says are entrusted, and that no task, step or list of it names.
fn beyond_tasks(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let Some(overview) = &matter.overview else { return };
    let roles = Roles::new(context);
    let all: Vec<(ActId, Word)> = context
        .common
        .acts
        .enumerate()
        .filter(|(_, act)| !matches!(act.class, ActClass::Use))
        .map(|(id, act)| (id, word(&act.name)))
        .collect();
    let words: Vec<Word> = all.iter().map(|(_, word)| word.clone()).collect();
    let tasks = matter.contracts.iter().flat_map(|own| &own.tasks).flat_map(|own| &own.tasks);
    let steps = matter.flows.iter().flat_map(|flow| &flow.steps).flat_map(|step| &step.acts);
    let known: Vec<ActId> = tasks
        .flat_map(|task| &task.acts)
        .chain(steps)
        .chain(overview.submitted.iter().flat_map(|own| &own.acts))
        .map(|own| own.value)
        .collect();
    for statement in &context.statements().list {
        let is_submitted = overview
            .submitted
            .iter()
            .any(|own| own.text.span == statement.prose.text.span && !own.acts.is_empty());
        if !is_submitted {
            continue;
        }
        let masked: Vec<_> = roles.in_sentence(statement).into_iter().map(|(_, range)| range).collect();
        for (at, range) in statement.find_all(&words) {
            let Some((act, said)) = all.get(at) else { continue };
            let is_masked = masked.iter().any(|own| own.start < range.end && range.start < own.end);
            let is_known = known.iter().any(|own| {
                let name = word(&context.common.acts[*own].name);
                own == act
                    || contains(&name, said)
                    || contains(said, &name)
                    || context.common.acts[*act].implied_by.contains(own)
                    || context.common.acts[*own].implied_by.contains(act)
            });
            let goes_on = statement.chars.get(range.end).is_some_and(|c| GOES_ON.contains(c))
                || statement.after(range.end).starts_with(&['し', 'た']);
            if is_masked || is_known || goes_on || statement.is_denied(range.end, &context.statements().words)
            {
                continue;
            }
            let name = statement.written(context, &range);
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!(
                        "付議内容の文に「{name}」がありますが、どの契約の委託の内容にもありません（不一致）",
                        "the overview says `{name}`, and no contract entrusts it"
                    ),
                )
                .help(text!(
                    "委託するなら委託の内容に書き足し、しないなら文から除いてください",
                    "add it to the tasks, or take it out of the sentence"
                )),
            );
        }
    }
}

/// What makes the word for an act a part of another word, or of what another did.
const GOES_ON: [char; 25] = [
    '者', '先', '日', '元', '票', '書', '品', '物', '用', '済', '後', '前', '時', 'さ', '機', '所', '表',
    'デ', '番', '額', '件', '窓', '完', '結', '状',
];

/// Returns whether a text names an act: its word, or all the parts of it (サーバの管理, 封入し、封緘する).
fn names(text: &[char], act: &[char]) -> bool {
    let mut stem = act;
    while let [rest @ .., 'ぁ'..='ん'] = stem {
        stem = rest;
    }
    if contains(text, act) || (stem.len() > 1 && contains(text, stem)) {
        return true;
    }
    let parts = parts(stem);
    parts.len() > 1 && parts.iter().all(|part| contains(text, part))
}

/// Returns the parts of a compound: its runs of katakana, and its kanji two by two.
fn parts(act: &[char]) -> Vec<Word> {
    let is_kana = |c: &char| matches!(c, 'ァ'..='ヺ' | 'ー') || c.is_ascii_alphanumeric();
    let mut parts: Vec<Word> = Vec::new();
    for c in act {
        match parts.last_mut() {
            Some(part) if is_kana(c) && part.last().is_some_and(is_kana) => part.push(*c),
            Some(part) if !is_kana(c) && part.len() < 2 && !part.last().is_some_and(is_kana) => part.push(*c),
            _ => parts.push(vec![*c]),
        }
    }
    parts
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter();
    let tasks = contracts.flat_map(|contract| &contract.tasks).flat_map(|group| &group.tasks);
    let plants =
        tasks.filter(|task| !task.acts.is_empty()).map(|task| Plant::scalar(task.text.span, "その他の業務"));
    Mutation::new(plants, text!("委託の内容に acts がありません", "no task has acts"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_named_whole_or_in_parts() {
        for (text, act) in [
            ("収納センターのサーバの管理業務", "サーバ管理"),
            ("封入し、封緘する業務", "封入封緘"),
            ("決済の可否の確認業務", "決済可否確認"),
            ("発送事業者に手渡す業務", "手渡し"),
            ("データの消去", "消去"),
        ] {
            assert!(names(&word(text), &word(act)), "{text} {act}");
        }
        for (text, act) in
            [("データの返却", "消去"), ("サーバの設置", "サーバ管理"), ("封入業務", "封入封緘")]
        {
            assert!(!names(&word(text), &word(act)), "{text} {act}");
        }
    }
}
