//! Items that a role may handle which the paper does not state: they are assumed.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, APPI_66, FORM};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "handled-items-assumed",
        severity: Severity::Error,
        basis: &[APPI_61, APPI_66, FORM],
        page: include_str!("handled_items_assumed.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, contract) in context.matter.contracts.enumerate() {
        for handles in contract.handles.iter().filter(|handles| handles.assumed) {
            let role = handles.role.value;
            let (name, title, items) =
                (context.role(role), context.contract(id), context.item_names(&handles.items));
            let (items, items_en) = (items.ja, items.en);
            let mut finding = RULE
                .at(
                    handles.items.span,
                    text!(
                        "契約「{title}」で{name}が取り扱う項目の記載がなく、{items}と推定しています（記載なし）",
                        "which items {name} handles under {title} is not stated; {items_en} is assumed"
                    ),
                )
                .label(text!("推定した項目", "assumed"))
                .help(text!(
                    "原本か委託先に確かめ、正しい項目を書いて、confidence と note を消してください",
                    "ask the original or the contractor, state the items, and take `confidence` and `note` out"
                ))
                .assumed(true)
                .cause(format!("handled-items:{}", context.matter.roles[role].id.value));
            let underline = contract.underline.as_ref().filter(|underline| underline.role.value == role);
            if let Some(underline) = underline {
                finding = finding.related(
                    underline.text.span,
                    text!("項目を下線で示すとした注", "the note on underlined items"),
                );
            }
            if let Some(note) = &handles.note {
                finding = finding.related(note.span, text!("推定の理由", "why that is assumed"));
            }
            findings.add(finding);
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let handles = context.matter.contracts.iter().flat_map(|contract| &contract.handles);
    Mutation::new(
        handles.filter(|handles| !handles.assumed).map(|handles| {
            Plant::set(context, handles.span, "confidence", "assumed")
                .map(|plant| plant.within(handles.items.span))
        }),
        text!(
            "取り扱う項目を記載どおりに書いた役割がありません",
            "no role has its items as stated by the paper"
        ),
    )
}
