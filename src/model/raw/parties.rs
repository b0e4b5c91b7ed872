//! `policies/<year>/parties.yaml`: the legal entities.

use crate::model::date::DayOrMonth;
use crate::record;
use crate::source::Located;
use crate::yaml::decode::{List, Pattern, Shaped, Str};
use chrono::NaiveDate;

/// 法人番号（番号法39条）: thirteen digits; whether the first of them checks is found out later.
#[derive(Clone, Debug)]
pub(crate) struct CorporateNumber;

impl Pattern for CorporateNumber {
    fn pattern() -> String {
        "^[0-9]{13}$".to_owned()
    }
}

record! {
    /// `parties.yaml`.
    pub(crate) struct RawParties = "法人の一覧（parties.yaml）" {
        parties: List<RawParty>, "法人";
    }
}
record! {
    pub(crate) struct RawParty = "法人" {
        id: Str, "識別子";
        name: Str, "登記上の名称";
        fictional: Option<Located<bool>>, "架空の法人か（見本用）";
        corporate_number: Option<Shaped<CorporateNumber>>, "法人番号（13桁、検査数字を確かめる）";
        address: Option<Str>, "本店又は主たる事務所の所在地（登記のとおり）";
        country: Option<Str>, "本店のある国（JP など）";
        parent: Option<Str>, "親会社（この一覧の識別子）";
        contact: Option<Str>, "連絡先（部署名まで。個人名は書かない）";
        certifications: Option<List<RawCertification>>, "取得している認証";
        no_certification: Option<Str>, "認証がない理由と、代わりに確かめたこと";
        incidents: Option<List<RawPastIncident>>, "過去の漏えい等";
        no_incidents: Option<Str>, "過去の漏えい等がないことを、いつ何により確かめたか";
    }
}
record! {
    pub(crate) struct RawPastIncident = "過去の漏えい等" {
        on: Located<DayOrMonth>, "起きた日（2024-05-01）か月（2024-05）";
        what: Str, "何があったか";
        measures: Str, "その後に講じた再発の防止";
    }
}
record! {
    pub(crate) struct RawCertification = "認証" {
        kind: Str, "認証の種類（common の certifications の識別子）";
        number: Option<Str>, "登録番号";
        scope: Option<Str>, "登録範囲";
        expires: Option<Located<NaiveDate>>, "有効期限";
    }
}
