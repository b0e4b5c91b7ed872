//! `policies/common/*.yaml`: what holds for every year. Each file may hold any of the keys; lists are joined.

use crate::model::vocabulary::{
    ActClass, Claim, Interval, ItemKind, MeansClass, Requires, VariantAbout, Zone,
};
use crate::record;
use crate::source::Located;
use crate::yaml::decode::{List, Str, Word};
use chrono::NaiveDate;

record! {
    /// One file of `policies/common/`.
    pub(crate) struct RawCommon = "年度によらない語と事実（policies/common/）" {
        typos: Option<List<RawTypo>>, "誤字・脱字の表";
        variants: Option<List<RawVariant>>, "表記のゆれの表（先頭が推奨する形）";
        no_answers: Option<List<Str>>, "欄に書いてあっても答えとみなさない文（その文だけのとき）";
        fill_in_marks: Option<List<Str>>, "文の中にあれば、まだ書かれていないとみなす印";
        half_width: Option<List<Str>>, "本文で半角の数字のまま書いてよい語";
        intervals: Option<List<RawInterval>>, "証跡の間隔を表す語（毎月、四半期ごとなど）。fugi status が期限に数える";
        known_abbreviations: Option<List<Str>>, "説明がなくても通じる略語（USB、DVD など）";
        person_units: Option<List<Str>>, "人を数える単位。ほかの単位（世帯など）の数は、人数と見ない";
        certifications: Option<List<RawCertificationKind>>, "認証の種類";
        networks: Option<List<RawNetwork>>, "回線の種類";
        protections: Option<List<RawProtection>>, "通信の保護の種類";
        means: Option<List<RawMeans>>, "回線によらない渡し方の種類（記録媒体、紙、郵便、電話など）と、それぞれに要ること";
        connection_words: Option<List<Str>>, "自治体との外部結合を指す語";
        acts: Option<List<RawAct>>, "処理を表す語（送信、与信照会など）";
        abolished_terms: Option<List<RawAbolishedTerm>>, "廃止された制度の用語";
        bodies: Option<List<RawBody>>, "過去の審議会など、承認をした機関";
        laws: Option<List<RawLaw>>, "施行日をまたぐと確認が要る法令";
        holidays: Option<List<RawHoliday>>, "国民の祝日と休日（国民の祝日に関する法律）。期限を数えるときに使う";
        item_words: Option<List<RawItemWord>>, "情報項目の名に現れる語と、付けるべき種別";
        clauses: Option<List<RawClauseKind>>, "特記事項に要る条項";
        erasure_fields: Option<List<Str>>, "消去報告に要る記載事項";
        reason_claims: Option<List<RawReasonClaim>>, "対策が要らない理由が主張する事実";
        sentences: Option<RawSentences>, "文の読み方: 文の語を、欄に書いた事実と比べるときに使う語";
        limits: Option<RawLimits>, "自治体の目安";
        changes: Option<RawChanges>, "年度の間の変更（新旧対照表）のしきい値と、求めること";
    }
}
record! {
    pub(crate) struct RawInterval = "間隔を表す語" {
        every: Word<Interval>, "間隔";
        words: List<Str>, "文中でその間隔を指す語";
    }
}
record! {
    pub(crate) struct RawTypo = "誤字" {
        wrong: Str, "誤った形";
        right: Str, "正しい形";
    }
}
record! {
    pub(crate) struct RawVariant = "表記のゆれ" {
        id: Str, "識別子";
        forms: List<Str>, "同じ語の書き方。先頭が推奨する形";
        about: Option<Word<VariantAbout>>, "何についての語か（省略時は word）";
    }
}
record! {
    pub(crate) struct RawCertificationKind = "認証の種類" {
        id: Str, "識別子（例: iso27001）";
        name: Str, "紙に書く名（例: ISO27001）";
        wording: Str, "取得を表す標準の書き方（例: ISO27001認証取得事業者）";
    }
}
record! {
    pub(crate) struct RawNetwork = "回線の種類" {
        id: Str, "識別子（例: lgwan）";
        name: Str, "紙に書く名（例: LGWAN回線）";
        words: List<Str>, "文中でその回線を指す語";
        closed: Located<bool>, "特定の相手だけがつながる閉じた回線か";
        zones: Option<List<Word<Zone>>>, "この回線をつなげる自治体のネットワークの区分。省略時は問わない";
    }
}
record! {
    pub(crate) struct RawMeans = "渡し方の種類" {
        id: Str, "識別子（例: media-by-hand）";
        name: Str, "紙に書く名（例: 記録媒体の手渡し）";
        class: Word<MeansClass>, "どのような渡し方か";
        words: Option<List<Str>>, "識別子でなく文で書かれた渡し方を、これと見分ける語（前の種類から順に見る）";
        needs: Option<List<List<Str>>>, "要る保護（protections の識別子）。中の一覧は、どれか一つでよいもの";
        needs_reason: Option<Located<bool>>, "この渡し方による理由（means_reason）が要るか";
        needs_afterwards: Option<Located<bool>>, "渡したものが用済みの後どうなるか（afterwards）が要るか";
        needs_return: Option<Located<bool>>, "届かなかったときに戻る先（returns_to）が要るか";
        not_for: Option<List<Word<ItemKind>>>, "この渡し方で渡してはならない項目の種別";
    }
}
record! {
    pub(crate) struct RawProtection = "通信の保護" {
        id: Str, "識別子（例: transport-encryption）";
        name: Str, "紙に書く名（例: 通信暗号化）";
        encrypts: Located<bool>, "通信を暗号化するものか";
        words: Option<List<Str>>, "手順や渡し方の文で、この保護を行うと述べている語";
    }
}
record! {
    pub(crate) struct RawAct = "処理を表す語" {
        name: Str, "処理の名（例: 送信）";
        class: Word<ActClass>, "処理の種類";
        implied_by: Option<List<Str>>, "この処理を当然に含む処理の名（例: 受信は送信の裏返し）";
        spoils: Option<Located<bool>>, "紙の損紙や試し刷りが出る処理か（印刷など）";
        encloses: Option<Located<bool>>, "一人ずつの書類を封筒に入れる処理か";
        money: Option<Located<bool>>, "金銭を納める、又は渡す処理か";
        designation: Option<Str>, "この処理を行う者に要る指定の名（例: 代理納付は指定納付受託者）";
    }
}
record! {
    pub(crate) struct RawAbolishedTerm = "廃止された制度の用語" {
        term: Str, "用語";
        until: Located<NaiveDate>, "使えた最後の日（経過措置を含む）";
        replaced_by: Str, "今の用語";
        basis: Str, "根拠の条文";
        ask: Option<Str>, "合わせて確かめること";
    }
}
record! {
    pub(crate) struct RawBody = "承認をした機関" {
        id: Str, "識別子";
        name: Str, "機関の名";
        from: Option<Located<NaiveDate>>, "設置の日";
        until: Option<Located<NaiveDate>>, "廃止の日（最後の日）";
        basis: Option<Str>, "根拠と、廃止の事情";
    }
}
record! {
    pub(crate) struct RawLaw = "法令の施行" {
        id: Str, "識別子";
        name: Str, "法令と条";
        in_force: Located<NaiveDate>, "施行日";
        promulgated: Option<Located<NaiveDate>>, "公布の日。施行日が政令で定まるまでは、公布の日から in_force の日までのどの日にも施行されうる。書けば、in_force を遅くともの日とする";
        effect: Str, "何が変わるか";
        source: Option<Str>, "施行日と内容を確かめた原文。なければ、原文は未確認";
    }
}
record! {
    pub(crate) struct RawHoliday = "国民の祝日・休日" {
        date: Located<NaiveDate>, "日";
        name: Str, "名";
    }
}
record! {
    pub(crate) struct RawItemWord = "情報項目の語" {
        kind: Word<ItemKind>, "付けるべき種別";
        words: List<Str>, "項目名に現れる語";
        except: Option<List<Str>>, "その語を含んでも当たらない項目名";
        said: Option<List<Str>>, "文に現れれば、その種別の項目を扱うことを表す語";
    }
}
record! {
    pub(crate) struct RawClauseKind = "特記事項の条項" {
        id: Str, "識別子";
        name: Str, "条項の名";
        basis: Option<Str>, "根拠";
    }
}
record! {
    pub(crate) struct RawReasonClaim = "理由の主張" {
        words: List<Str>, "理由の中の語";
        claims: Word<Claim>, "主張する事実";
    }
}
record! {
    pub(crate) struct RawChanges = "年度の間の変更の扱い" {
        subject_count_percent: Option<Located<u64>>, "対象者数がこの割合（％）以上増減したら、大きな増減とする（省略時は 20）";
        subject_count_steps: Option<List<Located<u64>>>, "対象者数がこの数をまたいだら、大きな増減とする（省略時は 1000、10000、100000、300000）";
        consequences: Option<List<RawConsequence>>, "変更の規則ごとに求めること。書かない規則と書かない向きは、規則の標準による";
    }
}
record! {
    pub(crate) struct RawConsequence = "変更が求めること" {
        rule: Str, "変更の規則の名（例: recipient-changed。一覧は `fugi explain --list`）";
        widening: Option<Word<Requires>>, "拡大のとき";
        narrowing: Option<Word<Requires>>, "縮小のとき";
        neutral: Option<Word<Requires>>, "中立のとき";
        editorial: Option<Word<Requires>>, "字句のとき";
    }
}
record! {
    pub(crate) struct RawSentences = "文の読み方" {
        history: Option<List<Str>>, "昔のことを述べる文であることを表す語";
        denials: Option<List<Str>>, "前の語を打ち消す語";
        subjects: Option<List<Str>>, "人数が対象者の数であることを表す語";
        part: Option<List<Str>>, "全体の数でないことを表す語";
        breakdown: Option<List<Str>>, "内訳を述べる文であることを表す語";
        persons: Option<List<Str>>, "人数の単位";
        erasure: Option<List<Str>>, "消去・返却を表す語";
        end_of_work: Option<List<Str>>, "業務の終わりを表す語";
        incident: Option<List<Str>>, "事故を表す語";
        begins: Option<List<Str>>, "始まる日に続く語";
        ends: Option<List<Str>>, "終わる日に続く語";
        business: Option<List<Str>>, "案件そのものを述べる文の語";
        results: Option<List<Str>>, "実績や継続を述べる語";
        sends: Option<List<Str>>, "渡すことを表す語";
        ways: Option<List<RawWays>>, "渡し方の語の組";
        by_hand: Option<List<Str>>, "回線による線では起こらない渡し方の語";
        councils: Option<List<Str>>, "会議の名の終わりの語";
        entrusts: Option<List<Str>>, "誰に行わせるかを述べる文の語";
        systems: Option<List<Str>>, "端末・システムの名の終わりの語";
        council_topics: Option<List<Str>>, "個人情報についての会議の名にある語";
        general: Option<List<Str>>, "役割やシステムの名に似ていても、一般の語であるもの";
        look_alike: Option<List<Str>>, "形の似た字の組（一つの語に並べる）";
        removable: Option<List<Str>>, "持ち運べる媒体を表す語";
        paper: Option<List<Str>>, "紙を表す語";
        derived: Option<List<Str>>, "要配慮の項目から分かることを表す語";
        temporary: Option<List<Str>>, "一時的に保存することを表す語";
        backup: Option<List<Str>>, "バックアップを表す語";
        income: Option<List<Str>>, "金銭を委託先の収入とすることを表す語";
        codes: Option<List<Str>>, "機器で読み取るコードを表す語";
        reads: Option<List<Str>>, "コードを読み取ることを表す語";
        unlike: Option<List<Str>>, "ほかのものと比べているだけであることを表す語";
        network_words: Option<List<Str>>, "回線の種類によらず、網につながることを表す語";
        same_items: Option<List<List<Str>>>, "同じ項目の呼び名の組";
    }
}
record! {
    pub(crate) struct RawWays = "渡し方の組" {
        of: List<List<Str>>, "同じ線で同時には起こらない渡し方。中の一覧は同じ渡し方の語";
    }
}
record! {
    pub(crate) struct RawLimits = "自治体の目安" {
        erasure_days: Option<Located<u64>>, "業務の終了から消去までの日数の上限";
        measure_rows: Option<Located<u64>>, "図の対策の一語が当たってよい項目の数の上限";
    }
}
