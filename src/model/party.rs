//! 法人と役割: legal entities, the roles they play, their providers and systems.

use super::ids::{CertificationId, PartyId, ProviderId, RoleId, SystemId};
use super::vocabulary::{Hosting, RoleKind, SystemKind, Zone};
use crate::source::{Located, Span};
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
    /// Whom to call: a section, never a person.
    pub contact: Option<Located<String>>,
    /// Certifications it holds.
    pub certifications: Vec<Certification>,
    /// Why it has none, and what was looked at instead.
    pub no_certification: Option<Located<String>>,
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
    /// True where its providers are only planned.
    pub planned: bool,
}

impl Role {
    /// Returns whether it is of that kind.
    #[must_use]
    pub fn is(&self, kind: RoleKind) -> bool {
        self.kind.as_ref().is_some_and(|own| own.value == kind)
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
}

impl System {
    /// Returns whether it is said to be a cloud service, by `cloud` or by the way it is kept.
    #[must_use]
    pub fn is_cloud(&self) -> bool {
        self.cloud.as_ref().is_some_and(|cloud| cloud.value)
            || self.hosting.as_ref().is_some_and(|hosting| hosting.value == Hosting::Cloud)
    }
}
