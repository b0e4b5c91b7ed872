//! The fields of the cover: title, basis, department, and the number of the materials.

use super::fields::{Field, Sheet};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::{CoverValue, Fact};
use crate::rule::Rule;
use crate::rule::law::{COUNCIL, FORM};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "cover-field-missing",
        severity: Severity::Error,
        basis: &[FORM, COUNCIL],
        page: include_str!("cover_field_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    sheet(context).report(&RULE, context, findings);
}

fn sheet<'a>(context: &Context<'a>) -> Sheet<'a> {
    let (cover, matter) = (&context.year.labels.cover, context.matter);
    let field = |label, key, filled| Field::new(label, key, matter.span, filled);
    let called = |values: &[CoverValue], or: &'a str| {
        values.iter().find_map(|value| cover.label(*value)).unwrap_or(or)
    };
    let prints = |values: &[CoverValue]| values.iter().any(|value| cover.prints(*value));
    let basis = [CoverValue::Basis, CoverValue::Article, CoverValue::Kinds];
    let letter = [CoverValue::LetterNumber, CoverValue::LetterDate];
    // Title and department stand in the overview of every form. Under what article a matter is submitted is asked for in
    // any case: by the rules of the council, where no part of the form prints it.
    let basis_in_form = prints(&basis)
        || context.kinds().into_iter().any(|id| {
            let kind = context.kind(id);
            kind.mark.is_some() || kind.asks(Fact::Basis)
        });
    let mut fields = vec![
        field(called(&[CoverValue::Title], "件名"), "title", matter.title.is_some()),
        field(called(&basis, "根拠"), "basis", matter.basis.is_some())
            .in_form(basis_in_form)
            .law(if basis_in_form { &[] } else { &[COUNCIL] }),
        field(called(&[CoverValue::Department], "担当部課"), "department", matter.department.is_some()),
    ];
    if prints(&letter) {
        let own = matter.letter.as_ref();
        let filled = own.is_some_and(|own| {
            (own.number.is_some() || !cover.prints(CoverValue::LetterNumber))
                && (own.date.is_some() || !cover.prints(CoverValue::LetterDate))
        });
        fields.push(field(called(&letter, "文書番号と日付"), "letter", filled));
    }
    let number = format!("{}の番号", context.print().matter_word());
    fields.push(Field::new(number, "agenda_number", matter.span, matter.agenda_number.is_some()).info());
    Sheet { heading: &cover.heading, at: context.top(), fields }
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        sheet(context).plants(context),
        text!("表紙に書かれた欄が一つもありません", "no field of the cover is filled"),
    )
}
