//! Contracts and connections: the annexes of a matter.

use super::matter::{RawOwnText, RawTerm};
use crate::model::vocabulary::{Afterwards, Cargo, Confidence, ContinuingErasure, MediumKind};
use crate::record;
use crate::source::Located;
use crate::yaml::decode::{List, Str, Word};
use chrono::NaiveDate;

record! {
    /// A contract: one 別紙（業務委託）.
    pub(crate) struct RawContract = "業務委託の契約" {
        id: Str, "識別子";
        kind: Option<Str>, "付議の種別（契約の種別が二つ以上ある年度で書く。例: designated_manager）";
        title: Option<Str>, "件名";
        department: Option<Str>, "保有課（概要と違うときだけ、紙の表記を書く）";
        business: Option<Str>, "登録業務（案件と違うときだけ、紙の表記を書く）";
        subjects: Option<Str>, "個人の範囲（概要の対象者と違うときだけ書く）";
        term: Option<RawTerm>, "開始時期と期限（案件と違うときだけ書く）";
        basis_as_written: Option<Str>, "根拠の条項の表記（表紙と違うときだけ書く）";
        form: Option<Str>, "契約の形（例: 三者契約）";
        number: Option<Str>, "契約番号";
        concluded: Option<Located<NaiveDate>>, "契約の日";
        per_provider_of: Option<Str>, "契約を一者ごとに結ぶ役割の識別子";
        joint: Option<Located<bool>>, "複数の者と一つの契約を結ぶか";
        parties: Option<List<RawContractParty>>, "当事者（紙に並べる順。甲は自治体）";
        item_set: Option<Str>, "処理させる情報項目の一覧（item_sets の識別子）";
        underline: Option<RawUnderline>, "「下線の情報項目のみ」の注";
        handles: Option<List<RawHandles>>, "どの役割がどの項目を取り扱えるか";
        prohibits: Option<List<RawProhibits>>, "どの役割にどの項目を渡してはならないか";
        media: Option<RawMedia>, "記録媒体";
        reasons: Option<List<RawReason>>, "委託理由";
        arrangement: Option<RawArrangement>, "契約の形と、データ・収納金の受渡し";
        tasks: Option<List<RawTaskGroup>>, "委託の内容";
        subcontracting: Option<RawSubcontracting>, "再委託";
        clauses: Option<List<RawClause>>, "特記事項";
        erasure: Option<RawErasure>, "消去の約束";
        incident_notice_hours: Option<Located<u64>>, "事故を知ってから自治体へ知らせるまでの時間（時間）";
        own: Option<List<RawOwnText>>, "自治体が様式に自分で設けた欄（own/…）の文";
        spoiled: Option<RawSpoiled>, "損紙・試し刷りの扱い";
        matching: Option<RawMatching>, "宛名と封入物の照合";
        inspection: Option<RawInspection>, "自治体による検査の約束";
        designation: Option<RawDesignation>, "指定管理者の指定（公の施設）";
    }
}
record! {
    pub(crate) struct RawDesignation = "指定管理者の指定" {
        facility: Str, "公の施設の名";
        ordinance: Str, "施設の条例";
        from: Located<NaiveDate>, "指定の期間の初日";
        to: Located<NaiveDate>, "指定の期間の末日";
        resolved: Option<Located<NaiveDate>>, "議会の議決の日";
    }
}
record! {
    pub(crate) struct RawContractParty = "契約の当事者" {
        letter: Option<Str>, "甲・乙・丙・丁";
        role: Str, "役割の識別子";
        entries: Option<List<RawMention>>, "委託先の欄に書く行";
    }
}
record! {
    pub(crate) struct RawMention = "名の書き方" {
        provider: Option<Str>, "役割を担う者の識別子";
        certifications: Option<List<RawCertificationMention>>, "認証の書き方";
        as_written: Option<Str>, "行全体の表記（標準と違うとき）";
    }
}
record! {
    pub(crate) struct RawCertificationMention = "認証の書き方" {
        kind: Str, "認証の種類";
        as_written: Option<Str>, "表記（例: ISO27001認証取得済）";
    }
}
record! {
    pub(crate) struct RawUnderline = "下線の注" {
        role: Str, "下線の項目だけを取り扱う役割";
        text: Str, "注の文";
    }
}
record! {
    pub(crate) struct RawHandles = "取り扱える項目"; One(&["items", "items_of"]) {
        role: Str, "役割の識別子";
        items: Option<List<Str>>, "項目名（項目群の名は、中の項目全て）";
        items_of: Option<Str>, "一覧の識別子（その全て）";
        confidence: Option<Word<Confidence>>, "確からしさ";
        note: Option<Str>, "推定の理由";
    }
}
record! {
    pub(crate) struct RawProhibits = "渡してはならない項目" {
        role: Str, "役割の識別子";
        items: List<Str>, "項目名";
    }
}
record! {
    pub(crate) struct RawMedia = "記録媒体" {
        kinds: List<Word<MediumKind>>, "媒体の種類";
        as_written: Option<Str>, "紙の表記";
    }
}
record! {
    pub(crate) struct RawReason = "委託理由" {
        role: Option<Str>, "どの役割についての理由か。省略時は全体";
        text: Str, "文（一行が一段落）";
    }
}
record! {
    pub(crate) struct RawArrangement = "契約の形と受渡し" {
        intro: Option<Str>, "契約の形を述べる文";
        conveys: Option<List<RawConveys>>, "受渡し";
        conclusion: Option<Str>, "結びの文";
    }
}
record! {
    pub(crate) struct RawConveys = "受渡し" {
        from: Str, "渡す役割";
        to: Str, "受ける役割";
        carries: Word<Cargo>, "data（個人情報）か money（収納金）";
        text: Str, "文";
    }
}
record! {
    pub(crate) struct RawTaskGroup = "委託の内容（一つの役割）" {
        role: Str, "役割の識別子";
        heading: Option<Str>, "小見出し（標準と違うとき）";
        tasks: List<RawTask>, "業務";
    }
}
record! {
    pub(crate) struct RawTask = "業務" {
        acts: Option<List<Str>>, "処理（common の acts の名）";
        text: Str, "文";
    }
}
record! {
    pub(crate) struct RawSubcontracting = "再委託" {
        allowed: Located<bool>, "再委託があるか";
        approval: Option<Str>, "自治体の承諾のしかた";
        subcontractors: Option<List<RawSubcontractor>>, "再委託先";
    }
}
record! {
    pub(crate) struct RawSubcontractor = "再委託先" {
        role: Str, "再委託先の役割の識別子";
        tasks: Option<Str>, "再委託する業務";
        approved: Option<Located<NaiveDate>>, "自治体が承諾した日";
    }
}
record! {
    pub(crate) struct RawClause = "特記事項の条項" {
        id: Str, "条項の種類（common の clauses の識別子）";
        article: Option<Str>, "条番号";
        every_depth: Option<Located<bool>>, "再々委託以降にも自治体の承諾が要ると定めるか";
    }
}
record! {
    pub(crate) struct RawErasure = "消去の約束" {
        within_days: Located<u64>, "業務が終わってから消去するまでの日数";
        report_fields: List<Str>, "消去報告の記載事項";
        witness: Option<Located<bool>>, "自治体が立ち会えるか";
        continuing: Option<Word<ContinuingErasure>>, "業務の続く間、いつ消去するか";
        continuing_report: Option<Located<bool>>, "続く間の消去を、その都度報告するか";
        backup: Option<Located<bool>>, "バックアップも含めて消去するか";
        keep_until: Option<Located<NaiveDate>>, "保存の義務（収納の証拠書類など）の終わる日。これより前に消去してはならない";
    }
}
record! {
    pub(crate) struct RawSpoiled = "損紙・試し刷りの扱い" {
        by: Str, "処分する役割";
        how: List<Word<Afterwards>>, "どう処分するか";
        report: Option<Located<bool>>, "自治体に報告するか";
    }
}
record! {
    pub(crate) struct RawMatching = "宛名と封入物の照合" {
        by: Str, "照合する役割";
        how: Str, "どう照合するか";
    }
}
record! {
    pub(crate) struct RawInspection = "検査の約束" {
        per_year: Located<u64>, "年に何回";
        on_site: Located<bool>, "実地で行うか";
        copies: Option<Str>, "届けのない写し（写真、メールの添付など）がないことを、どう確かめるか";
    }
}
record! {
    /// A connection: one 別紙（電子計算機の外部結合関係）.
    pub(crate) struct RawConnection = "外部結合" {
        id: Str, "識別子";
        title: Option<Str>, "件名";
        department: Option<Str>, "保有課（概要と違うときだけ、紙の表記を書く）";
        business: Option<Str>, "登録業務（案件と違うときだけ、紙の表記を書く）";
        subjects: Option<Str>, "個人の範囲（概要の対象者と違うときだけ書く）";
        term: Option<RawTerm>, "開始時期と期間（案件と違うときだけ書く）";
        basis_as_written: Option<Str>, "根拠の条項の表記（表紙と違うときだけ書く）";
        counterparty: Option<RawContractParty>, "結合の相手方";
        item_sets: Option<List<Str>>, "結合される情報項目の一覧";
        reason: Option<Str>, "結合する理由（一行が一段落）";
        form: Option<RawConnectionShape>, "結合の形態";
        own: Option<List<RawOwnText>>, "自治体が様式に自分で設けた欄（own/…）の文";
    }
}
record! {
    pub(crate) struct RawConnectionShape = "結合の形態" {
        network: Option<Str>, "回線（common の networks の識別子）";
        from_system: Option<Str>, "相手方の端末・サーバ（systems の識別子）";
        to_system: Option<Str>, "自治体の端末・サーバ（systems の識別子）";
        passage: Option<Str>, "個人番号利用事務系との間の、自治体の設定で認めた通信（fugi.yaml の passages の識別子）";
        text: Option<Str>, "文";
    }
}
