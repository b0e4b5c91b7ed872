//! A form that prints nowhere what every council decides on.

use crate::case::Case;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::ids::KindId;
use crate::model::kind::{Bound, MatterKind};
use crate::model::matter::Covered;
use crate::model::vocabulary::{About, CoverValue, Fact, Omitted, RoleKind};
use crate::rule::Rule;
use crate::rule::law::{self, APPI_61, APPI_66, APPI_69, COUNCIL, Law};
use crate::source::Span;
use crate::text;
use std::collections::BTreeSet;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "form-leaves-out-fact",
        severity: Severity::Error,
        basis: &[APPI_61, APPI_66, APPI_69, COUNCIL],
        page: include_str!("form_leaves_out_fact.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for own in left_out(context) {
        let laws: &[Law] = match own.fact {
            Some(Fact::Grounds) => &[APPI_69, COUNCIL],
            Some(_) => &[APPI_61, APPI_66, COUNCIL],
            None => &[COUNCIL],
        };
        findings.add(RULE.at(own.span, own.message).help(own.help).basis(law::cite(laws)));
    }
}

/// Something that the forms of a matter print nowhere.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The kind in the form, or the contract or connection that has no annex at all.
    pub span: Span,
    /// The fact; `None` where there is no annex at all.
    pub fact: Option<Fact>,
    /// What is not printed.
    pub message: Text,
    /// What to do.
    pub help: Text,
}

/// Returns the facts that the forms of the matter's kinds print nowhere and every council decides on: who receives,
/// which items, until when, and, of a provision, on what ground (法69条).
#[must_use]
pub fn left_out(case: &Case<'_>) -> Vec<LeftOut> {
    let (kinds, mut all) = kinds(case);
    for id in kinds {
        let kind = case.kind(id);
        for fact in needed(case, kind) {
            if kind.fields.iter().any(|field| field.prints(fact)) {
                continue;
            }
            let (name, word, ja) = (kind.ja(), fact.word(), fact.ja());
            all.push(LeftOut {
                span: kind.span,
                fact: Some(fact),
                message: text!(
                    "種別「{name}」の別紙に、「{ja}」を印字する欄がありません。審議会が必ず見る事実です",
                    "the annex of `{name}` has no field that prints `{word}`, which every council decides on"
                ),
                help: text!(
                    "forms/submission.yaml のその種別の fields に、facts: [{word}] の欄を足してください",
                    "add a field with `facts: [{word}]` to the kind in forms/submission.yaml"
                ),
            });
        }
    }
    all
}

/// Returns the kinds that the matter's paper is made from, and what has no annex.
fn kinds(case: &Case<'_>) -> (BTreeSet<KindId>, Vec<LeftOut>) {
    let matter = case.matter;
    let connections = matter.connections.enumerate().map(|(id, own)| (Covered::Connection(id), own.id.span));
    let contracts = matter.contracts.enumerate().map(|(id, own)| (Covered::Contract(id), own.id.span));
    let mut kinds: BTreeSet<KindId> = case.kinds().into_iter().collect();
    let mut without = Vec::new();
    for (annex, span) in connections.chain(contracts) {
        match case.kind_of(annex) {
            Some(kind) => _ = kinds.insert(kind),
            None => without.push(no_annex(annex, span)),
        }
    }
    (kinds, without)
}

/// Says that nothing is printed of a contract or a connection.
fn no_annex(annex: Covered, span: Span) -> LeftOut {
    let (ja, word) = match annex {
        Covered::Connection(_) => ("外部結合", "connection"),
        Covered::Contract(_) => ("契約", "contract"),
    };
    LeftOut {
        span,
        fact: None,
        message: text!(
            "この{ja}を印字する別紙が、この年度の様式にありません",
            "the forms of this year have no annex that prints this {word}"
        ),
        help: text!(
            "forms/submission.yaml の kinds に、about: {word} の種別を足してください",
            "add a kind with `about: {word}` to `kinds` in forms/submission.yaml"
        ),
    }
}

/// Returns what the annex of a kind has to print; the cover may print the term instead.
fn needed(case: &Case<'_>, kind: &MatterKind) -> Vec<Fact> {
    let mut facts = match kind.about.value {
        About::Connection | About::Contract => vec![Fact::Parties, Fact::Items, Fact::Term],
        About::Role => {
            let provides = kind.roles.iter().any(|role| role.value == RoleKind::Recipient);
            let ground = provides.then_some(Fact::Grounds);
            [Fact::Parties, Fact::Items, Fact::Term].into_iter().chain(ground).collect()
        }
        // What such a kind is about is the ward's own: a report of change has neither receiver nor items.
        About::Matter => Vec::new(),
    };
    if case.year.labels.cover.prints(CoverValue::Term) || kind.omits.contains(&Omitted::Term) {
        facts.retain(|fact| *fact != Fact::Term);
    }
    facts
}

fn mutate(context: &Context<'_>) -> Mutation {
    let (kinds, _) = kinds(context);
    let plants = kinds.into_iter().flat_map(|id| {
        let kind = context.kind(id);
        // What no field prints yet takes the place of a fact that is needed.
        let is_free = |fact: &&Fact| fact.is_of(kind.about.value) && kind.field(**fact).is_none();
        let other = Fact::ALL.iter().find(|fact| **fact != Fact::Measures && is_free(fact));
        needed(context, kind).into_iter().filter_map(move |fact| {
            let other = other?;
            let mut facts = kind.fields.iter().flat_map(|field| &field.facts);
            let at = facts.find(|own| own.value == Bound::Fact(fact))?;
            Some(Plant::scalar(at.span, other.word()).map(|plant| plant.within(kind.span)))
        })
    });
    Mutation::new(
        plants,
        text!(
            "付議の種別が、契約、外部結合、役割のどれにも別紙を作りません",
            "no kind of the matter makes an annex about a contract, a connection or a role"
        ),
    )
}
