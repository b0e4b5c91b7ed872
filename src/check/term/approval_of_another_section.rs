//! An earlier approval that another section asked for.

use super::approvals::{self, PLANTED};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::COUNCIL;
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "approval-of-another-section",
        severity: Severity::Info,
        basis: &[COUNCIL],
        page: include_str!("approval_of_another_section.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let Some(own) = context.department() else { return };
    for approval in &matter.prior_approvals {
        let Some(by) = approval.by.as_ref().filter(|by| !names(by, own)) else { continue };
        let subject = &approval.subject;
        let mut finding = RULE
            .at(
                by.span,
                text!(
                    "「{subject}」の承認は「{by}」の案件のもので、この案件の担当課（{own}）の業務について承認されたかは分かりません（要確認）",
                    "the approval of `{subject}` was given to `{by}`; whether it was for the business of {own} cannot be told"
                ),
            )
            .cause("approval-of-another-section".to_owned())
            .help(text!(
                "承認された業務を確かめ、この業務を含むならそのことを、含まないなら経緯として引くだけであることを書いてください",
                "find out which business was approved: say that it has this one too, or that it is named as history only"
            ));
        if let Some(department) = &matter.department {
            finding =
                finding.related(department.span, text!("この案件の担当課", "the section of this matter"));
        }
        findings.add(finding);
    }
}

/// Returns whether a text names a section, whatever its width and spaces.
fn names(text: &str, section: &str) -> bool {
    spelling::fold(text).contains(&spelling::fold(section))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let other = context.department().and_then(|own| {
        let mut all = context.ward.departments.iter().map(|other| other.name.value.as_str());
        all.find(|name| !names(name, own))
    });
    let other = other.unwrap_or("見本課");
    let has_own = context.department().is_some();
    let turned = matter.prior_approvals.iter().map(|own| Plant::set(context, own.span, "by", other));
    let more = matter.contracts.iter().zip(context.common.bodies.iter()).map(|(contract, body)| {
        let plant = approvals::plant(context, body, matter.fiscal_year, contract)?;
        let by = format!("id: {PLANTED}, by: {other},");
        let edits = plant.edits.into_iter().map(|mut edit| {
            edit.replacement = edit.replacement.replace(&format!("id: {PLANTED},"), &by);
            edit
        });
        Some(Plant { edits: edits.collect(), within: plant.within })
    });
    Mutation::new(
        turned.chain(more).take(if has_own { usize::MAX } else { 0 }),
        text!("担当課か、契約がありません", "no section or no contract is stated"),
    )
}
