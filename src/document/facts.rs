//! 確認用の資料: the facts that `check` goes by and no paper of the form shows. It is added to drafts only, so
//! that those who check the matter see all of it; the submission itself stays as the form is.

use super::submission::{Submission, entry_name};
use super::tree::{Block, Section};
use crate::case::numbers::circled;
use crate::check::{self, settings};
use crate::model::contract::{Clause, Connection, Contract, ContractParty, Erasure, Mention, Subcontracting};
use crate::model::ids::{ContractId, Id, SystemId};
use crate::model::matter::{Material, Matter};
use crate::model::party::Role;
use crate::source::Located;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    if !submission.draft {
        return Vec::new();
    }
    let matter = submission.matter;
    let paper = &submission.print().name;
    let note = format!(
        "検査（fugi check）が使う事実のうち、{paper}の様式には印字しないもの。確定した資料には付かない。"
    );
    let mut blocks = vec![Block::Note { text: note }];
    blocks.extend(roles(submission));
    blocks.extend(systems(submission));
    blocks.extend(submitted(submission));
    blocks.extend(matter.connections.iter().filter_map(|own| connection(submission, own)));
    blocks.extend(matter.contracts.enumerate().filter_map(|(id, own)| contract(submission, id, own)));
    blocks.extend(items(submission));
    blocks.extend(diagrams(submission));
    blocks.extend(measures(matter));
    blocks.extend(approvals(submission));
    blocks.extend(rule_settings(submission));
    vec![Section {
        id: "facts".to_owned(),
        part: "facts",
        number: None,
        heading: "確認用の資料（案にだけ付く）".to_owned(),
        subject: None,
        landscape: false,
        size: submission.size("facts"),
        blocks,
    }]
}

fn table<const N: usize>(caption: &str, columns: [&str; N], rows: Vec<[String; N]>) -> Option<Block> {
    (!rows.is_empty()).then(|| Block::Table {
        caption: caption.to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.into_iter().map(Vec::from).collect(),
    })
}

/// Facts of one thing: what, and its words.
struct Facts(Vec<[String; 2]>);

impl Facts {
    fn add(&mut self, what: impl Into<String>, words: impl Into<String>) {
        self.0.push([what.into(), words.into()]);
    }

    fn maybe(&mut self, what: &str, words: Option<impl Into<String>>) {
        if let Some(words) = words {
            self.add(what, words);
        }
    }

    /// Adds whom a line means, where the line alone does not say.
    fn mention(&mut self, submission: &Submission<'_>, mention: &Mention) {
        let certifications = mention.certifications.iter().map(|own| {
            let name = &submission.common.certifications[own.kind.value].name;
            let written = own.as_written.as_ref();
            written.map_or_else(|| name.clone(), |written| format!("{name}を「{written}」と記載"))
        });
        let certifications: Vec<String> = certifications.collect();
        let is_plain =
            mention.as_written.is_none() && mention.certifications.iter().all(|own| own.as_written.is_none());
        if is_plain {
            return;
        }
        let line = submission.line(mention).unwrap_or_default();
        let mut words = or_missing(mention.provider.as_ref(), |provider| submission.provider(*provider));
        if !certifications.is_empty() {
            words.push_str(&format!("。認証は{}", certifications.join("、")));
        }
        self.add(format!("「{line}」が指す者"), words);
    }
}

/// Returns a value in words; 記載なし where there is none.
fn or_missing<T>(value: Option<&Located<T>>, words: impl Fn(&T) -> String) -> String {
    value.map_or_else(|| "記載なし".to_owned(), |value| words(&value.value))
}

fn yes_or_no(value: &bool) -> String {
    if *value { "はい" } else { "いいえ" }.to_owned()
}

/// Returns how the tables call a contract: 委託１.
fn short(submission: &Submission<'_>, contract: ContractId) -> String {
    format!("委託{}", submission.print().point(contract.index()))
}

fn roles(submission: &Submission<'_>) -> Option<Block> {
    let row = |role: &Role| {
        let providers: Vec<String> = role.providers.iter().map(|own| submission.provider(*own)).collect();
        let mut notes: Vec<String> = Vec::new();
        if role.planned {
            notes.push("担う者は予定".to_owned());
        }
        notes.extend(
            role.subcontracted_by.as_ref().map(|by| format!("再委託元は{}", submission.role(by.value))),
        );
        notes.extend(role.legal_basis.as_ref().map(|basis| format!("提供の根拠は{basis}")));
        let kind = or_missing(role.kind.as_ref(), |kind| submission.in_own_word(kind.ja()));
        [role.name.value.clone(), kind, providers.join("、"), notes.join("、")]
    };
    table(
        "役割と担う者",
        ["役割", "種類", "担う者", "備考"],
        submission.matter.roles.iter().map(row).collect(),
    )
}

fn systems(submission: &Submission<'_>) -> Option<Block> {
    let matter = submission.matter;
    let rows = matter.systems.iter().map(|system| {
        let mut notes: Vec<String> = Vec::new();
        notes.extend(system.facility.as_ref().map(|facility| format!("施設は{facility}")));
        notes.extend(system.hosting.as_ref().map(|hosting| submission.in_own_word(hosting.value.ja())));
        notes.extend(system.zone.as_ref().map(|zone| zone.value.ja().to_owned()));
        notes.extend(system.cloud.as_ref().map(|cloud| {
            if cloud.value { "クラウドサービス" } else { "クラウドサービスでない" }.to_owned()
        }));
        notes.extend(system.country.as_ref().map(|country| format!("国は{country}")));
        let role = &matter.roles[system.role].name.value;
        let kind = system.kind.value.ja().to_owned();
        [system.label.value.clone(), role.clone(), kind, notes.join("、")]
    });
    table("端末・サーバ・システム", ["名", "役割", "種類", "備考"], rows.collect())
}

fn submitted(submission: &Submission<'_>) -> Option<Block> {
    let submitted = submission.matter.overview.iter().flat_map(|overview| &overview.submitted);
    let rows = submitted.enumerate().filter(|(_, own)| !own.acts.is_empty()).map(|(index, own)| {
        [
            format!("{}{}", submission.print().sub_point(index), submission.kind(own.kind.value).ja()),
            acts(submission, &own.acts),
        ]
    });
    let caption = format!("{}の文が述べる処理", submission.year.labels.overview.submitted.value);
    table(&caption, ["文", "処理"], rows.collect())
}

fn acts(submission: &Submission<'_>, acts: &[Located<crate::model::ids::ActId>]) -> String {
    if acts.is_empty() {
        return "記載なし".to_owned();
    }
    let names: Vec<&str> = acts.iter().map(|act| submission.common.acts[act.value].name.as_str()).collect();
    names.join("、")
}

fn party(submission: &Submission<'_>, party: &ContractParty) -> String {
    let letter = party.letter.as_ref().map_or("（符号なし）", |letter| letter.value.as_str());
    format!("{letter}は{}", submission.role(party.role.value))
}

fn connection(submission: &Submission<'_>, connection: &Connection) -> Option<Block> {
    let matter = submission.matter;
    let mut facts = Facts(Vec::new());
    if let Some(party) = &connection.counterparty {
        facts.add("相手方の役割", submission.role(party.role.value));
        facts.maybe("相手方の符号", party.letter.as_ref().map(|letter| letter.value.clone()));
        for mention in &party.entries {
            facts.mention(submission, mention);
        }
    }
    if let Some(form) = &connection.form {
        let system = |id: &SystemId| {
            let system = &matter.systems[*id];
            format!("{}（{}）", system.label, submission.role(system.role))
        };
        let network = or_missing(form.network.as_ref(), |id| submission.common.networks[*id].name.clone());
        facts.add("回線", network);
        facts.add("相手方の端末・サーバ", or_missing(form.from_system.as_ref(), system));
        facts.add(
            format!("{}の端末・サーバ", submission.ward.word()),
            or_missing(form.to_system.as_ref(), system),
        );
    }
    let title = connection.name();
    table(&format!("外部結合：{title}"), ["事実", "内容"], facts.0)
}

fn contract(submission: &Submission<'_>, id: ContractId, contract: &Contract) -> Option<Block> {
    let mut facts = Facts(Vec::new());
    facts.add("契約の形", or_missing(contract.form.as_ref(), Clone::clone));
    let parties: Vec<String> = contract.parties.iter().map(|own| party(submission, own)).collect();
    facts.add("当事者", parties.join("、"));
    for mention in contract.parties.iter().flat_map(|party| &party.entries) {
        facts.mention(submission, mention);
    }
    for handles in &contract.handles {
        let assumed = if handles.assumed { "【推定】" } else { "" };
        let what = format!("{}が取り扱う項目", submission.role(handles.role.value));
        facts.add(what, format!("{}{assumed}", submission.items(&handles.items.value)));
    }
    facts.maybe(
        "下線の項目を取り扱う者",
        contract.underline.as_ref().map(|underline| submission.role(underline.role.value)),
    );
    for prohibits in &contract.prohibits {
        let what = format!("{}に渡さない項目", submission.role(prohibits.role.value));
        facts.add(what, submission.items(&prohibits.items.value));
    }
    if let Some(media) = &contract.media {
        let kinds: Vec<&str> = media.kinds.iter().map(|kind| kind.value.ja()).collect();
        facts.add("記録媒体の種類", kinds.join("、"));
    }
    let conveys = contract.arrangement.iter().flat_map(|arrangement| &arrangement.conveys).map(|own| {
        let (from, to) = (submission.role(own.from.value), submission.role(own.to.value));
        format!("{from} → {to}（{}）", own.carries.value.ja())
    });
    let conveys: Vec<String> = conveys.collect();
    facts.maybe("受渡し", (!conveys.is_empty()).then(|| conveys.join("、")));
    for (index, group) in contract.tasks.iter().enumerate() {
        for (task, own) in group.tasks.iter().enumerate() {
            let role = submission.role(group.role.value);
            let what = format!(
                "委託の内容{}の{}の処理",
                submission.print().point(index),
                submission.print().point(task)
            );
            facts.add(what, format!("{}（{role}）", acts(submission, &own.acts)));
        }
    }
    agreed(submission, contract, &mut facts);
    let title = contract.name();
    table(&format!("{}：{title}", short(submission, id)), ["事実", "内容"], facts.0)
}

/// Adds what a contract agrees on and its annex has no field for.
fn agreed(submission: &Submission<'_>, contract: &Contract, facts: &mut Facts) {
    facts.maybe("契約番号", contract.number.as_ref().map(|number| number.value.clone()));
    facts.maybe("契約の日", contract.concluded.as_ref().map(|day| submission.print().day(day.value)));
    facts.maybe("一者ごとに結ぶ役割", contract.per_provider_of.as_ref().map(|of| submission.role(of.value)));
    facts.maybe("複数の者と一つの契約か", contract.joint.as_ref().map(|joint| yes_or_no(&joint.value)));
    facts.maybe("再委託", contract.subcontracting.as_ref().map(|own| subcontracting(submission, own)));
    facts.maybe("特記事項", contract.clauses.as_ref().map(|own| clauses(submission, &own.value)));
    facts.maybe("消去", contract.erasure.as_ref().map(|own| erasure(submission, own)));
    let hours = contract.incident_notice_hours.as_ref();
    facts.maybe(
        "事故の連絡",
        hours.map(|hours| format!("知った時から{}時間以内", submission.print().number(hours.value))),
    );
}

fn subcontracting(submission: &Submission<'_>, own: &Subcontracting) -> String {
    let mut words = vec![if own.allowed.value { "あり" } else { "なし" }.to_owned()];
    words.extend(own.approval.as_ref().map(|approval| approval.value.clone()));
    for sub in &own.subcontractors {
        let tasks = sub.tasks.as_ref().map_or_else(String::new, |tasks| format!("：{tasks}"));
        let approved = sub.approved.as_ref();
        let approved =
            approved.map_or_else(String::new, |day| format!("（{}承諾）", submission.print().day(day.value)));
        words.push(format!("{}{tasks}{approved}", submission.role(sub.role.value)));
    }
    words.join("、")
}

fn clauses(submission: &Submission<'_>, clauses: &[Clause]) -> String {
    let word = submission.ward.word();
    let words = clauses.iter().map(|clause| {
        let article = clause.article.as_ref().map_or_else(String::new, |article| format!("（{article}）"));
        let depth = match &clause.every_depth {
            Some(depth) if depth.value => format!("（再々委託以降も{word}の承諾）"),
            Some(_) => "（再々委託以降の定めなし）".to_owned(),
            None => String::new(),
        };
        format!("{}{article}{depth}", submission.common.clauses[clause.kind.value].name)
    });
    words.collect::<Vec<_>>().join("、")
}

fn erasure(submission: &Submission<'_>, own: &Erasure) -> String {
    let word = submission.ward.word();
    let fields: Vec<&str> = own.report_fields.value.iter().map(|field| field.value.as_str()).collect();
    let witness = match &own.witness {
        Some(witness) if witness.value => format!("、{word}の立会いあり"),
        Some(_) => format!("、{word}の立会いなし"),
        None => String::new(),
    };
    let days = submission.print().number(own.within_days.value);
    format!("業務が終わってから{days}日以内、報告の記載事項は{}{witness}", fields.join("・"))
}

/// Returns what is said of single items: kinds, and the contracts that need them.
fn items(submission: &Submission<'_>) -> Option<Block> {
    let mut rows: Vec<[String; 3]> = Vec::new();
    let contracts = |ids: Vec<ContractId>| {
        if ids.is_empty() {
            "なし".to_owned()
        } else {
            ids.into_iter().map(|id| short(submission, id)).collect::<Vec<_>>().join("、")
        }
    };
    for (id, list) in submission.matter.item_lists.enumerate() {
        let name = submission.item_list(id).ja;
        let mut row = |item: String, words: String| rows.push([name.clone(), item, words]);
        if let Some(applies) = &list.applies_to {
            let ids = applies.iter().map(|contract| contract.value).collect();
            row("（全て）".to_owned(), format!("対象とする契約は{}", contracts(ids)));
        }
        for entry in list.walk() {
            let group = list.entries.iter().find(|own| own.members.iter().any(|own| own.span == entry.span));
            let item =
                || group.map_or_else(|| entry_name(entry), |own| format!("{}の{}", own.name, entry.name));
            if !entry.kinds.is_empty() {
                let kinds: Vec<&str> = entry.kinds.iter().map(|kind| kind.value.ja()).collect();
                row(item(), kinds.join("、"));
            }
            if let Some(needed) = &entry.needed_by {
                row(item(), format!("使う契約は{}", contracts(needed.value.clone())));
            }
        }
    }
    table("情報項目についての事実", ["一覧", "項目", "事実"], rows)
}

/// Returns whom the lines of the diagrams mean.
fn diagrams(submission: &Submission<'_>) -> Option<Block> {
    let mut rows: Vec<[String; 3]> = Vec::new();
    for (id, flow) in submission.matter.flows.enumerate() {
        let mut facts = Facts(Vec::new());
        for mention in flow.participants.iter().flat_map(|participant| &participant.providers) {
            facts.mention(submission, mention);
        }
        for participant in &flow.participants {
            let foreign = |system: &&Located<SystemId>| {
                submission.matter.systems[system.value].role != participant.role.value
            };
            for system in participant.systems.iter().filter(foreign) {
                let system = &submission.matter.systems[system.value];
                let what =
                    format!("{}に書かれた「{}」", submission.role(participant.role.value), system.label);
                facts.add(what, format!("{}のもの", submission.role(system.role)));
            }
        }
        let number = submission.material(Material::Flow(id));
        // A matter without a contract has no flow of one.
        if flow.contract.is_some() || !submission.matter.contracts.is_empty() {
            let contract = or_missing(flow.contract.as_ref(), |contract| short(submission, *contract));
            rows.push([number.clone(), "契約".to_owned(), contract]);
        }
        rows.extend(facts.0.into_iter().map(|[what, words]| [number.clone(), what, words]));
    }
    table("図が拠る事実", ["図", "事実", "内容"], rows)
}

/// Returns the checklist rows that the words of the boxes stand for, in the order of the boxes.
fn measures(matter: &Matter) -> Option<Block> {
    let rows = matter.measures.iter().map(|set| {
        let measures = set.measures.iter().zip(1..).map(|(measure, number)| {
            let rows: Vec<&str> = measure.rows.iter().map(|row| row.value.as_str()).collect();
            let rows = if rows.is_empty() { "なし".to_owned() } else { rows.join("・") };
            format!("{}{rows}", circled(number))
        });
        [format!("{}の箱", set.category.value.ja()), measures.collect::<Vec<_>>().join("　")]
    });
    let columns = ["図の箱", "箱の語（並ぶ順）に当たるチェックリストの項目"];
    table("対策の箱とチェックリスト", columns, rows.collect())
}

/// Returns the rules that the ward does not use or makes lighter, as long as they are.
fn rule_settings(submission: &Submission<'_>) -> Option<Block> {
    let rows = settings::in_force(submission.ward, submission.matter.date()).map(|own| {
        let title = check::rule(&own.rule).map_or(own.rule.value.as_str(), |rule| rule.title());
        let title = submission.in_own_words(title);
        [
            format!("{title}（{}）", own.set.value.ja()),
            own.reason.value.clone(),
            own.approved_by.value.clone(),
            submission.print().day(own.until.value),
        ]
    });
    let caption = format!("{}が使わない規則、軽くした規則", submission.ward.word());
    table(&caption, ["規則と扱い", "理由", "認めた者", "期限"], rows.collect())
}

fn approvals(submission: &Submission<'_>) -> Option<Block> {
    let mut rows: Vec<[String; 3]> = Vec::new();
    for approval in &submission.matter.prior_approvals {
        for coverage in &approval.covers {
            let providers = coverage.providers.as_ref().map_or_else(
                || "全て".to_owned(),
                |list| list.iter().map(|own| submission.provider(own.value)).collect::<Vec<_>>().join("、"),
            );
            rows.push([
                approval.subject.value.clone(),
                short(submission, coverage.contract.value),
                providers,
            ]);
        }
    }
    table("これまでの承認が及ぶ範囲", ["承認されたもの", "契約", "担う者"], rows)
}
