//! The fields of an annex for a connection.

use super::fields::{Field, Sheet, start};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
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
    let labels = &context.year.labels.connection;
    let mut sheets = Vec::new();
    for connection in &context.matter.connections {
        let field = |label, key, filled| Field::new(label, key, connection.span, filled);
        sheets.push(Sheet {
            heading: &labels.heading,
            at: connection.id.span,
            fields: vec![
                field(&labels.title.value, "title", connection.title.is_some()),
                field(&labels.counterparty.value, "counterparty", connection.counterparty.is_some()),
                field(&labels.item_list.value, "item_sets", !connection.item_lists.is_empty()),
                field(&labels.reason.value, "reason", connection.reason.is_some()),
                field(&labels.form.value, "form", connection.form.is_some()),
            ],
        });
        sheets.extend(connection.form.as_ref().map(|form| Sheet {
            heading: &labels.form,
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
