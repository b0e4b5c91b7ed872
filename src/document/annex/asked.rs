//! What councils ask of a work beyond its form: spoiled sheets, enclosures, inspections, leaks of the past, consent,
//! requests of the police, trials, abbreviations.

use super::super::submission::Submission;
use super::super::tree::Block;
use super::passed::by_role;
use crate::model::contract::Contract;
use crate::model::ids::{PartyId, RoleId};
use crate::model::matter::Matter;
use crate::model::party::{PastIncident, Role};

/// Returns what becomes of spoiled sheets and test prints.
pub(super) fn spoiled(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let Some(own) = &contract.spoiled else { return Vec::new() };
    let how: Vec<&str> = own.how.iter().map(|own| own.value.ja()).collect();
    let word = submission.ward.word();
    let report = match own.report.as_ref().map(|own| own.value) {
        Some(true) => format!("{word}に報告させる。"),
        Some(false) => format!("{word}への報告はさせない。"),
        None => String::new(),
    };
    vec![Block::paragraph(format!(
        "{}が処分する（{}）。{report}",
        submission.role(own.by.value),
        how.join("、")
    ))]
}

/// Returns who matches addresses and enclosures, and how.
pub(super) fn matching(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let own = contract.matching.iter();
    own.map(|own| Block::paragraph(format!("{}：{}", submission.role(own.by.value), own.how))).collect()
}

/// Returns how often the ward inspects, whether on site, and how it looks for copies that nobody declared.
pub(super) fn inspection(submission: &Submission<'_>, contract: &Contract) -> Vec<Block> {
    let Some(own) = &contract.inspection else { return Vec::new() };
    let how = if own.on_site.value { "実地" } else { "実地によらない" };
    let times = submission.print().number(own.per_year.value);
    let copies = own.copies.as_ref().map(|copies| format!("届けのない写しの確認：{copies}"));
    let times = std::iter::once(format!("年{times}回（{how}）"));
    times.chain(copies).map(Block::paragraph).collect()
}

/// Returns the leaks of the past of those who play the roles, or how it was made sure that there were none.
pub(super) fn past_incidents(submission: &Submission<'_>, roles: &[RoleId]) -> Vec<Block> {
    let mut named: Vec<PartyId> = Vec::new();
    for role in roles {
        let providers = submission.matter.roles[*role].providers.iter();
        for party in providers.filter_map(|id| submission.matter.providers[*id].party.as_ref()) {
            if !named.contains(&party.value) {
                named.push(party.value);
            }
        }
    }
    let incident = |own: &PastIncident| {
        let on = submission.print().day_or_month(own.on.value);
        format!("{on}、{}。再発の防止：{}", own.what.trim_end_matches('。'), own.measures)
    };
    let lines = named.into_iter().flat_map(|id| {
        let party = &submission.year.parties[id];
        let none = party.no_incidents.as_ref().map(|none| format!("なし（{}）", none.trim_end_matches('。')));
        let told = party.incidents.iter().map(incident).chain(none);
        told.map(move |told| format!("{}：{told}", party.name)).collect::<Vec<_>>()
    });
    lines.map(Block::paragraph).collect()
}

/// Returns whether the principals are asked for consent, and how or why not.
pub(super) fn consent(submission: &Submission<'_>, roles: &[RoleId]) -> Vec<Block> {
    let of = |role: &Role| {
        let line = role.consent.as_ref().map(|own| {
            let word =
                if own.obtained.value { "本人の同意を得る" } else { "本人の同意を得ない" };
            Block::paragraph(format!("{word}：{}", own.how))
        });
        line.into_iter().collect()
    };
    by_role(submission, roles, of)
}

/// Returns who decides when the police and others ask for data, in what procedure, and what is kept of it.
pub(super) fn requests(matter: &Matter) -> Vec<Block> {
    let Some(own) = &matter.requests else { return Vec::new() };
    let record = own.record.as_ref().map(|record| format!("残す記録：{record}"));
    let lines = [format!("判断する者：{}", own.by), format!("手続：{}", own.how)];
    lines.into_iter().chain(record).map(Block::paragraph).collect()
}

/// Returns when something is tried before the work begins, and with what.
pub(super) fn trial(submission: &Submission<'_>) -> Vec<Block> {
    let Some(own) = &submission.matter.trial else { return Vec::new() };
    let day = |day| submission.print().day(day);
    let to = own.to.as_ref().map_or_else(String::new, |to| format!("{}まで", day(to.value)));
    let period = format!("期間：{}から{to}", day(own.from.value));
    let data = format!("用いる情報：{}", own.data.value.ja());
    let note = own.note.as_ref().map(|note| format!("試すこと：{note}"));
    [period, data].into_iter().chain(note).map(Block::paragraph).collect()
}

/// Returns what the abbreviations of the paper mean.
pub(super) fn abbreviations(matter: &Matter) -> Vec<Block> {
    matter
        .abbreviations
        .iter()
        .map(|own| Block::paragraph(format!("{}：{}", own.word, own.meaning)))
        .collect()
}
