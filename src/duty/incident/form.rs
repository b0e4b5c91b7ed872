//! The first report of an incident (第一報), half filled: what the model and the clocks know.

use super::answer::{Loss, Question};
use crate::duty::forms::{Given, Known};
use crate::evidence::format::kind::incident::{Head, Stage};
use chrono::{Datelike, NaiveDateTime};

/// Returns what is known of the first report on a loss; `None` where no contract binds the place, since a record
/// belongs to a contract.
#[must_use]
pub fn given(question: &Question, loss: &Loss) -> Option<Given> {
    let terms = loss.terms.as_ref()?;
    let ward = question.start.ward;
    let mut given = Given::from([
        ("contract", Known::from(terms.reference.as_str())),
        ("incident", Known::from(number(question, loss))),
        ("stage", Known::from(Stage::First.word())),
        // Which heads apply is for a person to say; until then they are open.
        ("heads", Known::from(Head::Open.word())),
        ("ward_aware_at", Known::from(moment(ward))),
        ("items", Known::from(loss.items.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())),
    ]);
    if let Some(id) = &loss.contact.id {
        given.insert("party", id.as_str().into());
        given.insert("party_name", loss.contact.name.as_str().into());
    }
    if let Some(contractor) = question.start.contractor {
        given.insert("contractor_aware_at", moment(contractor).into());
        // The contractor found it at the latest when it knew.
        given.insert("found_at", moment(contractor).into());
    }
    Some(given)
}

/// Returns a number for the incident: the day and the place, the same in every report of the chain.
fn number(question: &Question, loss: &Loss) -> String {
    let day = question.start.ward.date();
    let place = loss.contact.id.as_deref().unwrap_or("ward");
    format!("{}-{:02}{:02}-{place}", day.year(), day.month(), day.day())
}

/// Returns a time of day in Japan, which has had one offset since 1952.
fn moment(time: NaiveDateTime) -> String {
    format!("{}+09:00", time.format("%Y-%m-%dT%H:%M:%S"))
}
