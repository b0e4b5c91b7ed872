//! Known typos.

use super::texts;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::PUBLIC_WRITING;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "typo",
        severity: Severity::Warning,
        basis: &[PUBLIC_WRITING],
        page: include_str!("typo.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for text in texts::of(context) {
        let span = text.text.span;
        let written = context.sources.slice(span);
        for (wrong, right) in &context.common.typos {
            for place in context.sources.find_all(span, wrong) {
                if is_part_of(right, wrong, written, place.start() - span.start()) {
                    continue;
                }
                findings.add(
                    RULE.at(
                        place,
                        text!(
                            "「{wrong}」は「{right}」の誤りと思われます（要確認）",
                            "`{wrong}` seems to be a typo for `{right}`"
                        ),
                    )
                    .related(wrong.span, text!("誤りの一覧の語", "as the list of typos has it"))
                    .help(text!("「{right}」に直してください", "write `{right}`"))
                    .cause(format!("typo:{right}")),
                );
            }
        }
    }
}

/// Returns whether the `wrong` that stands at byte `at` is only a part of the right form.
fn is_part_of(right: &str, wrong: &str, text: &str, at: usize) -> bool {
    right.match_indices(wrong).any(|(offset, _)| {
        at.checked_sub(offset).and_then(|start| text.get(start..)).is_some_and(|rest| rest.starts_with(right))
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let words: Vec<&str> = context.common.typos.iter().map(|(wrong, _)| wrong.value.as_str()).collect();
    let texts = context.prose().iter();
    Mutation::new(
        texts.flat_map(|prose| {
            words.iter().take(3).map(move |word| Plant::insert(context, prose.text.span, word))
        }),
        text!("誤りの一覧に語がありません", "the list of typos is empty"),
    )
}

#[cfg(test)]
mod tests {
    use super::is_part_of;

    #[test]
    fn the_right_form_may_hold_the_wrong_one() {
        let text = "取りり扱う、取り扱う";
        assert!(is_part_of("速やかに", "やか", "速やかに", 3));
        assert!(!is_part_of("速やかに", "やか", "細やかに", 3));
        assert!(!is_part_of("取り扱う", "りり", text, 3));
        assert!(!is_part_of("ああい", "い", "い", 0));
    }
}
