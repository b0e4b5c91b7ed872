//! `fugi.yaml`: the ward.

use crate::model::vocabulary::RuleWeight;
use crate::record;
use crate::source::Located;
use crate::yaml::decode::{List, Str, Word};
use chrono::NaiveDate;

record! {
    /// `fugi.yaml`.
    pub(crate) struct RawWard = "自治体の設定（fugi.yaml）" {
        name: Str, "自治体の名（契約の甲）";
        authority: Option<Str>, "自分を指す語（市、町、広域連合など）。書かなければ、名の終わりの語";
        head: Option<Str>, "長（例: 見本市長）";
        council: RawCouncil, "付議する会議と、根拠とする要綱";
        departments: List<RawDepartment>, "担当課の一覧";
        registered_businesses: List<RawBusiness>, "登録業務（個人情報を取り扱う業務の登録簿）の一覧";
        file_register: Option<List<RawRegisterEntry>>, "個人情報ファイル簿の記載（法75条）。書かなければ「判定できない」と表示する";
        passages: Option<List<RawPassage>>, "個人番号利用事務系との間で、自治体が認めた通信（特定通信など）";
        rules: Option<List<RawRuleSetting>>, "使わない規則、軽くする規則。法令に拠る規則、受入れ・証跡・必須の欄の規則は変えられない";
        thresholds: Option<RawThresholds>, "人数などのしきい値";
        trust_file: Option<Str>, "証跡の信頼の起点のファイル（このファイルから見た道。evidence/ の外）。期限と消去の確認（status、erasure status、audit）だけが使い、書かなければ、鍵は証跡のフォルダのものを信じる";
    }
}
record! {
    pub(crate) struct RawRuleSetting = "規則の扱い" {
        rule: Str, "規則の名";
        set: Word<RuleWeight>, "扱い";
        reason: Str, "外す、又は軽くする理由";
        approved_by: Str, "認めた者（職名）";
        until: Located<NaiveDate>, "最後の日。過ぎると、元の重さに戻る";
    }
}
record! {
    pub(crate) struct RawCouncil = "会議" {
        name: Str, "会議の名称";
        head: Option<Str>, "会議の長（例: 見本市個人情報保護審議会会長）";
        guideline: Option<Str>, "設置要綱の名称";
        articles: List<RawArticle>, "付議の根拠となる条項と、その対象";
    }
}
record! {
    pub(crate) struct RawArticle = "要綱の条項" {
        article: Str, "条項（例: 第3条第1項第3号）";
        kinds: List<Str>, "その条項で付議する種別（年度の forms/submission.yaml の kinds の識別子）";
    }
}
record! {
    pub(crate) struct RawDepartment = "担当課" {
        id: Str, "識別子（英数字とハイフン）";
        division: Option<Str>, "部の名（表紙では部と課を続けて書く）";
        name: Str, "課の名";
    }
}
record! {
    pub(crate) struct RawBusiness = "登録業務" {
        id: Str, "識別子";
        name: Str, "登録業務の名称";
    }
}
record! {
    pub(crate) struct RawRegisterEntry = "個人情報ファイル簿の一件" {
        business: Str, "登録業務の識別子";
        items: List<Str>, "記録項目";
        recipients: Option<List<Str>>, "経常的提供先";
    }
}
record! {
    pub(crate) struct RawPassage = "個人番号利用事務系との間で認めた通信" {
        id: Str, "識別子";
        name: Str, "紙に書く名（例: 特定通信）";
        ground: Str, "認めた根拠（自治体の情報セキュリティの定めの条、国の通知など）";
        networks: Option<List<Str>>, "その通信に使う回線（common の networks の識別子）。省略時は問わない";
    }
}
record! {
    pub(crate) struct RawThresholds = "しきい値" {
        file_register_persons: Option<Located<u64>>, "個人情報ファイル簿の対象となる本人の数（施行令20条2項: 1,000人）";
    }
}
