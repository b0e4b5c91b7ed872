//! The plan of a year's audits, for a reader.

use crate::diagnostic::{Language, Text};
use crate::duty::audit::plan::{Asked, Work};
use crate::text;
use crate::workspace::audit::Plan;
use crate::workspace::tables::{Column, Table};

/// Returns the work of a year as a table, in one language.
#[must_use]
pub fn table(own: &Plan, language: Language) -> Table {
    let say = |text: Text| text.get(language).to_owned();
    let asked = |asked: &Asked| {
        let (id, name) = (&asked.id, &asked.name);
        let sub =
            if asked.subcontractor { text!("（再委託先）", " (subcontractor)") } else { text!("", "") };
        let more = match (asked.rows, asked.inspected) {
            (None, _) => text!("※法人が不明", "; legal entity not known"),
            (Some(_), Some(day)) => text!("　済 {day}", "; done {day}"),
            (Some(_), None) => text!("", ""),
        };
        format!("{id}: {name}{}{}", say(sub), say(more))
    };
    let rows = own.works.iter().map(|work: &Work| {
        let most = work.parties.iter().filter_map(|own| own.rows).max();
        let changed = work.parties.iter().map(|own| own.changed.as_slice()).max_by_key(|own| own.len());
        let mut questions =
            most.map_or_else(|| "－".to_owned(), |rows| say(text!("{rows}項目", "{rows} rows")));
        if let Some(changed) = changed.filter(|changed| !changed.is_empty()) {
            let (ja, en) = (changed.join("、"), changed.join(", "));
            questions.push_str(&say(text!("（変わったもの: {ja}）", " (changed: {en})")));
        }
        let done = work.inspections.iter().map(|own| {
            let (day, name) = (own.inspected_on, &own.party_name);
            let (way, way_en) = (own.way.label(), own.way.word().replace('_', " "));
            say(if own.counts() {
                text!("{day} {name}（{way}）", "{day} {name} ({way_en})")
            } else {
                text!(
                    "{day} {name}（{way}、実地に数えない）",
                    "{day} {name} ({way_en}, no inspection on site)"
                )
            })
        });
        vec![
            work.contract.clone(),
            work.parties.iter().map(asked).collect::<Vec<_>>().join("\n"),
            say(work.standing.label()),
            done.collect::<Vec<_>>().join("\n"),
            work.open().count().to_string(),
            questions,
        ]
    });
    let columns = [
        ("contract", text!("契約", "contract")),
        ("parties", text!("受託者・再委託先", "contractors")),
        ("standing", text!("実地検査", "inspection")),
        ("done", text!("行ったもの", "done")),
        ("open", text!("是正の残り", "still open")),
        ("questions", text!("尋ねる項目", "questions")),
    ];
    Table {
        matter: own.year.clone(),
        title: text!(
            "委託業務ごとの実地検査（年１回以上）",
            "inspections of entrusted work (at least once a year)"
        ),
        columns: columns.into_iter().map(|(key, head)| Column { key: key.to_owned(), head }).collect(),
        rows: rows.collect(),
    }
}

/// Returns what is still to be corrected, a line each.
#[must_use]
pub fn open(own: &Plan) -> Vec<Text> {
    let mut lines = Vec::new();
    for work in &own.works {
        for (party, row) in work.open() {
            let (contract, id) = (&work.contract, &row.row);
            let deadline = row.deadline.map_or_else(String::new, |deadline| deadline.to_string());
            let finding = row.finding.as_deref().unwrap_or_default();
            lines.push(text!(
                "是正の残り {contract} {party} {id}（期限 {deadline}）: {finding}",
                "open {contract} {party} {id} (by {deadline}): {finding}"
            ));
        }
    }
    lines
}

/// Returns how much work there is, and how much of it is late.
#[must_use]
pub fn total(own: &Plan) -> Text {
    let (today, all, late) = (own.today, own.works.len(), own.late());
    text!(
        "{today}現在: 委託業務 {all}件、期限を過ぎたもの {late}件。票は `fugi audit sheet 契約 受託者` で作ります",
        "as of {today}: {all} work(s), {late} late; `fugi audit sheet CONTRACT PARTY` makes the form"
    )
}
