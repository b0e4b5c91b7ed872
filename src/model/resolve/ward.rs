//! `fugi.yaml` and `policies/common/`.

use super::{Names, Problems, report, texts};
use crate::diagnostic::Diagnostic;
use crate::model::ids::Table;
use crate::model::ids::{
    ActId, BodyId, BusinessId, CertificationId, ClauseId, DepartmentId, Id, MeansId, NetworkId, PassageId,
    ProtectionId,
};
use crate::model::raw::common::RawCommon;
use crate::model::raw::ward::RawWard;
use crate::model::vocabulary::VariantAbout;
use crate::model::ward::{
    AbolishedTerm, Act, Body, Business, CertificationKind, ClauseKind, Common, Consequence, Department,
    ItemWords, Law, Means, Network, Passage, Protection, RegisterEntry, RuleSetting, Variant, Ward,
};
use crate::source::Located;
use crate::spelling;
use crate::text;
use crate::yaml::decode::Str;
use crate::yaml::tell;

/// The default of 施行令20条2項.
const FILE_REGISTER_PERSONS: u64 = 1_000;

/// Names of the ward's own things.
#[derive(Debug)]
pub(in crate::model) struct WardNames {
    pub(super) departments: Names<DepartmentId>,
    pub(super) businesses: Names<BusinessId>,
    pub(super) passages: Names<PassageId>,
}

/// Names of what is common to all years.
#[derive(Debug)]
pub(in crate::model) struct CommonNames {
    pub(super) acts: Names<ActId>,
    pub(super) bodies: Names<BodyId>,
    pub(super) certifications: Names<CertificationId>,
    pub(super) clauses: Names<ClauseId>,
    pub(super) means: Names<MeansId>,
    pub(super) networks: Names<NetworkId>,
    pub(super) protections: Names<ProtectionId>,
    /// The ways of handing over, to know one by its words.
    pub(super) ways: Vec<Means>,
}

pub(in crate::model) fn ward(
    raw: RawWard,
    common: &CommonNames,
    problems: &mut Problems,
) -> (Ward, WardNames) {
    let WardNames { mut departments, mut businesses, mut passages } = WardNames::new();
    let raw_departments = departments.listed(Some(raw.departments));
    let raw_businesses = businesses.listed(Some(raw.registered_businesses));
    for (index, department) in raw_departments.iter().enumerate() {
        departments.title(&department.id, &department.name);
        departments.declare(&department.id, DepartmentId::from_index(index), problems);
    }
    for (index, business) in raw_businesses.iter().enumerate() {
        businesses.title(&business.id, &business.name);
        businesses.declare(&business.id, BusinessId::from_index(index), problems);
    }
    let file_register = raw.file_register.map(|entries| {
        entries
            .iter()
            .filter_map(|entry| {
                Some(RegisterEntry {
                    span: entry.span,
                    business: businesses.find(&entry.business, problems)?,
                    items: entry.items.iter().map(|item| spelling::fold(item)).collect(),
                    recipients: entry.recipients.clone().unwrap_or_default().items,
                })
            })
            .collect()
    });
    let mut allowed = Table::default();
    for raw in passages.listed(raw.passages).items {
        let id = raw.id.clone();
        passages.title(&id, &raw.name);
        let row = Passage {
            id: raw.id,
            span: raw.span,
            name: raw.name,
            ground: raw.ground,
            networks: raw.networks.map(|list| common.networks.find_all(&list, problems)),
        };
        passages.declare(&id, allowed.push(row), problems);
    }
    let persons = raw.thresholds.and_then(|thresholds| thresholds.file_register_persons);
    let ward = Ward {
        name: raw.name,
        authority: raw.authority,
        head: raw.head,
        council: raw.council.name,
        council_head: raw.council.head,
        guideline: raw.council.guideline,
        articles: raw
            .council
            .articles
            .items
            .into_iter()
            .map(|article| (article.article, article.kinds.items))
            .collect(),
        departments: raw_departments
            .items
            .into_iter()
            .map(|raw| Department { id: raw.id, division: raw.division, name: raw.name })
            .collect(),
        businesses: raw_businesses
            .items
            .into_iter()
            .map(|raw| Business { id: raw.id, name: raw.name })
            .collect(),
        file_register,
        passages: allowed,
        rules: raw
            .rules
            .unwrap_or_default()
            .items
            .into_iter()
            .map(|raw| RuleSetting {
                span: raw.span,
                rule: raw.rule,
                set: raw.set.0,
                reason: raw.reason,
                approved_by: raw.approved_by,
                until: raw.until,
            })
            .collect(),
        span: raw.span,
        file_register_persons: persons.map_or(FILE_REGISTER_PERSONS, |persons| persons.value),
        trust_file: raw.trust_file.and_then(|path| trust_file(path, problems)),
    };
    (ward, WardNames { departments, businesses, passages })
}

/// Returns the path of the trust file; one inside the evidence would let whoever writes there say whom to trust.
fn trust_file(path: Str, problems: &mut Problems) -> Option<Located<String>> {
    if !path.span.is_somewhere() {
        return None;
    }
    let mut folders: Vec<String> = Vec::new();
    for part in path.value.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." && folders.last().is_some_and(|last| last != "..") {
            folders.pop();
        } else {
            folders.push(part.to_lowercase());
        }
    }
    let what = match folders.first().map(String::as_str) {
        None => text!("ファイルの名がありません", "it names no file"),
        Some("evidence") => text!(
            "証跡のフォルダの中の信頼ファイルは使えません。証跡を書ける者が、信じる鍵も決められることになります",
            "a trust file inside the evidence folder cannot be used: whoever writes there would say whom to trust"
        ),
        Some(_) => return Some(path),
    };
    tell(problems, || {
        Diagnostic::error("trust-file-inside", path.span, what).help(text!(
            "証跡とは別の道で受け取った信頼ファイルの場所を書いてください（例: trust.txt、../信頼の起点.txt）",
            "write where the trust file lies that you received by another way, for example `trust.txt`"
        ))
    });
    None
}

impl WardNames {
    fn new() -> Self {
        Self {
            departments: Names::new("担当課", "department", "fugi.yaml: departments"),
            businesses: Names::new("登録業務", "registered business", "fugi.yaml: registered_businesses"),
            passages: Names::new("認めた通信", "passage", "fugi.yaml: passages"),
        }
    }

    /// Returns names that stand for a `fugi.yaml` that could not be read.
    pub(in crate::model) fn lost() -> Self {
        let mut names = Self::new();
        names.departments.lose();
        names.businesses.lose();
        names.passages.lose();
        names
    }
}

impl CommonNames {
    fn new() -> Self {
        Self {
            acts: Names::new("処理", "act", "policies/common: acts"),
            bodies: Names::new("承認した機関", "body", "policies/common: bodies"),
            certifications: Names::new("認証の種類", "certification", "policies/common: certifications"),
            clauses: Names::new("特記事項の条項", "clause", "policies/common: clauses"),
            means: Names::new("渡し方", "way of handing over", "policies/common: means"),
            networks: Names::new("回線", "network", "policies/common: networks"),
            protections: Names::new("通信の保護", "protection", "policies/common: protections"),
            ways: Vec::new(),
        }
    }

    /// Notes that a file of `policies/common/` could not be read.
    pub(in crate::model) fn lose(&mut self) {
        self.acts.lose();
        self.bodies.lose();
        self.certifications.lose();
        self.clauses.lose();
        self.means.lose();
        self.networks.lose();
        self.protections.lose();
    }
}

/// Returns what the files of `policies/common/` hold together; `None` stands for one that could not be read.
pub(in crate::model) fn common(
    files: Vec<Option<RawCommon>>,
    problems: &mut Problems,
) -> (Common, CommonNames) {
    let mut names = CommonNames::new();
    let mut common = Common::default();
    let mut implied = Vec::new();
    let mut means = Vec::new();
    for file in files {
        let Some(file) = file else {
            names.lose();
            continue;
        };
        words(&mut common, &file);
        changes(&mut common, &file);
        for raw in &names.certifications.listed(file.certifications) {
            let row = CertificationKind {
                id: raw.id.value.clone(),
                name: raw.name.value.clone(),
                wording: raw.wording.value.clone(),
            };
            names.certifications.title(&raw.id, &raw.name);
            names.certifications.declare(&raw.id, common.certifications.push(row), problems);
        }
        for raw in &names.networks.listed(file.networks) {
            let row = Network {
                id: raw.id.value.clone(),
                name: raw.name.value.clone(),
                words: texts(&raw.words),
                closed: raw.closed.value,
                zones: raw.zones.as_ref().map(|zones| zones.iter().map(|zone| zone.0.value).collect()),
            };
            names.networks.title(&raw.id, &raw.name);
            names.networks.declare(&raw.id, common.networks.push(row), problems);
        }
        for raw in &names.protections.listed(file.protections) {
            let row = Protection {
                id: raw.id.value.clone(),
                name: raw.name.value.clone(),
                encrypts: raw.encrypts.value,
                words: texts(raw.words.iter().flatten()),
            };
            names.protections.title(&raw.id, &raw.name);
            names.protections.declare(&raw.id, common.protections.push(row), problems);
        }
        for raw in &names.bodies.listed(file.bodies) {
            let row = Body {
                id: raw.id.value.clone(),
                name: raw.name.value.clone(),
                from: raw.from.as_ref().map(|day| day.value),
                until: raw.until.as_ref().map(|day| day.value),
                basis: raw.basis.as_ref().map(|basis| basis.value.clone()),
            };
            names.bodies.title(&raw.id, &raw.name);
            names.bodies.declare(&raw.id, common.bodies.push(row), problems);
        }
        for raw in &names.clauses.listed(file.clauses) {
            let row = ClauseKind {
                id: raw.id.value.clone(),
                name: raw.name.value.clone(),
                basis: raw.basis.as_ref().map(|basis| basis.value.clone()),
            };
            names.clauses.title(&raw.id, &raw.name);
            names.clauses.declare(&raw.id, common.clauses.push(row), problems);
        }
        for raw in names.means.listed(file.means).items {
            names.means.title(&raw.id, &raw.name);
            names.means.declare(&raw.id, MeansId::from_index(means.len()), problems);
            means.push(raw);
        }
        for raw in names.acts.listed(file.acts).items {
            names.acts.declare(&raw.name, ActId::from_index(implied.len()), problems);
            implied.push(raw);
        }
    }
    let is = |flag: Option<Located<bool>>| flag.is_some_and(|flag| flag.value);
    names.ways = means
        .into_iter()
        .map(|raw| {
            let needs: Vec<Vec<ProtectionId>> = raw
                .needs
                .iter()
                .flatten()
                .map(|any| {
                    let any = names.protections.find_all(any, problems).into_iter();
                    any.map(|protection| protection.value).collect()
                })
                .collect();
            Means {
                id: raw.id.value,
                name: raw.name.value,
                class: raw.class.0.value,
                words: texts(raw.words.iter().flatten()),
                needs,
                needs_reason: is(raw.needs_reason),
                needs_afterwards: is(raw.needs_afterwards),
                needs_return: is(raw.needs_return),
                not_for: raw.not_for.iter().flatten().map(|kind| kind.0.value).collect(),
            }
        })
        .collect();
    common.means = names.ways.iter().cloned().collect();
    common.acts = implied
        .iter()
        .map(|raw| Act {
            name: raw.name.value.clone(),
            class: raw.class.0.value,
            spoils: raw.spoils.as_ref().is_some_and(|own| own.value),
            encloses: raw.encloses.as_ref().is_some_and(|own| own.value),
            is_of_money: raw.money.as_ref().is_some_and(|own| own.value),
            designation: raw.designation.as_ref().map(|own| own.value.clone()),
            implied_by: names
                .acts
                .find_all(raw.implied_by.iter().flatten(), problems)
                .into_iter()
                .map(|act| act.value)
                .collect(),
        })
        .collect();
    for (index, raw) in implied.iter().enumerate() {
        let own = ActId::from_index(index);
        if common.acts[own].implied_by.contains(&own) {
            let name = &raw.name;
            report(
                problems,
                "reference-cycle",
                raw.name.span,
                text!("処理「{name}」が自分自身に含まれています", "the act `{name}` is implied by itself"),
                text!("implied_by から自分の名を消してください", "take its own name out of `implied_by`"),
            );
        }
    }
    (common, names)
}

fn changes(common: &mut Common, file: &RawCommon) {
    let Some(raw) = &file.changes else { return };
    if let Some(percent) = &raw.subject_count_percent {
        common.changes.subject_count_percent = Some(percent.value);
    }
    if let Some(steps) = &raw.subject_count_steps {
        common.changes.subject_count_steps = Some(steps.iter().map(|step| step.value).collect());
    }
    common.changes.consequences.extend(raw.consequences.iter().flatten().map(|raw| Consequence {
        rule: raw.rule.clone(),
        widening: raw.widening.as_ref().map(|own| own.0.value),
        narrowing: raw.narrowing.as_ref().map(|own| own.0.value),
        neutral: raw.neutral.as_ref().map(|own| own.0.value),
        editorial: raw.editorial.as_ref().map(|own| own.0.value),
    }));
}

fn sentences(common: &mut Common, file: &RawCommon) {
    if let Some(limits) = &file.limits {
        let own = &mut common.limits;
        own.erasure_days = limits.erasure_days.as_ref().map(|days| days.value).or(own.erasure_days);
        own.measure_rows = limits.measure_rows.as_ref().map(|rows| rows.value).or(own.measure_rows);
    }
    let Some(raw) = &file.sentences else { return };
    let own = &mut common.sentences;
    let lists = [
        (&mut own.history, &raw.history),
        (&mut own.denials, &raw.denials),
        (&mut own.subjects, &raw.subjects),
        (&mut own.part, &raw.part),
        (&mut own.breakdown, &raw.breakdown),
        (&mut own.persons, &raw.persons),
        (&mut own.erasure, &raw.erasure),
        (&mut own.end_of_work, &raw.end_of_work),
        (&mut own.incident, &raw.incident),
        (&mut own.begins, &raw.begins),
        (&mut own.ends, &raw.ends),
        (&mut own.business, &raw.business),
        (&mut own.results, &raw.results),
        (&mut own.sends, &raw.sends),
        (&mut own.by_hand, &raw.by_hand),
        (&mut own.councils, &raw.councils),
        (&mut own.entrusts, &raw.entrusts),
        (&mut own.systems, &raw.systems),
        (&mut own.council_topics, &raw.council_topics),
        (&mut own.general, &raw.general),
        (&mut own.look_alike, &raw.look_alike),
        (&mut own.removable, &raw.removable),
        (&mut own.paper, &raw.paper),
        (&mut own.derived, &raw.derived),
        (&mut own.temporary, &raw.temporary),
        (&mut own.backup, &raw.backup),
        (&mut own.network_words, &raw.network_words),
        (&mut own.income, &raw.income),
        (&mut own.codes, &raw.codes),
        (&mut own.reads, &raw.reads),
        (&mut own.unlike, &raw.unlike),
    ];
    for (list, words) in lists {
        list.extend(texts(words.iter().flatten()));
    }
    own.ways.extend(raw.ways.iter().flatten().map(|family| family.of.iter().map(texts).collect()));
    own.same_items.extend(raw.same_items.iter().flatten().map(texts));
}

fn words(common: &mut Common, file: &RawCommon) {
    sentences(common, file);
    common.typos.extend(file.typos.iter().flatten().map(|raw| (raw.wrong.clone(), raw.right.clone())));
    common.variants.extend(file.variants.iter().flatten().map(|raw| Variant {
        id: raw.id.value.clone(),
        forms: texts(&raw.forms),
        about: raw.about.as_ref().map_or(VariantAbout::Word, |about| about.0.value),
    }));
    common.no_answers.extend(texts(file.no_answers.iter().flatten()));
    common.fill_in_marks.extend(texts(file.fill_in_marks.iter().flatten()));
    common.half_width.extend(texts(file.half_width.iter().flatten()));
    common
        .intervals
        .extend(file.intervals.iter().flatten().map(|raw| (raw.every.0.value, texts(&raw.words))));
    common.known_abbreviations.extend(texts(file.known_abbreviations.iter().flatten()));
    common.person_units.extend(texts(file.person_units.iter().flatten()));
    common.connection_words.extend(texts(file.connection_words.iter().flatten()));
    common.erasure_fields.extend(texts(file.erasure_fields.iter().flatten()));
    common.abolished_terms.extend(file.abolished_terms.iter().flatten().map(|raw| AbolishedTerm {
        term: raw.term.value.clone(),
        until: raw.until.value,
        replaced_by: raw.replaced_by.value.clone(),
        basis: raw.basis.value.clone(),
        ask: raw.ask.as_ref().map(|ask| ask.value.clone()),
    }));
    common.laws.extend(file.laws.iter().flatten().map(|raw| Law {
        id: raw.id.value.clone(),
        name: raw.name.value.clone(),
        in_force: raw.in_force.value,
        promulgated: raw.promulgated.as_ref().map(|day| day.value),
        effect: raw.effect.value.clone(),
        source: raw.source.as_ref().map(|source| source.value.clone()),
    }));
    common
        .holidays
        .extend(file.holidays.iter().flatten().map(|raw| (raw.date.value, raw.name.value.clone())));
    common.item_words.extend(file.item_words.iter().flatten().map(|raw| ItemWords {
        kind: raw.kind.0.value,
        words: texts(&raw.words),
        except: texts(raw.except.iter().flatten()),
        said: texts(raw.said.iter().flatten()),
    }));
    common
        .reason_claims
        .extend(file.reason_claims.iter().flatten().map(|raw| (texts(&raw.words), raw.claims.0.value)));
}
