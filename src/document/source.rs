//! What the parts are built from, and the words that several of them share.

use crate::model::contract::{Mention, Overrides, Term};
use crate::model::era::{self, full_width};
use crate::model::ids::{ItemListId, ProviderId, RoleId};
use crate::model::item::{ItemEntry, Items};
use crate::model::matter::{Material, Matter};
use crate::model::vocabulary::MatterKind;
use crate::model::ward::{Common, Ward, Year};

/// Stands where the matter says nothing.
pub(super) const MISSING: &str = "（記載なし）";

/// What a document is built from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The ward.
    pub ward: &'a Ward,
    /// What holds for every year.
    pub common: &'a Common,
    /// The matter's year.
    pub year: &'a Year,
    /// The matter.
    pub matter: &'a Matter,
    /// True for a draft: marked 案, with notes for those who check it.
    pub draft: bool,
}

impl<'a> Source<'a> {
    /// Returns the title of the matter.
    pub(super) fn title(&self) -> Option<&'a str> {
        self.matter.title.as_ref().map(|title| title.value.as_str())
    }

    /// Returns the name of a role on paper.
    pub(super) fn role(&self, role: RoleId) -> &'a str {
        &self.matter.roles[role].name.value
    }

    /// Returns the name of the section in charge (担当課).
    pub(super) fn department(&self) -> Option<&'a str> {
        let id = self.matter.department.as_ref()?.value;
        Some(&self.ward.departments[id].name.value)
    }

    /// Returns the section in charge with its division (健康部高齢者医療担当課).
    pub(super) fn department_in_full(&self) -> Option<String> {
        let department = &self.ward.departments[self.matter.department.as_ref()?.value];
        let division = department.division.as_ref().map_or("", |division| &division.value);
        Some(format!("{division}{}", department.name))
    }

    /// Returns 保有課 as an annex words it.
    pub(super) fn department_of(&self, overrides: &'a Overrides) -> Option<&'a str> {
        overrides.department.as_ref().map(|own| own.value.as_str()).or_else(|| self.department())
    }

    /// Returns 登録業務の名称 as an annex words it.
    pub(super) fn business_of(&self, overrides: &'a Overrides) -> Option<&'a str> {
        let business =
            || Some(self.ward.businesses[self.matter.business.as_ref()?.value].name.value.as_str());
        overrides.business.as_ref().map(|own| own.value.as_str()).or_else(business)
    }

    /// Returns 個人の範囲 as an annex words it.
    pub(super) fn subjects_of(&self, overrides: &'a Overrides) -> Option<&'a str> {
        let overview = self.matter.overview.as_ref().and_then(|overview| overview.subjects.as_ref());
        overrides.subjects.as_ref().or(overview).map(|subjects| subjects.value.as_str())
    }

    /// Returns the kind and article of an annex: ◇業務委託（第3条第1項第3号）.
    pub(super) fn basis_of(&self, kind: MatterKind, overrides: &Overrides) -> String {
        let own = overrides.basis_as_written.as_ref();
        let article = own.or_else(|| self.matter.basis.as_ref().map(|basis| &basis.article));
        match article {
            Some(article) => format!("◇{}（{article}）", kind.ja()),
            None => format!("◇{}", kind.ja()),
        }
    }

    /// Returns 開始時期と期限 as an annex words it.
    pub(super) fn term_of(&self, kind: MatterKind, overrides: &Overrides) -> Option<String> {
        let term: &Term = overrides.term.as_ref().or(self.matter.term.as_ref())?;
        let (from, to) = (era::print(term.from.value), era::print(term.to.value));
        let renewal = match (&term.renewal_as_written, &term.renews) {
            (Some(written), _) => written.value.clone(),
            (None, Some(renews)) if renews.value => format!("次年度以降も、同様の{}を行う。", kind.ja()),
            (None, _) => return Some(format!("{from}から{to}まで")),
        };
        Some(format!("{from}から{to}まで（{renewal}）"))
    }

    /// Returns the number of a material: 資料１３－１. Diagrams come first, then the lists that are materials.
    pub(super) fn material(&self, material: Material) -> String {
        let id = self.material_id(material);
        match id.split_once('-') {
            Some((agenda, index)) => format!("資料{}－{}", full_width(agenda), full_width(index)),
            None => format!("資料{}", full_width(id)),
        }
    }

    /// Returns the number of a material in ASCII: `13-1`, or `1` where there is no agenda number.
    pub(super) fn material_id(&self, material: Material) -> String {
        let matter = self.matter;
        let lists = || matter.item_lists.enumerate().filter(|(_, list)| list.material);
        let index = match material {
            Material::Flow(flow) => matter.flows.ids().take_while(|id| *id != flow).count(),
            Material::ItemList(list) => {
                matter.flows.len() + lists().take_while(|(id, _)| *id != list).count()
            }
        };
        match &matter.agenda_number {
            Some(agenda) => format!("{agenda}-{}", index + 1),
            None => (index + 1).to_string(),
        }
    }

    /// Returns how a list of items is called: its number where it is a material, else the annex it stands in.
    pub(super) fn item_list(&self, list: ItemListId) -> String {
        let row = &self.matter.item_lists[list];
        if row.material {
            return self.material(Material::ItemList(list));
        }
        if self.matter.item_lists.iter().filter(|list| !list.material).count() == 1 {
            return "別紙（業務委託）の一覧".to_owned();
        }
        let mut contracts = self.matter.contracts.iter();
        let contract =
            contracts.find(|contract| contract.item_list.as_ref().is_some_and(|own| own.value == list));
        let title = contract.and_then(|contract| contract.title.as_ref());
        title.map_or_else(|| format!("一覧「{}」", row.id), |title| format!("別紙（{title}）の一覧"))
    }

    /// Returns items in words: all of a list by the list's name, else each by name in the order of a list that
    /// has them, a whole group with its members in brackets.
    pub(super) fn items(&self, items: &Items) -> String {
        let lists = &self.matter.item_lists;
        if let Some((list, _)) = lists.enumerate().find(|(_, list)| list.all == *items) {
            return format!("{}の全ての項目", self.item_list(list));
        }
        let mut left = items.clone();
        let mut names: Vec<String> = Vec::new();
        // The list that has most of them goes first.
        let mut order: Vec<_> = lists.iter().collect();
        order.sort_by_key(|list| std::cmp::Reverse(list.all.and(items).len()));
        for entry in order.into_iter().flat_map(|list| &list.entries) {
            let whole: Items = entry.members.iter().map(|member| member.item).collect();
            if left.contains(entry.item) {
                names.push(if whole.is_within(items) { entry_name(entry) } else { entry.name.value.clone() });
                left = left.without(&std::iter::once(entry.item).collect());
                if whole.is_within(items) {
                    left = left.without(&whole);
                    continue;
                }
            }
            for member in entry.members.iter().filter(|member| left.contains(member.item)) {
                names.push(member.name.value.clone());
            }
            left = left.without(&whole);
        }
        names.join("、")
    }

    /// Returns a provider in words: ＰａｙＢ（ビリングシステム株式会社）.
    pub(super) fn provider(&self, provider: ProviderId) -> String {
        self.provider_with(provider, "")
    }

    /// Returns whether the providers of a role are services, each run by a company; their lines are numbered.
    pub(super) fn are_services(&self, role: RoleId) -> bool {
        let providers = &self.matter.roles[role].providers;
        let is_service = |provider: &ProviderId| {
            let provider = &self.matter.providers[*provider];
            provider.brand.is_some() && provider.party.is_some()
        };
        providers.len() > 1 && providers.iter().all(is_service)
    }

    /// Returns a line that names somebody in an annex, with certifications as the form words them.
    pub(super) fn line(&self, mention: &Mention) -> Option<String> {
        if let Some(written) = &mention.as_written {
            return Some(written.value.clone());
        }
        let wordings: Vec<&str> = mention
            .certifications
            .iter()
            .map(|own| match &own.as_written {
                Some(written) => written.value.as_str(),
                None => self.common.certifications[own.kind.value].wording.as_str(),
            })
            .collect();
        let certifications =
            if wordings.is_empty() { String::new() } else { format!("（{}）", wordings.join("、")) };
        Some(self.provider_with(mention.provider.as_ref()?.value, &certifications))
    }

    fn provider_with(&self, provider: ProviderId, certifications: &str) -> String {
        let provider = &self.matter.providers[provider];
        let party = provider.party.as_ref().map(|party| &self.year.parties[party.value].name.value);
        match (&provider.brand, party) {
            (Some(brand), Some(party)) => format!("{brand}（{party}{certifications}）"),
            (Some(brand), None) => format!("{brand}{certifications}"),
            (None, Some(party)) => format!("{party}{certifications}"),
            (None, None) => format!("{}{certifications}", provider.id),
        }
    }
}

/// Returns the name of an entry, with the members of a group in brackets.
pub(super) fn entry_name(entry: &ItemEntry) -> String {
    if entry.members.is_empty() {
        return entry.name.value.clone();
    }
    let members: Vec<&str> = entry.members.iter().map(|member| member.name.value.as_str()).collect();
    format!("{}（{}）", entry.name, members.join("、"))
}

/// Returns the number of a point on the first level, from 0: １.
pub(super) fn first_level(index: usize) -> String {
    full_width(index + 1)
}

/// Returns the number of a point on the second level, from 0: （１）.
pub(super) fn second_level(index: usize) -> String {
    format!("（{}）", full_width(index + 1))
}

/// Returns the number of a step: ①, and （51） after ㊿.
pub(super) fn circled(number: u64) -> String {
    let base: u32 = match number {
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32B1 - 36,
        _ => return format!("（{number}）"),
    };
    let circled = u32::try_from(number).ok().and_then(|number| char::from_u32(base + number));
    circled.map_or_else(|| format!("（{number}）"), String::from)
}

/// Returns a number as the form writes it: full-width, a comma every three digits (３６，０００).
pub(super) fn grouped(number: u64) -> String {
    full_width(era::thousands(number))
}

/// Joins names as an official sentence does: 甲、乙及び丙.
pub(super) fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{}及び{last}", first.join("、")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_form_does() {
        assert_eq!(grouped(36_000), "３６，０００");
        assert_eq!(grouped(999), "９９９");
        assert_eq!(grouped(1_234_567), "１，２３４，５６７");
        assert_eq!((circled(1), circled(20), circled(21)), ("①".into(), "⑳".into(), "㉑".into()));
        assert_eq!((circled(35), circled(36), circled(50)), ("㉟".into(), "㊱".into(), "㊿".into()));
        assert_eq!(circled(51), "（51）");
        assert_eq!(and(&["甲".into(), "乙".into(), "丙".into()]), "甲、乙及び丙");
    }
}
