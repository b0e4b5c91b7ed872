//! What is agreed in a contract beyond the annex, and what is not known of it.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::diagnostic::Text;
use crate::model::contract::Contract;
use crate::model::vocabulary::ItemKind;
use crate::rule::Rule;
use crate::text;

/// Notes that a rule cannot be decided for a contract, because something of its text is not known.
pub(super) fn unknown(rule: &Rule, contract: &Contract, lacks: &Text, findings: &mut Findings) {
    let (id, ja, en) = (&contract.id, &lacks.ja, &lacks.en);
    findings.undecided(
        rule.name,
        contract.id.span,
        text!("契約「{id}」の{ja}が書かれていません", "{en} of the contract `{id}` is not known"),
    );
}

/// What is not known where `clauses` is not written.
pub(super) fn clauses() -> Text {
    text!("特記事項（clauses）", "the special provisions (`clauses`)")
}

/// What is not known where `erasure` is not written.
pub(super) fn erasure() -> Text {
    text!("消去の約束（erasure）", "the agreement on erasure (`erasure`)")
}

/// Returns whether the contract's list has an individual number (個人番号).
pub(super) fn has_individual_number(context: &Context<'_>, contract: &Contract) -> bool {
    contract.item_list.as_ref().is_some_and(|list| {
        context.matter.item_lists[list.value]
            .walk()
            .any(|entry| context.matter.items[entry.item].kinds.contains(&ItemKind::IndividualNumber))
    })
}
