//! Something is carried that the contract does not name among its media.

use super::ways::{Handover, handovers};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::Media;
use crate::model::vocabulary::MediumKind;
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::text;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "handover-medium-not-declared",
        severity: Severity::Warning,
        basis: &[FORM, CONSISTENCY],
        page: include_str!("handover_medium_not_declared.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for handover in handovers(context) {
        let Some((media, kind)) = undeclared(context, &handover) else { continue };
        let line = handover.said(context);
        let (line_ja, line_en, medium, word) = (line.ja, line.en, kind.ja(), kind.word());
        findings.add(
            RULE.at(
                media.span,
                text!(
                    "記録媒体に「{medium}」がありませんが、{line_ja}で渡ります（不一致）",
                    "the media of the contract lack {word}, but {line_en} carries it"
                ),
            )
            .related(handover.link.id.span, text!("この線", "this line"))
            .help(text!(
                "media の kinds に {word} を加えるか、線を直してください",
                "add {word} to `media`, or fix the line"
            )),
        );
    }
}

/// Returns the medium that a party of the flow's contract hands over or receives and its contract does not name.
fn undeclared<'a>(context: &Context<'a>, handover: &Handover<'a>) -> Option<(&'a Media, MediumKind)> {
    let contract = &context.matter.contracts[handover.flow.contract.as_ref()?.value];
    let media = contract.media.as_ref()?;
    let kind = handover.means.class.medium()?;
    let is_bound = |role| !context.matter.roles[role].is_unlimited() && contract.reaches(role);
    let concerns = is_bound(handover.link.from.value) || is_bound(handover.link.to.value);
    let is_named = media.kinds.iter().any(|own| own.value == kind);
    (concerns && !is_named).then_some((media, kind))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = handovers(context).filter_map(|own| {
        let contract = &context.matter.contracts[own.flow.contract.as_ref()?.value];
        let media = contract.media.as_ref()?;
        let kind = own.means.class.medium()?;
        let rest: Vec<&str> = media
            .kinds
            .iter()
            .map(|own| own.value)
            .filter(|own| *own != kind)
            .map(MediumKind::word)
            .collect();
        let rest = if rest.is_empty() { vec![MediumKind::Server.word()] } else { rest };
        Some(Plant::set(context, media.span, "kinds", &format!("[{}]", rest.join(", "))))
    });
    Mutation::new(
        plants,
        text!(
            "記録媒体の書かれた契約で、手渡しや郵便の線がありません",
            "no contract with media hands anything over"
        ),
    )
}
