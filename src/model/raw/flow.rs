//! Flows: the diagrams of a matter.

use super::contract::RawMention;
use crate::model::flow::When;
use crate::model::vocabulary::{Afterwards, Cargo, Confidence, DataStage};
use crate::record;
use crate::source::Located;
use crate::yaml::decode::{List, Shaped, Str, Word};

record! {
    /// A flow: one diagram.
    pub(crate) struct RawFlow = "個人情報の流れ（図）" {
        id: Str, "識別子";
        title: Option<Str>, "図の題";
        contract: Option<Str>, "どの契約の流れか";
        participants: Option<List<RawParticipant>>, "図に並べる役割（データの順）";
        links: Option<List<RawLink>>, "線（データが渡る所）";
        steps: Option<List<RawStep>>, "手順（①から）";
        boxes: Option<List<RawBox>>, "対策の箱";
        contract_label: Option<RawContractLabel>, "契約の帯に書く語";
        approvals: Option<List<Str>>, "注に書く、これまでの承認の識別子";
    }
}
record! {
    pub(crate) struct RawParticipant = "図に並べる役割" {
        role: Str, "役割の識別子";
        facility: Option<Str>, "図に書く施設の名（例: 収納センター）";
        systems: Option<List<Str>>, "図に書く端末・サーバ（systems の識別子）";
        section: Option<Located<bool>>, "担当課の名を書くか（自治体）";
        objects: Option<List<Str>>, "図に書く物（例: 納付書）";
        provider_note: Option<Str>, "担う者の前に書く文（例: 導入予定の電子マネーは、以下を予定）";
        providers: Option<List<RawMention>>, "担う者の書き方";
    }
}
record! {
    pub(crate) struct RawLink = "線"; AtMostOne(&["items", "items_of"]) {
        id: Str, "識別子";
        from: Str, "渡す役割";
        to: Str, "受ける役割";
        from_system: Option<Str>, "渡す端末・サーバ";
        to_system: Option<Str>, "受ける端末・サーバ";
        carries: Option<Word<Cargo>>, "data（省略時）か money";
        items: Option<List<Str>>, "渡る項目名（項目群の名は、中の項目全て）";
        items_of: Option<Str>, "渡る項目の一覧（その全て）";
        confidence: Option<Word<Confidence>>, "渡る項目の確からしさ";
        note: Option<Str>, "推定の理由";
        cites: Option<List<Str>>, "図の「情報項目は、資料…のとおり」が指す一覧の識別子";
        network: Option<Str>, "回線（common の networks の識別子）";
        protections: Option<List<Str>>, "通信の保護（common の protections の識別子）";
        timing: Option<List<RawTiming>>, "いつ渡るか";
        reply_to: Option<Str>, "応答のとき、問い合わせの線の識別子";
        means: Option<Str>, "通信によらず移すとき、その方法（common の means の識別子。前の年の文のままでも読む）";
        means_as_written: Option<Str>, "渡し方の紙での書き方（標準の名と違うとき。例: DVD-Rの手渡し）";
        means_reason: Option<Str>, "その渡し方による理由（電子メール、ファクシミリのとき）";
        sealed: Option<Located<bool>>, "封をしたまま渡るか（封筒、密封した箱、鍵を渡さない暗号化）。受ける者は全ての項目を保持し、sees の項目だけを見る";
        sees: Option<List<Str>>, "封をしたまま、受ける者が目にする項目（窓から見える氏名など）";
        afterwards: Option<List<Word<Afterwards>>>, "渡したものが用済みの後どうなるか";
        returns_to: Option<Str>, "届かなかったもの（返戻）が戻る役割";
        passage: Option<Str>, "個人番号利用事務系との間の、自治体の設定で認めた通信（fugi.yaml の passages の識別子）";
    }
}
record! {
    pub(crate) struct RawTiming = "いつ渡るか" {
        data: Option<Word<DataStage>>, "速報か確報か。省略時は全て";
        when: Shaped<When>, "時期: immediate, same-day, next-day, after-N-days, daily, every-N-days, every-N-business-days, weekly, every-N-weeks, monthly, every-N-months, quarterly, half-yearly, yearly, once, each-time, on-request（即時、毎月、一回限り、都度などの語でもよい）";
        confidence: Option<Word<Confidence>>, "確からしさ";
        note: Option<Str>, "推定の理由";
    }
}
record! {
    pub(crate) struct RawStep = "手順" {
        no: Located<u64>, "番号（①は 1）";
        at: Str, "行う役割";
        system: Option<Str>, "行う端末・サーバ";
        acts: Option<List<Str>>, "処理（common の acts の名）";
        links: Option<List<Str>>, "この手順で使う線";
        makes: Option<RawMakes>, "この手順で作る項目";
        text: Str, "文（番号は付けない）";
    }
}
record! {
    pub(crate) struct RawMakes = "作る項目"; AtMostOne(&["items", "items_of"]) {
        items: Option<List<Str>>, "項目名";
        items_of: Option<Str>, "一覧の識別子（その全て）";
        confidence: Option<Word<Confidence>>, "確からしさ";
        note: Option<Str>, "推定の理由";
    }
}
record! {
    pub(crate) struct RawBox = "対策の箱" {
        measures: Str, "measures の識別子";
        of: Option<Str>, "どの役割の箱か";
        confidence: Option<Word<Confidence>>, "どの役割の箱かの確からしさ";
        note: Option<Str>, "推定の理由";
    }
}
record! {
    pub(crate) struct RawContractLabel = "契約の帯" {
        text: Str, "書く語（例: 三者契約）";
        per_provider_of: Option<Str>, "一者ごとに結ぶと述べているとき、その役割";
    }
}
