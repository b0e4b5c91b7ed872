//! Checklist forms with their rows, and the answers.

use super::{About, View};
use crate::diff::facts::{Shown, Token};
use crate::diff::kinds::Kind;
use crate::diff::years::Years;
use crate::model::ids::{FormId, Id, KindId, Table};
use crate::model::kind::MatterKind;
use crate::model::matter::{Checklist, Covered};
use crate::model::vocabulary::Mark;
use crate::model::ward::{ChecklistForm, Row, Ward};
use crate::spelling;
use crate::text;

/// What an answer to a row is called and shows: the same in every matter of a year.
#[derive(Debug)]
pub(crate) struct RowWords<'y> {
    about: About<'y>,
    answered: Vec<(Mark, String)>,
}

impl<'y> RowWords<'y> {
    /// Returns the words of every row of a form.
    pub(crate) fn of(ward: &Ward, kinds: &Table<KindId, MatterKind>, form: &'y ChecklistForm) -> Vec<Self> {
        let about = form_about(ward, kinds, form);
        let words = |row: &'y Row| {
            let answered =
                Mark::ALL.iter().map(|mark| (*mark, format!("{}　{}", form.word(*mark), row.text)));
            Self { about: about.below(row.id.as_str()), answered: answered.collect() }
        };
        form.rows.iter().map(words).collect()
    }

    fn answered(&self, mark: Mark) -> &str {
        self.answered.iter().find(|(own, _)| *own == mark).map_or("", |(_, shown)| shown)
    }
}

impl<'v> View<'v, '_> {
    /// A form with its rows.
    pub(super) fn form_of_year(&mut self, id: FormId) {
        let form = &self.side.year.forms[id];
        let token = self.identity.forms.token(self.which, id.index());
        let about = form_about(self.side.ward, &self.side.year.kinds, form);
        self.thing(Kind::Form, &[token], &about, form.span, form.title.value.as_str());
        let legend = form.legend.iter().map(|line| line.value.as_str());
        let words = [form.title.value.as_str(), &form.heading.value, &form.column.value];
        let note = form.note.iter().map(|note| note.value.as_str());
        let words: Vec<&str> = words.into_iter().chain(note).chain(legend).collect();
        self.shown(Kind::FormWords, &[token], &about, form.title.span, words.join("\n"));
        let answers = form.answers.iter().map(|(word, mark)| {
            Shown::both(format!("{word}（{}）", mark.meaning()), format!("{word} ({})", mark.word()))
        });
        let answers = self.composed(answers);
        self.set(Kind::FormAnswers, &[token], &about, form.span, answers);
        let performers = self.members(form.performer.iter());
        self.set(Kind::Performer, &[token], &about, form.span, performers);
        let labels: Vec<&str> = form.groups.iter().map(|group| group.label.value.as_str()).collect();
        self.shown(Kind::GroupLabels, &[token], &about, form.span, labels.join("\n"));
        for group in &form.groups {
            for row in &group.rows {
                let pairs = self.identity.rows.get(token as usize);
                let own = pairs.map_or(Token::MAX, |pairs| pairs.token(self.which, row.index()));
                let at = [token, own];
                let row = &form.rows[*row];
                let shown = about.below(row.id.as_str());
                self.thing(Kind::Row, &at, &shown, row.span, row.text.value.as_str());
                self.shown(Kind::RowId, &at, &about, row.id.span, row.id.value.as_str());
                self.text(Kind::RowText, &at, &shown, Some(&row.text));
                let category = group.category.value;
                let category = Shown::word(category.ja(), category.word());
                self.shown(Kind::RowCategory, &at, &shown, group.category.span, category);
                let topics = self.vocabulary(row.topics.iter().map(|topic| (topic.ja(), topic.word())));
                self.set(Kind::RowTopics, &at, &shown, row.span, topics);
            }
        }
    }

    pub(super) fn checklists(&mut self, years: &'v Years<'v>) {
        for (index, checklist) in self.side.matter.checklists.iter().enumerate() {
            let token = self.identity.checklists.token(self.which, index);
            let form = &self.side.year.forms[checklist.form.value];
            let about = form_about(self.side.ward, &self.side.year.kinds, form);
            let count = checklist.answers.len();
            let summary = text!("答え{count}件", "{count} answers");
            self.thing(Kind::Checklist, &[token], &about, checklist.span, summary);
            self.covers(token, &about, checklist);
            let form_token = self.identity.forms.token(self.which, checklist.form.value.index());
            for answer in &checklist.answers {
                let pairs = self.identity.rows.get(form_token as usize);
                let row = pairs.map_or(Token::MAX, |pairs| pairs.token(self.which, answer.row.value.index()));
                let at = [token, row];
                let Some(words) = years.row(self.which, checklist.form.value, answer.row.value) else {
                    continue;
                };
                let mark = answer.status.value;
                let rank = match mark {
                    Mark::Adopted => 0,
                    Mark::Planned => 1,
                    Mark::NotNeeded => 2,
                };
                self.ranked(Kind::Answer, &at, &words.about, answer.status.span, rank, words.answered(mark));
                if let Some(by) = &answer.by {
                    self.day(Kind::AnswerBy, &at, &words.about, by.span, by.value);
                }
                self.text(Kind::AnswerReason, &at, &words.about, answer.reason.as_ref());
                self.text(Kind::Evidence, &at, &words.about, answer.evidence.as_ref());
            }
        }
    }

    fn covers(&mut self, token: Token, about: &About<'v>, checklist: &'v Checklist) {
        let Some(covers) = &checklist.covers else { return };
        let members: Vec<(Token, Shown<'_>)> = covers
            .value
            .iter()
            .map(|own| {
                let (token, which) = self.identity.annex(self.which, own.value);
                let name = match own.value {
                    Covered::Connection(id) => self.connection_name(id),
                    Covered::Contract(id) => self.contract_name(id),
                };
                (token.saturating_mul(2).saturating_add(which), name)
            })
            .collect();
        self.set(Kind::Covers, &[token], about, covers.span, members);
    }
}

/// Returns what a form is called.
fn form_about<'v>(ward: &Ward, kinds: &Table<KindId, MatterKind>, form: &ChecklistForm) -> About<'v> {
    let (own, bearer) = (&kinds[form.kind.value], spelling::in_own_word(form.bearer.value.ja(), ward.word()));
    let (kind, kind_en, bearer_en) = (own.ja(), own.word(), form.bearer.value.word());
    About::of(text!(
        "チェックリスト（{kind}・{bearer}対策）",
        "checklist ({kind_en}, measures of the {bearer_en})"
    ))
}
