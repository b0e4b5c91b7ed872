//! 個人情報の流れ: one diagram a flow (資料１３－１).

use super::assumed;
use super::figure::{ContractBar, Figure, Link, MeasureBox, Participant, Step};
use super::submission::Submission;
use super::tree::{Block, Section, Size};
use crate::case::numbers::circled;
use crate::model::contract::Mention;
use crate::model::flow::{self, Flow, Timing};
use crate::model::ids::{Id, MeasureSetId, RoleId, SystemId};
use crate::model::matter::{Material, PriorApproval};
use crate::model::vocabulary::{Cargo, RoleKind};
use crate::source::Located;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    submission
        .matter
        .flows
        .enumerate()
        .map(|(id, flow)| {
            let material = Material::Flow(id);
            let number = submission.material(material);
            let title = flow.name();
            let figure = figure(submission, flow, title, &number);
            let mut blocks = vec![Block::Figure(figure)];
            blocks.extend(assumed::block(assumed::of_flow(submission, flow)));
            Section {
                id: format!("flow-{}", submission.material_id(material)),
                part: "flow",
                number: Some(number),
                heading: title.to_owned(),
                subject: None,
                landscape: true,
                size: Size::A4,
                blocks,
            }
        })
        .collect()
}

pub(super) fn figure(submission: &Submission<'_>, flow: &Flow, title: &str, number: &str) -> Figure {
    let roles = flow.roles();
    let at = |role: RoleId| roles.iter().position(|own| *own == role).unwrap_or_default();
    let links: Vec<&flow::Link> = flow.links.iter().collect();
    Figure {
        id: flow.id.value.clone(),
        title: title.to_owned(),
        number: number.to_owned(),
        participants: roles.iter().map(|role| participant(submission, flow, *role)).collect(),
        steps: flow
            .steps
            .iter()
            .map(|step| Step {
                change: None,
                number: circled(step.no.value),
                text: step.text.value.clone(),
                at: at(step.at.value),
                system: system(submission, step.system.as_ref()),
                acts: step.acts.iter().map(|act| submission.common.acts[act.value].name.clone()).collect(),
                links: step.links.iter().map(|link| link.value.index()).collect(),
                makes: step.makes.as_ref().map(|items| mark(submission.items(items), step.assumed)),
            })
            .collect(),
        links: links.iter().map(|own| link(submission, flow, own, &at)).collect(),
        boxes: boxes(submission, flow, None),
        contract: contract(submission, flow, &roles),
        notes: flow
            .approvals
            .iter()
            .filter_map(|approval| submission.matter.prior_approvals.get(approval.value))
            .map(|approval| approved(submission, approval))
            .collect(),
    }
}

fn participant(submission: &Submission<'_>, flow: &Flow, id: RoleId) -> Participant {
    let role = &submission.matter.roles[id];
    let drawn = flow.participants.iter().find(|participant| participant.role.value == id);
    let bullet = if submission.are_services(id) { "・" } else { "" };
    let providers = drawn.iter().flat_map(|drawn| &drawn.providers);
    Participant {
        change: None,
        name: role.name.value.clone(),
        own_side: role.is(RoleKind::Principal) || role.is(RoleKind::Ward),
        drawn: drawn.is_some(),
        section: drawn
            .filter(|drawn| drawn.section)
            .map(|_| submission.department().unwrap_or(super::submission::MISSING).to_owned()),
        provider_note: drawn.and_then(|drawn| Some(drawn.provider_note.as_ref()?.value.clone())),
        providers: providers
            .filter_map(|mention| name(submission, mention))
            .map(|name| format!("{bullet}{name}"))
            .collect(),
        objects: drawn.iter().flat_map(|drawn| &drawn.objects).map(|object| object.value.clone()).collect(),
        facility: drawn.and_then(|drawn| Some(drawn.facility.as_ref()?.value.clone())),
        systems: drawn
            .iter()
            .flat_map(|drawn| &drawn.systems)
            .map(|system| submission.matter.systems[system.value].label.value.clone())
            .collect(),
        boxes: boxes(submission, flow, Some(id)),
    }
}

/// Returns a provider as a diagram writes it: as written, else by its brand, else by its company.
fn name(submission: &Submission<'_>, mention: &Mention) -> Option<String> {
    if let Some(written) = &mention.as_written {
        return Some(written.value.clone());
    }
    let provider = &submission.matter.providers[mention.provider.as_ref()?.value];
    let brand = provider.brand_as_written.as_ref().or(provider.brand.as_ref());
    let party = || Some(submission.year.parties[provider.party.as_ref()?.value].name.value.clone());
    brand.map(|brand| brand.value.clone()).or_else(party)
}

fn boxes(submission: &Submission<'_>, flow: &Flow, of: Option<RoleId>) -> Vec<MeasureBox> {
    let own = flow.boxes.iter().filter(|own| own.of.as_ref().map(|role| role.value) == of);
    own.map(|own| measure_box(submission, own.measures.value)).collect()
}

fn measure_box(submission: &Submission<'_>, set: MeasureSetId) -> MeasureBox {
    let set = &submission.matter.measures[set];
    MeasureBox {
        change: None,
        category: set.category.value.ja().to_owned(),
        measures: set.measures.iter().map(|measure| measure.label.value.clone()).collect(),
        changes: vec![None; set.measures.len()],
    }
}

fn system(submission: &Submission<'_>, system: Option<&Located<SystemId>>) -> Option<String> {
    system.map(|system| submission.matter.systems[system.value].label.value.clone())
}

fn link(submission: &Submission<'_>, flow: &Flow, link: &flow::Link, at: &dyn Fn(RoleId) -> usize) -> Link {
    let uses = |step: &&flow::Step| step.links.iter().any(|own| flow.links[own.value].id == link.id);
    let asked = link.reply_to.as_ref().map(|asked| &flow.links[asked.value]);
    let network = |link: &flow::Link| link.network.as_ref().map(|network| network.value);
    let protections = |link: &flow::Link| -> Option<Vec<_>> {
        Some(link.protections.as_ref()?.value.iter().map(|own| own.value).collect())
    };
    let carried = match (&link.items, link.carries) {
        (_, Cargo::Money) => Cargo::Money.ja().to_owned(),
        (Some(items), Cargo::Data) => mark(submission.items(items), link.assumed),
        (None, Cargo::Data) => mark("記載なし".to_owned(), link.assumed),
    };
    Link {
        change: None,
        from: at(link.from.value),
        to: at(link.to.value),
        from_system: system(submission, link.from_system.as_ref()),
        to_system: system(submission, link.to_system.as_ref()),
        steps: flow.steps.iter().filter(uses).map(|step| circled(step.no.value)).collect(),
        money: link.carries == Cargo::Money,
        reply_to: link.reply_to.as_ref().map(|asked| asked.value.index()),
        same_line: asked
            .is_some_and(|asked| network(asked) == network(link) && protections(asked) == protections(link)),
        network: link.network.as_ref().map(|network| submission.common.networks[network.value].name.clone()),
        protections: link
            .protections
            .iter()
            .flat_map(|list| &list.value)
            .map(|own| submission.common.protections[own.value].name.clone())
            .chain(handover(submission, link))
            .collect(),
        timing: timing(&link.timing, link.network.is_none() && link.means.is_some()),
        means: link.means.as_ref().map(|means| means.value.clone()),
        cites: link
            .cites
            .iter()
            .map(|list| format!("情報項目は、{}のとおり", submission.item_list(list.value)))
            .collect(),
        carried,
    }
}

/// Returns in one sentence how a line passes: from whom to whom, by what, when, how protected, and what.
pub(super) fn in_words(submission: &Submission<'_>, own: &flow::Link) -> String {
    let network = own.network.as_ref().map(|id| submission.common.networks[id.value].name.clone());
    let way = own.way.as_ref().map(|id| submission.common.means[id.value].name.clone());
    let by = own.means.as_ref().map(|means| means.value.clone()).or(network).or(way);
    let mut words = vec![
        format!("{}から{}へ", submission.role(own.from.value), submission.role(own.to.value)),
        by.unwrap_or_else(|| super::submission::MISSING.to_owned()),
    ];
    words.extend(timing(&own.timing, true));
    let protections = own.protections.iter().flat_map(|list| &list.value);
    let protections = protections.map(|id| submission.common.protections[id.value].name.clone());
    let care: Vec<String> = protections.chain(handover(submission, own)).collect();
    let care = if care.is_empty() { String::new() } else { format!("（{}）", care.join("、")) };
    let items = own.items.as_ref().map(|items| mark(submission.items(items), own.assumed));
    let items = items.unwrap_or_else(|| super::submission::MISSING.to_owned());
    format!("{}{care}。渡る情報項目：{items}", words.join("、"))
}

/// Returns what else is said of how something is handed over: sealed, what becomes of it, where it goes back to, and
/// the passage that the ward allows.
fn handover(submission: &Submission<'_>, link: &flow::Link) -> Vec<String> {
    let mut lines = Vec::new();
    if link.is_sealed() {
        let sees = link.sees.as_ref().filter(|sees| !sees.is_empty());
        lines.push(match sees {
            Some(sees) => format!("封をしたまま（見える項目は、{}）", submission.items(sees)),
            None => "封をしたまま（見える項目はない）".to_owned(),
        });
    }
    if !link.afterwards.is_empty() {
        let words: Vec<&str> = link.afterwards.iter().map(|own| own.value.ja()).collect();
        lines.push(format!("用済みの後は{}", words.join("・")));
    }
    if let Some(to) = &link.returns_to {
        let is_ward = submission.matter.roles[to.value].is(RoleKind::Ward);
        lines.push(format!(
            "返戻は{}に戻る",
            if is_ward { submission.ward.word() } else { submission.role(to.value) }
        ));
    }
    if let Some(passage) = &link.passage {
        let passage = &submission.ward.passages[passage.value];
        lines.push(format!("{}（{}）", passage.name, passage.ground));
    }
    lines
}

fn mark(words: String, assumed: bool) -> String {
    if assumed { format!("{words}【推定】") } else { words }
}

/// Returns when a link passes, as the diagram words it; what passes at one time stands in one line, and what is handed
/// over by hand is not sent (送信).
fn timing(list: &[Timing], by_hand: bool) -> Vec<String> {
    let mut lines: Vec<(Vec<&str>, String)> = Vec::new();
    for timing in list {
        let when = timing.when.value.print();
        let stage = timing.data.as_ref().map(|stage| stage.value.ja());
        match (lines.iter_mut().find(|(stages, known)| !stages.is_empty() && *known == when), stage) {
            (Some((stages, _)), Some(stage)) => stages.push(stage),
            (_, stage) => lines.push((stage.into_iter().collect(), when)),
        }
    }
    let sent = if by_hand { "" } else { "送信" };
    lines.into_iter().map(|(stages, when)| format!("{}{when}{sent}", stages.join("及び"))).collect()
}

fn contract(submission: &Submission<'_>, flow: &Flow, roles: &[RoleId]) -> Option<ContractBar> {
    let contract = flow.contract.as_ref().map(|contract| &submission.matter.contracts[contract.value]);
    let label = flow.contract_label.as_ref()?;
    let parties: Vec<RoleId> =
        contract.iter().flat_map(|contract| &contract.parties).map(|party| party.role.value).collect();
    Some(ContractBar {
        change: None,
        label: label.text.value.clone(),
        spans: parties.iter().filter_map(|role| roles.iter().position(|own| own == role)).collect(),
        parties: parties.iter().map(|role| submission.role(*role).to_owned()).collect(),
        per_provider_of: label.per_provider_of.as_ref().map(|role| submission.role(role.value).to_owned()),
    })
}

/// Returns the note on an earlier approval (※…で承認済み).
fn approved(submission: &Submission<'_>, approval: &PriorApproval) -> String {
    let by = approval.by.as_ref().map_or_else(String::new, |by| format!("{by}が"));
    let year = i32::try_from(approval.fiscal_year.value).unwrap_or(i32::MAX);
    let body = &submission.common.bodies[approval.body.value].name;
    let print = submission.print();
    let (year, number) = (print.fiscal_year(year), print.number(approval.number.value));
    format!("※{}については、{by}{year}第{number}回{body}で承認済み", approval.subject)
}
