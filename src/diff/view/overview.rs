//! Cover and overview: title, basis, purpose, persons, what is submitted, term, decision.

use super::{About, View, or_none};
use crate::diagnostic::Text;
use crate::diff::facts::{Shown, Token};
use crate::diff::kinds::Kind;
use crate::diff::period;
use crate::model::contract::{Overrides, Term};
use crate::model::ids::Id;
use crate::model::matter::{Condition, Council, Keeper, Material, Overview, OwnText};
use crate::model::{country, era};
use crate::source::{Located, Span};
use crate::spelling;
use crate::text;
use chrono::NaiveDate;

impl<'v> View<'v, '_> {
    pub(super) fn overview(&mut self) {
        let matter = self.side.matter;
        let none = About::of("");
        self.own_texts(&[0, 0], &none, &matter.own);
        self.text(Kind::Title, &[], &none, matter.title.as_ref());
        if let Some(basis) = &matter.basis {
            self.text(Kind::BasisArticle, &[], &none, Some(&basis.article));
            let side = self.side;
            let kinds = basis.kinds.iter().map(|kind| side.kind(kind.value));
            let kinds = self.vocabulary(kinds.map(|kind| (kind.ja(), kind.word())));
            self.set(Kind::BasisKinds, &[], &none, basis.span, kinds);
        }
        if let Some(department) = &matter.department {
            let row = &self.side.ward.departments[department.value];
            let name = format!("{}{}", row.division.as_ref().map_or("", |own| &own.value), row.name);
            self.shown(Kind::Department, &[], &none, department.span, name);
        }
        if let Some(business) = &matter.business {
            let name = self.side.ward.businesses[business.value].name.value.as_str();
            self.shown(Kind::Business, &[], &none, business.span, name);
        }
        if let Some(number) = &matter.agenda_number {
            let shown = self.side.year.labels.print.material_of_matter(number.value);
            self.shown(Kind::AgendaNumber, &[], &none, number.span, shown);
        }
        if let Some(letter) = &matter.letter {
            self.text(Kind::LetterNumber, &[], &none, letter.number.as_ref());
            if let Some(date) = &letter.date {
                self.day(Kind::LetterDate, &[], &none, date.span, date.value);
            }
            self.text(Kind::LetterTo, &[], &none, letter.to.as_ref());
            self.text(Kind::LetterFrom, &[], &none, letter.from.as_ref());
        }
        if let Some(council) = &matter.council {
            self.council(council);
        }
        if let Some(overview) = &matter.overview {
            self.of_overview(overview);
        }
        self.flag(Kind::Sample, &[], &none, Span::NOWHERE, matter.sample, ["見本", "sample"]);
        if let Some(term) = &matter.term {
            self.term(&[0, 0], &none, term);
            let laws = self.side.common.laws.iter();
            let laws = laws.filter(|law| law.in_force <= term.to.value);
            let laws: Vec<Text> = laws
                .map(|law| {
                    let (name, from, day) = (&law.name, law.print_day(self.print), law.in_force);
                    let latest = if law.promulgated.is_some() { "at the latest " } else { "" };
                    text!("{name}（{from}）", "{name} (in force {latest}from {day})")
                })
                .collect();
            let laws = self.composed(laws);
            self.set(Kind::Laws, &[], &none, term.span, laws);
        }
        if let Some(assessment) = &matter.impact_assessment {
            let done = &assessment.completed;
            let (day, day_en) = (self.print.day_or_month(done.value), done.value);
            let shown = text!("{day}公表", "published {day_en}");
            self.shown(Kind::ImpactAssessment, &[], &none, done.span, shown);
            if let Some(level) = &assessment.level {
                let rank = level.value as i64;
                let shown = Shown::word(level.value.ja(), level.value.word());
                self.ranked(Kind::AssessmentLevel, &[], &none, level.span, rank, shown);
            }
            if let Some(due) = &assessment.next_due {
                self.day(Kind::AssessmentDue, &[], &none, due.span, due.value);
            }
            self.text(Kind::ImpactAssessmentNote, &[], &none, assessment.note.as_ref());
            if let Some(handlers) = &assessment.handlers {
                let rank = i64::try_from(handlers.value).unwrap_or(i64::MAX);
                let shown = persons("", handlers.value);
                self.ranked(Kind::AssessmentHandlers, &[], &none, handlers.span, rank, shown);
            }
            if let Some(review) = &assessment.review {
                let (on, day, by) = (self.print.day(review.on.value), &review.on, &review.by);
                let points = review.points.iter().map(|own| {
                    let (action, action_en) = bracketed(own.action.as_ref());
                    let (point, result) = (&own.point, &own.result);
                    text!(
                        "{on}・{by}　{point}：{result}{action}",
                        "{day}, {by}: {point}: {result}{action_en}"
                    )
                });
                let points: Vec<Text> = points.collect();
                let points = self.composed(points);
                self.set(Kind::AssessmentReview, &[], &none, review.span, points);
            }
        }
        if let Some(report) = &matter.report {
            let told = report.changes.iter().map(|own| {
                let (what, before, after, on, why) = (&own.what, &own.before, &own.after, &own.on, &own.why);
                let day = self.print.day(own.on.value);
                text!(
                    "{what}：{before} → {after}（{day}、{why}）",
                    "{what}: {before} → {after} ({on}, {why})"
                )
            });
            let told: Vec<Text> = told.collect();
            let told = self.composed(told);
            self.set(Kind::ReportedChanges, &[], &none, report.span, told);
            if let Some(ended) = &report.ended {
                let (day, on, why, left) =
                    (self.print.day(ended.on.value), &ended.on, &ended.why, &ended.left);
                let shown = text!("{day}　{why}　{left}", "{on} {why} {left}");
                self.shown(Kind::Ended, &[], &none, ended.span, shown);
            }
        }
        self.around();
    }

    /// What is said of foreign countries, of how long items are kept, and of what the persons are told.
    fn around(&mut self) {
        let matter = self.side.matter;
        let none = About::of("");
        for own in &matter.abroad {
            let norm = country::name(&own.country).to_owned();
            let at = [self.words.token(&norm)];
            let about = About::of(norm);
            let (day, day_en) = match &own.looked_up {
                Some(day) => {
                    (format!("（{}確認）", self.print.day(day.value)), format!(" (looked up {day})"))
                }
                None => Default::default(),
            };
            let (system, measures) = (&own.system, &own.measures);
            let shown = text!(
                "制度：{system}{day}　措置：{measures}",
                "legal system: {system}{day_en} measures: {measures}"
            );
            self.shown(Kind::Abroad, &at, &about, own.span, shown);
        }
        self.retention();
        if let Some(trial) = &matter.trial {
            let (to, to_en) = match &trial.to {
                Some(day) => (self.print.day(day.value), day.to_string()),
                None => Default::default(),
            };
            let (note, note_en) = bracketed(trial.note.as_ref());
            let (from, begin) = (self.print.day(trial.from.value), &trial.from);
            let (data, data_en) = (trial.data.value.ja(), trial.data.value.word());
            let shown = text!("{from}から{to}　{data}{note}", "{begin} to {to_en} {data_en}{note_en}");
            self.shown(Kind::Trial, &[], &none, trial.span, shown);
        }
        if let Some(own) = &matter.number_use {
            self.text(Kind::NumberGround, &[], &none, own.ground.as_ref());
            self.text(Kind::IdentityCheck, &[], &none, own.identity_check.as_ref());
        }
        if let Some(own) = &matter.requests {
            let (record, record_en) = match &own.record {
                Some(record) => (format!("　記録：{record}"), format!(" record: {record}")),
                None => Default::default(),
            };
            let (by, how) = (&own.by, &own.how);
            let shown = text!("{by}：{how}{record}", "{by}: {how}{record_en}");
            self.shown(Kind::Requests, &[], &none, own.span, shown);
        }
        let meanings = matter.abbreviations.iter().map(|own| {
            let (word, meaning) = (&own.word, &own.meaning);
            text!("{word}：{meaning}", "{word}: {meaning}")
        });
        let meanings: Vec<Text> = meanings.collect();
        let meanings = self.composed(meanings);
        let span = matter.abbreviations.first().map_or(matter.span, |own| own.span);
        self.set(Kind::Abbreviations, &[], &none, span, meanings);
        if let Some(notice) = &matter.notice {
            self.text(Kind::NoticePurpose, &[], &none, notice.purpose.as_ref());
            self.text(Kind::NoticeIncident, &[], &none, notice.incident.as_ref());
            self.text(Kind::NoticeOptOut, &[], &none, notice.opt_out.as_ref());
            self.text(Kind::NoticeSigns, &[], &none, notice.signs.as_ref());
        }
    }

    fn of_overview(&mut self, overview: &'v Overview) {
        let none = About::of("");
        self.text(Kind::OverviewTitle, &[], &none, overview.title.as_ref());
        self.text(Kind::OverviewDepartment, &[], &none, overview.department.as_ref());
        self.text(Kind::Purpose, &[], &none, overview.purpose.as_ref());
        self.text(Kind::Subjects, &[], &none, overview.subjects.as_ref());
        self.text(Kind::Description, &[], &none, overview.description.as_ref());
        if let Some(count) = &overview.subject_count {
            let number = i64::try_from(count.value.value).unwrap_or(i64::MAX);
            let unit = count.unit.as_ref().map_or("", |unit| &unit.value);
            let (about, about_en) = if count.approximate { ("約", "about ") } else { ("", "") };
            let whole = era::thousands(count.value.value);
            let shown = text!("{about}{whole}{unit}", "{about_en}{whole}{unit}");
            self.ranked(Kind::SubjectCount, &[], &none, count.value.span, number, shown);
            if let Some(persons) = &count.persons {
                let number = i64::try_from(persons.value).unwrap_or(i64::MAX);
                let shown = self::persons(if count.approximate { "約" } else { "" }, persons.value);
                self.ranked(Kind::SubjectPersons, &[], &none, persons.span, number, shown);
            }
            self.shown(
                Kind::SubjectCountStyle,
                &[],
                &none,
                count.span,
                text!("{about}…{unit}", "{about_en}…{unit}"),
            );
        }
        let year = self.side.year;
        for (id, kind) in year.kinds.enumerate() {
            let own: Vec<_> = overview.submitted.iter().filter(|own| own.kind.value == id).collect();
            let Some(first) = own.first() else { continue };
            let about = About::of(Shown::word(kind.ja(), kind.word()));
            let at = [self.words.token(kind.word())];
            let text = super::joined(own.iter().map(|own| own.text.value.as_str()).collect());
            self.shown(Kind::SubmittedText, &at, &about, first.text.span, text);
            let common = self.side.common;
            let acts = own.iter().flat_map(|own| &own.acts).map(|act| &common.acts[act.value].name);
            let acts = self.members(acts);
            self.set(Kind::SubmittedActs, &at, &about, first.span, acts);
        }
        if let Some(cites) = &overview.cites {
            let cited: Vec<(Token, Shown<'_>)> =
                cites.value.iter().map(|own| self.material(own.value)).collect();
            self.set(Kind::Cites, &[], &none, cites.span, cited);
        }
    }

    /// How long items are kept: by the place, and among those of one place by the items.
    fn retention(&mut self) {
        let matter = self.side.matter;
        let mut kept: Vec<_> = matter
            .retention
            .iter()
            .map(|own| {
                let (at, place) = match own.at.as_ref().map(|at| at.value) {
                    Some(Keeper::Role(role)) => ([or_none(Some(self.role(role))), 0], self.side.role(role)),
                    Some(Keeper::System(system)) => {
                        let all = matter.roles.enumerate();
                        let home = all.filter(|(_, role)| role.systems.contains(&system));
                        let role = home.map(|(role, _)| self.role(role)).next();
                        let token = self.identity.systems.token(self.which, system.index());
                        ([or_none(role), or_none(Some(token))], self.side.system(system))
                    }
                    None => ([0, 0], "全ての場所"),
                };
                let items = own.items.as_ref().map(|items| self.items_of(items)).unwrap_or_default();
                (at, items, place, own)
            })
            .collect();
        kept.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        let mut last = None;
        let mut index = 0;
        for (at, items, place, own) in kept {
            index = if last.replace(at) == Some(at) { index + 1 } else { 0 };
            let at = [at[0], at[1], index];
            let about = match own.at {
                Some(_) => About::of(place),
                None => About::of(Shown::both(place, "everywhere")),
            };
            let (rank, period) = (period::hours(&own.period).unwrap_or(-1), own.period.value.as_str());
            let norm = Some(spelling::fold(period));
            self.value(Kind::Retention, &at, &about, own.period.span, norm, rank, period);
            let span = own.items.as_ref().map_or(own.span, |items| items.span);
            self.set(Kind::RetentionItems, &at, &about, span, items);
            self.text(Kind::RetentionThen, &at, &about, own.then.as_ref());
            self.text(Kind::RetentionBasis, &at, &about, own.basis.as_ref());
        }
    }

    /// Returns a material as a member of a set; its number does not count.
    fn material(&self, material: Material) -> (Token, Shown<'static>) {
        let matter = self.side.matter;
        match material {
            Material::Flow(flow) => {
                let token = self.identity.flows.token(self.which, flow.index());
                (token.saturating_mul(2), self.flow_name(flow))
            }
            Material::ItemList(list) => {
                let token = self.identity.lists.token(self.which, list.index());
                let row = &matter.item_lists[list];
                let title = row.name();
                (token.saturating_mul(2).saturating_add(1), format!("「{title}」").into())
            }
        }
    }

    fn council(&mut self, council: &'v Council) {
        let none = About::of("");
        self.text(Kind::Meeting, &[], &none, council.meeting.as_ref());
        if let Some(date) = &council.date {
            self.day(Kind::MeetingDate, &[], &none, date.span, date.value);
        }
        self.text(Kind::MeetingPlace, &[], &none, council.place.as_ref());
        if let Some(outcome) = &council.outcome {
            let shown = Shown::word(outcome.value.ja(), outcome.value.word());
            self.shown(Kind::Outcome, &[], &none, outcome.span, shown);
        }
        let conditions = self.members(council.conditions.iter().map(|own| own.text.value.as_str()));
        self.set(Kind::Conditions, &[], &none, council.span, conditions);
        // How and when each is met, told with the condition that it belongs to.
        let told = |said: &dyn Fn(&Condition) -> Option<Text>| -> Vec<Text> {
            let own = council.conditions.iter();
            let told = own.filter_map(|own| {
                let (condition, Text { ja, en }) = (&own.text, said(own)?);
                Some(text!("{condition}：{ja}", "{condition}: {en}"))
            });
            told.collect()
        };
        let days = self.print;
        let print = |day: &Option<Located<NaiveDate>>| {
            let own = day.as_ref()?;
            Some(Text { ja: days.day(own.value), en: own.to_string() })
        };
        let how = told(&|own| own.how.as_ref().map(|how| text!("{how}", "{how}")));
        let by = told(&|own| print(&own.by));
        let met = told(&|own| print(&own.met));
        for (kind, all) in [(Kind::ConditionHow, how), (Kind::ConditionBy, by), (Kind::ConditionMet, met)] {
            let all = self.composed(all);
            self.set(kind, &[], &none, council.span, all);
        }
    }

    pub(super) fn day(&mut self, kind: Kind, at: &[Token], about: &About<'v>, span: Span, day: NaiveDate) {
        self.shown(kind, at, about, span, self.day_shown(day));
    }

    /// Returns a day as the form of the ward prints days, in English as the files have it.
    pub(super) fn day_shown(&self, day: NaiveDate) -> Shown<'static> {
        Shown::both(self.print.day(day), day.to_string())
    }

    pub(super) fn term(&mut self, at: &[Token; 2], about: &About<'v>, term: &'v Term) {
        let (from, to) = (self.print.day(term.from.value), self.print.day(term.to.value));
        let (begin, end) = (&term.from, &term.to);
        let shown = text!("{from}から{to}まで", "{begin} to {end}");
        self.named(Kind::Term, at, about, term.span, format!("{}/{}", term.from, term.to), shown);
        if let Some(renews) = &term.renews {
            let shown = ["次年度以降も、同様に行う", "goes on in the same way in later years"];
            self.flag(Kind::Renews, at, about, renews.span, renews.value, shown);
        }
        self.text(Kind::RenewalText, at, about, term.renewal_as_written.as_ref());
    }

    /// Texts for the fields that the ward's form has of its own.
    fn own_texts(&mut self, at: &[Token; 2], about: &About<'v>, own: &'v [OwnText]) {
        for text in own {
            let at = [at[0], at[1], self.words.token(&text.id.value)];
            let about = about.below(text.id.value.as_str());
            self.text(Kind::OwnText, &at, &about, Some(&text.text));
        }
    }

    /// What an annex says otherwise than the rest.
    pub(super) fn overrides(&mut self, at: &[Token; 2], about: &About<'v>, own: &'v Overrides) {
        self.text(Kind::AnnexDepartment, at, about, own.department.as_ref());
        self.text(Kind::AnnexBusiness, at, about, own.business.as_ref());
        self.text(Kind::AnnexSubjects, at, about, own.subjects.as_ref());
        self.text(Kind::AnnexBasis, at, about, own.basis_as_written.as_ref());
        self.own_texts(at, about, &own.own);
        if let Some(term) = &own.term {
            self.term(at, about, term);
        }
    }
}

/// Returns a number of persons, with what stands before it in Japanese where it is not exact.
fn persons(about: &str, count: u64) -> Text {
    let count = era::thousands(count);
    let about_en = if about.is_empty() { "" } else { "about " };
    text!("{about}{count}人", "{about_en}{count} persons")
}

/// Returns what is added in brackets, in Japanese and English; nothing where nothing is written.
pub(super) fn bracketed(own: Option<&Located<String>>) -> (String, String) {
    own.map_or_else(Default::default, |own| (format!("（{own}）"), format!(" ({own})")))
}
