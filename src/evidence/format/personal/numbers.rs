//! Numbers in words: an individual number, a telephone number, a number that a label makes somebody's.

use super::words::{INDIVIDUAL, NUMBER_LABELS, SERIALS, TELEPHONES, UNITS};

/// A group of digits: where it stands, and the digits.
#[derive(Debug)]
struct Group {
    from: usize,
    to: usize,
    digits: Vec<u32>,
}

/// Returns the digit that a character stands for, kanji too.
pub(super) fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or(match c {
        '〇' | '零' | '○' => Some(0),
        '一' | '壱' => Some(1),
        '二' | '弐' => Some(2),
        '三' | '参' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    })
}

fn groups(text: &[char]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, c) in text.iter().enumerate() {
        let Some(value) = digit(*c) else { continue };
        match groups.last_mut().filter(|group| group.to == at) {
            Some(group) => {
                group.to += 1;
                group.digits.push(value);
            }
            None => groups.push(Group { from: at, to: at + 1, digits: vec![value] }),
        }
    }
    groups
}

/// Returns what stands between two groups, where that may join digits of one number.
fn joint<'t>(text: &'t [char], one: &Group, next: &Group) -> Option<&'t [char]> {
    let between = text.get(one.to..next.from)?;
    let joins = |c: &char| matches!(c, ' ' | '-' | '.' | '_' | '/' | '・' | '、' | ',' | 'の' | '(' | ')');
    (between.len() <= 3 && between.iter().all(joins)).then_some(between)
}

/// Whether the twelfth digit checks the other eleven (番号法施行令8条、命令5条).
fn checks(digits: &[u32]) -> bool {
    let Some((check, others)) = digits.split_last().filter(|_| digits.len() == 12) else { return false };
    let sum: u32 = others
        .iter()
        .rev()
        .zip(1_u32..)
        .map(|(digit, place)| digit * if place <= 6 { place + 1 } else { place - 5 })
        .sum();
    let remainder = sum % 11;
    *check == if remainder <= 1 { 0 } else { 11 - remainder }
}

/// Whether an individual number stands there: twelve digits whose last checks the others, together, in fours, one by
/// one, or in any way where the line says what it is. A number of a contract, a slip or a device is none, where its
/// name stands before it.
pub(super) fn has_individual(text: &[char]) -> bool {
    let groups = groups(text);
    let is_named = INDIVIDUAL.is_in(&text.iter().filter(|c| **c != ' ').copied().collect::<Vec<char>>());
    let mut first = 0;
    while first < groups.len() {
        let mut last = first;
        while let (Some(one), Some(next)) = (groups.get(last), groups.get(last + 1)) {
            if joint(text, one, next).is_none() {
                break;
            }
            last += 1;
        }
        let chain = groups.get(first..=last).unwrap_or_default();
        if chain_holds(text, chain, is_named) {
            return true;
        }
        first = last + 1;
    }
    false
}

fn chain_holds(text: &[char], chain: &[Group], is_named: bool) -> bool {
    (0..chain.len()).any(|start| {
        let (mut digits, mut lengths) = (Vec::with_capacity(12), Vec::new());
        for group in chain.get(start..).unwrap_or_default() {
            digits.extend_from_slice(&group.digits);
            lengths.push(group.digits.len());
            if digits.len() < 12 {
                continue;
            }
            if digits.len() > 12 || !checks(&digits) {
                return false;
            }
            let end = start + lengths.len();
            // Neighbours of the same length, joined in the same way, make it a longer number, such as one of a card.
            let between = |at: usize| joint(text, chain.get(at)?, chain.get(at + 1)?);
            let longer = |joined: Option<usize>, neighbour: Option<usize>| {
                let length = neighbour.and_then(|at| chain.get(at)).map(|group| group.digits.len());
                lengths.len() > 1
                    && length.is_some()
                    && length == lengths.first().copied()
                    && joined.and_then(between) == between(start)
            };
            let is_shaped = matches!(lengths.as_slice(), [12] | [4, 4, 4]) || lengths.len() == 12;
            let before = start.checked_sub(1);
            let is_whole = !longer(before, before) && !longer(Some(end - 1), Some(end));
            let (Some(from), Some(to)) = (chain.get(start), chain.get(end - 1)) else { return false };
            return is_named || (is_shaped && is_whole && !is_of_a_thing(text, from.from, to.to));
        }
        false
    })
}

/// Whether a number is that of a thing: letters touch it, its name stands before it, or a unit behind it.
fn is_of_a_thing(text: &[char], from: usize, to: usize) -> bool {
    let letter = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(char::is_ascii_alphabetic);
    let mut before = text.get(..from).unwrap_or_default();
    while let [rest @ .., ' ' | ':' | '#' | '.' | '-' | '「' | '(' | '='] = before {
        before = rest;
    }
    before = before.strip_suffix(&['N', 'o']).unwrap_or(before);
    while let [rest @ .., ' ' | ':'] = before {
        before = rest;
    }
    let behind = (to..to + 2).find(|at| text.get(*at).is_some_and(|c| *c != ' '));
    letter(from.checked_sub(1))
        || letter(Some(to))
        || SERIALS.ends(before)
        || behind.is_some_and(|at| UNITS.at(text, at).is_some())
}

/// Whether a telephone number of Japan stands there: three groups, a mobile one in any grouping, or one from +81.
pub(super) fn has_telephone(text: &[char]) -> bool {
    let groups = groups(text);
    let is_called = TELEPHONES.is_in(text);
    (0..groups.len()).any(|start| {
        let chain = chain_from(text, &groups, start);
        let before = chain.first().and_then(|group| group.from.checked_sub(1)).and_then(|at| text.get(at));
        if is_international(&chain, before) {
            return true;
        }
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/')) {
            return false;
        }
        let lengths: Vec<usize> = chain.iter().map(|group| group.digits.len()).collect();
        let head: Vec<u32> = chain.first().map(|group| group.digits.clone()).unwrap_or_default();
        if head.first() != Some(&0) || head.get(1) == Some(&0) {
            return false;
        }
        let is_mobile = matches!(head.as_slice(), [0, 5 | 7 | 8 | 9, 0, ..]);
        match lengths.as_slice() {
            [11] => is_mobile,
            [10] => is_called,
            [3, 8] | [3, 4, 4] => is_mobile,
            [2, 8] | [3, 7] => is_called,
            [one, two, 4] => one + two == 6 && *one >= 2,
            _ => false,
        }
    })
}

/// Returns the groups that belong together from one on, four at most.
fn chain_from<'g>(text: &[char], groups: &'g [Group], start: usize) -> Vec<&'g Group> {
    let mut chain: Vec<&Group> = Vec::new();
    for group in groups.iter().skip(start).take(5) {
        let joins = |last: &&Group| {
            joint(text, last, group).is_some_and(|between| {
                !between.is_empty() && !between.contains(&'、') && !between.contains(&',')
            })
        };
        if !chain.is_empty() && !chain.last().is_some_and(joins) {
            break;
        }
        chain.push(group);
    }
    chain
}

/// Whether a number is written from +81 or 0081 on: nine or ten digits follow, with or without a 0 in brackets.
fn is_international(chain: &[&Group], before: Option<&char>) -> bool {
    let digits: Vec<u32> = chain.iter().flat_map(|group| group.digits.iter().copied()).collect();
    let rest = match digits.as_slice() {
        [8, 1, rest @ ..] if before == Some(&'+') => rest,
        [0, 0, 8, 1, rest @ ..] => rest,
        _ => return false,
    };
    let rest = rest.strip_prefix(&[0]).unwrap_or(rest);
    matches!(rest.len(), 9 | 10) && rest.first() != Some(&0)
}

/// Whether the name of a number that is a person's stands there with the number: 被保険者番号, 口座番号.
pub(super) fn has_labelled(text: &[char]) -> bool {
    groups(text).iter().any(|group| {
        let digits = text.get(group.from..).unwrap_or_default();
        let count = digits.iter().take(20).take_while(|c| digit(**c).is_some() || **c == '-').count();
        let window = text.get(group.from.saturating_sub(14)..group.from).unwrap_or_default();
        let is_pure = |word_to: usize| {
            let between = window.get(word_to..).unwrap_or_default();
            between.len() <= 8
                && between.iter().all(|c| !matches!(c, '。' | '列' | '桁' | '欄') && digit(*c).is_none())
        };
        count >= 6
            && (0..window.len())
                .any(|from| NUMBER_LABELS.at(window, from).is_some_and(|length| is_pure(from + length)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_check_digit_and_the_grouping_make_an_individual_number() {
        for text in ["123456789018", "1234-5678-9018", "1 2 3 4 5 6 7 8 9 0 1 8", "一二三四五六七八九〇一八"]
        {
            assert!(has_individual(&chars(text)), "{text}");
        }
        for text in
            ["123456789012", "12345678901", "1234-5678-9018-1234", "123-456-789-018", "SN123456789018"]
        {
            assert!(!has_individual(&chars(text)), "{text}");
        }
        assert!(has_individual(&chars("個人番号 123-456-789-018")));
        assert!(!has_individual(&chars("契約番号: 123456789018")));
        assert!(has_individual(&chars("契約番号ではなく個人番号 123456789018")));
    }

    #[test]
    fn a_telephone_number_has_its_own_grouping() {
        for text in ["03-1234-5678", "(03) 1234-5678", "+81 90-1234-5678", "0081-3-1234-5678", "09012345678"]
        {
            assert!(has_telephone(&chars(text)), "{text}");
        }
        for text in
            ["03-12-0456", "R03-1234-5678", "03-1234-5678-90", "0123456789", "2027-04-05", "810-1234-5678"]
        {
            assert!(!has_telephone(&chars(text)), "{text}");
        }
    }
}
