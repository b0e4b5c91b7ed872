//! 個人情報ファイル簿（案）: a draft of the register's entry (法75条1項, 施行令21条) from what the matter says. It is
//! made on request and is no part of the submission; what the model does not know says so, and who fills it in.

use super::submission::{MISSING, Submission, and, entry_name};
use super::tree::{Block, Field, Section};
use crate::model::item::ItemEntry;
use crate::model::party::Role;
use crate::model::vocabulary::{ItemKind, MediumKind, RoleKind};
use crate::model::ward::RegisterEntry;
use crate::spelling::fold;

/// Who knows what a matter does not say.
const DEPARTMENT: &str = "担当課";
const OFFICE: &str = "個人情報保護の総括課";

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    let entries = entries(submission);
    let rows = vec![
        name(submission),
        known(
            "行政機関等の名称",
            vec![submission.ward.name.value.clone()],
            "実施機関の名（長、教育委員会など）を確かめる",
        ),
        match submission.department_in_full() {
            Some(department) => known("利用に供される事務をつかさどる組織の名称", vec![department], ""),
            None => unknown("利用に供される事務をつかさどる組織の名称", DEPARTMENT, "所管する課の名"),
        },
        purpose(submission),
        items(submission, &entries),
        scope(submission),
        collection(submission),
        special_care(&entries, "要配慮個人情報が含まれるときは、その旨", ItemKind::SpecialCare),
        special_care(&entries, "条例要配慮個人情報が含まれるときは、その旨", ItemKind::OrdinanceSpecialCare),
        recipients(submission),
        unknown("開示請求等を受理する組織の名称及び所在地", OFFICE, "請求の窓口の名と所在地"),
        unknown(
            "訂正及び利用停止に関する他の法令の規定による特別の手続等",
            DEPARTMENT,
            "業務の根拠法令に手続の定めがあるか（なければ「なし」）",
        ),
        kind(submission),
        unknown("行政機関等匿名加工情報の提案の募集をする個人情報ファイルである旨", OFFICE, "募集をするか"),
        unknown("備考", DEPARTMENT, "あれば"),
    ];
    let mut blocks = vec![
        Block::Note {
            text: "※個人情報の保護に関する法律第７５条第１項の個人情報ファイル簿に記載する事項の案。この案件の記載から作ったもので、業務全体の個人情報ファイルの記載に直して用いる。「（記載なし）」は、案件の記載からは分からない事項である。".to_owned(),
        },
        Block::Fields { rows },
    ];
    blocks.push(duty(submission));
    blocks.extend(differences(submission, &entries));
    vec![Section {
        id: "file-register".to_owned(),
        part: "file-register",
        number: None,
        heading: "個人情報ファイル簿（案）".to_owned(),
        subject: None,
        landscape: false,
        size: submission.size("file-register"),
        blocks,
    }]
}

/// A field that the matter answers, and what is still to be looked at.
fn known(label: &str, lines: Vec<String>, look_at: &str) -> Field {
    let mut blocks: Vec<Block> = lines.into_iter().map(Block::paragraph).collect();
    if !look_at.is_empty() {
        blocks.push(Block::Note { text: format!("※要確認：{look_at}") });
    }
    Field::blocks(label, blocks)
}

/// A field that the matter does not answer: who fills in what.
fn unknown(label: &str, who: &str, what: &str) -> Field {
    let fill_in = Block::Note { text: format!("※記入する者：{who}（{what}）") };
    Field::blocks(label, vec![Block::paragraph(MISSING), fill_in])
}

fn name(submission: &Submission<'_>) -> Field {
    const LABEL: &str = "個人情報ファイルの名称";
    let business =
        submission.matter.business.as_ref().map(|business| &submission.ward.businesses[business.value]);
    match business {
        Some(business) => known(
            LABEL,
            vec![format!("{}ファイル", business.name)],
            "登録業務の名から付けた仮の名。ファイル簿での名に直す",
        ),
        None => unknown(LABEL, DEPARTMENT, "ファイルの名"),
    }
}

fn purpose(submission: &Submission<'_>) -> Field {
    const LABEL: &str = "個人情報ファイルの利用目的";
    let purpose = submission.matter.overview.as_ref().and_then(|overview| overview.purpose.as_ref());
    match purpose {
        Some(purpose) => known(
            LABEL,
            vec![purpose.value.clone()],
            "事業の概要の「目的」。ファイル全体の利用目的（法第６１条）に直す",
        ),
        None => unknown(LABEL, DEPARTMENT, "利用目的"),
    }
}

/// Returns the entries of all lists, each name once, in the order they first stand.
fn entries<'a>(submission: &Submission<'a>) -> Vec<&'a ItemEntry> {
    let mut entries: Vec<&ItemEntry> = Vec::new();
    for entry in submission.matter.item_lists.iter().flat_map(|list| &list.entries) {
        if !entries.iter().any(|known| fold(&entry_name(known)) == fold(&entry_name(entry))) {
            entries.push(entry);
        }
    }
    entries
}

fn items(submission: &Submission<'_>, entries: &[&ItemEntry]) -> Field {
    const LABEL: &str = "記録項目";
    if entries.is_empty() {
        return unknown(LABEL, DEPARTMENT, "記録される項目");
    }
    let numbered = entries.iter().enumerate();
    let numbered: Vec<String> = numbered
        .map(|(index, entry)| {
            format!("{}　{}", submission.print().grouped(index as u64 + 1), entry_name(entry))
        })
        .collect();
    let lists = submission.matter.item_lists.len();
    let look_at = format!(
        "案件の情報項目の一覧（{}件）にある項目。委託・結合の相手に渡さない項目（氏名、住所など）があれば加える",
        submission.print().grouped(lists as u64)
    );
    known(LABEL, vec![numbered.join("、")], &look_at)
}

fn scope(submission: &Submission<'_>) -> Field {
    const LABEL: &str = "記録範囲";
    let subjects = submission.matter.overview.as_ref().and_then(|overview| overview.subjects.as_ref());
    match subjects {
        Some(subjects) => known(LABEL, vec![subjects.value.clone()], ""),
        None => unknown(LABEL, DEPARTMENT, "だれの情報か"),
    }
}

/// Says from whom the data comes: the links that leave the person it is about.
fn collection(submission: &Submission<'_>) -> Field {
    const LABEL: &str = "記録情報の収集方法";
    let matter = submission.matter;
    let mut ways: Vec<String> = Vec::new();
    for flow in matter.flows.iter() {
        for link in flow.transfers().filter(|link| matter.roles[link.from.value].is(RoleKind::Principal)) {
            let network = link.network.as_ref().map(|own| submission.common.networks[own.value].name.clone());
            let means = link.means.as_ref().map(|means| means.value.clone()).or(network);
            let means = means.map_or_else(String::new, |means| format!("（{means}）"));
            let (from, to) = (submission.role(link.from.value), submission.role(link.to.value));
            let way = if matter.roles[link.to.value].is(RoleKind::Ward) {
                format!("本人（{from}）から{means}")
            } else {
                format!("本人（{from}）から、{to}を通じて{means}")
            };
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
    }
    if ways.is_empty() {
        return unknown(LABEL, DEPARTMENT, "本人からか、本人以外からか、その方法");
    }
    known(LABEL, ways, "個人情報の流れの図に、本人から渡る線として描かれたもの。ほかの収集方法があれば加える")
}

fn special_care(entries: &[&ItemEntry], label: &str, kind: ItemKind) -> Field {
    let walk = entries.iter().flat_map(|entry| std::iter::once(*entry).chain(entry.members.iter()));
    let marked = walk.filter(|entry| entry.kinds.iter().any(|own| own.value == kind));
    let names: Vec<String> = marked.map(|entry| entry.name.value.clone()).collect();
    if names.is_empty() {
        let mark = kind.word();
        let what = format!("情報項目に種別 kinds: {mark} の付いたものがない。含まなければ「含まない」");
        return unknown(label, DEPARTMENT, &what);
    }
    known(label, vec![format!("含む（{}）", names.join("、"))], "")
}

/// Returns those the data is provided to again and again: roles of that kind, and those the register names.
fn recipients(submission: &Submission<'_>) -> Field {
    const LABEL: &str = "記録情報の経常的提供先";
    let line = |role: &Role| {
        let providers: Vec<String> = role.providers.iter().map(|own| submission.provider(*own)).collect();
        let basis = role.legal_basis.as_ref().map(|basis| format!("提供の根拠は{basis}"));
        let notes: Vec<String> =
            (!providers.is_empty()).then(|| providers.join("、")).into_iter().chain(basis).collect();
        if notes.is_empty() {
            role.name.value.clone()
        } else {
            format!("{}（{}）", role.name, notes.join("。"))
        }
    };
    let mut lines: Vec<String> =
        submission.matter.roles.iter().filter(|role| role.is(RoleKind::Recipient)).map(line).collect();
    lines.extend(
        entry(submission).into_iter().flat_map(|entry| &entry.recipients).map(|own| own.value.clone()),
    );
    if lines.is_empty() {
        return unknown(
            LABEL,
            DEPARTMENT,
            "案件に提供先の役割はない。ほかに経常的な提供先がなければ「なし」",
        );
    }
    known(LABEL, lines, "委託先・再委託先は提供先ではない（法第６６条第２項）")
}

fn kind(submission: &Submission<'_>) -> Field {
    let kinds = submission.matter.contracts.iter().filter_map(|contract| contract.media.as_ref());
    let kinds: Vec<MediumKind> = kinds.flat_map(|media| &media.kinds).map(|kind| kind.value).collect();
    let paper = kinds.contains(&MediumKind::Paper);
    let electronic =
        kinds.iter().any(|kind| *kind != MediumKind::Paper) || !submission.matter.systems.is_empty();
    let words = match (electronic, paper) {
        (true, _) => "法第６０条第２項第１号（電算処理ファイル）",
        (false, true) => "法第６０条第２項第２号（マニュアル処理ファイル）",
        (false, false) => return unknown("個人情報ファイルの種別", DEPARTMENT, "電算処理かマニュアル処理か"),
    };
    let look_at = if electronic && paper {
        "紙でも取り扱う。同じ範囲のマニュアル処理ファイル（施行令第２１条第７項）があるか"
    } else {
        "同じ範囲のマニュアル処理ファイル（施行令第２１条第７項）があるか"
    };
    known("個人情報ファイルの種別", vec![words.to_owned()], look_at)
}

/// Says whether the register must hold the file: by the number of persons.
fn duty(submission: &Submission<'_>) -> Block {
    let count = submission.matter.overview.as_ref().and_then(|overview| overview.subject_count.as_ref());
    let least = submission.ward.file_register_persons;
    let known = count.map(|count| (count, submission.common.persons(count)));
    let text = match known {
        Some((count, Some(many))) if many >= least => format!(
            "※対象者数は{}で、{}人以上であるため、個人情報ファイル簿の作成及び公表の対象となる。",
            persons(submission, many, count.approximate),
            submission.print().grouped(least)
        ),
        Some((count, Some(many))) => format!(
            "※対象者数は{}で、{}人に満たないため、個人情報ファイル簿の作成及び公表の対象とならない（施行令第２０条第２項）。",
            persons(submission, many, count.approximate),
            submission.print().grouped(least)
        ),
        Some((_, None)) => format!(
            "※人の数の記載がないため、個人情報ファイル簿の対象となるか（{}人以上か）分からない。",
            submission.print().grouped(least)
        ),
        None => format!(
            "※対象者数の記載がないため、個人情報ファイル簿の対象となるか（{}人以上か）分からない。",
            submission.print().grouped(least)
        ),
    };
    Block::Note { text }
}

fn persons(submission: &Submission<'_>, count: u64, approximate: bool) -> String {
    format!("{}{}人", if approximate { "約" } else { "" }, submission.print().grouped(count))
}

/// Returns the entry of the ward's register for the matter's business.
fn entry<'a>(submission: &Submission<'a>) -> Option<&'a RegisterEntry> {
    let business = submission.matter.business.as_ref()?;
    submission.ward.file_register.as_ref()?.iter().find(|entry| entry.business.value == business.value)
}

/// Says which items the ward's register does not hold yet.
fn differences(submission: &Submission<'_>, entries: &[&ItemEntry]) -> Option<Block> {
    let entry = entry(submission)?;
    let holds = |own: &ItemEntry| entry.items.contains(&fold(&own.name));
    let missing: Vec<String> = entries
        .iter()
        .filter(|own| !holds(own) && (own.members.is_empty() || !own.members.iter().all(holds)))
        .map(|own| own.name.value.clone())
        .collect();
    let text = if missing.is_empty() {
        "※ファイル簿（fugi.yaml の file_register）の記録項目に、この案件の項目が全てある。".to_owned()
    } else {
        let names = and(&missing);
        format!(
            "※ファイル簿（fugi.yaml の file_register）の記録項目にないもの：{names}（法第７５条第１項、施行令第２１条第３項により直ちに修正する）"
        )
    };
    Some(Block::Note { text })
}
