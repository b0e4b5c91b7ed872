//! The numbered steps of a flow.

use super::{ASSUMED, About, View};
use crate::diff::facts::{Shown, Token};
use crate::diff::kinds::Kind;
use crate::model::flow::Flow;
use crate::model::ids::Id;
use crate::text;
use std::fmt::Write as _;

impl<'v> View<'v, '_> {
    pub(super) fn steps(&mut self, flow: Token, about: &About<'v>, own: &'v Flow) {
        let Some(pairs) = self.identity.steps.get(flow as usize) else { return };
        let links = self.identity.links.get(flow as usize);
        let mut order: Vec<(u64, Token)> = Vec::new();
        for (index, step) in own.steps.iter().enumerate() {
            let token = pairs.token(self.which, index);
            let at = [flow, token];
            order.push((step.no.value, token));
            let (role, name) = self.role_member(step.at.value);
            let flow_about = about;
            let number = &step.no;
            let called = Shown::from(text!("手順{number}", "step {number}"));
            let about = flow_about.below(called.clone());
            self.thing(Kind::Step, &at, &about, step.span, step.text.value.as_str());
            self.shown(Kind::StepNumber, &at, flow_about, step.no.span, called);
            self.named(Kind::StepAt, &at, &about, step.at.span, role, name);
            if let Some(system) = &step.system {
                let token = self.identity.systems.token(self.which, system.value.index());
                let label = self.side.matter.systems[system.value].label.value.as_str();
                self.named(Kind::StepSystem, &at, &about, system.span, token, label);
            }
            let common = self.side.common;
            let acts = self.members(step.acts.iter().map(|act| &common.acts[act.value].name));
            self.set(Kind::StepActs, &at, &about, step.span, acts);
            let used: Vec<(Token, Shown<'_>)> = step
                .links
                .iter()
                .map(|link| {
                    let token = links.map_or(Token::MAX, |pairs| pairs.token(self.which, link.value.index()));
                    (token, self.link_name(&own.links[link.value]))
                })
                .collect();
            self.set(Kind::StepLinks, &at, &about, step.span, used);
            if let Some(makes) = &step.makes {
                let items = self.items_of(&makes.value);
                self.set(Kind::StepMakes, &at, &about, makes.span, items);
            }
            self.flag(Kind::StepAssumed, &at, &about, step.span, step.assumed, ASSUMED);
            self.text(Kind::StepNote, &at, &about, step.note.as_ref());
            self.text(Kind::StepText, &at, &about, Some(&step.text));
        }
        if order.is_empty() {
            return;
        }
        order.sort_unstable();
        let (mut norm, mut ja, mut en) = (String::new(), String::new(), String::new());
        for (no, token) in order {
            let (space, line) = if norm.is_empty() { ("", "") } else { (" ", "\n") };
            let text =
                own.steps.iter().find(|step| step.no.value == no).map_or("", |step| step.text.as_str());
            // Writing to a text cannot fail.
            let _ = write!(norm, "{space}{token}");
            let _ = write!(ja, "{line}手順{no}　{}", name(text));
            let _ = write!(en, "{line}step {no}: {}", name(text));
        }
        self.named(Kind::StepOrder, &[flow], about, own.steps_span, norm, Shown::both(ja, en));
    }
}

/// Letters of a step's text that stand for it where only its place is told.
const NAME: usize = 24;

/// Returns the beginning of a step's text, on one line.
fn name(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.trim_end_matches('。').to_owned(),
    }
}
