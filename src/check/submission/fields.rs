//! Fields that the form or the law asks for and the matter leaves out.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Plant;
use crate::diagnostic::{Asker, Severity};
use crate::model::contract::Contract;
use crate::model::ids::{ConnectionId, RoleId};
use crate::model::kind::{AnnexField, Bound, MatterKind};
use crate::model::matter::OwnText;
use crate::model::party::Party;
use crate::model::vocabulary::Fact;
use crate::rule::Rule;
use crate::rule::law::{self, APPI_61, APPI_66, FORM, Law};
use crate::source::{Located, Span};
use crate::text;
use std::borrow::Cow;

/// Under what law it has to be known who handles the data: whoever is bound takes security control measures.
pub(super) const WHO: &[Law] = &[APPI_66];

/// Under what law it has to be known which items are handled: no more than the purpose needs.
pub(super) const WHAT: &[Law] = &[APPI_61, APPI_66];

/// A field of the form, or what the law asks for without one.
pub(super) struct Field<'a> {
    label: Cow<'a, str>,
    key: &'static str,
    map: Span,
    filled: bool,
    severity: Option<Severity>,
    /// Whether the year's form prints it and asks for it.
    in_form: bool,
    /// The law that asks for it.
    law: &'static [Law],
}

impl<'a> Field<'a> {
    /// Returns the field with this label on the form, written under `key` of the map at `map`.
    pub(super) fn new(label: impl Into<Cow<'a, str>>, key: &'static str, map: Span, filled: bool) -> Self {
        Self { label: label.into(), key, map, filled, severity: None, in_form: true, law: &[] }
    }

    /// Makes it an information only.
    pub(super) fn info(mut self) -> Self {
        self.severity = Some(Severity::Info);
        self
    }

    /// Says that law asks for it, too.
    pub(super) fn law(mut self, law: &'static [Law]) -> Self {
        self.law = law;
        self
    }

    /// Says whether the form prints it and asks for it; what neither the form nor the law asks for is not asked for.
    pub(super) fn in_form(mut self, in_form: bool) -> Self {
        self.in_form = in_form;
        self
    }

    fn is_asked(&self) -> bool {
        self.in_form || !self.law.is_empty()
    }
}

/// A part of the submission and its fields.
pub(super) struct Sheet<'a> {
    /// Its heading on the form.
    pub(super) heading: &'a str,
    /// Where a missing field is told.
    pub(super) at: Span,
    /// Its fields in the order of the form.
    pub(super) fields: Vec<Field<'a>>,
}

impl Sheet<'_> {
    /// Adds a finding for each field that is asked for and not filled; it says who asks.
    pub(super) fn report(&self, rule: &Rule, context: &Context<'_>, findings: &mut Findings) {
        let heading = without_space(self.heading);
        for field in self.fields.iter().filter(|field| field.is_asked() && !field.filled) {
            let (label, key) = (without_space(&field.label), field.key);
            let mut finding = rule
                .at(
                    self.at,
                    text!(
                        "「{heading}」の「{label}」が書かれていません（記載なし）",
                        "`{key}` is not stated"
                    ),
                )
                .help(text!("`{key}` を書いてください", "write `{key}`"))
                .severity(field.severity.unwrap_or(rule.severity));
            let laws: Vec<&Law> = field.law.iter().filter(|law| law.is_in_force(context.date)).collect();
            let form = field.in_form.then_some(&FORM);
            for asker in form.into_iter().chain(laws.iter().copied()).filter_map(Law::asker) {
                finding = finding.asked_by(asker);
            }
            if finding.asked_by.is_empty() {
                continue;
            }
            // What the form asks for is one cause; what the law asks for, too, is another.
            if finding.asked_by != [Asker::Form] {
                let askers: Vec<&str> = finding.asked_by.iter().map(|own| own.word()).collect();
                finding = finding.cause(format!("{}:{}", rule.name, askers.join("-")));
            }
            findings.add(finding.basis(law::cite(form.into_iter().chain(laws))));
        }
    }

    /// Returns the mistakes of leaving out each field that is filled.
    pub(super) fn plants(&self, context: &Context<'_>) -> Vec<Option<Plant>> {
        self.fields
            .iter()
            .filter(|field| field.is_asked() && field.filled)
            .map(|field| Plant::unset(context, field.map, field.key).map(|plant| plant.within(self.at)))
            .collect()
    }
}

/// What an annex is about.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    Connection(ConnectionId, Span),
    Contract(&'a Contract),
    Role(RoleId, Span),
    Matter,
}

/// Returns the fields of an annex that its form asks for and no other rule looks at: what is told of the matter, and the
/// texts of the ward's own; `own` are those of the annex, and those of the matter stand for every annex.
pub(super) fn printed<'a>(
    context: &Context<'a>,
    kind: &'a MatterKind,
    subject: Subject<'a>,
    own: &'a [OwnText],
) -> Vec<Field<'a>> {
    let asked = kind.fields.iter().flat_map(|field| {
        // A system is printed with where it stands, also in a field that may be left out as a whole.
        let is_asked = |fact: &Located<Bound>| field.required || fact.value == Bound::Fact(Fact::Systems);
        let facts = field.facts.iter().enumerate().filter(move |(_, fact)| is_asked(fact));
        facts.filter_map(move |(index, fact)| asked(context, field, index, fact, subject))
    });
    asked.chain(own_texts(context, kind, place_of(context, subject), own)).collect()
}

fn place_of(context: &Context<'_>, subject: Subject<'_>) -> Span {
    match subject {
        Subject::Connection(_, span) | Subject::Role(_, span) => span,
        Subject::Contract(own) => own.span,
        Subject::Matter => context.matter.span,
    }
}

/// Returns what a field asks of a matter by one of its facts; `None` where another rule asks for it, or nothing has to
/// be written for it.
fn asked<'a>(
    context: &Context<'a>,
    field: &'a AnnexField,
    index: usize,
    fact: &'a Located<Bound>,
    subject: Subject<'a>,
) -> Option<Field<'a>> {
    let Bound::Fact(fact) = &fact.value else { return None };
    let matter = context.matter;
    let label = field.points.get(index).unwrap_or(&field.label);
    let of_matter = |key, filled| Some(Field::new(&*label.value, key, matter.span, filled));
    match (*fact, subject) {
        // The annexes of connections and contracts name their lists.
        (Fact::Items, Subject::Role(..) | Subject::Matter) => {
            of_matter("item_sets", !matter.item_lists.is_empty()).map(|own| own.law(WHAT))
        }
        (Fact::Conditions, Subject::Role(id, span)) => {
            let filled = !matter.roles[id].conditions.is_empty();
            Some(Field::new(&*label.value, "conditions", span, filled))
        }
        (Fact::Ways, Subject::Role(id, _)) => {
            let mut lines = matter.flows.iter().flat_map(|flow| flow.transfers());
            of_matter("flows", lines.any(|link| link.from.value == id || link.to.value == id))
        }
        (Fact::Ways, Subject::Matter) => {
            of_matter("flows", matter.flows.iter().any(|flow| flow.transfers().next().is_some()))
        }
        (Fact::Sources, _) => {
            let lacks = matter.item_lists.iter().find(|list| {
                list.sources.is_empty() && list.entries.iter().any(|entry| entry.sources.is_empty())
            });
            let list = lacks.or_else(|| matter.item_lists.iter().next())?;
            Some(Field::new(&*label.value, "sources", list.span, lacks.is_none()))
        }
        (Fact::Systems, _) => {
            let mut own = matter.systems.iter().filter(|own| is_of(context, subject, own.role)).peekable();
            own.peek()?;
            let lacks = own.clone().find(|own| own.country.is_none());
            let shown = lacks.or_else(|| own.next())?;
            let label = format!("{}（{}の所在国）", label.value, shown.label);
            Some(Field::new(label, "country", shown.span, lacks.is_none()))
        }
        (Fact::Retention, _) => of_matter("retention", !matter.retention.is_empty()),
        (Fact::Consent, Subject::Role(id, span)) => {
            Some(Field::new(&*label.value, "consent", span, matter.roles[id].consent.is_some()))
        }
        (Fact::Inspection, Subject::Contract(own)) => {
            Some(Field::new(&*label.value, "inspection", own.span, own.inspection.is_some()))
        }
        (Fact::Matching, Subject::Contract(own)) => {
            Some(Field::new(&*label.value, "matching", own.span, own.matching.is_some()))
        }
        (Fact::Spoiled, Subject::Contract(own)) => {
            Some(Field::new(&*label.value, "spoiled", own.span, own.spoiled.is_some()))
        }
        (Fact::PastIncidents, _) => {
            let of = matter.providers.iter().filter(|own| is_of(context, subject, own.role));
            let mut of = of.filter_map(|own| own.party.as_ref()).map(|id| &context.year.parties[id.value]);
            let is_told = |own: &&Party| !own.incidents.is_empty() || own.no_incidents.is_some();
            let lacks = of.clone().find(|own| !is_told(own));
            let shown = lacks.or_else(|| of.next())?;
            let label = format!("{}（{}）", label.value, shown.name);
            Some(Field::new(label, "no_incidents", shown.span, lacks.is_none()))
        }
        (Fact::Requests, _) => of_matter("requests", matter.requests.is_some()),
        (Fact::Trial, _) => of_matter("trial", matter.trial.is_some()),
        (Fact::NumberUse, _) => {
            of_matter("number_use", matter.number_use.as_ref().is_some_and(|own| own.ground.is_some()))
        }
        (Fact::IdentityCheck, _) => of_matter(
            "number_use",
            matter.number_use.as_ref().is_some_and(|own| own.identity_check.is_some()),
        ),
        (Fact::Abbreviations, _) => of_matter("abbreviations", !matter.abbreviations.is_empty()),
        (Fact::Notice, _) => of_matter("notice", matter.notice.is_some()),
        (Fact::Assessment, _) => of_matter("impact_assessment", matter.impact_assessment.is_some()),
        (Fact::PriorApprovals, _) => of_matter("prior_approvals", !matter.prior_approvals.is_empty()),
        (Fact::Changes, _) => {
            of_matter("report", matter.report.as_ref().is_some_and(|own| !own.changes.is_empty()))
        }
        (Fact::Ended, _) => {
            of_matter("report", matter.report.as_ref().is_some_and(|own| own.ended.is_some()))
        }
        (Fact::Review, _) => {
            let assessment = matter.impact_assessment.as_ref();
            let place = assessment.map_or(matter.span, |own| own.span);
            let filled = assessment.is_some_and(|own| own.review.is_some());
            Some(Field::new(&*label.value, "review", place, filled))
        }
        (Fact::SubjectCount, _) => {
            let overview = matter.overview.as_ref()?;
            Some(Field::new(&*label.value, "subject_count", overview.span, overview.subject_count.is_some()))
        }
        _ => None,
    }
}

/// Returns whether a role outside of the authority is one that the annex is about.
fn is_of(context: &Context<'_>, subject: Subject<'_>, role: RoleId) -> bool {
    let matter = context.matter;
    let is_meant = match subject {
        Subject::Connection(id, _) => {
            matter.connections[id].counterparty.as_ref().is_some_and(|own| own.role.value == role)
        }
        Subject::Contract(own) => own.reaches(role),
        Subject::Role(id, _) => id == role,
        Subject::Matter => true,
    };
    is_meant && !matter.roles[role].is_unlimited()
}

/// Returns the fields of an annex that the ward's form has of its own and asks for.
fn own_texts<'a>(
    context: &Context<'a>,
    kind: &'a MatterKind,
    annex: Span,
    own: &'a [OwnText],
) -> Vec<Field<'a>> {
    let fields = kind.fields.iter().filter(|field| field.required);
    let named = fields.flat_map(|field| field.facts.iter().zip(std::iter::repeat(field)));
    named
        .filter_map(|(fact, field)| {
            let Bound::Own(id) = &fact.value else { return None };
            let is_it = |text: &&OwnText| text.id.value == *id;
            let here = own.iter().any(|text| is_it(&text));
            let filled = here || context.matter.own.iter().any(|text| is_it(&text));
            let map = if here || !filled { annex } else { context.matter.span };
            Some(Field::new(&*field.label.value, "own", map, filled))
        })
        .collect()
}

/// Returns the first point of a place: where something is told that the place lacks.
pub(super) fn start(span: Span) -> Span {
    if span.is_somewhere() { Span::new(span.source(), span.start(), span.start()) } else { span }
}

/// Returns a label of the form without the spaces that only widen it (目　的).
fn without_space(label: &str) -> String {
    label.split_whitespace().collect()
}
