//! Earlier approvals, and findings that were accepted with a reason.

use super::{About, View};
use crate::diagnostic::Language;
use crate::diff::facts::Shown;
use crate::diff::kinds::Kind;
use crate::model::era;
use crate::text;

impl View<'_, '_> {
    pub(super) fn approvals(&mut self) {
        for (index, own) in self.side.matter.prior_approvals.iter().enumerate() {
            let at = [self.identity.approvals.token(self.which, index)];
            let body = &self.side.common.bodies[own.body.value].name;
            let year = i32::try_from(own.fiscal_year.value).unwrap_or(i32::MAX);
            let (year, number) = (self.print.fiscal_year(year), era::full_width(own.number.value));
            let name = format!("{year}第{number}回{body}");
            let (session, fiscal_year, subject) = (&own.number, &own.fiscal_year, &own.subject);
            let english = format!("{body}, session {session} of fiscal {fiscal_year}");
            let summary = text!("{name}（{subject}）", "{english} ({subject})");
            let about = About::of(Shown::both(name, english));
            self.thing(Kind::Approval, &at, &about, own.span, summary);
            self.text(Kind::ApprovalSubject, &at, &about, Some(&own.subject));
            self.text(Kind::ApprovalBy, &at, &about, own.by.as_ref());
            let mut covered = Vec::new();
            for coverage in &own.covers {
                use crate::model::ids::Id;
                let contract = coverage.contract.value;
                let token = self.identity.contracts.token(self.which, contract.index());
                let name = self.contract_name(contract);
                match &coverage.providers {
                    None => covered.push((format!("{token}"), name)),
                    Some(providers) => covered.extend(providers.iter().map(|own| {
                        let provider = self.identity.providers.token(self.which, own.value.index());
                        let who = self.side.provider(own.value);
                        let [ja, en] = [Language::Japanese, Language::English].map(|own| name.said(own));
                        let shown = Shown::from(text!("{ja}の{who}", "{who} of {en}"));
                        (format!("{token}/{provider}"), shown)
                    })),
                }
            }
            let covered =
                covered.into_iter().map(|(key, name)| (self.words.token(&key), name)).collect::<Vec<_>>();
            self.set(Kind::ApprovalCovers, &at, &about, own.span, covered);
        }
    }

    pub(super) fn waivers(&mut self) {
        for (index, own) in self.side.matter.waivers.iter().enumerate() {
            let at = [self.identity.waivers.token(self.which, index)];
            let name = format!("{}（{}）", own.rule, own.at);
            let (rule, at_en) = (&own.rule, &own.at);
            let (reason, by, until) = (&own.reason, &own.approved_by, self.day_shown(own.until.value));
            let [day, day_en] = [Language::Japanese, Language::English].map(|own| until.said(own));
            let shown = text!(
                "{name}：{reason}（{by}、{day}まで）",
                "{rule} ({at_en}): {reason} ({by}, until {day_en})"
            );
            let about = About::of(text!("{name}", "{rule} ({at_en})"));
            self.thing(Kind::Waiver, &at, &about, own.span, shown);
            self.text(Kind::WaiverReason, &at, &about, Some(reason));
            self.text(Kind::WaiverBy, &at, &about, Some(by));
            let days = i64::from(chrono::Datelike::num_days_from_ce(&own.until.value));
            self.ranked(Kind::WaiverUntil, &at, &about, own.until.span, days, until);
        }
    }
}
