//! What the council must still decide, and the conditions that are not met yet.

use super::collect::Inputs;
use super::{Kind, Obligation};
use crate::text;
use chrono::NaiveDate;

impl Inputs<'_> {
    /// Returns whether the council's decision ended the matter and no contract was concluded.
    pub(super) fn is_given_up(&self) -> bool {
        let matter = self.case.matter;
        let outcome = matter.decision().and_then(|council| council.outcome.as_ref());
        outcome.is_some_and(|outcome| outcome.value.ends())
            && matter.contracts.iter().all(|contract| contract.concluded.is_none())
    }

    /// Returns the day on which the work of the matter begins: the first of its terms, or of its contracts.
    fn begins(&self) -> Option<NaiveDate> {
        let matter = self.case.matter;
        let contracts = matter.contracts.iter().filter_map(|own| own.overrides.term.as_ref());
        let connections = matter.connections.iter().filter_map(|own| own.overrides.term.as_ref());
        let terms = matter.term.iter().chain(contracts).chain(connections);
        terms.map(|term| term.from.value).min()
    }

    /// The council decides before the work begins.
    pub(super) fn decision(&self, found: &mut Vec<Obligation>) {
        let Self { case, today, .. } = *self;
        let matter = case.matter;
        let outcome = matter.decision().and_then(|council| council.outcome.as_ref());
        let due = self.begins();
        let begun = due.is_some_and(|due| due <= today);
        let words = match outcome.map(|outcome| outcome.value) {
            Some(outcome) if outcome.allows() => return,
            Some(outcome) if outcome.ends() && self.is_given_up() => return,
            Some(outcome) => {
                let (ja, en) = (outcome.ja(), outcome.word());
                match begun {
                    true => text!(
                        "会議の決定は「{ja}」のまま、期間が始まっている。業務を止め、承認を得るか、案件を直す",
                        "the decision is `{en}`, and the term has begun: stop the work and have it approved, or fix the matter"
                    ),
                    false => text!(
                        "会議の決定は「{ja}」。業務を始める前に承認を得る",
                        "the decision is `{en}`: have it approved before the work begins"
                    ),
                }
            }
            None if matter.council.is_some() && matter.decision().is_none() => text!(
                "書かれている会議は前の年度のもの。この年度の決定を得て、会議の日と決定を書く",
                "the meeting that is written is of an earlier year: have this year's decision, and write it"
            ),
            None if begun => text!(
                "会議の決定が書かれないまま、期間が始まっている。決定を確かめて書くか、業務を止めて会議に諮る",
                "the term has begun without a decision: look it up and write it, or stop the work and go to the council"
            ),
            None => text!(
                "業務を始める前に会議の決定を得て、会議の日と決定を書く",
                "have the council's decision before the work begins, and write it"
            ),
        };
        self.add(found, Kind::Decision, due, None, matter.name.clone(), words);
    }

    /// Each condition is met by its day, else before the work begins.
    pub(super) fn conditions(&self, found: &mut Vec<Obligation>) {
        let matter = self.case.matter;
        let conditions = matter.decision().into_iter().flat_map(|council| &council.conditions);
        for own in conditions.filter(|own| own.met.is_none()) {
            let text = &own.text;
            let due = own.by.as_ref().map(|by| by.value).or_else(|| self.begins());
            let (how, how_en) = match own.how.as_ref().map(|how| how.value.as_str()) {
                Some(how) => (how, how),
                None => ("対応の記載なし", "how is not stated"),
            };
            let words = text!(
                "条件「{text}」を満たし（{how}）、確かめた日を met に書く",
                "meet the condition `{text}` ({how_en}), and write the day to `met`"
            );
            self.add(found, Kind::Condition, due, None, matter.name.clone(), words);
        }
    }
}
