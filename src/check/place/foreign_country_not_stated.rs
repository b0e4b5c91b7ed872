//! Items lie or are seen in a foreign country of which nothing is known.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::country;
use crate::rule::Rule;
use crate::rule::law::APPI_66_ABROAD;
use crate::source::Located;
use crate::source::Span;
use crate::text;
use std::collections::BTreeMap;
pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "foreign-country-not-stated",
        severity: Severity::Error,
        basis: &[APPI_66_ABROAD],
        page: include_str!("foreign_country_not_stated.md"),
    },
    check,
    mutate,
};

/// Where data lies or is seen, and in which country.
type Place<'a> = (&'a Located<String>, Span, String);

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    // One finding a country: what is missing is one statement.
    let mut abroad: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
    for place in places(context) {
        abroad.entry(country::name(place.0)).or_default().push(place);
    }
    for (name, places) in abroad {
        if name == HOME || matter.abroad.iter().any(|own| country::name(&own.country) == name) {
            continue;
        }
        let Some((first, at, what)) = places.first() else { continue };
        let mut finding = RULE.at(
            *at,
            text!(
                "{what}に「{name}」が関わりますが、その国の制度と講じる措置が書かれていません（記載なし）",
                "{name} is involved here ({first}), but neither its system nor what is done about it is stated"
            ),
        );
        for (_, at, what) in places.iter().skip(1) {
            finding = finding.related(*at, text!("{what}にも", "here as well"));
        }
        findings.add(finding.help(text!(
            "その国の個人情報の保護に関する制度を確かめ、abroad に country、system（制度）、measures（措置）を書いてください",
            "look into that country's system and write `country`, `system` and `measures` under `abroad`"
        )));
    }
}

/// The name of the country that is home.
const HOME: &str = "日本";

/// Returns every place that states a country: systems, who looks at them, roles, companies.
fn places<'a>(context: &Context<'a>) -> Vec<Place<'a>> {
    let matter = context.matter;
    let mut places = Vec::new();
    for system in &matter.systems {
        let label = &system.label;
        places.extend(system.country.as_ref().map(|own| (own, own.span, format!("「{label}」の置き場所"))));
        let seen = system.access_from.iter();
        places.extend(
            seen.map(|own| (&own.country, own.country.span, format!("「{label}」の閲覧（{}）", own.who))),
        );
    }
    for role in &matter.roles {
        let name = &role.name;
        let seen = role.access_from.iter();
        places.extend(
            seen.map(|own| (&own.country, own.country.span, format!("「{name}」の閲覧（{}）", own.who))),
        );
        for provider in role.providers.iter().map(|provider| &matter.providers[*provider]) {
            let Some(named) = &provider.party else { continue };
            let party = &context.year.parties[named.value];
            let at = party.country.as_ref().map(|own| (own, named.span, format!("「{}」の本店", party.name)));
            places.extend(at);
        }
    }
    places
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    // A country that nothing is known of, so that the finding is new.
    let system = |system: &crate::model::party::System| Plant::set(context, system.span, "country", "QQ");
    let role = |role: &crate::model::party::Role| {
        Plant::push_to(context, role.span, "access_from", "{ country: QQ, who: 見本, why: 見本 }")
    };
    let plants = matter.systems.iter().map(system).chain(matter.roles.iter().map(role));
    Mutation::new(plants, text!("端末・サーバも役割もありません", "there is no system and no role"))
}
