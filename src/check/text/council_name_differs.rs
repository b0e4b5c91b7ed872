//! A council in a sentence that is neither the ward's nor the body of an earlier approval.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Word, contains, is_word, word};
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "council-name-differs",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("council_name_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let words = &context.statements().words;
    let ward = word(&context.ward.name);
    let council = word(&context.ward.council);
    let bodies: Vec<Word> = context.common.bodies.iter().map(|body| word(&body.name)).collect();
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        if statement.prose.owner == Owner::Approval {
            continue;
        }
        for (_, range) in statement.find_all(&words.councils) {
            let before = statement.before(range.start);
            let letters = before.iter().rev().take_while(|c| is_word(**c) || **c == '・').count();
            let range = range.start - letters..range.end;
            let said = statement.chars.get(range.clone()).unwrap_or(&[]);
            let own = said.strip_prefix(ward.as_slice()).unwrap_or(said);
            let is_known = own == council.as_slice()
                || words.general.iter().any(|word| word == own)
                || bodies.iter().any(|body| contains(said, body))
                || own.len() <= words.councils.iter().map(Vec::len).max().unwrap_or(0);
            // Only a council on personal information can be meant for the ward's.
            let is_about = words.council_topics.iter().any(|topic| contains(own, topic));
            if is_known || !is_about {
                continue;
            }
            let (written, right) = (statement.written(context, &range), &context.ward.council);
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!(
                        "「{written}」とありますが、付議する会議は「{right}」です（不一致）",
                        "`{written}` is named, and the council is `{right}`"
                    ),
                )
                .related(right.span, text!("会議の名", "the name of the council"))
                .help(text!("会議の名を確かめてください", "look up the name of the council")),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let words = &context.statements().words;
    let topic: String = words.council_topics.first().into_iter().flatten().collect();
    let text = context.matter.overview.as_ref().and_then(|overview| overview.description.as_ref());
    let plant = text.zip(words.councils.first()).map(|(text, word)| {
        let word: String = word.iter().collect();
        Plant::insert(context, text.span, &format!("。別種{topic}{word}に付議する"))
    });
    Mutation::new(plant, text!("概要の文がありません", "no overview"))
}
