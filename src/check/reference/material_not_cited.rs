//! ※個人情報の流れは、資料…のとおり: materials that the overview, or nothing, cites.

use super::plant;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::ItemListId;
use crate::model::matter::Material;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "material-not-cited",
        severity: Severity::Warning,
        basis: &[FORM],
        page: include_str!("material_not_cited.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for (id, flow) in matter.flows.enumerate() {
        let material = Material::Flow(id);
        if !is_in_overview(context, material) {
            let number = context.material(material);
            let place = flow.title.as_ref().map_or(flow.id.span, |title| title.span);
            findings.add(
                RULE.at(
                    line(context).unwrap_or(flow.id.span),
                    text!(
                        "個人情報の流れの図である{number}が、概要で示されていません（記載なし）",
                        "the overview does not name {number}, a diagram of the flow"
                    ),
                )
                .related(place, text!("{number}はここ", "{number} is here"))
                .help(text!(
                    "概要の「個人情報の流れは、…のとおり」に{number}を加えてください",
                    "name {number} in the overview"
                )),
            );
        }
    }
    for (id, list) in matter.item_lists.enumerate().filter(|(_, list)| list.material) {
        let material = Material::ItemList(id);
        if is_in_overview(context, material) {
            continue;
        }
        let number = context.material(material);
        let title = list.title.as_ref().map_or(list.id.span, |title| title.span);
        let help = text!(
            "概要の※の行に、情報項目の資料として{number}を加えてください",
            "name {number} in the overview as the list of items"
        );
        let place = line(context).unwrap_or(list.id.span);
        let finding = match first_cite(context, id) {
            Some(cite) => RULE
                .at(
                    place,
                    text!(
                        "{number}は、別紙や図では示されていますが、概要では示されていません（記載なし）",
                        "{number} is cited by an annex or a diagram, but not by the overview"
                    ),
                )
                .severity(Severity::Info)
                .related(cite, text!("{number}を示すのはここなど", "{number} is cited here, for one")),
            None => RULE.at(
                place,
                text!("{number}は、どこからも示されていません（記載なし）", "nothing cites {number}"),
            ),
        };
        findings.add(finding.related(title, text!("{number}はここ", "{number} is here")).help(help));
    }
}

/// Returns the place where the overview names materials.
fn line(context: &Context<'_>) -> Option<Span> {
    let overview = context.matter.overview.as_ref()?;
    Some(overview.cites.as_ref().map_or(overview.span, |cites| cites.span))
}

fn is_in_overview(context: &Context<'_>, material: Material) -> bool {
    let overview = context.matter.overview.as_ref();
    let cites = overview.and_then(|overview| overview.cites.as_ref());
    cites.is_some_and(|cites| cites.iter().any(|cite| cite.value == material))
}

/// Returns where an annex or a diagram cites a list.
fn first_cite(context: &Context<'_>, list: ItemListId) -> Option<Span> {
    let matter = context.matter;
    let of_connections = matter.connections.iter().flat_map(|connection| &connection.item_lists);
    let of_contracts = matter.contracts.iter().filter_map(|contract| contract.item_list.as_ref());
    let of_links = matter.flows.iter().flat_map(|flow| &flow.links).flat_map(|link| &link.cites);
    of_connections.chain(of_contracts).chain(of_links).find(|cite| cite.value == list).map(|cite| cite.span)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let cites = matter.overview.as_ref().and_then(|overview| overview.cites.as_ref());
    let dropped = cites
        .into_iter()
        .flat_map(|cites| cites.iter().map(|cite| Plant::drop(context, cites.span, cite.span)));
    let made = matter.item_lists.iter().filter(|list| !list.material).map(|list| {
        let plant = Plant::set(context, list.span, "material", "true")?;
        Some(plant.within(line(context).unwrap_or(list.span)))
    });
    let another = matter.flows.iter().next().map(|_| {
        let plant = plant::add(context, "flows", "{ id: another-flow }")?;
        Some(match line(context) {
            Some(line) => plant.within(line),
            None => plant,
        })
    });
    Mutation::new(
        dropped.chain(another).chain(made),
        text!(
            "図も情報項目の一覧も、示せるものがありません",
            "there is neither a diagram nor a list that could be cited"
        ),
    )
}
