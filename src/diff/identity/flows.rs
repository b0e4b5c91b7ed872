//! Flows, their lines and steps, and the measures that diagrams list.

use super::{Identity, Pairs, Which, alike, at_least, if_so, shared};
use crate::case::Case;
use crate::diff::facts::Token;
use crate::diff::matching::Letters;
use crate::model::flow::{Flow, Link, Step};
use crate::model::ids::{FlowId, Id, LinkId, MeasureSetId};
use crate::model::matter::Measure;
use std::collections::BTreeSet;

fn steps_of(flow: Option<&Flow>) -> &[Step] {
    flow.map_or(&[], |flow| &flow.steps)
}

fn letters(steps: &[Step]) -> Vec<Letters<'_>> {
    steps.iter().map(|step| Letters::new(&step.text)).collect()
}

impl Identity {
    pub(super) fn flows(&self, old: &Case<'_>, new: &Case<'_>) -> Pairs {
        let (mine, theirs) = (&old.matter.flows, &new.matter.flows);
        let contract = |which: Which, flow: &Flow| {
            flow.contract.as_ref().map(|own| self.contracts.token(which, own.value.index()))
        };
        fn title(flow: &Flow) -> &str {
            flow.title.as_ref().map_or("", |title| title.as_str())
        }
        fn keys<'s>(side: &Case<'s>) -> Vec<(&'s str, &'s str)> {
            side.matter.flows.iter().map(|flow| (flow.id.as_str(), title(flow))).collect()
        }
        Pairs::by_key(keys(old), keys(new), |one, other| {
            let (a, b) = (&mine[FlowId::from_index(one)], &theirs[FlowId::from_index(other)]);
            let is_same = a.contract.is_some() && contract(Which::Old, a) == contract(Which::New, b);
            let weight = if_so(a.id.value == b.id.value, 40)
                + if_so(is_same, 30)
                + alike(title(a), title(b)) * 40 / 100;
            at_least(50, weight)
        })
    }

    /// Returns both years' versions of each flow, by token.
    fn both<'m>(
        &self,
        old: &Case<'m>,
        new: &Case<'m>,
    ) -> impl Iterator<Item = (Option<&'m Flow>, Option<&'m Flow>)> {
        let (old, new) = (old.matter, new.matter);
        self.flows.both.iter().map(move |(one, other)| {
            let flow = |index: &Option<usize>| index.map(FlowId::from_index);
            (flow(one).map(|id| &old.flows[id]), flow(other).map(|id| &new.flows[id]))
        })
    }

    pub(super) fn links<'m>(&self, old: &Case<'m>, new: &Case<'m>) -> Vec<Pairs> {
        let items = |which: Which, link: &Link| -> BTreeSet<Token> {
            let items = link.items.as_ref().map(|items| &items.value);
            items.into_iter().flat_map(|items| items.iter()).map(|item| self.item(which, item)).collect()
        };
        let ends = |which: Which, link: &Link| {
            (self.role(which, link.from.value), self.role(which, link.to.value), link.carries)
        };
        let weigh = |a: &Link, b: &Link| {
            if ends(Which::Old, a) != ends(Which::New, b) {
                return None;
            }
            Some(
                40 + if_so(a.id.value == b.id.value, 30)
                    + if_so(a.reply_to.is_some() == b.reply_to.is_some(), 20)
                    + shared(&items(Which::Old, a), &items(Which::New, b)) * 20 / 100,
            )
        };
        self.both(old, new)
            .map(|(mine, theirs)| {
                let key = |which: Which, link: &Link| (ends(which, link), link.reply_to.is_some());
                let keys = |which: Which, flow: Option<&'m Flow>| -> Vec<_> {
                    let links = flow.into_iter().flat_map(|flow| flow.links.iter());
                    links.map(|link| (link.id.as_str(), key(which, link))).collect()
                };
                Pairs::by_key(keys(Which::Old, mine), keys(Which::New, theirs), |one, other| {
                    let (mine, theirs) = mine.zip(theirs)?;
                    weigh(&mine.links[LinkId::from_index(one)], &theirs.links[LinkId::from_index(other)])
                })
            })
            .collect()
    }

    pub(super) fn steps<'m>(&self, old: &Case<'m>, new: &Case<'m>) -> Vec<Pairs> {
        fn acts<'s>(side: &Case<'s>, step: &Step) -> BTreeSet<&'s str> {
            step.acts.iter().map(|act| side.common.acts[act.value].name.as_str()).collect()
        }
        let flows = self.both(old, new).zip(&self.links);
        flows
            .map(|((mine, theirs), links)| {
                let used = |which: Which, step: &Step| -> BTreeSet<Token> {
                    step.links.iter().map(|link| links.token(which, link.value.index())).collect()
                };
                let (mine, theirs) = (steps_of(mine), steps_of(theirs));
                let keys = |which: Which, list: &'m [Step]| -> Vec<(Token, &'m str)> {
                    list.iter().map(|step| (self.role(which, step.at.value), step.text.as_str())).collect()
                };
                let (one, other) = (keys(Which::Old, mine), keys(Which::New, theirs));
                let (texts, others) = (letters(mine), letters(theirs));
                Pairs::by_key(one, other, |one, other| {
                    let (a, b) = (mine.get(one)?, theirs.get(other)?);
                    let is_same = self.role(Which::Old, a.at.value) == self.role(Which::New, b.at.value);
                    let weight = if_so(is_same, 20)
                        + shared(&acts(old, a), &acts(new, b)) * 30 / 100
                        + texts.get(one)?.alike(others.get(other)?) * 40 / 100
                        + shared(&used(Which::Old, a), &used(Which::New, b)) * 20 / 100
                        + if_so(a.no == b.no, 5);
                    at_least(45, weight)
                })
            })
            .collect()
    }

    pub(super) fn measures(&self, old: &Case<'_>, new: &Case<'_>) -> Vec<Pairs> {
        fn rows(measure: &Measure) -> BTreeSet<&str> {
            measure.rows.iter().map(|row| row.as_str()).collect()
        }
        fn of<'m>(side: &Case<'m>, index: Option<usize>) -> &'m [Measure] {
            let matter = side.matter;
            index.map_or(&[], |index| &matter.measures[MeasureSetId::from_index(index)].measures)
        }
        let sets = self.measure_sets.both.iter();
        sets.map(|(one, other)| {
            let (mine, theirs) = (of(old, *one), of(new, *other));
            fn keys(list: &[Measure]) -> Vec<(&str, BTreeSet<&str>)> {
                list.iter().map(|own| (own.label.as_str(), rows(own))).collect()
            }
            Pairs::by_key(keys(mine), keys(theirs), |one, other| {
                let (a, b) = (mine.get(one)?, theirs.get(other)?);
                let weight = alike(&a.label, &b.label) * 60 / 100 + shared(&rows(a), &rows(b)) * 40 / 100;
                at_least(55, weight)
            })
        })
        .collect()
    }
}
