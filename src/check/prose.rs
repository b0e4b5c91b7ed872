//! Every text of a matter that somebody reads, with its place: what the rules on wording go through.

use crate::model::contract::{ContractParty, Mention, Overrides};
use crate::model::ids::{ConnectionId, ContractId, FlowId, ProviderId, SystemId};
use crate::model::matter::Matter;
use crate::source::Located;

/// What a text is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A title.
    Title,
    /// Running text (purpose, reasons, tasks, steps).
    Body,
    /// A name, label or wording that stands by itself.
    Label,
    /// The citation of an article.
    Article,
    /// A reason in a checklist.
    Reason,
}

/// Whose text it is: what is said in it can be held against the facts of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The matter as a whole.
    Matter,
    /// The overview.
    Overview,
    /// A provider's names.
    Provider(ProviderId),
    /// A system's label and place.
    System(SystemId),
    /// A connection.
    Connection(ConnectionId),
    /// The form of a connection in words.
    Form(ConnectionId),
    /// A contract.
    Contract(ContractId),
    /// A sentence that says who hands what to whom, by its number.
    Conveyance(ContractId, usize),
    /// A task, by the numbers of its group and itself.
    Task(ContractId, usize, usize),
    /// A flow.
    Flow(FlowId),
    /// A step, by its number in the list.
    Step(FlowId, usize),
    /// A checklist, by its number in the list.
    Checklist(usize),
    /// An earlier approval.
    Approval,
}

/// A text and what it is part of.
#[derive(Clone, Copy, Debug)]
pub struct Prose<'a> {
    /// The text.
    pub text: &'a Located<String>,
    /// What it is part of.
    pub place: TextKind,
    /// Whose it is.
    pub owner: Owner,
}

/// Returns every text of a matter, in the order of the file.
pub(super) fn of(matter: &Matter) -> Vec<Prose<'_>> {
    let mut list = Collector(Vec::new(), Owner::Matter);
    list.option(matter.title.as_ref(), TextKind::Title);
    list.option(matter.basis.as_ref().map(|basis| &basis.article), TextKind::Article);
    if let Some(overview) = &matter.overview {
        list.1 = Owner::Overview;
        list.option(overview.title.as_ref(), TextKind::Title);
        list.option(overview.department.as_ref(), TextKind::Label);
        list.option(overview.purpose.as_ref(), TextKind::Body);
        list.option(overview.subjects.as_ref(), TextKind::Body);
        list.option(overview.description.as_ref(), TextKind::Body);
        list.all(overview.submitted.iter().map(|submitted| &submitted.text), TextKind::Body);
    }
    list.1 = Owner::Matter;
    for role in &matter.roles {
        list.add(&role.name, TextKind::Label);
    }
    for role in &matter.roles {
        list.all(
            role.grounds.iter().flat_map(|own| std::iter::once(&own.reason).chain(&own.weighed)),
            TextKind::Body,
        );
        list.all(&role.conditions, TextKind::Body);
        list.option(role.consent.as_ref().map(|own| &own.how), TextKind::Body);
        list.all(role.access_from.iter().flat_map(|own| [&own.who, &own.why]), TextKind::Body);
    }
    for own in &matter.abroad {
        list.all([&own.system, &own.measures], TextKind::Body);
    }
    for own in &matter.retention {
        list.add(&own.period, TextKind::Body);
        list.option(own.basis.as_ref(), TextKind::Body);
        list.option(own.then.as_ref(), TextKind::Body);
    }
    list.option(matter.trial.as_ref().and_then(|own| own.note.as_ref()), TextKind::Body);
    if let Some(own) = &matter.number_use {
        list.option(own.ground.as_ref(), TextKind::Body);
        list.option(own.identity_check.as_ref(), TextKind::Body);
    }
    if let Some(own) = &matter.requests {
        list.all([&own.by, &own.how], TextKind::Body);
        list.option(own.record.as_ref(), TextKind::Body);
    }
    list.all(matter.abbreviations.iter().map(|own| &own.meaning), TextKind::Body);
    if let Some(notice) = &matter.notice {
        let told = [&notice.purpose, &notice.incident, &notice.opt_out, &notice.signs];
        list.all(told.into_iter().flatten(), TextKind::Body);
    }
    for (id, provider) in matter.providers.enumerate() {
        list.1 = Owner::Provider(id);
        list.option(provider.brand.as_ref(), TextKind::Label);
        list.option(provider.brand_as_written.as_ref(), TextKind::Label);
    }
    for (id, system) in matter.systems.enumerate() {
        list.1 = Owner::System(id);
        list.add(&system.label, TextKind::Label);
        list.option(system.facility.as_ref(), TextKind::Label);
        list.option(system.service.as_ref(), TextKind::Label);
        list.option(system.cloud_check.as_ref().and_then(|own| own.note.as_ref()), TextKind::Body);
        list.option(system.disposal.as_ref(), TextKind::Body);
        list.all(system.access_from.iter().flat_map(|own| [&own.who, &own.why]), TextKind::Body);
    }
    list.1 = Owner::Matter;
    for items in &matter.item_lists {
        list.option(items.title.as_ref(), TextKind::Title);
        list.option(items.heading.as_ref(), TextKind::Label);
        list.all(items.walk().map(|entry| &entry.name), TextKind::Label);
    }
    list.all(matter.own.iter().map(|own| &own.text), TextKind::Body);
    for set in &matter.measures {
        list.all(set.measures.iter().map(|measure| &measure.label), TextKind::Label);
    }
    annexes(matter, &mut list);
    flows(matter, &mut list);
    for (at, checklist) in matter.checklists.iter().enumerate() {
        list.1 = Owner::Checklist(at);
        for answer in &checklist.answers {
            list.option(answer.reason.as_ref(), TextKind::Reason);
            list.option(answer.evidence.as_ref(), TextKind::Body);
        }
    }
    list.1 = Owner::Approval;
    for approval in &matter.prior_approvals {
        list.add(&approval.subject, TextKind::Label);
        list.option(approval.by.as_ref(), TextKind::Label);
    }
    let mut list = list.0;
    list.retain(|prose| prose.text.span.is_somewhere());
    list.sort_by_key(|prose| (prose.text.span.source(), prose.text.span.start()));
    list
}

/// Returns the sentences of a text, each with its full stop; a new line ends one too.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '｡', '\n']).map(str::trim).filter(|sentence| !sentence.is_empty())
}

/// The texts so far, and whose the next ones are.
struct Collector<'a>(Vec<Prose<'a>>, Owner);

impl<'a> Collector<'a> {
    fn add(&mut self, text: &'a Located<String>, place: TextKind) {
        self.0.push(Prose { text, place, owner: self.1 });
    }

    fn option(&mut self, text: Option<&'a Located<String>>, place: TextKind) {
        if let Some(text) = text {
            self.add(text, place);
        }
    }

    fn all(&mut self, texts: impl IntoIterator<Item = &'a Located<String>>, place: TextKind) {
        for text in texts {
            self.add(text, place);
        }
    }

    fn mention(&mut self, mention: &'a Mention) {
        self.option(mention.as_written.as_ref(), TextKind::Label);
        self.all(mention.certifications.iter().filter_map(|own| own.as_written.as_ref()), TextKind::Label);
    }

    fn party(&mut self, party: &'a ContractParty) {
        for mention in &party.entries {
            self.mention(mention);
        }
    }

    fn overrides(&mut self, overrides: &'a Overrides) {
        self.option(overrides.department.as_ref(), TextKind::Label);
        self.option(overrides.business.as_ref(), TextKind::Label);
        self.option(overrides.subjects.as_ref(), TextKind::Body);
        self.all(overrides.own.iter().map(|own| &own.text), TextKind::Body);
        self.option(overrides.basis_as_written.as_ref(), TextKind::Article);
        self.option(
            overrides.term.as_ref().and_then(|term| term.renewal_as_written.as_ref()),
            TextKind::Body,
        );
    }
}

fn annexes<'a>(matter: &'a Matter, list: &mut Collector<'a>) {
    for (id, connection) in matter.connections.enumerate() {
        list.1 = Owner::Connection(id);
        list.option(connection.title.as_ref(), TextKind::Title);
        list.overrides(&connection.overrides);
        if let Some(party) = &connection.counterparty {
            list.party(party);
        }
        list.option(connection.reason.as_ref(), TextKind::Body);
        list.1 = Owner::Form(id);
        list.option(connection.form.as_ref().and_then(|form| form.text.as_ref()), TextKind::Body);
    }
    for (id, contract) in matter.contracts.enumerate() {
        list.1 = Owner::Contract(id);
        list.option(contract.title.as_ref(), TextKind::Title);
        list.overrides(&contract.overrides);
        list.option(contract.form.as_ref(), TextKind::Label);
        for party in &contract.parties {
            list.party(party);
        }
        list.option(contract.underline.as_ref().map(|note| &note.text), TextKind::Body);
        list.option(contract.media.as_ref().and_then(|media| media.as_written.as_ref()), TextKind::Label);
        list.all(contract.reasons.iter().map(|reason| &reason.text), TextKind::Body);
        if let Some(arrangement) = &contract.arrangement {
            list.option(arrangement.intro.as_ref(), TextKind::Body);
            for (at, sentence) in arrangement.conveys.iter().enumerate() {
                list.1 = Owner::Conveyance(id, at);
                list.add(&sentence.text, TextKind::Body);
            }
            list.1 = Owner::Contract(id);
            list.option(arrangement.conclusion.as_ref(), TextKind::Body);
        }
        for (group_at, group) in contract.tasks.iter().enumerate() {
            list.1 = Owner::Contract(id);
            list.option(group.heading.as_ref(), TextKind::Label);
            for (at, task) in group.tasks.iter().enumerate() {
                list.1 = Owner::Task(id, group_at, at);
                list.add(&task.text, TextKind::Body);
            }
        }
        list.1 = Owner::Contract(id);
        list.option(contract.matching.as_ref().map(|own| &own.how), TextKind::Body);
        list.option(contract.inspection.as_ref().and_then(|own| own.copies.as_ref()), TextKind::Body);
        if let Some(subcontracting) = &contract.subcontracting {
            list.option(subcontracting.approval.as_ref(), TextKind::Body);
            list.all(
                subcontracting.subcontractors.iter().filter_map(|own| own.tasks.as_ref()),
                TextKind::Body,
            );
        }
    }
}

fn flows<'a>(matter: &'a Matter, list: &mut Collector<'a>) {
    for (id, flow) in matter.flows.enumerate() {
        list.1 = Owner::Flow(id);
        list.option(flow.title.as_ref(), TextKind::Title);
        for participant in &flow.participants {
            list.option(participant.facility.as_ref(), TextKind::Label);
            list.all(&participant.objects, TextKind::Label);
            list.option(participant.provider_note.as_ref(), TextKind::Body);
            for mention in &participant.providers {
                list.mention(mention);
            }
        }
        list.all(flow.links.iter().filter_map(|link| link.means.as_ref()), TextKind::Body);
        list.all(flow.links.iter().filter_map(|link| link.means_reason.as_ref()), TextKind::Body);
        for (at, step) in flow.steps.iter().enumerate() {
            list.1 = Owner::Step(id, at);
            list.add(&step.text, TextKind::Body);
        }
        list.1 = Owner::Flow(id);
        list.option(flow.contract_label.as_ref().map(|label| &label.text), TextKind::Label);
    }
}
