//! The fields of an annex for a connection.

use super::fields::{Field, Sheet, own_texts, start};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::matter::Covered;
use crate::model::vocabulary::Fact;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "connection-field-missing",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("connection_field_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for sheet in sheets(context) {
        sheet.report(&RULE, findings);
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
        let stated = [
            (Fact::Title, "title", connection.title.is_some(), false),
            (Fact::Parties, "counterparty", connection.counterparty.is_some(), true),
            (Fact::Items, "item_sets", !connection.item_lists.is_empty(), true),
            (Fact::Reasons, "reason", connection.reason.is_some(), false),
            (Fact::ConnectionForm, "form", connection.form.is_some(), false),
        ];
        let printed = stated.into_iter().filter(|(fact, .., always)| *always || kind.field(*fact).is_some());
        let own = own_texts(context, kind, connection.span, &connection.overrides.own);
        sheets.push(Sheet {
            heading: &kind.heading,
            at: connection.id.span,
            fields: printed
                .map(|(fact, key, filled, _)| field(called(fact), key, filled))
                .chain(own)
                .collect(),
        });
        sheets.extend(connection.form.as_ref().map(|form| Sheet {
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
