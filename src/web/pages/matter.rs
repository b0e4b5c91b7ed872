//! A matter in the order of the paper: a part's fields, what is found in it, and the printed page.

use super::super::data::{encoded, lines};
use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::fields::{Refused, Showing};
use super::findings::{Found, Group, Place};
use super::{Stopped, moment, open, year_label};
use crate::diagnostic::{Severity, Text};
use crate::text;
use crate::workspace::check::Checked;
use crate::workspace::edit::{Change, Given, Opened, Refusal, Subject};
use crate::workspace::fields::{Field, Value};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Value as Json, json};

/// A part of the paper, as one page of the matter.
struct Part {
    /// Its name in addresses.
    id: &'static str,
    label: fn() -> Text,
    /// The keys of a matter that stand in it.
    keys: &'static [&'static str],
    /// The part of the printed paper that stands beside it; empty for all of it.
    paper: &'static str,
    /// The part whose fields it shows, where that is another.
    of: Option<&'static str>,
    /// Whether it stands among the parts.
    is_tab: bool,
}

const fn part(
    id: &'static str,
    label: fn() -> Text,
    keys: &'static [&'static str],
    paper: &'static str,
) -> Part {
    Part { id, label, keys, paper, of: None, is_tab: true }
}

/// The parts in the order of the paper. A key that is in none is in the first.
const PARTS: &[Part] = &[
    part("overview", || text!("表紙・概要", "Cover and overview"), &[], "overview"),
    part("roles", || text!("関係する者", "Who takes part"), &["roles"], ""),
    part("items", || text!("情報項目", "Items"), &["item_sets", "retention", "abroad"], "items"),
    part("annexes", || text!("別紙", "Annexes"), &["connections", "contracts", "own"], "annex"),
    part("matrix", || text!("誰が何を取り扱うか", "Who handles what"), &[], "annex"),
    part("flows", || text!("個人情報の流れ", "Flows"), &["flows", "measures"], "flow"),
    part("checklists", || text!("チェックリスト", "Checklists"), &["checklists"], "checklist"),
    part(
        "approvals",
        || text!("承認・受け入れ", "Approvals and waivers"),
        &["prior_approvals", "waivers"],
        "waivers",
    ),
    Part {
        of: Some("checklists"),
        is_tab: false,
        ..part(
            "checklists-more",
            || text!("チェックリスト（全ての欄）", "Checklists (all fields)"),
            &[],
            "checklist",
        )
    },
];

/// The only part of a file that is no matter.
const ALL: Part = part("all", || text!("全ての欄", "All fields"), &[], "");

/// What stands in the place of a matter's name for the legal entities of a year; no matter can have it.
pub(super) const PARTIES: &str = "parties";

/// What stands in the place of a year for the ward's settings.
pub(super) const WARD: &str = "-";

/// Returns the file that an address means.
pub(super) fn subject(year: &str, name: &str) -> Subject {
    match (year, name) {
        (WARD, "fugi") => Subject::Ward,
        (year, PARTIES) => Subject::Parties(year.to_owned()),
        (year, name) => Subject::Matter(year.to_owned(), name.to_owned()),
    }
}

/// Returns the page of a file on which a place stands.
pub(super) fn page_of(subject: &Subject, place: &str) -> &'static str {
    if matches!(subject, Subject::Matter(..)) { part_of(place) } else { ALL.id }
}

/// Returns the part that a place of a matter belongs to.
pub(super) fn part_of(place: &str) -> &'static str {
    let key = place.split('/').next().unwrap_or_default();
    let own = PARTS.iter().find(|part| part.keys.contains(&key));
    own.map_or("overview", |part| part.id)
}

#[derive(Debug, Serialize)]
struct Tab {
    id: &'static str,
    label: String,
    count: usize,
}

/// A matter as it stands, with what is found in it.
pub(super) struct Looked {
    pub(super) opened: Opened,
    pub(super) checked: Option<Checked>,
}

/// Opens and checks a matter.
pub(super) fn look(app: &App, year: &str, name: &str) -> Result<Looked, Stopped> {
    let subject = subject(year, name);
    let opened = app.editor.open(&subject)?;
    let mut checked = None;
    if opened.problems.is_empty() && matches!(subject, Subject::Matter(..)) {
        let workspace = open(app)?;
        let selection = crate::workspace::select::Selection {
            year: year.to_owned(),
            files: vec![opened.path.clone()],
            extent: crate::workspace::select::Extent::Matters,
        };
        checked = workspace.check(&[selection]).matters.into_iter().next();
    }
    Ok(Looked { opened, checked })
}

pub(super) fn base(year: &str, name: &str) -> String {
    format!("/m/{}/{}", encoded(year), encoded(name))
}

/// A matter with the part of it that is before the reader, and what stands around it.
pub(super) struct Frame<'a> {
    pub(super) looked: Looked,
    pub(super) places: Vec<Place>,
    part: &'a Part,
    base: String,
    tabs: Vec<Tab>,
    title: String,
    year_label: String,
    groups: Vec<Group>,
    problems: Vec<Place>,
}

impl<'a> Frame<'a> {
    /// Looks at a matter for one of its parts.
    pub(super) fn of(app: &App, year: &str, name: &str, part: &str) -> Result<Self, Stopped> {
        let subject = subject(year, name);
        let is_matter = matches!(subject, Subject::Matter(..));
        let own: &'a Part = if is_matter {
            PARTS.iter().find(|own| own.id == part).ok_or(Stopped::Missing)?
        } else if part == ALL.id {
            &ALL
        } else {
            return Err(Stopped::Missing);
        };
        let looked = look(app, year, name)?;
        let base = base(year, name);
        let found = Found::new(app, &base, &subject, &looked.opened);
        let problems = found.problems(&looked.opened);
        let mut places = problems.clone();
        let mut groups = Vec::new();
        if let Some(checked) = &looked.checked {
            places.extend(found.places(&checked.sources, &checked.outcome.findings));
            groups =
                found.groups(&checked.sources, &checked.outcome.findings, Some(own.of.unwrap_or(own.id)));
        }
        let worth: &[&str] = &[Severity::Error.word(), Severity::Warning.word()];
        let count = |part: &Part| {
            let here = places.iter().filter(|own| part_of(&own.field) == part.id);
            here.filter(|own| worth.contains(&own.severity)).count()
        };
        let tab = |part: &Part| Tab { id: part.id, label: app.view.say(&(part.label)()), count: count(part) };
        let tabs = PARTS.iter().filter(|part| is_matter && part.is_tab).map(tab).collect();
        let title = looked.opened.form.as_ref().and_then(|form| form.find("title")).map(Field::canonical);
        let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| match &subject {
            Subject::Matter(..) => name.to_owned(),
            Subject::Parties(_) => app.view.say(&text!("法人の一覧", "Legal entities")),
            Subject::Ward => app.view.say(&text!("自治体の設定", "The ward's settings")),
        });
        Ok(Self {
            places,
            part: own,
            base,
            tabs,
            title,
            year_label: year_label(open(app).ok().as_ref(), year),
            groups,
            problems,
            looked,
        })
    }

    /// Returns a page of the matter; `more` is what its template needs besides.
    pub(super) fn page(&self, app: &App, status: StatusCode, template: &str, more: Json) -> Answer {
        let preview = self.looked.checked.as_ref().map(
            |_| json!({ "src": format!("{}/paper?part={}", self.base, self.part.paper), "open": false }),
        );
        let part = json!({ "id": self.part.id, "label": app.view.say(&(self.part.label)()) });
        let mut values = json!({
            "title": self.title, "base": self.base, "groups": self.groups, "preview": preview, "part": part,
            "is_matter": !self.tabs.is_empty(), "parts": self.tabs, "year_label": self.year_label, "problems": self.problems,
        });
        if let (Json::Object(values), Json::Object(more)) = (&mut values, more) {
            values.extend(more);
        }
        app.view.page(status, template, values)
    }
}

/// Returns what is said of a save that led here.
pub(super) fn saved_text(asked: &Asked) -> Text {
    match asked.query.one("saved") {
        Some("0") => text!("変わった所はありませんでした。", "Nothing was changed."),
        Some(n) if n.parse::<usize>().is_ok() => text!("{n}か所を保存しました。", "{n} value(s) saved."),
        _ => text!("", ""),
    }
}

/// Shows a part.
pub(super) fn show(app: &App, asked: &Asked, year: &str, name: &str, part: &str) -> Result<Answer, Stopped> {
    let more = asked.query.one("more").unwrap_or_default();
    shown(app, [year, name, part, more], &saved_text(asked), &Refused::new())
}

fn shown(
    app: &App,
    [year, name, part, more]: [&str; 4],
    said: &Text,
    refused: &Refused,
) -> Result<Answer, Stopped> {
    let frame = Frame::of(app, year, name, part)?;
    let of = frame.part.of.unwrap_or(part);
    let showing = Showing { base: &frame.base, part, more, findings: &here(&frame.places, of), refused };
    let form = frame.looked.opened.form.as_ref();
    let fields = form.map(|form| showing.fields("", &fields_of(form, of)).0).unwrap_or_default();
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let said_kind = if refused.is_empty() { "good" } else { "bad" };
    let diagrams = if part == "flows" && frame.looked.checked.is_some() {
        super::papers::diagrams(app, year, name)?
    } else {
        Vec::new()
    };
    let said = app.view.say(said);
    Ok(frame.page(
        app,
        status,
        "matter.html",
        json!({ "fields": fields, "said": said, "said_kind": said_kind, "diagrams": diagrams }),
    ))
}

fn here(places: &[Place], part: &str) -> Vec<Place> {
    places.iter().filter(|own| part_of(&own.field) == part).cloned().collect()
}

/// Returns the fields of a part, in the order of the paper.
fn fields_of(form: &Field, part: &str) -> Vec<Field> {
    let Value::Record { fields } = &form.value else { return Vec::new() };
    fields.iter().filter(|own| part == ALL.id || part_of(&own.place) == part).cloned().collect()
}

/// Saves a part: what was changed in it, and nothing else.
pub(super) fn save(app: &App, asked: &Asked, year: &str, name: &str, part: &str) -> Result<Answer, Stopped> {
    let subject = subject(year, name);
    let mut given = Vec::new();
    for (place, before) in asked.sent.after("b:") {
        let field = format!("v:{place}");
        let several = asked.sent.all(&field);
        let sent = if asked.sent.one(&format!("s:{place}")).is_some() || several.len() > 1 {
            several.join("\n")
        } else {
            several.into_iter().next().unwrap_or_default()
        };
        // What stands there as it was read is no change, whatever others wrote since.
        if crate::workspace::fields::mark(&lines(&sent)) != before {
            given.push((place.to_owned(), before.to_owned(), lines(&sent)));
        }
    }
    let opened = app.editor.open(&subject)?;
    let changes: Vec<Given> = given
        .iter()
        .map(|(place, before, sent)| {
            let is_several = opened
                .form
                .as_ref()
                .and_then(|form| form.find(place))
                .is_some_and(|field| matches!(field.value, Value::Several { .. }));
            let change = if is_several {
                let texts = sent.lines().map(str::trim).filter(|own| !own.is_empty()).map(str::to_owned);
                Change::SetAll(place.clone(), texts.collect())
            } else {
                Change::Set(place.clone(), sent.clone())
            };
            Given { change, before: Some(before.clone()) }
        })
        .collect();
    let saved = app.editor.save(&subject, &changes, &moment(app))?;
    let count = saved.kept.len();
    if saved.refused.is_empty() {
        let at = asked.sent.one("remove").map(|place| remove(app, &subject, place)).transpose()?;
        return match at {
            Some(Some(refusal)) => shown(app, [year, name, part, ""], &refusal.text(), &Refused::new()),
            _ => Ok(Answer::to(format!("{}/{part}?saved={count}", base(year, name)))),
        };
    }
    let refused: Refused = saved
        .refused
        .iter()
        .filter_map(|(index, refusal)| {
            let (place, _, sent) = given.get(*index)?;
            Some((place.clone(), (sent.clone(), app.view.say(&refusal.text()))))
        })
        .collect();
    let left = refused.len();
    let said = text!(
        "{count}か所を保存し、{left}か所は保存していません。赤い欄を見てください。",
        "{count} value(s) saved, {left} not; look at the fields in red."
    );
    shown(app, [year, name, part, ""], &said, &refused)
}

/// Removes an item; returns why not.
fn remove(app: &App, subject: &Subject, place: &str) -> Result<Option<Refusal>, Stopped> {
    let given = Given { change: Change::Remove(place.to_owned()), before: None };
    let saved = app.editor.save(subject, &[given], &moment(app))?;
    Ok(saved.refused.into_iter().next().map(|(_, refusal)| refusal))
}
