//! Which cell is which fact: the one table that writing and reading both follow.

use super::kind::{Kind, words};
use super::names::Of;
use crate::model::vocabulary::{
    Afterwards, AssessmentLevel, Cargo, Category, CloudCheckBy, Confidence, ContinuingErasure, DataStage,
    Hosting, ItemKind, ItemSource, MediumKind, Outcome, RoleKind, SystemKind, TrialData, Zone,
};

/// A value with a label before it.
pub(super) struct Field {
    pub(super) label: &'static str,
    pub(super) keys: &'static [&'static str],
    pub(super) kind: Kind,
    pub(super) note: &'static str,
}

/// A column of a table.
pub(super) struct Column {
    pub(super) label: &'static str,
    pub(super) keys: &'static [&'static str],
    pub(super) kind: Kind,
    /// Its share of the width.
    pub(super) width: u32,
}

/// A list of the file as a table: a row an item.
pub(super) struct Table {
    pub(super) title: &'static str,
    /// The keys to the list; `*` stands for each item of a list on the way.
    pub(super) list: &'static [&'static str],
    /// What stands before each row: the item of the list above, or the item itself.
    pub(super) above: &'static str,
    /// Whether the item itself is named before its row.
    pub(super) itself: bool,
    /// Whether it only adds: what is there has a sheet of its own.
    pub(super) adds: bool,
    /// How the id of a new item begins, where items have ids, and what it names.
    pub(super) id: Option<(&'static str, &'static [Of])>,
    pub(super) columns: &'static [Column],
    /// Empty rows at the end.
    pub(super) spare: usize,
    pub(super) note: &'static str,
}

/// A group of fields under a heading.
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) fields: &'static [Field],
}

/// The lines of the flow whose sheet it is.
pub(super) const OWN_LINK: Of = Of::Link(usize::MAX);

const fn field(label: &'static str, keys: &'static [&'static str], kind: Kind, note: &'static str) -> Field {
    Field { label, keys, kind, note }
}

const fn column(label: &'static str, keys: &'static [&'static str], kind: Kind, width: u32) -> Column {
    Column { label, keys, kind, width }
}

const TEXT: Kind = Kind::Text;

/// A table of which nothing is said yet.
const TABLE: Table = Table {
    title: "",
    list: &[],
    above: "",
    itself: false,
    adds: false,
    id: None,
    columns: &[],
    spare: 0,
    note: "",
};

/// The texts of the ward's own fields, of a matter, a connection or a contract.
const OWN: Table = Table {
    title: "様式に自分で設けた欄",
    list: &["own"],
    columns: &[column("欄の識別子", &["id"], TEXT, 160), column("文", &["text"], TEXT, 537)],
    spare: 2,
    ..TABLE
};

pub(super) const OVERVIEW: &[Group] = &[
    Group {
        title: "表紙",
        fields: &[
            field("件名", &["title"], TEXT, "会議に付議する件名"),
            field("要綱の根拠", &["basis", "article"], TEXT, "例: 第３条第１項第３号"),
            field("付議の種別", &["basis", "kinds"], Kind::Many(Of::MatterKind), "「、」で区切って書く"),
            field("担当課", &["department"], Kind::One(Of::Department), "一覧から選ぶ"),
            field("登録業務", &["business"], Kind::One(Of::Business), "一覧から選ぶ"),
            field("会議での番号", &["agenda_number"], Kind::Number, "資料１３なら 13"),
            field("文書番号", &["letter", "number"], TEXT, "諮問書などがあるとき"),
            field("文書の日付", &["letter", "date"], Kind::Day, ""),
            field("宛先", &["letter", "to"], TEXT, "書かなければ、会議の長"),
            field("差出人", &["letter", "from"], TEXT, "書かなければ、自治体の長"),
            field("見本か", &["sample"], Kind::Flag, "「はい」なら全ての紙に「見本」と印字する"),
        ],
    },
    Group {
        title: "事業の概要",
        fields: &[
            field("事業名", &["overview", "title"], TEXT, "件名と違うときだけ書く"),
            field("担当課の表記", &["overview", "department"], TEXT, "紙の表記が違うときだけ書く"),
            field("目的", &["overview", "purpose"], TEXT, ""),
            field("対象者", &["overview", "subjects"], TEXT, "誰の個人情報か"),
            field("対象者数", &["overview", "subject_count", "value"], Kind::Number, "数字だけを書く"),
            field("「約」を付けるか", &["overview", "subject_count", "approximate"], Kind::Flag, ""),
            field("対象者数の単位", &["overview", "subject_count", "unit"], TEXT, "名、人、世帯など"),
            field("人の数", &["overview", "subject_count", "persons"], Kind::Number, "単位が世帯などのとき"),
            field("概要", &["overview", "description"], TEXT, "一行が一段落（セルの中の改行は Alt+Enter）"),
            field("示す資料", &["overview", "cites"], Kind::Many(Of::Material), "概要の末尾で示す図・一覧"),
        ],
    },
    Group {
        title: "期間",
        fields: &[
            field("開始日", &["term", "from"], Kind::Day, "2027/04/01 か 令和９年４月１日 の形"),
            field("期限", &["term", "to"], Kind::Day, ""),
            field("次年度以降も行うか", &["term", "renews"], Kind::Flag, ""),
            field("次年度以降の文", &["term", "renewal_as_written"], TEXT, "標準の文と違うときだけ書く"),
        ],
    },
    Group {
        title: "特定個人情報保護評価（番号法第28条）",
        fields: &[
            field(
                "公表の日か月",
                &["impact_assessment", "completed"],
                Kind::Month,
                "2026-10 か 2026/10/01 の形",
            ),
            field("評価の種類", &["impact_assessment", "level"], Kind::Word(words::<AssessmentLevel>), ""),
            field("次の期限", &["impact_assessment", "next_due"], Kind::Day, "書かなければ、公表から５年"),
            field("評価書の名など", &["impact_assessment", "note"], TEXT, ""),
            field("取扱者数", &["impact_assessment", "handlers"], Kind::Number, "しきい値判断に用いる数"),
            field("点検した日", &["impact_assessment", "review", "on"], Kind::Day, "評価書の点検"),
            field("点検した者", &["impact_assessment", "review", "by"], TEXT, "課の名"),
        ],
    },
    Group {
        title: "本人への通知・表示",
        fields: &[
            field("利用目的の明示", &["notice", "purpose"], TEXT, "どこで明示するか（個人情報保護法第62条）"),
            field("事故のとき", &["notice", "incident"], TEXT, "本人にどう知らせるか（同法第68条第２項）"),
            field("取りやめの申出", &["notice", "opt_out"], TEXT, ""),
            field("表示", &["notice", "signs"], TEXT, "カメラの設置の表示など"),
        ],
    },
    Group {
        title: "個人番号・実証実験・求められたとき",
        fields: &[
            field("個人番号を利用する根拠", &["number_use", "ground"], TEXT, "番号法第９条"),
            field("本人確認の方法", &["number_use", "identity_check"], TEXT, "番号法第16条"),
            field("実証実験を始める日", &["trial", "from"], Kind::Day, ""),
            field("実証実験を終える日", &["trial", "to"], Kind::Day, ""),
            field("実証実験に用いる情報", &["trial", "data"], Kind::Word(words::<TrialData>), ""),
            field("試すこと", &["trial", "note"], TEXT, ""),
            field("求められたとき判断する者", &["requests", "by"], TEXT, "警察などから求められたとき。職名"),
            field("その手続", &["requests", "how"], TEXT, ""),
            field("残す記録", &["requests", "record"], TEXT, ""),
        ],
    },
];

pub(super) const OVERVIEW_TABLES: &[Table] = &[
    Table {
        title: "評価書の点検",
        list: &["impact_assessment", "review", "points"],
        columns: &[
            column("点検した点", &["point"], TEXT, 230),
            column("結果", &["result"], TEXT, 230),
            column("直すことと期限", &["action"], TEXT, 237),
        ],
        spare: 2,
        ..TABLE
    },
    Table {
        title: "付議内容",
        list: &["overview", "submitted"],
        columns: &[
            column("種別", &["kind"], Kind::One(Of::MatterKind), 110),
            column("処理", &["acts"], Kind::Many(Of::Act), 160),
            column("付議内容の文", &["text"], TEXT, 427),
        ],
        spare: 3,
        note: "処理は、文で述べているものを「、」で区切って書く。",
        ..TABLE
    },
    Table {
        title: "保有期間",
        list: &["retention"],
        columns: &[
            column("期間", &["period"], TEXT, 120),
            column("項目", &["items"], Kind::Many(Of::Item), 150),
            column("一覧の全て", &["items_of"], Kind::One(Of::ItemSet), 130),
            column("どこで", &["at"], Kind::One(Of::Place), 97),
            column("根拠", &["basis"], TEXT, 100),
            column("その後", &["then"], TEXT, 100),
        ],
        spare: 3,
        note: "項目も一覧も書かなければ、全ての項目。",
        ..TABLE
    },
    Table {
        title: "略語の意味",
        list: &["abbreviations"],
        columns: &[column("略語", &["word"], TEXT, 150), column("意味", &["meaning"], TEXT, 547)],
        spare: 3,
        ..TABLE
    },
    Table {
        title: "外国の制度と措置",
        list: &["abroad"],
        columns: &[
            column("国", &["country"], TEXT, 50),
            column("その国の制度", &["system"], TEXT, 260),
            column("講じる措置", &["measures"], TEXT, 287),
            column("確かめた日", &["looked_up"], Kind::Day, 100),
        ],
        spare: 2,
        note: "国は SG などの二文字で書く。",
        ..TABLE
    },
    OWN,
];

pub(super) const PARTIES: &[Table] = &[
    Table {
        title: "役割",
        list: &["roles"],
        id: Some(("role", &[Of::Role, Of::Place])),
        columns: &[
            column("名", &["name"], TEXT, 200),
            column("種類", &["kind"], Kind::Word(words::<RoleKind>), 120),
            column("再委託する役割", &["subcontracted_by"], Kind::One(Of::Role), 160),
            column("担う者は予定か", &["planned"], Kind::Flag, 90),
            column("提供の根拠", &["legal_basis"], TEXT, 170),
            column("提供先に付す条件", &["conditions"], Kind::Texts, 286),
        ],
        spare: 8,
        note: "再委託する役割は再委託先のとき、提供の根拠と条件は提供先のときに書く。",
        ..TABLE
    },
    Table {
        title: "本人の同意",
        list: &["roles"],
        above: "役割",
        itself: true,
        columns: &[
            column("同意を得るか", &["consent", "obtained"], Kind::Flag, 120),
            column("得る方法、得ない理由", &["consent", "how"], TEXT, 600),
        ],
        spare: 0,
        note: "目的外利用と提供のときに書く。",
        ..TABLE
    },
    Table {
        title: "担う者",
        list: &["roles", "*", "providers"],
        above: "役割",
        id: Some(("provider", &[Of::Provider])),
        columns: &[
            column("法人", &["party"], Kind::One(Of::Party), 320),
            column("サービスの名", &["brand"], TEXT, 240),
            column("図での書き方", &["brand_as_written"], TEXT, 240),
        ],
        spare: 8,
        note: "法人は、その年度の parties.yaml にあるものから選ぶ。",
        ..TABLE
    },
    Table {
        title: "端末・サーバ・システム",
        list: &["roles", "*", "systems"],
        above: "役割",
        id: Some(("system", &[Of::System, Of::Place])),
        columns: &[
            column("図での名", &["label"], TEXT, 200),
            column("種類", &["kind"], Kind::Word(words::<SystemKind>), 100),
            column("置き方", &["hosting"], Kind::Word(words::<Hosting>), 100),
            column("施設", &["facility"], TEXT, 100),
            column("三層の区分", &["zone"], Kind::Word(words::<Zone>), 120),
            column("クラウドか", &["cloud"], Kind::Flag, 60),
            column("国", &["country"], TEXT, 40),
            column("学習に使うか", &["learns"], Kind::Flag, 60),
        ],
        spare: 6,
        ..TABLE
    },
    Table {
        title: "端末・サーバ・システム（クラウドと保守）",
        list: &["roles", "*", "systems"],
        above: "端末・サーバ",
        itself: true,
        columns: &[
            column("クラウドの名", &["service"], TEXT, 140),
            column("地域", &["region"], TEXT, 110),
            column("運用する役割", &["operated_by"], Kind::One(Of::Role), 140),
            column("保守する役割", &["maintained_by"], Kind::One(Of::Role), 140),
            column("確かめた基準", &["cloud_check", "by"], Kind::Word(words::<CloudCheckBy>), 100),
            column("確かめた日", &["cloud_check", "on"], Kind::Day, 80),
            column("基準の名など", &["cloud_check", "note"], TEXT, 130),
            column("借りているか", &["leased"], Kind::Flag, 60),
            column("返却・廃棄のときの消し方", &["disposal"], TEXT, 130),
        ],
        spare: 0,
        note: "運用・保守は、持つ役割と違うときに書く。",
        ..TABLE
    },
    Table {
        title: "どの国から見られるか（端末・サーバごと）",
        list: &["roles", "*", "systems", "*", "access_from"],
        above: "端末・サーバ",
        columns: &[
            column("国", &["country"], TEXT, 60),
            column("誰が", &["who"], TEXT, 300),
            column("何のために", &["why"], TEXT, 420),
        ],
        spare: 3,
        ..TABLE
    },
    Table {
        title: "どの国から見られるか（役割ごと）",
        list: &["roles", "*", "access_from"],
        above: "役割",
        columns: &[
            column("国", &["country"], TEXT, 60),
            column("誰が", &["who"], TEXT, 300),
            column("何のために", &["why"], TEXT, 420),
        ],
        spare: 3,
        ..TABLE
    },
    Table {
        title: "目的外利用・提供の根拠",
        list: &["roles", "*", "grounds"],
        above: "役割",
        columns: &[
            column("法令", &["law"], TEXT, 130),
            column("条", &["article"], TEXT, 70),
            column("項", &["paragraph"], Kind::Number, 40),
            column("号", &["number"], Kind::Number, 40),
            column("当たる理由", &["reason"], TEXT, 260),
            column("検討した他の方法", &["weighed"], TEXT, 240),
        ],
        spare: 2,
        note: "法令を書かなければ、個人情報保護法。",
        ..TABLE
    },
];

/// The columns of an item, before the marks.
pub(super) const ITEM: &[Column] = &[
    column("情報項目", &["name"], TEXT, 170),
    column("種別", &["kinds"], Kind::Words(words::<ItemKind>), 150),
    column("誰から得るか", &["sources"], Kind::Words(words::<ItemSource>), 90),
    column("使う契約", &["needed_by"], Kind::Many(Of::Contract), 110),
];

pub(super) const ITEM_SET: &[Field] = &[
    field("一覧の題", &["title"], TEXT, "資料にするときの題"),
    field("見出し", &["heading"], TEXT, ""),
    field("一つの資料にするか", &["material"], Kind::Flag, "「いいえ」なら、別紙の中に並べる"),
    field("対象とする契約", &["applies_to"], Kind::Many(Of::Contract), "「、」で区切って書く"),
    field("誰から得るか", &["sources"], Kind::Words(words::<ItemSource>), "項目ごとに違うものは、項目に書く"),
];

pub(super) const FLOW: &[Field] = &[
    field("図の題", &["title"], TEXT, ""),
    field("契約", &["contract"], Kind::One(Of::Contract), "どの契約の流れか"),
    field("契約の帯の語", &["contract_label", "text"], TEXT, "例: 三者契約"),
    field(
        "一者ごとに結ぶ役割",
        &["contract_label", "per_provider_of"],
        Kind::One(Of::Role),
        "そう述べるときだけ",
    ),
    field("注に書く承認", &["approvals"], Kind::Many(Of::Approval), "これまでの承認"),
];

pub(super) const FLOW_TABLES: &[Table] = &[
    Table {
        title: "手順",
        list: &["steps"],
        columns: &[
            column("番号", &["no"], Kind::Number, 40),
            column("行う役割", &["at"], Kind::One(Of::Role), 140),
            column("端末・サーバ", &["system"], Kind::One(Of::System), 160),
            column("処理", &["acts"], Kind::Many(Of::Act), 130),
            column("使う線", &["links"], Kind::Many(OWN_LINK), 80),
            column("手順の文", &["text"], TEXT, 476),
        ],
        spare: 5,
        note: "番号は、図の①を 1 と書く。使う線は、下の表の「線１」などを「、」で区切って書く。",
        ..TABLE
    },
    Table {
        title: "線（データが渡る所）",
        list: &["links"],
        above: "線",
        itself: true,
        id: Some(("link", &[OWN_LINK])),
        columns: &[
            column("渡す役割", &["from"], Kind::One(Of::Role), 120),
            column("受ける役割", &["to"], Kind::One(Of::Role), 120),
            column("渡す端末・サーバ", &["from_system"], Kind::One(Of::System), 120),
            column("受ける端末・サーバ", &["to_system"], Kind::One(Of::System), 120),
            column("渡る項目", &["items"], Kind::Many(Of::Item), 170),
            column("一覧の全て", &["items_of"], Kind::One(Of::ItemSet), 130),
            column("回線", &["network"], Kind::One(Of::Network), 90),
            column("通信の保護", &["protections"], Kind::Many(Of::Protection), 110),
        ],
        spare: 4,
        note: "渡る項目は、項目を並べるか、一覧を一つ選ぶ。",
        ..TABLE
    },
    Table {
        title: "線の詳しいこと（１）",
        list: &["links"],
        above: "線",
        itself: true,
        columns: &[
            column("渡すもの", &["carries"], Kind::Word(words::<Cargo>), 70),
            column("通信によらない渡し方", &["means"], Kind::One(Of::Means), 120),
            column("紙での書き方", &["means_as_written"], TEXT, 130),
            column("その渡し方の理由", &["means_reason"], TEXT, 150),
            column("封をしたままか", &["sealed"], Kind::Flag, 60),
            column("目にする項目", &["sees"], Kind::Many(Of::Item), 130),
            column("用済みの後", &["afterwards"], Kind::Words(words::<Afterwards>), 110),
            column("返戻の行き先", &["returns_to"], Kind::One(Of::Role), 120),
        ],
        spare: 4,
        ..TABLE
    },
    Table {
        title: "線の詳しいこと（２）",
        list: &["links"],
        above: "線",
        itself: true,
        columns: &[
            column("応答の元の線", &["reply_to"], Kind::One(OWN_LINK), 70),
            column("認めた通信", &["passage"], Kind::One(Of::Passage), 150),
            column("図が示す一覧", &["cites"], Kind::Many(Of::ItemSet), 220),
            column("項目の確からしさ", &["confidence"], Kind::Word(words::<Confidence>), 90),
            column("推定の理由", &["note"], TEXT, 360),
        ],
        spare: 4,
        ..TABLE
    },
    Table {
        title: "いつ渡るか",
        list: &["links", "*", "timing"],
        above: "線",
        columns: &[
            column("時期", &["when"], Kind::When, 120),
            column("速報か確報か", &["data"], Kind::Word(words::<DataStage>), 90),
            column("確からしさ", &["confidence"], Kind::Word(words::<Confidence>), 90),
            column("推定の理由", &["note"], TEXT, 520),
        ],
        spare: 4,
        note: "時期は、即時・当日・翌日・毎日・毎月・都度・５営業日毎などの語で書く。",
        ..TABLE
    },
    Table {
        title: "手順で作る項目",
        list: &["steps"],
        above: "手順",
        itself: true,
        columns: &[
            column("作る項目", &["makes", "items"], Kind::Many(Of::Item), 260),
            column("一覧の全て", &["makes", "items_of"], Kind::One(Of::ItemSet), 200),
            column("確からしさ", &["makes", "confidence"], Kind::Word(words::<Confidence>), 90),
            column("推定の理由", &["makes", "note"], TEXT, 320),
        ],
        spare: 0,
        note: "その手順で新しくできる項目があるときだけ書く。加えた手順には、取り込んでから書く。",
        ..TABLE
    },
    Table {
        title: "図に並べる役割",
        list: &["participants"],
        columns: &[
            column("役割", &["role"], Kind::One(Of::Role), 150),
            column("施設", &["facility"], TEXT, 110),
            column("端末・サーバ", &["systems"], Kind::Many(Of::System), 230),
            column("課の名を書くか", &["section"], Kind::Flag, 70),
            column("図に書く物", &["objects"], Kind::Texts, 140),
            column("担う者の前の文", &["provider_note"], TEXT, 326),
        ],
        spare: 3,
        note: "左から、データの順に並べる。",
        ..TABLE
    },
    Table {
        title: "図での担う者の書き方",
        list: &["participants", "*", "providers"],
        above: "役割",
        columns: &[
            column("担う者", &["provider"], Kind::One(Of::Provider), 380),
            column("行全体の表記", &["as_written"], TEXT, 440),
        ],
        spare: 3,
        ..TABLE
    },
    Table {
        title: "対策の箱",
        list: &["boxes"],
        columns: &[
            column("箱", &["measures"], Kind::One(Of::Measures), 220),
            column("どの役割の箱か", &["of"], Kind::One(Of::Role), 200),
            column("確からしさ", &["confidence"], Kind::Word(words::<Confidence>), 100),
            column("推定の理由", &["note"], TEXT, 506),
        ],
        spare: 2,
        ..TABLE
    },
];

pub(super) const CONTRACT: &[Group] = &[
    Group {
        title: "契約",
        fields: &[
            field("件名", &["title"], TEXT, ""),
            field("付議の種別", &["kind"], Kind::One(Of::MatterKind), "契約の種別が二つ以上ある年度だけ"),
            field("契約の形", &["form"], TEXT, "例: 三者契約"),
            field("契約番号", &["number"], TEXT, ""),
            field("契約の日", &["concluded"], Kind::Day, ""),
            field("一者ごとに結ぶ役割", &["per_provider_of"], Kind::One(Of::Role), ""),
            field("複数の者と一つの契約か", &["joint"], Kind::Flag, ""),
            field("情報項目の一覧", &["item_set"], Kind::One(Of::ItemSet), "処理させる情報項目"),
            field(
                "下線の注の役割",
                &["underline", "role"],
                Kind::One(Of::Role),
                "下線の項目だけを取り扱う役割",
            ),
            field("下線の注の文", &["underline", "text"], TEXT, ""),
            field(
                "記録媒体の種類",
                &["media", "kinds"],
                Kind::Words(words::<MediumKind>),
                "「、」で区切って書く",
            ),
            field("記録媒体の表記", &["media", "as_written"], TEXT, "紙の表記"),
            field("契約の形を述べる文", &["arrangement", "intro"], TEXT, ""),
            field("結びの文", &["arrangement", "conclusion"], TEXT, ""),
        ],
    },
    Group {
        title: "再委託・消去・事故・検査",
        fields: &[
            field("再委託があるか", &["subcontracting", "allowed"], Kind::Flag, ""),
            field("承諾のしかた", &["subcontracting", "approval"], TEXT, ""),
            field("消去までの日数", &["erasure", "within_days"], Kind::Number, "業務が終わってから"),
            field("消去報告の記載事項", &["erasure", "report_fields"], Kind::Texts, "「、」で区切って書く"),
            field("立ち会えるか", &["erasure", "witness"], Kind::Flag, ""),
            field("続く間の消去", &["erasure", "continuing"], Kind::Word(words::<ContinuingErasure>), ""),
            field("その都度報告するか", &["erasure", "continuing_report"], Kind::Flag, ""),
            field("バックアップも消去するか", &["erasure", "backup"], Kind::Flag, ""),
            field("保存の義務の終わる日", &["erasure", "keep_until"], Kind::Day, ""),
            field("事故を知らせるまでの時間", &["incident_notice_hours"], Kind::Number, "時間"),
            field("検査は年に何回", &["inspection", "per_year"], Kind::Number, ""),
            field("検査は実地か", &["inspection", "on_site"], Kind::Flag, ""),
            field("届けのない写しの確かめ方", &["inspection", "copies"], TEXT, ""),
            field("照合する役割", &["matching", "by"], Kind::One(Of::Role), "宛名と封入物"),
            field("照合のしかた", &["matching", "how"], TEXT, ""),
            field("公の施設の名", &["designation", "facility"], TEXT, "指定管理のとき"),
            field("施設の条例", &["designation", "ordinance"], TEXT, ""),
            field("指定の初日", &["designation", "from"], Kind::Day, ""),
            field("指定の末日", &["designation", "to"], Kind::Day, ""),
            field("議会の議決の日", &["designation", "resolved"], Kind::Day, ""),
            field("損紙を処分する役割", &["spoiled", "by"], Kind::One(Of::Role), ""),
            field("損紙の処分", &["spoiled", "how"], Kind::Words(words::<Afterwards>), ""),
            field("損紙を報告するか", &["spoiled", "report"], Kind::Flag, ""),
        ],
    },
    Group { title: "案件と違うときだけ書く欄", fields: OVERRIDES },
];

const OVERRIDES: &[Field] = &[
    field("保有課の表記", &["department"], TEXT, ""),
    field("登録業務の表記", &["business"], TEXT, ""),
    field("個人の範囲", &["subjects"], TEXT, ""),
    field("根拠の条項の表記", &["basis_as_written"], TEXT, ""),
    field("開始日", &["term", "from"], Kind::Day, ""),
    field("期限", &["term", "to"], Kind::Day, ""),
    field("次年度以降も行うか", &["term", "renews"], Kind::Flag, ""),
    field("次年度以降の文", &["term", "renewal_as_written"], TEXT, ""),
];

pub(super) const CONTRACT_TABLES: &[Table] = &[
    Table {
        title: "当事者",
        list: &["parties"],
        columns: &[
            column("甲・乙・丙", &["letter"], TEXT, 120),
            column("役割", &["role"], Kind::One(Of::Role), 577),
        ],
        spare: 3,
        note: "紙に並べる順。甲は自治体。",
        ..TABLE
    },
    Table {
        title: "委託先の欄に書く行",
        list: &["parties", "*", "entries"],
        above: "当事者",
        columns: &[
            column("担う者", &["provider"], Kind::One(Of::Provider), 260),
            column("行全体の表記", &["as_written"], TEXT, 317),
        ],
        spare: 3,
        note: "行全体の表記は、標準と違うときだけ書く。",
        ..TABLE
    },
    Table {
        title: "認証の書き方",
        list: &["parties", "*", "entries", "*", "certifications"],
        above: "行",
        columns: &[
            column("認証", &["kind"], Kind::One(Of::Certification), 200),
            column("表記", &["as_written"], TEXT, 257),
        ],
        spare: 3,
        ..TABLE
    },
    Table {
        title: "委託理由",
        list: &["reasons"],
        columns: &[column("役割", &["role"], Kind::One(Of::Role), 140), column("理由", &["text"], TEXT, 557)],
        spare: 2,
        note: "役割を書かなければ、全体についての理由。",
        ..TABLE
    },
    Table {
        title: "データ・収納金の受渡し",
        list: &["arrangement", "conveys"],
        columns: &[
            column("渡す役割", &["from"], Kind::One(Of::Role), 120),
            column("受ける役割", &["to"], Kind::One(Of::Role), 120),
            column("渡すもの", &["carries"], Kind::Word(words::<Cargo>), 80),
            column("文", &["text"], TEXT, 377),
        ],
        spare: 2,
        ..TABLE
    },
    Table {
        title: "委託の内容（役割）",
        list: &["tasks"],
        columns: &[
            column("役割", &["role"], Kind::One(Of::Role), 300),
            column("小見出し", &["heading"], TEXT, 397),
        ],
        spare: 2,
        note: "小見出しは、標準と違うときだけ書く。新しい役割には、下の表に業務も書く。",
        ..TABLE
    },
    Table {
        title: "委託の内容（業務）",
        list: &["tasks", "*", "tasks"],
        above: "役割",
        columns: &[
            column("処理", &["acts"], Kind::Many(Of::Act), 150),
            column("業務の文", &["text"], TEXT, 427),
        ],
        spare: 4,
        ..TABLE
    },
    Table {
        title: "渡してはならない項目",
        list: &["prohibits"],
        columns: &[
            column("役割", &["role"], Kind::One(Of::Role), 200),
            column("項目", &["items"], Kind::Many(Of::Item), 497),
        ],
        spare: 2,
        ..TABLE
    },
    Table {
        title: "再委託先",
        list: &["subcontracting", "subcontractors"],
        columns: &[
            column("役割", &["role"], Kind::One(Of::Role), 200),
            column("再委託する業務", &["tasks"], TEXT, 397),
            column("承諾した日", &["approved"], Kind::Day, 100),
        ],
        spare: 2,
        ..TABLE
    },
    Table {
        title: "特記事項",
        list: &["clauses"],
        columns: &[
            column("条項の種類", &["id"], Kind::One(Of::Clause), 277),
            column("条番号", &["article"], TEXT, 240),
            column("再々委託以降も承諾が要るか", &["every_depth"], Kind::Flag, 180),
        ],
        spare: 4,
        ..TABLE
    },
    OWN,
];

pub(super) const CONNECTION: &[Group] = &[
    Group {
        title: "外部結合",
        fields: &[
            field("件名", &["title"], TEXT, ""),
            field("結合の相手方", &["counterparty", "role"], Kind::One(Of::Role), ""),
            field("相手方の呼び名", &["counterparty", "letter"], TEXT, "甲・乙など"),
            field(
                "結合される情報項目",
                &["item_sets"],
                Kind::Many(Of::ItemSet),
                "一覧を「、」で区切って書く",
            ),
            field("結合する理由", &["reason"], TEXT, "一行が一段落"),
            field("回線", &["form", "network"], Kind::One(Of::Network), ""),
            field("相手方の端末・サーバ", &["form", "from_system"], Kind::One(Of::System), ""),
            field("自治体の端末・サーバ", &["form", "to_system"], Kind::One(Of::System), ""),
            field(
                "認めた通信",
                &["form", "passage"],
                Kind::One(Of::Passage),
                "個人番号利用事務系との間のとき",
            ),
            field("結合の形態の文", &["form", "text"], TEXT, ""),
        ],
    },
    Group { title: "案件と違うときだけ書く欄", fields: OVERRIDES },
];

pub(super) const CONNECTION_TABLES: &[Table] = &[
    Table {
        title: "相手方の欄に書く行",
        list: &["counterparty", "entries"],
        columns: &[
            column("担う者", &["provider"], Kind::One(Of::Provider), 320),
            column("行全体の表記", &["as_written"], TEXT, 377),
        ],
        spare: 2,
        ..TABLE
    },
    Table {
        title: "認証の書き方",
        list: &["counterparty", "entries", "*", "certifications"],
        above: "行",
        columns: &[
            column("認証", &["kind"], Kind::One(Of::Certification), 240),
            column("表記", &["as_written"], TEXT, 337),
        ],
        spare: 2,
        ..TABLE
    },
    OWN,
];

pub(super) const MEASURES: &[Table] = &[
    Table {
        title: "対策の箱",
        list: &["measures"],
        columns: &[column("運用上かシステム上か", &["category"], Kind::Word(words::<Category>), 697)],
        spare: 0,
        ..TABLE
    },
    Table {
        title: "箱の中の語",
        list: &["measures", "*", "measures"],
        above: "箱",
        columns: &[
            column("図での語", &["label"], TEXT, 437),
            column("当たるチェックリストの項目", &["rows"], Kind::Texts, 140),
        ],
        spare: 4,
        note: "項目は P8 などの項番で書く。",
        ..TABLE
    },
];

pub(super) const DECISION: &[Group] = &[Group {
    title: "会議の日と決定",
    fields: &[
        field("会議の回", &["council", "meeting"], TEXT, "例: 令和７年度第２回"),
        field("会議の日", &["council", "date"], Kind::Day, ""),
        field("会議の場所", &["council", "place"], TEXT, "会議次第に印字する"),
        field("決定", &["council", "outcome"], Kind::Word(words::<Outcome>), ""),
        field("承認された資料の SHA-256", &["council", "digest"], TEXT, "fugi render --final が表示する"),
        field("承認された内容", &["council", "approved", "content"], TEXT, "fugi render --final が表示する"),
        field("そのときの様式", &["council", "approved", "form"], TEXT, ""),
        field("そのときのひな形", &["council", "approved", "template"], TEXT, ""),
        field("そのときの版", &["council", "approved", "made_by"], TEXT, ""),
        field("廃止した日", &["report", "ended", "on"], Kind::Day, "承認された後に廃止したとき"),
        field("廃止した理由", &["report", "ended", "why"], TEXT, ""),
        field("残った個人情報", &["report", "ended", "left"], TEXT, "どうしたか"),
    ],
}];

pub(super) const DECISION_TABLES: &[Table] = &[
    Table {
        title: "付された条件",
        list: &["council", "conditions"],
        columns: &[
            column("条件", &["text"], TEXT, 277),
            column("どう満たすか", &["how"], TEXT, 220),
            column("いつまでに", &["by"], Kind::Day, 100),
            column("確かめた日", &["met"], Kind::Day, 100),
        ],
        spare: 3,
        ..TABLE
    },
    Table {
        title: "承認された後の変更の報告",
        list: &["report", "changes"],
        columns: &[
            column("変更したこと", &["what"], TEXT, 120),
            column("前", &["before"], TEXT, 150),
            column("後", &["after"], TEXT, 150),
            column("変更した日", &["on"], Kind::Day, 97),
            column("理由", &["why"], TEXT, 180),
        ],
        spare: 2,
        ..TABLE
    },
    Table {
        title: "これまでの承認",
        list: &["prior_approvals"],
        id: Some(("approval", &[Of::Approval])),
        columns: &[
            column("承認されたもの", &["subject"], TEXT, 197),
            column("承認を受けた課", &["by"], TEXT, 130),
            column("承認した機関", &["body"], Kind::One(Of::Body), 170),
            column("会議の年度（西暦）", &["fiscal_year"], Kind::Number, 110),
            column("会議の回", &["number"], Kind::Number, 90),
        ],
        spare: 3,
        note: "平成30年度は 2018 と書く。",
        ..TABLE
    },
    Table {
        title: "承認の及ぶ範囲",
        list: &["prior_approvals", "*", "covers"],
        above: "承認",
        columns: &[
            column("契約", &["contract"], Kind::One(Of::Contract), 297),
            column("その契約の、承認された者", &["providers"], Kind::Many(Of::Provider), 280),
        ],
        spare: 3,
        note: "者を書かなければ、全て。",
        ..TABLE
    },
    Table {
        title: "指摘を受け入れる理由",
        list: &["waivers"],
        columns: &[
            column("規則の名", &["rule"], TEXT, 140),
            column("場所", &["at"], TEXT, 130),
            column("理由", &["reason"], TEXT, 227),
            column("認めた者", &["approved_by"], TEXT, 100),
            column("いつまで", &["until"], Kind::Day, 100),
        ],
        spare: 2,
        ..TABLE
    },
];

/// What has a sheet of its own; a new one begins here.
pub(super) const CONTENTS: &[Table] = &[
    Table {
        title: "情報項目の一覧",
        list: &["item_sets"],
        adds: true,
        id: Some(("items", &[Of::ItemSet, Of::Material])),
        columns: &[column("一覧の題", &["title"], TEXT, 427), column("見出し", &["heading"], TEXT, 270)],
        spare: 2,
        note: "新しい一覧には、下の「新しい一覧の項目」に項目も書く。",
        ..TABLE
    },
    Table {
        title: "新しい一覧の項目",
        list: &["item_sets", "*", "items"],
        above: "一覧",
        adds: true,
        columns: &[
            column("情報項目", &["name"], TEXT, 277),
            column("種別", &["kinds"], Kind::Words(words::<ItemKind>), 200),
            column("誰から得るか", &["sources"], Kind::Words(words::<ItemSource>), 100),
        ],
        spare: 20,
        note: "前からある一覧の項目は、項目のシートに書く。",
        ..TABLE
    },
    Table {
        title: "外部結合（別紙）",
        list: &["connections"],
        adds: true,
        id: Some(("connection", &[Of::Annex])),
        columns: &[column("件名", &["title"], TEXT, 697)],
        spare: 2,
        ..TABLE
    },
    Table {
        title: "業務委託の契約（別紙）",
        list: &["contracts"],
        adds: true,
        id: Some(("contract", &[Of::Contract, Of::Annex])),
        columns: &[
            column("件名", &["title"], TEXT, 357),
            column("契約の形", &["form"], TEXT, 110),
            column("情報項目の一覧", &["item_set"], Kind::One(Of::ItemSet), 230),
        ],
        spare: 2,
        note: "新しい契約の細かい欄は、取り込んで、もう一度書き出すと、そのシートができる。",
        ..TABLE
    },
    Table {
        title: "個人情報の流れ（図）",
        list: &["flows"],
        adds: true,
        id: Some(("flow", &[Of::Material])),
        columns: &[
            column("図の題", &["title"], TEXT, 427),
            column("契約", &["contract"], Kind::One(Of::Contract), 270),
        ],
        spare: 2,
        ..TABLE
    },
    Table {
        title: "図の対策の箱",
        list: &["measures"],
        adds: true,
        id: Some(("box", &[Of::Measures])),
        columns: &[column("運用上かシステム上か", &["category"], Kind::Word(words::<Category>), 697)],
        spare: 2,
        note: "新しい箱には、下の「新しい箱の語」に語も書く。",
        ..TABLE
    },
    Table {
        title: "新しい箱の語",
        list: &["measures", "*", "measures"],
        above: "箱",
        adds: true,
        columns: &[
            column("図での語", &["label"], TEXT, 437),
            column("当たるチェックリストの項目", &["rows"], Kind::Texts, 140),
        ],
        spare: 10,
        note: "項目は P8 などの項番で書く。",
        ..TABLE
    },
];
