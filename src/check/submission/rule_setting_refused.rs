//! A setting of a rule that has no effect: no such rule, one that cannot be set, a day that is over.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::check::rules;
use crate::check::settings::{self, Refused};
use crate::diagnostic::{Severity, Text};
use crate::model::ward::RuleSetting;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "rule-setting-refused",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("rule_setting_refused.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for setting in &context.ward.rules {
        if let Some(refused) = settings::refused(setting, context.date) {
            let (place, message, help) = told(context, setting, refused);
            findings.add(RULE.at(place, message).help(help).cause(format!("{refused:?}")));
        }
    }
    for name in context.kinds().into_iter().flat_map(|id| &context.kind(id).rules) {
        if crate::check::rule(name).is_none() {
            let (message, help) = unknown(name);
            findings.add(RULE.at(name.span, message).help(help));
        }
    }
}

/// Returns what is said of a rule that is none.
fn unknown(name: &str) -> (Text, Text) {
    let list = text!(
        "指摘に表示された規則の名を書いてください（`fugi explain --list` で一覧を表示します）",
        "write the name that the finding shows (`fugi explain --list` lists them)"
    );
    let message = text!("「{name}」という規則はありません（要確認）", "there is no rule `{name}`");
    (message, spelling::did_you_mean(name, rules().map(|rule| rule.name), &list))
}

/// Returns the place, the reason and the fix.
fn told(context: &Context<'_>, setting: &RuleSetting, refused: Refused) -> (Span, Text, Text) {
    let name = &setting.rule;
    let otherwise = text!(
        "fugi.yaml の rules から消し、個々の指摘を、案件の waivers に理由を書いて受け入れてください",
        "take it out of `rules` in fugi.yaml; accept single findings with a reason under `waivers` of the matter"
    );
    match refused {
        Refused::Unknown => {
            let (message, help) = unknown(name);
            (name.span, message, help)
        }
        Refused::Law => {
            let message = text!(
                "「{name}」は法令に拠る規則なので、外すことも軽くすることもできません",
                "`{name}` rests on law; it can be neither set off nor made lighter"
            );
            (name.span, message, otherwise)
        }
        Refused::Guard => {
            let message = text!(
                "「{name}」は、受入れ・証跡・必須の欄を守る規則なので、外すことも軽くすることもできません",
                "`{name}` guards waivers, evidence or required fields; it can be neither set off nor made lighter"
            );
            (name.span, message, otherwise)
        }
        Refused::Expired => {
            let (day, day_en) = (context.print().day(setting.until.value), setting.until.value);
            let message = text!(
                "「{name}」の扱いの期限（{day}）が過ぎています。元の重さで指摘します",
                "the setting of `{name}` ran out on {day_en}; the rule has its own weight again"
            );
            let help = text!(
                "理由を見直し、続けるなら until を延ばし、要らなければ消してください",
                "look at the reason again; extend `until`, or take the setting out"
            );
            (setting.until.span, message, help)
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let yaml = "{ rule: no-such-rule, set: info, reason: 見本の理由, approved_by: 課長, until: 2099-03-31 }";
    let plant = Plant::push_to(context, context.ward.span, "rules", yaml);
    Mutation::new([plant], text!("区の設定がありません", "there are no settings of the ward"))
}
