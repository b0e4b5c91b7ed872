//! 個人情報の流れ: one diagram a flow (資料１３－１).

use super::assumed;
use super::figure::{ContractBar, Figure, Link, MeasureBox, Participant, Step};
use super::submission::Submission;
use super::tree::{Block, Section, Size};
use crate::case::numbers::circled;
use crate::diagnostic::{Language, Text};
use crate::model::contract::Mention;
use crate::model::flow::{self, Flow, Timing, When};
use crate::model::ids::{Id, MeasureSetId, RoleId, SystemId};
use crate::model::matter::{Material, PriorApproval};
use crate::model::vocabulary::{Cargo, DataStage, RoleKind};
use crate::source::Located;
use crate::text;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    submission
        .matter
        .flows
        .enumerate()
        .map(|(id, flow)| {
            let material = Material::Flow(id);
            let number = submission.material(material);
            let title = flow.name();
            let figure = figure(submission, flow, title, &number, Language::Japanese);
            let mut blocks = vec![Block::Figure(figure)];
            blocks.extend(assumed::block(assumed::of_flow(submission, flow)));
            Section {
                id: section_id(submission, material),
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

/// Returns every flow of a matter as a diagram, each with the id of its section (flow-13-1); the words that are no data
/// are in `language`.
pub fn figures(submission: &Submission<'_>, language: Language) -> Vec<(String, Figure)> {
    let flows = submission.matter.flows.enumerate();
    flows
        .map(|(id, flow)| {
            let material = Material::Flow(id);
            let figure = figure(submission, flow, flow.name(), &submission.material(material), language);
            (section_id(submission, material), figure)
        })
        .collect()
}

fn section_id(submission: &Submission<'_>, material: Material) -> String {
    format!("flow-{}", submission.material_id(material))
}

/// Returns the diagram of a flow; the words that are no data are in `language`, on paper Japanese.
pub(super) fn figure(
    submission: &Submission<'_>,
    flow: &Flow,
    title: &str,
    number: &str,
    language: Language,
) -> Figure {
    let roles = flow.roles();
    let at = |role: RoleId| roles.iter().position(|own| *own == role).unwrap_or_default();
    let links: Vec<&flow::Link> = flow.links.iter().collect();
    Figure {
        id: flow.id.value.clone(),
        title: title.to_owned(),
        number: number.to_owned(),
        participants: roles.iter().map(|role| participant(submission, flow, *role, language)).collect(),
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
                makes: step
                    .makes
                    .as_ref()
                    .map(|items| mark(submission.items_said(items, language), step.assumed, language)),
            })
            .collect(),
        links: links.iter().map(|own| link(submission, flow, own, &at, language)).collect(),
        boxes: boxes(submission, flow, None, language),
        contract: contract(submission, flow, &roles),
        notes: flow
            .approvals
            .iter()
            .filter_map(|approval| submission.matter.prior_approvals.get(approval.value))
            .map(|approval| approved(submission, approval, language))
            .collect(),
    }
}

fn participant(submission: &Submission<'_>, flow: &Flow, id: RoleId, language: Language) -> Participant {
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
            .map(|_| submission.department().unwrap_or(missing(language)).to_owned()),
        standing: role.is(RoleKind::Subcontractor).then(|| standing(submission, id, language)),
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
        boxes: boxes(submission, flow, Some(id), language),
    }
}

/// Returns whose sub-contractor a role is, as a diagram says it.
fn standing(submission: &Submission<'_>, id: RoleId, language: Language) -> String {
    let above = submission.matter.roles[id].subcontracted_by.as_ref();
    let said = match above.map(|own| submission.role(own.value)) {
        Some(above) => text!("{above}の再委託先", "sub-contractor of {above}"),
        None => text!("再委託先", "sub-contractor"),
    };
    said.get(language).to_owned()
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

fn boxes(
    submission: &Submission<'_>,
    flow: &Flow,
    of: Option<RoleId>,
    language: Language,
) -> Vec<MeasureBox> {
    let own = flow.boxes.iter().filter(|own| own.of.as_ref().map(|role| role.value) == of);
    own.map(|own| measure_box(submission, own.measures.value, language)).collect()
}

fn measure_box(submission: &Submission<'_>, set: MeasureSetId, language: Language) -> MeasureBox {
    let set = &submission.matter.measures[set];
    MeasureBox {
        change: None,
        category: set.category.value.say(language),
        measures: set.measures.iter().map(|measure| measure.label.value.clone()).collect(),
        changes: vec![None; set.measures.len()],
    }
}

fn system(submission: &Submission<'_>, system: Option<&Located<SystemId>>) -> Option<String> {
    system.map(|system| submission.matter.systems[system.value].label.value.clone())
}

fn link(
    submission: &Submission<'_>,
    flow: &Flow,
    link: &flow::Link,
    at: &dyn Fn(RoleId) -> usize,
    language: Language,
) -> Link {
    let uses = |step: &&flow::Step| step.links.iter().any(|own| flow.links[own.value].id == link.id);
    let asked = link.reply_to.as_ref().map(|asked| &flow.links[asked.value]);
    let network = |link: &flow::Link| link.network.as_ref().map(|network| network.value);
    let protections = |link: &flow::Link| -> Option<Vec<_>> {
        Some(link.protections.as_ref()?.value.iter().map(|own| own.value).collect())
    };
    let carried = match (&link.items, link.carries) {
        (_, Cargo::Money) => Cargo::Money.say(language),
        (Some(items), Cargo::Data) => mark(submission.items_said(items, language), link.assumed, language),
        (None, Cargo::Data) => {
            mark(text!("記載なし", "not stated").get(language).to_owned(), link.assumed, language)
        }
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
            .chain(handover(submission, link, language))
            .collect(),
        timing: timing(&link.timing, link.network.is_none() && link.means.is_some(), language),
        means: link.means.as_ref().map(|means| means.value.clone()),
        cites: link
            .cites
            .iter()
            .map(|list| {
                let Text { ja: list, en: list_en } = submission.item_list(list.value);
                text!("情報項目は、{list}のとおり", "the items are those of {list_en}")
                    .get(language)
                    .to_owned()
            })
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
    words.extend(timing(&own.timing, true, Language::Japanese));
    let protections = own.protections.iter().flat_map(|list| &list.value);
    let protections = protections.map(|id| submission.common.protections[id.value].name.clone());
    let care: Vec<String> = protections.chain(handover(submission, own, Language::Japanese)).collect();
    let care = if care.is_empty() { String::new() } else { format!("（{}）", care.join("、")) };
    let items =
        own.items.as_ref().map(|items| mark(submission.items(items), own.assumed, Language::Japanese));
    let items = items.unwrap_or_else(|| super::submission::MISSING.to_owned());
    format!("{}{care}。渡る情報項目：{items}", words.join("、"))
}

/// Returns what else is said of how something is handed over: sealed, what becomes of it, where it goes back to, and
/// the passage that the ward allows.
fn handover(submission: &Submission<'_>, link: &flow::Link, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    if link.is_sealed() {
        let sees = link.sees.as_ref().filter(|sees| !sees.is_empty());
        lines.push(match sees.map(|sees| submission.items_said(sees, language)) {
            Some(sees) => text!("封をしたまま（見える項目は、{sees}）", "sealed (to be seen: {sees})"),
            None => text!("封をしたまま（見える項目はない）", "sealed (no item is to be seen)"),
        });
    }
    if !link.afterwards.is_empty() {
        let words = |language| link.afterwards.iter().map(move |own| own.value.say(language));
        let ja = words(Language::Japanese).collect::<Vec<_>>().join("・");
        let en = words(Language::English).collect::<Vec<_>>().join(", ");
        lines.push(text!("用済みの後は{ja}", "after use: {en}"));
    }
    if let Some(to) = &link.returns_to {
        let is_ward = submission.matter.roles[to.value].is(RoleKind::Ward);
        let (to, to_en) = match submission.role(to.value) {
            role if is_ward => (submission.ward.word(), role),
            role => (role, role),
        };
        lines.push(text!("返戻は{to}に戻る", "what comes back undelivered goes to {to_en}"));
    }
    if let Some(passage) = &link.passage {
        let passage = &submission.ward.passages[passage.value];
        let (name, ground) = (&passage.name, &passage.ground);
        lines.push(text!("{name}（{ground}）", "{name} ({ground})"));
    }
    lines.into_iter().map(|line| line.get(language).to_owned()).collect()
}

fn missing(language: Language) -> &'static str {
    match language {
        Language::Japanese => super::submission::MISSING,
        Language::English => "(not stated)",
    }
}

fn mark(words: String, assumed: bool, language: Language) -> String {
    match language {
        _ if !assumed => words,
        Language::Japanese => format!("{words}【推定】"),
        Language::English => format!("{words} [assumed]"),
    }
}

/// Returns when a link passes, as the diagram words it; what passes at one time stands in one line, and what is handed
/// over by hand is not sent (送信).
fn timing(list: &[Timing], by_hand: bool, language: Language) -> Vec<String> {
    let mut lines: Vec<(Vec<DataStage>, When)> = Vec::new();
    for timing in list {
        let when = timing.when.value;
        let stage = timing.data.as_ref().map(|stage| stage.value);
        match (lines.iter_mut().find(|(stages, known)| !stages.is_empty() && *known == when), stage) {
            (Some((stages, _)), Some(stage)) => stages.push(stage),
            (_, stage) => lines.push((stage.into_iter().collect(), when)),
        }
    }
    let line = |(stages, when): (Vec<DataStage>, When)| {
        let stages: Vec<String> = stages.into_iter().map(|stage| stage.say(language)).collect();
        match language {
            Language::Japanese => {
                let sent = if by_hand { "" } else { "送信" };
                format!("{}{}{sent}", stages.join("及び"), when.print())
            }
            Language::English if stages.is_empty() => when.english(),
            Language::English => format!("{} {}", stages.join(" and "), when.english()),
        }
    };
    lines.into_iter().map(line).collect()
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
fn approved(submission: &Submission<'_>, approval: &PriorApproval, language: Language) -> String {
    let Text { ja: by, en: by_en } =
        approval.by.as_ref().map_or(text!("", ""), |by| text!("{by}が", " to {by}"));
    let (subject, fiscal_year, session) = (&approval.subject, &approval.fiscal_year, &approval.number);
    let year = i32::try_from(approval.fiscal_year.value).unwrap_or(i32::MAX);
    let body = &submission.common.bodies[approval.body.value].name;
    let print = submission.print();
    let (year, number) = (print.fiscal_year(year), print.number(approval.number.value));
    text!(
        "※{subject}については、{by}{year}第{number}回{body}で承認済み",
        "* {subject}: approved{by_en} by {body}, session {session} of fiscal {fiscal_year}"
    )
    .get(language)
    .to_owned()
}
