//! The content is another than the council approved.

use super::approved::{approved, plant};
use crate::case::approved::{content, differs};
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
        name: "approved-content-changed",
        severity: Severity::Warning,
        basis: &[COUNCIL],
        page: include_str!("approved_content_changed.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(approved) = approved(context) else { return };
    if !differs(&approved.content, &content(context)) {
        return;
    }
    findings.add(
        RULE.at(
            approved.content.span,
            text!(
                "会議が承認した内容と、今の内容が違います（不一致）",
                "the content is not the one that the council approved"
            ),
        )
        .help(text!(
            "承認のときの内容に戻すか、再付議が要るかを確かめてください（fugi diff --git で、承認のときの版と比べられます）。新しい承認を受けたのなら、render --final が示す approved の行に書き直してください",
            "put the content of the approval back, or see whether it has to be submitted anew (`fugi diff --git` compares it with the version of the approval); where it was approved anew, write the line of `approved` that `render --final` shows"
        )),
    );
}

fn mutate(context: &Context<'_>) -> Mutation {
    plant(context, |approved| Some(&approved.content))
}
