//! The checks: every rule a reviewer would apply, run over one matter.
//!
//! A rule is `<family>/<name>.rs` and `<family>/<name>.md`, listed in [`RULES`]. It looks at a whole model only
//! and never at a string of one submission; the words it needs come from `policies/`.

pub mod causes;
pub mod context;
pub mod findings;
mod folded;
pub mod mutation;
pub mod prose;
pub mod prove;
pub mod rule;
pub mod settings;
pub(crate) mod statements;
pub mod waivers;

mod checklist;
mod clauses;
mod flow;
mod handover;
mod items;
mod parties;
mod place;
mod reference;
mod scope;
#[cfg(test)]
mod small;
mod submission;
mod term;
mod text;
mod wording;

/// What the form of a year must print.
pub mod forms {
    pub use super::submission::form_leaves_out_fact::{LeftOut, left_out};
}

use crate::diagnostic::{Asker, Diagnostic, Severity, Text};
use crate::model::vocabulary::{ItemKind, RoleKind};
use crate::rule::Rule;
use crate::rule::law::{self, Law};
use crate::spelling;
use causes::Sort;
use context::Context;
use findings::{Findings, Undecided};
use rule::Check;

/// Every rule. A page or a file that is not listed here is dead code and does not compile.
pub static RULES: &[&[&Check]] = &[
    submission::RULES,
    reference::RULES,
    parties::RULES,
    items::RULES,
    scope::RULES,
    flow::RULES,
    checklist::RULES,
    term::RULES,
    wording::RULES,
    clauses::RULES,
    text::RULES,
    handover::RULES,
    place::RULES,
];

/// Returns every rule with what it does.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    RULES.iter().flat_map(|family| family.iter().copied())
}

/// Returns every rule.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    checks().map(|check| &check.rule)
}

/// Returns the rule with that name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.name == name)
}

/// What a check of one matter came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Findings by place; those that a waiver covers are marked.
    pub findings: Vec<Diagnostic>,
    /// What could not be decided from the paper.
    pub undecided: Vec<Undecided>,
    /// What was looked at.
    pub examined: Examined,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// Matters (案件).
    pub matters: usize,
    /// Flows (個人情報の流れ).
    pub flows: usize,
    /// Links that carry data from one role to another.
    pub links: usize,
    /// Sides: a role under a contract (当事者).
    pub sides: usize,
    /// Items, each counted once a list.
    pub items: usize,
    /// Answers to checklist rows.
    pub answers: usize,
}

impl Examined {
    /// Adds what another matter comes to.
    pub fn add(&mut self, other: Self) {
        self.matters += other.matters;
        self.flows += other.flows;
        self.links += other.links;
        self.sides += other.sides;
        self.items += other.items;
        self.answers += other.answers;
    }
}

/// Runs every rule over a matter.
#[must_use]
pub fn check(context: &Context<'_>) -> Outcome {
    check_by(checks(), context)
}

/// Runs some of the rules over a matter; waivers and the ward's settings count as they do for all of them.
#[must_use]
pub fn check_by<'r>(rules: impl IntoIterator<Item = &'r Check>, context: &Context<'_>) -> Outcome {
    let mut findings = Findings::default();
    for rule in rules {
        run(rule, context, &mut findings);
    }
    let matter = context.matter;
    waivers::apply(matter, context.waived_on, &mut findings.list);
    submission::waiver_covers_nothing::add(context, &mut findings.list);
    // After the waivers: one of a rule that the ward sets covers what it covered before.
    settings::apply(context.ward, context.date, &mut findings.list);
    settings::weigh_by_kind(context, &mut findings.list);
    let Findings { list: mut found, mut undecided } = findings;
    let (word, paper) = (context.ward.word(), context.year.labels.print.name.as_str());
    for finding in &mut found {
        finding.texts_mut().for_each(|text| in_own_word(text, word, paper));
    }
    for own in &mut undecided {
        in_own_word(&mut own.message, word, paper);
        own.title = spelling::in_own_word(&own.title, word);
    }
    found.sort_by(|a, b| {
        let key = |finding: &Diagnostic| {
            let span = finding.primary.span;
            (span.source() != matter.source, span.source(), span.start(), span.end(), finding.rule)
        };
        key(a).cmp(&key(b))
    });
    Outcome {
        findings: found,
        undecided,
        examined: Examined {
            matters: 1,
            flows: matter.flows.len(),
            links: matter.flows.iter().map(|flow| flow.transfers().count()).sum(),
            sides: matter.contracts.iter().map(|contract| contract.parties.len()).sum(),
            items: matter.item_lists.iter().map(|list| list.walk().count()).sum(),
            answers: matter.checklists.iter().map(|checklist| checklist.answers.len()).sum(),
        },
    }
}

/// Returns whether a matter handles individual numbers: an item is marked so, or named so.
fn has_individual_numbers(context: &Context<'_>) -> bool {
    let words = context.common.item_words.iter().filter(|own| own.kind == ItemKind::IndividualNumber);
    let words: Vec<&String> = words.flat_map(|own| &own.words).collect();
    context.matter.items.iter().any(|item| {
        item.kinds.contains(&ItemKind::IndividualNumber)
            || words.iter().any(|word| item.name.contains(word.as_str()))
    })
}

/// Returns whether a matter provides to somebody who is abroad, or whose servers or readers are.
fn provides_abroad(context: &Context<'_>) -> bool {
    let matter = context.matter;
    let is_abroad = |country: &str| !country.eq_ignore_ascii_case("JP");
    matter.roles.iter().filter(|role| role.is(RoleKind::Recipient)).any(|role| {
        let systems = role.systems.iter().filter_map(|own| matter.systems[*own].country.as_ref());
        let parties = role.providers.iter().filter_map(|own| context.party(*own)?.country.as_ref());
        let readers = role.access_from.iter().map(|own| &own.country);
        systems.chain(parties).chain(readers).any(|country| is_abroad(country))
    })
}

/// Says who asks for what is missing, where the rule has not: the form and the law that it rests on, and rules inside the
/// authority where there is neither.
fn asked(finding: &mut Diagnostic, meant: &[&Law]) {
    if finding.basis.is_some() {
        return;
    }
    let all = || meant.iter().filter_map(|law| law.asker());
    let is_only_inside = all().all(|asker| asker == Asker::House) && finding.asked_by.is_empty();
    for asker in all().filter(|asker| is_only_inside || *asker != Asker::House) {
        if !finding.asked_by.contains(&asker) {
            finding.asked_by.push(asker);
        }
    }
    finding.asked_by.sort_unstable();
}

/// Says what is told of a matter in the words of its authority: 市の承諾 of a city, 諮問書の様式 where the paper is
/// called so.
fn in_own_word(text: &mut Text, word: &str, paper: &str) {
    text.ja = spelling::renamed(&spelling::in_own_word(&text.ja, word), "付議資料", paper);
}

/// Runs one rule, where something that it rests on is in force.
pub(crate) fn run(rule: &Check, context: &Context<'_>, findings: &mut Findings) {
    if !rule.is_in_force(context.date) {
        return;
    }
    let before = findings.list.len();
    (rule.check)(context, findings);
    if findings.list.len() == before {
        return;
    }
    let (numbers, abroad) = (has_individual_numbers(context), provides_abroad(context));
    let is_meant =
        |law: &Law| (numbers || !law.is_of_individual_numbers()) && (abroad || !law.is_of_provision_abroad());
    let meant = rule.meant(context.date, is_meant);
    let basis = law::cite(meant.iter().copied());
    for finding in findings.list.iter_mut().skip(before) {
        if Sort::of(finding) == Sort::Missing {
            asked(finding, &meant);
        }
        // A rule that rests on more than one of its findings does has said it.
        finding.basis.get_or_insert_with(|| basis.clone());
        // What rests on an assumption is to be known and looked up; `render --final` stops at the assumption itself.
        if finding.assumed {
            finding.severity = Severity::Info;
        }
    }
}
