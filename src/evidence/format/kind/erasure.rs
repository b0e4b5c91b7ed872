//! 消去完了報告: what was erased, how, by whom, and how it was confirmed.
//!
//! The base is the certificate of sanitization of NIST SP 800-88 Rev. 1, section 4.8. The ward's own practice adds
//! contract, items, trigger, sub-processors and backups; 番号法ガイドライン 別添1 2Eｄ demands a record of the erasure and
//! a certificate where the work was entrusted.

use super::in_order;
use super::part::{Act, Attachment, Person};
use crate::diagnostic::Text;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::{Date, Problem};
use crate::spelling;
use crate::text;
use crate::{statement_fields, statement_kind, statement_words};

statement_words! {
    /// Why data was erased.
    pub enum Trigger {
        ContractEnd = "contract_end", "契約の終了";
        NoLongerNeeded = "no_longer_needed", "不要となったとき";
        FiscalYearChange = "fiscal_year_change", "年度の更新";
        Instruction = "instruction", "区の指示";
    }
}

statement_words! {
    /// What data was kept on.
    pub enum Medium {
        Server = "server", "サーバ";
        Terminal = "terminal", "端末";
        Removable = "removable", "DVD-R など持ち運べる媒体";
        Backup = "backup", "バックアップ";
        Paper = "paper", "紙";
        Cloud = "cloud", "クラウドサービス";
        Log = "log", "ログ・一時ファイル";
    }
}

statement_words! {
    /// How thoroughly (NIST SP 800-88 Rev. 1, section 2.5); erasing a key and papers have their own words.
    pub enum Sanitization {
        Clear = "clear", "Clear（論理的な消去）";
        Purge = "purge", "Purge（復元できない消去）";
        CryptoErase = "crypto_erase", "暗号化消去（鍵の消去、CE）";
        Destroy = "destroy", "Destroy（物理的な破壊）";
        Shred = "shred", "裁断・溶解（紙）";
    }
}

statement_words! {
    /// Where the medium is now.
    pub enum Destination {
        Reused = "reused", "社内で再利用";
        Returned = "returned", "区へ返却";
        Disposed = "disposed", "廃棄";
        LeftWithService = "left_with_service", "サービスの設備に残る";
    }
}

statement_fields! {
    /// How a medium was sanitized.
    pub struct Method = "消去の方法" {
        category: Sanitization, "区分", "NIST SP 800-88 Rev.1 4.8", "purge";
        description: String as Prose, "方法（「初期化」だけでは足りない）", "NIST SP 800-88 Rev.1 4.8、総務省GL", "全領域への乱数の上書き（1回）";
        tool: Option<String>, "使った道具", "NIST SP 800-88 Rev.1 4.8", "見本消去ツール";
        tool_version: Option<String>, "道具の版", "NIST SP 800-88 Rev.1 4.8", "5.2.1";
        standard: Option<String>, "拠った基準", "", "NIST SP 800-88 Rev.1";
    }
}

statement_fields! {
    /// How the erasure was confirmed.
    pub struct Verification = "検証" {
        method: String as Prose, "検証の方法", "NIST SP 800-88 Rev.1 4.8", "全領域の読取りによる確認";
        by: Act, "検証した者（消去した者とは別の者）", "NIST SP 800-88 Rev.1 4.8", "";
    }
}

statement_fields! {
    /// One place where a copy was.
    pub struct Copy = "消去した媒体" {
        place: Option<String> as Id, "場所の識別子（`fugi erasure form` が書く。これで残っている写しと突き合わせる）", "", "print-server";
        medium: Medium, "媒体の種類", "消去報告の様式（媒体名）", "server";
        name: String, "媒体の名", "消去報告の様式（媒体名）", "印刷用サーバ";
        quantity: u64, "数量", "消去報告の様式（数量）", "1";
        unit: Option<String>, "数量の単位", "", "台";
        manufacturer: Option<String>, "製造者", "NIST SP 800-88 Rev.1 4.8", "見本電機";
        model: Option<String>, "型番", "NIST SP 800-88 Rev.1 4.8", "MH-1000";
        serial: Option<String>, "製造番号", "NIST SP 800-88 Rev.1 4.8", "SN-0001";
        property_number: Option<String>, "資産番号", "NIST SP 800-88 Rev.1 4.8", "A-001";
        origin: Option<String>, "媒体の出所（どの機器に付いていたか）", "NIST SP 800-88 Rev.1 4.8", "印刷センターのサーバ室";
        category_before: Option<String>, "消去前の機密性", "NIST SP 800-88 Rev.1 4.8", "機密性3";
        category_after: Option<String>, "消去後の機密性", "NIST SP 800-88 Rev.1 4.8", "機密性1";
        items: Option<Vec<String>>, "この媒体にあった情報項目（全てなら書かない）", "", "[氏名, 送付先]";
        method: Method, "消去の方法", "NIST SP 800-88 Rev.1 4.8", "";
        performed: Act, "消去した者", "NIST SP 800-88 Rev.1 4.8、総務省GL（担当者）", "";
        verification: Verification, "検証", "NIST SP 800-88 Rev.1 4.8", "";
        destination: Option<Destination>, "媒体の行方", "NIST SP 800-88 Rev.1 4.8", "reused";
    }
}

statement_fields! {
    /// Something that is still there.
    pub struct Retained = "残すもの" {
        copy: Option<String> as Id, "どの写しか（消去した媒体の place と同じ識別子）", "", "paper";
        what: String, "何を", "", "発送件数の集計（個人情報を含まない）";
        reason: String as Prose, "理由と根拠", "区の文書管理、契約", "会計書類の保存";
        place: String, "どこに", "", "経理部の文書庫";
        until: Option<Date>, "いつまで", "", "2032-03-31";
    }
}

statement_fields! {
    /// A place in which no copy ever was.
    pub struct Absent = "該当のない場所" {
        place: String as Id, "場所の識別子（消去した媒体の place と同じ）", "", "removable";
        reason: String as Prose, "写しがなかった理由", "", "紙だけを受け取り、DVD-R は受け取っていない";
    }
}

statement_fields! {
    /// A medium that went back to the ward.
    pub struct Returned = "返却した媒体" {
        place: Option<String> as Id, "場所の識別子（消去した媒体と同じ）", "", "removable";
        name: String, "媒体の名", "消去報告の様式（媒体名）", "DVD-R";
        number: Option<String>, "媒体の番号", "管理簿", "D-01";
        quantity: u64, "数量", "消去報告の様式（数量）", "12";
        date: Date, "返却の日", "", "2027-04-05";
        received_by: Option<String>, "受け取った課", "", "見本福祉課";
    }
}

statement_fields! {
    /// A certificate of a third party.
    pub struct Certificate = "第三者の証明書" {
        issuer: String, "発行者", "総務省GL（消去の証明）", "見本証明機関";
        number: String, "証明書の番号", "総務省GL（消去の証明）", "C-2027-0001";
        date: Date, "発行の日", "", "2027-04-06";
    }
}

statement_kind! {
    /// 消去完了報告.
    pub struct ErasureReport(String) = "消去完了報告" {
        addressee: String, "宛先", "", "見本区長";
        party: String as Id, "報告する者（法人の識別子）", "", "mihon-insatsu";
        party_name: String, "報告する者の名", "消去報告の様式", "株式会社見本印刷";
        subcontracted_by: Option<String> as Id, "再委託先の報告なら、再委託した者（法人の識別子）", "法66条2項5号", "mihon-insatsu";
        trigger: Trigger, "消去のきっかけ", "番号法GL 別添1 2Ｅｄ", "contract_end";
        last_used: Date, "最後に使った日", "", "2027-03-31";
        items: Vec<String>, "消去した情報項目", "消去報告の様式（情報項目）", "[氏名, 送付先]";
        items_material: Option<String>, "項目を並べた資料の番号", "", "資料５－３";
        items_digest: Option<Digest>, "その資料の SHA-256", "", "";
        subjects_count: Option<u64>, "本人の数", "", "900";
        copies: Vec<Copy>, "消去した媒体（バックアップとログも）", "消去報告の様式（媒体名、数量、方法）", "";
        returned: Option<Vec<Returned>>, "区へ返却した媒体", "契約（返還）", "";
        absent: Option<Vec<Absent>>, "写しがなかった場所（受け取っていない媒体など）", "", "";
        nothing_retained: bool, "残すものはないか", "", "true";
        retained: Option<Vec<Retained>>, "残すもの（nothing_retained が false のとき）", "", "";
        permission: Option<Act>, "情報セキュリティ管理者の許可", "総務省GL", "";
        attendance: Option<Act>, "立会者", "契約（立会い）", "";
        certificate: Option<Certificate>, "第三者の証明書", "総務省GL（消去の証明）", "";
        responsible: Person, "責任者", "消去報告の様式（責任者）", "";
        completed_on: Date, "消去を終えた日", "消去報告の様式（年月日）", "2027-04-05";
        deadline: Option<Date>, "契約の期限", "契約", "2027-04-30";
        attachments: Option<Vec<Attachment>>, "添付（ログ、写真、証明書）", "番号法GL 別添1 2Ｅｄ", "";
    }
}

impl ErasureReport {
    /// Tells what does not fit together in it.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        in_order(("last_used", self.last_used), ("completed_on", self.completed_on), out);
        in_order(("completed_on", self.completed_on), ("issued_at", self.issued_at.date()), out);
        for (index, copy) in self.copies.iter().enumerate() {
            copy.check(&format!("copies/{index}"), self, out);
        }
        self.check_places(out);
        let retained = self.retained.as_ref().is_some_and(|retained| !retained.is_empty());
        match (self.nothing_retained, retained) {
            (true, true) => out.push(
                Problem::new(
                    "nothing_retained",
                    text!(
                        "「残すものはない」とありますが、残すものが書かれています",
                        "nothing is retained, yet something is listed"
                    ),
                )
                .help(text!(
                    "false にするか、retained を消してください",
                    "write false, or take `retained` out"
                )),
            ),
            (false, false) => out.push(
                Problem::new(
                    "nothing_retained",
                    text!(
                        "残すものがあるのに、何が残るかが書かれていません",
                        "something is retained, but it is not said what"
                    ),
                )
                .help(text!(
                    "retained に、何を、なぜ、どこに、いつまでを書いてください",
                    "list it under `retained`"
                )),
            ),
            _ => {}
        }
    }
}

impl ErasureReport {
    /// Tells where it says two things of one place that cannot both be.
    fn check_places(&self, out: &mut Vec<Problem>) {
        let copy_in = |place: &str| self.copies.iter().find(|copy| copy.place.as_deref() == Some(place));
        let gone_back = |place: &str| {
            self.returned.iter().flatten().any(|returned| returned.place.as_deref() == Some(place))
        };
        let mut both = |path: String, place: &str, what: Text, fix: Text| {
            let Text { ja, en } = what;
            let message = text!(
                "場所「{place}」を、{ja}とも書いています",
                "the report also says of `{place}` that {en}"
            );
            out.push(Problem::new(path, message).help(fix));
        };
        let one_of_them = || text!("実際と違う方を消してください", "take out what is not so");
        let erased = || text!("消去した（copies）", "its copy was erased (`copies`)");
        let went_back = || text!("返却した（returned）", "it went back (`returned`)");
        for (index, absent) in self.absent.iter().flatten().enumerate() {
            let (path, place) = (format!("absent/{index}/place"), &absent.place);
            if copy_in(place).is_some() {
                both(path, place, erased(), one_of_them());
            } else if gone_back(place) {
                both(path, place, went_back(), one_of_them());
            } else if self.retained.iter().flatten().any(|kept| kept.copy.as_ref() == Some(place)) {
                both(path, place, text!("残す（retained）", "something stays (`retained`)"), one_of_them());
            }
        }
        for (index, returned) in self.returned.iter().flatten().enumerate() {
            let Some(place) = &returned.place else { continue };
            // What is erased and then goes back says so.
            if copy_in(place).is_some_and(|copy| copy.destination != Some(Destination::Returned)) {
                let fix = text!(
                    "消去してから返したなら、copies の destination を returned にしてください。違うなら、実際と違う方を消してください",
                    "where it was erased before it went back, write `destination: returned` under its copy; otherwise take out what is not so"
                );
                both(format!("returned/{index}/place"), place, erased(), fix);
            }
        }
        for (index, kept) in self.retained.iter().flatten().enumerate() {
            let Some(place) = &kept.copy else { continue };
            let path = format!("retained/{index}/copy");
            if copy_in(place).is_some_and(|copy| copy.items.is_none()) {
                let fix = text!(
                    "実際と違う方を消してください。一部の項目だけ消去したなら、copies の items に書いてください",
                    "take out what is not so; where only some items were erased, write them under the copy's `items`"
                );
                both(
                    path,
                    place,
                    text!("全て消去した（copies）", "all of its copy was erased (`copies`)"),
                    fix,
                );
            } else if gone_back(place) {
                both(path, place, went_back(), one_of_them());
            }
        }
        for (index, returned) in self.returned.iter().flatten().enumerate() {
            let at = |name: &str| format!("returned/{index}/{name}");
            in_order((&at("date"), returned.date), ("issued_at", self.issued_at.date()), out);
            if returned.quantity == 0 {
                out.push(Problem::new(at("quantity"), text!("数量が 0 です", "the quantity is 0")).help(
                    text!(
                        "1 以上の数を書くか、この媒体を消してください",
                        "write 1 or more, or take the medium out"
                    ),
                ));
            }
        }
    }
}

impl Copy {
    fn check(&self, path: &str, report: &ErasureReport, out: &mut Vec<Problem>) {
        let at = |name: &str| format!("{path}/{name}");
        if self.quantity == 0 {
            out.push(Problem::new(at("quantity"), text!("数量が 0 です", "the quantity is 0")).help(text!(
                "1 以上の数を書くか、この写しを消してください",
                "write 1 or more, or take the copy out"
            )));
        }
        let verifier = &self.verification.by;
        if spelling::same(&self.performed.name, &verifier.name) {
            let name = &verifier.name;
            out.push(
                Problem::new(
                    at("verification/by/name"),
                    text!("消去した者と検証した者が同じです（{name}）", "`{name}` both erased and verified"),
                )
                .help(text!(
                    "別の者が検証してください（番号法GL、NIST SP 800-88）",
                    "let another person verify"
                )),
            );
        }
        let performed = at("performed/date");
        in_order((&performed, self.performed.date), (&at("verification/by/date"), verifier.date), out);
        in_order((&performed, self.performed.date), ("completed_on", report.completed_on), out);
        in_order(("last_used", report.last_used), (&performed, self.performed.date), out);
        if let Some(place) = self.place.as_deref()
            && (place == Medium::Paper.word()) != (self.medium == Medium::Paper)
            && Medium::WORDS.iter().any(|(word, _)| *word == place)
        {
            let medium = self.medium.label();
            out.push(
                Problem::new(
                    at("medium"),
                    text!(
                        "場所「{place}」の媒体の種類が「{medium}」になっています",
                        "`{place}` is not of this medium"
                    ),
                )
                .help(text!("場所のとおりの種類を書いてください", "write the medium of the place")),
            );
        }
        let category = self.method.category;
        let suits = match self.medium {
            Medium::Paper => matches!(category, Sanitization::Shred | Sanitization::Destroy),
            Medium::Cloud => category != Sanitization::Shred,
            _ => category != Sanitization::Shred,
        };
        if !suits {
            let (medium, method) = (self.medium.label(), category.label());
            out.push(
                Problem::new(
                    at("method/category"),
                    text!("「{medium}」に「{method}」は合いません", "this method does not suit this medium"),
                )
                .help(text!("実際の方法を書いてください（紙は shred か destroy）", "write what was done")),
            );
        }
        if category == Sanitization::Clear && self.destination == Some(Destination::Disposed) {
            out.push(
                Problem::new(
                    at("method/category"),
                    text!(
                        "廃棄する媒体に、論理的な消去だけでは足りません",
                        "clearing is not enough for a medium that is disposed of"
                    ),
                )
                .help(text!(
                    "purge、crypto_erase、destroy のどれかで消去してください（総務省GL）",
                    "purge it, erase its key, or destroy it"
                )),
            );
        }
        if self.method.tool.is_some() != self.method.tool_version.is_some() {
            out.push(
                Problem::new(
                    at("method"),
                    text!("道具と版の片方しかありません", "the tool or its version is missing"),
                )
                .help(text!(
                    "tool と tool_version の両方を書いてください",
                    "write both `tool` and `tool_version`"
                )),
            );
        }
    }
}
