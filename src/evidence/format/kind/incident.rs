//! 事故報告: a leak, loss or damage, told in a chain of 第一報, 速報 and 確報.
//!
//! The nine items are those of 個人情報保護法施行規則44条1項 for 行政機関等 (別記様式第六); 43条 says which heads make it
//! reportable. A preliminary report holds what is known by then (「知っているものに限る」); a final report holds all nine.

use super::in_order;
use super::part::{Attachment, Person};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::{Moment, Problem};
use crate::text;
use crate::{statement_kind, statement_words};

statement_words! {
    /// Which report of the chain.
    pub enum Stage {
        First = "first", "第一報";
        Preliminary = "preliminary", "速報";
        Final = "final", "確報";
    }
}

statement_words! {
    /// What happened to the data.
    pub enum Happened {
        Leak = "leak", "漏えい";
        Loss = "loss", "滅失";
        Damage = "damage", "毀損";
        Suspected = "suspected", "おそれ";
    }
}

statement_words! {
    /// The heads of 施行規則43条, and what is reported outside them.
    pub enum Head {
        SpecialCare = "special_care", "43条1号（要配慮個人情報）";
        Financial = "financial", "43条2号（財産的被害のおそれ）";
        Wrongful = "wrongful", "43条3号（不正の目的のおそれ）";
        OverHundred = "over_hundred", "43条4号（100人を超える）";
        OrdinanceSpecialCare = "ordinance_special_care", "43条5号（条例要配慮個人情報）";
        IndividualNumber = "individual_number", "番号法29条の4（個人番号）";
        NoneOfThem = "none", "どの号にも当たらない";
        Open = "open", "確認中";
    }
}

statement_kind! {
    /// 事故報告.
    pub struct Incident(String) = "事故報告" {
        incident: String, "事案の番号（同じ事案の報告に共通）", "", "2026-001";
        stage: Stage, "報告の段階", "施行規則44条", "first";
        follows: Option<Digest>, "この前の報告の SHA-256（第一報には書かない）", "", "";
        party: Option<String> as Id, "事故のあった委託先（法人の識別子。区なら書かない）", "", "mihon-funyu";
        party_name: Option<String>, "委託先の名", "別記様式第六（委託先）", "見本封入株式会社";
        happened: Happened, "何が起きたか", "法68条", "loss";
        heads: Vec<Head>, "当たる号", "施行規則43条", "[open]";
        summary: String as Prose, "概要（発生から発覚まで、経過）", "施行規則44条1項1号", "封入センターで、受診券1通の所在が確認できない。";
        occurred_at: Option<Moment>, "発生の日時", "別記様式第六（発生日）", "2026-10-13T10:00:00+09:00";
        found_at: Moment, "発覚の日時", "別記様式第六（発覚日）", "2026-10-13T17:40:00+09:00";
        found_by: String, "発見した者（部署と職名）", "別記様式第六（発見者）", "封入センター 作業責任者";
        contractor_aware_at: Option<Moment>, "委託先が知った日時", "個人情報保護委員会 通則編GL 3-5-3-4", "2026-10-13T17:40:00+09:00";
        ward_aware_at: Option<Moment>, "区が知った日時（この日が1日目）", "個人情報保護委員会 通則編GL 3-5-3-4", "2026-10-13T18:30:00+09:00";
        route: Option<String> as Prose, "報告の経路", "区の事故報告書", "委託先の責任者から担当課へ電話、続いて書面";
        handled_by: Option<Vec<Person>>, "対応する者", "区の事故報告書", "";
        items: Option<Vec<String>>, "漏えい等のあった項目", "施行規則44条1項2号", "[受診券番号, 氏名, 送付先]";
        media: Option<String> as Prose, "媒体と種類", "別記様式第六（媒体）", "紙（封緘前の受診券）";
        subjects_count: Option<u64>, "本人の数", "施行規則44条1項3号", "1";
        subjects_count_final: Option<bool>, "数は確定か", "", "false";
        cause: Option<String> as Prose, "原因", "施行規則44条1項4号", "封入の工程で、数量の照合を1回省いた。";
        secondary_damage: Option<String> as Prose, "二次被害又はそのおそれの有無と内容", "施行規則44条1項5号", "なし（確報の日まで）";
        response: Option<String> as Prose, "本人への対応の実施状況", "施行規則44条1項6号", "本人に連絡し、受診券を再発行した。";
        publication: Option<String> as Prose, "公表の実施状況", "施行規則44条1項7号", "区のホームページで公表した。";
        prevention_done: Option<String> as Prose, "再発防止（実施済み）", "施行規則44条1項8号", "工程ごとの数量の照合を二人で行う。";
        prevention_planned: Option<String> as Prose, "再発防止（予定）", "施行規則44条1項8号", "作業手順書を改める。";
        other: Option<String> as Prose, "その他参考となる事項", "施行規則44条1項9号", "なし";
        responsible: Person, "報告の責任者", "", "";
        attachments: Option<Vec<Attachment>>, "添付（本人の情報を含むものは personal_data: true）", "", "";
    }
}

impl Incident {
    /// Tells what does not fit together in it.
    pub(super) fn check(&self, out: &mut Vec<Problem>) {
        if let Some(occurred) = self.occurred_at {
            in_order(("occurred_at", occurred.date()), ("found_at", self.found_at.date()), out);
        }
        if let (Some(contractor), Some(ward)) = (self.contractor_aware_at, self.ward_aware_at) {
            in_order(("contractor_aware_at", contractor.date()), ("ward_aware_at", ward.date()), out);
        }
        in_order(("found_at", self.found_at.date()), ("issued_at", self.issued_at.date()), out);
        // Nobody knows already what is still to come.
        for (name, aware) in
            [("contractor_aware_at", self.contractor_aware_at), ("ward_aware_at", self.ward_aware_at)]
        {
            if let Some(aware) = aware {
                in_order((name, aware.date()), ("issued_at", self.issued_at.date()), out);
            }
        }
        let certain = self.heads.iter().filter(|head| !matches!(head, Head::NoneOfThem | Head::Open)).count();
        if certain > 0 && certain < self.heads.len() {
            out.push(
                Problem::new(
                    "heads",
                    text!(
                        "当たる号と、「当たらない」や「確認中」を並べて書けません",
                        "a head stands beside `none` or `open`"
                    ),
                )
                .help(text!("当たる号だけを残してください", "keep only the heads that apply")),
            );
        }
        let over = self.subjects_count.is_some_and(|count| count > 100);
        if over && !self.heads.contains(&Head::OverHundred) {
            out.push(
                Problem::new(
                    "heads",
                    text!(
                        "本人の数が100人を超えていますが、4号がありません",
                        "more than 100 persons, but head 4 is missing"
                    ),
                )
                .help(text!("over_hundred を足してください（施行規則43条4号）", "add `over_hundred`")),
            );
        }
        match (self.stage, self.follows) {
            (Stage::First, Some(_)) => out.push(
                Problem::new(
                    "follows",
                    text!("第一報に前の報告はありません", "nothing comes before a first report"),
                )
                .help(text!(
                    "follows を消すか、stage を速報か確報にしてください",
                    "take `follows` out, or write another stage"
                )),
            ),
            (Stage::Preliminary | Stage::Final, None) => {
                let stage = self.stage.label();
                out.push(
                    Problem::new(
                        "stage",
                        text!("{stage}に、前の報告（follows）がありません", "`follows` is missing"),
                    )
                    .help(text!(
                        "前の報告の SHA-256 を書いてください（`fugi log list` で分かります）",
                        "write the digest of the report before (`fugi log list`)"
                    )),
                );
            }
            _ => {}
        }
        if self.stage == Stage::Final {
            self.check_nine_items(out);
        }
    }

    /// A final report says all nine items (施行規則44条2項).
    fn check_nine_items(&self, out: &mut Vec<Problem>) {
        let items = [
            ("items", "項目", self.items.is_some()),
            ("subjects_count", "本人の数", self.subjects_count.is_some()),
            ("cause", "原因", self.cause.is_some()),
            ("secondary_damage", "二次被害", self.secondary_damage.is_some()),
            ("response", "本人への対応", self.response.is_some()),
            ("publication", "公表", self.publication.is_some()),
            (
                "prevention_done",
                "再発防止",
                self.prevention_done.is_some() || self.prevention_planned.is_some(),
            ),
            ("other", "その他", self.other.is_some()),
        ];
        for (name, title, is_there) in items {
            if !is_there {
                out.push(
                    Problem::new(
                        "stage",
                        text!("確報に「{title}」（{name}）がありません", "the final report lacks `{name}`"),
                    )
                    .help(text!(
                        "九つの事項の全てが要ります。ないときは「なし」と理由を書いてください（施行規則44条）",
                        "all nine items are needed; where there is nothing, say so"
                    )),
                );
            }
        }
        if self.heads.contains(&Head::Open) {
            out.push(
                Problem::new(
                    "heads",
                    text!("確報で、当たる号が確認中のままです", "the heads are still open"),
                )
                .help(text!(
                    "当たる号か、当たらないこと（none）を書いてください",
                    "write the heads that apply, or `none`"
                )),
            );
        }
    }
}
