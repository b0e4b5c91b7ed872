//! Flows.

use super::annex::{is_assumed, mention};
use super::matter::Scope;
use super::{Names, Problems, cycles, optional, report};
use crate::model::flow::{ContractLabel, Flow, Link, MeasureBox, Participant, Step, Timing, When};
use crate::model::ids::{Id, LinkId, MeansId, Table};
use crate::model::raw::flow::{RawFlow, RawLink, RawStep, RawTiming};
use crate::model::vocabulary::Cargo;
use crate::source::Located;
use crate::spelling;
use crate::text;
use crate::yaml::decode::Str;

pub(super) fn flow(raw: RawFlow, scope: &Scope<'_>, problems: &mut Problems) -> Flow {
    let mut names = Names::new("線", "link", "links");
    let raw_links = names.listed(raw.links);
    let steps = raw.steps.unwrap_or_default();
    let participants = raw.participants.unwrap_or_default();
    let boxes = raw.boxes.unwrap_or_default();
    for (index, link) in raw_links.iter().enumerate() {
        names.declare(&link.id, LinkId::from_index(index), problems);
    }
    refuse_replies_in_a_circle(&raw_links, &names, problems);
    let links_span = raw_links.span;
    let links: Table<LinkId, Link> =
        raw_links.items.into_iter().filter_map(|raw| link(raw, scope, &names, problems)).collect();
    Flow {
        id: raw.id,
        span: raw.span,
        title: raw.title,
        contract: optional(&scope.contracts, raw.contract.as_ref(), problems),
        participants_span: participants.span,
        participants: participants
            .items
            .into_iter()
            .filter_map(|raw| {
                let systems = scope.systems.find_all(raw.systems.iter().flatten(), problems);
                let providers = raw.providers.unwrap_or_default().items;
                Some(Participant {
                    span: raw.span,
                    role: scope.roles.find(&raw.role, problems)?,
                    facility: raw.facility,
                    systems,
                    section: raw.section.is_some_and(|section| section.value),
                    objects: raw.objects.unwrap_or_default().items,
                    provider_note: raw.provider_note,
                    providers: providers.into_iter().map(|raw| mention(raw, scope, problems)).collect(),
                })
            })
            .collect(),
        links_span,
        links,
        steps_span: steps.span,
        steps: steps.items.into_iter().filter_map(|raw| step(raw, scope, &names, problems)).collect(),
        boxes_span: boxes.span,
        boxes: boxes
            .items
            .into_iter()
            .filter_map(|raw| {
                let of = optional(&scope.roles, raw.of.as_ref(), problems);
                Some(MeasureBox {
                    span: raw.span,
                    measures: scope.measures.find(&raw.measures, problems)?,
                    of,
                    assumed: is_assumed(raw.confidence.as_ref()),
                    note: raw.note,
                })
            })
            .collect(),
        contract_label: raw.contract_label.map(|raw| ContractLabel {
            span: raw.span,
            text: raw.text,
            per_provider_of: optional(&scope.roles, raw.per_provider_of.as_ref(), problems),
        }),
        approvals: scope
            .approvals
            .find_all(raw.approvals.iter().flatten(), problems)
            .into_iter()
            .map(|approval| approval.map(|index| index.0))
            .collect(),
    }
}

fn refuse_replies_in_a_circle(links: &[RawLink], names: &Names<LinkId>, problems: &mut Problems) {
    let replies: Vec<Option<usize>> = links
        .iter()
        .map(|link| link.reply_to.as_ref().and_then(|to| names.get(to)).map(|to| to.index()))
        .collect();
    for link in cycles(&replies).into_iter().filter_map(|link| links.get(link)) {
        let name = &link.id;
        report(
            problems,
            "reference-cycle",
            link.reply_to.as_ref().map_or(link.span, |to| to.span),
            text!(
                "線「{name}」の応答が、たどると自分自身に戻ります",
                "the link `{name}` replies, in the end, to itself"
            ),
            text!("reply_to には、問い合わせの線の識別子を書いてください", "name the link that it answers"),
        );
    }
}

fn link(raw: RawLink, scope: &Scope<'_>, names: &Names<LinkId>, problems: &mut Problems) -> Option<Link> {
    let from = scope.roles.find(&raw.from, problems);
    let to = scope.roles.find(&raw.to, problems);
    let items = scope.items_or_list(raw.items.as_ref(), raw.items_of.as_ref(), problems);
    let (items, named) = items.map_or((None, Vec::new()), |(items, named)| (Some(items), named));
    let timing = raw.timing.unwrap_or_default().items;
    let reply_to = optional(names, raw.reply_to.as_ref(), problems);
    let (means, way) = way(raw.means, scope, problems);
    Some(Link {
        id: raw.id,
        span: raw.span,
        from_system: optional(&scope.systems, raw.from_system.as_ref(), problems),
        to_system: optional(&scope.systems, raw.to_system.as_ref(), problems),
        carries: raw.carries.map_or(Cargo::Data, |carries| carries.0.value),
        items,
        named,
        assumed: is_assumed(raw.confidence.as_ref()),
        note: raw.note,
        cites: scope.item_lists.find_all(raw.cites.iter().flatten(), problems),
        network: optional(&scope.common.networks, raw.network.as_ref(), problems),
        protections: raw
            .protections
            .as_ref()
            .map(|list| Located::new(scope.common.protections.find_all(list, problems), list.span)),
        timing: timing.into_iter().filter_map(|raw| moment(raw, problems)).collect(),
        reply_to,
        means: raw.means_as_written.or(means),
        class: way.as_ref().and_then(|way| scope.common.ways.get(way.value.index())).map(|way| way.class),
        way,
        means_reason: raw.means_reason,
        sealed: raw.sealed,
        sees: raw.sees.as_ref().map(|list| scope.items(list, problems).0),
        afterwards: raw.afterwards.unwrap_or_default().items.into_iter().map(|word| word.0).collect(),
        returns_to: optional(&scope.roles, raw.returns_to.as_ref(), problems),
        passage: optional(&scope.ward.passages, raw.passage.as_ref(), problems),
        from: from?,
        to: to?,
    })
}

/// Returns how something passes, in the words of the paper and of the word list. What looks like an id must be one;
/// a sentence, as earlier years wrote it, is compared with the words of each way.
fn way(
    written: Option<Str>,
    scope: &Scope<'_>,
    problems: &mut Problems,
) -> (Option<Str>, Option<Located<MeansId>>) {
    let Some(written) = written else { return (None, None) };
    let is_word = written.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if is_word {
        let way = scope.common.means.find(&written, problems);
        let name = way.as_ref().and_then(|way| scope.common.ways.get(way.value.index()));
        let name = name.map_or_else(|| written.value.clone(), |means| means.name.clone());
        return (Some(Located::new(name, written.span)), way);
    }
    let folded = spelling::fold(&written);
    let known = scope
        .common
        .ways
        .iter()
        .position(|means| means.words.iter().any(|word| folded.contains(&spelling::fold(word))));
    let way = known.map(|index| written.with(MeansId::from_index(index)));
    (Some(written), way)
}

fn moment(raw: RawTiming, problems: &mut Problems) -> Option<Timing> {
    let Some(when) = When::parse(&raw.when.text.value) else {
        let found = &raw.when.text;
        let words = When::words();
        let ja: Vec<String> = words.iter().map(|(en, ja)| format!("{en}（{ja}）")).collect();
        let en: Vec<&str> = words.iter().map(|(en, _)| en.as_str()).collect();
        let (ja, en) = (ja.join("、"), en.join(", "));
        report(
            problems,
            "unknown-word",
            raw.when.text.span,
            text!("「{found}」は送る時期の語ではありません", "`{found}` is not a word for when"),
            text!("使える語: {ja}（数字は変えられます）", "allowed: {en} (with another number)"),
        );
        return None;
    };
    Some(Timing {
        span: raw.span,
        data: raw.data.map(|data| data.0),
        when: raw.when.text.with(when),
        assumed: is_assumed(raw.confidence.as_ref()),
        note: raw.note,
    })
}

fn step(raw: RawStep, scope: &Scope<'_>, names: &Names<LinkId>, problems: &mut Problems) -> Option<Step> {
    let makes = raw.makes.as_ref().and_then(|makes| {
        scope.items_or_list(makes.items.as_ref(), makes.items_of.as_ref(), problems).map(|(items, _)| items)
    });
    Some(Step {
        span: raw.span,
        no: raw.no,
        system: optional(&scope.systems, raw.system.as_ref(), problems),
        acts: scope.common.acts.find_all(raw.acts.iter().flatten(), problems),
        links: names.find_all(raw.links.iter().flatten(), problems),
        makes,
        assumed: raw.makes.as_ref().is_some_and(|makes| is_assumed(makes.confidence.as_ref())),
        note: raw.makes.and_then(|makes| makes.note),
        text: raw.text,
        at: scope.roles.find(&raw.at, problems)?,
    })
}
