//! 会議の決定: what the council decided, and the digest of exactly what it approved.

use super::part::Person;
use super::publication::Document;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::{Date, Problem};
use crate::text;
use crate::{statement_kind, statement_words};

statement_words! {
    /// What was decided; the words of `council.outcome` in a matter.
    pub enum Outcome {
        Approved = "approved", "承認";
        ApprovedWithConditions = "approved_with_conditions", "条件付き承認";
        Continued = "continued", "継続審議";
        Rejected = "rejected", "不承認";
        Withdrawn = "withdrawn", "取下げ";
    }
}

statement_kind! {
    /// 会議の決定.
    pub struct Decision(Option<String>) = "会議の決定" {
        matter: String as Id, "案件（年度/案件）", "", "r08/mihon-itaku";
        matter_digest: Digest, "案件のファイルの SHA-256", "", "";
        council: String, "会議の名", "", "個人情報保護管理運営会議";
        meeting: String, "会議の回", "", "令和７年度第６回";
        decided_on: Date, "会議の日", "", "2026-02-12";
        outcome: Outcome, "決定", "", "approved";
        conditions: Option<Vec<String>>, "付された条件", "", "";
        documents: Vec<Document>, "承認された資料", "", "";
        publication: Option<Digest>, "付議資料の確定の記録の SHA-256", "", "";
        minutes: Option<String>, "議事録の所在", "", "総務課の文書番号";
        secretary: Person, "記録した者", "", "";
    }
}

impl Decision {
    /// Tells what does not fit together in it.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        super::in_order(("decided_on", self.decided_on), ("issued_at", self.issued_at.date()), out);
        let with_conditions = self.outcome == Outcome::ApprovedWithConditions;
        if with_conditions != self.conditions.is_some() {
            out.push(
                Problem::new(
                    "outcome",
                    text!(
                        "条件（conditions）は、条件付き承認のときだけ要ります",
                        "conditions belong to `approved_with_conditions`"
                    ),
                )
                .help(text!(
                    "条件付き承認なら conditions に条件を書き、そうでなければ conditions を消してください",
                    "list the conditions, or take `conditions` out"
                )),
            );
        }
    }
}
