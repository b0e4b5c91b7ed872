//! A number in a sentence that is not the number stated as a fact, or that stands elsewhere after the same words.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Number, Statement, Word, Words, contains_any, contracts, is_word, word};
use crate::diagnostic::Severity;
use crate::diagnostic::Text;
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;
use chrono::Datelike;
use std::collections::HashMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "number-in-text-differs",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("number_in_text_differs.md"),
    },
    check,
    mutate,
};

/// How many letters before a number make two sentences speak of the same thing.
const SAME: usize = 4;

/// Units of which the same words never mean two different numbers.
const UNITS: [&str; 12] =
    ["人", "名", "件", "世帯", "通", "枚", "台", "日以内", "日間", "時間以内", "営業日以内", "回以上"];

fn check(context: &Context<'_>, findings: &mut Findings) {
    let statements = context.statements();
    let words = &statements.words;
    let subjects = Subjects::new(context);
    let units: Vec<Word> = UNITS.iter().map(|unit| word(unit)).collect();
    let mut said: HashMap<(Word, Word), (u64, Span)> = HashMap::new();
    for statement in statements.list.iter().filter(|own| !own.is_history) {
        for number in statement.numbers() {
            let unit = statement.after(number.range.end);
            if subjects.differ(statement, &number, words) {
                subjects.add(context, statement, &number, findings);
                continue;
            }
            if promise(context, statement, &number, words, findings) {
                continue;
            }
            if months_differ(context, statement, &number, findings) {
                continue;
            }
            if let Some(fact) = subjects.value
                && mistyped(number.value, fact)
                && ["人", "名", "件", "通", "枚", "世帯"].iter().any(|own| unit.starts_with(&word(own)))
                && !contains_any(&statement.chars, &words.breakdown)
                && !near_part(statement, &number, words)
            {
                subjects.add(context, statement, &number, findings);
                continue;
            }
            let Some(unit) = units.iter().find(|own| unit.starts_with(own)) else { continue };
            // 「１４日間保存」: how long something is kept.
            let behind = statement.after(number.range.end + unit.len());
            let kept =
                behind.get(..2).filter(|own| own.starts_with(&['保']) && own.iter().all(|c| is_word(*c)));
            let same =
                kept.map(<[char]>::to_vec).or_else(|| subject_of(statement.before(number.range.start)));
            let Some(same) = same else { continue };
            if contains_any(&statement.chars, &words.breakdown) || near_part(statement, &number, words) {
                continue;
            }
            let place = statement.span(&number.range);
            match said.get(&(same.clone(), unit.clone())) {
                Some((value, first)) if *value != number.value => {
                    let (here, there) = (number.value, value);
                    findings.add(
                        RULE.at(
                            place,
                            text!(
                                "ここでは「{here}」、同じことを述べた別の文では「{there}」です（不一致）",
                                "{here} here, and {there} in another sentence on the same thing"
                            ),
                        )
                        .related(*first, text!("別の文では「{there}」", "{there} in the other sentence"))
                        .help(text!(
                            "正しい数を確かめ、文をそろえてください",
                            "find out which is right, and make the sentences agree"
                        )),
                    );
                }
                Some(_) => {}
                None => {
                    said.insert((same, unit.clone()), (number.value, place));
                }
            }
        }
    }
}

/// Returns the run of letters that a number counts: what stands right before it, without 約 and 年間.
fn subject_of(before: &[char]) -> Option<Word> {
    let mut rest = before;
    for filler in [&['約'][..], &['年', '間'], &['月', '間'], &['お', 'お', 'む', 'ね']] {
        rest = rest.strip_suffix(filler).unwrap_or(rest);
    }
    if let Some(since) = rest.strip_suffix(&['か', 'ら'][..]) {
        let run = since.get(since.len().saturating_sub(5)..)?;
        let tells = run.iter().filter(|c| is_word(**c)).count();
        return (run.len() == 5 && tells >= 4).then(|| run.to_vec());
    }
    if let [before @ .., 'は' | 'が' | 'を' | 'の'] = rest {
        rest = before;
    }
    let letters = rest.iter().rev().take_while(|c| is_word(**c) && !c.is_ascii_digit()).count();
    let run = rest.get(rest.len() - letters..)?;
    (run.len() >= SAME).then(|| run.to_vec())
}

/// Returns whether a word for a part stands next to a number.
fn near_part(statement: &Statement<'_>, number: &Number, words: &Words) -> bool {
    let before = statement.before(number.range.start);
    let after = statement.after(number.range.end);
    contains_any(before.get(before.len().saturating_sub(6)..).unwrap_or(before), &words.part)
        || contains_any(after.get(..after.len().min(6)).unwrap_or(after), &words.part)
}

/// Returns whether a number looks like the fact with a nought too many or too few, or two digits changed about.
fn mistyped(said: u64, fact: u64) -> bool {
    if said == fact || said < 100 || fact < 100 {
        return false;
    }
    let (small, large) = (said.min(fact), said.max(fact));
    let is_tenfold = large == small.saturating_mul(10);
    let digits = |number: u64| {
        let mut digits: Vec<char> = number.to_string().chars().collect();
        digits.sort_unstable();
        digits
    };
    is_tenfold || (said.ilog10() == fact.ilog10() && digits(said) == digits(fact))
}

/// Holds 「…までの６か月間」 against the term; returns whether it is said otherwise.
fn months_differ(
    context: &Context<'_>,
    statement: &Statement<'_>,
    number: &Number,
    findings: &mut Findings,
) -> bool {
    let after: String = statement.after(number.range.end).iter().take(3).collect();
    let before = statement.before(number.range.start);
    let is_of_term = ["か月間", "ヶ月間", "ケ月間", "カ月間", "箇月間"].contains(&after.as_str())
        && before.ends_with(&['ま', 'で', 'の']);
    let Some(term) = context.matter.term.as_ref().filter(|_| is_of_term) else { return false };
    let (from, to) = (term.from.value, term.to.value);
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month()).unwrap_or(0)
        - i32::try_from(from.month()).unwrap_or(0)
        + 1;
    if u64::try_from(months).is_ok_and(|months| months == number.value) {
        return false;
    }
    let said = number.value;
    findings.add(
        RULE.at(
            statement.span(&number.range),
            text!(
                "文では{said}か月間ですが、期間は{months}か月です（不一致）",
                "the sentence says {said} months, and the term has {months}"
            ),
        )
        .related(term.span, text!("期間", "the term"))
        .help(text!("期間を確かめ、文と期間をそろえてください", "look the term up, and make them agree")),
    );
    true
}

/// What a number of persons in a sentence is held against.
struct Subjects {
    value: Option<u64>,
    place: Span,
    units: Vec<Word>,
    names: Vec<Word>,
}

impl Subjects {
    fn new(context: &Context<'_>) -> Self {
        let overview = context.matter.overview.as_ref();
        let count = overview.and_then(|overview| overview.subject_count.as_ref());
        let statements = context.statements();
        let unit = count.and_then(|count| count.unit.as_ref()).map(|unit| word(unit));
        let is_person = unit.as_ref().is_none_or(|unit| statements.words.persons.contains(unit));
        let units = if is_person { statements.words.persons.clone() } else { unit.into_iter().collect() };
        let mut names = statements.words.subjects.clone();
        let principals = context.matter.roles.iter().filter(|role| role.is(RoleKind::Principal));
        names.extend(principals.map(|role| word(&role.name)));
        names.extend(overview.and_then(|overview| overview.subjects.as_ref()).map(|own| word(own)));
        Self {
            value: count.map(|count| count.value.value),
            place: count.map_or(Span::NOWHERE, |count| count.value.span),
            units,
            names,
        }
    }

    /// Returns whether a sentence gives another number of subjects than the overview.
    fn differ(&self, statement: &Statement<'_>, number: &Number, words: &Words) -> bool {
        let Some(value) = self.value else { return false };
        let is_about = matches!(
            statement.prose.owner,
            Owner::Matter | Owner::Overview | Owner::Contract(_) | Owner::Connection(_)
        );
        let rest = statement.after(number.range.end);
        let Some(unit) = self.units.iter().find(|unit| rest.starts_with(unit)) else { return false };
        // 「…対象者は、年間約」: the words for the subjects stand before the number, in its clause or the one before.
        let before = statement.before(number.range.start);
        let near = before.get(before.len().saturating_sub(16)..).unwrap_or(before);
        let after = rest.get(unit.len()..).unwrap_or(&[]);
        let next = after.get(..after.len().min(4)).unwrap_or(after);
        let last = near.get(near.len().saturating_sub(6)..).unwrap_or(near);
        // 「約…名の対象者に」, or in the unit of the field 「約…世帯に」.
        let behind = after.get(..after.len().min(8)).unwrap_or(after);
        let is_said_behind = behind.first() == Some(&'の') && contains_any(behind, &self.names);
        let is_bare = last.last() == Some(&'約') && behind.first() != Some(&'の');
        is_about
            && (contains_any(near, &self.names) || is_said_behind || is_bare)
            && !contains_any(next, &words.part)
            && !contains_any(last, &words.part)
            && !contains_any(&statement.chars, &words.breakdown)
            && !same_rounded(number.value, value)
    }

    fn add(
        &self,
        context: &Context<'_>,
        statement: &Statement<'_>,
        number: &Number,
        findings: &mut Findings,
    ) {
        let written = statement.written(context, &number.range);
        let value = self.value.unwrap_or_default();
        findings.add(
            RULE.at(
                statement.span(&number.range),
                text!(
                    "文では「{written}」ですが、対象者数の欄は{value}です（不一致）",
                    "the sentence says {written}, and the number of subjects is {value}"
                ),
            )
            .related(self.place, text!("対象者数の欄", "the number of subjects"))
            .help(text!(
                "正しい人数を確かめ、文と欄をそろえてください",
                "find out which is right, and make them agree"
            )),
        );
    }
}

/// Returns whether a number is the fact, rounded to the places that it shows.
fn same_rounded(said: u64, fact: u64) -> bool {
    let mut unit = 1_u64;
    while said > 0 && said.is_multiple_of(unit.saturating_mul(10)) && unit < 1_000_000_000 {
        unit *= 10;
    }
    said == fact || fact / unit * unit == said || fact.saturating_add(unit / 2) / unit * unit == said
}

/// Holds a deadline in days or hours against what the contracts promise; returns whether it is such a deadline.
fn promise(
    context: &Context<'_>,
    statement: &Statement<'_>,
    number: &Number,
    words: &Words,
    findings: &mut Findings,
) -> bool {
    let unit: String = statement.after(number.range.end).iter().take(4).collect();
    let chars = &statement.chars;
    let of: Vec<_> = contracts(context, statement.prose.owner);
    let of = of.into_iter().map(|contract| &context.matter.contracts[contract]);
    let (facts, ja, en): (Vec<(u64, Span)>, &str, &str) = if unit.starts_with("日以内")
        && contains_any(chars, &words.erasure)
        && contains_any(chars, &words.end_of_work)
    {
        let own = of.filter_map(|contract| contract.erasure.as_ref());
        (
            own.map(|own| (own.within_days.value, own.within_days.span)).collect(),
            "消去の期限（日数）",
            "days to erasure",
        )
    } else if unit.starts_with("時間以内") && contains_any(chars, &words.incident) {
        let own = of.filter_map(|contract| contract.incident_notice_hours.as_ref());
        (
            own.map(|own| (own.value, own.span)).collect(),
            "事故を区へ知らせるまでの時間",
            "hours to the notice",
        )
    } else {
        return false;
    };
    let Some((value, place)) = facts.first().copied() else { return true };
    if facts.iter().all(|(value, _)| *value != number.value) {
        let said = number.value;
        let Text { ja, en } = text!(
            "文では「{said}」ですが、契約の{ja}は{value}です（不一致）",
            "the sentence says {said}, and the contract promises {value} ({en})"
        );
        findings.add(
            RULE.at(statement.span(&number.range), Text { ja, en })
                .related(place, text!("契約の定め", "what the contract promises"))
                .help(text!(
                    "契約書を確かめ、文と欄をそろえてください",
                    "look the contract up, and make them agree"
                )),
        );
    }
    true
}

fn mutate(context: &Context<'_>) -> Mutation {
    let statements = context.statements();
    let subjects = Subjects::new(context);
    let overview = context.matter.overview.as_ref();
    let text = overview.and_then(|overview| overview.description.as_ref().or(overview.subjects.as_ref()));
    let unit = subjects.units.first().zip(statements.words.subjects.first());
    let plant = text.zip(subjects.value).zip(unit).map(|((text, value), (unit, word))| {
        let (unit, word): (String, String) = (unit.iter().collect(), word.iter().collect());
        Plant::insert(context, text.span, &format!("。{word}は{}{unit}である", value.saturating_mul(3) + 7))
    });
    Mutation::new(
        plant,
        text!("対象者数か、概要の文が書かれていません", "no number of subjects, or no overview"),
    )
}

#[cfg(test)]
mod tests {
    use super::{mistyped, same_rounded};

    #[test]
    fn a_nought_more_or_digits_changed_about_are_typing() {
        assert!(mistyped(900, 9_000) && mistyped(24_000, 42_000) && mistyped(5_600, 6_500));
        assert!(!mistyped(900, 900) && !mistyped(4_000, 42_000) && !mistyped(12, 21) && !mistyped(300, 900));
    }

    #[test]
    fn a_rounded_number_is_the_number() {
        assert!(same_rounded(7_000, 6_500) && same_rounded(6_000, 6_500) && same_rounded(36_000, 36_000));
        assert!(!same_rounded(5_600, 6_500) && !same_rounded(90, 900) && !same_rounded(0, 900));
    }
}
