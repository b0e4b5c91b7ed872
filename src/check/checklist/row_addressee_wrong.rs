//! A row for those who carry out the measures that has them report to themselves.

use super::used_forms::{is_carried_out_by_others, used_forms};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ward::ChecklistForm;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "row-addressee-wrong",
        severity: Severity::Warning,
        basis: &[FORM],
        page: include_str!("row_addressee_wrong.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for form in forms(context) {
        let heading = &form.heading;
        for row in &form.rows {
            for written in addressees(&row.text, &form.performer) {
                let id = &row.id;
                findings.add(
                    RULE.at(
                        context.sources.find_in(row.text.span, &written),
                        text!(
                            "「{heading}」の{id}に「{written}」とありますが、行う者が自らを相手にしています（要確認）",
                            "row {id} says `{written}`, but those are the ones who carry it out"
                        ),
                    )
                    .related(heading.span, text!("行うのは「{heading}」の者", "who carries it out"))
                    .help(text!(
                        "相手は区ではありませんか。「区に対し」に直してください",
                        "the addressee is probably the ward: write 区に対し"
                    )),
                );
            }
        }
    }
}

/// Returns the forms for others than the ward that say who carries them out.
fn forms<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a ChecklistForm> {
    let forms = used_forms(context).into_iter();
    forms.filter(|form| is_carried_out_by_others(form) && !form.performer.is_empty())
}

/// Returns each 「…に対し」 of a text that addresses one of the performers; 再委託先 is somebody else.
fn addressees(text: &str, performers: &[String]) -> Vec<String> {
    let phrases = performers.iter().map(|performer| format!("{performer}に対し"));
    phrases
        .filter(|phrase| {
            text.match_indices(phrase.as_str())
                .any(|(at, _)| !text.get(..at).is_some_and(|before| before.ends_with('再')))
        })
        .collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        forms(context).flat_map(|form| {
            form.rows.iter().map(|row| {
                let performer = form.performer.first()?;
                Plant::insert(context, row.text.span, &format!("、{performer}に対し報告させる"))
            })
        }),
        text!(
            "事業者や結合先に行わせる様式を使うチェックリストがありません",
            "no checklist uses a form for contractors or counterparties"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::addressees;

    #[test]
    fn a_sub_contractor_is_somebody_else() {
        let performers = ["委託先".to_owned()];
        assert_eq!(addressees("委託先に対し速やかに報告させる。", &performers), ["委託先に対し"]);
        assert!(addressees("再委託先に対し立入り調査を行わせる。", &performers).is_empty());
        assert!(addressees("区に対し報告させる。", &performers).is_empty());
    }
}
