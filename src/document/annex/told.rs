//! What is agreed and where data lies, in the words of an annex: re-entrustment, clauses, erasure, systems, grounds.

use super::super::submission::{MISSING, Submission, entry_name};
use super::super::tree::Block;
use super::print::second;
use crate::model::contract::{Clause, Contract};
use crate::model::country;
use crate::model::ids::{ContractId, ItemListId, RoleId};
use crate::model::matter::{Matter, PriorApproval};
use crate::model::vocabulary::ItemKind;

/// Returns the form, number and day of a contract.
pub(super) fn contract(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(contract.form.as_ref().map(|form| form.value.clone()));
    lines.extend(
        contract
            .per_provider_of
            .as_ref()
            .map(|of| format!("{}の一者ごとに契約を結ぶ。", submission.role(of.value))),
    );
    lines.extend(contract.number.as_ref().map(|number| format!("契約番号：{number}")));
    lines.extend(
        contract.concluded.as_ref().map(|own| format!("契約の日：{}", submission.print().day(own.value))),
    );
    lines.into_iter().map(Block::paragraph).collect()
}

/// Returns 再委託: whether there is any and how it is approved, then each sub-contractor with its work, items and
/// the day of the ward's approval.
pub(super) fn subcontracting(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let Some(own) = &contract.subcontracting else { return Vec::new() };
    if !own.allowed.value && own.subcontractors.is_empty() {
        return vec![Block::paragraph("再委託は行わない。")];
    }
    let approval =
        own.approval.as_ref().map(|approval| format!("{}の承諾：{approval}", submission.ward.word()));
    let mut blocks: Vec<Block> = approval.map(Block::paragraph).into_iter().collect();
    if own.subcontractors.is_empty() {
        blocks.insert(0, Block::paragraph("再委託を認める。"));
    }
    for (index, sub) in own.subcontractors.iter().enumerate() {
        let role = sub.role.value;
        let providers = &submission.matter.roles[role].providers;
        let who: Vec<String> = providers.iter().map(|own| submission.provider(*own)).collect();
        let from = submission.matter.roles[role].subcontracted_by.as_ref();
        let items = contract.handles_of(role).map(|handles| submission.items(&handles.items.value));
        let or_missing = |text: Option<String>| text.unwrap_or_else(|| MISSING.to_owned());
        let mut lines = Vec::new();
        if !who.is_empty() {
            lines.push(format!("担う者：{}", who.join("、")));
        }
        lines.extend(from.map(|by| format!("再委託元：{}", submission.role(by.value))));
        lines.push(format!("業務：{}", or_missing(sub.tasks.as_ref().map(|own| own.value.clone()))));
        lines.push(format!("取り扱う情報項目：{}", or_missing(items)));
        lines.push(format!(
            "承諾の日：{}",
            or_missing(sub.approved.as_ref().map(|own| submission.print().day(own.value)))
        ));
        blocks.push(Block::Point {
            level: 1,
            number: submission.print().point(index),
            text: submission.role(role).to_owned(),
            blocks: lines.into_iter().map(Block::paragraph).collect(),
        });
    }
    blocks
}

/// Returns 特記事項: each clause with its article.
pub(super) fn clauses(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let Some(clauses) = &contract.clauses else { return Vec::new() };
    let line = |clause: &Clause| {
        let article = clause.article.as_ref().map_or_else(String::new, |own| format!("（{own}）"));
        let depth = match &clause.every_depth {
            Some(depth) if depth.value => {
                format!("。再々委託以降にも{}の承諾を要する", submission.ward.word())
            }
            _ => String::new(),
        };
        format!("{}{article}{depth}", submission.common.clauses[clause.kind.value].name)
    };
    clauses.value.iter().enumerate().map(|(index, clause)| second(submission, index, line(clause))).collect()
}

/// Returns the promise of erasure, what its report says, and whether the ward attends.
pub(super) fn erasure(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let Some(own) = &contract.erasure else { return Vec::new() };
    let (days, word) = (submission.print().number(own.within_days.value), submission.ward.word());
    let fields: Vec<&str> = own.report_fields.value.iter().map(|field| field.value.as_str()).collect();
    let mut lines = vec![format!("業務の終了から{days}日以内に消去させ、報告書を提出させる。")];
    if let Some(continuing) = &own.continuing {
        let reported = match own.continuing_report.as_ref().map(|own| own.value) {
            Some(true) => "その都度報告させる。",
            Some(false) => "その都度の報告はさせない。",
            None => "",
        };
        lines.push(format!("業務の続く間の消去：{}。{reported}", continuing.value.ja()));
    }
    lines.extend(own.backup.as_ref().map(|backup| {
        if backup.value {
            "バックアップも消去させる。"
        } else {
            "バックアップは消去の対象に含まない。"
        }
        .to_owned()
    }));
    lines.extend(
        own.keep_until.as_ref().map(|until| {
            format!("保存の義務がある{}までは消去させない。", submission.print().day(until.value))
        }),
    );
    lines.push(format!("報告書の記載事項：{}", fields.join("、")));
    lines.push(match &own.witness {
        Some(witness) if witness.value => format!("{word}の立会い：行う"),
        Some(_) => format!("{word}の立会い：行わない"),
        None => format!("{word}の立会い：{MISSING}"),
    });
    lines.into_iter().map(Block::paragraph).collect()
}

/// Returns within how many hours of knowing of an incident the ward is told.
pub(super) fn incident_notice(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let hours = contract.incident_notice_hours.as_ref();
    let word = submission.ward.word();
    let text = |hours: u64| {
        format!("事故を知った時から{}時間以内に、{word}へ知らせさせる。", submission.print().number(hours))
    };
    hours.map(|hours| Block::paragraph(text(hours.value))).into_iter().collect()
}

/// Returns the items that the law makes a difference for, by kind.
pub(super) fn item_kinds(matter: &Matter, lists: &[ItemListId]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for kind in ItemKind::ALL {
        let mut names: Vec<String> = Vec::new();
        for entry in lists.iter().flat_map(|list| matter.item_lists[*list].walk()) {
            let name = entry_name(entry);
            if entry.kinds.iter().any(|own| own.value == *kind) && !names.contains(&name) {
                names.push(name);
            }
        }
        if !names.is_empty() {
            blocks.push(Block::paragraph(format!("{}：{}", kind.ja(), names.join("、"))));
        }
    }
    blocks
}

/// Returns where the roles' systems stand.
pub(super) fn systems(submission: &Submission<'_>, roles: &[RoleId]) -> Vec<Block> {
    let systems = submission.matter.systems.iter().filter(|system| roles.contains(&system.role));
    let line = |system: &crate::model::party::System| {
        let mut words: Vec<String> = vec![system.kind.value.ja().to_owned()];
        words.extend(system.facility.as_ref().map(|facility| facility.value.clone()));
        words.extend(system.hosting.as_ref().map(|hosting| submission.in_own_word(hosting.value.ja())));
        words.extend(system.cloud.as_ref().map(|cloud| {
            if cloud.value {
                "クラウドサービスを利用する"
            } else {
                "クラウドサービスを利用しない"
            }
            .to_owned()
        }));
        words.push(match &system.country {
            Some(code) => format!("所在国：{}", country::name(code)),
            None => format!("所在国：{MISSING}"),
        });
        let service = system.service.as_ref().map(|own| format!("サービス：{own}"));
        let region = system.region.as_ref().map(|own| format!("データの置かれる地域：{own}"));
        let operated = system.operated_by.as_ref().map(|own| format!("運用：{}", submission.role(own.value)));
        let kept = system.maintained_by.as_ref().map(|own| format!("保守：{}", submission.role(own.value)));
        let learns = system.learns.as_ref().map(|own| {
            if own.value {
                "提供事業者の学習に使われる"
            } else {
                "提供事業者の学習に使われない"
            }
            .to_owned()
        });
        let check = system.cloud_check.as_ref().map(|own| {
            let note = own.note.as_ref().map_or_else(String::new, |note| format!("、{note}"));
            let day = own.on.as_ref().map(|day| format!("、{}", submission.print().day(day.value)));
            format!("確認：{}{note}{}", submission.in_own_word(own.by.value.ja()), day.unwrap_or_default())
        });
        let leased = system.leased.as_ref().filter(|own| own.value).map(|_| "借りている機器".to_owned());
        let disposal = system.disposal.as_ref().map(|own| format!("返却・廃棄のときの消去：{own}"));
        let more = [service, region, check, operated, kept, learns, leased, disposal];
        words.extend(more.into_iter().flatten());
        format!("{}の{}（{}）", submission.role(system.role), system.label, words.join("、"))
    };
    systems.map(|system| Block::paragraph(line(system))).collect()
}

pub(super) fn assessment(submission: &Submission<'_>) -> Vec<Block> {
    let own = submission.matter.impact_assessment.as_ref().map(|own| {
        let note = own.note.as_ref().map_or_else(String::new, |note| format!("（{note}）"));
        let completed = own.completed.value;
        let day = submission.print().day_or_month(completed);
        let mut lines = vec![format!("特定個人情報保護評価{note}は、{day}に公表済み")];
        lines.extend(own.level.as_ref().map(|level| format!("評価の種類：{}", level.value.ja())));
        lines.extend(
            own.handlers.as_ref().map(|own| format!("取扱者数：{}人", submission.print().number(own.value))),
        );
        let due = own.next_due.as_ref().map(|own| submission.print().day(own.value));
        lines.extend(due.map(|due| format!("次に評価をやり直す期限：{due}")));
        lines
    });
    own.into_iter().flatten().map(Block::paragraph).collect()
}

/// Returns what was approved before, of a contract or of the matter.
pub(super) fn prior_approvals(submission: &Submission<'_>, contract: Option<ContractId>) -> Vec<Block> {
    let is_meant = |own: &&PriorApproval| {
        contract.is_none_or(|contract| own.covers.iter().any(|cover| cover.contract.value == contract))
    };
    let line = |own: &PriorApproval| {
        let body = &submission.common.bodies[own.body.value].name;
        let year = i32::try_from(own.fiscal_year.value).map(|year| submission.print().fiscal_year(year));
        let year = year.unwrap_or_default();
        format!("{}（{year}第{}回{body}）", own.subject, submission.print().number(own.number.value))
    };
    submission.matter.prior_approvals.iter().filter(is_meant).map(|own| Block::paragraph(line(own))).collect()
}
