//! 責任者・取扱者報告: whom the contractor lets handle the data, before the work starts and at every change.

use super::part::Person;
use crate::evidence::format::field::{Date, Problem};
use crate::text;
use crate::{statement_fields, statement_kind};

statement_fields! {
    /// One person who handles the data.
    pub struct Handler = "取扱者" {
        name: String, "氏名（従業者に限る）", "チェックリスト P4", "見本 次郎";
        department: String, "部署", "チェックリスト P4", "情報管理室";
        scope: String, "取り扱う範囲", "チェックリスト P4", "印刷データの受領と消去";
        trained_on: Option<Date>, "研修の日", "番号法29条の2（研修）", "2026-03-27";
        from: Date, "取扱いの初日", "", "2026-04-01";
        until: Option<Date>, "取扱いの最終日", "", "2027-03-31";
    }
}

statement_kind! {
    /// 責任者・取扱者報告.
    pub struct Handlers(String) = "責任者・取扱者報告" {
        party: String as Id, "報告する者（法人の識別子）", "", "mihon-insatsu";
        party_name: String, "報告する者の名", "", "株式会社見本印刷";
        manager: Person, "取扱責任者", "チェックリスト P4", "";
        handlers: Vec<Handler>, "取扱者", "チェックリスト P4", "";
        effective: Date, "この報告が有効になる日", "", "2026-04-01";
        key: Option<String> as Made, "報告に使う鍵の識別子（鍵を届け出るとき）", "", "";
    }
}

impl Handlers {
    /// Tells what does not fit together in it.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        for (index, handler) in self.handlers.iter().enumerate() {
            let at = |name: &str| format!("handlers/{index}/{name}");
            if let Some(until) = handler.until {
                super::in_order((&at("from"), handler.from), (&at("until"), until), out);
            }
            if let Some(trained) = handler.trained_on.filter(|trained| *trained > handler.from) {
                let name = &handler.name;
                out.push(Problem::new(
                    at("trained_on"),
                    text!(
                        "{name} の研修（{trained}）が、取扱いの初日より後です",
                        "{name} was trained after the first day"
                    ),
                ).help(text!(
                    "どちらかの日付を直してください。研修の前に取り扱わせていたなら、取扱いを始めた日を研修の後にします",
                    "fix one of the days; nobody handles data before the training"
                )));
            }
        }
    }
}
