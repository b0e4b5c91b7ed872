//! 訂正: what a record should have said. The record itself stays as it is.

use super::part::Person;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::Problem;
use crate::text;
use crate::{statement_fields, statement_kind};

statement_fields! {
    /// One field that was wrong.
    pub struct Change = "訂正する所" {
        field: String, "項目", "", "copies/0/serial";
        before: String as Prose, "誤り", "", "SN-0001";
        after: String as Prose, "正しくは", "", "SN-0010";
    }
}

statement_kind! {
    /// 訂正.
    pub struct Correction(Option<String>) = "訂正" {
        corrects: Digest, "訂正する記録の SHA-256", "", "";
        reason: String as Prose, "訂正の理由", "", "製造番号の転記の誤り";
        changes: Vec<Change>, "訂正する所", "", "";
        responsible: Person, "訂正する者", "", "";
    }
}

impl Correction {
    /// Tells what does not fit together in it.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        for (index, change) in self.changes.iter().enumerate() {
            if change.before == change.after {
                out.push(
                    Problem::new(
                        format!("changes/{index}/after"),
                        text!("誤りと正しい値が同じです", "the two values are the same"),
                    )
                    .help(text!("正しい値を after に書いてください", "write the right value as `after`")),
                );
            }
        }
    }
}
