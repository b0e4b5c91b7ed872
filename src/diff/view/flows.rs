//! Flows and their lines: who hands what to whom, over which line, how protected, and when.

use super::{ASSUMED, About, Members, View, called, or_none, short};
use crate::diagnostic::Language;
use crate::diff::facts::{Shown, Token};
use crate::diff::kinds::Kind;
use crate::model::flow::{Flow, Link, Participant};
use crate::model::ids::{FlowId, Id, LinkId, SystemId};
use crate::model::vocabulary::DataStage;
use crate::source::Located;
use crate::spelling;
use crate::text;

impl<'v> View<'v, '_> {
    /// Returns what a flow is called.
    pub(super) fn flow_name(&self, id: FlowId) -> Shown<'static> {
        let flows = &self.side.matter.flows;
        let all = flows.iter().map(|own| own.title.as_ref().unwrap_or(&own.id).value.as_str());
        called("流れ", "flow", &short(all, id.index()))
    }

    pub(super) fn flows(&mut self) {
        let matter = self.side.matter;
        for (id, flow) in matter.flows.enumerate() {
            let token = self.identity.flows.token(self.which, id.index());
            let about = About::noun(self.flow_name(id), flow.name(), "流れ");
            let (lines, steps) = (flow.links.len(), flow.steps.len());
            let summary = text!("線{lines}本、手順{steps}", "{lines} lines, {steps} steps");
            self.thing(Kind::Flow, &[token], &about, flow.span, summary);
            self.text(Kind::FlowTitle, &[token], &about, flow.title.as_ref());
            if let Some(contract) = &flow.contract {
                let own = self.identity.contracts.token(self.which, contract.value.index());
                let shown = self.contract_name(contract.value);
                self.named(Kind::FlowContract, &[token], &about, contract.span, own, shown);
            }
            self.diagram(token, &about, flow);
            for link in flow.links.ids() {
                self.link(token, &about, flow, link);
            }
            self.steps(token, &about, flow);
        }
    }

    /// What the diagram draws besides lines and steps.
    fn diagram(&mut self, token: Token, about: &About<'v>, flow: &'v Flow) {
        let drawn: Members<'v> =
            flow.participants.iter().map(|own| self.role_member(own.role.value)).collect();
        self.set(Kind::Participants, &[token], about, flow.participants_span, drawn);
        for own in &flow.participants {
            let (role, name) = self.role_member(own.role.value);
            let about = about.below(name);
            let (norm, shown) = self.participant_words(own);
            if !norm.is_empty() {
                self.named(Kind::ParticipantWords, &[token, role], &about, own.span, norm, shown);
            }
        }
        self.text(Kind::FlowLabel, &[token], about, flow.contract_label.as_ref().map(|label| &label.text));
        if let Some(role) = flow.contract_label.as_ref().and_then(|label| label.per_provider_of.as_ref()) {
            let (own, name) = self.role_member(role.value);
            self.named(
                Kind::FlowLabelFor,
                &[token],
                about,
                role.span,
                own,
                text!("{name}ごと", "for each of {name}"),
            );
        }
        let matter = self.side.matter;
        let approvals: Vec<(Token, String)> = flow
            .approvals
            .iter()
            .filter_map(|own| Some((own.value, matter.prior_approvals.get(own.value)?)))
            .map(|(index, own)| (self.identity.approvals.token(self.which, index), own.subject.value.clone()))
            .collect();
        self.set(Kind::FlowApprovals, &[token], about, flow.span, approvals);
        let mut boxes: std::collections::BTreeMap<Token, (Shown<'v>, Vec<(Token, Shown<'v>)>)> =
            std::collections::BTreeMap::new();
        for own in &flow.boxes {
            let of = or_none(own.of.as_ref().map(|role| self.role(role.value)));
            let unsaid = || Shown::both("持ち主の記載なし", "of nobody named");
            let name = own.of.as_ref().map_or_else(unsaid, |role| Shown::from(self.side.role(role.value)));
            let set = self.identity.measure_sets.token(self.which, own.measures.value.index());
            let category = matter.measures[own.measures.value].category.value;
            let label = Shown::word(category.ja(), category.word());
            let [ja, en] = [Language::Japanese, Language::English].map(|own| label.said(own));
            let shown = match own.assumed {
                true => Shown::from(text!("{ja}【推定】", "{en} [assumed]")),
                false => label.clone(),
            };
            boxes.entry(of).or_insert((name.clone(), Vec::new())).1.push((set, shown));
            let about = about.below(name).below(label);
            self.flag(Kind::BoxAssumed, &[token, of, set], &about, own.span, own.assumed, ASSUMED);
            self.text(Kind::BoxNote, &[token, of, set], &about, own.note.as_ref());
        }
        for (of, (name, sets)) in boxes {
            let about = about.below(name);
            self.set(Kind::Boxes, &[token, of], &about, flow.boxes_span, sets);
        }
    }

    /// Returns what stands in a box: under the names that both years share, and as a reader sees it. The order
    /// in the box says nothing.
    fn participant_words(&self, own: &'v Participant) -> (String, Shown<'v>) {
        let matter = self.side.matter;
        let same = |word: &'v str| (spelling::fold(word), Shown::from(word));
        let mut words: Vec<(String, Shown<'v>)> = Vec::new();
        if own.section {
            let (ja, en) = ("担当課の名", "the name of the section in charge");
            words.push((spelling::fold(ja), Shown::both(ja, en)));
        }
        words.extend(own.provider_note.iter().map(|note| same(note)));
        for mention in &own.providers {
            words.extend(mention.as_written.as_ref().map(|own| same(own)).or_else(|| {
                let provider = mention.provider.as_ref()?.value;
                let token = self.identity.providers.token(self.which, provider.index());
                Some((format!("provider {token}"), self.side.provider(provider).into()))
            }));
        }
        words.extend(own.facility.iter().map(|own| same(own)));
        words.extend(own.systems.iter().map(|own| {
            let token = self.identity.systems.token(self.which, own.value.index());
            (format!("system {token}"), Shown::from(&matter.systems[own.value].label.value))
        }));
        words.extend(own.objects.iter().map(|own| same(own)));
        words.sort_by(|(one, shown), (other, shown2)| (one, shown.ja()).cmp(&(other, shown2.ja())));
        let (norms, shown): (Vec<String>, Vec<Shown<'_>>) = words.into_iter().unzip();
        (norms.join("|"), Shown::listed(&shown))
    }

    /// Returns what a link is called: from whom to whom.
    pub(super) fn link_name(&self, link: &Link) -> Shown<'static> {
        let (from, to) = (self.side.role(link.from.value), self.side.role(link.to.value));
        let (answer, answer_en) =
            if link.reply_to.is_some() { ("（応答）", " (reply)") } else { ("", "") };
        let is_money = link.carries == crate::model::vocabulary::Cargo::Money;
        let (cargo, cargo_en) = if is_money { ("（収納金）", " (money)") } else { ("", "") };
        text!("{from}→{to}{answer}{cargo}", "{from}→{to}{answer_en}{cargo_en}").into()
    }

    fn link(&mut self, flow: Token, about: &About<'v>, own: &'v Flow, id: LinkId) {
        let link = &own.links[id];
        let links = self.identity.links.get(flow as usize);
        let token = links.map_or(Token::MAX, |pairs| pairs.token(self.which, id.index()));
        let reply = link.reply_to.as_ref().map(|asked| {
            let token = links.map_or(Token::MAX, |pairs| pairs.token(self.which, asked.value.index()));
            (asked.span, token, self.link_name(&own.links[asked.value]))
        });
        let at = [flow, token];
        let about = about.below(self.link_name(link));
        // Nobody sees the summary of what both years have.
        let is_in_both = links.is_some_and(|pairs| pairs.is_in_both(token));
        let summary = if is_in_both { Shown::default() } else { self.link_summary(link) };
        self.thing(Kind::Link, &at, &about, link.span, summary);
        if let Some(items) = &link.items {
            let members = self.items_of(&items.value);
            self.set(Kind::LinkItems, &at, &about, items.span, members);
        }
        self.flag(Kind::LinkAssumed, &at, &about, link.span, link.assumed, ASSUMED);
        self.text(Kind::LinkNote, &at, &about, link.note.as_ref());
        let cites: Vec<(Token, Shown<'_>)> = link
            .cites
            .iter()
            .map(|own| {
                let token = self.identity.lists.token(self.which, own.value.index());
                (token, self.list_name(own.value))
            })
            .collect();
        self.set(Kind::LinkCites, &at, &about, link.span, cites);
        if let Some(network) = &link.network {
            self.network(Kind::LinkNetwork, &at, &about, network);
        }
        if let Some(list) = &link.protections {
            let common = self.side.common;
            let names = self.members(list.value.iter().map(|own| &common.protections[own.value].name));
            self.set(Kind::LinkProtections, &at, &about, list.span, names);
        }
        self.timing(at, &about, link);
        self.link_system(Kind::LinkFromSystem, &at, &about, link.from_system.as_ref());
        self.link_system(Kind::LinkToSystem, &at, &about, link.to_system.as_ref());
        if let Some(means) = &link.means {
            let way = link.way.as_ref().map_or("", |way| self.side.common.means[way.value].id.as_str());
            let norm = format!("{way} {}", spelling::fold(means));
            self.named(Kind::LinkMeans, &at, &about, means.span, norm, means.value.as_str());
        }
        self.handover(&at, &about, link);
        if let Some((span, token, shown)) = reply {
            self.named(Kind::ReplyTo, &at, &about, span, token, shown);
        }
    }

    /// How something is handed over: why in that way, sealed or not, what becomes of it.
    fn handover(&mut self, at: &[Token], about: &About<'v>, link: &'v Link) {
        self.text(Kind::MeansReason, at, about, link.means_reason.as_ref());
        self.flag(Kind::Sealed, at, about, link.span, link.is_sealed(), ["封をしたまま渡る", "stays sealed"]);
        if let Some(sees) = &link.sees {
            let members = self.items_of(&sees.value);
            self.set(Kind::Sees, at, about, sees.span, members);
        }
        if let Some(first) = link.afterwards.first() {
            let words = link.afterwards.iter().map(|own| (own.value.ja(), own.value.word()));
            let words = self.vocabulary(words);
            self.set(Kind::Afterwards, at, about, first.span, words);
        }
        if let Some(to) = &link.returns_to {
            let (token, name) = self.role_member(to.value);
            self.named(
                Kind::ReturnsTo,
                at,
                about,
                to.span,
                token,
                text!("{name}に戻る", "comes back to {name}"),
            );
        }
        if let Some(passage) = &link.passage {
            let passages = &self.side.ward.passages;
            self.shown(
                Kind::LinkPassage,
                at,
                about,
                passage.span,
                passages[passage.value].name.value.as_str(),
            );
        }
    }

    fn link_system(
        &mut self,
        kind: Kind,
        at: &[Token],
        about: &About<'v>,
        system: Option<&Located<SystemId>>,
    ) {
        if let Some(system) = system {
            let token = self.identity.systems.token(self.which, system.value.index());
            let label = self.side.matter.systems[system.value].label.value.as_str();
            self.named(kind, at, about, system.span, token, label);
        }
    }

    fn timing(&mut self, [flow, line]: [Token; 2], about: &About<'v>, link: &'v Link) {
        let mut times: Vec<Shown<'_>> = link
            .timing
            .iter()
            .map(|own| {
                let (when, when_en) = (own.when.value.print(), own.when.value.english());
                match &own.data {
                    Some(stage) => {
                        let (stage, stage_en) = (stage.value.ja(), stage.value.word());
                        Shown::from(text!("{stage}{when}", "{stage_en} {when_en}"))
                    }
                    None => Shown::both(when, when_en),
                }
            })
            .collect();
        times.sort_by(|one, other| one.ja().cmp(other.ja()));
        if let Some(first) = link.timing.first() {
            self.shown(Kind::LinkTiming, &[flow, line], about, first.span, Shown::listed(&times));
        }
        for own in &link.timing {
            // Of preliminary and of confirmed data one may be assumed and the other not.
            let stage = own.data.as_ref().map(|stage| stage.value);
            let token = or_none(stage.map(|stage| self.words.token(stage.ja())));
            let at = [flow, line, token];
            let below = |stage: DataStage| about.below(Shown::word(stage.ja(), stage.word()));
            let about = stage.map_or_else(|| about.clone(), below);
            self.flag(Kind::TimingAssumed, &at, &about, own.span, own.assumed, ASSUMED);
            self.text(Kind::TimingNote, &at, &about, own.note.as_ref());
        }
    }

    /// Returns a link in words: network, protections, items.
    pub(super) fn link_summary(&self, link: &'v Link) -> Shown<'v> {
        let common = self.side.common;
        let network = link.network.as_ref().map(|own| common.networks[own.value].name.clone());
        let network = network.or(link.means.as_ref().map(|means| means.value.clone()));
        let (line, line_en) =
            network.as_deref().map_or(("回線の記載なし", "network not stated"), |name| (name, name));
        let (mut ja, mut en) = (format!("【{line}】"), format!("[{line_en}]"));
        for own in link.protections.iter().flat_map(|list| &list.value) {
            let name = &common.protections[own.value].name;
            ja.extend(["　", name]);
            en.extend([" ", name]);
        }
        if let Some(items) = &link.items {
            let names: Vec<&str> = self.items_of(&items.value).into_iter().map(|(_, name)| name).collect();
            ja.extend(["　項目：", &names.join("、")]);
            en.extend([" items: ", &names.join(", ")]);
        }
        Shown::both(ja, en)
    }
}
