//! A note speaks of underlined items, but which ones are underlined is lost or tells nothing apart.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::contract::{Contract, Underline};
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "underline-lost",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("underline_lost.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for contract in &context.matter.contracts {
        let Some(underline) = &contract.underline else { continue };
        let Some((wrong, place, said)) = wrong(context, contract, underline) else { continue };
        let note = &underline.text;
        let Text { ja, en } = wrong;
        findings.add(
            RULE.at(note.span, text!("「{note}」とありますが、{ja}", "`{note}`, but {en}"))
                .cause(format!("handled-items:{}", context.matter.roles[underline.role.value].id.value))
                .assumed(contract.handles_of(underline.role.value).is_some_and(|handles| handles.assumed))
                .label(text!("下線を示す注", "the note on underlined items"))
                .related(place, said)
                .help(text!(
                    "下線の項目を原本で確かめ、その役割の handles に書いてください",
                    "find the underlined items in the original and state them in the `handles` of that role"
                )),
        );
    }
}

/// Returns what is wrong with what the underline should say, where, and what stands there.
fn wrong(context: &Context<'_>, contract: &Contract, underline: &Underline) -> Option<(Text, Span, Text)> {
    let list = contract.item_list.as_ref();
    let Some(handles) = contract.handles_of(underline.role.value) else {
        return Some((
            text!("下線の項目の記載がありません（記載なし）", "the underlined items are not stated"),
            list.map_or(Span::NOWHERE, |list| list.span),
            text!("下線を付けるべき一覧", "the list that should have underlines"),
        ));
    };
    let span = handles.items.span;
    if handles.assumed {
        return Some((
            text!(
                "下線の項目が資料から分からず、推定になっています（記載なし）",
                "the underlined items cannot be told from the paper and are assumed"
            ),
            span,
            text!("推定した項目", "the items assumed"),
        ));
    }
    let all = context.proof().single(&context.matter.item_lists[list?.value].all);
    all.is_within(&handles.items).then(|| {
        (
            text!(
                "一覧の全ての項目に下線を付けることになります（不一致）",
                "every item of the list would be underlined"
            ),
            span,
            text!("一覧の全ての項目です", "all items of the list"),
        )
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let mut plants: Vec<Option<Plant>> = Vec::new();
    for contract in &context.matter.contracts {
        let note = contract.underline.as_ref();
        if let Some((note, handles)) =
            note.and_then(|note| Some((note, contract.handles_of(note.role.value)?)))
        {
            plants.push(
                Plant::set(context, handles.span, "confidence", "assumed")
                    .map(|plant| plant.within(note.text.span)),
            );
        }
        if note.is_none() {
            plants.extend(contract.handles.iter().map(|handles| {
                let role = &context.matter.roles[handles.role.value].id;
                let note = format!("{{ role: {role}, text: ※下線の情報項目のみ取り扱う }}");
                let lined = Plant::set(context, contract.span, "underline", &note).map(Plant::inside_edit)?;
                let all = contract.item_list.as_ref().map(|list| &context.matter.item_lists[list.value].all);
                // Where the role handles a part only, the note is right, unless the part is assumed.
                if all.is_some_and(|all| context.proof().single(all).is_within(&handles.items)) {
                    return Some(lined);
                }
                lined.and(Plant::set(context, handles.span, "confidence", "assumed"))
            }));
        }
    }
    Mutation::new(
        plants,
        text!("取り扱う項目を役割ごとに定めた契約がありません", "no contract states items by role"),
    )
}
