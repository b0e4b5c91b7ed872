//! The result of an audit: what was filled in, checked.

use super::SheetProblem;
use super::back::Back;
use super::cells::Cells;
use super::form::{Form, PersonAt, RowAt, days};
use super::questions::Question;
use super::subject::Subject;
use crate::diagnostic::{Text, listed};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::field::Date;
use crate::evidence::format::kind::audit::{AuditResult, Row, Verdict, Way};
use crate::evidence::format::kind::part::Person;
use crate::text;
use chrono::NaiveDate;

/// The result of an audit of one party under one contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Inspection {
    /// `r08/mihon-itaku/ticket`.
    pub contract: String,
    /// Id of the legal entity.
    pub party: String,
    /// Its name.
    pub party_name: String,
    /// The year of its 1 April.
    pub fiscal_year: i32,
    /// 実施日.
    pub inspected_on: NaiveDate,
    /// 方法.
    pub way: Way,
    /// 実地でない理由.
    pub way_reason: Option<String>,
    /// 検査した者.
    pub inspectors: Vec<Person>,
    /// 立会者.
    pub attendants: Vec<Person>,
    /// The forms asked.
    pub forms: Vec<String>,
    /// Fingerprint of the form; `None` where the record does not say.
    pub form_digest: Option<Digest>,
    /// The answers, each with its evidence; a 不適 with its finding and deadline.
    pub rows: Vec<Row>,
    /// Whether sub-contractors were looked at too.
    pub subcontractors_included: bool,
    /// 総評.
    pub opinion: Option<String>,
}

/// Takes the result out of a form that came back.
///
/// # Errors
///
/// Everything that is missing or wrong, by cell; nothing is taken then.
pub fn read(
    back: &Back,
    form: &Form,
    subject: &Subject<'_>,
    today: NaiveDate,
) -> Result<Inspection, Vec<SheetProblem>> {
    let Some(grid) = back.answers() else { return Err(Vec::new()) };
    let mut cells = Cells { grid, problems: Vec::new() };
    let places = &form.places;
    let day = places.day.and_then(|at| {
        let before = cells.problems.len();
        let day = cells.day(at, "実施日");
        if day.is_none() && cells.problems.len() == before {
            cells.wrong(at, text!("実施日を入れてください", "the day of the audit is missing"));
        }
        within(&mut cells, at, day?, subject, today)
    });
    const WAYS: [Way; 3] = [Way::OnSite, Way::Remote, Way::Document];
    let way = places.way.and_then(|at| cells.choice(at, "方法", &["実地", "遠隔", "書面"]));
    let way = way.and_then(|index| WAYS.get(index).copied());
    let way_reason = match (places.way_reason, way) {
        (Some(at), Some(Way::Remote | Way::Document)) => cells.needed(at, "実地でない理由"),
        (Some(at), _) => cells.text(at),
        (None, _) => None,
    };
    let inspectors = people(&mut cells, &places.inspectors, "検査した者", true);
    let attendants = people(&mut cells, &places.attendants, "立会者", false);
    let included = places.subcontractors.and_then(|at| {
        let index = cells.choice(at, "再委託先", &["含む", "含まない", "再委託なし"])?;
        let own = subcontractors(subject);
        if index == 2 && !own.is_empty() {
            let Text { ja: list, en: list_en } = listed(&own);
            cells.wrong(
                at,
                text!(
                    "この契約には再委託先（{list}）があります。「含む」か「含まない」を選んでください",
                    "there are sub-contractors ({list_en}); say whether they were looked at"
                ),
            );
        }
        Some(index == 0)
    });
    let opinion = places.opinion.and_then(|at| cells.text(at));
    let rows: Vec<Row> = form
        .questions
        .all
        .iter()
        .zip(&places.rows)
        .filter_map(|(question, at)| row(&mut cells, question, *at, day))
        .collect();
    match (day, way, included) {
        (Some(inspected_on), Some(way), Some(subcontractors_included)) if cells.problems.is_empty() => {
            Ok(Inspection {
                contract: subject.name(),
                party: subject.party.id.value.clone(),
                party_name: subject.party.name.value.clone(),
                fiscal_year: subject.case.matter.fiscal_year,
                inspected_on,
                way,
                way_reason,
                inspectors,
                attendants,
                forms: form.questions.forms.clone(),
                form_digest: Some(form.fingerprint),
                rows,
                subcontractors_included,
                opinion,
            })
        }
        _ => Err(cells.problems),
    }
}

/// Returns the day where it lies in the form's year and is not still to come.
fn within(
    cells: &mut Cells<'_>,
    at: (u32, u16),
    day: NaiveDate,
    subject: &Subject<'_>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let (first, last) = days(subject.case.matter.fiscal_year);
    if day < first || day > last {
        let year = subject.case.print().fiscal_year(subject.case.matter.fiscal_year);
        cells.wrong(
            at,
            text!(
                "実施日 {day} が{year}（{first} から {last}）の外です。その年度の票を使ってください",
                "{day} lies outside the form's year ({first} to {last}); use the form of that year"
            ),
        );
        return None;
    }
    if day > today {
        cells.wrong(
            at,
            text!(
                "実施日 {day} がまだ来ていません（今日は {today}）",
                "{day} is still to come (today is {today})"
            ),
        );
        return None;
    }
    Some(day)
}

fn people(cells: &mut Cells<'_>, places: &[PersonAt], what: &str, needed: bool) -> Vec<Person> {
    let mut people = Vec::new();
    for at in places {
        let [organisation, position, name] = at.map(|at| cells.text(at));
        match (organisation, position, name) {
            (organisation, Some(position), Some(name)) => {
                people.push(Person { organisation, position, name, contact: None });
            }
            (None, None, None) => {}
            (_, position, name) => {
                for (own, at, word) in [(position, at[1], "職名"), (name, at[2], "氏名")] {
                    if own.is_none() && !cells.grid.cells.contains_key(&at) {
                        cells.wrong(at, text!("{what}の{word}を書いてください", "{what}: {word} is missing"));
                    }
                }
            }
        }
    }
    if needed
        && people.is_empty()
        && let Some([_, position, _]) = places.first()
        && !cells.grid.cells.contains_key(position)
    {
        cells.wrong(*position, text!("{what}の職名と氏名を書いてください", "{what} is missing"));
    }
    people
}

/// Returns the names of the roles to which the party entrusts work again.
fn subcontractors<'s>(subject: &Subject<'s>) -> Vec<&'s str> {
    let roles = subject.case.matter.roles.enumerate().filter(|(id, role)| {
        role.subcontracted_by.as_ref().is_some_and(|by| by.value == subject.role)
            && subject.contract().reaches(*id)
    });
    roles.map(|(_, role)| role.name.value.as_str()).collect()
}

/// Returns the result of a row.
fn row(cells: &mut Cells<'_>, question: &Question, at: RowAt, day: Option<NaiveDate>) -> Option<Row> {
    const VERDICTS: [Verdict; 3] = [Verdict::Fit, Verdict::Unfit, Verdict::NotApplicable];
    let key = &question.key;
    let what = format!("{key} の結果");
    let verdict = cells.choice(at.answer, &what, &["適", "不適", "該当なし"]);
    let verdict = verdict.and_then(|index| VERDICTS.get(index).copied());
    let evidence = match verdict {
        Some(Verdict::Fit) => cells.needed(at.evidence, &format!("{key} の確認した証跡")),
        _ => cells.text(at.evidence),
    };
    let remark = match verdict {
        Some(Verdict::Unfit) => cells.needed(at.remark, &format!("{key} の指摘")),
        Some(Verdict::NotApplicable) => cells.needed(at.remark, &format!("{key} が該当しない理由")),
        _ => cells.text(at.remark),
    };
    let before = cells.problems.len();
    let deadline = at.deadline.and_then(|at| cells.day(at, "是正の期限"));
    if let Some(at) = at.deadline {
        match (verdict, deadline) {
            (Some(Verdict::Unfit), None) if cells.problems.len() == before => {
                cells
                    .wrong(at, text!("{key} の是正の期限を入れてください", "{key}: the deadline is missing"));
            }
            (Some(Verdict::Fit | Verdict::NotApplicable), Some(_)) => {
                cells.wrong(
                    at,
                    text!("是正の期限は「不適」のときだけ入れます", "a deadline belongs to 不適 only"),
                );
            }
            (_, Some(deadline)) if day.is_some_and(|day| deadline < day) => {
                cells.wrong(
                    at,
                    text!(
                        "是正の期限 {deadline} が実施日より前です",
                        "the deadline {deadline} is before the audit"
                    ),
                );
            }
            _ => {}
        }
    }
    let is_finding = verdict == Some(Verdict::Unfit);
    Some(Row {
        row: key.clone(),
        verdict: verdict?,
        evidence,
        finding: remark.clone().filter(|_| is_finding),
        deadline: deadline.map(Date),
        closed_on: None,
        note: remark.filter(|_| !is_finding),
    })
}

impl From<&AuditResult> for Inspection {
    fn from(result: &AuditResult) -> Self {
        Self {
            contract: result.contract.clone(),
            party: result.party.clone(),
            party_name: result.party_name.clone(),
            fiscal_year: i32::try_from(result.fiscal_year).unwrap_or(i32::MAX),
            inspected_on: result.inspected_on.0,
            way: result.way,
            way_reason: result.way_reason.clone(),
            inspectors: result.inspectors.clone(),
            attendants: result.attendants.clone().unwrap_or_default(),
            forms: result.form.iter().flat_map(|forms| forms.split('・')).map(str::to_owned).collect(),
            form_digest: result.form_digest,
            rows: result.rows.clone(),
            subcontractors_included: result.subcontractors_included,
            opinion: result.opinion.clone(),
        }
    }
}

impl Inspection {
    /// Returns whether it is the yearly inspection: on site, or remote with its reason (PPC Q&A 3-1-4).
    #[must_use]
    pub fn counts(&self) -> bool {
        match self.way {
            Way::OnSite => true,
            Way::Remote => self.way_reason.is_some(),
            Way::Document => false,
        }
    }

    /// Returns whether both speak of one visit: the same contract, party and day.
    #[must_use]
    pub fn is_same_audit(&self, other: &Self) -> bool {
        self.contract == other.contract
            && self.party == other.party
            && self.inspected_on == other.inspected_on
    }

    /// Returns the 不適 that are not closed.
    pub fn open(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.verdict == Verdict::Unfit && row.closed_on.is_none())
    }
}
