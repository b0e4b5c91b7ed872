//! 別紙（電子計算機の外部結合関係）: one annex a connection.

use super::items;
use super::submission::Submission;
use super::tree::{Block, Field, Section};
use crate::case::numbers::first_level;
use crate::model::contract::{Connection, ConnectionForm};
use crate::model::vocabulary::{Bearer, MatterKind};

const KIND: MatterKind = MatterKind::ExternalConnection;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    let only = submission.matter.connections.len() == 1;
    submission.matter.connections.iter().map(|connection| annex(submission, connection, only)).collect()
}

fn annex(submission: &Submission<'_>, connection: &Connection, only: bool) -> Section {
    let labels = &submission.year.labels.connection;
    let own = &connection.overrides;
    let title = connection.title.as_ref().map(|title| title.value.clone());
    let counterparty: Vec<Block> = connection
        .counterparty
        .iter()
        .flat_map(|party| &party.entries)
        .filter_map(|mention| submission.line(mention))
        .map(Block::paragraph)
        .collect();
    let reason = connection.reason.iter().flat_map(|reason| Block::paragraphs(reason)).collect();
    let form = connection.form.as_ref().and_then(|form| self::form(submission, form));
    let items = vec![
        point(
            0,
            &labels.subject_scope.value,
            submission.subjects_of(own).map(Block::paragraph).into_iter().collect(),
        ),
        point(
            1,
            &labels.item_list.value,
            connection.item_lists.iter().flat_map(|list| items::cell(submission, list.value, None)).collect(),
        ),
    ];
    let measures =
        submission.see_checklist(KIND, &[Bearer::Ward, Bearer::Counterparty], &labels.see_checklist);
    let rows = vec![
        Field::text(&labels.title.value, title.clone()),
        Field::text(&labels.department.value, submission.department_of(own)),
        Field::text(&labels.business.value, submission.business_of(own)),
        Field::blocks(&labels.items.value, items),
        Field::blocks(&labels.counterparty.value, counterparty),
        Field::blocks(&labels.reason.value, reason),
        Field::text(&labels.form.value, form),
        Field::text(&labels.term.value, submission.term_of(KIND, own)),
        Field::text(&labels.measures.value, measures),
    ];
    Section {
        id: if only { "annex-connection".to_owned() } else { format!("annex-connection-{}", connection.id) },
        part: "annex-connection",
        number: None,
        heading: labels.heading.value.clone(),
        subject: title,
        landscape: false,
        blocks: vec![Block::paragraph(submission.basis_of(KIND, own)), Block::Fields { rows }],
    }
}

/// Returns a numbered point of the field on items.
pub(super) fn point(index: usize, label: &str, blocks: Vec<Block>) -> Block {
    let blocks = if blocks.is_empty() { vec![Block::paragraph(super::submission::MISSING)] } else { blocks };
    Block::Point { level: 1, number: first_level(index), text: label.to_owned(), blocks }
}

/// Returns 結合の形態 as written, else in the words that its facts give.
fn form(submission: &Submission<'_>, form: &ConnectionForm) -> Option<String> {
    if let Some(text) = &form.text {
        return Some(text.value.clone());
    }
    let network = &submission.common.networks[form.network.as_ref()?.value].name;
    let system = |id: &crate::source::Located<_>| &submission.matter.systems[id.value].label.value;
    let (from, to) = (system(form.from_system.as_ref()?), system(form.to_system.as_ref()?));
    Some(format!("{network}を利用して、{from}と{to}を接続する。"))
}
