//! Why a thing of one year is taken to be a thing of the other, where its name changed.

use super::{Identity, Which};
use crate::case::Case;
use crate::diagnostic::Text;
use crate::diff::facts::Key;
use crate::diff::kinds::Kind;
use crate::model::ids::{Id, ItemId, PartyId, ProviderId, RoleId, SystemId};
use crate::text;

impl Identity {
    /// Returns the evidence that what `key` names is one thing; none where it was not renamed.
    pub(crate) fn evidence(&self, old: &Case<'_>, new: &Case<'_>, key: Key) -> Vec<Text> {
        let [first, second, _] = key.at;
        let both = |pairs: &super::Pairs, token: u32| {
            let (one, other) = pairs.both.get(token as usize)?;
            Some(((*one)?, (*other)?))
        };
        let found = match key.kind {
            Kind::RoleName => both(&self.roles, first).map(|pair| self.of_role(old, new, pair)),
            Kind::ItemName => both(&self.items, first).map(|(one, other)| {
                let kinds = old.matter.items[ItemId::from_index(one)].kinds
                    == new.matter.items[ItemId::from_index(other)].kinds;
                let mut found = vec![text!("名が近い", "the names are near")];
                found.extend(kinds.then(|| text!("種別が同じ", "the kinds are the same")));
                found
            }),
            Kind::CompanyName => both(&self.companies, first).map(|(one, other)| {
                let number = |side: &Case<'_>, index| {
                    side.year.parties[PartyId::from_index(index)].corporate_number.clone()
                };
                let (a, b) = (number(old, one), number(new, other));
                if a.is_some() && a == b {
                    vec![text!("法人番号が同じ", "the corporate number is the same")]
                } else {
                    vec![
                        text!("識別子が同じ", "the id is the same"),
                        text!("名が近い（登記で確かめてください）", "the names are near (look it up)"),
                    ]
                }
            }),
            Kind::ProviderBrand => both(&self.providers, second).map(|(one, other)| {
                let (a, b) = (
                    &old.matter.providers[ProviderId::from_index(one)],
                    &new.matter.providers[ProviderId::from_index(other)],
                );
                let mut found = Vec::new();
                let company = a.party.is_some() && b.party.is_some();
                found.extend(company.then(|| text!("法人が同じ", "the legal entity is the same")));
                found.extend((a.id.value == b.id.value).then(|| text!("識別子が同じ", "the id is the same")));
                found
            }),
            Kind::SystemLabel => both(&self.systems, second).map(|(one, other)| {
                let (a, b) = (
                    &old.matter.systems[SystemId::from_index(one)],
                    &new.matter.systems[SystemId::from_index(other)],
                );
                let mut found = vec![text!("同じ役割のもの", "it belongs to the same role")];
                found.extend((a.id.value == b.id.value).then(|| text!("識別子が同じ", "the id is the same")));
                found.extend((a.kind == b.kind).then(|| text!("種類が同じ", "the kind is the same")));
                found
            }),
            _ => None,
        };
        found.unwrap_or_default()
    }

    fn of_role(&self, old: &Case<'_>, new: &Case<'_>, (one, other): (usize, usize)) -> Vec<Text> {
        let (one, other) = (RoleId::from_index(one), RoleId::from_index(other));
        let (a, b) = (&old.matter.roles[one], &new.matter.roles[other]);
        let mut found = Vec::new();
        let mine = self.companies_of(Which::Old, old, one);
        if !mine.is_empty() && mine == self.companies_of(Which::New, new, other) {
            found.push(text!("担う法人が同じ", "the same legal entities play it"));
        }
        let (acts, theirs) = (old.acts_of(one), new.acts_of(other));
        if !acts.is_empty() && acts == theirs {
            found.push(text!("委託する処理が同じ", "the same acts are entrusted to it"));
        } else if !acts.is_disjoint(&theirs) {
            let n = acts.intersection(&theirs).count();
            found.push(text!("委託する処理が{n}つ同じ", "{n} entrusted acts are the same"));
        }
        if a.id.value == b.id.value {
            found.push(text!("識別子が同じ", "the id is the same"));
        }
        if a.kind.is_some() && a.kind == b.kind {
            found.push(text!("種類が同じ", "the kind is the same"));
        }
        found
    }
}
