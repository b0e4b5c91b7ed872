//! Mail to persons, and nothing says where it goes back to.

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
        name: "returned-mail-not-stated",
        severity: Severity::Warning,
        basis: &[APPI_66, SECURITY_POLICY],
        page: include_str!("returned_mail_not_stated.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for handover in handovers(context).filter(|own| own.means.needs_return && own.link.returns_to.is_none()) {
        if !matter.roles[handover.link.to.value].is(RoleKind::Principal) {
            continue;
        }
        let line = handover.said(context);
        let (line_ja, line_en) = (line.ja, line.en);
        let place = handover.link.means.as_ref().map_or(handover.link.span, |means| means.span);
        findings.add(
            RULE.at(
                place,
                text!(
                    "{line_ja}で、届かなかったもの（返戻）がどこに戻るか書かれていません（記載なし）",
                    "{line_en} does not say where what cannot be delivered goes back to"
                ),
            )
            .help(text!(
                "戻る先の役割を returns_to に書いてください（区に戻すのが普通です）",
                "write the role to which it goes back as `returns_to` (the ward, as a rule)"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let silenced = handovers(context)
        .filter(|own| own.means.needs_return)
        .map(|own| Plant::unset(context, own.link.span, "returns_to"));
    let person = matter.roles.iter().find(|role| role.is(RoleKind::Principal));
    let way = context.common.means.iter().find(|means| means.needs_return);
    let new = person.zip(way).into_iter().flat_map(|(person, way)| {
        let line = |from: &str| {
            format!(
                "{{ id: planted-line, from: {from}, to: {}, means: {} }}",
                edit::scalar(&person.id),
                edit::scalar(&way.id)
            )
        };
        let ward = matter.ward().map(|ward| line(&edit::scalar(&matter.roles[ward].id)));
        matter.flows.iter().map(move |flow| Plant::push(context, flow.links_span, ward.as_ref()?))
    });
    Mutation::new(silenced.chain(new), text!("本人に送る線がありません", "no line leads to a person"))
}
