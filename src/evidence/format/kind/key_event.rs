//! 鍵の登録・失効: that a version of the key register came into force, and how the key was confirmed.
//!
//! What a key may sign follows from the register, never from this record: it ties the register's history to the log.

use super::part::Person;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::{Date, Problem};
use crate::evidence::format::role::Role;
use crate::text;
use crate::{statement_fields, statement_kind, statement_words};

statement_words! {
    /// What happened to a key.
    pub enum Event {
        Enrolled = "enrolled", "登録";
        Revoked = "revoked", "失効";
        RootChanged = "root_changed", "鍵の管理者の交代";
    }
}

statement_fields! {
    /// How it was made sure that the key is its holder's.
    pub struct Confirmation = "鍵の確認" {
        document: String, "確認した書面", "取扱責任者届", "取扱責任者届（鍵の指紋を記載）";
        date: Date, "確認の日", "", "2026-03-25";
        by: Person, "確認した者", "", "";
    }
}

statement_kind! {
    /// 鍵の登録・失効.
    pub struct KeyEvent(Option<String>) = "鍵の登録・失効" {
        event: Event, "何が起きたか", "", "enrolled";
        key: Option<Digest>, "鍵の識別子", "", "";
        role: Option<Role>, "役割", "", "contractor";
        holder: Option<String>, "持ち主（会社か部署）", "", "株式会社見本印刷";
        register_version: u64, "鍵の登録簿の版", "", "2";
        register_digest: Digest, "登録簿の SHA-256", "", "";
        reason: Option<String> as Prose, "理由（失効のとき）", "", "秘密鍵の入った端末の紛失";
        confirmation: Option<Confirmation>, "鍵の確認（登録のとき）", "取扱責任者届", "";
    }
}

impl KeyEvent {
    /// Tells what does not fit together in it.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        if self.event == Event::Revoked && self.reason.is_none() {
            out.push(
                Problem::new("event", text!("失効に理由（reason）がありません", "`reason` is missing"))
                    .help(text!("reason に失効の理由を書いてください", "say why under `reason`")),
            );
        }
        if self.event != Event::RootChanged && self.key.is_none() {
            out.push(Problem::new("event", text!("鍵の識別子（key）がありません", "`key` is missing")).help(
                text!(
                    "key に鍵の識別子を書いてください（`fugi key list` で分かります）",
                    "write the id of the key (`fugi key list`)"
                ),
            ));
        }
    }
}
