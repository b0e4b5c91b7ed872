//! Individual numbers are used, and neither the ground nor the check of identity is stated.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Asker, Severity};
use crate::model::flow::Link;
use crate::model::item::Items;
use crate::model::vocabulary::{ItemKind, RoleKind};
use crate::rule::Rule;
use crate::rule::law::{self, NUMBER_9, NUMBER_16};
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "individual-number-use-not-stated",
        severity: Severity::Warning,
        basis: &[NUMBER_9, NUMBER_16],
        page: include_str!("individual_number_use_not_stated.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let stated = context.matter.number_use.as_ref();
    if stated.and_then(|own| own.ground.as_ref()).is_none()
        && let Some(place) = used(context)
    {
        findings.add(
            RULE.at(
                place,
                text!(
                    "個人番号を取り扱いますが、利用の根拠が書かれていません（記載なし）",
                    "individual numbers are handled, and the ground for using them is not stated"
                ),
            )
            .basis(law::cite([&NUMBER_9]))
            .asked_by(Asker::Law)
            .help(text!(
                "番号法第9条のどの項と、別表のどの事務（又は条例）によるかを確かめ、number_use の ground に書いてください",
                "look up which paragraph of art. 9 and which row of the table (or ordinance) applies, and write it as `ground` of `number_use`"
            )),
        );
    }
    if stated.and_then(|own| own.identity_check.as_ref()).is_none()
        && let Some(link) = given(context)
    {
        let (from, to) = (context.role(link.from.value), context.role(link.to.value));
        findings.add(
            RULE.at(
                link.id.span,
                text!(
                    "「{from}」から「{to}」へ個人番号の提供を受けますが、本人確認をどう行うか書かれていません（記載なし）",
                    "{from} gives the individual number to {to}, and nothing says how identity is checked"
                ),
            )
            .basis(law::cite([&NUMBER_16]))
            .asked_by(Asker::Law)
            .help(text!(
                "番号が正しいことと、手続をする者が本人であることを何で確かめるかを、number_use の identity_check に書いてください",
                "write as `identity_check` of `number_use` by what it is made sure that the number is right and that the person is the principal"
            )),
        );
    }
}

fn has_number(context: &Context<'_>, items: &Items) -> bool {
    let mut single = context.single_items(items);
    single.any(|id| context.matter.items[id].kinds.contains(&ItemKind::IndividualNumber))
}

/// Returns where the matter first lists an individual number that a line carries.
fn used(context: &Context<'_>) -> Option<Span> {
    let matter = context.matter;
    let mut lines = matter.flows.iter().flat_map(|flow| flow.transfers());
    lines.find(|link| link.items.as_ref().is_some_and(|items| has_number(context, &items.value)))?;
    let mut entries = matter.item_lists.iter().flat_map(|list| list.walk());
    let entry =
        entries.find(|entry| entry.kinds.iter().any(|kind| kind.value == ItemKind::IndividualNumber))?;
    Some(entry.name.span)
}

/// Returns the first line on which a principal gives an individual number.
fn given<'a>(context: &Context<'a>) -> Option<&'a Link> {
    let matter = context.matter;
    let mut lines = matter.flows.iter().flat_map(|flow| flow.transfers());
    lines.find(|link| {
        matter.roles[link.from.value].is(RoleKind::Principal)
            && link.items.as_ref().is_some_and(|items| has_number(context, &items.value))
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let own = context.matter.number_use.as_ref();
    let ground = own
        .filter(|own| own.ground.is_some())
        .and_then(|own| Some(Plant::unset(context, own.span, "ground")?.within(used(context)?)));
    let check = own.filter(|own| own.identity_check.is_some()).and_then(|own| {
        Some(Plant::unset(context, own.span, "identity_check")?.within(given(context)?.id.span))
    });
    Mutation::new(
        [ground, check].into_iter().filter(Option::is_some),
        text!("個人番号を利用する根拠が書かれていません", "no ground for using individual numbers is stated"),
    )
}
