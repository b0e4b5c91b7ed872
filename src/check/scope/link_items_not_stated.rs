//! A link that hands data to another role without saying which items.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, FORM};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "link-items-not-stated",
        severity: Severity::Warning,
        basis: &[APPI_61, FORM],
        page: include_str!("link_items_not_stated.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        // A reply stands on the line of what it answers.
        for link in flow.transfers().filter(|link| link.items.is_none() && link.reply_to.is_none()) {
            let (from, to) = (context.role(link.from.value), context.role(link.to.value));
            let diagram = context.flow(id);
            let mut finding = RULE
                .at(
                    link.id.span,
                    text!(
                        "{diagram}: {from}から{to}へ渡る項目の記載がありません（記載なし）",
                        "{diagram}: what passes from {from} to {to} is not stated"
                    ),
                )
                .label(text!("この線の項目が分かりません", "the items of this link are not known"))
                .help(text!(
                    "渡る項目を items（項目名）か items_of（一覧）で書いてください",
                    "state the items by `items` (names) or `items_of` (a list)"
                ));
            let contract = flow.contract.as_ref().map(|contract| &context.matter.contracts[contract.value]);
            for role in [link.to.value, link.from.value] {
                let handles = contract.and_then(|contract| contract.handles_of(role));
                if let Some(handles) = handles {
                    let name = context.role(role);
                    finding = finding.related(
                        handles.items.span,
                        text!("{name}が取り扱える項目", "what {name} may handle"),
                    );
                }
            }
            findings.add(finding);
        }
    }
}

/// Takes the items off a link.
fn mutate(context: &Context<'_>) -> Mutation {
    let links = context.matter.flows.iter().flat_map(|flow| flow.transfers());
    let plants: Vec<Option<Plant>> = links
        .filter(|link| link.items.is_some() && link.reply_to.is_none())
        .map(|link| {
            let key = if link.named.is_empty() { "items_of" } else { "items" };
            Plant::unset(context, link.span, key).map(|plant| plant.within(link.id.span))
        })
        .collect();
    Mutation::new(plants, text!("項目を書いた線がありません", "no link states its items"))
}
