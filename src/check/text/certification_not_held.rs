//! A certification that is named and that the register does not have for that legal entity.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::{Owner, TextKind};
use crate::check::rule::Check;
use crate::check::statements::{Word, contains, contracts, word};
use crate::diagnostic::Severity;
use crate::model::contract::Mention;
use crate::model::ids::CertificationId;
use crate::model::party::Party;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "certification-not-held",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("certification_not_held.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for mention in mentions(context) {
        let Some(party) = party(context, mention) else { continue };
        for named in &mention.certifications {
            if holds(party, named.kind.value) {
                continue;
            }
            let (certification, company) = (context.certification(named.kind.value), &party.name);
            findings.add(
                RULE.at(
                    named.kind.span,
                    text!(
                        "「{company}」の認証として「{certification}」がありますが、法人の欄（parties.yaml）にありません（不一致）",
                        "`{certification}` is named for `{company}`, and the register (parties.yaml) does not have it"
                    ),
                )
                .related(party.name.span, text!("法人の欄", "the legal entity"))
                .help(text!(
                    "登録証で認証の種類を確かめ、別紙と法人の欄をそろえてください",
                    "look the certificate up, and make the annex and the register agree"
                )),
            );
        }
    }
    in_lines(context, findings);
    in_sentences(context, findings);
}

/// Finds the certifications that a line says in words, and that its legal entity does not hold.
fn in_lines(context: &Context<'_>, findings: &mut Findings) {
    let kinds: Vec<CertificationId> = context.common.certifications.ids().collect();
    for mention in mentions(context) {
        let Some((party, written)) = party(context, mention).zip(mention.as_written.as_ref()) else {
            continue;
        };
        let folded = word(written);
        for kind in &kinds {
            let name = context.certification(*kind);
            let is_listed = mention.certifications.iter().any(|own| own.kind.value == *kind);
            if is_listed || holds(party, *kind) || !contains(&folded, &word(name)) {
                continue;
            }
            let company = &party.name;
            findings.add(
                RULE.at(
                    written.span,
                    text!(
                        "「{company}」の行に「{name}」とありますが、法人の欄（parties.yaml）にその認証がありません（不一致）",
                        "the line of `{company}` says `{name}`, and the register (parties.yaml) does not have it"
                    ),
                )
                .related(company.span, text!("法人の欄", "the legal entity"))
                .help(text!(
                    "登録証で認証の種類を確かめ、別紙と法人の欄をそろえてください",
                    "look the certificate up, and make the annex and the register agree"
                )),
            );
        }
    }
}

/// Finds the certifications that a sentence of a contract names, and that nobody of the contract holds.
fn in_sentences(context: &Context<'_>, findings: &mut Findings) {
    let kinds: Vec<CertificationId> = context.common.certifications.ids().collect();
    let names: Vec<Word> = kinds.iter().map(|kind| word(context.certification(*kind))).collect();
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        let is_body =
            statement.prose.place == TextKind::Body && !matches!(statement.prose.owner, Owner::Checklist(_));
        let of = contracts(context, statement.prose.owner);
        let [contract] = of[..] else { continue };
        if !is_body {
            continue;
        }
        let roles: Vec<_> = context
            .matter
            .roles
            .enumerate()
            .filter(|(id, _)| context.matter.contracts[contract].reaches(*id))
            .flat_map(|(_, role)| &role.providers)
            .filter_map(|provider| context.party(*provider))
            .collect();
        for (at, range) in statement.find_all(&names) {
            let Some(kind) = kinds.get(at) else { continue };
            if roles.is_empty()
                || roles.iter().any(|party| holds(party, *kind))
                || statement.is_denied(range.end, &context.statements().words)
            {
                continue;
            }
            let written = statement.written(context, &range);
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!(
                        "「{written}」とありますが、この契約の法人の欄（parties.yaml）に、その認証がありません（不一致）",
                        "`{written}` is named, and no legal entity of the contract holds it"
                    ),
                )
                .help(text!(
                    "登録証で認証の種類を確かめ、文と法人の欄をそろえてください",
                    "look the certificate up, and make the sentence and the register agree"
                )),
            );
        }
    }
}

fn holds(party: &Party, kind: CertificationId) -> bool {
    party.certifications.iter().any(|own| own.kind.value == kind)
}

fn party<'a>(context: &Context<'a>, mention: &Mention) -> Option<&'a Party> {
    context.party(mention.provider.as_ref()?.value)
}

/// Returns every line that names somebody.
fn mentions<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Mention> {
    let matter = context.matter;
    let connections = matter.connections.iter().filter_map(|connection| connection.counterparty.as_ref());
    let contracts = matter.contracts.iter().flat_map(|contract| &contract.parties);
    let flows = matter.flows.iter().flat_map(|flow| &flow.participants);
    let entries = connections.chain(contracts).flat_map(|party| &party.entries);
    entries.chain(flows.flat_map(|own| &own.providers))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = mentions(context).flat_map(|mention| {
        let party = party(context, mention);
        let other = party.and_then(|party| {
            let mut kinds = context.common.certifications.enumerate();
            kinds.find(|(id, _)| !holds(party, *id)).map(|(_, kind)| kind.id.clone())
        });
        mention.certifications.iter().map(move |own| Plant::scalar(own.kind.span, other.as_ref()?))
    });
    Mutation::new(plants, text!("認証を挙げる行がありません", "no line names a certification"))
}
