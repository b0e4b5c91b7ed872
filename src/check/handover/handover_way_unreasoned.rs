//! A way that is used only where nothing else will do, without its reason.

use super::ways::{handovers, planted, way};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, SECURITY_POLICY};
use crate::text;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "handover-way-unreasoned",
        severity: Severity::Warning,
        basis: &[APPI_66, SECURITY_POLICY],
        page: include_str!("handover_way_unreasoned.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for handover in handovers(context).filter(|own| own.means.needs_reason && own.link.means_reason.is_none())
    {
        let (line, way) = (handover.said(context), &handover.means.name);
        let (line_ja, line_en) = (line.ja, line.en);
        let place = handover.link.means.as_ref().map_or(handover.link.span, |means| means.span);
        findings.add(
            RULE.at(
                place,
                text!(
                    "{line_ja}に、{way}による理由が書かれていません（記載なし）",
                    "{line_en} does not say why it is used"
                ),
            )
            .help(text!(
                "他の方法によれない理由を means_reason に書くか、別の渡し方にしてください",
                "write in `means_reason` why nothing else will do, or use another way"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let silenced = handovers(context)
        .filter(|own| own.means.needs_reason)
        .map(|own| Plant::unset(context, own.link.span, "means_reason"));
    let way = way(context, |means| means.needs_reason);
    let new = way.map(|way| planted(context, &format!(", means: {way}")));
    Mutation::new(
        silenced.chain(new.into_iter().flatten()),
        text!("役割から役割へ個人情報が渡る線がありません", "no line passes data between roles"),
    )
}
