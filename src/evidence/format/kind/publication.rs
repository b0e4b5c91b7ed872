//! 付議資料の確定: the digests of the documents as they went to the council.

use super::part::Attachment;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::{Date, Problem};
use crate::text;
use crate::{statement_fields, statement_kind};

statement_fields! {
    /// One document as it went out.
    pub struct Document = "資料" {
        name: String, "ファイルの名", "", "mihon-itaku.pdf";
        digest: Digest, "SHA-256", "", "";
    }
}

statement_kind! {
    /// 付議資料の確定.
    pub struct Publication(Option<String>) = "付議資料の確定" {
        matter: String as Id, "案件（年度/案件）", "", "r08/mihon-itaku";
        matter_digest: Digest, "案件のファイルの SHA-256", "", "";
        meeting: Option<String>, "会議の回", "", "令和７年度第６回";
        documents: Vec<Document>, "資料", "", "";
        published_on: Date, "確定の日", "", "2026-02-05";
        tool_version: Option<String>, "作ったプログラムの版", "", "";
        attachments: Option<Vec<Attachment>>, "添付", "", "";
    }
}

impl Publication {
    /// Tells what does not fit together in it.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        super::in_order(("published_on", self.published_on), ("issued_at", self.issued_at.date()), out);
        for (index, document) in self.documents.iter().enumerate() {
            if self.documents.iter().take(index).any(|before| before.name == document.name) {
                let name = &document.name;
                out.push(
                    Problem::new(
                        format!("documents/{index}/name"),
                        text!("「{name}」が二度あります", "`{name}` stands twice"),
                    )
                    .help(text!("どちらかを消してください", "take one of them out")),
                );
            }
        }
    }
}
