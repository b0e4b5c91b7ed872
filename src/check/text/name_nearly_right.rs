//! A word that is the name of a role, a system or a company but for a letter or two.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::TextKind;
use crate::check::rule::Check;
use crate::check::statements::{Statement, Word, is_word, word};
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Located;
use crate::text;
use std::collections::HashSet;
use std::ops::Range;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "name-nearly-right",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("name_nearly_right.md"),
    },
    check,
    mutate,
};

/// Names shorter than this have too many words near them.
const LEAST: usize = 4;

/// A name and where it is given.
struct Name<'a> {
    name: &'a Located<String>,
    word: Word,
    is_role: bool,
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let statements = context.statements();
    let names = names(context);
    let known = known(context, &names);
    for statement in &statements.list {
        if statement.prose.place == TextKind::Article {
            continue;
        }
        for name in &names {
            let Some(range) = mixed(&statement.chars, name, &known) else { continue };
            if statement.prose.text.span != name.name.span {
                add(context, statement, &range, name, findings);
            }
        }
        for run in runs(&statement.chars) {
            let letters = statement.chars.get(run.clone()).unwrap_or(&[]);
            for name in &names {
                let Some(at) = near(letters, name, &known, &statements.words.look_alike) else { continue };
                let range = run.start + at.start..run.start + at.end;
                let wrong: Word = statement.chars.get(range.clone()).unwrap_or(&[]).to_vec();
                let is_name_itself = statement.prose.text.span == name.name.span;
                if is_name_itself || statements.words.general.contains(&wrong) {
                    continue;
                }
                add(context, statement, &range, name, findings);
                break;
            }
        }
    }
}

/// The least letters of a name with hiragana in it, of which one may be another.
const LEAST_MIXED: usize = 6;

/// Returns where a name with hiragana in it stands with one letter another. Such a name is no run of letters, so it is
/// looked for in the whole sentence.
fn mixed(chars: &[char], name: &Name<'_>, known: &HashSet<Word>) -> Option<Range<usize>> {
    let word = &name.word;
    let is_hiragana = |c: &char| matches!(c, 'ぁ'..='ゖ');
    if word.len() < LEAST_MIXED || !word.iter().any(is_hiragana) {
        return None;
    }
    chars.windows(word.len()).enumerate().find_map(|(at, window)| {
        let mut pairs = window.iter().zip(word).filter(|(one, two)| one != two);
        let differs = pairs.next().zip(Some(pairs.next().is_none()));
        let is_near =
            differs.is_some_and(|((one, two), is_only)| is_only && is_hiragana(one) && is_hiragana(two));
        // A letter of the word before or behind makes it another word.
        let goes_on = at.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| is_word(*c));
        (is_near && !goes_on && !known.contains(window)).then(|| at..at + word.len())
    })
}

fn add(
    context: &Context<'_>,
    statement: &Statement<'_>,
    range: &Range<usize>,
    name: &Name<'_>,
    findings: &mut Findings,
) {
    let (written, right) = (statement.written(context, range), name.name);
    findings.add(
        RULE.at(
            statement.span(range),
            text!(
                "「{written}」は「{right}」の誤りではありませんか（不一致）",
                "`{written}` may be meant for `{right}`"
            ),
        )
        .related(right.span, text!("名はここで「{right}」", "the name is `{right}` here"))
        .help(text!(
            "同じものなら同じ名で書き、別のものなら何であるかを書いてください",
            "use one name for one thing, or say what the other thing is"
        ))
        .cause(format!("name-nearly-right:{right}")),
    );
}

/// Returns the names of roles, systems and legal entities of the matter.
fn names<'a>(context: &Context<'a>) -> Vec<Name<'a>> {
    let matter = context.matter;
    let roles = matter.roles.iter().map(|role| (&role.name, true));
    let systems = matter.systems.iter().map(|system| (&system.label, false));
    let parties = matter.providers.iter().filter_map(|provider| provider.party.as_ref());
    let parties = parties.map(|party| (&context.year.parties[party.value].name, false));
    let brands =
        matter.providers.iter().filter_map(|provider| provider.brand.as_ref()).map(|own| (own, false));
    let mut names: Vec<Name<'a>> = Vec::new();
    for (name, is_role) in roles.chain(systems).chain(parties).chain(brands) {
        let word: Word = word(name).into_iter().take_while(|c| *c != '(').collect();
        let is_one = word.iter().all(|c| is_word(*c) || matches!(c, 'ぁ'..='ゖ'));
        if word.len() >= LEAST && is_one && names.iter().all(|own| own.word != word) {
            names.push(Name { name, word, is_role });
        }
    }
    names
}

/// Returns the words that are names of something else: items, objects, facilities, departments, and the names themselves.
fn known(context: &Context<'_>, names: &[Name<'_>]) -> HashSet<Word> {
    let matter = context.matter;
    let items = matter.items.iter().map(|item| word(&item.name));
    let facilities = matter.systems.iter().filter_map(|own| own.facility.as_ref()).map(|own| word(own));
    let objects = matter.flows.iter().flat_map(|flow| &flow.participants);
    let objects = objects.flat_map(|own| own.objects.iter().chain(&own.facility)).map(|own| word(own));
    let all = names.iter().map(|own| own.word.clone());
    all.chain(items).chain(facilities).chain(objects).collect()
}

/// Returns the runs of kanji, katakana, letters and digits.
fn runs(chars: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in chars.iter().enumerate() {
        match (is_word(*c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push(from..chars.len());
    }
    found
}

/// Returns where in a run of letters something stands that is nearly the name: one letter is another, one is too many,
/// or, in a role's name, up to two are left out of its middle.
fn near(run: &[char], name: &Name<'_>, known: &HashSet<Word>, look_alike: &[Word]) -> Option<Range<usize>> {
    let word = &name.word;
    // Nothing that differs by more than two letters in length is near, and most runs do.
    if run.len().abs_diff(word.len()) > 2 || run.windows(word.len()).any(|window| window == word.as_slice()) {
        return None;
    }
    // The whole run, and the run without the words that a name is often joined to, are looked at; a name inside a
    // longer run is a part of another word.
    let is_free = |range: &Range<usize>| !run.get(range.clone()).is_some_and(|own| known.contains(own));
    let whole = 0..run.len();
    let differs = |own: &[char]| {
        if own.len() == word.len() {
            let mut pairs = own.iter().zip(word).filter(|(one, two)| one != two);
            let pair = pairs.next();
            if name.is_role
                && other_middle(own, word)
                && own.iter().zip(word).filter(|(one, two)| one != two).count() > 1
            {
                return true;
            }
            return pairs.next().is_none()
                && pair.is_some_and(|(one, two)| stands_for(*one, *two, look_alike, word.len()));
        }
        if own.len() == word.len() + 1 {
            return is_within(word, own, 1);
        }
        if name.is_role && other_middle(own, word) {
            return true;
        }
        let most = if name.is_role { 2 } else { 1 };
        own.len() < word.len()
            && word.len() - own.len() <= most
            && is_within(own, word, word.len() - own.len())
    };
    if is_free(&whole) && differs(run) {
        return Some(whole);
    }
    None
}

/// Returns whether one letter may have been typed for the other: digits and letters of a numbering may not.
fn stands_for(one: char, two: char, look_alike: &[Word], length: usize) -> bool {
    let is_pair = look_alike.iter().any(|pair| pair.contains(&one) && pair.contains(&two));
    let numbers = |c: char| {
        c.is_ascii_alphanumeric() || "一二三四五六七八九十甲乙丙丁上下前後左右内外新旧大小".contains(c)
    };
    is_pair || (length > LEAST + 1 && !(numbers(one) && numbers(two)))
}

/// Returns whether two long names begin and end alike, with another word of like length between.
fn other_middle(one: &[char], two: &[char]) -> bool {
    let begins = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let ends = one.iter().rev().zip(two.iter().rev()).take_while(|(a, b)| a == b).count();
    let short = one.len().min(two.len());
    one != two
        && begins >= 3
        && ends >= 4
        && begins + ends < short
        && (begins + ends) * 3 >= short * 2
        && one.len().abs_diff(two.len()) <= 2
}

/// Returns whether `short` is `long` without `gap` letters that stand together, neither at its beginning nor at its end.
fn is_within(short: &[char], long: &[char], gap: usize) -> bool {
    if short.len() + gap != long.len() || short.len() < 4 || (short.len() == 4 && gap > 1) {
        return false;
    }
    (2..=short.len().saturating_sub(2))
        .any(|at| short.get(..at) == long.get(..at) && short.get(at..) == long.get(at + gap..))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let names: Vec<Word> =
        names(context).into_iter().filter(|own| own.word.len() > LEAST + 1).map(|own| own.word).collect();
    let text = context.matter.overview.as_ref().and_then(|overview| overview.description.as_ref());
    let plants = text.into_iter().flat_map(|text| {
        names.iter().map(move |name| {
            let (first, rest) = name.split_at(2);
            let wrong: String = first.iter().chain(rest.iter().skip(1)).collect();
            Plant::insert(context, text.span, &format!("。{wrong}が行う"))
        })
    });
    Mutation::new(plants, text!("概要の文がありません", "no overview"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn found(run: &str, name: &str) -> bool {
        let located = Located::new(name.to_owned(), Span::NOWHERE);
        let own = Name { name: &located, word: word(name), is_role: true };
        near(&word(run), &own, &HashSet::new(), &[word("券卷")]).is_some()
    }

    #[test]
    fn a_letter_off_is_near() {
        for (run, name) in [
            ("発送業者", "発送事業者"),
            ("収納サービス事業者", "収納サービス提供事業者"),
            ("封入封絨事業者", "封入封緘事業者"),
            ("封入封緘緘事業者", "封入封緘事業者"),
            ("見本デタ管理システム", "見本データ管理システム"),
        ] {
            assert!(found(run, name), "{run} {name}");
        }
    }

    #[test]
    fn a_name_with_hiragana_is_looked_for_in_the_whole_sentence() {
        let located = Located::new("見本まなび株式会社".to_owned(), Span::NOWHERE);
        let own = Name { name: &located, word: word(&located), is_role: false };
        let found = |text: &str| mixed(&word(text), &own, &HashSet::new()).is_some();
        assert!(found("区は、見本まなぴ株式会社に委託する。"));
        assert!(!found("区は、見本まなび株式会社に委託する。"));
        assert!(!found("区は、見本あそび株式会社に委託する。"));
    }

    #[test]
    fn another_word_is_not() {
        for (run, name) in [
            ("発送事業者", "発送事業者"),
            ("発送センター", "発送事業者"),
            ("事業者", "発送事業者"),
            ("発送事業者責任者", "発送事業者"),
            ("第一センター室", "第二センター室"),
            ("健診結果通知", "健診結果"),
        ] {
            assert!(!found(run, name), "{run} {name}");
        }
    }
}
