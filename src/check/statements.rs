//! The sentences that are printed, and what they mention: one engine for every rule that holds a text against a fact.
//!
//! Each printed text is folded once and cut into sentences. What stands in quotation marks is a name or a citation, what
//! a sentence denies is not used, and what it tells as history is no more: none of these is a claim.
//!
//! | mention | held against | rule |
//! | --- | --- | --- |
//! | persons, households | `subject_count` | `number-in-text-differs` |
//! | days to erasure, hours to a notice | `erasure`, `incident_notice_hours` of the contracts it speaks of | `number-in-text-differs` |
//! | a number of anything, after the same words | the same words elsewhere | `number-in-text-differs` |
//! | year, month and day of a beginning or an end | `term` | `date-in-text-differs` |
//! | fiscal year | the year of the file | `date-in-text-differs` |
//! | 甲, 乙, 丙, 丁 | `letter` of the parties, `from` and `to` of the sentence | `letter-in-text-differs` |
//! | name of a role, a system, a company | the names themselves, one letter off | `name-nearly-right` |
//! | a company with its legal form | the registered name | `legal-form-misplaced` |
//! | who does a step, who receives | `at` and `links` of the step, `conveys` | `actor-in-step-differs` |
//! | a system in a step or a connection | `system` of the step, the systems of the connection | `system-in-text-differs` |
//! | a network | the lines of the step, the form of the connection | `network-in-text-differs` |
//! | a way of handing over, how often | `means` and `timing` of the step's lines | `way-in-text-differs` |
//! | acts | `acts` of the task | `act-in-text-differs` |
//! | an item of information | the item lists | `item-in-text-not-listed` |
//! | keeping for a while | steps that erase, `erasure` of the contracts | `temporary-copy-not-erased` |
//! | a backup | `media` of the contract | `backup-not-in-media` |
//! | a code that is read | the item lists | `code-read-not-listed` |
//! | another business of the ward, in a reason | `business` | `another-business-in-reason` |
//! | 三者契約, 四者契約 | the parties of the contract | `party-count-in-text-differs` |
//! | a certification | what the legal entity holds | `certification-not-held` |
//! | a country | `country` of the system | `country-in-label-differs` |
//! | a council | the ward's, and the bodies of earlier approvals | `council-name-differs` |

use super::context::Context;
use super::folded::Folded;
use super::prose::{Owner, Prose};
use crate::model::ids::ContractId;
use crate::model::matter::Covered;
use crate::model::ward::SentenceWords;
use crate::source::Span;
use crate::spelling;
use std::ops::Range;

/// A word, folded.
pub(crate) type Word = Vec<char>;

/// Returns a word folded.
pub(crate) fn word(text: &str) -> Word {
    spelling::fold(text).chars().collect()
}

fn words(texts: &[String]) -> Vec<Word> {
    texts.iter().map(|text| word(text)).filter(|word| !word.is_empty()).collect()
}

/// The words that say how a sentence is to be read, folded.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) history: Vec<Word>,
    pub(crate) denials: Vec<Word>,
    pub(crate) subjects: Vec<Word>,
    pub(crate) part: Vec<Word>,
    pub(crate) breakdown: Vec<Word>,
    pub(crate) persons: Vec<Word>,
    pub(crate) erasure: Vec<Word>,
    pub(crate) end_of_work: Vec<Word>,
    pub(crate) incident: Vec<Word>,
    pub(crate) begins: Vec<Word>,
    pub(crate) ends: Vec<Word>,
    pub(crate) business: Vec<Word>,
    pub(crate) results: Vec<Word>,
    pub(crate) sends: Vec<Word>,
    /// Of each family of ways, the ways, each by its words.
    pub(crate) ways: Vec<Vec<Vec<Word>>>,
    pub(crate) by_hand: Vec<Word>,
    pub(crate) councils: Vec<Word>,
    pub(crate) council_topics: Vec<Word>,
    pub(crate) systems: Vec<Word>,
    pub(crate) entrusts: Vec<Word>,
    pub(crate) general: Vec<Word>,
    pub(crate) look_alike: Vec<Word>,
    pub(crate) removable: Vec<Word>,
    pub(crate) paper: Vec<Word>,
    pub(crate) derived: Vec<Word>,
    pub(crate) temporary: Vec<Word>,
    pub(crate) backup: Vec<Word>,
    pub(crate) networks: Vec<Word>,
    pub(crate) income: Vec<Word>,
    pub(crate) codes: Vec<Word>,
    pub(crate) reads: Vec<Word>,
    pub(crate) unlike: Vec<Word>,
}

impl Words {
    fn new(own: &SentenceWords) -> Self {
        Self {
            history: words(&own.history),
            denials: words(&own.denials),
            subjects: words(&own.subjects),
            part: words(&own.part),
            breakdown: words(&own.breakdown),
            persons: words(&own.persons),
            erasure: words(&own.erasure),
            end_of_work: words(&own.end_of_work),
            incident: words(&own.incident),
            begins: words(&own.begins),
            ends: words(&own.ends),
            business: words(&own.business),
            results: words(&own.results),
            sends: words(&own.sends),
            ways: own.ways.iter().map(|family| family.iter().map(|way| words(way)).collect()).collect(),
            by_hand: words(&own.by_hand),
            councils: words(&own.councils),
            systems: words(&own.systems),
            entrusts: words(&own.entrusts),
            council_topics: words(&own.council_topics),
            general: words(&own.general),
            look_alike: words(&own.look_alike),
            removable: words(&own.removable),
            paper: words(&own.paper),
            derived: words(&own.derived),
            temporary: words(&own.temporary),
            backup: words(&own.backup),
            networks: words(&own.network_words),
            income: words(&own.income),
            codes: words(&own.codes),
            reads: words(&own.reads),
            unlike: words(&own.unlike),
        }
    }
}

/// Every printed sentence of a matter, in the order of the file.
#[derive(Debug)]
pub(crate) struct Statements<'a> {
    /// The sentences.
    pub(crate) list: Vec<Statement<'a>>,
    /// How they are read.
    pub(crate) words: Words,
}

/// A sentence that is printed.
#[derive(Debug)]
pub(crate) struct Statement<'a> {
    /// The text it is part of.
    pub(crate) prose: Prose<'a>,
    /// Its characters, folded.
    pub(crate) chars: Vec<char>,
    /// The bytes of the file that each came from.
    bytes: Vec<(usize, usize)>,
    /// Which of them stand in quotation marks.
    quoted: Vec<bool>,
    /// Whether it tells of what was.
    pub(crate) is_history: bool,
}

/// A number in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its characters.
    pub(crate) range: Range<usize>,
    pub(crate) value: u64,
}

/// A year in a sentence, with what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Year {
    /// Its characters, month and day with it.
    pub(crate) range: Range<usize>,
    /// Western.
    pub(crate) year: i32,
    /// Whether the era had so many years.
    pub(crate) exists: bool,
    /// Whether it is a fiscal year (年度).
    pub(crate) is_fiscal: bool,
    pub(crate) month: Option<u32>,
    pub(crate) day: Option<u32>,
}

impl<'a> Statements<'a> {
    pub(crate) fn new(context: &Context<'a>) -> Self {
        let words = Words::new(&context.common.sentences);
        let mut list = Vec::new();
        for prose in context.prose() {
            let span = prose.text.span;
            let written = context.sources.slice(span);
            let mut start = 0;
            for piece in written.split_inclusive(['。', '｡', '\n']) {
                let offset = span.start() + start;
                start += piece.len();
                if piece.trim().is_empty() {
                    continue;
                }
                let (chars, mut bytes) = Folded::new(piece).into_parts();
                for (from, to) in &mut bytes {
                    (*from, *to) = (*from + offset, *to + offset);
                }
                let quoted = quoted(&chars);
                let is_history = tells_history(&chars, &words.history);
                list.push(Statement { prose: *prose, chars, bytes, quoted, is_history });
            }
        }
        Self { list, words }
    }
}

/// Returns for each character whether it stands between quotation marks.
fn quoted(chars: &[char]) -> Vec<bool> {
    let mut depth = 0_usize;
    chars
        .iter()
        .map(|c| {
            match c {
                '「' | '『' => depth += 1,
                '」' | '』' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > 0
        })
        .collect()
}

/// Returns whether a sentence ends in the past, or says a word of history.
fn tells_history(chars: &[char], words: &[Word]) -> bool {
    let mut rest = chars;
    while let [before @ .., '。' | ')' | '"' | '\''] = rest {
        rest = before;
    }
    // A word of one letter begins a word: 旧システム, and not 復旧 or 新旧.
    let is_said = |word: &Word| match word.as_slice() {
        [letter] => chars.iter().enumerate().any(|(at, own)| {
            own == letter
                && at.checked_sub(1).and_then(|at| chars.get(at)).is_none_or(|before| !is_word(*before))
        }),
        _ => contains(chars, word),
    };
    matches!(rest, [.., 'た']) || words.iter().any(is_said)
}

/// Returns whether `word` stands in `chars`.
pub(crate) fn contains(chars: &[char], word: &[char]) -> bool {
    !word.is_empty() && chars.windows(word.len()).any(|window| window == word)
}

/// Returns whether any of the words stands in `chars`.
pub(crate) fn contains_any(chars: &[char], words: &[Word]) -> bool {
    words.iter().any(|word| contains(chars, word))
}

/// Returns whether a character goes on a Japanese word: kanji, katakana, letters, digits.
pub(crate) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{4E00}'..='\u{9FFF}' | 'ァ'..='ヺ' | 'ー' | '々')
}

impl Statement<'_> {
    /// Returns the characters before a place.
    pub(crate) fn before(&self, at: usize) -> &[char] {
        self.chars.get(..at).unwrap_or(&[])
    }

    /// Returns the characters from a place on.
    pub(crate) fn after(&self, at: usize) -> &[char] {
        self.chars.get(at..).unwrap_or(&[])
    }

    /// Returns the characters from a place on up to the next comma.
    pub(crate) fn clause(&self, at: usize) -> &[char] {
        self.after(at).split(|c| matches!(c, '、' | ',' | '。')).next().unwrap_or(&[])
    }

    /// Returns the place of some characters in the file.
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        let source = self.prose.text.span.source();
        match (self.bytes.get(range.start), range.end.checked_sub(1).and_then(|last| self.bytes.get(last))) {
            (Some((start, _)), Some((_, end))) if start <= end => Span::new(source, *start, *end),
            _ => self.prose.text.span,
        }
    }

    /// Returns some characters as they are written.
    pub(crate) fn written<'s>(&self, context: &Context<'s>, range: &Range<usize>) -> &'s str {
        context.sources.slice(self.span(range))
    }

    /// Returns where a word stands outside of quotation marks, as words of the sentence: in katakana or Latin letters it
    /// does not go on.
    pub(crate) fn find(&self, word: &[char]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let (Some(first), Some(last)) = (word.first(), word.last()) else { return found };
        let mut at = 0;
        while let Some(window) = self.chars.get(at..at + word.len()) {
            let range = at..at + word.len();
            let goes_on = |one: &char, next: Option<&char>| {
                let alike = |one: char, next: char| {
                    let katakana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
                    (one.is_ascii_alphanumeric() && next.is_ascii_alphanumeric())
                        || (katakana(one) && katakana(next))
                };
                next.is_some_and(|next| alike(*one, *next))
            };
            let stands = window == word
                && !self.quoted.get(at).copied().unwrap_or(false)
                && !goes_on(first, at.checked_sub(1).and_then(|at| self.chars.get(at)))
                && !goes_on(last, self.chars.get(range.end));
            at = if stands { range.end } else { at + 1 };
            if stands {
                found.push(range);
            }
        }
        found
    }

    /// Returns where any of the words stands, the longest first where they overlap, with the number of the word.
    pub(crate) fn find_all(&self, words: &[Word]) -> Vec<(usize, Range<usize>)> {
        let mut all: Vec<(usize, Range<usize>)> = Vec::new();
        for (number, word) in words.iter().enumerate() {
            all.extend(self.find(word).into_iter().map(|range| (number, range)));
        }
        all.sort_by_key(|(_, range)| (std::cmp::Reverse(range.len()), range.start));
        let mut kept: Vec<(usize, Range<usize>)> = Vec::new();
        for (number, range) in all {
            if kept.iter().all(|(_, own)| range.end <= own.start || own.end <= range.start) {
                kept.push((number, range));
            }
        }
        kept.sort_by_key(|(_, range)| range.start);
        kept
    }

    /// Returns whether the words up to the next comma deny what stands before them, or tell that it was so once
    /// (「…していたが、」).
    pub(crate) fn is_denied(&self, end: usize, words: &Words) -> bool {
        let clause = self.clause(end);
        contains_any(clause, &words.denials) || clause.windows(3).any(|own| own == ['て', 'い', 'た'])
    }

    /// Returns the numbers that stand outside of quotation marks and are no part of a name (ISO27001).
    pub(crate) fn numbers(&self) -> Vec<Number> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(c) = self.chars.get(at) {
            if !c.is_ascii_digit() {
                at += 1;
                continue;
            }
            let start = at;
            let mut value = Some(0_u64);
            let mut part = Some(0_u64);
            while let Some(c) = self.chars.get(at) {
                let next_is_digit = self.chars.get(at + 1).is_some_and(char::is_ascii_digit);
                match c {
                    '0'..='9' => {
                        let digit = u64::from(c.to_digit(10).unwrap_or(0));
                        part = part.and_then(|part| part.checked_mul(10)?.checked_add(digit));
                    }
                    ',' if next_is_digit => {}
                    '万' | '千' => {
                        let unit = if *c == '万' { 10_000 } else { 1_000 };
                        let more = part.and_then(|part| part.checked_mul(unit));
                        value = value.zip(more).and_then(|(value, more)| value.checked_add(more));
                        part = Some(0);
                    }
                    _ => break,
                }
                at += 1;
            }
            let before = start.checked_sub(1).and_then(|at| self.chars.get(at));
            let is_part = before.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '.' | '第'))
                || (self.chars.get(at) == Some(&'.')
                    && self.chars.get(at + 1).is_some_and(char::is_ascii_digit));
            let is_quoted = self.quoted.get(start).copied().unwrap_or(false);
            if let Some(value) = value.zip(part).and_then(|(value, part)| value.checked_add(part))
                && !is_part
                && !is_quoted
            {
                found.push(Number { range: start..at, value });
            }
        }
        found
    }

    /// Returns the years of an era that it names, each with its month and day.
    pub(crate) fn years(&self) -> Vec<Year> {
        years(&self.chars)
    }

    /// Returns the years of an era that any text names.
    pub(crate) fn years_in(text: &str) -> Vec<Year> {
        years(&word(text))
    }
}

/// Returns the years of an era that stand in folded characters.
fn years(chars: &[char]) -> Vec<Year> {
    const ERAS: [(&[char], i32, i32); 3] =
        [(&['令', '和'], 2018, 999), (&['平', '成'], 1988, 31), (&['昭', '和'], 1925, 64)];
    let mut found = Vec::new();
    for (name, base, last) in ERAS {
        for start in 0..chars.len() {
            if !chars.get(start..).is_some_and(|rest| rest.starts_with(name)) {
                continue;
            }
            let Some((number, at)) = count(chars, start + name.len(), '年') else { continue };
            let is_fiscal = chars.get(at) == Some(&'度');
            let mut end = if is_fiscal { at + 1 } else { at };
            let (mut month, mut day) = (None, None);
            if !is_fiscal && let Some((number, at)) = count(chars, at, '月') {
                (month, end) = (u32::try_from(number).ok(), at);
                if let Some((number, at)) = count(chars, at, '日') {
                    (day, end) = (u32::try_from(number).ok(), at);
                }
            }
            let year = base + number;
            let exists = number >= 1 && number <= last;
            found.push(Year { range: start..end, year, exists, is_fiscal, month, day });
        }
    }
    found.sort_by_key(|year| year.range.start);
    found
}

/// Reads a number that `unit` follows, and where that ends.
fn count(chars: &[char], at: usize, unit: char) -> Option<(i32, usize)> {
    let mut end = at;
    let mut digits = String::new();
    while let Some(c) = chars.get(end) {
        match c {
            '元' if digits.is_empty() => digits.push('1'),
            c if c.is_ascii_digit() && digits.len() < 4 => digits.push(*c),
            c if *c == unit => return Some((digits.parse().ok()?, end + 1)),
            _ => return None,
        }
        end += 1;
    }
    None
}

/// Returns the contracts that a text speaks of; none where it speaks of all or of none.
pub(crate) fn contracts(context: &Context<'_>, owner: Owner) -> Vec<ContractId> {
    match owner {
        Owner::Contract(id) | Owner::Conveyance(id, _) | Owner::Task(id, ..) => vec![id],
        Owner::Flow(flow) | Owner::Step(flow, _) => {
            context.matter.flows[flow].contract.iter().map(|own| own.value).collect()
        }
        Owner::Checklist(at) => {
            let Some(checklist) = context.matter.checklists.get(at) else { return Vec::new() };
            match &checklist.covers {
                Some(covers) => {
                    let contracts = covers.iter().filter_map(|covered| match covered.value {
                        Covered::Contract(contract) => Some(contract),
                        Covered::Connection(_) => None,
                    });
                    contracts.collect()
                }
                None => context.matter.contracts.ids().collect(),
            }
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::prose::TextKind;
    use crate::source::{Located, Sources};

    fn with<R>(text: &str, ask: impl FnOnce(&Statement<'_>) -> R) -> R {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text);
        let located = Located::new(text.to_owned(), Span::new(id, 0, text.len()));
        let prose = Prose { text: &located, place: TextKind::Body, owner: Owner::Matter };
        let (chars, bytes) = Folded::new(text).into_parts();
        let quoted = quoted(&chars);
        let is_history = tells_history(&chars, &[word("従来")]);
        ask(&Statement { prose, chars, bytes, quoted, is_history })
    }

    fn numbers(text: &str) -> Vec<u64> {
        with(text, |own| own.numbers().into_iter().map(|number| number.value).collect())
    }

    #[test]
    fn numbers_are_read_in_every_width_and_with_their_units() {
        assert_eq!(numbers("対象者は約３６，０００名、1万2千件、３回"), [36_000, 12_000, 3]);
        assert_eq!(numbers("ISO27001、第３条、「９０名」、1.5倍、DVD-R2"), [5; 0]);
        assert_eq!(numbers("９９９９９９９９９９９９９９９９９９９９９９"), [0; 0]);
    }

    #[test]
    fn years_carry_month_and_day() {
        let years = |text: &str| with(text, |own| own.years());
        let found = years("令和８年４月からは、令和８年度と平成３８年４月１日");
        let shown: Vec<_> =
            found.iter().map(|own| (own.year, own.is_fiscal, own.month, own.day, own.exists)).collect();
        assert_eq!(
            shown,
            [
                (2026, false, Some(4), None, true),
                (2026, true, None, None, true),
                (2026, false, Some(4), Some(1), false)
            ]
        );
        assert_eq!(years("令和元年度").first().map(|own| own.year), Some(2019));
        assert!(years("令和の時代").is_empty());
    }

    #[test]
    fn history_and_denials_are_no_claims() {
        assert!(with("これまで郵送していた。", |own| own.is_history));
        assert!(with("従来は郵送である。", |own| own.is_history));
        assert!(!with("送信されたデータを区に渡す。", |own| own.is_history));
        let tells = |text: &str| tells_history(&word(text), &[word("旧")]);
        assert!(tells("旧システムから移す。") && tells("これは、旧様式である。"));
        assert!(!tells("復旧の試験の結果") && !tells("新旧の対照表"));
    }

    #[test]
    fn a_place_is_that_of_the_word_as_written() {
        with("「甲」の ＬＧＷＡＮ 回線による。", |own| {
            let found = own.find(&word("LGWAN"));
            let span = own.span(&found[0]);
            assert_eq!(own.prose.text.value.get(span.start()..span.end()), Some("ＬＧＷＡＮ"));
        });
        assert!(with("「ＬＧＷＡＮ」という", |own| own.find(&word("LGWAN")).is_empty()));
        assert!(with("サーバー室", |own| own.find(&word("サーバ")).is_empty()));
    }
}
