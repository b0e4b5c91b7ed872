//! A way of handing over that the word list does not know.

use super::ways::planted;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, SECURITY_POLICY};
use crate::text;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "handover-way-unclear",
        severity: Severity::Warning,
        basis: &[APPI_66, SECURITY_POLICY],
        page: include_str!("handover_way_unclear.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        for link in flow.transfers().filter(|link| link.network.is_none() && link.way.is_none()) {
            let Some(means) = &link.means else { continue };
            let (from, to, material) =
                (context.role(link.from.value), context.role(link.to.value), context.flow(id));
            let known: Vec<String> =
                context.common.means.iter().map(|way| format!("{}（{}）", way.id, way.name)).collect();
            let en: Vec<&str> = context.common.means.iter().map(|way| way.id.as_str()).collect();
            let (known, en) = (known.join("、"), en.join(", "));
            findings.add(
                RULE.at(
                    means.span,
                    text!(
                        "{material}の「{from}」から「{to}」への渡し方「{means}」が、どの種類の渡し方か分かりません（要確認）",
                        "{material}: how data passes from {from} to {to} (`{means}`) is none of the known ways"
                    ),
                )
                .help(if context.common.means.is_empty() {
                    text!(
                        "policies/common に渡し方の一覧（means）がありません。`fugi fmt --upgrade` で加えてください",
                        "policies/common has no list of ways (`means`); `fugi fmt --upgrade` adds it"
                    )
                } else { text!(
                    "means に次のどれかを書き、紙での書き方は means_as_written に書いてください: {known}。新しい渡し方は policies/common の means に加えられます",
                    "write one of these as `means`, and its wording as `means_as_written`: {en}; a new way is declared in policies/common"
                )}),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let old = context.matter.flows.iter().flat_map(|flow| flow.transfers());
    let old = old.filter(|link| link.network.is_none()).filter_map(|link| link.means.as_ref());
    let worded = old.map(|means| Plant::scalar(means.span, "いつものとおり"));
    Mutation::new(
        worded.chain(planted(context, ", means: いつものとおり")),
        text!("役割から役割へ個人情報が渡る線がありません", "no line passes data between roles"),
    )
}
