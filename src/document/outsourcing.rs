//! 別紙（業務委託）: one annex a contract.

use super::assumed;
use super::connection::point;
use super::items;
use super::submission::Submission;
use super::tree::{Block, Field, Section};
use crate::case::numbers::{first_level, second_level};
use crate::model::contract::{Arrangement, Contract, ContractParty};
use crate::model::ids::ContractId;
use crate::model::vocabulary::{Bearer, MatterKind, RoleKind};

const KIND: MatterKind = MatterKind::Outsourcing;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    submission.matter.contracts.enumerate().map(|(id, contract)| annex(submission, id, contract)).collect()
}

fn annex(submission: &Submission<'_>, id: ContractId, contract: &Contract) -> Section {
    let labels = &submission.year.labels.outsourcing;
    let own = &contract.overrides;
    let title = contract.title.as_ref().map(|title| title.value.clone());
    let listed =
        contract.item_list.iter().flat_map(|list| items::cell(submission, list.value, Some(id))).collect();
    let items = vec![
        point(
            0,
            &labels.subject_scope.value,
            submission.subjects_of(own).map(Block::paragraph).into_iter().collect(),
        ),
        point(1, &labels.item_list.value, listed),
    ];
    let media = contract.media.as_ref().map(|media| match &media.as_written {
        Some(written) => written.value.clone(),
        None => media.kinds.iter().map(|kind| kind.value.ja()).collect::<Vec<_>>().join("、"),
    });
    let measures = |bearer| submission.see_checklist(KIND, &[bearer], &labels.see_checklist);
    let rows = vec![
        Field::text(&labels.title.value, title.clone()),
        Field::text(&labels.department.value, submission.department_of(own)),
        Field::text(&labels.business.value, submission.business_of(own)),
        Field::blocks(&labels.contractors.value, contractors(submission, contract)),
        Field::blocks(&labels.items.value, items),
        Field::text(&labels.medium.value, media),
        Field::blocks(&labels.reason.value, reasons(submission, contract)),
        Field::blocks(&labels.tasks.value, tasks(submission, contract)),
        Field::text(&labels.term.value, submission.term_of(KIND, own)),
        Field::text(&labels.ward_measures.value, measures(Bearer::Ward)),
        Field::text(&labels.contractor_measures.value, measures(Bearer::Contractor)),
    ];
    let mut blocks = vec![Block::paragraph(submission.basis_of(KIND, own)), Block::Fields { rows }];
    blocks.extend(assumed::block(assumed::of_contract(submission, contract)));
    Section {
        id: format!("annex-outsourcing-{}", contract.id),
        part: "annex-outsourcing",
        number: None,
        heading: labels.heading.value.clone(),
        subject: title,
        landscape: false,
        blocks,
    }
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
            let blocks = lines
                .enumerate()
                .map(|(index, line)| if numbered { second(index, line) } else { Block::paragraph(line) });
            Block::Point {
                level: 1,
                number: first_level(index),
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
                    number: first_level(number),
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
fn tasks(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let labels = &submission.year.labels.outsourcing;
    contract
        .tasks
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let heading = match &group.heading {
                Some(heading) => heading.value.clone(),
                None => format!("{}{}", submission.role(group.role.value), labels.task_heading),
            };
            let texts = group.tasks.iter().map(|task| task.text.value.clone());
            let blocks: Vec<Block> = if group.tasks.len() > 1 {
                texts.enumerate().map(|(index, text)| second(index, text)).collect()
            } else {
                texts.map(Block::paragraph).collect()
            };
            Block::Point { level: 1, number: first_level(index), text: heading, blocks }
        })
        .collect()
}

fn second(index: usize, text: String) -> Block {
    Block::Point { level: 2, number: second_level(index), text, blocks: Vec::new() }
}
