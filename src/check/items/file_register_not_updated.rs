//! A file of many persons that the register of personal information files does not hold, or not with all items.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity, Text, quoted};
use crate::model::ids::{BusinessId, ItemListId};
use crate::model::item::{ItemEntry, ItemList};
use crate::model::matter::SubjectCount;
use crate::model::ward::RegisterEntry;
use crate::rule::Rule;
use crate::rule::law::{APPI_75, ORDER_20, ORDER_21};
use crate::source::{Located, Span};
use crate::spelling::fold;
use crate::text;
use crate::yaml::edit::{self, Edit};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "file-register-not-updated",
        severity: Severity::Warning,
        basis: &[APPI_75, ORDER_20, ORDER_21],
        page: include_str!("file_register_not_updated.md"),
    },
    check,
    mutate,
};

fn count<'a>(context: &Context<'a>) -> Option<&'a SubjectCount> {
    context.matter.overview.as_ref()?.subject_count.as_ref()
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(count) = count(context) else { return };
    // Where the count is of households, the rule on the number of persons asks for it.
    let Some(persons) = context.common.persons(count) else { return };
    if persons < context.ward.file_register_persons {
        return;
    }
    let Some(business) = &context.matter.business else {
        findings.add(unknown(count, persons, "登録業務", "the registered business"));
        return;
    };
    let Some(register) = &context.ward.file_register else {
        findings.add(unknown(
            count,
            persons,
            "区のファイル簿（fugi.yaml の file_register）",
            "the ward's register",
        ));
        return;
    };
    let name = &context.ward.businesses[business.value].name;
    let Some(entry) = register.iter().find(|entry| entry.business.value == business.value) else {
        findings.add(
            RULE.at(
                business.span,
                text!(
                    "「{name}」の個人情報ファイル（{persons}人）が、ファイル簿にありません（記載なし）",
                    "the register of personal information files has no entry for {name} ({persons} persons)"
                ),
            )
            .label(text!("この業務のファイルがファイル簿にありません", "this business has no entry"))
            .related(count.value.span, text!("対象者数", "the number of persons"))
            .help(text!(
                "個人情報ファイル簿を作成し、fugi.yaml の file_register に加えてください",
                "make the entry, and add it to `file_register` in fugi.yaml"
            )),
        );
        return;
    };
    missing_items(context, business, entry, findings);
}

/// So many persons, and whether their file stands in the register cannot be seen.
fn unknown(count: &SubjectCount, persons: u64, what_ja: &str, what_en: &str) -> Diagnostic {
    RULE.at(
        count.value.span,
        text!(
            "{persons}人の個人情報ファイルがファイル簿に載っているか、{what_ja}が書かれていないため分かりません（記載なし）",
            "whether the register holds this file of {persons} persons cannot be told: {what_en} is not stated"
        ),
    )
    .severity(Severity::Warning)
    .help(text!(
        "登録業務と、個人情報ファイル簿の記載を書いてください",
        "state the registered business and its entry in the register"
    ))
}

fn missing_items(
    context: &Context<'_>,
    business: &Located<BusinessId>,
    register: &RegisterEntry,
    findings: &mut Findings,
) {
    let missing = missing(context, register);
    let Some(first) = missing.first() else { return };
    let count = missing.len();
    let Text { ja: shown, en: shown_en } = quoted(missing.iter().take(8).map(|entry| &entry.name.value));
    let (more, more_en) = match count.saturating_sub(8) {
        0 => (String::new(), String::new()),
        rest => (format!("ほか{rest}項目"), format!(" and {rest} more")),
    };
    let name = &context.ward.businesses[business.value].name;
    findings.add(
        RULE.at(
            first.name.span,
            text!(
                "「{name}」のファイル簿の記録項目に、委託で処理させる{shown}{more}がありません（不一致）",
                "the register's entry for {name} lacks {shown_en}{more_en}, which is entrusted"
            ),
        )
        .label(text!("ファイル簿にない項目", "not in the register"))
        .related(business.span, text!("登録業務", "the registered business"))
        .related(register.business.span, text!("ファイル簿の記載", "the entry in the register"))
        .help(text!(
            "ファイル簿の記録項目を直ちに直すか、処理させる項目を見直してください",
            "fix the register at once, or look at the items entrusted again"
        )),
    );
}

/// Returns the lists of the contracts, in the order of the file.
fn lists<'a>(context: &Context<'a>) -> Vec<&'a ItemList> {
    let matter = context.matter;
    let is_used = |id: ItemListId| {
        matter.contracts.iter().any(|contract| contract.item_list.as_ref().is_some_and(|own| own.value == id))
    };
    matter.item_lists.enumerate().filter(|(id, _)| is_used(*id)).map(|(_, list)| list).collect()
}

/// Returns the entries of the contracts' lists that the register does not hold, each name once. A group stands in
/// it by its own name or by all of its members'.
fn missing<'a>(context: &Context<'a>, register: &RegisterEntry) -> Vec<&'a ItemEntry> {
    let holds = |entry: &ItemEntry| register.items.contains(&fold(&entry.name));
    let mut missing: Vec<&ItemEntry> = Vec::new();
    for entry in lists(context).into_iter().flat_map(|list| &list.entries) {
        let is_held = holds(entry) || !entry.members.is_empty() && entry.members.iter().all(holds);
        if !is_held && !missing.iter().any(|other| fold(&other.name) == fold(&entry.name)) {
            missing.push(entry);
        }
    }
    missing
}

/// Gives the ward a register that lacks this file's items, or this file.
fn mutate(context: &Context<'_>) -> Mutation {
    let Some(business) = &context.matter.business else {
        return Mutation::new(
            [],
            text!("登録業務が書かれていません", "the registered business is not stated"),
        );
    };
    let Some(count) = count(context) else {
        return Mutation::new([], text!("対象者数が書かれていません", "the number of persons is not stated"));
    };
    let persons = context.ward.file_register_persons.max(count.value.value);
    let enough = || Plant::yaml(count.value.span, &persons.to_string());
    let other = context.ward.businesses.enumerate().find(|(id, _)| *id != business.value);
    let own =
        context.ward.file_register.iter().flatten().find(|entry| entry.business.value == business.value);
    let without_items = match own {
        Some(own) => Plant::set(context, own.span, "items", "[planted-item]"),
        None => add_entry(context, &context.ward.businesses[business.value].id),
    };
    let without_file = match (own, other) {
        (Some(own), Some((_, other))) => Plant::scalar(own.business.span, &other.id),
        (Some(_), None) => None,
        (None, Some((_, other))) => add_entry(context, &other.id),
        (None, None) => None,
    };
    let first = lists(context).into_iter().find_map(|list| list.entries.first());
    let first = first.map_or(business.span, |entry| entry.name.span);
    let plants = [(without_items, first), (without_file, business.span)]
        .map(|(plant, place)| enough().and_then(|enough| enough.and(plant)).map(|plant| plant.within(place)));
    // So many persons, and no register at all.
    let without_register = context.ward.file_register.is_none().then(enough);
    Mutation::new(plants.into_iter().chain(without_register), text!("", ""))
}

/// Adds to the register an entry that holds one item of another name.
fn add_entry(context: &Context<'_>, business: &str) -> Option<Plant> {
    let entry = format!("{{ business: {}, items: [planted-item] }}", edit::scalar(business));
    let Some(first) = context.ward.file_register.iter().flatten().next() else {
        let name = context.ward.name.span;
        let end = Span::new(name.source(), name.end(), name.end());
        return Some(Plant {
            edits: vec![Edit::new(end, format!("\nfile_register: [{entry}]"))],
            within: end,
        });
    };
    let start = Span::new(first.span.source(), first.span.start(), first.span.start());
    let source = context.sources.get(start.source())?;
    let line = source.line_start(source.line_column(start.start()).0);
    let lead = context.sources.slice(Span::new(start.source(), line, start.start()));
    let between = if lead.trim() == "-" { format!("\n{lead}") } else { ", ".to_owned() };
    Some(Plant { edits: vec![Edit::new(start, format!("{entry}{between}"))], within: start })
}
