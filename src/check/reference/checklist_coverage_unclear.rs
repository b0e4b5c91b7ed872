//! One checklist, several annexes of its kind: which does it answer for?

use super::plant;
use crate::check::context::{Annex, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::KindId;
use crate::model::matter::{Checklist, Covered};
use crate::model::vocabulary::About;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "checklist-coverage-unclear",
        severity: Severity::Warning,
        basis: &[FORM],
        page: include_str!("checklist_coverage_unclear.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for checklist in context.matter.checklists.iter().filter(|checklist| checklist.covers.is_none()) {
        let form = context.form(checklist.form.value);
        let annexes = annexes(context, form.kind.value);
        if annexes.len() < 2 {
            continue;
        }
        let kind = context.kind(form.kind.value);
        let (title, kind, kind_word, count) = (&form.heading, kind.ja(), kind.word(), annexes.len());
        let mut finding = RULE
            .at(
                checklist.form.span,
                text!(
                    "別紙（{kind}）は{count}件ありますが、チェックリスト「{title}」がそのどれに及ぶかが書かれていません（記載なし）",
                    "there are {count} annexes ({kind_word}), and the checklist `{title}` does not say which it covers"
                ),
            )
            .help(text!(
                "全てに共通ならその旨を、そうでなければ別紙ごとにチェックリストを分けて書いてください（covers に契約・結合の識別子を並べます）",
                "say that it covers all, or give each annex a checklist of its own (list their ids in `covers`)"
            ));
        for (index, span) in annexes.into_iter().enumerate() {
            let number = index + 1;
            finding = finding.related(span, text!("別紙（{kind}）の{number}件目", "annex {number}"));
        }
        findings.add(finding);
    }
}

/// Returns the places of the annexes of a kind.
fn annexes(context: &Context<'_>, kind: KindId) -> Vec<Span> {
    let matter = context.matter;
    let own = context.annexes().into_iter().filter(|annex| annex.kind == Some(kind));
    let title = |annex: Annex<'_>| match annex.covered {
        Covered::Connection(id) => {
            matter.connections[id].title.as_ref().unwrap_or(&matter.connections[id].id)
        }
        Covered::Contract(id) => matter.contracts[id].title.as_ref().unwrap_or(&matter.contracts[id].id),
    };
    own.map(|annex| title(annex).span).collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let silent = |checklist: &Checklist| {
        let kind = context.form(checklist.form.value).kind.value;
        let key = match context.kind(kind).about.value {
            About::Connection => "connections",
            About::Contract => "contracts",
            // Such a kind has no annexes that a checklist could answer for.
            About::Role | About::Matter => return None,
        };
        let second = || plant::add(context, key, "{ id: another-annex }");
        let plant = match (&checklist.covers, annexes(context, kind).len() > 1) {
            (Some(_), true) => Plant::unset(context, checklist.span, "covers"),
            (Some(_), false) => {
                Plant::unset(context, checklist.span, "covers").and_then(|plant| plant.and(second()))
            }
            (None, _) => second(),
        };
        Some(plant.map(|plant| plant.within(checklist.span)))
    };
    Mutation::new(
        context.matter.checklists.iter().filter_map(silent),
        text!("別紙に及ぶチェックリストがありません", "no checklist answers for an annex"),
    )
}
