//! A row for contractors that says what the ward does, or a row for the ward that says what it makes others do.

use super::used_forms::{is_carried_out_by_others, used_forms};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::sentences;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ward::{ChecklistForm, Row};
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "row-voice-wrong",
        severity: Severity::Info,
        basis: &[FORM],
        page: include_str!("row_voice_wrong.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for form in used_forms(context) {
        let others = is_carried_out_by_others(form);
        if has_own_voice(context, form) {
            continue;
        }
        let heading = &form.heading;
        for row in &form.rows {
            for sentence in sentences(&row.text).filter(|sentence| is_wrong(sentence, others)) {
                let id = &row.id;
                let (wanted, wanted_en) = if others {
                    ("「…させる。」", "what others are made to do")
                } else {
                    ("区が行うこと（「…する。」）", "what the ward does")
                };
                findings.add(
                    RULE.at(
                        context.sources.find_in(row.text.span, sentence),
                        text!(
                            "「{heading}」の{id}の文が{wanted}で終わっていません（不一致）",
                            "a sentence of row {id} does not say {wanted_en}"
                        ),
                    )
                    .related(heading.span, text!("この様式は「{heading}」", "what this form is for"))
                    .help(text!(
                        "行う者に合わせ、文の終わりを{wanted}に揃えてください",
                        "word the sentence to say {wanted_en}"
                    )),
                );
            }
        }
    }
}

/// Returns whether a form is worded throughout in a way of its own: no sentence is worded for who carries it out, and none
/// was taken over from the form of the other side.
fn has_own_voice(context: &Context<'_>, form: &ChecklistForm) -> bool {
    let others = is_carried_out_by_others(form);
    let mut said = form.rows.iter().flat_map(|row| sentences(&row.text));
    let pairs = || {
        let of_kind = context.year.forms.iter().filter(|own| own.kind.value == form.kind.value);
        of_kind.filter(|own| own.bearer.value != form.bearer.value)
    };
    let is_taken_over =
        |row: &Row| pairs().flat_map(|pair| &pair.rows).any(|own| spelling::same(&own.text, &row.text));
    // 知らせる and the like say what one does oneself, too.
    said.all(|own| is_wrong(own, others) || without_brackets(own).ends_with("知らせる"))
        && !form.rows.iter().any(is_taken_over)
}

/// Returns whether a sentence is worded for the wrong side.
fn is_wrong(sentence: &str, carried_out_by_others: bool) -> bool {
    let end = without_brackets(sentence);
    let end = end.strip_suffix("ものとする").or_else(|| end.strip_suffix("こと")).unwrap_or(end);
    if carried_out_by_others {
        const OBLIGES: [&str; 8] =
            ["せる", "せない", "義務付ける", "義務づける", "求める", "命じる", "命ずる", "禁止する"];
        !OBLIGES.iter().any(|word| end.ends_with(word))
    } else {
        // 任せる, 知らせる and the like are the ward's own doing.
        end.ends_with("させる") || end.ends_with("させない")
    }
}

/// Returns a sentence without its full stop and without what stands in brackets at its end.
fn without_brackets(sentence: &str) -> &str {
    let mut end = sentence;
    loop {
        let trimmed = end.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '。' | '｡' | '．'));
        let inner = trimmed.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '(']));
        end = match inner.and_then(|at| trimmed.get(..at)) {
            Some(before) if !before.is_empty() => before,
            _ => return trimmed,
        };
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let rows = used_forms(context).into_iter().flat_map(|form| form.rows.iter().map(move |row| (form, row)));
    Mutation::new(
        rows.map(|(form, row)| {
            let (from, to) = if is_carried_out_by_others(form) {
                ("させる。", "する。")
            } else {
                ("する。", "させる。")
            };
            Plant::word(context, row.text.span, from, to)
        }),
        text!("様式の項目を使うチェックリストがありません", "no checklist uses a form"),
    )
}

#[cfg(test)]
mod tests {
    use super::is_wrong;

    #[test]
    fn others_are_made_to_do_it() {
        for right in [
            "報告させる。",
            "業務を行わせる。",
            "持ち出させない。",
            "報告させる（年１回）。",
            "報告させること。",
        ] {
            assert!(!is_wrong(right, true), "{right}");
        }
        for wrong in ["通信を不可とする。", "報告する（年１回）。", "報告"] {
            assert!(is_wrong(wrong, true), "{wrong}");
        }
    }

    #[test]
    fn the_ward_does_it_itself() {
        for right in ["指導する。", "結合先に知らせる。", "担当課に任せる。"] {
            assert!(!is_wrong(right, false), "{right}");
        }
        assert!(is_wrong("報告させる。", false));
    }
}
