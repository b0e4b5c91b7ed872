//! 委託の内容: each act of the annexes stands in what the overview submits.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::contract::Task;
use crate::model::ids::ActId;
use crate::model::matter::Submitted;
use crate::model::vocabulary::About;
use crate::model::ward::Common;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "task-not-in-overview",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("task_not_in_overview.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let submitted = submitted(context);
    // Where no outsourcing is submitted at all, that is told instead.
    if submitted.is_empty() {
        return;
    }
    let named = named(&submitted);
    let mut places: BTreeMap<ActId, Vec<Span>> = BTreeMap::new();
    for act in tasks(context).flat_map(|task| &task.acts) {
        places.entry(act.value).or_default().push(act.span);
    }
    let Text { ja: list, en: list_en } =
        quoted(named.iter().map(|act| context.common.acts[*act].name.as_str()));
    for (act, places) in places.iter().filter(|(act, _)| !is_named(context.common, **act, &named)) {
        let Some((first, others)) = places.split_first() else { continue };
        let name = &context.common.acts[*act].name;
        let mut finding = RULE.at(
            *first,
            text!(
                "委託の内容にある「{name}」が、概要の付議内容にありません（要確認）",
                "the task `{name}` is not in what the overview submits"
            ),
        );
        for own in &submitted {
            finding = finding.related(
                own.text.span,
                text!("付議内容が述べる処理は{list}", "the overview names {list_en}"),
            );
        }
        for other in others {
            finding = finding.related(*other, text!("ここにも「{name}」", "`{name}` again"));
        }
        findings.add(finding.help(text!(
            "付議内容の文と acts に「{name}」を書き足すか、委託しないなら委託の内容から消してください",
            "add it to the overview's sentence and `acts`, or take it out of the tasks"
        )));
    }
}

/// Returns what the overview submits as outsourcing.
fn submitted<'a>(context: &Context<'a>) -> Vec<&'a Submitted> {
    let overview = context.matter.overview.iter();
    overview
        .flat_map(|overview| &overview.submitted)
        .filter(|submitted| context.kind(submitted.kind.value).is_about(About::Contract))
        .collect()
}

fn named(submitted: &[&Submitted]) -> BTreeSet<ActId> {
    submitted.iter().flat_map(|submitted| &submitted.acts).map(|act| act.value).collect()
}

fn tasks<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Task> {
    context.matter.contracts.iter().flat_map(|contract| &contract.tasks).flat_map(|group| &group.tasks)
}

/// Returns whether the act is named, or an act is that includes it, however far back.
fn is_named(common: &Common, act: ActId, named: &BTreeSet<ActId>) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![act];
    while let Some(act) = open.pop() {
        if named.contains(&act) {
            return true;
        }
        if seen.insert(act) {
            open.extend(&common.acts[act].implied_by);
        }
    }
    false
}

fn mutate(context: &Context<'_>) -> Mutation {
    let submitted = submitted(context);
    let named = named(&submitted);
    let used: BTreeSet<ActId> = tasks(context).flat_map(|task| &task.acts).map(|act| act.value).collect();
    let acts = &context.common.acts;
    let new = acts
        .enumerate()
        .find(|(act, _)| !used.contains(act) && !is_named(context.common, *act, &named))
        .filter(|_| !submitted.is_empty());
    let plants = new.into_iter().flat_map(|(_, new)| {
        tasks(context).map(|task| {
            let old = task.acts.iter().map(|act| acts[act.value].name.as_str());
            let all: Vec<&str> = old.chain([new.name.as_str()]).collect();
            Plant::set(context, task.span, "acts", &format!("[{}]", all.join(", ")))
        })
    });
    Mutation::new(
        plants,
        text!(
            "概要の業務委託か、委託の内容が書かれていません",
            "no outsourcing in the overview, or no tasks"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::Id;
    use crate::model::vocabulary::ActClass;
    use crate::model::ward::Act;

    fn common(implied_by: &[&[usize]]) -> Common {
        let act = |own: &&[usize]| Act {
            name: String::new(),
            class: ActClass::Keep,
            implied_by: own.iter().map(|index| ActId::from_index(*index)).collect(),
            is_of_money: false,
            designation: None,
            spoils: false,
            encloses: false,
        };
        Common { acts: implied_by.iter().map(act).collect(), ..Common::default() }
    }

    #[test]
    fn an_act_is_named_through_acts_that_include_it() {
        // 0 includes 1, which includes 2; 3 and 4 include one another.
        let common = common(&[&[], &[0], &[1], &[4], &[3]]);
        let named = BTreeSet::from([ActId::from_index(0)]);
        let is = |index| is_named(&common, ActId::from_index(index), &named);
        assert_eq!([is(0), is(1), is(2), is(3), is(4)], [true, true, true, false, false]);
    }
}
