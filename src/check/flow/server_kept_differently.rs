//! One facility of one role whose servers are said to be kept in different ways.

use super::planted;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Mutation;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::party::System;
use crate::model::vocabulary::{Hosting, SystemKind};
use crate::rule::Rule;
use crate::rule::law::{FORM, MINISTRY, SECURITY_POLICY};
use crate::source::Located;
use crate::text;
use crate::yaml::edit;
use crate::{model::ids::RoleId, spelling};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "server-kept-differently",
        severity: Severity::Warning,
        basis: &[FORM, SECURITY_POLICY, MINISTRY],
        page: include_str!("server_kept_differently.md"),
    },
    check,
    mutate,
};

/// A server of which it is said where it stands and how it is kept.
struct Kept<'a> {
    role: RoleId,
    facility: &'a Located<String>,
    hosting: Hosting,
    system: &'a System,
}

impl Kept<'_> {
    fn is_in_same_facility(&self, other: &Self) -> bool {
        self.role == other.role && spelling::same(self.facility, other.facility)
    }
}

fn servers<'a>(context: &Context<'a>) -> impl Iterator<Item = Kept<'a>> {
    let systems = context.matter.systems.iter().filter(|system| system.kind.value == SystemKind::Server);
    systems.filter_map(|system| {
        let (facility, hosting) = (system.facility.as_ref()?, system.hosting.as_ref()?.value);
        Some(Kept { role: system.role, facility, hosting, system })
    })
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut firsts: Vec<Kept<'_>> = Vec::new();
    for server in servers(context) {
        let Some(first) = firsts.iter().find(|first| first.is_in_same_facility(&server)) else {
            firsts.push(server);
            continue;
        };
        if first.hosting == server.hosting {
            continue;
        }
        let (role, facility) = (context.role(server.role), server.facility);
        let (label, first_label) = (&server.system.label, &first.system.label);
        let own = |hosting: Hosting| spelling::in_own_word(hosting.ja(), context.ward.word());
        let (hosting, first_hosting) = (own(server.hosting), own(first.hosting));
        let (hosting_en, first_hosting_en) = (server.hosting.word(), first.hosting.word());
        findings.add(
            RULE.at(
                label.span,
                text!(
                    "「{role}」の「{facility}」のサーバの置き方が、「{label}」では{hosting}、「{first_label}」では{first_hosting}です（不一致）",
                    "the server in {facility} of {role} is kept as {hosting_en} in one place and as {first_hosting_en} in another"
                ),
            )
            .related(
                first_label.span,
                text!("ここでは「{first_label}」（{first_hosting}）", "{first_hosting_en} here"),
            )
            .help(text!(
                "同じサーバなら、置き方と図での名を一つに揃えてください。別のサーバなら、施設の名を分けてください",
                "where it is one server, give it one kind and one label; where there are two, tell the facilities apart"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        servers(context).map(|server| {
            let other = if server.hosting == Hosting::Cloud { Hosting::DataCenter } else { Hosting::Cloud };
            let (facility, other) = (edit::scalar(server.facility), other.word());
            let rest = format!(", facility: {facility}, hosting: {other}");
            planted::server(context, server.role, &rest)
        }),
        text!(
            "施設の名と置き方が書かれたサーバがありません",
            "no server states both its facility and how it is kept"
        ),
    )
}
