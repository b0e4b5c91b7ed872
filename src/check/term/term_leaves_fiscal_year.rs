//! A term that is not within one fiscal year, the one of the folder.

use super::terms;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::era;
use crate::rule::Rule;
use crate::rule::law::AUTONOMY_208;
use crate::text;
use chrono::Months;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "term-leaves-fiscal-year",
        severity: Severity::Warning,
        basis: &[AUTONOMY_208],
        page: include_str!("term_leaves_fiscal_year.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let year = context.matter.fiscal_year;
    let (folder, printed) = (&context.year.name, context.print().fiscal_year(year));
    for term in terms::written(context) {
        let (first, last) = (era::fiscal_year(term.from.value), era::fiscal_year(term.to.value));
        let (from, to) = (context.print().day(term.from.value), context.print().day(term.to.value));
        let (from_en, to_en) = (term.from.value, term.to.value);
        if first != year {
            findings.add(
                RULE.at(
                    term.from.span,
                    text!(
                        "開始日（{from}）が、この案件の年度（{folder}、{printed}）にありません（要確認）",
                        "the first day ({from_en}) is not in the matter's fiscal year ({folder})"
                    ),
                )
                .help(text!(
                    "日付を直すか、案件をその年度のフォルダに移してください",
                    "fix the day, or put the matter into the folder of that year"
                )),
            );
        }
        if last != first {
            findings.add(
                RULE.at(
                    term.to.span,
                    text!(
                        "期間（{from}から{to}まで）が会計年度をまたいでいます（要確認）",
                        "the term ({from_en} to {to_en}) is not within one fiscal year"
                    ),
                )
                .related(term.from.span, text!("開始日は{from}", "it starts on {from_en}"))
                .help(text!(
                    "３月３１日までとして「次年度以降も、同様」とするか、長期継続契約などの根拠を受け入れの理由に書いてください",
                    "end it on 31 March and let it renew, or give the ground for a longer contract in a waiver"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = terms::written(context).into_iter().flat_map(|term| {
        let later = term.to.value.checked_add_months(Months::new(12));
        let sooner = term.from.value.checked_sub_months(Months::new(12));
        [
            later.and_then(|day| Plant::scalar(term.to.span, &day.to_string())),
            sooner.and_then(|day| Plant::scalar(term.from.span, &day.to_string())),
        ]
    });
    Mutation::new(plants, text!("期間が書かれていません", "no term is given"))
}
