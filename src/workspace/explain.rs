//! Why a role can, or cannot, come to hold an item.

use super::Unread;
use super::select::Selection;
use crate::case::Case;
use crate::check::context::Context;
use crate::diagnostic::Text;
use crate::model::ids::{FlowId, ItemId, RoleId};
use crate::model::load::Workspace;
use crate::model::matter::Matter;
use crate::proof::{Answer, Origin, Scope};
use crate::source::{Sources, Span};
use crate::spelling;
use crate::text;

/// The answers, and what could not be read.
#[derive(Debug, Default)]
pub struct Explained {
    /// One for each matter that has both the role and the item.
    pub answers: Vec<Holding>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// The role that is nearest to what was asked for, where a matter has none of that name; empty where none is near.
    pub near_role: String,
    /// The item, likewise.
    pub near_item: String,
}

impl Explained {
    /// Returns why there is no answer.
    #[must_use]
    pub fn missing(&self, role: &str, item: &str) -> Text {
        let (role_hint, item_hint) = (spelling::perhaps(&self.near_role), spelling::perhaps(&self.near_item));
        let (Text { ja: role_ja, en: role_en }, Text { ja: item_ja, en: item_en }) = (role_hint, item_hint);
        text!(
            "役割「{role}」{role_ja}と項目「{item}」{item_ja}の両方がある案件がありません",
            "no matter has both the role `{role}`{role_en} and the item `{item}`{item_en}"
        )
    }
}

/// What one matter says of a role and an item.
#[derive(Debug)]
pub struct Holding {
    /// `r07/koki-iryo-cashless`.
    pub matter: String,
    /// Id of the role.
    pub role: String,
    /// Its name on paper.
    pub role_name: String,
    /// The item.
    pub item: String,
    /// The texts that places are in.
    pub sources: Sources,
    /// True for the principal and the ward, who may hold everything.
    pub unlimited: bool,
    /// True where it comes to see the item; false where it only holds it sealed, or does not hold it.
    pub sees: bool,
    /// The paths by which the role comes to hold the item.
    pub paths: Vec<Path>,
    /// What each contract that binds the role says.
    pub contracts: Vec<Allowance>,
    /// Where the role stands, where no contract binds it and it is not unlimited.
    pub unbound: Option<Span>,
}

/// A path by which a role comes to hold an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The number of the flow in which it begins.
    pub flow: String,
    /// Name of the role that has it first.
    pub first: String,
    /// How that role has it.
    pub begins: Begins,
    /// The links from there.
    pub hops: Vec<Hop>,
}

/// How the first role of a path has the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// It makes it: number of the step, where it stands, and whether it is assumed.
    Made(u64, Option<Span>, bool),
    /// It has it by nature.
    Own,
    /// That is not stated.
    Unknown,
}

/// A link of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The number of its flow.
    pub flow: String,
    /// Its id.
    pub link: String,
    /// Name of the role that receives.
    pub to: String,
    /// The network or other means; `None` where it is not stated.
    pub network: Option<String>,
    /// True where it is assumed.
    pub assumed: bool,
    /// Where it stands.
    pub span: Span,
}

/// What a contract says of an item for a role that it binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Id of the contract.
    pub contract: String,
    /// Its title.
    pub title: String,
    /// Whether the role may handle the item under it; `None` where it does not say what the role may handle.
    pub allows: Option<bool>,
    /// What the role may handle under it.
    pub items: Option<Text>,
    /// True where that is assumed.
    pub assumed: bool,
    /// Where it stands.
    pub span: Option<Span>,
}

/// What a name meant in one matter.
enum Found<T> {
    Known(T),
    Near(String),
}

impl Workspace {
    /// Returns why a role (id or name) can, or cannot, come to hold an item (name), for each matter that has both.
    #[must_use]
    pub fn explain(&self, selections: &[Selection], role: &str, item: &str) -> Explained {
        let mut explained = Explained::default();
        let unread = self.each_matter(selections, |year, matter, sources| {
            match (find_role(&matter, role), find_item(&matter, item)) {
                (Found::Known(role), Found::Known(item)) => {
                    let context = Context::new(Case::new(self, year, &matter, &sources));
                    explained.answers.push(holding(&context, role, item));
                }
                (role, item) => {
                    if let Found::Near(near) = role {
                        explained.near_role = near;
                    }
                    if let Found::Near(near) = item {
                        explained.near_item = near;
                    }
                }
            }
        });
        explained.unread = unread;
        explained
    }
}

fn find_role(matter: &Matter, name: &str) -> Found<RoleId> {
    let rows = || matter.roles.enumerate();
    let exact = rows().find(|(_, role)| role.id.value == name || spelling::same(&role.name, name));
    match exact {
        Some((id, _)) => Found::Known(id),
        None => {
            let names = rows().flat_map(|(_, role)| [role.id.value.as_str(), role.name.value.as_str()]);
            Found::Near(spelling::nearest(name, names).unwrap_or_default().to_owned())
        }
    }
}

fn find_item(matter: &Matter, name: &str) -> Found<ItemId> {
    match matter.items.enumerate().find(|(_, item)| spelling::same(&item.name, name)) {
        Some((id, _)) => Found::Known(id),
        None => {
            let names = matter.items.iter().map(|item| item.name.as_str());
            Found::Near(spelling::nearest(name, names).unwrap_or_default().to_owned())
        }
    }
}

fn holding(context: &Context<'_>, role: RoleId, item: ItemId) -> Holding {
    let matter = context.matter;
    let unlimited = matter.roles[role].is_unlimited();
    let contracts = contracts(context, role, item);
    let paths = context.proof().paths(role, item);
    let is_shown = |answer: &&Answer| !answer.hops.is_empty() || answer.first == role;
    let unbound = (contracts.is_empty() && !unlimited).then(|| matter.roles[role].name.span);
    Holding {
        matter: matter.name.clone(),
        role: matter.roles[role].id.value.clone(),
        role_name: context.role(role).to_owned(),
        item: matter.items[item].name.clone(),
        sources: context.sources.clone(),
        unlimited,
        sees: unlimited || matter.flows.ids().any(|flow| context.proof().seen(flow, role).contains(item)),
        paths: paths.iter().filter(is_shown).map(|answer| path(context, answer)).collect(),
        contracts,
        unbound,
    }
}

fn path(context: &Context<'_>, answer: &Answer) -> Path {
    // A path may begin in another flow than the one it is asked of.
    let flow: FlowId = match (answer.origin, answer.hops.first()) {
        (Origin::Made { flow, .. }, _) => flow,
        (_, Some(hop)) => hop.flow,
        (_, None) => answer.flow,
    };
    let begins = match answer.origin {
        Origin::Made { flow, step } => match context.matter.flows[flow].steps.get(step) {
            Some(step) => Begins::Made(step.no.value, Some(step.span), step.assumed),
            None => Begins::Made(0, None, false),
        },
        Origin::Own => Begins::Own,
        Origin::Unknown => Begins::Unknown,
    };
    let hops = answer.hops.iter().map(|hop| {
        let link = &context.matter.flows[hop.flow].links[hop.link];
        let network = link.network.as_ref().map(|own| context.common.networks[own.value].name.clone());
        Hop {
            flow: context.flow(hop.flow),
            link: link.id.value.clone(),
            to: context.role(link.to.value).to_owned(),
            network: network.or_else(|| link.means.as_ref().map(|means| means.value.clone())),
            assumed: link.assumed,
            span: link.span,
        }
    });
    Path {
        flow: context.flow(flow),
        first: context.role(answer.first).to_owned(),
        begins,
        hops: hops.collect(),
    }
}

fn contracts(context: &Context<'_>, role: RoleId, item: ItemId) -> Vec<Allowance> {
    let mut contracts = Vec::new();
    for (id, contract) in context.matter.contracts.enumerate() {
        let (allows, items, assumed, span) = match context.proof().scope(Some(id), role) {
            Scope::Items(items, assumed) => {
                let span = contract.handles_of(role).map(|own| own.items.span);
                (Some(items.contains(item)), Some(context.item_names(items)), assumed, span)
            }
            Scope::NotStated => (None, None, false, Some(contract.parties_span)),
            Scope::Unbound | Scope::Unlimited => continue,
        };
        let title = context.contract(id).to_owned();
        contracts.push(Allowance {
            contract: contract.id.value.clone(),
            title,
            allows,
            items,
            assumed,
            span,
        });
    }
    contracts
}
