//! A line that hands a medium over which the contract's media do not name.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{contains_any, word};
use crate::diagnostic::Severity;
use crate::model::contract::{Contract, Media};
use crate::model::flow::Link;
use crate::model::ids::ContractId;
use crate::model::vocabulary::{MediumKind, RoleKind};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Located;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "medium-of-line-not-in-media",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("medium_of_line_not_in_media.md"),
    },
    check,
    mutate,
};

/// Returns the lines of a contract that its contractors give or take, with how they pass.
fn lines<'a>(
    context: &Context<'a>,
    id: ContractId,
    contract: &'a Contract,
) -> impl Iterator<Item = (&'a Link, &'a Located<String>)> + use<'a> {
    let matter = context.matter;
    let is_ours = move |link: &&Link| {
        let is_entrusted = |role| contract.reaches(role) && !matter.roles[role].is(RoleKind::Ward);
        is_entrusted(link.from.value) || is_entrusted(link.to.value)
    };
    let links = matter.flows_of(id).flat_map(|flow| flow.links.iter());
    links.filter(is_ours).filter_map(|link| Some((link, link.means.as_ref()?)))
}

fn has(media: &Media, kind: MediumKind) -> bool {
    media.kinds.iter().any(|own| own.value == kind)
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    in_sentences(context, findings);
    let words = &context.statements().words;
    for (id, contract) in context.matter.contracts.enumerate() {
        let Some(media) = contract.media.as_ref().filter(|media| !media.kinds.is_empty()) else { continue };
        for (_, means) in lines(context, id, contract) {
            let folded = word(means);
            let missing = if contains_any(&folded, &words.removable) && !has(media, MediumKind::Removable) {
                MediumKind::Removable
            } else if contains_any(&folded, &words.paper) && !has(media, MediumKind::Paper) {
                MediumKind::Paper
            } else {
                continue;
            };
            let (name, name_en) = (missing.ja(), missing.word());
            findings.add(
                RULE.at(
                    means.span,
                    text!(
                        "「{means}」で渡しますが、この契約の記録媒体に「{name}」がありません（不一致）",
                        "it passes by `{means}`, and the media of the contract do not name {name_en}"
                    ),
                )
                .related(media.span, text!("記録媒体はここ", "the media"))
                .help(text!(
                    "何に記録して渡すかを確かめ、記録媒体（media）か渡し方（means）を直してください",
                    "find out what it is recorded on, and fix `media` or `means`"
                )),
            );
        }
    }
}

/// Finds a medium that a sentence of a contract hands over, and that its media do not name.
fn in_sentences(context: &Context<'_>, findings: &mut Findings) {
    let words = &context.statements().words;
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        let (Owner::Conveyance(id, _) | Owner::Task(id, ..)) = statement.prose.owner else { continue };
        let Some(media) = context.matter.contracts[id].media.as_ref().filter(|own| !own.kinds.is_empty())
        else {
            continue;
        };
        if has(media, MediumKind::Removable) {
            continue;
        }
        let found = statement.find_all(&words.removable);
        if let Some((_, range)) = found.iter().find(|(_, range)| !statement.is_denied(range.end, words)) {
            let written = statement.written(context, range);
            findings.add(
                RULE.at(
                    statement.span(range),
                    text!(
                        "文に「{written}」とありますが、この契約の記録媒体に持ち運べる媒体がありません（不一致）",
                        "the sentence names `{written}`, and the media of the contract name none that is carried"
                    ),
                )
                .related(media.span, text!("記録媒体はここ", "the media"))
                .help(text!(
                    "何に記録して渡すかを確かめ、文か記録媒体（media）を直してください",
                    "find out what it is recorded on, and fix the sentence or `media`"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let words = &context.statements().words;
    let removable: Option<String> = words.removable.first().map(|word| word.iter().collect());
    let plants = context.matter.contracts.enumerate().flat_map(|(id, contract)| {
        let media = contract.media.as_ref();
        let removable = removable.clone();
        lines(context, id, contract).filter_map(move |(_, means)| {
            let media = media?;
            let way = Plant::scalar(means.span, &format!("{}の手渡し", removable.as_ref()?));
            let kinds = Plant::set(context, media.span, "kinds", "[server]");
            Some(way?.and(kinds))
        })
    });
    Mutation::new(
        plants,
        text!(
            "渡し方の書かれた線と、記録媒体のある契約がありません",
            "no contract has media and lines that state how they pass"
        ),
    )
}
