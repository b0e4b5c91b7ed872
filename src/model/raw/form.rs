//! `policies/<year>/forms/`: the forms of that year. `submission.yaml` holds the labels of cover, overview and
//! annexes; every other file is a checklist.

use crate::model::vocabulary::{Bearer, Category, MatterKind, Topic};
use crate::record;
use crate::yaml::decode::{List, Str, Word};

record! {
    /// A checklist form.
    pub(crate) struct RawChecklistForm = "チェックリストの様式" {
        id: Str, "識別子";
        kind: Word<MatterKind>, "外部結合か業務委託か";
        bearer: Word<Bearer>, "対策を行う者";
        title: Str, "題";
        note: Option<Str>, "題の脇の注（例: （電磁的媒体・紙媒体の取扱い））";
        heading: Str, "対策の欄の見出し（例: 委託事業者に行わせる情報保護対策）";
        column: Str, "内容の欄の見出し（例: 情報保護対策）";
        legend: List<Str>, "記号の説明";
        performer: Option<List<Str>>, "対策を行わせる相手を指す語（例: 委託先、委託事業者）";
        groups: List<RawGroup>, "項目群";
    }
}
record! {
    pub(crate) struct RawGroup = "項目群" {
        category: Word<Category>, "運用上かシステム上か";
        label: Str, "見出し（例: 【運用上の対策】）";
        rows: List<RawRow>, "項目";
    }
}
record! {
    pub(crate) struct RawRow = "チェックリストの項目" {
        id: Str, "識別子（対になる様式と同じにする。例: P7）";
        text: Str, "文言";
        topics: Option<List<Word<Topic>>>, "何についての項目か（検査が使う）";
    }
}
record! {
    /// Labels of cover, overview and annexes, as the year's form words them (`forms/submission.yaml`).
    pub struct SubmissionLabels = "表紙・概要・別紙の様式（forms/submission.yaml）" {
        cover: CoverLabels, "表紙";
        overview: OverviewLabels, "事業の概要";
        connection: ConnectionLabels, "別紙（外部結合）";
        outsourcing: OutsourcingLabels, "別紙（業務委託）";
    }
}
record! {
    /// Labels of the cover.
    pub struct CoverLabels = "表紙の様式" {
        heading: Str, "題";
        title: Str, "件名の欄";
        see_annex: Str, "内容の文（例: 内容は別紙のとおり）";
        basis: Str, "根拠の欄";
        department: Str, "担当部課の欄";
    }
}
record! {
    /// Labels of the overview.
    pub struct OverviewLabels = "概要の様式" {
        heading: Str, "題";
        title: Str, "事業名の欄";
        department: Str, "担当課の欄";
        purpose: Str, "目的の欄";
        subjects: Str, "対象者の欄";
        content: Str, "事業内容の欄";
        description: Str, "概要の見出し";
        submitted: Str, "付議内容の見出し";
        subject_count: Str, "対象者数の見出し";
    }
}
record! {
    /// Labels of the annex for a connection.
    pub struct ConnectionLabels = "別紙（外部結合）の様式" {
        heading: Str, "題";
        title: Str, "件名の欄";
        department: Str, "保有課の欄";
        business: Str, "登録業務の欄";
        items: Str, "情報項目の欄";
        subject_scope: Str, "個人の範囲の見出し";
        item_list: Str, "情報項目の見出し";
        counterparty: Str, "相手方の欄";
        reason: Str, "理由の欄";
        form: Str, "形態の欄";
        term: Str, "時期の欄";
        measures: Str, "情報保護対策の欄";
        see_checklist: Str, "チェックリストを指す文";
    }
}
record! {
    /// Labels of the annex for a contract.
    pub struct OutsourcingLabels = "別紙（業務委託）の様式" {
        heading: Str, "題";
        title: Str, "件名の欄";
        department: Str, "保有課の欄";
        business: Str, "登録業務の欄";
        contractors: Str, "委託先の欄";
        items: Str, "情報項目の欄";
        subject_scope: Str, "個人の範囲の見出し";
        item_list: Str, "情報項目の見出し";
        medium: Str, "記録媒体の欄";
        reason: Str, "委託理由の欄";
        tasks: Str, "委託の内容の欄";
        task_heading: Str, "委託の内容の小見出しで、名の後に続く語（例: に取り扱わせる内容）";
        term: Str, "時期の欄";
        ward_measures: Str, "区が行う対策の欄";
        contractor_measures: Str, "事業者に行わせる対策の欄";
        see_checklist: Str, "チェックリストを指す文";
    }
}
