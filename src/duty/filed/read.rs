//! Reading the record of a workspace into facts: of the entries that count.

use super::{
    Audit, Correction, Erased, ErasureReport, Filed, Handlers, Incident, Named, Outstanding, Retained, Stage,
    doubtfulness,
};
use crate::diagnostic::Text;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::envelope::Envelope;
use crate::evidence::format::field::Moment as Written;
use crate::evidence::format::kind::incident::Head;
use crate::evidence::format::kind::receipt::{Assurance, Form};
use crate::evidence::format::kind::{Kind, Predicate, audit, erasure, handlers, handover, incident};
use crate::evidence::format::moment::Moment;
use crate::evidence::format::statement::{Refusal, Statement};
use crate::evidence::log::Log;
use crate::evidence::store::{Name, RECORD_LIMIT};
use crate::evidence::verify::counted::Counted;
use crate::text;
use chrono::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// More persons than this are reported (規則43条4号).
const MANY: u64 = 100;

/// An entry that does not count as filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounted {
    /// Its number.
    pub entry: u64,
    /// Why.
    pub why: Text,
}

/// A record and where it is logged.
struct Entry {
    number: u64,
    digest: Digest,
    /// The digest of what was logged: of the receipt, where what came lies beside it.
    logged: Digest,
    says: Predicate,
    /// How sure one may be of the contractor; nothing where nobody but the ward signed.
    assurance: Option<Assurance>,
    /// When the ward had it at the latest: when it was logged, or earlier by the ward's own receipt.
    had: Written,
}

/// Returns what a log held at a moment (all that it holds, without one), and the entries that do not count: those that
/// verification refuses, and those that cannot be read. Records that were lawfully disposed of are passed over, and so
/// are those that a later one replaces, where that one counts.
///
/// # Errors
///
/// Where the log itself cannot be read.
pub fn read(
    log: &Log,
    counted: &Counted,
    until: Option<Moment>,
) -> Result<(Filed, Vec<Uncounted>), crate::evidence::error::Error> {
    let (mut entries, mut uncounted) = (Vec::new(), Vec::new());
    let (mut replaced, mut disposed) = (Vec::new(), BTreeSet::new());
    let mut missing = Vec::new();
    for entry in log.entries()? {
        let (number, leaf) = entry?;
        if !Kind::of_uri(&leaf.kind).is_some_and(is_of_interest) {
            continue;
        }
        if let Some(why) = counted.why_not(number) {
            uncounted.push(Uncounted { entry: number, why });
            continue;
        }
        // What was logged later had not come in yet; what was disposed of later lay there, and lies there no more.
        if until.is_some_and(|until| leaf.logged > until) && Kind::of_uri(&leaf.kind) != Some(Kind::Disposal)
        {
            continue;
        }
        let mut digest = leaf.record;
        let logged = DateTime::from_timestamp(i64::try_from(leaf.logged.seconds()).unwrap_or(0), 0);
        let mut had = Written::in_japan(logged.unwrap_or_default());
        let mut assurance = (!counted.by_ward.contains(&number)).then_some(Assurance::A);
        let mut found = open(log, &Name::Record(digest), |bytes| Statement::of(&Envelope::parse(bytes)?));
        // What came on paper, or with a signature beside it, lies as it came; its receipt is what was logged.
        if let Ok(Some(Statement { predicate: Predicate::Receipt(receipt), .. })) = &found
            && receipt.form != Form::Envelope
        {
            had = had.min(receipt.received_at);
            digest = receipt.document;
            assurance = Some(receipt.assurance);
            found = open(log, &Name::Blob(digest), Statement::parse);
        }
        if counted.revoked.contains(&number) {
            // The signature proves nothing any more; that the ward asked its holder does.
            assurance = Some(Assurance::C);
        }
        let says = match found {
            Ok(Some(statement)) => statement.predicate,
            Ok(None) => {
                missing.push((number, digest));
                continue;
            }
            Err(why) => {
                uncounted.push(Uncounted { entry: number, why });
                continue;
            }
        };
        if let Predicate::AuditResult(result) = &says
            && let Some(problem) = result.impossible().into_iter().next()
        {
            uncounted.push(Uncounted { entry: number, why: problem.message });
            continue;
        }
        // What is less sure replaces no report on an erasure: both are heard.
        let is_erasure = matches!(says, Predicate::ErasureReport(_));
        let least = if is_erasure { doubtfulness(assurance) } else { 0 };
        replaced.extend(says.common().supersedes.map(|own| (own, least)));
        if let Predicate::Disposal(disposal) = &says {
            disposed.extend(disposal.targets.iter().map(|target| target.digest));
        }
        entries.push(Entry { number, digest, logged: leaf.record, says, assurance, had });
    }
    let receipts: Vec<(Digest, Written)> = entries
        .iter()
        .filter_map(|entry| match &entry.says {
            Predicate::Receipt(receipt) => Some((receipt.document, receipt.received_at)),
            _ => None,
        })
        .collect();
    for entry in &mut entries {
        let own = receipts.iter().filter(|(digest, _)| *digest == entry.digest).map(|(_, at)| *at);
        entry.had = own.fold(entry.had, Ord::min);
    }
    for (entry, digest) in missing {
        if !disposed.contains(&digest) {
            let why = text!(
                "記録のファイルがありません（`fugi verify` で確かめてください）",
                "the record is missing; see `fugi verify`"
            );
            uncounted.push(Uncounted { entry, why });
        }
    }
    uncounted.sort_by_key(|own| own.entry);
    entries.retain(|entry| {
        let own = doubtfulness(entry.assurance);
        !replaced.iter().any(|(digest, least)| *digest == entry.digest && *least <= own)
    });
    Ok((filed(&entries), uncounted))
}

/// Reads a statement; `None` where it is not there.
fn open(
    log: &Log,
    name: &Name,
    parse: impl Fn(&[u8]) -> Result<Statement, Refusal>,
) -> Result<Option<Statement>, Text> {
    let found = log.store().find(name, RECORD_LIMIT as usize).map_err(|error| error.text())?;
    found.map(|bytes| parse(&bytes)).transpose().map_err(|refusal| refusal.text())
}

fn is_of_interest(kind: Kind) -> bool {
    match kind {
        Kind::AuditResult
        | Kind::Correction
        | Kind::Disposal
        | Kind::ErasureReport
        | Kind::Handlers
        | Kind::HandoverLedger
        | Kind::Incident
        | Kind::Receipt => true,
        Kind::Decision | Kind::KeyEvent | Kind::Publication => false,
    }
}

fn filed(entries: &[Entry]) -> Filed {
    let mut filed = Filed::default();
    let mut chains: Vec<Chain<'_>> = Vec::new();
    for entry in entries {
        let contract = entry.says.common().contract;
        match &entry.says {
            Predicate::AuditResult(result) => {
                filed.audits.extend(audit(entry.number, result));
                filed.inspections.push(result.into());
            }
            Predicate::ErasureReport(report) => filed.erasures.push(erasure(entry, report, entries)),
            Predicate::Handlers(report) => filed.handlers.push(Handlers {
                contract: report.contract.clone(),
                party: report.party.clone(),
                effective: report.effective.0,
                trained: trained(&report.handlers),
            }),
            Predicate::HandoverLedger(ledger) => filed.outstanding.extend(outstanding(ledger)),
            Predicate::Incident(report) => {
                match chains.iter_mut().find(|chain| chain.goes_on(entry, report)) {
                    Some(chain) => chain.0.push((entry, report)),
                    None => chains.push(Chain(vec![(entry, report)])),
                }
            }
            // A receipt stands for the document that it receives; the others are no report on what is due.
            Predicate::Correction(_)
            | Predicate::Decision(_)
            | Predicate::Disposal(_)
            | Predicate::KeyEvent(_)
            | Predicate::Publication(_)
            | Predicate::Receipt(_) => continue,
        }
        filed.under.extend(contract.map(|own| (entry.number, own.to_owned())));
    }
    filed.incidents = chains.iter().filter_map(|chain| incident(&chain.0)).collect();
    filed.incidents.sort_by(|one, other| one.id.cmp(&other.id));
    filed
}

/// The reports on one incident, in the order of the log.
struct Chain<'e>(Vec<(&'e Entry, &'e incident::Incident)>);

impl Chain<'_> {
    /// Returns whether a report belongs to it: it follows one of its reports; or it names none, has the same number, and
    /// is by the same company or by the ward. Two companies may have used one number; neither closes what the other
    /// reported.
    fn goes_on(&self, entry: &Entry, report: &incident::Incident) -> bool {
        let has = |digest| self.0.iter().any(|(own, _)| own.digest == digest);
        if report.follows.is_some_and(has) {
            return true;
        }
        let party = |entry: &Entry| entry.says.party().map(|(id, _)| id.to_owned());
        let is_anothers =
            |own: &Entry| matches!((party(own), party(entry)), (Some(own), Some(other)) if own != other);
        self.0.iter().all(|(own, before)| before.incident == report.incident && !is_anothers(own))
    }
}

fn erasure(entry: &Entry, report: &erasure::ErasureReport, entries: &[Entry]) -> ErasureReport {
    let copies = report.copies.iter().enumerate().map(|(index, copy)| Erased {
        at: format!("copies/{index}"),
        place: Named {
            id: copy.place.clone(),
            name: copy.name.clone(),
            medium: Some(copy.medium.word().to_owned()),
        },
        items: copy.items.clone(),
        date: copy.performed.date.0,
    });
    // What went back to the ward is no copy any more, from the day it went.
    let returned = report.returned.iter().flatten().enumerate();
    let returned = returned.filter(|(_, own)| own.quantity > 0).map(|(index, returned)| Erased {
        at: format!("returned/{index}"),
        place: Named { id: returned.place.clone(), name: returned.name.clone(), medium: None },
        items: None,
        date: returned.date.0,
    });
    let retained = report.retained.iter().flatten().map(|retained| Retained {
        place: Named { id: retained.copy.clone(), name: retained.what.clone(), medium: None },
        location: retained.place.clone(),
        reason: retained.reason.clone(),
        until: retained.until.map(|day| day.0),
    });
    let absent = report.absent.iter().flatten().map(|own| (own.place.clone(), own.reason.clone()));
    let corrections = entries.iter().filter_map(|own| match &own.says {
        Predicate::Correction(says) if says.corrects == entry.digest || says.corrects == entry.logged => {
            let fields = says.changes.iter().map(|change| change.field.clone()).collect();
            Some(Correction { entry: own.number, fields })
        }
        _ => None,
    });
    ErasureReport {
        entry: entry.number,
        contract: report.contract.clone(),
        items: report.items.clone(),
        corrections: corrections.collect(),
        party: report.party.clone(),
        assurance: entry.assurance,
        reported: report.issued_at.date().0,
        no_longer_needed: report.trigger == erasure::Trigger::NoLongerNeeded,
        erased: copies.chain(returned).collect(),
        retained: retained.collect(),
        absent: absent.collect(),
    }
}

/// Returns what a ledger says went out and did not come back, by the number of the medium.
fn outstanding(ledger: &handover::HandoverLedger) -> Vec<Outstanding> {
    let mut open: BTreeMap<&str, (i128, Option<chrono::NaiveDate>)> = BTreeMap::new();
    for entry in &ledger.entries {
        let own = open.entry(&entry.medium_number).or_default();
        match entry.direction {
            handover::Direction::Back => own.0 -= i128::from(entry.quantity),
            handover::Direction::Out => {
                own.0 += i128::from(entry.quantity);
                own.1 = entry.return_due.map(|day| day.0).or(own.1);
            }
        }
    }
    let left = open.into_iter().filter_map(|(medium, (count, due))| {
        let quantity = u64::try_from(count).ok().filter(|count| *count > 0)?;
        let (contract, party) = (ledger.contract.clone(), ledger.party_name.clone());
        Some(Outstanding { contract, party, medium: medium.to_owned(), quantity, due })
    });
    left.collect()
}

/// Returns the earliest day on which one of those who handle the data was trained last; `None` where one was not, or
/// nobody is named.
fn trained(all: &[handlers::Handler]) -> Option<chrono::NaiveDate> {
    let days: Option<Vec<_>> = all.iter().map(|own| own.trained_on.map(|day| day.0)).collect();
    days?.into_iter().min()
}

fn audit(entry: u64, result: &audit::AuditResult) -> Option<Audit> {
    let open = result
        .rows
        .iter()
        .filter(|row| row.verdict == audit::Verdict::Unfit && row.closed_on.is_none())
        .map(|row| (row.row.clone(), row.deadline.map(|day| day.0)));
    Some(Audit {
        entry,
        contract: result.contract.clone(),
        party: result.party_name.clone(),
        party_id: result.party.clone(),
        fiscal_year: i32::try_from(result.fiscal_year).ok()?,
        date: result.inspected_on.0,
        subcontractors_included: result.subcontractors_included,
        counts_as_inspection: match result.way {
            audit::Way::Document => false,
            audit::Way::OnSite => true,
            audit::Way::Remote => result.way_reason.is_some(),
        },
        open_findings: open.collect(),
    })
}

/// Returns an incident from its chain of reports, in the order of the log. Reports to the commission, the decision on
/// them and the notice to the persons are the ward's own (個人情報保護法68条): a contractor's report to the ward takes the
/// place of none of them.
fn incident(chain: &[(&Entry, &incident::Incident)]) -> Option<Incident> {
    let (latest, last) = chain.last()?;
    let is_own = |(entry, _): &&(&Entry, &incident::Incident)| entry.assurance.is_none();
    let own: Vec<&incident::Incident> = chain.iter().filter(is_own).map(|(_, report)| *report).collect();
    let report = own.last().unwrap_or(last);
    // The ward says when it came to know, and knew at the latest when it had a report. What a contractor says of it
    // moves that to no later time.
    let said = |(entry, report): &(&Entry, &incident::Incident)| match entry.assurance {
        None => report.ward_aware_at.unwrap_or(report.found_at).min(entry.had),
        Some(_) => entry.had,
    };
    let own_word = chain.iter().filter(is_own).find_map(|(_, report)| report.ward_aware_at);
    let told = || chain.iter().filter_map(|(_, report)| report.ward_aware_at);
    let had = chain.iter().map(said).min().unwrap_or(last.found_at);
    let aware = own_word.or_else(|| told().min()).map_or(had, |own| own.min(had));
    // A count that passes 100 only in a later report starts the clock anew on that day, where no other head applies.
    let counts = || chain.iter().filter_map(|(entry, own)| Some(((*entry, *own), own.subjects_count?)));
    let first_few = counts().next().is_some_and(|(_, count)| count <= MANY);
    let by_count_alone = report.heads.iter().all(|head| *head == Head::OverHundred);
    let passed = counts().find(|(_, count)| *count > MANY).filter(|_| first_few && by_count_alone);
    let first_day = passed.map_or(aware, |((entry, own), _)| match entry.assurance {
        None => own.ward_aware_at.max(Some(own.issued_at)).map_or(entry.had, |said| said.min(entry.had)),
        Some(_) => entry.had,
    });
    let mut contracts: Vec<String> = chain.iter().map(|(_, own)| own.contract.clone()).collect();
    contracts.sort_unstable();
    contracts.dedup();
    let received = chain.iter().filter(|own| !is_own(own));
    let received = received.map(|(entry, own)| (stage(own.stage), entry.number));
    Some(Incident {
        entry: latest.number,
        id: last.incident.clone(),
        contracts,
        first_day: first_day.date().0,
        stage: own.iter().map(|own| stage(own.stage)).max(),
        received: received.max(),
        reportable: reportable(chain),
        malicious: report.heads.contains(&Head::Wrongful),
        told: own.iter().any(|own| own.response.is_some()),
    })
}

/// Returns whether an incident must be reported: what the ward decided last, unless a contractor has told it of a head
/// since, where it decided that none applies. Where it has decided nothing, a head that a contractor names is enough,
/// and that none applies is for the ward to say.
fn reportable(chain: &[(&Entry, &incident::Incident)]) -> Option<bool> {
    let mut decided = None;
    for (entry, report) in chain {
        let says = match report.heads.as_slice() {
            heads if heads.contains(&Head::Open) => None,
            heads if heads.iter().all(|head| *head == Head::NoneOfThem) => Some(false),
            _ => Some(true),
        };
        decided = match (entry.assurance.is_none(), says, decided) {
            (true, says, _) => says,
            (false, Some(true), Some(false)) => None,
            (false, Some(true), None) => Some(true),
            (false, _, decided) => decided,
        };
    }
    decided
}

fn stage(stage: incident::Stage) -> Stage {
    match stage {
        incident::Stage::Final => Stage::Final,
        incident::Stage::First => Stage::First,
        incident::Stage::Preliminary => Stage::Preliminary,
    }
}
