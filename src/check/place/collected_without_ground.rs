//! Items come from somebody other than the person, and no ground for that is stated.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Asker, Severity};
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, COUNCIL};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "collected-without-ground",
        severity: Severity::Error,
        basis: &[APPI_61, COUNCIL],
        page: include_str!("collected_without_ground.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for (id, role) in matter.roles.enumerate() {
        if !role.is(RoleKind::Source) || !role.grounds.is_empty() || role.legal_basis.is_some() {
            continue;
        }
        let name = &role.name;
        let mut finding = RULE.at(
            name.span,
            text!(
                "「{name}」から、本人の知らないところで個人情報を集めますが、根拠が書かれていません（記載なし）",
                "the ward collects from `{name}` in the place of the person, and no ground is stated"
            ),
        );
        let mut lines = matter.flows.iter().flat_map(|flow| flow.transfers());
        if let Some(line) = lines.find(|link| link.from.value == id) {
            finding = finding.related(line.from.span, text!("この線で渡る", "it passes here"));
        }
        if context.asks_for_grounds(role) {
            finding = finding.asked_by(Asker::Form);
        }
        findings.add(finding.help(text!(
            "grounds に、集める根拠（法令、区の要綱の条項）と、本人から集められない理由を書いてください",
            "write the law or the ward's rule, and why the person is not asked, as `grounds`"
        )));
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let stated = matter.roles.iter().filter(|role| role.is(RoleKind::Source) && !role.grounds.is_empty());
    let stated = stated.map(|role| Some(Plant::unset(context, role.span, "grounds")?.within(role.name.span)));
    let role = "{ id: planted-source, name: 見本の機関, kind: source }";
    let new = std::iter::once(Plant::push(context, matter.roles_span, role));
    Mutation::new(stated.chain(new), text!("役割がありません", "there is no role"))
}
