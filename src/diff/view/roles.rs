//! Roles, those who play them, their legal entities and systems.

use super::overview::bracketed;
use super::{About, View};
use crate::diagnostic::{Language, Text};
use crate::diff::facts::{Shown, Token};
use crate::diff::kinds::Kind;
use crate::model::country;
use crate::model::ids::{Id, PartyId, ProviderId, RoleId, SystemId};
use crate::model::party::Access;
use crate::model::vocabulary::{Hosting, Zone};
use crate::source::{Located, Span};
use crate::text;
use chrono::Datelike as _;
use std::collections::BTreeSet;

/// The country that is home.
const HOME: &str = "JP";

impl<'v> View<'v, '_> {
    pub(super) fn roles(&mut self) {
        let matter = self.side.matter;
        for (id, role) in matter.roles.enumerate() {
            let at = [self.role(id)];
            let about = About::of(role.name.value.as_str());
            // Nobody sees the summary of what both years have.
            let is_in_both = self.identity.roles.is_in_both(self.role(id));
            let summary = if is_in_both { Shown::default() } else { self.role_summary(id) };
            self.thing(Kind::Role, &at, &about, role.span, summary);
            self.text(Kind::RoleName, &at, &about, Some(&role.name));
            if let Some(kind) = &role.kind {
                let shown = self.own(kind.value.ja(), kind.value.word());
                self.shown(Kind::RoleKind, &at, &about, kind.span, shown);
            }
            self.text(Kind::LegalBasis, &at, &about, role.legal_basis.as_ref());
            let grounds = role.grounds.iter().map(|own| {
                let (weighed, weighed_en) = bracketed(own.weighed.as_ref());
                let (Text { ja, en }, reason) = (own.cited(), &own.reason);
                text!("{ja}：{reason}{weighed}", "{en}: {reason}{weighed_en}")
            });
            let grounds: Vec<Text> = grounds.collect();
            let grounds = self.composed(grounds);
            self.set(Kind::Grounds, &at, &about, role.span, grounds);
            let conditions = self.members(role.conditions.iter().map(|own| own.value.as_str()));
            self.set(Kind::RecipientConditions, &at, &about, role.span, conditions);
            if let Some(consent) = &role.consent {
                let shown = match consent.obtained.value {
                    true => Shown::both("同意を得る", "consent is obtained"),
                    false => Shown::both("同意を得ない", "consent is not obtained"),
                };
                let rank = i64::from(consent.obtained.value);
                self.ranked(Kind::Consent, &at, &about, consent.obtained.span, rank, shown);
                self.text(Kind::ConsentHow, &at, &about, Some(&consent.how));
            }
            self.accesses(Kind::RoleAccess, &at, &about, role.span, &role.access_from);
            self.flag(Kind::Planned, &at, &about, role.span, role.planned, ["担う者は予定", "planned"]);
            if let Some(by) = &role.subcontracted_by {
                let members = vec![self.role_member(by.value)];
                self.set(Kind::SubcontractedBy, &at, &about, by.span, members);
            }
            for provider in &role.providers {
                self.provider(id, *provider);
            }
            for system in &role.systems {
                self.system(id, *system);
            }
        }
    }

    fn role_summary(&self, id: RoleId) -> Shown<'static> {
        let role = &self.side.matter.roles[id];
        let kind = match &role.kind {
            Some(kind) => self.own(kind.value.ja(), kind.value.word()),
            None => Shown::both("種類の記載なし", "kind not stated"),
        };
        let (kind, kind_en) = (kind.ja(), kind.said(Language::English));
        let providers: Vec<String> = role.providers.iter().map(|own| self.side.provider(*own)).collect();
        let (who, who_en) = match providers.is_empty() {
            true => Default::default(),
            false => (format!("：{}", providers.join("、")), format!(": {}", providers.join(", "))),
        };
        let name = &role.name;
        text!("{name}（{kind}）{who}", "{name} ({kind_en}){who_en}").into()
    }

    fn provider(&mut self, role: RoleId, id: ProviderId) {
        let row = &self.side.matter.providers[id];
        let at = [self.role(role), self.identity.providers.token(self.which, id.index())];
        let shown = self.side.provider(id);
        let role_name = About::of(self.side.role(role));
        let about = role_name.below(shown.clone());
        self.thing(Kind::Provider, &at, &role_name, row.span, shown);
        if let Some(party) = &row.party {
            let token = self.identity.companies.token(self.which, party.value.index());
            let name = self.side.year.parties[party.value].name.value.as_str();
            self.named(Kind::ProviderEntity, &at, &about, party.span, token, name);
        }
        self.text(Kind::ProviderBrand, &at, &about, row.brand.as_ref());
        self.text(Kind::BrandWritten, &at, &about, row.brand_as_written.as_ref());
    }

    fn system(&mut self, role: RoleId, id: SystemId) {
        let row = &self.side.matter.systems[id];
        let at = [self.role(role), self.identity.systems.token(self.which, id.index())];
        let role_name = About::of(self.side.role(role));
        let about = role_name.below(row.label.as_str());
        let kind = Shown::word(row.kind.value.ja(), row.kind.value.word());
        let (label, [ja, en]) =
            (&row.label, [Language::Japanese, Language::English].map(|own| kind.said(own)));
        let summary = text!("{label}（{ja}）", "{label} ({en})");
        self.thing(Kind::System, &at, &role_name, row.span, summary);
        self.text(Kind::SystemLabel, &at, &about, Some(&row.label));
        self.shown(Kind::SystemKind, &at, &about, row.kind.span, kind);
        self.text(Kind::Facility, &at, &about, row.facility.as_ref());
        if let Some(hosting) = &row.hosting {
            // In the ward's own building it is nearest to the ward's eye.
            let rank = match hosting.value {
                Hosting::OnPremises => 0,
                Hosting::OwnManaged => 1,
                Hosting::DataCenter => 2,
                Hosting::Cloud => 3,
            };
            let shown = self.own(hosting.value.ja(), hosting.value.word());
            self.ranked(Kind::Hosting, &at, &about, hosting.span, rank, shown);
        }
        if let Some(cloud) = &row.cloud {
            let shown = match cloud.value {
                true => Shown::both("クラウドサービス", "a cloud service"),
                false => Shown::both("クラウドサービスではない", "no cloud service"),
            };
            self.ranked(Kind::Cloud, &at, &about, cloud.span, i64::from(cloud.value), shown);
        }
        if let Some(country) = &row.country {
            self.country(Kind::Country, &at, &about, country);
        }
        if let Some(zone) = &row.zone {
            let rank = match zone.value {
                Zone::IndividualNumber => 0,
                Zone::Lgwan => 1,
                Zone::Internet => 2,
            };
            let shown = Shown::word(zone.value.ja(), zone.value.word());
            self.ranked(Kind::Zone, &at, &about, zone.span, rank, shown);
        }
        self.text(Kind::CloudService, &at, &about, row.service.as_ref());
        self.text(Kind::Region, &at, &about, row.region.as_ref());
        if let Some(check) = &row.cloud_check {
            let mut shown = vec![self.own(check.by.value.ja(), check.by.value.word())];
            shown.extend(check.note.as_ref().map(|note| Shown::from(&note.value)));
            shown.extend(check.on.as_ref().map(|day| self.day_shown(day.value)));
            self.shown(Kind::CloudCheck, &at, &about, check.span, Shown::listed(&shown));
        }
        for (kind, by) in [(Kind::OperatedBy, &row.operated_by), (Kind::MaintainedBy, &row.maintained_by)] {
            if let Some(by) = by {
                let (token, name) = self.role_member(by.value);
                self.named(kind, &at, &about, by.span, token, name);
            }
        }
        self.accesses(Kind::SystemAccess, &at, &about, row.span, &row.access_from);
        if let Some(leased) = &row.leased {
            let shown = match leased.value {
                true => Shown::both("借りている", "leased"),
                false => Shown::both("借りていない", "not leased"),
            };
            self.shown(Kind::Leased, &at, &about, leased.span, shown);
        }
        self.text(Kind::Disposal, &at, &about, row.disposal.as_ref());
        if let Some(learns) = &row.learns {
            let shown = match learns.value {
                true => Shown::both("学習などに使う", "used for learning and the like"),
                false => Shown::both("学習などに使わない", "not used for learning and the like"),
            };
            self.ranked(Kind::Learns, &at, &about, learns.span, i64::from(learns.value), shown);
        }
    }

    /// Notes who can see data from which country.
    fn accesses(&mut self, kind: Kind, at: &[Token], about: &About<'v>, span: Span, all: &[Access]) {
        let members = all.iter().map(|own| {
            let (country, code, who, why) = (country::name(&own.country), &own.country, &own.who, &own.why);
            text!("{country}の{who}（{why}）", "{who} in {code} ({why})")
        });
        let members = self.composed(members);
        self.set(kind, at, about, span, members);
    }

    fn country(&mut self, kind: Kind, at: &[Token], about: &About<'v>, country: &'v Located<String>) {
        let rank = i64::from(!country.value.eq_ignore_ascii_case(HOME));
        let norm = country.value.to_ascii_uppercase();
        let shown = Shown::both(country::name(&country.value), country.value.as_str());
        self.value(kind, at, about, country.span, Some(norm), rank, shown);
    }

    /// What is known of the legal entities that both years name; of one that is new or gone speaks the role.
    pub(super) fn companies(&mut self) {
        let matter = self.side.matter;
        let named: BTreeSet<PartyId> =
            matter.providers.iter().filter_map(|own| own.party.as_ref()).map(|party| party.value).collect();
        for id in named {
            let company = &self.side.year.parties[id];
            let token = self.identity.companies.token(self.which, id.index());
            if !self.identity.shared_companies.contains(&token) {
                continue;
            }
            let at = [token];
            let about = About::of(company.name.value.as_str());
            self.text(Kind::CompanyName, &at, &about, Some(&company.name));
            self.text(Kind::CorporateNumber, &at, &about, company.corporate_number.as_ref());
            self.text(Kind::CompanyAddress, &at, &about, company.address.as_ref());
            self.text(Kind::NoCertification, &at, &about, company.no_certification.as_ref());
            let incidents = company.incidents.iter().map(|own| {
                let (on, day) = (self.print.day_or_month(own.on.value), own.on.value);
                let (what, measures) = (&own.what, &own.measures);
                text!("{on}：{what}（{measures}）", "{day}: {what} ({measures})")
            });
            let incidents: Vec<Text> = incidents.collect();
            let incidents = self.composed(incidents);
            self.set(Kind::PastIncidents, &at, &about, company.span, incidents);
            self.text(Kind::NoIncidents, &at, &about, company.no_incidents.as_ref());
            self.flag(Kind::Fictional, &at, &about, company.span, company.fictional, ["架空", "fictional"]);
            self.text(Kind::Contact, &at, &about, company.contact.as_ref());
            if let Some(country) = &company.country {
                self.country(Kind::CompanyCountry, &at, &about, country);
            }
            if let Some(parent) = &company.parent {
                let name = self.side.year.parties[parent.value].name.value.as_str();
                self.shown(Kind::CompanyParent, &at, &about, parent.span, name);
            }
            let side = self.side;
            let kinds = company.certifications.iter().map(|own| side.certification(own.kind.value));
            let kinds = self.members(kinds);
            self.set(Kind::Certifications, &at, &about, company.span, kinds.clone());
            for ((kind, name), own) in kinds.iter().zip(&company.certifications) {
                let number =
                    own.number.as_ref().map(|number| text!("番号 {number}", "number {number}").into());
                let scope = own.scope.as_ref().map(|scope| text!("範囲 {scope}", "scope {scope}").into());
                let shown: Vec<Shown<'_>> = number.into_iter().chain(scope).collect();
                let about = about.below(*name);
                let at = [token, *kind];
                self.shown(Kind::CertificationDetail, &at, &about, own.span, Shown::listed(&shown));
                if let Some(until) = &own.expires {
                    let days = i64::from(until.value.num_days_from_ce());
                    let shown = self.day_shown(until.value);
                    self.ranked(Kind::CertificationUntil, &at, &about, until.span, days, shown);
                }
            }
        }
    }
}
