//! Items that must not be handed over in that way.

use super::ways::{handovers, planted};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::Link;
use crate::model::item::Items;
use crate::model::ward::Means;
use crate::rule::Rule;
use crate::rule::law::{APPI_2_3, APPI_66, SECURITY_POLICY};
use crate::text;
use crate::yaml::edit;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "handover-way-unfit",
        severity: Severity::Error,
        basis: &[APPI_66, APPI_2_3, SECURITY_POLICY],
        page: include_str!("handover_way_unfit.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for handover in handovers(context) {
        let items = unfit(context, handover.link, handover.means);
        if items.is_empty() {
            continue;
        }
        let (names, line, way) = (context.item_names(&items), handover.said(context), &handover.means.name);
        let (names, names_en) = (names.ja, names.en);
        let (line_ja, line_en) = (line.ja, line.en);
        let place = handover.link.means.as_ref().map_or(handover.link.span, |means| means.span);
        let mut finding = RULE.at(
            place,
            text!(
                "{line_ja}で、{names}が渡ります。{way}では渡せない種別の項目です（要確認）",
                "{line_en} carries {names_en}, of a kind that must not pass in that way"
            ),
        );
        if let Some(first) = items.iter().next() {
            finding = finding.related(handover.link.place_of(first), text!("渡る項目", "the items"));
        }
        findings.add(finding.help(text!(
            "書留や本人限定受取の郵便、暗号化した記録媒体、閉じた回線など、別の渡し方にしてください",
            "use another way: registered or personal mail, an encrypted medium, a closed network"
        )));
    }
}

/// Returns the single items of a line whose kind must not pass in that way.
fn unfit(context: &Context<'_>, link: &Link, means: &Means) -> Items {
    let items = context.proof().single(link.items.as_ref().map_or(&Items::default(), |items| &items.value));
    let is_unfit = |kind| means.not_for.contains(kind);
    items.iter().filter(|item| context.matter.items[*item].kinds.iter().any(is_unfit)).collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let mut plants = Vec::new();
    for means in context.common.means.iter().filter(|means| !means.not_for.is_empty()) {
        let way = edit::scalar(&means.id);
        let lines = context.matter.flows.iter().flat_map(|flow| flow.transfers());
        for link in lines.filter(|link| link.network.is_none() && link.means.is_some()) {
            if !unfit(context, link, means).is_empty() {
                plants.push(Plant::set(context, link.span, "means", &way));
            }
        }
        let special = context.matter.items.iter().find(|item| {
            item.members.is_empty() && item.kinds.iter().any(|kind| means.not_for.contains(kind))
        });
        if let Some(item) = special {
            let rest = format!(", means: {way}, items: [{}]", edit::scalar(&item.name));
            plants.extend(planted(context, &rest));
        }
    }
    Mutation::new(
        plants,
        text!(
            "渡し方を選ぶ種別の項目（要配慮個人情報、個人番号など）がありません",
            "there are no items of a kind that forbids a way"
        ),
    )
}
