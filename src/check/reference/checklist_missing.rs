//! Each annex needs the checklists that its form points to: what the ward does, what it has the other side do.

use super::plant;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::KindId;
use crate::model::matter::{Checklist, Covered};
use crate::model::vocabulary::{About, Bearer};
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::source::Span;
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "checklist-missing",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("checklist_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    of_other_kinds(context, findings);
    for (annex, title, place) in annexes(context) {
        let Some(id) = context.kind_of(annex) else { continue };
        for bearer in bearers(context, id) {
            if context.matter.checklists.iter().any(|own| answers(context, own, annex, bearer)) {
                continue;
            }
            let (measures, kind, bearer) =
                (measures(context, id, bearer), context.kind(id).ja(), bearer.word());
            let mut finding = RULE.at(
                place,
                text!(
                    "別紙（{kind}）「{title}」に、{measures}のチェックリストがありません（記載なし）",
                    "the annex `{title}` has no checklist of the measures of the {bearer}"
                ),
            );
            if let Some(checklist) = context.matter.checklists.first() {
                finding = finding.related(
                    checklist.form.span,
                    text!("チェックリストはここから並ぶ", "the checklists begin here"),
                );
            }
            findings.add(finding.help(text!(
                "この様式のチェックリストに答えるか、答えたもののうちこの別紙に及ぶものの covers にこの別紙を加えてください",
                "answer that form, or add this annex to `covers` of the checklist that is meant for it"
            )));
        }
    }
}

/// Looks at the submitted kinds that are about roles or the matter: their checklists cover the matter.
fn of_other_kinds(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let cover = matter.basis.iter().flat_map(|basis| &basis.kinds);
    let named: Vec<_> =
        cover.chain(matter.overview.iter().flat_map(|own| &own.submitted).map(|own| &own.kind)).collect();
    for id in context.kinds() {
        let kind = context.kind(id);
        let Some(named) = named.iter().find(|named| named.value == id) else { continue };
        if !matches!(kind.about.value, About::Role | About::Matter) {
            continue;
        }
        for bearer in bearers(context, id) {
            let answered = matter.checklists.iter().any(|own| {
                let form = context.form(own.form.value);
                form.kind.value == id && form.bearer.value == bearer
            });
            if answered {
                continue;
            }
            let measures = measures(context, id, bearer);
            let (kind, key, bearer) = (kind.ja(), kind.word(), bearer.word());
            findings.add(
                RULE.at(
                    named.span,
                    text!(
                        "「{kind}」の、{measures}のチェックリストがありません（記載なし）",
                        "`{key}` has no checklist of the measures of the {bearer}"
                    ),
                )
                .help(text!(
                    "checklists に、この種別の様式の答えを書いてください",
                    "answer the form of this kind under `checklists`"
                )),
            );
        }
    }
}

/// Returns what the checklist is of: the heading of the year's form of it, else whose measures they are.
fn measures(context: &Context<'_>, kind: KindId, bearer: Bearer) -> String {
    let forms = &context.year.forms;
    let form = forms.iter().find(|form| form.kind.value == kind && form.bearer.value == bearer);
    match form {
        Some(form) => format!("「{}」", form.heading),
        None => format!("「{}」対策", spelling::in_own_word(bearer.ja(), context.ward.word())),
    }
}

/// Returns whether a checklist holds the measures of `bearer` for an annex.
fn answers(context: &Context<'_>, checklist: &Checklist, annex: Covered, bearer: Bearer) -> bool {
    let form = context.form(checklist.form.value);
    let covers =
        checklist.covers.as_ref().is_none_or(|covers| covers.iter().any(|covered| covered.value == annex));
    Some(form.kind.value) == context.kind_of(annex) && form.bearer.value == bearer && covers
}

/// Returns whose measures an annex needs a checklist for: those that its fields point to, and those of which the
/// year has a form.
fn bearers(context: &Context<'_>, kind: KindId) -> Vec<Bearer> {
    let pointed = context.kind(kind).bearers();
    let has_form = |bearer: &Bearer| {
        context.year.forms.iter().any(|form| form.kind.value == kind && form.bearer.value == *bearer)
    };
    let needed = |bearer: &Bearer| pointed.contains(bearer) || has_form(bearer);
    Bearer::ALL.iter().copied().filter(needed).collect()
}

/// Returns the annexes with their titles and places.
fn annexes<'a>(context: &Context<'a>) -> Vec<(Covered, &'a str, Span)> {
    let matter = context.matter;
    let connections = matter
        .connections
        .enumerate()
        .map(|(id, annex)| (Covered::Connection(id), context.connection(id), annex.id.span));
    let contracts = matter
        .contracts
        .enumerate()
        .map(|(id, annex)| (Covered::Contract(id), context.contract(id), annex.id.span));
    connections.chain(contracts).collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let annexes = annexes(context);
    let mut plants = Vec::new();
    for checklist in &context.matter.checklists {
        let form = context.form(checklist.form.value);
        for (annex, _, place) in &annexes {
            if !answers(context, checklist, *annex, form.bearer.value) {
                continue;
            }
            // The checklist is made to cover another annex, and not this one any more.
            let others = annexes.iter().filter(|(other, ..)| other != annex);
            plants.extend(others.map(|(_, _, other)| {
                let covers = format!("[{}]", context.sources.slice(*other));
                Some(Plant::set(context, checklist.span, "covers", &covers)?.within(*place))
            }));
            let moved = Plant::set(context, checklist.span, "covers", "[another-annex]");
            let added = plant::add(context, "contracts", "{ id: another-annex }");
            plants.push(moved.and_then(|moved| moved.and(added)).map(|plant| plant.within(*place)));
        }
    }
    Mutation::new(plants, text!("別紙かチェックリストがありません", "there is no annex or no checklist"))
}
