//! A wording of its own that no longer says what it stands for.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::contract::Mention;
use crate::model::ids::ProviderId;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::{Located, Span};
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "wording-without-its-fact",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("wording_without_its_fact.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for provider in &context.matter.providers {
        if let Some((brand, written)) = provider.brand.as_ref().zip(provider.brand_as_written.as_ref())
            && !holds(written, brand)
        {
            findings.add(finding(written, brand, brand.span));
        }
    }
    for mention in mentions(context) {
        line(context, mention, findings);
        for certification in &mention.certifications {
            let name = &context.common.certifications[certification.kind.value].name;
            if let Some(written) = &certification.as_written
                && !holds_name_of_standard(written, name)
            {
                findings.add(finding(written, name, certification.kind.span));
            }
        }
    }
}

/// Looks at a line that is written out: whom it names, and by which certifications.
fn line(context: &Context<'_>, mention: &Mention, findings: &mut Findings) {
    let Some(written) = &mention.as_written else { return };
    if let Some(provider) = &mention.provider {
        let names = names(context, provider.value);
        if !names.is_empty() && !names.iter().any(|name| holds(written, name)) {
            findings.add(finding(written, &names.join("」か「"), provider.span));
        }
    }
    for certification in &mention.certifications {
        let name = &context.common.certifications[certification.kind.value].name;
        if !holds_name_of_standard(written, name) {
            findings.add(finding(written, name, certification.kind.span));
        }
    }
}

fn finding(written: &Located<String>, fact: &str, place: Span) -> Diagnostic {
    RULE.at(
        written.span,
        text!(
            "表記「{written}」に、それが表すはずの「{fact}」がありません（不一致）",
            "the wording `{written}` does not say `{fact}`, which it stands for"
        ),
    )
    .related(place, text!("この表記が表すもの", "what it stands for"))
    .help(text!(
        "表記を事実に合わせて直すか、as_written を消してください（消すと、標準の表記で印刷されます）",
        "fix the wording, or take `as_written` out (the standard wording is printed then)"
    ))
}

/// Returns the names a provider goes by: its service, its company, and the company without its legal form's word.
fn names<'a>(context: &Context<'a>, provider: ProviderId) -> Vec<&'a str> {
    let provider = &context.matter.providers[provider];
    let party = context.year.party_of(provider).map(|party| &party.name);
    provider.brand.iter().chain(party).map(|name| name.as_str()).collect()
}

/// Returns whether a text holds a name, whatever its width and spaces.
fn holds(text: &str, name: &str) -> bool {
    spelling::fold(text).contains(&spelling::fold(name))
}

/// Returns whether a text holds the letters and the numbers of a standard's name in order: ISO/IEC 27001 is ISO27001.
fn holds_name_of_standard(text: &str, name: &str) -> bool {
    let (text, name) = (spelling::fold(text), spelling::fold(name));
    let mut parts: Vec<String> = Vec::new();
    let mut last = None;
    for c in name.chars().filter(|c| c.is_alphanumeric() || *c == 'ー') {
        let kind = (c.is_ascii_digit(), c.is_ascii());
        match parts.last_mut() {
            Some(part) if last == Some(kind) => part.push(c),
            _ => parts.push(c.to_string()),
        }
        last = Some(kind);
    }
    let mut rest = text.as_str();
    parts.iter().all(|part| match rest.split_once(part.as_str()) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Returns every line that names somebody, in the order of the file.
fn mentions<'a>(context: &Context<'a>) -> Vec<&'a Mention> {
    let matter = context.matter;
    let of_connections = matter.connections.iter().filter_map(|connection| connection.counterparty.as_ref());
    let of_contracts = matter.contracts.iter().flat_map(|contract| &contract.parties);
    let of_flows = matter.flows.iter().flat_map(|flow| &flow.participants);
    let mut mentions: Vec<&Mention> = of_connections
        .chain(of_contracts)
        .flat_map(|party| &party.entries)
        .chain(of_flows.flat_map(|participant| &participant.providers))
        .collect();
    mentions.sort_by_key(|mention| mention.span);
    mentions
}

fn mutate(context: &Context<'_>) -> Mutation {
    let of_mentions = mentions(context).into_iter().filter(|mention| mention.provider.is_some());
    let of_brands = context.matter.providers.iter().filter(|provider| provider.brand.is_some());
    Mutation::new(
        of_mentions
            .map(|mention| Plant::set(context, mention.span, "as_written", "別の表記"))
            .chain(of_brands.map(|own| Plant::set(context, own.span, "brand_as_written", "別の表記"))),
        text!("名を挙げる行がありません", "no line names anybody"),
    )
}

#[cfg(test)]
mod tests {
    use super::holds_name_of_standard;

    #[test]
    fn a_standard_may_be_written_in_full() {
        assert!(holds_name_of_standard("ISO/IEC 27001認証取得事業者", "ISO27001"));
        assert!(holds_name_of_standard("ＩＳＯ２７００１認証取得済", "ISO27001"));
        assert!(holds_name_of_standard("プライバシーマーク取得済", "プライバシーマーク"));
        assert!(!holds_name_of_standard("ISO27017認証取得事業者", "ISO27001"));
        assert!(!holds_name_of_standard("認証取得事業者", "プライバシーマーク"));
    }
}
