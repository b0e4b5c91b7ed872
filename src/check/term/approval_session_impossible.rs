//! An approval in a year in which its body did not exist.

use super::approvals;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::era;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;
use chrono::NaiveDate;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "approval-session-impossible",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("approval_session_impossible.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for approval in &context.matter.prior_approvals {
        let body = &context.common.bodies[approval.body.value];
        let Ok(year) = i32::try_from(approval.fiscal_year.value) else { continue };
        let Some(first) = NaiveDate::from_ymd_opt(year, 4, 1) else { continue };
        let Some(last) = NaiveDate::from_ymd_opt(year + 1, 3, 31) else { continue };
        let (name, session) = (&body.name, context.print().fiscal_year(year));
        let bound = match (body.from, body.until) {
            (Some(from), _) if last < from => {
                let day = context.print().day(from);
                text!("{day}に設置された", "which was set up on {from}")
            }
            (_, Some(until)) if until < first => {
                let day = context.print().day(until);
                text!("{day}までの", "which existed until {until}")
            }
            _ => continue,
        };
        let (ja, en) = (&bound.ja, &bound.en);
        findings.add(
            RULE.at(
                approval.fiscal_year.span,
                text!(
                    "{session}の承認とありますが、「{name}」は{ja}機関です（不一致）",
                    "the approval is of fiscal {year}, by `{name}`, {en}"
                ),
            )
            .related(approval.body.span, text!("承認した機関", "the body"))
            .help(text!("会議の年度か、承認した機関を直してください", "fix the fiscal year or the body")),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let bodies = context.common.bodies.iter();
    let plants = bodies.flat_map(|body| {
        let after = body.until.map(|until| era::fiscal_year(until) + 1);
        let year = after.or_else(|| body.from.map(|from| era::fiscal_year(from) - 1));
        let covered = context.matter.contracts.iter().next();
        year.zip(covered).map(|(year, covered)| approvals::plant(context, body, year, covered))
    });
    Mutation::new(
        plants,
        text!(
            "契約か、設置・廃止の日の分かる機関（policies/common の bodies）がありません",
            "no contract, or no body whose first or last day is known"
        ),
    )
}
