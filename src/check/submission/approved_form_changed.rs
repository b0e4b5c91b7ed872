//! The year's form is another than the one in which the council approved the matter.

use super::approved::{approved, plant};
use crate::case::approved::{differs, form};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::COUNCIL;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "approved-form-changed",
        severity: Severity::Info,
        basis: &[COUNCIL],
        page: include_str!("approved_form_changed.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(stated) = approved(context).and_then(|own| own.form.as_ref()) else { return };
    if !differs(stated, &form(context)) {
        return;
    }
    let year = &context.year.name;
    findings.add(
        RULE.at(
            stated.span,
            text!(
                "承認の後に、この年度の様式が変わりました（再付議の要否は、内容だけで決まります）",
                "the form of this year changed since the approval (whether to submit anew depends on the content alone)"
            ),
        )
        .help(text!(
            "様式は policies/{year}/forms にあります。年度の途中の変更は、次の年度のフォルダでしてください。承認された資料をもう一度印刷するときは、承認のときの様式に戻してください",
            "the form lies in policies/{year}/forms; change it in the folder of the next year, and put back the form of the approval to print what was approved once more"
        )),
    );
}

fn mutate(context: &Context<'_>) -> Mutation {
    plant(context, |approved| approved.form.as_ref())
}
