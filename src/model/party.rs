//! 法人と役割: legal entities, the roles they play, their providers and systems.

use super::date::DayOrMonth;
use super::era;
use super::ids::{CertificationId, PartyId, ProviderId, RoleId, SystemId};
use super::vocabulary::{CloudCheckBy, Hosting, RoleKind, SystemKind, Zone};
use crate::diagnostic::Text;
use crate::source::{Located, Span};
use crate::spelling;
use crate::text;
use chrono::NaiveDate;

/// A legal entity (法人).
#[derive(Clone, Debug)]
pub struct Party {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// Registered name.
    pub name: Located<String>,
    /// True where it is invented, for samples.
    pub fictional: bool,
    /// 法人番号, 13 digits whose check digit holds.
    pub corporate_number: Option<Located<String>>,
    /// Where it has its seat (所在地), as registered.
    pub address: Option<Located<String>>,
    /// Country of its seat (`JP`); `None` where it is not stated.
    pub country: Option<Located<String>>,
    /// Its parent company.
    pub parent: Option<Located<PartyId>>,
    /// Whom to call: a section, never a person.
    pub contact: Option<Located<String>>,
    /// Certifications it holds.
    pub certifications: Vec<Certification>,
    /// Why it has none, and what was looked at instead.
    pub no_certification: Option<Located<String>>,
    /// Its leaks of the past.
    pub incidents: Vec<PastIncident>,
    /// When and by what it was made sure that there were none.
    pub no_incidents: Option<Located<String>>,
}

/// A leak or the like that a legal entity had.
#[derive(Clone, Debug)]
pub struct PastIncident {
    /// The whole record.
    pub span: Span,
    /// Its day or month.
    pub on: Located<DayOrMonth>,
    /// What happened.
    pub what: Located<String>,
    /// What was done against another.
    pub measures: Located<String>,
}

/// A certification that a legal entity holds (認証).
#[derive(Clone, Debug)]
pub struct Certification {
    /// The whole record.
    pub span: Span,
    /// Which.
    pub kind: Located<CertificationId>,
    /// Registration number.
    pub number: Option<Located<String>>,
    /// What it was given for.
    pub scope: Option<Located<String>>,
    /// Its last day.
    pub expires: Option<Located<NaiveDate>>,
}

/// A role that somebody plays in a matter (役割).
#[derive(Clone, Debug)]
pub struct Role {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// Its name on paper.
    pub name: Located<String>,
    /// Who it is; `None` where the paper does not say.
    pub kind: Option<Located<RoleKind>>,
    /// Who plays it.
    pub providers: Vec<ProviderId>,
    /// Its systems.
    pub systems: Vec<SystemId>,
    /// The role that entrusts work to it again (再委託).
    pub subcontracted_by: Option<Located<RoleId>>,
    /// The article under which data is provided to it.
    pub legal_basis: Option<Located<String>>,
    /// The grounds of a use outside the purpose, or of a provision.
    pub grounds: Vec<Ground>,
    /// What it is bound to, as one to whom data is provided (法70条).
    pub conditions: Vec<Located<String>>,
    /// From which countries its people can see data.
    pub access_from: Vec<Access>,
    /// True where its providers are only planned.
    pub planned: bool,
    /// Whether the principals are asked for consent.
    pub consent: Option<Consent>,
}

/// Whether consent is obtained to a use outside the purpose, or to a provision (本人の同意).
#[derive(Clone, Debug)]
pub struct Consent {
    /// The whole record.
    pub span: Span,
    /// Whether it is.
    pub obtained: Located<bool>,
    /// How, or why not.
    pub how: Located<String>,
}

impl Role {
    /// Returns whether it is of that kind.
    #[must_use]
    pub fn is(&self, kind: RoleKind) -> bool {
        self.kind.as_ref().is_some_and(|own| own.value == kind)
    }

    /// Returns whether it begins with items that nobody gave it in the matter: the principal, the ward, and whoever
    /// the ward collects from in the place of the principal.
    #[must_use]
    pub fn is_origin(&self) -> bool {
        self.is_unlimited() || self.is(RoleKind::Source)
    }

    /// Returns whether its own data or the ward's: nothing limits what it may hold.
    #[must_use]
    pub fn is_unlimited(&self) -> bool {
        self.is(RoleKind::Principal) || self.is(RoleKind::Ward)
    }
}

/// Somebody who plays a role (役割を担う者).
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// The role it plays.
    pub role: RoleId,
    /// The legal entity; `None` where only a brand is known.
    pub party: Option<Located<PartyId>>,
    /// Name of the service.
    pub brand: Option<Located<String>>,
    /// The brand as the diagram writes it.
    pub brand_as_written: Option<Located<String>>,
}

/// A ground of a use outside the purpose, or of a provision (法69条など).
#[derive(Clone, Debug)]
pub struct Ground {
    /// The whole record.
    pub span: Span,
    /// The law; `None` for 個人情報保護法.
    pub law: Option<Located<String>>,
    /// The article.
    pub article: Located<String>,
    /// The paragraph.
    pub paragraph: Option<Located<u64>>,
    /// The item of the paragraph.
    pub number: Option<Located<u64>>,
    /// Why it applies.
    pub reason: Located<String>,
    /// The gentler way that was weighed, and why it is not taken.
    pub weighed: Option<Located<String>>,
}

impl Ground {
    /// Returns the numbers of article, paragraph and item: each as its own key has it, else as the text of the article
    /// does (第69条第2項第3号, 第六十九条); `None` where neither says it.
    #[must_use]
    pub fn numbers(&self) -> [Option<u64>; 3] {
        let text = spelling::fold(&self.article);
        let before = |unit: char| {
            let (before, _) = text.split_once(unit)?;
            let own = before.rsplit_once('第').map_or(before, |(_, own)| own).trim();
            own.parse().ok().or_else(|| (1..200).find(|number| era::kanji(*number) == own))
        };
        let own = |key: &Option<Located<u64>>| key.as_ref().map(|own| own.value);
        let article = before('条').or_else(|| text.trim().parse().ok());
        [article, own(&self.paragraph).or_else(|| before('項')), own(&self.number).or_else(|| before('号'))]
    }

    /// Returns law and article as they are cited: 個人情報保護法第69条第2項第1号.
    #[must_use]
    pub fn cited(&self) -> Text {
        let part = |number: &Option<Located<u64>>, unit: &str, word: &str| match number {
            Some(number) => text!("第{number}{unit}", ", {word} {number}"),
            None => text!("", ""),
        };
        let (law, law_en) = match &self.law {
            Some(law) => (law.as_str(), format!("{law} ")),
            None => ("個人情報保護法", "Act on the Protection of Personal Information, ".to_owned()),
        };
        let article = &self.article;
        let Text { ja: paragraph, en: paragraph_en } = part(&self.paragraph, "項", "paragraph");
        let Text { ja: number, en: number_en } = part(&self.number, "号", "item");
        text!("{law}{article}{paragraph}{number}", "{law_en}{article}{paragraph_en}{number_en}")
    }
}

/// Somebody who can see data from a country.
#[derive(Clone, Debug)]
pub struct Access {
    /// The whole record.
    pub span: Span,
    /// The country, as a code or a name.
    pub country: Located<String>,
    /// Who.
    pub who: Located<String>,
    /// What for.
    pub why: Located<String>,
}

/// How a cloud service was checked.
#[derive(Clone, Debug)]
pub struct CloudCheck {
    /// The whole record.
    pub span: Span,
    /// By what.
    pub by: Located<CloudCheckBy>,
    /// When.
    pub on: Option<Located<NaiveDate>>,
    /// Name of the standard, number of the registration.
    pub note: Option<Located<String>>,
}

/// A terminal, server or business system of a role.
#[derive(Clone, Debug)]
pub struct System {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// The role it belongs to.
    pub role: RoleId,
    /// What it is.
    pub kind: Located<SystemKind>,
    /// Its name in the diagram.
    pub label: Located<String>,
    /// The place it stands in (収納センター).
    pub facility: Option<Located<String>>,
    /// How it is kept.
    pub hosting: Option<Located<Hosting>>,
    /// Whether it is a cloud service; `None` where the paper does not say.
    pub cloud: Option<Located<bool>>,
    /// Country it stands in; `None` where the paper does not say.
    pub country: Option<Located<String>>,
    /// Layer of the ward's network.
    pub zone: Option<Located<Zone>>,
    /// Name of the cloud service.
    pub service: Option<Located<String>>,
    /// The region in which its data lies.
    pub region: Option<Located<String>>,
    /// How the cloud service was checked.
    pub cloud_check: Option<CloudCheck>,
    /// Who operates it, where it is not its role.
    pub operated_by: Option<Located<RoleId>>,
    /// Who maintains it, where it is not its role.
    pub maintained_by: Option<Located<RoleId>>,
    /// From which countries it can be looked into.
    pub access_from: Vec<Access>,
    /// Whether its vendor uses what is entered to learn from.
    pub learns: Option<Located<bool>>,
    /// Whether it is leased or rented.
    pub leased: Option<Located<bool>>,
    /// How its storage is erased when it is returned or disposed of.
    pub disposal: Option<Located<String>>,
}

impl System {
    /// Returns whether it is said to be a cloud service, by `cloud` or by the way it is kept.
    #[must_use]
    pub fn is_cloud(&self) -> bool {
        self.cloud.as_ref().is_some_and(|cloud| cloud.value)
            || self.hosting.as_ref().is_some_and(|hosting| hosting.value == Hosting::Cloud)
    }
}
