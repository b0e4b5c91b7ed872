//! `policies/<year>/forms/`: the forms of that year. `submission.yaml` holds the labels of cover, overview and
//! the kinds of matters with their annexes; every other file is a checklist.

use super::braced::{CoverText, FootText, MatterNumber, Numbered, Unnumbered};
use crate::model::kind::Bound;
use crate::model::vocabulary::{
    About, AgendaColumn, AgendaHolds, Bearer, Category, CoverPlace, DateStyle, Digits, FootPlace, Mark,
    Omitted, Paging, PaperSize, RoleKind, Topic,
};
use crate::record;
use crate::source::Located;
use crate::yaml::decode::{List, Shaped, Str, Word};

record! {
    /// A checklist form.
    pub(crate) struct RawChecklistForm = "チェックリストの様式" {
        id: Str, "識別子";
        kind: Str, "付議の種別（submission.yaml の kinds の識別子）";
        bearer: Word<Bearer>, "対策を行う者";
        title: Str, "題";
        note: Option<Str>, "題の脇の注（例: （電磁的媒体・紙媒体の取扱い））";
        heading: Str, "対策の欄の見出し（例: 委託事業者に行わせる情報保護対策）";
        column: Str, "内容の欄の見出し（例: 情報保護対策）";
        legend: List<Str>, "記号の説明";
        answers: Option<List<RawAnswerWord>>, "答えに使う語と、その意味。書かなければ ○（adopted）と ー（not_needed）";
        performer: Option<List<Str>>, "対策を行わせる相手を指す語（例: 委託先、委託事業者）";
        groups: List<RawGroup>, "項目群";
    }
}
record! {
    pub(crate) struct RawAnswerWord = "チェックリストの答えの語" {
        word: Str, "紙の語（例: 実施済）";
        means: Word<Mark>, "意味: adopted（行う）、planned（予定。予定の日が要る）、not_needed（要らない。理由が要る）";
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
    /// `forms/submission.yaml`: cover, overview, and the kinds of matters with their annexes.
    pub(crate) struct RawSubmission = "表紙・概要・別紙の様式（forms/submission.yaml）" {
        cover: RawCover, "表紙";
        overview: OverviewLabels, "事業の概要";
        kinds: Option<List<RawKind>>, "付議の種別と、その別紙の欄（印字する順）";
        print: Option<RawPrint>, "印字のしかた";
        connection: Option<RawConnectionLabels>, "外部結合の別紙の見出し（前の形。kinds に書く）";
        outsourcing: Option<RawOutsourcingLabels>, "業務委託の別紙の見出し（前の形。kinds に書く）";
    }
}
record! {
    pub(crate) struct RawKind = "付議の種別" {
        id: Str, "識別子（案件の kinds と kind に書く。例: outsourcing）";
        name: Str, "名（例: 業務委託）";
        about: Word<About>, "別紙を何ごとに一枚作るか";
        roles: Option<List<Word<RoleKind>>>, "about が role のとき、別紙を作る役割の種類";
        heading: Str, "別紙の題";
        part: Option<Str>, "別紙の部分の名（render --part annex-…。書かなければ識別子）";
        omits: Option<List<Word<Omitted>>>, "この種別だけの案件では、書かなくてよい欄";
        rules: Option<List<Str>>, "この種別の案件では、見付かれば要修正とする規則の名（fugi explain --list が一覧を示す）";
        mark: Option<Str>, "別紙の最初に「◇業務委託（条項）」と印字するときの、初めの記号。書かなければ印字しない";
        fields: List<RawField>, "別紙の欄";
    }
}
record! {
    pub(crate) struct RawField = "別紙の欄" {
        label: Str, "欄の名";
        facts: List<Shaped<Bound>>, "印字する事実（決まった語か、own/ と自分の文の識別子）";
        points: Option<List<Str>>, "事実ごとの小見出し（facts と同じ数。１、２の番号が付く）";
        required: Option<Located<bool>>, "false なら、書くことのないときに欄ごと印字しない。書かなければ、要る欄";
        bearers: Option<List<Word<Bearer>>>, "measures の欄が指すチェックリストの、対策を行う者";
        see: Option<Str>, "measures の欄に印字する文（例: 別紙チェックリストのとおり）";
        task_heading: Option<Str>, "tasks の小見出しで、役割の名の後に続く語（例: に取り扱わせる内容）";
    }
}
record! {
    pub(crate) struct RawCover = "表紙の様式"; Unless("blocks", &["title", "see_annex", "basis", "department"]) {
        heading: Str, "題";
        blocks: Option<List<RawCoverBlock>>, "表紙の部品（印字する順）";
        title: Option<Str>, "件名の欄（前の形。blocks に書く）";
        see_annex: Option<Str>, "内容の文（前の形。blocks に書く）";
        basis: Option<Str>, "根拠の欄（前の形。blocks に書く）";
        department: Option<Str>, "担当部課の欄（前の形。blocks に書く）";
    }
}
record! {
    pub(crate) struct RawCoverBlock = "表紙の部品"; By("place", &[("decision", None), ("fields", Some("fields"))], "text") {
        place: Word<CoverPlace>, "何を、どこに置くか";
        text: Option<Shaped<CoverText>>, "文。{title} のように { } で囲んで、自治体と案件の値を入れられる";
        fields: Option<List<RawCoverField>>, "place が fields か decision のとき、欄。decision では、決まった値のある欄だけを印字する（書かなければ、会議、付議の日、決定など）";
    }
}
record! {
    pub(crate) struct RawCoverField = "表紙の欄" {
        label: Str, "欄の名";
        text: Shaped<CoverText>, "文。{title} のように { } で囲んで、自治体と案件の値を入れられる";
    }
}
record! {
    pub(crate) struct RawPrint = "印字のしかた" {
        name: Option<Str>, "文書の名（例: 諮問書）。書かなければ 付議資料";
        dates: Option<Word<DateStyle>>, "日付の書き方";
        digits: Option<Word<Digits>>, "印字する数字の書き方（日付、件数、項番、資料の番号）。書かなければ全角（西暦の日付は半角）。案件に書いた文の数字は変えない";
        landscape: Option<List<Str>>, "横長の紙に印字する部分（cover、overview、annex、checklist など）。図はいつも横長";
        paper: Option<Word<PaperSize>>, "紙の大きさ。書かなければ a4。図の紙はいつも A4 か A3";
        papers: Option<List<RawPaper>>, "大きさの違う紙に印字する部分";
        lines: Option<Located<bool>>, "図の後に、線ごとの渡し方と渡る項目の表を付けるか";
        notice: Option<List<Str>>, "全てのページに印字する語（例: 取扱注意）";
        footer: Option<List<RawFoot>>, "全てのページの下に印字する文。書かなければ、中央に「{page} / {pages}」";
        paging: Option<Word<Paging>>, "ページの番号の付け方。書かなければ whole";
        materials: Option<RawMaterials>, "図と一覧（資料）の番号の付け方";
        agenda: Option<RawAgenda>, "会議次第と案件一覧の語";
    }
}
record! {
    pub(crate) struct RawPaper = "大きさの違う紙に印字する部分" {
        part: Str, "部分（cover、overview、annex、checklist など）";
        size: Word<PaperSize>, "紙の大きさ";
    }
}
record! {
    pub(crate) struct RawFoot = "ページの下の文" {
        place: Word<FootPlace>, "どこに置くか";
        text: Shaped<FootText>, "文。{page}、{pages}、{name} のように { } で囲んで、値を入れられる";
    }
}
record! {
    pub(crate) struct RawMaterials = "資料の番号の付け方" {
        matter: Option<Shaped<MatterNumber>>, "案件の番号。番号の前の語だけでもよい（例: 議第{agenda}号）。書かなければ 資料{agenda}";
        numbered: Option<Shaped<Numbered>>, "会議での番号がある案件の、図と一覧の番号。書かなければ 資料{agenda}－{index}";
        unnumbered: Option<Shaped<Unnumbered>>, "会議での番号がない案件の、図と一覧の番号。書かなければ 資料{index}";
    }
}
record! {
    pub(crate) struct RawAgenda = "会議次第と案件一覧の語" {
        heading: Option<Str>, "会議次第の題。書かなければ 会議次第";
        meeting: Option<Str>, "会議の欄の名";
        date: Option<Str>, "日の欄の名";
        place: Option<Str>, "場所の欄の名";
        items: Option<List<RawAgendaItem>>, "次第の項目（印字する順）";
        matters: Option<Str>, "案件の表の題";
        columns: Option<List<RawAgendaColumn>>, "案件の表の列（印字する順）";
        materials: Option<Str>, "配布資料の表の題";
        material_number: Option<Str>, "配布資料の表の、番号の列の名";
        material_title: Option<Str>, "配布資料の表の、題の列の名";
        list: Option<Str>, "年度の案件一覧の題。書かなければ 付議案件一覧";
        list_columns: Option<List<RawAgendaColumn>>, "年度の案件一覧の列（印字する順）";
    }
}
record! {
    pub(crate) struct RawAgendaItem = "次第の項目" {
        text: Str, "語（例: 諮問事項）";
        holds: Option<Word<AgendaHolds>>, "項目の下に置く表";
    }
}
record! {
    pub(crate) struct RawAgendaColumn = "案件の表の列" {
        shows: Word<AgendaColumn>, "何を印字するか";
        label: Str, "列の名";
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
    /// The earlier shape of the annex for a connection: a fixed row of labels.
    pub(crate) struct RawConnectionLabels = "別紙（外部結合）の様式" {
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
    /// The earlier shape of the annex for a contract: a fixed row of labels.
    pub(crate) struct RawOutsourcingLabels = "別紙（業務委託）の様式" {
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
        ward_measures: Str, "自治体が行う対策の欄";
        contractor_measures: Str, "事業者に行わせる対策の欄";
        see_checklist: Str, "チェックリストを指す文";
    }
}
