//! The kinds of matters of a year and the fields of their annexes (`forms/submission.yaml`).

use super::cover::{cover, print};
use super::{Names, Problems, report};
use crate::diagnostic::{Text, listed};
use crate::model::ids::{Id, KindId, OwnId, Table};
use crate::model::kind::{AnnexField, Bound, MatterKind};
use crate::model::raw::form::{RawConnectionLabels, RawField, RawKind, RawOutsourcingLabels, RawSubmission};
use crate::model::vocabulary::{About, Bearer, Fact};
use crate::model::ward::Labels;
use crate::source::{Located, Span};
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::decode::Str;

/// Returns the ids of the texts that the annexes print of the ward's own, each once.
pub(in crate::model) fn own(kinds: &Table<KindId, MatterKind>, known: &Names<KindId>) -> Names<OwnId> {
    let mut names = Names::new("自分の欄", "field of one's own", "forms/submission.yaml の facts（own/…）");
    let facts = kinds.iter().flat_map(|kind| &kind.fields).flat_map(|field| &field.facts);
    for fact in facts {
        if let Bound::Own(id) = &fact.value
            && names.get(id).is_none()
        {
            names.declare(&fact.with(id.clone()), OwnId::from_index(names.all().count()), &mut Vec::new());
        }
    }
    if known.is_lost() {
        names.lose();
    }
    names
}

/// The parts whose pages a form may turn on their side.
const PARTS: [&str; 6] = ["annex", "checklist", "cover", "items", "lines", "overview"];

/// Returns labels and kinds of a year; `None` stands for a form that could not be read, or is not there.
pub(in crate::model) fn kinds(
    raw: Option<RawSubmission>,
    problems: &mut Problems,
) -> (Option<Labels>, Table<KindId, MatterKind>, Names<KindId>) {
    let mut names = Names::new("付議の種別", "kind of matter", "forms/submission.yaml: kinds");
    let mut kinds = Table::default();
    let Some(raw) = raw else {
        names.lose();
        return (None, kinds, names);
    };
    let mut declare = |kind: MatterKind, problems: &mut Problems| {
        names.title(&kind.id, &kind.name);
        names.declare(&kind.id, KindId::from_index(kinds.len()), problems);
        kinds.push(kind);
    };
    // The earlier shape: two kinds, their labels in fixed places.
    if let Some(raw) = raw.connection {
        declare(connection(raw), problems);
    }
    if let Some(raw) = raw.outsourcing {
        declare(outsourcing(raw), problems);
    }
    let declared = raw.kinds.unwrap_or_default();
    let unread = !declared.span.is_somewhere() && declared.items.is_empty();
    for raw in declared.items {
        let kind = kind(raw, problems);
        declare(kind, problems);
    }
    if unread && kinds.is_empty() {
        report(
            problems,
            "no-kinds",
            raw.span,
            text!("付議の種別が一つもありません", "no kind of matter is declared"),
            text!(
                "kinds に、種別とその別紙の欄を書いてください（例は fugi init が作る様式にあります）",
                "declare the kinds and the fields of their annexes under `kinds`; `fugi init` writes examples"
            ),
        );
        names.lose();
    }
    let mut parts: Vec<String> = PARTS.map(str::to_owned).to_vec();
    parts.extend(kinds.iter().map(|kind| format!("annex-{}", kind.part)));
    let labels = Labels {
        cover: cover(raw.cover, problems),
        overview: raw.overview,
        print: print(raw.print, &parts, problems),
    };
    (Some(labels), kinds, names)
}

fn kind(raw: RawKind, problems: &mut Problems) -> MatterKind {
    let fields: Vec<AnnexField> =
        raw.fields.items.into_iter().filter_map(|raw| field(raw, problems)).collect();
    refuse_repeated(&fields, problems);
    let roles = raw.roles.unwrap_or_default();
    let about = raw.about.0;
    if about.span.is_somewhere() {
        refuse_of_others(&fields, about.value, problems);
    }
    if about.value == About::Role && roles.is_empty() {
        report(
            problems,
            "no-roles",
            about.span,
            text!("別紙を作る役割の種類（roles）がありません", "it does not say which kinds of roles"),
            text!("例えば roles: [recipient] と書いてください", "write for example `roles: [recipient]`"),
        );
    }
    let part = raw.part.as_ref().map_or(&raw.id, |part| part).value.replace('_', "-");
    MatterKind {
        id: raw.id,
        span: raw.span,
        name: raw.name,
        about,
        roles: roles.items.into_iter().map(|role| role.0).collect(),
        heading: raw.heading,
        part,
        omits: raw.omits.iter().flatten().map(|word| word.0.value).collect(),
        rules: raw.rules.unwrap_or_default().items,
        mark: raw.mark,
        fields,
    }
}

fn field(raw: RawField, problems: &mut Problems) -> Option<AnnexField> {
    let facts: Vec<Located<Bound>> =
        raw.facts.iter().filter_map(|written| bound(&written.text, problems)).collect();
    let points = raw.points.unwrap_or_default();
    if !points.is_empty() && points.len() != raw.facts.len() {
        let (facts, points_) = (raw.facts.len(), points.len());
        report(
            problems,
            "points-not-facts",
            points.span,
            text!(
                "小見出しは{points_}個、事実は{facts}個です",
                "there are {points_} sub-headings for {facts} facts"
            ),
            text!("facts と同じ数だけ並べてください", "write one for each of `facts`"),
        );
        return None;
    }
    let field = AnnexField {
        span: raw.span,
        label: raw.label,
        facts,
        points: points.items,
        required: raw.required.is_none_or(|required| required.value),
        bearers: raw.bearers.iter().flatten().map(|bearer| bearer.0.value).collect(),
        see: raw.see,
        task_heading: raw.task_heading.map_or_else(String::new, |own| own.value),
    };
    if field.prints(Fact::Measures) && (field.bearers.is_empty() || field.see.is_none()) {
        report(
            problems,
            "measures-of-whom",
            field.span,
            text!(
                "「measures」の欄に、対策を行う者（bearers）と印字する文（see）が要ります",
                "a field with `measures` needs `bearers` and `see`"
            ),
            text!(
                "例えば bearers: [ward]、see: 別紙チェックリストのとおり と書いてください",
                "write for example `bearers: [ward]` and `see: 別紙チェックリストのとおり`"
            ),
        );
    }
    // A field whose only fact is unknown has been told of.
    (!field.facts.is_empty()).then_some(field)
}

/// Returns what a field's word binds it to; one that is not known is reported with the nearest, or the list.
fn bound(written: &Str, problems: &mut Problems) -> Option<Located<Bound>> {
    if !written.span.is_somewhere() {
        return None;
    }
    if let Some(id) = written.value.strip_prefix(Bound::OWN).filter(|id| !id.trim().is_empty()) {
        return Some(written.with(Bound::Own(id.to_owned())));
    }
    if let Some(fact) = Fact::ALL.iter().find(|fact| fact.word() == written.value) {
        return Some(written.with(Bound::Fact(*fact)));
    }
    let shown = short(&written.value);
    // Words alone: with their meanings the list is longer than a message.
    let Text { ja: list, en: list_en } = listed(Fact::ALL.iter().map(|fact| fact.word()));
    let otherwise = text!(
        "使える語: {list}（意味は fugi schema submission）。自分の欄なら own/ を付けます",
        "allowed: {list_en}; put `own/` before a text of your own"
    );
    let by_meaning = Fact::ALL.iter().find(|fact| spelling::same(fact.ja(), &written.value));
    let help = match by_meaning {
        Some(fact) => {
            let (ja, word) = (fact.ja(), fact.word());
            text!("「{ja}」は「{word}」と書きます", "write `{word}` for {ja}")
        }
        None => spelling::did_you_mean(&written.value, Fact::ALL.iter().map(|fact| fact.word()), &otherwise),
    };
    report(
        problems,
        "unknown-fact",
        written.span,
        text!("別紙に印字できる事実に「{shown}」はありません", "there is no fact `{shown}` to print"),
        help,
    );
    None
}

/// Reports a fact that an annex would print twice; measures may be printed once for each who carries them out.
fn refuse_repeated(fields: &[AnnexField], problems: &mut Problems) {
    let mut seen: Vec<(&Bound, Option<Bearer>, Span)> = Vec::new();
    for field in fields {
        for fact in &field.facts {
            let whose: Vec<Option<Bearer>> = match &fact.value {
                Bound::Fact(Fact::Measures) => field.bearers.iter().copied().map(Some).collect(),
                _ => vec![None],
            };
            for whose in whose {
                let before = seen.iter().find(|(own, who, _)| *own == &fact.value && *who == whose);
                let Some((.., first)) = before else {
                    seen.push((&fact.value, whose, fact.span));
                    continue;
                };
                let (word, first) = (fact.value.word(), *first);
                problems.push(
                    crate::diagnostic::Diagnostic::error(
                        "fact-printed-twice",
                        fact.span,
                        text!("「{word}」は、別紙に二度印字されます", "`{word}` would be printed twice"),
                    )
                    .related(first, text!("先に書かれた場所", "printed here already"))
                    .help(text!("どちらか一方の欄から消してください", "take it out of one of the fields")),
                );
            }
        }
    }
}

/// Reports a fact that no annex of the kind can hold: its field would be empty for ever.
fn refuse_of_others(fields: &[AnnexField], about: About, problems: &mut Problems) {
    for fact in fields.iter().flat_map(|field| &field.facts) {
        let Bound::Fact(own) = fact.value else { continue };
        if own.is_of(about) {
            continue;
        }
        let (word, ja, about) = (own.word(), own.ja(), about.word());
        let fit = About::ALL.iter().filter(|about| own.is_of(**about)).map(|about| about.word());
        let Text { ja: fit_ja, en: fit_en } = listed(fit);
        report(
            problems,
            "fact-not-of-kind",
            fact.span,
            text!(
                "「{word}」（{ja}）は、about: {about} の別紙では、いつも空になります",
                "`{word}` is always empty in an annex about `{about}`"
            ),
            text!(
                "この欄から消すか、about が {fit_ja} の種別に書いてください。自分の文なら own/ を付けた欄にします",
                "take it out here, or print it in a kind about {fit_en}; a text of your own takes `own/`"
            ),
        );
    }
}

/// A label of the earlier shape and the facts that it headed.
struct Old(Str, Vec<(Fact, Option<Str>)>);

impl Old {
    fn one(label: Str, fact: Fact) -> Self {
        Self(label, vec![(fact, None)])
    }

    fn field(self) -> AnnexField {
        let Self(label, facts) = self;
        AnnexField {
            span: label.span,
            points: facts.iter().filter_map(|(_, point)| point.clone()).collect(),
            facts: facts.into_iter().map(|(fact, _)| label.with(Bound::Fact(fact))).collect(),
            label,
            required: true,
            bearers: Vec::new(),
            see: None,
            task_heading: String::new(),
        }
    }

    fn measures(label: Str, see: Str, bearers: &[Bearer]) -> AnnexField {
        let field = Self::one(label, Fact::Measures).field();
        AnnexField { see: Some(see), bearers: bearers.to_vec(), ..field }
    }
}

fn old_kind(
    id: &str,
    name: &str,
    about: About,
    part: &str,
    heading: Str,
    fields: Vec<AnnexField>,
) -> MatterKind {
    MatterKind {
        id: heading.with(id.to_owned()),
        span: heading.span,
        name: heading.with(name.to_owned()),
        about: heading.with(about),
        roles: Vec::new(),
        omits: Vec::new(),
        rules: Vec::new(),
        mark: Some(heading.with("◇".to_owned())),
        part: part.to_owned(),
        heading,
        fields,
    }
}

fn connection(raw: RawConnectionLabels) -> MatterKind {
    let items = vec![(Fact::Subjects, Some(raw.subject_scope)), (Fact::Items, Some(raw.item_list))];
    let mut fields: Vec<AnnexField> = [
        Old::one(raw.title, Fact::Title),
        Old::one(raw.department, Fact::Department),
        Old::one(raw.business, Fact::Business),
        Old(raw.items, items),
        Old::one(raw.counterparty, Fact::Parties),
        Old::one(raw.reason, Fact::Reasons),
        Old::one(raw.form, Fact::ConnectionForm),
        Old::one(raw.term, Fact::Term),
    ]
    .into_iter()
    .map(Old::field)
    .collect();
    fields.push(Old::measures(raw.measures, raw.see_checklist, &[Bearer::Ward, Bearer::Counterparty]));
    old_kind("external_connection", "外部結合", About::Connection, "connection", raw.heading, fields)
}

fn outsourcing(raw: RawOutsourcingLabels) -> MatterKind {
    let items = vec![(Fact::Subjects, Some(raw.subject_scope)), (Fact::Items, Some(raw.item_list))];
    let tasks =
        AnnexField { task_heading: raw.task_heading.value, ..Old::one(raw.tasks, Fact::Tasks).field() };
    let fields = vec![
        Old::one(raw.title, Fact::Title).field(),
        Old::one(raw.department, Fact::Department).field(),
        Old::one(raw.business, Fact::Business).field(),
        Old::one(raw.contractors, Fact::Parties).field(),
        Old(raw.items, items).field(),
        Old::one(raw.medium, Fact::Media).field(),
        Old::one(raw.reason, Fact::Reasons).field(),
        tasks,
        Old::one(raw.term, Fact::Term).field(),
        Old::measures(raw.ward_measures, raw.see_checklist.clone(), &[Bearer::Ward]),
        Old::measures(raw.contractor_measures, raw.see_checklist, &[Bearer::Contractor]),
    ];
    old_kind("outsourcing", "業務委託", About::Contract, "outsourcing", raw.heading, fields)
}
