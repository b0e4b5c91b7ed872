//! One matter.

use super::annex::{connection, contract, term};
use super::flow::flow;
use super::ward::{CommonNames, WardNames};
use super::year::YearNames;
use super::{Names, Problems, optional, report};
use crate::model::ids::{
    ConnectionId, ContractId, FlowId, Id, ItemId, ItemListId, MeasureSetId, ProviderId, RoleId, SystemId,
    Table,
};
use crate::model::item::{Item, ItemEntry, ItemList, Items};
use crate::model::matter::{
    Answer, Basis, Checklist, Council, Coverage, Covered, ImpactAssessment, Material, Matter, Measure,
    MeasureSet, Overview, PriorApproval, SubjectCount, Submitted, Waiver,
};
use crate::model::party::{Provider, Role, System};
use crate::model::raw::matter::{RawItem, RawItemSet, RawMatter, RawOverview, RawRole};
use crate::source::{Located, SourceId, Span};
use crate::text;
use crate::yaml::Node;
use crate::yaml::decode::{List, Str};

/// What the names of a matter stand for.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) common: &'a CommonNames,
    pub(super) year: &'a YearNames,
    pub(super) roles: Names<RoleId>,
    pub(super) providers: Names<ProviderId>,
    pub(super) systems: Names<SystemId>,
    pub(super) items: Names<ItemId>,
    pub(super) item_lists: Names<ItemListId>,
    pub(super) measures: Names<MeasureSetId>,
    pub(super) contracts: Names<ContractId>,
    pub(super) connections: Names<ConnectionId>,
    pub(super) flows: Names<FlowId>,
    pub(super) approvals: Names<ApprovalIndex>,
    /// Each item with the members of its group.
    pub(super) whole: Vec<Items>,
    /// The items of each list.
    pub(super) lists: Vec<Items>,
}

/// Which prior approval, counted from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct ApprovalIndex(pub(super) usize);

impl Id for ApprovalIndex {
    fn from_index(index: usize) -> Self {
        Self(index)
    }

    fn index(self) -> usize {
        self.0
    }
}

impl Scope<'_> {
    /// Returns the items that names mean, groups with their members, and each with its place.
    pub(super) fn items(
        &self,
        names: &List<Str>,
        problems: &mut Problems,
    ) -> (Located<Items>, Vec<Located<Items>>) {
        let mut all = Items::default();
        let named: Vec<Located<Items>> = self
            .items
            .find_all(names, problems)
            .into_iter()
            .map(|item| {
                let whole = self.whole.get(item.value.index()).cloned().unwrap_or_default();
                all.add_all(&whole);
                Located::new(whole, item.span)
            })
            .collect();
        (Located::new(all, names.span), named)
    }

    /// Returns the items of `items` or `items_of`, of which a record may have one.
    pub(super) fn items_or_list(
        &self,
        items: Option<&List<Str>>,
        items_of: Option<&Str>,
        problems: &mut Problems,
    ) -> Option<(Located<Items>, Vec<Located<Items>>)> {
        match (items, items_of) {
            (Some(items), Some(list)) => {
                report(
                    problems,
                    "two-of-one",
                    list.span,
                    text!(
                        "items と items_of の両方が書かれています",
                        "both `items` and `items_of` are given"
                    ),
                    text!("どちらか一方にしてください", "keep one of them"),
                );
                Some(self.items(items, problems))
            }
            (Some(items), None) => Some(self.items(items, problems)),
            (None, Some(list)) => {
                let id = self.item_lists.find(list, problems)?;
                let items = self.lists.get(id.value.index()).cloned().unwrap_or_default();
                Some((Located::new(items, list.span), Vec::new()))
            }
            (None, None) => None,
        }
    }
}

/// Where a matter comes from.
#[derive(Clone, Debug)]
pub(in crate::model) struct Origin {
    pub(in crate::model) name: String,
    pub(in crate::model) fiscal_year: i32,
    pub(in crate::model) source: SourceId,
}

pub(in crate::model) fn matter(
    raw: RawMatter,
    tree: &Node<'_>,
    origin: Origin,
    ward: &WardNames,
    common: &CommonNames,
    year: &YearNames,
    problems: &mut Problems,
) -> Matter {
    let mut scope = Scope {
        common,
        year,
        roles: Names::new("役割", "role"),
        providers: Names::new("役割を担う者", "provider"),
        systems: Names::new("端末・サーバ", "system"),
        items: Names::new("情報項目", "item"),
        item_lists: Names::new("情報項目の一覧", "item list"),
        measures: Names::new("対策の箱", "measure set"),
        contracts: Names::new("契約", "contract"),
        connections: Names::new("外部結合", "connection"),
        flows: Names::new("流れ", "flow"),
        approvals: Names::new("これまでの承認", "approval"),
        whole: Vec::new(),
        lists: Vec::new(),
    };
    let raw_roles = raw.roles.unwrap_or_default();
    let raw_lists = raw.item_sets.unwrap_or_default();
    let raw_measures = raw.measures.unwrap_or_default();
    let raw_contracts = raw.contracts.unwrap_or_default();
    let raw_connections = raw.connections.unwrap_or_default();
    let raw_flows = raw.flows.unwrap_or_default();
    let raw_approvals = raw.prior_approvals.unwrap_or_default();
    declare_all(&mut scope.item_lists, raw_lists.iter().map(|list| &list.id), problems);
    declare_all(&mut scope.measures, raw_measures.iter().map(|set| &set.id), problems);
    declare_all(&mut scope.contracts, raw_contracts.iter().map(|contract| &contract.id), problems);
    declare_all(&mut scope.connections, raw_connections.iter().map(|connection| &connection.id), problems);
    declare_all(&mut scope.flows, raw_flows.iter().map(|flow| &flow.id), problems);
    declare_all(&mut scope.approvals, raw_approvals.iter().map(|approval| &approval.id), problems);
    declare_all(&mut scope.roles, raw_roles.iter().map(|role| &role.id), problems);

    let roles_span = raw_roles.span;
    let (roles, providers, systems) = roles(raw_roles.items, &mut scope, problems);
    let (items, item_lists) = item_lists(raw_lists.items, &mut scope, problems);
    let measures = raw_measures
        .items
        .into_iter()
        .map(|raw| MeasureSet {
            id: raw.id,
            span: raw.span,
            category: raw.category.0,
            measures_span: raw.measures.span,
            measures: raw
                .measures
                .items
                .into_iter()
                .map(|raw| Measure {
                    span: raw.span,
                    label: raw.label,
                    rows: raw.rows.unwrap_or_default().items,
                })
                .collect(),
        })
        .collect();
    for measure in Table::<MeasureSetId, MeasureSet>::iter(&measures).flat_map(|set| &set.measures) {
        for row in &measure.rows {
            if year.rows.iter().all(|rows| rows.get(row).is_none())
                && let Some(rows) = year.rows.iter().max_by_key(|rows| rows.all().count())
            {
                rows.find(row, problems);
            }
        }
    }
    let contracts = raw_contracts.items.into_iter().map(|raw| contract(raw, &scope, problems)).collect();
    let connections =
        raw_connections.items.into_iter().map(|raw| connection(raw, &scope, problems)).collect();
    let flows = raw_flows.items.into_iter().map(|raw| flow(raw, &scope, problems)).collect();
    let prior_approvals = raw_approvals
        .items
        .into_iter()
        .filter_map(|raw| {
            let body = common.bodies.find(&raw.body, problems);
            let covers = raw
                .covers
                .items
                .into_iter()
                .filter_map(|raw| {
                    Some(Coverage {
                        span: raw.span,
                        contract: scope.contracts.find(&raw.contract, problems)?,
                        providers: raw
                            .providers
                            .as_ref()
                            .map(|list| scope.providers.find_all(list, problems)),
                    })
                })
                .collect();
            Some(PriorApproval {
                id: raw.id,
                span: raw.span,
                subject: raw.subject,
                by: raw.by,
                body: body?,
                fiscal_year: raw.fiscal_year,
                number: raw.number,
                covers,
            })
        })
        .collect();
    let checklists = checklists(raw.checklists.unwrap_or_default(), &scope, problems);
    let waivers = raw
        .waivers
        .unwrap_or_default()
        .items
        .into_iter()
        .filter_map(|raw| {
            let place = crate::model::paths::find(tree, &raw.at);
            if place.is_none() && raw.at.span.is_somewhere() {
                let at = &raw.at;
                report(
                    problems,
                    "unknown-path",
                    raw.at.span,
                    text!(
                        "「{at}」という場所はこのファイルにありません",
                        "there is no place `{at}` in this file"
                    ),
                    text!(
                        "id をつないで書きます（例: roles/emoney、contracts/bank/tasks/collect）",
                        "join ids with `/`, for example roles/emoney"
                    ),
                );
            }
            Some(Waiver {
                span: raw.span,
                rule: raw.rule,
                at: raw.at,
                place: place?,
                reason: raw.reason,
                approved_by: raw.approved_by,
                until: raw.until,
            })
        })
        .collect();
    Matter {
        name: origin.name,
        fiscal_year: origin.fiscal_year,
        source: origin.source,
        span: raw.span,
        sample: raw.sample.is_some_and(|sample| sample.value),
        title: raw.title,
        basis: raw.basis.map(|raw| Basis {
            span: raw.span,
            article: raw.article,
            kinds: raw.kinds.items.into_iter().map(|kind| kind.0).collect(),
        }),
        department: optional(&ward.departments, raw.department.as_ref(), problems),
        business: optional(&ward.businesses, raw.business.as_ref(), problems),
        agenda_number: raw.agenda_number,
        council: raw.council.map(|raw| Council {
            span: raw.span,
            meeting: raw.meeting,
            date: raw.date,
            outcome: raw.outcome.map(|outcome| outcome.0),
            conditions: raw.conditions.unwrap_or_default().items,
            digest: raw.digest,
        }),
        overview: raw.overview.map(|raw| overview(raw, &scope, problems)),
        term: raw.term.map(|raw| term(raw, problems)),
        roles_span,
        roles,
        providers,
        systems,
        items,
        item_lists,
        measures,
        connections,
        contracts,
        flows,
        checklists,
        prior_approvals,
        impact_assessment: raw.impact_assessment.map(|raw| ImpactAssessment {
            span: raw.span,
            completed: raw.completed,
            note: raw.note,
        }),
        waivers,
    }
}

fn declare_all<'n, I: Id>(names: &mut Names<I>, ids: impl Iterator<Item = &'n Str>, problems: &mut Problems) {
    for (index, id) in ids.enumerate() {
        names.declare(id, I::from_index(index), problems);
    }
}

type Roles = (Table<RoleId, Role>, Table<ProviderId, Provider>, Table<SystemId, System>);

fn roles(raw: Vec<RawRole>, scope: &mut Scope<'_>, problems: &mut Problems) -> Roles {
    let mut roles = Table::default();
    let mut providers = Table::default();
    let mut systems = Table::default();
    for (index, raw) in raw.into_iter().enumerate() {
        let role = RoleId::from_index(index);
        let own_providers = raw
            .providers
            .unwrap_or_default()
            .items
            .into_iter()
            .map(|raw| {
                let name = raw.id.clone();
                let id = providers.push(Provider {
                    id: raw.id,
                    span: raw.span,
                    role,
                    party: optional(&scope.year.parties, raw.party.as_ref(), problems),
                    brand: raw.brand,
                    brand_as_written: raw.brand_as_written,
                });
                scope.providers.declare(&name, id, problems);
                id
            })
            .collect();
        let own_systems = raw
            .systems
            .unwrap_or_default()
            .items
            .into_iter()
            .map(|raw| {
                let name = raw.id.clone();
                let id = systems.push(System {
                    id: raw.id,
                    span: raw.span,
                    role,
                    kind: raw.kind.0,
                    label: raw.label,
                    facility: raw.facility,
                    hosting: raw.hosting.map(|hosting| hosting.0),
                    cloud: raw.cloud,
                    country: raw.country,
                    zone: raw.zone.map(|zone| zone.0),
                });
                scope.systems.declare(&name, id, problems);
                id
            })
            .collect();
        roles.push(Role {
            id: raw.id,
            span: raw.span,
            name: raw.name,
            kind: raw.kind.map(|kind| kind.0),
            providers: own_providers,
            systems: own_systems,
            subcontracted_by: optional(&scope.roles, raw.subcontracted_by.as_ref(), problems),
            legal_basis: raw.legal_basis,
            planned: raw.planned.is_some_and(|planned| planned.value),
        });
    }
    refuse_subcontracting_in_a_circle(&roles, problems);
    (roles, providers, systems)
}

fn refuse_subcontracting_in_a_circle(roles: &Table<RoleId, Role>, problems: &mut Problems) {
    for (start, role) in roles.enumerate() {
        let mut at = role.subcontracted_by.as_ref();
        for _ in 0..roles.len() {
            let Some(next) = at else { break };
            if next.value == start {
                let name = &role.name;
                report(
                    problems,
                    "reference-cycle",
                    role.subcontracted_by.as_ref().map_or(role.span, |by| by.span),
                    text!(
                        "「{name}」の再委託が、たどると自分自身に戻ります",
                        "the sub-contracting of `{name}` leads back to itself"
                    ),
                    text!(
                        "subcontracted_by を、再委託する側の役割にしてください",
                        "name the role that entrusts the work"
                    ),
                );
                break;
            }
            at = roles.iter().nth(next.value.index()).and_then(|role| role.subcontracted_by.as_ref());
        }
    }
}

fn item_lists(
    raw: Vec<RawItemSet>,
    scope: &mut Scope<'_>,
    problems: &mut Problems,
) -> (Table<ItemId, Item>, Table<ItemListId, ItemList>) {
    let mut items: Vec<Item> = Vec::new();
    let mut lists = Table::default();
    for raw in raw {
        let applies_to = raw.applies_to.as_ref().map(|list| scope.contracts.find_all(list, problems));
        let entries_span = raw.items.span;
        let entries: Vec<ItemEntry> =
            raw.items.items.into_iter().map(|raw| entry(raw, &mut items, scope, true, problems)).collect();
        let all = entries
            .iter()
            .flat_map(|entry| {
                std::iter::once(entry.item).chain(entry.members.iter().map(|member| member.item))
            })
            .collect::<Items>();
        scope.lists.push(all.clone());
        lists.push(ItemList {
            id: raw.id,
            span: raw.span,
            title: raw.title,
            heading: raw.heading,
            material: raw.material.is_some_and(|material| material.value),
            applies_to,
            entries_span,
            entries,
            all,
        });
    }
    scope.whole = items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let mut whole = item.members.clone();
            whole.insert(ItemId::from_index(index));
            whole
        })
        .collect();
    (items.into_iter().collect(), lists)
}

fn entry(
    raw: RawItem,
    items: &mut Vec<Item>,
    scope: &mut Scope<'_>,
    may_have_members: bool,
    problems: &mut Problems,
) -> ItemEntry {
    let kinds: Vec<Located<_>> = raw.kinds.unwrap_or_default().items.into_iter().map(|kind| kind.0).collect();
    let item = scope.items.get(&raw.name.value).unwrap_or_else(|| {
        let item = ItemId::from_index(items.len());
        scope.items.declare(&raw.name, item, problems);
        items.push(Item { name: raw.name.value.clone(), kinds: Vec::new(), members: Items::default() });
        item
    });
    let needed_by = raw.needed_by.map(|list| {
        let contracts =
            scope.contracts.find_all(&list.0, problems).into_iter().map(|contract| contract.value);
        Located::new(contracts.collect(), list.0.span)
    });
    let raw_members = raw.members.unwrap_or_default();
    if !may_have_members && !raw_members.is_empty() {
        report(
            problems,
            "group-in-group",
            raw_members.span,
            text!("項目群の中に、また項目群があります", "a group of items stands in a group"),
            text!("中の項目を一段に並べてください", "list the items on one level"),
        );
    }
    let members: Vec<ItemEntry> = if may_have_members {
        raw_members.items.into_iter().map(|raw| entry(raw, items, scope, false, problems)).collect()
    } else {
        Vec::new()
    };
    if let Some(own) = items.get_mut(item.index()) {
        for kind in &kinds {
            if !own.kinds.contains(&kind.value) {
                own.kinds.push(kind.value);
            }
        }
        for member in &members {
            own.members.insert(member.item);
        }
    }
    ItemEntry { item, span: raw.span, name: raw.name, kinds, needed_by, members }
}

fn overview(raw: RawOverview, scope: &Scope<'_>, problems: &mut Problems) -> Overview {
    let cites = raw.cites.map(|list| {
        let cites = list.iter().filter_map(|name| material(name, scope, problems)).collect();
        Located::new(cites, list.span)
    });
    Overview {
        span: raw.span,
        title: raw.title,
        department: raw.department,
        purpose: raw.purpose,
        subjects: raw.subjects,
        subject_count: raw.subject_count.map(|raw| SubjectCount {
            span: raw.span,
            value: raw.value,
            approximate: raw.approximate.is_some_and(|approximate| approximate.value),
            unit: raw.unit,
        }),
        description: raw.description,
        submitted: raw
            .submitted
            .unwrap_or_default()
            .items
            .into_iter()
            .map(|raw| Submitted {
                span: raw.span,
                kind: raw.kind.0,
                acts: scope.common.acts.find_all(raw.acts.iter().flatten(), problems),
                text: raw.text,
            })
            .collect(),
        cites,
    }
}

fn material(name: &Str, scope: &Scope<'_>, problems: &mut Problems) -> Option<Located<Material>> {
    if let Some(list) = scope.item_lists.get(&name.value) {
        return Some(name.with(Material::ItemList(list)));
    }
    scope.flows.find(name, problems).map(|flow| flow.map(Material::Flow))
}

fn checklists(
    raw: List<crate::model::raw::matter::RawChecklist>,
    scope: &Scope<'_>,
    problems: &mut Problems,
) -> Vec<Checklist> {
    let mut seen: Vec<(String, Span)> = Vec::new();
    raw.items
        .into_iter()
        .filter_map(|raw| {
            let form = scope.year.forms.find(&raw.form, problems)?;
            if let Some((_, first)) = seen.iter().find(|(id, _)| *id == raw.form.value)
                && raw.covers.is_none()
            {
                let id = &raw.form;
                problems.push(
                    crate::diagnostic::Diagnostic::error(
                        "repeated-name",
                        raw.form.span,
                        text!(
                            "様式「{id}」の答えが二つあり、どの契約のものか書かれていません",
                            "the form `{id}` is answered twice and does not say for which contract"
                        ),
                    )
                    .related(*first, text!("先に書かれた場所", "first answered here"))
                    .help(text!(
                        "covers で契約を分けるか、一方を消してください",
                        "tell them apart by `covers`, or take one out"
                    )),
                );
            }
            seen.push((raw.form.value.clone(), raw.form.span));
            let rows = scope.year.rows.get(form.value.index())?;
            let covers = raw.covers.as_ref().map(|list| {
                let covered = list
                    .iter()
                    .filter_map(|name| {
                        if let Some(connection) = scope.connections.get(&name.value) {
                            return Some(name.with(Covered::Connection(connection)));
                        }
                        scope.contracts.find(name, problems).map(|contract| contract.map(Covered::Contract))
                    })
                    .collect();
                Located::new(covered, list.span)
            });
            let mut answered = Names::new("項目の答え", "answer");
            let answers_span = raw.answers.0.span;
            let answers = raw
                .answers
                .0
                .items
                .into_iter()
                .filter_map(|raw| {
                    let row = rows.find(&raw.row, problems)?;
                    answered.declare(&raw.row, row.value, problems);
                    Some(Answer {
                        span: raw.span,
                        row,
                        status: raw.status.0,
                        reason: raw.reason,
                        evidence: raw.evidence,
                    })
                })
                .collect();
            Some(Checklist { span: raw.span, form, covers, answers_span, answers })
        })
        .collect()
}
