//! `policies/<year>/<matter>.yaml`: one matter, its overview, roles, items, checklists, approvals and waivers.

use super::contract::{RawConnection, RawContract};
use super::flow::RawFlow;
use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::{Category, Hosting, ItemKind, Mark, Outcome, RoleKind, SystemKind, Zone};
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
        roles: Option<List<RawRole>>, "役割（本人、区、委託先など）";
        item_sets: Option<List<RawItemSet>>, "情報項目の一覧";
        measures: Option<List<RawMeasureSet>>, "図の対策の箱に並べる語";
        connections: Option<List<RawConnection>>, "外部結合（別紙）";
        contracts: Option<List<RawContract>>, "業務委託の契約（別紙）";
        flows: Option<List<RawFlow>>, "個人情報の流れ（図）";
        checklists: Option<List<RawChecklist>>, "チェックリストの答え";
        prior_approvals: Option<List<RawApproval>>, "これまでの承認";
        impact_assessment: Option<RawImpactAssessment>, "特定個人情報保護評価（番号法28条）";
        own: Option<List<RawOwnText>>, "区の様式に自分で設けた欄（own/…）の文";
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
    pub(crate) struct RawOwnText = "区の様式に自分で設けた欄の文" {
        id: Str, "識別子（様式では own/ を付けて書く。例: own/risk の risk）";
        text: Str, "文（一行が一段落）";
    }
}
record! {
    pub(crate) struct RawLetter = "文書の番号と宛先" {
        number: Option<Str>, "文書番号（例: 見総第１２３号）";
        date: Option<Located<NaiveDate>>, "文書の日付";
        to: Option<Str>, "宛先（書かなければ、会議の長）";
        from: Option<Str>, "差出人（書かなければ、区の長）";
    }
}
record! {
    pub(crate) struct RawDecision = "会議の日と決定" {
        meeting: Option<Str>, "会議の回（例: 令和７年度第２回）";
        date: Option<Located<NaiveDate>>, "会議の日";
        place: Option<Str>, "会議の場所（会議次第に印字する）";
        outcome: Option<Word<Outcome>>, "決定";
        conditions: Option<List<RawCondition>>, "付された条件（文だけか、文と、どう・いつまでに・いつ満たしたか）";
        digest: Option<Str>, "承認された資料の SHA-256（sha256: と16進64桁。fugi render --final が表示する）";
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
        planned: Option<Located<bool>>, "担う者が予定のままか";
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
        zone: Option<Word<Zone>>, "三層分離の区分（区の端末・システム）";
    }
}
record! {
    pub(crate) struct RawItemSet = "情報項目の一覧" {
        id: Str, "識別子";
        title: Option<Str>, "資料にするときの題";
        heading: Option<Str>, "一覧の見出し";
        material: Option<Located<bool>>, "一つの資料として印刷するか（しなければ別紙の中に並べる）";
        applies_to: Option<List<Str>>, "この一覧が対象とする契約（題が述べる範囲）";
        items: List<RawItem>, "情報項目";
    }
}
record! {
    pub(crate) struct RawItem = "情報項目" {
        name: Str, "項目名";
        kinds: Option<List<Word<ItemKind>>>, "種別（個人識別符号、要配慮など）";
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
        status: Word<Mark>, "adopted（○）、planned（予定）、not_needed（ー）のうち、様式の答えにあるもの";
        by: Option<Located<NaiveDate>>, "行う予定の日（planned のとき）";
        reason: Option<Str>, "「ー」の理由";
        evidence: Option<Str>, "○の証跡として何がいつ残るか";
    }
}
record! {
    pub(crate) struct RawApproval = "これまでの承認" {
        id: Str, "識別子";
        subject: Str, "承認されたもの（例: モバイルレジ）";
        by: Option<Str>, "承認を受けた課（例: 税務課など）";
        body: Str, "承認した機関（common の bodies の識別子）";
        fiscal_year: Located<u64>, "会議の年度（西暦。平成30年度は 2018）";
        number: Located<u64>, "会議の回";
        covers: List<RawCoverage>, "承認が及ぶ範囲";
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
        completed: Located<NaiveDate>, "評価書を公表した日";
        note: Option<Str>, "評価書の名など";
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
