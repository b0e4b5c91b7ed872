//! 記録の廃棄: a record or attachment that was lawfully deleted. The log keeps its digest, and this statement the reason.

use super::part::Person;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::{Date, Problem};
use crate::evidence::format::moment::Retention;
use crate::spelling;
use crate::text;
use crate::{statement_fields, statement_kind, statement_words};

statement_words! {
    /// Why it may be deleted.
    pub enum Ground {
        RetentionEnded = "retention_ended", "保存年限の満了";
        Order = "order", "法令に基づく命令・請求";
        PersonalData = "personal_data", "個人情報の消去";
    }
}

statement_fields! {
    /// One thing that was deleted.
    pub struct Target = "廃棄したもの" {
        digest: Digest, "SHA-256", "", "";
        what: String, "何か", "", "消去完了報告の添付（作業の写真）";
    }
}

statement_kind! {
    /// 記録の廃棄.
    pub struct Disposal(Option<String>) = "記録の廃棄" {
        ground: Ground, "廃棄の理由", "文書管理規程", "retention_ended";
        retention_years: Option<u64>, "保存年限の年数（保存年限の満了のとき。登載の日時から数える）", "文書管理規程", "5";
        basis: String as Prose, "根拠（条文、保存年限）", "文書管理規程", "文書管理規程による保存年限（5年）の満了";
        targets: Vec<Target>, "廃棄したもの", "", "";
        disposed_on: Date, "廃棄の日", "", "2032-04-01";
        approved_by: Person, "承認した者（この記録に署名する二人の一人）", "文書管理規程", "";
        performed_by: Person, "廃棄した者（承認した者とは別の者。この記録に署名する二人のもう一人）", "", "";
    }
}

impl Disposal {
    /// Returns for how long what it names had to be kept.
    #[must_use]
    pub fn retention(&self) -> Retention {
        match (self.ground, self.retention_years) {
            // No rule keeps a record for no time at all: that would be no period, and end at once.
            (Ground::RetentionEnded, None | Some(0)) => Retention::Unstated,
            (Ground::RetentionEnded, Some(years)) => Retention::Years(years),
            (Ground::Order | Ground::PersonalData, _) => Retention::Lifted,
        }
    }

    /// Tells what does not fit together in it.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        if spelling::same(&self.approved_by.name, &self.performed_by.name) {
            let name = &self.performed_by.name;
            out.push(
                Problem::new(
                    "performed_by/name",
                    text!("承認した者と廃棄した者が同じです（{name}）", "`{name}` both approved and deleted"),
                )
                .help(text!("別の者が承認してください", "let another person approve")),
            );
        }
        if (self.ground == Ground::RetentionEnded) != self.retention_years.is_some() {
            out.push(
                Problem::new(
                    "retention_years",
                    text!(
                        "保存年限の年数は、理由が保存年限の満了（retention_ended）のときに、そのときだけ要ります",
                        "the years of retention belong to the ground `retention_ended`, and only to it"
                    ),
                )
                .help(text!(
                    "retention_ended なら retention_years に年数を書き、ほかの理由なら retention_years を消してください",
                    "write `retention_years` with `retention_ended`, and leave it out with another ground"
                )),
            );
        }
        if self.retention_years == Some(0) {
            out.push(
                Problem::new(
                    "retention_years",
                    text!("保存年限が 0 年では、年限になりません", "no years are no retention period"),
                )
                .help(text!(
                    "文書管理規程の年数を書いてください。年限によらずに消すなら、理由を order か personal_data にします",
                    "write the years of the rules on documents; where it goes whatever its period, the ground is `order` or `personal_data`"
                )),
            );
        }
        super::in_order(("disposed_on", self.disposed_on), ("issued_at", self.issued_at.date()), out);
    }
}
