//! A particle that stands twice.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::TextKind;
use crate::check::rule::Check;
use crate::check::statements::is_word;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::PUBLIC_WRITING;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "particle-doubled",
        severity: Severity::Warning,
        basis: &[PUBLIC_WRITING],
        page: include_str!("particle_doubled.md"),
    },
    check,
    mutate,
};

/// Particles that never stand twice after a noun.
const PARTICLES: [char; 7] = ['の', 'を', 'に', 'は', 'が', 'で', 'へ'];

fn check(context: &Context<'_>, findings: &mut Findings) {
    for statement in &context.statements().list {
        for at in 1..statement.chars.len() {
            let [before, one, two] = [at - 1, at, at + 1].map(|at| statement.chars.get(at).copied());
            let (Some(before), Some(one), Some(two)) = (before, one, two) else { continue };
            if one != two || !PARTICLES.contains(&one) || !(is_word(before) || matches!(before, ')' | '」'))
            {
                continue;
            }
            let range = at..at + 2;
            let written = statement.written(context, &range);
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!("助詞「{one}」が重なっています（要確認）", "the particle `{written}` stands twice"),
                )
                .help(text!("「{one}」を一つにしてください", "write it once")),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let bodies = context.prose().iter().filter(|prose| prose.place == TextKind::Body);
    let plants = bodies.take(3).map(|prose| Plant::insert(context, prose.text.span, "区のの業務"));
    Mutation::new(plants, text!("文がありません", "there is no text"))
}
