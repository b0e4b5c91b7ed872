//! Where a change stands on the paper: in which part, under which title, in which row, so that a comparison can be
//! printed in the order of the document.

use super::about::BETWEEN;
use super::changes::owners;
use super::facts::{Key, Token};
use super::identity::Identity;
use super::judge::Judge;
use super::kinds::Kind;
use super::matching::Pairs;
use crate::case::Case;
use crate::model::ids::{ConnectionId, ContractId, FlowId, Id, ItemListId, KindId};
use crate::model::matter::Covered;
use crate::model::vocabulary::Fact;

/// A part of the paper, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Cover,
    Overview,
    Annex(KindId),
    /// What no annex of this year's form is about.
    Other,
    Parties,
    Flow,
    Items,
    Checklist,
    Approvals,
    Waivers,
}

/// Where a change stands on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperPlace {
    part: Part,
    thing: usize,
    field: usize,
    kind: Kind,
    /// Part and title, whole: 別紙　業務委託「…」.
    pub heading: String,
    /// The row as the paper calls it, and what of it.
    pub row: String,
}

impl PaperPlace {
    /// Returns what orders places as the document does.
    #[must_use]
    pub fn order(&self) -> impl Ord + use<> {
        (self.part, self.thing, self.field, self.kind as usize)
    }
}

/// The year that has a thing, and the thing's index in it; the new one where both have it.
fn side<'j>(judge: &'j Judge<'_>, pairs: &Pairs, token: Token) -> Option<(&'j Case<'j>, usize)> {
    match pairs.both.get(token as usize)? {
        (_, Some(new)) => Some((judge.new, *new)),
        (Some(old), None) => Some((judge.old, *old)),
        (None, None) => None,
    }
}

/// Returns where a change stands; `about` are the words of its place with whole titles.
pub(super) fn of(judge: &Judge<'_>, identity: &Identity, key: Key, about: &str) -> PaperPlace {
    let top = owners(key).last().copied().unwrap_or(key);
    let token = top.at[0];
    let title = |words: &str, name: &str| format!("{words}「{name}」");
    let mut place = PaperPlace {
        part: Part::Overview,
        thing: 0,
        field: usize::MAX,
        kind: key.kind,
        heading: judge.new.year.labels.overview.heading.value.clone(),
        row: String::new(),
    };
    let mut annex: Option<(&Case<'_>, KindId)> = None;
    // The first words of the place are the heading already.
    let mut is_headed = true;
    match top.kind {
        Kind::Contract => {
            if let Some((case, index)) = side(judge, &identity.contracts, token) {
                let id = ContractId::from_index(index);
                annex = case.kind_of(Covered::Contract(id)).map(|kind| (case, kind));
                let words = annex.map_or("業務委託", |(case, kind)| case.kind(kind).ja());
                place.thing = index;
                place.heading = title(&format!("別紙　{words}"), case.contract(id));
            }
            place.part = Part::Other;
        }
        Kind::Connection => {
            if let Some((case, index)) = side(judge, &identity.connections, token) {
                let id = ConnectionId::from_index(index);
                annex = case.kind_of(Covered::Connection(id)).map(|kind| (case, kind));
                let words = annex.map_or("外部結合", |(case, kind)| case.kind(kind).ja());
                place.thing = index;
                place.heading = title(&format!("別紙　{words}"), case.connection(id));
            }
            place.part = Part::Other;
        }
        Kind::Flow => {
            if let Some((case, index)) = side(judge, &identity.flows, token) {
                let id = FlowId::from_index(index);
                place.thing = index;
                place.heading = title(&case.flow(id), case.matter.flows[id].name());
            }
            place.part = Part::Flow;
        }
        Kind::ItemList | Kind::ListTitle | Kind::ListHeading | Kind::ListItems | Kind::ListMaterial => {
            if let Some((case, index)) = side(judge, &identity.lists, token) {
                let id = ItemListId::from_index(index);
                place.thing = index;
                place.heading = title(&case.item_list(id).ja, case.matter.item_lists[id].name());
            }
            place.part = Part::Items;
        }
        Kind::Checklist => {
            if let Some((case, index)) = side(judge, &identity.checklists, token) {
                place.thing = index;
                let form = case.matter.checklists.get(index).map(|own| own.form.value);
                place.heading =
                    form.map_or_else(String::new, |form| case.year.forms[form].title.value.clone());
            }
            place.part = Part::Checklist;
        }
        Kind::Form => {
            if let Some((case, index)) = side(judge, &identity.forms, token) {
                let mut ids = case.year.forms.ids();
                place.thing = index;
                place.heading =
                    ids.nth(index).map_or_else(String::new, |form| case.year.forms[form].title.value.clone());
            }
            place.part = Part::Checklist;
        }
        kind => {
            is_headed = false;
            let (part, heading) = match kind {
                _ if kind < Kind::OverviewTitle || is_of_cover(kind) => (Part::Cover, "表紙"),
                _ if kind < Kind::Role => (Part::Overview, place.heading.as_str()),
                _ if kind < Kind::Item => (Part::Parties, "関係する者と端末・サーバ"),
                _ if kind < Kind::Contract => (Part::Items, "情報項目"),
                _ if kind < Kind::Form => (Part::Flow, "図の対策"),
                Kind::Waiver => (Part::Waivers, "受け入れた指摘"),
                _ => (Part::Approvals, "これまでの承認"),
            };
            (place.part, place.heading) = (part, heading.to_owned());
            if part != Part::Overview && part != Part::Cover {
                place.thing = usize::MAX;
            }
        }
    }
    let own = key.kind.about().label;
    let mut label = own;
    if let Some((case, kind)) = annex {
        place.part = Part::Annex(kind);
        let form = case.kind(kind);
        if let Some(fact) = fact(key.kind)
            && let Some(field) = form.fields.iter().position(|field| field.prints(fact))
        {
            place.field = field;
            label = form.label(fact).map_or(own, |label| label.value.as_str());
        }
    } else if let Some(of_overview) = label_of_overview(judge.new, key.kind) {
        label = of_overview;
    }
    let mut parts: Vec<&str> = about.split(BETWEEN).filter(|part| !part.is_empty()).collect();
    if is_headed && !parts.is_empty() {
        parts.remove(0);
    }
    if label != own && key != top {
        parts.push(own);
    }
    let between = BETWEEN.to_string();
    place.row =
        if parts.is_empty() { label.to_owned() } else { format!("{label}\n{}", parts.join(&between)) };
    place
}

/// Returns whether a kind of fact stands on the cover.
fn is_of_cover(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::LetterNumber
            | Kind::LetterDate
            | Kind::LetterTo
            | Kind::LetterFrom
            | Kind::Meeting
            | Kind::MeetingDate
            | Kind::MeetingPlace
            | Kind::Outcome
            | Kind::Conditions
            | Kind::ConditionHow
            | Kind::ConditionBy
            | Kind::ConditionMet
    )
}

/// Returns what the overview of a year's paper calls a kind of fact.
fn label_of_overview<'c>(case: &'c Case<'_>, kind: Kind) -> Option<&'c str> {
    let labels = &case.year.labels.overview;
    let label = match kind {
        Kind::OverviewTitle => &labels.title,
        Kind::OverviewDepartment => &labels.department,
        Kind::Purpose => &labels.purpose,
        Kind::Subjects => &labels.subjects,
        Kind::Description => &labels.description,
        Kind::SubmittedText => &labels.submitted,
        Kind::SubjectCount | Kind::SubjectPersons | Kind::SubjectCountStyle => &labels.subject_count,
        _ => return None,
    };
    Some(&label.value)
}

/// Returns the fact of an annex that shows a kind of fact; `None` where another part of the paper does (the cover, the
/// overview, the diagrams, the lists, the checklists), or none.
pub(super) fn fact(kind: Kind) -> Option<Fact> {
    Some(match kind {
        Kind::ConnectionTitle | Kind::ContractTitle => Fact::Title,
        Kind::AnnexDepartment => Fact::Department,
        Kind::AnnexBusiness => Fact::Business,
        Kind::AnnexBasis => Fact::Basis,
        Kind::AnnexSubjects => Fact::Subjects,
        Kind::ConnectionItems
        | Kind::ContractItems
        | Kind::Handles
        | Kind::HandlesAssumed
        | Kind::HandlesNote
        | Kind::Prohibits
        | Kind::Underline
        | Kind::UnderlineRole => Fact::Items,
        Kind::ContractParties
        | Kind::Contractors
        | Kind::Counterparty
        | Kind::CounterpartyCertifications
        | Kind::CounterpartyText
        | Kind::EntryCertifications
        | Kind::EntryText
        | Kind::Letter => Fact::Parties,
        Kind::ConnectionReason | Kind::ReasonText => Fact::Reasons,
        Kind::ConnectionNetwork
        | Kind::ConnectionPassage
        | Kind::ConnectionSystems
        | Kind::ConnectionText => Fact::ConnectionForm,
        Kind::Concluded
        | Kind::Conclusion
        | Kind::ContractForm
        | Kind::ContractNumber
        | Kind::ConveyText
        | Kind::Conveys
        | Kind::Intro
        | Kind::Joint
        | Kind::PerProvider => Fact::Contract,
        Kind::Media | Kind::MediaText => Fact::Media,
        Kind::Acts | Kind::Duties | Kind::TaskHeading | Kind::TaskText => Fact::Tasks,
        Kind::SubAllowed | Kind::SubApproval | Kind::SubApproved | Kind::SubTasks | Kind::Subcontractors => {
            Fact::Subcontracting
        }
        Kind::ClauseArticle | Kind::ClauseDepth | Kind::Clauses => Fact::Clauses,
        Kind::ErasureBackup
        | Kind::ErasureContinuing
        | Kind::ErasureDays
        | Kind::ErasureFields
        | Kind::ErasureReports
        | Kind::ErasureWitness
        | Kind::KeepUntil => Fact::Erasure,
        Kind::Spoiled => Fact::Spoiled,
        Kind::Matching => Fact::Matching,
        Kind::Inspection | Kind::InspectionCopies => Fact::Inspection,
        Kind::NoIncidents | Kind::PastIncidents => Fact::PastIncidents,
        Kind::Consent | Kind::ConsentHow => Fact::Consent,
        Kind::NumberGround => Fact::NumberUse,
        Kind::IdentityCheck => Fact::IdentityCheck,
        Kind::Requests => Fact::Requests,
        Kind::Trial => Fact::Trial,
        Kind::Abbreviations => Fact::Abbreviations,
        Kind::IncidentHours => Fact::IncidentNotice,
        Kind::Abroad | Kind::RoleAccess | Kind::SystemAccess => Fact::Readers,
        Kind::Cloud
        | Kind::CloudCheck
        | Kind::CloudService
        | Kind::Country
        | Kind::Disposal
        | Kind::Learns
        | Kind::Leased
        | Kind::MaintainedBy
        | Kind::OperatedBy
        | Kind::Region => Fact::Systems,
        Kind::Grounds | Kind::LegalBasis => Fact::Grounds,
        Kind::RecipientConditions => Fact::Conditions,
        Kind::Retention | Kind::RetentionBasis | Kind::RetentionItems | Kind::RetentionThen => {
            Fact::Retention
        }
        Kind::NoticeIncident | Kind::NoticeOptOut | Kind::NoticePurpose | Kind::NoticeSigns => Fact::Notice,
        Kind::ItemSources => Fact::Sources,
        Kind::ItemKinds => Fact::ItemKinds,
        Kind::Renews | Kind::RenewalText | Kind::Term => Fact::Term,
        Kind::AssessmentDue | Kind::AssessmentLevel | Kind::ImpactAssessment => Fact::Assessment,
        Kind::Designation => Fact::Designation,
        _ => return None,
    })
}

/// Returns whether a fact stands in an annex alone: what the annex's form leaves out, no other part shows.
pub(super) fn is_of_annex_alone(fact: Fact) -> bool {
    matches!(
        fact,
        Fact::Abbreviations
            | Fact::Assessment
            | Fact::Clauses
            | Fact::Conditions
            | Fact::Consent
            | Fact::Erasure
            | Fact::Grounds
            | Fact::IdentityCheck
            | Fact::IncidentNotice
            | Fact::Inspection
            | Fact::ItemKinds
            | Fact::Matching
            | Fact::Notice
            | Fact::NumberUse
            | Fact::PastIncidents
            | Fact::Readers
            | Fact::Requests
            | Fact::Retention
            | Fact::Sources
            | Fact::Spoiled
            | Fact::Subcontracting
            | Fact::Systems
            | Fact::Trial
    )
}
