//! One difference judged: by which rule, in which direction, and in which words.

use super::class::Class;
use super::facts::{Edit, Fact, Token, Value};
use super::kinds::{Kind, Shape};
use super::policy::Policy;
use super::prose::{self, Compared, Pieces, Renamed, marked, moved, piece};
use super::rules::{self, ChangeRule};
use super::years::Years;
use crate::case::Case;
use crate::diagnostic::{Language, Severity};
use crate::model::vocabulary::{Requires, RoleKind};
use crate::model::{country, era};
use chrono::NaiveDate;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What two years are judged with.
#[derive(Debug)]
pub(crate) struct Judge<'j> {
    pub(crate) old: &'j Case<'j>,
    pub(crate) new: &'j Case<'j>,
    pub(crate) policy: Policy<'j>,
    pub(crate) years: &'j Years<'j>,
    /// What is called otherwise.
    pub(crate) renamed: Vec<Renamed>,
    /// Contracts and roles that send or receive under them in both years.
    pub(crate) take_part: &'j BTreeSet<(Token, Token)>,
}

/// A judgement.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) rule: &'static ChangeRule,
    pub(crate) class: Class,
    /// What was and what is.
    japanese: [Pieces; 2],
    /// The same, the program's own words in English.
    english: [Pieces; 2],
}

impl Judged {
    fn new(rule: &'static ChangeRule, class: Class, sides: impl Fn(Language) -> (Pieces, Pieces)) -> Self {
        let (before, after) = sides(Language::Japanese);
        let english = sides(Language::English);
        let english = [english.0, english.1].map(prose::in_english);
        Self { rule, class, japanese: [before, after], english }
    }

    /// Returns what was and what is.
    pub(crate) fn sides(&self, language: Language) -> &[Pieces; 2] {
        match language {
            Language::Japanese => &self.japanese,
            Language::English => &self.english,
        }
    }
}

/// Returns what a year says in a language; nothing where it says nothing.
fn said(value: Option<&Value<'_>>, language: Language) -> String {
    value.map_or(String::new(), |value| value.said(language))
}

impl Judge<'_> {
    /// Judges a difference by itself; one of the forms once for all matters.
    pub(crate) fn judge(&self, edit: &Edit<'_>) -> Judged {
        // Which number a word has depends on the matter, and so does the order in which a set shows its words.
        if edit.key.kind.is_of_form() && edit.whole {
            self.years.judged(edit, || self.judge_one(edit))
        } else {
            self.judge_one(edit)
        }
    }

    /// Returns how much a judged difference weighs, and what it calls for. What is no longer stated may be anything:
    /// that calls for no less than the worst that could have become of it.
    pub(crate) fn weight(&self, edit: &Edit<'_>, judged: &Judged) -> (Severity, Requires) {
        let weigh = |rule: &ChangeRule, class: Class| (rule.weight(class), self.policy.requires(rule, class));
        let (severity, requires) = weigh(judged.rule, judged.class);
        let kind = edit.key.kind;
        let about = kind.about();
        let is_unsaid = edit.after.is_none() && edit.whole;
        let is_statement = judged.rule.name == rules::STATEMENT_CHANGED.name;
        let may_be_worse = match (judged.class, about.shape) {
            (Class::Widening, _) => is_statement,
            // What a limit was or will be is not said in one of the years.
            (Class::Neutral, Shape::Limit(_)) => edit.whole,
            (Class::Neutral, Shape::Ranked(_)) => is_unsaid,
            // Which of two periods is longer cannot be said.
            (Class::Neutral, Shape::Special) => {
                kind == Kind::Retention && [&edit.before, &edit.after].into_iter().flatten().any(is_unknown)
            }
            _ => false,
        };
        if !may_be_worse {
            return (severity, requires);
        }
        let worst = match about.shape {
            _ if kind.is_safeguard() => Class::Widening,
            Shape::Word(class) => class,
            Shape::Prose => Class::Neutral,
            Shape::Flag(_)
            | Shape::Limit(_)
            | Shape::Members(_)
            | Shape::MembersStated(_)
            | Shape::Ranked(_)
            | Shape::Special
            | Shape::Thing(_) => Class::Widening,
        };
        let (heavier, more) = weigh(about.rule, worst);
        (severity.max(heavier), requires.max(more))
    }

    fn judge_one(&self, edit: &Edit<'_>) -> Judged {
        let judged = self.judge_words(edit);
        match place_named(edit) {
            Some(class) => Judged { rule: &rules::SYSTEM_LOCATION_CHANGED, class, ..judged },
            None => judged,
        }
    }

    fn judge_words(&self, edit: &Edit<'_>) -> Judged {
        let about = edit.key.kind.about();
        let before = edit.before.as_ref().map(|fact| &fact.value);
        let after = edit.after.as_ref().map(|fact| &fact.value);
        if about.shape == Shape::Prose || edit.key.kind == Kind::Purpose {
            return self.prose(edit, before, after);
        }
        let (rule, class) = self.direction(edit, before, after);
        if rule.name == rules::ASSUMPTION_CHANGED.name {
            return Judged::new(rule, class, |language| {
                let side = |value: Option<&Value<'_>>| {
                    let (is, is_not) = match language {
                        Language::Japanese => ("推定", "推定ではない"),
                        Language::English => ("assumed", "not assumed"),
                    };
                    piece(if value.is_some() { is } else { is_not }, true)
                };
                (side(before), side(after))
            });
        }
        Judged::new(rule, class, |language| match (before, after) {
            (Some(one), Some(other)) if edit.key.kind == Kind::StepOrder => steps_moved(one, other, language),
            (Some(Value::One { shown: a, .. }), Some(Value::One { shown: b, .. })) => {
                marked(a.said(language), b.said(language))
            }
            _ => (piece(said(before, language), true), piece(said(after, language), true)),
        })
    }

    fn prose(&self, edit: &Edit<'_>, before: Option<&Value<'_>>, after: Option<&Value<'_>>) -> Judged {
        if edit.key.kind.is_stated_text() && before.is_some() != after.is_some() {
            let class = if after.is_some() { Class::Narrowing } else { Class::Widening };
            return Judged::new(&rules::STATEMENT_CHANGED, class, |language| {
                (piece(said(before, language), true), piece(said(after, language), true))
            });
        }
        // The words of a form are the same for every matter, whatever a matter calls its parties.
        let renamed = if edit.key.kind.is_of_form() { &[] } else { self.renamed.as_slice() };
        let compare =
            |language| self.years.spelling.compare(&said(before, language), &said(after, language), renamed);
        let Compared { class, .. } = compare(Language::Japanese);
        // That a sentence comes or goes says which way only where the text is what is allowed.
        let class = match class {
            Class::Narrowing | Class::Widening if edit.key.kind != Kind::Purpose => Class::Neutral,
            class => class,
        };
        Judged::new(edit.key.kind.about().rule, class, |language| {
            let Compared { before, after, .. } = compare(language);
            (before, after)
        })
    }

    /// Returns rule and class.
    fn direction(
        &self,
        edit: &Edit<'_>,
        before: Option<&Value<'_>>,
        after: Option<&Value<'_>>,
    ) -> (&'static ChangeRule, Class) {
        let about = edit.key.kind.about();
        let coming = |class: Class| if after.is_some() { class } else { class.mirror() };
        let stated = || (&rules::STATEMENT_CHANGED, coming(Class::Narrowing));
        match (about.shape, before, after) {
            (Shape::Special, ..) => self.special(edit, before, after),
            // A number that comes or goes is no renumbering: what was printed is printed no more.
            (Shape::Word(Class::Editorial), None, _) | (Shape::Word(Class::Editorial), _, None)
                if about.rule.name == rules::RENUMBERED.name =>
            {
                (&rules::WORDING_CHANGED, Class::Editorial)
            }
            // A name that the law no longer has, or that it has now, is more than a name.
            (Shape::Word(Class::Editorial), Some(one), Some(other))
                if about.rule.name == rules::RENAMED.name && self.is_of_another_law(one, other) =>
            {
                (about.rule, Class::Neutral)
            }
            (Shape::Word(Class::Editorial) | Shape::Prose, ..) => (about.rule, Class::Editorial),
            (Shape::Members(class), ..) if self.is_bound_or_freed(edit) => {
                (about.rule, coming(class.mirror()))
            }
            (Shape::Word(class), Some(_), Some(_)) => (about.rule, class),
            (Shape::Ranked(class), Some(one), Some(other)) => match one.rank().cmp(&other.rank()) {
                Ordering::Less => (about.rule, class),
                Ordering::Equal => (about.rule, Class::Neutral),
                Ordering::Greater => (about.rule, class.mirror()),
            },
            (Shape::MembersStated(_), ..) if edit.whole => stated(),
            (Shape::Limit(_), ..) if edit.whole => (about.rule, Class::Neutral),
            // A passage between zones, or what is the weakest of its kind: that it was told is no comfort.
            (Shape::Word(_), ..) if matches!(edit.key.kind, Kind::ConnectionPassage | Kind::LinkPassage) => {
                (about.rule, Class::Neutral)
            }
            (Shape::Ranked(_), one, other)
                if [one, other].into_iter().flatten().any(|own| is_weak(edit, own)) =>
            {
                (about.rule, Class::Neutral)
            }
            (Shape::Word(_) | Shape::Ranked(_), ..) => stated(),
            (
                Shape::Thing(class)
                | Shape::Members(class)
                | Shape::MembersStated(class)
                | Shape::Limit(class)
                | Shape::Flag(class),
                ..,
            ) => (about.rule, coming(class)),
        }
    }

    fn special(
        &self,
        edit: &Edit<'_>,
        before: Option<&Value<'_>>,
        after: Option<&Value<'_>>,
    ) -> (&'static ChangeRule, Class) {
        let about = edit.key.kind.about();
        let coming = |class: Class| if after.is_some() { class } else { class.mirror() };
        let stated = (&rules::STATEMENT_CHANGED, coming(Class::Narrowing));
        match (edit.key.kind, before, after) {
            (Kind::SubAllowed, before, after) => {
                let allowed = |value: Option<&Value<'_>>| value.map_or(0, Value::rank);
                match allowed(before).cmp(&allowed(after)) {
                    Ordering::Less => (about.rule, Class::Widening),
                    Ordering::Equal => stated,
                    Ordering::Greater => (about.rule, Class::Narrowing),
                }
            }
            (Kind::ProviderEntity, None, _) | (Kind::ProviderEntity, _, None) => {
                (about.rule, coming(Class::Narrowing))
            }
            // Who receives for purposes of his own is no party of the ward's.
            (Kind::RoleKind, Some(own), None) | (Kind::RoleKind, None, Some(own))
                if own.shown() == RoleKind::Recipient.ja() =>
            {
                (about.rule, Class::Neutral)
            }
            (_, None, _) | (_, _, None) => stated,
            (Kind::ContractForm | Kind::Retention, Some(one), Some(other)) => {
                // What cannot be counted is neither more nor less.
                let is_known = one.rank() >= 0 && other.rank() >= 0;
                let rise = if edit.key.kind == Kind::Retention { Class::Widening } else { Class::Narrowing };
                let class = match one.rank().cmp(&other.rank()) {
                    Ordering::Less if is_known => rise,
                    Ordering::Greater if is_known => rise.mirror(),
                    _ => Class::Neutral,
                };
                (about.rule, class)
            }
            (Kind::SubjectCount | Kind::SubjectPersons, Some(one), Some(other)) => {
                let number = |value: &Value<'_>| u64::try_from(value.rank()).unwrap_or(0);
                let large = self.policy.is_large(number(one), number(other));
                let rule = if large { &rules::SUBJECT_COUNT_CROSSED } else { about.rule };
                (rule, if one.rank() < other.rank() { Class::Widening } else { Class::Narrowing })
            }
            (Kind::Term, Some(one), Some(other)) => self.term(one, other),
            (Kind::StepOrder, Some(one), Some(other)) if !is_reordered(one, other) => {
                (&rules::RENUMBERED, Class::Editorial)
            }
            _ => (about.rule, Class::Neutral),
        }
    }

    /// Returns whether a name has a word of a law that the other has not: one that is abolished, or what is in its
    /// place.
    fn is_of_another_law(&self, one: &Value<'_>, other: &Value<'_>) -> bool {
        let (one, other) = (one.shown(), other.shown());
        let lists = [self.old.common, self.new.common];
        let mut terms = lists.into_iter().flat_map(|common| &common.abolished_terms);
        terms.any(|own| one.contains(&own.term) != other.contains(&own.term))
    }

    /// Returns whether this is a party of a contract that hands on items under it in both years: by becoming a party it
    /// is bound, by leaving it is not bound any more, and handles the items as before.
    fn is_bound_or_freed(&self, edit: &Edit<'_>) -> bool {
        let fact = edit.after.as_ref().or(edit.before.as_ref());
        let Some(Value::Set(members)) = fact.map(|fact| &fact.value) else { return false };
        edit.key.kind == Kind::ContractParties
            && members.tokens().all(|role| self.take_part.contains(&(edit.key.at[0], role)))
    }

    /// A term that follows upon one that is said to go on is foreseen; one that only grew or shrank is wider or
    /// narrower; any other is another term.
    fn term(&self, before: &Value<'_>, after: &Value<'_>) -> (&'static ChangeRule, Class) {
        let days = |value: &Value<'_>| -> Option<(NaiveDate, NaiveDate)> {
            let Value::One { norm: Some(norm), .. } = value else { return None };
            let (from, to) = norm.split_once('/')?;
            Some((from.parse().ok()?, to.parse().ok()?))
        };
        let (Some(old), Some(new)) = (days(before), days(after)) else {
            return (&rules::TERM_CHANGED, Class::Neutral);
        };
        if new.0 <= old.0 && old.1 <= new.1 {
            return (&rules::TERM_CHANGED, Class::Widening);
        }
        if old.0 <= new.0 && new.1 <= old.1 {
            return (&rules::TERM_CHANGED, Class::Narrowing);
        }
        let (first, second, side) = if old.0 < new.0 { (old, new, self.old) } else { (new, old, self.new) };
        let renews = side.matter.term.as_ref().and_then(|term| term.renews.as_ref());
        let follows = first.1.succ_opt() == Some(second.0);
        // Foreseen is the next fiscal year, or as long a term again.
        let is_one_year = era::fiscal_year(second.0) == era::fiscal_year(second.1);
        let follows = follows && (is_one_year || second.1 - second.0 <= first.1 - first.0);
        if follows && renews.is_some_and(|renews| renews.value) {
            (&rules::TERM_RENEWED, Class::Neutral)
        } else {
            (&rules::TERM_CHANGED, Class::Neutral)
        }
    }
}

/// Returns whether a fact cannot be put in order.
fn is_unknown(fact: &Fact<'_>) -> bool {
    fact.value.rank() < 0
}

/// Returns whether a value is the weakest of its kind: abroad, in the zone of the internet, over an open network, used
/// for learning.
fn is_weak(edit: &Edit<'_>, value: &Value<'_>) -> bool {
    match edit.key.kind {
        Kind::CompanyCountry | Kind::ConnectionNetwork | Kind::Country | Kind::Learns | Kind::LinkNetwork => {
            value.rank() > 0
        }
        // Behind the zones of 個人番号 and of LGWAN.
        Kind::Zone => value.rank() > 1,
        _ => false,
    }
}

/// Words by which a sentence says where something stands.
const PLACES: [&str; 9] =
    ["サーバ", "センター", "クラウド", "リージョン", "保管", "保存", "設置", "拠点", "端末"];

/// Returns which way a text goes that names other foreign countries than before: a name of a place by itself, a
/// sentence where it says where something stands.
fn place_named(edit: &Edit<'_>) -> Option<Class> {
    let kind = edit.key.kind;
    let is_name = kind.is_name_of_place();
    if !is_name && (kind.about().shape != Shape::Prose || kind.is_of_form()) {
        return None;
    }
    let abroad = |fact: &Option<Fact<'_>>| -> BTreeSet<&'static str> {
        let text = fact.as_ref().map(|fact| fact.value.shown()).unwrap_or_default();
        let sentences = text.split(['。', '｡', '\n']);
        let said = sentences.filter(|own| {
            is_name
                || PLACES.iter().any(|word| own.contains(word))
                    && !own.contains("ない")
                    && !own.contains("せず")
        });
        said.flat_map(country::abroad_in).collect()
    };
    let (before, after) = (abroad(&edit.before), abroad(&edit.after));
    match (before.is_subset(&after), after.is_subset(&before)) {
        (true, true) => None,
        (true, false) => Some(Class::Widening),
        (false, true) => Some(Class::Narrowing),
        (false, false) => Some(Class::Neutral),
    }
}

/// Returns the order of steps in both years: number and name of each. What its words say is told elsewhere.
fn steps_moved(before: &Value<'_>, after: &Value<'_>, language: Language) -> (Pieces, Pieces) {
    let steps = |value: &Value<'_>| -> Vec<(String, String)> {
        let Value::One { norm: Some(norm), shown, .. } = value else { return Vec::new() };
        let lines = shown.said(language).lines();
        norm.split(' ').map(str::to_owned).zip(lines.map(str::to_owned)).collect()
    };
    moved(&steps(before), &steps(after))
}

/// Returns whether the steps that are in both years stand in another order.
fn is_reordered(one: &Value<'_>, other: &Value<'_>) -> bool {
    let order = |value: &Value<'_>| -> Vec<String> {
        match value {
            Value::One { norm: Some(norm), .. } => norm.split(' ').map(str::to_owned).collect(),
            Value::One { .. } | Value::Set(_) => Vec::new(),
        }
    };
    let (one, other) = (order(one), order(other));
    let both: BTreeSet<&String> = one.iter().filter(|own| other.contains(own)).collect();
    let kept =
        |list: &[String]| -> Vec<String> { list.iter().filter(|own| both.contains(own)).cloned().collect() };
    kept(&one) != kept(&other)
}
