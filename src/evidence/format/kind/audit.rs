//! 監査結果: a yearly inspection of one entrusted work (事務対応ガイド 4-8-9(3)), row by row.

use super::part::{Attachment, Person};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::{Date, Problem};
use crate::text;
use crate::{statement_fields, statement_kind, statement_words};
use chrono::Datelike as _;

statement_words! {
    /// How it was done.
    pub enum Way {
        OnSite = "on_site", "実地";
        Remote = "remote", "遠隔（映像・写真）";
        Document = "document", "書面";
    }
}

statement_words! {
    /// The answer to a row.
    pub enum Verdict {
        Fit = "fit", "適";
        Unfit = "unfit", "不適";
        NotApplicable = "not_applicable", "該当なし";
    }
}

statement_fields! {
    /// The answer to one row of the checklist.
    pub struct Row = "項目の結果" {
        row: String, "項目", "チェックリスト", "P11";
        verdict: Verdict, "結果", "番号法GL（評価・見直し）", "fit";
        evidence: Option<String> as Prose, "確認した証跡", "", "消去ログ（2027-04-05）";
        finding: Option<String> as Prose, "指摘", "", "";
        deadline: Option<Date>, "是正の期限（不適のとき）", "", "2027-06-30";
        closed_on: Option<Date>, "是正を確かめた日", "", "2027-06-20";
        note: Option<String> as Prose, "備考", "", "";
    }
}

statement_kind! {
    /// 監査結果.
    pub struct AuditResult(String) = "監査結果" {
        fiscal_year: u64, "年度（西暦）", "", "2026";
        party: String as Id, "受けた者（法人の識別子）", "", "mihon-data";
        party_name: String, "受けた者の名", "", "見本データ株式会社";
        inspected_on: Date, "実施日", "PPC Q&A 3-1-4", "2026-11-20";
        way: Way, "方法", "PPC Q&A 3-1-4（原則として実地）", "on_site";
        way_reason: Option<String> as Prose, "実地でない理由", "PPC Q&A 3-1-4", "";
        inspectors: Vec<Person>, "検査した者", "", "";
        attendants: Option<Vec<Person>>, "立会者", "", "";
        form: Option<String> as Id, "チェックリストの様式", "", "outsourcing-contractor";
        form_digest: Option<Digest>, "様式の SHA-256", "", "";
        rows: Vec<Row>, "項目ごとの結果", "", "";
        previous: Option<Digest>, "前回の監査結果の SHA-256", "番号法GL（評価・見直し）", "";
        subcontractors_included: bool, "再委託先を含むか", "法66条2項5号、番号法11条", "true";
        opinion: Option<String> as Prose, "総評", "", "";
        attachments: Option<Vec<Attachment>>, "添付（回答の Excel など）", "", "";
    }
}

impl AuditResult {
    /// Returns whether it was made in the fiscal year that it is for.
    #[must_use]
    pub fn is_in_its_year(&self) -> bool {
        let day = self.inspected_on.0;
        let year = if day.month() < 4 { day.year() - 1 } else { day.year() };
        u64::try_from(year) == Ok(self.fiscal_year)
    }

    /// Tells what no inspection can be like, so that it counts for none.
    #[must_use]
    pub fn impossible(&self) -> Vec<Problem> {
        let out = &mut Vec::new();
        super::in_order(("inspected_on", self.inspected_on), ("issued_at", self.issued_at.date()), out);
        let (year, day) = (self.fiscal_year, self.inspected_on);
        if !self.is_in_its_year() {
            out.push(
                Problem::new(
                    "inspected_on",
                    text!(
                        "実施日 {day} が {year} 年度（4月1日から翌年3月31日まで）の外です",
                        "{day} lies outside the fiscal year {year} (1 April to 31 March)"
                    ),
                )
                .help(text!("実施日か年度（fiscal_year）を直してください", "fix the day or `fiscal_year`")),
            );
        }
        if self.rows.is_empty() {
            out.push(
                Problem::new("rows", text!("項目の結果が一つもありません", "no row was answered")).help(
                    text!(
                        "チェックリストの項目ごとの結果を書いてください",
                        "write the result of each row of the checklist"
                    ),
                ),
            );
        }
        for (index, row) in self.rows.iter().enumerate() {
            if let Some(closed) = row.closed_on {
                super::in_order(
                    ("inspected_on", self.inspected_on),
                    (&format!("rows/{index}/closed_on"), closed),
                    out,
                );
            }
        }
        std::mem::take(out)
    }

    /// Tells what does not fit together in it.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        out.extend(self.impossible());
        if self.way != Way::OnSite && self.way_reason.is_none() {
            out.push(
                Problem::new(
                    "way",
                    text!("実地でない理由（way_reason）がありません", "`way_reason` is missing"),
                )
                .help(text!("原則は実地です。行けなかった理由を書いてください", "say why nobody went there")),
            );
        }
        for (index, row) in self.rows.iter().enumerate() {
            let at = |name: &str| format!("rows/{index}/{name}");
            let id = &row.row;
            match row.verdict {
                Verdict::Unfit if row.deadline.is_none() || row.finding.is_none() => out.push(
                    Problem::new(
                        at("verdict"),
                        text!(
                            "不適の {id} に、指摘（finding）と期限（deadline）が要ります",
                            "{id} needs a finding and a deadline"
                        ),
                    )
                    .help(text!("finding と deadline の両方を書いてください", "write both")),
                ),
                Verdict::Fit if row.evidence.is_none() => out.push(
                    Problem::new(
                        at("verdict"),
                        text!(
                            "適の {id} に、確認した証跡（evidence）が要ります",
                            "{id} needs the evidence that was seen"
                        ),
                    )
                    .help(text!(
                        "evidence に、確かめた記録の名か番号を書いてください",
                        "name the record under `evidence`"
                    )),
                ),
                _ => {}
            }
            if self.rows.iter().take(index).any(|before| before.row == row.row) {
                out.push(
                    Problem::new(at("row"), text!("{id} が二度あります", "{id} stands twice"))
                        .help(text!("どちらかを消してください", "take one of them out")),
                );
            }
        }
    }
}
