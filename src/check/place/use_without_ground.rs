//! Another section of the ward is given items, and no ground is stated.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::party::Ground;
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::APPI_69;
use crate::text;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "use-without-ground",
        severity: Severity::Error,
        basis: &[APPI_69],
        page: include_str!("use_without_ground.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for (id, role) in matter.roles.enumerate() {
        for ground in role.grounds.iter().filter(|ground| is_weighed(ground) && ground.weighed.is_none()) {
            let (name, Text { ja: cited, en: cited_en }) = (&role.name, ground.cited());
            findings.add(
                RULE.at(
                    ground.article.span,
                    text!(
                        "「{name}」への利用・提供の根拠（{cited}）に、より影響の小さい方法を検討したことが書かれていません（記載なし）",
                        "the ground ({cited_en}) for {name} does not say what gentler way was weighed"
                    ),
                )
                .severity(Severity::Warning)
                .help(text!(
                    "匿名にする、本人に同意を求めるなどの方法と、それによらない理由を weighed に書いてください",
                    "write in `weighed` what gentler way there is (without names, with consent) and why it is not taken"
                )),
            );
        }
        let lines = || matter.flows.iter().flat_map(|flow| flow.transfers());
        let Some(line) = lines().find(|link| link.to.value == id) else { continue };
        if role.is(RoleKind::Internal) && role.grounds.is_empty() && role.legal_basis.is_none() {
            let name = &role.name;
            findings.add(
                RULE.at(
                    role.name.span,
                    text!(
                        "区の他の課「{name}」に個人情報が渡りますが、目的外利用の根拠が書かれていません（記載なし）",
                        "data passes to `{name}`, another section of the ward, and no ground of that use is stated"
                    ),
                )
                .related(line.to.span, text!("この線で渡る", "it passes here"))
                .help(text!(
                    "grounds に条・項・号と当たる理由を書いてください。同じ利用目的なら、その旨を reason に書いてください",
                    "write article, paragraph, number and reason as `grounds`; where the purpose is the same, say so in `reason`"
                )),
            );
        }
    }
}

/// Returns whether it is one of the grounds that weigh: 法69条2項2号から4号まで.
fn is_weighed(ground: &Ground) -> bool {
    ground.law.is_none() && matches!(ground.numbers(), [Some(69), Some(2), Some(2..=4)])
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let silenced = matter.roles.iter().filter(|role| role.is(RoleKind::Internal) && !role.grounds.is_empty());
    let silenced =
        silenced.map(|role| Some(Plant::unset(context, role.span, "grounds")?.within(role.name.span)));
    let ward = matter.ward().map(|ward| crate::yaml::edit::scalar(&matter.roles[ward].id));
    let role = "{ id: planted-section, name: 見本の課, kind: internal }";
    let new = matter.flows.iter().map(|flow| {
        let line = format!("{{ id: planted-line, from: {}, to: planted-section }}", ward.as_ref()?);
        Plant::push(context, matter.roles_span, role)?.and(Plant::push(context, flow.links_span, &line))
    });
    Mutation::new(silenced.chain(new), text!("流れの図がありません", "there is no diagram"))
}
