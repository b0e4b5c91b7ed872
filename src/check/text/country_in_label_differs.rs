//! A country in the label of a system that is not the country it is stated to stand in.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Word, contains_any, word};
use crate::diagnostic::Severity;
use crate::model::country;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "country-in-label-differs",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("country_in_label_differs.md"),
    },
    check,
    mutate,
};

/// Words for countries, each with its code. 国内 is Japan; 中国 is a part of Japan too, where a system stands in Japan.
fn words() -> (Vec<Word>, Vec<&'static str>) {
    let names = country::all().filter(|(_, name)| *name != "中国" && name.chars().count() > 1);
    let names = names.map(|(code, name)| (word(name), code));
    names
        .chain([
            (word("国内"), "JP"),
            (word("アメリカ合衆国"), "US"),
            (word("アメリカ"), "US"),
            (word("イギリス"), "GB"),
            (word("中国国内"), "CN"),
            (word("中国(国外)"), "CN"),
        ])
        .unzip()
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let (words, codes) = words();
    in_sentences(context, &words, &codes, findings);
    for statement in &context.statements().list {
        let Owner::System(id) = statement.prose.owner else { continue };
        let Some(stated) = &context.matter.systems[id].country else { continue };
        for (at, range) in statement.find_all(&words) {
            let Some(code) = codes.get(at).filter(|code| !code.eq_ignore_ascii_case(stated)) else {
                continue;
            };
            // 「日本語」「株式会社日本…」: a name.
            let goes_on =
                statement.chars.get(range.end).is_some_and(|c| crate::check::statements::is_word(*c))
                    && *code == "JP";
            if goes_on || statement.is_denied(range.end, &context.statements().words) {
                continue;
            }
            let (written, fact) = (statement.written(context, &range), country::name(stated));
            let stated_span = stated.span;
            let stated = stated.as_str();
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!(
                        "名に「{written}」とありますが、所在の国は「{fact}」です（不一致）",
                        "the label says `{written}`, and the system is stated to stand in `{stated}`"
                    ),
                )
                .related(stated_span, text!("所在の国は「{fact}」", "it stands in `{stated}`"))
                .help(text!(
                    "どの国にあるかを事業者に確かめ、名と country をそろえてください",
                    "ask where it stands, and make the label agree with `country`"
                )),
            );
        }
    }
}

/// Finds a country that a sentence says a server stands in, where no system of the matter stands there.
fn in_sentences(context: &Context<'_>, words: &[Word], codes: &[&'static str], findings: &mut Findings) {
    let stated: Vec<&str> = context
        .matter
        .systems
        .iter()
        .filter_map(|own| own.country.as_ref())
        .map(|own| own.as_str())
        .collect();
    let Some(first) = context.matter.systems.iter().find_map(|own| own.country.as_ref()) else { return };
    let servers = [word("サーバ"), word("データセンター"), word("クラウド"), word("保管場所")];
    let standing = [
        word("にあり"),
        word("にある"),
        word("に置"),
        word("に設置"),
        word("に所在"),
        word("のサーバ"),
        word("に保管"),
        word("のデータセンター"),
    ];
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        if matches!(statement.prose.owner, Owner::System(_)) || !contains_any(&statement.chars, &servers) {
            continue;
        }
        for (at, range) in statement.find_all(words) {
            let Some(code) = codes.get(at) else { continue };
            let after = statement.after(range.end);
            let after = after.strip_prefix(&['国', '内'][..]).unwrap_or(after);
            let is_place = standing.iter().any(|own| after.starts_with(own));
            let is_there = stated.iter().any(|own| own.eq_ignore_ascii_case(code));
            if !is_place || is_there || statement.is_denied(range.end, &context.statements().words) {
                continue;
            }
            let written = statement.written(context, &range);
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!(
                        "文では「{written}」にありますが、その国にあるシステムがありません（不一致）",
                        "the sentence says that it stands in `{written}`, and no system is stated to stand there"
                    ),
                )
                .related(first.span, text!("システムの所在の国", "where a system stands"))
                .help(text!(
                    "どの国にあるかを事業者に確かめ、文と country をそろえてください",
                    "ask where it stands, and make the sentence agree with `country`"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let stated = context.matter.systems.iter().filter(|system| system.country.is_some());
    let plants = stated.map(|system| {
        let mut all = country::all().filter(|(_, name)| *name != "中国" && name.chars().count() > 3);
        let own = system.country.as_ref().map(|own| own.as_str());
        let (_, name) = all.find(|(code, _)| Some(*code) != own)?;
        Plant::scalar(system.label.span, &format!("サーバ（{name}）"))
    });
    Mutation::new(plants, text!("所在の国の書かれたシステムがありません", "no system states its country"))
}
