//! From differences of facts to changes: each difference belongs to exactly one change, and what follows from
//! another change (the permissions of a new item, the letter of a new party) is told with that one.

mod attach;

use super::about::{BETWEEN, Said};
use super::class::Class;
use super::facts::{Edit, Fact, Facts, Key, Value};
use super::identity::Identity;
use super::judge::{Judge, Judged};
use super::kinds::{Kind, Owner};
use super::paper::{self, PaperPlace};
use super::prose::{Pieces, marked, piece};
use super::rules::{self, ChangeRule};
use crate::diagnostic::{Language, Severity, Text};
use crate::model::vocabulary::Requires;
use crate::source::Span;
use std::collections::BTreeMap;

/// One thing that changed.
#[derive(Clone, Debug)]
pub struct Change {
    /// The rule that judges it.
    pub rule: &'static ChangeRule,
    /// Which way it goes.
    pub class: Class,
    /// How much it weighs.
    pub severity: Severity,
    /// What it calls for.
    pub requires: Requires,
    /// True where the old year's paper did not show the council what changed.
    pub unshown: bool,
    /// The kind of thing, for programs: `link-network`.
    pub kind: &'static str,
    /// What it is about, in words of the new year, or of the old one where the new one has it no more.
    pub place: String,
    /// The same in English; names of the paper stay as they are.
    pub place_en: String,
    /// True where what comes or goes are items that the other year has too, in another list.
    pub is_known_elsewhere: bool,
    /// Where it stands on the paper.
    pub paper: PaperPlace,
    /// What was and what is.
    pub words: Words,
    /// The same in English; what the paper says stays as it is.
    pub words_en: Words,
    /// Where it stands in the old year.
    pub old_span: Option<Span>,
    /// Where it stands in the new year.
    pub new_span: Option<Span>,
    /// Why two things are taken to be the same, where one was renamed.
    pub evidence: Vec<Text>,
    /// What else changes with it: kind and place.
    pub with: Vec<String>,
    /// The same in English.
    pub with_en: Vec<String>,
}

/// What was and what is, in one language.
#[derive(Clone, Debug)]
pub struct Words {
    /// As it was; nothing where it is new.
    pub before: Pieces,
    /// As it is now; nothing where it is gone.
    pub after: Pieces,
    /// The whole text as it was, with what did not change; of a list all its members.
    pub before_text: Option<String>,
    /// The whole text as it is now.
    pub after_text: Option<String>,
}

/// A change with the differences that it tells.
#[derive(Debug)]
pub(crate) struct Told<'v> {
    pub(crate) change: Change,
    pub(crate) edits: Vec<Edit<'v>>,
}

impl Change {
    /// Returns what was and what is, in a language.
    #[must_use]
    pub fn words_in(&self, language: Language) -> &Words {
        match language {
            Language::Japanese => &self.words,
            Language::English => &self.words_en,
        }
    }

    /// Returns what follows its place: that the council was never shown it.
    #[must_use]
    pub fn beside(&self, language: Language) -> &'static str {
        match (self.unshown, language) {
            (false, _) => "",
            (true, Language::Japanese) => "（付議で示していない）",
            (true, Language::English) => " (never shown to the council)",
        }
    }

    /// Returns whether it is no change of meaning at all: only a number or a place.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.rule.name == rules::RENUMBERED.name
    }
}

/// Returns the topmost thing that a fact belongs to, and all between, the nearest first.
pub(crate) fn owners(key: Key) -> Vec<Key> {
    let mut owners = Vec::new();
    let mut at = key;
    loop {
        let owner = match at.kind.about().owner {
            Owner::Matter => break,
            Owner::First(kind) => Key::new(kind, &at.at[..1]),
            Owner::Second(kind) => Key::new(kind, &at.at[..2]),
            Owner::Third(kind) => Key::new(kind, &at.at),
            Owner::Annex => match at.at {
                [token, 1, _] => Key::new(Kind::Contract, &[token]),
                [token, 2, _] => Key::new(Kind::Connection, &[token]),
                _ => break,
            },
        };
        owners.push(owner);
        at = owner;
    }
    owners
}

/// What decides which differences are one change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// Everything about one thing, or one difference by itself, in one direction.
    Own(Key, bool, Class),
    /// Differences of one rule and class below one owner.
    Together(&'static str, Class, Option<Key>, Option<Kind>),
}

/// A change that is being put together.
#[derive(Debug)]
struct Draft<'v> {
    main: Vec<(Edit<'v>, Judged)>,
    with: Vec<Edit<'v>>,
}

/// Returns the changes between two years.
pub(crate) fn changes<'v>(
    judge: &Judge<'_>,
    old: &Facts<'v>,
    new: &Facts<'v>,
    identity: &Identity,
) -> Vec<Told<'v>> {
    let edits = attach::split(old.edits(new), old, new, identity);
    let places = attach::Places::new(old, new, &edits);
    let mut drafts: BTreeMap<Group, Draft<'v>> = BTreeMap::new();
    let draft = || Draft { main: Vec::new(), with: Vec::new() };
    let mut attached: Vec<(Key, bool, Edit<'v>)> = Vec::new();
    for edit in edits {
        if let Some((key, comes)) = places.belongs_to(&edit) {
            attached.push((key, comes, edit));
            continue;
        }
        let judged = judge.judge(&edit);
        let group = group(&edit, &judged);
        drafts.entry(group).or_insert_with(draft).main.push((edit, judged));
    }
    let homes: BTreeMap<(Key, bool), Group> = drafts
        .iter()
        .flat_map(|(group, draft)| {
            draft.main.iter().map(|(own, _)| ((own.key, own.after.is_some()), group.clone()))
        })
        .collect();
    for (key, comes, edit) in attached {
        match homes.get(&(key, comes)).and_then(|group| drafts.get_mut(group)) {
            Some(home) => home.with.push(edit),
            // What it should belong to is told nowhere: it speaks for itself.
            None => {
                let judged = judge.judge(&edit);
                let own = Group::Own(edit.key, edit.after.is_some(), judged.class);
                drafts.entry(own).or_insert_with(draft).main.push((edit, judged));
            }
        }
    }
    let drafts = attach::same_items(drafts.into_values().collect());
    drafts.into_iter().filter_map(|draft| finish(judge, identity, [old, new], draft)).collect()
}

fn group(edit: &Edit<'_>, judged: &Judged) -> Group {
    let is_statement = judged.rule.name == rules::STATEMENT_CHANGED.name;
    if !edit.key.kind.about().together && !is_statement && judged.rule.name != rules::RENUMBERED.name {
        return Group::Own(edit.key, edit.after.is_some(), judged.class);
    }
    let top = owners(edit.key).last().copied();
    // Below the matter only things of one kind are told together.
    let kind = (top.is_none() || !is_statement && judged.rule.name != rules::ASSUMPTION_CHANGED.name)
        .then_some(edit.key.kind)
        .filter(|kind| !matches!(kind, Kind::MeetingDate | Kind::StepOrder))
        .map(|kind| if kind == Kind::StepNumber { Kind::StepOrder } else { kind });
    Group::Together(judged.rule.name, judged.class, top, kind)
}

fn finish<'v>(
    judge: &Judge<'_>,
    identity: &Identity,
    [old, new]: [&Facts<'v>; 2],
    draft: Draft<'v>,
) -> Option<Told<'v>> {
    let Draft { main, with } = draft;
    let (first, judged) = main.first()?;
    let about = first.key.kind.about();
    let (rule, class) = (judged.rule, judged.class);
    let [place, place_en] =
        [Language::Japanese, Language::English].map(|language| place(&main, Said::Short(language)));
    let paper = paper::of(judge, identity, first.key, &place_whole(&main));
    let span = |fact: Option<&Fact<'_>>| fact.map(|fact| fact.span).filter(|span| span.is_somewhere());
    let weights = main.iter().map(|(edit, judged)| judge.weight(edit, judged));
    let (severity, requires) = weights
        .reduce(|(severity, requires), own| (severity.max(own.0), requires.max(own.1)))
        .unwrap_or((rule.severity, Requires::Nothing));
    let [words, words_en] =
        [Language::Japanese, Language::English].map(|language| words([old, new], &main, &with, language));
    let [told, told_en] = [Language::Japanese, Language::English].map(|language| told_with(&with, language));
    let is_known_elsewhere = main.iter().all(|(edit, _)| is_known_elsewhere(edit, old, new));
    let (old_span, new_span) = (span(first.before.as_ref()), span(first.after.as_ref()));
    let kind = about.name;
    let evidence = identity.evidence(judge.old, judge.new, first.key);
    let edits = main.into_iter().map(|(edit, _)| edit).chain(with).collect();
    let change = Change {
        rule,
        class,
        severity,
        requires,
        unshown: false,
        kind,
        place,
        place_en,
        is_known_elsewhere,
        paper,
        words,
        words_en,
        old_span,
        new_span,
        evidence: if rule.name == rules::RENAMED.name { evidence } else { Vec::new() },
        with: told,
        with_en: told_en,
    };
    Some(Told { change, edits })
}

/// Returns what was and what is, with what goes with it and must be seen.
fn words(
    [old, new]: [&Facts<'_>; 2],
    main: &[(Edit<'_>, Judged)],
    with: &[Edit<'_>],
    language: Language,
) -> Words {
    let Some(((first, _), rest)) = main.split_first() else {
        return Words { before: Vec::new(), after: Vec::new(), before_text: None, after_text: None };
    };
    let top = if rest.is_empty() { String::new() } else { top_of(main, Said::Short(language)) };
    let is_alike = rest.iter().all(|(edit, _)| edit.key.kind == first.key.kind);
    let head = |edit: &Edit<'_>| match rest.is_empty() {
        true => String::new(),
        false => line_head(edit, &top, is_alike, language),
    };
    let lines = |side: Side| -> Pieces {
        let mut all = Pieces::new();
        for (edit, judged) in main {
            let own = side.of(judged, language);
            if own.is_empty() {
                continue;
            }
            if !all.is_empty() {
                all.extend(piece(between(first.key.kind, language), false));
            }
            all.extend(piece(head(edit), false));
            all.extend(own.iter().cloned());
        }
        all
    };
    let whole = |facts: &Facts<'_>, side: Side| whole_text(facts, main, side, language, head);
    let mut words = Words {
        before: lines(Side::Before),
        after: lines(Side::After),
        before_text: whole(old, Side::Before),
        after_text: whole(new, Side::After),
    };
    for edit in with.iter().filter(|edit| edit.key.kind.is_told_beside(first.key.kind)) {
        beside(edit, &mut words, language);
    }
    words
}

/// One of the two years.
#[derive(Clone, Copy, Debug)]
enum Side {
    Before,
    After,
}

impl Side {
    fn of(self, judged: &Judged, language: Language) -> &Pieces {
        let [before, after] = judged.sides(language);
        match self {
            Self::Before => before,
            Self::After => after,
        }
    }
}

/// Adds to both texts what goes with them and must be seen.
fn beside(edit: &Edit<'_>, words: &mut Words, language: Language) {
    let shown =
        |fact: &Option<Fact<'_>>| fact.as_ref().map_or(String::new(), |fact| fact.value.said(language));
    let texts = [shown(&edit.before), shown(&edit.after)];
    let [old, new] = &texts;
    let (old, new) = marked(old, new);
    let head = format!("\n{}{}", edit.key.kind.about().label_in(language), behind(language));
    let told = [(&mut words.before, &mut words.before_text), (&mut words.after, &mut words.after_text)];
    for (((pieces, whole), own), text) in told.into_iter().zip([old, new]).zip(&texts) {
        if own.is_empty() {
            continue;
        }
        pieces.extend(piece(head.as_str(), false));
        pieces.extend(own);
        let whole = whole.get_or_insert_default();
        whole.push_str(&head);
        whole.push_str(text);
    }
}

/// Returns what a difference is about, in words of the newer year that has it.
fn about_of(edit: &Edit<'_>, said: Said) -> String {
    let fact = edit.after.as_ref().or(edit.before.as_ref());
    fact.map_or(String::new(), |fact| fact.about.said(said))
}

/// Returns the place of a change: of one difference its own, of several what they share.
fn place(main: &[(Edit<'_>, Judged)], said: Said) -> String {
    let Some(((first, _), rest)) = main.split_first() else { return String::new() };
    let label = first.key.kind.about().label_in(match said {
        Said::Short(language) => language,
        Said::Whole => Language::Japanese,
    });
    if rest.is_empty() {
        let about = about_of(first, said);
        return match (about.is_empty(), first.key.kind) {
            (true, _) | (_, Kind::Waiver | Kind::Item) => label,
            (false, _) => format!("{about}{BETWEEN}{label}"),
        };
    }
    let top = top_of(main, said);
    let is_alike = rest.iter().all(|(edit, _)| edit.key.kind == first.key.kind);
    match (top.is_empty(), is_alike) {
        (true, _) => label,
        (false, true) => format!("{top}{BETWEEN}{label}"),
        (false, false) => top,
    }
}

/// Returns whether a difference is items that came into or went out of a list, all of which the other year has too.
fn is_known_elsewhere(edit: &Edit<'_>, old: &Facts<'_>, new: &Facts<'_>) -> bool {
    let (fact, other) = match (&edit.before, &edit.after) {
        (Some(fact), None) => (fact, new),
        (None, Some(fact)) => (fact, old),
        _ => return false,
    };
    let Value::Set(members) = &fact.value else { return false };
    edit.key.kind.holds_items() && members.tokens().all(|item| other.has(Key::new(Kind::Item, &[item])))
}

/// Returns what a change is about with whole titles: the words of its fact, of several what they share.
fn place_whole(main: &[(Edit<'_>, Judged)]) -> String {
    match main {
        [(only, _)] => about_of(only, Said::Whole),
        _ => top_of(main, Said::Whole),
    }
}

/// Returns what several differences share.
fn top_of(main: &[(Edit<'_>, Judged)], said: Said) -> String {
    let abouts: Vec<String> = main.iter().map(|(edit, _)| about_of(edit, said)).collect();
    common(abouts.iter().map(String::as_str))
}

/// Returns what stands between the lines of a change.
fn between(first: Kind, language: Language) -> &'static str {
    match (first, language) {
        (Kind::Item, Language::Japanese) => "、",
        (Kind::Item, Language::English) => ", ",
        _ => "\n",
    }
}

/// Returns what stands behind a name.
fn behind(language: Language) -> &'static str {
    match language {
        Language::Japanese => "：",
        Language::English => ": ",
    }
}

/// Returns what a line of a change begins with: its name below what all its lines share.
fn line_head(edit: &Edit<'_>, top: &str, is_alike: bool, language: Language) -> String {
    if matches!(edit.key.kind, Kind::Item | Kind::Waiver) {
        return String::new();
    }
    let about = about_of(edit, Said::Short(language));
    let rest = about.strip_prefix(top).unwrap_or(&about).trim();
    let (label, behind) = (edit.key.kind.about().label_in(language), behind(language));
    match (rest.is_empty(), is_alike) {
        (true, true) => String::new(),
        (false, true) => format!("{rest}{behind}"),
        (true, false) => format!("{label}{behind}"),
        (false, false) => format!("{rest}{BETWEEN}{label}{behind}"),
    }
}

/// Returns all that a year says under the keys of a change; none where it says nothing.
fn whole_text(
    facts: &Facts<'_>,
    main: &[(Edit<'_>, Judged)],
    side: Side,
    language: Language,
    head: impl Fn(&Edit<'_>) -> String,
) -> Option<String> {
    let mut all: Option<String> = None;
    let mut told: Option<Key> = None;
    for (edit, judged) in main {
        // Of a set, what came and what went are two differences of one fact.
        if told.replace(edit.key) == Some(edit.key) {
            continue;
        }
        let pieces = side.of(judged, language);
        let own = match facts.get(edit.key) {
            Some(fact) => fact.value.said(language),
            None if pieces.is_empty() => continue,
            None => pieces.iter().map(|piece| piece.text.as_str()).collect(),
        };
        let (head, between) = (head(edit), if all.is_some() { between(edit.key.kind, language) } else { "" });
        let all = all.get_or_insert_default();
        for part in [between, &head, &own] {
            all.push_str(part);
        }
    }
    all
}

/// Returns where items come or go with a change: one line a thing, with whom or which lines.
fn told_with(edits: &[Edit<'_>], language: Language) -> Vec<String> {
    let mut told: Vec<(String, String, Vec<String>)> = Vec::new();
    for edit in edits.iter().filter(|edit| edit.key.kind.holds_items()) {
        let about = about_of(edit, Said::Short(language));
        let (top, rest) = about.split_once(BETWEEN).unwrap_or((&about, ""));
        let label = edit.key.kind.about().label_in(language);
        let at = told.iter().position(|(own, kind, _)| own == top && *kind == label).unwrap_or(told.len());
        if at == told.len() {
            told.push((top.to_owned(), label, Vec::new()));
        }
        if let Some((_, _, list)) = told.get_mut(at)
            && !rest.is_empty()
            && !list.iter().any(|own| own == rest)
        {
            list.push(rest.to_owned());
        }
    }
    told.into_iter()
        .map(|(top, label, list)| match list.is_empty() {
            true => format!("{top}{BETWEEN}{label}"),
            false => match language {
                Language::English => format!("{top}{BETWEEN}{label}: {}", list.join(", ")),
                Language::Japanese => format!("{top}{BETWEEN}{label}：{}", list.join("、")),
            },
        })
        .collect()
}

/// Returns the words that all begin with, whole parts only.
fn common<'w>(mut all: impl Iterator<Item = &'w str>) -> String {
    let parts = |about: &'w str| about.split(BETWEEN).collect::<Vec<_>>();
    let mut shared = all.next().map(parts).unwrap_or_default();
    for about in all {
        let own = parts(about);
        let same = shared.iter().zip(&own).take_while(|(one, other)| one == other).count();
        shared.truncate(same);
    }
    shared.join(&BETWEEN.to_string())
}
