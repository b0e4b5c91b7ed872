//! What is due, for a reader: lines, a page, a calendar.

use crate::diagnostic::Language;
use crate::duty::status::{Kind, Standing, ics, paper};
use crate::model::ward::Ward;
use crate::render::{self, Format, templates::Templates};
use crate::text;
use crate::workspace::status::{Folded, Status};

/// Returns a page as HTML; `told` is what does not count and which keys were believed ([`super::filed::lines`]).
///
/// # Errors
///
/// [`render::Error`] where the built-in template is wrong.
pub fn html(
    own: &Status,
    ward: &Ward,
    told: &[String],
    language: Language,
) -> Result<Vec<u8>, render::Error> {
    let folded: Vec<(String, String)> =
        own.folded.iter().map(|one| (one.matter.clone(), counts(one, language))).collect();
    let document = paper::page((ward, &own.print), &own.obligations, &folded, told, own.today, language);
    let papers = render::render(&document, Format::Html, &Templates::built_in()?)?;
    Ok(papers.into_iter().map(|paper| paper.contents).next().unwrap_or_default())
}

/// Returns what the matters of years that are over left undone, a line a matter.
#[must_use]
pub fn folded_lines(own: &Status, language: Language) -> Vec<String> {
    own.folded.iter().map(|own| folded(own, language)).collect()
}

/// Returns what a matter of a year that is over left undone, in words.
fn folded(own: &Folded, language: Language) -> String {
    format!("{}: {}", own.matter, counts(own, language))
}

fn counts(own: &Folded, language: Language) -> String {
    let one = |(kind, count): (&Kind, &usize)| {
        let title = kind.title();
        let (ja, en) = (title.ja, title.en);
        text!("{ja} {count}件", "{en}: {count}").get(language).to_owned()
    };
    own.counts.iter().map(one).collect::<Vec<_>>().join(text!("、", ", ").get(language))
}

/// Returns a calendar (iCalendar, RFC 5545); `told` as in [`html`].
#[must_use]
pub fn calendar(own: &Status, ward: &Ward, told: &[String], language: Language) -> String {
    ics::write(&ward.name.value, &own.obligations, told, own.today, language)
}

/// Returns the lines for a reader; only the last one where `quiet`.
#[must_use]
pub fn lines(own: &Status, quiet: bool, language: Language) -> Vec<String> {
    let Status { today, matters: looked_at, obligations: found, .. } = own;
    let today = *today;
    let mut lines = Vec::new();
    let (mut group, mut words) = (None, None);
    for own in found.iter().filter(|_| !quiet) {
        let standing = own.standing(today);
        if group != Some(standing.word()) {
            (group, words) = (Some(standing.word()), None);
            let count = found.iter().filter(|other| other.standing(today).word() == standing.word()).count();
            let heading = match standing {
                Standing::Later(_) => text!("それより先", "later"),
                Standing::Overdue(_) => text!("過ぎたもの", "overdue"),
                Standing::Soon(_) => text!("30日以内", "within 30 days"),
                Standing::Unknown => text!("期限の分からないもの", "without a known date"),
            };
            let (ja, en) = (heading.ja, heading.en);
            lines.push(text!("■ {ja}（{count}件）", "■ {en} ({count})").get(language).to_owned());
        }
        let (head, what) = own.lines(today, language);
        lines.push(format!("  {head}"));
        if words != Some(&own.words) {
            words = Some(&own.words);
            lines.push(format!("      {what}"));
        }
    }
    if !own.folded.is_empty() && !quiet {
        let heading = text!(
            "■ 終わった年度に済ませなかったもの（一件ずつは `fugi status policies/年度`）",
            "■ left undone in years that are over (one by one: `fugi status policies/YEAR`)"
        );
        lines.push(heading.get(language).to_owned());
        lines.extend(own.folded.iter().map(|one| format!("  {}", folded(one, language))));
    }
    if !own.drafts.is_empty() && !quiet {
        let (names, names_en) = (own.drafts.join("、"), own.drafts.join(", "));
        lines.push(
            text!(
                "まだ件名のない下書き（期限は数えません）: {names}",
                "drafts without a title yet (nothing is due of them): {names_en}"
            )
            .get(language)
            .to_owned(),
        );
    }
    let count = |is: fn(Standing) -> bool| found.iter().filter(|own| is(own.standing(today))).count();
    let overdue = count(|standing| matches!(standing, Standing::Overdue(_)));
    let soon = count(|standing| matches!(standing, Standing::Soon(_)));
    let unknown = count(|standing| standing == Standing::Unknown);
    let later = count(|standing| matches!(standing, Standing::Later(_)));
    lines.push(text!(
        "{today} 現在、案件 {looked_at}件: 超過 {overdue}件、30日以内 {soon}件、期限不明 {unknown}件、それより先 {later}件",
        "as of {today}, {looked_at} matter(s): {overdue} overdue, {soon} within 30 days, {unknown} without a known date, {later} later"
    ).get(language).to_owned());
    lines
}
