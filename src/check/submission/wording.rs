//! Facts of the matter that an annex or the overview words again: is it the same?

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::Plant;
use crate::diagnostic::Text;
use crate::model::contract::Overrides;
use crate::rule::Rule;
use crate::source::{Located, Span};
use crate::spelling;
use crate::text;
use crate::yaml::edit;

/// A fact that is stated once.
pub(super) struct Fact<'a> {
    /// What it is called.
    pub(super) name: Text,
    /// Its wording.
    pub(super) words: &'a str,
    /// Another wording that means the same.
    pub(super) also: Option<String>,
    /// Where it is stated.
    pub(super) span: Span,
}

/// A place that words the fact again, or could.
pub(super) struct Again<'a> {
    /// What it says; `None` where it takes the fact.
    pub(super) said: Option<&'a Located<String>>,
    /// The map that the wording is in.
    pub(super) map: Span,
}

/// Returns what each annex says otherwise.
pub(super) fn annexes<'a>(
    context: &Context<'a>,
    pick: fn(&Overrides) -> Option<&Located<String>>,
) -> impl Iterator<Item = Again<'a>> {
    context.annexes().into_iter().map(move |annex| Again { said: pick(annex.overrides), map: annex.span })
}

/// Adds a finding for each place that says something else than the fact.
pub(super) fn report<'a>(
    rule: &Rule,
    fact: &Fact<'_>,
    places: impl Iterator<Item = Again<'a>>,
    findings: &mut Findings,
) {
    let Text { ja, en } = &fact.name;
    let words = fact.words;
    let differs = |said: &&Located<String>| {
        !spelling::same(said, words) && fact.also.as_ref().is_none_or(|also| !spelling::same(said, also))
    };
    for said in places.filter_map(|place| place.said).filter(differs) {
        findings.add(
            rule.at(
                said.span,
                text!(
                    "{ja}が「{said}」と書かれていますが、「{words}」と違います（不一致）",
                    "the {en} is `{said}` here and `{words}` elsewhere"
                ),
            )
            .related(fact.span, text!("こちらは「{words}」", "here it is `{words}`"))
            .help(text!(
                "どちらが正しいかを確かめて直してください。同じなら、この行は書かずに済みます",
                "find out which is right; where both are the same, leave this line out"
            )),
        );
    }
}

/// Returns the mistakes of wording the fact otherwise under `key` of each place.
pub(super) fn plants<'a>(
    context: &Context<'_>,
    fact: &Fact<'_>,
    key: &str,
    places: impl Iterator<Item = Again<'a>>,
) -> Vec<Option<Plant>> {
    let other = format!("{}の一部", fact.words);
    places
        .map(|place| match place.said {
            Some(said) => Plant::scalar(said.span, &other),
            None => Plant::set(context, place.map, key, &edit::scalar(&other)),
        })
        .collect()
}
