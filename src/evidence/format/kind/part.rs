//! Parts that several kinds share: who did something, what was handed over, who attended.

use crate::evidence::format::field::{Contact, Date};
use crate::statement_fields;

statement_fields! {
    /// Somebody who did something, by office and name; staff only, never a resident.
    pub struct Person = "担当者" {
        organisation: Option<String>, "所属", "", "見本印刷 情報管理室";
        position: String, "職名", "NIST SP 800-88 Rev.1 4.8", "情報管理責任者";
        name: String, "氏名（従業者・職員に限る）", "NIST SP 800-88 Rev.1 4.8、総務省GL", "見本 太郎";
        contact: Option<Contact>, "連絡先（部署と代表電話）", "NIST SP 800-88 Rev.1 4.8", "情報管理室 代表";
    }
}

statement_fields! {
    /// Somebody who did something on a day in a place.
    pub struct Act = "行為" {
        organisation: Option<String>, "所属", "", "見本印刷 情報管理室";
        position: String, "職名", "NIST SP 800-88 Rev.1 4.8", "情報管理責任者";
        name: String, "氏名（従業者・職員に限る）", "NIST SP 800-88 Rev.1 4.8、総務省GL", "見本 太郎";
        date: Date, "年月日", "NIST SP 800-88 Rev.1 4.8、総務省GL（日時）", "2027-04-05";
        location: String, "場所", "NIST SP 800-88 Rev.1 4.8", "印刷センター 管理室";
        contact: Option<Contact>, "連絡先（部署と代表電話）", "NIST SP 800-88 Rev.1 4.8", "情報管理室 代表";
    }
}

statement_fields! {
    /// A file that belongs to the record.
    pub struct Attachment = "添付" {
        file: String, "ファイルの名", "", "消去ログ.csv";
        title: String, "何か（ログ、写真、証明書など）", "", "消去ツールの実行ログ";
        media_type: Option<String>, "種類（MIME）", "in-toto ResourceDescriptor", "text/csv";
        personal_data: Option<bool>, "個人情報を含むか（含むものは、先頭に乱数を付けて別に保存する）", "", "false";
    }
}
