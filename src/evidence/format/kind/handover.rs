//! 管理簿（確認記録票）: who handed what to whom, and that as much came back.

use super::part::Person;
use crate::evidence::format::field::{Date, Moment, Problem};
use crate::text;
use crate::{statement_fields, statement_kind, statement_words};
use std::collections::BTreeMap;

statement_words! {
    /// Which way.
    pub enum Direction {
        Out = "out", "渡した";
        Back = "back", "返った";
    }
}

statement_fields! {
    /// One hand-over.
    pub struct HandoverEntry = "受渡し" {
        at: Moment, "日時", "チェックリスト P9", "2026-04-10T10:00:00+09:00";
        direction: Direction, "向き", "", "out";
        handler: String, "取扱者", "チェックリスト P9", "見本福祉課 見本 花子";
        counterparty: String, "相手方", "管理簿", "株式会社見本印刷 情報管理室";
        content: String, "情報の内容", "チェックリスト P9", "受診券に印刷する情報項目（4月分）";
        medium: String, "媒体", "管理簿", "DVD-R";
        medium_number: String, "媒体の番号", "管理簿", "D-01";
        quantity: u64, "数量", "チェックリスト P9", "1";
        return_due: Option<Date>, "返却の予定日", "管理簿", "2026-05-10";
        confirmed_by: String, "確認した者", "管理簿（確認印）", "見本福祉課 係長";
    }
}

statement_kind! {
    /// 管理簿.
    pub struct HandoverLedger(String) = "管理簿" {
        party: String as Id, "相手方（法人の識別子）", "", "mihon-insatsu";
        party_name: String, "相手方の名", "", "株式会社見本印刷";
        from: Date, "期間の初め", "", "2026-04-01";
        to: Date, "期間の終わり", "", "2026-04-30";
        entries: Vec<HandoverEntry>, "受渡し", "チェックリスト P9", "";
        all_returned: bool, "渡したものが全て返ったか", "管理簿", "true";
        responsible: Person, "責任者", "", "";
    }
}

impl HandoverLedger {
    /// Tells what does not fit together in it: out must equal back, medium by medium.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        super::in_order(("from", self.from), ("to", self.to), out);
        let mut balance: BTreeMap<&str, i128> = BTreeMap::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let at = |name: &str| format!("entries/{index}/{name}");
            if entry.quantity == 0 {
                out.push(Problem::new(at("quantity"), text!("数量が 0 です", "the quantity is 0")).help(
                    text!(
                        "1 以上の数を書くか、この行を消してください",
                        "write 1 or more, or take the entry out"
                    ),
                ));
            }
            let day = entry.at.date();
            if day < self.from || day > self.to {
                out.push(
                    Problem::new(
                        at("at"),
                        text!("期間の外の日時です（{day}）", "outside the period ({day})"),
                    )
                    .help(text!(
                        "日時か、管理簿の期間（from・to）を直してください",
                        "fix the time, or the period (`from`, `to`)"
                    )),
                );
            }
            let signed = i128::from(entry.quantity) * if entry.direction == Direction::Out { 1 } else { -1 };
            let open = balance.entry(&entry.medium_number).or_default();
            *open += signed;
            if *open < 0 {
                let number = &entry.medium_number;
                out.push(
                    Problem::new(
                        at("quantity"),
                        text!(
                            "{number} が、渡した数より多く返っています",
                            "more of {number} came back than went out"
                        ),
                    )
                    .help(text!(
                        "渡した記入が先にあるか、数量と媒体の番号を確かめてください",
                        "look whether it was handed over before, and at quantity and number"
                    )),
                );
            }
        }
        for (number, open) in balance.into_iter().filter(|(_, open)| *open > 0 && self.all_returned) {
            out.push(
                Problem::new(
                    "all_returned",
                    text!("{number} が {open} 点返っていません", "{open} of {number} did not come back"),
                )
                .help(text!(
                    "返却を記入するか、all_returned を false にしてください",
                    "enter the return, or write false"
                )),
            );
        }
    }
}
