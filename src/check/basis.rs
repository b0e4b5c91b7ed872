//! What the rules rest on: law articles, guidelines, forms.
//!
//! The law is 個人情報の保護に関する法律 (text of 2026-07-17), which binds a ward directly since 2023-04-01; 施行令,
//! 施行規則 (text of 2026-06-14), 番号法 and its guideline, 地方自治法. The texts of the ward's guideline (要綱) and
//! security policy were not seen; where a rule rests on them it says so by name only.

use super::rule::Basis;

/// From when the law binds local public entities directly (令和3年法律37号51条).
const APPI: (i32, u32, u32) = (2023, 4, 1);

/// Definitions of personal information and identification codes.
pub const APPI_2: Basis = Basis::from("個人情報保護法第2条", "APPI art. 2", APPI);
/// Holding limited to what the purpose needs.
pub const APPI_61: Basis = Basis::from("個人情報保護法第61条", "APPI art. 61", APPI);
/// Security control measures; paragraph 2 extends them to contractors and sub-contractors.
pub const APPI_66: Basis = Basis::from("個人情報保護法第66条", "APPI art. 66", APPI);
/// Report and notice of leakage.
pub const APPI_68: Basis =
    Basis::from("個人情報保護法第68条、同規則第43条", "APPI art. 68, rules art. 43", APPI);
/// Use and provision.
pub const APPI_69: Basis = Basis::from("個人情報保護法第69条・第70条", "APPI art. 69 and 70", APPI);
/// Third parties in foreign countries; external environment.
pub const APPI_71: Basis = Basis::from(
    "個人情報保護法第71条、第66条（外的環境の把握）",
    "APPI art. 71, art. 66 (external environment)",
    APPI,
);
/// The register of personal information files.
pub const APPI_75: Basis =
    Basis::from("個人情報保護法第75条、同施行令第20条・第21条", "APPI art. 75, order art. 20 and 21", APPI);
/// Special care-required information.
pub const SPECIAL_CARE: Basis = Basis::from(
    "個人情報保護法第2条第3項・第60条第5項、同規則第43条",
    "APPI art. 2(3), 60(5), rules art. 43",
    APPI,
);
/// 番号法: use, re-entrustment, supervision, assessment.
pub const NUMBER_ACT: Basis =
    Basis::always("番号法第9条・第10条・第11条・第28条", "Number Act art. 9, 10, 11 and 28");
/// The clauses that the guideline on the Number Act lists.
pub const NUMBER_GUIDELINE: Basis = Basis::always(
    "特定個人情報ガイドライン（行政機関等・地方公共団体等編）第4-2-(1)",
    "Guideline on specific personal information, 4-2-(1)",
);
/// Yearly inspection of entrusted work.
pub const PPC_QA: Basis = Basis::from("個人情報保護委員会 Q&A（行政機関等編）3-1-4", "PPC Q&A 3-1-4", APPI);
/// Designated payment trustee.
pub const LOCAL_AUTONOMY_231: Basis = Basis::from(
    "地方自治法第231条の2の2・第231条の2の3",
    "Local Autonomy Act art. 231-2-2 and 231-2-3",
    (2022, 1, 4),
);
/// The fiscal year.
pub const LOCAL_AUTONOMY_208: Basis =
    Basis::always("地方自治法第208条（会計年度）", "Local Autonomy Act art. 208");
/// The council's guideline.
pub const GUIDELINE: Basis = Basis::always("会議の設置要綱（付議の対象と手続）", "the council's guideline");
/// The security policy and the ministry's guideline on it.
pub const SECURITY_POLICY: Basis = Basis::always(
    "区情報セキュリティポリシー、総務省ガイドライン（三層の対策・外部委託）",
    "the ward's security policy and the ministry's guideline",
);
/// The form itself.
pub const FORM: Basis = Basis::always("付議資料の様式", "the form of the submission");
/// Two places of one paper.
pub const CONSISTENCY: Basis = Basis::always("資料の中の整合", "consistency of the paper");
/// How public documents are written.
pub const PUBLIC_WRITING: Basis = Basis::always("公用文の書き方", "how public documents are written");
/// Contracts.
pub const CIVIL_CODE: Basis = Basis::always("契約の当事者（民法）", "parties of a contract (Civil Code)");
/// Good practice of evidence for erasure.
pub const ERASURE: Basis = Basis::from(
    "個人情報保護法第66条、委託の特記事項（返還・消去）",
    "APPI art. 66, special provisions on return and erasure",
    APPI,
);
/// Choosing a contractor.
pub const CHOICE_OF_CONTRACTOR: Basis = Basis::from(
    "個人情報保護委員会 事務対応ガイド（委託先の選定）",
    "PPC administrative guide (choice of contractors)",
    APPI,
);
/// The terms that the laws use now.
pub const TERMS_IN_FORCE: Basis = Basis::always(
    "現行の法令の用語（廃止された語は policies/common/laws.yaml）",
    "terms of the laws in force (see policies/common/laws.yaml)",
);
/// The law binds the ward directly; the ward's own ordinance was repealed.
pub const APPI_DIRECT: Basis = Basis::from(
    "個人情報保護法の直接適用（令和5年4月1日、区条例の廃止）",
    "direct application of the APPI since 2023-04-01 (the ward's ordinance was repealed)",
    APPI,
);
/// A contractor's notice of an incident, and the days that the ward has for its own first report.
pub const INCIDENT_NOTICE: Basis = Basis::from(
    "個人情報保護法第26条第1項ただし書・第68条、同規則第9条・第44条（速報は概ね3日から5日以内）",
    "APPI art. 26(1) proviso and 68, rules art. 9 and 44 (first report within about 3 to 5 days)",
    APPI,
);
/// Days on which laws come into force.
pub const ENFORCEMENT: Basis =
    Basis::always("法令の附則（施行期日）", "supplementary provisions (days of coming into force)");
