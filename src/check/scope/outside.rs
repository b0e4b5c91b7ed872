//! Items outside what one end of a link may handle: what both rules say and plant.

use super::place::{link, place, violations, with_letter};
use super::plants;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::model::flow::Link;
use crate::model::ids::RoleId;
use crate::proof::{Fault, Scope};
use crate::rule::Rule;
use crate::text;

/// An end of a link.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Receiver,
    Sender,
}

impl End {
    fn fault(self) -> Fault {
        match self {
            Self::Receiver => Fault::OutsideReceiver,
            Self::Sender => Fault::OutsideSender,
        }
    }

    fn of(self, link: &Link) -> RoleId {
        match self {
            Self::Receiver => link.to.value,
            Self::Sender => link.from.value,
        }
    }
}

/// Adds a finding for each link that carries items outside what that end may handle.
pub(super) fn check(rule: &Rule, end: End, context: &Context<'_>, findings: &mut Findings) {
    for violation in violations(context, |fault| fault == end.fault()) {
        let link = link(context, violation.flow, violation.link);
        let role = end.of(link);
        let Some(contract) = super::place::contract_of(context, violation.flow) else { continue };
        let record = &context.matter.contracts[contract];
        let Some(handles) = record.handles_of(role) else { continue };
        let items = context.item_names(&violation.items);
        let (items, items_en) = (items.ja, items.en);
        let name = with_letter(context, Some(contract), role);
        let primary = place(link, &violation.items);
        let (message, label) = match end {
            End::Receiver => (
                text!("{items}は{name}に渡せない項目です", "{name} may not be handed {items_en}"),
                text!(
                    "この項目は受け手に認められていません",
                    "not among the items that the receiver may handle"
                ),
            ),
            End::Sender => (
                text!(
                    "{items}は{name}が取り扱えない項目です",
                    "{name} may not handle {items_en}, yet sends it"
                ),
                text!(
                    "この項目は渡す側に認められていません",
                    "not among the items that the sender may handle"
                ),
            ),
        };
        let allowed = context.item_names(&handles.items);
        let (allowed, allowed_en) = (allowed.ja, allowed.en);
        let mut finding = rule
            .at(primary, message)
            .label(label)
            .related(
                handles.items.span,
                text!(
                    "取り扱える項目はここで定められています（{allowed}）",
                    "the items that it may handle ({allowed_en})"
                ),
            )
            .help(text!(
                "流れから外すか、委託で処理させる項目に加えて再付議してください",
                "take it out of the flow, or add it to the items entrusted and submit again"
            ))
            .assumed(handles.assumed || link.assumed);
        if let Some(note) = &handles.note {
            finding = finding.related(note.span, text!("推定の理由", "why that is assumed"));
        }
        let underline = record.underline.as_ref().filter(|underline| underline.role.value == role);
        if let Some(underline) = underline {
            finding = finding.related(underline.text.span, text!("別紙の注", "the note of the annex"));
        }
        findings.add(finding);
    }
}

/// Lets links carry an item that the end may not handle.
pub(super) fn mutate(end: End, context: &Context<'_>) -> Mutation {
    // Scope asks what can be seen: what is added to something sealed is not.
    let plants: Vec<Option<Plant>> = plants::links_of(context, move |link| end.of(link))
        .filter(|(_, _, link, _)| !link.is_sealed())
        .filter_map(|(_, contract, link, role)| match context.proof().scope(Some(contract), role) {
            Scope::Items(allowed, _) => Some((link, allowed)),
            _ => None,
        })
        .flat_map(|(link, allowed)| {
            let items = plants::items_without(context, allowed);
            items.into_iter().take(1).map(move |item| plants::carry(context, link, item))
        })
        .collect();
    Mutation::new(
        plants,
        text!(
            "取り扱える項目を定めた役割が渡す・受ける線がない、又は定めの外の項目がありません",
            "no link touches a role whose items are limited, or every item is allowed"
        ),
    )
}
