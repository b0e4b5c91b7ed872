//! The words with a fixed meaning, as they are written in the files.

use crate::yaml::decode::Vocabulary;
use chrono::{Datelike, Months, NaiveDate};

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal, $ja:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $ja] $variant,)*
        }

        impl Vocabulary for $name {
            const WORDS: &'static [(&'static str, Self, &'static str)] = &[$(($word, Self::$variant, $ja)),*];
        }

        impl $name {
            /// Every word there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the word as it is written in the files.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Returns the word for a reader: the Japanese one, or the one of the files without its underscores.
            #[must_use]
            pub fn say(self, language: $crate::diagnostic::Language) -> String {
                match language {
                    $crate::diagnostic::Language::Japanese => self.ja().to_owned(),
                    $crate::diagnostic::Language::English => self.word().replace('_', " "),
                }
            }

            /// Returns the word for a reader.
            #[must_use]
            pub fn ja(self) -> &'static str {
                match self { $(Self::$variant => $ja,)* }
            }
        }
    };
}

vocabulary! {
    /// What an annex of a kind of matter is about: one annex each (別紙を一枚ずつ作る相手).
    About {
        Connection = "connection", "外部結合（connections）の一件ごと";
        Contract = "contract", "契約（contracts）の一件ごと";
        Role = "role", "種別の roles に当たる役割の一つごと";
        Matter = "matter", "案件に一枚";
    }
}
vocabulary! {
    /// What a field of an annex prints (別紙の欄に印字する事実).
    Fact {
        Title = "title", "件名";
        Department = "department", "保有課";
        Business = "business", "登録業務の名称";
        Basis = "basis", "根拠の条項";
        Purpose = "purpose", "目的";
        Description = "description", "概要";
        Submitted = "submitted", "付議内容";
        Subjects = "subjects", "個人の範囲";
        SubjectCount = "subject_count", "対象者数";
        Items = "items", "情報項目";
        ItemKinds = "item_kinds", "情報項目の種別（要配慮個人情報など）";
        Parties = "parties", "相手方（委託先、結合の相手方、提供先など）";
        Reasons = "reasons", "理由";
        ConnectionForm = "connection_form", "結合の形態";
        Contract = "contract", "契約の形・番号・日";
        Media = "media", "記録媒体";
        Tasks = "tasks", "委託の内容";
        Subcontracting = "subcontracting", "再委託（再委託先、業務、項目、承諾の日）";
        Clauses = "clauses", "特記事項";
        Erasure = "erasure", "消去の約束と立会い";
        IncidentNotice = "incident_notice", "事故を知らせるまでの時間";
        Systems = "systems", "相手方の端末・サーバ（置き方、クラウド、国、運用・保守する者）";
        Readers = "readers", "個人情報を見られる国と者、外国の制度と措置";
        Custody = "custody", "封をしたまま預かる者と、その項目";
        Grounds = "grounds", "利用・提供の根拠（法令の条項、当たる理由、検討したほかの方法）";
        Conditions = "conditions", "提供先に付す条件";
        Ways = "ways", "渡し方（流れの線ごとの方法、時期、保護、項目）";
        Sources = "sources", "情報項目を誰から得るか";
        Retention = "retention", "保有期間";
        Notice = "notice", "本人への通知・表示";
        Term = "term", "開始時期と期限";
        Measures = "measures", "情報保護対策（チェックリストを指す文）";
        Assessment = "assessment", "特定個人情報保護評価";
        PriorApprovals = "prior_approvals", "これまでの承認";
        Changes = "changes", "報告する変更（何を、どこからどこへ、いつ、なぜ）";
        Ended = "ended", "廃止（いつ、なぜ、残った個人情報をどうしたか）";
        Review = "review", "特定個人情報保護評価の点検（点と結果）";
        Designation = "designation", "指定管理者の指定（施設、条例、期間、議決）";
        Spoiled = "spoiled", "損紙・試し刷りの処分";
        Matching = "matching", "宛名と封入物の照合（誰が、どう）";
        Inspection = "inspection", "自治体による検査（回数、実地か、届けのない写しの確かめ方）";
        PastIncidents = "past_incidents", "相手方の過去の漏えい等";
        Consent = "consent", "本人の同意（得る方法、得ない理由）";
        NumberUse = "number_use", "個人番号を利用する根拠";
        IdentityCheck = "identity_check", "個人番号の提供を受けるときの本人確認の方法";
        Requests = "requests", "警察などから求められたときの判断";
        Trial = "trial", "実証実験（期間、用いる情報）";
        Abbreviations = "abbreviations", "略語の意味";
    }
}
vocabulary! {
    /// Where a block of the cover stands.
    CoverPlace {
        Text = "text", "文（中央に置く。最後に置けば、紙の下に置く）";
        Left = "left", "左";
        Center = "center", "中央（「記」など）";
        Right = "right", "右";
        Seal = "seal", "公印の枠";
        Fields = "fields", "欄（fields に並べる）";
        Decision = "decision", "会議の日と決定（決まった後に印字する）";
    }
}
vocabulary! {
    /// A value on the cover, in the words of a block (表紙の文の中の値).
    CoverValue {
        Title = "title", "件名";
        Basis = "basis", "根拠の条項と付議の種別";
        Article = "article", "根拠の条項";
        Kinds = "kinds", "付議の種別";
        Department = "department", "担当部課";
        FiscalYear = "fiscal_year", "年度";
        Purpose = "purpose", "目的";
        Term = "term", "期間";
        Ward = "ward", "区市町村の名";
        Authority = "authority", "自分を指す語（区、市など）";
        Head = "head", "長";
        Council = "council", "会議の名";
        CouncilHead = "council_head", "会議の長";
        Guideline = "guideline", "根拠とする条例・要綱";
        LetterNumber = "letter.number", "文書番号";
        LetterDate = "letter.date", "文書の日付";
        LetterTo = "letter.to", "宛先";
        LetterFrom = "letter.from", "差出人";
        DecisionMeeting = "decision.meeting", "会議の回";
        DecisionDate = "decision.date", "会議の日";
        DecisionOutcome = "decision.outcome", "会議の決定";
        DecisionConditions = "decision.conditions", "付された条件";
        DecisionApproved = "decision.approved", "承認された内容の SHA-256";
    }
}
vocabulary! {
    /// What the matters of a kind need not state (この種別の案件では書かなくてよい欄).
    Omitted {
        Flows = "flows", "個人情報の流れ（図）";
        Term = "term", "開始時期と期限";
        SubjectCount = "subject_count", "対象者数";
    }
}
vocabulary! {
    /// What becomes of the findings of a rule that the ward sets (規則の扱い).
    RuleWeight {
        Off = "off", "使わない";
        Info = "info", "情報に下げる";
        Warning = "warning", "注意に下げる";
    }
}
vocabulary! {
    /// How days are written.
    DateStyle {
        Era = "era", "元号（令和８年４月１日）";
        Western = "western", "西暦（2026年4月1日）";
    }
}
vocabulary! {
    /// The digits of the numbers that a paper prints (数字の書き方).
    Digits {
        Full = "full", "全角（３０日）";
        Half = "half", "半角（30日）";
        Kanji = "kanji", "漢数字（三十日）";
    }
}
vocabulary! {
    /// The size of the paper (紙の大きさ).
    PaperSize {
        A3 = "a3", "Ａ３";
        A4 = "a4", "Ａ４";
        A5 = "a5", "Ａ５";
        B4 = "b4", "Ｂ４（JIS）";
        B5 = "b5", "Ｂ５（JIS）";
    }
}
vocabulary! {
    /// How pages are numbered (ページの番号).
    Paging {
        Whole = "whole", "資料の全体で通しの番号";
        Section = "section", "表紙、別紙、図などの部分ごとに１から";
    }
}
vocabulary! {
    /// A side of the foot of a page (ページの下の位置).
    FootPlace {
        Left = "left", "左";
        Center = "center", "中央";
        Right = "right", "右";
    }
}
vocabulary! {
    /// A value at the foot of a page (ページの下の文の中の値).
    FootValue {
        Page = "page", "ページの番号";
        Pages = "pages", "ページの数";
        Name = "name", "文書の名";
        Title = "title", "件名";
        FiscalYear = "fiscal_year", "年度";
        Ward = "ward", "区市町村の名";
        Council = "council", "会議の名";
    }
}
vocabulary! {
    /// A value in the number of a material (資料の番号の中の値).
    MaterialValue {
        Agenda = "agenda", "会議での案件の番号";
        Index = "index", "案件の中の番号";
    }
}
vocabulary! {
    /// What stands under an item of the agenda (次第の項目の下に置くもの).
    AgendaHolds {
        Matters = "matters", "付議する案件の表";
        Materials = "materials", "配布資料の表";
    }
}
vocabulary! {
    /// A column of the tables of matters (案件の表の列).
    AgendaColumn {
        Number = "number", "資料の番号";
        Title = "title", "件名";
        Department = "department", "担当課";
        Basis = "basis", "根拠の条項と種別";
        Meeting = "meeting", "会議と日";
        Outcome = "outcome", "決定と条件";
        Term = "term", "期間";
    }
}
vocabulary! {
    /// Who a role is (役割の種類).
    RoleKind {
        Principal = "principal", "本人";
        Ward = "ward", "区";
        Contractor = "contractor", "委託先";
        Subcontractor = "subcontractor", "再委託先";
        Recipient = "recipient", "提供先";
        Carrier = "carrier", "運送・郵便事業者";
        Internal = "internal", "区の他の課";
        Source = "source", "収集先（本人以外）";
    }
}
vocabulary! {
    /// What a system is.
    SystemKind {
        Server = "server", "サーバ";
        Terminal = "terminal", "端末";
        BusinessSystem = "business_system", "業務システム";
        Storage = "storage", "記憶媒体・保管庫";
    }
}
vocabulary! {
    /// How a server is kept (置き方).
    Hosting {
        OwnManaged = "own_managed", "事業者直轄管理";
        DataCenter = "data_center", "データセンター";
        Cloud = "cloud", "クラウド";
        OnPremises = "on_premises", "区の庁舎内";
    }
}
vocabulary! {
    /// The layer of the ward's network (三層分離の区分).
    Zone {
        IndividualNumber = "individual_number", "個人番号利用事務系";
        Lgwan = "lgwan", "LGWAN接続系";
        Internet = "internet", "インターネット接続系";
    }
}
vocabulary! {
    /// What kind of information an item is, where the law makes a difference.
    ItemKind {
        IdentificationCode = "identification_code", "個人識別符号（法2条2項）";
        IndividualNumber = "individual_number", "個人番号（番号法）";
        SpecialCare = "special_care", "要配慮個人情報（法2条3項）";
        OrdinanceSpecialCare = "ordinance_special_care", "条例要配慮個人情報（法60条5項）";
        Financial = "financial", "財産的被害につながるもの（規則43条2号）";
        Linkable = "linkable", "他の情報と照合して本人が分かる番号";
        Name = "name", "氏名・住所など本人を直接示すもの";
    }
}
vocabulary! {
    /// What a way of handing over is, whatever it is called: what may be asked of it follows from this.
    MeansClass {
        Email = "email", "電子メール";
        Fax = "fax", "ファクシミリ";
        Media = "media", "記録媒体";
        Paper = "paper", "紙";
        Post = "post", "郵便・信書便";
        Speech = "speech", "口頭（電話・窓口）";
        View = "view", "閲覧（画面）";
    }
}
vocabulary! {
    /// What becomes of what was handed over, once it has served.
    Afterwards {
        Returned = "returned", "返却";
        Dissolved = "dissolved", "溶解";
        Shredded = "shredded", "裁断";
        Destroyed = "destroyed", "媒体の破壊";
        Erased = "erased", "消去";
        Kept = "kept", "保存期間まで保管";
    }
}
vocabulary! {
    /// From whom the ward has an item.
    ItemSource {
        Principal = "principal", "本人";
        Section = "section", "区の他の課";
        OtherBody = "other_body", "他の機関";
        Made = "made", "業務の中で作成";
    }
}
vocabulary! {
    /// By what a cloud service was checked.
    CloudCheckBy {
        Ismap = "ismap", "ISMAP の登録";
        Ward = "ward", "区の基準";
        Other = "other", "その他の認証・監査";
    }
}
vocabulary! {
    /// The level of the assessment of specific personal information protection (番号法28条).
    AssessmentLevel {
        Basic = "basic", "基礎項目評価";
        Priority = "priority", "重点項目評価";
        Full = "full", "全項目評価";
    }
}
vocabulary! {
    /// When data is erased while the work goes on.
    ContinuingErasure {
        EachTime = "each_time", "受渡しの都度";
        Daily = "daily", "毎日";
        Weekly = "weekly", "毎週";
        Monthly = "monthly", "毎月";
        Yearly = "yearly", "毎年";
    }
}
vocabulary! {
    /// Whether a value stands in the source.
    Confidence {
        Stated = "stated", "資料にある";
        Assumed = "assumed", "推定";
    }
}
vocabulary! {
    /// What a link or a conveyance carries.
    Cargo {
        Data = "data", "個人情報";
        Money = "money", "収納金";
    }
}
vocabulary! {
    /// The recording medium (記録媒体).
    MediumKind {
        Server = "server", "サーバ（電磁的媒体）";
        Terminal = "terminal", "端末（電磁的媒体）";
        Removable = "removable", "DVD-R など持ち運べる電磁的媒体";
        Backup = "backup", "バックアップ（電磁的媒体）";
        Paper = "paper", "紙";
    }
}
vocabulary! {
    /// What a trial is made with (実証実験に用いる情報).
    TrialData {
        Real = "real", "実在の個人情報";
        MadeUp = "made_up", "架空の情報";
    }
}
vocabulary! {
    /// Preliminary or confirmed collection data (速報データ・確報データ).
    DataStage {
        Preliminary = "preliminary", "速報";
        Confirmed = "confirmed", "確報";
    }
}
vocabulary! {
    /// Category of a measure.
    Category {
        Operational = "operational", "運用上の対策";
        Technical = "technical", "システム上の対策";
    }
}
vocabulary! {
    /// Who carries out the measures of a checklist.
    Bearer {
        Ward = "ward", "区が行う";
        Contractor = "contractor", "事業者に行わせる";
        Counterparty = "counterparty", "結合先に行わせる";
        Recipient = "recipient", "提供先に求める";
    }
}
vocabulary! {
    /// The answer to a row of a checklist.
    Mark {
        Adopted = "adopted", "○";
        Planned = "planned", "予定";
        NotNeeded = "not_needed", "ー";
    }
}
vocabulary! {
    /// The council's decision.
    Outcome {
        Approved = "approved", "承認";
        ApprovedWithConditions = "approved_with_conditions", "条件付き承認";
        Continued = "continued", "継続審議";
        Rejected = "rejected", "不承認";
        Withdrawn = "withdrawn", "取下げ";
    }
}
vocabulary! {
    /// What must be done about a change between two years (求めること), the least first.
    Requires {
        Nothing = "nothing", "不要";
        Notice = "notice", "報告";
        Deliberation = "deliberation", "再付議";
    }
}
vocabulary! {
    /// How often something is promised to be done (約束の間隔).
    Interval {
        Monthly = "monthly", "毎月";
        Quarterly = "quarterly", "四半期ごとに";
        HalfYearly = "half_yearly", "半年ごとに";
        Yearly = "yearly", "年１回";
    }
}
vocabulary! {
    /// What an act does with data or money (処理の種類).
    ActClass {
        Make = "make", "作成";
        Send = "send", "送る";
        Receive = "receive", "受ける";
        Aggregate = "aggregate", "集約する";
        Keep = "keep", "保管・管理する";
        Inquire = "inquire", "照会する";
        Pay = "pay", "支払う・送金する";
        Operate = "operate", "サービスを運用する";
        Use = "use", "利用する（本人・区の操作）";
        Erase = "erase", "消去・返却する";
    }
}
vocabulary! {
    /// What a group of variant spellings is about.
    VariantAbout {
        Word = "word", "語の表記";
        Endpoint = "endpoint", "端末・システムの呼び名";
    }
}
vocabulary! {
    /// What the reason of a 「ー」 claims.
    Claim {
        ElectronicOnly = "electronic_only", "電子データだけを扱う";
        NoSubcontracting = "no_subcontracting", "再委託をしない";
        NoCloud = "no_cloud", "クラウドを使わない";
    }
}
vocabulary! {
    /// What a row of a checklist is about; the checks go by it, not by the row's wording.
    Topic {
        LawAndPolicy = "law_and_policy", "法令・ポリシーの遵守";
        SpecialProvisions = "special_provisions", "特記事項";
        Cloud = "cloud", "クラウドサービス";
        Inspection = "inspection", "立入り調査・状況報告";
        Subcontracting = "subcontracting", "再委託";
        Handlers = "handlers", "取扱責任者・取扱者";
        WorkFlow = "work_flow", "業務フロー";
        ManagementCheck = "management_check", "管理の確認体制";
        FileEncryption = "file_encryption", "データの暗号化";
        PhysicalHandover = "physical_handover", "持ち運べる媒体の手渡し";
        HandCarrying = "hand_carrying", "鍵付きカバン等での運搬";
        Ledger = "ledger", "管理簿";
        LockedStorage = "locked_storage", "施錠保管";
        ReturnOfMedia = "return_of_media", "媒体の返却";
        Erasure = "erasure", "消去と報告";
        IncidentReadiness = "incident_readiness", "事故の体制・手順";
        Consultation = "consultation", "事故・変更時の協議";
        ClosedNetwork = "closed_network", "特定相手以外との通信不可";
        RestrictedSystems = "restricted_systems", "通信できるシステムの限定";
        TransportEncryption = "transport_encryption", "通信の暗号化";
        Perimeter = "perimeter", "外部からの攻撃防御";
        Antivirus = "antivirus", "ウイルス対策";
        Authentication = "authentication", "認証";
        AccessControl = "access_control", "アクセス制御";
        Monitoring = "monitoring", "監視・ログ";
        Redundancy = "redundancy", "冗長化・バックアップ";
        EntryControl = "entry_control", "入退室管理";
        DomesticLaw = "domestic_law", "国内法の適用";
    }
}

impl Mark {
    /// Returns what the answer means, whatever word a form has for it.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Adopted => "行う",
            Self::Planned => "行う予定",
            Self::NotNeeded => "要らない",
        }
    }
}

impl Topic {
    /// Returns whether the measure makes sense only where something is carried by hand or kept on paper.
    #[must_use]
    pub fn is_physical(self) -> bool {
        matches!(self, Self::PhysicalHandover | Self::HandCarrying | Self::Ledger | Self::LockedStorage)
    }

    /// Returns whether the measure makes sense only where a network carries something.
    #[must_use]
    pub fn is_of_networks(self) -> bool {
        matches!(
            self,
            Self::ClosedNetwork | Self::RestrictedSystems | Self::TransportEncryption | Self::Perimeter
        )
    }
}

impl Outcome {
    /// Returns whether the work may be done.
    #[must_use]
    pub fn allows(self) -> bool {
        matches!(self, Self::Approved | Self::ApprovedWithConditions)
    }

    /// Returns whether nothing comes of it any more: the matter is over.
    #[must_use]
    pub fn ends(self) -> bool {
        matches!(self, Self::Rejected | Self::Withdrawn)
    }
}

impl Interval {
    /// Returns the last day of the span of a fiscal year that a day lies in: the month, the quarter, the half or the
    /// year.
    #[must_use]
    pub fn end(self, day: NaiveDate) -> NaiveDate {
        let months: u32 = match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::HalfYearly => 6,
            Self::Yearly => 12,
        };
        // Months since the last 1 April.
        let since_april = (day.month() + 8) % 12;
        let left = months - since_april % months;
        let first = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(left)));
        first.and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
    }
}

impl MeansClass {
    /// Returns whether something passes that lies with the receiver afterwards; what is told or shown only does not.
    #[must_use]
    pub fn leaves_a_copy(self) -> bool {
        !matches!(self, Self::Speech | Self::View)
    }

    /// Returns the medium that passes, where something is carried.
    #[must_use]
    pub fn medium(self) -> Option<MediumKind> {
        match self {
            Self::Media => Some(MediumKind::Removable),
            Self::Fax | Self::Paper | Self::Post => Some(MediumKind::Paper),
            Self::Email | Self::Speech | Self::View => None,
        }
    }
}

impl MediumKind {
    /// Returns whether it can be carried by hand.
    #[must_use]
    pub fn is_physical(self) -> bool {
        matches!(self, Self::Removable | Self::Paper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_ends_with_its_month_quarter_half_or_year() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        for (on, month, quarter, half, year) in [
            ("2026-04-01", "2026-04-30", "2026-06-30", "2026-09-30", "2027-03-31"),
            ("2026-06-30", "2026-06-30", "2026-06-30", "2026-09-30", "2027-03-31"),
            ("2026-12-15", "2026-12-31", "2026-12-31", "2027-03-31", "2027-03-31"),
            ("2028-02-01", "2028-02-29", "2028-03-31", "2028-03-31", "2028-03-31"),
        ] {
            assert_eq!(Interval::Monthly.end(day(on)), day(month), "{on}");
            assert_eq!(Interval::Quarterly.end(day(on)), day(quarter), "{on}");
            assert_eq!(Interval::HalfYearly.end(day(on)), day(half), "{on}");
            assert_eq!(Interval::Yearly.end(day(on)), day(year), "{on}");
        }
    }
}
