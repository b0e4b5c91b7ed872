//! 三者契約, 四者契約: the number in the contract's form against the number of its parties.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{CIVIL_CODE, FORM};
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "contract-form-differs-from-parties",
        severity: Severity::Error,
        basis: &[FORM, CIVIL_CODE],
        page: include_str!("contract_form_differs_from_parties.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for contract in &context.matter.contracts {
        let Some(form) = &contract.form else { continue };
        let Some(said) = number_of_parties(form) else { continue };
        let listed = contract.parties.len();
        if said != listed {
            findings.add(
                RULE.at(
                    form.span,
                    text!(
                        "「{form}」に対し、当事者が{listed}者書かれています（不一致）",
                        "`{form}` has {listed} parties"
                    ),
                )
                .related(contract.parties_span, text!("当事者はここに{listed}者", "{listed} parties here"))
                .help(text!(
                    "当事者を書き足すか、契約の形の語を直してください",
                    "add the missing party, or fix the word"
                )),
            );
        }
    }
}

/// Returns the number in 三者契約, ４者契約 and the like.
fn number_of_parties(form: &str) -> Option<usize> {
    let folded = spelling::fold(form);
    let (number, _) = folded.split_once("者契約")?;
    match number.chars().next_back()? {
        '二' | '2' => Some(2),
        '三' | '3' => Some(3),
        '四' | '4' => Some(4),
        '五' | '5' => Some(5),
        '六' | '6' => Some(6),
        _ => None,
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        context.matter.contracts.iter().filter_map(|contract| contract.form.as_ref()).map(|form| {
            let other = if number_of_parties(form) == Some(5) { "六者契約" } else { "五者契約" };
            Plant::scalar(form.span, other)
        }),
        text!("契約の形（三者契約など）が書かれていません", "no contract states its form"),
    )
}

#[cfg(test)]
mod tests {
    use super::number_of_parties;

    #[test]
    fn the_number_is_read_in_every_script() {
        assert_eq!(number_of_parties("三者契約"), Some(3));
        assert_eq!(number_of_parties("電子マネー事業者毎に４者契約"), Some(4));
        assert_eq!(number_of_parties("4者契約"), Some(4));
        assert_eq!(number_of_parties("単価契約"), None);
    }
}
