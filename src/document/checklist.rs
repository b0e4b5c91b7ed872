//! 個人情報保護対策チェックリスト: one section an answered form, every row of the form in it.

use super::submission::Submission;
use super::tree::{AnswerWord, Block, Checklist, ChecklistGroup, ChecklistRow, Meaning, Section};
use crate::model::ids::KindId;
use crate::model::matter::{self, Answer, Covered};
use crate::model::vocabulary::{Bearer, Mark};

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for answered in &submission.matter.checklists {
        let form = &submission.year.forms[answered.form.value];
        let id = format!("checklist-{}", form.id);
        let again = sections.iter().filter(|section| section.id.starts_with(&id)).count();
        let checklist = checklist(submission, answered);
        sections.push(Section {
            id: if again == 0 { id } else { format!("{id}-{}", again + 1) },
            part: "checklist",
            number: None,
            heading: form.title.value.trim().to_owned(),
            subject: Some(form.heading.value.clone()),
            landscape: submission.lies("checklist"),
            size: submission.size("checklist"),
            blocks: vec![Block::Checklist(checklist)],
        });
    }
    sections
}

fn checklist(submission: &Submission<'_>, answered: &matter::Checklist) -> Checklist {
    let form = &submission.year.forms[answered.form.value];
    let title = |title: &Option<crate::source::Located<String>>, id: &str| {
        title.as_ref().map_or_else(|| id.to_owned(), |title| title.value.clone())
    };
    let covers = answered.covers.iter().flat_map(|covers| &covers.value).map(|covered| match covered.value {
        Covered::Connection(id) => {
            let connection = &submission.matter.connections[id];
            title(&connection.title, &connection.id)
        }
        Covered::Contract(id) => {
            let contract = &submission.matter.contracts[id];
            title(&contract.title, &contract.id)
        }
    });
    let groups = form.groups.iter().map(|group| ChecklistGroup {
        heading: form.heading.value.clone(),
        label: group.label.value.clone(),
        rows: group
            .rows
            .iter()
            .map(|id| {
                let answer = answered.answer(*id);
                ChecklistRow {
                    id: form.rows[*id].id.value.clone(),
                    mark: answer.map_or_else(String::new, |own| form.word(own.status.value).to_owned()),
                    reason: answer.and_then(|own| reason(submission, own)),
                    text: form.rows[*id].text.value.clone(),
                    evidence: answer.and_then(|answer| Some(answer.evidence.as_ref()?.value.clone())),
                }
            })
            .collect(),
    });
    Checklist {
        form: form.id.value.clone(),
        note: form.note.as_ref().map(|note| note.value.clone()),
        covers: covers.collect(),
        legend: form.legend.iter().map(|line| line.value.clone()).collect(),
        column: form.column.value.clone(),
        answers: form.answers.iter().map(|(word, mark)| answer_word(word, *mark)).collect(),
        groups: groups.collect(),
    }
}

fn answer_word(word: &str, mark: Mark) -> AnswerWord {
    let means = match mark {
        Mark::Adopted => Meaning::Adopted,
        Mark::Planned => Meaning::Planned,
        Mark::NotNeeded => Meaning::NotNeeded,
    };
    AnswerWord { word: word.to_owned(), means }
}

/// Returns what stands under the mark: the day of a plan, why a measure is not needed.
fn reason(submission: &Submission<'_>, answer: &Answer) -> Option<String> {
    let by = answer.by.as_ref().map(|by| format!("{}まで", submission.print().day(by.value)));
    let words: Vec<String> =
        by.into_iter().chain(answer.reason.as_ref().map(|own| own.value.clone())).collect();
    (!words.is_empty()).then(|| words.join("。"))
}

impl Submission<'_> {
    /// Returns 「別紙チェックリストのとおり」 where a checklist of that kind and bearer is answered.
    pub(super) fn see_checklist(
        &self,
        kind: KindId,
        bearers: &[Bearer],
        words: &crate::source::Located<String>,
    ) -> Option<String> {
        let answered = self.matter.checklists.iter().any(|checklist| {
            let form = &self.year.forms[checklist.form.value];
            form.kind.value == kind && bearers.contains(&form.bearer.value)
        });
        answered.then(|| words.value.clone())
    }
}
