//! A medium or paper, and nothing says what becomes of it.

use super::ways::{Handover, handovers, planted, way};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, CONTRACT_ERASURE};
use crate::text;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "handover-afterwards-missing",
        severity: Severity::Warning,
        basis: &[APPI_66, CONTRACT_ERASURE],
        page: include_str!("handover_afterwards_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for handover in
        handovers(context).filter(|own| own.means.needs_afterwards && own.link.afterwards.is_empty())
    {
        let to = handover.link.to.value;
        if context.matter.roles[to].is_unlimited() || is_passed_on(context, &handover) {
            continue;
        }
        let line = handover.said(context);
        let (line_ja, line_en, to) = (line.ja, line.en, context.role(to));
        let place = handover.link.means.as_ref().map_or(handover.link.span, |means| means.span);
        findings.add(
            RULE.at(
                place,
                text!(
                    "{line_ja}で渡ったものが、用済みの後「{to}」でどうなるか書かれていません（記載なし）",
                    "{line_en} does not say what becomes of it with {to} when it has served"
                ),
            )
            .help(text!(
                "返却、溶解、裁断、媒体の破壊、消去、保管のどれかを afterwards に書くか、返却の線を書いてください",
                "write in `afterwards` whether it is returned, dissolved, shredded, destroyed, erased or kept, or draw the line of its return"
            )),
        );
    }
}

/// Returns whether its receiver hands all of it on, so that it is looked at there.
fn is_passed_on(context: &Context<'_>, handover: &Handover<'_>) -> bool {
    let Some(items) = &handover.link.items else { return false };
    let items = context.proof().single(items);
    handover.flow.transfers().any(|next| {
        next.from.value == handover.link.to.value
            && next.network.is_none()
            && next.leaves_a_copy()
            && next.items.as_ref().is_some_and(|own| items.is_within(own))
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let silenced = handovers(context)
        .filter(|own| own.means.needs_afterwards)
        .map(|own| Plant::unset(context, own.link.span, "afterwards"));
    let way = way(context, |means| means.needs_afterwards);
    let new = way.map(|way| planted(context, &format!(", means: {way}")));
    Mutation::new(
        silenced.chain(new.into_iter().flatten()),
        text!("役割から役割へ個人情報が渡る線がありません", "no line passes data between roles"),
    )
}
