//! The sheets of checklists: a row a measure, with the answer, the reason and the evidence.

use super::{About, Above, Form, Row, SIDEWAYS, Spare, widths};
use crate::book::kind::Kind;
use crate::book::names::Of;
use crate::book::parts::Field;
use crate::book::tree::{Path, Tree};
use crate::model::vocabulary::{Bearer, Mark};
use crate::model::ward::ChecklistForm;
use crate::workbook::{Cell, Error, Look};

const COVERS: &[Field] = &[Field {
    label: "この答えが及ぶもの",
    keys: &["covers"],
    kind: Kind::Many(Of::Annex),
    note: "契約・外部結合を「、」で区切って書く",
}];

/// The cells of an answer: keys, kind, heading.
type Asked = (&'static [&'static str], Kind, String);

/// Returns the cells of an answer; the words for it are the form's.
fn asked(number: usize, form: &ChecklistForm) -> [Asked; 4] {
    let why = form.answers.iter().find(|(_, mark)| *mark == Mark::NotNeeded);
    let why = why.map_or_else(|| "理由".to_owned(), |(word, _)| format!("「{word}」の理由"));
    [
        (&["status"], Kind::One(Of::Answer(number)), "状況".to_owned()),
        (&["by"], Kind::Day, "予定の日".to_owned()),
        (&["reason"], Kind::Text, why),
        (&["evidence"], Kind::Text, "証跡".to_owned()),
    ]
}

/// Where the columns end, in pixels: row, measure, answer, day, reason, evidence.
const STOPS: [u32; 6] = [60, 440, 500, 590, 780, SIDEWAYS];

impl Form {
    pub(super) fn checklists(&mut self, about: &About<'_>) -> Result<(), Error> {
        let lists: Vec<Tree> = self.tree.key("checklists").map(Tree::items).unwrap_or_default().to_vec();
        for (index, list) in lists.iter().enumerate() {
            let base = Path::default().under(&["checklists"]).item(index);
            let id = list.text("form").unwrap_or_default();
            let found = about.year.forms.iter().enumerate().find(|(_, own)| own.id.value == id);
            if let Some((number, form)) = found {
                self.checklist(number, form, Row::Old(base))?;
            }
        }
        let answered =
            |form: &&ChecklistForm| lists.iter().any(|own| own.text("form") == Some(&form.id.value));
        for (number, form) in about.year.forms.iter().enumerate() {
            if answered(&form) {
                continue;
            }
            self.spares.push(Spare {
                list: vec!["checklists"],
                above: Above::Known(Row::Old(Path::default())),
                id: None,
                fixed: vec![("form", form.id.value.clone())],
            });
            let list = Row::New(self.spares.len() - 1);
            self.checklist(number, form, list)?;
        }
        Ok(())
    }

    fn checklist(&mut self, number: usize, form: &ChecklistForm, list: Row) -> Result<(), Error> {
        let own = self.names.own("区側");
        let side = match form.bearer.value {
            Bearer::Ward => own.as_str(),
            Bearer::Contractor => "委託先側",
            Bearer::Counterparty => "結合先側",
            Bearer::Recipient => "提供先側",
        };
        let mut stops = STOPS.to_vec();
        stops.extend([170, 540]);
        let mut own = self.begin(&format!("チェックリスト {side}"), true, &widths(stops))?;
        own.sheet.line(Look::Title, form.title.value.as_str())?;
        own.sheet.line(Look::Plain, format!("{}（{side}）", form.heading))?;
        for line in &form.legend {
            own.sheet.line(Look::Note, line.value.as_str())?;
        }
        if matches!(list, Row::New(_)) {
            own.sheet.line(Look::Note, "この案件では、まだ答えていない。")?;
        }
        self.covers(&mut own, &list)?;
        own.sheet.gap(6.0);
        let spans = own.spans(&STOPS);
        let mut heads =
            vec![Cell::new(Look::Heading, "項番"), Cell::new(Look::Heading, form.column.value.as_str())];
        let asked = asked(number, form);
        heads.extend(asked.iter().map(|(.., head)| Cell::new(Look::Heading, head.as_str())));
        let heads: Vec<Cell> = heads.into_iter().zip(&spans).map(|(cell, span)| cell.across(*span)).collect();
        let head = own.sheet.record(&heads)?;
        own.sheet.repeat(head, 0)?;
        for group in &form.groups {
            own.sheet.line(Look::Group, group.label.value.as_str())?;
            for row in &group.rows {
                let row = &form.rows[*row];
                let answer = self.answer(&list, &row.id.value);
                let mut cells = vec![
                    Cell::new(Look::Mark, row.id.value.as_str()),
                    Cell::new(Look::Body, row.text.value.as_str()),
                ];
                let mut shown = Vec::new();
                for (keys, kind, _) in &asked {
                    let text = match &answer {
                        Row::Old(path) => kind.show(self.tree.at(&path.under(keys)), &self.names),
                        Row::New(_) => String::new(),
                    };
                    let (cell, is_open) = self.value_cell(&text, *kind);
                    let cell = if *keys == ["status"] { Cell::new(Look::Answer, &text) } else { cell };
                    cells.push(cell);
                    shown.push((text, is_open));
                }
                let cells: Vec<Cell> =
                    cells.into_iter().zip(&spans).map(|(cell, span)| cell.across(*span)).collect();
                let rows = own.sheet.record(&cells)?;
                let mut at: u16 = spans.iter().take(2).sum();
                let columns = spans.iter().skip(2);
                for (((keys, kind, head), (text, is_open)), columns) in asked.iter().zip(shown).zip(columns) {
                    if is_open {
                        let label = format!("{} {head}", row.id);
                        self.open(&mut own, (rows.first, at), &label, (answer.clone(), *keys, *kind), text)?;
                    }
                    at += columns;
                }
            }
        }
        self.end(own);
        Ok(())
    }

    fn covers(&mut self, own: &mut super::Drawn, list: &Row) -> Result<(), Error> {
        if let Row::Old(base) = list {
            return self.group(own, base, "", COVERS, None);
        }
        let Some(field) = COVERS.first() else { return Ok(()) };
        let (label, value, note) = own.of_a_field();
        own.sheet.gap(6.0);
        let rows = own.sheet.record(&[
            Cell::new(Look::Group, field.label).across(label),
            Cell::new(Look::Input, "").across(value),
            Cell::new(Look::Note, field.note).across(note),
        ])?;
        self.open(
            own,
            (rows.first, label),
            field.label,
            (list.clone(), field.keys, field.kind),
            String::new(),
        )
    }

    /// Returns the answer to a row of a checklist; an empty one where the file has none.
    fn answer(&mut self, list: &Row, row: &str) -> Row {
        if let Row::Old(base) = list {
            let answers = base.under(&["answers"]);
            let found = self.tree.at(&answers).map(Tree::items).unwrap_or_default();
            if let Some(index) = found.iter().position(|own| own.text("row") == Some(row)) {
                return Row::Old(answers.item(index));
            }
        }
        self.spares.push(Spare {
            list: vec!["answers"],
            above: Above::Known(list.clone()),
            id: None,
            fixed: vec![("row", row.to_owned())],
        });
        Row::New(self.spares.len() - 1)
    }
}
