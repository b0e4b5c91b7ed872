//! A line between two roles that does not say over what, how protected, or when.

use super::planted;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::Link;
use crate::model::vocabulary::MeansClass;
use crate::rule::Rule;
use crate::rule::law::{FORM, MINISTRY, SECURITY_POLICY};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "link-not-described",
        severity: Severity::Error,
        basis: &[FORM, SECURITY_POLICY, MINISTRY],
        page: include_str!("link_not_described.md"),
    },
    check,
    mutate,
};

/// What a line must say: its key, and the words for a reader.
const NETWORK: (&str, &str) = ("回線", "network");
const PROTECTIONS: (&str, &str) = ("通信の保護", "protections");
const TIMING: (&str, &str) = ("送る時期", "timing");

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        for link in flow.transfers().filter(|link| link.reply_to.is_none()) {
            let missing = missing(link);
            if missing.is_empty() {
                continue;
            }
            let ja = missing.iter().map(|(ja, _)| *ja).collect::<Vec<_>>().join("・");
            let en = missing.iter().map(|(_, en)| *en).collect::<Vec<_>>().join(", ");
            let (from, to) = (context.role(link.from.value), context.role(link.to.value));
            let material = context.flow(id);
            findings.add(
                RULE.at(
                    link.id.span,
                    text!(
                        "{material}の「{from}」から「{to}」への線に、{ja}が書かれていません（記載なし）",
                        "{material}: the line from {from} to {to} does not state: {en}"
                    ),
                )
                .help(text!(
                    "{to}への渡し方を担当課又は事業者に確かめ、network・protections・timing を書いてください。通信によらないときは、network に代えて means にその方法を書いてください",
                    "find out how {to} gets the data and write `network`, `protections` and `timing`; where no network carries it, write `means`"
                )),
            );
        }
    }
}

fn missing(link: &Link) -> Vec<(&'static str, &'static str)> {
    [
        (link.network.is_none() && link.means.is_none(), NETWORK),
        // What a known way needs is asked for by its own rule, and who speaks or looks does so when it is asked.
        (link.protections.is_none() && (link.network.is_some() || link.way.is_none()), PROTECTIONS),
        (link.timing.is_empty() && link.class.is_none_or(MeansClass::leaves_a_copy), TIMING),
    ]
    .into_iter()
    .filter_map(|(is_missing, what)| is_missing.then_some(what))
    .collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let flows = || context.matter.flows.iter();
    let lines = flows().flat_map(|flow| flow.transfers()).filter(|link| link.reply_to.is_none());
    let silenced = lines.flat_map(|link| {
        ["timing", "protections", "network"]
            .map(|key| Some(Plant::unset(context, link.span, key)?.within(link.id.span)))
    });
    let silent =
        flows().flat_map(|flow| flow.transfers().map(move |link| planted::line(context, flow, link, "")));
    Mutation::new(
        silenced.chain(silent),
        text!("個人情報が役割から役割へ渡る線がありません", "no line passes data between roles"),
    )
}
