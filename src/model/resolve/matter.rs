//! One matter.

use super::annex::{connection, contract, term};
use super::checklists::checklists;
use super::flow::flow;
use super::items::item_lists;
use super::roles::roles;
use super::ward::{CommonNames, WardNames};
use super::year::YearNames;
use super::{Either, Kind, Names, Problems, either, optional, report};
use crate::diagnostic::listed;
use crate::model::ids::{
    ConnectionId, ContractId, FlowId, Id, ItemId, ItemListId, MeasureSetId, OwnId, ProviderId, RoleId,
    SystemId,
};
use crate::model::item::Items;
use crate::model::matter::{
    Abbreviation, Abroad, ApprovedContent, AssessmentReview, Basis, Condition, Council, Coverage, Ended,
    ImpactAssessment, Keeper, Letter, Material, Matter, Measure, MeasureSet, Notice, NumberUse, Overview,
    OwnText, PriorApproval, Report, ReportedChange, Requests, Retention, ReviewPoint, SubjectCount,
    Submitted, Trial, Waiver,
};
use crate::model::paths;
use crate::model::raw::matter::{
    RawApproval, RawApproved, RawAssessmentReview, RawCondition, RawMatter, RawMeasureSet, RawOverview,
    RawOwnText, RawReport, RawRetention, RawWaiver,
};
use crate::source::{Located, SourceId, Span};
use crate::text;
use crate::yaml::Node;
use crate::yaml::decode::{List, Str};

/// What the names of a matter stand for.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) common: &'a CommonNames,
    pub(super) year: &'a YearNames,
    pub(super) ward: &'a WardNames,
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
    /// A role that could not be read may have had any provider or system, and a list any item.
    fn inherit_losses(&mut self) {
        if self.roles.is_lost() {
            self.providers.lose();
            self.systems.lose();
        }
        if self.item_lists.is_lost() {
            self.items.lose();
        }
    }

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
            // Where one of the two is lost, nobody knows that both were meant.
            (Some(items), Some(list)) if !items.span.is_somewhere() || !list.span.is_somewhere() => None,
            (Some(items), _) => Some(self.items(items, problems)),
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
pub(in crate::model) struct Origin<'a> {
    pub(in crate::model) name: String,
    pub(in crate::model) fiscal_year: i32,
    pub(in crate::model) source: SourceId,
    /// Returns the places that a path names in the year's other files, each with the name of its file: `parties.yaml`,
    /// `forms/anzen.yaml`.
    pub(in crate::model) elsewhere: &'a dyn Fn(&str) -> Vec<(String, Span)>,
}

pub(in crate::model) fn matter(
    raw: RawMatter,
    tree: &Node<'_>,
    origin: Origin<'_>,
    ward: &WardNames,
    common: &CommonNames,
    year: &YearNames,
    problems: &mut Problems,
) -> Matter {
    let mut scope = Scope {
        common,
        year,
        ward,
        roles: Names::new("役割", "role", "roles"),
        providers: Names::new("役割を担う者", "provider", "roles: providers"),
        systems: Names::new("端末・サーバ", "system", "roles: systems"),
        items: Names::new("情報項目", "item", "item_sets"),
        item_lists: Names::new("情報項目の一覧", "item list", "item_sets"),
        measures: Names::new("対策の箱", "measure set", "measures"),
        contracts: Names::new("契約", "contract", "contracts"),
        connections: Names::new("外部結合", "connection", "connections"),
        flows: Names::new("流れ", "flow", "flows"),
        approvals: Names::new("これまでの承認", "approval", "prior_approvals"),
        whole: Vec::new(),
        lists: Vec::new(),
    };
    let raw_lists = scope.item_lists.listed(raw.item_sets);
    let raw_measures = scope.measures.listed(raw.measures);
    let raw_contracts = scope.contracts.listed(raw.contracts);
    let raw_connections = scope.connections.listed(raw.connections);
    let raw_flows = scope.flows.listed(raw.flows);
    let raw_approvals = scope.approvals.listed(raw.prior_approvals);
    let raw_roles = scope.roles.listed(raw.roles);
    declare_all(&mut scope.item_lists, raw_lists.iter().map(|list| &list.id), problems);
    declare_all(&mut scope.measures, raw_measures.iter().map(|set| &set.id), problems);
    declare_all(&mut scope.contracts, raw_contracts.iter().map(|contract| &contract.id), problems);
    declare_all(&mut scope.connections, raw_connections.iter().map(|connection| &connection.id), problems);
    declare_all(&mut scope.flows, raw_flows.iter().map(|flow| &flow.id), problems);
    declare_all(&mut scope.approvals, raw_approvals.iter().map(|approval| &approval.id), problems);
    declare_all(&mut scope.roles, raw_roles.iter().map(|role| &role.id), problems);
    for role in &raw_roles {
        scope.roles.title(&role.id, &role.name);
    }
    scope.inherit_losses();

    let roles_span = raw_roles.span;
    let (roles, providers, systems) = roles(raw_roles, &mut scope, problems);
    let (items, item_lists) = item_lists(raw_lists, &mut scope, problems);
    let measures = raw_measures.items.into_iter().map(|raw| measure_set(raw, year, problems)).collect();
    let contracts = raw_contracts.items.into_iter().map(|raw| contract(raw, &scope, problems)).collect();
    let connections =
        raw_connections.items.into_iter().map(|raw| connection(raw, &scope, problems)).collect();
    let flows = raw_flows.items.into_iter().map(|raw| flow(raw, &scope, problems)).collect();
    let prior_approvals =
        raw_approvals.items.into_iter().filter_map(|raw| approval(raw, &scope, problems)).collect();
    let checklists = checklists(raw.checklists.unwrap_or_default(), &scope, problems);
    let abroad = raw.abroad.unwrap_or_default().items.into_iter();
    let abroad = abroad.map(|raw| Abroad {
        span: raw.span,
        country: raw.country,
        system: raw.system,
        measures: raw.measures,
        looked_up: raw.looked_up,
    });
    let abroad = abroad.collect();
    let retention = raw.retention.unwrap_or_default().items.into_iter();
    let retention = retention.map(|raw| self::retention(raw, &scope, problems)).collect();
    let waivers = raw.waivers.unwrap_or_default().items.into_iter();
    let waivers = waivers.filter_map(|raw| waiver(raw, tree, origin.elsewhere, problems)).collect();
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
            kinds: year.kinds.find_all(&raw.kinds, problems),
        }),
        department: optional(&ward.departments, raw.department.as_ref(), problems),
        business: optional(&ward.businesses, raw.business.as_ref(), problems),
        agenda_number: raw.agenda_number,
        letter: raw.letter.map(|raw| Letter {
            span: raw.span,
            number: raw.number,
            date: raw.date,
            to: raw.to,
            from: raw.from,
        }),
        council: raw.council.map(|raw| Council {
            span: raw.span,
            meeting: raw.meeting,
            date: raw.date,
            place: raw.place,
            outcome: raw.outcome.map(|outcome| outcome.0),
            conditions: conditions(raw.conditions),
            approved: raw.approved.and_then(|raw| approved(raw, problems)),
            digest: raw.digest.and_then(|digest| self::digest(digest, problems)),
            copied_from: None,
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
            level: raw.level.map(|level| level.0),
            next_due: raw.next_due,
            note: raw.note,
            handlers: raw.handlers,
            review: raw.review.map(review),
        }),
        report: raw.report.map(self::report_of),
        own: own_texts(raw.own, year, problems),
        abroad,
        trial: raw.trial.map(|raw| Trial {
            span: raw.span,
            from: raw.from,
            to: raw.to,
            data: raw.data.0,
            note: raw.note,
        }),
        number_use: raw.number_use.map(|raw| NumberUse {
            span: raw.span,
            ground: raw.ground,
            identity_check: raw.identity_check,
        }),
        requests: raw.requests.map(|raw| Requests {
            span: raw.span,
            by: raw.by,
            how: raw.how,
            record: raw.record,
        }),
        abbreviations: raw
            .abbreviations
            .unwrap_or_default()
            .items
            .into_iter()
            .map(|raw| Abbreviation { span: raw.span, word: raw.word, meaning: raw.meaning })
            .collect(),
        retention,
        notice: raw.notice.map(|raw| Notice {
            span: raw.span,
            purpose: raw.purpose,
            incident: raw.incident,
            opt_out: raw.opt_out,
            signs: raw.signs,
        }),
        waivers,
    }
}

/// Returns the texts for the ward's own fields; two for one field, and one that no field prints, are reported.
pub(super) fn own_texts(
    raw: Option<List<RawOwnText>>,
    year: &YearNames,
    problems: &mut Problems,
) -> Vec<OwnText> {
    let mut names = Names::new("自分の欄の文", "text of one's own", "own");
    let raw = raw.unwrap_or_default().items.into_iter().enumerate();
    raw.map(|(index, raw)| {
        names.declare(&raw.id, OwnId::from_index(index), problems);
        year.own.find(&raw.id, problems);
        OwnText { id: raw.id, text: raw.text }
    })
    .collect()
}

fn approved(raw: RawApproved, problems: &mut Problems) -> Option<ApprovedContent> {
    let form = raw.form.and_then(|own| digest(own, problems));
    let template = raw.template.and_then(|own| digest(own, problems));
    Some(ApprovedContent {
        span: raw.span,
        content: digest(raw.content, problems)?,
        form,
        template,
        made_by: raw.made_by,
    })
}

/// Returns the digits of a SHA-256, in lower case.
fn digest(written: Str, problems: &mut Problems) -> Option<Located<String>> {
    let digits = written.value.strip_prefix("sha256:").unwrap_or(&written.value);
    if digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(Located::new(digits.to_ascii_lowercase(), written.span));
    }
    report(
        problems,
        "wrong-digest",
        written.span,
        text!("SHA-256 として読めません", "this is no SHA-256"),
        text!(
            "「sha256:」の後に、16進の64桁（0〜9、a〜f）を書いてください。fugi render --final が表示します",
            "write `sha256:` and 64 hexadecimal digits; fugi render --final prints them"
        ),
    );
    None
}

fn declare_all<'n, I: Id>(names: &mut Names<I>, ids: impl Iterator<Item = &'n Str>, problems: &mut Problems) {
    for (index, id) in ids.enumerate() {
        names.declare(id, I::from_index(index), problems);
    }
}

fn measure_set(raw: RawMeasureSet, year: &YearNames, problems: &mut Problems) -> MeasureSet {
    let measures_span = raw.measures.span;
    let measures = raw.measures.items.into_iter().map(|raw| {
        let rows = raw.rows.unwrap_or_default().items;
        for row in &rows {
            year.refuse_unknown_row(row, problems);
        }
        Measure { span: raw.span, label: raw.label, rows }
    });
    MeasureSet {
        id: raw.id,
        span: raw.span,
        category: raw.category.0,
        measures_span,
        measures: measures.collect(),
    }
}

fn approval(raw: RawApproval, scope: &Scope<'_>, problems: &mut Problems) -> Option<PriorApproval> {
    let body = scope.common.bodies.find(&raw.body, problems);
    let covers = raw.covers.unwrap_or_default().items.into_iter().filter_map(|raw| {
        let contract = scope.contracts.find(&raw.contract, problems);
        let providers = raw.providers.as_ref().map(|list| scope.providers.find_all(list, problems));
        Some(Coverage { span: raw.span, contract: contract?, providers })
    });
    let covers = covers.collect();
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
}

fn review(raw: RawAssessmentReview) -> AssessmentReview {
    let points = raw.points.items.into_iter().map(|raw| ReviewPoint {
        span: raw.span,
        point: raw.point,
        result: raw.result,
        action: raw.action,
    });
    AssessmentReview { span: raw.span, on: raw.on, by: raw.by, points: points.collect() }
}

fn report_of(raw: RawReport) -> Report {
    let changes = raw.changes.unwrap_or_default().items.into_iter().map(|raw| ReportedChange {
        span: raw.span,
        what: raw.what,
        before: raw.before,
        after: raw.after,
        on: raw.on,
        why: raw.why,
    });
    Report {
        span: raw.span,
        changes: changes.collect(),
        ended: raw.ended.map(|raw| Ended { span: raw.span, on: raw.on, why: raw.why, left: raw.left }),
    }
}

fn retention(raw: RawRetention, scope: &Scope<'_>, problems: &mut Problems) -> Retention {
    let items = scope.items_or_list(raw.items.as_ref(), raw.items_of.as_ref(), problems);
    let kind = Kind { ja: "役割・端末・サーバ", en: "role or system", home: "roles" };
    let at = raw.at.as_ref().and_then(|at| either(kind, &scope.roles, &scope.systems, at, problems));
    Retention {
        span: raw.span,
        items: items.map(|(items, _)| items),
        at: at.map(|at| {
            at.map(|at| match at {
                Either::One(role) => Keeper::Role(role),
                Either::Other(system) => Keeper::System(system),
            })
        }),
        period: raw.period,
        basis: raw.basis,
        then: raw.then,
    }
}

fn waiver(
    raw: RawWaiver,
    tree: &Node<'_>,
    elsewhere: &dyn Fn(&str) -> Vec<(String, Span)>,
    problems: &mut Problems,
) -> Option<Waiver> {
    let mut place = paths::find(tree, &raw.at);
    let others = if place.is_none() { elsewhere(&raw.at) } else { Vec::new() };
    if let [(_, only)] = others.as_slice() {
        place = Some(*only);
    }
    let at = &raw.at;
    if others.len() > 1 {
        let list: Vec<String> = others.iter().map(|(file, _)| format!("{file}/{at}")).collect();
        let list = listed(&list).ja;
        let first = others.first().map_or("", |(file, _)| file.as_str());
        report(
            problems,
            "ambiguous-path",
            at.span,
            text!("「{at}」という場所は、二つ以上のファイルにあります", "several files have a place `{at}`"),
            text!(
                "ファイルの名から書いてください: {list}",
                "write it with the name of the file, such as {first}/{at}"
            ),
        );
    } else if place.is_none() {
        report(
            problems,
            "unknown-path",
            at.span,
            text!("「{at}」という場所はこのファイルにありません", "there is no place `{at}` in this file"),
            paths::fix(tree, at),
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
}

fn conditions(raw: Option<List<RawCondition>>) -> Vec<Condition> {
    let all = raw.unwrap_or_default().items.into_iter().map(|RawCondition(raw)| Condition {
        span: raw.span,
        text: raw.text,
        how: raw.how,
        by: raw.by,
        met: raw.met,
    });
    all.collect()
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
            persons: raw.persons,
        }),
        description: raw.description,
        submitted: raw
            .submitted
            .unwrap_or_default()
            .items
            .into_iter()
            .filter_map(|raw| {
                let kind = scope.year.kinds.find(&raw.kind, problems);
                let acts = scope.common.acts.find_all(raw.acts.iter().flatten(), problems);
                Some(Submitted { span: raw.span, kind: kind?, acts, text: raw.text })
            })
            .collect(),
        cites,
    }
}

fn material(name: &Str, scope: &Scope<'_>, problems: &mut Problems) -> Option<Located<Material>> {
    let kind =
        Kind { ja: "流れ・情報項目の一覧", en: "flow or item list", home: "flows, item_sets" };
    either(kind, &scope.item_lists, &scope.flows, name, problems).map(|found| {
        found.map(|found| match found {
            Either::One(list) => Material::ItemList(list),
            Either::Other(flow) => Material::Flow(flow),
        })
    })
}
