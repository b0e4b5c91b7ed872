//! The fields of an annex for a connection.

use super::fields::{Field, Sheet, Subject, WHAT, WHO, printed, start};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::matter::Covered;
use crate::model::vocabulary::Fact;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, APPI_66, FORM, Law};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "connection-field-missing",
        severity: Severity::Error,
        basis: &[FORM, APPI_61, APPI_66],
        page: include_str!("connection_field_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for sheet in sheets(context) {
        sheet.report(&RULE, context, findings);
    }
}

fn sheets<'a>(context: &Context<'a>) -> Vec<Sheet<'a>> {
    let mut sheets = Vec::new();
    for (id, connection) in context.matter.connections.enumerate() {
        let Some(kind) = context.kind_of(Covered::Connection(id)).map(|kind| context.kind(kind)) else {
            continue;
        };
        let called = |fact: Fact| kind.label(fact).map_or(fact.ja(), |label| &label.value);
        let field = |label, key, filled| Field::new(label, key, connection.span, filled);
        // With whom, and which items: the law asks that it is known, whatever the form prints.
        let stated: [(Fact, &'static str, bool, &'static [Law]); 5] = [
            (Fact::Title, "title", connection.title.is_some(), &[]),
            (Fact::Parties, "counterparty", connection.counterparty.is_some(), WHO),
            (Fact::Items, "item_sets", !connection.item_lists.is_empty(), WHAT),
            (Fact::Reasons, "reason", connection.reason.is_some(), &[]),
            (Fact::ConnectionForm, "form", connection.form.is_some(), &[]),
        ];
        let stated = stated.map(|(fact, key, filled, law)| {
            field(called(fact), key, filled).in_form(kind.asks(fact)).law(law)
        });
        let own = printed(context, kind, Subject::Connection(id, connection.span), &connection.overrides.own);
        sheets.push(Sheet {
            heading: &kind.heading,
            at: connection.id.span,
            fields: stated.into_iter().chain(own).collect(),
        });
        let form = connection.form.as_ref().filter(|_| kind.asks(Fact::ConnectionForm));
        sheets.extend(form.map(|form| Sheet {
            heading: called(Fact::ConnectionForm),
            at: start(form.span),
            fields: vec![
                Field::new("回線", "network", form.span, form.network.is_some()),
                Field::new("文", "text", form.span, form.text.is_some()),
            ],
        }));
    }
    sheets
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        sheets(context).iter().flat_map(|sheet| sheet.plants(context)),
        text!("外部結合の別紙がありません", "there is no annex for a connection"),
    )
}
