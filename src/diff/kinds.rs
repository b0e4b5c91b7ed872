//! Every kind of fact that is compared: what it is called, what it belongs to, by which rule and how a change of
//! it is judged. The one list; a fact that is not in it is not compared.

use super::class::Class;
use super::rules::{self, ChangeRule};
use crate::diagnostic::Language;

/// How two values of a kind of fact are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A thing that is there or not; the class of its coming.
    Thing(Class),
    /// Things that are there or not, in one set; the class of an addition. Nothing written is an empty set.
    Members(Class),
    /// As `Members`, where nothing written means not stated.
    MembersStated(Class),
    /// As `MembersStated`, for a set that is a limit: where it is first stated or no longer stated, nobody knows
    /// what was or will be within it.
    Limit(Class),
    /// A value of an order; the class of a rise. Nothing written means not stated.
    Ranked(Class),
    /// Yes or no; the class of a yes. Nothing written is a no.
    Flag(Class),
    /// A name or word: other is other. Nothing written means not stated.
    Word(Class),
    /// Sentences; only spelling is editorial. Nothing written is an empty text.
    Prose,
    /// Judged by a function of its own in `judge`.
    Special,
}

impl Shape {
    /// Returns whether it is a set that says something by being empty.
    pub(crate) fn is_stated_set(self) -> bool {
        matches!(self, Self::MembersStated(_) | Self::Limit(_))
    }
}

/// What a fact belongs to: where that is new or gone, the fact is part of that change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The matter.
    Matter,
    /// The thing that the first number means.
    First(Kind),
    /// The thing that the first two numbers mean.
    Second(Kind),
    /// The thing that all three numbers mean.
    Third(Kind),
    /// The matter (0), a contract (1) or a connection (2): the second number says which, the first whose.
    Annex,
}

/// What is known of a kind of fact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About {
    /// The word of machine output.
    pub(crate) name: &'static str,
    /// What a reader calls it.
    pub(crate) label: &'static str,
    pub(crate) owner: Owner,
    pub(crate) rule: &'static ChangeRule,
    pub(crate) shape: Shape,
    /// Whether changes of one owner's owner are told together.
    pub(crate) together: bool,
}

impl About {
    /// Returns what a reader calls it; in English the word of machine output says it.
    pub(crate) fn label_in(&self, language: Language) -> String {
        match language {
            Language::English => self.name.replace('-', " "),
            Language::Japanese => self.label.to_owned(),
        }
    }
}

macro_rules! kinds {
    (@is together) => { true };
    (@is) => { false };
    ($($name:ident $word:literal $label:literal $owner:expr, $rule:ident, $shape:expr $(, $together:ident)?;)*) => {
        /// A kind of fact.
        #[expect(clippy::enum_variant_names, reason = "the kind of a role is a fact, named as the model names it")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Kind {
            $(#[doc = $label] $name,)*
        }

        impl Kind {
            /// Returns what is known of it.
            pub(crate) fn about(self) -> &'static About {
                use Class::{Editorial, Narrowing, Neutral, Widening};
                use Owner::{Annex, First, Matter, Second, Third};
                use Shape::{Flag, Limit, Members, MembersStated, Prose, Ranked, Special, Thing, Word};
                match self {
                    $(Self::$name => const { &About {
                        name: $word,
                        label: $label,
                        owner: $owner,
                        rule: &rules::$rule,
                        shape: $shape,
                        together: kinds!(@is $($together)?),
                    } },)*
                }
            }
        }
    };
}

kinds! {
    // 事業の概要
    Title "title" "件名" Matter, WORDING_CHANGED, Prose;
    BasisArticle "basis" "根拠条項" Matter, BASIS_CHANGED, Word(Neutral);
    BasisKinds "basis-kinds" "付議の種別" Matter, BASIS_CHANGED, Members(Widening);
    Department "department" "担当課" Matter, DEPARTMENT_CHANGED, Word(Neutral);
    Business "business" "登録業務" Matter, DEPARTMENT_CHANGED, Word(Neutral);
    AgendaNumber "agenda-number" "資料の番号" Matter, RENUMBERED, Word(Editorial);
    OverviewTitle "overview-title" "事業名" Matter, WORDING_CHANGED, Prose;
    OverviewDepartment "overview-department" "担当課（概要の表記）" Matter, WORDING_CHANGED, Prose;
    Purpose "purpose" "目的" Matter, PURPOSE_CHANGED, Special;
    Subjects "subjects" "対象者" Matter, SUBJECTS_CHANGED, Word(Neutral);
    SubjectCount "subject-count" "対象者数" Matter, SUBJECT_COUNT_CHANGED, Special;
    SubjectPersons "subject-persons" "対象者の人数" Matter, SUBJECT_COUNT_CHANGED, Special;
    SubjectCountStyle "subject-count-style" "対象者数の書き方" Matter, WORDING_CHANGED, Word(Editorial);
    Description "description" "概要" Matter, WORDING_CHANGED, Prose;
    SubmittedText "submitted-text" "付議内容" Matter, WORDING_CHANGED, Prose;
    SubmittedActs "submitted-acts" "付議内容の処理" Matter, BASIS_CHANGED, Members(Neutral);
    Cites "cites" "概要が示す資料" Matter, ITEM_LIST_CHANGED, Members(Neutral);
    LetterNumber "letter-number" "文書番号" Matter, DECISION_CHANGED, Word(Editorial), together;
    LetterDate "letter-date" "文書の日付" Matter, DECISION_CHANGED, Word(Editorial), together;
    LetterTo "letter-to" "宛先" Matter, DECISION_CHANGED, Word(Editorial), together;
    LetterFrom "letter-from" "差出人" Matter, DECISION_CHANGED, Word(Editorial), together;
    Meeting "meeting" "会議" Matter, DECISION_CHANGED, Word(Editorial), together;
    MeetingDate "meeting-date" "会議の日" Matter, DECISION_CHANGED, Word(Editorial), together;
    MeetingPlace "meeting-place" "会議の場所" Matter, DECISION_CHANGED, Word(Editorial), together;
    Outcome "outcome" "会議の決定" Matter, DECISION_CHANGED, Word(Neutral);
    Conditions "conditions" "承認の条件" Matter, DECISION_CHANGED, Members(Narrowing);
    ConditionHow "condition-how" "条件への対応" Matter, DECISION_CHANGED, Members(Neutral);
    ConditionBy "condition-by" "条件を満たす期限" Matter, DECISION_CHANGED, Members(Neutral);
    ConditionMet "condition-met" "条件を満たした日" Matter, DECISION_CHANGED, Members(Neutral);
    Sample "sample" "見本の印" Matter, WORDING_CHANGED, Flag(Editorial);
    Term "term" "開始時期と期限" Annex, TERM_CHANGED, Special;
    Renews "renews" "次年度以降の継続" Annex, RENEWAL_CHANGED, Flag(Widening);
    RenewalText "renewal-text" "継続の文" Annex, WORDING_CHANGED, Prose;
    Laws "laws" "期間に施行日が来た法令" Matter, LAW_CHANGED, Members(Neutral);
    ImpactAssessment "impact-assessment" "特定個人情報保護評価" Matter, IMPACT_ASSESSMENT_CHANGED, Word(Neutral);
    ImpactAssessmentNote "impact-assessment-note" "特定個人情報保護評価の名" Matter, WORDING_CHANGED, Prose;
    AssessmentLevel "impact-assessment-level" "特定個人情報保護評価の種類" Matter, IMPACT_ASSESSMENT_CHANGED, Ranked(Narrowing);
    AssessmentDue "impact-assessment-due" "次に評価をやり直す期限" Matter, IMPACT_ASSESSMENT_CHANGED, Word(Neutral);
    AssessmentHandlers "impact-assessment-handlers" "評価の取扱者数" Matter, IMPACT_ASSESSMENT_CHANGED, Ranked(Widening);
    AssessmentReview "impact-assessment-review" "評価書の点検" Matter, IMPACT_ASSESSMENT_CHANGED, Members(Neutral);
    ReportedChanges "reported-changes" "報告する変更" Matter, STATEMENT_CHANGED, Members(Neutral);
    Ended "ended" "廃止" Matter, STATEMENT_CHANGED, Word(Neutral);
    Abroad "abroad" "外国の制度と措置" Matter, SYSTEM_LOCATION_CHANGED, Word(Neutral);
    Retention "retention" "保有期間" Matter, ERASURE_CHANGED, Special;
    RetentionItems "retention-items" "保有期間の及ぶ項目" Third(Kind::Retention), ERASURE_CHANGED, Members(Neutral);
    RetentionThen "retention-then" "保有期間の後の扱い" Third(Kind::Retention), ERASURE_CHANGED, Word(Neutral);
    RetentionBasis "retention-basis" "保有期間の根拠" Third(Kind::Retention), WORDING_CHANGED, Word(Neutral);
    NoticePurpose "notice-purpose" "利用目的の明示" Matter, STATEMENT_CHANGED, Word(Neutral);
    NoticeIncident "notice-incident" "事故のときの本人への通知" Matter, STATEMENT_CHANGED, Word(Neutral);
    NoticeOptOut "notice-opt-out" "本人の申出による取りやめ" Matter, STATEMENT_CHANGED, Word(Neutral);
    NoticeSigns "notice-signs" "表示" Matter, STATEMENT_CHANGED, Word(Neutral);
    Trial "trial" "実証実験" Matter, STATEMENT_CHANGED, Word(Neutral);
    NumberGround "number-ground" "個人番号を利用する根拠" Matter, STATEMENT_CHANGED, Word(Neutral);
    IdentityCheck "identity-check" "本人確認の方法" Matter, STATEMENT_CHANGED, Word(Neutral);
    Requests "requests" "警察などから求められたときの判断" Matter, STATEMENT_CHANGED, Word(Neutral);
    Abbreviations "abbreviations" "略語の意味" Matter, WORDING_CHANGED, Members(Editorial);
    AnnexDepartment "annex-department" "保有課" Annex, DEPARTMENT_CHANGED, Word(Neutral);
    AnnexBusiness "annex-business" "登録業務の名称" Annex, DEPARTMENT_CHANGED, Word(Neutral);
    AnnexSubjects "annex-subjects" "個人の範囲" Annex, SUBJECTS_CHANGED, Word(Neutral);
    AnnexBasis "annex-basis" "根拠条項の書き方" Annex, WORDING_CHANGED, Word(Editorial), together;
    OwnText "own-text" "様式に自分で設けた欄" Annex, WORDING_CHANGED, Prose;

    // 役割と法人
    Role "role" "役割" Matter, ROLE_CHANGED, Thing(Widening);
    RoleName "role-name" "役割の名" First(Kind::Role), RENAMED, Word(Editorial);
    RoleKind "role-kind" "役割の種類" First(Kind::Role), ROLE_STANDING_CHANGED, Special;
    LegalBasis "legal-basis" "提供の根拠" First(Kind::Role), ROLE_STANDING_CHANGED, Word(Neutral);
    Grounds "grounds" "目的外利用・提供の根拠" First(Kind::Role), ROLE_STANDING_CHANGED, Members(Neutral);
    RecipientConditions "recipient-conditions" "提供先に付す条件" First(Kind::Role), ROLE_STANDING_CHANGED, Members(Narrowing);
    Consent "consent" "本人の同意" First(Kind::Role), ROLE_STANDING_CHANGED, Ranked(Narrowing);
    ConsentHow "consent-how" "本人の同意を得る方法・得ない理由" First(Kind::Role), ROLE_STANDING_CHANGED, Word(Neutral);
    RoleAccess "role-access" "個人情報を見られる国と者" First(Kind::Role), SYSTEM_LOCATION_CHANGED, Members(Widening);
    Planned "planned" "担う者は予定" First(Kind::Role), LEGAL_ENTITY_CHANGED, Flag(Widening);
    SubcontractedBy "subcontracted-by" "再委託する者" First(Kind::Role), SUBCONTRACTING_CHANGED, Members(Widening);
    Provider "recipient" "担う者" First(Kind::Role), RECIPIENT_CHANGED, Thing(Widening);
    ProviderEntity "legal-entity" "法人" Second(Kind::Provider), LEGAL_ENTITY_CHANGED, Special;
    ProviderBrand "brand" "サービスの名" Second(Kind::Provider), RENAMED, Word(Editorial);
    BrandWritten "brand-as-written" "図でのサービスの名" Second(Kind::Provider), DIAGRAM_CHANGED, Word(Editorial);
    CompanyName "company-name" "法人の名" Matter, RENAMED, Word(Neutral);
    CorporateNumber "corporate-number" "法人番号" Matter, LEGAL_ENTITY_CHANGED, Word(Neutral);
    Certifications "certifications" "認証" Matter, CERTIFICATION_CHANGED, Members(Narrowing);
    CertificationDetail "certification-detail" "認証の番号・範囲" Matter, CERTIFICATION_CHANGED, Word(Neutral);
    Fictional "fictional" "架空の法人の印" Matter, WORDING_CHANGED, Flag(Editorial);
    CertificationUntil "certification-until" "認証の期限" Matter, CERTIFICATION_CHANGED, Ranked(Narrowing);
    NoCertification "no-certification" "認証がない理由" Matter, WORDING_CHANGED, Prose;
    CompanyCountry "company-country" "法人の国" Matter, SYSTEM_LOCATION_CHANGED, Ranked(Widening);
    CompanyAddress "company-address" "法人の所在地" Matter, LEGAL_ENTITY_CHANGED, Word(Neutral);
    CompanyParent "company-parent" "親会社" Matter, LEGAL_ENTITY_CHANGED, Word(Neutral);
    PastIncidents "past-incidents" "過去の漏えい等" Matter, STATEMENT_CHANGED, Members(Neutral);
    NoIncidents "no-incidents" "過去の漏えい等がないことの確認" Matter, STATEMENT_CHANGED, Word(Neutral);
    Contact "contact" "連絡先" Matter, WORDING_CHANGED, Word(Editorial);
    System "system" "端末・サーバ" First(Kind::Role), SYSTEM_CHANGED, Thing(Widening);
    SystemLabel "system-label" "端末・サーバの名" Second(Kind::System), RENAMED, Word(Editorial);
    SystemKind "system-kind" "端末・サーバの種類" Second(Kind::System), SYSTEM_CHANGED, Word(Neutral);
    Facility "facility" "置かれる施設" Second(Kind::System), SYSTEM_LOCATION_CHANGED, Word(Neutral);
    Hosting "hosting" "置き方" Second(Kind::System), SYSTEM_LOCATION_CHANGED, Ranked(Widening);
    Cloud "cloud" "クラウドサービス" Second(Kind::System), SYSTEM_LOCATION_CHANGED, Ranked(Widening);
    Country "country" "サーバのある国" Second(Kind::System), SYSTEM_LOCATION_CHANGED, Ranked(Widening);
    Leased "leased" "借りている機器" Second(Kind::System), SYSTEM_CHANGED, Word(Neutral);
    Disposal "disposal" "機器の返却・廃棄のときの消し方" Second(Kind::System), ERASURE_CHANGED, Word(Neutral);
    Zone "zone" "ネットワークの区分" Second(Kind::System), SYSTEM_LOCATION_CHANGED, Ranked(Widening);
    CloudService "cloud-service" "クラウドサービスの名" Second(Kind::System), SYSTEM_LOCATION_CHANGED, Word(Neutral);
    Region "region" "データの置かれる地域" Second(Kind::System), SYSTEM_LOCATION_CHANGED, Word(Neutral);
    CloudCheck "cloud-check" "クラウドサービスの確認" Second(Kind::System), SYSTEM_CHANGED, Word(Neutral);
    OperatedBy "operated-by" "運用する者" Second(Kind::System), SYSTEM_CHANGED, Word(Neutral);
    MaintainedBy "maintained-by" "保守する者" Second(Kind::System), SYSTEM_CHANGED, Word(Neutral);
    SystemAccess "system-access" "画面や記憶内容を見られる国と者" Second(Kind::System), SYSTEM_LOCATION_CHANGED, Members(Widening);
    Learns "learns" "提供事業者による学習" Second(Kind::System), SYSTEM_CHANGED, Ranked(Widening);

    // 情報項目
    Item "item" "情報項目" Matter, ITEM_CHANGED, Thing(Widening);
    ItemName "item-name" "情報項目の名" First(Kind::Item), RENAMED, Word(Neutral);
    ItemKinds "item-kinds" "情報項目の種別" First(Kind::Item), ITEM_KIND_CHANGED, Members(Neutral);
    ItemSources "item-sources" "情報項目を得る相手" First(Kind::Item), ITEM_CHANGED, Members(Neutral);
    ItemNeededBy "item-needed-by" "この項目を使う契約" First(Kind::Item), ITEM_LIST_CHANGED, Word(Neutral);
    ItemList "item-list" "情報項目の一覧" Matter, ITEM_LIST_CHANGED, Thing(Neutral);
    ListTitle "item-list-title" "一覧の題" First(Kind::ItemList), WORDING_CHANGED, Prose;
    ListHeading "item-list-heading" "一覧の見出し" First(Kind::ItemList), WORDING_CHANGED, Prose;
    ListMaterial "item-list-material" "一つの資料として示す" First(Kind::ItemList), ITEM_LIST_CHANGED, Flag(Neutral);
    ListApplies "item-list-applies" "一覧が対象とする契約" First(Kind::ItemList), ITEM_LIST_CHANGED, MembersStated(Neutral);
    ListItems "item-list-items" "一覧の項目" First(Kind::ItemList), ITEM_LIST_CHANGED, Members(Neutral);

    // 業務委託
    Contract "contract" "業務委託" Matter, CONTRACT_CHANGED, Thing(Widening);
    ContractTitle "contract-title" "件名" First(Kind::Contract), WORDING_CHANGED, Prose;
    ContractKind "contract-kind" "契約の付議の種別" First(Kind::Contract), BASIS_CHANGED, Word(Neutral);
    ContractForm "contract-form" "契約の形" First(Kind::Contract), CONTRACT_FORM_CHANGED, Special;
    ContractNumber "contract-number" "契約番号" First(Kind::Contract), CONTRACT_FORM_CHANGED, Word(Editorial);
    Concluded "concluded" "契約の日" First(Kind::Contract), CONTRACT_FORM_CHANGED, Word(Editorial);
    PerProvider "per-provider" "担う者ごとの契約" First(Kind::Contract), CONTRACT_FORM_CHANGED, Word(Neutral);
    Joint "joint" "一つの契約によるか" First(Kind::Contract), CONTRACT_FORM_CHANGED, Word(Neutral);
    ContractParties "contract-parties" "契約の当事者" First(Kind::Contract), CONTRACT_PARTY_CHANGED, Members(Widening);
    Letter "letter" "当事者の符号" First(Kind::Contract), CONTRACT_LETTER_CHANGED, Word(Neutral);
    Contractors "contractors" "委託先" First(Kind::Contract), CONTRACT_PARTY_CHANGED, Members(Widening);
    EntryText "entry-text" "委託先の書き方" First(Kind::Contract), WORDING_CHANGED, Word(Editorial), together;
    EntryCertifications "entry-certifications" "契約書に示す認証" First(Kind::Contract), CERTIFICATION_CHANGED, Members(Narrowing);
    Handles "handles" "取り扱う項目" First(Kind::Contract), PARTY_ITEMS_CHANGED, Limit(Widening);
    HandlesAssumed "handles-assumed" "取り扱う項目" First(Kind::Contract), ASSUMPTION_CHANGED, Flag(Widening), together;
    HandlesNote "handles-note" "取り扱う項目の推定の理由" Second(Kind::HandlesAssumed), WORDING_CHANGED, Prose, together;
    Prohibits "prohibits" "渡してはならない項目" First(Kind::Contract), PROHIBITION_CHANGED, Members(Narrowing);
    Underline "underline" "下線の説明" First(Kind::Contract), WORDING_CHANGED, Prose;
    UnderlineRole "underline-role" "下線の項目だけを取り扱う者" First(Kind::Contract), WORDING_CHANGED, Word(Neutral);
    ContractItems "contract-item-list" "委託で処理させる項目の一覧" First(Kind::Contract), ITEM_LIST_CHANGED, Word(Neutral);
    Media "media" "記録媒体" First(Kind::Contract), MEDIUM_CHANGED, Members(Widening);
    MediaText "media-text" "記録媒体の書き方" First(Kind::Contract), MEDIUM_CHANGED, Prose;
    ReasonText "reason" "委託理由" First(Kind::Contract), WORDING_CHANGED, Prose;
    Intro "arrangement-intro" "契約の形の説明" First(Kind::Contract), WORDING_CHANGED, Prose;
    Conclusion "arrangement-conclusion" "契約の形の理由" First(Kind::Contract), WORDING_CHANGED, Prose;
    Conveys "conveys" "誰が誰に渡すか（契約の形）" First(Kind::Contract), CONTRACT_FORM_CHANGED, Members(Neutral);
    ConveyText "convey-text" "誰が誰に渡すかの文" First(Kind::Contract), WORDING_CHANGED, Prose;
    Acts "entrusted-acts" "委託する処理" First(Kind::Contract), ENTRUSTED_ACT_CHANGED, Members(Widening);
    Duties "entrusted-duties" "委託する返却・消去・廃棄" First(Kind::Contract), ENTRUSTED_ACT_CHANGED, Members(Narrowing);
    TaskText "task" "委託の内容" First(Kind::Contract), WORDING_CHANGED, Prose;
    TaskHeading "task-heading" "委託の内容の小見出し" First(Kind::Contract), WORDING_CHANGED, Word(Editorial);
    SubAllowed "subcontracting" "再委託" First(Kind::Contract), SUBCONTRACTING_CHANGED, Special;
    SubApproval "subcontracting-approval" "再委託の承諾の方法" First(Kind::Contract), WORDING_CHANGED, Prose;
    Subcontractors "subcontractors" "再委託先" First(Kind::Contract), SUBCONTRACTING_CHANGED, Members(Widening);
    SubTasks "subcontracted-tasks" "再委託の内容" First(Kind::Contract), WORDING_CHANGED, Prose;
    SubApproved "subcontracting-approved" "再委託の承諾の日" First(Kind::Contract), SUBCONTRACTING_CHANGED, Word(Neutral);
    Clauses "clauses" "特記事項" First(Kind::Contract), CLAUSE_CHANGED, MembersStated(Narrowing);
    ClauseArticle "clause-article" "特記事項の条" First(Kind::Contract), WORDING_CHANGED, Word(Editorial);
    ClauseDepth "clause-depth" "全ての段階の再委託の承諾" First(Kind::Contract), CLAUSE_CHANGED, Flag(Narrowing);
    ErasureDays "erasure-days" "消去までの日数" First(Kind::Contract), ERASURE_CHANGED, Ranked(Widening);
    KeepUntil "keep-until" "保存しなければならない期間" First(Kind::Contract), ERASURE_CHANGED, Ranked(Widening);
    ErasureFields "erasure-fields" "消去報告の記載事項" First(Kind::Contract), ERASURE_CHANGED, MembersStated(Narrowing);
    ErasureWitness "erasure-witness" "消去の立会い" First(Kind::Contract), ERASURE_CHANGED, Ranked(Narrowing);
    ErasureContinuing "erasure-continuing" "業務の続く間の消去" First(Kind::Contract), ERASURE_CHANGED, Ranked(Widening);
    ErasureReports "erasure-continuing-report" "続く間の消去の報告" First(Kind::Contract), ERASURE_CHANGED, Ranked(Narrowing);
    ErasureBackup "erasure-backup" "バックアップの消去" First(Kind::Contract), ERASURE_CHANGED, Ranked(Narrowing);
    Spoiled "spoiled" "損紙・試し刷りの扱い" First(Kind::Contract), ERASURE_CHANGED, Word(Neutral);
    Matching "matching" "宛名と封入物の照合" First(Kind::Contract), CLAUSE_CHANGED, Word(Neutral);
    InspectionCopies "inspection-copies" "届けのない写しの確かめ方" First(Kind::Contract), CLAUSE_CHANGED, Word(Neutral);
    Inspection "inspection" "検査の約束" First(Kind::Contract), CLAUSE_CHANGED, Ranked(Narrowing);
    Designation "designation" "指定管理者の指定" First(Kind::Contract), CONTRACT_FORM_CHANGED, Word(Neutral);
    IncidentHours "incident-notice" "事故の通知までの時間" First(Kind::Contract), INCIDENT_NOTICE_CHANGED, Ranked(Widening);

    // 外部結合
    Connection "connection" "外部結合" Matter, CONNECTION_CHANGED, Thing(Widening);
    ConnectionTitle "connection-title" "件名" First(Kind::Connection), WORDING_CHANGED, Prose;
    Counterparty "counterparty" "結合の相手方" First(Kind::Connection), CONNECTION_CHANGED, Word(Neutral);
    ConnectionItems "connection-items" "結合で渡る項目" First(Kind::Connection), CONNECTION_ITEMS_CHANGED, Limit(Widening);
    ConnectionReason "connection-reason" "結合の理由" First(Kind::Connection), WORDING_CHANGED, Prose;
    ConnectionNetwork "connection-network" "結合の回線" First(Kind::Connection), NETWORK_CHANGED, Ranked(Widening);
    ConnectionSystems "connection-systems" "結合する端末・サーバ" First(Kind::Connection), CONNECTION_CHANGED, Word(Neutral);
    ConnectionText "connection-text" "結合の形態" First(Kind::Connection), WORDING_CHANGED, Prose;
    ConnectionPassage "connection-passage" "認めた通信" First(Kind::Connection), NETWORK_CHANGED, Word(Neutral);
    CounterpartyCertifications "counterparty-certifications" "相手方の欄に示す認証" First(Kind::Connection), CERTIFICATION_CHANGED, Members(Narrowing);
    CounterpartyText "counterparty-text" "相手方の書き方" First(Kind::Connection), WORDING_CHANGED, Word(Editorial), together;

    // 個人情報の流れ
    Flow "flow" "個人情報の流れ" Matter, FLOW_CHANGED, Thing(Widening);
    FlowTitle "flow-title" "図の題" First(Kind::Flow), WORDING_CHANGED, Prose;
    FlowContract "flow-contract" "流れの契約" First(Kind::Flow), FLOW_CHANGED, Word(Neutral);
    Participants "participants" "図に描く者" First(Kind::Flow), DIAGRAM_CHANGED, Members(Neutral);
    ParticipantWords "participant-words" "図の箱の中" First(Kind::Flow), DIAGRAM_CHANGED, Word(Editorial), together;
    FlowLabel "contract-label" "図の契約の帯" First(Kind::Flow), DIAGRAM_CHANGED, Word(Editorial);
    FlowLabelFor "contract-label-per-provider" "図の契約の帯（担う者ごと）" First(Kind::Flow), DIAGRAM_CHANGED, Word(Neutral);
    FlowApprovals "flow-approvals" "図に示す承認" First(Kind::Flow), DIAGRAM_CHANGED, Members(Neutral);
    Link "link" "線" First(Kind::Flow), LINK_CHANGED, Thing(Widening);
    LinkItems "link-items" "渡る項目" Second(Kind::Link), LINK_ITEMS_CHANGED, Limit(Widening);
    LinkAssumed "link-assumed" "渡る項目" Second(Kind::Link), ASSUMPTION_CHANGED, Flag(Widening), together;
    LinkNote "link-note" "渡る項目の推定の理由" Second(Kind::LinkAssumed), WORDING_CHANGED, Prose, together;
    LinkCites "link-cites" "線に示す資料" Second(Kind::Link), ITEM_LIST_CHANGED, Members(Editorial), together;
    LinkNetwork "link-network" "回線" Second(Kind::Link), NETWORK_CHANGED, Ranked(Widening);
    LinkProtections "link-protections" "通信の保護" Second(Kind::Link), PROTECTION_CHANGED, MembersStated(Narrowing);
    LinkTiming "link-timing" "渡る時" Second(Kind::Link), TIMING_CHANGED, Word(Neutral);
    TimingAssumed "timing-assumed" "渡る時" Second(Kind::Link), ASSUMPTION_CHANGED, Flag(Widening), together;
    TimingNote "timing-note" "渡る時の推定の理由" Third(Kind::TimingAssumed), WORDING_CHANGED, Prose, together;
    LinkFromSystem "link-from-system" "送る端末・サーバ" Second(Kind::Link), LINK_CHANGED, Word(Neutral);
    LinkToSystem "link-to-system" "受ける端末・サーバ" Second(Kind::Link), LINK_CHANGED, Word(Neutral);
    LinkMeans "link-means" "渡す方法" Second(Kind::Link), LINK_CHANGED, Word(Neutral);
    MeansReason "link-means-reason" "渡す方法の理由" Second(Kind::Link), LINK_CHANGED, Prose;
    Sealed "link-sealed" "封" Second(Kind::Link), PROTECTION_CHANGED, Flag(Narrowing);
    Sees "link-sees" "封をしたまま見える項目" Second(Kind::Link), LINK_ITEMS_CHANGED, Members(Widening);
    Afterwards "link-afterwards" "用済みの後" Second(Kind::Link), PROTECTION_CHANGED, MembersStated(Neutral);
    ReturnsTo "link-returns" "返戻の戻る先" Second(Kind::Link), LINK_CHANGED, Word(Neutral);
    LinkPassage "link-passage" "認めた通信" Second(Kind::Link), NETWORK_CHANGED, Word(Neutral);
    ReplyTo "link-reply" "問い合わせへの応答" Second(Kind::Link), LINK_CHANGED, Word(Neutral);
    Step "step" "手順" First(Kind::Flow), STEP_CHANGED, Thing(Neutral);
    StepNumber "step-number" "手順の番号" Second(Kind::Step), RENUMBERED, Word(Editorial), together;
    StepOrder "step-order" "手順の順" First(Kind::Flow), STEP_ORDER_CHANGED, Special;
    StepAt "step-at" "手順を行う者" Second(Kind::Step), STEP_CHANGED, Word(Neutral);
    StepSystem "step-system" "手順の端末・サーバ" Second(Kind::Step), STEP_CHANGED, Word(Neutral);
    StepActs "step-acts" "手順の処理" Second(Kind::Step), STEP_CHANGED, Members(Neutral);
    StepLinks "step-links" "手順の線" Second(Kind::Step), STEP_CHANGED, Members(Neutral);
    StepMakes "step-makes" "手順で作る項目" Second(Kind::Step), MADE_ITEMS_CHANGED, Members(Widening);
    StepAssumed "step-assumed" "手順で作る項目" Second(Kind::Step), ASSUMPTION_CHANGED, Flag(Widening), together;
    StepNote "step-note" "作る項目の推定の理由" Second(Kind::StepAssumed), WORDING_CHANGED, Prose, together;
    StepText "step-text" "手順の文" Second(Kind::Step), WORDING_CHANGED, Prose;
    MeasureSet "measure-set" "図の対策" Matter, MEASURE_CHANGED, Thing(Narrowing);
    MeasureCategory "measure-category" "対策の区分" First(Kind::MeasureSet), MEASURE_CHANGED, Word(Neutral);
    Measure "measure" "図の対策" First(Kind::MeasureSet), MEASURE_CHANGED, Thing(Narrowing);
    MeasureText "measure-text" "図の対策の語" Second(Kind::Measure), WORDING_CHANGED, Prose;
    MeasureRows "measure-rows" "図の対策に当たる行" Second(Kind::Measure), MEASURE_CHANGED, Members(Neutral);
    Boxes "measure-boxes" "対策の箱" First(Kind::Flow), MEASURE_BOX_CHANGED, Members(Narrowing);
    BoxAssumed "box-assumed" "対策の箱の場所" First(Kind::Flow), ASSUMPTION_CHANGED, Flag(Widening), together;
    BoxNote "box-note" "対策の箱の場所の推定の理由" Third(Kind::BoxAssumed), WORDING_CHANGED, Prose, together;

    // チェックリスト
    Form "form" "チェックリストの様式" Matter, CHECKLIST_COVERAGE_CHANGED, Thing(Narrowing);
    FormWords "form-words" "様式の見出しと注記" First(Kind::Form), WORDING_CHANGED, Prose;
    FormAnswers "checklist-answers" "答えの語と意味" First(Kind::Form), WORDING_CHANGED, Members(Neutral);
    Performer "checklist-performer" "行を行う者の語" First(Kind::Form), WORDING_CHANGED, Members(Neutral);
    GroupLabels "checklist-groups" "行の区分の見出し" First(Kind::Form), WORDING_CHANGED, Prose;
    Row "checklist-row" "チェックリストの行" First(Kind::Form), CHECKLIST_ROW_CHANGED, Thing(Narrowing);
    RowId "checklist-row-number" "行の番号" Second(Kind::Row), RENUMBERED, Word(Editorial), together;
    RowText "checklist-row-text" "チェックリストの行の文" Second(Kind::Row), CHECKLIST_ROW_CHANGED, Prose;
    RowCategory "checklist-row-category" "行の区分" Second(Kind::Row), RENUMBERED, Word(Editorial), together;
    RowTopics "checklist-row-topics" "行の主題" Second(Kind::Row), CHECKLIST_ROW_CHANGED, Members(Neutral);
    Checklist "checklist" "チェックリスト" Matter, CHECKLIST_COVERAGE_CHANGED, Thing(Narrowing);
    Covers "checklist-covers" "チェックリストの及ぶ範囲" First(Kind::Checklist), CHECKLIST_COVERAGE_CHANGED, MembersStated(Narrowing);
    Answer "answer" "チェックリストの答え" First(Kind::Checklist), ANSWER_CHANGED, Ranked(Widening);
    AnswerBy "answer-by" "対策を行う予定の日" Second(Kind::Answer), ANSWER_CHANGED, Word(Neutral);
    AnswerReason "answer-reason" "対策が要らない理由" First(Kind::Checklist), ANSWER_CHANGED, Prose;
    Evidence "answer-evidence" "証跡の予定" First(Kind::Checklist), EVIDENCE_PLAN_CHANGED, Prose, together;

    // 承認と受入れ
    Approval "prior-approval" "これまでの承認" Matter, APPROVAL_CHANGED, Thing(Neutral);
    ApprovalSubject "prior-approval-subject" "承認の対象" First(Kind::Approval), WORDING_CHANGED, Prose;
    ApprovalBy "prior-approval-by" "承認を求めた者" First(Kind::Approval), APPROVAL_CHANGED, Word(Neutral);
    ApprovalCovers "prior-approval-covers" "承認の及ぶ範囲" First(Kind::Approval), APPROVAL_CHANGED, Members(Neutral);
    Waiver "waiver" "受け入れた指摘" Matter, WAIVER_CHANGED, Thing(Widening), together;
    WaiverReason "waiver-reason" "受け入れる理由" First(Kind::Waiver), WAIVER_CHANGED, Prose;
    WaiverBy "waiver-approved-by" "受入れを認めた者" First(Kind::Waiver), WAIVER_CHANGED, Word(Neutral);
    WaiverUntil "waiver-until" "受入れの期限" First(Kind::Waiver), WAIVER_CHANGED, Ranked(Widening);
}

impl Kind {
    /// Returns whether it is a text that stands once, so that its coming is a statement and not another sentence.
    pub(crate) fn is_stated_text(self) -> bool {
        matches!(
            self,
            Self::Conclusion
                | Self::ConnectionReason
                | Self::ConnectionText
                | Self::Description
                | Self::Intro
                | Self::ListHeading
                | Self::ListTitle
                | Self::NoCertification
                | Self::Purpose
                | Self::SubApproval
                | Self::Title
                | Self::Underline
        )
    }

    /// Returns whether it says how something is made good or kept short, so that the worst that can become of it where
    /// it is no longer stated is that nothing is done, though no one of its values is better than another.
    pub(crate) fn is_safeguard(self) -> bool {
        matches!(
            self,
            Self::Abroad
                | Self::Disposal
                | Self::IdentityCheck
                | Self::InspectionCopies
                | Self::Matching
                | Self::Retention
                | Self::RetentionThen
                | Self::Spoiled
        )
    }

    /// Returns whether it names a place or a thing in a few words, so that a country in it is where that stands.
    pub(crate) fn is_name_of_place(self) -> bool {
        matches!(
            self,
            Self::BrandWritten
                | Self::CloudService
                | Self::Facility
                | Self::ParticipantWords
                | Self::ProviderBrand
                | Self::Region
                | Self::RoleName
                | Self::SystemLabel
        )
    }

    /// Returns whether it is of a checklist form, which is the same for every matter of a year.
    pub(crate) fn is_of_form(self) -> bool {
        matches!(
            self,
            Self::Form
                | Self::FormWords
                | Self::GroupLabels
                | Self::FormAnswers
                | Self::Performer
                | Self::Row
                | Self::RowCategory
                | Self::RowId
                | Self::RowText
                | Self::RowTopics
        )
    }

    /// Returns whether a reader must see it beside another that it goes with: the reason of an answer beside the answer.
    pub(crate) fn is_told_beside(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::AnswerReason | Self::Evidence, Self::Answer)
                | (Self::CertificationDetail | Self::CertificationUntil, Self::Certifications)
                | (Self::BoxNote, Self::BoxAssumed)
                | (Self::ClauseDepth, Self::Clauses)
                | (Self::HandlesNote, Self::HandlesAssumed)
                | (Self::LinkNote, Self::LinkAssumed)
                | (Self::StepNote, Self::StepAssumed)
                | (Self::TimingNote, Self::TimingAssumed)
                | (Self::MediaText, Self::Media)
                | (Self::SystemLabel, Self::Country)
                | (Self::SubApproval, Self::SubAllowed)
        )
    }

    /// Returns whether the members of its sets are data items.
    pub(crate) fn holds_items(self) -> bool {
        matches!(
            self,
            Self::ConnectionItems
                | Self::Handles
                | Self::LinkItems
                | Self::ListItems
                | Self::Prohibits
                | Self::RetentionItems
                | Self::Sees
                | Self::StepMakes
        )
    }
}
