//! The submission that is built, and the words that several of its parts share.

use super::tree::{Foot, FootPiece, Side, Size};
use crate::case::Case;
use crate::diagnostic::{Language, Text, listed};
use crate::model::contract::{Mention, Overrides, Term};
use crate::model::ids::{ProviderId, RoleId};
use crate::model::item::{ItemEntry, Items};
use crate::model::kind::MatterKind;
use crate::model::print::{self, Print};
use crate::model::vocabulary::{FootPlace, FootValue, Paging, PaperSize};
use crate::spelling;
use crate::text;
use std::ops::Deref;

/// Stands where the matter says nothing.
pub(super) const MISSING: &str = "（記載なし）";

/// A submission to be built: a case, which it derefs to, as a draft or final.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// The case.
    pub case: Case<'a>,
    /// True for a draft: marked 案, with notes for those who check it.
    pub draft: bool,
}

impl<'a> Deref for Submission<'a> {
    type Target = Case<'a>;

    fn deref(&self) -> &Case<'a> {
        &self.case
    }
}

impl<'a> Submission<'a> {
    /// Returns how the year's papers are printed.
    pub(super) fn print(&self) -> &'a Print {
        &self.year.labels.print
    }

    /// Returns whether the year's form has the pages of a part lie on their side.
    pub(super) fn lies(&self, part: &str) -> bool {
        self.print().landscape.iter().any(|own| own == part)
    }

    /// Returns the size of the paper of a part.
    pub(super) fn size(&self, part: &str) -> Size {
        let own = self.print().papers.iter().find(|(own, _)| own == part);
        match own.map_or(self.print().paper, |(_, size)| *size) {
            PaperSize::A3 => Size::A3,
            PaperSize::A4 => Size::A4,
            PaperSize::A5 => Size::A5,
            PaperSize::B4 => Size::JisB4,
            PaperSize::B5 => Size::JisB5,
        }
    }

    /// Returns the size of the paper of an annex: its own, else that of every annex.
    pub(super) fn size_of_annex(&self, part: &str) -> Size {
        let is_named = self.print().papers.iter().any(|(own, _)| own == part);
        self.size(if is_named { part } else { "annex" })
    }

    /// Returns what stands at the foot of every page of a paper with that title.
    pub(super) fn footer(&self, paper: &str, title: &str, fiscal_year: &str) -> Vec<Foot> {
        let piece = |piece: &print::FootPiece| {
            let text = match piece {
                print::FootPiece::Value(FootValue::Page) => return FootPiece::Page,
                print::FootPiece::Value(FootValue::Pages) => return FootPiece::Pages,
                print::FootPiece::Text(text) => text,
                print::FootPiece::Value(FootValue::Name) => paper,
                print::FootPiece::Value(FootValue::Title) => title,
                print::FootPiece::Value(FootValue::FiscalYear) => fiscal_year,
                print::FootPiece::Value(FootValue::Ward) => &self.ward.name.value,
                print::FootPiece::Value(FootValue::Council) => &self.ward.council.value,
            };
            FootPiece::Text { text: text.to_owned() }
        };
        let foot = |own: &print::Foot| {
            let place = match own.place {
                FootPlace::Left => Side::Left,
                FootPlace::Center => Side::Center,
                FootPlace::Right => Side::Right,
            };
            Foot::new(place, own.pieces.iter().map(piece).collect())
        };
        self.print().footer.iter().map(foot).collect()
    }

    /// Returns whether each section begins with page 1.
    pub(super) fn pages_by_section(&self) -> bool {
        self.print().paging == Paging::Section
    }

    /// Returns a word of the files with what the authority calls itself: 区の庁舎内, 市の庁舎内.
    pub(super) fn in_own_word(&self, word: &str) -> String {
        word.replace('区', self.ward.word())
    }

    /// Returns a sentence of this program with what the authority calls itself: 市が承諾した日.
    pub(super) fn in_own_words(&self, text: &str) -> String {
        spelling::in_own_word(text, self.ward.word())
    }

    /// Returns 保有課 as an annex words it.
    pub(super) fn department_of(&self, overrides: Option<&'a Overrides>) -> Option<&'a str> {
        overrides
            .and_then(|own| own.department.as_ref())
            .map(|own| own.value.as_str())
            .or_else(|| self.department())
    }

    /// Returns 登録業務の名称 as an annex words it.
    pub(super) fn business_of(&self, overrides: Option<&'a Overrides>) -> Option<&'a str> {
        let business =
            || Some(self.ward.businesses[self.matter.business.as_ref()?.value].name.value.as_str());
        let own = overrides.and_then(|own| own.business.as_ref());
        own.map(|own| own.value.as_str()).or_else(business)
    }

    /// Returns 個人の範囲 as an annex words it.
    pub(super) fn subjects_of(&self, overrides: Option<&'a Overrides>) -> Option<&'a str> {
        let overview = self.matter.overview.as_ref().and_then(|overview| overview.subjects.as_ref());
        overrides.and_then(|own| own.subjects.as_ref()).or(overview).map(|subjects| subjects.value.as_str())
    }

    /// Returns the kind and article of an annex: ◇業務委託（第3条第1項第3号）.
    pub(super) fn basis_of(&self, mark: &str, kind: &MatterKind, overrides: Option<&Overrides>) -> String {
        let own = overrides.and_then(|own| own.basis_as_written.as_ref());
        let article = own.or_else(|| self.matter.basis.as_ref().map(|basis| &basis.article));
        match article {
            Some(article) => format!("{mark}{}（{article}）", kind.ja()),
            None => format!("{mark}{}", kind.ja()),
        }
    }

    /// Returns 開始時期と期限 as an annex words it.
    pub(super) fn term_of(&self, kind: &MatterKind, overrides: Option<&Overrides>) -> Option<String> {
        let term: &Term = overrides.and_then(|own| own.term.as_ref()).or(self.matter.term.as_ref())?;
        let (from, to) = (self.print().day(term.from.value), self.print().day(term.to.value));
        let renewal = match (&term.renewal_as_written, &term.renews) {
            (Some(written), _) => written.value.clone(),
            (None, Some(renews)) if renews.value => format!("次年度以降も、同様の{}を行う。", kind.ja()),
            (None, _) => return Some(format!("{from}から{to}まで")),
        };
        Some(format!("{from}から{to}まで（{renewal}）"))
    }

    /// Returns items in words: all of a list by the list's name, else each by name in the order of a list that
    /// has them, a whole group with its members in brackets.
    pub(super) fn items(&self, items: &Items) -> String {
        self.items_said(items, Language::Japanese)
    }

    /// Returns [`items`](Self::items) with the words that are no names in a language.
    pub(super) fn items_said(&self, items: &Items, language: Language) -> String {
        let lists = &self.matter.item_lists;
        if let Some((list, _)) = lists.enumerate().find(|(_, list)| list.all == *items) {
            let Text { ja: list, en: list_en } = self.item_list(list);
            return text!("{list}の全ての項目", "all items of {list_en}").get(language).to_owned();
        }
        let mut left = items.clone();
        let mut names: Vec<String> = Vec::new();
        // The list that has most of them goes first.
        let mut order: Vec<_> = lists.iter().collect();
        order.sort_by_key(|list| std::cmp::Reverse(list.all.and(items).len()));
        for entry in order.into_iter().flat_map(|list| &list.entries) {
            let whole: Items = entry.members.iter().map(|member| member.item).collect();
            if left.contains(entry.item) {
                names.push(if whole.is_within(items) {
                    entry_said(entry, language)
                } else {
                    entry.name.value.clone()
                });
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
        listed(&names).get(language).to_owned()
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
        Some(self.case.provider_with(mention.provider.as_ref()?.value, &certifications))
    }
}

/// Returns the name of an entry, with the members of a group in brackets.
pub(super) fn entry_name(entry: &ItemEntry) -> String {
    entry_said(entry, Language::Japanese)
}

fn entry_said(entry: &ItemEntry, language: Language) -> String {
    let name = &entry.name;
    if entry.members.is_empty() {
        return name.value.clone();
    }
    let Text { ja: members, en: members_en } =
        listed(entry.members.iter().map(|member| member.name.value.as_str()));
    text!("{name}（{members}）", "{name} ({members_en})").get(language).to_owned()
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
    fn names_are_joined_as_an_official_sentence_does() {
        assert_eq!(and(&["甲".into(), "乙".into(), "丙".into()]), "甲、乙及び丙");
        assert_eq!(and(&["甲".into()]), "甲");
        assert_eq!(and(&[]), "");
    }
}
