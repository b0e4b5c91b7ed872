//! 取得済, 取得事業者: one way of writing that a certification is held.

use super::who::SITES;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::contract::Mention;
use crate::model::ids::CertificationId;
use crate::rule::Rule;
use crate::rule::law::PUBLIC_WRITING;
use crate::source::Span;
use crate::spelling;
use crate::text;
use std::collections::BTreeMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "certification-worded-differently",
        severity: Severity::Info,
        basis: &[PUBLIC_WRITING],
        page: include_str!("certification_worded_differently.md"),
    },
    check,
    mutate,
};

/// A certification as the paper prints it.
#[derive(Clone, Copy, Debug)]
struct Wording<'a> {
    words: &'a str,
    place: Span,
    /// How the kind is worded where nothing else is written.
    standard: &'a str,
}

impl Wording<'_> {
    fn is_standard(&self) -> bool {
        spelling::same(self.words, self.standard)
    }
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut one_each: Vec<Wording<'_>> = Vec::new();
    let before = findings.list.len();
    for (kind, all) in wordings(context) {
        let different = first_of_each(&all, |wording| spelling::fold(wording.words));
        match different.as_slice() {
            [only] => one_each.push(*only),
            _ => within_kind(context, kind, &different, findings),
        }
    }
    if findings.list.len() == before {
        across_kinds(one_each, findings);
    }
}

/// Says that one kind is worded in several ways.
fn within_kind(
    context: &Context<'_>,
    kind: CertificationId,
    different: &[Wording<'_>],
    findings: &mut Findings,
) {
    let Some(deviating) = different.iter().find(|wording| !wording.is_standard()) else { return };
    let (name, number) = (&context.common.certifications[kind].name, different.len());
    let Text { ja: words, en: words_en } = quoted(different.iter().map(|wording| wording.words));
    let standard = deviating.standard;
    let finding = RULE
        .at(
            deviating.place,
            text!(
                "「{name}」の書き方が{number}通りあります: {words}（不一致）",
                "`{name}` is worded in {number} ways: {words_en}"
            ),
        )
        .help(text!("「{standard}」にそろえてください", "write `{standard}` throughout"));
    let others = different.iter().filter(|other| other.place != deviating.place);
    findings.add(others.fold(finding, |finding, other| {
        let words = other.words;
        finding.related(other.place, text!("ここでは「{words}」", "`{words}` here"))
    }));
}

/// Says that one kind keeps to the standard wording and another does not.
fn across_kinds(mut all: Vec<Wording<'_>>, findings: &mut Findings) {
    all.sort_unstable_by_key(|wording| (wording.place.source(), wording.place.start()));
    let different = first_of_each(&all, |wording| ending(wording.words, wording.standard));
    let Some(deviating) = different.iter().find(|wording| !wording.is_standard()) else { return };
    if different.len() < 2 {
        return;
    }
    let (words, standard) = (deviating.words, deviating.standard);
    let finding = RULE
        .at(
            deviating.place,
            text!(
                "「{words}」という書き方が、ほかの認証の書き方と異なります（不一致）",
                "`{words}` is worded otherwise than the other certifications"
            ),
        )
        .help(text!("「{standard}」などにそろえてください", "write `{standard}` and alike"));
    let others = different.iter().filter(|other| other.place != deviating.place);
    findings.add(others.fold(finding, |finding, other| {
        let words = other.words;
        finding.related(other.place, text!("ここでは「{words}」", "`{words}` here"))
    }));
}

/// Returns the part of a wording in which it leaves the standard one; empty where it does not.
fn ending(words: &str, standard: &str) -> String {
    let (words, standard) = (spelling::fold(words), spelling::fold(standard));
    if words == standard {
        return String::new();
    }
    let same = words.chars().zip(standard.chars()).take_while(|(one, other)| one == other).count();
    words.chars().skip(same).collect()
}

/// Returns the first of all that agree in `key`, in their order.
fn first_of_each<'a>(all: &[Wording<'a>], key: impl Fn(&Wording<'a>) -> String) -> Vec<Wording<'a>> {
    let mut seen: Vec<String> = Vec::new();
    let mut first = Vec::new();
    for wording in all {
        let key = key(wording);
        if !seen.contains(&key) {
            seen.push(key);
            first.push(*wording);
        }
    }
    first
}

/// Returns every mention of a certification, by kind, in the order of the file.
fn wordings<'a>(context: &Context<'a>) -> BTreeMap<CertificationId, Vec<Wording<'a>>> {
    let kinds = &context.common.certifications;
    let mut found: BTreeMap<CertificationId, Vec<Wording<'a>>> = BTreeMap::new();
    for mention in mentions(context).flat_map(|mention| &mention.certifications) {
        let standard = kinds[mention.kind.value].wording.as_str();
        let (words, place) = mention
            .as_written
            .as_ref()
            .map_or((standard, mention.kind.span), |words| (words.value.as_str(), words.span));
        found.entry(mention.kind.value).or_default().push(Wording { words, place, standard });
    }
    for all in found.values_mut() {
        all.sort_by_key(|wording| (wording.place.source(), wording.place.start()));
    }
    found
}

/// Returns every line of the annexes and boxes of the diagrams that names somebody.
fn mentions<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Mention> + use<'a> {
    let matter = context.matter;
    let counterparties = matter.connections.iter().filter_map(|connection| connection.counterparty.as_ref());
    let parties = matter.contracts.iter().flat_map(|contract| &contract.parties);
    let boxes = matter.flows.iter().flat_map(|flow| &flow.participants);
    counterparties
        .chain(parties)
        .flat_map(|party| &party.entries)
        .chain(boxes.flat_map(|participant| &participant.providers))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let reworded = mentions(context).flat_map(|mention| &mention.certifications).take(SITES).map(|mention| {
        let name = &context.common.certifications[mention.kind.value].name;
        Plant::set(context, mention.span, "as_written", &format!("{name}を取得している事業者"))
    });
    // Where every kind that is mentioned is worded in several ways already: another kind.
    let used = wordings(context);
    let unused = context.common.certifications.enumerate().find(|(kind, _)| !used.contains_key(kind));
    let added = mentions(context).zip(unused.into_iter().cycle()).take(SITES).map(|(mention, (_, kind))| {
        let (id, name) = (&kind.id, &kind.name);
        let own = format!("{{ kind: {id}, as_written: {name}を取得している事業者 }}");
        let standard = format!("{{ kind: {id} }}");
        if mention.certifications.is_empty() {
            return Plant::set(context, mention.span, "certifications", &format!("[{standard}, {own}]"));
        }
        let both = Plant::push_to(context, mention.span, "certifications", &standard)?;
        both.and(Plant::push_to(context, mention.span, "certifications", &own))
    });
    Mutation::new(reworded.chain(added), text!("名を書く行がありません", "no line names anybody"))
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn the_ending_is_where_a_wording_leaves_the_standard() {
        assert_eq!(ending("ISO27001認証取得済", "ISO27001認証取得事業者"), "済");
        assert_eq!(ending("プライバシーマーク取得済", "プライバシーマーク取得事業者"), "済");
        assert_eq!(ending("ＩＳＯ27001認証取得事業者", "ISO27001認証取得事業者"), "");
        assert_eq!(ending("ISO27001認証", "ISO27001認証取得事業者"), "");
    }
}
