//! The one table of what rules rest on: law, article, the days in force, where the text was read, what it means.
//!
//! A row whose text was not read is no authority: it is cited as 内部. Days are those from which an article binds a
//! ward (区市町村); the first day counts as in force. A rule cites rows and knows no dates.

use crate::diagnostic::{Asker, Text};
use crate::text;
use chrono::NaiveDate;

/// Words in Japanese and English.
pub type Words = (&'static str, &'static str);

/// One row: an article, a passage of a guideline, a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Law {
    /// 個人情報保護法.
    pub law: Words,
    /// 第66条; empty where the whole is meant.
    pub article: Words,
    /// The first day in force; `None` for longer than any matter can be.
    pub from: Option<NaiveDate>,
    /// The last day in force; `None` until further notice.
    pub to: Option<NaiveDate>,
    /// Where its text was read.
    pub source: Source,
    /// What it means, and for whom.
    pub means: Words,
}

/// Where the text of a row was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// In the text named: a version, or an address.
    Read(Words),
    /// In the submission: its forms, and the contracts it states.
    Paper,
    /// Nowhere: the row says what is asked for inside the ward, and is cited as 内部.
    Unread,
}

impl Source {
    /// Returns the source for a reader.
    #[must_use]
    pub fn said(self) -> Text {
        let (ja, en) = match self {
            Self::Read(text) => text,
            Self::Paper => ("付議資料", "the submission"),
            Self::Unread => ("原文は未確認（内部）", "text not read (internal)"),
        };
        Text { ja: ja.to_owned(), en: en.to_owned() }
    }
}

impl Law {
    /// Returns whether it is in force on a day, the first and the last included.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Returns who asks for what it asks for, where that is not written; nobody by what a contract says.
    #[must_use]
    pub fn asker(&self) -> Option<Asker> {
        match self.source {
            Source::Read(_) => Some(Asker::Law),
            Source::Paper if self.law == CONTRACT.law => None,
            Source::Paper => Some(Asker::Form),
            Source::Unread => Some(Asker::House),
        }
    }

    /// Returns whether it binds only where individual numbers are handled.
    #[must_use]
    pub fn is_of_individual_numbers(&self) -> bool {
        [NUMBER.law, NUMBER_GUIDELINE.law, ASSESSMENT.law].contains(&self.law)
    }

    /// Returns whether it binds only where something is provided to somebody abroad; entrusting is no providing.
    #[must_use]
    pub fn is_of_provision_abroad(&self) -> bool {
        *self == APPI_71
    }

    /// Returns law and article.
    #[must_use]
    pub fn name(&self) -> Text {
        let ((law_ja, law_en), (article_ja, article_en)) = (self.law, self.article);
        let en = if article_en.is_empty() { law_en.to_owned() } else { format!("{law_en} {article_en}") };
        Text { ja: format!("{law_ja}{article_ja}"), en }
    }
}

/// Returns how rows are cited: articles of one law together, what was not read at the end as 内部（…）.
#[must_use]
pub fn cite<'l>(laws: impl IntoIterator<Item = &'l Law>) -> Text {
    let mut read: Vec<(Words, Text)> = Vec::new();
    let mut inside: Vec<Text> = Vec::new();
    for law in laws {
        if law.source == Source::Unread {
            inside.push(law.name());
        } else if let Some((_, cited)) = read.iter_mut().find(|(own, _)| *own == law.law) {
            let (ja, en) = law.article;
            cited.ja.push_str(&format!("・{ja}"));
            cited.en.push_str(&format!(", {en}"));
        } else {
            read.push((law.law, law.name()));
        }
    }
    let joined = |texts: &[Text]| {
        let ja: Vec<&str> = texts.iter().map(|text| text.ja.as_str()).collect();
        let en: Vec<&str> = texts.iter().map(|text| text.en.as_str()).collect();
        Text { ja: ja.join("、"), en: en.join("; ") }
    };
    let mut cited: Vec<Text> = read.into_iter().map(|(_, text)| text).collect();
    if !inside.is_empty() {
        let Text { ja, en } = joined(&inside);
        cited.push(text!("内部（{ja}）", "internal ({en})"));
    }
    joined(&cited)
}

/// A law, a guideline or a form, without the article.
#[derive(Clone, Copy)]
struct Whole {
    law: Words,
    from: Option<NaiveDate>,
    source: Source,
}

const fn read(law: Words, from: Option<NaiveDate>, text: Words) -> Whole {
    Whole { law, from, source: Source::Read(text) }
}

const fn paper(law: Words) -> Whole {
    Whole { law, from: None, source: Source::Paper }
}

const fn unread(law: Words) -> Whole {
    Whole { law, from: None, source: Source::Unread }
}

/// The law binds local public entities directly from this day (令和3年法律第37号第51条).
const DIRECT: Option<NaiveDate> = NaiveDate::from_ymd_opt(2023, 4, 1);

const APPI: Whole = read(
    ("個人情報保護法", "APPI"),
    DIRECT,
    ("個人情報の保護に関する法律、令和8年7月17日の条文", "the Act as of 2026-07-17"),
);
const ORDER: Whole = read(
    ("個人情報保護法施行令", "APPI cabinet order"),
    DIRECT,
    ("個人情報の保護に関する法律施行令の条文", "the cabinet order"),
);
const RULES: Whole = read(
    ("個人情報保護法施行規則", "APPI rules"),
    DIRECT,
    ("個人情報の保護に関する法律施行規則、令和8年6月14日の条文", "the rules as of 2026-06-14"),
);
const GENERAL: Whole = read(
    ("個人情報保護法ガイドライン（通則編）", "PPC guideline (general rules)"),
    DIRECT,
    ("個人情報保護委員会の公表した本文", "the text published by the PPC"),
);
const QA: Whole = read(
    ("個人情報保護委員会 Q&A（行政機関等編）", "PPC Q&A (administrative bodies)"),
    DIRECT,
    ("https://www.ppc.go.jp/all_faq_index/faq7-q3-1-4/", "https://www.ppc.go.jp/all_faq_index/faq7-q3-1-4/"),
);
const GUIDE: Whole = read(
    ("個人情報保護委員会 事務対応ガイド", "PPC administrative guide"),
    DIRECT,
    ("Q&A（行政機関等編）3-1-4 に引かれた文", "as quoted in the Q&A 3-1-4"),
);
const NUMBER: Whole = read(("番号法", "Number Act"), None, ("番号法の条文", "the text of the Number Act"));
const NUMBER_QUOTED: Whole = read(
    ("番号法", "Number Act"),
    None,
    (
        "施行規則の本則に引かれた文（https://jplaws.app/d/426M6000000A003-m.html）",
        "as quoted in the rules under it (https://jplaws.app/d/426M6000000A003-m.html)",
    ),
);
const NUMBER_GUIDELINE: Whole = read(
    (
        "特定個人情報ガイドライン（行政機関等・地方公共団体等編）",
        "Guideline on specific personal information",
    ),
    None,
    ("令和7年9月の本文", "the text of 2025-09"),
);
const ASSESSMENT: Whole = read(
    (
        "特定個人情報保護評価に関する規則",
        "Rules on the assessment of specific personal information protection",
    ),
    None,
    (
        "町の公表したしきい値判断の説明（https://www.town.shimamoto.lg.jp/soshiki/5/1220.html）",
        "a town's published explanation of the thresholds (https://www.town.shimamoto.lg.jp/soshiki/5/1220.html)",
    ),
);
const AUTONOMY: Whole = read(
    ("地方自治法", "Local Autonomy Act"),
    None,
    ("地方自治法の条文", "the text of the Local Autonomy Act"),
);
const AUTONOMY_PAYING: Whole = read(
    ("地方自治法", "Local Autonomy Act"),
    NaiveDate::from_ymd_opt(2022, 1, 4),
    (
        "公開された条文（https://iuris.jp/地方自治法-第二百三十一条の二の三-指定納付受託者/jpn/a/68533、令和6年6月26日施行のもの）",
        "the text as published (iuris.jp, in force on 2024-06-26)",
    ),
);
const FORM_OF_PAPER: Whole = paper(("付議資料の様式", "the form of the submission"));
const FORM_OF_CHECKLIST: Whole = paper(("チェックリストの様式", "the checklist form"));
const CONTRACT: Whole = paper(("契約", "the contract"));
const GUIDE_UNREAD: Whole = unread(("個人情報保護委員会 事務対応ガイド", "PPC administrative guide"));

macro_rules! table {
    ($($name:ident = $whole:expr, $article:literal $article_en:literal, $means:literal $means_en:literal;)*) => {
        $(
            #[doc = $means_en]
            pub const $name: Law = Law {
                law: $whole.law,
                article: ($article, $article_en),
                from: $whole.from,
                to: None,
                source: $whole.source,
                means: ($means, $means_en),
            };
        )*

        /// Every row.
        pub const TABLE: &[Law] = &[$($name),*];
    };
}

table! {
    APPI_2 = APPI, "第2条" "art. 2",
        "個人情報と個人識別符号の定義" "What personal information and individual identification codes are.";
    APPI_2_3 = APPI, "第2条第3項" "art. 2(3)",
        "要配慮個人情報の定義" "What special care-required information is.";
    APPI_26_1 = APPI, "第26条第1項ただし書" "art. 26(1) proviso",
        "委託を受けた者は、委託元に知らせれば自らの報告に代えられる" "A contractor may notify the entrusting body instead of reporting.";
    APPI_60_5 = APPI, "第60条第5項" "art. 60(5)",
        "条例要配慮個人情報の定義" "What information an ordinance gives special care to.";
    APPI_61 = APPI, "第61条" "art. 61",
        "区は、利用目的に要る範囲でだけ保有する" "A ward holds only what the purpose of use needs.";
    APPI_66 = APPI, "第66条" "art. 66",
        "区と委託先（再委託先を含む）は、安全管理措置を講じる" "Ward, contractors and sub-contractors take security control measures.";
    APPI_66_ABROAD = APPI, "第66条（外的環境の把握）" "art. 66 (external environment)",
        "国外での取扱いは、その国の制度を知って安全管理をする" "Handling abroad is secured in knowledge of the country's system.";
    APPI_66_2_5 = APPI, "第66条第2項第5号" "art. 66(2)(v)",
        "再委託を受けた者も、どの段階でも、安全管理措置を講じる" "Sub-contractors of every stage take security control measures.";
    APPI_68 = APPI, "第68条" "art. 68",
        "区は、漏えい等を委員会に報告し、本人に知らせる" "A ward reports leakage to the PPC and notifies the principal.";
    APPI_69 = APPI, "第69条" "art. 69",
        "区は、利用目的以外に利用・提供しない" "A ward does not use or provide outside the purpose.";
    APPI_70 = APPI, "第70条" "art. 70",
        "提供を受ける者に、制限や適切な管理を求める" "A recipient is bound to limits and proper management.";
    APPI_71 = APPI, "第71条" "art. 71",
        "外国にある第三者への提供の制限" "Provision to third parties in foreign countries is limited.";
    APPI_75 = APPI, "第75条" "art. 75",
        "区は、個人情報ファイル簿を作り、公表する" "A ward makes and publishes the register of personal information files.";
    APPI_DIRECT = APPI, "の直接適用（令和5年4月1日、区条例の廃止）" "(direct application since 2023-04-01; the ward's ordinance was repealed)",
        "令和5年4月1日から、区条例に代わり法が区に適用される" "Since 2023-04-01 the Act binds the ward in the place of its ordinance.";
    ORDER_20 = ORDER, "第20条" "art. 20",
        "個人情報ファイル簿に記載する事項" "What the register of personal information files states.";
    ORDER_20_2 = ORDER, "第20条第2項" "art. 20(2)",
        "本人の数が千人に満たないファイルは、ファイル簿に載せない" "Files of fewer than 1,000 persons are left out of the register.";
    ORDER_21 = ORDER, "第21条" "art. 21",
        "ファイル簿は直ちに作り、直ちに直し、公表する" "The register is made and corrected at once, and published.";
    RULES_9 = RULES, "第9条" "art. 9",
        "委託を受けた者は、知った後、速やかに委託元に知らせる" "A contractor notifies the entrusting body promptly.";
    RULES_43 = RULES, "第43条" "art. 43",
        "報告が要る漏えい等の五つの号" "The five heads of leakage that must be reported.";
    RULES_44 = RULES, "第44条" "art. 44",
        "委員会への報告の事項と期限" "What is reported to the PPC, and by when.";
    RULES_44_1 = RULES, "第44条第1項" "art. 44(1)",
        "速報は、知った後、速やかに出す" "The preliminary report follows promptly.";
    RULES_44_2 = RULES, "第44条第2項" "art. 44(2)",
        "確報は、知った日から30日（不正の目的のおそれがあれば60日）以内に出す" "The final report follows within 30 days, or 60 where a wrongful purpose may lie behind it.";
    RULES_45 = RULES, "第45条" "art. 45",
        "本人に、状況に応じて速やかに、概要・項目・原因・二次被害などを知らせる" "The principal is told outline, items, cause and secondary damage promptly, as the situation allows.";
    GENERAL_3_5_3_3 = GENERAL, "3-5-3-3（速報は概ね3日から5日以内）" "3-5-3-3 (about 3 to 5 days)",
        "速報の「速やかに」は、概ね3日から5日以内" "Promptly means within about 3 to 5 days.";
    GENERAL_3_5_3_4 = GENERAL, "3-5-3-4" "3-5-3-4",
        "期限の数え方（知った日を1日目とする。100人を超えたと分かれば、その日から）" "How days are counted: the day of knowing, or of passing 100 persons, is day 1.";
    QA_3_1_4 = QA, "3-1-4" "3-1-4",
        "区は、委託業務ごとに年1回以上、原則として実地で検査する" "A ward inspects each entrusted work at least once a year, on site as a rule.";
    GUIDE_4_8_9 = GUIDE, "4-8-9(3)" "4-8-9(3)",
        "委託業務の検査は、少なくとも年1回以上、原則として実地検査" "Entrusted work is inspected at least once a year, on site as a rule.";
    NUMBER_9 = NUMBER, "第9条" "art. 9",
        "個人番号は、法の定める事務でだけ利用する" "Individual numbers are used for the work that the Act names only.";
    NUMBER_10 = NUMBER, "第10条" "art. 10",
        "再委託は、どの段階でも、最初に委託した者の許諾を要する" "Re-entrustment of every stage needs the first entruster's consent.";
    NUMBER_11 = NUMBER, "第11条" "art. 11",
        "委託した者は、委託先を監督する" "Whoever entrusts supervises.";
    NUMBER_16 = NUMBER_QUOTED, "第16条" "art. 16",
        "本人から個人番号の提供を受けるときは、本人確認の措置をとる" "Identity is checked where a principal gives an individual number.";
    NUMBER_28 = NUMBER, "第28条" "art. 28",
        "特定個人情報保護評価" "Assessment of specific personal information protection.";
    ASSESSMENT_RULES = ASSESSMENT, "（しきい値判断、5年ごとの再実施）" "(thresholds; again within five years)",
        "評価の種類は対象人数などで決まり、5年を過ぎる前にやり直すよう努める" "The level follows from persons, handlers and incidents; it is made again within five years.";
    NUMBER_GUIDELINE_4_2 = NUMBER_GUIDELINE, "第4-2-(1)" "4-2-(1)",
        "委託契約に盛り込む条項" "The clauses of a contract of entrustment.";
    NUMBER_GUIDELINE_REVIEW = NUMBER_GUIDELINE, "（評価・見直し）" "(evaluation and review)",
        "取扱状況を評価し、見直し、改める" "Handling is evaluated, reviewed and improved.";
    AUTONOMY_208 = AUTONOMY, "第208条（会計年度）" "art. 208 (fiscal year)",
        "会計年度は、4月1日から翌年3月31日まで" "The fiscal year runs from 1 April to 31 March.";
    AUTONOMY_231_2_3 = AUTONOMY_PAYING, "第231条の2の3" "art. 231-2-3",
        "納付する人の委託を受けて納付の事務を行えるのは、長が指定し、告示した指定納付受託者" "Who pays for those that owe money to a local body is designated by its head, and that is announced.";
    FORM = FORM_OF_PAPER, "" "",
        "付議資料の欄は、全て、同じ意味に書く" "Every field of the submission is filled, and means one thing.";
    FORM_RENEWAL = FORM_OF_PAPER, "（次年度以降も、同様の）" "(next year's renewal)",
        "次年度以降も続けるなら、年ごとに確かめる" "What goes on next year is looked at each year.";
    CHECKLIST_FORM = FORM_OF_CHECKLIST, "" "",
        "チェックリストの行は、約束する対策" "A row of the checklist is a measure that is promised.";
    CHECKLIST_ERASURE = FORM_OF_CHECKLIST, "（消去の行）" "(row on erasure)",
        "委託先は、消去し、消去報告書を出す" "A contractor erases and reports so.";
    CHECKLIST_HANDLERS = FORM_OF_CHECKLIST, "（取扱責任者・取扱者の行）" "(row on who handles the data)",
        "委託先は、取扱責任者と取扱者を定め、区に報告する" "A contractor names its manager and handlers to the ward.";
    CHECKLIST_LEDGER = FORM_OF_CHECKLIST, "（管理簿の行）" "(row on the ledger)",
        "受け渡しは、管理簿に書く" "Handing over is entered in a ledger.";
    CONTRACT_ERASURE = CONTRACT, "（返還・消去の特記事項）" "(provisions on return and erasure)",
        "委託先は、終わったら返し、消し、項目・媒体・数量・方法・責任者・年月日を報告する" "At the end a contractor returns, erases and reports item, medium, quantity, method, person and day.";
    CONTRACT_SUBCONTRACTING = CONTRACT, "（再委託の特記事項）" "(provisions on re-entrustment)",
        "再委託は、区の承諾を得てから行う" "Work is entrusted again only with the ward's consent.";
    CONTRACT_TRAINING = CONTRACT, "（研修の特記事項）" "(provisions on training)",
        "委託先は、取り扱う者を監督し、教育する" "A contractor supervises and trains those who handle the data.";
    COUNCIL = unread(("会議の設置要綱（付議の対象と手続）", "the council's guideline")), "" "",
        "会議に付議する事柄と手続" "What is submitted to the council, and how.";
    SECURITY_POLICY = unread(("区情報セキュリティポリシー", "the ward's security policy")), "" "",
        "区の情報セキュリティの定め" "The ward's rules on information security.";
    MINISTRY = unread(("総務省ガイドライン（三層の対策・外部委託）", "the ministry's guideline on security policies")), "" "",
        "三層の対策と外部委託" "Three-layer separation, and outsourcing.";
    GUIDE_CHOICE = GUIDE_UNREAD, "（委託先の選定）" "(choice of contractors)",
        "委託先は、安全管理の水準を見て選ぶ" "A contractor is chosen by its level of security.";
    CIVIL_CODE = unread(("契約の当事者（民法）", "parties of a contract (Civil Code)")), "" "",
        "契約は、別の者どうしで結ぶ" "A contract binds different persons.";
    ARCHIVE = unread(("区の文書管理の定め", "the ward's rules on documents")), "" "",
        "保存期間の満了までは消さない" "What must be kept is not erased before its time.";
    PUBLIC_WRITING = unread(("公用文の書き方", "how public documents are written")), "" "",
        "一つの語は一つの書き方にする" "One word is written in one way.";
    TERMS_IN_FORCE = unread((
        "現行の法令の用語（廃止された語は policies/common/laws.yaml）",
        "terms of the laws in force (see policies/common/laws.yaml)"
    )), "" "",
        "廃止された制度の語を使わない" "Terms of abolished schemes are not used.";
    ENFORCEMENT = unread((
        "法令の附則（施行期日は policies/common/laws.yaml）",
        "supplementary provisions (days of coming into force: policies/common/laws.yaml)"
    )), "" "",
        "期間に施行される法令に合わせる" "A term fits the laws that come into force within it.";
    CONSISTENCY = unread(("資料の中の整合", "consistency of the paper")), "" "",
        "一つの資料の二つの場所が、同じことを言う" "Two places of one paper say the same.";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_first_day_counts_as_in_force() {
        assert!(!APPI_66.is_in_force(day("2023-03-31")));
        assert!(APPI_66.is_in_force(day("2023-04-01")));
        let over = Law { to: Some(day("2027-01-16")), ..APPI_66 };
        assert!(over.is_in_force(day("2027-01-16")) && !over.is_in_force(day("2027-01-17")));
        assert!(CONSISTENCY.is_in_force(day("2018-04-01")));
    }

    #[test]
    fn what_binds_some_matters_only_is_known() {
        assert!(NUMBER_10.is_of_individual_numbers() && NUMBER_GUIDELINE_4_2.is_of_individual_numbers());
        assert!(!APPI_66.is_of_individual_numbers());
        assert!(APPI_71.is_of_provision_abroad() && !APPI_66_ABROAD.is_of_provision_abroad());
    }

    #[test]
    fn articles_of_one_law_are_cited_together_and_what_was_not_read_is_internal() {
        let cited = cite(&[APPI_2_3, RULES_43, APPI_60_5, CONSISTENCY, FORM, COUNCIL]);
        assert_eq!(
            cited.ja,
            "個人情報保護法第2条第3項・第60条第5項、個人情報保護法施行規則第43条、付議資料の様式、\
             内部（資料の中の整合、会議の設置要綱（付議の対象と手続））"
        );
        assert_eq!(
            cited.en,
            "APPI art. 2(3), art. 60(5); APPI rules art. 43; the form of the submission; \
             internal (consistency of the paper; the council's guideline)"
        );
    }

    #[test]
    fn every_row_says_what_it_means_and_stands_once() {
        for (index, law) in TABLE.iter().enumerate() {
            assert!(!law.means.0.is_ascii() && law.means.1.is_ascii() && law.name().en.is_ascii());
            assert!(!TABLE.iter().skip(index + 1).any(|other| other.name() == law.name()), "{law:?}");
        }
    }
}
