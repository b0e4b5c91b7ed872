//! What each fact of the model looks like in a field of an annex.

use super::super::items;
use super::super::submission::Submission;
use super::super::tree::Block;
use super::{Annex, Subject, asked, below_a_point, passed, told};
use crate::model::contract::{Arrangement, ConnectionForm, Contract, ContractParty, Mention};
use crate::model::flow::{Flow, Link};
use crate::model::ids::{ContractId, FlowId, ItemListId, LinkId, RoleId};
use crate::model::kind::{AnnexField, Bound};
use crate::model::matter::OwnText;
use crate::model::vocabulary::{Fact, RoleKind};
use crate::source::Located;

impl Annex<'_, '_> {
    /// Returns what a fact says here; nothing where the matter does not say.
    pub(super) fn blocks(&self, field: &AnnexField, bound: &Bound) -> Vec<Block> {
        match bound {
            Bound::Fact(fact) => self.fact(field, *fact),
            Bound::Own(id) => {
                let is_it = |own: &&OwnText| own.id.value == *id;
                let own = self.overrides().and_then(|own| own.own.iter().find(is_it));
                let own = own.or_else(|| self.submission.matter.own.iter().find(is_it));
                own.iter().flat_map(|own| Block::paragraphs(&own.text)).collect()
            }
        }
    }

    fn fact(&self, field: &AnnexField, fact: Fact) -> Vec<Block> {
        let (submission, matter) = (self.submission, self.submission.matter);
        let overview = matter.overview.as_ref();
        let kind = submission.kind(self.kind);
        let written = |text: Option<&Located<String>>| {
            text.iter().flat_map(|text| Block::paragraphs(text)).collect::<Vec<Block>>()
        };
        match fact {
            Fact::Title => paragraph(self.title()),
            Fact::Department => paragraph(submission.department_of(self.overrides())),
            Fact::Business => paragraph(submission.business_of(self.overrides())),
            Fact::Basis => {
                let own = self.overrides().and_then(|own| own.basis_as_written.as_ref());
                paragraph(own.or_else(|| matter.basis.as_ref().map(|own| &own.article)).map(|own| &own.value))
            }
            Fact::Purpose => written(overview.and_then(|own| own.purpose.as_ref())),
            Fact::Description => written(overview.and_then(|own| own.description.as_ref())),
            Fact::Submitted => {
                let all = overview.into_iter().flat_map(|own| &own.submitted);
                let own = all.filter(|own| own.kind.value == self.kind);
                own.flat_map(|own| Block::paragraphs(&own.text)).collect()
            }
            Fact::Subjects => paragraph(submission.subjects_of(self.overrides())),
            Fact::SubjectCount => {
                paragraph(overview.and_then(|own| own.subject_count.as_ref()).map(|count| {
                    let about = if count.approximate { "約" } else { "" };
                    let unit = count.unit.as_ref().map_or("", |unit| &unit.value);
                    format!("{about}{}{unit}", submission.print().grouped(count.value.value))
                }))
            }
            Fact::Items => {
                let contract = match self.subject {
                    Subject::Contract(id) => Some(id),
                    _ => None,
                };
                self.lists().into_iter().flat_map(|list| items::cell(submission, list, contract)).collect()
            }
            Fact::ItemKinds => told::item_kinds(matter, &self.lists()),
            Fact::Parties => self.parties(),
            Fact::Reasons => match self.subject {
                Subject::Contract(id) => reasons(submission, &matter.contracts[id]),
                Subject::Connection(id) => written(matter.connections[id].reason.as_ref()),
                // Such a kind has no reason of its own: what it is for is the matter's purpose.
                Subject::Role(_) | Subject::Matter => written(overview.and_then(|own| own.purpose.as_ref())),
            },
            Fact::ConnectionForm => match self.subject {
                Subject::Connection(id) => {
                    paragraph(matter.connections[id].form.as_ref().and_then(|own| form(submission, own)))
                }
                _ => Vec::new(),
            },
            Fact::Term => paragraph(submission.term_of(kind, self.overrides())),
            Fact::Measures => {
                let see = field.see.as_ref();
                paragraph(see.and_then(|see| submission.see_checklist(self.kind, &field.bearers, see)))
            }
            Fact::Systems => told::systems(submission, &self.roles()),
            Fact::Readers => passed::readers(submission, &self.roles()),
            Fact::Custody => passed::custody(submission, &self.roles()),
            Fact::Grounds => passed::grounds(submission, &self.roles()),
            Fact::Conditions => passed::conditions(submission, &self.roles()),
            Fact::Ways => passed::ways(submission, self.flows()),
            Fact::Sources => passed::sources(submission, &self.lists()),
            Fact::Retention => passed::retention(submission),
            Fact::Notice => passed::notice(matter),
            Fact::Consent => asked::consent(submission, &self.roles()),
            Fact::PastIncidents => asked::past_incidents(submission, &self.roles()),
            Fact::NumberUse => written(matter.number_use.as_ref().and_then(|own| own.ground.as_ref())),
            Fact::IdentityCheck => {
                written(matter.number_use.as_ref().and_then(|own| own.identity_check.as_ref()))
            }
            Fact::Requests => asked::requests(matter),
            Fact::Trial => asked::trial(submission),
            Fact::Abbreviations => asked::abbreviations(matter),
            Fact::Assessment => told::assessment(submission),
            Fact::PriorApprovals => {
                let contract = match self.subject {
                    Subject::Contract(id) => Some(id),
                    _ => None,
                };
                told::prior_approvals(submission, contract)
            }
            Fact::Changes => passed::changes(submission),
            Fact::Ended => passed::ended(submission),
            Fact::Review => passed::review(submission),
            Fact::Contract
            | Fact::Designation
            | Fact::Media
            | Fact::Tasks
            | Fact::Subcontracting
            | Fact::Clauses
            | Fact::Erasure
            | Fact::IncidentNotice
            | Fact::Inspection
            | Fact::Matching
            | Fact::Spoiled => match self.subject {
                Subject::Contract(id) => self.of_contract(field, fact, id),
                // Of what is agreed for the matter as a whole: each contract under its name.
                Subject::Matter => self.of_each_contract(field, fact),
                Subject::Connection(_) | Subject::Role(_) => Vec::new(),
            },
        }
    }

    fn of_each_contract(&self, field: &AnnexField, fact: Fact) -> Vec<Block> {
        let contracts = &self.submission.matter.contracts;
        let told = contracts.ids().map(|id| (id, self.of_contract(field, fact, id)));
        let told: Vec<(ContractId, Vec<Block>)> = told.filter(|(_, blocks)| !blocks.is_empty()).collect();
        if contracts.len() == 1 {
            return told.into_iter().flat_map(|(_, blocks)| blocks).collect();
        }
        let point = |(index, (id, blocks)): (usize, (ContractId, Vec<Block>))| Block::Point {
            level: 1,
            number: self.submission.print().point(index),
            text: self.submission.contract(id).to_owned(),
            blocks: below_a_point(self.submission.print(), blocks),
        };
        told.into_iter().enumerate().map(point).collect()
    }

    /// Returns what a contract says of a fact that only contracts have.
    fn of_contract(&self, field: &AnnexField, fact: Fact, id: ContractId) -> Vec<Block> {
        let submission = self.submission;
        let contract = &submission.matter.contracts[id];
        match fact {
            Fact::Contract => told::contract(submission, contract),
            Fact::Designation => passed::designation(submission, contract),
            Fact::Media => paragraph(contract.media.as_ref().map(|media| match &media.as_written {
                Some(written) => written.value.clone(),
                None => media.kinds.iter().map(|kind| kind.value.ja()).collect::<Vec<_>>().join("、"),
            })),
            Fact::Tasks => tasks(submission, contract, &field.task_heading),
            Fact::Subcontracting => told::subcontracting(submission, contract),
            Fact::Clauses => told::clauses(submission, contract),
            Fact::Erasure => told::erasure(submission, contract),
            Fact::IncidentNotice => told::incident_notice(submission, contract),
            Fact::Inspection => asked::inspection(submission, contract),
            Fact::Matching => asked::matching(submission, contract),
            Fact::Spoiled => asked::spoiled(submission, contract),
            _ => Vec::new(),
        }
    }

    /// Returns the lists of items that the annex is about.
    fn lists(&self) -> Vec<ItemListId> {
        let matter = self.submission.matter;
        match self.subject {
            Subject::Connection(id) => {
                matter.connections[id].item_lists.iter().map(|list| list.value).collect()
            }
            Subject::Contract(id) => matter.contracts[id].item_list.iter().map(|list| list.value).collect(),
            Subject::Role(_) | Subject::Matter => matter.item_lists.ids().collect(),
        }
    }

    /// Returns the lines that the annex is about, with their flows: those of the contract, those at the role's end,
    /// else all.
    fn flows(&self) -> Vec<(FlowId, LinkId)> {
        let matter = self.submission.matter;
        let is_meant = |flow: &Flow, link: &Link| match self.subject {
            Subject::Contract(id) => flow.contract.as_ref().is_some_and(|own| own.value == id),
            Subject::Role(id) => link.from.value == id || link.to.value == id,
            Subject::Connection(_) => {
                link.network.is_some()
                    && self.roles().iter().any(|id| link.from.value == *id || link.to.value == *id)
            }
            Subject::Matter => true,
        };
        let all = matter.flows.enumerate().flat_map(|(id, flow)| {
            let own = flow.links.enumerate().filter(|(_, link)| link.is_transfer() && is_meant(flow, link));
            own.map(move |(link, _)| (id, link)).collect::<Vec<_>>()
        });
        all.collect()
    }

    /// Returns the roles outside the ward that the annex is about.
    fn roles(&self) -> Vec<RoleId> {
        let matter = self.submission.matter;
        let is_meant = |role: &RoleId| match self.subject {
            Subject::Connection(id) => {
                matter.connections[id].counterparty.as_ref().is_some_and(|own| own.role.value == *role)
            }
            Subject::Contract(id) => matter.contracts[id].reaches(*role),
            Subject::Role(id) => id == *role,
            Subject::Matter => true,
        };
        let is_outside = |role: &RoleId| !matter.roles[*role].is_unlimited();
        matter.roles.ids().filter(is_meant).filter(is_outside).collect()
    }

    /// Returns the other side: each role with those who play it.
    fn parties(&self) -> Vec<Block> {
        let (submission, matter) = (self.submission, self.submission.matter);
        let line = |mention: &Mention| submission.line(mention);
        match self.subject {
            Subject::Connection(id) => {
                let entries = matter.connections[id].counterparty.iter().flat_map(|party| &party.entries);
                entries.filter_map(line).map(Block::paragraph).collect()
            }
            Subject::Contract(id) => contractors(submission, &matter.contracts[id]),
            Subject::Role(id) => who(submission, id),
            Subject::Matter => {
                let roles = self.roles().into_iter().enumerate();
                roles
                    .map(|(index, role)| Block::Point {
                        level: 1,
                        number: submission.print().point(index),
                        text: submission.role(role).to_owned(),
                        blocks: who(submission, role),
                    })
                    .collect()
            }
        }
    }
}

fn paragraph(text: Option<impl Into<String>>) -> Vec<Block> {
    text.map(Block::paragraph).into_iter().collect()
}

/// Returns those who play a role; the role's name where nobody is named.
fn who(submission: &Submission<'_>, role: RoleId) -> Vec<Block> {
    let providers = &submission.matter.roles[role].providers;
    if providers.is_empty() {
        return vec![Block::paragraph(submission.role(role))];
    }
    providers.iter().map(|own| Block::paragraph(submission.provider(*own))).collect()
}

/// Returns 結合の形態 as written, else in the words that its facts give.
fn form(submission: &Submission<'_>, form: &ConnectionForm) -> Option<String> {
    if let Some(text) = &form.text {
        return Some(text.value.clone());
    }
    let network = &submission.common.networks[form.network.as_ref()?.value].name;
    let system = |id: &Located<_>| &submission.matter.systems[id.value].label.value;
    let (from, to) = (system(form.from_system.as_ref()?), system(form.to_system.as_ref()?));
    Some(format!("{network}を利用して、{from}と{to}を接続する。"))
}

/// Returns 委託先: each role with its providers, the lines of services numbered.
fn contractors(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let is_ward = |party: &&ContractParty| submission.matter.roles[party.role.value].is(RoleKind::Ward);
    let others = contract.parties.iter().filter(|party| !is_ward(party));
    others
        .enumerate()
        .map(|(index, party)| {
            let lines = party.entries.iter().filter_map(|mention| submission.line(mention));
            let numbered = party.entries.len() > 1 && submission.are_services(party.role.value);
            let blocks = lines.enumerate().map(|(index, line)| {
                if numbered { second(submission, index, line) } else { Block::paragraph(line) }
            });
            Block::Point {
                level: 1,
                number: submission.print().point(index),
                text: submission.role(party.role.value).to_owned(),
                blocks: blocks.collect(),
            }
        })
        .collect()
}

/// Returns 委託理由: a point for each role it speaks of, then the form of the contract in words.
fn reasons(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut number = 0;
    for reason in &contract.reasons {
        let paragraphs = Block::paragraphs(&reason.text);
        match &reason.role {
            Some(role) => {
                blocks.push(Block::Point {
                    level: 1,
                    number: submission.print().point(number),
                    text: submission.role(role.value).to_owned(),
                    blocks: paragraphs.collect(),
                });
                number += 1;
            }
            None => blocks.extend(paragraphs),
        }
    }
    blocks.extend(contract.arrangement.iter().flat_map(arrangement));
    blocks
}

/// Returns the form of the contract as one run of sentences; a line break in one of them begins a paragraph.
fn arrangement(arrangement: &Arrangement) -> Vec<Block> {
    let intro = arrangement.intro.iter().map(|intro| intro.value.as_str());
    let conveys = arrangement.conveys.iter().map(|conveyance| conveyance.text.value.as_str());
    let conclusion = arrangement.conclusion.iter().map(|conclusion| conclusion.value.as_str());
    let run: String = intro.chain(conveys).chain(conclusion).collect();
    Block::paragraphs(&run).collect()
}

/// Returns 委託の内容: a point for each role; its tasks numbered where there are several.
fn tasks(submission: &Submission<'_>, contract: &Contract, after: &str) -> Vec<Block> {
    contract
        .tasks
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let heading = match &group.heading {
                Some(heading) => heading.value.clone(),
                None => format!("{}{after}", submission.role(group.role.value)),
            };
            let texts = group.tasks.iter().map(|task| task.text.value.clone());
            let blocks: Vec<Block> = if group.tasks.len() > 1 {
                texts.enumerate().map(|(index, text)| second(submission, index, text)).collect()
            } else {
                texts.map(Block::paragraph).collect()
            };
            Block::Point { level: 1, number: submission.print().point(index), text: heading, blocks }
        })
        .collect()
}

pub(super) fn second(submission: &Submission<'_>, index: usize, text: String) -> Block {
    Block::Point { level: 2, number: submission.print().sub_point(index), text, blocks: Vec::new() }
}
