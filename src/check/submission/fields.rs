//! Fields that the form asks for and the matter leaves out.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Plant;
use crate::diagnostic::Severity;
use crate::model::kind::{Bound, MatterKind};
use crate::model::matter::OwnText;
use crate::rule::Rule;
use crate::source::Span;
use crate::text;

/// A field of the form.
pub(super) struct Field<'a> {
    label: &'a str,
    key: &'static str,
    map: Span,
    filled: bool,
    severity: Option<Severity>,
}

impl<'a> Field<'a> {
    /// Returns the field with this label on the form, written under `key` of the map at `map`.
    pub(super) fn new(label: &'a str, key: &'static str, map: Span, filled: bool) -> Self {
        Self { label, key, map, filled, severity: None }
    }

    /// Makes it an information only.
    pub(super) fn info(mut self) -> Self {
        self.severity = Some(Severity::Info);
        self
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
    /// Adds a finding for each field that is not filled.
    pub(super) fn report(&self, rule: &Rule, findings: &mut Findings) {
        let heading = without_space(self.heading);
        for field in self.fields.iter().filter(|field| !field.filled) {
            let (label, key) = (without_space(field.label), field.key);
            findings.add(
                rule.at(
                    self.at,
                    text!(
                        "「{heading}」の「{label}」が書かれていません（記載なし）",
                        "`{key}` is not stated"
                    ),
                )
                .help(text!("`{key}` を書いてください", "write `{key}`"))
                .severity(field.severity.unwrap_or(rule.severity)),
            );
        }
    }

    /// Returns the mistakes of leaving out each field that is filled.
    pub(super) fn plants(&self, context: &Context<'_>) -> Vec<Option<Plant>> {
        self.fields
            .iter()
            .filter(|field| field.filled)
            .map(|field| Plant::unset(context, field.map, field.key).map(|plant| plant.within(self.at)))
            .collect()
    }
}

/// Returns the fields of an annex that the ward's form has of its own and asks for; `own` are the texts of the
/// annex, and those of the matter stand for every annex.
pub(super) fn own_texts<'a>(
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
            Some(Field::new(&field.label.value, "own", map, filled))
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
