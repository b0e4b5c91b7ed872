//! A term of a scheme that is no more.

use super::who::SITES;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Prose;
use crate::check::rule::Check;
use crate::check::statements::{contains, word};
use crate::diagnostic::{Severity, Text};
use crate::model::ward::AbolishedTerm;
use crate::rule::Rule;
use crate::rule::law::TERMS_IN_FORCE;
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "abolished-term",
        severity: Severity::Warning,
        basis: &[TERMS_IN_FORCE],
        page: include_str!("abolished_term.md"),
    },
    check,
    mutate,
};

/// How many further places are shown.
const SHOWN: usize = 8;

fn check(context: &Context<'_>, findings: &mut Findings) {
    let texts = folded(context);
    for term in abolished(context) {
        let term_is_used = uses(term);
        let places: Vec<&Prose<'_>> = texts
            .iter()
            .filter(|(prose, text)| term_is_used(text) && !is_history(context, prose, term))
            .map(|(prose, _)| *prose)
            .collect();
        let Some((first, others)) = places.split_first() else { continue };
        let place = |prose: &Prose<'_>| context.sources.find_in(prose.text.span, &term.term);
        let (word, until, number) = (&term.term, context.print().day(term.until), places.len());
        let day = term.until;
        let mut finding = RULE
            .at(
                place(first),
                text!(
                    "「{word}」は廃止された制度の語で、使えるのは{until}まででした（{number}か所、要確認）",
                    "`{word}` is a term of an abolished scheme and could be used until {day} ({number} place(s))"
                ),
            )
            .help(help(term));
        for other in others.iter().take(SHOWN) {
            finding = finding.related(place(other), text!("ここにも", "here too"));
        }
        if let Some(last) = others.get(SHOWN) {
            let more = others.len() - SHOWN;
            finding = finding.related(
                place(last),
                text!("ここを含め、ほかに{more}か所", "here too, and in {more} place(s) altogether"),
            );
        }
        findings.add(finding);
    }
}

fn help(term: &AbolishedTerm) -> Text {
    let (now, basis) = (&term.replaced_by, &term.basis);
    let Text { ja, en } =
        text!("今の語は「{now}」です。根拠: {basis}", "today's term is `{now}`; see {basis}");
    match &term.ask {
        Some(ask) => text!("{ja}。{ask}", "{en}; {ask}"),
        None => Text { ja, en },
    }
}

/// Returns the terms that could no longer be used on the matter's day.
fn abolished<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a AbolishedTerm> + use<'a> {
    let date = context.date;
    context.common.abolished_terms.iter().filter(move |term| term.until < date)
}

/// Returns whether a text names a term only where it tells of what was.
fn is_history(context: &Context<'_>, prose: &Prose<'_>, term: &AbolishedTerm) -> bool {
    let word = word(&term.term);
    let own = context.statements().list.iter().filter(|own| own.prose.text.span == prose.text.span);
    own.filter(|own| contains(&own.chars, &word)).all(|own| own.is_history)
}

/// Returns every text, and its words as they compare.
fn folded<'c>(context: &'c Context<'_>) -> Vec<(&'c Prose<'c>, String)> {
    context.prose().iter().map(|prose| (prose, spelling::fold(prose.text))).collect()
}

/// Returns what tells whether a folded text uses a term other than as a part of the word that took its place.
fn uses(term: &AbolishedTerm) -> impl Fn(&str) -> bool + use<> {
    let (old, new) = (spelling::fold(&term.term), spelling::fold(&term.replaced_by));
    move |text| text.contains(&old) && text.replace(&new, "\n").contains(&old)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let texts = folded(context);
    let planted = abolished(context).flat_map(|term| {
        let term_is_used = uses(term);
        // Only the first place is told, so the mistake must come before those that are there already.
        let free = texts.iter().take_while(|(_, text)| !term_is_used(text));
        let free: Vec<_> = free.take(SITES).collect();
        free.into_iter().map(|(prose, _)| Plant::insert(context, prose.text.span, &term.term))
    });
    Mutation::new(
        planted.take(SITES),
        text!(
            "この案件の日までに廃止された語が policies/common/laws.yaml にないか、案件の初めの文で既に使われています",
            "policies/common/laws.yaml has no term that was abolished by the matter's day, or the first text uses it"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_word_that_took_the_place_does_not_count() {
        let term = AbolishedTerm {
            term: "台帳".to_owned(),
            until: NaiveDate::default(),
            replaced_by: "電子台帳".to_owned(),
            basis: String::new(),
            ask: None,
        };
        let uses = |text: &str| uses(&term)(&spelling::fold(text));
        assert!(uses("台帳に記載する"));
        assert!(uses("台 帳"));
        assert!(!uses("電子台帳に記載する"));
        assert!(uses("台帳を電子台帳に改める"));
    }
}
