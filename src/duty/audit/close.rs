//! 是正の確認: a 不適 of an audit is closed by a record that takes the place of the audit's.

use super::inspection::Inspection;
use crate::diagnostic::{Text, quoted};
use crate::evidence::format::field::Date;
use crate::evidence::format::kind::audit::Verdict;
use crate::spelling;
use crate::text;
use chrono::NaiveDate;

/// Returns the result with the 不適 of `row` closed on `day`; `evidence` says what was seen.
///
/// # Errors
///
/// A row that is not there, is no 不適, or is closed; a day before the audit or after `today`; no evidence.
pub fn closed(
    result: &Inspection,
    row: &str,
    day: NaiveDate,
    evidence: &str,
    today: NaiveDate,
) -> Result<Inspection, Text> {
    let evidence = evidence.trim();
    if evidence.is_empty() {
        return Err(text!(
            "是正を確かめた証跡を --evidence に書いてください（例: 暗号化の記録 2027-02-01）",
            "say with --evidence what was seen"
        ));
    }
    let inspected = result.inspected_on;
    if day < inspected {
        return Err(text!(
            "是正を確かめた日 {day} が、実施日 {inspected} より前です",
            "{day} is before the audit ({inspected})"
        ));
    }
    if day > today {
        return Err(text!(
            "是正を確かめた日 {day} がまだ来ていません（今日は {today}）",
            "{day} is still to come (today is {today})"
        ));
    }
    let mut closed = result.clone();
    let Some(own) = closed.rows.iter_mut().find(|own| spelling::same(&own.row, row)) else {
        let Text { ja: open, en: open_en } = quoted(result.open().map(|own| &own.row));
        let all = if open.is_empty() {
            text!("是正の残りはありません", "nothing is open")
        } else {
            text!("是正の残り: {open}", "open: {open_en}")
        };
        let ids = result.rows.iter().map(|own| own.row.as_str());
        let help = spelling::did_you_mean(row, ids, &all);
        let (ja, en) = (help.ja, help.en);
        return Err(text!(
            "{inspected} の監査結果に項目「{row}」はありません。{ja}",
            "the audit of {inspected} has no row `{row}`; {en}"
        ));
    };
    let id = &own.row;
    if own.verdict != Verdict::Unfit {
        let verdict = own.verdict.label();
        return Err(text!(
            "項目「{id}」の結果は「{verdict}」です。是正を確かめるのは「不適」だけです",
            "the row `{id}` is {verdict}; only 不適 is closed"
        ));
    }
    if let Some(before) = own.closed_on {
        return Err(text!(
            "項目「{id}」の是正は、{before} に確かめてあります",
            "the row `{id}` was closed on {before}"
        ));
    }
    own.closed_on = Some(Date(day));
    own.evidence = Some(match &own.evidence {
        Some(seen) => format!("{seen}\n是正の確認: {evidence}"),
        None => format!("是正の確認: {evidence}"),
    });
    Ok(closed)
}
