//! `fugi show`: who handles what, items by party, flows, contracts, and where copies lie, as tables.

mod flow;

use super::output::Output;
use super::table::Sheet;
use super::{Exit, Global, targets};
use crate::check::context::Context;
use crate::diagnostic::{Language, Text};
use crate::model::vocabulary::RoleKind;
use crate::proof::{Scope, copies};
use crate::text;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 表の種類: handles（項目×役割）、parties（役割ごとの項目）、items（項目ごとの役割）、flows（線）、flow（流れの図）、contracts（契約）、copies（写しのある所）
    ///
    /// Which table: handles (items by roles), parties (items of each role), items (roles of each item), flows (links), flow (a flow, drawn), contracts, copies (where copies lie)
    #[arg(value_enum, hide_possible_values = true, value_name = "種類")]
    what: What,
    /// 案件のファイル、年度のフォルダ、または「年度/案件」（省略時は全て）。flow では、その後に流れの名（bank、13-1 など。省略時は全て）
    ///
    /// Files of matters, folders of years, or `year/matter` (default: all); for `flow`, then names of flows (bank, 13-1 and so on; default: all)
    #[arg(value_name = "場所")]
    paths: Vec<PathBuf>,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
    /// 表の幅（半角の桁数。省略時は 110）
    ///
    /// Width of the table in columns (default: 110)
    #[arg(long, default_value_t = 110, value_name = "N")]
    width: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    Handles,
    Parties,
    Items,
    Flows,
    Flow,
    Contracts,
    Copies,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Text,
    Json,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    if arguments.what == What::Flow {
        return flow::run(global, arguments, output);
    }
    let Some(workspace) = targets::open(global, &arguments.paths, output) else { return Exit::Failed };
    let found = match targets::find(&workspace, &arguments.paths) {
        Ok(found) => found,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let (mut sheets, mut unreadable): (Vec<Value>, bool) = (Vec::new(), false);
    let mut shown = 0;
    for target in found {
        let Some((year, matters)) = targets::load(&workspace, &target, output) else {
            unreadable = true;
            continue;
        };
        for loaded in matters {
            match loaded.result {
                Err(problems) => {
                    output.problems(&loaded.sources, &problems);
                    unreadable = true;
                }
                Ok(matter) => {
                    let context = Context::new(
                        &loaded.sources,
                        &workspace.ward,
                        &workspace.common,
                        &year.year,
                        &matter,
                    );
                    let sheet = sheet(&context, arguments.what, output.language);
                    shown += 1;
                    match arguments.format {
                        FormatName::Json => sheets.push(sheet.to_json()),
                        FormatName::Text => output.line(&sheet.to_text(arguments.width)),
                    }
                }
            }
        }
    }
    if shown == 0 && !unreadable {
        output.error(&text!("表にする案件がありません", "there is no matter to show"));
        return Exit::Failed;
    }
    if arguments.format == FormatName::Json {
        let all = json!({ "version": 1, "tables": sheets });
        output.line(&serde_json::to_string_pretty(&all).unwrap_or_default());
    }
    if unreadable { Exit::Failed } else { Exit::Clean }
}

fn sheet(context: &Context<'_>, what: What, language: Language) -> Sheet {
    let head = |text: Text| text.get(language).to_owned();
    let name = &context.matter.name;
    let (title, columns, rows) = match what {
        What::Handles => return handles(context, language),
        What::Parties => (
            text!("{name}: 役割ごとに取り扱える項目", "{name}: what each role may handle"),
            vec![
                ("contract", text!("契約", "contract")),
                ("role", text!("役割", "role")),
                ("items", text!("取り扱える項目", "may handle")),
            ],
            parties(context),
        ),
        What::Items => (
            text!("{name}: 項目ごとの役割", "{name}: who handles each item"),
            vec![
                ("item", text!("項目", "item")),
                ("may", text!("取り扱える", "may handle")),
                ("holds", text!("流れで持つ", "comes to hold")),
            ],
            items(context),
        ),
        What::Flow | What::Flows => (
            text!("{name}: 流れの線", "{name}: links of the flows"),
            vec![
                ("flow", text!("資料", "flow")),
                ("link", text!("線", "link")),
                ("from", text!("渡す", "from")),
                ("to", text!("受ける", "to")),
                ("items", text!("項目", "items")),
                ("network", text!("回線", "network")),
                ("protections", text!("保護", "protections")),
                ("timing", text!("時期", "when")),
            ],
            flows(context),
        ),
        What::Contracts => (
            text!("{name}: 契約の当事者", "{name}: parties of the contracts"),
            vec![
                ("contract", text!("契約", "contract")),
                ("form", text!("形", "form")),
                ("letter", text!("符号", "letter")),
                ("role", text!("役割", "role")),
                ("providers", text!("担う者", "providers")),
            ],
            contracts(context),
        ),
        What::Copies => (
            text!("{name}: 写しのある所", "{name}: where copies lie"),
            vec![
                ("role", text!("役割", "role")),
                ("contract", text!("契約", "contract")),
                ("place", text!("場所", "place")),
                ("items", text!("項目", "items")),
            ],
            copy_places(context),
        ),
    };
    Sheet {
        title: head(title),
        columns: columns.into_iter().map(|(key, text)| (key, head(text))).collect(),
        rows,
    }
}

/// Item by role: ○ may handle and holds, △ may handle and never holds, × holds and may not.
fn handles(context: &Context<'_>, language: Language) -> Sheet {
    let matter = context.matter;
    let roles: Vec<_> = matter.roles.ids().filter(|role| !matter.roles[*role].is_unlimited()).collect();
    let name = &matter.name;
    let title = text!(
        "{name}: 誰が何を取り扱うか（○ 取り扱え、流れで持つ　△ 取り扱えるが、流れに現れない　× 取り扱えないのに流れで持つ）",
        "{name}: who handles what (○ may and does, △ may but never does, × does and may not)"
    );
    let mut columns = vec![("item", text!("項目", "item").get(language).to_owned())];
    columns.extend(roles.iter().map(|role| ("role", context.role(*role).to_owned())));
    let rows = matter
        .items
        .ids()
        .map(|item| {
            let mut row = vec![matter.items[item].name.clone()];
            row.extend(roles.iter().map(|role| {
                let may = !context.proof().permissions(*role, item).0.is_empty();
                let does = matter.flows.ids().any(|flow| context.proof().held(flow, *role).contains(item));
                match (may, does) {
                    (true, true) => "○",
                    (true, false) => "△",
                    (false, true) => "×",
                    (false, false) => "",
                }
                .to_owned()
            }));
            row
        })
        .collect();
    Sheet { title: title.get(language).to_owned(), columns, rows }
}

fn parties(context: &Context<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (id, contract) in context.matter.contracts.enumerate() {
        for role in context.contractors(id) {
            let items = match context.proof().scope(Some(id), role) {
                Scope::Items(items, assumed) => {
                    let whole = context.matter.item_lists.enumerate().find(|(_, list)| list.all == *items);
                    let list = whole.map_or_else(
                        || context.items(items),
                        |(list, _)| format!("{}の全て（{}項目）", context.item_list(list), items.len()),
                    );
                    if assumed { format!("{list}（推定）") } else { list }
                }
                Scope::NotStated => "記載なし".to_owned(),
                Scope::Unbound | Scope::Unlimited => String::new(),
            };
            rows.push(vec![contract.id.value.clone(), context.role(role).to_owned(), items]);
        }
    }
    rows
}

fn items(context: &Context<'_>) -> Vec<Vec<String>> {
    let matter = context.matter;
    matter
        .items
        .enumerate()
        .map(|(id, item)| {
            let outside = || matter.roles.ids().filter(|role| !matter.roles[*role].is_unlimited());
            let may = outside().filter(|role| !context.proof().permissions(*role, id).0.is_empty());
            let holds = outside()
                .filter(|role| matter.flows.ids().any(|flow| context.proof().held(flow, *role).contains(id)));
            let names = |roles: Vec<_>| {
                roles.into_iter().map(|role| context.role(role)).collect::<Vec<_>>().join("、")
            };
            vec![item.name.clone(), names(may.collect()), names(holds.collect())]
        })
        .collect()
}

fn flows(context: &Context<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (id, flow) in context.matter.flows.enumerate() {
        for link in &flow.links {
            let items = link.items.as_ref().map_or_else(
                || "記載なし".to_owned(),
                |items| format!("{}項目{}", items.len(), if link.assumed { "（推定）" } else { "" }),
            );
            let network = link.network.as_ref().map_or_else(
                || link.means.as_ref().map_or_else(|| "記載なし".to_owned(), |means| means.value.clone()),
                |network| context.common.networks[network.value].name.clone(),
            );
            let protections = link.protections.as_ref().map_or_else(
                || "記載なし".to_owned(),
                |list| {
                    let names: Vec<&str> =
                        list.iter().map(|own| context.common.protections[own.value].name.as_str()).collect();
                    names.join("、")
                },
            );
            let timing: Vec<String> = link
                .timing
                .iter()
                .map(|timing| {
                    let data = timing.data.as_ref().map_or("", |data| data.ja());
                    format!("{data}{}", timing.when.print())
                })
                .collect();
            rows.push(vec![
                context.flow(id),
                link.id.value.clone(),
                context.role(link.from.value).to_owned(),
                context.role(link.to.value).to_owned(),
                items,
                network,
                protections,
                if timing.is_empty() { "記載なし".to_owned() } else { timing.join("、") },
            ]);
        }
    }
    rows
}

fn contracts(context: &Context<'_>) -> Vec<Vec<String>> {
    let matter = context.matter;
    let mut rows = Vec::new();
    for contract in &matter.contracts {
        for party in &contract.parties {
            let role = &matter.roles[party.role.value];
            let providers: Vec<String> = role
                .providers
                .iter()
                .map(|id| {
                    let provider = &matter.providers[*id];
                    let entity = provider
                        .party
                        .as_ref()
                        .map(|party| context.year.parties[party.value].name.value.clone());
                    match (&provider.brand, entity) {
                        (Some(brand), Some(entity)) => format!("{brand}（{entity}）"),
                        (Some(brand), None) => format!("{brand}（法人の記載なし）"),
                        (None, entity) => entity.unwrap_or_default(),
                    }
                })
                .collect();
            rows.push(vec![
                contract.id.value.clone(),
                contract.form.as_ref().map_or_else(String::new, |form| form.value.clone()),
                party.letter.as_ref().map_or_else(String::new, |letter| letter.value.clone()),
                role.name.value.clone(),
                providers.join("、"),
            ]);
        }
    }
    rows
}

fn copy_places(context: &Context<'_>) -> Vec<Vec<String>> {
    use std::collections::BTreeMap;
    let matter = context.matter;
    let mut places: BTreeMap<_, crate::model::item::Items> = BTreeMap::new();
    for copy in copies(matter, context.proof()) {
        if !matter.roles[copy.role].is(RoleKind::Principal) {
            places.entry((copy.role, copy.contract, copy.system, copy.medium)).or_default().insert(copy.item);
        }
    }
    places
        .into_iter()
        .map(|((role, contract, system, medium), items)| {
            let system = system.map(|system| context.system(system).to_owned());
            let medium = medium.map(|medium| medium.ja().to_owned());
            let place: Vec<String> = system.into_iter().chain(medium).collect();
            vec![
                context.role(role).to_owned(),
                contract.map_or_else(String::new, |id| matter.contracts[id].id.value.clone()),
                if place.is_empty() { "記載なし".to_owned() } else { place.join(" / ") },
                format!("{}項目: {}", items.len(), context.items(&items)),
            ]
        })
        .collect()
}
