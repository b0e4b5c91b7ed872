//! A certification that runs out before the work ends.

use super::who::{self, Playing, SITES};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::contract::Term;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, CONSISTENCY};
use crate::source::Located;
use crate::text;
use chrono::NaiveDate;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "certification-ends-before-term",
        severity: Severity::Warning,
        basis: &[CONSISTENCY, APPI_66],
        page: include_str!("certification_ends_before_term.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for playing in who::entities(context.matter) {
        runs_out(context, &playing, findings);
        not_stated(context, &playing, findings);
    }
}

/// Finds the certifications that end before the last day of the entity's contracts.
fn runs_out(context: &Context<'_>, playing: &Playing, findings: &mut Findings) {
    let Some(end) = end(context, playing) else { return };
    let party = &context.year.parties[playing.entity];
    for certification in &party.certifications {
        let Some(expires) = certification.expires.as_ref().filter(|expires| expires.value < end.value) else {
            continue;
        };
        let (name, kind) = (&party.name, &context.common.certifications[certification.kind.value].name);
        let (last, limit) = (context.print().day(expires.value), context.print().day(end.value));
        let (day, limit_day) = (expires.value, end.value);
        findings.add(
            RULE.at(
                playing.place,
                text!(
                    "「{name}」の{kind}は{last}に切れ、委託の期限（{limit}）まで続きません（不一致）",
                    "the {kind} of `{name}` runs out on {day}, before the term ends on {limit_day}"
                ),
            )
            .related(expires.span, text!("認証の有効期限", "its last day"))
            .related(end.span, text!("委託の期限", "the end of the term"))
            .help(text!(
                "更新の予定を確かめて、更新後の有効期限を parties.yaml に書くか、切れた後にどう確かめるかを書いてください",
                "ask when it will be renewed, or write how it is looked at afterwards"
            )),
        );
    }
}

/// Notes the certifications of which number or last day are not known, once an entity.
fn not_stated(context: &Context<'_>, playing: &Playing, findings: &mut Findings) {
    let party = &context.year.parties[playing.entity];
    let open = party.certifications.iter().filter(|own| own.expires.is_none() || own.number.is_none());
    let kinds: Vec<&str> =
        open.map(|own| context.common.certifications[own.kind.value].name.as_str()).collect();
    if kinds.is_empty() {
        return;
    }
    let name = &party.name;
    let Text { ja: kinds, en: kinds_en } = quoted(kinds);
    findings.undecided(
        RULE.name,
        playing.place,
        text!(
            "{name}の{kinds}の登録番号か有効期限が書かれていないため、委託の期限まで続くか分かりません",
            "number or last day of {kinds_en} of `{name}` is not stated"
        ),
    );
}

/// Returns the last day of the contracts that an entity is bound by.
fn end<'a>(context: &Context<'a>, playing: &Playing) -> Option<&'a Located<NaiveDate>> {
    let matter = context.matter;
    let terms = playing.bonds.iter().filter_map(|bond| -> Option<&'a Term> {
        matter.contracts[bond.contract].overrides.term.as_ref().or(matter.term.as_ref())
    });
    terms.map(|term| &term.to).max_by_key(|to| to.value)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let kind = context.common.certifications.iter().next();
    let sites = who::entities(context.matter).into_iter().filter(|own| end(context, own).is_some());
    let planted = sites.take(SITES).zip(kind.into_iter().cycle()).map(|(own, kind)| {
        let expired = format!("{{ kind: {}, expires: 2000-01-01 }}", kind.id);
        let party = context.year.parties[own.entity].span;
        Some(Plant::push_to(context, party, "certifications", &expired)?.within(own.place))
    });
    Mutation::new(
        planted,
        text!(
            "法人の分かる委託先がないか、委託の期限が書かれていません",
            "no contractor's legal entity is known, or no term is stated"
        ),
    )
}
