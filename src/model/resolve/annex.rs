//! Contracts and connections.

use super::matter::{Scope, own_texts};
use super::{Problems, optional, report};
use crate::model::contract::{
    Arrangement, CertificationMention, Clause, Connection, ConnectionForm, Contract, ContractParty,
    Conveyance, Designation, Erasure, Handles, Inspection, Matching, Media, Mention, Overrides, Prohibits,
    Reason, Spoiled, Subcontracting, Subcontractor, Task, TaskGroup, Term, Underline,
};
use crate::model::raw::contract::{RawConnection, RawContract, RawContractParty, RawHandles, RawMention};
use crate::model::raw::matter::RawTerm;
use crate::model::vocabulary::Confidence;
use crate::source::Located;
use crate::text;
use crate::yaml::decode::Word;

pub(super) fn is_assumed(confidence: Option<&Word<Confidence>>) -> bool {
    confidence.is_some_and(|confidence| confidence.0.value == Confidence::Assumed)
}

pub(super) fn term(raw: RawTerm, problems: &mut Problems) -> Term {
    if raw.to.span.is_somewhere() && raw.from.span.is_somewhere() && raw.to.value < raw.from.value {
        let (from, to) = (raw.from.value, raw.to.value);
        report(
            problems,
            "term-ends-before-it-starts",
            raw.to.span,
            text!(
                "期限（{to}）が開始日（{from}）より前です",
                "the last day ({to}) lies before the first ({from})"
            ),
            text!("from と to を確かめてください", "check `from` and `to`"),
        );
    }
    Term {
        span: raw.span,
        from: raw.from,
        to: raw.to,
        renews: raw.renews,
        renewal_as_written: raw.renewal_as_written,
    }
}

pub(super) fn contract(raw: RawContract, scope: &Scope<'_>, problems: &mut Problems) -> Contract {
    let parties = raw.parties.unwrap_or_default();
    let handles = raw.handles.unwrap_or_default();
    let mut bound = super::Names::new("当事者の役割", "party", "parties");
    for (index, party) in parties.iter().enumerate() {
        bound.declare(&party.role, super::matter::ApprovalIndex(index), problems);
    }
    let mut handled = super::Names::new("取り扱える項目の役割", "permission", "handles");
    for (index, entry) in handles.iter().enumerate() {
        handled.declare(&entry.role, super::matter::ApprovalIndex(index), problems);
    }
    Contract {
        id: raw.id,
        span: raw.span,
        kind: optional(&scope.year.kinds, raw.kind.as_ref(), problems),
        title: raw.title,
        overrides: Overrides {
            department: raw.department,
            business: raw.business,
            subjects: raw.subjects,
            term: raw.term.map(|raw| term(raw, problems)),
            basis_as_written: raw.basis_as_written,
            own: own_texts(raw.own, scope.year, problems),
        },
        form: raw.form,
        number: raw.number,
        concluded: raw.concluded,
        per_provider_of: optional(&scope.roles, raw.per_provider_of.as_ref(), problems),
        joint: raw.joint,
        parties_span: parties.span,
        parties: parties.items.into_iter().filter_map(|raw| party(raw, scope, problems)).collect(),
        item_list: optional(&scope.item_lists, raw.item_set.as_ref(), problems),
        underline: raw.underline.and_then(|raw| {
            Some(Underline { span: raw.span, role: scope.roles.find(&raw.role, problems)?, text: raw.text })
        }),
        handles_span: handles.span,
        handles: handles.items.into_iter().filter_map(|raw| permission(raw, scope, problems)).collect(),
        prohibits: raw
            .prohibits
            .unwrap_or_default()
            .items
            .into_iter()
            .filter_map(|raw| {
                let items = scope.items(&raw.items, problems).0;
                Some(Prohibits { span: raw.span, role: scope.roles.find(&raw.role, problems)?, items })
            })
            .collect(),
        media: raw.media.map(|raw| Media {
            span: raw.span,
            kinds: raw.kinds.items.into_iter().map(|kind| kind.0).collect(),
            as_written: raw.as_written,
        }),
        reasons: raw
            .reasons
            .unwrap_or_default()
            .items
            .into_iter()
            .map(|raw| Reason {
                span: raw.span,
                role: optional(&scope.roles, raw.role.as_ref(), problems),
                text: raw.text,
            })
            .collect(),
        arrangement: raw.arrangement.map(|raw| Arrangement {
            span: raw.span,
            intro: raw.intro,
            conveys: raw
                .conveys
                .unwrap_or_default()
                .items
                .into_iter()
                .filter_map(|raw| {
                    let from = scope.roles.find(&raw.from, problems);
                    let to = scope.roles.find(&raw.to, problems);
                    Some(Conveyance {
                        span: raw.span,
                        from: from?,
                        to: to?,
                        carries: raw.carries.0,
                        text: raw.text,
                    })
                })
                .collect(),
            conclusion: raw.conclusion,
        }),
        tasks: raw
            .tasks
            .unwrap_or_default()
            .items
            .into_iter()
            .filter_map(|raw| {
                let tasks = raw
                    .tasks
                    .items
                    .into_iter()
                    .map(|raw| Task {
                        span: raw.span,
                        acts: scope.common.acts.find_all(raw.acts.iter().flatten(), problems),
                        text: raw.text,
                    })
                    .collect();
                Some(TaskGroup {
                    span: raw.span,
                    role: scope.roles.find(&raw.role, problems)?,
                    heading: raw.heading,
                    tasks,
                })
            })
            .collect(),
        subcontracting: raw.subcontracting.map(|raw| Subcontracting {
            span: raw.span,
            allowed: raw.allowed,
            approval: raw.approval,
            subcontractors: raw
                .subcontractors
                .unwrap_or_default()
                .items
                .into_iter()
                .filter_map(|raw| {
                    Some(Subcontractor {
                        span: raw.span,
                        role: scope.roles.find(&raw.role, problems)?,
                        tasks: raw.tasks,
                        approved: raw.approved,
                    })
                })
                .collect(),
        }),
        clauses: raw.clauses.map(|list| {
            let clauses = list
                .items
                .into_iter()
                .filter_map(|raw| {
                    Some(Clause {
                        span: raw.span,
                        kind: scope.common.clauses.find(&raw.id, problems)?,
                        article: raw.article,
                        every_depth: raw.every_depth,
                    })
                })
                .collect();
            Located::new(clauses, list.span)
        }),
        erasure: raw.erasure.map(|raw| Erasure {
            span: raw.span,
            within_days: raw.within_days,
            report_fields: Located::new(raw.report_fields.items, raw.report_fields.span),
            witness: raw.witness,
            continuing: raw.continuing.map(|word| word.0),
            continuing_report: raw.continuing_report,
            backup: raw.backup,
            keep_until: raw.keep_until,
        }),
        incident_notice_hours: raw.incident_notice_hours,
        spoiled: raw.spoiled.and_then(|raw| {
            Some(Spoiled {
                span: raw.span,
                by: scope.roles.find(&raw.by, problems)?,
                how: raw.how.items.into_iter().map(|word| word.0).collect(),
                report: raw.report,
            })
        }),
        matching: raw.matching.and_then(|raw| {
            Some(Matching { span: raw.span, by: scope.roles.find(&raw.by, problems)?, how: raw.how })
        }),
        inspection: raw.inspection.map(|raw| Inspection {
            span: raw.span,
            per_year: raw.per_year,
            on_site: raw.on_site,
            copies: raw.copies,
        }),
        designation: raw.designation.map(|raw| Designation {
            span: raw.span,
            facility: raw.facility,
            ordinance: raw.ordinance,
            from: raw.from,
            to: raw.to,
            resolved: raw.resolved,
        }),
    }
}

fn party(raw: RawContractParty, scope: &Scope<'_>, problems: &mut Problems) -> Option<ContractParty> {
    let entries = raw.entries.unwrap_or_default().items;
    Some(ContractParty {
        span: raw.span,
        letter: raw.letter,
        role: scope.roles.find(&raw.role, problems)?,
        entries: entries.into_iter().map(|raw| mention(raw, scope, problems)).collect(),
    })
}

pub(super) fn mention(raw: RawMention, scope: &Scope<'_>, problems: &mut Problems) -> Mention {
    Mention {
        span: raw.span,
        provider: optional(&scope.providers, raw.provider.as_ref(), problems),
        certifications: raw
            .certifications
            .unwrap_or_default()
            .items
            .into_iter()
            .filter_map(|raw| {
                Some(CertificationMention {
                    span: raw.span,
                    kind: scope.common.certifications.find(&raw.kind, problems)?,
                    as_written: raw.as_written,
                })
            })
            .collect(),
        as_written: raw.as_written,
    }
}

fn permission(raw: RawHandles, scope: &Scope<'_>, problems: &mut Problems) -> Option<Handles> {
    let items = scope.items_or_list(raw.items.as_ref(), raw.items_of.as_ref(), problems);
    let role = scope.roles.find(&raw.role, problems);
    Some(Handles {
        span: raw.span,
        role: role?,
        items: items?.0,
        assumed: is_assumed(raw.confidence.as_ref()),
        note: raw.note,
    })
}

pub(super) fn connection(raw: RawConnection, scope: &Scope<'_>, problems: &mut Problems) -> Connection {
    let item_sets = raw.item_sets.unwrap_or_default();
    Connection {
        id: raw.id,
        span: raw.span,
        title: raw.title,
        overrides: Overrides {
            department: raw.department,
            business: raw.business,
            subjects: raw.subjects,
            term: raw.term.map(|raw| term(raw, problems)),
            basis_as_written: raw.basis_as_written,
            own: own_texts(raw.own, scope.year, problems),
        },
        counterparty: raw.counterparty.and_then(|raw| party(raw, scope, problems)),
        item_lists_span: item_sets.span,
        item_lists: scope.item_lists.find_all(&item_sets, problems),
        reason: raw.reason,
        form: raw.form.map(|raw| ConnectionForm {
            span: raw.span,
            network: optional(&scope.common.networks, raw.network.as_ref(), problems),
            from_system: optional(&scope.systems, raw.from_system.as_ref(), problems),
            to_system: optional(&scope.systems, raw.to_system.as_ref(), problems),
            passage: optional(&scope.ward.passages, raw.passage.as_ref(), problems),
            text: raw.text,
        }),
    }
}
