//! 確認用の資料: the facts that `check` goes by and no paper of the form shows. It is added to drafts only, so
//! that those who check the matter see all of it; the submission itself stays as the form is.

use super::source::{Source, circled, entry_name};
use super::tree::{Block, Section};
use crate::model::contract::{Contract, Mention};
use crate::model::matter::{Material, Matter};
use crate::model::party::Role;
use crate::source::Located;

pub(super) fn build(source: &Source<'_>) -> Vec<Section> {
    if !source.draft {
        return Vec::new();
    }
    let matter = source.matter;
    let tables = [
        roles(source),
        systems(matter),
        annexes(source),
        mentions(source),
        agreed(source),
        conveyances(source),
        acts(source),
        items(source),
        measures(matter),
        approvals(source),
    ];
    let mut blocks = vec![Block::Note {
        text: "検査（fugi check）が使う事実のうち、付議資料の様式には印字しないもの。確定した資料には付かない。"
            .to_owned(),
    }];
    blocks.extend(tables.into_iter().flatten());
    vec![Section {
        id: "facts".to_owned(),
        part: "facts",
        number: None,
        heading: "確認用の資料（案にだけ付く）".to_owned(),
        subject: None,
        landscape: false,
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

/// Returns a value in words; 記載なし where there is none.
fn or_missing<T>(value: Option<&Located<T>>, words: impl Fn(&T) -> String) -> String {
    value.map_or_else(|| "記載なし".to_owned(), |value| words(&value.value))
}

fn yes_or_no(value: &bool) -> String {
    if *value { "はい" } else { "いいえ" }.to_owned()
}

fn roles(source: &Source<'_>) -> Option<Block> {
    let row = |role: &Role| {
        let providers: Vec<String> = role.providers.iter().map(|own| source.provider(*own)).collect();
        let mut notes: Vec<String> = Vec::new();
        if role.planned {
            notes.push("担う者は予定".to_owned());
        }
        notes.extend(role.subcontracted_by.as_ref().map(|by| format!("再委託元は{}", source.role(by.value))));
        notes.extend(role.legal_basis.as_ref().map(|basis| format!("提供の根拠は{basis}")));
        [
            role.name.value.clone(),
            or_missing(role.kind.as_ref(), |kind| kind.ja().to_owned()),
            providers.join("、"),
            notes.join("、"),
        ]
    };
    table("役割と担う者", ["役割", "種類", "担う者", "備考"], source.matter.roles.iter().map(row).collect())
}

fn systems(matter: &Matter) -> Option<Block> {
    let rows = matter.systems.iter().map(|system| {
        [
            system.label.value.clone(),
            matter.roles[system.role].name.value.clone(),
            system.kind.value.ja().to_owned(),
            or_missing(system.facility.as_ref(), Clone::clone),
            or_missing(system.hosting.as_ref(), |hosting| hosting.ja().to_owned()),
            or_missing(system.cloud.as_ref(), yes_or_no),
            or_missing(system.country.as_ref(), Clone::clone),
            or_missing(system.zone.as_ref(), |zone| zone.ja().to_owned()),
        ]
    });
    let columns = ["名", "役割", "種類", "施設", "置き方", "クラウドか", "国", "区の網の区分"];
    table("端末・サーバ・システム", columns, rows.collect())
}

/// Returns the facts of each annex that its sentences rest on.
fn annexes(source: &Source<'_>) -> Option<Block> {
    let matter = source.matter;
    let mut rows: Vec<[String; 3]> = Vec::new();
    for connection in &matter.connections {
        let title = connection.title.as_ref().map_or(&connection.id.value, |title| &title.value);
        let mut row = |what: &str, words: String| rows.push([title.clone(), what.to_owned(), words]);
        if let Some(party) = &connection.counterparty {
            let letter = party.letter.as_ref().map_or("", |letter| letter.value.as_str());
            row("相手方", format!("{letter}{}", source.role(party.role.value)));
        }
        if let Some(form) = &connection.form {
            row("回線", or_missing(form.network.as_ref(), |id| source.common.networks[*id].name.clone()));
            let system = |id: &_| {
                let system = &matter.systems[*id];
                format!("{}（{}）", system.label, source.role(system.role))
            };
            row("相手方の端末・サーバ", or_missing(form.from_system.as_ref(), system));
            row("区の端末・サーバ", or_missing(form.to_system.as_ref(), system));
        }
    }
    for contract in &matter.contracts {
        let title = contract.title.as_ref().map_or(&contract.id.value, |title| &title.value);
        let mut row = |what: &str, words: String| rows.push([title.clone(), what.to_owned(), words]);
        row("契約の形", or_missing(contract.form.as_ref(), Clone::clone));
        let parties = contract.parties.iter().map(|party| {
            let letter = party.letter.as_ref().map_or("（符号なし）", |letter| letter.value.as_str());
            format!("{letter} {}", source.role(party.role.value))
        });
        row("当事者", parties.collect::<Vec<_>>().join("、"));
        for handles in &contract.handles {
            let assumed = if handles.assumed { "【推定】" } else { "" };
            let words = format!("{}{assumed}", source.items(&handles.items.value));
            row(&format!("{}が取り扱う項目", source.role(handles.role.value)), words);
        }
        if let Some(underline) = &contract.underline {
            row("下線の項目を取り扱う者", source.role(underline.role.value).to_owned());
        }
        if let Some(media) = &contract.media {
            let kinds: Vec<&str> = media.kinds.iter().map(|kind| kind.value.ja()).collect();
            row("記録媒体の種類", kinds.join("、"));
        }
    }
    table("別紙の文が拠る事実", ["別紙", "事実", "内容"], rows)
}

/// Returns whom each line means that names somebody, and what it says of certifications.
fn mentions(source: &Source<'_>) -> Option<Block> {
    let matter = source.matter;
    let mut rows: Vec<[String; 4]> = Vec::new();
    let mut row = |paper: &str, mention: &Mention| {
        let written = mention.as_written.as_ref().map(|written| written.value.clone());
        let certifications = mention.certifications.iter().map(|own| {
            let name = &source.common.certifications[own.kind.value].name;
            own.as_written.as_ref().map_or_else(|| name.clone(), |written| format!("{name}（「{written}」と記載）"))
        });
        rows.push([
            paper.to_owned(),
            written.or_else(|| source.line(mention)).unwrap_or_default(),
            or_missing(mention.provider.as_ref(), |provider| source.provider(*provider)),
            certifications.collect::<Vec<_>>().join("、"),
        ]);
    };
    for connection in &matter.connections {
        for mention in connection.counterparty.iter().flat_map(|party| &party.entries) {
            row("別紙（外部結合）", mention);
        }
    }
    for contract in &matter.contracts {
        let title = contract.title.as_ref().map_or(&contract.id.value, |title| &title.value);
        for mention in contract.parties.iter().flat_map(|party| &party.entries) {
            row(title, mention);
        }
    }
    for (id, flow) in matter.flows.enumerate() {
        for mention in flow.participants.iter().flat_map(|participant| &participant.providers) {
            row(&source.material(Material::Flow(id)), mention);
        }
    }
    table("名を書いた行と、それが指す者", ["資料", "記載", "指す者", "認証"], rows)
}

/// Returns what a contract agrees on and its annex has no field for.
fn agreed(source: &Source<'_>) -> Option<Block> {
    use crate::model::era;
    let mut rows: Vec<[String; 3]> = Vec::new();
    for contract in &source.matter.contracts {
        let title = contract.title.as_ref().map_or(&contract.id.value, |title| &title.value);
        let mut row = |what: &str, words: Option<String>| {
            rows.extend(words.map(|words| [title.clone(), what.to_owned(), words]));
        };
        row("契約番号", contract.number.as_ref().map(|number| number.value.clone()));
        row("契約の日", contract.concluded.as_ref().map(|day| era::print(day.value)));
        row("一者ごとに結ぶ役割", contract.per_provider_of.as_ref().map(|of| source.role(of.value).to_owned()));
        row("複数の者と一つの契約か", contract.joint.as_ref().map(|joint| yes_or_no(&joint.value)));
        for prohibits in &contract.prohibits {
            let words = source.items(&prohibits.items.value);
            row(&format!("{}に渡さない項目", source.role(prohibits.role.value)), Some(words));
        }
        row("再委託", contract.subcontracting.as_ref().map(|own| subcontracting(source, own)));
        row("特記事項", contract.clauses.as_ref().map(|_| clauses(source, contract)));
        row("消去", contract.erasure.as_ref().map(erasure));
        let hours = contract.incident_notice_hours.as_ref();
        row("事故の連絡", hours.map(|hours| format!("知った時から{hours}時間以内")));
    }
    table("契約で定める事項", ["契約", "事項", "内容"], rows)
}

fn subcontracting(source: &Source<'_>, own: &crate::model::contract::Subcontracting) -> String {
    let mut words = vec![if own.allowed.value { "あり" } else { "なし" }.to_owned()];
    words.extend(own.approval.as_ref().map(|approval| approval.value.clone()));
    for sub in &own.subcontractors {
        let tasks = sub.tasks.as_ref().map_or_else(String::new, |tasks| format!("：{tasks}"));
        let approved = sub.approved.as_ref();
        let approved = approved.map_or_else(String::new, |day| {
            format!("（{}承諾）", crate::model::era::print(day.value))
        });
        words.push(format!("{}{tasks}{approved}", source.role(sub.role.value)));
    }
    words.join("、")
}

fn clauses(source: &Source<'_>, contract: &Contract) -> String {
    let clauses = contract.clauses.iter().flat_map(|clauses| &clauses.value).map(|clause| {
        let article = clause.article.as_ref().map_or_else(String::new, |article| format!("（{article}）"));
        let depth = match &clause.every_depth {
            Some(depth) if depth.value => "（再々委託以降も区の承諾）",
            Some(_) => "（再々委託以降の定めなし）",
            None => "",
        };
        format!("{}{article}{depth}", source.common.clauses[clause.kind.value].name)
    });
    clauses.collect::<Vec<_>>().join("、")
}

fn erasure(own: &crate::model::contract::Erasure) -> String {
    let fields: Vec<&str> = own.report_fields.value.iter().map(|field| field.value.as_str()).collect();
    let witness = match &own.witness {
        Some(witness) if witness.value => "、区の立会いあり",
        Some(_) => "、区の立会いなし",
        None => "",
    };
    format!("業務が終わってから{}日以内、報告の記載事項は{}{witness}", own.within_days, fields.join("・"))
}

fn conveyances(source: &Source<'_>) -> Option<Block> {
    let mut rows: Vec<[String; 4]> = Vec::new();
    for contract in &source.matter.contracts {
        let title = contract.title.as_ref().map_or(&contract.id.value, |title| &title.value);
        for own in contract.arrangement.iter().flat_map(|arrangement| &arrangement.conveys) {
            let role = |role: &Located<_>| source.role(role.value).to_owned();
            rows.push([title.clone(), role(&own.from), role(&own.to), own.carries.value.ja().to_owned()]);
        }
    }
    table("データと収納金の受渡し", ["契約", "渡す者", "受ける者", "渡すもの"], rows)
}

/// Returns the acts (処理) that the sentences stand for; those of the steps are beside the diagrams.
fn acts(source: &Source<'_>) -> Option<Block> {
    let names = |acts: &[Located<_>]| {
        let names: Vec<&str> = acts.iter().map(|act| source.common.acts[act.value].name.as_str()).collect();
        names.join("、")
    };
    let mut rows: Vec<[String; 3]> = Vec::new();
    for (index, own) in source.matter.overview.iter().flat_map(|overview| &overview.submitted).enumerate() {
        if !own.acts.is_empty() {
            let point = super::source::second_level(index);
            rows.push(["付議内容".to_owned(), format!("{point}{}", own.kind.value.ja()), names(&own.acts)]);
        }
    }
    for contract in &source.matter.contracts {
        let title = contract.title.as_ref().map_or(&contract.id.value, |title| &title.value);
        for group in &contract.tasks {
            for task in &group.tasks {
                let role = source.role(group.role.value);
                rows.push([title.clone(), format!("{role}：{}", task.text), names(&task.acts)]);
            }
        }
    }
    table("文が述べる処理", ["資料", "文", "処理"], rows)
}

/// Returns what is said of single items: kinds, and the contracts that need them.
fn items(source: &Source<'_>) -> Option<Block> {
    let mut rows: Vec<[String; 3]> = Vec::new();
    let contracts = |ids: &mut dyn Iterator<Item = crate::model::ids::ContractId>| {
        let titles: Vec<String> = ids
            .map(|id| {
                let contract = &source.matter.contracts[id];
                contract.title.as_ref().map_or_else(|| contract.id.value.clone(), |title| title.value.clone())
            })
            .collect();
        if titles.is_empty() { "なし".to_owned() } else { titles.join("、") }
    };
    for (id, list) in source.matter.item_lists.enumerate() {
        let name = source.item_list(id);
        let mut row = |item: &str, words: String| rows.push([name.clone(), item.to_owned(), words]);
        if let Some(applies) = &list.applies_to {
            let ids = &mut applies.iter().map(|contract| contract.value);
            row("一覧の全て", format!("対象とする契約：{}", contracts(ids)));
        }
        for (entry, group) in list.entries.iter().flat_map(|entry| {
            std::iter::once((entry, None)).chain(entry.members.iter().map(move |member| (member, Some(entry))))
        }) {
            let item = match group {
                Some(group) => format!("{}の{}", group.name, entry.name),
                None => entry_name(entry),
            };
            if !entry.kinds.is_empty() {
                let kinds: Vec<&str> = entry.kinds.iter().map(|kind| kind.value.ja()).collect();
                row(&item, format!("種別：{}", kinds.join("、")));
            }
            if let Some(needed) = &entry.needed_by {
                row(&item, format!("使う契約：{}", contracts(&mut needed.value.iter().copied())));
            }
        }
    }
    table("情報項目についての事実", ["一覧", "項目", "事実"], rows)
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

fn approvals(source: &Source<'_>) -> Option<Block> {
    let mut rows: Vec<[String; 3]> = Vec::new();
    for approval in &source.matter.prior_approvals {
        for coverage in &approval.covers {
            let contract = &source.matter.contracts[coverage.contract.value];
            let title = contract.title.as_ref().map_or(&contract.id.value, |title| &title.value);
            let providers = coverage.providers.as_ref().map_or_else(
                || "全て".to_owned(),
                |list| list.iter().map(|own| source.provider(own.value)).collect::<Vec<_>>().join("、"),
            );
            rows.push([approval.subject.value.clone(), title.clone(), providers]);
        }
    }
    table("これまでの承認が及ぶ範囲", ["承認されたもの", "契約", "担う者"], rows)
}
