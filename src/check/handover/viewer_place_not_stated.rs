//! Somebody looks at data on a screen, and nothing says who and from which country.

use super::ways::{handovers, planted, way};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::RoleId;
use crate::model::vocabulary::MeansClass;
use crate::rule::Rule;
use crate::rule::law::{APPI_66_ABROAD, SECURITY_POLICY};
use crate::text;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "viewer-place-not-stated",
        severity: Severity::Warning,
        basis: &[APPI_66_ABROAD, SECURITY_POLICY],
        page: include_str!("viewer_place_not_stated.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for handover in handovers(context).filter(|own| own.means.class == MeansClass::View) {
        let role = &matter.roles[handover.link.to.value];
        if role.is_unlimited() || !role.access_from.is_empty() {
            continue;
        }
        let line = handover.said(context);
        let (line_ja, line_en, name) = (line.ja, line.en, &role.name);
        let place = handover.link.means.as_ref().map_or(handover.link.span, |means| means.span);
        findings.add(
            RULE.at(
                place,
                text!(
                    "{line_ja}で、「{name}」の誰がどの国から見るのか書かれていません（記載なし）",
                    "{line_en} does not say who of {name} looks, and from which country"
                ),
            )
            .related(role.name.span, text!("この役割", "this role"))
            .help(text!(
                "役割の access_from に、国、誰が、何のためにを書いてください（国内なら JP）",
                "write country, who and why as `access_from` of the role (JP for Japan)"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let silenced = handovers(context).filter(|own| own.means.class == MeansClass::View).map(|own| {
        let place = own.link.means.as_ref().map_or(own.link.span, |means| means.span);
        let role = &context.matter.roles[own.link.to.value];
        Some(Plant::unset(context, role.span, "access_from")?.within(place))
    });
    // A line to whoever may see all, or says already from where, has nothing that is missing.
    let roles = &context.matter.roles;
    let is_asked = |role: RoleId| !roles[role].is_unlimited() && roles[role].access_from.is_empty();
    let mut ends = context.matter.flows.iter().flat_map(|flow| flow.transfers());
    let is_any_asked = ends.any(|link| is_asked(link.from.value) || is_asked(link.to.value));
    let way = way(context, |means| means.class == MeansClass::View).filter(|_| is_any_asked);
    let new = way.map(|way| planted(context, &format!(", means: {way}")));
    Mutation::new(
        silenced.chain(new.into_iter().flatten()),
        text!(
            "役割から役割へ個人情報が渡る線がないか、見る者の場所が全て書かれています",
            "no line passes data between roles, or all say from where they look"
        ),
    )
}
