//! `policies/<year>/<matter>.yaml`: one matter, its overview, roles, items, checklists, approvals and waivers.

use super::contract::{RawConnection, RawContract};
use super::flow::RawFlow;
use crate::diagnostic::Diagnostic;
use crate::model::date::DayOrMonth;
use crate::model::vocabulary::{
    AssessmentLevel, Category, CloudCheckBy, Hosting, ItemKind, ItemSource, Mark, Outcome, RoleKind,
    SystemKind, TrialData, Zone,
};
use crate::record;
use crate::source::Located;
use crate::yaml::decode::{Decode, List, Many, Str, Word};
use crate::yaml::{Data, Node};
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

record! {
    /// A matter.
    pub(crate) struct RawMatter = "案件（付議事項）" {
        sample: Option<Located<bool>>, "見本か（全ての紙に「見本」と印字する）";
        title: Option<Str>, "件名";
        basis: Option<RawBasis>, "要綱の根拠";
        department: Option<Str>, "担当課（fugi.yaml の departments の識別子）";
        business: Option<Str>, "登録業務（fugi.yaml の registered_businesses の識別子）";
        agenda_number: Option<Located<u64>>, "会議での番号（資料１３の 13）";
        letter: Option<RawLetter>, "諮問書などの文書番号、日付、宛先、差出人";
        council: Option<RawDecision>, "会議の日と決定";
        overview: Option<RawOverview>, "事業の概要";
        term: Option<RawTerm>, "開始時期と期限";
        roles: Option<List<RawRole>>, "役割（本人、自治体、委託先など）";
        item_sets: Option<List<RawItemSet>>, "情報項目の一覧";
        measures: Option<List<RawMeasureSet>>, "図の対策の箱に並べる語";
        connections: Option<List<RawConnection>>, "外部結合（別紙）";
        contracts: Option<List<RawContract>>, "業務委託の契約（別紙）";
        flows: Option<List<RawFlow>>, "個人情報の流れ（図）";
        checklists: Option<List<RawChecklist>>, "チェックリストの答え";
        prior_approvals: Option<List<RawApproval>>, "これまでの承認";
        impact_assessment: Option<RawImpactAssessment>, "特定個人情報保護評価（番号法28条）";
        report: Option<RawReport>, "承認された後の変更・廃止の報告";
        own: Option<List<RawOwnText>>, "自治体が様式に自分で設けた欄（own/…）の文";
        abroad: Option<List<RawAbroad>>, "個人情報が置かれ、又は見られる外国ごとに、その国の制度と講じる措置";
        trial: Option<RawTrial>, "実証実験（本番の前に試すこと）";
        number_use: Option<RawNumberUse>, "個人番号の利用（番号法）";
        requests: Option<RawRequests>, "警察などから個人情報を求められたときの判断";
        abbreviations: Option<List<RawAbbreviation>>, "資料に用いる略語の意味";
        retention: Option<List<RawRetention>>, "保有期間（項目と置き場所ごと）";
        notice: Option<RawNotice>, "本人への通知・表示";
        waivers: Option<List<RawWaiver>>, "指摘を受け入れる理由";
    }
}
record! {
    pub(crate) struct RawBasis = "要綱の根拠" {
        article: Str, "条項（例: 第3条第1項第3号）";
        kinds: List<Str>, "付議の種別（その年度の forms/submission.yaml の kinds の識別子）";
    }
}
record! {
    pub(crate) struct RawOwnText = "自治体が様式に自分で設けた欄の文" {
        id: Str, "識別子（様式では own/ を付けて書く。例: own/risk の risk）";
        text: Str, "文（一行が一段落）";
    }
}
record! {
    pub(crate) struct RawLetter = "文書の番号と宛先" {
        number: Option<Str>, "文書番号（例: 見総第１２３号）";
        date: Option<Located<NaiveDate>>, "文書の日付";
        to: Option<Str>, "宛先（書かなければ、会議の長）";
        from: Option<Str>, "差出人（書かなければ、自治体の長）";
    }
}
record! {
    pub(crate) struct RawDecision = "会議の日と決定" {
        meeting: Option<Str>, "会議の回（例: 令和７年度第２回）";
        date: Option<Located<NaiveDate>>, "会議の日";
        place: Option<Str>, "会議の場所（会議次第に印字する）";
        outcome: Option<Word<Outcome>>, "決定";
        conditions: Option<List<RawCondition>>, "付された条件（文だけか、文と、どう・いつまでに・いつ満たしたか）";
        approved: Option<RawApproved>, "承認された内容（fugi render --final が表示する一行を写す）";
        digest: Option<Str>, "承認された資料の SHA-256（sha256: と16進64桁。前の書き方。内容の変更と、様式や版の変更を区別できない）";
    }
}
record! {
    pub(crate) struct RawApproved = "承認された内容と、そのときの様式・ひな形・版" {
        content: Str, "内容の SHA-256（sha256: と16進64桁）。再付議が要るかは、これだけで決まる";
        form: Option<Str>, "様式（年度の forms）の SHA-256";
        template: Option<Str>, "ひな形の SHA-256";
        made_by: Option<Str>, "資料を作った fugi の版（例: fugi 0.1.0）";
    }
}
record! {
    /// A condition with how and when it is met.
    pub(crate) struct RawConditionMet = "付された条件" {
        text: Str, "条件の文";
        how: Option<Str>, "どう満たすか";
        by: Option<Located<NaiveDate>>, "いつまでに満たすか（省略時は、業務を始める日まで）";
        met: Option<Located<NaiveDate>>, "満たしたことを確かめた日";
    }
}

/// A condition: its sentence alone, or with how and when it is met.
#[derive(Clone, Debug)]
pub(crate) struct RawCondition(pub(crate) RawConditionMet);

impl Decode for RawCondition {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        if matches!(node.data, Data::Scalar { .. }) {
            let text = Str::decode(node, problems);
            return Self(RawConditionMet { span: node.span, text, how: None, by: None, met: None });
        }
        Self(RawConditionMet::decode(node, problems))
    }

    fn broken() -> Self {
        Self(RawConditionMet::broken())
    }

    fn schema(definitions: &mut Map<String, Value>) -> Value {
        json!({ "anyOf": [Str::schema(definitions), RawConditionMet::schema(definitions)] })
    }
}
record! {
    pub(crate) struct RawOverview = "事業の概要" {
        title: Option<Str>, "事業名（件名と違うときだけ書く）";
        department: Option<Str>, "担当課（紙の表記が違うときだけ書く）";
        purpose: Option<Str>, "目的";
        subjects: Option<Str>, "対象者";
        subject_count: Option<RawSubjectCount>, "対象者数";
        description: Option<Str>, "概要（一行が一段落）";
        submitted: Option<List<RawSubmitted>>, "付議内容";
        cites: Option<List<Str>>, "「個人情報の流れは、…のとおり」で示す資料（flows・item_sets の識別子）";
    }
}
record! {
    pub(crate) struct RawSubjectCount = "対象者数" {
        value: Located<u64>, "数（半角、区切りなし）";
        approximate: Option<Located<bool>>, "「約」を付けるか";
        unit: Option<Str>, "単位（名、人、世帯など）";
        persons: Option<Located<u64>>, "人の数（単位が世帯など、人でないとき）";
    }
}
record! {
    pub(crate) struct RawSubmitted = "付議内容の一件" {
        kind: Str, "種別（その年度の forms/submission.yaml の kinds の識別子）";
        acts: Option<List<Str>>, "文中で述べている処理（common の acts の名）";
        text: Str, "文";
    }
}
record! {
    pub(crate) struct RawTerm = "開始時期と期限" {
        from: Located<NaiveDate>, "開始日";
        to: Located<NaiveDate>, "期限";
        renews: Option<Located<bool>>, "次年度以降も同様に行うか";
        renewal_as_written: Option<Str>, "「次年度以降も、…」の文（標準と違うときだけ書く）";
    }
}
record! {
    pub(crate) struct RawRole = "役割" {
        id: Str, "識別子";
        name: Str, "名（例: 電子マネー事業者）";
        kind: Option<Word<RoleKind>>, "種類。書かなければ「記載なし」の指摘になる";
        providers: Option<List<RawProvider>>, "その役割を担う者";
        systems: Option<List<RawSystem>>, "その役割が持つ端末・サーバ・システム";
        subcontracted_by: Option<Str>, "再委託先のとき、再委託する役割の識別子";
        legal_basis: Option<Str>, "提供先のとき、提供の根拠（法69条2項1号など）";
        grounds: Option<List<RawGround>>, "目的外利用・提供の根拠（提供先と、自治体の他の課）";
        conditions: Option<List<Str>>, "提供先に付す条件（法70条）";
        access_from: Option<List<RawAccess>>, "その役割の者が、どの国から個人情報を見られるか";
        planned: Option<Located<bool>>, "担う者が予定のままか";
        consent: Option<RawConsent>, "本人の同意（目的外利用・提供のとき）";
    }
}
record! {
    pub(crate) struct RawConsent = "本人の同意" {
        obtained: Located<bool>, "本人の同意を得るか";
        how: Str, "得るなら、その方法。得ないなら、その理由";
    }
}
record! {
    pub(crate) struct RawTrial = "実証実験" {
        from: Located<NaiveDate>, "始める日";
        to: Option<Located<NaiveDate>>, "終える日";
        data: Word<TrialData>, "用いる情報";
        note: Option<Str>, "何を試すか";
    }
}
record! {
    pub(crate) struct RawNumberUse = "個人番号の利用" {
        ground: Option<Str>, "個人番号を利用する根拠（番号法9条。例: 番号法第9条第1項、別表の項）";
        identity_check: Option<Str>, "本人から個人番号の提供を受けるときの、本人確認の方法（番号法16条）";
    }
}
record! {
    pub(crate) struct RawRequests = "警察などから求められたとき" {
        by: Str, "誰が判断するか（職名）";
        how: Str, "どの手続によるときに、どう渡すか";
        record: Option<Str>, "残す記録";
    }
}
record! {
    pub(crate) struct RawAbbreviation = "略語" {
        word: Str, "略語（例: CSV）";
        meaning: Str, "意味";
    }
}
record! {
    pub(crate) struct RawProvider = "役割を担う者" {
        id: Str, "識別子";
        party: Option<Str>, "法人（parties.yaml の識別子）";
        brand: Option<Str>, "サービスの名（例: PayPay）";
        brand_as_written: Option<Str>, "図での書き方が違うとき";
    }
}
record! {
    pub(crate) struct RawSystem = "端末・サーバ・システム" {
        id: Str, "識別子";
        kind: Word<SystemKind>, "種類";
        label: Str, "図での名";
        facility: Option<Str>, "置かれている施設の名（例: 収納センター）";
        hosting: Option<Word<Hosting>>, "置き方";
        cloud: Option<Located<bool>>, "クラウドサービスか";
        country: Option<Str>, "サーバのある国（JP など）";
        zone: Option<Word<Zone>>, "三層分離の区分（自治体の端末・システム）";
        service: Option<Str>, "クラウドサービスの名";
        region: Option<Str>, "データの置かれる地域（例: 東京リージョン）";
        cloud_check: Option<RawCloudCheck>, "クラウドサービスを何により確かめたか";
        operated_by: Option<Str>, "運用する役割（持つ役割と違うとき）";
        maintained_by: Option<Str>, "保守する役割（持つ役割と違うとき）";
        access_from: Option<List<RawAccess>>, "サーバの場所とは別に、どの国から画面や記憶内容を見られるか";
        learns: Option<Located<bool>>, "提供事業者が、入力された情報を学習などに使うか（AI）";
        leased: Option<Located<bool>>, "借りている機器か（リース、レンタル）";
        disposal: Option<Str>, "機器を返却・廃棄するとき、記憶装置の中身をどう消すか";
    }
}
record! {
    pub(crate) struct RawCloudCheck = "クラウドサービスの確認" {
        by: Word<CloudCheckBy>, "何により確かめたか";
        on: Option<Located<NaiveDate>>, "確かめた日";
        note: Option<Str>, "基準の名、登録の番号など";
    }
}
record! {
    pub(crate) struct RawAccess = "個人情報を見られる国と者" {
        country: Str, "国（JP、SG など）";
        who: Str, "誰が（例: 保守要員）";
        why: Str, "何のために（例: 障害の調査）";
    }
}
record! {
    pub(crate) struct RawGround = "目的外利用・提供の根拠" {
        law: Option<Str>, "法令（省略時は個人情報保護法）";
        article: Str, "条（例: 第69条）";
        paragraph: Option<Located<u64>>, "項（数字）";
        number: Option<Located<u64>>, "号（数字）";
        reason: Str, "当たる理由";
        weighed: Option<Str>, "検討した、より影響の小さい方法と、それによらない理由";
    }
}
record! {
    pub(crate) struct RawAbroad = "外国の制度と措置" {
        country: Str, "国（SG など）";
        system: Str, "その国の個人情報の保護に関する制度";
        measures: Str, "制度を踏まえて講じる安全管理の措置";
        looked_up: Option<Located<NaiveDate>>, "制度を確かめた日";
    }
}
record! {
    pub(crate) struct RawRetention = "保有期間"; AtMostOne(&["items", "items_of"]) {
        items: Option<List<Str>>, "項目名。items も items_of も書かなければ全ての項目";
        items_of: Option<Str>, "一覧の識別子（その全て）";
        at: Option<Str>, "どこで（役割か端末・サーバの識別子）。省略時は全ての場所";
        period: Str, "期間（例: 給付の日の属する年度の翌年度から５年）";
        basis: Option<Str>, "根拠（自治体の文書管理規程など）";
        then: Option<Str>, "期間が過ぎた後、どうするか（例: 溶解して廃棄する）";
    }
}
record! {
    pub(crate) struct RawNotice = "本人への通知・表示" {
        purpose: Option<Str>, "利用目的をどこで明示するか（法62条）";
        incident: Option<Str>, "事故のとき、本人にどう知らせるか（法68条2項）";
        opt_out: Option<Str>, "本人の申出により取りやめる方法";
        signs: Option<Str>, "表示（カメラの設置の表示など）";
    }
}
record! {
    pub(crate) struct RawItemSet = "情報項目の一覧" {
        id: Str, "識別子";
        title: Option<Str>, "資料にするときの題";
        heading: Option<Str>, "一覧の見出し";
        material: Option<Located<bool>>, "一つの資料として印刷するか（しなければ別紙の中に並べる）";
        applies_to: Option<List<Str>>, "この一覧が対象とする契約（題が述べる範囲）";
        sources: Option<List<Word<ItemSource>>>, "この一覧の項目を誰から得るか（項目ごとに違うものは、項目に書く）";
        items: List<RawItem>, "情報項目";
    }
}
record! {
    pub(crate) struct RawItem = "情報項目" {
        name: Str, "項目名";
        kinds: Option<List<Word<ItemKind>>>, "種別（個人識別符号、要配慮など）";
        sources: Option<List<Word<ItemSource>>>, "誰から得るか（本人、他の課、他の機関）。本人以外があれば本人外収集になる";
        needed_by: Option<Many<Str>>, "この項目を使う契約。省略時は、一覧を使う全ての契約。[] は「使う手順が見当たらない」";
        members: Option<List<RawItem>>, "項目群の中の項目";
    }
}
record! {
    pub(crate) struct RawMeasureSet = "対策の箱" {
        id: Str, "識別子";
        category: Word<Category>, "運用上かシステム上か";
        measures: List<RawMeasure>, "並べる語";
    }
}
record! {
    pub(crate) struct RawMeasure = "対策の箱の一語" {
        label: Str, "図での語";
        rows: Option<List<Str>>, "当たるチェックリストの項目（P8 など）";
    }
}
record! {
    pub(crate) struct RawChecklist = "チェックリストの答え" {
        form: Str, "様式の識別子";
        covers: Option<List<Str>>, "この答えが及ぶ契約・外部結合の識別子";
        answers: Many<RawAnswer>, "答え";
    }
}
record! {
    pub(crate) struct RawAnswer = "一項目の答え" {
        row: Str, "項目の識別子";
        status: Word<Mark>, "adopted（行う）、planned（行う予定）、not_needed（要らない）のうち、様式の答えにあるもの";
        by: Option<Located<NaiveDate>>, "行う予定の日（planned のとき）";
        reason: Option<Str>, "対策が要らない理由";
        evidence: Option<Str>, "対策の証跡として何がいつ残るか";
    }
}
record! {
    pub(crate) struct RawApproval = "これまでの承認" {
        id: Str, "識別子";
        subject: Str, "承認されたもの（例: 口座振替の受付）";
        by: Option<Str>, "承認を受けた課（例: 税務課など）";
        body: Str, "承認した機関（common の bodies の識別子）";
        fiscal_year: Located<u64>, "会議の年度（西暦。平成30年度は 2018）";
        number: Located<u64>, "会議の回";
        covers: Option<List<RawCoverage>>, "承認が及ぶ範囲";
    }
}
record! {
    pub(crate) struct RawCoverage = "承認の及ぶ範囲" {
        contract: Str, "契約の識別子";
        providers: Option<List<Str>>, "その契約のうち承認された者。省略時は全て";
    }
}
record! {
    pub(crate) struct RawImpactAssessment = "特定個人情報保護評価" {
        completed: Located<DayOrMonth>, "評価書を公表した日（2026-10-01）か月（2026-10）";
        level: Option<Word<AssessmentLevel>>, "評価の種類";
        next_due: Option<Located<NaiveDate>>, "次に評価をやり直す期限（省略時は公表から5年）";
        note: Option<Str>, "評価書の名など";
        handlers: Option<Located<u64>>, "取扱者数（しきい値判断に用いる数）";
        review: Option<RawAssessmentReview>, "評価書の点検";
    }
}
record! {
    pub(crate) struct RawAssessmentReview = "評価書の点検" {
        on: Located<NaiveDate>, "点検した日";
        by: Str, "点検した者（課の名）";
        points: List<RawReviewPoint>, "点検した点と結果";
    }
}
record! {
    pub(crate) struct RawReviewPoint = "点検した点" {
        point: Str, "何を点検したか";
        result: Str, "結果";
        action: Option<Str>, "直すことと、その期限";
    }
}
record! {
    pub(crate) struct RawReport = "承認された後の変更・廃止の報告" {
        changes: Option<List<RawReportedChange>>, "変更したこと";
        ended: Option<RawEnded>, "廃止したこと";
    }
}
record! {
    pub(crate) struct RawReportedChange = "変更したこと" {
        what: Str, "何を変更したか（例: 委託先）";
        before: Str, "変更の前";
        after: Str, "変更の後";
        on: Located<NaiveDate>, "変更した日";
        why: Str, "なぜ変更したか";
    }
}
record! {
    pub(crate) struct RawEnded = "廃止したこと" {
        on: Located<NaiveDate>, "廃止した日";
        why: Str, "なぜ廃止したか";
        left: Str, "残った個人情報をどうしたか（例: 令和９年３月３１日に消去した）";
    }
}
record! {
    pub(crate) struct RawWaiver = "受け入れの理由" {
        rule: Str, "規則の名";
        at: Str, "場所（id の道筋。例: roles/emoney）";
        reason: Str, "受け入れる理由";
        approved_by: Str, "認めた者（職名）";
        until: Located<NaiveDate>, "いつまで";
    }
}
