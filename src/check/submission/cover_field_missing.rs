//! The fields of the cover: title, basis, department, and the number of the materials.

use super::fields::{Field, Sheet};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::CoverValue;
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
    let (cover, matter) = (&context.year.labels.cover, context.matter);
    let field = |label, key, filled| Field::new(label, key, matter.span, filled);
    let called = |values: &[CoverValue], or: &'a str| {
        values.iter().find_map(|value| cover.label(*value)).unwrap_or(or)
    };
    let prints = |values: &[CoverValue]| values.iter().any(|value| cover.prints(*value));
    let basis = [CoverValue::Basis, CoverValue::Article, CoverValue::Kinds];
    let letter = [CoverValue::LetterNumber, CoverValue::LetterDate];
    // Under what article a matter is submitted, and what it is called, is asked for in any case.
    let mut fields = vec![
        field(called(&[CoverValue::Title], "件名"), "title", matter.title.is_some()),
        field(called(&basis, "根拠"), "basis", matter.basis.is_some()),
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
    fields.push(field("資料の番号", "agenda_number", matter.agenda_number.is_some()).info());
    Sheet { heading: &cover.heading, at: context.top(), fields }
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        sheet(context).plants(context),
        text!("表紙に書かれた欄が一つもありません", "no field of the cover is filled"),
    )
}
