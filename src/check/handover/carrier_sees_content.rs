//! A carrier is handed something that is not sealed.

use super::ways::handovers;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, SECURITY_POLICY};
use crate::text;
use crate::yaml::edit;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "carrier-sees-content",
        severity: Severity::Error,
        basis: &[APPI_66, SECURITY_POLICY],
        page: include_str!("carrier_sees_content.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for handover in handovers(context) {
        let to = handover.link.to.value;
        if !context.matter.roles[to].is(RoleKind::Carrier) || handover.link.is_sealed() {
            continue;
        }
        let line = handover.said(context);
        let (line_ja, line_en, to) = (line.ja, line.en, context.role(to));
        findings.add(
            RULE.at(
                handover.link.id.span,
                text!(
                    "{line_ja}が封をしたままでなく、「{to}」が全ての項目を見ます（要確認）",
                    "{line_en} is not sealed: {to} sees every item"
                ),
            )
            .help(text!(
                "封をして渡すなら sealed: true とし、窓や宛名から見える項目を sees に書いてください。中身を取り扱わせるなら、運送・郵便事業者ではなく委託先です",
                "if it is sealed, write `sealed: true` and what can be seen as `sees`; whoever handles the content is a contractor"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let opened = handovers(context)
        .filter(|own| matter.roles[own.link.to.value].is(RoleKind::Carrier))
        .map(|own| Plant::unset(context, own.link.span, "sealed"));
    let role = edit::push_item(
        context.sources,
        matter.roles_span,
        "{ id: planted-carrier, name: 見本, kind: carrier }",
    );
    let way = context.common.means.iter().find(|means| means.class.leaves_a_copy());
    let ward = matter.ward().map(|ward| edit::scalar(&matter.roles[ward].id));
    let new = matter.flows.iter().map(|flow| {
        let way = edit::scalar(&way?.id);
        let line =
            format!("{{ id: planted-line, from: {}, to: planted-carrier, means: {way} }}", ward.as_ref()?);
        let mut plant = Plant::push(context, flow.links_span, &line)?;
        plant.edits.push(role.clone()?);
        Some(plant)
    });
    Mutation::new(opened.chain(new), text!("流れの図がありません", "there is no diagram"))
}
