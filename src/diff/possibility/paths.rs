//! A new possibility in words: who, which items, by which path, and why it was not there before.

use super::{Allowed, Hop, Party, Possibility, Possible, Who};
use crate::diagnostic::Text;
use crate::diff::side::Side;
use crate::model::flow::{Link, Step};
use crate::model::ids::{FlowId, Id, ItemId, RoleId};
use crate::model::item::Items;
use crate::proof::{Origin, Proof};
use crate::source::Span;
use crate::text;

impl Who<'_> {
    /// Returns the possibilities of a link: its lacking items by the path on which they come to its sender.
    pub(super) fn received(
        &self,
        old: &Side<'_>,
        before: &Allowed,
        proof: &Proof<'_>,
        (flow, id): Hop,
        lacking: &Items,
        to: &[Party],
    ) -> Vec<Possibility> {
        let matter = self.side.matter;
        let link = &matter.flows[flow].links[id];
        let why = self.why(old, before, link, lacking, to);
        let mut by_path: Vec<(Vec<String>, Items)> = Vec::new();
        for item in lacking.iter() {
            let path = self.path(proof, flow, link, item);
            match by_path.iter_mut().find(|(known, _)| *known == path) {
                Some((_, items)) => items.insert(item),
                None => by_path.push((path, std::iter::once(item).collect())),
            }
        }
        let who: Vec<String> = self.names(link.to.value, to);
        by_path
            .into_iter()
            .map(|(path, items)| Possibility {
                kind: Possible::Receives,
                who: who.clone(),
                items: self.item_names(&items),
                path,
                why: why.clone(),
                span: link.span,
            })
            .collect()
    }

    pub(super) fn made(&self, flow: FlowId, step: &Step, parties: &[Party], items: &Items) -> Possibility {
        let title = self.side.matter.flows[flow].title.as_ref();
        let title = title.map_or(String::new(), |title| format!("「{title}」の"));
        let role = self.side.role(step.at.value);
        Possibility {
            kind: Possible::Makes,
            who: self.names(step.at.value, parties),
            items: self.item_names(items),
            path: vec![format!("{title}手順{}で{role}が作る", step.no)],
            why: text!("作る手順がなかった", "no step made it"),
            span: step.span,
        }
    }

    pub(super) fn allowed(&self, role: RoleId, party: Party, items: &Items, span: Span) -> Possibility {
        Possibility {
            kind: Possible::May,
            who: self.names(role, &[party]),
            items: self.item_names(items),
            path: Vec::new(),
            why: text!(
                "どの契約でも認められていなかった（渡る線はない）",
                "no contract allowed it (and no line brings it)"
            ),
            span,
        }
    }

    /// Returns why the items could not come this way before.
    fn why(&self, old: &Side<'_>, before: &Allowed, link: &Link, items: &Items, to: &[Party]) -> Text {
        let from = self.parties(link.from.value);
        if before.passed(&from, to, items) {
            return text!("今より強い回線や保護で渡っていた", "it went over a better guarded line");
        }
        let was_there = |role: RoleId| {
            let token = self.identity.role(self.which, role);
            self.identity.roles.both.get(token as usize).and_then(|(old, _)| *old)
        };
        let (Some(sender), Some(receiver)) = (was_there(link.from.value), was_there(link.to.value)) else {
            return text!("相手がいなかった", "one of the two was not there");
        };
        let flows = old.matter.flows.iter();
        let mut lines = flows.flat_map(|flow| flow.links.iter()).filter(|own| {
            own.is_transfer() && own.from.value.index() == sender && own.to.value.index() == receiver
        });
        let all: Vec<&Link> = lines.by_ref().collect();
        if all.is_empty() {
            text!("渡す線がなかった", "there was no line")
        } else if all.iter().any(|own| own.items.is_none()) {
            text!("線はあったが、渡る項目の記載がなかった", "there was a line, but its items were not stated")
        } else if before.passages.keys().all(|(_, own)| !to.contains(own)) {
            text!("この者がいなかった", "this party was not there")
        } else {
            text!("線はあったが、この項目は渡らなかった", "there was a line, but not for this item")
        }
    }

    fn path(&self, proof: &Proof<'_>, flow: FlowId, link: &Link, item: ItemId) -> Vec<String> {
        let matter = self.side.matter;
        let own = self.own_item(item);
        let answer = own.and_then(|item| {
            let from = link.from.value;
            (!matter.roles[from].is_unlimited()).then(|| proof.path(flow, from, item)).flatten()
        });
        let mut path = Vec::new();
        match &answer {
            None => path.push(self.side.role(link.from.value).to_owned()),
            Some(answer) => {
                let first = self.side.role(answer.first);
                path.push(match answer.origin {
                    Origin::Made { flow, step } => {
                        let step = matter.flows[flow].steps.get(step);
                        let no = step.map_or(String::new(), |step| format!("手順{}で", step.no));
                        format!("{first}（{no}作る）")
                    }
                    Origin::Own => first.to_owned(),
                    Origin::Unknown => format!("{first}（由来の記載なし）"),
                });
                for hop in &answer.hops {
                    path.push(self.hop(&matter.flows[hop.flow].links[hop.link]));
                }
            }
        }
        path.push(self.hop(link));
        path
    }

    /// Returns a line of a path in words.
    fn hop(&self, link: &Link) -> String {
        let common = self.side.common;
        let network = link.network.as_ref().map(|own| common.networks[own.value].name.as_str());
        let network = network.or(link.means.as_ref().map(|means| means.value.as_str()));
        format!("→【{}】{}", network.unwrap_or("回線の記載なし"), self.side.role(link.to.value))
    }

    /// Returns the new year's item of a shared number.
    fn own_item(&self, item: ItemId) -> Option<ItemId> {
        let (_, new) = self.identity.items.both.get(item.index())?;
        new.map(ItemId::from_index)
    }

    fn item_names(&self, items: &Items) -> Vec<String> {
        let own = items.iter().filter_map(|item| self.own_item(item));
        own.map(|item| self.side.matter.items[item].name.clone()).collect()
    }

    /// Returns parties that play a role in words; the role alone where all of them are meant.
    fn names(&self, role: RoleId, parties: &[Party]) -> Vec<String> {
        let all = self.parties(role);
        let name = self.side.role(role);
        if all.iter().all(|own| parties.contains(own)) {
            return vec![name.to_owned()];
        }
        let providers = self.side.matter.roles[role].providers.iter().zip(&all);
        providers
            .filter(|(_, own)| parties.contains(own))
            .map(|(provider, _)| format!("{name}（{}）", self.side.provider(*provider)))
            .collect()
    }
}
