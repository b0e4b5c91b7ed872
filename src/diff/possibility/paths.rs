//! A new possibility in words: who, which items, by which path, and why it was not there before.

use super::allowed::{Allowed, Party, Who};
use super::{Hop, Possibility, Possible};
use crate::case::Case;
use crate::diagnostic::Text;
use crate::model::contract::Connection;
use crate::model::flow::{Link, Step};
use crate::model::ids::{FlowId, Id, ItemId, RoleId};
use crate::model::item::Items;
use crate::proof::{Origin, Proof};
use crate::source::Span;
use crate::text;

/// A name, which is the same in both languages.
fn same(name: &str) -> Text {
    text!("{name}", "{name}")
}

fn no_items() -> Text {
    text!("項目の記載なし", "items not stated")
}

fn no_network() -> Text {
    text!("回線の記載なし", "network not stated")
}

impl Who<'_> {
    /// Returns the possibilities of a link: its lacking items by the path on which they come to its sender.
    pub(super) fn received(
        &self,
        old: &Case<'_>,
        before: &Allowed,
        proof: &Proof<'_>,
        (flow, id): Hop,
        lacking: &Items,
        (from, to): (&[Party], &[Party]),
    ) -> Vec<Possibility> {
        let matter = self.side.matter;
        let link = &matter.flows[flow].links[id];
        let why = if before.passed(from, to, lacking) {
            text!(
                "今より強い回線や保護で、又は別の方法で渡っていた",
                "it went better guarded, or by other means"
            )
        } else {
            self.why(old, before, link, (from, to))
        };
        let mut by_path: Vec<(Vec<Text>, Items)> = Vec::new();
        for item in lacking.iter() {
            let path = self.path(proof, flow, link, item);
            match by_path.iter_mut().find(|(known, _)| *known == path) {
                Some((_, items)) => items.insert(item),
                None => by_path.push((path, std::iter::once(item).collect())),
            }
        }
        let who: Vec<String> = self.names(before, link.to.value, to);
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

    /// Returns the possibility of a link of which is not said what passes.
    pub(super) fn unstated(
        &self,
        old: &Case<'_>,
        before: &Allowed,
        link: &Link,
        from: &[Party],
        to: &[Party],
    ) -> Possibility {
        let stated = from.iter().flat_map(|from| to.iter().map(|to| (*from, *to)));
        let was_stated = stated.clone().all(|ends| before.passages.contains_key(&ends));
        let was_there = stated.clone().all(|ends| before.unstated.contains_key(&ends));
        let why = if was_there {
            text!(
                "今より強い回線や保護で、又は別の方法で渡っていた",
                "it went better guarded, or by other means"
            )
        } else if was_stated {
            text!("渡る項目が記載されていた", "what passes was stated")
        } else {
            self.why(old, before, link, (from, to))
        };
        Possibility {
            kind: Possible::Receives,
            who: self.names(before, link.to.value, to),
            items: vec![no_items()],
            path: vec![same(self.side.role(link.from.value)), self.hop(link)],
            why,
            span: link.span,
        }
    }

    /// Returns the possibility of a connection.
    pub(super) fn connected(
        &self,
        before: &Allowed,
        connection: &Connection,
        role: RoleId,
        parties: &[Party],
        items: &Items,
    ) -> Possibility {
        let title = connection.title.as_ref().unwrap_or(&connection.id);
        let network = connection.form.as_ref().and_then(|form| form.network.as_ref());
        let network = network.map_or_else(no_network, |own| same(&self.side.common.networks[own.value].name));
        let (title, role_name) = (&title.value, self.side.role(role));
        let Text { ja: by, en: by_en } = network;
        let names = self.item_names(items);
        let known = parties.iter().map(|party| before.connections.get(party));
        let why = if known.clone().any(|known| known.is_none()) {
            text!("結合していなかった", "it was not connected")
        } else if known
            .flatten()
            .all(|known| known.iter().fold(items.clone(), |left, (_, own)| left.without(own)).is_empty())
        {
            text!("今より強い回線で結合していた", "it was connected over a better guarded network")
        } else {
            text!("結合していたが、この項目は対象でなかった", "it was connected, but not for this item")
        };
        Possibility {
            kind: Possible::Connects,
            who: self.names(before, role, parties),
            items: if names.is_empty() { vec![no_items()] } else { names },
            path: vec![
                text!("外部結合「{title}」", "connection `{title}`"),
                text!("→【{by}】{role_name}", "→【{by_en}】{role_name}"),
            ],
            why,
            span: connection.span,
        }
    }

    pub(super) fn made(
        &self,
        before: &Allowed,
        flow: FlowId,
        step: &Step,
        parties: &[Party],
        items: &Items,
    ) -> Possibility {
        let title = self.side.matter.flows[flow].title.as_ref();
        let (title, title_en) = title.map_or((String::new(), String::new()), |title| {
            (format!("「{title}」の"), format!("`{title}` "))
        });
        let (no, role) = (&step.no, self.side.role(step.at.value));
        Possibility {
            kind: Possible::Makes,
            who: self.names(before, step.at.value, parties),
            items: self.item_names(items),
            path: vec![text!("{title}手順{no}で{role}が作る", "{title_en}step {no}: made by {role}")],
            why: text!("作る手順がなかった", "no step made it"),
            span: step.span,
        }
    }

    pub(super) fn allowed(
        &self,
        before: &Allowed,
        role: RoleId,
        party: Party,
        items: &Items,
        span: Span,
    ) -> Possibility {
        Possibility {
            kind: Possible::May,
            who: self.names(before, role, &[party]),
            items: self.item_names(items),
            path: Vec::new(),
            why: text!(
                "どの契約でも認められていなかった（渡る線はない）",
                "no contract allowed it (and no line brings it)"
            ),
            span,
        }
    }

    /// Returns why nothing could come this way before.
    fn why(&self, old: &Case<'_>, before: &Allowed, link: &Link, (from, to): (&[Party], &[Party])) -> Text {
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
        } else if to.iter().all(|own| !before.parties.contains(own)) {
            text!("受け取る者がいなかった", "the receiver was not there")
        } else if from.iter().all(|own| !before.parties.contains(own)) {
            let names = self.names(before, link.from.value, from);
            let (names, names_en) = (names.join("、"), names.join(", "));
            text!("渡す者（{names}）がいなかった", "the sender ({names_en}) was not there")
        } else if before
            .passages
            .keys()
            .all(|(sender, receiver)| !from.contains(sender) || !to.contains(receiver))
        {
            let names = self.names(before, link.from.value, from);
            let (names, names_en) = (names.join("、"), names.join(", "));
            text!("渡す者（{names}）からは渡っていなかった", "{names_en} did not send it to this party")
        } else {
            text!("線はあったが、この項目は渡らなかった", "there was a line, but not for this item")
        }
    }

    fn path(&self, proof: &Proof<'_>, flow: FlowId, link: &Link, item: ItemId) -> Vec<Text> {
        let matter = self.side.matter;
        let own = self.own_item(item);
        let answer = own.and_then(|item| {
            let from = link.from.value;
            (!matter.roles[from].is_origin()).then(|| proof.path(flow, from, item)).flatten()
        });
        let mut path = Vec::new();
        match &answer {
            None => path.push(same(self.side.role(link.from.value))),
            Some(answer) => {
                let first = self.side.role(answer.first);
                path.push(match answer.origin {
                    Origin::Made { flow, step } => {
                        let step = matter.flows[flow].steps.get(step);
                        match step.map(|step| &step.no) {
                            Some(no) => text!("{first}（手順{no}で作る）", "{first} (made in step {no})"),
                            None => text!("{first}（作る）", "{first} (makes it)"),
                        }
                    }
                    Origin::Own => same(first),
                    Origin::Unknown => text!("{first}（由来の記載なし）", "{first} (origin not stated)"),
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
    fn hop(&self, link: &Link) -> Text {
        let common = self.side.common;
        let network = link.network.as_ref().map(|own| common.networks[own.value].name.as_str());
        let network = network.or(link.means.as_ref().map(|means| means.value.as_str()));
        let (Text { ja, en }, to) = (network.map_or_else(no_network, same), self.side.role(link.to.value));
        text!("→【{ja}】{to}", "→【{en}】{to}")
    }

    /// Returns the new year's item of a shared number.
    fn own_item(&self, item: ItemId) -> Option<ItemId> {
        let (_, new) = self.identity.items.both.get(item.index())?;
        new.map(ItemId::from_index)
    }

    fn item_names(&self, items: &Items) -> Vec<Text> {
        let own = items.iter().filter_map(|item| self.own_item(item));
        own.map(|item| same(&self.side.matter.items[item].name)).collect()
    }

    /// Returns parties that play a role in words; the role alone where all of them are meant and none is new.
    fn names(&self, before: &Allowed, role: RoleId, parties: &[Party]) -> Vec<String> {
        let all = self.parties(role);
        let name = self.side.role(role);
        let is_new = |own: &Party| !matches!(own, Party::Role(_)) && !before.parties.contains(own);
        if all.iter().all(|own| parties.contains(own)) && !parties.iter().any(is_new) {
            return vec![name.to_owned()];
        }
        let providers = self.side.matter.roles[role].providers.iter().zip(&all);
        providers
            .filter(|(_, own)| parties.contains(own))
            .map(|(provider, _)| format!("{name}（{}）", self.side.provider(*provider)))
            .collect()
    }
}
