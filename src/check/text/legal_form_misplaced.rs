//! A company whose word for its legal form stands on the other side of its name, or is another word.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::TextKind;
use crate::check::rule::Check;
use crate::check::statements::{Statement, Word, word};
use crate::diagnostic::Severity;
use crate::model::ids::PartyId;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;
use std::ops::Range;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "legal-form-misplaced",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("legal_form_misplaced.md"),
    },
    check,
    mutate,
};

/// Words for the legal forms of companies, which stand before or after the name as registered.
const BOTH_SIDES: [&str; 5] = ["株式会社", "有限会社", "合同会社", "合資会社", "合名会社"];

/// Words for other legal forms, which stand before the name.
const BEFORE: [&str; 12] = [
    "一般社団法人",
    "一般財団法人",
    "公益社団法人",
    "公益財団法人",
    "特定非営利活動法人",
    "社会福祉法人",
    "医療法人",
    "学校法人",
    "宗教法人",
    "独立行政法人",
    "地方独立行政法人",
    "国立大学法人",
];

/// A legal entity: its name without the word for its form, and that word.
struct Entity {
    party: PartyId,
    core: Word,
    form: Word,
    leads: bool,
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let entities = entities(context);
    let forms: Vec<Word> = BOTH_SIDES.iter().chain(&BEFORE).map(|form| word(form)).collect();
    for statement in &context.statements().list {
        if statement.prose.place == TextKind::Article {
            continue;
        }
        for entity in &entities {
            for range in statement.find(&entity.core) {
                if let Some((place, said, leads)) = beside(statement, &range, &forms)
                    && (said != &entity.form || leads != entity.leads)
                    // Another legal entity of that very name is meant.
                    && !entities.iter().any(|own| own.core == entity.core && own.form == *said && own.leads == leads)
                {
                    let (written, name) =
                        (statement.written(context, &place), &context.year.parties[entity.party].name);
                    findings.add(
                        RULE.at(
                            statement.span(&place),
                            text!(
                                "「{written}」は、法人の名「{name}」と違います（不一致）",
                                "`{written}` is not the name of the legal entity, `{name}`"
                            ),
                        )
                        .related(name.span, text!("法人の名", "the name of the legal entity"))
                        .help(text!(
                            "登記の名称を確かめ、「{name}」にそろえてください",
                            "look the registered name up, and write `{name}`"
                        ))
                        .cause(format!("legal-form-misplaced:{name}")),
                    );
                }
            }
        }
    }
}

/// Returns the whole of a name with the word for a legal form that adjoins it, that word, and whether it leads.
fn beside<'f>(
    statement: &Statement<'_>,
    range: &Range<usize>,
    forms: &'f [Word],
) -> Option<(Range<usize>, &'f Word, bool)> {
    let before = statement.before(range.start);
    let after = statement.after(range.end);
    // The longest word counts: 地方独立行政法人 is no 独立行政法人.
    let leading = forms.iter().filter(|form| before.ends_with(form)).max_by_key(|form| form.len());
    let trailing = forms.iter().filter(|form| after.starts_with(form)).max_by_key(|form| form.len());
    match (leading, trailing) {
        (Some(form), _) => Some((range.start - form.len()..range.end, form, true)),
        (None, Some(form)) => Some((range.start..range.end + form.len(), form, false)),
        (None, None) => None,
    }
}

fn entities(context: &Context<'_>) -> Vec<Entity> {
    let mut ids: Vec<PartyId> = Vec::new();
    for party in context.matter.providers.iter().filter_map(|provider| provider.party.as_ref()) {
        if !ids.contains(&party.value) {
            ids.push(party.value);
        }
    }
    let forms: Vec<Word> = BOTH_SIDES.iter().chain(&BEFORE).map(|form| word(form)).collect();
    ids.into_iter()
        .filter_map(|party| {
            let name = word(&context.year.parties[party].name);
            let mut all: Vec<&Word> = forms.iter().collect();
            all.sort_by_key(|form| std::cmp::Reverse(form.len()));
            let found = all.iter().find_map(|form| {
                let leading = name.strip_prefix(form.as_slice()).map(|core| (core, true));
                let trailing = || name.strip_suffix(form.as_slice()).map(|core| (core, false));
                leading.or_else(trailing).map(|(core, leads)| (core.to_vec(), (*form).clone(), leads))
            });
            let (core, form, leads) = found?;
            (core.len() > 1).then_some(Entity { party, core, form, leads })
        })
        .collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let text = context.matter.overview.as_ref().and_then(|overview| overview.description.as_ref());
    let plants = entities(context).into_iter().filter_map(|entity| {
        let (core, form): (String, String) = (entity.core.iter().collect(), entity.form.iter().collect());
        let other = if BOTH_SIDES.contains(&form.as_str()) {
            if entity.leads { format!("{core}{form}") } else { format!("{form}{core}") }
        } else {
            format!("{}{core}", BEFORE.iter().find(|own| **own != form)?)
        };
        Some(Plant::insert(context, text?.span, &format!("（{other}）")))
    });
    Mutation::new(plants, text!("概要の文か、法人がありません", "no overview, or no legal entity"))
}
