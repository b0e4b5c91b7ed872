//! Who handles what, items by party, flows, contracts, and where copies lie, as tables.

use super::Unread;
use super::select::Selection;
use crate::case::Case;
use crate::check::context::Context;
use crate::diagnostic::{Language, Text};
use crate::model::ids::{FlowId, RoleId};
use crate::model::item::Items;
use crate::model::load::Workspace;
use crate::model::vocabulary::RoleKind;
use crate::proof::{Scope, copies};
use crate::text;
use std::collections::BTreeMap;

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Contracts: who their parties are.
    Contracts,
    /// Where copies lie.
    Copies,
    /// Links of the flows.
    Flows,
    /// Item by role: ○ may handle and holds, △ may handle and never holds, × holds and may not.
    Handles,
    /// Item by item: who may handle it, and who comes to hold it.
    Items,
    /// Role by role: what it may handle.
    Parties,
}

/// A column: a key for programs, and a head for readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The key, no two columns of a table have the same. A role's column has the role's id.
    pub key: String,
    /// The head.
    pub head: Text,
}

/// A table of one matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// `r07/koki-iryo-cashless`.
    pub matter: String,
    /// The title.
    pub title: Text,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, a cell for each column.
    pub rows: Vec<Vec<String>>,
}

impl Workspace {
    /// Returns a table of each matter with its words in one language, and what could not be read.
    #[must_use]
    pub fn tables(
        &self,
        selections: &[Selection],
        kind: Kind,
        language: Language,
    ) -> (Vec<Table>, Vec<Unread>) {
        let mut tables = Vec::new();
        let unread = self.each_matter(selections, |year, matter, sources| {
            let context = Context::new(Case::new(self, year, &matter, &sources));
            tables.push(table(&context, kind, language));
        });
        (tables, unread)
    }
}

/// Returns a table of one matter.
#[must_use]
pub fn table(context: &Context<'_>, kind: Kind, language: Language) -> Table {
    let name = &context.matter.name;
    let (title, columns, rows) = match kind {
        Kind::Handles => return handles(context, language),
        Kind::Parties => (
            text!("{name}: 役割ごとに取り扱える項目", "{name}: what each role may handle"),
            vec![
                ("contract", text!("契約", "contract")),
                ("role", text!("役割", "role")),
                ("items", text!("取り扱える項目", "may handle")),
            ],
            parties(context, language),
        ),
        Kind::Items => (
            text!("{name}: 項目ごとの役割", "{name}: who handles each item"),
            vec![
                ("item", text!("項目", "item")),
                ("may", text!("取り扱える", "may handle")),
                ("holds", text!("流れで持つ", "comes to hold")),
            ],
            items(context, language),
        ),
        Kind::Flows => (
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
            flows(context, language),
        ),
        Kind::Contracts => (
            text!("{name}: 契約の当事者", "{name}: parties of the contracts"),
            vec![
                ("contract", text!("契約", "contract")),
                ("form", text!("形", "form")),
                ("letter", text!("符号", "letter")),
                ("role", text!("役割", "role")),
                ("providers", text!("担う者", "providers")),
            ],
            contracts(context, language),
        ),
        Kind::Copies => (
            text!("{name}: 写しのある所", "{name}: where copies lie"),
            vec![
                ("role", text!("役割", "role")),
                ("contract", text!("契約", "contract")),
                ("place", text!("場所", "place")),
                ("items", text!("項目", "items")),
            ],
            copy_places(context, language),
        ),
    };
    let columns = columns.into_iter().map(|(key, head)| Column { key: key.to_owned(), head });
    Table { matter: name.clone(), title, columns: columns.collect(), rows }
}

/// The key of the first column of [`Kind::Handles`].
const ITEM: &str = "item";

/// Item by role: ○ may handle and holds, △ may handle and never holds, × holds under a contract (or none) that does not
/// allow it, whatever another one allows.
fn handles(context: &Context<'_>, language: Language) -> Table {
    let matter = context.matter;
    let roles: Vec<_> = matter.roles.ids().filter(|role| !matter.roles[*role].is_unlimited()).collect();
    let name = &matter.name;
    let title = text!(
        "{name}: 誰が何を取り扱うか（○ 取り扱え、流れで持つ　△ 取り扱えるが、流れに現れない　× その契約では取り扱えないのに流れで見る　封 封をしたまま持ち、見ない）",
        "{name}: who handles what (○ may and does, △ may but never does, × sees it where its contract does not allow it, sealed: holds it sealed and does not see it)"
    );
    let mut columns = vec![Column { key: ITEM.to_owned(), head: text!("項目", "item") }];
    columns.extend(roles.iter().map(|role| {
        let (id, name) = (&matter.roles[*role].id.value, context.role(*role));
        // A role may bear the name of the first column.
        let key = if id == ITEM { format!("role/{id}") } else { id.clone() };
        Column { key, head: text!("{name}", "{name}") }
    }));
    let rows = matter
        .items
        .ids()
        .map(|item| {
            let mut row = vec![matter.items[item].name.clone()];
            row.extend(roles.iter().map(|role| {
                let may = !context.proof().permissions(*role, item).0.is_empty();
                let held = |flow: &FlowId| context.proof().held(*flow, *role).contains(item);
                let seen = |flow: &FlowId| context.proof().seen(*flow, *role).contains(item);
                let outside = |flow: FlowId| {
                    let contract = matter.flows[flow].contract.as_ref().map(|own| own.value);
                    let scope = context.proof().scope(contract, *role);
                    !matches!(scope, Scope::Items(items, _) if items.contains(item))
                };
                // A carrier may see what shows on what it carries; no contract says so.
                let is_carrier = matter.roles[*role].is(RoleKind::Carrier);
                match (matter.flows.ids().any(|flow| held(&flow)), matter.flows.ids().find(seen)) {
                    (true, None) => match language {
                        Language::Japanese => "封",
                        Language::English => "sealed",
                    },
                    (true, Some(_)) if is_carrier => "○",
                    (true, Some(_)) if matter.flows.ids().filter(seen).any(outside) => "×",
                    (true, Some(_)) => "○",
                    (false, _) if may => "△",
                    (false, _) => "",
                }
                .to_owned()
            }));
            row
        })
        .collect();
    Table { matter: name.clone(), title, columns, rows }
}

fn parties(context: &Context<'_>, language: Language) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (id, contract) in context.matter.contracts.enumerate() {
        for role in context.contractors(id) {
            let items = match context.proof().scope(Some(id), role) {
                Scope::Items(items, assumed) => {
                    let whole = context.matter.item_lists.enumerate().find(|(_, list)| list.all == *items);
                    let list = whole.map_or_else(
                        || say(language, context.item_names(items)),
                        |(list, _)| {
                            let Text { ja: list, en: list_en } = context.item_list(list);
                            let count = items.len();
                            say(
                                language,
                                text!("{list}の全て（{count}項目）", "all of {list_en} ({count} items)"),
                            )
                        },
                    );
                    if assumed {
                        say(language, text!("{list}（推定）", "{list} (assumed)"))
                    } else {
                        list
                    }
                }
                Scope::NotStated => not_stated(language),
                Scope::Unbound | Scope::Unlimited => String::new(),
            };
            rows.push(vec![contract.id.value.clone(), context.role(role).to_owned(), items]);
        }
    }
    rows
}

fn items(context: &Context<'_>, language: Language) -> Vec<Vec<String>> {
    let matter = context.matter;
    matter
        .items
        .enumerate()
        .map(|(id, item)| {
            let outside = || matter.roles.ids().filter(|role| !matter.roles[*role].is_unlimited());
            let may = outside().filter(|role| !context.proof().permissions(*role, id).0.is_empty());
            let holds = outside()
                .filter(|role| matter.flows.ids().any(|flow| context.proof().held(flow, *role).contains(id)));
            let sees = |role| matter.flows.ids().any(|flow| context.proof().seen(flow, role).contains(id));
            let names = |roles: Vec<RoleId>, sealed: bool| {
                let name = |role| {
                    let sealed = match (sealed && !sees(role), language) {
                        (false, _) => "",
                        (true, Language::Japanese) => "（封をしたまま）",
                        (true, Language::English) => " (sealed)",
                    };
                    format!("{}{sealed}", context.role(role))
                };
                roles.into_iter().map(name).collect::<Vec<_>>().join(comma(language))
            };
            vec![item.name.clone(), names(may.collect(), false), names(holds.collect(), true)]
        })
        .collect()
}

fn flows(context: &Context<'_>, language: Language) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (id, flow) in context.matter.flows.enumerate() {
        for link in &flow.links {
            let items = link.items.as_ref().map_or_else(
                || not_stated(language),
                |items| {
                    let count = items.len();
                    let sure = text!("{count}項目", "{count} items");
                    let assumed = text!("{count}項目（推定）", "{count} items (assumed)");
                    say(language, if link.assumed { assumed } else { sure })
                },
            );
            let network = link.network.as_ref().map_or_else(
                || link.means.as_ref().map_or_else(|| not_stated(language), |means| means.value.clone()),
                |network| context.common.networks[network.value].name.clone(),
            );
            let protections = link.protections.as_ref().map_or_else(
                || not_stated(language),
                |list| {
                    let names: Vec<&str> =
                        list.iter().map(|own| context.common.protections[own.value].name.as_str()).collect();
                    names.join(comma(language))
                },
            );
            let timing: Vec<String> = link
                .timing
                .iter()
                .map(|timing| {
                    let data = timing.data.as_ref().map(|data| data.say(language));
                    match (language, data) {
                        (Language::Japanese, data) => {
                            format!("{}{}", data.unwrap_or_default(), timing.when.print())
                        }
                        (Language::English, Some(data)) => format!("{data} {}", timing.when.english()),
                        (Language::English, None) => timing.when.english(),
                    }
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
                if timing.is_empty() { not_stated(language) } else { timing.join(comma(language)) },
            ]);
        }
    }
    rows
}

fn contracts(context: &Context<'_>, language: Language) -> Vec<Vec<String>> {
    let matter = context.matter;
    let mut rows = Vec::new();
    for contract in &matter.contracts {
        for party in &contract.parties {
            let role = &matter.roles[party.role.value];
            let providers: Vec<String> = role.providers.iter().map(|id| context.provider(*id)).collect();
            rows.push(vec![
                contract.id.value.clone(),
                contract.form.as_ref().map_or_else(String::new, |form| form.value.clone()),
                party.letter.as_ref().map_or_else(String::new, |letter| letter.value.clone()),
                role.name.value.clone(),
                providers.join(comma(language)),
            ]);
        }
    }
    rows
}

fn copy_places(context: &Context<'_>, language: Language) -> Vec<Vec<String>> {
    let matter = context.matter;
    let mut places: BTreeMap<_, Items> = BTreeMap::new();
    for copy in copies(matter, context.proof()) {
        if !matter.roles[copy.role].is(RoleKind::Principal) {
            places.entry((copy.role, copy.contract, copy.system, copy.medium)).or_default().insert(copy.item);
        }
    }
    places
        .into_iter()
        .map(|((role, contract, system, medium), items)| {
            let system = system.map(|system| context.system(system).to_owned());
            let medium = medium.map(|medium| medium.say(language));
            let place: Vec<String> = system.into_iter().chain(medium).collect();
            vec![
                context.role(role).to_owned(),
                contract.map_or_else(String::new, |id| matter.contracts[id].id.value.clone()),
                if place.is_empty() { not_stated(language) } else { place.join(" / ") },
                {
                    let (count, items) = (items.len(), say(language, context.item_names(&items)));
                    say(language, text!("{count}項目: {items}", "{count} items: {items}"))
                },
            ]
        })
        .collect()
}

fn say(language: Language, text: Text) -> String {
    match language {
        Language::English => text.en,
        Language::Japanese => text.ja,
    }
}

fn comma(language: Language) -> &'static str {
    match language {
        Language::English => ", ",
        Language::Japanese => "、",
    }
}

fn not_stated(language: Language) -> String {
    say(language, text!("記載なし", "not stated"))
}
