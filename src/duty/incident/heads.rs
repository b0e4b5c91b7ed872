//! The five heads under which a leak must be reported (個人情報保護法施行規則43条), and 番号法.

use crate::case::Case;
use crate::diagnostic::Text;
use crate::model::vocabulary::ItemKind;
use crate::text;
use std::collections::BTreeSet;

/// More persons than this are reported whatever the items (規則43条4号: 100人を超える).
pub const MANY: u64 = 100;

/// A head of 規則43条, or the 番号法.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Head {
    /// 1号: 要配慮個人情報.
    SpecialCare,
    /// 2号: 不正に利用されることにより財産的被害が生じるおそれ.
    Financial,
    /// 3号: 不正の目的をもって行われたおそれ.
    Malicious,
    /// 4号: 本人の数が100人を超える.
    Many,
    /// 5号: 条例要配慮個人情報.
    OrdinanceSpecialCare,
    /// 番号法29条の4: 特定個人情報.
    IndividualNumber,
}

impl Head {
    /// Returns the head in words, with its article.
    #[must_use]
    pub fn words(self) -> Text {
        match self {
            Self::Financial => {
                text!("規則43条2号（財産的被害のおそれ）", "rule 43(2), risk of financial damage")
            }
            Self::IndividualNumber => {
                text!("番号法29条の4（特定個人情報）", "Number Act 29-4, specific personal information")
            }
            Self::Malicious => text!("規則43条3号（不正の目的のおそれ）", "rule 43(3), wrongful purpose"),
            Self::Many => text!("規則43条4号（100人を超える）", "rule 43(4), more than 100 persons"),
            Self::OrdinanceSpecialCare => text!(
                "規則43条5号（条例要配慮個人情報）",
                "rule 43(5), special care-required information set by ordinance"
            ),
            Self::SpecialCare => text!(
                "規則43条1号（要配慮個人情報）",
                "rule 43(1), special care-required personal information"
            ),
        }
    }
}

/// How it came about, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cause {
    /// 誤送付、紛失 and the like: nobody meant it.
    Accident,
    /// 不正アクセス、持ち出し、盗難 and the like.
    Malicious,
    /// Not known yet.
    #[default]
    Unknown,
}

/// How many persons are concerned, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persons {
    /// At most so many.
    AtMost(u64),
    /// The model counts something else, such as households, and no persons.
    OtherUnit,
    /// The model does not say.
    Unknown,
}

impl Persons {
    /// Returns how many persons one matter is about: a count of households is none of persons.
    #[must_use]
    pub fn of(case: &Case<'_>) -> Self {
        let overview = case.matter.overview.as_ref();
        match overview.and_then(|overview| overview.subject_count.as_ref()) {
            Some(count) => case.common.persons(count).map_or(Self::OtherUnit, Self::AtMost),
            None => Self::Unknown,
        }
    }

    /// Returns how many there are in two matters together, at most.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::AtMost(sum), Self::AtMost(more)) => Self::AtMost(sum.saturating_add(more)),
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            _ => Self::OtherUnit,
        }
    }
}

/// What is said of a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The head.
    pub head: Head,
    /// True where it may apply; false where nothing speaks for it.
    pub may_apply: bool,
    /// What was looked at.
    pub reason: Text,
}

/// Returns what is to be said of every head, in the order of the rule.
#[must_use]
pub fn judge(kinds: &BTreeSet<ItemKind>, items: usize, persons: Persons, cause: Cause) -> Vec<Judgement> {
    let by_kind = |head, kind: ItemKind| {
        let may_apply = kinds.contains(&kind);
        let (ja, en) = (kind.ja(), kind.word());
        let reason = if may_apply {
            text!("「{ja}」の項目が含まれ得る", "items of the kind `{en}` may be among them")
        } else {
            text!(
                "{items}項目を見たが「{ja}」と書かれた項目はない（案件の記載による。実際の内容で確かめる）",
                "none of the {items} items is marked `{en}` in the matter; check against what really leaked"
            )
        };
        Judgement { head, may_apply, reason }
    };
    let malicious = match cause {
        Cause::Accident => Judgement {
            head: Head::Malicious,
            may_apply: false,
            reason: text!(
                "過失によるものと分かっている（不正アクセスや持ち出しの疑いが出たら、該当し得る）",
                "known to be an accident; may apply once a wrongful act is suspected"
            ),
        },
        Cause::Malicious => Judgement {
            head: Head::Malicious,
            may_apply: true,
            reason: text!("不正の目的によるおそれがある", "a wrongful purpose is suspected"),
        },
        Cause::Unknown => Judgement {
            head: Head::Malicious,
            may_apply: true,
            reason: text!(
                "原因が分かるまでは、おそれがないとはいえない",
                "it cannot be ruled out until the cause is known"
            ),
        },
    };
    let many = match persons {
        Persons::AtMost(n) if n > MANY => Judgement {
            head: Head::Many,
            may_apply: true,
            reason: text!("対象者は最大で約{n}人", "up to about {n} persons"),
        },
        Persons::AtMost(n) => Judgement {
            head: Head::Many,
            may_apply: false,
            reason: text!(
                "対象者は最大でも約{n}人（後で100人を超えると分かり、ほかの号に当たらなければ、その日が新しい1日目になる）",
                "at most about {n} persons; should the count pass 100 later, that day is a new day 1 where no other head applies"
            ),
        },
        Persons::OtherUnit => Judgement {
            head: Head::Many,
            may_apply: true,
            reason: text!(
                "案件にあるのは世帯などの数で、人数ではない（人数を確かめる）",
                "the matter counts households or the like, not persons: find out how many persons"
            ),
        },
        Persons::Unknown => Judgement {
            head: Head::Many,
            may_apply: true,
            reason: text!("対象者の数が案件に書かれていない", "the matter does not say how many persons"),
        },
    };
    vec![
        by_kind(Head::SpecialCare, ItemKind::SpecialCare),
        by_kind(Head::Financial, ItemKind::Financial),
        malicious,
        many,
        by_kind(Head::OrdinanceSpecialCare, ItemKind::OrdinanceSpecialCare),
        by_kind(Head::IndividualNumber, ItemKind::IndividualNumber),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applies(head: Head, kinds: &[ItemKind], persons: Persons, cause: Cause) -> bool {
        let judged = judge(&kinds.iter().copied().collect(), 9, persons, cause);
        assert!(judged.iter().all(|one| !one.reason.ja.is_empty() && !one.reason.en.is_empty()));
        judged.into_iter().find(|one| one.head == head).unwrap().may_apply
    }

    #[test]
    fn a_hundred_is_not_more_than_a_hundred() {
        for (persons, may) in [(96, false), (100, false), (101, true), (36_000, true)] {
            assert_eq!(applies(Head::Many, &[], Persons::AtMost(persons), Cause::Unknown), may, "{persons}");
        }
        assert!(applies(Head::Many, &[], Persons::Unknown, Cause::Accident));
        assert!(applies(Head::Many, &[], Persons::OtherUnit, Cause::Accident));
    }

    #[test]
    fn households_are_no_persons() {
        use Persons::{AtMost, OtherUnit, Unknown};
        assert_eq!(AtMost(90).and(AtMost(20)), AtMost(110));
        assert_eq!(AtMost(90).and(OtherUnit), OtherUnit);
        assert_eq!(OtherUnit.and(Unknown), Unknown);
        assert_eq!(AtMost(u64::MAX).and(AtMost(2)), AtMost(u64::MAX));
    }

    #[test]
    fn heads_go_by_kinds_and_cause() {
        let (few, kinds) = (Persons::AtMost(1), [ItemKind::SpecialCare, ItemKind::Name]);
        assert!(applies(Head::SpecialCare, &kinds, few, Cause::Accident));
        assert!(!applies(Head::Financial, &kinds, few, Cause::Accident));
        assert!(!applies(Head::Malicious, &kinds, few, Cause::Accident));
        assert!(applies(Head::Malicious, &kinds, few, Cause::Unknown));
        assert!(applies(Head::IndividualNumber, &[ItemKind::IndividualNumber], few, Cause::Accident));
    }
}
