//! A company's name in other characters than those it is registered in.

use super::names::{self, Subject};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "company-name-differs",
        severity: Severity::Info,
        basis: &[CONSISTENCY],
        page: include_str!("company_name_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for found in names::written_otherwise(context, Subject::Company) {
        let (written, word) = (found.written, found.word);
        findings.add(
            RULE.at(
                found.place,
                text!(
                    "「{written}」は、法人の名「{word}」と字の幅や空白が違います（不一致）",
                    "`{written}` differs from the company's name `{word}` in width or spaces"
                ),
            )
            .related(found.name.span, text!("法人の名", "the name of the company"))
            .help(text!(
                "登記の名称を確かめ、どこでも同じ字で書いてください（ここでは「{word}」）",
                "look up the registered name and write it in the same characters everywhere (here `{word}`)"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let names: Vec<String> = names::of(context)
        .into_iter()
        .filter(|name| name.subject == Subject::Company)
        .map(|name| names::other_width(name.name))
        .collect();
    Mutation::new(
        context.prose().iter().flat_map(|prose| {
            names.iter().map(|name| Plant::insert(context, prose.text.span, &format!("（{name}）")))
        }),
        text!("法人の名が一つもありません", "no provider has a legal entity"),
    )
}
