//! The fields of the cover: title, basis, department, and the number of the materials.

use super::fields::{Field, Sheet};
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
        name: "cover-field-missing",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("cover_field_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    sheet(context).report(&RULE, findings);
}

fn sheet<'a>(context: &Context<'a>) -> Sheet<'a> {
    let (labels, matter) = (&context.year.labels.cover, context.matter);
    let field = |label, key, filled| Field::new(label, key, matter.span, filled);
    Sheet {
        heading: &labels.heading,
        at: context.top(),
        fields: vec![
            field(&labels.title.value, "title", matter.title.is_some()),
            field(&labels.basis.value, "basis", matter.basis.is_some()),
            field(&labels.department.value, "department", matter.department.is_some()),
            field("資料の番号", "agenda_number", matter.agenda_number.is_some()).info(),
        ],
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        sheet(context).plants(context),
        text!("表紙に書かれた欄が一つもありません", "no field of the cover is filled"),
    )
}
