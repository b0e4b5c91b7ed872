//! 付議の種別: the kinds on the cover, in the overview and of the annexes.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::{KindId, RoleId};
use crate::model::party::Role;
use crate::model::vocabulary::{About, RoleKind};
use crate::rule::Rule;
use crate::rule::law::{COUNCIL, FORM};
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "submitted-kind-without-annex",
        severity: Severity::Error,
        basis: &[FORM, COUNCIL],
        page: include_str!("submitted_kind_without_annex.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let annexes = context.annexes();
    for kind in context.year.kinds.ids() {
        match context.kind(kind).about.value {
            About::Connection | About::Contract => {
                match annexes.iter().find(|annex| annex.kind == Some(kind)) {
                    None => without_annex(context, kind, findings),
                    Some(annex) => without_mention(context, kind, annex.id.span, findings),
                }
            }
            // The annexes of such a kind are made from the roles.
            About::Role => {
                let wanted = &context.kind(kind).roles;
                // What is received over a connection is told by the annex of the connection.
                let told = context.matter.connections.iter().filter_map(|own| own.counterparty.as_ref());
                let told: Vec<RoleId> = told.map(|own| own.role.value).collect();
                let is_told = |id: RoleId, role: &Role| role.is(RoleKind::Source) && told.contains(&id);
                let is_one = |role: &Role| wanted.iter().any(|own| role.is(own.value));
                let submitted = context.kinds().contains(&kind);
                let mut roles = context.matter.roles.enumerate();
                let role = roles.find(|(id, role)| is_one(role) && (submitted || !is_told(*id, role)));
                match role.map(|(_, role)| role) {
                    None => without_annex(context, kind, findings),
                    Some(role) => without_mention(context, kind, role.id.span, findings),
                }
            }
            About::Matter => {}
        }
    }
}

/// The cover or the overview names a kind of which there is no annex.
fn without_annex(context: &Context<'_>, kind: KindId, findings: &mut Findings) {
    let matter = context.matter;
    let cover = matter.basis.iter().flat_map(|basis| &basis.kinds);
    let overview = matter.overview.iter().flat_map(|overview| &overview.submitted).map(|own| &own.kind);
    let (word, key) = (context.kind(kind).ja(), context.kind(kind).word());
    for named in cover.chain(overview).filter(|named| named.value == kind) {
        findings.add(
            RULE.at(
                named.span,
                text!(
                    "「{word}」を付議していますが、その別紙がありません（不一致）",
                    "there is no annex for `{key}`"
                ),
            )
            .help(text!(
                "「{word}」の別紙を書くか、この種別を消してください",
                "write the annex, or take the kind out here"
            )),
        );
    }
}

/// An annex is of a kind that the cover or the overview does not name.
fn without_mention(context: &Context<'_>, kind: KindId, annex: Span, findings: &mut Findings) {
    let matter = context.matter;
    let (word, key) = (context.kind(kind).ja(), context.kind(kind).word());
    let cover = matter.basis.as_ref().map(|basis| {
        let named = basis.kinds.iter().any(|own| own.value == kind);
        (named, basis.span, text!("表紙の根拠", "the cover"))
    });
    let overview = matter.overview.as_ref().and_then(|overview| {
        let named = overview.submitted.iter().any(|own| own.kind.value == kind);
        // Where nothing is submitted at all, the missing field is told instead.
        let last = overview.submitted.last()?;
        Some((named, last.kind.span, text!("概要の付議内容", "the overview")))
    });
    for (_, place, sheet) in cover.into_iter().chain(overview).filter(|(named, ..)| !named) {
        let (ja, en) = (&sheet.ja, &sheet.en);
        findings.add(
            RULE.at(
                place,
                text!(
                    "「{word}」の別紙がありますが、{ja}に「{word}」がありません（不一致）",
                    "there is an annex for `{key}`, and {en} does not name it"
                ),
            )
            .related(annex, text!("「{word}」の別紙", "the annex"))
            .help(text!("{ja}に「{word}」を書き足してください", "add `{key}` to {en}")),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    // A kind with annexes is named no more, and another is in its place.
    let other = |kind: KindId| {
        let mut others = context
            .year
            .kinds
            .enumerate()
            .filter(move |(id, own)| *id != kind && own.about.value != About::Matter);
        others.next().map(|(_, own)| own.word())
    };
    let cover = matter.basis.iter().flat_map(|basis| {
        let plant = |span, kind| {
            other(kind).map(|other| Plant::scalar(span, other).map(|plant| plant.within(basis.span)))
        };
        basis.kinds.iter().filter_map(move |kind| plant(kind.span, kind.value))
    });
    let overview = matter.overview.iter().flat_map(|overview| {
        let plant = |span, kind| {
            other(kind).map(|other| Plant::scalar(span, other).map(|plant| plant.within(overview.span)))
        };
        overview.submitted.iter().filter_map(move |own| plant(own.kind.span, own.kind.value))
    });
    Mutation::new(
        cover.chain(overview),
        text!(
            "表紙にも概要にも付議の種別が書かれていないか、様式に種別が一つしかありません",
            "neither cover nor overview names a kind, or the form has but one"
        ),
    )
}
